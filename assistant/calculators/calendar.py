"""Dates as people write them: ``7 August 2025``, ``Aug 7, 2025``, ``2025-08-07``, ``8/7/2025``, ``8/7/25``, ``7-Aug-25``, ``March 2025``, ``3/2025``, ``Mar-25``, ``Q1 2025``, ``Q3 '25``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from assistant.patterns import lazy_pattern


@dataclass(frozen=True, slots=True)
class Day:
    """A day found in text; for a month or quarter its last day, with ``precision`` saying so."""

    day: date
    start: int
    end: int
    precision: Literal["day", "month", "quarter"]


MONTHS = ("january february march april may june july august september october november december").split()
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)\.?"
)
_YEAR = r"((?:19|20)\d{2})(?!\d)"
_FORMS = (
    ("ymd", lazy_pattern(r"(?<!\d)((?:19|20)\d{2})-(\d{1,2})-(\d{1,2})(?!\d)")),
    ("d mon yy", lazy_pattern(rf"(?<![\d-])(\d{{1,2}})-{_MONTH}-'?(\d\d)(?![\d-])")),
    ("mdy", lazy_pattern(r"(?<!\d)(\d{1,2})/(\d{1,2})/((?:19|20)\d{2})(?!\d)")),
    ("mdy", lazy_pattern(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d\d)(?![\d/])")),
    ("d month y", lazy_pattern(rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH},? {_YEAR}")),
    ("month d y", lazy_pattern(rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}")),
    (
        "holiday",
        lazy_pattern(
            rf"\b(new years?'?s? (?:day|eve)|christmas(?: day)?|july 4th|independence day),?(?: of| in)? {_YEAR}"
        ),
    ),
    ("month y", lazy_pattern(rf"\b{_MONTH},?(?: of)? {_YEAR}")),
    (
        "q y",
        lazy_pattern(
            rf"\b(?:q([1-4])|([1-4])q|(first|second|third|fourth|1st|2nd|3rd|4th) quarter)(?: of|,)?[ -]?(?:fy)?{_YEAR}"
        ),
    ),
    ("month y", lazy_pattern(rf"\b{_MONTH},? '(\d\d)(?!\d)")),
    ("month y", lazy_pattern(rf"(?<!\d-)\b{_MONTH}-(2[3-7])(?![\d-])")),
    ("m/y", lazy_pattern(r"(?<![\d/.$])(\d{1,2})/((?:19|20)\d\d)(?![\d/])")),
    (
        "q y",
        lazy_pattern(
            r"\b(?:q([1-4])|([1-4])q|(first|second|third|fourth|1st|2nd|3rd|4th) quarter)(?: of|,)?[ -]?'?(\d\d)(?![\d%]|[.,]\d|k\b)"
        ),
    ),
    ("y q", lazy_pattern(r"(?<!\d)((?:19|20)\d{2})[ -]?q([1-4])\b")),
)
_HOLIDAYS = {"christmas": (12, 25), "july": (7, 4), "independence": (7, 4), "eve": (12, 31), "day": (1, 1)}
_MAY_HOLD = lazy_pattern(r"19|20|[a-z]-\d\d|/\d\d?/|'\d\d|[1-4]q|q[1-4]|quarter")
_ORDINAL = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}


def month_number(word: str) -> int:
    """1 for "jan", "January" and so on."""
    return next(number for number, name in enumerate(MONTHS, start=1) if name.startswith(word.lower()[:3]))


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def find_days(plain: str) -> Iterator[Day]:
    """Every date of ``plain``, the more precise reading of overlapping ones first."""
    if not _MAY_HOLD.search(plain):
        return
    taken: list[tuple[int, int]] = []
    for form, pattern in _FORMS:
        for match in pattern.finditer(plain):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            found = _day(form, match)
            if found is not None:
                taken.append((match.start(), match.end()))
                yield found


def _full(year: str) -> int:
    """A year of two figures is of this century up to 40, of the last one above."""
    return int(year) if len(year) == 4 else int(year) + (2000 if int(year) <= 40 else 1900)


def _day(form: str, match: re.Match[str]) -> Day | None:
    groups = match.groups()
    try:
        if form == "ymd":
            return Day(date(int(groups[0]), int(groups[1]), int(groups[2])), match.start(), match.end(), "day")
        if form == "mdy":
            return Day(date(_full(groups[2]), int(groups[0]), int(groups[1])), match.start(), match.end(), "day")
        if form == "d month y":
            return Day(date(int(groups[2]), month_number(groups[1]), int(groups[0])), match.start(), match.end(), "day")
        if form == "d mon yy":
            return Day(
                date(_full(groups[2]), month_number(groups[1]), int(groups[0])), match.start(), match.end(), "day"
            )
        if form == "m/y":
            return (
                Day(month_end(int(groups[1]), int(groups[0])), match.start(), match.end(), "month")
                if 1 <= int(groups[0]) <= 12
                else None
            )
        if form == "month d y":
            return Day(date(int(groups[2]), month_number(groups[0]), int(groups[1])), match.start(), match.end(), "day")
        if form == "holiday":
            month, day = next(each for word, each in _HOLIDAYS.items() if word in groups[0])
            return Day(date(int(groups[1]), month, day), match.start(), match.end(), "day")
        if form == "month y":
            return Day(month_end(_full(groups[1]), month_number(groups[0])), match.start(), match.end(), "month")
        quarter = int(groups[1]) if form == "y q" else int(groups[0] or groups[1] or _ORDINAL[groups[2]])
        year = int(groups[0]) if form == "y q" else _full(groups[3])
        return Day(month_end(year, 3 * quarter), match.start(), match.end(), "quarter")
    except ValueError:
        return None
