"""Two figures at one date and of one release, and how figures are put in words."""

from __future__ import annotations

from assistant.calculators.observations import ARTICLE_DAY, NEWEST, dated, held_days, shown_day, usual
from assistant.calculators.protocol import Slots, declines
from assistant.calculators.slots import word
from assistant.calculators.trace import show
from assistant.types import Figure, Finding, Observation

WITHIN = {
    "assets_401k": ("dc_assets", "retirement_assets", "household_financial_assets"),
    "assets_403b": ("dc_assets", "retirement_assets", "household_financial_assets"),
    "assets_457": ("dc_assets", "retirement_assets", "household_financial_assets"),
    "tsp_assets": ("dc_assets", "retirement_assets", "household_financial_assets"),
    "other_private_dc_assets": ("dc_assets", "retirement_assets", "household_financial_assets"),
    "dc_assets": ("retirement_assets", "household_financial_assets"),
    "ira_assets": ("retirement_assets", "household_financial_assets"),
    "government_db_assets": ("retirement_assets", "household_financial_assets"),
    "private_db_assets": ("retirement_assets", "household_financial_assets"),
    "annuity_reserves": ("retirement_assets", "household_financial_assets"),
    "mutual_funds_401k": ("assets_401k", "dc_assets", "retirement_assets", "household_financial_assets"),
    "equity_funds_401k": (
        "mutual_funds_401k",
        "assets_401k",
        "dc_assets",
        "retirement_assets",
        "household_financial_assets",
    ),
    "hybrid_funds_401k": (
        "mutual_funds_401k",
        "assets_401k",
        "dc_assets",
        "retirement_assets",
        "household_financial_assets",
    ),
    "retirement_assets": ("household_financial_assets",),
}
"""Which figures lie inside which others, the narrowest first."""


def days_of(figure: Figure) -> list[str]:
    return list(dict.fromkeys(each.as_of for each in figure.observations))


def pair_of(slots: Slots, first: Figure, second: Figure) -> tuple[Observation, Observation] | Finding:
    """Both figures at one date: the one asked for, the article's, else the newest that both have; failing that, each its own."""
    asked = word(slots, "to") or word(slots, "from")
    common = [day for day in days_of(first) if day in days_of(second)]
    if asked and not common and _CLAIMED & {first.name, second.name}:
        own = [usual(each) if each.name in _CLAIMED else _on(each, asked) for each in (first, second)]
        if own[0] is not None and own[1] is not None:
            return own[0], own[1]
    if asked and asked != NEWEST:
        if len(asked) == 4:
            asked = (
                ARTICLE_DAY
                if ARTICLE_DAY[:4] == asked and ARTICLE_DAY in common
                else max((day for day in common if day.startswith(asked)), default=asked)
            )
        if asked not in common:
            return declines(
                "not_in_corpus",
                f"The corpus does not hold both the {first.label} and the {second.label} for {shown_day(asked)}. "
                + (
                    f"It holds both for {listed(common)}."
                    if common
                    else f"It holds the {first.label} for {held_days(first)} and the {second.label} for {held_days(second)}."
                ),
                slots,
            )
        day = asked
    elif common:
        day = max(common) if asked == NEWEST or ARTICLE_DAY not in common else ARTICLE_DAY
    else:
        return (first.observations[-1], second.observations[-1]) if asked == NEWEST else (usual(first), usual(second))
    return same_release(first, second, day)


_CLAIMED = {"headline_401k_assets"}
"""Figures that were said once and are of no day: they are held against another one at the day asked for."""


def _on(figure: Figure, day: str) -> Observation | None:
    return next((each for each in reversed(figure.observations) if each.as_of.startswith(day)), None)


def listed(days: list[str]) -> str:
    shown = [shown_day(day) for day in days]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def same_release(first: Figure, second: Figure, day: str) -> tuple[Observation, Observation]:
    one = [each for each in first.observations if each.as_of == day]
    other = [each for each in second.observations if each.as_of == day]
    return between_releases(one, other)


def between_releases(first: list[Observation], second: list[Observation]) -> tuple[Observation, Observation]:
    """Of several printed values, two that come from one release; failing that, the latest of each."""
    for one in first:
        for other in second:
            if one.source == other.source:
                return one, other
    return first[-1], second[-1]


def mixed(first: Observation, second: Observation) -> tuple[str, ...]:
    if first.as_of != second.as_of:
        return (f"The two figures are of different dates, {shown_day(first.as_of)} and {shown_day(second.as_of)}.",)
    return ()


def doubts(*found: Observation) -> tuple[str, ...]:
    rough = [each for each in found if each.certainty in ("computed", "unverified")]
    return ("One of the figures is itself a computation or unverified, as its sentence says.",) if rough else ()


def in_words(figure: Figure, found: Observation) -> str:
    return (
        f"{show(found.value, figure.unit)} of {figure.label}"
        if figure.unit == "USD"
        else f"{show(found.value, figure.unit)} {figure.label}"
        if figure.unit == "count"
        else f"{show(found.value, figure.unit)} ({figure.label})"
    )


def opening(found: Observation) -> str:
    words = dated(found)
    return words[0].upper() + words[1:]
