"""What is valid when: sentences told of a later day, documents out of force, and what came after a thing quoted."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

from assistant.answers.days import Period, iso_bounds, read_periods
from assistant.caching import by_identity
from assistant.calculators.trace import day_words
from assistant.patterns import lazy_pattern
from assistant.types import Document, Evidence, Facts, Succession

_ATTRIBUTION = lazy_pattern(r"\baccording to (?!everything)[^,;]*", re.IGNORECASE)
_PRINTED = lazy_pattern(
    r"\b(?:(?:published|released|printed)(?: on| in)?|(?:release|report|figures|data)(?: of| dated)?) $"
)
_AHEAD_HERE = lazy_pattern(
    r"\b(?:before|until|till|through|after|from|beginning|starting) (?:(?:the )?(?:end|start) of )?$"
)
_AHEAD = lazy_pattern(
    r"\b(?:would|will|shall|due|planned|to be|begins?|beginning|starts?|starting|appl(?:y|ies)|expires?|takes? effect|"
    r"deadline)\b(?!.*\b(?:was|were|had|began|did)\b)"
)
_PLACED = lazy_pattern(
    r"\b(?:on|in|at|by|since|between|as of)(?: (?:early|mid|late)| (?:the )?(?:end|start) of)? $", re.IGNORECASE
)
_CLAUSE = lazy_pattern(r"[,;:.] ")
_SAYS_IT_ENDED = lazy_pattern(
    r"\b(?:resci\w+|withdr[ae]w\w*|end(?:ed|s)?|no longer|replac\w+|takes? the place|remov\w+|revis\w+|rose|raised|"
    r"superse\w+|revok\w+|repeal\w+|sign(?:ed|ing)|out of date|published)\b"
)
_UNKNOWN = (date.min, date.min)
_Series = list[tuple[str, Evidence]]


class Dated(Protocol):
    """What is known of a document's time: ISO dates as precise as they are known."""

    @property
    def published(self) -> str | None:
        """When the original came out."""

    @property
    def as_of(self) -> str | None:
        """The day up to which the text is known to hold."""

    @property
    def valid_from(self) -> str | None:
        """The first day on which it is in force."""

    @property
    def valid_until(self) -> str | None:
        """The last day on which it is in force."""


def is_told_later(text: str, document: Dated, day: date) -> bool:
    """Whether a sentence cannot be offered as the state of ``day``: it tells an event or figure dated after it, or comes
    from a document published after it and does not say that it tells of before; or the document was not yet in force.

    A document that was complete on ``day`` tells nothing later: what it dates after ``day`` was announced by then.
    The date on which a figure was printed does not count beside the date for which it holds.
    """
    if document.valid_from and iso_bounds_of(document.valid_from)[0] > day:
        return True
    written = [bounds[1] for bounds in map(iso_bounds_of, (document.published, document.as_of)) if bounds != _UNKNOWN]
    if written and max(written) <= day:
        return False
    told, printed, placed = _days_told(text)
    if (told or printed) and max(told or printed) > day:
        return True
    return iso_bounds_of(document.published)[0] > day and not placed


def is_out_of_force(document: Dated, day: date) -> bool:
    """Whether the document says of itself that it was in force only until a day before ``day``."""
    return bool(document.valid_until) and iso_bounds_of(document.valid_until)[1] < day


def iso_bounds_of(written: str | None) -> tuple[date, date]:
    """The first and last day of an ISO date of any precision; the earliest of all days twice when it is none."""
    try:
        return iso_bounds(written) if written else _UNKNOWN
    except (ValueError, TypeError):
        return _UNKNOWN


def _days_told(text: str) -> tuple[list[date], list[date], bool]:
    """The first days of the dates that a sentence tells as past or as-of, those on which its source came out, and
    whether one of the former says when ("on 31 March") and is not part of a name ("the letter of 3 June").

    Dates that lie ahead of what is told ("from 2027", "is due in December") are in neither.
    """
    told: list[date] = []
    printed: list[date] = []
    placed = False
    sources = [match.span() for match in _ATTRIBUTION.finditer(text)]
    for period in read_periods(text):
        before = text[max(0, period.start - 90) : period.start]
        if any(start <= period.start < end for start, end in sources) or _PRINTED.search(before):
            printed.append(period.first)
        elif not _AHEAD_HERE.search(before) and not _AHEAD.search(_CLAUSE.split(before)[-1]):
            told.append(period.first)
            placed = placed or bool(_PLACED.search(before))
    return told, printed, placed


def succession(shown: Sequence[Evidence], facts: Facts, day: date) -> tuple[Evidence, ...]:
    """The sentences to show behind quotes that tell as in force what had ended by ``day``: each says what ended it
    and when. Nothing is added for a quote when that one or another shown says so itself."""
    touched = (each for each in facts.successions if _touches(each.said, shown))
    over = (each for each in touched if iso_bounds_of(each.until)[0] <= day)
    return tuple(dict.fromkeys(each.ended for each in over if not any(_tells_end(quote, each) for quote in shown)))


def _touches(sentences: Iterable[Evidence], shown: Sequence[Evidence]) -> bool:
    documents = {quote.document for quote in shown}
    near = (each for each in sentences if each.document in documents)
    return any(overlap(each, quote) for each in near for quote in shown)


def overlap(one: Evidence, other: Evidence) -> bool:
    """Whether two quotes share a part of one document."""
    return one.document == other.document and one.start < other.end and other.start < one.end


def _tells_end(quote: Evidence, each: Succession) -> bool:
    """Whether a quote is the sentence of the end, or names its date (a year is too vague for a day) and what befell."""
    if overlap(each.ended, quote):
        return True
    if not _SAYS_IT_ENDED.search(quote.quote):
        return False
    return any(_is_date_of(period, each.until) for period in read_periods(quote.quote))


def _is_date_of(period: Period, written: str) -> bool:
    first, last = iso_bounds_of(written)
    exact = len(written) == 4 or (period.last - period.first).days <= 31
    return exact and period.first <= last and first <= period.last


def newer_values(question: str, shown: Sequence[Evidence], facts: Facts, day: date) -> tuple[Evidence, ...]:
    """The sentences that state the newest value by ``day`` of the limits and figures of which ``shown`` states an older
    one. None for a question that names a date or year itself: it has what it asked for."""
    if any(True for _ in read_periods(question)):
        return ()
    near = dict(numbered for quote in shown for numbered in _series_in(facts).get(quote.document, ()))
    touched = (near[n] for n in sorted(near) if _touches((stated for _, stated in near[n]), shown))
    known = ([stated for since, stated in series if since <= day.isoformat()] for series in touched)
    return tuple(dict.fromkeys(stated[-1] for stated in known if stated and not _touches(stated[-1:], shown)))


@by_identity
def _series_in(facts: Facts) -> Mapping[str, Sequence[tuple[int, _Series]]]:
    """The series of parameters and figures that a document states a value of, numbered."""
    found: defaultdict[str, list[tuple[int, _Series]]] = defaultdict(list)
    for n, series in enumerate(_series(facts)):
        for document in dict.fromkeys(stated.document for _, stated in series):
            found[document].append((n, series))
    return found


def _series(facts: Facts) -> Iterator[_Series]:
    """The sentences of each parameter and figure with the day from which each value was known, oldest value first."""
    for parameter in facts.parameters.values():
        yield [(value.since, value.evidence) for value in parameter.values if value.evidence]
    for figure in facts.figures.values():
        yield [(max(seen.as_of, seen.published or ""), seen.evidence) for seen in figure.observations]


def validity_notice(document: Document, day: date, title_of: Callable[[str], str | None]) -> str | None:
    """What to say beside a quote of a document that is not in force on ``day``, or None when there is nothing to say.
    ``title_of`` gives the title of a document id, None for one that is not held."""
    successor = document.superseded_by and (title_of(document.superseded_by) or document.superseded_by)
    if is_out_of_force(document, day):
        told = f"This document was in force until {day_words(document.valid_until)}"
        return f"{told}; it was superseded by {successor}." if successor else f"{told}."
    if document.valid_from and iso_bounds_of(document.valid_from)[0] > day:
        return f"This document is in force only from {day_words(document.valid_from)}."
    return f"This document was superseded by {successor}." if successor and not document.valid_until else None
