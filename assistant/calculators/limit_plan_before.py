"""The plan of the question before, in follow-ups that name a part of a limit and no plan: "and the catch-up?" after an IRA."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.calculators.limit_named_parts import asks_for_whole
from assistant.calculators.limit_plans import plan_of
from assistant.calculators.limit_words import CATCH_UP
from assistant.calculators.reading import Reading
from assistant.patterns import lazy_pattern

_OF_PLAN: Mapping[str, Mapping[str, str]] = {
    "deferral": {"deferral": "deferral", "base_deferral": "base_deferral", "catch_up": "catch_up"},
    "additions": {"deferral": "additions", "base_deferral": "base_additions", "catch_up": "catch_up"},
    "ira": {"deferral": "ira", "base_deferral": "base_ira", "catch_up": "ira_catch_up"},
    "simple": {"deferral": "simple", "base_deferral": "base_simple", "catch_up": "simple_catch_up"},
    "457b": {"deferral": "457b", "base_deferral": "457b", "catch_up": "457b"},
}
"""What the parts of a 401(k) limit are called for each kind of plan."""
_KIND = {
    "base_deferral": "deferral",
    "catch_up": "deferral",
    "base_additions": "additions",
    "base_ira": "ira",
    "ira_catch_up": "ira",
    "roth_income": "ira",
    "deduction": "ira",
    "base_simple": "simple",
    "simple_catch_up": "simple",
    "simple_higher": "simple",
}
EXTRA = lazy_pattern(r"\b(?:extra|top[- ]?up|add[- ]?on|bonus)\b(?! (?:\$|pay|per|each))")


def kind_of(limit: str) -> str:
    """The kind of plan that a limit is of: "ira" for an IRA's catch-up."""
    return _KIND.get(limit, limit)


def same_plan(limit: str, other: str) -> bool:
    """Whether two limits are of one plan; what an employer adds goes into the plan of the deferrals."""
    shared = {"deferral", "additions"}
    return kind_of(limit) == kind_of(other) or {kind_of(limit), kind_of(other)} == shared


def adds_up(limit: str, other: str) -> bool:
    """Whether two limits are of savers' own plans that are of different kinds, so that "both" means their sum."""
    kinds = {kind_of(limit), kind_of(other)}
    return len(kinds) == 2 and kinds <= set(_OF_PLAN) - {"additions"}


def of_plan_before(reading: Reading, measure: str, before: str) -> str:
    """``measure`` as the words alone give it, or that part of the plan before when they name a part and no plan."""
    parts = _OF_PLAN.get(kind_of(before))
    if parts is None or plan_of(reading):
        return measure
    if not measure and reading.says(EXTRA) and reading.of("age") and not reading.of("money"):
        return parts["catch_up"]
    return parts.get(measure, measure) if reading.says(CATCH_UP) or asks_for_whole(reading) else measure
