"""The excise tax on money put in an IRA beyond the limit (section 4973): for each year in which it stays there."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.calculators.measures import MEASURES, amount, band_of
from assistant.calculators.protocol import Calculator, Desk, Result, Slot, Slots, answered, asks
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading
from assistant.calculators.slots import number, said
from assistant.calculators.trace import Trace, money, plain, show
from assistant.patterns import lazy_pattern
from assistant.types import Finding

_IRA = lazy_pattern(r"\biras?\b|\broths?\b(?!.{0,16}(?:401|403|457|catch|deferr))")
_EXCESS = lazy_pattern(
    r"\b(?:excess\w*|too much|over-?contribut\w+|over the limit|too high|overfund\w*|by mistake|accidentally|by accident|how (?:much|far) (?:(?:am i|is it|is that) )?over|\d+k? (?:over|extra)(?! (?:\d|an?\b|the\b|many|several|few|two|three|five)))\b"
)
_TAX = lazy_pattern(
    r"\b(?:tax\w*|penal\w+|excise|owe|costs?|costing|hits?|fine[sd]?|ding(?:s|ed)?|nick(?:s|ed)?|charge[sd]?|sting|whack(?:s|ed)?|bill(?:s|ed)?|surcharge|pay the irs|irs take)\b|\b6 ?(?:%|percent|pct)"
)
_YEARLY_FINE = lazy_pattern(
    r"\b(?:annual|yearly|per-year|each year'?s?|every year'?s?) (?:fine|penalty|excise(?: tax)?|charge|ding)\b|\b(?:fine|penalty|excise(?: tax)?|ding)(?: is)? (?:each|every|per|a) (?:year|yr)\b"
)
_EXCESS_AFTER = lazy_pattern(
    r" ?(?:dollars |bucks )?(?:of )?(?:an? )?(?:too much|too high|over\b|extra\b|excess\w*|more than|above|beyond|over-?contribut\w+)"
)
_EXCESS_BEFORE = lazy_pattern(
    r"\b(?:excess\w*|over-?contribut\w+|over-?fund\w*|too much|over)\b(?:(?: (?!put|contributed|deposited|is\b)[\w()']+){0,6} (?:of|by|with|is|was|for|on|just|about|only|a|contributions?))?[ :(]*\$?$"
)
_PUT_BEFORE = lazy_pattern(
    r"\b(?:put|puts|putting|contribut\w+|deposit\w*|added|stuck|threw|paid|saved)\b(?: (?:in|into|a|about|all of|my|the|roth|ira|for|this|year|of))* \$?$"
)
_ASKS_WHERE = lazy_pattern(r"\btoo much\b(?! (?:of|by))")
"""Says that something is too much, not that the sum beside it is: "too much in my ira, 300k"."""
_ASKS_LIMIT = lazy_pattern(
    r"\b(?:contributed|put in|limit|how much over)\b.{0,40}\b(?:am i|is it|did i|how much over|over\b)"
)


def recognise(reading: Reading) -> bool:
    """A sum said to be in excess in an IRA, and what it costs."""
    return (
        reading.says(_IRA)
        and (reading.says(_EXCESS) or _is_fined_yearly(reading))
        and (reading.says(_TAX) or any(each.unit == "years" for each in reading.of("duration")))
        and bool(_sums(reading))
        and not reading.says(_ASKS_LIMIT)
    )


def _is_fined_yearly(reading: Reading) -> bool:
    """ "Put 8,100 in IRAs. What's the annual fine": a yearly fine on what was put in is that on an excess."""
    put = [each for each in reading.of("money") if _PUT_BEFORE.search(reading.before(each, 40))]
    return reading.says(_YEARLY_FINE) and len(put) == len(reading.of("money")) == 1


def _sums(reading: Reading) -> list[Quantity]:
    """The sums; a bare "2000" that reads as a year is money beside the word "of", a bare "800" beside "too much"."""
    found = reading.sums
    return found or [
        each
        for each in reading.of("year", "number")
        if _is_excess(reading, each)
        or (each.kind == "year" and re.search(r"\b(?:of|has|by|is|put|about|with) $", reading.before(each, 8)))
    ]


def _is_excess(reading: Reading, each: Quantity) -> bool:
    """Whether the words beside a sum say that it is the excess itself, not all that was put in."""
    return bool(_EXCESS_AFTER.match(reading.plain, each.end) or _EXCESS_BEFORE.search(reading.before(each, 50)))


def read(reading: Reading, _: Slots) -> Slots:
    """The excess, or all that was put in, and the years that it stays."""
    slots: dict[str, Slot] = {}
    sums = _sums(reading)
    if sums:
        over = [each for each in sums if _is_excess(reading, each)]
        chosen = (over or sums)[0]
        put = not over and _PUT_BEFORE.search(reading.before(chosen, 40))
        placed = "put" if put else "excess" if over or not _ASKS_WHERE.search(reading.plain) else "unplaced"
        slots[placed] = Slot(chosen.value, "question", chosen.text)
    if "put" in slots and reading.age:
        slots["age"] = reading.age
    if reading.year and (not sums or sums[0].kind != "year"):
        slots["year"] = reading.year
    years = [each for each in reading.of("duration") if each.unit == "years"]
    if years:
        slots["years"] = Slot(years[0].value, "question", years[0].text)
    return slots


def _excess(slots: Slots, desk: Desk, trace: Trace) -> Decimal:
    """The excess that was said, or what was put in beyond the limit of the year and age."""
    year, age = int(number(slots, "year") or desk.today.year), number(slots, "age")
    if "put" not in slots:
        return said(trace, "excess contribution", slots["excess"], "USD")
    put = said(trace, "contribution", slots["put"], "USD")
    most = amount(trace, MEASURES["ira"], year, band_of(age) if age is not None else "under 50").value
    if age is not None:
        trace.said("age", age, "age", display=plain(age))
    else:
        higher = amount(trace, MEASURES["ira"], year, "50 to 59").value
        trace.row(
            "excess from age 50", trace.step("excess from age 50", "max({} - {}, 0)", put, higher, unit="USD"), "USD"
        )
    return trace.step("excess", "max({} - {}, 0)", put, most, unit="USD")


def compute(slots: Slots, desk: Desk) -> Finding | None:
    """6% of the excess, for each year."""
    if number(slots, "excess") is None and number(slots, "put") is None:
        return None
    trace = desk.trace()
    excess = _excess(slots, desk, trace)
    if not excess:
        return asks(
            f"How much of the {money(number(slots, 'put') or excess)} is above the limit? By age and year alone, none of it is.",
            slots,
        )
    rate = trace.parameter("excess_ira_tax", desk.today)
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
