"""The weights learned on public question sets: ``weights.json``, made by ``python bench/learn.py``."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("weights.json")


@cache
def weights(of: str) -> Mapping[str, float]:
    """Signal name to weight, for "passage", "faq", "sentence" or "gate" (there "bias" too)."""
    return {name: float(weight) for name, weight in json.loads(_FILE.read_text(encoding="utf-8"))[of].items()}


def weighed(signals: Mapping[str, float], of: str) -> float:
    """The weighted sum of signals. Raises KeyError when one that has a weight is missing."""
    return sum(weight * signals[name] for name, weight in weights(of).items())


def likelihood(signals: Mapping[str, float], of: str) -> float:
    """The probability, to four digits, that a logistic regression gives to signals ("bias" is added to them)."""
    return round(1 / (1 + math.exp(-weighed({**signals, "bias": 1.0}, of))), 4)
