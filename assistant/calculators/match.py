"""What an employer's match comes to: tiers and safe harbours, pay up to the compensation cap, and what is left unclaimed."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.calculators.limit_turned_away import UNDER_LIMIT
from assistant.calculators.limit_words import elsewhere
from assistant.calculators.match_answers import (
    by_check,
    each_period,
    flat,
    loss,
    moved,
    needed,
    share_only,
    with_own,
)
from assistant.calculators.match_tiers import Case, conditions, formula_label, match_at, note_widths
from assistant.calculators.match_words import HARBORS, MATCH, MATCH_STRICT, MY_MATCH, read_match
from assistant.calculators.measures import amount, band_of, measure_named
from assistant.calculators.protocol import Calculator, Desk, Result, Slot, Slots, answered, asks, declines
from assistant.calculators.reading import Reading
from assistant.calculators.slots import number
from assistant.calculators.trace import Trace, money, plain, rounded, show
from assistant.patterns import lazy_pattern
from assistant.types import Finding

_ROOM = lazy_pattern(
    r"after[- ]?tax|mega|415|\broom\b|annual additions|\bhow much (?:more )?can (?:i|we) (?:still )?(?:put|contribut|defer)|\binflows?\b|\b(?:max(?:imum)?|most)\b[^?.$%]{0,30}\b(?:employer|company) can\b"
)
_ASKS = lazy_pattern(
    r"how (?:much|many)|what|worth|\bdo i get\b|will i get|would i get|calculate|figure|work out|\bmatch\b.*\?|\$|\d"
)
_COUNTS = lazy_pattern(r"count (?:toward|against|to)|require|mandatory|have to match|vest|by law|legal")


def recognise(reading: Reading) -> bool:
    """A formula that can be worked out, and something to work it out on or a question of its worth."""
    if (
        not reading.says(MATCH)
        or reading.names(_ROOM)
        or reading.says(_COUNTS)
        or reading.says(UNDER_LIMIT)
        or elsewhere(reading)
    ):
        return False
    slots = read_match(reading, {})
    if reading.says(MY_MATCH) and not slots.keys() & {"tiers", "formula"}:
        return True
    named = "formula" in slots and "tiers" not in slots
    if not slots.keys() & {"tiers", "formula"}:
        return False
    if (
        not reading.says(MATCH_STRICT)
        and "formula" not in slots
        and not ((reading.of("money") or "operation" in slots) and "tiers" in slots and len(reading.of("percent")) > 1)
    ):
        return False
    substance = bool(slots.keys() & {"salary", "deferral", "deferral_money", "operation", "each", "salary_each"})
    if named:
        return (
            substance
            and (reading.says(_ASKS) or bool(reading.of("money")))
            and (bool(reading.of("money", "percent")) or "operation" in slots)
        )
    return reading.says(_ASKS) and (
        substance or bool(re.search(r"how much|worth|what (?:percent|%|do i get)", reading.plain))
    )


def read(reading: Reading, earlier: Slots) -> Slots:
    """The slots that the words fill; a bare sum in a follow-up is the salary, a bare percentage the deferral."""
    if elsewhere(reading):
        return {}
    return read_match(reading, earlier)


def compute(slots: Slots, desk: Desk) -> Finding | None:
    """The match, what is lost of it, or what it takes to get all of it."""
    trace = desk.trace()
    year = int(number(slots, "year") or desk.today.year)
    tiers, name = _formula(trace, slots, year)
    if not tiers:
        return asks(
            "What is the match formula, such as 50% of the first 6% of pay, on what salary, and what do you put in?",
            slots,
            ("50% of the first 6% on $80,000, I put in 6%", "dollar for dollar up to 4%"),
        )
    if any(rate < 0 or width < 0 or width > 100 for rate, width in tiers):
        return declines("invalid_input", "A match formula needs percentages from 0% to 100% of pay.", slots)
    salary = _salary(trace, slots)
    if salary is not None and salary <= 0:
        return declines("invalid_input", "A salary has to be more than nothing.", slots)
    if salary is None:
        return share_only(trace, slots, tiers, name, year)
    pay = _counted(trace, salary, year)
    deferral = _deferral(trace, slots, pay, year)
    if deferral is not None and not 0 <= deferral <= 100:
        return declines(
            "invalid_input",
            f"A deferral of {show(deferral, 'percent')} of pay is not possible: it must be between 0% and 100%.",
            slots,
        )
    if name != "flat" and any(not width for _, width in tiers):
        if deferral is None or ("operation" in slots and slots["operation"].value in ("loss", "needed")):
            return asks(
                "Up to what share of pay does the employer match, and how much do you put in?",
                slots,
                ("up to 6% of pay",),
            )
        tiers = tuple((rate, width or Decimal(100)) for rate, width in tiers)
    return _answer(trace, slots, Case(pay, deferral, tiers, year), name, salary)


def _formula(trace: Trace, slots: Slots, year: int) -> tuple[tuple[tuple[Decimal, Decimal], ...], str]:
    """The tiers: as said, or those of the safe harbour named, with their evidence."""
    name = str(slots["formula"].value) if "formula" in slots else ""
    said = slots["tiers"].value if "tiers" in slots else None
    if isinstance(said, tuple):
        for rate, width in zip(said[::2], said[1::2], strict=True):
            trace.said("match rate", rate, "percent", display=show(rate, "percent"))
            if width:
                trace.said("match tier, share of pay", width, "percent", display=show(width, "percent"))
        return tuple(zip(said[::2], said[1::2], strict=True)), name
    if name == "nonelective":
        return ((trace.parameter("safe_harbor_nonelective", year), Decimal(100)),), "flat"
    return tuple(
        (trace.parameter(rate, year), trace.parameter(width, year)) for rate, width in HARBORS.get(name, ())
    ), name


def _salary(trace: Trace, slots: Slots) -> Decimal | None:
    each = number(slots, "salary_each")
    if each is not None and "salary" not in slots:
        per = str(slots["salary_each_per"].value)
        times = {"month": Decimal(12), "week": Decimal(52)}.get(per, number(slots, "periods") or Decimal(26))
        trace.said(f"pay a {per}", each, "USD", display=money(each))
        trace.said(f"{per}s a year", times, "count", display=plain(times))
        return trace.step("pay a year", "{} * {}", each, times, unit="USD")
    salary = number(slots, "salary")
    if salary is not None:
        trace.said("pay", salary, "USD", display=money(salary))
    return salary


def _counted(trace: Trace, salary: Decimal, year: int) -> Decimal:
    """Pay up to the compensation cap of the year."""
    cap = trace.find("compensation_cap", year)[1].value
    if not isinstance(cap, Decimal) or salary <= cap:
        return salary
    trace.parameter("compensation_cap", year)
    return trace.step("pay that counts", "min({}, {})", salary, cap, unit="USD")


def _deferral(trace: Trace, slots: Slots, pay: Decimal, year: int) -> Decimal | None:
    """The employee's deferral in percent of the pay that counts, no more than the deferral limit allows; None when not said."""
    age = number(slots, "age")
    put = number(slots, "deferral_money")
    each = number(slots, "each")
    percent = number(slots, "deferral")
    if percent is not None:
        trace.said("own deferral, share of pay", percent, "percent", display=show(percent, "percent"))
        return percent
    if each is not None and "each_per" in slots:
        times = {"month": Decimal(12), "week": Decimal(52)}.get(
            str(slots["each_per"].value), number(slots, "periods") or Decimal(26)
        )
        trace.said("own deferral a paycheck", each, "USD", display=money(each))
        trace.said("paychecks a year", times, "count", display=plain(times))
        put = trace.step("own deferral a year", "{} * {}", each, times, unit="USD")
    elif put is not None:
        trace.said("own deferral", put, "USD", display=money(put))
    elif "maxes" in slots:
        put = amount(trace, measure_named("deferral", trace.facts), year, band_of(age or Decimal(40))).value
    if put is None:
        return None
    return trace.step(
        "own deferral as a share of pay that counts, in percent",
        "round(min({} / {}, 1) * 100, 6)",
        put,
        pay,
        unit="percent",
    )


def _answer(trace: Trace, slots: Slots, case: Case, name: str, salary: Decimal) -> Finding:
    shown = {**slots, "year": slots.get("year", Slot(Decimal(case.year), "default"))}
    if name == "flat":
        return flat(trace, shown, case, salary)
    note_widths(trace, case.tiers)
    full = match_at(trace, case, case.width, f"full match, at a deferral of {show(case.width, 'percent')} or more")
    got = full
    if case.deferral is not None:
        got = match_at(
            trace, case, case.deferral, f"match at a deferral of {show(rounded(case.deferral, 2), 'percent')}"
        )
    operation = str(slots["operation"].value) if "operation" in slots else ""
    if "no_true_up" in slots and case.deferral is not None:
        return by_check(trace, shown, case, full, operation == "loss")
    if operation == "needed" and case.deferral is None:
        return needed(trace, shown, case, full, formula_label(name, case.tiers))
    if operation == "loss" and case.deferral is not None:
        return loss(trace, shown, case, full, got, salary)
    before = number(slots, "deferral_before")
    if before is not None and case.deferral is not None and before != case.deferral:
        return moved(trace, shown, case, before, got)
    if operation == "total" and case.deferral is not None:
        return with_own(trace, shown, case, got, salary)
    if "per" in slots:
        return each_period(trace, shown, case, got, salary)
    at = f"at a deferral of {show(case.width, 'percent')} of pay or more"
    if case.deferral is not None:
        at = f"at a deferral of {show(rounded(case.deferral, 2), 'percent')}"
        at += f"; the full match would be {money(full)}, at {show(case.width, 'percent')}" if got < full else ""
    lead = f"In {case.year}, {formula_label(name, case.tiers)} is {money(got)} on pay of {money(salary)}, {at}."
    result = Result("match", got, "USD", f"match on {money(case.pay)} = {money(got)}", lead)
    return answered(
        trace, replace(result, conditions=conditions(case, salary), suggestions=("What if I put in only 3%?",)), shown
    )


def _names_formula(reading: Reading) -> bool:
    return bool(read_match(reading, {}).keys() & {"tiers", "formula"})


CALCULATORS = (Calculator("match", recognise, read, compute, _names_formula),)
