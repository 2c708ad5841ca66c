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
from assistant.calculators.trace import Trace, money, value_for
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
    over = _over_years(ask)
    salary = ask.number("salary")
    if over or salary is None:
        return over or _threshold(ask)
    trace = desk.trace()
    trace.said("pay", salary, "USD", display=money(salary))
    found = amount(trace, ask.measure, ask.year)
    counted = trace.step("pay that counts", "min({}, {})", salary, found.value, unit="USD")
    lead = f"{ask.in_year}, {money(counted)} of pay of {money(salary)} counts: the {ask.label} is {money(found.value)}."
    return answered(
        trace,
        Result("counted_pay", counted, "USD", f"min({money(salary)}, {money(found.value)}) = {money(counted)}", lead),
        ask.slots,
    )


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


def savers_match(slots: Slots, desk: Desk) -> Finding | None:
    """The Saver's Match on a contribution, or the incomes over which it phases out; it begins in 2027."""
    ask = resolved({**slots, "limit": Slot("savers_single")}, desk)
    kept = {**slots, "limit": Slot("savers_match")}
    trace, year = desk.trace(), max(ask.year, 2027)
    rate, counted = trace.parameter("savers_match_rate", year), trace.parameter("savers_match_contribution", year)
    put = next(
        (
            value
            for value in (ask.number("contributed"), ask.number("planned"), ask.number("salary"))
            if value is not None
        ),
        None,
    )
    filing = ask.text("filing")
    of_income = ask.number("contributed") is None and ask.number("planned") is None
    if put is None or (of_income and filing in ("joint", "hoh", "single")):
        start, end = trace.bounds(
            f"savers_match_{filing if filing in ('joint', 'hoh') else 'single' if filing else 'joint'}", year
        )
        who = {"hoh": "heads of household", "single": "single filers"}.get(filing, "couples filing jointly")
        most = trace.parameter("savers_match_maximum", year)
        lead = f"The Saver's Match is at most {money(most)} a person, {rate}% of up to {money(counted)}; it phases out over incomes from {money(start)} to {money(end)} for {who}, from {year} on."
        return answered(
            trace, Result("savers_match", most, "USD", f"{rate}% x {money(counted)} = {money(most)}", lead), kept
        )
    trace.said("contribution", put, "USD", display=money(put))
    paid = trace.step("Saver's Match", "min({}, {}) * {} / 100", put, counted, rate, unit="USD")
    lead = f"From {year} on, the Saver's Match on a contribution of {money(put)} is {money(paid)}: {rate}% of up to {money(counted)}, if income is below the phase-out."
    return answered(
        trace, Result("savers_match", paid, "USD", f"{rate}% x {money(min(put, counted))} = {money(paid)}", lead), kept
    )
