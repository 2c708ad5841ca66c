"""Exact search in FAISS over the raw vectors: nothing to train, to keep besides them, or to load."""

from __future__ import annotations

import faiss
import numpy as np

from assistant.index.embedding import Vectors
from assistant.index.vectors import SPARE, Rows, best_first, exact_cosines


class FlatVectors:
    """Every vector compared with the query, by one thread: several questions at once are served sooner so."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    def search(self, query: Vectors, k: int) -> tuple[Rows, Vectors]:
        if not len(self._vectors):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        found = nearest(query, self._vectors, k + SPARE)
        return best_first(found, exact_cosines(query, self._vectors[found]), k)


def nearest(query: Vectors, vectors: Vectors, most: int) -> Rows:
    """The rows of at most ``most`` vectors (n, dimension) with the highest inner products with one (dimension,), by one
    thread."""
    faiss.omp_set_num_threads(1)  # it holds for the thread that says it
    wanted = min(most, len(vectors))
    found: Rows = faiss.knn(query.reshape(1, -1), vectors, wanted, metric=faiss.METRIC_INNER_PRODUCT)[1][0]
    return found
