"""Questions in the words of a limit that ask for something else: a correction, a day, a tax, what the employer adds."""

from __future__ import annotations

from assistant.calculators.limit_words import (
    AFTER_TAX,
    EMPLOYER_MOST,
    HOW_MUCH,
    WITH_EMPLOYER,
    named_threshold,
    says_excess,
    wage_tax_rate,
)
from assistant.calculators.reading import Reading
from assistant.patterns import lazy_pattern

_TAKEN_BACK = lazy_pattern(
    r"\b(?:pull|take|get|withdraw|fix|correct|undo|reverse|return|refund)\w*\b(?: (?:it|that|this|them|the \w+|my \w+)){0,2}(?: (?:back|out|in time))*(?: (?:of it|again))?(?: by \w+(?: \w+)?)?\W*$"
)


def corrects(reading: Reading) -> bool:
    """ "I went over, can I pull it back out": how an excess is put right, with no sum to work on."""
    return says_excess(reading) and reading.says(_TAKEN_BACK) and not reading.of("money")


_TAX_ASKED = lazy_pattern(
    r"\bhow much (?!(?:\w+ ){0,2}(?:after|pre|before|post)\b)(?:\w+ ){0,3}tax(?:es)?\b|\b(?:ss|social security|fica|payroll) tax(?:es)? (?:bill|due|paid|do|does|would|will)\b"
)


_EXEMPT = lazy_pattern(
    r"\b(?:exempt|escapes?|not (?:hit|taxed|subject)|isn'?t (?:hit|taxed|subject)|above|over|beyond)\b"
)


def asks_for_tax(reading: Reading) -> bool:
    """ "How much Social Security tax does someone at the wage base pay": a tax, whose rate is no limit."""
    return reading.says(_TAX_ASKED) and not reading.says(_EXEMPT) and wage_tax_rate(reading) is None


_FIRST_HOME = lazy_pattern(r"\bfirst[- ](?:time )?(?:house|home)\b")


def asks_for_home(reading: Reading) -> bool:
    """ "First house from an IRA, lifetime cap": a limit on what is taken out, not on what is put in."""
    return reading.says(_FIRST_HOME)


_DAY_ASKED = lazy_pattern(
    r"\b(?:deadline|last (?:day|date)|due date|latest (?:day|date))\b|\bby (?:when|what (?:day|date))\b|\buntil when\b"
)
_LIMIT_ASKED = lazy_pattern(r"\bhow (?:much|many|far)\b|\b(?:limits?|max\w*|caps?|most|left)\b")


def asks_for_day(reading: Reading) -> bool:
    """ "What is the deadline to put in 7,500": the day is asked for, not the limit."""
    beside = reading.says(HOW_MUCH) if says_excess(reading) else reading.says(_LIMIT_ASKED)
    return reading.says(_DAY_ASKED) and not beside


_MATCH_WORDS = lazy_pattern(r"\bmatch(?:es|ing|ed)?\b|safe[- ]harbou?r|\bqaca\b|nonelective|non-elective")
_OWN_CAPACITY = lazy_pattern(
    r"\b(?:i|we|he|she|they|you|employee|worker) (?:can|could|may|am allowed to|is allowed to) (?:only |still |just |also |really )*(?:defer|contribute|put|add|save|max)\b|\bcan (?:i|we|he|she|they|you) (?:only |still |just |also )*(?:defer|contribute|put|add|save)\b"
)
UNDER_LIMIT = lazy_pattern(
    r"\b(?:am|are|is|would|will) (?:i|we|that|it|he|she|this)(?: be| still| ok| okay)* (?:under|over|within|above|below) (?:the |my )?(?:\w+ ){0,2}(?:limit|max|cap)\b"
)
"""Asks how one's own contribution stands to the limit, whatever the employer adds."""


def is_about_match(reading: Reading) -> bool:
    """Whether the question is about what the employer adds, not about a limit."""
    return (
        reading.says(_MATCH_WORDS)
        and not reading.says(UNDER_LIMIT)
        and not (reading.says(_OWN_CAPACITY) and not reading.of("percent"))
        and named_threshold(reading) != "savers_match"
        and not reading.says(EMPLOYER_MOST)
        and not reading.names(WITH_EMPLOYER)
        and not reading.says(AFTER_TAX)
    )
