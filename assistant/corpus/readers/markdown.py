"""Markdown: the document is the whole file; headings name sections and are not quoted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant.corpus.readers.plain import read_text
from assistant.types import Document


def read(path: Path, id: str) -> Iterator[Document]:
    """The one document of a Markdown file; UnreadableDocument when it is no text or its front matter is broken."""
    yield read_text(path, id, markdown=True)
