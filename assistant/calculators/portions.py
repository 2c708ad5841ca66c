"""A percentage of a sum that the asker names: a cap on a fund, two caps or two portions set against each other."""

from __future__ import annotations

from decimal import Decimal

from assistant.calculators.observations import take
from assistant.calculators.protocol import Calculator, Desk, Result, Slot, Slots, answered
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading
from assistant.calculators.slots import number, said
from assistant.calculators.trace import Trace, money, show
from assistant.patterns import lazy_pattern
from assistant.types import Finding

_CAP = lazy_pattern(
    r"\b(?:caps?|capped|limits?|limited|ceilings?|max(?:imum)?|at most|up to|allow(?:s|ed)?|most|permit\w*)\b"
)
_FUND = lazy_pattern(
    r"\b(?:(?:state|public|pension|treasury|trust|general|city|county|sovereign)(?:'s)? (?:\w+ ){0,2}(?:funds?|money|treasury|system|pension|cash)|treasur(?:y|ies|er)|pensions?|public funds?|funds?|reserves?)\b"
)
_STATE_LAW = lazy_pattern(r"\b(?:new hampshire|nh|hb ?302)\b")
_LAW_FIGURE = "new_hampshire_reserve_cap"
_DIFFERS = lazy_pattern(r"\b(?:diff\w*|gap|less|more|fewer|vs\.?|versus|minus|apart|compared|than|extra)\b")
_OF = lazy_pattern(r" ?(?:of|x|\*|times) (?:the |a |an |that |about )*\$?")
_OTHER = lazy_pattern(
    r"\b(?:salar\w+|pay ?checks?|contribut\w+|defer\w*|match\w*|withdr\w+|withh\w+|penalt\w+|loans?|borrow\w*|401\S*|iras?|roth|my|fees?|tax(?:es)?|return\w*|gr[eo]w\w*|bitcoins?,? how many|how many)\b"
)
_MOST_PERCENT = Decimal(100)


def recognise(reading: Reading) -> bool:
    """A fund and a cap in percent, or that of the law held, or two portions of sums named and their difference."""
    rates, sums = _rates(reading), reading.sums
    if not sums or any(not 0 < each.value <= _MOST_PERCENT for each in rates) or reading.of("duration", "coins", "age"):
        return False
    if _pairs(reading):
        return reading.says(_DIFFERS)
    if len(sums) != 1 or len(sums) != len(reading.of("money")) or reading.says(_OTHER) or not reading.says(_FUND):
        return False
    if len(rates) == 2:
        return reading.says(_DIFFERS) and reading.says(_CAP)
    return bool(reading.says(_CAP) and rates) or (not rates and _law(reading))


def _rates(reading: Reading) -> list[Quantity]:
    return [each for each in reading.of("percent") if each.high is None]


def _law(reading: Reading) -> bool:
    """Whether the cap of a law is meant whose percentage the corpus holds."""
    return reading.says(_STATE_LAW) and _LAW_FIGURE in reading.facts.figures


def _pairs(reading: Reading) -> list[tuple[Quantity, Quantity]]:
    """ "1% of 12.5T vs 2% of 8.7T": two percentages, each right before its sum."""
    rates, sums = _rates(reading), reading.of("money")
    if len(rates) != 2 or len(sums) != 2:
        return []
    joined = [_OF.fullmatch(reading.plain, rate.end, each.start) for rate, each in zip(rates, sums, strict=True)]
    return list(zip(rates, sums, strict=True)) if all(joined) else []


def read(reading: Reading, _: Slots) -> Slots:
    """The sums and the percentages that are said."""
    rates, sums = _rates(reading), reading.of("money")
    found = [*zip(("share", "other_share"), rates, strict=False), *zip(("amount", "other_amount"), sums, strict=False)]
    slots = {name: Slot(each.value, "question", each.text) for name, each in found}
    if not rates and _law(reading):
        slots["law"] = Slot(_LAW_FIGURE, "question")
    return slots


def compute(slots: Slots, desk: Desk) -> Finding | None:
    """One portion, or two and what lies between them."""
    amount = number(slots, "amount")
    if amount is None or not ("share" in slots or "law" in slots):
        return None
    trace = desk.trace()
    said(trace, "sum", slots["amount"], "USD")
    if "other_share" in slots:
        return answered(trace, _two(trace, slots, amount), slots)
    if "law" in slots and "share" not in slots:
        figure = desk.facts.figures[_LAW_FIGURE]
        share, whose = take(trace, figure, figure.observations[0]), " under the New Hampshire law"
    else:
        share, whose = said(trace, "share", slots["share"], "percent"), ""
    part = trace.step("share of the sum", "{} * {} / 100", amount, share, unit="USD")
    lead = f"{show(share, 'percent')} of {money(amount)} is {money(part)}{whose}."
    formula = f"{money(amount)} x {show(share, 'percent')} = {money(part)}"
    return answered(trace, Result("portion", part, "USD", formula, lead), slots)


def _two(trace: Trace, slots: Slots, amount: Decimal) -> Result:
    """Two percentages, of one sum or each of its own."""
    second = said(trace, "other sum", slots["other_amount"], "USD") if "other_amount" in slots else amount
    shares = (
        said(trace, "share", slots["share"], "percent"),
        said(trace, "other share", slots["other_share"], "percent"),
    )
    parts = [
        trace.step(f"{show(share, 'percent')} of {money(of)}", "{} * {} / 100", of, share, unit="USD")
        for share, of in zip(shares, (amount, second), strict=True)
    ]
    gap = trace.step("difference", "max({}, {}) - min({}, {})", *parts, *parts, unit="USD")
    told = [
        f"{show(share, 'percent')} of {money(of)} is {money(part)}"
        for share, of, part in zip(shares, (amount, second), parts, strict=True)
    ]
    formula = f"{money(max(parts))} - {money(min(parts))} = {money(gap)}"
    return Result("portions_apart", gap, "USD", formula, f"{told[0]} and {told[1]}: {money(gap)} apart.")


CALCULATOR = Calculator("portion", recognise, read, compute)
