"""txtai with ``hybrid=True``: its BM25 beside the vectors, in one option."""

from __future__ import annotations

from pathlib import Path

from contenders.txtai import REQUIREMENTS, Txtai, build_with, load, ready

__all__ = ["REQUIREMENTS", "Txtai", "build", "load", "ready"]


def build(passages: list[str], path: Path) -> None:
    """An index of meanings and words."""
    build_with(passages, path, hybrid=True)
