"""The weights learned on public question sets: ``weights.json``, made by ``python bench/learn.py``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("weights.json")


@cache
def weights(of: str) -> Mapping[str, float]:
    """Signal name to weight, for "passage", "sentence" or "gate" (there "bias" too)."""
    return {name: float(weight) for name, weight in json.loads(_FILE.read_text(encoding="utf-8"))[of].items()}


def weighed(signals: Mapping[str, float], of: str) -> float:
    """The weighted sum of signals. Raises KeyError when one that has a weight is missing."""
    return sum(weight * signals[name] for name, weight in weights(of).items())
