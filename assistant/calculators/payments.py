"""What a payment made every year or month comes to at a yearly rate that the asker names: arithmetic, never a forecast."""

from __future__ import annotations

from decimal import Decimal

from assistant.calculators.compounding import NAMED, OTHER, OUTCOME, many_years, only_rate, rate_of, years_said
from assistant.calculators.growing import growth_of_payments
from assistant.calculators.inflow_words import COINS
from assistant.calculators.protocol import Calculator, Desk, Result, Slot, Slots, answered, declines
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading
from assistant.calculators.slots import is_whole, number, said, word
from assistant.calculators.trace import Trace, money, show
from assistant.patterns import lazy_pattern
from assistant.types import Finding

_EVERY_YEAR = lazy_pattern(
    r"^ ?(?:in |into (?:my|an?|the) \S+ )?(?:every|each|a|per) (?:single )?(?:year|yr)\b|^ ?(?:yearly|annually)\b"
)
_EVERY_MONTH = lazy_pattern(
    r"^ ?(?:in |into (?:my|an?|the) \S+ )?(?:every|each|a|per) (?:single )?(?:month|mo)\b|^ ?monthly\b"
)
_BEFORE_MONTHLY = lazy_pattern(r"\b(?:(?:every|each) month|monthly),? (?:\w+ ){0,4}\$?$")
_BEFORE_YEARLY = lazy_pattern(r"\b(?:every|each) (?:year|yr),? (?:\w+ ){0,4}\$?$")
_ALREADY = lazy_pattern(
    r"\b(?:have|has|had|got|with|start(?:s|ing|ed)?(?: (?:with|at|from|balance(?: of)?))?|already|currently|now|balance(?: is| of)?)(?: (?:about|around|roughly|saved|already))* \$?$"
)
_IS_THERE = lazy_pattern(
    r"^ ?(?:(?:saved|in (?:my|the|an?|his|her) \S+|sitting|already|balance) )*(?:now|today|already|saved|to start|balance|in there|in (?:my|the|his|her) (?:401\S*|ira|account|plan))\b"
)
_GOES_OUT = lazy_pattern(
    r"\b(?:in retirement|retire on|pension|social security|budget|lasts?|(?:want|need|get|receive|collect)(?:s|ing)? (?:about |around )?\$?[\d,.]+k? (?:a|per|each|every) (?:month|year)|how much (?:do|would|will|must|should) (?:i|we|you|one) need|spend\w*|spent|tak(?:e|es|ing)|took|draw\w*|pull\w*|live on|living on|cash\w*|income|rent|mortgage|debt|costs?|tuition|(?:earn|mak)(?:s|es|ing|ed|e)? \$?[\d,.]+k?(?![\d%]| ?%| ?per ?cent))\b"
)
"""Words of money that is earned, drawn, owed or spent every year, not put aside."""
_MOST_YEARS = 60


def recognise(reading: Reading) -> bool:
    """One payment a year or month, a number of years and a yearly rate; beside them at most what is there already."""
    if reading.says(OTHER) or reading.says(COINS) or reading.says(_GOES_OUT):
        return False
    paid = _payments(reading)
    rate = rate_of(reading) or only_rate(reading)
    if len(paid) != 1 or rate is None or len(years_said(reading)) != 1 or len(reading.of("percent")) != 1:
        return False
    others = [each for each in reading.of("money") if each not in paid]
    if len(others) > 1 or any(each.per or not _is_there(reading, each) for each in others):
        return False
    return reading.says(OUTCOME) or reading.says(NAMED) or not reading.says(_ASKS)


_ASKS = lazy_pattern(r"\b(?:who|why|when|where|which|can|does|is|are|should|allowed|rule)\b")


def _payments(reading: Reading) -> list[Quantity]:
    """The sums that are paid once in every year or month."""
    return [each for each in reading.of("money") if _period(reading, each)]


def _period(reading: Reading, each: Quantity) -> str:
    """``year`` or ``month`` for a sum that is paid once in each, empty for one that is not."""
    if each.per:
        return each.per if each.per in ("year", "month") else ""
    after, before = reading.after(each), reading.before(each, 40)
    if _EVERY_YEAR.match(after) or _BEFORE_YEARLY.search(before):
        return "year"
    return "month" if _EVERY_MONTH.match(after) or _BEFORE_MONTHLY.search(before) else ""


def _is_there(reading: Reading, each: Quantity) -> bool:
    """Whether a sum is said to be there already, so that it grows beside the payments."""
    return bool(_ALREADY.search(reading.before(each, 40)) or _IS_THERE.match(reading.after(each, 40)))


def read(reading: Reading, earlier: Slots) -> Slots:
    """The payment, what is there already, the years and the rate; in a follow-up those that are said anew."""
    rates, sums = reading.of("percent"), reading.of("money")
    paid = next(iter(_payments(reading)), sums[0] if earlier and len(sums) == 1 else None)
    start = next((each for each in sums if each is not paid and _is_there(reading, each)), None)
    rate = rate_of(reading) or (rates[0] if len(rates) == 1 else None)
    years = next(iter(years_said(reading, earlier)), None)
    found = (("payment", paid), ("start", start), ("years", years), ("rate", rate))
    slots = {name: Slot(each.value, "question", each.text) for name, each in found if each is not None}
    period = _period(reading, paid) if paid is not None else ""
    return {**slots, "per": Slot(period, "default")} if period else slots


def compute(slots: Slots, desk: Desk) -> Finding | None:
    """The balance year by year: what was there grows, and the payment of the year is added."""
    payment, years, rate = (number(slots, name) for name in ("payment", "years", "rate"))
    if payment is None or years is None or rate is None:
        return None
    start = number(slots, "start") or Decimal(0)
    if payment <= 0 or start < 0 or not 0 < rate <= 100 or not is_whole(years, _MOST_YEARS):
        text = (
            f"Give a payment above zero, a rate between 0% and 100%, and a whole number of years up to {_MOST_YEARS}."
        )
        return declines("invalid_input", text, slots)
    trace = desk.trace()
    per = word(slots, "per") or "year"
    said(trace, f"payment a {per}", slots["payment"], "USD")
    if start:
        said(trace, "there already", slots["start"], "USD")
    said(trace, "rate a year", slots["rate"], "percent")
    said(trace, "years", slots["years"], "years")
    return answered(
        trace, _paid_in_months(trace, slots, start) if per == "month" else _paid_in_years(trace, slots, start), slots
    )


def _paid_in_years(trace: Trace, slots: Slots, start: Decimal) -> Result:
    """The balance year by year."""
    payment, years, rate = (number(slots, name) or Decimal(0) for name in ("payment", "years", "rate"))
    factor = trace.step("growth in one year", "1 + {} / 100", rate, unit="times")
    value = _balance(trace, (start, payment, factor), int(years), "{} * {} + {}", "at the end of each")
    early = _balance(trace, (start, payment, factor), int(years), "({} + {}) * {}", "at the start of each")
    paid_in = trace.step("paid in", "{} + {} * {}", start, payment, years, unit="USD")
    return _told(trace, slots, start, (value, early, paid_in))


def _paid_in_months(trace: Trace, slots: Slots, start: Decimal) -> Result:
    """The balance after all months, each of which earns a twelfth of the yearly rate."""
    payment, years, rate = (number(slots, name) or Decimal(0) for name in ("payment", "years", "rate"))
    step, grown = growth_of_payments(trace, rate, int(years), "month")
    values = (start, grown, payment, grown, step)
    value = trace.step(
        "paid at the end of each month", "round({} * {} + {} * ({} - 1) / ({} - 1), 2)", *values, unit="USD"
    )
    early = trace.step(
        "paid at the start of each month", "round({} * {} + {} * {} * ({} - 1) / ({} - 1), 2)",
        start, grown, payment, step, grown, step,
        unit="USD",
    )  # fmt: skip
    paid_in = trace.step("paid in", "{} + {} * 12 * {}", start, payment, years, unit="USD")
    return _told(trace, slots, start, (value, early, paid_in))


def _told(trace: Trace, slots: Slots, start: Decimal, sums: tuple[Decimal, Decimal, Decimal]) -> Result:
    """What is said of the balance, of the one with payments at the start of each period, and of what was paid in."""
    payment, years, rate = (number(slots, name) or Decimal(0) for name in ("payment", "years", "rate"))
    (value, early, paid_in), per = sums, word(slots, "per") or "year"
    trace.row("Paid in", paid_in, "USD")
    trace.row("Growth alone", trace.step("growth alone", "{} - {}", value, paid_in, unit="USD"), "USD")
    trace.row(f"If each payment is made at the start of its {per}", early, "USD")
    many = many_years(years)
    each = f"{'each month for' if per == 'month' else 'each of'} {many}"
    beside = f", added to {money(start)} that is there," if start else ""
    twelfth = ", a twelfth of it every month" if per == "month" else ""
    lead = f"{money(payment)} paid at the end of {each}{beside} comes to {money(value)} at {show(rate, 'percent')} a year{twelfth}; {money(early)} if it is paid at the start of each {per}."
    told = (
        "That is arithmetic on the rate you gave, not a forecast: returns are not guaranteed, fees and taxes are left out, and whether the payment is within a limit is another question.",
    )
    formula = f"{money(start)} + {money(payment)} a {per} for {many} at {show(rate, 'percent')} = {money(value)}"
    return Result("payments", value, "USD", formula, lead, conditions=told, suggestions=("And at 4%?",))


def _balance(trace: Trace, sums: tuple[Decimal, Decimal, Decimal], years: int, how: str, when: str) -> Decimal:
    """What is there after so many years, to the cent; each year's balance is kept to a millionth of a dollar."""
    balance, payment, factor = sums
    for year in range(1, years + 1):
        order = (balance, factor, payment) if how.startswith("{} *") else (balance, payment, factor)
        places = 2 if year == years else 6
        balance = trace.step(f"after year {year}, paid {when} year", f"round({how}, {places})", *order, unit="USD")
    return balance


CALCULATOR = Calculator("payments", recognise, read, compute)
