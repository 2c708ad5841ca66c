"""What is held back when money is paid out: an advance on income tax, not a further tax."""

from __future__ import annotations

from decimal import Decimal

from assistant.calculators.penalties import IRAS
from assistant.calculators.protocol import PREMISE, Desk, Result, Slots, answered, declines
from assistant.calculators.slots import number, word
from assistant.calculators.taken import amount_taken
from assistant.calculators.trace import Trace, money, plain, show
from assistant.types import Finding

_FREE_OF_WITHHOLDING = ("emergency", "birth_adoption", "domestic_abuse", "disaster")
_NEXT = ("I'm 45", "in the 22% bracket?")


def alone(slots: Slots) -> bool:
    """Whether the withholding itself is asked for: no age and no tax rate that would change what is left."""
    if word(slots, "result") not in ("withholding", "paid"):
        return "withheld_rate" in slots and number(slots, "net") is not None and "tax_rate" not in slots
    if number(slots, "net") is not None:
        return "tax_rate" not in slots
    return number(slots, "amount") is not None and "tax_rate" not in slots and ("age" not in slots or _only(slots))


def _only(slots: Slots) -> bool:
    return word(slots, "result") == "paid" or ("only_withheld" in slots and slots["only_withheld"].value is True)


def beside(trace: Trace, slots: Slots, desk: Desk, amount: Decimal) -> tuple[str, ...]:
    """The withholding beside a bill: a row, and a sentence unless only the additional tax of an IRA is asked for."""
    plan = word(slots, "plan")
    if "direct_rollover" in slots:
        return ("A direct rollover to another plan or IRA bears no 20% withholding and no additional tax.",)
    if word(slots, "reason") in _FREE_OF_WITHHOLDING:
        return ()
    rate = trace.parameter("ira_withholding_default" if plan in IRAS else "rollover_withholding", desk.today)
    held = trace.step("withheld at payment", "round({} * {} / 100, 2)", amount, rate, unit="USD")
    paid = trace.step("paid out after withholding", "{} - {}", amount, held, unit="USD")
    trace.row("Withheld at payment", held, "USD")
    if plan in IRAS:
        return (
            f"Unless the owner chooses otherwise {show(rate, 'percent')} is withheld at payment as an advance on income tax, which is not a further tax.",
        )
    return (
        f"If it is an eligible rollover distribution paid to you, {show(rate, 'percent')} ({money(held)}) is withheld, so that {money(paid)} arrives; that is an advance on income tax and not a further tax.",
    )


def still_due(slots: Slots, desk: Desk, trace: Trace, amount: Decimal, cost: Decimal) -> tuple[Decimal, str]:
    """The taxes less what was withheld at payment, and the sentence for it."""
    is_ira = word(slots, "plan") in IRAS
    rule = trace.parameter("ira_withholding_default" if is_ira else "rollover_withholding", desk.today)
    rate, _ = _rate(slots, trace, rule, is_ira)
    held = trace.step("withheld already", "round({} * {} / 100, 2)", amount, rate, unit="USD")
    due = trace.step("taxes less the withholding", "{} - {}", cost, held, unit="USD")
    trace.row("Still due", due, "USD")
    lead = f"The taxes on {money(amount)} come to {money(cost)}; with {money(held)} ({show(rate, 'percent')}) withheld, {money(due)} is still due."
    return due, lead


def compute(slots: Slots, desk: Desk, trace: Trace) -> Finding | None:
    """What is held back of a payment, what of it arrives, or how much to ask for so that a sum arrives."""
    if "direct_rollover" in slots:
        return _direct(slots, desk, trace)
    if word(slots, "reason") in (*_FREE_OF_WITHHOLDING, "hardship"):  # no eligible rollover distribution
        return None
    is_ira = word(slots, "plan") in IRAS
    rule = trace.parameter("ira_withholding_default" if is_ira else "rollover_withholding", desk.today)
    rate, notices = _rate(slots, trace, rule, is_ira)
    if not 0 <= rate < 100:
        return declines("invalid_input", f"A withholding of {show(rate, 'percent')} cannot be worked out.", slots)
    further = trace.parameter("early_withdrawal_tax", desk.today)
    notices += (
        f"Withholding is an advance on income tax and separate from the {show(further, 'percent')} additional tax before age 59½.",
    )
    net = number(slots, "net")
    if net is not None:
        return _gross(slots, trace, net, rate, notices)
    amount = amount_taken(trace, slots)
    held = trace.step("withheld", "round({} * {} / 100, 2)", amount, rate, unit="USD")
    paid = trace.step("paid out", "{} - {}", amount, held, unit="USD")
    trace.row("Withheld", held, "USD")
    trace.row("Paid out", paid, "USD")
    if is_ira:
        lead = f"By default {show(rate, 'percent')} of a payment from an IRA is withheld: {money(held)} of {money(amount)}, so that {money(paid)} arrives; the owner can choose otherwise."
    else:
        least = show(rule, "percent") if rate == rule else f"at least {show(rule, 'percent')}"
        held_at = "" if rate == rule else f" at the {show(rate, 'percent')} that was chosen,"
        lead = f"A plan must withhold {least} of an eligible rollover distribution paid to the saver:{held_at} {money(held)} of {money(amount)}, so that {money(paid)} arrives."
    formula = f"{money(amount)} x {show(rate, 'percent')} = {money(held)}"
    value = paid if word(slots, "result") == "paid" else held
    return answered(
        trace, Result("withholding", value, "USD", formula, lead, notices=notices, suggestions=_NEXT), slots
    )


def _rate(slots: Slots, trace: Trace, rule: Decimal, is_ira: bool) -> tuple[Decimal, tuple[str, ...]]:
    """The asker's rate where it may differ: an IRA owner chooses, a plan may hold back more but not less."""
    said = number(slots, "withheld_rate")
    if said is None or said == rule:
        return rule, ()
    trace.said("withholding rate", said, "percent", display=show(said, "percent"))
    if is_ira or said > rule:
        return said, ()
    return rule, (f"{PREMISE}a plan must withhold {show(rule, 'percent')}, not {show(said, 'percent')}.",)


def _gross(slots: Slots, trace: Trace, net: Decimal, rate: Decimal, notices: tuple[str, ...]) -> Finding:
    """The payment to ask for so that a sum arrives after withholding."""
    trace.said("net", net, "USD", display=show(net, "USD"), origin=slots["net"].origin)
    gross = trace.step("to ask for = net / (1 - withholding)", "round({} * 100 / (100 - {}), 2)", net, rate, unit="USD")
    held = trace.step("withheld", "{} - {}", gross, net, unit="USD")
    trace.row("Withheld", held, "USD")
    lead = f"For {money(net)} to arrive after {show(rate, 'percent')} withholding, {money(gross)} has to be asked for: {money(held)} is withheld."
    formula = f"{money(net)} x 100 / (100 - {plain(rate)}) = {money(gross)}"
    return answered(
        trace, Result("withholding_gross", gross, "USD", formula, lead, notices=notices, suggestions=_NEXT), slots
    )


def _direct(slots: Slots, desk: Desk, trace: Trace) -> Finding:
    """A direct rollover: nothing is held back."""
    amount = number(slots, "amount") or number(slots, "net") or Decimal(0)
    trace.said("amount", amount, "USD", display=show(amount, "USD"))
    trace.parameter("rollover_withholding", desk.today)
    nothing = trace.step("withheld in a direct rollover", "{} * 0", amount, unit="USD")
    lead = f"Nothing is withheld from {money(amount)} that goes straight to another plan or IRA in a direct rollover."
    value = amount if word(slots, "result") == "paid" else nothing
    return answered(trace, Result("withholding", value, "USD", "direct rollover: nothing withheld", lead), slots)
