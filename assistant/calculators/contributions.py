"""What goes in altogether when the employer puts in a share of pay: a solo 401(k), a profit-sharing contribution."""

from __future__ import annotations

from decimal import Decimal

from assistant.calculators.ask import Ask, pay_of
from assistant.calculators.measures import Band, amount, branch_bands
from assistant.calculators.premise import premises
from assistant.calculators.protocol import Result, answered, declines
from assistant.calculators.trace import Trace, money, show
from assistant.types import Finding


def with_share(ask: Ask) -> Finding:
    """Own deferrals and the employer's share of pay together, within the limit on both and pay itself; catch-up on top."""
    trace = ask.desk.trace()
    rate = ask.number("employer_percent") or Decimal(0)
    salary = pay_of(trace, ask) or Decimal(0)
    if not 0 <= rate <= 100 or salary <= 0:
        text = "An employer's share has to be between 0% and 100% of pay, and pay more than nothing."
        return declines("invalid_input", text, ask.slots)
    trace.said("employer contribution as a share of pay", rate, "percent", display=show(rate, "percent"))
    cap = trace.parameter("compensation_cap", ask.year)
    paid = trace.step("employer contribution", "round(min({}, {}) * {} / 100, 2)", salary, cap, rate, unit="USD")
    for label, band in branch_bands(ask.measure, ask.desk.facts, ask.year) if ask.band is None else ():
        trace.row(label, _total(trace, ask, band, salary, paid)[0], "USD")
    total, own = _total(trace, ask, ask.band or "under 50", salary, paid)
    who = f"someone aged {ask.age_in(ask.year)}" if ask.band else "someone under 50"
    how = (
        "as said"
        if _own_said(ask)
        else f"the most at {ask.age_in(ask.year)}"
        if ask.band
        else "the most before catch-up"
    )
    lead = (
        f"{ask.in_year}, {money(total)} can go in for {who} on pay of {money(salary)}: {money(own)} of own deferrals ({how}) "
        f"and {money(paid)} from the employer ({show(rate, 'percent')} of pay)."
    )
    ceiling = trace.parameter("annual_additions", ask.year)
    conditions = [f"Without catch-up contributions, the two together cannot be more than {money(ceiling)} or pay."]
    if ask.text("plan") == "solo":
        conditions.append(
            "The share is taken as said; what a business may put in depends on its earnings, by a rule that this desk does not hold."
        )
    formula = (
        f"{money(own)} + {money(paid)} = {money(total)}"
        if own + paid == total
        else f"{money(own)} + {money(paid)}, within the limit = {money(total)}"
    )
    result = Result(
        "contributions", total, "USD", formula, lead, conditions=tuple(conditions), notices=premises(trace, ask)
    )
    return answered(trace, result, ask.slots)


def _own_said(ask: Ask) -> bool:
    return any(ask.number(name) is not None for name in ("contributed", "planned", "percent"))


def _total(trace: Trace, ask: Ask, band: Band, salary: Decimal, paid: Decimal) -> tuple[Decimal, Decimal]:
    """Everything together at an age, and the own deferrals in it."""
    found = amount(trace, ask.measure, ask.year, band)
    base = trace.parameter("elective_deferral", ask.year)
    most = trace.step("own deferrals at most", "min({} + {}, {})", base, found.catch_up, salary, unit="USD")
    own = _own(trace, ask, most, salary)
    ordinary = trace.step("own deferrals without catch-up", "min({}, {})", own, base, unit="USD")
    total = trace.step(
        f"together, {band}",
        "min({} + {}, {}, {}) + {} - {}",
        ordinary,
        paid,
        found.base,
        salary,
        own,
        ordinary,
        unit="USD",
    )
    return total, own


def _own(trace: Trace, ask: Ask, most: Decimal, salary: Decimal) -> Decimal:
    rate = ask.number("percent")
    put = ask.number("contributed")
    put = ask.number("planned") if put is None else put
    if put is not None:
        trace.said("own deferrals", put, "USD", display=money(put))
        return trace.step("own deferrals that fit", "min({}, {})", put, most, unit="USD")
    if rate is not None:
        trace.said("own deferral as a share of pay", rate, "percent", display=show(rate, "percent"))
        return trace.step("own deferrals that fit", "min(round({} * {} / 100, 2), {})", salary, rate, most, unit="USD")
    return most
