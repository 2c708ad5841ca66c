"""Days between events and dates, dates so many days from one, and deadlines that the law counts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.calculators import birthdays, date_words
from assistant.calculators.birthdays import months_on, whole_months
from assistant.calculators.protocol import PREMISE, Calculator, Desk, Result, Slots, answered, asks, declines
from assistant.calculators.slots import number, word
from assistant.calculators.trace import Trace, long_date, plain
from assistant.types import Finding, Input


def compute(slots: Slots, desk: Desk) -> Finding | None:
    """The finding for the slots of a question about dates."""
    operation, trace = word(slots, "operation"), desk.trace()
    if operation == "excess":
        return _excess(slots, desk, trace)
    if operation == "impossible":
        return declines(
            "invalid_input", f"There is no such day as {word(slots, 'day')} in any calendar; name another one.", slots
        )
    if operation in ("add", "subtract"):
        return _added(slots, desk, trace, operation)
    start, end = _point(word(slots, "start"), desk, trace), _point(word(slots, "end"), desk, trace)
    if start is None or end is None:
        return None
    if "more" in slots:
        return asks("Between which two of these days?", slots)
    return _between(slots, trace, start, end)


def _point(name: str, desk: Desk, trace: Trace) -> tuple[date, str] | None:
    """The day of an event (cited), of an ISO date or of today, with the words for it."""
    if not name:
        return None
    if name == "today":
        _input(trace, "today", desk.today, "default")
        return desk.today, f"today ({long_date(desk.today)})"
    parameter = desk.facts.parameters.get(name)
    if parameter is None:
        try:
            day = date.fromisoformat(name)
        except ValueError:
            return None
        _input(trace, "date", day, "question")
        return day, long_date(day)
    found = parameter.values[0]
    day = date.fromisoformat(str(found.value))
    entry = Input(
        parameter.label,
        day.isoformat(),
        "date",
        long_date(day),
        day.isoformat(),
        "parameter",
        trace.cite(found.evidence),
    )
    if entry not in trace.inputs:
        trace.inputs.append(entry)
    doubt = ", a day that is unverified" if found.certainty == "unverified" else ""
    return day, f"the {parameter.label} ({long_date(day)}{doubt})"


def _input(trace: Trace, name: str, day: date, origin: str) -> None:
    trace.said(
        name, day.isoformat(), "date", display=long_date(day), origin="default" if origin == "default" else "question"
    )


def _between(slots: Slots, trace: Trace, start: tuple[date, str], end: tuple[date, str]) -> Finding:
    """The days from the earlier to the later of two points."""
    first, last = sorted((start, end), key=lambda each: each[0])
    days = trace.step(f"{long_date(last[0])} less {long_date(first[0])}", "{} - {}", last[0], first[0], unit="days")
    weeks = trace.step("weeks, to one place", "round({} / 7, 1)", days, unit="weeks")
    trace.row("Days", days, "days")
    trace.row("Weeks", weeks, "weeks", f"{weeks.normalize():f} weeks")
    months, rest = whole_months(first[0], last[0])
    if months:
        whole = trace.step("whole months", *_months_expression(first[0], last[0], months), unit="months")
        trace.step(f"days beyond {months} whole months", "{} - {}", last[0], months_on(first[0], months), unit="days")
        trace.row("Months and days", whole, "months", _spelled(months, rest))
    lead = _between_words(first, last, days)
    unit = word(slots, "unit")
    value, shown = (weeks, "weeks") if unit == "weeks" else (days, "days")
    if unit in ("months", "years") and months:
        lead += f" That is {_spelled(months, rest)}."
    claimed = _claimed(slots, trace)
    result = Result(
        "days_between",
        value,
        shown,
        f"{last[0].isoformat()} - {first[0].isoformat()} = {plain(days)} days",
        lead,
        f"{value.normalize():f} {shown}",
        notices=claimed,
    )
    return answered(trace, result, slots)


def _claimed(slots: Slots, trace: Trace) -> tuple[str, ...]:
    """A word when the question dates an event to another day than the corpus does."""
    parameter = trace.facts.parameters.get(word(slots, "claimed_of"))
    if parameter is None or word(slots, "claimed") == str(parameter.values[0].value):
        return ()
    day, claimed = date.fromisoformat(str(parameter.values[0].value)), date.fromisoformat(word(slots, "claimed"))
    return (f"{PREMISE}the {parameter.label} was on {long_date(day)}, not on {long_date(claimed)}.",)


def _months_expression(first: date, last: date, months: int) -> tuple[str, *tuple[Decimal, ...]]:
    """The arithmetic of the whole months: years and months apart, less one when the last is not full."""
    parts = [Decimal(each) for each in (last.year, first.year, last.month, first.month)]
    full = 12 * (last.year - first.year) + last.month - first.month == months
    return ("({} - {}) * 12 + {} - {}" if full else "({} - {}) * 12 + {} - {} - 1", *parts)


def _spelled(months: int, rest: int) -> str:
    parts = ((months // 12, "year"), (months % 12, "month"), (rest, "day"))
    told = [f"{many} {name}{'' if many == 1 else 's'}" for many, name in parts if many]
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"


def _between_words(first: tuple[date, str], last: tuple[date, str], days: Decimal) -> str:
    count = "1 day" if days == 1 else f"{plain(days)} days"
    if "today" in (first[1][:5], last[1][:5]):
        other = last if first[1].startswith("today") else first
        opening = f"{other[1][0].upper()}{other[1][1:]}"
        return f"{opening} is {count} away." if other is last and days else f"{opening} was {count} ago."
    if days == 0:
        return f"{first[1][0].upper()}{first[1][1:]} and {last[1]} fall on the same day."
    return f"{last[1][0].upper()}{last[1][1:]} came {count} after {first[1]}."


def _added(slots: Slots, desk: Desk, trace: Trace, operation: str) -> Finding | None:
    """So many days, weeks, months or years from a point."""
    start, many, unit = (
        _point(word(slots, "start"), desk, trace),
        number(slots, "duration"),
        word(slots, "duration_unit"),
    )
    if start is None or many is None:
        return asks("Counted from which day?", slots)
    if many != int(many) or not 0 < many <= 40_000:
        return declines("invalid_input", "Give a whole number of days, weeks, months or years.", slots)
    trace.said("duration", many, unit, display=f"{plain(many)} {unit}", origin=slots["duration"].origin)
    sign = -1 if operation == "subtract" else 1
    try:
        if unit in ("months", "years"):
            days = Decimal(
                (months_on(start[0], sign * int(many) * (12 if unit == "years" else 1)) - start[0]).days * sign
            )
        else:
            days = trace.step("days", "{} * 7", many, unit="days") if unit == "weeks" else many
        result = trace.date_step(
            f"{plain(many)} {unit} {'before' if sign < 0 else 'after'} {long_date(start[0])}",
            "{} - {}" if sign < 0 else "{} + {}",
            start[0],
            days,
        )
    except (OverflowError, ValueError):
        return declines("invalid_input", "That day lies outside the calendar.", slots)
    passed = "past" if result < desk.today else "today" if result == desk.today else "still ahead"
    lead = f"{plain(many)} {unit.rstrip('s') if many == 1 else unit} {'before' if sign < 0 else 'after'} {start[1]} is {long_date(result)}, a {result:%A}{', which is ' + passed if passed != 'past' else ''}."
    return answered(
        trace,
        Result(
            "date",
            result,
            "date",
            f"{start[0].isoformat()} {'-' if sign < 0 else '+'} {plain(days)} days = {result.isoformat()}",
            lead,
        ),
        slots,
    )


def _excess(slots: Slots, desk: Desk, trace: Trace) -> Finding | None:
    """15 April of the year after the one with the excess."""
    parameter = desk.facts.parameters.get("excess_correction_deadline")
    if parameter is None:
        return None
    found = parameter.values[-1]
    year = int(number(slots, "year") or desk.today.year)
    month, day = str(found.value).split("-")
    trace.cite(found.evidence)
    trace.said(
        "year of the excess",
        Decimal(year),
        "year",
        display=str(year),
        origin="question" if "year" in slots else "default",
    )
    following = trace.step("the next year", "{} + 1", Decimal(year), unit="year")
    due = trace.date_step("15 April of that year", "{} + 0", date(int(following), int(month), int(day)))
    lead = f"An excess deferral for {year} should be taken out, with its earnings, by {long_date(due)}."
    gone = () if due >= desk.today else (f"That day is past: it was {(desk.today - due).days} days ago.",)
    if gone:
        trace.step("days since", "{} - {}", desk.today, due, unit="days")
    if not gone and word(slots, "unit") == "days":
        left = trace.step("days until then", "{} - {}", due, desk.today, unit="days")
        trace.row("Days from today", left, "days")
        gone = (f"That is {plain(left)} days from {long_date(desk.today)}.",)
    assumed = (
        ()
        if "year" in slots
        else (f"The year is taken to be {year}; name another if the excess is of an earlier year.",)
    )
    return answered(
        trace,
        Result("excess_deadline", due, "date", f"15 April of {year} + 1", lead, None, gone, assumed, ("for 2025?",)),
        slots,
    )


CALCULATORS = (
    birthdays.CALCULATOR,
    Calculator("date", date_words.recognise, date_words.read, compute),
)
