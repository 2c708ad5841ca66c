"""Which figure at which date a question means, and how it enters a computation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from assistant.calculators.calendar import month_end
from assistant.calculators.everyday_names import EVERYDAY
from assistant.calculators.mentions import Lexicon, Mention, Same, figure_names, find_mentions, lexicon
from assistant.calculators.quantities import Quantity
from assistant.calculators.trace import MissingFact, Trace, long_date, plain, show
from assistant.patterns import lazy_pattern
from assistant.types import Facts, Figure, Input, Observation

ARTICLE_DAY = "2025-03-31"
NEWEST = "newest"

_ONE_ACCOUNT = lazy_pattern(
    r"\b(?:an?|my|your|his|her) (?:roth |traditional |simple |regular |solo |old |typical |average )?$"
)
_NEWEST = lazy_pattern(
    r"\b(?:latest|newest|most recent|right now|today|today's|current|currently|nowadays|up.to.date|these days)\b"
)
_YEAR_END = lazy_pattern(
    r"\b(?:end of|year[- ]?end|end|ye|eoy|close of)[ -]?((?:19|20)\d\d)\b|\b((?:19|20)\d\d)[ -](?:year[- ]?end|ye|eoy)\b|\b(?:ye|eoy) ?'?(2\d)\b"
)
_MID_YEAR = lazy_pattern(
    r"\b(?:mid(?:dle)?(?:[- ](?:of|year))?|half-?way through|(?:end of (?:the )?)?(?:first half|1st half|h1)(?: of)?)[ -]?((?:19|20)\d\d)\b|\b((?:19|20)\d\d)[ -](?:mid[- ]?year|h1)\b"
)
_QUARTER_MONTH = r"(mar(?:ch)?|june?|sept?(?:ember)?|dec(?:ember)?)\.?"
_MONTH = r"(january|february|march|april|june|july|august|september|october|november|december|jan|feb|mar|apr|june?|july?|aug|sept?|oct|nov|dec)"
_MONTH_ALONE = lazy_pattern(
    rf"\b(?:in|at|as of|end of|end|by|for|to|from|until|till|through|thru|and|since|of|early|mid|late|->|-)[ -](?:the |early |mid[ -]|late )?{_MONTH}\b(?! ?'?\d)"
    rf"|(?<!\d )\b{_MONTH} (?:to|through|thru|until|till|and|plus|or|vs\.?|versus|-|&) (?=[a-z]{{3,9}}\.? ?(?:20)?\d\d)"
)
_YEAR_PART_ALONE = lazy_pattern(
    r"\b(?:(year[- ]?end|end of (?:the |that |the same )?year|eoy)|mid[- ]?year)\b(?!,? ?(?:of |in )?'?\d\d)"
)
_ANY_YEAR = lazy_pattern(r"\b20\d\d\b|'\d\d\b")
_LAST_DAY = lazy_pattern(
    rf"\b(?:3[01](?:st|th)?(?: of)? {_QUARTER_MONTH}|{_QUARTER_MONTH} 3[01](?:st|th)?)\b(?!,? \d|/)"
)
_QUARTER_ALONE = lazy_pattern(
    r"\bq(?P<digit>[1-4])\b(?![ -]?(?:19|20)\d)(?! ?'?2\d\b)(?<!\d )"
    r"|\b(?P<word>first|second|third|fourth|1st|2nd|3rd|4th)(?= (?:quarter )?(?:to|and|through|thru|until|or|vs\.?|versus) (?:the )?(?:second|third|fourth|first|1st|2nd|3rd|4th) quarter)"
)
_ORDINALS = {"f": 1, "1": 1, "s": 2, "2": 2, "t": 3, "3": 3, "4": 4}
_SHORT_QUARTER = lazy_pattern(r"\b(?:q([1-4])|([1-4])q)[ '-]*(2\d)\b(?!\d|[.,]\d|%| ?(?:percent|bn|billion|trillion))")
_SHORT_MONTH = lazy_pattern(
    rf"(?<!\d )\b{_QUARTER_MONTH}[ ,]*'?(2\d)\b(?!st|nd|rd|th|\d|[.,/]\d|,? ?(?:19|20)\d\d|%| ?(?:percent|bn|billion|trillion))"
)
_SHORT_DAY = lazy_pattern(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(2\d)(?![\d/])")
_MONTHS = {"mar": "03-31", "jun": "06-30", "sep": "09-30", "dec": "12-31"}
"""The quarter ends."""
_MONTH_ENDS = {
    "jan": "01-31",
    "feb": "02-28",
    "apr": "04-30",
    "jul": "07-31",
    "aug": "08-31",
    "oct": "10-31",
    "nov": "11-30",
    **_MONTHS,
}


def figures_lexicon(facts: Facts) -> Lexicon:
    """The words for every figure that the corpus holds: its own aliases first, then everyday ones."""
    return _figures_lexicon(Same(facts))


@lru_cache(maxsize=4)
def _figures_lexicon(corpus: Same) -> Lexicon:
    facts = corpus.facts
    names = tuple(each for each in figure_names(facts) if facts.figures[each[0]].unit != "percent")
    return lexicon(names + tuple((name, words) for name, words in EVERYDAY if name in facts.figures or not name))


def named_figures(plain_text: str, facts: Facts) -> tuple[Mention, ...]:
    """The figures named in a text, left to right."""
    return _named_figures(plain_text, Same(facts))


@lru_cache(maxsize=64)
def _named_figures(plain_text: str, corpus: Same) -> tuple[Mention, ...]:
    found = find_mentions(plain_text, figures_lexicon(corpus.facts))
    return tuple(
        each for each in found if each.name and not _ONE_ACCOUNT.search(plain_text, max(0, each.start - 20), each.start)
    )


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A date that a question gives for figures: an ISO day, or ``newest``."""

    start: int
    end: int
    day: str


def dated_words(plain_text: str, quantities: Iterable[Quantity]) -> tuple[NamedDay, ...]:
    """The dates that a question gives for figures, each once, with the words that give them."""
    found = [
        NamedDay(each.start, each.end, each.day.isoformat())
        for each in quantities
        if each.kind == "date" and each.day is not None
    ]
    for match in _YEAR_END.finditer(plain_text):
        year = match[1] or match[2] or f"20{match[3]}"
        found.append(NamedDay(match.start(), match.end(), f"{year}-12-31"))
    for match in _MID_YEAR.finditer(plain_text):
        found.append(NamedDay(match.start(), match.end(), f"{match[1] or match[2]}-06-30"))
    for match, day in _short_dates(plain_text):
        if not any(each.start < match.end() and match.start() < each.end for each in found):
            found.append(NamedDay(match.start(), match.end(), day))
    found += [NamedDay(match.start(), match.end(), NEWEST) for match in _NEWEST.finditer(plain_text)]
    ordered = sorted(found, key=lambda each: (each.start, each.day))
    return tuple(
        {each.day: each for each in reversed(ordered)}[day] for day in dict.fromkeys(one.day for one in ordered)
    )


def _short_dates(plain_text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Dates with a year of two digits: "q3 25", "end of march 25", "3/31/25"."""
    ends = tuple(_MONTHS.values())
    for match in _SHORT_QUARTER.finditer(plain_text):
        yield match, f"20{match[3]}-{ends[int(match[1] or match[2]) - 1]}"
    for match in _SHORT_MONTH.finditer(plain_text):
        yield match, f"20{match[2]}-{_MONTHS[match[1][:3]]}"
    for match in _SHORT_DAY.finditer(plain_text):
        month, day = int(match[1]), int(match[2])
        if 1 <= month <= 12 and 1 <= day <= month_end(2000 + int(match[3]), month).day:
            yield match, date(2000 + int(match[3]), month, day).isoformat()


def named_dates(plain_text: str, quantities: Iterable[Quantity]) -> tuple[str, ...]:
    """The dates a question gives for figures, as ISO days in the order of the text; ``newest`` for "the latest"."""
    return tuple(each.day for each in dated_words(plain_text, quantities))


def _quarter(match: re.Match[str]) -> int:
    if match["digit"]:
        return int(match["digit"])
    return 4 if match["word"] == "fourth" else _ORDINALS[match["word"][0]]


def undated_months(plain_text: str) -> tuple[tuple[int, str], ...]:
    """Month ends named without a year ("from 31 March to September", "Q1"): where, and month and day only, in order."""
    found = [
        (match.start(match.lastindex or 0), _MONTH_ENDS[match[match.lastindex or 0][:3]])
        for match in _MONTH_ALONE.finditer(plain_text)
    ]
    found += [(match.start(), _MONTHS[(match[1] or match[2])[:3]]) for match in _LAST_DAY.finditer(plain_text)]
    ends = tuple(_MONTHS.values())
    found += [(match.start(), ends[_quarter(match) - 1]) for match in _QUARTER_ALONE.finditer(plain_text)]
    if not _ANY_YEAR.search(plain_text):
        found += [(match.start(), ends[3 if match[1] else 1]) for match in _YEAR_PART_ALONE.finditer(plain_text)]
    first = {day: start for start, day in sorted(found, reverse=True)}
    return tuple(sorted((start, day) for day, start in first.items()))


def is_part_of_date(plain_text: str, quantity: Quantity, named: Iterable[NamedDay]) -> bool:
    """Whether a number belongs to a date: the 31 of "31 march", the 25 of "q3 25"."""
    if any(each.start <= quantity.start and quantity.end <= each.end for each in named):
        return True
    return any(match.start() <= quantity.start < match.end() for match in _LAST_DAY.finditer(plain_text))


def observed(figure: Figure, as_of: str, source: str | None = None) -> Observation | None:
    """The observation for a day (or ``newest``), that of ``source`` before a later one; None when there is none."""
    if as_of == NEWEST:
        return figure.observations[-1] if figure.observations else None
    matching = [each for each in figure.observations if each.as_of == as_of]
    if not matching and len(as_of) == 10:
        matching = [
            each
            for each in figure.observations
            if each.as_of[:7] == as_of[:7] and as_of == month_end(int(as_of[:4]), int(as_of[5:7])).isoformat()
        ]
    same = [each for each in matching if each.source == source]
    found = same or matching
    return found[-1] if found else None


def usual(figure: Figure) -> Observation:
    """The observation meant when no date is named: the article's own day, else the newest up to then, else the newest."""
    if not figure.observations:
        raise MissingFact(figure.name)
    on_day = [each for each in figure.observations if each.as_of == ARTICLE_DAY]
    return (on_day or figure.observations)[-1]


def observation_for(figure: Figure, day: str) -> Observation | None:
    """The observation of a day, of ``newest``, of a year (the usual one when it is of that year, else the year's last), or the usual one."""
    if not day:
        return usual(figure)
    if len(day) == 4:
        in_year = [each for each in figure.observations if each.as_of.startswith(day)]
        return usual(figure) if usual(figure) in in_year else in_year[-1] if in_year else None
    return observed(figure, day)


def take(trace: Trace, figure: Figure, found: Observation) -> Decimal:
    """Enters an observation as an input with its evidence and returns its value."""
    entry = Input(
        figure.label,
        plain(found.value),
        figure.unit,
        show(found.value, figure.unit),
        found.as_of,
        "figure",
        trace.cite(found.evidence),
    )
    if entry not in trace.inputs:
        trace.inputs.append(entry)
    return found.value


def shown_day(as_of: str) -> str:
    """``31 March 2025`` for a whole date, what there is of it otherwise ("October 2025", "2023")."""
    if len(as_of) == 10:
        return long_date(date.fromisoformat(as_of))
    if len(as_of) == 7:
        return f"{date.fromisoformat(as_of + '-01'):%B %Y}"
    return as_of


def dated(found: Observation) -> str:
    """``on 31 March 2025``, ``in October 2025``, ``in 2023``."""
    return f"{'on' if len(found.as_of) == 10 else 'in'} {shown_day(found.as_of)}"


def held_days(figure: Figure) -> str:
    """The dates for which a figure is held, for a reader."""
    days = [shown_day(day) for day in dict.fromkeys(each.as_of for each in figure.observations)]
    return days[0] if len(days) == 1 else f"{', '.join(days[:-1])} and {days[-1]}"
