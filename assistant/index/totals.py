"""Sums over an index that a new passage is added to, instead of going through all passages again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.index.embedding import Vectors

_LANES = 1024


@dataclass(slots=True)
class Totals:
    """``digests`` (1024,) is the sum of the documents' digests, a hash of them as a set in any order (LtHash: Bellare and
    Micciancio 1997; Lewi et al. 2019, "Securing Update Propagation with Homomorphic Hashing"); ``vectors`` (dimension,)
    is the sum of the passages' vectors."""

    digests: npt.NDArray[np.uint16]
    vectors: npt.NDArray[np.float64]

    @classmethod
    def zero(cls, dimension: int) -> Totals:
        """Of no document."""
        return cls(np.zeros(_LANES, dtype=np.uint16), np.zeros(dimension, dtype=np.float64))

    @classmethod
    def from_bytes(cls, data: bytes) -> Totals:
        """What ``to_bytes`` gave."""
        digests = np.frombuffer(data, dtype=np.uint16, count=_LANES)
        return cls(digests.copy(), np.frombuffer(data, dtype=np.float64, offset=digests.nbytes).copy())

    def to_bytes(self) -> bytes:
        """As it is stored."""
        return self.digests.tobytes() + self.vectors.tobytes()

    def add_digests(self, digests: Iterable[str]) -> None:
        """Documents, each by its digest."""
        for digest in digests:
            wide = hashlib.shake_256(digest.encode()).digest(2 * _LANES)
            self.digests += np.frombuffer(wide, dtype=np.uint16)

    def add_vectors(self, vectors: Vectors) -> None:
        """Passages, by their vectors (n, dimension)."""
        self.vectors += vectors.sum(axis=0, dtype=np.float64)

    def sameness(self, count: int) -> float:
        """The mean cosine between two of ``count`` passages, 0 to 1: how much they are all about one thing."""
        return round(float(self.vectors @ self.vectors) / max(1, count) ** 2, 4)

    def corpus_hash(self, facts: str) -> str:
        """The hash of all documents and facts."""
        return "sha256:" + hashlib.sha256(self.digests.tobytes() + facts.encode()).hexdigest()
