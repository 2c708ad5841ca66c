"""Measures of ranked passages by ir-measures, the reference implementation in Python of trec_eval's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from assistant.errors import MissingExtra


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Means over ``questions`` questions, each 0 to 1. ``success_at_5`` is the share with any right passage among the
    first five; ``recall`` is the share of all right passages found; ``mrr`` is the reciprocal rank within ten."""

    questions: int
    success_at_5: float
    recall_at_5: float
    recall_at_10: float
    mrr: float
    ndcg_at_10: float


def need_ir_measures() -> None:
    """Raises MissingExtra when the library is not installed."""
    if find_spec("ir_measures") is None:
        raise MissingExtra("ir-measures", "evaluate", "Measuring retrieval")


def measure_retrieval(rankings: Sequence[tuple[Sequence[int], Collection[int]]]) -> Retrieval | None:
    """Scores pairs of the passages found, best first, and those that are right; None of nothing.

    A question of which the index holds no right passage scores 0.
    """
    if not rankings:
        return None
    need_ir_measures()
    import ir_measures
    from ir_measures import RR, R, Success, nDCG

    right = {str(n): {str(id): 1 for id in wanted} for n, (_, wanted) in enumerate(rankings)}
    found = {
        str(n): {str(id): float(-rank) for rank, id in enumerate(passages)}
        for n, (passages, _) in enumerate(rankings)
    }  # fmt: skip
    wanted = (Success @ 5, R @ 5, R @ 10, RR @ 10, nDCG @ 10)
    values = ir_measures.calc_aggregate(wanted, right, found)
    return Retrieval(len(rankings), *(float(values[measure]) for measure in wanted))
