"""What is asked of a match: what it comes to, what is lost, what it takes, what goes in altogether."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assistant.calculators.match_tiers import Case, conditions, formula_label, match_at, note_widths, words
from assistant.calculators.measures import amount, band_of, measure_named
from assistant.calculators.protocol import Result, Slot, Slots, answered, asks
from assistant.calculators.slots import number
from assistant.calculators.trace import Trace, money, rounded, show
from assistant.types import Finding


def flat(trace: Trace, slots: Slots, case: Case, salary: Decimal) -> Finding:
    """A contribution of a share of pay that does not depend on what the employee defers."""
    rate = case.tiers[0][0]
    paid = trace.step("employer contribution", "round({} * {} / 100, 2)", case.pay, rate, unit="USD")
    if "operation" in slots and slots["operation"].value == "total" and case.deferral is not None:
        return with_own(trace, slots, case, paid, salary)
    lead = f"In {case.year}, an employer contribution of {show(rate, 'percent')} of pay, made whether or not the employee defers, is {money(paid)} on pay of {money(salary)}."
    formula = f"{money(case.pay)} x {show(rate, 'percent')} = {money(paid)}"
    return answered(trace, Result("match", paid, "USD", formula, lead, conditions=conditions(case, salary)[:-1]), slots)


def with_own(trace: Trace, slots: Slots, case: Case, got: Decimal, salary: Decimal) -> Finding:
    """What goes in altogether: the employee's own deferral and the match."""
    own = _own(trace, slots, case, salary)
    value = _together(trace, slots, own, got, case.year)
    lead = f"In {case.year}, {money(value)} goes in on pay of {money(salary)}: {money(own)} of the employee's own and {money(got)} from the employer."
    formula = f"{money(own)} + {money(got)} = {money(value)}"
    return answered(trace, Result("match", value, "USD", formula, lead, conditions=conditions(case, salary)), slots)


def _own(trace: Trace, slots: Slots, case: Case, salary: Decimal) -> Decimal:
    """The employee's own deferral in dollars."""
    said = number(slots, "deferral_money")
    if said is not None:
        return said
    limit = amount(
        trace, measure_named("deferral", trace.facts), case.year, band_of(number(slots, "age") or Decimal(40))
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
        trace, measure_named("additions", trace.facts), year, band_of(number(slots, "age") or Decimal(40))
    ).value
    return trace.step(
        "own deferral and match, within the limit on both together", "min({} + {}, {})", own, got, both, unit="USD"
    )


def needed(trace: Trace, slots: Slots, case: Case, full: Decimal, label: str) -> Finding:
    own = trace.step("deferral that gets the full match", "round({} * {} / 100, 2)", case.pay, case.width, unit="USD")
    lead = f"In {case.year}, {label} takes a deferral of {show(case.width, 'percent')} of pay, {money(own)}, to get all of it; the full match is {money(full)}."
    return answered(
        trace,
        Result("full_match", own, "USD", f"{money(case.pay)} x {show(case.width, 'percent')} = {money(own)}", lead),
        slots,
    )


def loss(trace: Trace, slots: Slots, case: Case, full: Decimal, got: Decimal, salary: Decimal) -> Finding:
    before = number(slots, "deferral_before")
    if before is not None:
        trace.said("other deferral, share of pay", before, "percent", display=show(before, "percent"))
        if before < case.width:
            match_at(trace, case, before, f"match at a deferral of {show(before, 'percent')}")
    lost = trace.step("full match less the match received", "{} - {}", full, got, unit="USD")
    put = show(rounded(case.deferral or Decimal(0), 2), "percent")
    lead = f"In {case.year}, a deferral of {put} on pay of {money(salary)} leaves {money(lost)} of match unclaimed: it brings {money(got)} of a possible {money(full)}, which takes {show(case.width, 'percent')}."
    if not lost:
        lead = f"In {case.year}, a deferral of {put} on pay of {money(salary)} leaves nothing unclaimed: it brings the full match of {money(full)}."
    return answered(
        trace, Result("match_lost", lost, "USD", f"{money(full)} - {money(got)} = {money(lost)}", lead), slots
    )


def by_check(trace: Trace, slots: Slots, case: Case, full: Decimal, lost_asked: bool) -> Finding:
    """A match worked out pay check by pay check without a true-up: once the limit is reached, nothing more is matched."""
    periods, age = number(slots, "periods"), number(slots, "age") or Decimal(40)
    if periods is None or not 0 < periods <= 366:
        return asks("How many paychecks a year do you get?", {**slots, "asks": Slot("periods")}, ("26", "24"))
    trace.said("paychecks a year", periods, "count", display=f"{periods}")
    limit = amount(trace, measure_named("deferral", trace.facts), case.year, band_of(age)).value
    stop = number(slots, "stop")
    if stop is not None:
        trace.said("where own deferrals stop", stop, "USD", display=money(stop))
        limit = trace.step("where own deferrals stop, at most the limit", "min({}, {})", stop, limit, unit="USD")
    pay = trace.step("pay a paycheck", "round({} / {}, 2)", case.pay, periods, unit="USD")
    own = trace.step("own deferral a paycheck", "round({} * {} / 100, 2)", pay, case.deferral or Decimal(0), unit="USD")
    if not own or own * periods <= limit:
        got = (
            full
            if (case.deferral or Decimal(0)) >= case.width
            else match_at(trace, case, case.deferral or Decimal(0), "match")
        )
        checks, rest = periods, Decimal(0)
    else:
        checks, rest = Decimal(int(limit / own)), limit - own * int(limit / own)
        trace.step("paychecks with the whole deferral", "({} - {}) / {}", limit, rest, own, unit="count")
        trace.step("left for the paycheck after them", "{} - {} * {}", limit, checks, own, unit="USD")
        one = replace(case, pay=pay)
        each = match_at(trace, one, case.deferral or Decimal(0), "match on a paycheck with the whole deferral")
        percent = trace.step(
            "deferral on the last one, in percent of it", "round({} / {} * 100, 6)", rest, pay, unit="percent"
        )
        last = match_at(trace, one, percent, "match on the last paycheck with a deferral")
        got = trace.step("match of the year without a true-up", "{} * {} + {}", checks, each, last, unit="USD")
    lost = trace.step("full match less the match received", "max({} - {}, 0)", full, got, unit="USD")
    trace.row("match received", got, "USD")
    trace.row("match lost", lost, "USD")
    lead = (
        f"In {case.year}, without a true-up, deferring {show(case.deferral or Decimal(0), 'percent')} of each paycheck reaches {money(limit)} after "
        f"{checks} {'and part of one more' if rest else ''} of {periods} paychecks: the match comes to {money(got)} of a possible {money(full)}, and {money(lost)} is lost."
    ).replace("  ", " ")
    if checks == periods:
        lead = f"In {case.year}, deferring {show(case.deferral or Decimal(0), 'percent')} of each paycheck stays within {money(limit)}: the match comes to {money(got)} of a possible {money(full)}, and {money(lost)} is lost."
    formula = f"{money(full)} - {money(got)} = {money(lost)}"
    result = Result("match_lost" if lost_asked else "match", lost if lost_asked else got, "USD", formula, lead)
    return answered(trace, result, slots)


_PER_YEAR = {"month": Decimal(12), "week": Decimal(52)}


def each_period(trace: Trace, slots: Slots, case: Case, got: Decimal, salary: Decimal) -> Finding:
    """The match of the year spread evenly over months, weeks or pay checks."""
    word = str(slots["per"].value)
    times = _PER_YEAR.get(word) or number(slots, "periods")
    if times is None or not 0 < times <= 366:
        return asks("How many paychecks a year do you get?", {**slots, "asks": Slot("periods")}, ("26", "24"))
    trace.said(f"{word}s a year", times, "count", display=f"{times}")
    each = trace.step(f"match a {word}", "round({} / {}, 2)", got, times, unit="USD")
    lead = f"In {case.year}, the match is {money(each)} a {word}: {money(got)} a year on pay of {money(salary)}, over {times} {word}s."
    formula = f"{money(got)} / {times} = {money(each)}"
    return answered(trace, Result("match", each, "USD", formula, lead, conditions=conditions(case, salary)), slots)


def moved(trace: Trace, slots: Slots, case: Case, before: Decimal, got: Decimal) -> Finding:
    trace.said("other deferral, share of pay", before, "percent", display=show(before, "percent"))
    other = match_at(trace, case, before, f"match at a deferral of {show(before, 'percent')}")
    change = trace.step("difference", "{} - {}", got, other, unit="USD")
    lead = (
        f"In {case.year}, a deferral of {show(case.deferral or Decimal(0), 'percent')} brings {money(got)} of match and one of {show(before, 'percent')} {money(other)}: "
        f"a difference of {money(abs(change))}."
    )
    return answered(
        trace, Result("match_change", change, "USD", f"{money(got)} - {money(other)} = {money(change)}", lead), slots
    )


def needed_share(trace: Trace, slots: Slots, case: Case) -> Finding:
    """The deferral in percent of pay that gets the full match."""
    note_widths(trace, case.tiers)
    lead = f"A match of {words(case.tiers)} of pay takes a deferral of {show(case.width, 'percent')} of pay to get all of it."
    formula = " + ".join(show(width, "percent") for _, width in case.tiers)
    return answered(
        trace,
        Result("full_match", case.width, "percent", formula, lead, suggestions=("On a salary of $80,000?",)),
        slots,
    )


def share_only(trace: Trace, slots: Slots, tiers: tuple[tuple[Decimal, Decimal], ...], name: str, year: int) -> Finding:
    """Without a salary: the match in percent of pay."""
    if name == "flat":
        return asks("On what salary?", {**slots, "asks": Slot("salary")}, ("$80,000",))
    deferral = number(slots, "deferral")
    if any(not width for _, width in tiers) or (deferral is not None and not 0 <= deferral <= 100):
        return asks(
            "Up to what share of pay does the employer match, and what is the salary?",
            {**slots, "asks": Slot("salary")},
            ("up to 6% of pay, on $80,000",),
        )
    case = Case(Decimal(100), deferral, tiers, year)
    if "operation" in slots and slots["operation"].value == "needed" and deferral is None:
        return needed_share(trace, slots, case)
    if deferral is not None:
        trace.said("own deferral, share of pay", deferral, "percent", display=show(deferral, "percent"))
    note_widths(trace, tiers)
    terms, values, low = [], [], Decimal(0)
    for rate, width in tiers:
        terms.append("{} / 100 * max(min({} - {}, {}), 0)")
        values += [rate, case.width if deferral is None else deferral, low, width]
        low += width
    share = trace.step("match in percent of pay", "round(" + " + ".join(terms) + ", 4)", *values, unit="percent")
    at = f"at a deferral of {show(case.width if deferral is None else deferral, 'percent')}{' or more' if deferral is None else ''}"
    lead = f"{formula_label(name, tiers)[0].upper()}{formula_label(name, tiers)[1:]} is worth {show(share, 'percent')} of pay {at}."
    return answered(
        trace,
        Result(
            "match_share",
            share,
            "percent",
            f"{words(tiers)} = {show(share, 'percent')} of pay",
            lead,
            suggestions=("On a salary of $80,000?",),
        ),
        {**slots, "year": slots.get("year", Slot(Decimal(year), "default"))},
    )
