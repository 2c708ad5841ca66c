"""Citations: evidence numbered in order of use, every quote proven against its document once more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.types import AnswerSentence, Citation, Document, Evidence, Finding


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
