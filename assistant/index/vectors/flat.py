"""Exact search in FAISS: a flat inner-product index under passage ids. The only importer of faiss."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from assistant.index.embedding import Vectors

_AT_ONCE = 100_000


class FlatVectors:
    """IndexFlatIP behind IndexIDMap2: no training, exact, incremental."""

    def __init__(self, dimension: int) -> None:
        self._index: Any = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))

    @classmethod
    def load(cls, path: Path) -> FlatVectors:
        """Reads what ``save`` wrote. Raises OSError or RuntimeError for another file."""
        faiss.omp_set_num_threads(1)  # several questions at once are served sooner by one thread each
        loaded = cls.__new__(cls)
        loaded._index = faiss.read_index(str(path))
        return loaded

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        if len(ids):
            self._index.add_with_ids(np.ascontiguousarray(vectors), np.asarray(ids, dtype=np.int64))

    def remove(self, ids: Sequence[int]) -> None:
        if len(ids):
            self._index.remove_ids(np.asarray(ids, dtype=np.int64))

    def search(self, query: Vectors, k: int) -> list[tuple[int, float]]:
        scores, ids = self._index.search(query.reshape(1, -1), min(k, max(1, len(self))))
        found = [(int(i), float(s)) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def cosines(self, query: Vectors, ids: Sequence[int]) -> list[float]:
        try:
            return [float(np.dot(query, self._index.reconstruct(int(i)))) for i in ids]
        except RuntimeError as error:
            raise KeyError(str(error)) from error

    def sameness(self) -> float:
        """The mean cosine between two vectors of the store, 0 to 1: how much it is all about one thing."""
        total = np.zeros(self._index.d, dtype=np.float64)
        for first in range(0, len(self), _AT_ONCE):
            some = self._index.index.reconstruct_n(first, min(_AT_ONCE, len(self) - first))
            total += some.sum(axis=0, dtype=np.float64)
        return round(float(total @ total) / max(1, len(self)) ** 2, 4)

    def save(self, path: Path) -> None:
        faiss.write_index(self._index, str(path))
