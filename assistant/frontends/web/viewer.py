"""A document cut into the blocks of a page, with the quoted slice marked. Only heading marks are left out:
every other character of the body is shown as stored, so that a marked text is the quote itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.patterns import lazy_pattern
from assistant.types import Document, Span

BlockKind = Literal["heading", "item", "lines", "text"]

_HEADING = lazy_pattern(r" {0,3}(#{1,6})[ \t]+")
_ITEM = lazy_pattern(r"[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+(?=\S)")
_LINES = lazy_pattern(r"[ \t]*(?:\||```|~~~|>)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, inside the quote or outside it. ``first`` is where the quote begins."""

    text: str
    marked: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, heading (``level`` 1 to 6), or lines whose breaks matter."""

    kind: BlockKind
    level: int
    pieces: tuple[Piece, ...]


@dataclass(slots=True)
class _Stretch:
    kind: BlockKind
    level: int
    start: int
    end: int


def blocks(document: Document, quote: Span | None) -> list[Block]:
    """The body of ``document`` as blocks, the slice ``quote`` marked wherever it runs."""
    stretches = _markdown(document) if document.markdown else _plain(document)
    return [Block(each.kind, each.level, tuple(_pieces(document.text, each, quote))) for each in stretches]


def _pieces(text: str, stretch: _Stretch, quote: Span | None) -> Iterator[Piece]:
    start, end = quote or (0, 0)
    inner, outer = max(stretch.start, start), min(stretch.end, end)
    if inner >= outer:
        yield Piece(text[stretch.start : stretch.end])
        return
    if stretch.start < inner:
        yield Piece(text[stretch.start : inner])
    yield Piece(text[inner:outer], marked=True, first=not text[start:inner].strip("# \t\r\n"))
    if outer < stretch.end:
        yield Piece(text[outer : stretch.end])


def _lines(document: Document) -> Iterator[tuple[int, int, str]]:
    position = document.body
    for line in document.text[document.body :].splitlines(keepends=True):
        shown = line.rstrip()
        yield position, position + len(shown), shown
        position += len(line)


def _plain(document: Document) -> Iterator[_Stretch]:
    return (_Stretch("lines", 0, start, end) for start, end, line in _lines(document) if line)


def _markdown(document: Document) -> Iterator[_Stretch]:
    run: _Stretch | None = None
    for start, end, line in _lines(document):
        stretch = _stretch(start, end, line) if line else None
        if run and stretch and _continues(run, stretch):
            run.end = end
            continue
        if run:
            yield run
        run = stretch
    if run:
        yield run


def _stretch(start: int, end: int, line: str) -> _Stretch:
    if heading := _HEADING.match(line):
        return _Stretch("heading", len(heading[1]), start + heading.end(), end)
    if _LINES.match(line):
        return _Stretch("lines", 0, start, end)
    return _Stretch("item" if _ITEM.match(line) else "text", 0, start, end)


def _continues(run: _Stretch, stretch: _Stretch) -> bool:
    """Wrapped lines run on in a paragraph or a list item, and a table or quotation goes on line by line."""
    if stretch.kind == "lines":
        return run.kind == "lines"
    return stretch.kind == "text" and run.kind in {"text", "item"}
