"""How the vectors of a segment are searched: exactly while they are few, by inverted lists when they are many.

The vectors themselves are one raw file, row after row. Every store passes the same contract test.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assistant.index.embedding import Vectors

Rows = npt.NDArray[np.int64]

SPARE = 16


class VectorStore(Protocol):
    """Vectors (n, dimension) of length 1, searched by inner product, which is their cosine."""

    def search(self, query: Vectors, k: int) -> tuple[Rows, Vectors]:
        """The rows of the at most ``k`` nearest to one vector (dimension,), and their exact cosines; nearest first,
        ties by row."""


def map_vectors(path: Path, dimension: int) -> Vectors:
    """The rows (n, dimension) of a file of raw float32, mapped and not read. Raises OSError or ValueError."""
    if not path.stat().st_size:
        return np.zeros((0, dimension), dtype=np.float32)
    return np.memmap(path, dtype=np.float32, mode="r").reshape(-1, dimension)


def exact_cosines(query: Vectors, vectors: Vectors) -> Vectors:
    """The cosine of each row (n, dimension) with one vector (dimension,), all of length 1.

    Summed in double precision: a sum in float32 depends, in its last digit, on where in a block a row happens to stand,
    and so the order of passages would on how the index came about. A store therefore looks for ``SPARE`` more than asked
    and ranks them by these.
    """
    return np.asarray(vectors.astype(np.float64) @ query.astype(np.float64), dtype=np.float32)


def best_first(rows: Rows, cosines: Vectors, k: int) -> tuple[Rows, Vectors]:
    """The ``k`` highest cosines with their rows, best first, ties by row."""
    order = np.lexsort((rows, -cosines))[:k]
    return rows[order], cosines[order]
