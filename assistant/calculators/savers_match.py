"""The Saver's Match, from 2027 on: a share of what was put in, falling evenly to nothing over a range of incomes."""

from __future__ import annotations

from decimal import Decimal

from assistant.calculators.ask import Ask, resolved
from assistant.calculators.protocol import Desk, Result, Slot, Slots, answered, declines
from assistant.calculators.trace import Trace, money
from assistant.types import Finding

_FIRST_YEAR = 2027
_WHO = {"hoh": "heads of household", "single": "single filers", "joint": "couples filing jointly"}


def savers_match(slots: Slots, desk: Desk) -> Finding | None:
    """The match on a contribution, what an income leaves of it, or the incomes over which it phases out."""
    ask = resolved({**slots, "limit": Slot("savers_single")}, desk)
    kept = {**slots, "limit": Slot("savers_match")}
    put = next((each for each in (ask.number("contributed"), ask.number("planned")) if each is not None), None)
    income, filing = ask.number("salary"), ask.text("filing")
    if put is not None and income is not None:
        return _at_income(ask, put, income, kept) if filing in _WHO else None
    if put is None and filing not in _WHO:
        put = income
    return _range(ask, kept) if put is None else _on(ask, put, kept)


def _year(ask: Ask) -> int:
    return max(ask.year, _FIRST_YEAR)


def _range(ask: Ask, slots: Slots) -> Finding:
    trace, year = ask.desk.trace(), _year(ask)
    rate, counted = trace.parameter("savers_match_rate", year), trace.parameter("savers_match_contribution", year)
    filing = ask.text("filing")
    whose = filing if filing in _WHO else "single" if filing else "joint"
    start, end = trace.bounds(f"savers_match_{whose}", year)
    most = trace.parameter("savers_match_maximum", year)
    lead = f"The Saver's Match is at most {money(most)} a person, {rate}% of up to {money(counted)}; it phases out over incomes from {money(start)} to {money(end)} for {_WHO[whose]}, from {year} on."
    return answered(
        trace, Result("savers_match", most, "USD", f"{rate}% x {money(counted)} = {money(most)}", lead), slots
    )


def _paid(trace: Trace, put: Decimal, year: int) -> tuple[Decimal, Decimal, Decimal]:
    """The match below the phase-out, its rate, and the most that counts."""
    rate, counted = trace.parameter("savers_match_rate", year), trace.parameter("savers_match_contribution", year)
    trace.said("contribution", put, "USD", display=money(put))
    return trace.step("Saver's Match", "min({}, {}) * {} / 100", put, counted, rate, unit="USD"), rate, counted


def _on(ask: Ask, put: Decimal, slots: Slots) -> Finding:
    trace, year = ask.desk.trace(), _year(ask)
    paid, rate, counted = _paid(trace, put, year)
    lead = f"From {year} on, the Saver's Match on a contribution of {money(put)} is {money(paid)}: {rate}% of up to {money(counted)}, if income is below the phase-out."
    return answered(
        trace,
        Result("savers_match", paid, "USD", f"{rate}% x {money(min(put, counted))} = {money(paid)}", lead),
        slots,
    )


def _at_income(ask: Ask, put: Decimal, income: Decimal, slots: Slots) -> Finding:
    """What is left of the match at an income inside the range, all of it below, nothing above."""
    if income < 0 or put < 0:
        return declines("invalid_input", "A sum below nothing cannot be matched.", slots)
    trace, year, filing = ask.desk.trace(), _year(ask), ask.text("filing")
    full, rate, counted = _paid(trace, put, year)
    trace.said("income", income, "USD", display=money(income))
    start, end = trace.bounds(f"savers_match_{filing}", year)
    paid = trace.step(
        "what the income leaves of it",
        "round({} * max(min(({} - {}) / ({} - {}), 1), 0), 2)",
        full,
        end,
        income,
        end,
        start,
        unit="USD",
    )
    lead = (
        f"From {year} on, the Saver's Match on a contribution of {money(put)} at an income of {money(income)} is {money(paid)}: "
        f"{rate}% of up to {money(counted)} is {money(full)}, and it phases out over incomes from {money(start)} to {money(end)} for {_WHO[filing]}."
    )
    formula = f"{money(full)} x ({money(end)} - {money(income)}) / ({money(end)} - {money(start)}) = {money(paid)}"
    formula = formula if start < income < end else money(paid)
    told = ("The match falls evenly across the range; no rounding rule is applied.",) if 0 < paid < full else ()
    return answered(trace, Result("savers_match", paid, "USD", formula, lead, conditions=told), slots)
