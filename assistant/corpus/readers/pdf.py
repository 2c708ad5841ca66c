"""PDF: the text of the pages in reading order, without running headers and footers, lines joined to paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.corpus.readers.decoding import need_library, parsing, read_bytes, without_surrogates
from assistant.corpus.readers.records import make_document
from assistant.errors import UnreadableDocument
from assistant.types import Document

EDGE = 3  # lines at the top and at the bottom of a page that may be running headers and footers
_LIGATURES = str.maketrans(dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)))
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"(?i)\W*(?:page\s+)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?\W*")
_ENDED = re.compile(r"[.!?:;][\"'”’)\]]*$")
_BULLET = re.compile(r"(?:[-*+•▪‣–]|\d{1,3}[.)]|\([a-z0-9]{1,3}\))\s")
_NO_TITLE = re.compile(r"(?i)microsoft \w+ - .*|untitled.*|.*\.(?:docx?|indd|pdf|rtf|tex|pptx?|xlsx?)")
_BROKEN_WORD = re.compile(r"([A-Za-z]+)-$")


def read(path: Path, id: str) -> Iterator[Document]:
    """The one document of a PDF; UnreadableDocument when it is encrypted, damaged or a scan without text."""
    need_library("pypdf", "pypdf", path)
    read_bytes(path)
    with parsing(path, "PDF"):
        pages, known = _extract(path)
    text = "\n".join(paragraphs(without_running_lines(pages)))
    if not text.strip():
        raise UnreadableDocument(path, "a scan without text; run it through text recognition (OCR) first")
    yield make_document(id, text + "\n", known, fallback=path.stem)


def _extract(path: Path) -> tuple[list[list[str]], dict[str, str]]:
    """The lines of each page, and what the file says of itself."""
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # small faults that pypdf mends are no news
    reader = pypdf.PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableDocument(path, "encrypted; save a copy without a password")
    pages = [_page_lines(page.extract_text()) for page in reader.pages]
    details = reader.metadata
    given = {"title": details.title, "author": details.author} if details else {}
    known = {key: " ".join(_clean(value).split()) for key, value in given.items() if value}
    return pages, {key: value for key, value in known.items() if value and not _NO_TITLE.fullmatch(value)}


def _clean(text: str) -> str:
    return without_surrogates(text).translate(_LIGATURES).replace("\0", "")


def _page_lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in _clean(text).splitlines()]


def without_running_lines(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """``pages`` without blank edges, page numbers and the edge lines that repeat, digits aside, on most pages."""
    stripped = [_strip(page) for page in pages]
    seen = Counter(form for page in stripped for form in {_form(line) for line in _edges(page)})
    repeated = {form for form, count in seen.items() if count >= 3 and count * 2 > len(stripped)}
    return [_strip([line for place, line in enumerate(page) if not _runs(page, place, repeated)]) for page in stripped]


def _strip(page: Sequence[str]) -> list[str]:
    filled = [place for place, line in enumerate(page) if line]
    return list(page[filled[0] : filled[-1] + 1]) if filled else []


def _edges(page: Sequence[str]) -> Sequence[str]:
    return page if len(page) <= 2 * EDGE else [*page[:EDGE], *page[-EDGE:]]


def _form(line: str) -> str:
    return _NUMBER.sub("#", line.lower())


def _runs(page: Sequence[str], place: int, repeated: set[str]) -> bool:
    line = page[place]
    at_edge = place < EDGE or place >= len(page) - EDGE
    outermost = place in (0, len(page) - 1)
    return (at_edge and _form(line) in repeated) or (outermost and len(page) > 3 and bool(_PAGE_NUMBER.fullmatch(line)))


def paragraphs(pages: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of ``pages`` joined to paragraphs, across page borders.

    A line goes on in the next when it reaches nearly to the margin, or stops in mid-sentence before a lower-case word.
    """
    lines = [line for page in pages for line in page]
    lengths = sorted(len(line) for line in lines if line)
    margin = 0.8 * lengths[len(lengths) * 9 // 10] if lengths else 0.0
    vocabulary = set(re.findall(r"[a-z]+(?:-[a-z]+)*", "\n".join(lines).lower()))
    run, previous = "", ""
    for line in lines:
        if run and (not line or not _goes_on(previous, line, margin)):
            yield run
            run = ""
        run = _join(run, line, vocabulary) if run else line
        previous = line
    if run:
        yield run


def _goes_on(line: str, following: str, margin: float) -> bool:
    if _BULLET.match(following):
        return False
    if following[:1].islower() and not _ENDED.search(line):
        return True
    return len(line) >= margin


def _join(run: str, line: str, vocabulary: set[str]) -> str:
    """``run`` and ``line`` as one. A word broken by a hyphen is mended only if the text holds it unbroken elsewhere."""
    if run.endswith("\xad"):
        return run[:-1] + line
    broken = _BROKEN_WORD.search(run)
    rest = re.match(r"[a-z]+", line)
    if not broken or not rest:
        return f"{run} {line}"
    mended, hyphenated = (broken[1] + rest[0]).lower(), f"{broken[1]}-{rest[0]}".lower()
    return run[:-1] + line if mended in vocabulary and hyphenated not in vocabulary else run + line
