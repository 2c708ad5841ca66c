"""An encoder without a model: words hashed into a fixed number of signed places. For tests and dry runs."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from assistant.index.embedding import Reading
from assistant.patterns import lazy_pattern

_TOKEN = lazy_pattern(r"\w+")


class HashingEncoder:
    """A text is the sum of its words' vectors, so texts that share words are near each other."""

    name = "hashing-256"
    dimension = 256

    def read(self, texts: Sequence[str]) -> list[Reading]:
        return [self._reading(text) for text in texts]

    def _reading(self, text: str) -> Reading:
        found = list(_TOKEN.finditer(text))
        tokens = np.zeros((len(found), self.dimension), dtype=np.float32)
        for row, match in enumerate(found):
            code = crc32(match.group().lower().encode())
            tokens[row, code % self.dimension] = 1 if code & 0x80000000 else -1
        total = tokens.sum(axis=0)
        norm = float(np.linalg.norm(total))
        spans = np.array([match.span() for match in found], dtype=np.int32).reshape(-1, 2)
        return Reading(total / norm if norm else total, tokens, spans)
