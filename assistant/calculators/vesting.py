"""What of the employer's money is kept, and what is lost, by someone who leaves when only part of it is vested."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.calculators.protocol import DROP, Calculator, Desk, Result, Slot, Slots, answered, asks, declines
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading, slot
from assistant.calculators.slots import number
from assistant.calculators.trace import money, show
from assistant.types import Finding

_VESTED = re.compile(r"\b(?:un)?vest(?:ed|ing|s)?\b")
_UNVESTED = re.compile(r"\b(?:un|not (?:yet )?)vested\b")
_ASKS = re.compile(
    r"\b(?:forfeit\w*|lose|lost|loss|losing|keep|kept|mine|my own|walk (?:away|out)|take with me|leave (?:behind|with)|give up|giving up|stays? behind|get to (?:keep|take)|do i get)\b"
)
_KEEPS = re.compile(r"\b(?:keep|kept|mine|walk (?:away|out)|take with me|leave with|get to|do i get)\b")
_ELSEWHERE = re.compile(r"\b(?:loan|borrow|hardship|emergency|domestic|withdraw\w*|penalty|tax)\b")


def recognise(reading: Reading) -> bool:
    """A vested percentage, and what is kept or lost of the employer's money."""
    return bool(reading.says(_VESTED) and reading.says(_ASKS) and _rate(reading) and not reading.says(_ELSEWHERE))


def _rate(reading: Reading) -> Quantity | None:
    """The percentage that stands right beside "vested"."""
    for each in reading.of("percent"):
        if _VESTED.search(reading.after(each, 14)) or _VESTED.search(reading.before(each, 16)):
            return each
    return None


def read(reading: Reading, earlier: Slots) -> Slots:
    """The vested percentage, the employer's money, and whether what is kept or lost is asked."""
    found: dict[str, Slot] = {}
    rate = _rate(reading) or next(iter(reading.of("percent")), None)
    if rate is not None:
        share = Decimal(100) - rate.value if _UNVESTED.search(reading.after(rate, 16)) else rate.value
        found["share"] = slot(share, rate.text)
        found["unvested"] = slot(rate.value, rate.text) if share != rate.value else DROP
    if len(reading.of("money")) == 1:
        found["amount"] = slot(reading.of("money")[0].value, reading.of("money")[0].text)
    if found or earlier:
        if reading.says(_KEEPS):
            found["operation"] = slot("keep")
        elif reading.says(_ASKS):
            found["operation"] = slot("lose")
    return found


def compute(slots: Slots, desk: Desk) -> Finding | None:
    """The vested and the unvested part."""
    share, amount = number(slots, "share"), number(slots, "amount")
    if amount is None or share is None:
        return asks("How much of the employer's money is in the account?", slots, ("$10,000",))
    if not 0 <= share <= 100 or amount < 0:
        return declines("invalid_input", "A vested share has to be between 0% and 100%, of a sum that is there.", slots)
    trace = desk.trace()
    trace.said("employer's money", amount, "USD", display=money(amount))
    unvested = number(slots, "unvested")
    if unvested is not None:
        trace.said("share not vested", unvested, "percent", display=show(unvested, "percent"))
        share = trace.step("vested share, in percent", "100 - {}", unvested, unit="percent")
    else:
        trace.said("vested share", share, "percent", display=show(share, "percent"))
    kept = trace.step("vested, and kept", "round({} * {} / 100, 2)", amount, share, unit="USD")
    lost = trace.step("not vested, and lost", "{} - {}", amount, kept, unit="USD")
    trace.row("kept", kept, "USD")
    trace.row("lost", lost, "USD")
    keeps = slots["operation"].value == "keep" if "operation" in slots else False
    lead = f"Of {money(amount)} of the employer's money that is {show(share, 'percent')} vested, {money(kept)} is kept and {money(lost)} is forfeited."
    if not keeps:
        lead = f"Of {money(amount)} of the employer's money that is {show(share, 'percent')} vested, {money(lost)} is forfeited and {money(kept)} is kept."
    formula = f"{money(amount)} x {show(share, 'percent')} = {money(kept)}"
    formula = formula if keeps else f"{money(amount)} - {money(kept)} = {money(lost)}"
    conditions = ("One's own deferrals are always one's own; only the employer's money can be unvested.",)
    value = kept if keeps else lost
    return answered(trace, Result("vesting", value, "USD", formula, lead, notices=conditions), slots)


CALCULATORS = (Calculator("vesting", recognise, read, compute),)
