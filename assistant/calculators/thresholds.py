"""Tests of pay against a threshold: highly compensated, key employee, Roth catch-up wages, counted pay, Saver's Credit."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assistant.calculators.ask import Ask, resolved
from assistant.calculators.limit_years import biggest, change, first_year, reported, series, which_year
from assistant.calculators.measures import MEASURES, amount
from assistant.calculators.premise import premises
from assistant.calculators.protocol import DROP, Desk, Result, Slot, Slots, answered, asks, declines
from assistant.calculators.savers_credit import credit_worth
from assistant.calculators.splits import plan_change
from assistant.calculators.trace import Trace, money, show, value_for
from assistant.types import AnswerSentence, Finding

_OVER_YEARS = {
    "change": change,
    "growth": change,
    "series": series,
    "which_year": which_year,
    "biggest": biggest,
    "plan_change": plan_change,
    "first_year": first_year,
}


def _over_years(ask: Ask) -> Finding | None:
    operate = _OVER_YEARS.get(ask.text("operation"))
    return (
        operate(ask)
        if operate and not (ask.text("operation") in ("first_year", "which_year") and ask.number("reach") is None)
        else None
    )


def _threshold(ask: Ask) -> Finding:
    trace = ask.desk.trace()
    notices = premises(trace, ask)
    found = amount(trace, ask.measure, ask.year)
    verb = "was" if ask.is_past else "is"
    return answered(
        trace,
        Result(
            ask.measure.name,
            found.value,
            "USD",
            f"{ask.label}, {ask.year} = {money(found.value)}",
            f"{ask.in_year}, the {ask.label} {verb} {money(found.value)}.",
            conditions=reported(ask, ask.year),
            notices=notices,
            suggestions=("What was it the year before?",),
        ),
        ask.slots,
    )


def pay_test(slots: Slots, desk: Desk) -> Finding | None:
    """Whether pay is above the threshold for a highly compensated or a key employee."""
    ask = resolved(slots, desk)
    salary = ask.number("salary")
    if salary is None:
        return _over_years(ask) or _threshold(ask)
    if len(ask.years) > 1:  # pay of one year decides for the next: the threshold is that of the year of the pay
        ask = resolved({**slots, "year": Slot(Decimal(min(ask.years))), "years": DROP}, desk)
    trace = desk.trace()
    trace.said("pay", salary, "USD", display=money(salary))
    found = amount(trace, ask.measure, ask.year)
    margin = trace.step("pay less the threshold", "{} - {}", salary, found.value, unit="USD")
    value = _far(trace, ask, salary, found.value)
    verb = "was" if ask.is_past else "is"
    how = f"{money(abs(margin))} {'above' if margin > 0 else 'below'}" if margin else "exactly at, and so not above,"
    lead = f"{'Yes' if margin > 0 else 'No'}: pay of {money(salary)} is {how} the {ask.year} {ask.label}, which {verb} {money(found.value)}."
    other = (
        "Ownership can make someone one too, whatever the pay, and the plan's own year decides which pay counts; this desk holds the dollar threshold only.",
    )
    return answered(
        trace,
        Result(
            ask.measure.name,
            value,
            "USD",
            f"{money(salary)} - {money(found.value)} = {money(margin)}",
            lead,
            conditions=other,
        ),
        ask.slots,
    )


def _far(trace: Trace, ask: Ask, pay: Decimal, threshold: Decimal) -> Decimal:
    """The threshold, or how far pay is above or below it when that is asked."""
    if not ask.flag("margin_asked"):
        return threshold
    return trace.step(
        "above or below the threshold by", "max({} - {}, {} - {})", pay, threshold, threshold, pay, unit="USD"
    )


def counted_pay(slots: Slots, desk: Desk) -> Finding | None:
    """How much of a salary counts: for plan formulas up to the compensation cap, for Social Security up to the wage base."""
    ask = resolved(slots, desk)
    if ask.flag("tax_asked") and (len(ask.years) == 1 or ask.flag("extra_asked")):
        return _wage_tax(ask)
    over = _over_years(ask)
    salary = ask.number("salary")
    if over or salary is None:
        return over or _threshold(ask)
    trace = desk.trace()
    trace.said("pay", salary, "USD", display=money(salary))
    found = amount(trace, ask.measure, ask.year)
    if ask.flag("above_asked"):
        return _pay_above(trace, ask, salary, found.value)
    counted = trace.step("pay that counts", "min({}, {})", salary, found.value, unit="USD")
    lead = f"{ask.in_year}, {money(counted)} of pay of {money(salary)} counts: the {ask.label} is {money(found.value)}."
    return answered(
        trace,
        Result("counted_pay", counted, "USD", f"min({money(salary)}, {money(found.value)}) = {money(counted)}", lead),
        ask.slots,
    )


def _wage_tax(ask: Ask) -> Finding | None:
    """The tax on wages up to the base at a rate that was said; on the whole base when no pay was."""
    rate, salary = ask.number("percent"), ask.number("salary")
    if rate is None or not 0 <= rate <= 100:
        return None
    if ask.flag("extra_asked"):
        return _wage_tax_rise(ask, rate)
    trace = ask.desk.trace()
    trace.said("rate of the tax", rate, "percent", display=show(rate, "percent"))
    taxed = amount(trace, ask.measure, ask.year).value
    what = f"all of the {ask.label} of {money(taxed)}"
    if salary is not None:
        trace.said("pay", salary, "USD", display=money(salary))
        taxed = trace.step("pay that counts", "min({}, {})", salary, taxed, unit="USD")
        what = f"the {money(taxed)} of pay that counts"
    tax = trace.step("tax at that rate", "round({} * {} / 100, 2)", taxed, rate, unit="USD")
    lead = f"{ask.in_year}, Social Security tax at {show(rate, 'percent')} on {what} is {money(tax)}."
    formula = f"{show(rate, 'percent')} x {money(taxed)} = {money(tax)}"
    remarks = ("The rate is the one in the question.", *reported(ask, ask.year))
    return answered(trace, Result("wage_tax", tax, "USD", formula, lead, conditions=remarks), ask.slots)


def _wage_tax_rise(ask: Ask, rate: Decimal) -> Finding:
    """How much more tax a higher base brings at a rate, over the other year that is named or the year before."""
    first, last = (min(ask.years), max(ask.years)) if len(ask.years) > 1 else (ask.year - 1, ask.year)
    trace, salary = ask.desk.trace(), ask.number("salary")
    trace.said("rate of the tax", rate, "percent", display=show(rate, "percent"))
    before, after = (amount(trace, ask.measure, year).value for year in (first, last))
    if salary is not None:
        trace.said("pay", salary, "USD", display=money(salary))
        before = trace.step(f"pay that counts in {first}", "min({}, {})", salary, before, unit="USD")
        after = trace.step(f"pay that counts in {last}", "min({}, {})", salary, after, unit="USD")
    more = trace.step("more that is taxed", "{} - {}", after, before, unit="USD")
    tax = trace.step("tax on that", "round({} * {} / 100, 2)", more, rate, unit="USD")
    lead = f"In {last}, Social Security tax at {show(rate, 'percent')} comes to {money(tax)} more than in {first}: {money(after)} is taxed, after {money(before)}."
    formula = f"{show(rate, 'percent')} x ({money(after)} - {money(before)}) = {money(tax)}"
    remarks = ("The rate is the one in the question, for both years.", *reported(ask, last))
    return answered(trace, Result("wage_tax_rise", tax, "USD", formula, lead, conditions=remarks), ask.slots)


def _pay_above(trace: Trace, ask: Ask, salary: Decimal, most: Decimal) -> Finding:
    """The pay beyond what counts."""
    above = trace.step("pay above that", "max({} - {}, 0)", salary, most, unit="USD")
    stands = (
        f"{money(above)} of pay of {money(salary)} is above" if above else f"none of pay of {money(salary)} is above"
    )
    lead = f"{ask.in_year}, {stands} the {ask.label} of {money(most)}."
    formula = f"{money(salary)} - {money(most)} = {money(above)}" if above else f"{money(salary)} <= {money(most)}"
    remarks = reported(ask, ask.year)
    return answered(trace, Result("pay_above", above, "USD", formula, lead, conditions=remarks), ask.slots)


def roth_catch_up(slots: Slots, desk: Desk) -> Finding | None:
    """Whether prior-year wages from the employer exceed the threshold, so that catch-up contributions must be Roth."""
    ask = resolved({**slots, "limit": Slot("roth_wages")}, desk)
    if ask.number("salary") is None:
        over = _over_years(ask)
        if over:
            return over
    absent = value_for(desk.facts.parameters["roth_catch_up_wages"], ask.year)
    if absent is not None and absent.value is None and absent.evidence is not None:
        text = f"In {ask.year} no wage test applied to catch-up contributions: {absent.reason}"
        return Finding(
            "answered",
            None,
            (AnswerSentence(text, "notice", (1,)),),
            (absent.evidence,),
            slots={"limit": "roth_wages", "year": ask.year},
        )
    trace = desk.trace()
    notices = premises(trace, ask)
    found = amount(trace, ask.measure, ask.year)
    wages, before = ask.number("salary"), ask.year - 1
    rule = f"wages of {before} from the same employer that exceed {money(found.value)}"
    if wages is None:
        lead = f"{ask.in_year}, catch-up contributions must be Roth for those with FICA {rule}."
        result = Result("roth_wages", found.value, "USD", money(found.value), lead, notices=notices)
        return answered(trace, replace(result, suggestions=(f"My {before} wages were $160,000",)), ask.slots)
    trace.said(f"wages of {before} from the employer", wages, "USD", display=money(wages))
    if ask.text("operation") == "amount":
        return _roth_amount(trace, ask, wages, found.value)
    margin = trace.step("wages less the threshold", "{} - {}", wages, found.value, unit="USD")
    conditions = (
        f"The wages that count are the FICA wages that the employer of the plan paid in {before}; wages from another employer do not count.",
        "The rule is about catch-up contributions only, not about ordinary deferrals.",
    )
    formula = f"{money(wages)} - {money(found.value)} = {money(margin)}"
    lead = _roth_verdict(ask, wages, found.value, rule)
    return answered(
        trace,
        Result(
            "roth_wages",
            _far(trace, ask, wages, found.value),
            "USD",
            formula,
            lead,
            conditions=conditions,
            notices=notices,
        ),
        ask.slots,
    )


def _roth_amount(trace: Trace, ask: Ask, wages: Decimal, threshold: Decimal) -> Finding:
    """How much of the catch-up has to be Roth: all of it when the wages exceed the threshold, else none."""
    band = ask.band_in(ask.year)
    if ask.age_in(ask.year) is None:
        question = f"How old is the saver at the end of {ask.year}? The catch-up depends on it."
        return asks(question, {**ask.slots, "asks": Slot("age")}, ("55", "61"))
    trace.row(f"wage threshold for {ask.year}", threshold, "USD")
    most = amount(trace, MEASURES["catch_up"], ask.year, band or "under 50").value
    margin = trace.step("wages less the threshold", "{} - {}", wages, threshold, unit="USD")
    roth = trace.step("catch-up that has to be Roth", "{}", most if margin > 0 else Decimal(0), unit="USD")
    who = f"someone aged {ask.age_in(ask.year)}"
    stands = (
        f"{money(abs(margin))} {'above' if margin > 0 else 'below'} the wage threshold"
        if margin
        else "exactly at the wage threshold, which has to be exceeded"
    )
    lead = f"{ask.in_year}, {'all' if margin > 0 else 'none'} of the catch-up of {who} has to be Roth: {money(roth)} of up to {money(most)}, as {ask.year - 1} wages of {money(wages)} are {stands}."
    if not most:
        lead = f"{ask.in_year}, {who} has no catch-up contribution, so nothing has to be Roth."
    conditions = (f"The wages that count are the FICA wages that the employer of the plan paid in {ask.year - 1}.",)
    formula = f"{money(wages)} {'>' if margin > 0 else '<='} the threshold, so {money(roth)}"
    return answered(trace, Result("roth_amount", roth, "USD", formula, lead, conditions=conditions), ask.slots)


def _roth_verdict(ask: Ask, wages: Decimal, threshold: Decimal, rule: str) -> str:
    """Yes or no, with what decides."""
    age, before, margin = ask.age_in(ask.year), ask.year - 1, wages - threshold
    if age is not None and age < 50:
        return f"{ask.in_year}, someone aged {age} by the end of the year has no catch-up contribution, so the Roth rule does not touch their deferrals; the wage test asks for {rule}."
    if ask.flag("no_wages"):
        return f"No, if none of the {money(wages)} was FICA wages from the employer of the plan: for {ask.year} only FICA {rule} make catch-up contributions Roth."
    if ask.flag("other_employer"):
        return (
            f"No, if the {money(wages)} came from another employer: for {ask.year} only FICA {rule} make catch-up contributions Roth. "
            f"Wages of {before} from the plan's own employer decide."
        )
    if margin > 0:
        return f"Yes: {before} wages of {money(wages)} exceed {money(threshold)} by {money(margin)}, so catch-up contributions for {ask.year} must be Roth."
    short = f"are {money(-margin)} short of" if margin else "are exactly"
    return f"No: {before} wages of {money(wages)} {short} {money(threshold)}; only wages that exceed it make catch-up contributions for {ask.year} Roth."


_FILERS = (
    ("single", "single and all other filers", "savers_single"),
    ("joint", "couples filing jointly", "savers_joint"),
    ("hoh", "heads of household", "savers_hoh"),
)


def _between_filers(ask: Ask) -> Finding:
    """How much the top income of one kind of filer is above that of another."""
    trace = ask.desk.trace()
    said = ask.text("filers").split(",")
    tops = {label: amount(trace, MEASURES[name], ask.year).value for kind, label, name in _FILERS if kind in said}
    (low, least), (high, most) = sorted(tops.items(), key=lambda each: each[1])
    for label, top in tops.items():
        trace.row(label, top, "USD")
    difference = trace.step(f"{high} less {low}", "{} - {}", most, least, unit="USD")
    verb = "was" if ask.is_past else "is"
    lead = f"{ask.in_year}, the top income for the Saver's Credit {verb} {money(most)} for {high}, {money(difference)} more than the {money(least)} for {low}."
    formula = f"{money(most)} - {money(least)} = {money(difference)}"
    return answered(trace, Result("savers_credit", difference, "USD", formula, lead), ask.slots)


def savers_credit(slots: Slots, desk: Desk) -> Finding | None:
    """The top income for the Saver's Credit by filing status, and whether an income is within it."""
    filing = str(slots["filing"].value) if "filing" in slots else ""
    chosen = next((row for row in _FILERS if row[0] == filing), _FILERS[0])
    ask = resolved({**slots, "limit": Slot(chosen[2])}, desk)
    if ask.text("operation") == "filers":
        return _between_filers(ask)
    if ask.text("operation") == "largest":
        return None
    if ask.text("operation") in ("worth", "rate"):
        return credit_worth(ask)
    over = _over_years(ask)
    if over:
        return over
    trace = desk.trace()
    if not filing or filing == "mfs":
        for _, label, name in _FILERS:
            trace.row(label, amount(trace, MEASURES[name], ask.year).value, "USD")
    found = amount(trace, ask.measure, ask.year)
    income = ask.number("salary")
    verb = "was" if ask.is_past else "is"
    lead = f"{ask.in_year}, the top income for the Saver's Credit {verb} {money(found.value)} for {chosen[1]}."
    if not filing:
        lead = lead[:-1] + "; the rows show the other filers."
    if income is not None and income >= 0:
        trace.said("adjusted gross income", income, "USD", display=money(income))
        margin = trace.step("top income less income", "{} - {}", found.value, income, unit="USD")
        lead = f"{'Within' if margin >= 0 else 'Above'} the range: {money(income)} is {money(abs(margin))} {'below' if margin >= 0 else 'above'} the {ask.year} top income of {money(found.value)} for {chosen[1]}."
    if income is not None and income < 0:
        return declines("invalid_input", "An income below nothing cannot be tested.", ask.slots)
    return answered(
        trace,
        Result("savers_credit", found.value, "USD", money(found.value), lead, suggestions=("Married filing jointly?",)),
        {**ask.slots, "limit": Slot("savers")},
    )
