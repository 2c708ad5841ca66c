"""Two limits named in one breath that are not added: thresholds, caps on pay, and one limit as a share of another."""

from __future__ import annotations

from decimal import Decimal

from assistant.calculators.ask import Ask, not_published_text
from assistant.calculators.measures import Band, Measure, amount, measure_named
from assistant.calculators.protocol import Result, answered, asks, declines
from assistant.calculators.trace import NotPublished, Trace, money, plain, show
from assistant.types import Finding


def each_limit(ask: Ask) -> Finding:
    """Both limits of one year beside each other; of one that is not published, that it is not. A refusal when neither is."""
    trace = ask.desk.trace()
    told: list[str] = []
    missing: list[str] = []
    verb = "was" if ask.is_past else "is"
    for measure in (ask.measure, measure_named(ask.text("other_limit"), ask.desk.facts)):
        try:
            value = amount(trace, measure, ask.year, ask.band or "under 50").value
        except NotPublished as error:
            missing.append(not_published_text(error, trace))
            continue
        trace.row(measure.label, value, "USD")
        told.append(f"the {_named(measure, ask)} {verb} {money(value)}")
    if not told:
        return declines("not_published", " ".join(missing), ask.slots, trace=trace)
    lead = f"{ask.in_year}, {' and '.join(told)}."
    return answered(trace, _result(trace, lead, tuple(missing)), ask.slots)


def share_of_limit(ask: Ask) -> Finding:
    """What share of a limit a sum is."""
    trace = ask.desk.trace()
    said = next((ask.number(name) for name in _SUMS if ask.number(name) is not None), None)
    if said is None or said < 0:
        return asks("Which sum is to be held against the limit?", ask.slots)
    trace.said("sum asked about", said, "USD", display=money(said))
    found = amount(trace, ask.measure, ask.year, _band(ask.measure, ask))
    share = trace.step("the sum as a share of the limit", "round({} / {} * 100, 2)", said, found.value, unit="percent")
    lead = f"{ask.in_year}, {money(said)} is {show(share, 'percent')} of the {_named(ask.measure, ask)}, which is {money(found.value)}."
    formula = f"{money(said)} / {money(found.value)} = {show(share, 'percent')}"
    return answered(trace, Result("share_of_limit", share, "percent", formula, lead), ask.slots)


_SUMS = ("planned", "contributed", "claimed", "salary", "reach", "employer")
"""The slots in which the one sum of such a question may have been put."""


def _band(measure: Measure, ask: Ask) -> Band:
    """The band that was asked for, or the youngest one that has the limit."""
    return ask.band or ("under 50" if measure.base else "50 to 59")


def _named(measure: Measure, ask: Ask) -> str:
    band = _band(measure, ask)
    return (
        f"{measure.label} {'under 50' if band == 'under 50' else f'at {ask.age_in(ask.year) or 50}'}"
        if measure.by_age
        else measure.label
    )


def _result(trace: Trace, lead: str, missing: tuple[str, ...]) -> Result:
    first = trace.rows[0]
    formula = "; ".join(f"{row.label} = {row.display}" for row in trace.rows)
    return Result("each_limit", Decimal(first.value), "USD", formula, lead, conditions=missing)


def ratio(ask: Ask) -> Finding:
    """One limit as a share and as a multiple of another, and by how many percent the larger is above the smaller."""
    trace = ask.desk.trace()
    other = measure_named(ask.text("other_limit"), ask.desk.facts)
    pair = [(each, amount(trace, each, ask.year, _band(each, ask)).value) for each in (ask.measure, other)]
    (small, low), (large, high) = sorted(pair, key=lambda each: each[1])
    share = trace.step("smaller / larger, in percent", "round({} / {} * 100, 2)", low, high, unit="percent")
    times = trace.step("larger / smaller", "round({} / {}, 2)", high, low, unit="times")
    above = trace.step(
        "larger above smaller, in percent", "round(({} - {}) / {} * 100, 2)", high, low, low, unit="percent"
    )
    trace.row(f"{small.label} as a share of the {large.label}", share, "percent")
    trace.row("larger as a multiple of the smaller", times, "times", f"{plain(times)} times")
    trace.row("larger above the smaller by", above, "percent")
    verb = "was" if ask.is_past else "is"
    lead = (
        f"{ask.in_year}, the {_named(small, ask)} {verb} {money(low)} and the {_named(large, ask)} {money(high)}: "
        f"the first {verb} {show(share, 'percent')} of the second, and the second {plain(times)} times the first."
    )
    kind = ask.text("ratio_of")
    value, unit = {"times": (times, "times"), "above": (above, "percent")}.get(kind, (share, "percent"))
    if kind == "above":
        lead = lead[:-1] + f", {show(above, 'percent')} more."
    formula = f"{money(low)} / {money(high)} = {show(share, 'percent')}"
    display = f"{plain(times)} times" if kind == "times" else None
    return answered(trace, Result("limit_ratio", value, unit, formula, lead, display), ask.slots)
