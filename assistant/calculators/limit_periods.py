"""Paychecks and months in a question about a limit: how many a year, how many are left, or that the amount of each is asked."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.calculators.reading import Reading, slot
from assistant.calculators.slot import Slot, Slots
from assistant.calculators.slots import word as word_of
from assistant.patterns import lazy_pattern

_PER_PERIOD = lazy_pattern(
    r"(?:\bper|\ba|\beach|\bevery|/|\bout of (?:each|every|my|a)|\bfrom (?:each|every|my|a)) ?(pay ?-?checks?|pay ?-?cheques?|pay ?periods?|pay ?days?|pay ?-?dates?|pay ?-?rolls?|deposits?|checks?|months?|mo\b|weeks?|wk\b|pay\b(?! cap))|(?<!semi )(?<!bi )\b(monthly|weekly|bi[- ]?weekly|semi[- ]?monthly)\b|(?<!own )\b(paychecks?)\b"
)
_LEFT_PERIODS = lazy_pattern(r" ?(?:left|remain(?:s|ing)?|to go|more|yet)\b")
_PERIOD_COUNT = {"month": 12, "mo": 12, "monthly": 12, "week": 52, "wk": 52, "weekly": 52}


_FIRST_LETTERS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_STARTED = lazy_pattern(
    rf"\b(?:start\w*|begin\w*|beg[au]n)(?: (?:in|on|from|with|this|contributing|saving|a new job|my new job|work))* ({'|'.join(_FIRST_LETTERS)})[a-z]*\b(?! ?20\d\d)"
)
"""The month of this year from which on money goes in."""


def read_periods(reading: Reading) -> dict[str, Slot]:
    """Paychecks: how many a year, how many are left, or just that the amount of each is asked."""
    found: dict[str, Slot] = {}
    for each in reading.of("periods"):
        name = "periods_left" if _LEFT_PERIODS.match(reading.after(each)) else "periods"
        found[name] = Slot(each.value, "question", each.text)
    for each in reading.of("number"):
        if DIVIDED.search(reading.before(each)):
            found["periods"], found["per"] = Slot(each.value, "question", each.text), slot("paycheck")
    for each in reading.of("duration"):
        if each.unit in ("months", "weeks") and re.search(
            r"\bfor(?: the (?:first|past|last))? $", reading.before(each)
        ):
            found["times"] = Slot(each.value, "question", each.text)
        if each.unit == "months" and (
            _LEFT_PERIODS.match(reading.after(each))
            or re.search(
                r"\b(?:over|in|last|remaining|next)(?: the)?(?: last| next| remaining)? $", reading.before(each)
            )
        ):
            found["periods_left"] = Slot(each.value, "question", each.text)
    match = reading.find(_PER_PERIOD)
    if match and not _rate_only(reading, match):
        word = (match[1] or match[2] or match[3]).rstrip("s")
        found.setdefault(
            "per",
            slot(
                "month"
                if word in ("month", "mo", "monthly")
                else "week"
                if word in ("week", "wk", "weekly")
                else "paycheck"
            ),
        )
        found.update(_since_start(reading, word_of(found, "per")))
        if word in _PERIOD_COUNT and not found.keys() & {"periods", "periods_left"}:
            found["periods"] = Slot(Decimal(_PERIOD_COUNT[word]), "question", word)
    if found.keys() & {"periods_left"} or (
        "periods" in found and re.search(r"\beach\b|\bout of\b|\bevery\b|\bper\b", reading.plain)
    ):
        found.setdefault("per", slot("paycheck"))
    return found


def _since_start(reading: Reading, per: str) -> dict[str, Slot]:
    """ "I started in July": the months of the year from then on."""
    started = reading.find(_STARTED)
    if not started or per != "month":
        return {}
    return {"periods_left": Slot(Decimal(12 - _FIRST_LETTERS.index(started[1])), "question", started[0])}


def _rate_only(reading: Reading, match: re.Match[str]) -> bool:
    """Whether "a month" belongs to a sum that was said ("$500 a month") rather than to what is asked."""
    return any(each.end <= match.start() <= each.end + 2 for each in reading.of("money", "percent"))


DIVIDED = lazy_pattern(r"\b(?:divided|split|spread)(?: up)? (?:by|into|over|in) $")
_YEARLY = (12, 24, 26, 52)
_AGED = lazy_pattern(r"\b(?:i'?m|i am|im|s?he'?s|is|age[d]?|at|turn\w*) $")


def answered_periods(reading: Reading, earlier: Slots) -> dict[str, Slot]:
    """The number that answers "How many paychecks?", or changes it ("what if it's 24")."""
    numbers = reading.of("number", "age")
    if len(numbers) != 1 or len(reading.quantities) != 1:
        return {}
    changes = "periods" in earlier and numbers[0].value in _YEARLY and not _AGED.search(reading.before(numbers[0]))
    if word_of(earlier, "asks") != "periods" and not changes:
        return {}
    name = "periods_left" if "contributed" in earlier else "periods"
    return {name: Slot(numbers[0].value, "question", numbers[0].text)}
