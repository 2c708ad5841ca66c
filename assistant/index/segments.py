"""An index as segments: runs of consecutive passages, each written once and never changed.

What is new becomes a segment of its own, so that adding ten passages to a million costs ten. Segments of like size are
put together, as in a log-structured merge tree (O'Neil et al. 1996), which keeps them few.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.index.embedding import Vectors
from assistant.index.store import SegmentStore
from assistant.index.tokens import TokenCodes
from assistant.index.vectors import VectorStore, best_first, exact_cosines, map_vectors
from assistant.index.vectors.exact import ExactVectors
from assistant.types import Document, Passage

STORE, VECTORS, INVERTED = "sqlite", "vectors", "inverted"
FEW, EXACT_UP_TO = 1_000, 50_000


@dataclass(frozen=True, slots=True)
class Segment:
    """The passages numbered from ``first`` on; ``number`` names its files."""

    number: int
    first: int
    passages: int
    documents: int

    def file(self, folder: Path, part: str) -> Path:
        """Where one part of it lies: ``STORE``, ``VECTORS`` (raw float32) or, when it is large, ``INVERTED``."""
        return folder / f"segment-{self.number}.{part}"

    def remove(self, folder: Path) -> None:
        """Takes its files out of ``folder``."""
        for part in (STORE, VECTORS, INVERTED):
            self.file(folder, part).unlink(missing_ok=True)


class _Open:
    """A segment open for reading."""

    def __init__(self, folder: Path, segment: Segment, dimension: int) -> None:
        self.first = segment.first
        self.store = SegmentStore(segment.file(folder, STORE))
        self.vectors = map_vectors(segment.file(folder, VECTORS), dimension)
        if len(self.vectors) != segment.passages:
            raise ValueError(f"{len(self.vectors)} vectors for {segment.passages} passages")
        self.near = vector_store(self.vectors, segment.file(folder, INVERTED))


def vector_store(vectors: Vectors, inverted: Path | None) -> VectorStore:
    """How vectors are searched: exactly, or when they are many and have inverted lists, by those."""
    if len(vectors) <= FEW or not isinstance(vectors, np.memmap):
        return ExactVectors(vectors)
    if not inverted or not inverted.is_file():
        from assistant.index.vectors.flat import FlatVectors

        return FlatVectors(vectors)
    from assistant.index.vectors.inverted import InvertedVectors

    return InvertedVectors.open(inverted, vectors)


class Segments:
    """Several segments read as one. Safe to share between threads: nothing in it changes."""

    def __init__(self, folder: Path, segments: Sequence[Segment], dimension: int) -> None:
        """Raises OSError, RuntimeError, ValueError or sqlite3.Error when a file cannot be opened."""
        self._open = [_Open(folder, segment, dimension) for segment in segments]
        self._firsts = [segment.first for segment in segments]

    def close(self) -> None:
        """Lets go of the files."""
        for each in self._open:
            each.store.close()

    def nearest(self, query: Vectors, k: int) -> list[tuple[int, float]]:
        """The at most ``k`` passages nearest to one vector (dimension,) as (id, cosine), nearest first, ties by id."""
        found = [(each.first, *each.near.search(query, k)) for each in self._open]
        ids = np.concatenate([first + rows for first, rows, _ in found])
        ids, cosines = best_first(ids, np.concatenate([cosines for _, _, cosines in found]), k)
        return list(zip(ids.tolist(), cosines.tolist(), strict=True))

    def cosines(self, query: Vectors, ids: Iterable[int]) -> list[float]:
        """The cosine of each of those passages, in order."""
        rows = [each.vectors[id - each.first] for id in ids for each in [self._of(id)]]
        return exact_cosines(query, np.array(rows)).tolist() if rows else []

    def tokens(self, ids: Sequence[int]) -> dict[int, TokenCodes]:
        """The tokens of the passages of those ids."""
        return {id: codes for each, own in self._split(ids) for id, codes in each.store.tokens(own).items()}

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """The passages of those ids."""
        return {id: passage for each, own in self._split(ids) for id, passage in each.store.passages(own).items()}

    def document(self, document_id: str) -> Document:
        """Raises KeyError when there is none of that id."""
        found = (document for each in self._open if (document := each.store.document(document_id)))
        if document := next(found, None):
            return document
        raise KeyError(document_id)

    def document_ids(self) -> list[str]:
        """Every document's id, sorted."""
        return sorted(id for each in self._open for id in each.store.document_ids())

    def passages_of(self, document_id: str) -> list[Passage]:
        """The passages of a document, in order; none when there is no document of that id."""
        return next((found for each in self._open if (found := each.store.passages_of(document_id))), [])

    def passage_at(self, document_id: str, place: int) -> int | None:
        """The id of the passage that holds that place of a document."""
        return next((id for each in self._open if (id := each.store.passage_at(document_id, place)) is not None), None)

    def known(self, document_id: str) -> tuple[str, str] | None:
        """The digest of a document and the file that it came from; None when there is none of that id."""
        return next((found for each in self._open if (found := each.store.known(document_id))), None)

    def ids_from(self, file: str) -> Iterator[str]:
        """The ids of the documents that came from a file."""
        return (id for each in self._open for id in each.store.ids_from(file))

    def _of(self, id: int) -> _Open:
        return self._open[bisect_right(self._firsts, id) - 1]

    def _split(self, ids: Iterable[int]) -> Iterator[tuple[_Open, list[int]]]:
        split: defaultdict[int, list[int]] = defaultdict(list)
        for id in ids:
            split[bisect_right(self._firsts, id) - 1].append(id)
        return ((self._open[number], own) for number, own in sorted(split.items()))
