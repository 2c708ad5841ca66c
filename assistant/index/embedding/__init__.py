"""Text to vectors. One protocol, three encoders: the exported model, the model itself, and a hashing one for tests."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

MOST_TOKENS = 256
THREADS = min(2, os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the encoder reads it, to its 254th token: ``vector`` (dimension,) of the whole, ``tokens``
    (n, dimension) in their context, each of length 1, and where each token stands, ``spans`` (n, 2) in code points."""

    vector: Vectors
    tokens: Vectors
    spans: npt.NDArray[np.int32]


class Encoder(Protocol):
    """Turns texts into vectors of length 1. ``name`` says exactly which model and computation, for the manifest."""

    name: str
    dimension: int

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading a text, in order; special tokens are left out. What a text has beyond 254 tokens is not read."""


def encode(encoder: Encoder, texts: Sequence[str]) -> Vectors:
    """The vectors of whole texts: (len(texts), dimension)."""
    vectors = [reading.vector for reading in encoder.read(texts)]
    return np.stack(vectors) if vectors else np.zeros((0, encoder.dimension), dtype=np.float32)


def open_encoder(kind: str, cache: Path, threads: int = THREADS, model: str = "", index: Path | None = None) -> Encoder:
    """The encoder of that kind ("onnx", "sentence-transformers" or "hashing"), of a sentence-transformers ``model`` by
    name or folder ("": the packaged one).

    ``cache`` is where an exported model is kept; it is made on first use. The one that a build put beside an ``index``
    goes before it. Two threads, which do not wait busily, are soonest for one question and serve the most of several at
    once on two cores; a build takes all. Raises EncoderError.
    """
    if kind == "hashing":
        from assistant.index.embedding.hashing import HashingEncoder

        return HashingEncoder()
    if kind == "sentence-transformers":
        from assistant.index.embedding.reference import ReferenceEncoder

        return ReferenceEncoder(threads, model)
    from assistant.index.embedding.opening import open_exported

    return open_exported(model, cache, threads, index)
