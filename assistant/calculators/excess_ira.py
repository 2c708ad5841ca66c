"""The excise tax on money put in an IRA beyond the limit (section 4973): for each year in which it stays there."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.calculators.protocol import Calculator, Desk, Result, Slot, Slots, answered
from assistant.calculators.reading import Reading
from assistant.calculators.slots import number, said
from assistant.calculators.trace import money, plain, show
from assistant.types import Finding

_IRA = re.compile(r"\biras?\b")
_EXCESS = re.compile(r"\b(?:excess\w*|too much|over-?contribut\w+|over the limit|too high|overfund\w*)\b")
_TAX = re.compile(r"\b(?:tax\w*|penalt\w+|excise|owe|cost|6 ?%|hit|fine)\b|\b6 ?%")
_ASKS_LIMIT = re.compile(
    r"\b(?:contributed|put in|limit|how much over)\b.{0,40}\b(?:am i|is it|did i|how much over|over\b)"
)


def recognise(reading: Reading) -> bool:
    """A sum said to be in excess in an IRA, and what it costs."""
    return (
        reading.says(_IRA)
        and reading.says(_EXCESS)
        and (reading.says(_TAX) or any(each.unit == "years" for each in reading.of("duration")))
        and bool(_sums(reading))
        and not reading.says(_ASKS_LIMIT)
    )


def _sums(reading: Reading) -> list[Decimal]:
    """The sum; a bare "2000" that reads as a year is money beside the word "of"."""
    found = [each.value for each in reading.of("money") if not each.per]
    return found or [
        each.value
        for each in reading.of("year")
        if re.search(r"\b(?:of|has|by|is|put|about|with) $", reading.before(each, 8))
    ]


def read(reading: Reading, _: Slots) -> Slots:
    """The excess and the years that it stays."""
    slots: dict[str, Slot] = {}
    sums = _sums(reading)
    if sums:
        slots["excess"] = Slot(sums[0])
    years = [each for each in reading.of("duration") if each.unit == "years"]
    if years:
        slots["years"] = Slot(years[0].value, "question", years[0].text)
    return slots


def compute(slots: Slots, desk: Desk) -> Finding | None:
    """6% of the excess, for each year."""
    if number(slots, "excess") is None:
        return None
    trace = desk.trace()
    excess, rate = (
        said(trace, "excess contribution", slots["excess"], "USD"),
        trace.parameter("excess_ira_tax", desk.today),
    )
    yearly = trace.step("excise tax a year", "round({} * {} / 100, 2)", excess, rate, unit="USD")
    total, over = yearly, "for each year in which it is left there"
    years = number(slots, "years")
    if years is not None:
        trace.said("years", years, "years", display=f"{plain(years)} years")
        total = trace.step("over the years", "{} * {}", yearly, years, unit="USD")
        over = f"a year, which is {money(total)} over {plain(years)} years"
    lead = f"An excess IRA contribution of {money(excess)} bears an excise tax of {show(rate, 'percent')}, {money(yearly)} {over}."
    return answered(
        trace,
        Result(
            "excess_ira",
            total,
            "USD",
            f"{money(excess)} x {show(rate, 'percent')} = {money(yearly)}",
            lead,
            suggestions=("for 3 years?",),
        ),
        slots,
    )


CALCULATOR = Calculator("excess_ira", recognise, read, compute)
