"""Limits of several savers: a couple together, a limit at several ages, one age beside another."""

from __future__ import annotations

from decimal import Decimal

from assistant.calculators.ask import Ask, pay_of
from assistant.calculators.measures import Amount, Band, amount, band_of, measure_named
from assistant.calculators.premise import premises
from assistant.calculators.protocol import Result, answered, asks
from assistant.calculators.shares import percent_shown, percent_step
from assistant.calculators.trace import Trace, money
from assistant.types import Finding

_COUPLES = {
    "additions": "Each has a limit of their own.",
    "ira": "Each has a limit of their own; on a joint return the pay of one can count for both, as long as it covers both contributions.",
}


def couple(ask: Ask) -> Finding:
    """Two savers, each with a limit of their own, together."""
    trace = ask.desk.trace()
    notices = premises(trace, ask)
    if ask.flag("one_earner") and ask.measure.name not in ("ira", "base_ira", "ira_catch_up"):
        question = (
            "Who of the two has the pay? Deferrals come out of one's own pay, so the other one cannot put in any."
        )
        return asks(question, ask.slots, ("I do",))
    ages = _ages_of_births(trace, ask) or ask.several("ages")
    if not ages and ask.band:
        ages = (ask.age_in(ask.year) or Decimal(0),) * 2
    bands = [band_of(age) for age in ages[:2]] or ["under 50" if ask.measure.base else "50 to 59"] * 2
    amounts = [amount(trace, ask.measure, ask.year, band) for band in bands]
    if ask.text("other_limit"):
        return _couple_two_plans(trace, ask, ages, bands)
    both = _both(trace, ask, amounts)
    for label, each in zip(("one", "the other"), amounts, strict=True):
        trace.row(label, each.value, "USD")
    who = f"a couple aged {ages[0]} and {ages[1]}" if len(ages) > 1 else "a couple, both under 50,"
    lead = f"{ask.in_year}, {who} can {ask.does.replace('a 401(k)', '401(k) plans')} up to {money(both)} together: {money(amounts[0].value)} and {money(amounts[1].value)}."
    conditions = _conditions(trace, ask, amounts, both, bool(ages))
    return answered(
        trace,
        Result(
            "couple",
            both,
            "USD",
            f"{money(amounts[0].value)} + {money(amounts[1].value)} = {money(both)}",
            lead,
            conditions=conditions,
            notices=notices,
            suggestions=("We're both 62",),
        ),
        ask.slots,
    )


def _ages_of_births(trace: Trace, ask: Ask) -> tuple[Decimal, ...]:
    """The ages of the two by the end of the year, counted from their years of birth."""
    ages = []
    for born in ask.several("birth_years"):
        trace.said("year of birth", born, "year", display=str(born))
        ages.append(trace.step(f"age of the one born in {born}", "{} - {}", Decimal(ask.year), born, unit="years"))
    return tuple(ages)


def _both(trace: Trace, ask: Ask, amounts: list[Amount]) -> Decimal:
    """The two limits together; for IRAs no more than the pay of the two, when it was said."""
    both = trace.step("both together", "{} + {}", amounts[0].value, amounts[1].value, unit="USD")
    pay = pay_of(Trace(trace.facts), ask)
    if pay is None or not 0 < pay < both or ask.measure.name not in ("ira", "base_ira"):
        return both
    pay_of(trace, ask)
    return trace.step("both together or the pay of the two, whichever is less", "min({}, {})", both, pay, unit="USD")


def _conditions(trace: Trace, ask: Ask, amounts: list[Amount], both: Decimal, aged: bool) -> tuple[str, ...]:
    """What the total depends on, and how a sum that was said stands to it."""
    told = [_COUPLES.get(ask.measure.name, "Each has a limit of their own, and needs the pay for it.")]
    planned = ask.number("planned") or ask.number("contributed")
    if planned is not None:
        trace.said("sum asked about", planned, "USD", display=money(planned))
        gap = trace.step("asked about less the two limits", "{} - {}", planned, both, unit="USD")
        stands = f"{money(abs(gap))} {'more' if gap > 0 else 'less'} than" if gap else "exactly"
        told.append(f"{money(planned)} is {stands} that.")
    if any(each.catch_up for each in amounts) and ask.measure.at_60:
        told.append("Catch-up counts only if the plan offers it.")
    if not aged:
        told.append("From age 50 each can add a catch-up contribution.")
    return tuple(told)


def _couple_two_plans(trace: Trace, ask: Ask, ages: tuple[Decimal, ...], bands: list[Band]) -> Finding:
    """Two savers with two plans each."""
    other = measure_named(ask.text("other_limit"), ask.desk.facts)
    values = []
    for at, band in enumerate(bands):
        for measure in (ask.measure, other):
            values.append(amount(trace, measure, ask.year, band).value)
            trace.row(f"{'one' if not at else 'the other'}: {measure.label}", values[-1], "USD")
    total = trace.step("all four together", "{} + {} + {} + {}", *values, unit="USD")
    who = f"a couple aged {ages[0]} and {ages[1]}" if len(ages) > 1 else "a couple, both under 50,"
    lead = f"{ask.in_year}, {who} can put in {money(total)} altogether: each has the {ask.measure.label} and the {other.label}."
    formula = " + ".join(money(value) for value in values) + f" = {money(total)}"
    return answered(trace, Result("couple", total, "USD", formula, lead, notices=premises(trace, ask)), ask.slots)


def by_ages(ask: Ask) -> Finding:
    """The limit at each of several ages."""
    trace = ask.desk.trace()
    amounts = [(age, amount(trace, ask.measure, ask.year, band_of(age))) for age in ask.several("ages")[:8]]
    for age, found in amounts:
        if found.value:
            trace.row(f"at {age}", found.value, "USD")
    listed = ", ".join(f"{money(found.value) if found.value else 'none'} at {age}" for age, found in amounts)
    lead = f"{ask.in_year}, the {ask.label} is {listed}, by age."
    return answered(
        trace,
        Result(
            ask.measure.name,
            amounts[0][1].value,
            "USD",
            f"{ask.label}, {ask.year}",
            lead,
            notices=premises(trace, ask),
            conditions=("Catch-up counts only if the plan offers it.",) if ask.measure.at_60 else (),
        ),
        ask.slots,
    )


def age_change(ask: Ask) -> Finding:
    """How much more one can put in at one age than at another."""
    if len(ask.years) > 1:
        return _age_change_over_years(ask)
    trace = ask.desk.trace()
    first, second = sorted(ask.several("ages")[:2])
    low, high = (amount(trace, ask.measure, ask.year, band_of(age)) for age in (first, second))
    change = trace.step(
        f"at {second} less at {first}",
        "max({}, {}) - min({}, {})",
        high.value,
        low.value,
        high.value,
        low.value,
        unit="USD",
    )
    for age, found in ((first, low), (second, high)):
        if found.value:
            trace.row(f"at {age}", found.value, "USD")
    word = "more" if high.value > low.value else "less" if high.value < low.value else "neither more nor less"
    lead = f"{ask.in_year}, the {ask.label} at {second} is {money(high.value)}, {money(change)} {word} than the {money(low.value)} at {first}."
    formula = f"{money(high.value)} - {money(low.value)}"
    if ask.flag("wants_percent") and low.value:
        share = percent_step(trace, f"the difference in percent of that at {first}", change, low.value)
        lead = f"{lead.removesuffix('.')}: {percent_shown(share)}."
        result = Result("age_change", share, "percent", formula, lead, percent_shown(share), conditions=_OFFERED)
        return answered(trace, result, ask.slots)
    return answered(trace, Result("age_change", change, "USD", formula, lead, conditions=_OFFERED), ask.slots)


_OFFERED = ("Catch-up counts only if the plan offers it, and age is the age reached by the end of the year.",)


def _age_change_over_years(ask: Ask) -> Finding:
    """How much more one can put in at one age than at another, in each of several years and in all of them."""
    trace = ask.desk.trace()
    first, second = sorted(ask.several("ages")[:2])
    gaps = []
    for year in ask.years:
        low, high = (amount(trace, ask.measure, year, band_of(age)).value for age in (first, second))
        gaps.append(trace.step(f"{year}: at {second} less at {first}", "{} - {}", high, low, unit="USD"))
        trace.row(str(year), gaps[-1], "USD")
    total = trace.step("all years together", " + ".join("{}" for _ in gaps), *gaps, unit="USD")
    told = " and ".join(f"{money(gap)} in {year}" for year, gap in zip(ask.years, gaps, strict=True))
    lead = f"The {ask.label} at {second} is above that at {first} by {told}: {money(total)} in all."
    formula = " + ".join(money(gap) for gap in gaps) + f" = {money(total)}"
    return answered(trace, Result("age_change", total, "USD", formula, lead, conditions=_OFFERED), ask.slots)
