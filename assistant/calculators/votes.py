"""Votes cast: the margin, the total and the share for, in one chamber or both, from the counts that the corpus holds."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.caching import by_identity
from assistant.calculators.observations import dated, take
from assistant.calculators.protocol import Calculator, Desk, Result, Slot, Slots, answered
from assistant.calculators.reading import Reading
from assistant.calculators.shares import percent_shown, percent_step
from assistant.calculators.slots import word
from assistant.calculators.trace import Trace, plain
from assistant.patterns import lazy_pattern
from assistant.types import Facts, Figure, Finding

_NAME = lazy_pattern(r"(?P<act>\w+)_act_(?P<chamber>house|senate)_(?P<side>yes|no)")
_CHAMBERS = {
    "house": lazy_pattern(r"\b(?:house|representatives)\b"),
    "senate": lazy_pattern(r"\b(?:senate|senators?)\b"),
}
_BOTH = lazy_pattern(r"\b(?:both|each) (?:chambers?|houses?)\b|\bcongress\b|\bchambers\b")
_VOTES = lazy_pattern(
    r"\b(?:vot(?:es?|ed|ing)|margins?|ayes?|nays?|yeas?|senators|representatives|lawmakers|pass\w*|tall(?:y|ies))\b"
)
_MARGIN = lazy_pattern(
    r"\bmargins?\b|\bby how (?:many|much|big)\b|\bhow many more\b|\bdifference\b|\b(?:lead|gap|majority)\b"
)
_BETWEEN = lazy_pattern(r"\b(?:more|fewer|less)\b.*\bthan\b|\bcompared\b")
_SHARE = lazy_pattern(r"%|\b(?:per ?cent\w*|pct|share|fraction|proportion|portion)\b")
_TOTAL = lazy_pattern(
    r"\b(?:in all|total|altogether|overall|combined|together|plus|add(?:ed)? up|sum|cast|took part|how many (?:senators|representatives|members|lawmakers) voted)\b|\b(?:house|senate) ?\+"
)
_YES = lazy_pattern(r"\b(?:yes|yeas?|ayes?|for|favou?r(?:ed)?|support\w*|back(?:ed)?)\b")
_NO = lazy_pattern(r"\b(?:no(?![.]|,? ?#)|nays?|against|oppos\w+)\b")
_OF_PEOPLE = lazy_pattern(
    r"^(?:and |so |but )?who\b|\b(?:democrat\w*|republican\w*|party|parties|gop|which|why|when|committee|absen\w+|abstain\w*)\b"
)
"""Votes by party or person, which no count says."""


@by_identity
def _acts(facts: Facts) -> dict[str, dict[tuple[str, str], Figure]]:
    """The counts held of every act, by chamber and side."""
    found: dict[str, dict[tuple[str, str], Figure]] = {}
    for name, figure in facts.figures.items():
        if match := _NAME.fullmatch(name):
            found.setdefault(match["act"], {})[match["chamber"], match["side"]] = figure
    return found


def recognise(reading: Reading) -> bool:
    """An act whose votes are held, and a margin, a total or a share of them asked for."""
    if not reading.says(_VOTES) or not _act(reading) or reading.says(_OF_PEOPLE) or reading.of("money", "date"):
        return False
    return bool(_operation(reading)) and bool(_chambers(reading) or reading.says(_BOTH) or reading.says(_TOTAL))


def _act(reading: Reading) -> str:
    return next((act for act in _acts(reading.facts) if re.search(rf"\b{act}\b", reading.plain)), "")


def _chambers(reading: Reading) -> list[str]:
    return [name for name, pattern in _CHAMBERS.items() if reading.says(pattern)]


def _operation(reading: Reading) -> str:
    if len(_chambers(reading)) == 2 and reading.says(_BETWEEN):
        return "between"
    asked = (("share", _SHARE), ("margin", _MARGIN), ("total", _TOTAL))
    return next((name for name, pattern in asked if reading.says(pattern)), "")


def read(reading: Reading, earlier: Slots) -> Slots:
    """The act, the chambers, the side and the operation; of a follow-up those that are said anew."""
    act, chambers, operation = _act(reading), _chambers(reading), _operation(reading)
    if earlier and not (chambers or operation):
        return {}
    found = {"act": act, "chambers": ",".join(chambers), "operation": operation, "side": _side(reading)}
    return {name: Slot(value, "question", value) for name, value in found.items() if value}


def _side(reading: Reading) -> str:
    sides = [name for name, pattern in (("yes", _YES), ("no", _NO)) if reading.says(pattern)]
    return sides[0] if len(sides) == 1 else ""


def compute(slots: Slots, desk: Desk) -> Finding | None:
    """The margin, total or share of the votes named."""
    held = _acts(desk.facts).get(word(slots, "act"), {})
    chambers = [each for each in word(slots, "chambers").split(",") if each] or list(_CHAMBERS)
    if any((chamber, side) not in held for chamber in chambers for side in ("yes", "no")):
        return None
    trace = desk.trace()
    if word(slots, "operation") == "total":
        return _total(slots, trace, held, chambers)
    if word(slots, "operation") == "between":
        return _between(slots, trace, held)
    sums = [_of_chamber(slots, trace, held, each) for each in chambers]
    value, unit, shown, _ = sums[0]
    formula = "yes - no" if unit == "count" else "yes / (yes + no) x 100"
    lead = " ".join(each[3] for each in sums)
    return answered(trace, Result(f"votes_{word(slots, 'operation')}", value, unit, formula, lead, shown), slots)


_Counts = dict[tuple[str, str], Figure]


def _of_chamber(slots: Slots, trace: Trace, held: _Counts, chamber: str) -> tuple[Decimal, str, str, str]:
    yes, no = (take(trace, held[chamber, side], held[chamber, side].observations[0]) for side in ("yes", "no"))
    when = dated(held[chamber, "yes"].observations[0])
    counts = f"{plain(yes)} to {plain(no)}"
    of = f"{held[chamber, 'yes'].label} ({dated(held[chamber, 'yes'].observations[0])})"
    if word(slots, "operation") == "margin":
        margin = trace.step(f"{chamber.title()}: votes for less votes against", "{} - {}", yes, no, unit="count")
        lead = f"The margin in the {chamber.title()} was {plain(margin)} votes, {counts}, {when}."
        return margin, "count", f"{plain(margin)} votes", lead
    cast = trace.step(f"{chamber.title()}: votes cast for or against", "{} + {}", yes, no, unit="count")
    side, part = ("no", no) if word(slots, "side") == "no" else ("yes", yes)
    share = percent_step(trace, f"{chamber.title()}: share of the votes cast", part, cast)
    called = of if side == "yes" else held[chamber, "no"].label
    lead = f"{called} were {plain(part)} of {plain(cast)} cast for or against: {percent_shown(share)}."
    return share, "percent", percent_shown(share), lead


def _between(slots: Slots, trace: Trace, held: _Counts) -> Finding:
    """How many more votes of a side one chamber gave than the other."""
    figures = [held[chamber, word(slots, "side") or "yes"] for chamber in _CHAMBERS]
    first, second = (take(trace, each, each.observations[0]) for each in figures)
    gap = trace.step("the more less the fewer", "max({}, {}) - min({}, {})", first, second, first, second, unit="count")
    lead = f"{figures[0].label}: {plain(first)}; {figures[1].label}: {plain(second)}; that is {plain(gap)} apart."
    formula = f"{plain(max(first, second))} - {plain(min(first, second))} = {plain(gap)}"
    return answered(trace, Result("votes_apart", gap, "count", formula, lead, f"{plain(gap)} votes"), slots)


def _total(slots: Slots, trace: Trace, held: _Counts, chambers: list[str]) -> Finding:
    """The votes of the chambers and sides named, added up."""
    sides = [word(slots, "side")] if word(slots, "side") else ["yes", "no"]
    figures = [held[chamber, side] for chamber in chambers for side in sides]
    counts = [take(trace, each, each.observations[0]) for each in figures]
    total = counts[0]
    if len(counts) > 1:
        total = trace.step("together", " + ".join("{}" for _ in counts), *counts, unit="count")
    parts = " + ".join(plain(each) for each in counts)
    names = ", ".join(f"{each.label}: {plain(count)}" for each, count in zip(figures, counts, strict=True))
    lead = f"{plain(total)} votes in all, {parts} ({names}); those who did not vote are not counted."
    return answered(
        trace, Result("votes_total", total, "count", f"{parts} = {plain(total)}", lead, f"{plain(total)} votes"), slots
    )


CALCULATOR = Calculator("votes", recognise, read, compute)
