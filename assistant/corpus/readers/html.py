"""Web pages: the main text with its headings, lists and tables, without menus, banners and footers."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.corpus.readers.decoding import decode, need_library, parsing, read_bytes, without_surrogates
from assistant.corpus.readers.records import make_document
from assistant.errors import UnreadableDocument
from assistant.types import Document

_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")


def read(path: Path, id: str) -> Iterator[Document]:
    """The one document of a page, as Markdown: title, author, site and date as the page declares them."""
    for module in ("trafilatura", "lxml_html_clean"):  # the second is needed by the first, which fails to ask for it
        need_library(module, module, path)
    data = read_bytes(path)
    charset = _CHARSET.search(data, 0, 4096)
    page = decode(data, path, charset[1].decode("ascii", "replace") if charset else None)
    with parsing(path, "HTML"):
        text, known = _extract(_XML_DECLARATION.sub("", page))
    if not text.strip():
        raise UnreadableDocument(path, "no text in it; a page that is drawn by a script has to be saved as text or PDF")
    yield make_document(id, without_surrogates(text), known, fallback=path.stem, markdown=True)


def _extract(page: str) -> tuple[str, dict[str, str]]:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # a page without text is reported once, by us
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    found = trafilatura.bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if found is None or isinstance(found, dict) or found.body is None:
        return trafilatura.html2txt(page), {}
    return "\n".join(_lines(found.body)).strip() + "\n", _details(found)


def _details(found: Any) -> dict[str, str]:
    given = {
        "title": found.title,
        "author": found.author,
        "publisher": found.sitename,
        "published": found.date,
        "url": found.url,
    }
    return {key: " ".join(without_surrogates(str(value)).split()) for key, value in given.items() if value}


def _lines(element: Any) -> Iterator[str]:
    """The lines of an extracted body (an lxml element): a blank one after each heading, paragraph, list and table."""
    if element.text and element.text.strip():
        yield from (_flat(element.text), "")
    for child in element:
        if child.tag == "head":
            yield from (f"{'#' * _level(child)} {_words(child)}", "")
        elif child.tag == "list":
            yield from (*(f"- {words}" for item in child.iter("item") if (words := _own_words(item))), "")
        elif child.tag == "table":
            yield from (*_rows(child), "")
        elif child.tag in ("quote", "div", "main", "body"):
            yield from _lines(child)
        elif words := _words(child):
            yield from (words, "")
        if child.tail and child.tail.strip():
            yield from (_flat(child.tail), "")


def _rows(table: Any) -> Iterator[str]:
    for row in table.iter("row"):
        cells = [_words(cell) for cell in row.iter("cell")]
        if any(cells):
            yield f"| {' | '.join(cells)} |"


def _level(head: Any) -> int:
    rend = head.get("rend") or ""
    return int(rend[1]) if re.fullmatch(r"h[1-6]", rend) else 2


def _words(element: Any) -> str:
    return _flat("".join(str(part) for part in element.itertext()))


def _own_words(item: Any) -> str:
    """The words of a list item without those of lists inside it, whose items are lines of their own."""
    pieces = [item.text or ""]
    for child in item:
        pieces += ["" if child.tag == "list" else _words(child), child.tail or ""]
    return _flat(" ".join(pieces))


def _flat(text: str) -> str:
    return " ".join(text.split())
