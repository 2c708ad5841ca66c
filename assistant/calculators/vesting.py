"""What of the employer's money is kept, and what is lost, by someone who leaves when only part of it is vested."""

from __future__ import annotations

from decimal import Decimal

from assistant.calculators.protocol import DROP, Calculator, Desk, Result, Slot, Slots, answered, asks, declines
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading, slot
from assistant.calculators.slots import number
from assistant.calculators.trace import Trace, money, plain, show
from assistant.patterns import lazy_pattern
from assistant.types import Finding

_VESTED = lazy_pattern(r"\b(?:un)?vest(?:ed|ing|s)?\b")
_UNVESTED = lazy_pattern(r"\b(?:un|not (?:yet )?)vested\b")
_ASKS = lazy_pattern(
    r"\b(?:forfeit\w*|lose|lost|loss|losing|keep|kept|mine|my own|walk (?:away|out)|take with me|leave (?:behind|with)|give up|giving up|stays? behind|get to (?:keep|take)|do i get)\b"
)
_KEEPS = lazy_pattern(r"\b(?:keep|kept|mine|walk (?:away|out)|take with me|leave with|get to|do i get)\b")
_ELSEWHERE = lazy_pattern(r"\b(?:loan|borrow|hardship|emergency|domestic|withdraw\w*|penalty|tax)\b")


_SCHEDULE_ASKS = lazy_pattern(r"\bhow much\b|\bwhat(?:'s| is|s)?\b")
_YEARLY = lazy_pattern(r"^ ?(?:vest(?:ed|ing|s)? )?(?:(?:a|per|each|every|/) ?(?:year|yr)\b|yearly\b|annually\b)")
_CLIFF = lazy_pattern(r"\bcliff\b")
_LATER_START = lazy_pattern(
    r"\b(?:start\w*|begin\w*|beginning|from|after|until)(?: (?:in|with|at|the|my))* (?:year|yr) ?(?:two|three|four|\d)|\bafter (?:the |my )?(?:first|second|third|1st|2nd|3rd|one|two) (?:year|yr)\b|\bgraded\b"
)
"""A schedule whose steps are not all said."""


def recognise(reading: Reading) -> bool:
    """A vested percentage or a schedule by years of service, and what is kept or lost of the employer's money."""
    if not reading.says(_VESTED) or reading.says(_ELSEWHERE):
        return False
    if reading.says(_ASKS) and _rate(reading) and not _yearly(reading):
        return True
    asked = reading.says(_ASKS) or reading.says(_SCHEDULE_ASKS)
    return bool(asked and reading.of("money") and _schedule(reading))


def _yearly(reading: Reading) -> Quantity | None:
    """The share that vests with every year of service."""
    return next((each for each in reading.of("percent") if _YEARLY.match(reading.after(each))), None)


def _schedule(reading: Reading) -> dict[str, Slot]:
    """The share a year, or the years of a cliff, and the years served; nothing when one of them is not said."""
    spans = [each for each in reading.of("duration") if each.unit == "years"]
    yearly = _yearly(reading)
    if yearly is not None and len(spans) == 1 and not reading.says(_LATER_START):
        return {"per_year": slot(yearly.value, yearly.text), "served": slot(spans[0].value, spans[0].text)}
    cliff = next((each for each in spans if _CLIFF.search(reading.after(each, 16))), None)
    served = [each for each in spans if each is not cliff]
    if cliff is None or len(served) != 1 or reading.of("percent"):
        return {}
    return {"cliff": slot(cliff.value, cliff.text), "served": slot(served[0].value, served[0].text)}


def _rate(reading: Reading) -> Quantity | None:
    """The percentage that stands right beside "vested"."""
    for each in reading.of("percent"):
        if _VESTED.search(reading.after(each, 14)) or _VESTED.search(reading.before(each, 16)):
            return each
    return None


def read(reading: Reading, earlier: Slots) -> Slots:
    """The vested percentage, the employer's money, and whether what is kept or lost is asked."""
    found: dict[str, Slot] = dict(_schedule(reading))
    spans = [each for each in reading.of("duration") if each.unit == "years"]
    if "served" in earlier and not found and len(spans) == 1:
        found["served"] = slot(spans[0].value, spans[0].text)
    rate = None if found else _rate(reading) or next(iter(reading.of("percent")), None)
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


def _by_schedule(trace: Trace, slots: Slots) -> Decimal:
    """The vested share after the years served: so much a year up to all of it, or nothing before the cliff and all from it on."""
    served, per_year, cliff = (number(slots, name) or Decimal(0) for name in ("served", "per_year", "cliff"))
    trace.said("years of service", served, "years", display=f"{plain(served)} years")
    if "per_year" in slots:
        trace.said("share that vests a year", per_year, "percent", display=show(per_year, "percent"))
        return trace.step("vested share, in percent", "min({} * {}, 100)", per_year, served, unit="percent")
    trace.said("years of the cliff", cliff, "years", display=f"{plain(cliff)} years")
    trace.step("years of service less the cliff", "{} - {}", served, cliff, unit="years")
    return trace.step("vested share, in percent", "{}", Decimal(100 if served >= cliff else 0), unit="percent")


def compute(slots: Slots, desk: Desk) -> Finding | None:
    """The vested and the unvested part."""
    amount, trace = number(slots, "amount"), desk.trace()
    share = _by_schedule(trace, slots) if "served" in slots else number(slots, "share")
    if amount is None or share is None:
        return asks("How much of the employer's money is in the account?", slots, ("$10,000",))
    if not 0 <= share <= 100 or amount < 0:
        return declines("invalid_input", "A vested share has to be between 0% and 100%, of a sum that is there.", slots)
    trace.said("employer's money", amount, "USD", display=money(amount))
    unvested = number(slots, "unvested")
    if unvested is not None:
        trace.said("share not vested", unvested, "percent", display=show(unvested, "percent"))
        share = trace.step("vested share, in percent", "100 - {}", unvested, unit="percent")
    elif "served" not in slots:
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
