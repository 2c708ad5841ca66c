"""The learned map of the model's vectors under which questions come nearer to the sentences that answer them.

Question and sentence are compared by the cosine of their mean token vectors, both mapped by the same matrix. It holds for
the packaged model alone (``assistant.index.embedding.adapter``); with any other the vectors are compared as they are.
"""

from __future__ import annotations

import numpy as np

from assistant.index.embedding import Encoder, Vectors
from assistant.index.embedding.adapter import adapter_sha256
from assistant.index.embedding.adapter import matrix as learned
from assistant.index.embedding.model import MODEL_SHA256


def projection(encoder: Encoder) -> Vectors:
    """The matrix (dimension, dimension) that vectors are multiplied by, from the right."""
    return learned() if MODEL_SHA256 in encoder.name else np.eye(encoder.dimension, dtype=np.float32)


def projected(vector: Vectors, matrix: Vectors) -> Vectors:
    """A vector (dimension,) under the projection, of length 1 unless it is 0."""
    found = np.asarray(vector @ matrix, dtype=np.float32)
    length = float(np.linalg.norm(found))
    return np.asarray(found / length if length else found, dtype=np.float32)


def reader_name(encoder: Encoder) -> str:
    """What an index is made by: the encoder and, where it counts, what was learned on top of it."""
    return f"{encoder.name} {adapter_sha256()[:16]}" if MODEL_SHA256 in encoder.name else encoder.name
