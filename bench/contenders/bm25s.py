"""bm25s with PyStemmer, as its README recommends: words only, no model. It cannot add; it indexes anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

REQUIREMENTS = ("bm25s==0.3.16", "PyStemmer==3.1.0")


def ready() -> None:
    """Imports."""
    import bm25s  # noqa: F401
    import Stemmer  # noqa: F401


def build(passages: list[str], path: Path) -> None:
    """A sparse matrix of scores, with the texts."""
    build_with(passages, path)


def build_with(passages: list[str], path: Path, **options: Any) -> None:
    """An index with bm25s' options, such as ``backend="numba"``."""
    import bm25s
    import Stemmer

    tokens = bm25s.tokenize(passages, stopwords="en", stemmer=Stemmer.Stemmer("english"), show_progress=False)
    index = bm25s.BM25(**options)
    index.index(tokens, show_progress=False)
    index.save(str(path), corpus=passages)


def load(path: Path) -> Bm25s:
    """The scores mapped into memory, which its README recommends for large indexes; so are the texts."""
    import bm25s
    import Stemmer

    index = bm25s.BM25.load(str(path), mmap=True, load_corpus=True)
    return Bm25s(index, Stemmer.Stemmer("english"), path)


class Bm25s:
    """A bm25s index with its corpus."""

    def __init__(self, index: Any, stemmer: Any, path: Path) -> None:
        self._index, self._stemmer, self._path = index, stemmer, path

    def query(self, text: str, k: int) -> list[int]:
        """The stored rows of the best passages."""
        import bm25s

        tokens = bm25s.tokenize(text, stopwords="en", stemmer=self._stemmer, show_progress=False)
        rows, _ = self._index.retrieve(tokens, k=k, show_progress=False)
        return [int(row["id"]) for row in rows[0]]

    def add(self, passages: list[str]) -> None:
        """Everything anew: bm25s has no way to add to an index."""
        texts = [self._index.corpus[number]["text"] for number in range(len(self._index.corpus))]
        build_with([*texts, *passages], self._path, backend=self._index.backend)
        self._index = load(self._path)._index
