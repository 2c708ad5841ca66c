"""Arithmetic on the corpus's own figures, never mixing dates or releases without saying so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from assistant.calculators import figure_words
from assistant.calculators.calendar import month_end
from assistant.calculators.observations import ARTICLE_DAY, NEWEST, dated, held_days, observed, shown_day, take, usual
from assistant.calculators.penalties import number, word
from assistant.calculators.protocol import PREMISE, Calculator, Desk, Result, Slots, answered, asks, declines
from assistant.calculators.shares import exact_percent, percent_shown, percent_step
from assistant.calculators.trace import Trace, money, show
from assistant.types import Figure, Finding, Observation

_PRINTED = {("mutual_funds_401k", "assets_401k"): "mutual_fund_share_401k", ("equity_funds_401k", "assets_401k"): "equity_fund_share_401k",
            ("retirement_assets", "household_financial_assets"): "household_share"}
_WITHIN = {"assets_401k": ("dc_assets", "retirement_assets"), "assets_403b": ("dc_assets", "retirement_assets"), "assets_457": ("dc_assets", "retirement_assets"),
           "tsp_assets": ("dc_assets", "retirement_assets"), "other_private_dc_assets": ("dc_assets", "retirement_assets"), "dc_assets": ("retirement_assets",),
           "ira_assets": ("retirement_assets",), "government_db_assets": ("retirement_assets",), "private_db_assets": ("retirement_assets",),
           "annuity_reserves": ("retirement_assets",), "mutual_funds_401k": ("assets_401k", "dc_assets", "retirement_assets"),
           "equity_funds_401k": ("mutual_funds_401k", "assets_401k", "dc_assets", "retirement_assets"),
           "hybrid_funds_401k": ("mutual_funds_401k", "assets_401k", "dc_assets", "retirement_assets"), "retirement_assets": ("household_financial_assets",)}
_RELEASES = "The two figures come from different releases, and the ICI revises earlier quarters, so the change mixes vintages."


def compute(slots: Slots, desk: Desk) -> Finding | None:
    """The finding for the slots of a question on figures."""
    trace = desk.trace()
    operate = _OPERATIONS.get(word(slots, "operation"))
    if operate is None:
        return None
    figures = [trace.facts.figures[name] for name in word(slots, "figures").split(",") if name in trace.facts.figures]
    return operate(slots, trace, figures)


def _days(figure: Figure) -> list[str]:
    return list(dict.fromkeys(each.as_of for each in figure.observations))


def _pair(slots: Slots, first: Figure, second: Figure) -> tuple[Observation, Observation] | Finding:
    """Both figures at one date: the one asked for, the article's, else the newest that both have; failing that, each its own."""
    asked = word(slots, "to") or word(slots, "from")
    common = [day for day in _days(first) if day in _days(second) and len(day) == 10]
    if asked and asked != NEWEST:
        if len(asked) == 4:
            asked = ARTICLE_DAY if ARTICLE_DAY[:4] == asked and ARTICLE_DAY in common else max((day for day in common if day.startswith(asked)), default=asked)
        if asked not in common:
            return declines("not_in_corpus", f"The corpus does not hold both the {first.label} and the {second.label} for {shown_day(asked)}. "
                            + (f"It holds both for {_listed(common)}." if common else f"It holds the {first.label} for {held_days(first)} and the {second.label} for {held_days(second)}."), slots)
        day = asked
    elif common:
        day = max(common) if asked == NEWEST or ARTICLE_DAY not in common else ARTICLE_DAY
    else:
        return (first.observations[-1], second.observations[-1]) if asked == NEWEST else (usual(first), usual(second))
    return _same_release(first, second, day)


def _listed(days: list[str]) -> str:
    shown = [shown_day(day) for day in days]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _same_release(first: Figure, second: Figure, day: str) -> tuple[Observation, Observation]:
    one = [each for each in first.observations if each.as_of == day]
    other = [each for each in second.observations if each.as_of == day]
    for each in one:
        for partner in other:
            if each.source == partner.source:
                return each, partner
    return one[-1], other[-1]


def _mixed(first: Observation, second: Observation) -> tuple[str, ...]:
    if first.as_of != second.as_of:
        return (f"The two figures are of different dates, {shown_day(first.as_of)} and {shown_day(second.as_of)}.",)
    return ()


def _notes(*found: Observation) -> tuple[str, ...]:
    rough = [each for each in found if each.certainty in ("computed", "unverified")]
    return ("One of the figures is itself a computation or unverified, as its sentence says.",) if rough else ()


def _opening(found: Observation) -> str:
    words = dated(found)
    return words[0].upper() + words[1:]


def _part_and_whole(first: Figure, second: Figure) -> tuple[Figure, Figure]:
    """The two in the order part, whole, when one lies inside the other; else as asked."""
    return (second, first) if first.name in _WITHIN.get(second.name, ()) else (first, second)


def _said(figure: Figure, found: Observation) -> str:
    return f"{show(found.value, figure.unit)} of {figure.label}" if figure.unit == "USD" else f"{show(found.value, figure.unit)} {figure.label}" if figure.unit == "count" else f"{show(found.value, figure.unit)} ({figure.label})"


def _share(slots: Slots, trace: Trace, figures: list[Figure]) -> Finding | None:
    """Part and whole: their ratio in percent, and what a release prints for it."""
    if len(figures) != 2:
        return _parts(slots, trace, figures) if len(figures) > 2 else None
    part, whole = _part_and_whole(*figures)
    if part.unit != whole.unit:
        return None
    found = _pair(slots, part, whole)
    if isinstance(found, Finding):
        return found
    top, bottom = take(trace, part, found[0]), take(trace, whole, found[1])
    share = percent_step(trace, f"{part.label} as a share of {whole.label}", top, bottom)
    printed = _printed(trace, part, whole, found[0].as_of)
    lead = f"{_opening(found[0])}, the {_said(part, found[0])} made up {percent_shown(share)} of the {_said(whole, found[1])}{printed}."
    if bottom > top:
        trace.row("The rest of the whole", trace.step("the rest", "{} - {}", bottom, top, unit=part.unit), part.unit)
    _newest_share(slots, trace, part, whole, found[0].as_of)
    notices = (*_mixed(*found), *_notes(*found), *_overlap_warning(part, whole))
    return answered(trace, Result("figure_share", share, "percent", f"{show(top, part.unit)} / {show(bottom, whole.unit)} x 100 = {percent_shown(share)}", lead,
                                  percent_shown(share), notices=notices, suggestions=("as of September 2025?",)), slots)


def _overlap_warning(part: Figure, whole: Figure) -> tuple[str, ...]:
    if whole.name in _WITHIN.get(part.name, (whole.name,)):
        return ()
    return (f"The {part.label} are not a part of the {whole.label}; the percentage only compares their sizes.",)


def _printed(trace: Trace, part: Figure, whole: Figure, day: str) -> str:
    figure = trace.facts.figures.get(_PRINTED.get((part.name, whole.name), ""))
    if figure is None:
        return ""
    told = [f"{show(take(trace, figure, each), 'percent')}" for each in figure.observations if each.as_of == day]
    return f", on the rounded figures; printed as {' and '.join(dict.fromkeys(told))}" if told else ""


def _newest_share(slots: Slots, trace: Trace, part: Figure, whole: Figure, day: str) -> None:
    if "to" in slots or "from" in slots:
        return
    common = [each for each in _days(part) if each in _days(whole) and len(each) == 10]
    if common and max(common) != day:
        one, other = _same_release(part, whole, max(common))
        share = percent_step(trace, f"the same {dated(one)}", take(trace, part, one), take(trace, whole, other))
        trace.row(f"{_opening(one)}, the newest held for both", share, "percent", percent_shown(share))


def _parts(slots: Slots, trace: Trace, figures: list[Figure]) -> Finding | None:
    """Several parts of one whole: the shares as rows, the first as the answer."""
    whole = next((each for each in figures if all(other is each or each.name in _WITHIN.get(other.name, ()) for other in figures)), None)
    if whole is None:
        return None
    parts = [each for each in figures if each is not whole]
    told, first = [], Decimal(0)
    for part in parts:
        found = _pair(slots, part, whole)
        if isinstance(found, Finding):
            return found
        share = percent_step(trace, f"{part.label} as a share of {whole.label}", take(trace, part, found[0]), take(trace, whole, found[1]))
        trace.row(f"{part.label}, {dated(found[0])}", share, "percent", percent_shown(share))
        first = first or share
        told.append(f"{part.label} {percent_shown(share)} ({dated(found[0])})")
    lead = f"Shares of the {whole.label}: {'; '.join(told)}."
    return answered(trace, Result("figure_share", first, "percent", "part / whole x 100", lead, percent_shown(first)), slots)


def _rest(slots: Slots, trace: Trace, figures: list[Figure]) -> Finding | None:
    """The whole less a part: what is not in it, in units and in percent."""
    if len(figures) != 2:
        return None
    part, whole = _part_and_whole(*figures)
    if part.unit != whole.unit:
        return None
    found = _pair(slots, part, whole)
    if isinstance(found, Finding):
        return found
    top, bottom = take(trace, part, found[0]), take(trace, whole, found[1])
    rest = trace.step(f"{whole.label} less {part.label}", "{} - {}", bottom, top, unit=part.unit)
    share = percent_step(trace, "as a share of the whole", rest, bottom)
    trace.row("In percent of the whole", share, "percent", percent_shown(share))
    trace.row("In money" if part.unit == "USD" else "In units", rest, part.unit)
    lead = f"{_opening(found[0])}, {show(rest, part.unit)} of the {_said(whole, found[1])} was outside the {_said(part, found[0])}: {percent_shown(share)}."
    wants_share = bool(slots.get("as_percent"))
    notices = (*_mixed(*found), *_notes(*found), *_overlap_warning(part, whole))
    result = Result("figure_rest", share if wants_share else rest, "percent" if wants_share else part.unit, f"{show(bottom, whole.unit)} - {show(top, part.unit)} = {show(rest, part.unit)}",
                    lead, percent_shown(share) if wants_share else None, notices=notices)
    return answered(trace, result, slots)


def _sum(slots: Slots, trace: Trace, figures: list[Figure]) -> Finding | None:
    """All of them at one date; a figure that lies inside another is pointed out."""
    holder = figures[-1]
    if len(figures) > 1 and all(holder.name in _WITHIN.get(each.name, ()) for each in figures[:-1]) and "container" in slots:
        figures = figures[:-1]
    if len({each.unit for each in figures}) != 1 or len(figures) < 2:
        return None
    found = []
    for each in figures:
        pair = _pair(slots, each, figures[0])
        if isinstance(pair, Finding):
            return pair
        found.append(pair[0])
    if len({each.as_of for each in found}) > 1:
        found = [usual(each) for each in figures]
    values = [take(trace, figure, each) for figure, each in zip(figures, found, strict=True)]
    total = trace.step("sum", " + ".join("{}" for _ in values), *values, unit=figures[0].unit)
    parts = " + ".join(_said(figure, each) for figure, each in zip(figures, found, strict=True))
    inside = [(one, other) for one in figures for other in figures if other.name in _WITHIN.get(one.name, ())]
    notices = [f"{PREMISE}{one.label} are already a part of {other.label}, so this sum counts them twice." for one, other in inside]
    same = len({each.as_of for each in found}) == 1
    lead = f"{_opening(found[0]) if same else 'Together'}, {parts} come to {show(total, figures[0].unit)}."
    if not same:
        notices.append(f"The figures are of different dates: {_listed(list(dict.fromkeys(each.as_of for each in found)))}.")
    formula = f"{' + '.join(show(value, figures[0].unit) for value in values)} = {show(total, figures[0].unit)}"
    return answered(trace, Result("figure_sum", total, figures[0].unit, formula, lead, notices=(*notices, *_notes(*found))), slots)


def _difference(slots: Slots, trace: Trace, figures: list[Figure]) -> Finding | None:
    """The larger less the smaller, and by how many percent of the smaller."""
    if len(figures) != 2 or figures[0].unit != figures[1].unit:
        return None
    found = _pair(slots, *figures)
    if isinstance(found, Finding):
        return found
    ordered = sorted(zip(figures, found, strict=True), key=lambda each: each[1].value, reverse=True)
    (large, big), (small, little) = ordered
    top, bottom = take(trace, large, big), take(trace, small, little)
    gap = trace.step(f"{large.label} less {small.label}", "{} - {}", top, bottom, unit=large.unit)
    share = percent_step(trace, "difference in percent of the smaller", gap, bottom)
    times = trace.step("larger / smaller, to two places", "round({} / {}, 2)", top, bottom, unit="times")
    trace.row("In percent of the smaller", share, "percent", percent_shown(share))
    trace.row("As a multiple", times, "times", f"{times.normalize():f} times")
    lead = (f"The {_said(large, big)}{f' {dated(big)}' if big.as_of != little.as_of else ''} exceed the {_said(small, little)} {dated(little)} by {show(gap, large.unit)}, "
            f"which is {percent_shown(share)} of the smaller figure.")
    wants_share = bool(slots.get("as_percent"))
    result = Result("figure_difference", share if wants_share else gap, "percent" if wants_share else large.unit, f"{show(top, large.unit)} - {show(bottom, small.unit)} = {show(gap, large.unit)}",
                    lead, percent_shown(share) if wants_share else None, notices=(*_mixed(big, little), *_notes(big, little)))
    return answered(trace, result, slots)


def _times(slots: Slots, trace: Trace, figures: list[Figure]) -> Finding | None:
    """The first divided by the second."""
    if len(figures) != 2 or figures[0].unit != figures[1].unit:
        return None
    found = _pair(slots, *figures)
    if isinstance(found, Finding):
        return found
    top, bottom = take(trace, figures[0], found[0]), take(trace, figures[1], found[1])
    times = trace.step("first / second, to two places", "round({} / {}, 2)", top, bottom, unit="times")
    lead = f"{_opening(found[0])}, the {_said(figures[0], found[0])} were {times.normalize():f} times the {_said(figures[1], found[1])}."
    return answered(trace, Result("figure_ratio", times, "times", f"{show(top, figures[0].unit)} / {show(bottom, figures[1].unit)} = {times.normalize():f}", lead,
                                  f"{times.normalize():f} times", notices=(*_mixed(*found), *_notes(*found))), slots)


def _average(slots: Slots, trace: Trace, figures: list[Figure]) -> Finding | None:
    """Money per person or plan: a rough quotient of two figures that are not of one date."""
    sums = [each for each in figures if each.unit == "USD"]
    counts = [each for each in figures if each.unit == "count"]
    if not sums or sums[0].name not in ("assets_401k", "dc_assets"):
        return None
    counted = counts[0] if counts else trace.facts.figures.get("participants_401k" if sums[0].name == "assets_401k" else "workers_in_dc_plans")
    if counted is None:
        return None
    asked = word(slots, "to") or word(slots, "from")
    found = observed(sums[0], asked) if asked else usual(sums[0])
    if found is None:
        return declines("not_in_corpus", f"The corpus holds no {sums[0].label} for {shown_day(asked)}. It holds them for {held_days(sums[0])}.", slots)
    money_, heads = take(trace, sums[0], found), take(trace, counted, usual(counted))
    each = trace.step("money / number, to the cent", "round({} / {}, 2)", money_, heads, unit="USD")
    rough = trace.step("to three figures", "round({}, {})", each, Decimal(2 - each.adjusted()), unit="USD")
    lead = f"The {_said(sums[0], found)} {dated(found)} divided by about {heads:,f} {counted.label} is roughly {money(rough)} each."
    notices = ("A quotient of two separate figures and not a published average; the count is not of the same date, and accounts of people no longer counted are in the sum.",)
    return answered(trace, Result("figure_average", each, "USD", f"{money(money_)} / {heads:,f} = about {money(rough)}", lead, f"about {money(rough)}", notices=notices), slots)


def _value(slots: Slots, trace: Trace, figures: list[Figure]) -> Finding | None:
    """One figure at one date, as the corpus states it."""
    figure, asked = figures[0], word(slots, "to") or word(slots, "from")
    if not asked:
        return None
    if len(asked) == 4:
        return _series(slots, trace, figures)
    found = observed(figure, asked)
    if found is None:
        return declines("not_in_corpus", f"The corpus holds no {figure.label} for {shown_day(asked)}. It holds them for {held_days(figure)}.", slots)
    value = take(trace, figure, found)
    others = [each for each in figure.observations if each.as_of == found.as_of and each.value != found.value]
    notices = tuple(f"Another release puts it at {show(take(trace, figure, each), figure.unit)}." for each in others)
    first = f"{figure.label[0].upper()}{figure.label[1:]} came to {show(value, figure.unit)} {dated(found)}"
    lead = f"{first}, the newest figure held here." if asked == NEWEST else f"{first}."
    return answered(trace, Result("figure_value", value, figure.unit, f"{figure.label} {dated(found)} = {show(value, figure.unit)}", lead, notices=(*notices, *_notes(found))), slots)


def _series(slots: Slots, trace: Trace, figures: list[Figure]) -> Finding | None:
    """Every observation of a figure as rows (of one year, when a year is named)."""
    if not figures:
        return None
    figure, year = figures[0], word(slots, "to") or word(slots, "from")
    found = [each for each in figure.observations if len(year) != 4 or each.as_of.startswith(year)]
    if not found:
        return declines("not_in_corpus", f"The corpus holds no {figure.label} for {year}. It holds them for {held_days(figure)}.", slots)
    for each in found:
        take(trace, figure, each)
        trace.row(f"{shown_day(each.as_of)}{', revised or computed' if each.certainty == 'computed' else ''}", each.value, figure.unit)
    last = found[-1]
    lead = f"{figure.label[0].upper()}{figure.label[1:]}: {'; '.join(f'{show(each.value, figure.unit)} {dated(each)}' for each in found)}."
    return answered(trace, Result("figure_series", last.value, figure.unit, f"{figure.label} by date", lead, notices=(("The figures come from different releases.",) if len({each.source for each in found}) > 1 else ())), slots)


def _growth(slots: Slots, trace: Trace, figures: list[Figure]) -> Finding | None:
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
    _others_grew(slots, trace, figures[1:], first.as_of, last.as_of)
    size, shown = exact_percent(trace, change, percent, figure.unit)
    name = f"{figure.label[0].upper()}{figure.label[1:]}"
    fall = _reported(trace, figure, first, last)
    told = f"{size}, or {shown}, from {show(start, figure.unit)} {dated(first)} to {show(end, figure.unit)} {dated(last)}"
    lead = f"{name} {up} by {told}."
    if fall is not None:
        lead = f"{name} fell by {show(fall, 'percent')} in the quarter to {shown_day(last.as_of)}, as that release itself reports; the printed figures alone would give {told}."
    notices = [*([_RELEASES] if first.source != last.source else []), *_short(slots, last), *_notes(first, last)]
    wants = bool(slots.get("as_percent"))
    value = -fall if wants and fall is not None else percent if wants else change
    result = Result("figure_growth", value, "percent" if wants else figure.unit, f"{show(end, figure.unit)} - {show(start, figure.unit)} = {show(change, figure.unit)}",
                    lead, percent_shown(value) if wants else None, notices=tuple(notices), suggestions=("by quarter?",))
    return answered(trace, result, slots)


def _others_grew(slots: Slots, trace: Trace, others: list[Figure], start: str, end: str) -> None:
    """Rows for further figures over the same dates, as far as they are held."""
    for figure in others:
        first, last = observed(figure, start), observed(figure, end)
        if first is not None and last is not None and figure.unit == "USD":
            share = percent_step(trace, f"change of {figure.label}", take(trace, figure, last) - take(trace, figure, first), first.value)
            trace.row(f"{figure.label}, change in percent over the same dates", share, "percent", percent_shown(share))


def _short(slots: Slots, last: Observation) -> list[str]:
    """A word when a year is asked for and its end is not held."""
    year = word(slots, "to")
    if len(year) != 4 or last.as_of == f"{year}-12-31":
        return []
    return [f"The corpus holds no figure for 31 December {year}, so the change runs to {shown_day(last.as_of)} only."]


def _reported(trace: Trace, figure: Figure, first: Observation, last: Observation) -> Decimal | None:
    """The fall within the quarter that a release itself reports, measured against its own figure for the start."""
    reported = trace.facts.figures.get(f"{figure.name}_quarter_fall")
    if reported is None or first.as_of != _quarter_before(last.as_of):
        return None
    found = observed(reported, last.as_of)
    if found is None:
        return None
    fall = take(trace, reported, found)
    trace.row("Change as the release reports it", trace.step("reported change", "0 - {}", fall, unit="percent"), "percent", f"-{show(fall, 'percent')}")
    return fall


def _quarter_before(day: str) -> str:
    at = date.fromisoformat(day)
    month = at.month - 3
    return (month_end(at.year, month) if month > 0 else month_end(at.year - 1, month + 12)).isoformat()


def _ends(slots: Slots, figure: Figure) -> tuple[Observation, Observation] | Finding:
    """The first and the last observation that a growth question means."""
    days = [day for day in _days(figure) if len(day) == 10]
    if len(days) < 2:
        return declines("not_in_corpus", f"The corpus holds the {figure.label} for one date only, {held_days(figure)}, so no change can be worked out.", slots)
    start, end = word(slots, "from"), word(slots, "to")
    if len(end) == 4 and not start:
        start, end = f"{int(end) - 1}-12-31", f"{end}-12-31"
        if start not in days or end not in days:
            inside = [day for day in days if day[:4] == end[:4] or day == start]
            start, end = (inside[0], inside[-1]) if len(inside) > 1 else (start, end)
    start, end = (f"{start}-12-31" if len(start) == 4 else start), (f"{end}-12-31" if len(end) == 4 else end)
    if end == NEWEST or not end:
        end = days[-1]
    if not start:
        start = _start_before(slots, figure, end, days)
    for day in (start, end):
        if day not in days:
            return declines("not_in_corpus", f"The corpus holds no {figure.label} for {shown_day(day)}. It holds them for {held_days(figure)}.", slots)
    if start > end:
        start, end = end, start
    if start == end:
        return asks("Between which two dates?", slots)
    last = [each for each in figure.observations if each.as_of == end]
    first = [each for each in figure.observations if each.as_of == start]
    for one in first:
        for other in last:
            if one.source == other.source:
                return one, other
    return first[-1], last[-1]


def _start_before(slots: Slots, figure: Figure, end: str, days: list[str]) -> str:
    if word(slots, "span") == "quarter":
        return _quarter_before(end)
    if word(slots, "span") == "year":
        return f"{int(end[:4]) - 1}{end[4:]}"
    if "to" not in slots or word(slots, "to") == NEWEST:
        return ARTICLE_DAY if ARTICLE_DAY in days and end != ARTICLE_DAY else days[0]
    return ARTICLE_DAY if ARTICLE_DAY in days and end > ARTICLE_DAY else _quarter_before(end)


def _whole(slots: Slots, trace: Trace, figures: list[Figure]) -> Finding | None:
    """A part and its share of the whole: the whole."""
    part, share = number(slots, "part"), number(slots, "share")
    if part is None or share is None or share <= 0:
        return None
    trace.said("part", part, "USD", display=money(part))
    trace.said("share", share, "percent", display=show(share, "percent"))
    exact = trace.step("whole = part / share, to the cent", "round({} * 100 / {}, 2)", part, share, unit="USD")
    near = trace.step("to four figures", "round({}, {})", exact, Decimal(3 - exact.adjusted()), unit="USD")
    return answered(trace, Result("figure_whole", exact, "USD", f"{money(part)} / {show(share, 'percent')} = about {money(near)}",
                                  f"If {money(part)} is {show(share, 'percent')} of the whole, the whole is about {money(near)}.", f"about {money(near)}",
                                  notices=("The result is no more exact than the rounded percentage.",)), slots)


_OPERATIONS: dict[str, Callable[[Slots, Trace, list[Figure]], Finding | None]] = {
    "share": _share, "rest": _rest, "sum": _sum, "difference": _difference, "times": _times, "average": _average, "value": _value, "series": _series,
    "growth": _growth, "whole": _whole}

CALCULATORS = (Calculator("figure", figure_words.recognise, figure_words.read, compute),)
