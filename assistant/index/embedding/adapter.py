"""What was learned on top of the packaged model so that questions and the sentences that answer them come near.

Two parts in one file, made by ``python bench/adapt.py``: a low-rank adaptation (LoRA: Hu et al. 2021) of the model's last
layers, which is added to their weights when the model is loaded, and a matrix by which the means of questions and sentences are
mapped before they are compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from assistant.index.embedding.model import file_sha256

FILE = Path(__file__).with_name("adapter.npz")
MATRIX = "matrix"
PARTS = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
_Factor = npt.NDArray[np.float16]


class Factors(NamedTuple):
    """What ``down`` (inputs, rank) and ``up`` (rank, outputs) add to one linear ``part`` of a layer, counted from the
    model's last backwards, 0 first."""

    layer: int
    part: str
    down: _Factor
    up: _Factor


def factors() -> Iterator[Factors]:
    """Every adapted part."""
    with np.load(FILE) as held:
        for name in held.files:
            if name.endswith(".down"):
                layer, part = name.removesuffix(".down").split(".", 1)
                yield Factors(int(layer), part, held[name], held[f"{layer}.{part}.up"])


def write(adapted: Iterator[Factors], change: npt.NDArray[np.float32]) -> None:
    """Makes the file anew; ``change`` is by how much the matrix (dimension, dimension) differs from the identity."""
    held = {f"{each.layer}.{each.part}.{end}": getattr(each, end) for each in adapted for end in ("down", "up")}
    np.savez_compressed(FILE, **{MATRIX: change.astype(np.float16), **held})


@cache
def matrix() -> npt.NDArray[np.float32]:
    """The matrix (dimension, dimension) that vectors are multiplied by, from the right."""
    with np.load(FILE) as held:
        change = held[MATRIX].astype(np.float32)
    return np.asarray(change + np.eye(len(change), dtype=np.float32))


@cache
def adapter_sha256() -> str:
    """SHA-256 of the file, in hex."""
    return file_sha256(FILE)
