"""What growth at a steady yearly rate leaves open: how long it takes, which rate it was, what must be saved for a sum."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from assistant.calculators.compounding import OTHER, many_years, power, years_said
from assistant.calculators.inflow_words import COINS
from assistant.calculators.observations import named_figures
from assistant.calculators.protocol import Calculator, Desk, Result, Slot, Slots, answered, declines
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading
from assistant.calculators.slots import is_whole, number, said, word
from assistant.calculators.trace import Trace, money, plain, show
from assistant.patterns import lazy_pattern
from assistant.types import Finding

_MULTIPLES = (
    (Decimal(2), lazy_pattern(r"\b(?:doubl(?:e[sd]?|ing)|twice|two[- ]?fold|2x)\b")),
    (Decimal(3), lazy_pattern(r"\b(?:tripl(?:e[sd]?|ing)|three times|three[- ]?fold|3x)\b")),
    (Decimal(4), lazy_pattern(r"\b(?:quadrupl(?:e[sd]?|ing)|four times|four[- ]?fold|4x)\b")),
    (Decimal(10), lazy_pattern(r"\b(?:ten times|ten[- ]?fold|10x)\b")),
)
_HOW_LONG = lazy_pattern(
    r"\bhow (?:long|many (?:years|yrs)|soon|quick(?:ly)?|fast)\b|\bwhen\b|\b(?:years|yrs|time|long) (?:to|till|until|for|it takes)\b|\bin (?:what|how much) time\b|\bdoubling time\b|\brule of 72\b"
)
_RATE = lazy_pattern(
    r"\bcagr\b|\brates?\b|\breturns?\b|\bgrowth\b|\bannuali[sz]\w+|\birr\b|\byields?\b|(?:%|\bper ?cent|\bpct)[^.?]{0,12}\b(?:year|yr|annum|annual\w*)\b|\b(?:a|per|each) (?:year|yr|annum)\b|\bannual(?:ly)?\b|\byearly\b"
)
_BECOMES = lazy_pattern(
    r"[^.;?]{0,40}(?:\bto\b|->|=>|\u2192|\binto\b|\bbec[ao]me\b|\bis (?:now )?worth\b|\bworth\b|\bnow\b|\bended? (?:up )?(?:at|with)\b|\breach\w*)[^.;?]{0,24}$"
)
_NEED = lazy_pattern(
    r"\b(?:must|need(?:s|ed)?|have to|has to|required|should|would|do) (?:i |we |you |one |he |she |someone |to |a \w+ )*(?:save|sav\w+|put|set aside|invest|contribute|deposit|stash|sock)\b|\b(?:sav\w+|payment|deposit) (?:needed|required)\b|\bhow much (?:a|per|each|every) (?:month|year)\b|\bneed\b[^.?]{0,20}\bper\b"
)
_PER = lazy_pattern(r"\b(?:(?:a|per|each|every) (?P<long>month|mo|year|yr)|(?P<short>monthly|yearly|annually))\b")
_GOAL = lazy_pattern(
    r"\b(?:reach|have|want|need|hit|get(?: to)?|end up with|retire with|accumulate|build|grow to|goal|target|become|save up)(?: (?:of|is|a|an|at|least|about|around|my|up))* ?\$?$"
)
_AGES = lazy_pattern(r"\b(?:age|aged|born|retire at)\b")
_MOST_YEARS = 80
_TOLD = (
    "That is arithmetic on the numbers you gave, not a forecast: returns are not guaranteed, and fees and taxes are left out.",
)


def recognise(reading: Reading) -> bool:
    """A steady rate with a start and an end, of which one of time, rate and payment is asked for."""
    if reading.says(OTHER) or reading.says(COINS) or reading.says(_AGES) or named_figures(reading.plain, reading.facts):
        return False
    return bool(_operation(reading))


def _operation(reading: Reading) -> str:
    rates, years, sums = reading.of("percent"), years_said(reading), reading.of("money")
    ends = _multiple(reading) is not None or _from_to(reading) is not None
    if any(each.high is not None for each in rates) or any(each.per for each in sums):
        return ""
    if ends and len(rates) == 1 and not years and reading.says(_HOW_LONG):
        return "time"
    if ends and not rates and len(years) == 1 and reading.says(_RATE):
        return "rate"
    if len(rates) == len(years) == len(sums) == 1 and reading.says(_NEED) and reading.says(_PER):
        return "saving" if _GOAL.search(reading.before(sums[0], 40)) else ""
    return ""


def _from_to(reading: Reading) -> tuple[Quantity, Quantity] | None:
    sums = reading.sums
    if len(sums) != 2 or not _BECOMES.fullmatch(reading.plain, sums[0].end, sums[1].start):
        return None
    return sums[0], sums[1]


def _multiple(reading: Reading) -> Decimal | None:
    if len(reading.sums) > 1:
        return None
    return next((value for value, pattern in _MULTIPLES if reading.says(pattern)), None)


def read(reading: Reading, earlier: Slots) -> Slots:
    """The operation and its numbers; of a follow-up those that are said anew."""
    slots: dict[str, Slot] = {}
    if operation := _operation(reading):
        slots["operation"] = Slot(operation, "default")
    rates, years, ends, multiple = (
        reading.of("percent"),
        years_said(reading, earlier),
        _from_to(reading),
        _multiple(reading),
    )
    if rates:
        slots["rate"] = Slot(rates[0].value, "question", rates[0].text)
    if years:
        slots["years"] = Slot(years[0].value, "question", years[0].text)
    if ends is not None:
        slots["start"], slots["target"] = (Slot(each.value, "question", each.text) for each in ends)
    elif reading.sums:
        slots["start" if multiple else "target"] = Slot(reading.sums[0].value, "question", reading.sums[0].text)
    if multiple:
        slots["multiple"] = Slot(multiple, "question")
    if per := reading.find(_PER):
        slots["per"] = Slot("month" if (per["long"] or per["short"]).startswith("mo") else "year")
    return slots


def compute(slots: Slots, desk: Desk) -> Finding | None:
    """The finding for a question about growth at a steady rate."""
    operate = _OPERATIONS.get(word(slots, "operation"))
    if operate is None:
        return None
    rate, years = number(slots, "rate"), number(slots, "years")
    whole = years is None or is_whole(years, _MOST_YEARS)
    if not whole or not (rate is None or Decimal("0.1") <= rate <= 100):
        text = f"Give a rate between 0.1% and 100%, and a whole number of years up to {_MOST_YEARS}."
        return declines("invalid_input", text, slots)
    return operate(slots, desk.trace())


def _ends(slots: Slots, trace: Trace) -> tuple[Decimal, Decimal] | None:
    """Where the growth starts and ends: two sums, or one and its multiple."""
    start, target, multiple = (number(slots, name) for name in ("start", "target", "multiple"))
    if multiple is not None:
        trace.said("multiple", multiple, "times", display=f"{plain(multiple)} times")
        return Decimal(1), multiple
    if start is None or target is None or min(start, target) <= 0:
        return None
    said(trace, "sum at the start", slots["start"], "USD")
    said(trace, "sum at the end", slots["target"], "USD")
    return start, target


def _words(slots: Slots) -> str:
    multiple = number(slots, "multiple")
    if multiple is not None:
        return f"becomes {plain(multiple)} times as much"
    return f"goes from {money(number(slots, 'start') or Decimal(0))} to {money(number(slots, 'target') or Decimal(0))}"


def _time(slots: Slots, trace: Trace) -> Finding | None:
    """Year by year until the end is reached, and the part of the last year by even growth within it."""
    ends, rate = _ends(slots, trace), number(slots, "rate")
    if ends is None or rate is None:
        return None
    value, target = ends
    if target <= value:
        return declines("invalid_input", "The sum at the end must be larger than the one at the start.", slots)
    said(trace, "rate a year", slots["rate"], "percent")
    factor = trace.step("growth in one year", "1 + {} / 100", rate, unit="times")
    years, before = 0, value
    while value < target:
        years, before = years + 1, value
        if years > 1000:
            return declines("invalid_input", "That takes more than a thousand years.", slots)
        value = trace.step(f"after year {years}", "round({} * {}, 12)", before, factor, unit="times")
    full = Decimal(years - 1)
    last = trace.step("full years until it is reached", "{} + 1", full, unit="years")
    exact = trace.step(
        "years, with the part of the last one, to two places",
        "round({} + ({} - {}) / ({} - {}), 2)",
        full, target, before, value, before,
        unit="years",
    )  # fmt: skip
    trace.row("Full years until it is reached", last, "years")
    lead = f"At {show(rate, 'percent')} a year a sum {_words(slots)} in about {plain(exact)} years: not yet after {years - 1} full years, and by the end of year {years}."
    formula = f"{plain(target)} / {plain(ends[0])} at {show(rate, 'percent')} a year: about {plain(exact)} years"
    shown = f"about {plain(exact)} years"
    return answered(trace, Result("growth_time", exact, "years", formula, lead, shown, _TOLD), slots)


def _rate(slots: Slots, trace: Trace) -> Finding | None:
    """The rate by Newton's steps for the root of the multiple."""
    ends, years = _ends(slots, trace), number(slots, "years")
    if ends is None or years is None:
        return None
    said(trace, "years", slots["years"], "years")
    ratio = trace.step("end / start", "round({} / {}, 20)", ends[1], ends[0], unit="times")
    factor = trace.step("first guess of one year's growth", "round(1 + ({} - 1) / {}, 12)", ratio, years, unit="times")
    powers = power(int(years) - 1) or "1"
    for _ in range(60):
        better = trace.step(
            "a better one",
            f"round((({{}} - 1) * {{}} + {{}} / ({powers})) / {{}}, 12)",
            years, factor, ratio, *[factor] * (int(years) - 1), years,
            unit="times",
        )  # fmt: skip
        if abs(better - factor) < Decimal("0.0000000001"):
            break
        factor = better
    rate = trace.step("rate a year, to two places", "round(({} - 1) * 100, 2)", better, unit="percent")
    many = many_years(years)
    lead = f"A sum that {_words(slots)} in {many} grows by {show(rate, 'percent')} a year, compounded once a year."
    formula = f"({plain(ends[1])} / {plain(ends[0])})^(1/{plain(years)}) - 1 = {show(rate, 'percent')}"
    return answered(trace, Result("growth_rate", rate, "percent", formula, lead, show(rate, "percent"), _TOLD), slots)


def _saving(slots: Slots, trace: Trace) -> Finding | None:
    """The equal payment at the end of every month or year that comes to the sum."""
    target, rate, years = (number(slots, name) for name in ("target", "rate", "years"))
    if target is None or rate is None or years is None or target <= 0:
        return None
    per = word(slots, "per") or "month"
    said(trace, "sum to be reached", slots["target"], "USD")
    said(trace, "rate a year", slots["rate"], "percent")
    said(trace, "years", slots["years"], "years")
    step, grown = growth_of_payments(trace, rate, int(years), per)
    payment = trace.step(f"payment a {per}", "round({} * ({} - 1) / ({} - 1), 2)", target, step, grown, unit="USD")
    early = trace.step(
        f"the same, paid at the start of each {per}",
        "round({} * ({} - 1) / ({} - 1) / {}, 2)",
        target, step, grown, step,
        unit="USD",
    )  # fmt: skip
    trace.row(f"If paid at the start of each {per}", early, "USD")
    lead = f"To have {money(target)} after {plain(years)} years at {show(rate, 'percent')} a year takes {money(payment)} at the end of each {per}{_CONVENTION if per == 'month' else ''}."
    formula = f"{money(target)} x (i / ((1 + i)^n - 1)) = {money(payment)} a {per}"
    return answered(trace, Result("saving_needed", payment, "USD", formula, lead, conditions=_TOLD), slots)


_CONVENTION = ", a twelfth of the yearly rate being earned every month"


def growth_of_payments(trace: Trace, rate: Decimal, years: int, per: str) -> tuple[Decimal, Decimal]:
    """One period's growth and that of all years; a month earns a twelfth of the yearly rate."""
    if per == "year":
        step = year = trace.step("growth in one year", "1 + {} / 100", rate, unit="times")
    else:
        step = trace.step("growth in one month", "1 + {} / 1200", rate, unit="times")
        year = trace.step("growth in twelve months", power(12), *[step] * 12, unit="times")
    return step, trace.step("growth in all years", power(years), *[year] * years, unit="times")


_OPERATIONS: dict[str, Callable[[Slots, Trace], Finding | None]] = {"time": _time, "rate": _rate, "saving": _saving}

CALCULATOR = Calculator("growing", recognise, read, compute)
