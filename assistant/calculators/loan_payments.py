"""What a plan loan costs to pay back: equal payments over its years, at the rate that the asker names or at none."""

from __future__ import annotations

from decimal import Decimal

from assistant.calculators.compounding import power, years_said
from assistant.calculators.protocol import Calculator, Desk, Result, Slot, Slots, answered, asks, declines
from assistant.calculators.reading import Reading
from assistant.calculators.slots import is_whole, number, said, word
from assistant.calculators.trace import money, plain, show
from assistant.patterns import lazy_pattern
from assistant.types import Finding

_LOAN = lazy_pattern(r"\bloans?\b|\bborrow\w*")
_PLAN = lazy_pattern(r"\b(?:401|403|457|tsp|thrift|plan|retirement)\b|\b401\s?\(?k")
_PAYMENT = lazy_pattern(
    r"\b(?:re)?pay ?(?:ments?|back|ing)\b|\b(?:re)?pay(?:s|ments?)?\b|\binstal\w+|\bmonthly\b|\bper (?:month|pay ?check|week)\b"
)
_ASKS = lazy_pattern(r"\bhow (?:much|big|large)\b|\bwhat(?:'?s|s)?\b|\bcalculat\w+|\bmonthly\b|\?")
_NO_INTEREST = lazy_pattern(r"\b(?:no|without|zero|interest[- ]free) ?interest\b|\binterest[- ]free\b|\b0 ?%")
_INTEREST_ASKED = lazy_pattern(
    r"\b(?:how much|what|total) (?:is |the |total |in )*interest\b|\binterest (?:cost|in all|in total|altogether)\b"
)
_OTHER = lazy_pattern(
    r"\b(?:student|mortgage|car|match\w*|default\w*|penalt\w+|withdr\w+|outstanding|owe[ds]?|max\w*|most|balance|vested)\b"
)
_PERIODS = (
    ("two weeks", Decimal(26), lazy_pattern(r"\bbi-?weekly\b|\bevery (?:two|2|other) weeks?\b")),
    ("week", Decimal(52), lazy_pattern(r"\bweekly\b|\b(?:per|a|each|every) week\b")),
    ("quarter", Decimal(4), lazy_pattern(r"\bquarterly\b|\b(?:per|a|each|every) quarter\b")),
)
_MOST_YEARS = 40


def recognise(reading: Reading) -> bool:
    """A loan and its years, and the payment or the interest asked for."""
    if not all(reading.says(each) for each in (_LOAN, _PLAN, _PAYMENT, _ASKS)) or reading.says(_OTHER):
        return False
    one_each = len(reading.sums) == len(reading.of("money")) == 1 == len(years_said(reading))
    return one_each and len(reading.of("percent")) <= 1


def read(reading: Reading, earlier: Slots) -> Slots:
    """The loan, the years, the rate and how often it is paid; of a follow-up those that are said anew."""
    rates = reading.of("percent")
    found = (
        ("loan", next(iter(reading.sums), None)),
        ("years", next(iter(years_said(reading, earlier)), None)),
        ("rate", next(iter(rates), None)),
    )
    slots = {name: Slot(each.value, "question", each.text) for name, each in found if each is not None}
    if not rates and reading.says(_NO_INTEREST):
        slots["rate"] = Slot(Decimal(0), "question", "no interest")
    if per := next((name for name, _, pattern in _PERIODS if reading.says(pattern)), ""):
        slots["per"] = Slot(per)
    if reading.says(_INTEREST_ASKED):
        slots["result"] = Slot("interest", "default")
    return slots


def compute(slots: Slots, desk: Desk) -> Finding | None:
    """The equal payment at the end of each period."""
    loan, years, rate = (number(slots, name) for name in ("loan", "years", "rate"))
    if loan is None or years is None:
        return None
    if rate is None:
        return asks("At which yearly rate of interest?", slots, ("at 8%",))
    if loan <= 0 or not 0 <= rate <= 100 or not is_whole(years, _MOST_YEARS):
        text = f"Give a loan above zero, a rate up to 100%, and a whole number of years up to {_MOST_YEARS}."
        return declines("invalid_input", text, slots)
    trace = desk.trace()
    said(trace, "loan", slots["loan"], "USD")
    said(trace, "years", slots["years"], "years")
    said(trace, "interest a year", slots["rate"], "percent")
    per, often = next(
        ((name, many) for name, many, _ in _PERIODS if name == word(slots, "per")), ("month", Decimal(12))
    )
    count = trace.step("payments", "{} * {}", years, often, unit="count")
    if rate:
        step = trace.step(f"growth in one {per}", "1 + {} / {} / 100", rate, often, unit="times")
        grown = trace.step("growth in all of them", power(int(count)), *[step] * int(count), unit="times")
        values = (loan, step, grown, grown)
        payment = trace.step("payment", "round({} * ({} - 1) * {} / ({} - 1), 2)", *values, unit="USD")
    else:
        payment = trace.step("payment", "round({} / {}, 2)", loan, count, unit="USD")
    paid = trace.step("paid back in all", "{} * {}", payment, count, unit="USD")
    interest = trace.step("interest in all", "{} - {}", paid, loan, unit="USD")
    trace.row("Paid back in all", paid, "USD")
    trace.row("Interest in all", interest, "USD")
    at = f"at {show(rate, 'percent')} a year" if rate else "without interest"
    lead = f"A loan of {money(loan)} over {plain(years)} years {at} is paid back by {plain(count)} equal payments of {money(payment)}, one at the end of each {per}, {money(paid)} in all, of which {money(interest)} is interest."
    formula = f"{money(loan)} over {plain(count)} payments {at} = {money(payment)}"
    value = interest if word(slots, "result") == "interest" else payment
    return answered(trace, Result("loan_payment", value, "USD", formula, lead), slots)


CALCULATOR = Calculator("loan_payment", recognise, read, compute)
