"""Arithmetic on the corpus's own figures, never mixing dates or releases without saying so."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from assistant.calculators import figure_slots, figure_words
from assistant.calculators.growth import average, growth, series, value, whole
from assistant.calculators.observations import dated, take, usual
from assistant.calculators.pairs import WITHIN, days_of, doubts, in_words, listed, mixed, opening, pair_of, same_release
from assistant.calculators.protocol import PREMISE, Calculator, Desk, Result, Slots, answered
from assistant.calculators.shares import percent_shown, percent_step
from assistant.calculators.slots import number, word
from assistant.calculators.trace import Trace, show
from assistant.types import Figure, Finding

_PRINTED = {
    ("mutual_funds_401k", "assets_401k"): "mutual_fund_share_401k",
    ("equity_funds_401k", "assets_401k"): "equity_fund_share_401k",
    ("retirement_assets", "household_financial_assets"): "household_share",
}


def compute(slots: Slots, desk: Desk) -> Finding | None:
    """The finding for the slots of a question on figures."""
    trace = desk.trace()
    operate = _OPERATIONS.get(word(slots, "operation"))
    if operate is None:
        return None
    figures = [trace.facts.figures[name] for name in word(slots, "figures").split(",") if name in trace.facts.figures]
    return operate(slots, trace, figures)


def _part_and_whole(first: Figure, second: Figure) -> tuple[Figure, Figure]:
    """The two in the order part, whole, when one lies inside the other; else as asked."""
    return (second, first) if first.name in WITHIN.get(second.name, ()) else (first, second)


def _share(slots: Slots, trace: Trace, figures: list[Figure]) -> Finding | None:
    """Part and whole: their ratio in percent, and what a release prints for it."""
    if len(figures) != 2:
        return _parts(slots, trace, figures) if len(figures) > 2 else None
    part, whole = _part_and_whole(*figures)
    if part.unit != whole.unit or ("inside" in slots and whole.name not in WITHIN.get(part.name, ())):
        return None
    found = pair_of(slots, part, whole)
    if isinstance(found, Finding):
        return found
    top, bottom = take(trace, part, found[0]), take(trace, whole, found[1])
    share = percent_step(trace, f"{part.label} as a share of {whole.label}", top, bottom)
    printed = _printed(trace, part, whole, found[0].as_of)
    lead = f"{opening(found[0])}, the {in_words(part, found[0])} made up {percent_shown(share)} of the {in_words(whole, found[1])}{printed}."
    claimed = number(slots, "claimed")
    if claimed is not None:
        trace.said("share asked about", claimed, "percent", display=show(claimed, "percent"))
        lead += f" Asked about was {show(claimed, 'percent')}, which is {'less' if claimed < share else 'more' if claimed > share else 'the same'}."
    if bottom > top:
        trace.row("The rest of the whole", trace.step("the rest", "{} - {}", bottom, top, unit=part.unit), part.unit)
    lead += _newest_share(slots, trace, part, whole, found[0].as_of)
    notices = (*mixed(*found), *doubts(*found), *_overlap_warning(part, whole))
    return answered(
        trace,
        Result(
            "figure_share",
            share,
            "percent",
            f"{show(top, part.unit)} / {show(bottom, whole.unit)} x 100 = {percent_shown(share)}",
            lead,
            percent_shown(share),
            notices=notices,
            suggestions=("as of September 2025?",),
        ),
        slots,
    )


def _overlap_warning(part: Figure, whole: Figure) -> tuple[str, ...]:
    if whole.name in WITHIN.get(part.name, (whole.name,)):
        return ()
    return (f"The {part.label} are not a part of the {whole.label}; the percentage only compares their sizes.",)


def _printed(trace: Trace, part: Figure, whole: Figure, day: str) -> str:
    figure = trace.facts.figures.get(_PRINTED.get((part.name, whole.name), ""))
    if figure is None:
        return ""
    told = [f"{show(take(trace, figure, each), 'percent')}" for each in figure.observations if each.as_of == day]
    return f", on the rounded figures; printed as {' and '.join(dict.fromkeys(told))}" if told else ""


def _newest_share(slots: Slots, trace: Trace, part: Figure, whole: Figure, day: str) -> str:
    """The share on the other day asked about, told too, or else a row with the newest one."""
    if "to" in slots and "from" in slots:
        earlier = pair_of({**slots, "to": slots["from"]}, part, whole)
        if not isinstance(earlier, Finding):
            share = percent_step(
                trace, f"the same {dated(earlier[0])}", take(trace, part, earlier[0]), take(trace, whole, earlier[1])
            )
            trace.row(opening(earlier[0]), share, "percent", percent_shown(share))
            return f" {opening(earlier[0])} it was {percent_shown(share)}."
    if "to" in slots or "from" in slots:
        return ""
    common = [each for each in days_of(part) if each in days_of(whole) and len(each) == 10]
    if common and max(common) != day:
        one, other = same_release(part, whole, max(common))
        share = percent_step(trace, f"the same {dated(one)}", take(trace, part, one), take(trace, whole, other))
        trace.row(f"{opening(one)}, the newest held for both", share, "percent", percent_shown(share))
    return ""


def _parts(slots: Slots, trace: Trace, figures: list[Figure]) -> Finding | None:
    """Several parts of one whole: the shares as rows, the first as the answer."""
    whole = _container(figures)
    if whole is None:
        return None
    parts = [each for each in figures if each is not whole]
    told: list[str] = []
    first, bottom, days = Decimal(0), Decimal(0), set()
    sums: list[Decimal] = []
    total_words = whole.label
    for part in parts:
        found = pair_of(slots, part, whole)
        if isinstance(found, Finding):
            return found
        bottom = take(trace, whole, found[1])
        share = percent_step(trace, f"{part.label} as a share of {whole.label}", take(trace, part, found[0]), bottom)
        trace.row(f"{part.label}, {dated(found[0])}", share, "percent", percent_shown(share))
        first = first or share
        days.add(found[0].as_of)
        sums.append(found[0].value)
        told.append(f"{in_words(part, found[0])}, {percent_shown(share)} ({dated(found[0])})")
        total_words = in_words(whole, found[1])
    lead = f"Shares of the {total_words if len(days) == 1 else whole.label}: {'; '.join(told)}."
    if "together" in slots and len(days) == 1 and _disjoint(parts):
        total = trace.step("the parts together", " + ".join("{}" for _ in sums), *sums, unit=whole.unit)
        first = percent_step(trace, "together as a share of the whole", total, bottom)
        trace.row("Together", first, "percent", percent_shown(first))
        lead += f" Together they are {percent_shown(first)}."
    return answered(
        trace, Result("figure_share", first, "percent", "part / whole x 100", lead, percent_shown(first)), slots
    )


def _rest(slots: Slots, trace: Trace, figures: list[Figure]) -> Finding | None:
    """The whole less a part: what is not in it, in units and in percent."""
    if len(figures) > 2:
        return _rest_of_several(slots, trace, figures)
    if len(figures) != 2:
        return None
    part, whole = _part_and_whole(*figures)
    if part.unit != whole.unit:
        return None
    if whole.name not in WITHIN.get(part.name, ()):
        return _difference(slots, trace, figures)
    found = pair_of(slots, part, whole)
    if isinstance(found, Finding):
        return found
    top, bottom = take(trace, part, found[0]), take(trace, whole, found[1])
    rest = trace.step(f"{whole.label} less {part.label}", "{} - {}", bottom, top, unit=part.unit)
    share = percent_step(trace, "as a share of the whole", rest, bottom)
    trace.row("In percent of the whole", share, "percent", percent_shown(share))
    trace.row("In money" if part.unit == "USD" else "In units", rest, part.unit)
    lead = f"{opening(found[0])}, {show(rest, part.unit)} of the {in_words(whole, found[1])} was outside the {in_words(part, found[0])}: {percent_shown(share)}."
    wants_share = bool(slots.get("as_percent"))
    notices = (*mixed(*found), *doubts(*found))
    result = Result(
        "figure_rest",
        share if wants_share else rest,
        "percent" if wants_share else part.unit,
        f"{show(bottom, whole.unit)} - {show(top, part.unit)} = {show(rest, part.unit)}",
        lead,
        percent_shown(share) if wants_share else None,
        notices=notices,
    )
    return answered(trace, result, slots)


def _container(figures: list[Figure]) -> Figure | None:
    """The figure that all the others are a part of."""
    return next(
        (
            each
            for each in figures
            if all(other is each or each.name in WITHIN.get(other.name, ()) for other in figures)
        ),
        None,
    )


def _disjoint(parts: list[Figure]) -> bool:
    return not any(other.name in WITHIN.get(one.name, ()) for one in parts for other in parts)


def _rest_of_several(slots: Slots, trace: Trace, figures: list[Figure]) -> Finding | None:
    """The whole less several parts that do not overlap."""
    whole = _container(figures)
    parts = [each for each in figures if each is not whole]
    if whole is None or not _disjoint(parts):
        return None
    found = [pair_of(slots, part, whole) for part in parts]
    kept = [each for each in found if not isinstance(each, Finding)]
    if len(kept) < len(found) or len({each[1].as_of for each in kept}) > 1:
        return next((each for each in found if isinstance(each, Finding)), None)
    bottom = take(trace, whole, kept[0][1])
    values = [take(trace, part, each[0]) for part, each in zip(parts, kept, strict=True)]
    rest = trace.step(
        f"{whole.label} less the parts", "{} - " + " - ".join("{}" for _ in values), bottom, *values, unit=whole.unit
    )
    share = percent_step(trace, "as a share of the whole", rest, bottom)
    trace.row("In percent of the whole", share, "percent", percent_shown(share))
    names = " and the ".join(in_words(part, each[0]) for part, each in zip(parts, kept, strict=True))
    lead = f"{opening(kept[0][1])}, {show(rest, whole.unit)} of the {in_words(whole, kept[0][1])} was outside the {names}: {percent_shown(share)}."
    return answered(
        trace,
        Result(
            "figure_rest",
            rest,
            whole.unit,
            f"{show(bottom, whole.unit)} less the parts = {show(rest, whole.unit)}",
            lead,
        ),
        slots,
    )


def _sum(slots: Slots, trace: Trace, figures: list[Figure]) -> Finding | None:
    """All of them at one date; a figure that lies inside another is pointed out."""
    holder = figures[-1]
    if (
        len(figures) > 1
        and all(holder.name in WITHIN.get(each.name, ()) for each in figures[:-1])
        and "container" in slots
    ):
        figures = figures[:-1]
    if len({each.unit for each in figures}) != 1 or len(figures) < 2:
        return None
    found = []
    for each in figures:
        pair = pair_of(slots, each, figures[0])
        if isinstance(pair, Finding):
            return pair
        found.append(pair[0])
    if len({each.as_of for each in found}) > 1:
        found = [usual(each) for each in figures]
    values = [take(trace, figure, each) for figure, each in zip(figures, found, strict=True)]
    total = trace.step("sum", " + ".join("{}" for _ in values), *values, unit=figures[0].unit)
    parts = " + ".join(in_words(figure, each) for figure, each in zip(figures, found, strict=True))
    inside = [(one, other) for one in figures for other in figures if other.name in WITHIN.get(one.name, ())]
    notices = [
        f"{PREMISE}{one.label} are already a part of {other.label}, so this sum counts them twice."
        for one, other in inside
    ]
    same = len({each.as_of for each in found}) == 1
    lead = f"{opening(found[0]) if same else 'Together'}, {parts} come to {show(total, figures[0].unit)}."
    if not same:
        notices.append(
            f"The figures are of different dates: {listed(list(dict.fromkeys(each.as_of for each in found)))}."
        )
    formula = f"{' + '.join(show(value, figures[0].unit) for value in values)} = {show(total, figures[0].unit)}"
    return answered(
        trace, Result("figure_sum", total, figures[0].unit, formula, lead, notices=(*notices, *doubts(*found))), slots
    )


def _difference(slots: Slots, trace: Trace, figures: list[Figure]) -> Finding | None:
    """The larger less the smaller, and by how many percent of the smaller."""
    if len(figures) != 2 or figures[0].unit != figures[1].unit:
        return None
    found = pair_of(slots, *figures)
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
    lead = (
        f"The {in_words(large, big)}{f' {dated(big)}' if big.as_of != little.as_of else ''} exceed the {in_words(small, little)} {dated(little)} by {show(gap, large.unit)}, "
        f"which is {percent_shown(share)} of the smaller figure."
    )
    wants_share = bool(slots.get("as_percent"))
    result = Result(
        "figure_difference",
        share if wants_share else gap,
        "percent" if wants_share else large.unit,
        f"{show(top, large.unit)} - {show(bottom, small.unit)} = {show(gap, large.unit)}",
        lead,
        percent_shown(share) if wants_share else None,
        notices=(*mixed(big, little), *doubts(big, little)),
    )
    return answered(trace, result, slots)


def _times(slots: Slots, trace: Trace, figures: list[Figure]) -> Finding | None:
    """The first divided by the second."""
    if len(figures) != 2 or figures[0].unit != figures[1].unit:
        return None
    found = pair_of(slots, *figures)
    if isinstance(found, Finding):
        return found
    top, bottom = take(trace, figures[0], found[0]), take(trace, figures[1], found[1])
    times = trace.step("first / second, to two places", "round({} / {}, 2)", top, bottom, unit="times")
    lead = f"{opening(found[0])}, the {in_words(figures[0], found[0])} were {times.normalize():f} times the {in_words(figures[1], found[1])}."
    return answered(
        trace,
        Result(
            "figure_ratio",
            times,
            "times",
            f"{show(top, figures[0].unit)} / {show(bottom, figures[1].unit)} = {times.normalize():f}",
            lead,
            f"{times.normalize():f} times",
            notices=(*mixed(*found), *doubts(*found)),
        ),
        slots,
    )


_OPERATIONS: dict[str, Callable[[Slots, Trace, list[Figure]], Finding | None]] = {
    "share": _share,
    "rest": _rest,
    "sum": _sum,
    "difference": _difference,
    "times": _times,
    "average": average,
    "value": value,
    "series": series,
    "growth": growth,
    "whole": whole,
}

CALCULATORS = (Calculator("figure", figure_words.recognise, figure_slots.read, compute),)
