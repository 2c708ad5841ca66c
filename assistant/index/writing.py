"""Segments as they are written: new ones from passages that were read, and one out of several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from assistant.index.embedding import Vectors
from assistant.index.segments import EXACT_UP_TO, INVERTED, STORE, VECTORS, Segment
from assistant.index.store import SegmentStore
from assistant.index.tokens import TokenCodes
from assistant.index.vectors import map_vectors

_AT_ONCE = 10_000


class SegmentWriter:
    """A segment that does not exist yet: ``number`` names its files in ``folder``, passages count from ``first`` on."""

    def __init__(self, folder: Path, number: int, first: int, dimension: int) -> None:
        self._segment, self._folder, self._dimension = Segment(number, first, 0, 0), folder, dimension
        self.store = SegmentStore(self._file(STORE), writable_from=first)
        self._vectors = self._file(VECTORS).open("wb")

    def add_read(self, ids: Sequence[int], vectors: Vectors, codes: Iterable[TokenCodes]) -> None:
        """Vectors (len(ids), dimension) and tokens of the passages that follow those before."""
        self._vectors.write(np.ascontiguousarray(vectors, dtype=np.float32).tobytes())
        self.store.add_tokens(zip(ids, codes, strict=True))

    def take_over(self, folder: Path, segment: Segment, gone: Iterable[str] = ()) -> None:
        """What stands in another segment, but for the documents of the ids ``gone``; nothing of it is read anew."""
        kept = self.store.take_over(segment.file(folder, STORE), gone)
        vectors = map_vectors(segment.file(folder, VECTORS), self._dimension)
        for start in range(0, len(kept), _AT_ONCE):
            rows = np.array(kept[start : start + _AT_ONCE]) - segment.first
            self._vectors.write(vectors[rows].tobytes())

    def close(self) -> Segment:
        """The segment, complete; a large one with its inverted lists."""
        documents, passages = self.store.counts()
        self.store.close()
        self._vectors.close()
        if passages > EXACT_UP_TO:
            from assistant.index.vectors.inverted import InvertedVectors

            InvertedVectors.write(map_vectors(self._file(VECTORS), self._dimension), self._file(INVERTED))
        return Segment(self._segment.number, self._segment.first, passages, documents)

    def abandon(self) -> None:
        """Lets go of files that are of no use any more."""
        self.store.close()
        self._vectors.close()

    def _file(self, part: str) -> Path:
        return self._segment.file(self._folder, part)


def put_together(
    folder: Path, segments: Sequence[Segment], number: int, dimension: int, gone: Iterable[str] = (), fresh: int = -1
) -> Segment:
    """One segment in the place of several neighbours, whose files are removed from ``folder``. Documents ``gone`` are left
    out of all but the one with the number ``fresh``."""
    gone = list(gone)
    writer = SegmentWriter(folder, number, segments[0].first, dimension)
    for segment in segments:
        writer.take_over(folder, segment, () if segment.number == fresh else gone)
    for segment in segments:
        segment.remove(folder)
    return writer.close()


def level(folder: Path, segments: Sequence[Segment], number: int, dimension: int) -> list[Segment]:
    """The segments with the last ones put together while the one before is no larger, so that n passages added in any
    steps are at most about log2(n) segments."""
    first, total = len(segments) - 1, segments[-1].passages if segments else 0
    while first > 0 and segments[first - 1].passages <= total:
        first -= 1
        total += segments[first].passages
    if first >= len(segments) - 1:
        return list(segments)
    return [*segments[:first], put_together(folder, segments[first:], number, dimension)]
