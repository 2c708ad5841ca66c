"""bm25s with its numba backend, which its README recommends for larger sets: faster once it is compiled."""

from __future__ import annotations

from pathlib import Path

from contenders import bm25s
from contenders.bm25s import Bm25s, load

__all__ = ["REQUIREMENTS", "Bm25s", "build", "load", "ready"]

REQUIREMENTS = (*bm25s.REQUIREMENTS, "numba==0.68.1")


def ready() -> None:
    """Imports, numba among them."""
    import numba  # type: ignore[import-not-found]  # noqa: F401

    bm25s.ready()


def build(passages: list[str], path: Path) -> None:
    """The same index for compiled retrieval."""
    bm25s.build_with(passages, path, backend="numba")
