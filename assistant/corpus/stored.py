"""The stored texts of a corpus by document id, each read from ``documents/`` when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from assistant.corpus.readers import SUFFIXES, read_file
from assistant.types import Document


class StoredTexts(Mapping[str, str]):
    """Texts of the documents that are files of their own; a file that cannot be read counts as absent."""

    def __init__(self, corpus_dir: Path) -> None:
        self._root = corpus_dir / "documents"
        found = sorted(path for path in self._root.rglob("*") if path.suffix.lower() in SUFFIXES)
        self._paths = {path.relative_to(self._root).with_suffix("").as_posix(): path for path in found}
        self._texts: dict[str, str] = {}

    def __getitem__(self, id: str) -> str:
        if id not in self._texts:
            read = read_file(self._paths[id], self._root)
            self._texts |= {item.id: item.text for item in read if isinstance(item, Document)}
        return self._texts[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)
