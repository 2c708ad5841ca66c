"""Where passage vectors are kept. A store is five methods; every one passes the same contract test."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from assistant.index.embedding import Vectors


class VectorStore(Protocol):
    """Vectors of length 1 by passage id, searched by inner product (which is their cosine)."""

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Adds vectors (len(ids), dimension) under ids that are not there yet."""

    def remove(self, ids: Sequence[int]) -> None:
        """Forgets ids; unknown ones are ignored."""

    def search(self, query: Vectors, k: int) -> list[tuple[int, float]]:
        """The at most ``k`` nearest to one vector (dimension,) as (id, cosine), nearest first, ties by id."""

    def cosines(self, query: Vectors, ids: Sequence[int]) -> list[float]:
        """The cosine of each of those ids, in order. Raises KeyError for an unknown id."""

    def save(self, path: Path) -> None:
        """Writes the store to one file."""
