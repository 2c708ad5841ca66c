"""An answer made ready to show: what web and terminal share, and the terminal's plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from assistant.calculators.trace import day_words, show
from assistant.conversation import JOIN
from assistant.patterns import lazy_pattern
from assistant.types import Answer, AnswerSentence, Calculation, Citation, Document, Input

_CONTROL = lazy_pattern(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_LEAD = lazy_pattern(r"(.*[.!?]\s)?([^.!?]+):\s*", re.DOTALL)
_REASONS = {
    "not_in_corpus": "not in my documents",
    "not_published": "not published",
    "unknown": "it is not known",
    "invalid_input": "it cannot be answered as asked",
    "advice": "it asks for personal advice",
    "prediction": "it asks for a prediction",
    "ambiguous": "it can be read in more than one way",
    "not_understood": "a part of it was not understood",
}
_ORIGINS = {"question": "you said so", "history": "you said so earlier", "default": "assumed"}


@dataclass(frozen=True, slots=True)
class View:
    """An answer in the parts it is shown in.

    ``turns`` are the question as understood, the asker's earlier ones that it leans on first; ``nearest`` are quotes
    that do *not* answer a declined question; ``sources`` are the citations by document, in order of use; ``quoted``
    are the numbers of the citations whose words already stand in a sentence.
    """

    answer: Answer
    turns: tuple[str, ...]
    verdict: str
    said: tuple[AnswerSentence, ...]
    nearest: tuple[AnswerSentence, ...]
    nearest_lead: str
    sources: tuple[tuple[Citation, ...], ...]
    quoted: frozenset[int]


def view(answer: Answer) -> View:
    """Splits an answer into what is said and, when it declines, what merely stands near."""
    said, lead, nearest = _apart(answer)
    quoted = frozenset(n for each in answer.sentences if each.kind == "quote" for n in each.citations)
    return View(
        answer=answer,
        turns=tuple(answer.resolved.split(JOIN)),
        verdict=verdict(answer),
        said=said,
        nearest=nearest,
        nearest_lead=lead,
        sources=_by_document(answer.citations),
        quoted=quoted,
    )


def _by_document(citations: Sequence[Citation]) -> tuple[tuple[Citation, ...], ...]:
    found: dict[str, list[Citation]] = {}
    for each in citations:
        found.setdefault(each.document, []).append(each)
    return tuple(map(tuple, found.values()))


def _apart(answer: Answer) -> tuple[tuple[AnswerSentence, ...], str, tuple[AnswerSentence, ...]]:
    """What is said, the words that lead over to what is near, and what is near."""
    lead = "Nearest in my documents"
    if answer.status != "declined" or answer.reason == "unknown":
        return answer.sentences, lead, ()
    said = [each for each in answer.sentences if each.kind != "quote"]
    nearest = tuple(each for each in answer.sentences if each.kind == "quote")
    if nearest and said and (match := _LEAD.fullmatch(said[-1].text)):
        last, lead = said.pop(), match[2].strip()
        said += [replace(last, text=match[1].strip())] if match[1] else []
    return tuple(said), lead, nearest


def verdict(answer: Answer) -> str:
    """The status in words, with the reason of a decline."""
    if answer.status == "declined":
        reason = _REASONS.get(answer.reason or "", (answer.reason or "").replace("_", " "))
        return f"Declined: {reason}" if reason else "Declined"
    if answer.status == "needs_input":
        return "Needs one more fact from you"
    return "Answered by calculation" if answer.calculation else "Answered from the documents"


def kind_words(kind: str | None) -> str:
    """``brief of a news article`` as ``our brief of a news article``: the quote is of the brief, and it says so."""
    return f"our {kind}" if kind and kind.lower().startswith("brief of") else kind or ""


def provenance(source: Citation | Document) -> str:
    """Publisher, author and date of the original on one line."""
    published, as_of = day_words(source.published), day_words(source.as_of)
    when = published or (f"as of {as_of}" if as_of else "")
    return ", ".join(part for part in (source.publisher, source.author, when) if part)


def byline(source: Citation | Document) -> str:
    """What kind of text it is, whose original it renders, and when that was written and true."""
    kind = kind_words(source.kind)
    as_of = f"as of {day_words(source.as_of)}" if source.as_of and source.published not in {None, source.as_of} else ""
    return " · ".join(part for part in (kind[:1].upper() + kind[1:], provenance(source), as_of) if part)


def origin_words(each: Input) -> str:
    """Where an input of a calculation comes from."""
    cited = f"source [{each.citation}]" if each.citation else ""
    return cited or _ORIGINS.get(each.origin, "")


def amount(value: str, unit: str) -> str:
    """A plain decimal or ISO date with its unit, for a reader."""
    if unit == "date":
        return day_words(value)
    try:
        return value if unit in {"year", "age", ""} else show(Decimal(value), unit)
    except InvalidOperation:
        return value


def slot_words(name: str, value: object) -> str:
    """``filing_status``, ``single`` as ``filing status: single``."""
    return f"{name.replace('_', ' ')}: {_value_words(value)}"


def _value_words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)


def web_address(url: str | None) -> str | None:
    """``url`` if a link to it is harmless (http or https), else None."""
    return url if url and re.match(r"https?://", url, re.IGNORECASE) else None


def marks(citations: Iterable[int]) -> str:
    """``[1][2]`` with a space before, or nothing."""
    joined = "".join(f"[{n}]" for n in citations)
    return f" {joined}" if joined else ""


def render_text(answer: Answer) -> str:
    """The answer for a terminal: sentences with marks, the calculation, numbered sources, what to ask next.

    Control characters are left out, so that no document can steer the terminal.
    """
    seen = view(answer)
    blocks = [_sentences(seen.said), _nearest(seen)]
    if answer.calculation:
        blocks.append(_calculation(answer.calculation))
    blocks += [_sources(seen), _suggestions(answer.suggestions)]
    text = "\n\n".join("\n".join(block) for block in map(list, blocks) if block)
    return _CONTROL.sub("", text.replace("\r\n", "\n"))


def _sentences(sentences: Sequence[AnswerSentence]) -> Iterator[str]:
    for each in sentences:
        yield each.text + marks(each.citations)


def _nearest(seen: View) -> Iterator[str]:
    if seen.nearest:
        yield f"{seen.nearest_lead} (not an answer):"
        yield from (f"  {line}" for line in _sentences(seen.nearest))


def _calculation(calculation: Calculation) -> Iterator[str]:
    yield f"Calculation: {calculation.formula}"
    inputs = [
        (f"  {each.name}", each.display, day_words(each.as_of), origin_words(each)) for each in calculation.inputs
    ]
    yield from _table(inputs)
    for step in calculation.steps:
        yield f"  {step.label}: {step.expression} = {amount(step.value, step.unit)}"
    yield from _table([(f"  {row.label}", row.display) for row in calculation.rows])


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns side by side, the second to the right as numbers are."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.rjust(width) if n == 1 else cell.ljust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def _sources(seen: View) -> Iterator[str]:
    if seen.answer.citations:
        yield "Sources" if not seen.nearest else "Where these stand"
    for first, *others in seen.sources:
        cited = [first, *others]
        mark = "".join(f"[{each.n}]" for each in cited)
        indent = " " * 6
        yield f"  {mark} {first.title}"
        yield from (indent + line for line in (byline(first), first.url) if line)
        yield from (f"{indent}“{each.quote}”" for each in cited if each.n not in seen.quoted)


def _suggestions(suggestions: Sequence[str]) -> Iterator[str]:
    if suggestions:
        yield "Go on with"
        yield from (f"  - {each}" for each in suggestions)
