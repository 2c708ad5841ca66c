"""Exact search in numpy: what the other stores are checked against."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.index.embedding import Vectors


class ExactVectors:
    """A dictionary of vectors, every one compared with the query."""

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self._vectors: dict[int, Vectors] = {}

    @classmethod
    def load(cls, path: Path) -> ExactVectors:
        """Reads what ``save`` wrote. Raises OSError or ValueError for another file."""
        with np.load(path) as arrays:
            loaded = cls(int(arrays["vectors"].shape[1]))
            loaded.add(arrays["ids"].tolist(), arrays["vectors"])
        return loaded

    def __len__(self) -> int:
        return len(self._vectors)

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        self._vectors.update(zip(ids, vectors, strict=True))

    def remove(self, ids: Sequence[int]) -> None:
        for passage in ids:
            self._vectors.pop(passage, None)

    def search(self, query: Vectors, k: int) -> list[tuple[int, float]]:
        scored = ((passage, float(np.dot(query, vector))) for passage, vector in self._vectors.items())
        return sorted(scored, key=lambda hit: (-hit[1], hit[0]))[:k]

    def cosines(self, query: Vectors, ids: Sequence[int]) -> list[float]:
        return [float(np.dot(query, self._vectors[int(i)])) for i in ids]

    def save(self, path: Path) -> None:
        vectors = np.array(list(self._vectors.values()), dtype=np.float32).reshape(-1, self._dimension)
        with path.open("wb") as stream:
            np.savez(stream, ids=np.array(list(self._vectors), dtype=np.int64), vectors=vectors)
