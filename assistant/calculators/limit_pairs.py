"""Two limits named in one breath that are never added: thresholds, caps on pay, caps of different accounts."""

from __future__ import annotations

from decimal import Decimal

from assistant.calculators.ask import Ask, not_published_text
from assistant.calculators.measures import Measure, amount, measure_named
from assistant.calculators.protocol import Result, answered, declines
from assistant.calculators.trace import NotPublished, Trace, money
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


def _named(measure: Measure, ask: Ask) -> str:
    band = ask.band or "under 50"
    return (
        f"{measure.label} {'under 50' if band == 'under 50' else f'at {ask.age_in(ask.year)}'}"
        if measure.by_age
        else measure.label
    )


def _result(trace: Trace, lead: str, missing: tuple[str, ...]) -> Result:
    first = trace.rows[0]
    formula = "; ".join(f"{row.label} = {row.display}" for row in trace.rows)
    return Result("each_limit", Decimal(first.value), "USD", formula, lead, conditions=missing)
