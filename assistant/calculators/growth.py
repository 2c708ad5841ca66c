"""One figure over time: its change, its series, its value at a date, its quotient by a count, the whole behind a part."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.calculators.calendar import month_end
from assistant.calculators.figure_words import FLOWS
from assistant.calculators.observations import (
    ARTICLE_DAY,
    NEWEST,
    dated,
    held_days,
    observation_for,
    observed,
    shown_day,
    take,
    usual,
)
from assistant.calculators.pairs import between_releases, days_of, doubts, in_words
from assistant.calculators.protocol import Result, Slots, answered, asks, declines
from assistant.calculators.shares import exact_percent, percent_shown, percent_step
from assistant.calculators.slots import number, word
from assistant.calculators.trace import Trace, money, show
from assistant.types import Figure, Finding, Observation

_RELEASES = (
    "The two figures come from different releases, and the ICI revises earlier quarters, so the change mixes vintages."
)


def average(slots: Slots, trace: Trace, figures: list[Figure]) -> Finding | None:
    """Money per person or plan: a rough quotient of two figures that are not of one date."""
    sums = [each for each in figures if each.unit == "USD"]
    counts = [each for each in figures if each.unit == "count"]
    if not sums or sums[0].name not in ("assets_401k", "dc_assets"):
        return None
    counted = (
        counts[0]
        if counts
        else trace.facts.figures.get("participants_401k" if sums[0].name == "assets_401k" else "workers_in_dc_plans")
    )
    if counted is None:
        return None
    asked = word(slots, "to") or word(slots, "from")
    found = observation_for(sums[0], asked)
    if found is None:
        return declines(
            "not_in_corpus",
            f"The corpus holds no {sums[0].label} for {shown_day(asked)}. It holds them for {held_days(sums[0])}.",
            slots,
        )
    money_, heads = take(trace, sums[0], found), take(trace, counted, usual(counted))
    each = trace.step("money / number, to the cent", "round({} / {}, 2)", money_, heads, unit="USD")
    rough = trace.step("to three figures", "round({}, {})", each, Decimal(2 - each.adjusted()), unit="USD")
    lead = f"The {in_words(sums[0], found)} {dated(found)} divided by about {heads:,f} {counted.label} is roughly {money(rough)} each."
    notices = (
        "A quotient of two separate figures and not a published average; the count is not of the same date, and accounts of people no longer counted are in the sum.",
    )
    return answered(
        trace,
        Result(
            "figure_average",
            each,
            "USD",
            f"{money(money_)} / {heads:,f} = about {money(rough)}",
            lead,
            f"about {money(rough)}",
            notices=notices,
        ),
        slots,
    )


def value(slots: Slots, trace: Trace, figures: list[Figure]) -> Finding | None:
    """One figure at one date, as the corpus states it."""
    figure, asked = figures[0], word(slots, "to") or word(slots, "from")
    if not asked:
        return None
    if len(asked) == 4:
        return series(slots, trace, figures)
    found = observed(figure, asked)
    if found is None and len(days_of(figure)) < 4:
        return None
    if found is None:
        return declines(
            "not_in_corpus",
            f"The corpus holds no {figure.label} for {shown_day(asked)}. It holds them for {held_days(figure)}.",
            slots,
        )
    value, when = take(trace, figure, found), _when(figure, found)
    others = [each for each in figure.observations if each.as_of == found.as_of and each.value != found.value]
    notices = tuple(f"Another release puts it at {show(take(trace, figure, each), figure.unit)}." for each in others)
    first = f"{figure.label[0].upper()}{figure.label[1:]} came to {show(value, figure.unit)} {when}"
    lead = f"{first}, the newest figure held here." if asked == NEWEST else f"{first}."
    return answered(
        trace,
        Result(
            "figure_value",
            value,
            figure.unit,
            f"{figure.label} {when} = {show(value, figure.unit)}",
            lead,
            notices=(*notices, *doubts(found)),
        ),
        slots,
    )


def _when(figure: Figure, found: Observation) -> str:
    """The date of an observation; a flow is of the month that ends then."""
    return f"in {shown_day(found.as_of[:7])}" if figure.name in FLOWS else dated(found)


def series(slots: Slots, trace: Trace, figures: list[Figure]) -> Finding | None:
    """Every observation of a figure as rows (of one year, when a year is named)."""
    if not figures:
        return None
    figure, year = figures[0], word(slots, "to") or word(slots, "from")
    found = [each for each in figure.observations if len(year) != 4 or each.as_of.startswith(year)]
    if not found:
        return declines(
            "not_in_corpus",
            f"The corpus holds no {figure.label} for {year}. It holds them for {held_days(figure)}.",
            slots,
        )
    for each in found:
        take(trace, figure, each)
        trace.row(
            f"{shown_day(each.as_of)}{', revised or computed' if each.certainty == 'computed' else ''}",
            each.value,
            figure.unit,
        )
    last = found[-1]
    lead = f"{figure.label[0].upper()}{figure.label[1:]}: {'; '.join(f'{show(each.value, figure.unit)} {_when(figure, each)}' for each in found)}."
    return answered(
        trace,
        Result(
            "figure_series",
            last.value,
            figure.unit,
            f"{figure.label} by date",
            lead,
            notices=(
                ("The figures come from different releases.",) if len({each.source for each in found}) > 1 else ()
            ),
        ),
        slots,
    )


def growth(slots: Slots, trace: Trace, figures: list[Figure]) -> Finding | None:
    """The change of one figure between two dates, in units and in percent."""
    figure = figures[0]
    ends = _ends(slots, figure)
    if isinstance(ends, Finding):
        return ends
    first, last = ends
    start, end = take(trace, figure, first), take(trace, figure, last)
    change = trace.step("change", "{} - {}", end, start, unit=figure.unit)
    percent = percent_step(trace, "change in percent of the first", change, start)
    up = "rose" if change > 0 else "fell" if change < 0 else "stayed the same"
    trace.row("Change", change, figure.unit)
    trace.row("Change in percent", percent, "percent", percent_shown(percent))
    others = _others_grew(trace, figures[1:], first.as_of, last.as_of)
    size, shown = exact_percent(trace, change, percent, figure.unit)
    name = f"{figure.label[0].upper()}{figure.label[1:]}"
    reported = _reported(trace, figure, first, last)
    told = f"{size}, or {shown}, from {show(start, figure.unit)} {_when(figure, first)} to {show(end, figure.unit)} {_when(figure, last)}"
    lead = f"{name} {up} by {told}."
    if reported is not None:
        span = "in the quarter" if first.as_of == _quarter_before(last.as_of) else "over the year"
        moved = f"{'rose' if reported > 0 else 'fell'} by {show(abs(reported), 'percent')}"
        lead = f"{name} {moved} {span} to {shown_day(last.as_of)}, as that release itself reports; the printed figures alone would give {told}."
    notices = [
        *([_RELEASES] if first.source != last.source and str(first.source).startswith("ici") else []),
        *_short(slots, last),
        *doubts(first, last),
    ]
    wants = bool(slots.get("as_percent"))
    value = reported if wants and reported is not None else percent if wants else change
    result = Result(
        "figure_growth",
        value,
        "percent" if wants else figure.unit,
        f"{show(end, figure.unit)} - {show(start, figure.unit)} = {show(change, figure.unit)}",
        lead,
        percent_shown(value) if wants else None,
        others,
        tuple(notices),
        ("by quarter?",),
    )
    return answered(trace, result, slots)


def _others_grew(trace: Trace, others: list[Figure], start: str, end: str) -> tuple[str, ...]:
    """The change of further figures over the same dates, as far as they are held."""
    told = []
    for figure in others:
        first, last = observed(figure, start), observed(figure, end)
        if first is not None and last is not None and figure.unit == "USD":
            share = percent_step(
                trace, f"change of {figure.label}", take(trace, figure, last) - take(trace, figure, first), first.value
            )
            trace.row(f"{figure.label}, change in percent over the same dates", share, "percent", percent_shown(share))
            told.append(
                f"Over the same dates {figure.label} went from {money(first.value)} to {money(last.value)}, a change of {percent_shown(share)}."
            )
    return tuple(told)


def _short(slots: Slots, last: Observation) -> list[str]:
    """A word when a year is asked for and its end is not held."""
    year = word(slots, "to")
    if len(year) != 4 or last.as_of == f"{year}-12-31":
        return []
    return [f"The corpus holds no figure for 31 December {year}, so the change runs to {shown_day(last.as_of)} only."]


def _reported(trace: Trace, figure: Figure, first: Observation, last: Observation) -> Decimal | None:
    """The change over a quarter or a year that a release itself reports, measured against its own figure for the start."""
    if len(last.as_of) < 10:
        return None
    spans = {_quarter_before(last.as_of): "quarter", f"{int(last.as_of[:4]) - 1}{last.as_of[4:]}": "year"}
    span = spans.get(first.as_of)
    for way in ("fall", "rise") if span else ():
        reported = trace.facts.figures.get(f"{figure.name}_{span}_{way}")
        found = observed(reported, last.as_of) if reported else None
        if reported is None or found is None:
            continue
        size = take(trace, reported, found)
        change = trace.step("reported change", "0 - {}" if way == "fall" else "0 + {}", size, unit="percent")
        trace.row("Change as the release reports it", change, "percent", show(change, "percent"))
        return change
    return None


def _quarter_before(day: str) -> str:
    at = date.fromisoformat(day)
    month = at.month - 3
    return (month_end(at.year, month) if month > 0 else month_end(at.year - 1, month + 12)).isoformat()


def _ends(slots: Slots, figure: Figure) -> tuple[Observation, Observation] | Finding:
    """The first and the last observation that a growth question means."""
    days = days_of(figure)
    if len(days) < 2:
        return declines(
            "not_in_corpus",
            f"The corpus holds the {figure.label} for one date only, {held_days(figure)}, so no change can be worked out.",
            slots,
        )
    start, end = (_held(day, days) for day in _span(slots, days))
    for day in (start, end):
        if day not in days:
            return declines(
                "not_in_corpus",
                f"The corpus holds no {figure.label} for {shown_day(day)}. It holds them for {held_days(figure)}.",
                slots,
            )
    if start > end:
        start, end = end, start
    if start == end:
        return asks("Between which two dates?", slots)
    return between_releases(
        [each for each in figure.observations if each.as_of == start],
        [each for each in figure.observations if each.as_of == end],
    )


def _held(day: str, days: list[str]) -> str:
    """The day under which a month's only observation is held, when a month is meant; else the day itself."""
    same = [each for each in days if each[:7] == day[:7]]
    meant = len(day) == 7 or day == month_end(int(day[:4]), int(day[5:7])).isoformat()
    return same[0] if day not in days and meant and len(same) == 1 else day


def _span(slots: Slots, days: list[str]) -> tuple[str, str]:
    """The days that a question names, a year standing for its last day, or the usual ones."""
    start, end = word(slots, "from"), word(slots, "to")
    if len(end) == 4 and not start:
        start, end = f"{int(end) - 1}-12-31", f"{end}-12-31"
        if start not in days or end not in days:
            inside = [day for day in days if day[:4] == end[:4] or day == start]
            start, end = (inside[0], inside[-1]) if len(inside) > 1 else (start, end)
    start, end = (f"{each}-12-31" if len(each) == 4 else each for each in (start, end))
    start, end = (days[-1] if each == NEWEST else each for each in (start, end or NEWEST))
    return start or _start_before(slots, end, days), end


def _start_before(slots: Slots, end: str, days: list[str]) -> str:
    earlier = [day for day in days if day < end[:7]]
    if ARTICLE_DAY not in days and earlier and "span" not in slots:
        return earlier[-1]
    if word(slots, "span") == "quarter":
        return _quarter_before(end)
    if word(slots, "span") == "year":
        return f"{int(end[:4]) - 1}{end[4:]}"
    if "to" not in slots or word(slots, "to") == NEWEST:
        return ARTICLE_DAY if ARTICLE_DAY in days and end != ARTICLE_DAY else days[0]
    return ARTICLE_DAY if ARTICLE_DAY in days and end > ARTICLE_DAY else _quarter_before(end)


def whole(slots: Slots, trace: Trace, _: list[Figure]) -> Finding | None:
    """A part and its share of the whole: the whole."""
    part, share = number(slots, "part"), number(slots, "share")
    if part is None or share is None or share <= 0:
        return None
    trace.said("part", part, "USD", display=money(part))
    trace.said("share", share, "percent", display=show(share, "percent"))
    exact = trace.step("whole = part / share, to the cent", "round({} * 100 / {}, 2)", part, share, unit="USD")
    near = trace.step("to four figures", "round({}, {})", exact, Decimal(3 - exact.adjusted()), unit="USD")
    return answered(
        trace,
        Result(
            "figure_whole",
            exact,
            "USD",
            f"{money(part)} / {show(share, 'percent')} = about {money(near)}",
            f"If {money(part)} is {show(share, 'percent')} of the whole, the whole is about {money(near)}.",
            f"about {money(near)}",
            notices=("The result is no more exact than the rounded percentage.",),
        ),
        slots,
    )
