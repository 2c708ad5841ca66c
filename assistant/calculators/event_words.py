"""Points in time that a question names: events by their everyday names, days with and without a year, days that do not exist."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from assistant.calculators.calendar import month_end, month_number
from assistant.calculators.mentions import Lexicon, Names, Same, find_mentions, lexicon, parameter_names
from assistant.calculators.reading import Reading
from assistant.patterns import lazy_pattern
from assistant.types import Facts

_LABOR = ("labor", "labor's", "labor department", "labor department's", "department of labor", "dol", "dol's", "ebsa")
_DRAFTS = (
    "proposal",
    "proposed rule",
    "proposed regulation",
    "rule proposal",
    "draft rule",
    "proposed 401k rule",
    "nprm",
)
_SIGNED = (
    "order",
    "executive order",
    "eo",
    "eo 14330",
    "executive order 14330",
    "401k order",
    "401k executive order",
    "trump order",
    "trump eo",
)
_ENDS = ("end", "close", "closing", "deadline", "cutoff", "cut off", "last day", "closure", "expiry")
_COMMENTING = (
    "comments",
    "comment period",
    "comment window",
    "commenting",
    "public comments",
    "public comment",
    "the comments",
    "comment phase",
)
_EVERYDAY: Names = (
    (
        "proposal_published",
        (*(f"{who} {what}" for who in _LABOR for what in _DRAFTS), "draft rule", "proposed regs", "proposed reg"),
    ),
    (
        "order_signed",
        (
            "signing",
            *(
                f"{what} {how}"
                for what in _SIGNED
                for how in ("signing", "signature", "being signed", "got signed", "came out", "was inked")
            ),
            *(f"{how} {what}" for what in _SIGNED for how in ("signing of", "signing", "signature of", "signature on")),
            *_SIGNED[4:],
            "trump signed",
            "trump signing",
            "trump inked",
            "trump signs",
        ),
    ),
    (
        "comments_closed",
        (
            *(f"{end} {link} {what}" for end in _ENDS for link in ("of", "for", "on") for what in _COMMENTING),
            *(
                f"{what} {end}"
                for what in (*_COMMENTING, "comment")
                for end in (
                    *_ENDS,
                    "ended",
                    "closed",
                    "ends",
                    "closes",
                    "due",
                    "shut",
                    "ending",
                    "were due",
                    "were closed",
                )
            ),
        ),
    ),
)
_LETTERS: Names = (
    (
        "waters_letter",
        tuple(
            f"{who}waters {what}"
            for who in ("", "representative ", "rep ", "rep. ", "congresswoman ")
            for what in ("write", "writes", "sent", "send", "ask", "asked", "wrote", "letter")
        ),
    ),
    ("crypto_release_2022", ("release 2022-01", "car 2022-01", "compliance release 2022-01")),
    ("crypto_release_rescinded", ("release 2025-01",)),
)
_MONTHS = r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_COUNTED = r"(?![\d/]|[.,]\d| ?(?:%|percent|k\b|days?\b|weeks?\b|months?\b|years?\b|people|thousand|million|billion|trillion|dollars|coins|btc|eth\b))"
_DAY_MONTH = lazy_pattern(
    rf"(?<![\d/.,$-])(\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -]{_MONTHS}(?![a-z])(?:,? ?((?:19|20)\d\d)(?!\d))?"
)
_MONTH_DAY = lazy_pattern(rf"\b{_MONTHS} (\d{{1,2}})(?:st|nd|rd|th)?{_COUNTED}(?:,? ?((?:19|20)\d\d)(?!\d))?")
_FIGURES = lazy_pattern(
    r"(?<![\d/.-])(?:((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})|(\d{1,2})/(\d{1,2})/((?:19|20)\d\d))(?![\d/-])"
)
_APPOSED = lazy_pattern(
    r"[ ,(:-]*(?:\(|on|of|dated|which was|i\.?e\.?|that is|in the (?:fed(?:eral)?\.? )?register|hitting (?:the )?(?:fed(?:eral)?\.? )?register|(?:being )?(?:published|printed|posted|released)(?: (?:in|on) (?:the )?(?:fed(?:eral)?\.? )?register)?|it|is|was|[ ,(:-])*"
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A point in time of a question: an event's name, an ISO day, or ``today``."""

    name: str
    start: int
    end: int
    claimed: str = ""
    """The day that the question gives for the event."""


def event_lexicon(facts: Facts) -> Lexicon:
    """The words for every event that the corpus dates to the day: its own aliases first, then everyday ones."""
    return _event_lexicon(Same(facts))


@lru_cache(maxsize=4)
def _event_lexicon(corpus: Same) -> Lexicon:
    facts = corpus.facts
    names = tuple(
        each for each in parameter_names(facts, "date") if len(str(facts.parameters[each[0]].values[0].value)) == 10
    )
    held = {name for name, _ in names}
    return lexicon((*names, *(each for each in (*_EVERYDAY, *_LETTERS) if each[0] in held)))


def named_points(reading: Reading) -> list[Anchor]:
    """The events and days of a question, left to right; a day that only dates the event before it is no point of its own."""
    found = [
        Anchor(each.name, each.start, each.end) for each in find_mentions(reading.plain, event_lexicon(reading.facts))
    ]
    for day in _days(reading):
        if not any(each.start <= day.start < each.end for each in found):
            found.append(day)
    for match in re.finditer(r"\b(?:today|now)\b", reading.plain):
        found.append(Anchor("today", match.start(), match.end()))
    return _without_appositions(reading, sorted(found, key=lambda each: each.start))


def _days(reading: Reading) -> list[Anchor]:
    whole = [
        Anchor(day.day.isoformat(), day.start, day.end)
        for day in reading.of("date")
        if day.day is not None and day.unit == "day"
    ]
    return whole + _days_without_year(reading, whole)


def _days_without_year(reading: Reading, whole: list[Anchor]) -> list[Anchor]:
    """ "7 aug" beside a whole date is of the year that puts the two in the order of the text; alone it is of this year."""
    found: list[Anchor] = []
    for match in [*_DAY_MONTH.finditer(reading.plain), *_MONTH_DAY.finditer(reading.plain)]:
        month, day = (match[2], match[1]) if match[1].isdigit() else (match[1], match[2])
        inside = any(each.start < match.end() and match.start() < each.end for each in [*whole, *found])
        if match[3] or inside or not _exists(2024, month_number(month), int(day)):
            continue
        near = min(whole, key=lambda each: abs(each.start - match.start()), default=None)
        year = int(near.name[:4]) if near else reading.today.year
        if (
            near is None
            and found
            and (month_number(month), int(day)) < (int(found[-1].name[5:7]), int(found[-1].name[8:]))
        ):
            year += 1
        for shifted in (year, year - 1 if near and near.start > match.start() else year + 1):
            if _exists(shifted, month_number(month), int(day)):
                made = date(shifted, month_number(month), int(day)).isoformat()
                if near is None or (made <= near.name) == (match.start() < near.start):
                    found.append(Anchor(made, match.start(), match.end()))
                    break
    return found


def _without_appositions(reading: Reading, found: list[Anchor]) -> list[Anchor]:
    """Leaves out a day that stands right behind an event and only says when it was."""
    kept: list[Anchor] = []
    for each in found:
        event = reading.facts.parameters.get(kept[-1].name) if kept else None
        if event is not None and each.name[:1].isdigit():
            gap = each.start - kept[-1].end
            same = str(event.values[0].value) == each.name and gap < 40
            if same or (gap < 60 and _APPOSED.fullmatch(reading.plain, kept[-1].end, each.start)):
                kept[-1] = replace(kept[-1], end=each.end, claimed=each.name)
                continue
        kept.append(each)
    return kept


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= month_end(year, month).day


def impossible_day(plain: str) -> str:
    """The words of a day that no calendar has ("31 feb 2026", "2026-02-30"); empty when there is none."""
    for match in [*_DAY_MONTH.finditer(plain), *_MONTH_DAY.finditer(plain)]:
        month, day = (match[2], match[1]) if match[1].isdigit() else (match[1], match[2])
        if 28 < int(day) < 40 and not _exists(int(match[3] or 2024), month_number(month), int(day)):
            return match[0].strip()
    for match in _FIGURES.finditer(plain):
        year, month_, day_ = (match[1], match[2], match[3]) if match[1] else (match[6], match[4], match[5])
        either_way = bool(match[6]) and _exists(int(year), int(day_), int(month_))
        if not _exists(int(year), int(month_), int(day_)) and not either_way:
            return match[0]
    return ""
