"""Quantities written as phrases: fractions of a percent, "one dollar in every hundred", years near today, pay periods."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.calculators.numerals import find_numerals
from assistant.calculators.quantity import Quantity, fixed
from assistant.patterns import lazy_pattern

PERCENT = r"(?:%|per ?cent(?:age points?)?|pct|pp\b)"


def _percent(match: re.Match[str], value: Decimal) -> Quantity:
    return Quantity("percent", fixed(value), "percent", match.start(), match.end(), match[0])


_FRACTION = {
    "half": "0.5",
    "third": "0.333333",
    "thirds": "0.333333",
    "quarter": "0.25",
    "quarters": "0.25",
    "fifth": "0.2",
    "fifths": "0.2",
    "tenth": "0.1",
    "tenths": "0.1",
    "twentieth": "0.05",
    "hundredth": "0.01",
}
_TIMES = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "": 1}


def _fraction_of_percent(match: re.Match[str], _: int) -> Quantity:
    return _percent(match, Decimal(_FRACTION[match[2]]) * _TIMES[match[1] or ""])


def _fraction_of(match: re.Match[str], _: int) -> Quantity:
    share = (Decimal(100) / 3 if match[2].startswith("third") else Decimal(_FRACTION[match[2]]) * 100) * _TIMES[
        match[1] or ""
    ]
    return _percent(match, share)


def _number(text: str) -> Decimal | None:
    found = next(iter(find_numerals(text)), None)
    return found.value if found else None


def _one_in(match: re.Match[str], _: int) -> Quantity | None:
    part, whole = _number(match[1]), _number(match[2])
    return _percent(match, part / whole * 100) if part is not None and whole and part <= whole else None


def _cents(match: re.Match[str], _: int) -> Quantity | None:
    part = _number(match[1]) if match[1] not in ("a", "half a") else Decimal(1)
    return _percent(match, part) if part is not None else None


def _relative_year(match: re.Match[str], this_year: int) -> Quantity | None:
    offset = (
        2
        if "after" in match[0]
        else {"this": 0, "current": 0, "next": 1, "coming": 1, "last": -1, "previous": -1, "prior": -1}[match[1]]
    )
    if not this_year:
        return None
    return Quantity("year", Decimal(this_year + offset), "relative", match.start(), match.end(), match[0])


def _years_ago(match: re.Match[str], this_year: int) -> Quantity | None:
    back = _number(match[1])
    if not this_year or back is None:
        return None
    return Quantity("year", this_year - back, "relative", match.start(), match.end(), match[0])


def _short_year(match: re.Match[str], _: int) -> Quantity:
    return Quantity("year", Decimal(2000 + int(match[1])), "year", match.start(), match.end(), match[0])


def _birth(match: re.Match[str], _: int) -> Quantity:
    year = int(match[1]) + (0 if len(match[1]) == 4 else 1900)
    return Quantity("birth_year", Decimal(year), "year", match.start(1), match.end(1), match[1])


def _bracket_age(match: re.Match[str], _: int) -> Quantity:
    return Quantity("age", Decimal(match[1]), "age", match.start(1), match.end(), match[1])


def _frequency(match: re.Match[str], _: int) -> Quantity:
    word = match[0]
    many = (
        24
        if word.startswith(("twice", "two", "semi", "2", "1st"))
        else 26
        if word.startswith(("bi", "every two", "every other", "every 2", "fortn"))
        else 52
        if "week" in word
        else 12
    )
    return Quantity("periods", Decimal(many), "periods", match.start(), match.end(), word)


_SMALL = r"(?:\d{1,3}(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twenty|fifty)"
PHRASES = (
    (
        lazy_pattern(
            rf"(?<![\w.])(?<!and a )(?<!and )(?:(an?|one|two|three) )?(half|third|quarters?|fifths?|tenths?|hundredth)(?:(?: of)?(?: an?| one)?[ -]| of 1[ -]?){PERCENT}"
        ),
        _fraction_of_percent,
    ),
    (
        lazy_pattern(
            rf"(?<![\w.,])\$?({_SMALL})(?: dollars?| bucks?| cents?)? (?:in|out of|of|per|from) (?:every |each |a )?\$?(ten|twenty|fifty|hundred|a hundred|"
            r"thousand|10|20|25|50|100|200|500|1,?000)\b(?: dollars?| bucks?)?(?!,|\.\d| ?(?:%|percent|thousand|million|billion|trillion|k\b))"
        ),
        _one_in,
    ),
    (
        lazy_pattern(
            rf"(?<![\w.])\$?({_SMALL}|a) (?:cents?|penny|pennies)(?: out)? (?:on|of|in|per|for|from) (?:(?:the|every|each|a) )?(?:dollar\b|\$1?(?!\d))"
        ),
        _cents,
    ),
    (
        lazy_pattern(
            rf"(?<![\w.])\$?({_SMALL}) ?(?:¢|c)(?: out)? (?:on|of|in|per|for|from|to) (?:(?:the|every|each|a) )?(?:dollar\b|buck\b|\$1?(?!\d))"
        ),
        _cents,
    ),
    (
        lazy_pattern(
            rf"(?<![\w.])\$?({_SMALL}) ?(?:cents?|¢|c)(?= (?:on|of|for|to|up to|against) (?:the |my |your )?(?:first|next|following|another|additional|up to)\b)"
        ),
        _cents,
    ),
    (
        lazy_pattern(
            r"(?<![\w.])(?:(an?|one|two|three) )?(half|thirds?|quarters?|fifths?|tenths?|twentieth|hundredth)(?= of\b| (?:my|the|all|our|his|her|their|their|us) )"
            r"(?! of (?:19|20)\d\d| of an? (?:million|billion|trillion|thousand|hundred))"
        ),
        _fraction_of,
    ),
    (
        lazy_pattern(
            r"\b(?:the )?(this|current|next|coming|last|previous|prior)(?: (?:tax|calendar|plan|fiscal))?[ -](?:year|yr)(?:'s\b|s?\b(?= (?:[\w~]+ )?(?:limits?|caps?|max\w*|catch|thresholds?|numbers?|amounts?|ceiling)\b)|\b)"
        ),
        _relative_year,
    ),
    (lazy_pattern(r"\b(?:the )?(?:year|yr) after (next)\b"), _relative_year),
    (lazy_pattern(r"\b(one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?:years?|yrs?) ago\b"), _years_ago),
    (lazy_pattern(r"(?:(?<=[\s(/-])'|\bty ?'?|\bfy ?'?)(?:20)?(\d\d)\b(?!%)"), _short_year),
    (
        lazy_pattern(
            r"(?:\bborn|\bbirth ?(?:year|date|day)?|\bdob)(?: in| on| is| was|:| around| back in)* (?:the year )?(?:\d{1,2}[/-])?'?((?:1[6-9]|20)\d\d|[2-9]\d)\b"
        ),
        _birth,
    ),
    (
        lazy_pattern(
            r"\b(?:s?he(?:'?s| is| was)|they(?:'?re| are)|(?:i'?m|i am|im)|(?:wife|husband|spouse|partner|sister|brother|mom|mum|dad|mother|father|aunt|uncle|friend|boss|hers|his|mine)(?:'?s| is)?,?) (?:a )?(?:from )?'?((?:19[2-9]|200)\d)\b"
            r"(?![.,]\d|k\b|%| ?(?:-|to) ?\d| (?:dollars?|bucks|a (?:month|week|year)|days|short|over|under|plan|limit|btc|coins))"
        ),
        _birth,
    ),
    (lazy_pattern(r"(?<![\w$])'?((?:19)?[2-9]\d)(?:er)? baby\b(?! boom)"), _birth),
    (lazy_pattern(r"(?<=\()(\d\d) ?[mf](?=\))"), _bracket_age),
    (
        lazy_pattern(
            r"\b(?:twice a month|twice monthly|twice-monthly|two times a month|2x a month|semi[- ]?monthly|1st and 15th|15th and (?:last|30th|end)|bi[- ]?weekly|every (?:two|other|2) (?:weeks?|fridays?|thursdays?)"
            r"|fortnightly|weekly|every week|each week|monthly|every month|each month)\b"
        ),
        _frequency,
    ),
)
