"""False premises about limits, put right before the answer."""

from __future__ import annotations

from decimal import Decimal

from assistant.calculators.ask import Ask
from assistant.calculators.measures import BANDS, Amount, amount, exists
from assistant.calculators.protocol import PREMISE
from assistant.calculators.trace import NotPublished, Trace, money, years_of


def premises(trace: Trace, ask: Ask) -> tuple[str, ...]:
    """Notices that put right a limit wrongly stated, and a catch-up stacked on another."""
    return (*_claimed(trace, ask), *_stacked(trace, ask), *_not_of_that_age(trace, ask))


def _claimed(trace: Trace, ask: Ask) -> tuple[str, ...]:
    claimed = ask.number("claimed")
    if claimed is None:
        return ()
    trace.said("limit as stated in the question", claimed, "USD", display=money(claimed))
    if ask.text("claimed_of") == "catch_up" and ask.measure.at_50:
        return _claimed_catch_up(trace, ask, claimed)
    right = _possible(ask, ask.year)
    total_only = ask.text("claimed_of") == "total"
    if any(claimed in ((each.value,) if total_only else (each.value, each.base, each.catch_up)) for each in right):
        return ()
    scratch = Trace(ask.desk.facts)
    actual = amount(scratch, ask.measure, ask.year, ask.band or ("under 50" if ask.measure.base else "50 to 59"))
    other = _year_of(ask, claimed)
    whose = (
        f" for {ask.who}"
        if ask.band and ask.measure.by_age
        else " before any catch-up"
        if ask.measure.by_age and ask.measure.base
        else ""
    )
    told = f"{PREMISE}the {ask.year} {ask.label}{whose} is {money(actual.value)}, not {money(claimed)}"
    return (told + (f", which was that of {other}." if other else "."),)


def _claimed_catch_up(trace: Trace, ask: Ask, claimed: Decimal) -> tuple[str, ...]:
    right = [each.catch_up for each in _possible(ask, ask.year) if each.catch_up]
    if claimed in right or not right:
        return ()
    actual = " or ".join(money(each) for each in dict.fromkeys(right))
    for name in {ask.measure.at_50, ask.measure.at_60} - {None}:
        if trace.find(str(name), ask.year)[1].value in right:
            trace.parameter(str(name), ask.year)
    whose = f" at {ask.age_in(ask.year)}" if ask.band else ""
    return (f"{PREMISE}the {ask.year} catch-up{whose} is {actual}, not {money(claimed)}.",)


def _possible(ask: Ask, year: int) -> list[Amount]:
    scratch = Trace(ask.desk.facts)
    band = ask.band_in(year)
    return [amount(scratch, ask.measure, year, each) for each in ((band,) if band else BANDS)]


def _year_of(ask: Ask, claimed: Decimal) -> int | None:
    """The latest other year whose limit the claimed one was."""
    name = ask.measure.base or ask.measure.at_50
    parameter = ask.desk.facts.parameters[str(name)]
    for year in reversed(years_of(parameter)):
        try:
            if year != ask.year and any(claimed in (each.value, each.base) for each in _possible(ask, year)):
                return year
        except NotPublished:
            continue
    return None


def moved_otherwise(trace: Trace, ask: Ask, difference: Decimal) -> tuple[str, ...]:
    """A notice that puts right a change of a limit wrongly stated."""
    claimed = ask.number("claimed_change")
    if claimed is None:
        return ()
    trace.said("change as stated in the question", claimed, "USD", display=money(claimed))
    if claimed == difference:
        return ()
    said = f"{'rise' if claimed > 0 else 'fall'} by {money(abs(claimed))}"
    return (f"{PREMISE}the {ask.label} did not {said}.",)


def _stacked(trace: Trace, ask: Ask) -> tuple[str, ...]:
    if not ask.flag("stacked") or not ask.measure.at_60:
        return ()
    ordinary = trace.parameter(str(ask.measure.at_50), ask.year)
    higher = trace.parameter(ask.measure.at_60, ask.year)
    return (
        f"{PREMISE}the {money(higher)} catch-up for ages 60 to 63 takes the place of the {money(ordinary)} one; the two are not added together.",
    )


def _not_of_that_age(trace: Trace, ask: Ask) -> tuple[str, ...]:
    """The higher catch-up taken for granted at an age that does not have it."""
    if not ask.flag("super_claimed") or not ask.measure.at_60 or ask.band in (None, "60 to 63") or ask.spans_bands:
        return ()
    if not exists(ask.desk.facts, ask.measure.at_60, ask.year):
        return ()
    higher = trace.parameter(ask.measure.at_60, ask.year)
    has = "no catch-up" if ask.band == "under 50" else "the ordinary one"
    return (
        f"{PREMISE}the {money(higher)} catch-up is for ages 60 to 63, by the age reached by the end of {ask.year}; {ask.who} has {has}.",
    )
