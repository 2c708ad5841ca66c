"""Plan loans (section 72(p)): the most that may be borrowed from a vested balance."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.calculators.protocol import Calculator, Desk, Result, Slot, Slots, answered, asks, declines
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading
from assistant.calculators.slots import number
from assistant.calculators.trace import MissingFact, NotPublished, Trace, money, show
from assistant.patterns import lazy_pattern
from assistant.types import Finding

_LOAN = lazy_pattern(r"\b(?:loans?|borrow\w*|lend)\b")
_PLAN = lazy_pattern(r"\b(?:401|403|457|tsp|thrift|plan|vested|retirement|balance|account|iras?)\b|\b401\s?\(?k")
_ASKS = lazy_pattern(
    r"\bhow (?:much|large|big)\b|\bmax\w*|\bmost\b|\blimit\b|\b(?:can|could|may) (?:i|we|he|she|they|you)\b|\b(?:i|we|he|she|they|you) (?:can|could|may|am allowed|are allowed|'re allowed)\b|\b(?:biggest|largest|highest|greatest|top)\b(?! (?:loan )?balance)|\bwhat(?:'s| is| can| could)|\bhow high\b|\bup to\b|\?"
)
_NOT = lazy_pattern(
    r"\b(?:student|mortgage|car|payday|interest rate|payments?|monthly|repay|default|match\w*|who|why|article|sba|home equity)\b"
)
_OWED = lazy_pattern(
    r"\b(?:outstanding|owe[ds]?|already (?:have|borrowed|owe)|existing|(?:current|prior|previous|earlier|old|last|first|another|other|open) (?:one|loan)|highest (?:loan )?balance|peak(?:ed|s|ing)?|high(?:est)? (?:point|of|was)|topped out|maxed|paid (?:it |them )?(?:off|back|down)|borrowed|still (?:have|owe)|loan (?:balance )?of|a loan|have a)\b"
)
_NO_LOAN = lazy_pattern(
    r"\b(?:no|without|never (?:had|took|taken)|zero|not|(?:don'?t|do not|doesn'?t|does not|didn'?t) (?:have|owe)|haven'?t (?:had|taken|got))(?: out)?(?: no| any| an?)?(?: other| prior| previous| existing| outstanding| open| current| earlier| old| plan| 401k)* (?:loans?|debts?|one)(?: outstanding| balance| open| yet| before| now)*\b|\bnothing (?:borrowed|outstanding|owed|owing)\b"
)
_HIGHEST = lazy_pattern(
    r"\b(?:highest|peak(?:ed|s|ing)?|(?:last|past|prior|previous) (?:12 months|twelve months|year|yr|month)|topped out|last (?:12 months|year)|past (?:12 months|year)|paid (?:it |them )?(?:off|back|down))\b"
)
_OWING = lazy_pattern(r"\b(?:owe|owing|outstanding|left on it|open)(?: is| of| about| still)* \$?$")
_WISH = lazy_pattern(
    r"^(?:is an? |an? |would an? )?(?:401\S* |plan )?loan (?:of|for)(?: about| a)* ?\$?$|\b(?:borrow|(?:take|get|want|need)(?: out)?(?: a)?|(?<!have )(?<!has )(?<!had )(?<!got )(?<!owe )(?<!on )a loan (?:of|for))(?: about| out| a)* ?\$?$"
)
_IRA = lazy_pattern(r"\biras?\b")


def recognise(reading: Reading) -> bool:
    """How much may be borrowed: needs a balance; the rule itself is in the documents."""
    if not reading.says(_LOAN) or reading.says(_NOT) or not (reading.says(_ASKS) or len(reading.plain.split()) < 12):
        return False
    return reading.says(_PLAN) and bool(_sums(reading))


def _sums(reading: Reading) -> list[Decimal]:
    return [each.value for each in reading.sums]


def _is_owed(reading: Reading, money: Quantity, *, several: bool) -> bool:
    start = max((each.end for each in reading.of("money") if each.end <= money.start), default=0)
    if several and _OWED.search(_NO_LOAN.sub(" ", reading.plain[max(start, money.start - 60) : money.start])[-40:]):
        return True
    return bool(
        re.match(r"\s*(?:loan|outstanding|owed|already|from (?:a|an) (?:earlier|old))", reading.after(money, 16))
    )


def read(reading: Reading, earlier: Slots) -> Slots:
    """The vested balance, the vested share of a balance, and loans already outstanding."""
    slots: dict[str, Slot] = {}
    sums = reading.sums
    wished = [each for each in sums if _WISH.search(reading.before(each, 24))]
    owed = [
        each
        for each in sums
        if each not in wished and _is_owed(reading, each, several=len(sums) > 1 or "balance" in earlier)
    ]
    balances = [each for each in sums if each not in owed and each not in wished]
    if wished:
        slots["wished"] = Slot(wished[0].value, "question", wished[0].text)
    if balances:
        slots["balance"] = Slot(balances[0].value, "question", balances[0].text)
    for each in owed:
        start = max((other.end for other in sums if other.end <= each.start), default=0)
        near = reading.plain[max(start, each.start - 44) : each.start] + " " + reading.after(each, 30).split(",")[0]
        owing = _OWING.search(reading.before(each, 24))
        peak = not owing and (_HIGHEST.search(near) or (len(owed) == 1 and reading.says(_HIGHEST)))
        slots.setdefault("highest_balance" if peak else "outstanding", Slot(each.value, "question", each.text))
    for percent in reading.of("percent"):
        if re.search(r"\bvested\b", f"{reading.after(percent, 14)} {reading.before(percent, 14)}"):
            slots["vested"] = Slot(percent.value, "question", percent.text)
    if reading.says(_IRA) and not re.search(r"\b(?:401|403|457|tsp)", reading.plain):
        slots["plan"] = Slot("ira")
    return slots


def compute(slots: Slots, desk: Desk) -> Finding | None:
    """The lesser of the dollar cap, less what was owed in the last year, and half of the vested balance."""
    if "plan" in slots:
        return declines(
            "invalid_input",
            "The loan rules of the corpus are for employer plans such as a 401(k); it holds none for IRAs.",
            slots,
        )
    balance = number(slots, "balance")
    if balance is None:
        return asks("How large is the vested balance?", slots)
    trace = desk.trace()
    trace.said("balance", balance, "USD", display=money(balance), origin=slots["balance"].origin)
    vested = number(slots, "vested")
    if vested is not None:
        trace.said("vested share", vested, "percent", display=show(vested, "percent"))
        balance = trace.step("vested balance", "{} * {} / 100", balance, vested, unit="USD")
    cap, share = trace.parameter("loan_limit", desk.today), trace.parameter("loan_share", desk.today)
    highest, open_loan = number(slots, "highest_balance"), number(slots, "outstanding") or Decimal(0)
    owed = max(highest or Decimal(0), open_loan)
    notices = _owed_said(trace, highest, open_loan)
    half = trace.step("half of the vested balance", "{} * {} / 100", balance, share, unit="USD")
    most = trace.step("the lesser of the two", "max(min({} - {}, {} - {}), 0)", cap, owed, half, open_loan, unit="USD")
    conditions = _floor(trace, desk, balance) if half < 10_000 and not owed else []
    years = trace.parameter("loan_years", desk.today)
    conditions.append(
        f"The plan has to allow loans, and the loan is repaid within {show(years, 'count')} years unless it buys a home."
    )
    less, left = (f" less {money(each)}" if each else "" for each in (owed, open_loan))
    lead = f"From a vested balance of {money(balance)}, at most {money(most)} can be borrowed: the lesser of {money(cap)}{less} and {show(share, 'percent')} of the vested balance ({money(half)}{left})."
    wished = number(slots, "wished")
    if wished is not None:
        trace.said("loan wanted", wished, "USD", display=money(wished))
        lead = f"{'Yes' if wished <= most else 'No'}: {lead[0].lower()}{lead[1:]}"
    formula = f"min({money(cap)}{less}, {show(share, 'percent')} x {money(balance)}{left}) = {money(most)}"
    suggestions = ("with a loan of $10,000 outstanding?",)
    return answered(
        trace, Result("loan", most, "USD", formula, lead, None, tuple(conditions), notices, suggestions), slots
    )


def _owed_said(trace: Trace, highest: Decimal | None, open_loan: Decimal) -> tuple[str, ...]:
    """Enters what was owed, and says how it counts."""
    if highest:
        trace.said("highest loan balance of the last 12 months", highest, "USD", display=money(highest))
    if open_loan:
        trace.said("loan outstanding", open_loan, "USD", display=money(open_loan))
    if not highest and not open_loan:
        return ()
    return (
        "The cap is reduced by the highest loan balance of the past 12 months (unverified); a loan that is still open counts within the half of the balance too.",
    )


def _floor(trace: Trace, desk: Desk, balance: Decimal) -> list[str]:
    """The higher sum that a plan may allow on a small balance."""
    try:
        floor = trace.parameter("loan_minimum", desk.today)
    except (NotPublished, MissingFact):
        return []
    higher = trace.step("with the floor that a plan may allow", "min({}, {})", floor, balance, unit="USD")
    trace.row("If the plan allows the floor (unverified)", higher, "USD")
    return [f"A plan may allow up to {money(higher)} even so (unverified)."]


CALCULATOR = Calculator("loan", recognise, read, compute)
