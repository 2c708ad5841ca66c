"""Years written with two digits in questions about limits: "402(g) 26?", "24/25/26", "2019-26", "24->26"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.calculators.quantity import Quantity
from assistant.patterns import lazy_pattern

_LIMITS = lazy_pattern(
    r"\b(?:limits?|max(?:imum)?s?|caps?|thresholds?|thresh|ceilings?|wage base|phase-?outs?|catch[- ]?ups?|hces?|key (?:ee|emp\w*)|401 ?\(?a\)?|402 ?\(?g|403 ?\(?b|415 ?\(?[bc]|457 ?\(?b|plesa|cagr|delta)"
)
_FLAT = lazy_pattern(
    r"(?:402 ?\(?g\)?|plesa|415 ?\(?[bc]\)?|401 ?\(?a\)? ?\(?17\)?|wage base|hces?|hce threshold|key (?:ee|emp\w*)(?: threshold)?|phase-?outs?|comp(?:ensation)? (?:cap|limit))(?: (?:limit|threshold|cap|max))?(?:[,:;]| in| for)? $"
)
"""Limits that are the same at every age, so that a number beside them is no age."""
_IN = lazy_pattern(r"\bin $")
_JOINS = lazy_pattern(r"\s*(?:-+>?|=>|/|,|&|to|and|or|thru|through|vs?\.?|versus)\s*(?:in |for )?")
_FIRST = 2015


def with_short_years(plain: str, found: Sequence[Quantity], this_year: int) -> tuple[Quantity, ...]:
    """The quantities, numbers of two digits that stand for years of this century made years."""
    if not this_year or not _LIMITS.search(plain):
        return tuple(found)
    found = _without_ages(plain, found, this_year)
    years = _chained(plain, found, this_year) or _alone(plain, found, this_year)
    return tuple(
        replace(each, kind="year", unit="year", value=each.value + 2000, bare=False) if at in years else each
        for at, each in enumerate(found)
    )


def _without_ages(plain: str, found: Sequence[Quantity], this_year: int) -> list[Quantity]:
    """The quantities, those that were taken for ages right after a limit that knows none, or joined to such, made numbers."""
    made: list[Quantity] = []
    for each in found:
        number = replace(each, kind="number", unit="")
        joined = bool(made) and made[-1] not in found and _JOINS.fullmatch(plain, made[-1].end, each.start)
        after = joined or _FLAT.search(plain[: each.start])
        made.append(number if each.kind == "age" and after and _may_be_year(number, this_year) else each)
    return made


def _may_be_year(each: Quantity, this_year: int) -> bool:
    short = each.kind == "number" and len(each.text) == 2 and each.text.isdigit()
    return short and _FIRST <= 2000 + each.value <= this_year + 1


def _chained(plain: str, found: Sequence[Quantity], this_year: int) -> set[int]:
    """Two or more numbers or years joined to each other: "24/25/26"."""
    years: set[int] = set()
    for at in range(1, len(found)):
        first, second = found[at - 1], found[at]
        pair = [_may_be_year(each, this_year) for each in (first, second)]
        fits = any(pair) and all(fit or each.kind == "year" for fit, each in zip(pair, (first, second), strict=True))
        if fits and _JOINS.fullmatch(plain, first.end, second.start):
            years |= {at - 1 + place for place, fit in enumerate(pair) if fit}
    return years


def _alone(plain: str, found: Sequence[Quantity], this_year: int) -> set[int]:
    """One number right after a limit that knows no age, or one near this year after "in", and no year beside it."""
    if any(each.kind in ("year", "date") for each in found):
        return set()
    able = [at for at, each in enumerate(found) if _may_be_year(each, this_year)]
    flat = {at for at in able if _FLAT.search(plain[: found[at].start])}
    near = [at for at in able if found[at].value + 2001 >= this_year]
    named = {at for at in near if _IN.search(plain[max(0, found[at].start - 3) : found[at].start])}
    if flat and len(able) == 1:
        return flat
    return flat & set(near) | named if len(near) == 1 else set()
