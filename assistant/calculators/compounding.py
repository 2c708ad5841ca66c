"""What a sum comes to at a yearly rate that the asker names, compounded once a year: arithmetic, never a forecast."""

from __future__ import annotations

from decimal import Decimal

from assistant.calculators.inflow_words import COINS
from assistant.calculators.protocol import Calculator, Desk, Result, Slot, Slots, answered, declines
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading
from assistant.calculators.slots import is_whole, number, said
from assistant.calculators.trace import money, plain, show
from assistant.patterns import lazy_pattern
from assistant.types import Finding

_GROWS = lazy_pattern(
    r"\b(?:mak(?:es?|ing)|earn(?:s|ed|ing)?|gr[eo]w(?:s|n|ing|th)?|returns?|returning|yield(?:s|ing)?|gain(?:s|ing)?|compound(?:s|ed|ing)?|interest|averag(?:e|es|ing)|gets?|getting|at|@|assum\w+|of|with)"
    r"(?: (?:of|at|by|a|an|about|around|roughly|say|steady|constant|flat|average|annual|yearly|rate|return|interest|growth))* ?$"
)
_YEARLY = lazy_pattern(
    r" ?(?:(?:(?:a|per|each|every|/) ?(?:year|yr|annum)|annual(?:ly)?|yearly|p\.?a\.?)\b|(?:(?:average|annual|yearly|compound(?:ed)?|steady|fixed|real|nominal) )*(?:return|growth|interest|gains?|yield|compound\w*)\b)"
)
OUTCOME = lazy_pattern(
    r"\b(?:end(?:s|ed)? up|grows?|grown|worth|turns? into|becomes?|balance|how much|how big|what (?:do|does|will|would|is|are|have|could|can|should)|whats?|what's|comes? to|have (?:in|after|at|by)|left with|final|future value|fv|lump sum|total)\b"
)
OTHER = lazy_pattern(
    r"\b(?:salar\w+|pay(?:check|s)?|wages?|raises?|inflation|limits?|max\w*|cap|fees?|expense|loans?|borrow\w*|repay\w*|withdr\w+|penalt\w+|match\w*|tax(?:es|ed)?|vest\w*|los[et]s?|losing|falls?|drops?|rmds?|defer\w*|catch[- ]?ups?|trillion|billion|excess|credit|deduct\w*)\b"
)
_REPEATED = lazy_pattern(
    r"\b(?:(?:each|every|per|an?) (?:year|yr|annum|month|mo|week|quarter|pay ?-?check|pay ?period)|yearly|annually|monthly|weekly)\b"
)
"""Money that goes in again and again, for which this sum is not made."""
NAMED = lazy_pattern(r"\bfv\b|\bfuture value\b|\bnest egg\b|\bpiles? up\b|\badds? up\b|\blump(?: sum)?\b")
"""Words for what a growing sum comes to, beside which a percentage is its rate."""
_STRETCH = lazy_pattern(r"\b(?:for|over|after|in)(?: (?:the|full|all|another))* $")
_MOST_BARE = 8
_MOST_YEARS = 80


def recognise(reading: Reading) -> bool:
    """One sum that is put in once, a number of years and a yearly rate, and what they come to is asked."""
    if reading.says(OTHER) or reading.says(COINS) or not (reading.says(OUTCOME) or _is_bare(reading)):
        return False
    rate = rate_of(reading) or only_rate(reading)
    return bool(rate and len(reading.sums) == 1 and len(years_said(reading)) == 1 and not _is_repeated(reading, rate))


def _is_bare(reading: Reading) -> bool:
    """ "10,000 at 5% for 10 years": three numbers and hardly a word beside them."""
    return len(reading.plain.split()) <= _MOST_BARE


def only_rate(reading: Reading) -> Quantity | None:
    """The one percentage of a question that names what it asks for, "FV 24.5k/yr 20 yrs 7%"."""
    rates = reading.of("percent")
    return rates[0] if len(rates) == 1 and rates[0].high is None and reading.says(NAMED) else None


def _is_repeated(reading: Reading, rate: Quantity) -> bool:
    yearly = _YEARLY.match(reading.plain, rate.end)
    rest = reading.plain[: rate.start] + reading.plain[yearly.end() if yearly else rate.end :]
    return bool(_REPEATED.search(rest))


def years_said(reading: Reading, earlier: Slots | None = None) -> list[Quantity]:
    """The numbers of years that are said; in a follow-up "and for 20?" is of years too."""
    said = [each for each in reading.of("duration") if each.unit == "years"]
    loose = [each for each in reading.of("number", "age") if _STRETCH.search(reading.before(each))]
    return said or (loose if earlier and len(reading.quantities) == 1 else [])


def many_years(years: Decimal) -> str:
    """A number of years in words, "1 year" or "10 years"."""
    return f"{plain(years)} {'year' if years == 1 else 'years'}"


def power(count: int) -> str:
    """The expression of a step that multiplies so many values, "" for none."""
    return " * ".join(["{}"] * count)


def rate_of(reading: Reading) -> Quantity | None:
    """The percentage that is said to be earned every year."""
    rates = [each for each in reading.of("percent") if each.high is None]
    yearly = [each for each in rates if _YEARLY.match(reading.after(each))]
    grows = [each for each in rates if _GROWS.search(reading.before(each, 40))]
    return next(iter([*yearly, *grows]), None)


def read(reading: Reading, earlier: Slots) -> Slots:
    """The sum, the years and the rate; in a follow-up those that are said anew."""
    rates = reading.of("percent")
    rate = rate_of(reading) or only_rate(reading) or (rates[0] if earlier and len(rates) == 1 else None)
    found = (
        ("amount", next(iter(reading.sums), None)),
        ("years", next(iter(years_said(reading, earlier)), None)),
        ("rate", rate),
    )
    return {name: Slot(each.value, "question", each.text) for name, each in found if each is not None}


def compute(slots: Slots, desk: Desk) -> Finding | None:
    """The sum times one plus the rate, once for every year."""
    amount, years, rate = (number(slots, name) for name in ("amount", "years", "rate"))
    if amount is None or years is None or rate is None:
        return None
    if amount <= 0 or not 0 < rate <= 100 or not is_whole(years, _MOST_YEARS):
        text = f"Give a sum above zero, a rate between 0% and 100%, and a whole number of years up to {_MOST_YEARS}."
        return declines("invalid_input", text, slots)
    trace = desk.trace()
    said(trace, "amount", slots["amount"], "USD")
    said(trace, "rate a year", slots["rate"], "percent")
    said(trace, "years", slots["years"], "years")
    factor = trace.step("growth in one year", "1 + {} / 100", rate, unit="times")
    times = power(int(years))
    value = trace.step(
        "the sum times the growth of every year",
        f"round({{}} * {times}, 2)",
        amount,
        *[factor] * int(years),
        unit="USD",
    )
    gain = trace.step("growth alone", "{} - {}", value, amount, unit="USD")
    trace.row("Growth alone", gain, "USD")
    many = many_years(years)
    formula = f"{money(amount)} x {plain(factor)}^{plain(years)} = {money(value)}"
    lead = (
        f"{money(amount)} that grows by {show(rate, 'percent')} a year for {many} comes to {money(value)}: {formula}."
    )
    told = (
        "That is arithmetic on the rate you gave, not a forecast: returns are not guaranteed, and fees, taxes and further contributions are left out.",
    )
    result = Result("compound_growth", value, "USD", formula, lead, conditions=told, suggestions=("And at 4%?",))
    return answered(trace, result, slots)


CALCULATOR = Calculator("compound_growth", recognise, read, compute)
