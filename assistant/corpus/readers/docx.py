"""Word documents: headings, paragraphs, lists and tables in their order, as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from assistant.corpus.readers.decoding import need_library, parsing, read_bytes, without_surrogates
from assistant.corpus.readers.records import make_document
from assistant.errors import UnreadableDocument
from assistant.types import Document

if TYPE_CHECKING:
    from docx.table import Table
    from docx.text.paragraph import Paragraph

UNPACKED = 100_000_000  # bytes that the parts of a document may come to
_BLOCKS = "./w:p|./w:tbl|./w:sdt/w:sdtContent/w:p|./w:sdt/w:sdtContent/w:tbl"
_OUTSIDE = "[not(ancestor::w:txbxContent)][not(ancestor::w:moveFrom)]"  # drawn boxes stand twice; moved text too
_PIECES = f".//w:t{_OUTSIDE}|.//w:tab{_OUTSIDE}|.//w:br{_OUTSIDE}|.//w:noBreakHyphen{_OUTSIDE}"
_LEVEL = re.compile(r"Heading ([1-6])")
_TEMPLATE_AUTHOR = "python-docx"


def read(path: Path, id: str) -> Iterator[Document]:
    """The one document of a .docx file, tracked insertions included; UnreadableDocument when it is damaged."""
    need_library("docx", "python-docx", path)
    read_bytes(path)
    with parsing(path, "Word (.docx)"):
        text, known = _extract(path)
    if not text.strip():
        raise UnreadableDocument(path, "no text in it")
    yield make_document(id, without_surrogates(text), known, fallback=path.stem, markdown=True)


def _extract(path: Path) -> tuple[str, dict[str, str]]:
    import docx

    with ZipFile(path) as archive:
        if sum(part.file_size for part in archive.infolist()) > UNPACKED:
            raise UnreadableDocument(path, f"unpacks to more than {UNPACKED // 1_000_000} MB")
    document = docx.Document(str(path))
    text = "\n".join(line for block in _blocks(document) for line in _lines(block))
    properties = document.core_properties
    author = "" if properties.author == _TEMPLATE_AUTHOR else properties.author
    given = {"title": properties.title, "author": author}
    return text, {key: " ".join(without_surrogates(value).split()) for key, value in given.items() if value.strip()}


def _blocks(document: Any) -> Iterator[Paragraph | Table]:
    """Paragraphs and tables of the body in order, those inside content controls included."""
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    body = document.element.body
    for element in body.xpath(_BLOCKS):
        yield Paragraph(element, document) if element.tag.endswith("}p") else Table(element, document)


def _lines(block: Paragraph | Table) -> Iterator[str]:
    if hasattr(block, "rows"):
        for row in block.rows:
            cells = dict.fromkeys(cell._tc for cell in row.cells)  # a merged cell is listed once a column
            filled = [" ".join(_words(paragraph) for paragraph in cell.xpath(".//w:p")).strip() for cell in cells]
            yield f"| {' | '.join(filled)} |"
        yield ""
    elif words := _words(block._p):
        yield from (_marker(block) + words, "")


def _marker(paragraph: Paragraph) -> str:
    style = (paragraph.style.name if paragraph.style else "") or ""
    if style == "Title":
        return "# "
    if level := _LEVEL.fullmatch(style):
        return "#" * min(int(level[1]) + 1, 6) + " "
    return "- " if style.startswith("List") else ""


def _words(paragraph: Any) -> str:
    """The text of a ``w:p`` on one line: what is deleted is left out, what is inserted is in."""
    pieces = (
        (piece.text or "") if piece.tag.endswith("}t") else _spacing(piece.tag) for piece in paragraph.xpath(_PIECES)
    )
    return " ".join("".join(pieces).split())


def _spacing(tag: str) -> str:
    return "-" if tag.endswith("}noBreakHyphen") else " "
