"""What a calculator is, and the three kinds of finding: an answer, a question back, a refusal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from assistant.calculators.reading import Reading
from assistant.calculators.slot import DROP, Slot, Slots, SlotValue
from assistant.calculators.trace import Trace, Value, plain
from assistant.types import AnswerSentence, Facts, Finding

__all__ = [
    "DROP",
    "PREMISE",
    "Calculator",
    "Desk",
    "Result",
    "Slot",
    "SlotValue",
    "Slots",
    "answered",
    "asks",
    "declines",
    "merged",
    "visible",
]


@dataclass(frozen=True, slots=True)
class Desk:
    """What a computation may look at."""

    facts: Facts
    today: date

    def trace(self) -> Trace:
        return Trace(self.facts)


@dataclass(frozen=True, slots=True)
class Calculator:
    """A row of the table. ``recognise``: does this question, standing alone, ask for it? ``read``: the slots that these
    words fill, given the earlier ones. ``compute``: the finding, None when the documents should answer after all.
    ``is_whole``: does a recognised question name its own subject, so that it is no follow-up of one before?"""

    name: str
    recognise: Callable[[Reading], bool]
    read: Callable[[Reading, Slots], Slots]
    compute: Callable[[Slots, Desk], Finding | None]
    is_whole: Callable[[Reading], bool] = lambda _: True


@dataclass(frozen=True, slots=True)
class Result:
    """What a computation came to. ``lead`` is the headline, ``conditions`` what changes it, ``notices`` remarks of the desk."""

    name: str
    value: Value | str
    unit: str
    formula: str
    lead: str
    display: str | None = None
    conditions: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()


def answered(trace: Trace, result: Result, slots: Slots) -> Finding:
    """The answer to a computation; the lead cites the evidence of every input."""
    calculation = trace.calculation(
        result.name, result.value, result.unit, formula=result.formula, display=result.display
    )
    every = tuple(range(1, len(trace.evidence) + 1))
    before = tuple(AnswerSentence(text, "notice") for text in result.notices if text.startswith(PREMISE))
    after = tuple(AnswerSentence(text, "notice") for text in result.notices if not text.startswith(PREMISE))
    conditions = tuple(AnswerSentence(text, "computed", every) for text in result.conditions)
    sentences = (*before, AnswerSentence(result.lead, "computed", every), *conditions, *after)
    return Finding("answered", None, sentences, tuple(trace.evidence), calculation, visible(slots), result.suggestions)


PREMISE = "Not quite: "
"""Opens a notice that puts a premise of the question right; it stands before the lead."""


NOT_UNDERSTOOD = "not_understood"
"""The reason of a question back for words that the calculator could not place, not for a fact that it lacks."""


def asks(question: str, slots: Slots, suggestions: tuple[str, ...] = (), *, reason: str = "ambiguous") -> Finding:
    """One short question back for a fact that is missing."""
    return Finding(
        "needs_input", reason, (AnswerSentence(question, "notice"),), slots=visible(slots), suggestions=suggestions
    )


def declines(
    reason: str, text: str, slots: Slots | None = None, *, trace: Trace | None = None, suggestions: tuple[str, ...] = ()
) -> Finding:
    """A refusal by name; ``trace`` brings the evidence of what is said beside it."""
    evidence = tuple(trace.evidence) if trace else ()
    sentence = AnswerSentence(text, "notice", tuple(range(1, len(evidence) + 1)))
    return Finding("declined", reason, (sentence,), evidence, slots=visible(slots or {}), suggestions=suggestions)


def visible(slots: Slots) -> dict[str, Any]:
    """Slots as the answer shows them: plain numbers where they are whole, decimal strings where not."""
    return {name: _shown(slot.value) for name, slot in slots.items() if slot.value is not None}


def _shown(value: SlotValue) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else plain(value)
    if isinstance(value, tuple):
        return [_shown(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def merged(earlier: Slots, new: Slots) -> dict[str, Slot]:
    """The slots of a follow-up: the earlier ones as history, changed by the new ones."""
    kept = {
        name: Slot(each.value, "default" if each.origin == "default" else "history", each.text)
        for name, each in earlier.items()
    }
    kept.update(new)
    return {name: each for name, each in kept.items() if each.value is not None}
