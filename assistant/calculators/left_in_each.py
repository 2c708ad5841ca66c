"""What is left of two limits that do not share, after a sum that was put into each: a 401(k) and an IRA, a 403(b) and a 457(b)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assistant.calculators.ask import Ask, limit_at
from assistant.calculators.limit_operations import KIND
from assistant.calculators.limit_plans import PLANS, plans_of
from assistant.calculators.limit_sums import LEFT, says_put
from assistant.calculators.measures import measure_named
from assistant.calculators.protocol import DROP, Result, answered
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading, slot
from assistant.calculators.roles import role_of
from assistant.calculators.room import TIMES_OVER, aged, asks_of_balance
from assistant.calculators.slot import Slot
from assistant.calculators.trace import Trace, money
from assistant.patterns import lazy_pattern
from assistant.types import Finding

_AT_WORK = lazy_pattern(r"\b(?:company|employer|job|work)\b")
_CLAUSE = lazy_pattern(r"[.?;!]|\b(?:how|what|can|but)\b")
_MOST = 50


def _kind_in(window: str) -> str:
    """The kind of the plan that a window names; a plan at work is one for deferrals."""
    named = {KIND[name] for name, pattern in PLANS if name in KIND and pattern.search(window)}
    return named.pop() if len(named) == 1 else "" if named else "deferral" if _AT_WORK.search(window) else ""


def _placed(reading: Reading, sums: tuple[Quantity, ...]) -> list[str]:
    """The kind of plan that each sum went into: named after each of them or, failing that, before each."""
    bounds = [0, *(each.start for each in sums[1:]), len(reading.plain)]
    after = [
        _kind_in(_CLAUSE.split(reading.plain[each.end : min(bounds[at + 1], each.end + _MOST)])[0])
        for at, each in enumerate(sums)
    ]
    if all(after):
        return after
    ends = [0, *(each.end for each in sums)]
    return [
        _kind_in(_CLAUSE.split(reading.plain[max(ends[at], each.start - _MOST) : each.start])[-1])
        for at, each in enumerate(sums)
    ]


_OTHER_PUTS = lazy_pattern(
    r"\b(?:wife|husband|hubby|spouse|partner|s?he)(?:'s|s)?(?: (?:has|have|already|also|only))* (?:put|contribut\w*|deferr?\w*|saved|added|did|in|at)\b"
)


def _is_of_two_savers(reading: Reading, sums: tuple[Quantity, ...]) -> bool:
    """Whether one of the two sums was put in by the asker's spouse and the other was not."""
    starts = (0, sums[0].end)
    theirs = [
        bool(_OTHER_PUTS.search(reading.plain[start : each.start])) for start, each in zip(starts, sums, strict=True)
    ]
    return theirs[0] != theirs[1]


_SO_FAR = lazy_pattern(r"\b(?:ytd|so far|already|year[- ]to[- ]date)\b")


def read_left_in_each(reading: Reading) -> dict[str, Slot]:
    """Two sums in two plans with limits of their own, and what is left; nothing when that is not what the words say."""
    sums = reading.of("money")
    if len(sums) == 2 and set(_placed(reading, sums)) == {"deferral", "simple"} and "simple" in plans_of(reading):
        return {"limit": slot("deferral"), "plan": slot("401k"), "other_limit": DROP}
    own = all(role_of(reading, each) not in ("salary", "employer", "claimed") and not each.per for each in sums)
    went_in = says_put(reading) or reading.says(_SO_FAR)
    if len(sums) != 2 or not (own and went_in) or not reading.says(LEFT) or reading.of("percent"):
        return {}
    kinds = _placed(reading, sums)
    if _is_of_two_savers(reading, sums) and len(set(kinds) - {""}) == 1:
        if len({each.value for each in reading.ages}) > 1:
            return {"operation": slot("unpaired")}  # whose age is whose is not said
        kinds = [max(kinds)] * 2
    elif not all(kinds) or kinds[0] == kinds[1]:
        return {}
    dropped = dict.fromkeys(("contributed", "contributed_parts", "planned", "salary", "claimed", "reach", "each"), DROP)
    return {
        **dropped,
        "limit": slot(kinds[0]),
        "operation": slot("left_in_each"),
        "other_limit": slot(kinds[1]),
        "put_here": slot(sums[0].value, sums[0].text),
        "put_there": slot(sums[1].value, sums[1].text),
    }


def left_in_each(ask: Ask) -> Finding:
    """Each limit less what went in, and both rests together."""
    trace = ask.desk.trace()
    other = replace(ask, measure=measure_named(ask.text("other_limit"), ask.desk.facts))
    here, there = (ask.number(name) or Decimal(0) for name in ("put_here", "put_there"))
    for each, put in ((ask, here), (other, there)):
        if put > limit_at(Trace(trace.facts), each).value * TIMES_OVER:
            return asks_of_balance(each, put)
    first, one = _rest(trace, ask, "first", here)
    second, another = _rest(trace, other, "second", there)
    both = trace.step("left in both together", "{} + {}", first, second, unit="USD")
    two = other.measure == ask.measure
    who = f"of two savers {aged(ask)}, one has" if two else f"someone {aged(ask)} has"
    lead = f"{ask.in_year}, {who} {one} and {'the other ' if two else ''}{another}: {money(both)} in both together."
    separate = (
        "Each has a limit of their own."
        if two
        else "The two limits are separate, so using one does not lower the other."
    )
    conditions = [separate]
    if ask.band is None:
        conditions.append("From age 50 a catch-up contribution adds to that.")
    elif ask.band != "under 50" and "457b" in (ask.measure.name, other.measure.name):
        conditions.append("For the 457(b) plan the figure is before any catch-up.")
    formula = f"{money(first)} + {money(second)} = {money(both)}"
    return answered(trace, Result("left_in_each", both, "USD", formula, lead, conditions=tuple(conditions)), ask.slots)


def _rest(trace: Trace, ask: Ask, which: str, put: Decimal) -> tuple[Decimal, str]:
    """What is left of one limit, in figures and in words."""
    trace.said(f"put in, {which}", put, "USD", display=money(put))
    limit = limit_at(trace, ask).value
    rest = trace.step(f"left, {which}: {ask.measure.label}", "max({} - {}, 0)", limit, put, unit="USD")
    trace.row(f"left, {which}: {ask.measure.label}", rest, "USD")
    over = f", which {money(put)} is {money(put - limit)} above" if put > limit else f" after {money(put)}"
    return rest, f"{money(rest)} left of the {ask.label} of {money(limit)}{over}"
