"""Whether an answer is right, and what kind of failure it is when not. Pure functions of an outcome."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from assistant.evaluation.questions import Place, Question
from assistant.evaluation.run import Outcome
from assistant.types import Answer

READ = 600
TOLD = 300
Verdict = Literal["right", "wrong", "unchecked", "asked_back", "refused"]
_STRAIGHT = str.maketrans("‘’‚“”„", "'''\"\"\"")

REFUSED, ASKED_BACK, BESIDE = "Wrongly refused", "Asked back instead of answered", "Beside the point"
ANSWERED, LATE = "Wrongly answered", f"Right only after the first {READ} characters"
KINDS = (REFUSED, BESIDE, ANSWERED, LATE, ASKED_BACK)


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that did not come out right: ``kind`` is one of ``KINDS``, ``told`` the opening of the answer."""

    kind: str
    id: str
    question: str
    history: tuple[str, ...]
    expected: str
    status: str
    reason: str | None
    told: str
    confidence: float | None


def verdict(outcome: Outcome) -> Verdict:
    """What the answer came to. An unanswerable question is never "right": it is refused, asked back, or "wrong"."""
    question, answer = outcome.question, outcome.answer
    if answer.status == "declined":
        return "refused"
    right = is_right(question, answer) if question.answerable else False
    if right:
        return "right"
    if answer.status == "needs_input":
        return "asked_back"
    return "unchecked" if right is None else "wrong"


def is_right(question: Question, answer: Answer) -> bool | None:
    """Whether the answer's opening holds what is expected, or without that, whether its first quote is right; and holds
    nothing that it never should. None when the question says neither."""
    opening = answer.text[:READ]
    if any(holds(opening, words) for words in question.never):
        return False
    if question.expects:
        return not unmet(question.expects, opening)
    return is_right_place(question, first_quote(answer)) if question.documents else None


def is_right_place(question: Question, place: Place | None) -> bool:
    """Whether a place overlaps a right one, or where only documents are known, is of a right document."""
    if place is None:
        return False
    return any(place.overlaps(span) for span in question.spans) or (
        not question.spans and place.document in question.documents
    )


def first_quote(answer: Answer) -> Place | None:
    """Where the first quoted sentence of an answer stands."""
    cited = {citation.n: citation for citation in answer.citations}
    quotes = (cited[s.citations[0]] for s in answer.sentences if s.kind == "quote" and s.citations)
    return next((Place(quote.document, quote.start, quote.end) for quote in quotes), None)


def unmet(groups: Iterable[tuple[str, ...]], text: str) -> list[tuple[str, ...]]:
    """The groups of which the text holds no alternative."""
    return [group for group in groups if not any(holds(text, words) for words in group)]


def holds(text: str, words: str) -> bool:
    """Whether words occur in a text, whatever the case, the spacing and the form of the quotation marks."""
    return _folded(words) in _folded(text)


def _folded(text: str) -> str:
    return " ".join(text.translate(_STRAIGHT).casefold().split())


def best_is_right(outcome: Outcome) -> bool | None:
    """Whether the best sentence found answers, shown or not: what the confidence of an answer is about. None when the
    question does not say what is right."""
    question = outcome.question
    if not question.answerable:
        return False
    if question.documents:
        return is_right_place(question, next(iter(outcome.found.sentences), None))
    if not question.expects:
        return None
    shown = outcome.answer.text[:READ] if outcome.answer.status == "answered" else outcome.found.best
    return not unmet(question.expects, shown)


def failure(outcome: Outcome) -> Failure | None:
    """The failure that an outcome is, if it is one."""
    question, answer = outcome.question, outcome.answer
    kind = _kind(outcome)
    if kind is None:
        return None
    told = " ".join(answer.text.split())[:TOLD]
    expected = _expected(outcome)
    return Failure(
        kind, question.id, question.text, question.history, expected, answer.status, answer.reason, told,
        answer.confidence,
    )  # fmt: skip


def _kind(outcome: Outcome) -> str | None:
    question, came = outcome.question, verdict(outcome)
    if not question.answerable:
        return ANSWERED if came == "wrong" else None
    if came == "wrong" and question.expects and not unmet(question.expects, outcome.answer.text):
        return BESIDE if any(holds(outcome.answer.text[:READ], words) for words in question.never) else LATE
    return {"refused": REFUSED, "asked_back": ASKED_BACK, "wrong": BESIDE}.get(came)


def _expected(outcome: Outcome) -> str:
    """What would have been right, in words."""
    question = outcome.question
    if not question.answerable:
        return "no answer"
    wanted = "; ".join(" or ".join(f"“{words}”" for words in group) for group in question.expects)
    missed = unmet(question.expects, outcome.answer.text[:READ])
    parts = [wanted] if wanted else []
    if wanted and len(missed) < len(question.expects):
        parts += [f"missing: {' or '.join(f'“{words}”' for words in group)}" for group in missed]
    parts += [f"never: “{words}”" for words in question.never if holds(outcome.answer.text[:READ], words)]
    if not wanted and question.documents:
        parts.append(f"“{outcome.gold}”" if outcome.gold else f"a sentence of {', '.join(sorted(question.documents))}")
    return "; ".join(parts) or "an answer"
