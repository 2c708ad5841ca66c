"""What a Saver's Credit is worth: 50%, 20% or 10% of up to $2,000 a person, by the income tier of a couple filing jointly."""

from __future__ import annotations

from decimal import Decimal

from assistant.calculators.ask import Ask
from assistant.calculators.protocol import Desk, Result, answered, asks, declines
from assistant.calculators.trace import Trace, money, show, value_for
from assistant.types import Finding

_TOPS = {
    "single": "savers_credit_single",
    "mfs": "savers_credit_single",
    "hoh": "savers_credit_hoh",
    "joint": "savers_credit_joint",
}
_TIERS = (
    ("savers_credit_joint_high_top", "savers_credit_rate_high"),
    ("savers_credit_joint_middle_top", "savers_credit_rate_middle"),
    ("savers_credit_joint", "savers_credit_rate_low"),
)


def credit_worth(ask: Ask) -> Finding | None:
    """The credit on what was put in; None where the corpus holds no tiers, a question back where a fact is missing."""
    filing, income = ask.text("filing"), ask.number("salary")
    if not filing or income is None:
        missing = (
            "income and filing status" if income is None and not filing else "income" if filing else "filing status"
        )
        return asks(f"What is the {missing}? The rate of the Saver's Credit depends on it.", ask.slots)
    if income < 0:
        return declines("invalid_input", "An income below nothing cannot be tested.", ask.slots)
    if not _held(ask.desk, _TOPS[filing], ask.year):
        return None
    trace = ask.desk.trace()
    trace.said("adjusted gross income", income, "USD", display=money(income))
    top = trace.parameter(_TOPS[filing], ask.year)
    if income <= top and (filing != "joint" or not all(_held(ask.desk, name, ask.year) for name, _ in _TIERS)):
        return None
    if ask.flag("between_two") and filing == "joint" and (ask.number("put") or 0) > 2000 and income <= top:
        return asks("How much did each spouse put in? Up to $2,000 counts for each.", ask.slots)
    if ask.text("operation") == "rate":
        return _rate_alone(ask, trace, income, top)
    return _worked_out(ask, trace, income, top)


def _held(desk: Desk, name: str, year: int) -> bool:
    parameter = desk.facts.parameters.get(name)
    found = value_for(parameter, year) if parameter is not None else None
    return found is not None and found.value is not None


def _rate_alone(ask: Ask, trace: Trace, income: Decimal, top: Decimal) -> Finding:
    """The rate of the credit at an income, when nothing is said of what was put in."""
    above = income > top
    rate = (
        trace.step("rate above the top income", "{} * 0", top, unit="percent") if above else _rate(ask, trace, income)
    )
    lead = f"{ask.in_year}, the Saver's Credit pays {show(rate, 'percent')} of what counts, at an income of {money(income)}."
    return answered(trace, Result("savers_credit_rate", rate, "percent", show(rate, "percent"), lead), ask.slots)


def _worked_out(ask: Ask, trace: Trace, income: Decimal, top: Decimal) -> Finding:
    counted = _counted(ask, trace)
    verb = "was" if ask.is_past else "is"
    if income > top:
        worth = trace.step("Saver's Credit above the top income", "{} * 0", counted, unit="USD")
        lead = f"{ask.in_year}, the Saver's Credit {verb} $0: an income of {money(income)} is above the top income of {money(top)}."
        formula = f"{money(income)} > {money(top)}"
    else:
        rate = _rate(ask, trace, income)
        worth = trace.step("Saver's Credit", "{} * {} / 100", counted, rate, unit="USD")
        lead = f"{ask.in_year}, the Saver's Credit {verb} {money(worth)}: {show(rate, 'percent')} of {money(counted)}, at an income of {money(income)} on a joint return."
        formula = f"{show(rate, 'percent')} x {money(counted)} = {money(worth)}"
    return answered(trace, Result("savers_credit_worth", worth, "USD", formula, lead), ask.slots)


def _counted(ask: Ask, trace: Trace) -> Decimal:
    """What counts of the contributions: up to the limit of each person."""
    most = trace.parameter("savers_credit_contribution", ask.desk.today)
    counts = []
    for name, label in (("put", "contribution"), ("put_other", "contribution of the other")):
        put = ask.number(name)
        if put is not None:
            trace.said(label, put, "USD", display=money(put))
            counts.append(trace.step(f"{label} that counts", "min({}, {})", put, most, unit="USD"))
    if ask.flag("each_of_two"):
        return trace.step("for both", "{} * 2", counts[0], unit="USD")
    return counts[0] if len(counts) == 1 else trace.step("for both", "{} + {}", *counts, unit="USD")


def _rate(ask: Ask, trace: Trace, income: Decimal) -> Decimal:
    """The rate of the tier that a joint income falls in."""
    for top, rate in _TIERS:
        if income <= trace.parameter(top, ask.year):
            return trace.parameter(rate, ask.desk.today)
    raise AssertionError("the income is within the top tier")  # pragma: no cover
