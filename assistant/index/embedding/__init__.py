"""Text to vectors. One protocol, three encoders: the exported model, the model itself, and a hashing one for tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

MOST_TOKENS = 256


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """The tokens of one text: ``vectors`` (n, dimension), each of length 1, and where each token stands, ``spans``
    (n, 2) in code points. At most 254 tokens; what a text has beyond them is not in it."""

    vectors: Vectors
    spans: npt.NDArray[np.int32]


class Encoder(Protocol):
    """Turns texts into vectors of length 1. ``name`` says exactly which model and computation, for the manifest."""

    name: str
    dimension: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One vector a text: (len(texts), dimension), float32. A text over 256 tokens is cut there."""

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The contextual vectors of each text's tokens, special tokens left out."""


def open_encoder(kind: str, cache: Path, threads: int = 1) -> Encoder:
    """The encoder of that kind ("onnx", "sentence-transformers" or "hashing").

    ``cache`` is where the exported model is kept; it is made on first use. One thread answers a question
    soonest when several come at once; a build is faster with more. Raises EncoderError.
    """
    if kind == "hashing":
        from assistant.index.embedding.hashing import HashingEncoder

        return HashingEncoder()
    if kind == "sentence-transformers":
        from assistant.index.embedding.reference import ReferenceEncoder

        return ReferenceEncoder(threads)
    from assistant.index.embedding.exported import open_exported

    return open_exported(cache, threads)
