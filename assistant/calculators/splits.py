"""Limits split or joined: by paycheck, as a share of pay, for couples, by age, over two plans."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assistant.calculators.ask import Ask, limit_at, pay_of
from assistant.calculators.measures import Amount, amount, branch_bands, measure_named
from assistant.calculators.premise import premises
from assistant.calculators.protocol import Result, Slot, answered, asks, declines
from assistant.calculators.room import aged, excess
from assistant.calculators.trace import Trace, money, show
from assistant.types import Finding


def per_period(ask: Ask) -> Finding:
    """The limit, or what is left of it, spread over paychecks or months."""
    trace = ask.desk.trace()
    notices = premises(trace, ask)
    found = limit_at(trace, ask)
    total, put = found.value, ask.number("contributed")
    if put is not None:
        trace.said("contributions so far", put, "USD", display=money(put))
        if put > total:
            return excess(trace, ask, found, put)
        total = trace.step("the limit less what was put in", "{} - {}", total, put, unit="USD")
    periods = ask.number("periods_left") or ask.number("periods")
    word = ask.text("per") or "paycheck"
    if periods is None:
        if put is not None:
            return asks(
                "How many paychecks are left this year?", {**ask.slots, "asks": Slot("periods")}, ("3 paychecks left",)
            )
        return _per_period_table(trace, ask, found, notices)
    if not 0 < periods <= 366:
        return declines("invalid_input", "The number of paychecks has to be between 1 and 366.", ask.slots)
    many = f"{periods} {word}s" + (" that are left" if "periods_left" in ask.slots else " a year")
    trace.said(f"{word}s", periods, "count", display=many)
    each = trace.step(f"a {word}, to the cent", "round({} / {}, 2)", total, periods, unit="USD")
    left = f"{money(total)} of {money(found.value)} left to put in"
    rest = left if put is not None else f"the limit of {money(total)}"
    lead = f"{ask.in_year}, {rest} for someone {aged(ask)} comes to {money(each)} a {word} over {many}."
    conditions = ["Rounded to the nearest cent."] if each * periods != total else []
    if _per_period_rows(trace, ask, put or Decimal(0), periods, word):
        conditions.append("The rows show the amount by age.")
    result = Result("per_period", each, "USD", f"{money(total)} / {periods} = {money(each)}", lead, notices=notices)
    return answered(
        trace, replace(result, conditions=tuple(conditions), suggestions=("With 24 paychecks?", "I'm 55")), ask.slots
    )


def _per_period_rows(trace: Trace, ask: Ask, put: Decimal, periods: Decimal, word: str) -> bool:
    """A row for each age band when no age was given; whether there are any."""
    if ask.band is not None or not ask.measure.by_age:
        return False
    for label, band in branch_bands(ask.measure, ask.desk.facts, ask.year):
        limit = amount(trace, ask.measure, ask.year, band).value
        each = trace.step(f"a {word}, {label}", "round(max({} - {}, 0) / {}, 2)", limit, put, periods, unit="USD")
        trace.row(label, each, "USD")
    return True


def _per_period_table(trace: Trace, ask: Ask, found: Amount, notices: tuple[str, ...]) -> Finding:
    """Paychecks of unknown number: every second week is named as the commonest case, the others are rows."""
    results = {}
    for label, times in (
        ("every two weeks (26)", 26),
        ("twice a month (24)", 24),
        ("monthly (12)", 12),
        ("weekly (52)", 52),
    ):
        trace.said("paychecks a year", Decimal(times), "count", display=str(times), origin="default")
        results[times] = trace.step(label, "round({} / {}, 2)", found.value, Decimal(times), unit="USD")
        trace.row(label, results[times], "USD")
    lead = (
        f"{ask.in_year}, the limit of {money(found.value)} for someone {aged(ask)} comes to {money(results[26])} a paycheck with 26 paychecks a year "
        f"(every two weeks, the commonest case); the rows show 24, 12 and 52."
    )
    return answered(
        trace,
        Result(
            "per_period",
            results[26],
            "USD",
            f"{money(found.value)} / 26 = {money(results[26])}",
            lead,
            notices=notices,
            conditions=("Rounded to the nearest cent.",),
            suggestions=("24 paychecks", "I'm 55"),
        ),
        ask.slots,
    )


def share_of_pay(ask: Ask) -> Finding:
    """The percentage of a salary that reaches the limit."""
    trace = ask.desk.trace()
    salary = pay_of(trace, ask)
    if salary is None:
        question = "On what pay a year? The share depends on it."
        return asks(question, {**ask.slots, "asks": Slot("salary")}, ("$80,000",))
    if salary <= 0:
        return declines("invalid_input", "A salary has to be more than nothing.", ask.slots)
    said = ask.number("planned") or ask.number("contributed")
    if said is not None:
        return _share_said(trace, ask, said, salary)
    notices = premises(trace, ask)
    found = limit_at(trace, ask)
    share = trace.step(
        "the limit as a share of pay, in percent",
        "round(min({} / {}, 1) * 100, 2)",
        found.value,
        salary,
        unit="percent",
    )
    lead = f"{ask.in_year}, the limit of {money(found.value)} for someone {aged(ask)} is {show(share, 'percent')} of pay of {money(salary)}."
    if salary < found.value:
        lead = f"{ask.in_year}, pay of {money(salary)} is below the limit of {money(found.value)}: all of it, {show(share, 'percent')}, can be deferred and no more."
    conditions = ["Rounded to two places."]
    if ask.band is None and ask.measure.by_age:
        for label, band in branch_bands(ask.measure, ask.desk.facts, ask.year):
            other = amount(trace, ask.measure, ask.year, band)
            trace.row(
                label,
                trace.step(
                    f"share of pay, {label}", "round(min({} / {}, 1) * 100, 2)", other.value, salary, unit="percent"
                ),
                "percent",
            )
        conditions.append("The rows show the share by age.")
    return answered(
        trace,
        Result(
            "share_of_pay",
            share,
            "percent",
            f"{money(found.value)} / {money(salary)} = {show(share, 'percent')}",
            lead,
            conditions=tuple(conditions),
            notices=notices,
            suggestions=("I'm 55",),
        ),
        ask.slots,
    )


def _share_said(trace: Trace, ask: Ask, said: Decimal, salary: Decimal) -> Finding:
    """What share of pay a sum is that was said, and how it stands to the limit."""
    trace.said("own contribution", said, "USD", display=money(said))
    share = trace.step(
        "the contribution as a share of pay, in percent", "round({} / {} * 100, 2)", said, salary, unit="percent"
    )
    found = limit_at(trace, ask)
    lead = f"{money(said)} is {show(share, 'percent')} of pay of {money(salary)}."
    stands = "above" if said > found.value else "below" if said < found.value else "exactly"
    conditions = (f"It is {stands} the {ask.year} limit of {money(found.value)} for someone {aged(ask)}.",)
    formula = f"{money(said)} / {money(salary)} = {show(share, 'percent')}"
    return answered(trace, Result("share_of_pay", share, "percent", formula, lead, conditions=conditions), ask.slots)


def _other(ask: Ask) -> Ask:
    return replace(ask, measure=measure_named(ask.text("other_limit").split(",")[0], ask.desk.facts))


def two_plans(ask: Ask) -> Finding:
    """The limits of two plans together; those that share one limit are not added."""
    trace = ask.desk.trace()
    first, second = limit_at(trace, ask), limit_at(trace, _other(ask))
    names = {each.removeprefix("base_") for each in (ask.measure.name, ask.text("other_limit"))}
    if names == {"deferral", "simple"}:
        most = max(first.value, second.value)
        trace.row(f"both together, {aged(ask)}", most, "USD")
        lead = f"{ask.in_year}, someone {aged(ask)} can defer {money(most)} to a 401(k) and a SIMPLE plan together."
        share = ("Deferrals to the two count together under one limit per person, so the two limits are not added.",)
        return answered(trace, Result("two_plans", most, "USD", money(most), lead, conditions=share), ask.slots)
    others = [measure_named(each, ask.desk.facts) for each in ask.text("other_limit").split(",")]
    found = [(ask.label, first.value), (others[0].label, second.value)]
    found += [(each.label, limit_at(trace, replace(ask, measure=each)).value) for each in others[1:]]
    values = [value for _, value in found]
    both = trace.step(f"the limits together, {aged(ask)}", " + ".join("{}" for _ in values), *values, unit="USD")
    for label, value in found:
        trace.row(label, value, "USD")
    *head, last = [f"{money(value)} ({label})" for label, value in found]
    many = {2: "two"}.get(len(found), "three")
    lead = f"{ask.in_year}, someone {aged(ask)} can put {money(both)} in the {many} together: {', '.join(head)} and {last}."
    conditions = [
        f"The {many} limits are separate, so using one does not lower the other{'s' if many != 'two' else ''}."
    ]
    if "457b" in (*ask.text("other_limit").split(","), ask.measure.name) and ask.band and ask.band != "under 50":
        conditions.append("For the 457(b) plan the figure is before any catch-up.")
    return answered(
        trace,
        Result(
            "two_plans",
            both,
            "USD",
            f"{' + '.join(money(value) for value in values)} = {money(both)}",
            lead,
            conditions=tuple(conditions),
            notices=premises(trace, ask),
            suggestions=("I'm 55",) if not ask.band else (),
        ),
        ask.slots,
    )


def _for_whom(ask: Ask, other: Ask) -> str:
    return f"for someone {aged(ask)}, " if ask.measure.by_age or other.measure.by_age else ""


def plan_change(ask: Ask) -> Finding:
    """How far apart the limits of two plans are."""
    trace = ask.desk.trace()
    other = _other(ask)
    first, second = limit_at(trace, ask), limit_at(trace, other)
    high, low = max(first.value, second.value), min(first.value, second.value)
    change = trace.step("the larger less the smaller limit", "{} - {}", high, low, unit="USD")
    trace.row(ask.label, first.value, "USD")
    trace.row(other.measure.label, second.value, "USD")
    lead = (
        f"{ask.in_year}, {_for_whom(ask, other)}the {ask.label} is {money(first.value)} and the {other.measure.label} {money(second.value)}: "
        f"a difference of {money(change)}."
    )
    return answered(
        trace, Result("plan_change", change, "USD", f"{money(high)} - {money(low)} = {money(change)}", lead), ask.slots
    )


def part(ask: Ask) -> Finding:
    """A percentage of the limit."""
    trace = ask.desk.trace()
    rate = ask.number("percent") or Decimal(0)
    trace.said("share of the limit", rate, "percent", display=show(rate, "percent"))
    found = limit_at(trace, ask)
    value = trace.step("the share of the limit", "round({} * {} / 100, 2)", found.value, rate, unit="USD")
    of_whom = f"limit of {money(found.value)} for someone {aged(ask)}"
    named = of_whom if ask.measure.by_age else f"{ask.label}, {money(found.value)},"
    lead = f"{ask.in_year}, {show(rate, 'percent')} of the {named} is {money(value)}."
    return answered(
        trace,
        Result("part_of_limit", value, "USD", f"{show(rate, 'percent')} x {money(found.value)} = {money(value)}", lead),
        ask.slots,
    )


def how_many(ask: Ask) -> Finding:
    """How many payments of a sum make the limit."""
    trace = ask.desk.trace()
    each, per = ask.number("each") or Decimal(0), ask.text("each_per") or "paycheck"
    if each <= 0:
        return declines("invalid_input", "A contribution has to be more than nothing.", ask.slots)
    found = limit_at(trace, ask)
    trace.said(f"contribution a {per}", each, "USD", display=money(each))
    times = trace.step(f"{per}s to the limit", "round({} / {}, 2)", found.value, each, unit="count")
    lead = f"{ask.in_year}, the limit of {money(found.value)} for someone {aged(ask)} takes {times} {per}s of {money(each)}; the last one is cut short if that is not whole."
    return answered(
        trace, Result("how_many", times, "count", f"{money(found.value)} / {money(each)} = {times}", lead), ask.slots
    )


def pay_needed(ask: Ask) -> Finding:
    """The pay at which a percentage of it makes the limit."""
    trace = ask.desk.trace()
    rate = ask.number("percent") or Decimal(0)
    if not 0 < rate <= 100:
        return declines("invalid_input", "The share of pay has to be more than 0% and at most 100%.", ask.slots)
    trace.said("share of pay", rate, "percent", display=show(rate, "percent"))
    found = limit_at(trace, ask)
    pay = trace.step("pay at which the share makes the limit", "round({} * 100 / {}, 2)", found.value, rate, unit="USD")
    lead = f"{ask.in_year}, {show(rate, 'percent')} of pay makes the limit of {money(found.value)} for someone {aged(ask)} at pay of {money(pay)}."
    return answered(
        trace,
        Result("pay_needed", pay, "USD", f"{money(found.value)} / {show(rate, 'percent')} = {money(pay)}", lead),
        ask.slots,
    )
