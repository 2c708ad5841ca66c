"""Limits over the years: differences, growth, tables, and the first year in which a limit reached a sum."""

from __future__ import annotations

from decimal import Decimal

from assistant.calculators.ask import Ask, limit_at
from assistant.calculators.measures import BANDS, amount, exists
from assistant.calculators.premise import moved_otherwise, premises
from assistant.calculators.protocol import Result, answered, declines
from assistant.calculators.trace import NotPublished, Trace, money, plain, show, value_for, years_of
from assistant.types import Finding


def whose(ask: Ask) -> str:
    """The age that a limit is for, nothing where it is the same at every age."""
    if not ask.measure.by_age:
        return ""
    age = ask.age_in(ask.year)
    return f" at {age}" if age is not None else " under 50" if ask.measure.base else " from age 50"


def reported(ask: Ask, *years: int) -> tuple[str, ...]:
    """That the limit of a year to come is so far known from secondary accounts only."""
    told = []
    for year in years:
        names = [name for name in (ask.measure.base, ask.measure.at_50) if name]
        found = [
            value_for(ask.desk.facts.parameters[name], year) for name in names if name in ask.desk.facts.parameters
        ]
        if year > ask.desk.today.year and any(each is not None and each.certainty == "secondary" for each in found):
            told.append(f"The {ask.label} of {year} is as reported by secondary accounts.")
    return tuple(told)


def change(ask: Ask) -> Finding:
    """The difference between two years, or the growth in percent."""
    first, second = (min(ask.years), max(ask.years)) if len(ask.years) > 1 else (ask.year - 1, ask.year)
    trace = ask.desk.trace()
    before, after = limit_at(trace, ask, first), limit_at(trace, ask, second)
    difference = trace.step(f"{second} less {first}", "{} - {}", after.value, before.value, unit="USD")
    moved = "rose" if difference > 0 else "fell" if difference < 0 else "stayed the same"
    told = f"From {first} to {second}, the {ask.label}{whose(ask)} {moved}"
    told += (
        f" by {money(abs(difference))}, from {money(before.value)} to {money(after.value)}"
        if difference
        else f", {money(after.value)}"
    )
    for year, found in ((first, before), (second, after)):
        trace.row(str(year), found.value, "USD")
    if not before.value:
        return answered(
            trace,
            Result("change", difference, "USD", f"{money(after.value)} - {money(before.value)}", told + "."),
            ask.slots,
        )
    growth = trace.step(
        "growth in percent", "round(({} - {}) / {} * 100, 2)", after.value, before.value, before.value, unit="percent"
    )
    told += f", which is {show(abs(growth), 'percent')}." if difference else "."
    asked = ask.text("operation") == "growth"
    return answered(
        trace,
        Result(
            "growth" if asked else "change",
            growth if asked else difference,
            "percent" if asked else "USD",
            f"({money(after.value)} - {money(before.value)}) / {money(before.value)} = {show(growth, 'percent')}"
            if asked
            else f"{money(after.value)} - {money(before.value)} = {money(difference)}",
            told,
            conditions=("Percentages are rounded to two places.", *reported(ask, first, second)),
            notices=(*moved_otherwise(trace, ask, difference), *premises(trace, ask)),
            suggestions=(f"And from {first - 1} to {first}?",),
        ),
        ask.slots,
    )


_CATCH_UP_TOO = ("From age 50 a catch-up contribution comes on top.",)


def series(ask: Ask) -> Finding:
    """The limit in each of several years; years without a published value are named."""
    parameter = ask.desk.facts.parameters[str(ask.measure.base or ask.measure.at_50)]
    known = years_of(parameter)
    years = ask.years if len(ask.years) > 1 else known
    if ask.flag("span") and len(years) > 1:
        years = tuple(range(min(years), max(years) + 1))
    trace, missing, values = ask.desk.trace(), [], {}
    for year in years[:60]:
        try:
            values[year] = limit_at(trace, ask, year).value
            trace.row(str(year), values[year], "USD")
        except NotPublished:
            missing.append(str(year))
    if not values:
        raise NotPublished(parameter, years[-1], None, None) if not known else _nothing(ask, parameter.name, years[-1])
    listed = (
        ", ".join(f"{money(value)} in {year}" for year, value in values.items())
        if len(values) < 4
        else f"{money(values[min(values)])} in {min(values)} and {money(values[max(values)])} in {max(values)}; the rows show every year"
    )
    lead = f"The {ask.label}{whose(ask)}: {listed}."
    notices = (
        (f"Nothing is published for {', '.join(missing)} in what this desk holds ({known[0]} to {known[-1]}).",)
        if missing
        else ()
    )
    last = max(values)
    return answered(
        trace,
        Result(
            "series",
            values[last],
            "USD",
            f"{ask.label} by year",
            lead,
            notices=notices,
            conditions=(
                *reported(ask, *values),
                *(_CATCH_UP_TOO if ask.measure.by_age and ask.measure.base and not ask.band else ()),
            ),
        ),
        ask.slots,
    )


def _nothing(ask: Ask, name: str, year: int) -> NotPublished:
    try:
        Trace(ask.desk.facts).parameter(name, year)
    except NotPublished as error:
        return error
    return NotPublished(ask.desk.facts.parameters[name], year, None, None)


def first_year(ask: Ask) -> Finding:
    """The first year in which a limit reached (or, where the words say so, exceeded) a sum."""
    target, strictly = ask.number("reach") or Decimal(0), ask.flag("strictly")
    known = known_years(ask)
    scratch = Trace(ask.desk.facts)
    reached = next((year for year in known if _passes(limit_at(scratch, ask, year).value, target, strictly)), None)
    trace = ask.desk.trace()
    trace.said("sum to reach", target, "USD", display=money(target))
    named, verb = f"{ask.label}{whose(ask)}", "was above" if strictly else "reached"
    if reached is None:
        top = limit_at(trace, ask, known[-1])
        text = f"No published {named} {verb} {money(target)}: the last one is {money(top.value)} for {known[-1]}."
        return declines("not_published", text + _with_catch_up(ask, target, strictly), ask.slots, trace=trace)
    found = limit_at(trace, ask, reached)
    trace.row(str(reached), found.value, "USD")
    if reached == known[0]:
        text = f"The {named} was already {money(found.value)} in {reached}, the first year that this desk holds."
        return declines("not_in_corpus", text, ask.slots, trace=trace)
    before = limit_at(trace, ask, reached - 1)
    trace.row(str(reached - 1), before.value, "USD")
    trace.step(f"{reached}: above the sum by", "{} - {}", found.value, target, unit="USD")
    trace.step(f"{reached - 1}: below the sum by", "{} - {}", target, before.value, unit="USD")
    trace.step(
        f"the year after {reached - 1}, the last below it", "{} + {}", Decimal(reached - 1), Decimal(1), unit="year"
    )
    lead = f"{reached} was the first year in which the {named} {verb} {money(target)}: it was {money(found.value)}, after {money(before.value)} in {reached - 1}."
    sign = "<" if strictly else "<="
    formula = f"{money(before.value)} ({reached - 1}) < {money(target)} {sign} {money(found.value)} ({reached})"
    remark = (f"This desk holds the limit from {known[0]} on.",)
    return answered(trace, Result("first_year", str(reached), "year", formula, lead, notices=remark), ask.slots)


def known_years(ask: Ask) -> list[int]:
    """The years for which every part of the limit at the age asked about is held."""
    with_catch_up = (ask.band is not None and ask.band != "under 50") or not ask.measure.base
    names = [name for name in (ask.measure.base, ask.measure.at_50 if with_catch_up else None) if name]
    parameter = ask.desk.facts.parameters[names[0]]
    return [year for year in years_of(parameter) if all(exists(ask.desk.facts, name, year) for name in names)]


def _passes(value: Decimal, target: Decimal, strictly: bool) -> bool:
    return value > target if strictly else value >= target


def _with_catch_up(ask: Ask, target: Decimal, strictly: bool) -> str:
    """Where the limit alone never got there but did with a catch-up, say at what age."""
    if not ask.measure.by_age or ask.band:
        return ""
    scratch = Trace(ask.desk.facts)
    for band in BANDS[1:3]:
        for year in years_of(ask.desk.facts.parameters[str(ask.measure.base or ask.measure.at_50)]):
            if exists(ask.desk.facts, str(ask.measure.at_50), year) and _passes(
                amount(scratch, ask.measure, year, band).value, target, strictly
            ):
                return f" With the catch-up for ages {band}, the year is {plain(Decimal(year))}."
    return ""


def which_year(ask: Ask) -> Finding:
    """The years in which a limit was a sum: the number looked up in reverse."""
    target = ask.number("reach") or Decimal(0)
    trace, scratch = ask.desk.trace(), Trace(ask.desk.facts)
    trace.said("limit looked for", target, "USD", display=money(target))
    parameter = ask.desk.facts.parameters[str(ask.measure.base or ask.measure.at_50)]
    years = [year for year in years_of(parameter) if limit_at(scratch, ask, year).value == target]
    if not years:
        known = years_of(parameter)
        low, high = limit_at(trace, ask, known[0]).value, limit_at(trace, ask, known[-1]).value
        return declines(
            "not_in_corpus",
            f"The {ask.label}{whose(ask)} was {money(target)} in no year that this desk holds: it went from {money(low)} in {known[0]} to {money(high)} in {known[-1]}.",
            ask.slots,
            trace=trace,
        )
    for year in years:
        trace.row(str(year), limit_at(trace, ask, year).value, "USD")
    trace.step("first year in which the limit was that", "{}", Decimal(years[0]), unit="year")
    listed = " and ".join(str(year) for year in years) if len(years) < 3 else f"{years[0]} to {years[-1]}"
    return answered(
        trace,
        Result(
            "which_year",
            str(years[0]),
            "year",
            f"{money(target)} in {listed}",
            f"The {ask.label}{whose(ask)} was {money(target)} in {listed}.",
        ),
        ask.slots,
    )


def biggest(ask: Ask) -> Finding:
    """The year with the largest rise over the year before, in dollars."""
    scratch = Trace(ask.desk.facts)
    parameter = ask.desk.facts.parameters[str(ask.measure.base or ask.measure.at_50)]
    known = years_of(parameter)
    if len(ask.years) > 1:
        known = tuple(year for year in known if min(ask.years) <= year <= max(ask.years)) or known
    values = {year: limit_at(scratch, ask, year).value for year in known}
    rises = {year: values[year] - values[year - 1] for year in known if year - 1 in values}
    top = max(rises, key=lambda year: rises[year])
    trace = ask.desk.trace()
    before, after = limit_at(trace, ask, top - 1), limit_at(trace, ask, top)
    rise = trace.step(f"{top} less {top - 1}", "{} - {}", after.value, before.value, unit="USD")
    for year in rises:
        one, other = limit_at(trace, ask, year), limit_at(trace, ask, year - 1)
        trace.row(
            str(year), trace.step(f"{year} less {year - 1}", "{} - {}", one.value, other.value, unit="USD"), "USD"
        )
    lead = f"The largest rise of the {ask.label}{whose(ask)} from {known[0]} to {known[-1]} came in {top}: {money(rise)}{_as_in(rises, top)}, from {money(before.value)} to {money(after.value)}."
    return answered(
        trace,
        Result(
            "biggest_rise",
            rise,
            "USD",
            f"{money(after.value)} - {money(before.value)} = {money(rise)}",
            lead,
            conditions=("The rows show the rise of every year.",),
        ),
        ask.slots,
    )


def _as_in(rises: dict[int, Decimal], top: int) -> str:
    """The other years with the same rise."""
    others = [str(year) for year, rise in rises.items() if rise == rises[top] and year != top]
    return f" (as in {', '.join(others)})" if others else ""


def sum_years(ask: Ask) -> Finding:
    """The limits of several years added up."""
    years = tuple(range(min(ask.years), max(ask.years) + 1)) if ask.flag("span") else ask.years
    trace = ask.desk.trace()
    values = [limit_at(trace, ask, year).value for year in years[:30]]
    for year, value in zip(years, values, strict=False):
        trace.row(str(year), value, "USD")
    total = trace.step("all years together", " + ".join("{}" for _ in values), *values, unit="USD")
    lead = (
        f"Added up over {', '.join(str(year) for year in years)}, the {ask.label}{whose(ask)} comes to {money(total)}."
    )
    return answered(
        trace,
        Result("sum_years", total, "USD", " + ".join(money(value) for value in values) + f" = {money(total)}", lead),
        ask.slots,
    )
