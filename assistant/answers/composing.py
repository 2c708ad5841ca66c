"""From ranked sentences to what is shown: quotes with their neighbours, numbered citations, or a decline."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from assistant.answers.choosing import Choice
from assistant.answers.gate import is_answerable
from assistant.types import AnswerSentence, Citation, Document, Evidence, Finding, Passage, Sentence

MOST_QUOTES = 3
_NEAR_THE_BEST, _AS_GOOD = 0.92, 0.96
_RELATED, _SAME_CONTENT = 0.5, 0.86
_MOST_FOLLOWING, _FOLLOWS_WELL = 2, 0.7
_NEAREST = 3
_WANTS_ONE_THING = re.compile(
    r"\s*(?:who|whose|when|where|how (?:much|many|big|large|old|long)|what (?:date|day|year)|is|are|was|were|do|does|did|"
    r"can|could|may|must|should|has|have|had|will|would)\b",
    re.IGNORECASE,
)
_DEPENDENT = re.compile(
    r"(?:It|Its|This(?! desk)|That|These|Those|They|Their|He|His|She|Her|Such|However|But|And|Also|Instead|Thus|Therefore|"
    r"Furthermore|Moreover|In addition|Additionally|Of particular note|For example|For instance|As a result|"
    r"Other(?:s| states)?|Still|Yet|Nevertheless|The (?:former|latter|same)|Here|There|Both|If (?:all|any|some) of)\b"
)
_NOT_HELD = "My documents do not hold an answer to this question."
_NEAREST_FOLLOW = "The nearest sentences that they do hold:"


def quote_answer(question: str, choices: Sequence[Choice]) -> Finding:
    """The best sentences as an answer, or a decline with the nearest ones.

    Declines with the reason "not_in_corpus" when the gate refuses the best sentence.
    """
    if not choices or not is_answerable(choices[0]):
        return _decline(choices)
    taken = _without_overlap([_quote(choice, choices) for choice in _worth_quoting(question, choices)])
    sentences = tuple(AnswerSentence(evidence.quote, "quote", (n,)) for n, evidence in enumerate(taken, 1))
    return Finding("answered", None, sentences, tuple(taken))


def _without_overlap(quotes: Sequence[Evidence]) -> list[Evidence]:
    """Leaves out a quote of which another, further up, already shows a part."""
    taken: list[Evidence] = []
    for quote in quotes:
        overlaps = (q.document == quote.document and q.start < quote.end and quote.start < q.end for q in taken)
        if not any(overlaps):
            taken.append(quote)
    return taken


def _worth_quoting(question: str, choices: Sequence[Choice]) -> list[Choice]:
    """The best sentence and those nearly as good that say something else, at most three. A question that wants one
    thing (who, when, yes or no) is given more only when that is just as good."""
    enough = _AS_GOOD if _WANTS_ONE_THING.match(question) else _NEAR_THE_BEST
    taken = [choices[0]]
    for choice in choices[1:]:
        if len(taken) == MOST_QUOTES or choice.score < enough * choices[0].score:
            break
        if all(_adds_to(choice, other) for other in taken) and is_answerable(choice):
            taken.append(choice)
    return taken


def _adds_to(choice: Choice, other: Choice) -> bool:
    """Whether a sentence is on the matter of another without saying the same."""
    return _RELATED <= float(np.dot(choice.vector, other.vector)) < _SAME_CONTENT


def _quote(choice: Choice, choices: Sequence[Choice]) -> Evidence:
    """The sentence as one slice with the one before it when it points back to that, and with those after it that
    point back to it and answer nearly as well. Neighbours stand in the same paragraph."""
    passage, chosen = choice.hit.passage, choice.sentence
    paragraph = [s for s in passage.sentences if s.paragraph == chosen.paragraph]
    scores = {other.sentence: other.score for other in choices if other.hit is choice.hit}
    first = last = paragraph.index(chosen)
    if first and _points_back(passage, chosen):
        first -= 1
    for following in paragraph[last + 1 : last + 1 + _MOST_FOLLOWING]:
        if not _points_back(passage, following) or scores.get(following, 0.0) < _FOLLOWS_WELL * choice.score:
            break
        last += 1
    start, end = paragraph[first].start, paragraph[last].end
    return Evidence(passage.document, passage.text[start - passage.start : end - passage.start], start, end)


def _points_back(passage: Passage, sentence: Sentence) -> bool:
    return bool(_DEPENDENT.match(passage.text, sentence.start - passage.start))


def _decline(choices: Sequence[Choice]) -> Finding:
    nearest: dict[str, Choice] = {}
    for choice in choices:
        nearest.setdefault(choice.hit.passage.document, choice)
    shown = [_quote(choice, ()) for choice in [*nearest.values()][:_NEAREST]]
    notice = f"{_NOT_HELD} {_NEAREST_FOLLOW}" if shown else _NOT_HELD
    quotes = (AnswerSentence(evidence.quote, "quote", (n,)) for n, evidence in enumerate(shown, 1))
    return Finding("declined", "not_in_corpus", (AnswerSentence(notice, "notice"), *quotes), tuple(shown))


def decline(reason: str, notice: str, suggestions: tuple[str, ...] = ()) -> Finding:
    """A refusal by name, without looking anything up."""
    return Finding("declined", reason, (AnswerSentence(notice, "notice"),), suggestions=suggestions)


def number_citations(finding: Finding, document: Callable[[str], Document]) -> tuple[Finding, tuple[Citation, ...]]:
    """Numbers the evidence in order of use; the finding with those numbers, and the citations.

    Every quote is proven against its document once more. Raises AssertionError if one does not stand there, which
    no input can bring about.
    """
    order = list(dict.fromkeys(n for sentence in finding.sentences for n in sentence.citations))
    if finding.calculation:
        order = list(dict.fromkeys([*order, *(i.citation for i in finding.calculation.inputs if i.citation)]))
    renumbered = {old: new for new, old in enumerate(order, 1)}
    citations = tuple(_cite(finding.evidence[old - 1], new, document) for old, new in renumbered.items())
    sentences = tuple(
        replace(sentence, citations=tuple(renumbered[n] for n in sentence.citations)) for sentence in finding.sentences
    )
    calculation = finding.calculation
    if calculation:
        inputs = tuple(replace(i, citation=renumbered[i.citation] if i.citation else None) for i in calculation.inputs)
        calculation = replace(calculation, inputs=inputs)
    return replace(finding, sentences=sentences, calculation=calculation), citations


def _cite(evidence: Evidence, n: int, document: Callable[[str], Document]) -> Citation:
    source = document(evidence.document)
    if source.text[evidence.start : evidence.end] != evidence.quote:
        raise AssertionError(f"{evidence.document}[{evidence.start}:{evidence.end}] is not what was to be quoted")
    return Citation(
        n=n,
        document=source.id,
        title=source.title,
        publisher=source.publisher,
        author=source.author,
        published=source.published,
        as_of=source.as_of,
        url=source.url,
        kind=source.kind,
        quote=evidence.quote,
        start=evidence.start,
        end=evidence.end,
        sha256=source.sha256,
    )


def compose_text(sentences: Sequence[AnswerSentence]) -> str:
    """The sentences as plain text, each followed by its marks: "… [1] … [2]"."""
    return " ".join(s.text + "".join(f" [{n}]" for n in s.citations) for s in sentences)
