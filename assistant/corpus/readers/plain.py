"""Plain text: the document is the whole file, character for character."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant.corpus.readers.decoding import decode, read_bytes
from assistant.corpus.readers.front_matter import read_front_matter
from assistant.corpus.readers.records import make_document
from assistant.errors import UnreadableDocument
from assistant.types import Document


def read(path: Path, id: str) -> Iterator[Document]:
    """The one document of a text file; UnreadableDocument when it is no text."""
    yield read_text(path, id, markdown=False)


def read_text(path: Path, id: str, *, markdown: bool) -> Document:
    """The file exactly as decoded, line breaks and front matter included; ``body`` is where the front matter ends."""
    text = decode(read_bytes(path), path)
    known, body = read_front_matter(text, str(path))
    if not text[body:].strip():
        raise UnreadableDocument(path, "empty" if not body else "empty: nothing stands after the front matter")
    return make_document(id, text, known, fallback=path.stem, body=body, markdown=markdown)
