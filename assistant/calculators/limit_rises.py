"""The rises of a limit from year to year: each of them, how many there were, the average, one limit beside another; and who was born in time for the higher catch-up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assistant.calculators.ask import Ask, limit_at
from assistant.calculators.limit_years import known_years, reported, which_year, whose
from assistant.calculators.measures import measure_named
from assistant.calculators.protocol import Result, Slot, answered
from assistant.calculators.trace import Trace, money, plain, show
from assistant.types import Finding

_GROWTH = "round(({} - {}) / {} * 100, 2)"


def _span(ask: Ask) -> tuple[int, int]:
    """The first and the last year, those that are held when the question names none."""
    known = known_years(ask)
    return (min(ask.years), max(ask.years)) if len(ask.years) > 1 else (known[0], known[-1])


def _rises(trace: Trace, ask: Ask, first: int, last: int) -> dict[int, Decimal]:
    """The rise of every year over the one before, each a row."""
    rises = {}
    for year in range(first + 1, last + 1):
        after, before = limit_at(trace, ask, year).value, limit_at(trace, ask, year - 1).value
        rises[year] = trace.step(f"{year} less {year - 1}", "{} - {}", after, before, unit="USD")
        trace.row(str(year), rises[year], "USD")
    return rises


def each_rise(ask: Ask) -> Finding:
    """The rise of every year of a span, and of all of them together."""
    first, last = _span(ask)
    trace = ask.desk.trace()
    rises = _rises(trace, ask, first, last)
    total = trace.step(
        f"all rises from {first} to {last}", " + ".join("{}" for _ in rises), *rises.values(), unit="USD"
    )
    told = ", ".join(f"{money(rise) if rise else 'nothing'} in {year}" for year, rise in rises.items())
    lead = f"The {ask.label}{whose(ask)} rose by {told}: {money(total)} from {first} to {last}."
    formula = " + ".join(money(rise) for rise in rises.values()) + f" = {money(total)}"
    return answered(trace, Result("yearly_rises", total, "USD", formula, lead), ask.slots)


def each_growth(ask: Ask) -> Finding:
    """The growth of every year of a span in percent, and over the whole span."""
    first, last = _span(ask)
    trace = ask.desk.trace()
    values = {year: limit_at(trace, ask, year).value for year in range(first, last + 1)}
    told = []
    for year in range(first + 1, last + 1):
        before, after = values[year - 1], values[year]
        growth = trace.step(f"growth in {year}, in percent", _GROWTH, after, before, before, unit="percent")
        trace.row(str(year), growth, "percent")
        told.append(f"{show(growth, 'percent')} in {year}")
    total = trace.step("growth in all, in percent", _GROWTH, values[last], values[first], values[first], unit="percent")
    lead = f"The {ask.label}{whose(ask)} grew by {', '.join(told)}: {show(total, 'percent')} from {first} to {last}, from {money(values[first])} to {money(values[last])}."
    formula = f"({money(values[last])} - {money(values[first])}) / {money(values[first])} = {show(total, 'percent')}"
    return answered(trace, Result("yearly_growth", total, "percent", formula, lead), ask.slots)


def count_rises(ask: Ask) -> Finding:
    """In how many years of a span the limit was higher than the year before."""
    first, last = _span(ask)
    trace = ask.desk.trace()
    rises = _rises(trace, ask, first, last)
    risen = [year for year, rise in rises.items() if rise > 0]
    count = trace.step("years with a rise", " + ".join(["1"] * len(risen)) or "0", unit="count")
    times = {0: "not once", 1: "once", 2: "twice"}.get(len(risen), f"{len(risen)} times")
    when = f", in {', '.join(str(year) for year in risen)}" if risen else ""
    lead = f"From {first} to {last}, the {ask.label}{whose(ask)} rose {times}{when}; the rows show by how much."
    return answered(trace, Result("rises", count, "count", f"{len(risen)} of {len(rises)} years", lead), ask.slots)


def average_rise(ask: Ask) -> Finding:
    """The rise over a span shared out evenly among its years."""
    first, last = _span(ask)
    trace = ask.desk.trace()
    before, after = limit_at(trace, ask, first).value, limit_at(trace, ask, last).value
    years = trace.step("years", "{} - {}", Decimal(last), Decimal(first), unit="years")
    rise = trace.step(f"{last} less {first}", "{} - {}", after, before, unit="USD")
    each = trace.step("average rise a year, to the cent", "round({} / {}, 2)", rise, years, unit="USD")
    for year, value in ((first, before), (last, after)):
        trace.row(str(year), value, "USD")
    lead = (
        f"From {first} to {last}, the {ask.label}{whose(ask)} rose by {money(rise)}, from {money(before)} to {money(after)}: "
        f"{money(each)} a year on average over {plain(years)} years."
    )
    formula = f"{money(rise)} / {plain(years)} = {money(each)}"
    return answered(trace, Result("average_rise", each, "USD", formula, lead), ask.slots)


def average_limit(ask: Ask) -> Finding:
    """The mean of a limit over the years asked about."""
    years = tuple(range(min(ask.years), max(ask.years) + 1)) if ask.flag("span") else ask.years
    trace = ask.desk.trace()
    values = [limit_at(trace, ask, year).value for year in years]
    for year, value in zip(years, values, strict=True):
        trace.row(str(year), value, "USD")
    total = trace.step("all years together", " + ".join("{}" for _ in values), *values, unit="USD")
    mean = trace.step("average, to the cent", "round({} / {}, 2)", total, Decimal(len(years)), unit="USD")
    when = f"from {years[0]} to {years[-1]}" if ask.flag("span") else f"of {', '.join(str(year) for year in years)}"
    lead = f"The {ask.label}{whose(ask)} was {money(mean)} on average over the {len(years)} years {when}."
    formula = f"{money(total)} / {len(years)} = {money(mean)}"
    return answered(trace, Result("average_limit", mean, "USD", formula, lead), ask.slots)


def times_over(ask: Ask) -> Finding:
    """The limit of the later of two years as a multiple of that of the earlier."""
    first, last = min(ask.years), max(ask.years)
    trace = ask.desk.trace()
    before, after = limit_at(trace, ask, first).value, limit_at(trace, ask, last).value
    for year, value in ((first, before), (last, after)):
        trace.row(str(year), value, "USD")
    times = trace.step(f"{last} / {first}", "round({} / {}, 2)", after, before, unit="times")
    lead = f"The {ask.label}{whose(ask)} of {last}, {money(after)}, is {plain(times)} times the {money(before)} of {first}."
    formula = f"{money(after)} / {money(before)} = {plain(times)}"
    remarks = reported(ask, first, last)
    result = Result("times_over", times, "times", formula, lead, f"{plain(times)} times", conditions=remarks)
    return answered(trace, result, ask.slots)


def two_rises(ask: Ask) -> Finding:
    """The rise of two limits over the same years, in dollars and in percent, and which of them grew faster."""
    first, last = min(ask.years), max(ask.years)
    trace = ask.desk.trace()
    told: list[str] = []
    found: list[tuple[Decimal, Decimal]] = []
    for measure in (ask.measure, measure_named(ask.text("other_limit"), ask.desk.facts)):
        one = replace(ask, measure=measure)
        before, after = limit_at(trace, one, first).value, limit_at(trace, one, last).value
        rise = trace.step(f"{measure.label}: {last} less {first}", "{} - {}", after, before, unit="USD")
        growth = trace.step(f"{measure.label}: growth in percent", _GROWTH, after, before, before, unit="percent")
        trace.row(f"{measure.label}, rise", rise, "USD")
        trace.row(f"{measure.label}, growth", growth, "percent")
        told.append(
            f"the {one.label}{whose(one)} rose by {money(rise)}, from {money(before)} to {money(after)}, which is {show(growth, 'percent')}"
        )
        found.append((rise, growth))
    gap = trace.step("growth of the first less that of the second", "{} - {}", found[0][1], found[1][1], unit="percent")
    faster = f"the {'first' if gap > 0 else 'second'} grew faster, by {plain(abs(gap))} percentage points"
    lead = f"From {first} to {last}, {'; '.join(told)}: {faster if gap else 'both grew alike'}."
    in_percent = ask.flag("wants_percent")
    value, unit = (found[0][1], "percent") if in_percent else (found[0][0], "USD")
    formula = "; ".join(f"{money(rise)}, {show(growth, 'percent')}" for rise, growth in found)
    slots = {**ask.slots, "band": Slot(ask.band or "under 50", "default")}
    return answered(trace, Result("two_rises", value, unit, formula, lead), slots)


def years_at(ask: Ask) -> Finding:
    """In how many of the years that are held a limit was a sum."""
    found = which_year(ask)
    if found.calculation is None:
        return found
    trace, target = ask.desk.trace(), ask.number("reach") or Decimal(0)
    trace.said("limit looked for", target, "USD", display=money(target))
    years = [year for year in known_years(ask) if limit_at(trace, ask, year).value == target]
    for year in years:
        trace.row(str(year), target, "USD")
    count = trace.step("years with that limit", " + ".join(["1"] * len(years)), unit="count")
    lead = f"{found.sentences[0].text[:-1]}: {plain(count)} {'years' if count > 1 else 'year'}."
    remark = (f"This desk holds the limit from {known_years(ask)[0]} on.",)
    formula = f"{money(target)} in {plain(count)} of {len(known_years(ask))} years"
    return answered(trace, Result("years_at", count, "count", formula, lead, notices=remark), ask.slots)


def birth_years(ask: Ask) -> Finding:
    """The years of birth of those who have the higher catch-up in a year."""
    trace = ask.desk.trace()
    extra = trace.parameter("catch_up_60_63", ask.year)
    oldest = trace.parameter("catch_up_60_63_last_age", ask.year)
    youngest = trace.parameter("catch_up_60_63_first_age", ask.year)
    year = Decimal(ask.year)
    first = trace.step("first year of birth", "{} - {}", year, oldest, unit="year")
    last = trace.step("last year of birth", "{} - {}", year, youngest, unit="year")
    trace.row("first year of birth", first, "year", plain(first))
    trace.row("last year of birth", last, "year", plain(last))
    lead = (
        f"{ask.in_year}, the catch-up of {money(extra)} is for those born from {plain(first)} to {plain(last)}, "
        f"who turn {plain(youngest)} to {plain(oldest)} during the year, if the plan offers it."
    )
    formula = f"{ask.year} - {plain(oldest)} = {plain(first)}; {ask.year} - {plain(youngest)} = {plain(last)}"
    return answered(trace, Result("birth_years", plain(first), "year", formula, lead), ask.slots)
