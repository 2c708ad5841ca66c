"""What is left of a limit, what is too much, whether a sum fits, and the room for after-tax and employer money."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.calculators.ask import Ask, add_branches, bounded_limit, pay_of, resolved
from assistant.calculators.measures import Amount, amount, branch_bands
from assistant.calculators.premise import premises
from assistant.calculators.protocol import PREMISE, Desk, Result, Slot, Slots, answered, asks, declines
from assistant.calculators.trace import Trace, long_date, money, show
from assistant.types import Finding

PER_YEAR = {"month": Decimal(12), "week": Decimal(52)}


def aged(ask: Ask) -> str:
    return f"aged {ask.age_in(ask.year)}" if ask.band else "under 50" if ask.measure.base else "aged 50 or over"


def left(ask: Ask) -> Finding:
    """What can still go in after what was put in, or by how much that is too much."""
    trace = ask.desk.trace()
    notices = premises(trace, ask)
    put = _put_in(trace, ask)
    if put is not None and ask.measure.name == "additions":
        put = _with_employer(trace, ask, put)
    if put is None:
        return asks(
            "How many paychecks a year do you get?",
            {**ask.slots, "asks": Slot("periods")},
            ("26 paychecks", "24 paychecks"),
        )
    if put < 0:
        return declines("invalid_input", "A contribution cannot be less than nothing.", ask.slots)
    found = bounded_limit(trace, ask)
    if ask.flag("unplaced") and put > found.value * TIMES_OVER:
        return asks_of_balance(ask, put)
    if put > found.value:
        return excess(trace, ask, found, put)
    if ask.text("operation") == "excess" and ask.flag("over_asked"):
        return _no_excess(trace, ask, found, put)
    remaining = trace.step("the limit less what was put in", "{} - {}", found.value, put, unit="USD")
    rest = ask.number("claimed_rest")
    if rest is not None:
        trace.said("what is left as stated in the question", rest, "USD", display=money(rest))
        if rest != remaining and not notices:
            notices = (f"{PREMISE}what is left is {money(remaining)}, not {money(rest)}.",)
    lead = f"{ask.in_year}, someone {aged(ask)} who has put in {money(put)} can still {ask.does.split(' to a ')[0]} {money(remaining)}: the limit is {money(found.value)}"
    _branch_rows(trace, ask, put)
    conditions = [_shared(ask)] if _shared(ask) else []
    if not ask.band and ask.measure.by_age:
        conditions.append(
            "From age 50 a catch-up contribution adds to that, if the plan offers it; the rows show by how much."
        )
    return answered(
        trace,
        Result(
            "room_left",
            remaining,
            "USD",
            f"{money(found.value)} - {money(put)} = {money(remaining)}",
            lead + ".",
            conditions=tuple(conditions),
            notices=notices,
            suggestions=("I'm 55", "How much per paycheck?"),
        ),
        ask.slots,
    )


TIMES_OVER = 3
"""A sum in an account of so many times the year's limit is rather a balance than what was put in."""


def asks_of_balance(ask: Ask, sum_said: Decimal) -> Finding:
    question = f"Is the {money(sum_said)} what was put in during one year, or the balance? The limit is on what is put in during a year."
    return asks(question, ask.slots, (f"I put in {money(sum_said)} this year",))


def _no_excess(trace: Trace, ask: Ask, found: Amount, put: Decimal) -> Finding:
    over = trace.step("what was put in above the limit", "max({} - {}, 0)", put, found.value, unit="USD")
    below = trace.step("the limit less what was put in", "{} - {}", found.value, put, unit="USD")
    lead = f"{ask.in_year}, there is no excess: {money(put)} is {money(below)} below the limit of {money(found.value)} for someone {aged(ask)}."
    lead = lead.replace(" is $0 below", " is exactly")
    formula = f"{money(put)} <= {money(found.value)}"
    conditions = (_shared(ask),) if _shared(ask) else ()
    return answered(trace, Result("excess", over, "USD", formula, lead, conditions=conditions), ask.slots)


def _shared(ask: Ask) -> str:
    if ask.measure.name in ("deferral", "base_deferral", "catch_up"):
        return "The limit is one per person: an employee's deferrals to the plans of every employer count together, an employer's match does not."
    if ask.measure.name == "ira":
        return "The limit covers all of a saver's IRAs together."
    return ""


def _put_in(trace: Trace, ask: Ask) -> Decimal | None:
    """What was put in: one sum, several, or so much a paycheck; None when the number of paychecks is missing."""
    each, periods = ask.number("each"), ask.number("periods")
    if each is not None:
        per = ask.text("each_per")
        times = ask.number("times") or (PER_YEAR.get(per) or periods)
        if times is None:
            return None
        trace.said(f"contribution a {per}", each, "USD", display=money(each))
        trace.said(f"{per}s", times, "count", display=str(times))
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


def _with_employer(trace: Trace, ask: Ask, own: Decimal) -> Decimal:
    """Own and employer money together, where the limit is on both."""
    employer = ask.number("employer")
    if employer is None or ask.measure.name not in ("additions", "base_additions"):
        return own
    parts = ask.several("employer_parts")
    for number, each in enumerate(parts, start=1):
        trace.said(f"employer contribution {number}", each, "USD", display=money(each))
    if parts:
        trace.step("employer contributions together", " + ".join("{}" for _ in parts), *parts, unit="USD")
    else:
        trace.said("employer contributions", employer, "USD", display=money(employer))
    return trace.step("own and employer money together", "{} + {}", own, employer, unit="USD")


def _branch_rows(trace: Trace, ask: Ask, put: Decimal) -> None:
    if ask.band or not ask.measure.by_age:
        return
    for label, band in branch_bands(ask.measure, ask.desk.facts, ask.year):
        found = amount(trace, ask.measure, ask.year, band)
        trace.row(label, trace.step(f"left, {label}", "max({} - {}, 0)", found.value, put, unit="USD"), "USD")


def excess(trace: Trace, ask: Ask, found: Amount, put: Decimal) -> Finding:
    over = trace.step("what was put in less the limit", "{} - {}", put, found.value, unit="USD")
    lead = (
        f"{ask.in_year}, {money(put)} is {money(over)} above the limit of {money(found.value)} for someone {aged(ask)}."
    )
    conditions = []
    if ask.measure.name in ("deferral", "base_deferral"):
        month_day = trace.rule("excess_correction_deadline", date(ask.year, 12, 31))
        deadline = date.fromisoformat(f"{ask.year + 1}-{month_day}")
        trace.date_step("last day to take out the excess", "{}", deadline)
        conditions.append(
            f"The excess and its earnings must be taken out by {long_date(deadline)}; an excess left in the plan after that is taxed twice."
        )
    if not ask.band and ask.measure.by_age:
        for label, band in branch_bands(ask.measure, ask.desk.facts, ask.year):
            other = amount(trace, ask.measure, ask.year, band)
            trace.row(label, trace.step(f"too much, {label}", "max({} - {}, 0)", put, other.value, unit="USD"), "USD")
        conditions.append(
            "From age 50 the limit is higher by the catch-up contribution; the rows show the excess by age."
        )
    return answered(
        trace,
        Result(
            "excess",
            over,
            "USD",
            f"{money(put)} - {money(found.value)} = {money(over)}",
            lead,
            conditions=tuple(conditions),
            suggestions=("I'm 55",),
        ),
        ask.slots,
    )


def planned(ask: Ask) -> Finding:
    """Whether a sum, or a percentage of pay, fits within the limit."""
    trace = ask.desk.trace()
    rate, salary = ask.number("percent"), pay_of(Trace(trace.facts), ask)
    if rate is not None and salary is not None and ask.number("planned") is None:
        if not 0 <= rate <= 100:
            return declines(
                "invalid_input",
                f"A deferral of {show(rate, 'percent')} of pay is not possible: it must be between 0% and 100%.",
                ask.slots,
            )
        trace.said("share of pay", rate, "percent", display=show(rate, "percent"))
        pay_of(trace, ask)
        wanted = trace.step("the share of pay in dollars", "{} * {} / 100", salary, rate, unit="USD")
        what = f"{show(rate, 'percent')} of {money(salary)} is {money(wanted)}"
    else:
        wanted = ask.number("planned") or Decimal(0)
        if wanted < 0:
            return declines("invalid_input", "A contribution cannot be less than nothing.", ask.slots)
        trace.said("contribution asked about", wanted, "USD", display=money(wanted))
        wanted = _with_employer(trace, ask, wanted)
        what = ""
    found = bounded_limit(trace, ask)
    if ask.flag("unplaced") and wanted > found.value * TIMES_OVER:
        return asks_of_balance(ask, wanted)
    return _compared(trace, ask, found, wanted, what)


def _compared(trace: Trace, ask: Ask, found: Amount, wanted: Decimal, what: str) -> Finding:
    limit = (
        f"the {ask.year} limit of {money(found.value)} for someone {aged(ask)}"
        if ask.measure.by_age
        else f"the {ask.year} limit of {money(found.value)}"
    )
    if wanted > found.value:
        over = trace.step("above the limit", "{} - {}", wanted, found.value, unit="USD")
        lead = f"Too much: {what or money(wanted)}{',' if what else ' is'} {money(over)} more than {limit}."
        value, formula = found.value, f"{money(wanted)} - {money(found.value)} = {money(over)} too much"
    else:
        below = trace.step("below the limit", "{} - {}", found.value, wanted, unit="USD")
        lead = f"Within the limit: {what or money(wanted)}{',' if what else ' is'} " + (
            f"{money(below)} less than {limit}." if below else f"exactly {limit}."
        )
        value, formula = (
            (wanted if what else found.value),
            (
                f"{what.replace(' is ', ' = ')}"
                if what
                else f"{money(found.value)} - {money(wanted)} = {money(below)} to spare"
            ),
        )
    conditions = []
    if ask.band is None and ask.measure.by_age:
        add_branches(trace, ask)
        conditions.append(
            "From age 50 the limit is higher by the catch-up contribution, if the plan offers it; the rows show the limit by age."
        )
    return answered(
        trace,
        Result(
            "limit_check",
            value,
            "USD",
            formula,
            lead,
            conditions=tuple(conditions),
            notices=premises(trace, ask),
            suggestions=("I'm 55",) if ask.band is None else (),
        ),
        ask.slots,
    )


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
            deferred = trace.step(
                "deferrals that count (a catch-up does not)", "min({}, {})", deferred, most, unit="USD"
            )
    employer, how = _employer_money(trace, ask)
    room = trace.step(
        "room for after-tax contributions", "max({} - {} - {}, 0)", ceiling, deferred, employer, unit="USD"
    )
    lead = (
        f"{ask.in_year}, the room for after-tax contributions is {money(room)}: the limit of {money(ceiling)} on employee and employer money together, "
        f"less {money(deferred)} of deferrals{' (the most before catch-up, as no other sum was given)' if assumed else ''} and {how}."
    )
    conditions = (
        "Catch-up contributions stand outside this limit and do not use up the room.",
        "Whether after-tax contributions are possible is a matter of the plan's terms; and pay itself is a bound when it is lower.",
    )
    return answered(
        trace,
        Result(
            "after_tax_room",
            room,
            "USD",
            f"{money(ceiling)} - {money(deferred)} - {money(employer)} = {money(room)}",
            lead,
            conditions=conditions,
            suggestions=("With an employer match of $10,000?",),
        ),
        {**ask.slots, "limit": Slot("after_tax")},
    )


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
    deferred = (
        min(most, ceiling)
        if said is None
        else trace.step("deferrals that count (a catch-up does not)", "min({}, {})", said, most, unit="USD")
    )
    left_over = trace.step("left for the employer", "max({} - {}, 0)", ceiling, deferred, unit="USD")
    given = "the most before catch-up, as no other sum was given" if said is None else "as said"
    lead = (
        f"{ask.in_year}, an employer can put in up to {money(left_over)} for someone who defers {money(deferred)} ({given}): "
        f"employee and employer money together cannot be more than {money(ceiling)}."
    )
    conditions = (
        "Catch-up contributions stand outside this limit. Without deferrals the whole limit is open to the employer, never more than pay itself.",
    )
    wanted = ask.number("employer")
    if wanted is not None:
        trace.said("employer contribution asked about", wanted, "USD", display=money(wanted))
        gap = trace.step("asked about less what is left", "{} - {}", wanted, left_over, unit="USD")
        fits = (
            f"{money(wanted)} is {money(abs(gap))} {'more' if gap > 0 else 'less'} than that"
            if gap
            else "that is exactly it"
        )
        lead = f"{'No' if gap > 0 else 'Yes'}: {lead[0].lower()}{lead[1:-1]}; {fits}."
    return answered(
        trace,
        Result(
            "employer_room",
            left_over,
            "USD",
            f"{money(ceiling)} - {money(deferred)} = {money(left_over)}",
            lead,
            conditions=conditions,
        ),
        {**ask.slots, "limit": Slot("employer_room")},
    )
