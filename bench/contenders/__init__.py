"""What a user would pick instead, one contender a file, each as its own documentation recommends for local use.

A contender's file imports nothing but the standard library until one of its functions is called, so that
``compare.py`` can read ``REQUIREMENTS`` without the packages, and a worker's clock sees every import.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Protocol, cast

NAMES = (
    "bare",
    "txtai",
    "txtai_hybrid",
    "langchain",
    "llamaindex",
    "haystack",
    "chroma",
    "bm25s",
    "bm25s_numba",
    "policy_desk",
)
BASE = "bare"
OURS = "policy_desk"
THEMSELVES = (OURS, "bm25s", "bm25s_numba")  # these take no vectors made beforehand: one needs tokens' too, two none
DIMENSION = 384


class Store(Protocol):
    """A loaded index. One with ``embed(texts)`` and one with ``answer(question)`` are measured at that as well."""

    def query(self, text: str, k: int) -> list[int]:
        """The numbers of the at most ``k`` best passages, best first."""

    def add(self, passages: list[str]) -> None:
        """Adds passages, numbered on from the last, so that this store and a later ``load`` find them."""


class Contender(Protocol):
    """What each file offers. ``REQUIREMENTS`` are exact pins; empty means the environment that runs the driver."""

    REQUIREMENTS: tuple[str, ...]

    def ready(self) -> None:
        """Imports and loads what embedding needs, so that building can be timed without it."""

    def build(self, passages: list[str], path: Path) -> None:
        """Writes an index of passages, numbered from 0, with their texts, into the empty folder ``path``."""

    def load(self, path: Path) -> Store:
        """The index that ``build`` wrote, with the model that its questions need."""


def contender(name: str) -> Contender:
    """The contender of that name. Raises KeyError for an unknown one."""
    if name not in NAMES:
        raise KeyError(f"There is no contender {name!r}; there are {', '.join(NAMES)}.")
    return cast(Contender, importlib.import_module(f"{__name__}.{name}"))
