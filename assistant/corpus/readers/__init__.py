"""Readers, one module a format. Each has ``read(path, id)``, which yields the documents of a file.

A format is a row in ``READERS``. A reader that needs a library says so when it is absent; nothing is imported before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from assistant.corpus.readers import docx, html, jsonl, markdown, pdf, plain
from assistant.corpus.readers.records import id_fault
from assistant.errors import UnreadableDocument
from assistant.types import Document

Reader = Callable[[Path, str], Iterator[Document | UnreadableDocument]]

READERS: dict[str, Reader] = {
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".txt": plain.read,
    ".html": html.read,
    ".htm": html.read,
    ".pdf": pdf.read,
    ".docx": docx.read,
    ".jsonl": jsonl.read,
}
SUFFIXES = tuple(READERS)


def read_file(path: Path, root: Path) -> Iterator[Document | UnreadableDocument]:
    """The documents of one file below ``root``, each fault as a value in its place.

    The id is the path below ``root`` without its suffix, with slashes; lines of a .jsonl file have their own.
    """
    id = path.relative_to(root).with_suffix("").as_posix()
    reader = READERS.get(path.suffix.lower())
    if path.is_dir():
        yield UnreadableDocument(path, "a folder that this user may not look into")
        return
    if reader is None:
        yield UnreadableDocument(
            path, f"no reader for {path.suffix or 'a file without suffix'}; known: {', '.join(SUFFIXES)}"
        )
        return
    if reader is not jsonl.read and (fault := id_fault(id)):
        yield UnreadableDocument(path, f"its path below {root.name}/ {fault}; rename it")
        return
    try:
        yield from reader(path, id)
    except UnreadableDocument as error:
        yield error
