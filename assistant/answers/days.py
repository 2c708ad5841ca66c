"""Dates in sentences and questions: the stretch of time that each names, and the day that a question asks about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.patterns import lazy_pattern

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:19|20)\d\d"
_DATE = lazy_pattern(
    rf"""(?<![\w$€£.,])(?<!(?<!mid)-)(?:
      (?:(?P<day>\d\d?)(?:st|nd|rd|th)?\ (?:of\ )?)?(?P<month>{_MONTH})(?:\ (?P<late_day>\d\d?)(?:st|nd|rd|th)?(?=,?\ {_YEAR}))?
        (?:,|,?\ of|\ in)?\ ?(?P<month_year>{_YEAR}|(?<=\ )'\d\d)
      |(?P<year>{_YEAR})(?:-(?P<number>\d\d)(?:-(?P<number_day>\d\d))?)?
      |(?P<us_month>\d\d?)/(?P<us_day>\d\d?)/(?P<us_year>{_YEAR}|\d\d)
      |(?:q(?P<quarter>[1-4])|(?P<ordinal>first|second|third|fourth)\ quarter)(?:\ of)?\ (?P<quarter_year>{_YEAR})
    )(?![\w%]|[.,]\d|-\d{{3}})""",
    re.IGNORECASE | re.VERBOSE,
)
_ORDINALS = ("first", "second", "third", "fourth")
_EDGE = r"(?:(?:the )?(?P<edge>end|close|start|beginning|middle|spring|summer|autumn|fall|winter) of )?(?:(?:early|mid|late)[ -])?$"
_STATED = lazy_pattern(rf"\b(?:as (?:of|at)|back (?:in|on)|as it (?:was|stood) (?:in|on|at)) {_EDGE}")
_PLACED = lazy_pattern(rf"(?:\b(?:in|on|during|at|by|around) |(?=\b(?:the )?(?:end|close) of )){_EDGE}")
_BEFORE = lazy_pattern(r"\b(?:before|prior to) $")
_PAST = lazy_pattern(r"\b(?:was|were|wasn't|weren't|did|didn't|had|could|couldn't|used to)\b")
_PRESENT = lazy_pattern(
    r"\b(?:is|isn't|are|aren't|am|do|does|doesn't|can|has|have|will|should|(?:what|who|it|that)'?s)\b"
)
_OUTLASTS = lazy_pattern(
    r"\b(?:now|today|still|current(?:ly)?|any ?more|no longer|these days|nowadays|since|yet|so far|after(?:wards?)?|later|"
    r"next|happened to|became of|chang\w+|compar\w+|versus|vs|differ\w*|between|grew|grow\w*|rose|rise|fell|"
    r"until|till|replac\w+|supersed\w+|latest|newest|rescind\w*|resciss\w+|revok\w+|repeal\w*|overturn\w*|expir\w+)\b"
)
_MADE_THEN = lazy_pattern(
    r"\b(?:issued|signed|published|proposed|released|introduced|passed|enacted|made|wrote|written|sent|out|filed|announced|"
    r"adopted|finali[sz]ed|launched|started|founded|said|came|dated|given|gave|reported|decided|vetoed|withdrew|withdrawn|"
    r"created|brought|posted|effective)(?: (?:back|by (?:the )?\w+|\w+))? $"
)
_AGO = lazy_pattern(r"\b(?:(?P<last>last year)|(?P<count>an?|one|two|three|four|five|\d) years? ago)\b")
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}


@dataclass(frozen=True, slots=True)
class Period:
    """A day, month, quarter or year named at ``[start, end)`` of a text, from its ``first`` to its ``last`` day."""

    first: date
    last: date
    start: int
    end: int


def read_periods(text: str) -> Iterator[Period]:
    """The dates of a text, left to right. A number such as "Notice 2023-62" counts as its year."""
    for match in _DATE.finditer(text):
        year, month, day = _parts(match)
        try:
            yield Period(*bounds(year, month, day), match.start(), match.end())
        except ValueError:
            if match["number"] and not match["number_day"]:
                yield Period(*bounds(year), match.start(), match.end())


def _parts(match: re.Match[str]) -> tuple[int, int, int]:
    """Year, month and day, 0 for what is not named; the month of a quarter is 13 to 16."""
    if match["year"]:
        return int(match["year"]), int(match["number"] or 0), int(match["number_day"] or 0)
    if match["us_year"]:
        return _full(match["us_year"]), int(match["us_month"]), int(match["us_day"])
    if match["quarter_year"]:
        quarter = int(match["quarter"] or _ORDINALS.index(match["ordinal"].lower()) + 1)
        return int(match["quarter_year"]), 12 + quarter, 0
    month = _MONTHS.index(match["month"][:3].lower()) + 1
    return _full(match["month_year"].lstrip("'")), month, int(match["day"] or match["late_day"] or 0)


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def bounds(year: int, month: int = 0, day: int = 0) -> tuple[date, date]:
    """The first and the last day of a year, month (1 to 12), quarter (13 to 16) or day. ValueError for none such."""
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    if day:
        return date(year, month, day), date(year, month, day)
    first, length = (month, 1) if month <= 12 else (3 * (month - 13) + 1, 3)
    following = date(year + (first + length - 1) // 12, (first + length - 1) % 12 + 1, 1)
    return date(year, first, 1), following - timedelta(days=1)


def iso_bounds(written: str) -> tuple[date, date]:
    """The first and the last day of an ISO date as precise as it is written: 2025, 2025-08 or 2025-08-07."""
    return bounds(*map(int, written.split("-")))


def asked_day(question: str, today: date) -> date:
    """The day that a question asks about: the last of the year, month or day named as in "as of March 2024", "back in
    2022" or "what was … in 2022", never after ``today``; ``today`` when none is.

    A date that names a thing ("the 2022 warning", "the order of August 2025", "the letter sent in 2025") is none, nor is
    one in a question about what came later ("still", "since", "rescinded").
    """
    asked = question.lower().replace("’", "'")
    periods = list(read_periods(asked))
    stated = [_edge(period, match) for period in periods if (match := _STATED.search(asked, 0, period.start))]
    days = stated or [_years_ago(match, today) for match in _AGO.finditer(asked)] or _placed(asked, periods)
    if not days or (len(set(days)) > 1 and not stated):
        return today
    return min(max(days), today)


def _placed(asked: str, periods: list[Period]) -> list[date]:
    """The days of "in March 2023" and "before 2025" in a question that is about how things were."""
    if _OUTLASTS.search(asked) or _PRESENT.search(asked):
        return []
    days = []
    for period in periods:
        match = _PLACED.search(asked, 0, period.start)
        if match and not _MADE_THEN.search(asked, 0, match.start()):
            days.append(_edge(period, match))
        elif _PAST.search(asked) and _BEFORE.search(asked, 0, period.start) and " did " not in f" {asked}":
            days.append(period.first - timedelta(days=1))
    return days


def _edge(period: Period, match: re.Match[str]) -> date:
    return period.first if match["edge"] in ("start", "beginning") else period.last


def _years_ago(match: re.Match[str], today: date) -> date:
    if match["last"]:
        return date(today.year - 1, 12, 31)
    years = _COUNTS.get(match["count"]) or int(match["count"])
    return today.replace(year=today.year - years, day=min(today.day, 28))
