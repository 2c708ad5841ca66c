"""Money taken out of a plan or an IRA: additional tax, income tax at a given rate, withholding, and what is kept."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.calculators import distributions, excess_ira, loans, withdrawal_words, withholding
from assistant.calculators.other_plans import elsewhere
from assistant.calculators.penalties import PLAN_WORDS, Ruling, rulings, saver_of
from assistant.calculators.protocol import Calculator, Desk, Result, Slot, Slots, answered, asks, declines
from assistant.calculators.slots import number, word
from assistant.calculators.taken import amount_taken
from assistant.calculators.trace import Trace, money, plain, show
from assistant.calculators.withdrawal_asides import by_years, holds_repayment, repayment, repays, several_years
from assistant.types import Finding

_TAXABLE = "The sums suppose that the whole amount is taxable."
_STILL_DUE = "ordinary income tax is still due"
_IF_QUALIFIED = "a qualified Roth distribution is free of income tax too"
_INCOME_TAX = "Ordinary income tax is due as well, at your own rate."


@dataclass(frozen=True, slots=True)
class Bill:
    """What a withdrawal costs under one ruling."""

    penalty: Decimal
    income_tax: Decimal
    state_tax: Decimal

    @property
    def total(self) -> Decimal:
        """All of it together."""
        return self.penalty + self.income_tax + self.state_tax


def compute(slots: Slots, desk: Desk) -> Finding | None:
    """The finding for the slots of a withdrawal."""
    refused = _refused(slots)
    if refused is not None:
        return refused
    if repays(slots) and not holds_repayment(slots, desk):
        return None
    trace = desk.trace()
    _say_person(trace, slots)
    if several_years(slots):
        return by_years(slots, desk, trace)
    if withholding.alone(slots):
        return withholding.compute(slots, desk, trace)
    branches = rulings(slots, desk, trace)
    if number(slots, "amount") is not None:
        return _priced(slots, desk, trace, branches)
    if number(slots, "net") is not None:
        return _grossed_up(slots, desk, trace, branches)
    return _rate_only(slots, desk, trace, branches)


def _tax_notice(slots: Slots) -> tuple[str, ...]:
    """That income tax is due as well, but for Roth money, where it depends."""
    return () if word(slots, "plan").startswith("roth") else (_INCOME_TAX,)


def _refused(slots: Slots) -> Finding | None:
    plan, why = word(slots, "plan"), word(slots, "reason")
    for name in ("tax_rate", "state_rate"):
        rate = number(slots, name)
        if rate is not None and not 0 <= rate < 100:
            return declines(
                "invalid_input",
                f"A tax rate lies between 0% and 100%, so {show(rate, 'percent')} cannot be worked out.",
                slots,
            )
    age = number(slots, "age")
    if plan.startswith("roth") and "earnings" not in slots and not (age is not None and age >= Decimal("59.5")):
        return asks(
            "How much of the Roth money is taxable? Only the taxable part bears the additional tax, and a qualified Roth distribution is free of income tax.",
            {**slots, "asks": Slot("taxable")},
            ("$5,000 of it is earnings",),
        )
    if why == "medical" and (number(slots, "medical") is None or number(slots, "agi") is None):
        return asks(
            "How large are the unreimbursed medical bills, and what is the adjusted gross income (AGI)? Only bills above 7.5% of AGI are free of the 10% additional tax.",
            slots,
        )
    return None


def _say_person(trace: Trace, slots: Slots) -> None:
    for name, unit in (("age", "age"), ("birth_year", "year"), ("left_at", "age")):
        value = number(slots, name)
        if value is not None:
            trace.said(
                {"birth_year": "year of birth", "left_at": "age on leaving"}.get(name, name),
                value,
                unit,
                display=plain(value),
                origin=slots[name].origin,
            )


def _said(trace: Trace, slots: Slots, name: str, unit: str) -> Decimal:
    value = number(slots, name)
    assert value is not None
    trace.said(name.replace("_", " "), value, unit, display=show(value, unit), origin=slots[name].origin)
    return value


def _who(slots: Slots, desk: Desk, head: Ruling) -> str:
    """``from a 401(k) at age 45`` as far as it is known."""
    saver = saver_of(slots, desk)
    where = PLAN_WORDS.get(saver.plan, "a 401(k)")
    age = number(slots, "age")
    if age is not None:
        return f"from {where} at age {'59½' if age == Decimal('59.5') else plain(age)}{f', {head.when},' if head.when else ''}"
    if "birth_year" in slots:
        return f"from {where} by someone born in {plain(number(slots, 'birth_year') or Decimal(0))}{f', {head.when},' if head.when else ''}"
    return f"from {where}{f' {head.when}' if head.when else ''}"


def _bill(trace: Trace, slots: Slots, amount: Decimal, ruling: Ruling, *, row: str = "") -> Bill:
    """Adds the arithmetic of one ruling; ``row`` labels it when it is a branch beside the headline."""
    label = f"additional tax {row}".strip()
    if ruling.free is None:
        penalty = trace.step(label, "round({} * {} / 100, 2)", amount, ruling.rate, unit="USD")
    else:
        penalty = trace.step(
            label, "round(max({} - {}, 0) * {} / 100, 2)", amount, ruling.free, ruling.rate, unit="USD"
        )
    rates = [
        _said(trace, slots, name, "percent") if name in slots else Decimal(0) for name in ("tax_rate", "state_rate")
    ]
    if row or not any(rates):
        return Bill(penalty, amount * rates[0] / 100, amount * rates[1] / 100)
    income = trace.step("income tax", "round({} * {} / 100, 2)", amount, rates[0], unit="USD")
    state = (
        trace.step("state income tax", "round({} * {} / 100, 2)", amount, rates[1], unit="USD")
        if rates[1]
        else Decimal(0)
    )
    return Bill(penalty, income, state)


def _priced(slots: Slots, desk: Desk, trace: Trace, branches: list[Ruling]) -> Finding:
    """A sum is known: what it costs in the first branch, the other branches beside it."""
    amount, head = amount_taken(trace, slots), branches[0]
    taxable = _said(trace, slots, "earnings", "USD") if "earnings" in slots else amount
    if taxable > amount:
        return asks(f"Of the {money(amount)}, how much is earnings? It cannot be more than all of it.", slots)
    bill = _bill(trace, slots, taxable, head)
    rated = "tax_rate" in slots or "state_rate" in slots
    kept = trace.step("kept", "{} - {} - {} - {}", amount, bill.penalty, bill.income_tax, bill.state_tax, unit="USD")
    cost = (
        trace.step("taxes together", "{} + {} + {}", bill.penalty, bill.income_tax, bill.state_tax, unit="USD")
        if rated
        else bill.penalty
    )
    lead = _cost_words(slots, desk, amount, head, bill, cost, kept)
    _branch_rows(trace, slots, taxable, branches)
    trace.row("Additional tax", bill.penalty, "USD")
    if rated:
        trace.row("Income tax", bill.income_tax, "USD")
        trace.row("Kept", kept, "USD")
    else:
        trace.row("Left before income tax", kept, "USD")
    conditions = (
        *(() if "earnings" in slots else withholding.beside(trace, slots, desk, amount)),
        *_other_branches(branches),
        *elsewhere(slots, desk, trace),
        *repayment(slots, desk, trace),
    )
    result = word(slots, "result")
    if result == "due":
        cost, lead = withholding.still_due(slots, desk, trace, amount, cost)
    value = kept if result == "kept" and rated else bill.penalty if result == "penalty" else cost
    formula = (
        f"{money(amount)} - {money(bill.penalty)} - {money(bill.income_tax)} = {money(kept)}"
        if rated
        else f"{money(taxable)} x {show(head.rate, 'percent')} = {money(bill.penalty)}"
    )
    notices = (
        (f"Only the {money(taxable)} that was said to be earnings is taken to be taxable.",)
        if "earnings" in slots
        else (_TAXABLE,)
        if rated
        else (*_tax_notice(slots), _TAXABLE)
        if result != "kept"
        else ("What is kept in the end depends on your income tax rate: at which rate are you taxed?", _TAXABLE)
    )
    name = "withdrawal"
    return answered(trace, Result(name, value, "USD", formula, lead, None, conditions, notices, _next(slots)), slots)


def _cost_words(
    slots: Slots, desk: Desk, amount: Decimal, head: Ruling, bill: Bill, cost: Decimal, kept: Decimal
) -> str:
    who = _who(slots, desk, head)
    if bill.penalty:
        free = f" on the part above the {money(head.free)} that is free of it" if head.free else ""
        first = f"Taking {money(amount)} {who} costs an additional tax of {money(bill.penalty)} ({show(head.rate, 'percent')}{free}), because {head.why}"
    else:
        first = f"Taking {money(amount)} {who} costs no additional tax ($0), because {head.why}"
    if "tax_rate" not in slots and "state_rate" not in slots:
        return (
            f"{first}; that leaves {money(kept)} before income tax."
            if bill.penalty
            else f"{first}; {_STILL_DUE if not word(slots, 'plan').startswith('roth') else _IF_QUALIFIED}."
        )
    taxes = f"{money(bill.income_tax)} of income tax" + (
        f" and {money(bill.state_tax)} of state income tax" if bill.state_tax else ""
    )
    return f"{first}; with {taxes} the taxes come to {money(cost)}, and {money(kept)} is kept."


def _branch_rows(trace: Trace, slots: Slots, amount: Decimal, branches: list[Ruling]) -> None:
    if len(branches) < 2:
        return
    for each in branches:
        bill = _bill(trace, slots, amount, each, row=each.when)
        trace.row(f"Additional tax {each.when}", bill.penalty, "USD")


def _other_branches(branches: list[Ruling]) -> tuple[str, ...]:
    return tuple(
        f"{each.when[0].upper()}{each.when[1:]}, the additional tax is {show(each.rate, 'percent') if each.rate else 'nothing'}."
        for each in branches[1:]
        if each.when
    )


def _grossed_up(slots: Slots, desk: Desk, trace: Trace, branches: list[Ruling]) -> Finding:
    """How much must come out so that a sum is left."""
    head = branches[0]
    if "tax_rate" not in slots:
        return asks(
            f"At which income tax rate? The sum to take out so that {money(number(slots, 'net') or Decimal(0))} is left depends on it.",
            slots,
            ("in the 22% bracket", "in the 12% bracket"),
        )
    net, rate = _said(trace, slots, "net", "USD"), _said(trace, slots, "tax_rate", "percent")
    state = _said(trace, slots, "state_rate", "percent") if "state_rate" in slots else Decimal(0)
    if head.free is not None or head.rate + rate + state >= 100:
        return asks("How much is to be taken out in all?", slots)
    gross = trace.step(
        "to take out", "round({} * 100 / (100 - {} - {} - {}), 2)", net, head.rate, rate, state, unit="USD"
    )
    for each in branches if len(branches) > 1 else []:
        trace.row(
            f"To take out {each.when}",
            trace.step(
                f"to take out {each.when}",
                "round({} * 100 / (100 - {} - {} - {}), 2)",
                net,
                each.rate,
                rate,
                state,
                unit="USD",
            ),
            "USD",
        )
    extra = (
        f"{show(head.rate, 'percent')} goes to the additional tax and "
        if head.rate
        else "no additional tax is due, and "
    )
    lead = f"To keep {money(net)}, about {money(gross)} has to be taken {_who(slots, desk, head).rstrip(',')}: {extra}{show(rate, 'percent')} goes to income tax."
    formula = f"{money(net)} x 100 / (100 - {plain(head.rate)} - {plain(rate)}) = {money(gross)}"
    return answered(trace, Result("withdrawal_gross", gross, "USD", formula, lead, notices=(_TAXABLE,)), slots)


def _rate_only(slots: Slots, desk: Desk, trace: Trace, branches: list[Ruling]) -> Finding:
    """No sum is known: whether the additional tax is due, and at which rate."""
    head = branches[0]
    who = _who(slots, desk, head)
    if head.free is not None:
        lead = f"Money taken {who} is free of the additional tax up to {money(head.free)}, because {head.why}; {show(head.rate, 'percent')} is due on what is above."
    elif head.rate:
        lead = f"Money taken {who} bears the {show(head.rate, 'percent')} additional tax, because {head.why}."
    else:
        lead = f"Money taken {who} bears no additional tax, because {head.why}."
    for each in branches:
        rate = each.rate or trace.step(f"nothing {each.when}".strip(), "{} * 0", _full_rate(branches), unit="percent")
        trace.row(f"Rate {each.when}".strip(), rate, "percent")
    value, unit = (head.free, "USD") if head.free is not None else (head.rate, "percent")
    formula = (
        f"free of the additional tax up to {money(value)}"
        if head.free is not None
        else f"additional tax at {show(value, 'percent')}"
    )
    result = Result(
        "withdrawal",
        value,
        unit,
        formula,
        lead,
        None,
        (*repayment(slots, desk, trace), *_other_branches(branches), *elsewhere(slots, desk, trace)),
        _tax_notice(slots),
        ("on $20,000?", *_next(slots)),
    )
    return answered(trace, result, slots)


def _full_rate(branches: list[Ruling]) -> Decimal:
    return max(each.rate for each in branches)


def _next(slots: Slots) -> tuple[str, ...]:
    offers = (("tax_rate", "in the 22% bracket?"), ("age", "at 60?"), ("plan", "from an IRA?"))
    return tuple(words for name, words in offers if name not in slots)


CALCULATORS: tuple[Calculator, ...] = (
    loans.CALCULATOR,
    distributions.CALCULATOR,
    excess_ira.CALCULATOR,
    Calculator("withdrawal", withdrawal_words.recognise, withdrawal_words.read, compute),
)
