"""Token vectors of passages at one bit a dimension, so that no passage is read by the encoder when a question comes.

A vector is turned by a fixed random rotation and only the signs are kept, with one factor that makes the estimate of
an inner product unbiased (RaBitQ: Gao and Long 2024). all-MiniLM-L6-v2 needs 50 bytes a token so, about 6 kB a passage;
what that costs in ranking is in ``bench/README.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from assistant.index.embedding import Encoder, Reading, Vectors
from assistant.index.projection import projection
from assistant.types import Passage, Sentence

_SEED = 384
_AT_ONCE = 256  # tokens, so that their bits stay in the processor's cache
_STEPS = np.float32(2**18)


@dataclass(frozen=True, slots=True)
class TokenCodes:
    """The tokens of a passage that are words or numbers, sentence by sentence: ``codes`` (n, dimension / 8) and one
    ``factors`` (n,) a token; of each sentence the number of its tokens, ``counts`` (at least 1, summing to n), and the
    length of their mean under the projection, ``norms``."""

    codes: npt.NDArray[np.uint8]
    factors: npt.NDArray[np.float16]
    counts: npt.NDArray[np.uint32]
    norms: npt.NDArray[np.float16]

    def to_bytes(self) -> bytes:
        """As it is stored: the number of sentences, then counts, norms, factors and codes."""
        head = np.array([len(self.counts)], dtype=np.uint32)
        parts = (head, self.counts, self.norms, self.factors, self.codes)
        return b"".join(part.tobytes() for part in parts)

    @classmethod
    def from_bytes(cls, data: bytes) -> TokenCodes:
        """What ``to_bytes`` gave."""
        sentences = int(np.frombuffer(data, dtype=np.uint32, count=1)[0])
        counts = np.frombuffer(data, dtype=np.uint32, count=sentences, offset=4)
        total = int(counts.sum())
        halves = np.frombuffer(data, dtype=np.float16, count=sentences + total, offset=4 + 4 * sentences)
        codes = np.frombuffer(data, dtype=np.uint8, offset=4 + 6 * sentences + 2 * total).reshape(total, -1)
        return cls(codes, halves[sentences:], counts, halves[:sentences])


@cache
def make_rotation(dimension: int) -> Vectors:
    """A random rotation (dimension, dimension). It is kept with the index: another machine may compute another one."""
    square = np.random.default_rng(_SEED).normal(size=(dimension, dimension))
    return np.asarray(np.linalg.qr(square)[0], dtype=np.float32)


def similarities(vectors: Vectors, codes: npt.NDArray[np.uint8], factors: npt.NDArray[np.float16]) -> Vectors:
    """The estimated cosines (n, m) of n coded tokens and rotated vectors (m, dimension), each of length 1 at most.

    The vectors are rounded so that every sum of theirs is a float32 as it stands, up to 4,096 dimensions: what is
    estimated of a token is then the same wherever it stands, and on every machine.
    """
    rounded = np.rint(vectors * _STEPS, dtype=np.float32) / _STEPS
    found = np.empty((len(codes), len(vectors)), dtype=np.float32)
    for first in range(0, len(codes), _AT_ONCE):
        some = slice(first, first + _AT_ONCE)
        np.matmul(np.unpackbits(codes[some], axis=1).astype(np.float32), rounded.T, out=found[some])
    found *= 2  # from bits, 0 and 1, to signs, -1 and 1
    found -= rounded.sum(axis=1)
    found *= factors.astype(np.float32)[:, None]
    return found


def read_passages(
    encoder: Encoder, passages: list[Passage], openings: list[str], rotation: Vectors
) -> list[tuple[Vectors, TokenCodes]]:
    """Each passage's vector and tokens, read behind its opening (title and heading), which is no part of them.

    What the encoder does not take at once is read in further goes, each beginning with a sentence or where the last go ended.
    """
    projected = projection(encoder)
    return [(vector, _coded(found, rotation, projected)) for vector, found in by_sentence(encoder, passages, openings)]


def by_sentence(
    encoder: Encoder, passages: list[Passage], openings: list[str]
) -> Iterator[tuple[Vectors, list[Vectors]]]:
    """Each passage's vector and, sentence by sentence, its tokens."""
    texts = [opening + passage.text for opening, passage in zip(openings, passages, strict=True)]
    for passage, opening, first in zip(passages, openings, encoder.read(texts), strict=True):
        yield first.vector, _by_sentence(passage, *_whole(encoder, passage, opening, first))


def _whole(encoder: Encoder, passage: Passage, opening: str, first: Reading) -> tuple[Vectors, npt.NDArray[np.int32]]:
    """The tokens of the whole passage and their places in it."""
    starts = [sentence.start - passage.start for sentence in passage.sentences]
    ends = [sentence.end - passage.start for sentence in passage.sentences]
    tokens, spans, begun, reading = [], [], 0, first
    while True:
        places = reading.spans + np.int32(begun - len(opening))
        covered = int(places[-1, 1]) if len(places) else len(passage.text)
        further = next((max(s, covered) for s, e in zip(starts, ends, strict=True) if e > covered > begun), None)
        kept = np.flatnonzero(
            (places[:, 0] >= begun) & (places[:, 0] < (len(passage.text) if further is None else further))
        )
        tokens.append(reading.tokens[kept])
        spans.append(places[kept])
        if further is None:
            return np.concatenate(tokens), np.concatenate(spans)
        begun, reading = further, encoder.read([opening + passage.text[further:]])[0]


def _coded(found: Sequence[Vectors], rotation: Vectors, projected: Vectors) -> TokenCodes:
    turned = np.concatenate(found) @ rotation
    length = np.abs(turned).sum(axis=1)
    factors = np.where(length > 0, 1 / np.maximum(length, 1), 0).astype(np.float16)
    counts = np.array([len(each) for each in found], dtype=np.uint32)
    means = np.array([each.mean(axis=0) for each in found], dtype=np.float32) @ projected
    norms = np.maximum(np.linalg.norm(means, axis=1), 1e-3).astype(np.float16)
    return TokenCodes(np.packbits(turned > 0, axis=1), factors, counts, norms)


def _by_sentence(passage: Passage, tokens: Vectors, spans: npt.NDArray[np.int32]) -> list[Vectors]:
    """The tokens of each sentence, a zero vector for one without any."""
    rows = (_within(passage, sentence, spans) for sentence in passage.sentences)
    return [tokens[row] if row else np.zeros((1, tokens.shape[1]), dtype=np.float32) for row in rows]


def _within(passage: Passage, sentence: Sentence, spans: npt.NDArray[np.int32]) -> list[int]:
    """The rows of a sentence's words and numbers, or of all its tokens when it has none."""
    start, end = sentence.start - passage.start, sentence.end - passage.start
    inside = [int(i) for i in np.flatnonzero((spans[:, 0] >= start) & (spans[:, 1] <= end))]
    words = [i for i in inside if any(map(str.isalnum, passage.text[spans[i, 0] : spans[i, 1]]))]
    return words or inside
