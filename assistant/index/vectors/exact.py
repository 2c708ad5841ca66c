"""Exact search in numpy: for a few vectors, where loading FAISS would take longer than all searches; and what the other
stores are checked against."""

from __future__ import annotations

import numpy as np

from assistant.index.embedding import Vectors
from assistant.index.vectors import SPARE, Rows, best_first, exact_cosines


class ExactVectors:
    """Every vector compared with the query."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    def search(self, query: Vectors, k: int) -> tuple[Rows, Vectors]:
        found = np.argsort(-(self._vectors @ query), kind="stable")[: k + SPARE]
        return best_first(found, exact_cosines(query, self._vectors[found]), k)
