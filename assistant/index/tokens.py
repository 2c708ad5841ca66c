"""Token vectors of passages at one bit a dimension, so that no passage is read by the encoder when a question comes.

A vector is turned by a fixed random rotation and only the signs are kept, with one factor that makes the estimate of
an inner product unbiased (RaBitQ: Gao and Long 2024). all-MiniLM-L6-v2 needs 50 bytes a token so, about 6 kB a passage;
what that costs in ranking is in ``bench/README.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from assistant.index.embedding import Encoder, Reading, Vectors
from assistant.types import Passage, Sentence

_SEED = 384
_AT_ONCE = 128  # tokens, so that their signs stay in the processor's cache
_STEPS = np.float32(2**18)
_SIGNS = (np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1) * 2.0 - 1).astype(np.float32)


@dataclass(frozen=True, slots=True)
class TokenCodes:
    """The tokens of a passage that are words or numbers, sentence by sentence: ``codes`` (n, dimension / 8) and one
    ``factors`` (n,) a token; of each sentence the number of its tokens, ``counts`` (at least 1, summing to n), and the
    length of their mean, ``norms``."""

    codes: npt.NDArray[np.uint8]
    factors: npt.NDArray[np.float16]
    counts: npt.NDArray[np.uint32]
    norms: npt.NDArray[np.float16]

    def to_bytes(self) -> bytes:
        """As it is stored: the number of sentences, then counts, norms, factors and codes."""
        head = np.array([len(self.counts)], dtype=np.uint32)
        return b"".join(part.tobytes() for part in (head, self.counts, self.norms, self.factors, self.codes))

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
        signs = np.take(_SIGNS, codes[some], axis=0).reshape(-1, vectors.shape[1])
        np.matmul(signs, rounded.T, out=found[some])
    found *= factors.astype(np.float32)[:, None]
    return found


def read_passages(
    encoder: Encoder, passages: list[Passage], openings: list[str], rotation: Vectors
) -> list[tuple[Vectors, TokenCodes]]:
    """Each passage's vector and tokens, read behind its opening (title and heading), which is no part of them.

    What the encoder does not take at once is read in further goes, each beginning with a sentence or where the last go ended.
    """
    texts = [opening + passage.text for opening, passage in zip(openings, passages, strict=True)]
    return [
        (first.vector, _coded(passage, *_whole(encoder, passage, opening, first), rotation))
        for passage, opening, first in zip(passages, openings, encoder.read(texts), strict=True)
    ]


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


def _coded(passage: Passage, tokens: Vectors, spans: npt.NDArray[np.int32], rotation: Vectors) -> TokenCodes:
    rows = [_within(passage, sentence, spans) for sentence in passage.sentences]
    empty = np.zeros((1, tokens.shape[1]), dtype=np.float32)
    found = [tokens[row] if len(row) else empty for row in rows]
    turned = np.concatenate(found) @ rotation
    length = np.abs(turned).sum(axis=1)
    factors = np.where(length > 0, 1 / np.maximum(length, 1), 0)
    norms = np.array([max(float(np.linalg.norm(each.mean(axis=0))), 1e-3) for each in found], dtype=np.float16)
    counts = np.array([len(each) for each in found], dtype=np.uint32)
    return TokenCodes(np.packbits(turned > 0, axis=1), factors.astype(np.float16), counts, norms)


def _within(passage: Passage, sentence: Sentence, spans: npt.NDArray[np.int32]) -> list[int]:
    """The rows of a sentence's words and numbers, or of all its tokens when it has none."""
    start, end = sentence.start - passage.start, sentence.end - passage.start
    inside = [int(i) for i in np.flatnonzero((spans[:, 0] >= start) & (spans[:, 1] <= end))]
    words = [i for i in inside if any(map(str.isalnum, passage.text[spans[i, 0] : spans[i, 1]]))]
    return words or inside
