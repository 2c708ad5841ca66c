"""Income limits of IRAs: the reduced Roth contribution and the reduced deduction inside a phase-out range."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.calculators.ask import Ask, resolved
from assistant.calculators.measures import amount
from assistant.calculators.protocol import Desk, Result, Slot, Slots, answered, declines
from assistant.calculators.trace import Trace, money
from assistant.types import Finding


@dataclass(frozen=True, slots=True)
class Phaseout:
    """One range: whose it is, the parameter that holds it, and what phases out."""

    filer: str
    parameter: str
    what: str


_ROTH = {
    "single": Phaseout("single filers and heads of household", "roth_ira_single", "Roth IRA contribution"),
    "joint": Phaseout("couples filing jointly", "roth_ira_joint", "Roth IRA contribution"),
    "mfs": Phaseout("married people filing separately who live together", "roth_ira_mfs", "Roth IRA contribution"),
}
_ROTH["hoh"] = _ROTH["single"]
_DEDUCTION = {
    "single": Phaseout("single filers covered at work", "ira_deduction_single", "IRA deduction"),
    "joint": Phaseout(
        "couples filing jointly, the contributor covered at work", "ira_deduction_joint", "IRA deduction"
    ),
    "spouse": Phaseout(
        "couples filing jointly, only the spouse covered at work", "ira_deduction_joint_spouse", "IRA deduction"
    ),
    "mfs": Phaseout("married people filing separately, covered at work", "ira_deduction_mfs", "IRA deduction"),
}
_DEDUCTION["hoh"] = _DEDUCTION["single"]


def roth(slots: Slots, desk: Desk) -> Finding | None:
    """How much can go into a Roth IRA at an income, or the range itself."""
    filing = str(slots["filing"].value) if "filing" in slots else ""
    others = () if filing else (_ROTH["joint"],)
    return _phased(slots, desk, (_ROTH[filing or "single"], *others), "roth_income")


def deduction(slots: Slots, desk: Desk) -> Finding | None:
    """How much of a traditional IRA contribution can be deducted at an income, or the range itself."""
    filing = str(slots["filing"].value) if "filing" in slots else ""
    covered = str(slots["covered"].value) if "covered" in slots else ""
    if covered == "spouse":
        return _phased(slots, desk, (_DEDUCTION["spouse"],), "deduction")
    if covered == "none":
        return declines(
            "not_in_corpus",
            "The income ranges of this desk are for savers who are, or whose spouse is, covered by a plan at work; no range is held for others.",
            slots,
        )
    others = () if filing else (_DEDUCTION["joint"], _DEDUCTION["spouse"])
    return _phased(slots, desk, (_DEDUCTION[filing or "single"], *others), "deduction")


def between_filers(slots: Slots, desk: Desk) -> Finding | None:
    """The Roth IRA ranges of two kinds of filer beside each other: how far apart they start and end, and how wide each is."""
    ask = resolved({**slots, "limit": Slot("ira")}, desk)
    if len({_ROTH[kind].parameter for kind in ask.text("filers").split(",")}) == 1:
        return roth(slots, desk)
    trace = desk.trace()
    kinds = sorted(ask.text("filers").split(","), key=lambda kind: trace.bounds(_ROTH[kind].parameter, ask.year))
    (low, high), (low_start, low_end), (high_start, high_end) = (
        (_ROTH[kind] for kind in kinds),
        *(trace.bounds(_ROTH[kind].parameter, ask.year) for kind in kinds),
    )
    told = []
    for each, start, end in ((low, low_start, low_end), (high, high_start, high_end)):
        width = trace.step(f"width of the range for {each.filer}", "{} - {}", end, start, unit="USD")
        trace.row(f"{each.filer}: full up to", start, "USD")
        trace.row(f"{each.filer}: none from", end, "USD")
        told.append(f"from {money(start)} to {money(end)} for {each.filer} ({money(width)} wide)")
    starts = trace.step("difference of the starts", "{} - {}", high_start, low_start, unit="USD")
    ends = trace.step("difference of the ends", "{} - {}", high_end, low_end, unit="USD")
    verb = "phased" if ask.is_past else "phases"
    lead = f"{ask.in_year}, the {low.what} {verb} out over incomes {' and '.join(told)}: the ranges start {money(starts)} and end {money(ends)} apart."
    value = starts if ask.flag("start_asked") else ends
    formula = f"{money(high_start)} - {money(low_start)} = {money(starts)}; {money(high_end)} - {money(low_end)} = {money(ends)}"
    return answered(
        trace, Result("income_ranges", value, "USD", formula, lead), {**ask.slots, "limit": Slot("roth_income")}
    )


def _phased(slots: Slots, desk: Desk, ranges: tuple[Phaseout, ...], name: str) -> Finding:
    """The range or, with an income, what is left at it; the first range is the headline, the others are rows."""
    ask = resolved({**slots, "limit": Slot("ira")}, desk)
    kept = {**ask.slots, "limit": Slot(name)}
    income = ask.number("salary")
    trace = desk.trace()
    if income is None and len(ask.years) > 1:
        return _ranges_by_year(trace, ask, ranges[0], kept)
    if income is None:
        return _range(trace, ask, ranges, name)
    if income < 0:
        return declines("invalid_input", "An income below nothing cannot be tested.", kept)
    trace.said("modified adjusted gross income", income, "USD", display=money(income))
    full = amount(trace, ask.measure, ask.year, ask.band or "under 50")
    results = [(each, _left_at(trace, ask, each, full.value, income)) for each in ranges]
    for each, value in results if len(results) > 1 else ():
        trace.row(each.filer, value, "USD")
    first, value = results[0]
    start, end = trace.bounds(first.parameter, ask.year)
    aged = f"aged {ask.age_in(ask.year)}" if ask.band else "under 50"
    share = (
        "all of the limit" if value == full.value else "nothing" if not value else f"of the full {money(full.value)}"
    )
    lead = (
        f"{ask.in_year}, with an income of {money(income)}, the {first.what} of someone {aged} can be {money(value)} ({share}): "
        f"the range for {first.filer} runs from {money(start)} to {money(end)}."
    )
    conditions = []
    if 0 < value < full.value:
        conditions.append("The limit falls evenly across the range; rounding rules of the tax form are not applied.")
    if len(results) > 1:
        conditions.append(f"No filing status was given: the headline is for {first.filer}, the rows show the others.")
    if not ask.band:
        conditions.append("From age 50 the full limit is higher by the IRA catch-up.")
    return answered(
        trace,
        Result(
            name,
            value,
            "USD",
            f"{money(full.value)} x ({money(end)} - {money(income)}) / ({money(end)} - {money(start)}) = {money(value)}"
            if start < income < end
            else money(value),
            lead,
            conditions=tuple(conditions),
            suggestions=("Married filing jointly?", "I'm 55"),
        ),
        kept,
    )


def _left_at(trace: Trace, ask: Ask, each: Phaseout, full: Decimal, income: Decimal) -> Decimal:
    start, end = trace.bounds(each.parameter, ask.year)
    return trace.step(
        f"what is left for {each.filer}",
        "round(max(min({} * ({} - {}) / ({} - {}), {}), 0), 2)",
        full,
        end,
        income,
        end,
        start,
        full,
        unit="USD",
    )


def _ranges_by_year(trace: Trace, ask: Ask, each: Phaseout, slots: Slots) -> Finding:
    """The range of one kind of filer in several years; for a difference, that of the ends."""
    years = tuple(range(min(ask.years), max(ask.years) + 1)) if ask.flag("span") else ask.years
    starts, ends = {}, {}
    for year in years[:30]:
        starts[year], ends[year] = trace.bounds(each.parameter, year)
        trace.row(f"{year}: full up to", starts[year], "USD")
        trace.row(f"{year}: none from", ends[year], "USD")
    first, last = min(ends), max(ends)
    lead = f"For {each.filer}, the {each.what} was nil from an income of {money(ends[first])} in {first} and is from {money(ends[last])} in {last}; the rows show every year's range."
    value, formula = ends[last], f"{money(ends[first])} ({first}), {money(ends[last])} ({last})"
    if ask.text("operation") in ("change", "growth"):
        value = trace.step(f"{last} less {first}, end of the range", "{} - {}", ends[last], ends[first], unit="USD")
        formula = f"{money(ends[last])} - {money(ends[first])} = {money(value)}"
        lead = (
            f"From {first} to {last}, the income from which the {each.what} is nil for {each.filer} went from {money(ends[first])} to {money(ends[last])}, "
            f"a difference of {money(value)}; the range went from {money(starts[first])}-{money(ends[first])} to {money(starts[last])}-{money(ends[last])}."
        )
    return answered(trace, Result("income_range", value, "USD", formula, lead), slots)


def _range(trace: Trace, ask: Ask, ranges: tuple[Phaseout, ...], name: str) -> Finding:
    start, end = trace.bounds(ranges[0].parameter, ask.year)
    told = []
    for each in ranges:
        low, high = trace.bounds(each.parameter, ask.year)
        trace.row(f"{each.filer}: full up to", low, "USD")
        trace.row(f"{each.filer}: none from", high, "USD")
        told.append(f"from {money(low)} to {money(high)} for {each.filer}")
    verb = "phased" if ask.is_past else "phases"
    lead = f"{ask.in_year}, the {ranges[0].what} {verb} out over incomes {', and '.join(told)}: full below the range, none above it."
    value, formula = start if ask.flag("start_asked") else end, f"{money(start)} to {money(end)}"
    if ask.flag("middle_asked"):
        value = trace.step("middle of the range", "({} + {}) / 2", start, end, unit="USD")
        formula = f"({money(start)} + {money(end)}) / 2 = {money(value)}"
        lead = f"{lead[:-1]}. The middle of the range for {ranges[0].filer} is {money(value)}."
    if ask.flag("width_asked"):
        value = trace.step("width of the range", "{} - {}", end, start, unit="USD")
        formula = f"{money(end)} - {money(start)} = {money(value)}"
        lead = f"{lead[:-1]}. The range for {ranges[0].filer} is {money(value)} wide."
    return answered(
        trace,
        Result(
            name,
            value,
            "USD",
            formula,
            lead,
            suggestions=("At an income of $160,000?",),
        ),
        {**ask.slots, "limit": Slot(name)},
    )
