"""Approximate search for many vectors: an inverted file of one-bit codes, its finds compared exactly.

The vectors fall into lists by their nearest of some centroids, and only the lists nearest to a query are scanned
(the inverted file of Jégou, Douze and Schmid 2011). A vector is scanned as the signs of its difference from the
centroid with two factors, 56 bytes at 384 dimensions (RaBitQ: Gao and Long 2024), and the best are compared again by
their full vectors, which makes the cosines exact: only a neighbour may be missing. ``bench/growth.py`` measures it.
"""

from __future__ import annotations

import math
import os
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from assistant.index.embedding import Vectors
from assistant.index.vectors import Rows, best_first, exact_cosines

_SEED = 5
_AT_ONCE = 65_536
_SAMPLE = 32
_ROUNDS = 5
_MOST_LISTS = 8_192
_PROBES = 128
_LEAST_CANDIDATES = 200
_QUERY_BITS = 8


def list_count(count: int) -> int:
    """How many lists ``count`` vectors are put into: the power of two nearest to four times their square root.

    256 for 5,000, 1,024 for 100,000, 4,096 for a million; at most 8,192, since every vector is compared with every
    centroid to build the index.
    """
    return min(_MOST_LISTS, 2 ** round(math.log2(4 * math.sqrt(count)))) if count > 16 else 1


def probe_count(count: int) -> int:
    """How many of its lists a query scans: 128, whatever the size, since more lists are smaller ones."""
    return min(_PROBES, list_count(count))


def candidate_count(k: int) -> int:
    """How many of the scanned are compared exactly for ``k`` neighbours: five for each, at least 200."""
    return max(_LEAST_CANDIDATES, 5 * k)


class InvertedVectors:
    """Rows of a raw file of vectors of length 1, searched through an index file beside it. Neither ever changes."""

    def __init__(self, index: Any, raw: _RawFile) -> None:
        self._index = index
        self._raw = raw

    @staticmethod
    def write(vectors: Vectors, path: Path) -> None:
        """Makes the index of ``vectors`` (n, d), n at least 1, and writes it to one file.

        A memory-mapped file is read block by block, not through its map: besides the index itself, of
        ``d / 8 + 16`` bytes a vector, less than a gigabyte is held. The same vectors give the same bytes on the
        same machine.
        """
        count, dimension = vectors.shape
        take = _RawFile(vectors).read if isinstance(vectors, np.memmap) else vectors.__getitem__
        index = faiss.IndexIVFRaBitQ(
            faiss.IndexFlatIP(dimension), dimension, list_count(count), faiss.METRIC_INNER_PRODUCT
        )
        index.qb = _QUERY_BITS
        _train(index, take, count)
        for first in range(0, count, _AT_ONCE):
            index.add(np.ascontiguousarray(take(np.arange(first, min(count, first + _AT_ONCE)))))
        faiss.write_index(index, str(path))

    @classmethod
    def open(cls, path: Path, vectors: np.memmap[Any, np.dtype[np.float32]]) -> InvertedVectors:
        """The index that ``write`` made of the file behind ``vectors`` (n, d).

        The lists are memory-mapped and only the centroids read, so it takes the same few milliseconds at every size.
        Raises OSError, RuntimeError or ValueError for a file that is damaged or of other vectors.
        """
        index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY)
        if not isinstance(index, faiss.IndexIVFRaBitQ) or (index.ntotal, index.d) != vectors.shape:
            raise ValueError(f"{path} is not the index of {vectors.shape[0]} vectors of {vectors.shape[1]} dimensions.")
        index.nprobe = probe_count(index.ntotal)
        lists: Any = index.invlists
        lists = faiss.downcast_InvertedLists(lists)
        lists.prefetch_nthread = 0  # or each search starts 32 threads that read the lists, for 2 ms
        return cls(index, _RawFile(vectors))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, query: Vectors, k: int) -> tuple[Rows, Vectors]:
        """The at most ``k`` nearest found to one vector (d,): their rows (m,) and cosines (m,).

        Nearest first, ties by row. The cosines are exact; m is below ``k`` where the scanned lists hold fewer.
        Raises OSError when the raw file has become shorter.
        """
        asked = np.ascontiguousarray(query, dtype=np.float32).reshape(1, -1)
        found = self._index.search(asked, min(candidate_count(k), len(self)))[1][0]
        rows = np.sort(found[found >= 0])
        return best_first(rows, exact_cosines(asked[0], self._raw.read(rows)), k)


class _RawFile:
    """The file behind mapped vectors, read by rows. What is read so does not stay in the process's memory, as
    the pages of a map do."""

    def __init__(self, vectors: np.memmap[Any, np.dtype[np.float32]]) -> None:
        if vectors.dtype != np.float32 or not vectors.flags.c_contiguous or vectors.filename is None:
            raise ValueError("The vectors must be whole rows of float32 mapped from a file.")
        whole: Any = vectors
        while isinstance(whole.base, np.memmap):
            whole = whole.base
        self._start = whole.offset + vectors.ctypes.data - whole.ctypes.data
        self._width = vectors.shape[1] * vectors.itemsize
        self._file = os.open(vectors.filename, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)

    def read(self, rows: Rows) -> Vectors:
        """The vectors (len(rows), d) of those rows, in order. Raises OSError where the file ends before."""
        width = self._width
        blocks = [os.pread(self._file, width, self._start + row * width) for row in rows.tolist()]
        read = np.frombuffer(b"".join(blocks), dtype=np.float32)
        if read.nbytes != len(rows) * width:
            raise OSError("The file of vectors ends before the row looked for.")
        return read.reshape(len(rows), self._width // read.itemsize)


def _train(index: Any, take: Callable[[Rows], Vectors], count: int) -> None:
    """Finds the centroids from 32 vectors a list, drawn alike every time: more of them, or more than five rounds
    of k-means, found no more neighbours."""
    wanted = min(count, _SAMPLE * index.nlist)
    rows = np.sort(np.random.default_rng(_SEED).choice(count, wanted, replace=False))
    index.cp.niter, index.cp.seed, index.cp.spherical = _ROUNDS, _SEED, True
    index.cp.min_points_per_centroid, index.cp.max_points_per_centroid = 1, _SAMPLE
    index.train(np.ascontiguousarray(take(rows)))
