"""What an employer's match comes to: tiers and safe harbours, pay up to the compensation cap, and what is left unclaimed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.calculators.limit_words import elsewhere
from assistant.calculators.match_words import HARBORS, MATCH, MATCH_STRICT, read_match
from assistant.calculators.measures import amount, band_of, measure_named
from assistant.calculators.protocol import Calculator, Desk, Result, Slot, Slots, answered, asks, declines
from assistant.calculators.reading import Reading
from assistant.calculators.trace import Trace, money, plain, rounded, show
from assistant.types import Finding

_ROOM = re.compile(
    r"after[- ]?tax|mega|415|\broom\b|annual additions|\bhow much (?:more )?can (?:i|we) (?:still )?(?:put|contribut|defer)|\binflows?\b|\b(?:max(?:imum)?|most)\b[^?.$%]{0,30}\b(?:employer|company) can\b"
)
_ASKS = re.compile(
    r"how (?:much|many)|what|worth|\bdo i get\b|will i get|would i get|calculate|figure|work out|\bmatch\b.*\?|\$|\d"
)
_COUNTS = re.compile(r"count (?:toward|against|to)|require|mandatory|have to match|vest|by law|legal")


def recognise(reading: Reading) -> bool:
    """A formula that can be worked out, and something to work it out on or a question of its worth."""
    if not reading.says(MATCH) or reading.names(_ROOM) or reading.says(_COUNTS) or elsewhere(reading):
        return False
    slots = read_match(reading, {})
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
        return substance and reading.says(_ASKS) and (bool(reading.of("money", "percent")) or "operation" in slots)
    return reading.says(_ASKS) and (
        substance or bool(re.search(r"how much|worth|what (?:percent|%|do i get)", reading.plain))
    )


def read(reading: Reading, earlier: Slots) -> Slots:
    """The slots that the words fill; a bare sum in a follow-up is the salary, a bare percentage the deferral."""
    if elsewhere(reading):
        return {}
    return read_match(reading, earlier)


@dataclass(frozen=True, slots=True)
class _Case:
    """A formula applied: pay that counts, the deferral in percent of it, and the tiers as (rate, width)."""

    pay: Decimal
    deferral: Decimal | None
    tiers: tuple[tuple[Decimal, Decimal], ...]
    year: int

    @property
    def width(self) -> Decimal:
        return sum((width for _, width in self.tiers), Decimal(0))


def compute(slots: Slots, desk: Desk) -> Finding | None:
    """The match, what is lost of it, or what it takes to get all of it."""
    trace = desk.trace()
    year = int(_number(slots, "year") or desk.today.year)
    tiers, name = _formula(trace, slots, year)
    if not tiers:
        return asks(
            "What is the match formula, such as 50% of the first 6% of pay?",
            slots,
            ("50% of the first 6%", "dollar for dollar up to 4%"),
        )
    if any(rate < 0 or width < 0 or width > 100 for rate, width in tiers):
        return declines("invalid_input", "A match formula needs percentages from 0% to 100% of pay.", slots)
    salary = _salary(trace, slots)
    if salary is not None and salary <= 0:
        return declines("invalid_input", "A salary has to be more than nothing.", slots)
    if salary is None:
        return _share(trace, slots, tiers, name, year)
    pay = _counted(trace, salary, year)
    deferral = _deferral(trace, slots, pay, year)
    if deferral is not None and not 0 <= deferral <= 100:
        return declines(
            "invalid_input",
            f"A deferral of {show(deferral, 'percent')} of pay is not possible: it must be between 0% and 100%.",
            slots,
        )
    if name != "flat" and any(not width for _, width in tiers):
        if deferral is None:
            return asks(
                "Up to what share of pay does the employer match, and how much do you put in?",
                slots,
                ("up to 6% of pay",),
            )
        tiers = tuple((rate, width or Decimal(100)) for rate, width in tiers)
    return _answer(trace, slots, _Case(pay, deferral, tiers, year), name, salary)


def _number(slots: Slots, name: str) -> Decimal | None:
    value = slots[name].value if name in slots else None
    return value if isinstance(value, Decimal) else None


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
    each = _number(slots, "salary_each")
    if each is not None and "salary" not in slots:
        per = str(slots["salary_each_per"].value)
        times = {"month": Decimal(12), "week": Decimal(52)}.get(per, _number(slots, "periods") or Decimal(26))
        trace.said(f"pay a {per}", each, "USD", display=money(each))
        trace.said(f"{per}s a year", times, "count", display=plain(times))
        return trace.step("pay a year", "{} * {}", each, times, unit="USD")
    salary = _number(slots, "salary")
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
    age = _number(slots, "age")
    put = _number(slots, "deferral_money")
    each = _number(slots, "each")
    percent = _number(slots, "deferral")
    if percent is not None:
        trace.said("own deferral, share of pay", percent, "percent", display=show(percent, "percent"))
        return percent
    if each is not None and "each_per" in slots:
        times = {"month": Decimal(12), "week": Decimal(52)}.get(
            str(slots["each_per"].value), _number(slots, "periods") or Decimal(26)
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


def _match_at(trace: Trace, case: _Case, deferral: Decimal, label: str) -> Decimal:
    """The sum over the tiers of rate x pay x the part of the deferral inside the tier."""
    terms, values, low = [], [], Decimal(0)
    for rate, width in case.tiers:
        terms.append("{} * {} / 100 * max(min({} - {}, {}), 0) / 100")
        values += [case.pay, rate, deferral, low, width]
        low += width
    return trace.step(label, "round(" + " + ".join(terms) + ", 2)", *values, unit="USD")


def _words(tiers: tuple[tuple[Decimal, Decimal], ...]) -> str:
    parts = [
        f"{show(rate, 'percent')} of the {'first' if not at else 'next'} {show(width, 'percent')}"
        for at, (rate, width) in enumerate(tiers)
    ]
    return " plus ".join(parts)


def _label(name: str, tiers: tuple[tuple[Decimal, Decimal], ...]) -> str:
    harbor = {
        "basic": "the basic safe-harbor match (",
        "enhanced": "the common enhanced safe-harbor match (",
        "qaca": "the QACA match (",
    }.get(name)
    return f"{harbor}{_words(tiers)} of pay)" if harbor else f"a match of {_words(tiers)} of pay"


def _answer(trace: Trace, slots: Slots, case: _Case, name: str, salary: Decimal) -> Finding:
    shown = {**slots, "year": slots.get("year", Slot(Decimal(case.year), "default"))}
    if name == "flat":
        return _flat(trace, shown, case, salary)
    _widths(trace, case.tiers)
    full = _match_at(trace, case, case.width, f"full match, at a deferral of {show(case.width, 'percent')} or more")
    got = full
    if case.deferral is not None:
        got = _match_at(
            trace, case, case.deferral, f"match at a deferral of {show(rounded(case.deferral, 2), 'percent')}"
        )
    operation = str(slots["operation"].value) if "operation" in slots else ""
    if operation == "needed" and case.deferral is None:
        return _needed(trace, shown, case, full, _label(name, case.tiers))
    if operation == "loss" and case.deferral is not None:
        return _loss(trace, shown, case, full, got, salary)
    before = _number(slots, "deferral_before")
    if before is not None and case.deferral is not None and before != case.deferral:
        return _moved(trace, shown, case, before, got)
    if operation == "total" and case.deferral is not None:
        return _with_own(trace, shown, case, got, salary)
    at = f"at a deferral of {show(case.width, 'percent')} of pay or more"
    if case.deferral is not None:
        at = f"at a deferral of {show(rounded(case.deferral, 2), 'percent')}"
        at += f"; the full match would be {money(full)}, at {show(case.width, 'percent')}" if got < full else ""
    lead = f"In {case.year}, {_label(name, case.tiers)} is {money(got)} on pay of {money(salary)}, {at}."
    result = Result("match", got, "USD", f"match on {money(case.pay)} = {money(got)}", lead)
    return answered(
        trace, replace(result, conditions=_conditions(case, salary), suggestions=("What if I put in only 3%?",)), shown
    )


_VESTING = "A match counts toward the limit on employee and employer money together, not toward the deferral limit; the plan's vesting rules decide what is kept."


def _conditions(case: _Case, salary: Decimal) -> tuple[str, ...]:
    capped = f"Only {money(case.pay)} of pay counts in {case.year}, the compensation cap."
    return (capped, _VESTING) if case.pay < salary else (_VESTING,)


def _flat(trace: Trace, slots: Slots, case: _Case, salary: Decimal) -> Finding:
    """A contribution of a share of pay that does not depend on what the employee defers."""
    rate = case.tiers[0][0]
    paid = trace.step("employer contribution", "round({} * {} / 100, 2)", case.pay, rate, unit="USD")
    lead = f"In {case.year}, an employer contribution of {show(rate, 'percent')} of pay, made whether or not the employee defers, is {money(paid)} on pay of {money(salary)}."
    formula = f"{money(case.pay)} x {show(rate, 'percent')} = {money(paid)}"
    return answered(
        trace, Result("match", paid, "USD", formula, lead, conditions=_conditions(case, salary)[:-1]), slots
    )


def _with_own(trace: Trace, slots: Slots, case: _Case, got: Decimal, salary: Decimal) -> Finding:
    """What goes in altogether: the employee's own deferral and the match."""
    own = _own(trace, slots, case, salary)
    value = _together(trace, slots, own, got, case.year)
    lead = f"In {case.year}, {money(value)} goes in on pay of {money(salary)}: {money(own)} of the employee's own and {money(got)} of match."
    formula = f"{money(own)} + {money(got)} = {money(value)}"
    return answered(trace, Result("match", value, "USD", formula, lead, conditions=_conditions(case, salary)), slots)


def _own(trace: Trace, slots: Slots, case: _Case, salary: Decimal) -> Decimal:
    """The employee's own deferral in dollars."""
    said = _number(slots, "deferral_money")
    if said is not None:
        return said
    limit = amount(
        trace, measure_named("deferral", trace.facts), case.year, band_of(_number(slots, "age") or Decimal(40))
    ).value
    if "maxes" in slots and "deferral" not in slots:
        return trace.step("own deferral", "min({}, {})", limit, salary, unit="USD")
    return trace.step(
        "own deferral, no more than the limit",
        "round(min({} * {} / 100, {}), 2)",
        salary,
        case.deferral or Decimal(0),
        limit,
        unit="USD",
    )


def _together(trace: Trace, slots: Slots, own: Decimal, got: Decimal, year: int) -> Decimal:
    """Deferral and match, within the limit on both together."""
    both = amount(
        trace, measure_named("additions", trace.facts), year, band_of(_number(slots, "age") or Decimal(40))
    ).value
    return trace.step(
        "own deferral and match, within the limit on both together", "min({} + {}, {})", own, got, both, unit="USD"
    )


def _needed(trace: Trace, slots: Slots, case: _Case, full: Decimal, label: str) -> Finding:
    own = trace.step("deferral that gets the full match", "round({} * {} / 100, 2)", case.pay, case.width, unit="USD")
    lead = f"In {case.year}, {label} takes a deferral of {show(case.width, 'percent')} of pay, {money(own)}, to get all of it; the full match is {money(full)}."
    return answered(
        trace,
        Result("full_match", own, "USD", f"{money(case.pay)} x {show(case.width, 'percent')} = {money(own)}", lead),
        slots,
    )


def _loss(trace: Trace, slots: Slots, case: _Case, full: Decimal, got: Decimal, salary: Decimal) -> Finding:
    lost = trace.step("full match less the match received", "{} - {}", full, got, unit="USD")
    put = show(rounded(case.deferral or Decimal(0), 2), "percent")
    lead = f"In {case.year}, a deferral of {put} on pay of {money(salary)} leaves {money(lost)} of match unclaimed: it brings {money(got)} of a possible {money(full)}, which takes {show(case.width, 'percent')}."
    if not lost:
        lead = f"In {case.year}, a deferral of {put} on pay of {money(salary)} leaves nothing unclaimed: it brings the full match of {money(full)}."
    return answered(
        trace, Result("match_lost", lost, "USD", f"{money(full)} - {money(got)} = {money(lost)}", lead), slots
    )


def _moved(trace: Trace, slots: Slots, case: _Case, before: Decimal, got: Decimal) -> Finding:
    trace.said("other deferral, share of pay", before, "percent", display=show(before, "percent"))
    other = _match_at(trace, case, before, f"match at a deferral of {show(before, 'percent')}")
    change = trace.step("difference", "{} - {}", got, other, unit="USD")
    lead = (
        f"In {case.year}, a deferral of {show(case.deferral or Decimal(0), 'percent')} brings {money(got)} of match and one of {show(before, 'percent')} {money(other)}: "
        f"a difference of {money(abs(change))}."
    )
    return answered(
        trace, Result("match_change", change, "USD", f"{money(got)} - {money(other)} = {money(change)}", lead), slots
    )


def _widths(trace: Trace, tiers: tuple[tuple[Decimal, Decimal], ...]) -> None:
    """The deferral at which the match is full, as a step when it is a sum."""
    if len(tiers) > 1:
        trace.step(
            "deferral that gets the full match, in percent of pay",
            " + ".join("{}" for _ in tiers),
            *(width for _, width in tiers),
            unit="percent",
        )


def _needed_share(trace: Trace, slots: Slots, case: _Case) -> Finding:
    """The deferral in percent of pay that gets the full match."""
    _widths(trace, case.tiers)
    lead = f"A match of {_words(case.tiers)} of pay takes a deferral of {show(case.width, 'percent')} of pay to get all of it."
    formula = " + ".join(show(width, "percent") for _, width in case.tiers)
    return answered(
        trace,
        Result("full_match", case.width, "percent", formula, lead, suggestions=("On a salary of $80,000?",)),
        slots,
    )


def _share(trace: Trace, slots: Slots, tiers: tuple[tuple[Decimal, Decimal], ...], name: str, year: int) -> Finding:
    """Without a salary: the match in percent of pay."""
    if name == "flat":
        return asks("On what salary?", {**slots, "asks": Slot("salary")}, ("$80,000",))
    deferral = _number(slots, "deferral")
    if any(not width for _, width in tiers) or (deferral is not None and not 0 <= deferral <= 100):
        return asks(
            "Up to what share of pay does the employer match, and what is the salary?",
            {**slots, "asks": Slot("salary")},
            ("up to 6% of pay, on $80,000",),
        )
    case = _Case(Decimal(100), deferral, tiers, year)
    if "operation" in slots and slots["operation"].value == "needed" and deferral is None:
        return _needed_share(trace, slots, case)
    if deferral is not None:
        trace.said("own deferral, share of pay", deferral, "percent", display=show(deferral, "percent"))
    _widths(trace, tiers)
    terms, values, low = [], [], Decimal(0)
    for rate, width in tiers:
        terms.append("{} / 100 * max(min({} - {}, {}), 0)")
        values += [rate, case.width if deferral is None else deferral, low, width]
        low += width
    share = trace.step("match in percent of pay", "round(" + " + ".join(terms) + ", 4)", *values, unit="percent")
    at = f"at a deferral of {show(case.width if deferral is None else deferral, 'percent')}{' or more' if deferral is None else ''}"
    lead = f"{_label(name, tiers)[0].upper()}{_label(name, tiers)[1:]} is worth {show(share, 'percent')} of pay {at}."
    return answered(
        trace,
        Result(
            "match_share",
            share,
            "percent",
            f"{_words(tiers)} = {show(share, 'percent')} of pay",
            lead,
            suggestions=("On a salary of $80,000?",),
        ),
        {**slots, "year": slots.get("year", Slot(Decimal(year), "default"))},
    )


CALCULATORS = (Calculator("match", recognise, read, compute),)
