"""A document as passages: paragraphs, their sentences with exact offsets, and runs of about 120 to 180 words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from assistant.patterns import lazy_pattern
from assistant.text import sentence_spans
from assistant.types import Document, Passage, Sentence

TARGET_WORDS, MOST_WORDS = 120, 180

_LINE = lazy_pattern(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_HEADING = lazy_pattern(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_BULLET = lazy_pattern(r"[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+(?=\S)")
_QUOTED = lazy_pattern(r"[ \t]*(?:>[ \t]?)+")
_RULE = lazy_pattern(r"[ \t]*(?:[-*_=][ \t]*){3,}$|[ \t]*\|?[ \t:|-]+\|[ \t:|-]*$")
_FENCE = lazy_pattern(r"[ \t]*(?:```|~~~)")
_ENDED = lazy_pattern(r"[.!?…:;][\"'”’)\]]*\s*$")


@dataclass(slots=True)
class _Block:
    """A paragraph, list item, heading or lone line, ``[start, end)``."""

    start: int
    end: int
    heading: str


def split_passages(document: Document) -> Iterator[Passage]:
    """The passages of a document, in order. Every sentence of the body is in exactly one of them.

    A passage ends where a paragraph or section does once it has 120 words, and before the sentence that would bring
    it over 180. A longer sentence is a passage by itself; the last passage of a document may be short.
    """
    run: list[Sentence] = []
    count = 0
    for sentence in split_sentences(document):
        length = len(document.text[sentence.start : sentence.end].split())
        goes_on = bool(run) and sentence.paragraph == run[-1].paragraph
        if run and (count + length > MOST_WORDS or (count >= TARGET_WORDS and not goes_on)):
            yield _passage(document, run)
            run, count = [], 0
        run.append(sentence)
        count += length
    if run:
        yield _passage(document, run)


def _passage(document: Document, run: list[Sentence]) -> Passage:
    start, end = run[0].start, run[-1].end
    return Passage(document.id, start, end, document.text[start:end], tuple(run))


def split_sentences(document: Document) -> Iterator[Sentence]:
    """The quotable sentences of a document's body, in order. Markdown headings name a section and are not quoted."""
    for number, block in enumerate(_blocks(document)):
        for start, end in sentence_spans(document.text[block.start : block.end]):
            yield Sentence(block.start + start, block.start + end, block.heading, number)


def _blocks(document: Document) -> Iterator[_Block]:
    if document.markdown:
        return _markdown_blocks(document.text, document.body)
    return _plain_blocks(document.text, document.body)


def _lines(text: str, start: int) -> Iterator[tuple[int, int, str]]:
    """Lines from ``start`` on as (start, end without the line break, line)."""
    for match in _LINE.finditer(text, start):
        if match.end() > match.start():
            line = match.group().rstrip("\r\n")
            yield match.start(), match.start() + len(line), line


def _markdown_blocks(text: str, body: int) -> Iterator[_Block]:
    heading, fenced = "", False
    open_block: _Block | None = None
    for start, end, line in _lines(text, body):
        title = _HEADING.match(line)
        fence = bool(_FENCE.match(line))
        starts_anew = title or fence or not line.strip() or _RULE.match(line) or _BULLET.match(line) or "|" in line[:2]
        if open_block and (starts_anew or fenced):
            yield open_block
            open_block = None
        if fence:
            fenced = not fenced
        elif title and not fenced:
            heading = title.group(2)
        elif line.strip() and (fenced or not _RULE.match(line)):
            open_block = _extend(open_block, text, start, end, heading)
    if open_block:
        yield open_block


def _extend(block: _Block | None, text: str, start: int, end: int, heading: str) -> _Block:
    if block:
        block.end = end
        return block
    for marker in (_QUOTED, _BULLET):
        if match := marker.match(text, start, end):
            start = match.end()
    return _Block(start, end, heading)


def _plain_blocks(text: str, body: int) -> Iterator[_Block]:
    """Paragraphs of plain text: each line is one, unless the text is wrapped to a fixed width."""
    lines = list(_lines(text, body))
    wrapped = _is_wrapped([line for _, _, line in lines if line.strip()])
    heading = ""
    open_block: _Block | None = None
    for start, end, line in lines:
        ends_run = not wrapped or not line.strip() or _BULLET.match(line)
        if open_block and ends_run:
            yield open_block
            open_block = None
        if line.strip():
            if open_block is None and _is_title(line):
                heading = line.strip()
            open_block = _extend(open_block, text, start, end, heading)
    if open_block:
        yield open_block


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines break in mid-sentence at a fixed width: middling length, most without a full stop at the end."""
    if len(lines) < 4:
        return False
    unended = sum(not _ENDED.search(line) for line in lines) / len(lines)
    return 30 <= median(map(len, lines)) <= 110 and unended > 0.5


def _is_title(line: str) -> bool:
    return len(line.split()) <= 14 and not _ENDED.search(line) and not _BULLET.match(line)
