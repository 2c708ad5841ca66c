"""What is left of a limit, what is too much, and limits split or joined: paychecks, pay, couples, ages, two plans, after-tax room."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from assistant.calculators.ask import Ask, add_branches, limit_at, resolved
from assistant.calculators.measures import Amount, amount, band_of, branch_bands, measure_named
from assistant.calculators.premise import premises
from assistant.calculators.protocol import Desk, Result, Slot, Slots, answered, asks, declines
from assistant.calculators.trace import Trace, long_date, money, show
from assistant.types import Finding

PER_YEAR = {"month": Decimal(12), "week": Decimal(52)}


def _aged(ask: Ask) -> str:
    return f"aged {ask.age_in(ask.year)}" if ask.band else "under 50" if ask.measure.base else "aged 50 or over"


def left(ask: Ask) -> Finding:
    """What can still go in after what was put in, or by how much that is too much."""
    trace = ask.desk.trace()
    notices = premises(trace, ask)
    put = _put_in(trace, ask)
    if put is None:
        return asks("How many paychecks a year do you get?", {**ask.slots, "asks": Slot("periods")}, ("26 paychecks", "24 paychecks"))
    if put < 0:
        return declines("invalid_input", "A contribution cannot be less than nothing.", ask.slots)
    found = limit_at(trace, ask)
    if put > found.value:
        return _excess(trace, ask, found, put)
    remaining = trace.step("the limit less what was put in", "{} - {}", found.value, put, unit="USD")
    lead = f"{ask.in_year}, someone {_aged(ask)} who has put in {money(put)} can still {ask.does.split(' to a ')[0]} {money(remaining)}: the limit is {money(found.value)}"
    _branch_rows(trace, ask, put)
    conditions = [_shared(ask)] if _shared(ask) else []
    if not ask.band and ask.measure.by_age:
        conditions.append("From age 50 a catch-up contribution adds to that, if the plan offers it; the rows show by how much.")
    return answered(trace, Result("room_left", remaining, "USD", f"{money(found.value)} - {money(put)} = {money(remaining)}", lead + ".",
                                  conditions=tuple(conditions), notices=notices, suggestions=("I'm 55", "How much per paycheck?")), ask.slots)


def _shared(ask: Ask) -> str:
    if ask.measure.name in ("deferral", "base_deferral", "catch_up"):
        return "The limit is one per person: an employee's deferrals to all 401(k), 403(b) and SIMPLE plans count together, an employer's match does not."
    if ask.measure.name == "ira":
        return "The limit covers all of a saver's IRAs together."
    return ""


def _put_in(trace: Trace, ask: Ask) -> Decimal | None:
    """What was put in: one sum, several, or so much a paycheck; None when the number of paychecks is missing."""
    each, periods = ask.number("each"), ask.number("periods")
    if each is not None:
        per = ask.text("each_per")
        times = PER_YEAR.get(per, periods) if periods is None or per in PER_YEAR else periods
        if times is None:
            return None
        trace.said(f"contribution a {per}", each, "USD", display=money(each))
        trace.said(f"{per}s a year", times, "count", display=str(times))
        return trace.step("contributions of the year", "{} * {}", each, times, unit="USD")
    parts = ask.several("contributed_parts")
    for number, part in enumerate(parts, start=1):
        trace.said(f"contribution {number}", part, "USD", display=money(part))
    if parts:
        return trace.step("contributions together", " + ".join("{}" for _ in parts), *parts, unit="USD")
    put = ask.number("contributed")
    put = ask.number("planned") if put is None else put
    trace.said("contributions so far", put or Decimal(0), "USD", display=money(put or Decimal(0)))
    return put or Decimal(0)


def _branch_rows(trace: Trace, ask: Ask, put: Decimal) -> None:
    if ask.band or not ask.measure.by_age:
        return
    for label, band in branch_bands(ask.measure, ask.desk.facts, ask.year):
        found = amount(trace, ask.measure, ask.year, band)
        trace.row(label, trace.step(f"left, {label}", "max({} - {}, 0)", found.value, put, unit="USD"), "USD")


def _excess(trace: Trace, ask: Ask, found: Amount, put: Decimal) -> Finding:
    over = trace.step("what was put in less the limit", "{} - {}", put, found.value, unit="USD")
    lead = f"{ask.in_year}, {money(put)} is {money(over)} above the limit of {money(found.value)} for someone {_aged(ask)}."
    conditions = []
    if ask.measure.name in ("deferral", "base_deferral"):
        month_day = trace.rule("excess_correction_deadline", date(ask.year, 12, 31))
        deadline = date.fromisoformat(f"{ask.year + 1}-{month_day}")
        conditions.append(f"The excess and its earnings must be taken out by {long_date(deadline)}; an excess left in the plan after that is taxed twice.")
    if not ask.band and ask.measure.by_age:
        for label, band in branch_bands(ask.measure, ask.desk.facts, ask.year):
            other = amount(trace, ask.measure, ask.year, band)
            trace.row(label, trace.step(f"too much, {label}", "max({} - {}, 0)", put, other.value, unit="USD"), "USD")
        conditions.append("From age 50 the limit is higher by the catch-up contribution; the rows show the excess by age.")
    return answered(trace, Result("excess", over, "USD", f"{money(put)} - {money(found.value)} = {money(over)}", lead, conditions=tuple(conditions),
                                  suggestions=("I'm 55",)), ask.slots)


def planned(ask: Ask) -> Finding:
    """Whether a sum, or a percentage of pay, fits within the limit."""
    trace = ask.desk.trace()
    rate, salary = ask.number("percent"), ask.number("salary")
    if rate is not None and salary is not None and ask.number("planned") is None:
        if not 0 <= rate <= 100:
            return declines("invalid_input", f"A deferral of {show(rate, 'percent')} of pay is not possible: it must be between 0% and 100%.", ask.slots)
        trace.said("share of pay", rate, "percent", display=show(rate, "percent"))
        trace.said("pay", salary, "USD", display=money(salary))
        wanted = trace.step("the share of pay in dollars", "{} * {} / 100", salary, rate, unit="USD")
        what = f"{show(rate, 'percent')} of {money(salary)} is {money(wanted)}"
    else:
        wanted = ask.number("planned") or Decimal(0)
        if wanted < 0:
            return declines("invalid_input", "A contribution cannot be less than nothing.", ask.slots)
        trace.said("contribution asked about", wanted, "USD", display=money(wanted))
        what = ""
    found = limit_at(trace, ask)
    return _compared(trace, ask, found, wanted, what)


def _compared(trace: Trace, ask: Ask, found: Amount, wanted: Decimal, what: str) -> Finding:
    limit = f"the {ask.year} limit of {money(found.value)} for someone {_aged(ask)}" if ask.measure.by_age else f"the {ask.year} limit of {money(found.value)}"
    if wanted > found.value:
        over = trace.step("above the limit", "{} - {}", wanted, found.value, unit="USD")
        lead = f"No: {what or money(wanted)}{',' if what else ' is'} {money(over)} more than {limit}."
        value, formula = found.value, f"{money(wanted)} - {money(found.value)} = {money(over)} too much"
    else:
        below = trace.step("below the limit", "{} - {}", found.value, wanted, unit="USD")
        lead = f"{'Yes' if not what else 'In ' + str(ask.year)}: {what or money(wanted)}{',' if what else ' is'} " + (
            f"{money(below)} less than {limit}." if below else f"exactly {limit}.")
        value, formula = (wanted if what else found.value), (f"{what.replace(' is ', ' = ')}" if what else f"{money(found.value)} - {money(wanted)} = {money(below)} to spare")
    conditions = []
    if ask.band is None and ask.measure.by_age:
        add_branches(trace, ask)
        conditions.append("From age 50 the limit is higher by the catch-up contribution, if the plan offers it; the rows show the limit by age.")
    return answered(trace, Result("limit_check", value, "USD", formula, lead, conditions=tuple(conditions), notices=premises(trace, ask),
                                  suggestions=("I'm 55",) if ask.band is None else ()), ask.slots)


def per_period(ask: Ask) -> Finding:
    """The limit, or what is left of it, spread over paychecks or months."""
    trace = ask.desk.trace()
    notices = premises(trace, ask)
    found = limit_at(trace, ask)
    total, put = found.value, ask.number("contributed")
    if put is not None:
        trace.said("contributions so far", put, "USD", display=money(put))
        if put > total:
            return _excess(trace, ask, found, put)
        total = trace.step("the limit less what was put in", "{} - {}", total, put, unit="USD")
    periods = ask.number("periods_left") or ask.number("periods")
    word = ask.text("per") or "paycheck"
    if periods is None:
        if put is not None:
            return asks("How many paychecks are left this year?", {**ask.slots, "asks": Slot("periods")}, ("3 paychecks left",))
        return _per_period_table(trace, ask, found, notices)
    if not 0 < periods <= 366:
        return declines("invalid_input", "The number of paychecks has to be between 1 and 366.", ask.slots)
    many = f"{periods} {word}s" + (" that are left" if "periods_left" in ask.slots else " a year")
    trace.said(f"{word}s", periods, "count", display=many)
    each = trace.step(f"a {word}, to the cent", "round({} / {}, 2)", total, periods, unit="USD")
    rest = f"{money(total)} of {money(found.value)} left to put in" if put is not None else f"the limit of {money(total)}"
    lead = f"{ask.in_year}, {rest} for someone {_aged(ask)} comes to {money(each)} a {word} over {many}."
    conditions = ["Rounded to the nearest cent."] if each * periods != total else []
    if ask.band is None and ask.measure.by_age:
        for label, band in branch_bands(ask.measure, ask.desk.facts, ask.year):
            other = amount(trace, ask.measure, ask.year, band)
            trace.row(label, trace.step(f"a {word}, {label}", "round(max({} - {}, 0) / {}, 2)", other.value, put or Decimal(0), periods, unit="USD"), "USD")
        conditions.append("The rows show the amount by age on 31 December.")
    return answered(trace, Result("per_period", each, "USD", f"{money(total)} / {periods} = {money(each)}", lead, conditions=tuple(conditions),
                                  notices=notices, suggestions=("With 24 paychecks?", "I'm 55")), ask.slots)


def _per_period_table(trace: Trace, ask: Ask, found: Amount, notices: tuple[str, ...]) -> Finding:
    """Paychecks of unknown number: every second week is named as the commonest case, the others are rows."""
    results = {}
    for label, times in (("every two weeks (26)", 26), ("twice a month (24)", 24), ("monthly (12)", 12), ("weekly (52)", 52)):
        trace.said("paychecks a year", Decimal(times), "count", display=str(times), origin="default")
        results[times] = trace.step(label, "round({} / {}, 2)", found.value, Decimal(times), unit="USD")
        trace.row(label, results[times], "USD")
    lead = (f"{ask.in_year}, the limit of {money(found.value)} for someone {_aged(ask)} comes to {money(results[26])} a paycheck with 26 paychecks a year "
            f"(every two weeks, the commonest case); the rows show 24, 12 and 52.")
    return answered(trace, Result("per_period", results[26], "USD", f"{money(found.value)} / 26 = {money(results[26])}", lead, notices=notices,
                                  conditions=("Rounded to the nearest cent.",), suggestions=("24 paychecks", "I'm 55")), ask.slots)


def share_of_pay(ask: Ask) -> Finding:
    """The percentage of a salary that reaches the limit."""
    trace = ask.desk.trace()
    salary = ask.number("salary") or Decimal(0)
    if salary <= 0:
        return declines("invalid_input", "A salary has to be more than nothing.", ask.slots)
    notices = premises(trace, ask)
    found = limit_at(trace, ask)
    trace.said("pay", salary, "USD", display=money(salary))
    share = trace.step("the limit as a share of pay, in percent", "round(min({} / {}, 1) * 100, 2)", found.value, salary, unit="percent")
    lead = f"{ask.in_year}, the limit of {money(found.value)} for someone {_aged(ask)} is {show(share, 'percent')} of pay of {money(salary)}."
    if salary < found.value:
        lead = f"{ask.in_year}, pay of {money(salary)} is below the limit of {money(found.value)}: all of it, {show(share, 'percent')}, can be deferred and no more."
    conditions = ["Rounded to two places."]
    if ask.band is None and ask.measure.by_age:
        for label, band in branch_bands(ask.measure, ask.desk.facts, ask.year):
            other = amount(trace, ask.measure, ask.year, band)
            trace.row(label, trace.step(f"share of pay, {label}", "round(min({} / {}, 1) * 100, 2)", other.value, salary, unit="percent"), "percent")
        conditions.append("The rows show the share by age on 31 December.")
    return answered(trace, Result("share_of_pay", share, "percent", f"{money(found.value)} / {money(salary)} = {show(share, 'percent')}", lead,
                                  conditions=tuple(conditions), notices=notices, suggestions=("I'm 55",)), ask.slots)


def couple(ask: Ask) -> Finding:
    """Two savers, each with a limit of their own, together."""
    trace = ask.desk.trace()
    notices = premises(trace, ask)
    births = ask.several("birth_years")
    ages = tuple(Decimal(ask.year) - born for born in births) or ask.several("ages")
    if not ages and ask.band:
        ages = (ask.age_in(ask.year) or Decimal(0),) * 2
    bands = [band_of(age) for age in ages[:2]] or ["under 50" if ask.measure.base else "50 to 59"] * 2
    amounts = [amount(trace, ask.measure, ask.year, band) for band in bands]
    both = trace.step("both together", "{} + {}", amounts[0].value, amounts[1].value, unit="USD")
    for label, each in zip(("one", "the other"), amounts, strict=True):
        trace.row(label, each.value, "USD")
    who = f"a couple aged {ages[0]} and {ages[1]}" if len(ages) > 1 else "a couple, both under 50,"
    lead = f"{ask.in_year}, {who} can {ask.does.replace('a 401(k)', '401(k) plans')} up to {money(both)} together: {money(amounts[0].value)} and {money(amounts[1].value)}."
    conditions = ["Each has a limit of their own, and needs the pay for it." if ask.measure.name != "additions" else "Each has a limit of their own."]
    if any(each.catch_up for each in amounts) and ask.measure.at_60:
        conditions.append("Catch-up counts only if the plan offers it.")
    if not ages:
        conditions.append("From age 50 each can add a catch-up contribution.")
    return answered(trace, Result("couple", both, "USD", f"{money(amounts[0].value)} + {money(amounts[1].value)} = {money(both)}", lead,
                                  conditions=tuple(conditions), notices=notices, suggestions=("We're both 62",)), ask.slots)


def by_ages(ask: Ask) -> Finding:
    """The limit at each of several ages."""
    trace = ask.desk.trace()
    amounts = [(age, amount(trace, ask.measure, ask.year, band_of(age))) for age in ask.several("ages")[:8]]
    for age, found in amounts:
        trace.row(f"at {age}", found.value, "USD")
    listed = ", ".join(f"{money(found.value)} at {age}" for age, found in amounts)
    lead = f"{ask.in_year}, the {ask.label} is {listed}, by age on 31 December."
    return answered(trace, Result(ask.measure.name, amounts[0][1].value, "USD", f"{ask.label}, {ask.year}", lead, notices=premises(trace, ask),
                                  conditions=("Catch-up counts only if the plan offers it.",) if ask.measure.at_60 else ()), ask.slots)


def age_change(ask: Ask) -> Finding:
    """How much more one can put in at one age than at another."""
    trace = ask.desk.trace()
    first, second = sorted(ask.several("ages")[:2])
    low, high = (amount(trace, ask.measure, ask.year, band_of(age)) for age in (first, second))
    change = trace.step(f"at {second} less at {first}", "max({}, {}) - min({}, {})", high.value, low.value, high.value, low.value, unit="USD")
    for age, found in ((first, low), (second, high)):
        trace.row(f"at {age}", found.value, "USD")
    word = "more" if high.value > low.value else "less" if high.value < low.value else "neither more nor less"
    lead = f"{ask.in_year}, the {ask.label} at {second} is {money(high.value)}, {money(change)} {word} than the {money(low.value)} at {first}."
    return answered(trace, Result("age_change", change, "USD", f"{money(high.value)} - {money(low.value)}", lead,
                                  conditions=("Catch-up counts only if the plan offers it, and age is the age on 31 December.",)), ask.slots)


def _other(ask: Ask) -> Ask:
    return replace(ask, measure=measure_named(ask.text("other_limit"), ask.desk.facts))


def two_plans(ask: Ask) -> Finding:
    """The limits of two plans together; those that share one limit are not added."""
    trace = ask.desk.trace()
    first, second = limit_at(trace, ask), limit_at(trace, _other(ask))
    names = {ask.measure.name, ask.text("other_limit")}
    if names == {"deferral", "simple"}:
        lead = f"{ask.in_year}, someone {_aged(ask)} can defer {money(max(first.value, second.value))} to a 401(k) and a SIMPLE plan together."
        share = ("Deferrals to 401(k), 403(b) and SIMPLE plans count together under one limit per person, so the two limits are not added.",)
        return answered(trace, Result("two_plans", max(first.value, second.value), "USD", money(max(first.value, second.value)), lead, conditions=share), ask.slots)
    both = trace.step("both limits together", "{} + {}", first.value, second.value, unit="USD")
    trace.row(ask.label, first.value, "USD")
    trace.row(_other(ask).measure.label, second.value, "USD")
    lead = (f"{ask.in_year}, someone {_aged(ask)} can put {money(both)} in the two together: {money(first.value)} ({ask.label}) "
            f"and {money(second.value)} ({_other(ask).measure.label}).")
    conditions = ["The two limits are separate, so using one does not lower the other."]
    if "457b" in names and ask.band and ask.band != "under 50":
        conditions.append("For the 457(b) plan the figure is before any catch-up.")
    return answered(trace, Result("two_plans", both, "USD", f"{money(first.value)} + {money(second.value)} = {money(both)}", lead,
                                  conditions=tuple(conditions), notices=premises(trace, ask), suggestions=("I'm 55",) if not ask.band else ()), ask.slots)


def plan_change(ask: Ask) -> Finding:
    """How far apart the limits of two plans are."""
    trace = ask.desk.trace()
    other = _other(ask)
    first, second = limit_at(trace, ask), limit_at(trace, other)
    high, low = max(first.value, second.value), min(first.value, second.value)
    change = trace.step("the larger less the smaller limit", "{} - {}", high, low, unit="USD")
    trace.row(ask.label, first.value, "USD")
    trace.row(other.measure.label, second.value, "USD")
    lead = (f"{ask.in_year}, for someone {_aged(ask)}, the {ask.label} is {money(first.value)} and the {other.measure.label} {money(second.value)}: "
            f"a difference of {money(change)}.")
    return answered(trace, Result("plan_change", change, "USD", f"{money(high)} - {money(low)} = {money(change)}", lead), ask.slots)


def after_tax(slots: Slots, desk: Desk) -> Finding | None:
    """Room for after-tax contributions (the mega backdoor): what 415(c), or pay, leaves after deferrals and employer money."""
    ask = resolved({**slots, "limit": Slot("additions")}, desk)
    trace = desk.trace()
    ceiling = trace.parameter("annual_additions", ask.year)
    most = trace.parameter("elective_deferral", ask.year)
    salary = ask.number("salary")
    if salary is not None and salary < ceiling:
        trace.said("pay", salary, "USD", display=money(salary))
        ceiling = trace.step("the limit or pay, whichever is less", "min({}, {})", ceiling, salary, unit="USD")
    deferred = ask.number("contributed")
    deferred = ask.number("planned") if deferred is None else deferred
    assumed = deferred is None
    if deferred is None:
        deferred = min(most, ceiling)
    else:
        trace.said("own deferrals", deferred, "USD", display=money(deferred))
        if deferred > most:
            deferred = trace.step("deferrals that count (a catch-up does not)", "min({}, {})", deferred, most, unit="USD")
    employer, how = _employer_money(trace, ask)
    room = trace.step("room for after-tax contributions", "max({} - {} - {}, 0)", ceiling, deferred, employer, unit="USD")
    lead = (f"{ask.in_year}, the room for after-tax contributions is {money(room)}: the limit of {money(ceiling)} on employee and employer money together, "
            f"less {money(deferred)} of deferrals{' (the most before catch-up, as no other sum was given)' if assumed else ''} and {how}.")
    conditions = ("Catch-up contributions stand outside this limit and do not use up the room.",
                  "Whether after-tax contributions are possible is a matter of the plan's terms; the room is never more than 100% of pay leaves.")
    return answered(trace, Result("after_tax_room", room, "USD", f"{money(ceiling)} - {money(deferred)} - {money(employer)} = {money(room)}", lead,
                                  conditions=conditions, suggestions=("With an employer match of $10,000?",)), {**ask.slots, "limit": Slot("after_tax")})


def _employer_money(trace: Trace, ask: Ask) -> tuple[Decimal, str]:
    employer, rate, salary = ask.number("employer"), ask.number("percent"), ask.number("salary")
    if employer is not None:
        trace.said("employer contributions", employer, "USD", display=money(employer))
        return employer, f"{money(employer)} from the employer"
    if rate is not None and salary is not None and 0 <= rate <= 100:
        cap = trace.parameter("compensation_cap", ask.year)
        trace.said("pay", salary, "USD", display=money(salary))
        trace.said("employer contribution as a share of pay", rate, "percent", display=show(rate, "percent"))
        paid = trace.step("employer contribution", "min({}, {}) * {} / 100", salary, cap, rate, unit="USD")
        return paid, f"{money(paid)} from the employer ({show(rate, 'percent')} of pay)"
    trace.said("employer contributions", Decimal(0), "USD", display="none", origin="default")
    return Decimal(0), "no employer money, as none was mentioned"


def employer_room(slots: Slots, desk: Desk) -> Finding | None:
    """The most that an employer may put in: what 415(c), or pay, leaves after the employee's deferrals."""
    ask = resolved({**slots, "limit": Slot("additions")}, desk)
    trace = desk.trace()
    ceiling = trace.parameter("annual_additions", ask.year)
    most = trace.parameter("elective_deferral", ask.year)
    salary = ask.number("salary")
    if salary is not None and 0 < salary < ceiling:
        trace.said("pay", salary, "USD", display=money(salary))
        ceiling = trace.step("the limit or pay, whichever is less", "min({}, {})", ceiling, salary, unit="USD")
    said = ask.number("contributed") or ask.number("planned")
    if said is not None:
        trace.said("own deferrals", said, "USD", display=money(said))
    deferred = min(most, ceiling) if said is None else trace.step("deferrals that count (a catch-up does not)", "min({}, {})", said, most, unit="USD")
    left_over = trace.step("left for the employer", "max({} - {}, 0)", ceiling, deferred, unit="USD")
    given = "the most before catch-up, as no other sum was given" if said is None else "as said"
    lead = (f"{ask.in_year}, an employer can put in up to {money(left_over)} for someone who defers {money(deferred)} ({given}): "
            f"employee and employer money together cannot be more than {money(ceiling)}.")
    conditions = ("Catch-up contributions stand outside this limit. Without deferrals the whole limit is open to the employer, never more than 100% of pay.",)
    return answered(trace, Result("employer_room", left_over, "USD", f"{money(ceiling)} - {money(deferred)} = {money(left_over)}", lead, conditions=conditions),
                    {**ask.slots, "limit": Slot("employer_room")})
