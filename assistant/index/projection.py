"""A learned linear map of the model's vectors, under which questions come nearer to the sentences that answer them.

Question and sentence are compared by the cosine of their mean token vectors, both mapped by the same matrix. It was
learned on readers' questions about this field by ``python bench/project.py`` and holds for the packaged model alone; with
any other the vectors are compared as they are.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from assistant.index.embedding import Encoder, Vectors
from assistant.index.embedding.model import MODEL_SHA256, file_sha256

FILE = Path(__file__).with_name("projection.npy")


def projection(encoder: Encoder) -> Vectors:
    """The matrix (dimension, dimension) that vectors are multiplied by, from the right."""
    return _learned() if MODEL_SHA256 in encoder.name else np.eye(encoder.dimension, dtype=np.float32)


def projected(vector: Vectors, matrix: Vectors) -> Vectors:
    """A vector (dimension,) under the projection, of length 1 unless it is 0."""
    found = np.asarray(vector @ matrix, dtype=np.float32)
    length = float(np.linalg.norm(found))
    return np.asarray(found / length if length else found, dtype=np.float32)


def reader_name(encoder: Encoder) -> str:
    """What an index is made by: the encoder and, where it counts, the projection."""
    return f"{encoder.name} {file_sha256(FILE)[:16]}" if MODEL_SHA256 in encoder.name else encoder.name


@cache
def _learned() -> Vectors:
    """The file holds, in half precision, by how much the matrix differs from the identity."""
    change = np.load(FILE).astype(np.float32)
    return np.asarray(change + np.eye(len(change), dtype=np.float32))
