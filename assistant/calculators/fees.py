"""What fees in percent take from a sum: in one year, and over years of growth at a yearly rate that the asker names."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.calculators.compounding import many_years, power, years_said
from assistant.calculators.protocol import Calculator, Desk, Result, Slot, Slots, answered, asks, declines
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading
from assistant.calculators.slots import is_whole, number, said
from assistant.calculators.trace import Trace, money, plain, show
from assistant.patterns import lazy_pattern
from assistant.types import Finding

_FEE = lazy_pattern(r"\b(?:fees?|expense ratios?|expenses|ters?|charges?|costs?)\b")
_NEAR_AFTER = lazy_pattern(rf"[^;.]{{0,24}}?{_FEE.pattern}")
_NEAR_BEFORE = lazy_pattern(rf"{_FEE.pattern}[^;.]{{0,24}}$")
_TWO_AND_TWENTY = lazy_pattern(r"\b(?P<yearly>\d) ?(?:and|&|/|-|n) ?(?P<gain>\d\d)\b(?! ?%)")
_GROWTH = lazy_pattern(
    r"\b(?:gross|return(?:s|ing)?|growth|gr[eo]w(?:s|ing|th)?|earn(?:s|ing)?|yield(?:s|ing)?|market|mak(?:es|ing)|gains?|before fees)\b"
)
_GROWTH_AFTER = lazy_pattern(rf"^[^,;.%]{{0,24}}?{_GROWTH.pattern}")
_GROWTH_BEFORE = lazy_pattern(
    rf"{_GROWTH.pattern}(?: (?:of|at|by|a|an|about|roughly|is|rate|annual|yearly|every|year))* ?$"
)
_ASKS = lazy_pattern(
    r"\bhow (?:much|many|big|large)\b|\bwhat\b|\bwhats\b|\bdiff\w*\b|\bcosts?\b|\beats?\b|\?|=|\bper year\b|\ba year\b|\bdollars?\b|\$ ?$"
)
_OTHER = lazy_pattern(
    r"\b(?:defer\w*|safe[- ]harbor|employers?|loans?|borrow\w*|withdr\w+|penalt\w+|tax(?:es|ed)?|match\w*|cap|caps|ceiling|limits?|max\w*|listed|salar\w+|excess\w*|excise|missed|pay(?: of| is)? \$?[\d,]+k?\b(?!\.?\d* ?(?:%|per ?cent))|rmds?|contribut\w+|withh\w+|should|too (?:much|high)|trillion|billion|bitcoins?|btc|eth|crypto)\b"
)
_MOST_SHORT = 14
_MOST_YEARS = 80


def recognise(reading: Reading) -> bool:
    """One sum and a fee in percent; with years, a rate of growth too."""
    if reading.says(_OTHER) or len(reading.of("money")) != 1 or not (reading.says(_ASKS) or _is_short(reading)):
        return False
    fees, growth, years = _fees(reading), _growth(reading), years_said(reading)
    if _and_twenty(reading):
        return len(fees) == 0 and growth is not None and len(years) <= 1
    if not reading.says(_FEE) or not fees:
        return False
    if reading.of("money")[0].per not in ("", "year") or (reading.of("money")[0].per and years):
        return False
    if growth is None:
        return len(fees) == 1
    return len(years) == 1 and len(fees) <= 2


def _is_short(reading: Reading) -> bool:
    return len(reading.plain.split()) <= _MOST_SHORT


def _and_twenty(reading: Reading) -> re.Match[str] | None:
    """ "2 and 20": a yearly fee on the sum and a part of its gain."""
    match = reading.find(_TWO_AND_TWENTY)
    return match if match and reading.says(_FEE) and 1 <= int(match["yearly"]) <= 3 else None


def _growth(reading: Reading) -> Quantity | None:
    """The percentage that is said to be earned."""
    return next(
        (
            each
            for each in reading.of("percent")
            if _GROWTH_AFTER.match(reading.after(each, 40)) or _GROWTH_BEFORE.search(reading.before(each, 40))
        ),
        None,
    )


def _growth_said_anew(reading: Reading, earlier: Slots) -> Quantity | None:
    """ "At 6%": the return that a question back asked for."""
    rates = reading.of("percent")
    return rates[0] if earlier and len(rates) == 1 and not reading.says(_FEE) else None


def _fees(reading: Reading) -> list[Quantity]:
    growth = _growth(reading)
    rates = [each for each in reading.of("percent") if each is not growth and each.high is None]
    named = any(_NEAR_AFTER.match(reading.after(each)) or _NEAR_BEFORE.search(reading.before(each)) for each in rates)
    return rates if named else []


def read(reading: Reading, earlier: Slots) -> Slots:
    """The sum, the fees, the growth and the years; of a follow-up those that are said anew."""
    anew = _growth_said_anew(reading, earlier)
    fees, both = [each for each in _fees(reading) if each is not anew], _and_twenty(reading)
    found: list[tuple[str, Quantity | None]] = [
        ("amount", next(iter(reading.of("money")), None)),
        ("growth", _growth(reading) or anew),
        ("years", next(iter(years_said(reading, earlier)), None)),
        ("fee", fees[0] if fees else None),
        ("other_fee", fees[1] if len(fees) > 1 else None),
    ]
    slots = {name: Slot(each.value, "question", each.text) for name, each in found if each is not None}
    if both:
        slots["fee"] = Slot(Decimal(both["yearly"]), "question", both["yearly"])
        slots["of_gain"] = Slot(Decimal(both["gain"]), "question", both["gain"])
    return slots


def compute(slots: Slots, desk: Desk) -> Finding | None:
    """The finding for a question about fees."""
    amount, fee = number(slots, "amount"), number(slots, "fee")
    growth, years = number(slots, "growth"), number(slots, "years")
    if amount is None or fee is None:
        return None
    sound = amount > 0 and 0 <= fee <= 50 and (years is None or is_whole(years, _MOST_YEARS))
    if not sound or (growth is not None and not 0 < growth <= 100):
        text = f"Give a sum above zero, a fee up to 50%, a rate up to 100%, and whole years up to {_MOST_YEARS}."
        return declines("invalid_input", text, slots)
    if growth is None and years is not None and years > 1:
        return asks("At which yearly return, before the fee?", slots, ("at 6%",))
    trace = desk.trace()
    said(trace, "sum", slots["amount"], "USD")
    said(trace, "fee a year", slots["fee"], "percent")
    if "of_gain" in slots:
        return answered(trace, _with_gain(trace, slots), slots)
    if growth is None or years is None:
        return answered(trace, _one_year(trace, amount, fee), slots)
    return answered(trace, _over_years(trace, slots), slots)


def _one_year(trace: Trace, amount: Decimal, fee: Decimal) -> Result:
    """The fee on the sum as it stands."""
    cost = trace.step("fee in one year", "{} * {} / 100", amount, fee, unit="USD")
    lead = f"A fee of {show(fee, 'percent')} a year on {money(amount)} is {money(cost)} a year, as long as the balance stays the same."
    return Result("fee", cost, "USD", f"{money(amount)} x {show(fee, 'percent')} = {money(cost)}", lead)


def _with_gain(trace: Trace, slots: Slots) -> Result:
    """A yearly fee on the sum and a part of one year's gain, before any hurdle or netting."""
    amount, fee, growth = (number(slots, name) or Decimal(0) for name in ("amount", "fee", "growth"))
    part = said(trace, "part of the gain", slots["of_gain"], "percent")
    said(trace, "gain in the year", slots["growth"], "percent")
    base = trace.step("fee on the sum", "{} * {} / 100", amount, fee, unit="USD")
    gain = trace.step("gain in the year", "{} * {} / 100", amount, growth, unit="USD")
    carried = trace.step("part of the gain", "{} * {} / 100", gain, part, unit="USD")
    total = trace.step("together", "{} + {}", base, carried, unit="USD")
    trace.row("If the fee on the sum comes off the gain first", _netted(trace, (base, gain, part)), "USD")
    lead = f"On {money(amount)} that gains {show(growth, 'percent')} in a year, {show(fee, 'percent')} of the sum ({money(base)}) and {show(part, 'percent')} of the gain of {money(gain)} ({money(carried)}) come to {money(total)}."
    return Result("fee", total, "USD", f"{money(base)} + {money(carried)} = {money(total)}", lead)


def _netted(trace: Trace, sums: tuple[Decimal, Decimal, Decimal]) -> Decimal:
    base, gain, part = sums
    return trace.step(
        "with the gain net of the fee", "{} + max({} - {}, 0) * {} / 100", base, gain, base, part, unit="USD"
    )


def _over_years(trace: Trace, slots: Slots) -> Result:
    """What the sum comes to with the fee, and with the other one or none; each year earns the rate less the fee."""
    amount, fee, growth, years = (number(slots, name) or Decimal(0) for name in ("amount", "fee", "growth", "years"))
    other = said(trace, "other fee a year", slots["other_fee"], "percent") if "other_fee" in slots else Decimal(0)
    said(trace, "rate a year before fees", slots["growth"], "percent")
    said(trace, "years", slots["years"], "years")
    ends = {each: _grown(trace, (amount, growth, each), int(years)) for each in (fee, other)}
    low, high = sorted(ends.values())
    gap = trace.step("difference", "{} - {}", high, low, unit="USD")
    names = {each: f"a fee of {show(each, 'percent')}" if each else "no fee" for each in ends}
    for each, value in ends.items():
        trace.row(f"With {names[each]}", value, "USD")
    many = many_years(years)
    lead = f"{money(amount)} that earns {show(growth, 'percent')} a year before fees comes after {many} to {money(ends[fee])} with {names[fee]} and to {money(ends[other])} with {names[other]}: {money(gap)} apart."
    told = (
        "The fee is taken off each year's rate. That is arithmetic on the numbers you gave, not a forecast: returns are not guaranteed, and taxes and further contributions are left out.",
    )
    formula = f"{money(high)} - {money(low)} = {money(gap)}"
    return Result("fees_over_years", gap, "USD", formula, lead, conditions=told)


def _grown(trace: Trace, sums: tuple[Decimal, Decimal, Decimal], years: int) -> Decimal:
    amount, growth, fee = sums
    factor = trace.step(f"growth in one year less {plain(fee)}%", "1 + ({} - {}) / 100", growth, fee, unit="times")
    times = power(years)
    return trace.step(f"after {years} years", f"round({{}} * {times}, 2)", amount, *[factor] * years, unit="USD")


CALCULATOR = Calculator("fees", recognise, read, compute)
