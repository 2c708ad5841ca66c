"""The documents of a corpus, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from assistant.corpus.files import SourceFile, documents_folder, scan
from assistant.corpus.readers import read_file
from assistant.errors import UnreadableDocument
from assistant.types import Document


def read_documents(
    corpus_dir: Path, files: Iterable[SourceFile] | None = None
) -> Iterator[Document | UnreadableDocument]:
    """The documents of ``files`` (default: all), one in memory at a time, each fault as a value in its place.

    Of two documents with one id the second is a fault that names both files.
    """
    return (item for _, item in read_files(corpus_dir, scan(corpus_dir) if files is None else files))


def read_files(
    corpus_dir: Path, files: Iterable[SourceFile]
) -> Iterator[tuple[SourceFile, Document | UnreadableDocument]]:
    """What ``read_documents`` gives, each with the file that it comes from."""
    root = documents_folder(corpus_dir)
    seen: dict[str, Path] = {}
    for file in files:
        for item in read_file(file.path, root):
            if isinstance(item, Document) and item.id in seen:
                reason = f"its id {item.id!r} is already that of {seen[item.id]}; rename one"
                yield file, UnreadableDocument(file.path, reason)
                continue
            if isinstance(item, Document):
                seen[item.id] = file.path
            yield file, item
