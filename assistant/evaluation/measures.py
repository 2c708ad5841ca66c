"""Arithmetic of scores: shares, how well confidence tells the answerable from the rest, and how far it can be trusted."""

from __future__ import annotations

import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers with a confidence of ``low`` to ``low + 0.1``: their number, mean confidence, and share right."""

    low: float
    count: int
    confidence: float
    right: float


def share(values: Iterable[bool]) -> float | None:
    """The share that is true; None of nothing."""
    listed = list(values)
    return sum(listed) / len(listed) if listed else None


def auroc(answerable: Sequence[float], others: Sequence[float]) -> float | None:
    """The share of pairs of an answerable question and another in which the first has the higher confidence, a tie
    counting one half: 1 tells them apart, 0.5 is chance. None without both kinds."""
    if not answerable or not others:
        return None
    ordered = sorted(others)
    below = sum(bisect_left(ordered, value) + bisect_right(ordered, value) for value in answerable) / 2
    return below / (len(answerable) * len(others))


def false_answer_rate(answerable: Sequence[float], others: Sequence[float], percent: int) -> float | None:
    """The share of the others that are answered too at the highest threshold of confidence at which at least
    ``percent`` of the answerable are. None without both kinds."""
    if not answerable or not others:
        return None
    needed = -(-len(answerable) * percent // 100)
    threshold = sorted(answerable, reverse=True)[needed - 1]
    return share(value >= threshold for value in others)


def reliability(judged: Iterable[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Pairs of a confidence (0 to 1) and whether it was justified, in tenths; tenths without any are left out."""
    tenths: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in judged:
        tenths.setdefault(min(int(confidence * 10), 9), []).append((confidence, right))
    return tuple(
        Bin(tenth / 10, len(found), statistics.fmean(c for c, _ in found), statistics.fmean(r for _, r in found))
        for tenth, found in sorted(tenths.items())
    )


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """The expected calibration error (Naeini, Cooper and Hauskrecht 2015): the mean distance between confidence and
    share right, each bin weighing as much as it has answers. None of nothing."""
    total = sum(each.count for each in bins)
    return sum(each.count * abs(each.confidence - each.right) for each in bins) / total if total else None
