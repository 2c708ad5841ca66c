"""Limits on what goes into a plan: how much, by age and year, per paycheck, as a share of pay, for a couple, for two plans."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from assistant.calculators.ask import (
    Ask,
    add_branches,
    cut_to_pay,
    has_pay,
    limit_at,
    not_published_text,
    pay_of,
    resolved,
)
from assistant.calculators.contributions import with_share
from assistant.calculators.couples import age_change, by_ages, couple
from assistant.calculators.ira_income import between_filers, deduction, roth
from assistant.calculators.left_in_each import left_in_each
from assistant.calculators.limit_conditions import conditions, turning
from assistant.calculators.limit_pairs import each_limit, ratio, share_of_limit
from assistant.calculators.limit_plans import is_of_some_employers
from assistant.calculators.limit_rises import (
    average_limit,
    average_rise,
    birth_years,
    count_rises,
    each_growth,
    each_rise,
    times_over,
    two_rises,
    years_at,
)
from assistant.calculators.limit_slots import read_limit
from assistant.calculators.limit_turned_away import asks_for_day, asks_for_home, asks_for_tax, corrects, is_about_match
from assistant.calculators.limit_words import (
    asks_for_number,
    elsewhere,
    measure_of,
    names_limit,
    says_excess,
)
from assistant.calculators.limit_years import biggest, change, first_year, series, sum_years, which_year
from assistant.calculators.match_words import MATCH
from assistant.calculators.measures import MEASURES, Amount, amount
from assistant.calculators.premise import premises
from assistant.calculators.protocol import Calculator, Desk, Result, Slot, Slots, answered, declines
from assistant.calculators.reading import Reading
from assistant.calculators.remarks import with_remarks
from assistant.calculators.room import after_tax, employer_room, left, planned
from assistant.calculators.savers_match import savers_match
from assistant.calculators.slots import word
from assistant.calculators.splits import (
    how_many,
    part,
    pay_needed,
    per_period,
    plan_change,
    share_of_pay,
    two_plans,
)
from assistant.calculators.thresholds import counted_pay, pay_test, roth_catch_up, savers_credit
from assistant.calculators.trace import MissingFact, NotPublished, Trace, money
from assistant.patterns import lazy_pattern
from assistant.types import Finding


def recognise(reading: Reading) -> bool:
    """Whether a question asks for a limit or for something worked out from one."""
    turned_away = (elsewhere, is_about_match, corrects, asks_for_day, asks_for_home, asks_for_tax, is_of_some_employers)
    if any(is_elsewhere(reading) for is_elsewhere in turned_away):
        return False
    if measure_of(reading):
        return asks_for_number(reading)
    return says_excess(reading) and bool(reading.of("money")) and "ira" not in reading.plain


_NAMES_A_LIMIT = lazy_pattern(r"\b(?:limits?|caps?|max(?:imum)?|deduct\w*|magi|catch[- ]?ups?)\b")
_ASSETS = lazy_pattern(r"\b(?:assets?|money|trillion|billion|share of|bigger|larger)\b")


def recognise_surely(reading: Reading) -> bool:
    """A question about a limit that names one as such."""
    return (
        reading.says(_NAMES_A_LIMIT)
        and not reading.says(_ASSETS)
        and not MATCH.search(reading.plain)
        and recognise(reading)
    )


def read(reading: Reading, earlier: Slots) -> Slots:
    """The slots that the words fill; nothing when they are about something else."""
    if elsewhere(reading) or (is_about_match(reading) and not earlier):
        return {}
    slots = read_limit(reading, earlier)
    if not earlier and "limit" not in slots:
        slots = {**slots, "limit": Slot("deferral", "default")}
    return slots


def compute(slots: Slots, desk: Desk) -> Finding | None:
    """The answer, or a refusal with the last published value when the year has none."""
    limit, operation = word(slots, "limit"), word(slots, "operation")
    if operation == "unpaired" and limit not in _BY_FILING:  # one of the two things compared is no limit of this desk
        return None
    if operation == "filers" and limit == "deduction":  # more than two ranges
        return None
    if operation == "filers" and limit == "roth_income":
        return between_filers(slots, desk)
    special = None if operation in _OF_ANY_LIMIT and limit in MEASURES else _SPECIAL.get(limit)
    try:
        if special is not None:
            return special(slots, desk)
        ask = resolved(slots, desk)
        return with_remarks(_OPERATIONS.get(_operation(ask), plain_limit)(ask), ask)
    except NotPublished as error:
        return _unpublished(error, slots, desk)
    except MissingFact:
        return None


def _unpublished(error: NotPublished, slots: Slots, desk: Desk) -> Finding:
    """The refusal of a year, with what the last published year comes to beside it."""
    trace = desk.trace()
    text = not_published_text(error, trace)
    last = int(error.last.since[:4]) if error.last else 0
    refused = declines("not_published", text, slots, trace=trace, suggestions=(f"And for {last}?",) if last else ())
    if not last or "years" in slots or "operation" in slots:
        return refused
    beside = compute({**slots, "year": Slot(Decimal(last), "default")}, desk)
    if beside is None or beside.calculation is None or beside.status != "answered":
        return refused
    notice = replace(refused.sentences[0], text=text.split(" The last published")[0], citations=())
    lead = next(each for each in beside.sentences if each.kind == "computed")
    lead = replace(lead, text=lead.text.replace(", the current year", ""))
    return replace(
        refused,
        sentences=(notice, replace(lead, text=f"The last published year is {last}. {lead.text}")),
        evidence=beside.evidence,
        calculation=beside.calculation,
    )


def _has_nothing_for(said: str, ask: Ask) -> bool:
    """Whether what an operation works on (several ages, a sum put in) was not said, or was taken back since."""
    if said in ("ages", "age_change"):
        return len(ask.several("ages")) < 2
    put = any(ask.number(name) is not None for name in ("contributed", "each", "planned"))
    return said in ("left", "excess") and not put


def _operation(ask: Ask) -> str:
    """What to do with the limit: as the words said, or as the sums that are there call for."""
    said = ask.text("operation")
    if said in ("first_year", "which_year", "years_at") and ask.number("reach") is None:
        said = ""
    if _has_nothing_for(said, ask):
        said = ""
    if said in ("left", "excess") or (not said and ("contributed" in ask.slots or "each" in ask.slots)):
        return "left"
    if ask.number("employer_percent") is not None and has_pay(ask) and said in ("", "left", "share", "part"):
        return "with_share"
    if said == "share" and not has_pay(ask) and ask.number("planned") is not None:
        said = ""
    if not said and ask.number("percent") is not None and has_pay(ask):
        return "planned"
    if not said and ask.number("planned") is not None:
        return "planned"
    if said == "per_period" and "contributed" in ask.slots:
        return "per_period"
    if not said and ask.number("age_to") is not None and ask.spans_bands:
        return ""
    return said


def plain_limit(ask: Ask) -> Finding:
    """The limit itself; a table by age when it depends on an age that was not given."""
    trace = ask.desk.trace()
    notices = premises(trace, ask)
    if not ask.measure.by_age:
        found = amount(trace, ask.measure, ask.year)
        return answered(trace, _flat(ask, found, notices), ask.slots)
    if ask.band is None or ask.spans_bands:
        return _branches(trace, ask, notices)
    found = limit_at(trace, ask)
    value, cut = cut_to_pay(trace, ask, found)
    lead = f"{ask.in_year}, the most that {ask.who} {'could' if ask.is_past else 'can'} {ask.does} is {money(value)}"
    lead = lead.replace(" is $", " was $") if ask.is_past else lead
    if not ask.measure.base and not found.value:
        trace.step("catch-up before its first age", "0", unit="USD")
        lead = f"{ask.in_year}, {ask.who} has no catch-up contribution: it begins in the year in which one turns 50"
    elif cut:
        lead += f", because deferrals cannot be more than the pay they are taken from; the dollar limit is {money(found.value)}"
    elif found.parts:
        lead += f": {found.parts}"
    told = (*conditions(ask, found), *turning(trace, ask, found))
    return answered(
        trace,
        Result(
            ask.measure.name,
            value,
            "USD",
            _formula(found, value),
            lead + ".",
            conditions=told,
            notices=notices,
            suggestions=_suggestions(ask),
        ),
        ask.slots,
    )


def _flat(ask: Ask, found: Amount, notices: tuple[str, ...]) -> Result:
    verb = "was" if ask.is_past else "is"
    if ask.measure.says:
        lead = f"{ask.in_year}, the most that someone {'could' if ask.is_past else 'can'} {ask.does} {verb} {money(found.value)}."
    else:
        lead = f"{ask.in_year}, the {ask.label} {verb} {money(found.value)}."
    return Result(
        ask.measure.name,
        found.value,
        "USD",
        f"{ask.label}, {ask.year} = {money(found.value)}",
        lead,
        notices=(*notices, *_flat_remarks(ask)),
        suggestions=("What was it the year before?",),
    )


def _flat_remarks(ask: Ask) -> tuple[str, ...]:
    if ask.measure.name == "457b":
        separate = "The 457(b) limit is separate: it is not shared with the limit on 401(k) and 403(b) deferrals."
        return (
            ("This desk holds no catch-up limit for 457(b) plans.", separate)
            if ask.flag("no_catch_up")
            else (separate,)
        )
    if ask.measure.name == "base_additions":
        return (
            "Pay sets a lower limit when it is less, because annual additions cannot be more than pay itself; catch-up contributions come on top.",
        )
    if ask.measure.name == "base_deferral":
        return ("From age 50 a catch-up contribution can come on top, if the plan offers it.",)
    return ()


def _formula(found: Amount, value: Decimal) -> str:
    if value != found.value:
        return f"the lesser of {money(found.value)} and pay = {money(value)}"
    if found.base and found.catch_up:
        return f"{money(found.base)} + {money(found.catch_up)} = {money(value)}"
    return f"{money(value)}"


def _branches(trace: Trace, ask: Ask, notices: tuple[str, ...]) -> Finding:
    """A table by age, headed by the commonest case and saying so."""
    salary = pay_of(Trace(trace.facts), ask)
    if salary is not None and 0 < salary < limit_at(Trace(trace.facts), ask).value:
        return _bounded_by_pay(trace, ask, notices)
    lines = add_branches(trace, ask)
    label, first = lines[0]
    rest = ", and ".join(f"{money(found.value)} at {name}" for name, found in lines[1:])
    verb = "was" if ask.is_past else "is"
    lead = f"{ask.in_year}, the most that someone {_aged(label)} {'could' if ask.is_past else 'can'} {ask.does} {verb} {money(first.value)}"
    lead += f"; it {verb} {rest}, by the age reached by the end of the year." if rest else "."
    told = conditions(ask, lines[-1][1])[:1] if ask.measure.name != "ira" else conditions(ask, first)
    return answered(
        trace,
        Result(
            ask.measure.name,
            first.value,
            "USD",
            _formula(first, first.value),
            lead,
            conditions=told,
            notices=notices,
            suggestions=("I'm 55", "I'm 61", *_suggestions(ask)[:1]),
        ),
        ask.slots,
    )


def _bounded_by_pay(trace: Trace, ask: Ask, notices: tuple[str, ...]) -> Finding:
    """Pay below the limit of every age bounds what can go in, so the age does not matter."""
    found = limit_at(trace, ask)
    value, _ = cut_to_pay(trace, ask, found)
    lead = f"{ask.in_year}, the most that someone with pay of {money(value)} can {ask.does} is {money(value)}: nobody can put in more than the pay it is taken from."
    return answered(
        trace, Result(ask.measure.name, value, "USD", _formula(found, value), lead, notices=notices), ask.slots
    )


def _aged(label: str) -> str:
    return label if label.startswith("under") else f"aged {label}"


def _suggestions(ask: Ask) -> tuple[str, ...]:
    last = ask.year - 1
    return (f"And in {last}?", "How much is that per paycheck?", "With the employer's share?")


_OF_ANY_LIMIT = (
    *("each", "ratio", "share_of_limit", "part", "sum_years", "times_over", "two_rises", "years_at"),
    *("each_rise", "each_growth", "count_rises", "average_rise", "average_limit"),
)
"""Operations that work on a limit whatever else a question about it may ask for."""
_BY_FILING = ("roth_income", "deduction", "savers", "savers_match")
"""Limits that come with a row for each kind of filer, so that two kinds can be compared."""
_SPECIAL: dict[str, Callable[[Slots, Desk], Finding | None]] = {
    "after_tax": after_tax,
    "employer_room": employer_room,
    "roth_wages": roth_catch_up,
    "hce": pay_test,
    "key": pay_test,
    "compensation": counted_pay,
    "wage_base": counted_pay,
    "savers": savers_credit,
    "savers_match": savers_match,
    "roth_income": roth,
    "deduction": deduction,
}
_OPERATIONS: dict[str, Callable[[Ask], Finding]] = {
    "left": left,
    "left_in_each": left_in_each,
    "planned": planned,
    "with_share": with_share,
    "per_period": per_period,
    "how_many": how_many,
    "pay_needed": pay_needed,
    "share": share_of_pay,
    "couple": couple,
    "ages": by_ages,
    "age_change": age_change,
    "both": two_plans,
    "each": each_limit,
    "plan_change": plan_change,
    "change": change,
    "growth": change,
    "series": series,
    "which_year": which_year,
    "sum_years": sum_years,
    "part": part,
    "biggest": biggest,
    "first_year": first_year,
    "ratio": ratio,
    "share_of_limit": share_of_limit,
    "each_rise": each_rise,
    "each_growth": each_growth,
    "count_rises": count_rises,
    "average_rise": average_rise,
    "average_limit": average_limit,
    "times_over": times_over,
    "two_rises": two_rises,
    "years_at": years_at,
    "birth_years": birth_years,
}

CALCULATORS = (Calculator("limits", recognise, read, compute, names_limit),)
SURELY = (Calculator("limits", recognise_surely, read, compute, names_limit),)
