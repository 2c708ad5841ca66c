"""An encoder without a model: words hashed into a fixed number of signed places. For tests and dry runs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zlib import crc32

import numpy as np

from assistant.index.embedding import TokenVectors, Vectors

_TOKEN = re.compile(r"\w+")


class HashingEncoder:
    """A text is the sum of its words' vectors, so texts that share words are near each other."""

    name = "hashing-256"
    dimension = 256

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            total = self.encode_tokens([text])[0].vectors.sum(axis=0)
            norm = float(np.linalg.norm(total))
            vectors[row] = total / norm if norm else total
        return vectors

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        return [self._tokens_of(text) for text in texts]

    def _tokens_of(self, text: str) -> TokenVectors:
        found = list(_TOKEN.finditer(text))
        vectors = np.zeros((len(found), self.dimension), dtype=np.float32)
        for row, match in enumerate(found):
            code = crc32(match.group().lower().encode())
            vectors[row, code % self.dimension] = 1 if code & 0x80000000 else -1
        return TokenVectors(vectors, np.array([match.span() for match in found], dtype=np.int32).reshape(-1, 2))
