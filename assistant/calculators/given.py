"""Arithmetic on two numbers that the question itself gives: a share, a change, a gap, a quotient, how many times."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.calculators.inflow_words import role
from assistant.calculators.observations import ARTICLE_DAY, dated, named_figures, take, usual
from assistant.calculators.protocol import Calculator, Desk, Result, Slot, Slots, answered
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading
from assistant.calculators.shares import percent_shown, percent_step
from assistant.calculators.slots import number, word
from assistant.calculators.trace import Trace, money, show
from assistant.patterns import lazy_pattern
from assistant.types import Finding

_OTHER = lazy_pattern(
    r"\b(?:match\w*|penalt\w+|withdr\w+|withh\w+|defer\w*|contribut\w+|limits?|max\w*|borrow\w*|loans?|vest\w*|catch.?up|brackets?|tax(?:es|ed)?|pay ?checks?|cash(?:ing)? out|rmds?|should|prices?"
    r"|per coin|a coin|employers?|boss|roth|magi|agi|divisor)\b"
)
_PERCENT = lazy_pattern(r"%|\b(?:per ?cent\w*|pct|share|fraction|portion|proportion|ratio|part)\b")
_ASKS = lazy_pattern(
    r"\bhow\b|\bwhat(?:'?s|s)?\b|\bwhich\b|\?|\b(?:by|in|as a|as an|the) (?:pct|percent\w*|%)|\bcalculat\w+|\bwork out\b|\bshare\b|\bdivided\b|\beach\b|\baverage\b|\bper (?:head|capita|person)\b|\b(?:pct|percent|%) (?:drop|rise|change|increase|gain|fall)|[, ](?:pct|percent|%)\W*$|\bper (?:day|week|month)\W*$"
)
_SHARE_LINK = lazy_pattern(
    r"[^.;]*?(?:\bout of\b|\bof\b|\bshare (?:of|in)\b|(?:%|percent|per cent|pct|fraction|part|portion|proportion) of\b|\bvs\.?|\bversus\b|\bagainst\b|\bcompared (?:to|with)\b|\bin\b|\bon\b|\brelative to\b|\bis what\b)[^.;?]{0,50}$"
)
_SHARE_FIRST = lazy_pattern(
    r"\b(?:what|which|whats|how (?:many|big)) ?(?:a )?(?:%|per ?cent\w*|pct|share|fraction|part|portion|proportion) (?:of|out of)[^.;?]{0,40}$"
)
_CHANGE = lazy_pattern(
    r"\b(?:gr[eo]w\w*|rise[ns]?|rose|increas\w+|chang\w+|fall(?:en|s)?|fell|drop(?:ped|s)?|declin\w+|gain(?:ed|s)?|up|down|los[ts]\w*|shr[aiu]nk\w*|jump\w*|climb\w*|went|go(?:es|ne)?|moved?|slid\w*|plung\w*|cut)\b"
)
_FROM_TO = lazy_pattern(r"[^.;?]{0,40}(?:\bto\b|->|=>|\u2192|\bthen\b|\bnow\b)[^.;?]{0,30}$")
_GAP = lazy_pattern(
    r"\b(?:off|overstate\w*|understate\w*|exaggerat\w*|inflated?|too (?:high|low|big|much)|gap|differ\w*|exceed\w*|bigger|larger|smaller|higher|lower|more than|less than|apart|out by|wrong by|over by|miss(?:es|ed)? by)\b"
)
_EXCEEDS = lazy_pattern(
    r"\b(?:by how much|how (?:much|many)|percent\w*|%)\b.*\bexceeds?\b|\bexceeds?\b.*(?:\bby how\b|\bpercent\w*|%)"
)
_TRUE = lazy_pattern(r"\b(?:actual\w*|real(?:ly|ity)?|true|truth|correct|body|right|official|in fact|should be)\b")
_DIVIDED = lazy_pattern(
    r"[^.;?]{0,24}(?:\bdivided (?:by|among|between|over|up (?:by|among))|\bdiv(?:ide)? by|(?<![\d/]) ?/ ?|\u00f7|\bsplit (?:among|between|across|over|by)|\bspread (?:over|across|among)|\bshared (?:by|among|between)|\bper\b|\bover\b|\bacross\b|\bamong\b|\bfor\b)[^.;?]{0,24}$"
)
_EACH = lazy_pattern(
    r"\b(?:each|per (?:head|person|participant|capita|saver|plan|member|worker)|apiece|average|divided|a head|split|spread|shared)\b|/|\u00f7"
)
_A_DAY = lazy_pattern(r"\b(?:per|a|each|every) (?:day|week|month|year)\b|\b(?:daily|weekly) average\b|\baverage\b")
_TIMES = lazy_pattern(
    r"\b(?:how many times|times (?:over|bigger|larger|as)|what multiple|multiple of|x bigger|how many x)\b"
)
_BILLION = Decimal(1_000_000_000)


@dataclass(frozen=True, slots=True)
class _Pair:
    """The two numbers in the order of the text and what is to be done with them."""

    operation: str
    first: Quantity
    second: Quantity


def recognise(reading: Reading) -> bool:
    """Exactly two numbers, or one and a number of coins that the corpus holds, and words that say what to do with them."""
    return _pair(reading) is not None or _beside_coins(reading) is not None


def _beside_coins(reading: Reading) -> tuple[Quantity, str] | None:
    """ "By how much does 22.6 million exceed the most bitcoins there can be": a count without a sign, and the figure."""
    named = {each.name for each in named_figures(reading.plain, reading.facts)}
    counts = [name for name in named if reading.facts.figures[name].unit in ("BTC", "ETH")]
    found = [each for each in reading.of("money", "coins") if not each.per]
    bare = len(found) == 1 and (found[0].kind == "coins" or found[0].bare) and found[0].value > 1
    if not bare or len(counts) != 1 or not reading.says(_EXCEEDS) or reading.of("percent", "duration"):
        return None
    return found[0], counts[0]


def _pair(reading: Reading) -> _Pair | None:
    amounts = _amounts(reading)
    if (
        len(amounts) != 2
        or reading.says(_OTHER)
        or not reading.says(_ASKS)
        or reading.of("percent", "periods", *(() if reading.says(_A_DAY) else ("duration",)))
    ):
        return None
    first, second = amounts
    starts = {each.start for each in amounts}
    if any(
        each.start not in starts and not 1900 <= each.value <= 2100 for each in reading.of("age", "number", "count")
    ):
        return None
    operation = _operation(reading, first, second)
    return _Pair(operation, first, second) if operation else None


def _amounts(reading: Reading) -> list[Quantity]:
    """Sums, coins and counts; a small bare number beside a scaled sum is of its scale, and of its unit."""
    found = [
        each
        for each in reading.of("money", "coins", "count", "number", *(("duration",) if reading.says(_A_DAY) else ()))
        if not each.per and each.value > 0 and not (each.kind == "money" and role(reading, each) == "price")
    ]
    scaled = next((each for each in found if each.kind == "money" and each.value >= 1_000_000), None)
    if scaled is not None and len(found) == 2:
        scale = Decimal(1000) ** ((len(str(int(scaled.value))) - 1) // 3)
        found = [
            replace(each, kind="money", unit="USD", value=each.value * scale)
            if each.kind == "number" and each.value < 1000
            else each
            for each in found
        ]
    return _same_kind(reading, [each for each in found if each.kind != "number"])


def _same_kind(reading: Reading, found: list[Quantity]) -> list[Quantity]:
    """ "22.6m ETH of a supply of 120.7m": a bare second number counts the coins of the first."""
    if len(found) != 2:
        return found
    coins = next((each for each in found if each.kind == "coins"), None)
    other = next((each for each in found if each.kind == "money" and each.bare), None)
    if coins is None or other is None:
        return found
    if not (_OF_COINS.search(reading.before(other, 40)) or _COINS_THERE.match(reading.after(other, 24))):
        return found
    return [replace(each, kind="coins", unit=coins.unit) if each is other else each for each in found]


_COINS_THERE = lazy_pattern(r" ?(?:(?:total|in|the|of|max) )*(?:supply|cap|circulat\w+|existence|outstanding)\b")
_OF_COINS = lazy_pattern(r"\b(?:supply|cap|circulation|existence|out of|outstanding|there are)\b[^.;?]{0,24}$")


def _operation(reading: Reading, first: Quantity, second: Quantity) -> str:
    plain = reading.plain
    link, before = plain[first.end : second.start], plain[: first.start]
    alike = first.unit == second.unit
    if first.kind == "count" and second.kind == "duration":
        return "rate" if _DIVIDED.fullmatch(link) or reading.says(_A_DAY) else ""
    if first.kind == "money" and second.kind == "count":
        return "quotient" if _DIVIDED.fullmatch(link) or reading.says(_EACH) else ""
    if not alike or first.kind == "count":
        return ""
    if reading.says(_TIMES):
        return "times"
    if _FROM_TO.fullmatch(link) and reading.says(_CHANGE) and (reading.says(_PERCENT) or first.value >= _BILLION):
        return "change"
    if reading.says(_GAP) and min(first.value, second.value) >= _BILLION and not named_twice(reading):
        return "gap"
    if reading.says(_PERCENT) and _SHARE_FIRST.search(before):
        return "share_of_first"
    if reading.says(_PERCENT) and _SHARE_LINK.fullmatch(link):
        return "share"
    if re.search(r"\bdivided by|\bdivide by|\u00f7", link) or re.fullmatch(r" ?/ ?\$?", link):
        return "times"
    return ""


def named_twice(reading: Reading) -> bool:
    """Whether two figures are named, so that the corpus's own numbers are meant."""
    return len({each.name for each in named_figures(reading.plain, reading.facts)}) > 1 and not reading.says(_TRUE)


def read(reading: Reading, earlier: Slots) -> Slots:
    """The two numbers with their units, and the operation."""
    pair = _pair(reading)
    if pair is None:
        return _read_beside_coins(reading) or ({} if not earlier else _reread(reading))
    first, second = pair.first, pair.second
    operation = pair.operation
    if operation == "share_of_first":
        first, second, operation = second, first, "share"
    if operation == "gap" and _TRUE.search(reading.before(first, 24)):
        first, second = second, first
    slots = {
        "operation": Slot(operation, "default"),
        "first": Slot(first.value, "question", first.text),
        "second": Slot(second.value, "question", second.text),
        "unit": Slot(first.unit, "default"),
        "counted": Slot(second.unit, "default"),
    }
    if reading.says(_PERCENT):
        slots["as_percent"] = Slot(True, "default")
    figures = [each.name for each in named_figures(reading.plain, reading.facts)]
    if figures:
        slots["figures"] = Slot(",".join(dict.fromkeys(figures)), "question")
    return slots


def _read_beside_coins(reading: Reading) -> dict[str, Slot]:
    beside = _beside_coins(reading)
    if beside is None:
        return {}
    unit = reading.facts.figures[beside[1]].unit
    slots = {
        "operation": Slot("gap", "default"),
        "first": Slot(beside[0].value, "question", beside[0].text),
        "held": Slot(beside[1], "question"),
        "unit": Slot(unit, "default"),
        "counted": Slot(unit, "default"),
    }
    return {**slots, "as_percent": Slot(True, "default")} if reading.says(_PERCENT) else slots


def _reread(reading: Reading) -> Slots:
    """A follow-up that asks for the same in percent."""
    return {"as_percent": Slot(True, "default")} if reading.says(_PERCENT) and not reading.quantities else {}


def compute(slots: Slots, desk: Desk) -> Finding | None:
    """The finding for two numbers given."""
    first, second = number(slots, "first"), number(slots, "second")
    trace = desk.trace()
    if first is not None and (held := desk.facts.figures.get(word(slots, "held"))) is not None:
        trace.said("number", first, held.unit, display=_shown(first, held.unit))
        figures = {**slots, "figures": Slot(held.name, "default")}
        return _gap(figures, trace, first, take(trace, held, usual(held)))
    if first is None or second is None or second == 0:
        return None
    for name, value, unit in (
        ("first number", first, word(slots, "unit")),
        ("second number", second, word(slots, "counted")),
    ):
        trace.said(name, value, _unit(unit), display=_shown(value, unit))
    return _OPERATIONS[word(slots, "operation")](slots, trace, first, second)


def _unit(unit: str) -> str:
    return unit if unit in ("USD", "BTC", "ETH") else "count"


def _shown(value: Decimal, unit: str) -> str:
    return money(value) if unit == "USD" else f"{value:,f} {unit}"


def _told(slots: Slots, trace: Trace, value: Decimal) -> str:
    """A number with the figure of the corpus that it is, when one of those named has that value."""
    unit = word(slots, "unit")
    for name in word(slots, "figures").split(","):
        figure = trace.facts.figures.get(name)
        matching = [each for each in figure.observations if each.value == value] if figure is not None else []
        if figure is not None and matching and figure.unit == unit:
            found = next((each for each in matching if each.as_of == ARTICLE_DAY), matching[0])
            take(trace, figure, found)
            return f"{_shown(value, unit)} ({figure.label}, {dated(found)})"
    return _shown(value, unit)


def _share(slots: Slots, trace: Trace, first: Decimal, second: Decimal) -> Finding:
    unit = word(slots, "unit")
    part, whole = _told(slots, trace, first), _told(slots, trace, second)
    share = percent_step(trace, "share in percent", first, second)
    formula = f"{_shown(first, unit)} / {_shown(second, unit)} x 100 = {percent_shown(share)}"
    result = Result(
        "given_share", share, "percent", formula, f"{part} is {percent_shown(share)} of {whole}.", percent_shown(share)
    )
    return answered(trace, result, slots)


def _change(slots: Slots, trace: Trace, first: Decimal, second: Decimal) -> Finding:
    unit = word(slots, "unit")
    change = trace.step("change", "{} - {}", second, first, unit=_unit(unit))
    percent = percent_step(trace, "change in percent of the first", change, first)
    size = trace.step("size of the change", "max({} - {}, {} - {})", second, first, first, second, unit=_unit(unit))
    share = percent_step(trace, "its size in percent", size, first)
    trace.row("Change", change, _unit(unit), _shown(change, unit) if unit != "USD" else show(change, "USD"))
    trace.row("Change in percent", percent, "percent", percent_shown(percent))
    verb = "rise" if change > 0 else "fall" if change < 0 else "change"
    lead = f"From {_told(slots, trace, first)} to {_told(slots, trace, second)} is a {verb} of {_shown(size, unit)}, or {percent_shown(share)}."
    wants = "as_percent" in slots
    formula = f"({_shown(second, unit)} - {_shown(first, unit)}) / {_shown(first, unit)} = {percent_shown(percent)}"
    value, kind, shown = (percent, "percent", percent_shown(percent)) if wants else (change, _unit(unit), None)
    return answered(trace, Result("given_change", value, kind, formula, lead, shown), slots)


def _gap(slots: Slots, trace: Trace, first: Decimal, second: Decimal) -> Finding:
    """The first less the second, in percent of the second, which is the one held to be right."""
    unit = word(slots, "unit")
    one, other = _told(slots, trace, first), _told(slots, trace, second)
    size = trace.step("gap", "max({} - {}, {} - {})", first, second, second, first, unit=_unit(unit))
    share = percent_step(trace, "gap in percent of the second", size, second)
    turned = percent_step(trace, "gap in percent of the first", size, first)
    trace.row("Gap", size, _unit(unit), _shown(size, unit))
    trace.row(f"In percent of {_shown(second, unit)}", share, "percent", percent_shown(share))
    trace.row(f"In percent of {_shown(first, unit)}", turned, "percent", percent_shown(turned))
    way = "above" if first > second else "below"
    lead = f"{one} is {_shown(size, unit)}, or {percent_shown(share)}, {way} {other}."
    wants = "as_percent" in slots
    formula = f"({_shown(max(first, second), unit)} - {_shown(min(first, second), unit)}) / {_shown(second, unit)} = {percent_shown(share)}"
    value, kind, shown = (share, "percent", percent_shown(share)) if wants else (size, _unit(unit), None)
    return answered(trace, Result("given_gap", value, kind, formula, lead, shown), slots)


def _quotient(slots: Slots, trace: Trace, first: Decimal, second: Decimal) -> Finding:
    counted = word(slots, "counted")
    each = trace.step("sum / number, to the cent", "round({} / {}, 2)", first, second, unit="USD")
    rough = trace.step("to the dollar", "round({}, 0)", each, unit="USD") if each > 1000 else each
    lead = f"{_told(slots, trace, first)} divided by {_shown(second, counted)} is {'about ' if rough != each else ''}{money(rough)} each."
    return answered(
        trace, Result("given_quotient", each, "USD", f"{money(first)} / {second:,f} = {money(each)}", lead), slots
    )


def _rate(slots: Slots, trace: Trace, first: Decimal, second: Decimal) -> Finding:
    """How many of something fall to one day, week, month or year."""
    unit, counted = word(slots, "unit"), word(slots, "counted")
    each = trace.step(f"{unit} / {counted}, to one place", "round({} / {}, 1)", first, second, unit="count")
    lead = f"{_shown(first, unit)} over {_shown(second, counted)} are {each:,f} {unit} a {counted.removesuffix('s')}."
    formula = f"{first:,f} / {second:,f} = {each:,f}"
    return answered(trace, Result("given_rate", each, "count", formula, lead, f"{each:,f}"), slots)


def _times(slots: Slots, trace: Trace, first: Decimal, second: Decimal) -> Finding:
    unit = word(slots, "unit")
    times = trace.step("first / second, to two places", "round({} / {}, 2)", first, second, unit="times")
    lead = f"{_told(slots, trace, first)} is {times.normalize():f} times {_told(slots, trace, second)}."
    formula = f"{_shown(first, unit)} / {_shown(second, unit)} = {times.normalize():f}"
    return answered(trace, Result("given_ratio", times, "times", formula, lead, f"{times.normalize():f} times"), slots)


_OPERATIONS: dict[str, Callable[[Slots, Trace, Decimal, Decimal], Finding]] = {
    "share": _share,
    "change": _change,
    "gap": _gap,
    "quotient": _quotient,
    "rate": _rate,
    "times": _times,
}

CALCULATOR = Calculator("given", recognise, read, compute)
