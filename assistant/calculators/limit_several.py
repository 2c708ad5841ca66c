"""Several limits named in one question: the second of two, whether there are more, and parts that are named by their sums."""

from __future__ import annotations

from assistant.calculators.limit_plans import plan_of
from assistant.calculators.limit_words import BASE_ONLY, CATCH_UP, NAMED, measure_of
from assistant.calculators.reading import Reading
from assistant.patterns import lazy_pattern

_ANNUAL_ADDITIONS = lazy_pattern(r"\b415 ?\(?c\)?|\bannual additions?\b")


_DEFERRAL_LIMIT = lazy_pattern(r"\b402 ?\(?g\)?|\b(?:elective |salary |employee )?deferral (?:limit|cap|max\w*)\b")
_LIMIT_OF_PLAN = lazy_pattern(
    r"\b(iras?|simple(?: ira)?|40[13] ?\(?[kb]\)?)(?: contribution| deferral)? (?:limits?|max(?:imum)?)\b"
)
_PAY_LIMITS = ("wage_base", "compensation", "hce", "key")
_MOST_COMPARED = 2


_SS_PAY_CAP = lazy_pattern(
    r"\b(?:ss|social security|fica|oasdi) (?:pay|wages?|earnings|salary) (?:cap|limit|max\w*|ceiling)\b"
)
"""The wage base by another name, not the cap on the pay that a plan may count."""


def second_threshold(reading: Reading) -> str:
    """The other limit of a comparison such as "the HCE threshold and the compensation cap", or 402(g) and 415(c)."""
    named = [name for name, pattern in NAMED if reading.names(pattern) and name != "savers"]
    if "wage_base" in named and reading.says(_SS_PAY_CAP):
        named = [name for name in named if name != "compensation"]
    if len(named) == 2:
        return named[1]
    if len(named) == 1 and reading.says(_ANNUAL_ADDITIONS):
        return "base_additions"
    of_plan = reading.find(_LIMIT_OF_PLAN) if len(named) == 1 and named[0] in _PAY_LIMITS else None
    if of_plan and not reading.of("money"):
        return {"i": "ira", "s": "simple"}.get(of_plan[1][0], "base_deferral")
    if len(named) == 1 and reading.says(_DEFERRAL_LIMIT):
        return "base_deferral"
    if len(named) == 1 and plan_of(reading) == "401k" and named[0] != "compensation":
        return ""
    both = reading.names(BASE_ONLY) or reading.says(_DEFERRAL_LIMIT)
    return "base_deferral" if measure_of(reading) in ("additions", "base_additions") and both else ""


def names_too_many(reading: Reading) -> bool:
    """Whether more than two limits that are never added are named, so that an answer about two would leave some out."""
    named = [name for name, pattern in NAMED if reading.names(pattern)]
    others = reading.says(_ANNUAL_ADDITIONS) + reading.says(_DEFERRAL_LIMIT)
    held = all(year <= reading.today.year for year in reading.years)  # a year to come is refused by its first limit
    return held and bool(named) and len(named) + others > _MOST_COMPARED


def states_higher_catch_up(reading: Reading) -> bool:
    """Whether a sum is the catch-up of ages 60 to 63 of some year."""
    parameter = reading.facts.parameters.get("catch_up_60_63")
    values = {each.value for each in parameter.values} if parameter else set()
    return any(each.value in values for each in reading.of("money"))


def states_both(reading: Reading) -> bool:
    """Whether the deferral limit before catch-up and the catch-up are both named."""
    return reading.says(CATCH_UP) and reading.names(BASE_ONLY)
