"""Reading quantities out of text as people write it: typed, with their spans, never by position.

``read_quantities("4% of an $80k salary at 61 in 2025")`` gives a percent, money, an age and a year. What each
is *for* (its role) is decided by the calculators from the words around it; this module only says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from assistant.calculators.calendar import Day, find_days
from assistant.calculators.numerals import Numeral, find_numerals

Kind = Literal["money", "percent", "coins", "age", "birth_year", "year", "date", "duration", "periods", "ratio",
               "count", "number"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One typed quantity. ``value`` is in base units: dollars, percentage points, coins, years, a calendar year.

    ``unit``: USD, percent, BTC, ETH, coin, age, year, days, weeks, months, years, periods (a year), or for a count the
    noun. ``high`` is the other end of a range ("60 to 63"). ``per`` is what money is for one of ("coin", "paycheck", "month",
    "year", "week", "hour"). ``bare``: neither sign nor unit says what it is. ``day``: for dates, with ``unit`` "day",
    "month", "quarter" telling how precise. ``parts``: of a ratio such as 70/30.
    """

    kind: Kind
    value: Decimal
    unit: str
    start: int
    end: int
    text: str
    high: Decimal | None = None
    per: str = ""
    bare: bool = False
    day: date | None = None
    parts: tuple[Decimal, ...] = ()


_LENGTH = 2_000
_PLAIN = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2010": "-", "\u2011": "-",
                        "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-", "\u00a0": " ", "\u202f": " ",
                        "\u2009": " ", "\t": " ", "\n": " ", "\r": " "})


def plain_text(text: str) -> str:
    """``text`` in lower case with straight quotes, hyphens and spaces, every character where it was."""
    lowered = text[:_LENGTH].translate(_PLAIN)
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in lowered)


def read_quantities(text: str, today: date | None = None) -> tuple[Quantity, ...]:
    """Every quantity of ``text`` in order, no two overlapping. Relative years need ``today``; without it they are left out."""
    return _read(plain_text(text), today.year if today else 0)


# Numbers that are names: plans, sections of law, forms, orders, dockets.
_NAMES = re.compile(
    r"(?<![\w$])(?:40[13]\s?\(?[akb]\)?(?:\s?\(\d+\))?|457\s?\(?[bf]\)?|41[0-9]\s?\(?[a-z]\)?(?:\(\d\)){0,2}|402\s?\(?g\)?"
    r"|408\s?\(?[apk]?\)?|72\s?\(?[tp]\)?|401s?|457s?|403s?|529s?|1099-?r?|5500|3\(\d\d\))(?!\d)"
    r"|\b(?:eo|e\.o\.|orders?|notices?|forms?|sections?|secs?\.?|blocks?|fr|fr doc|secure|publication|pub\.?|rules?|rule of|h\.?r\.?|s\.|hb|sb"
    r"|usc|u\.s\.c\.|(?:public|p\.?) ?l(?:aw|\.)|docket|rin|title|part|code|irc|reg\.?|line|box|schedule|chapter|step|question|option|no\.)"
    r" ?#?(?:(?:19|20)\d\d-)?\d+(?:[.-]\d+)*(?![\d%]| ?percent| ?dollars)|§ ?\d[\d.]*|\busd1\b|\bs&p ?500\b|\bfortune 500\b|\bweb3\b|\bw-?2s?\b|\b24/7\b")

_PERCENT = r"(?:%|per ?cent(?:age points?)?|pct|pp\b)"
_PHRASES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int], Quantity | None]], ...]


def _percent(match: re.Match[str], value: Decimal) -> Quantity:
    return Quantity("percent", _fixed(value), "percent", match.start(), match.end(), match[0])


_FRACTION = {"half": "0.5", "third": "0.333333", "thirds": "0.333333", "quarter": "0.25", "quarters": "0.25", "fifth": "0.2", "fifths": "0.2",
             "tenth": "0.1", "tenths": "0.1", "twentieth": "0.05", "hundredth": "0.01"}
_TIMES = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "": 1}


def _fraction_of_percent(match: re.Match[str], _: int) -> Quantity:
    return _percent(match, Decimal(_FRACTION[match[2]]) * _TIMES[match[1] or ""])


def _fraction_of(match: re.Match[str], _: int) -> Quantity:
    share = (Decimal(100) / 3 if match[2].startswith("third") else Decimal(_FRACTION[match[2]]) * 100) * _TIMES[match[1] or ""]
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
    offset = 2 if "after" in match[0] else {"this": 0, "current": 0, "next": 1, "coming": 1, "last": -1, "previous": -1, "prior": -1}[match[1]]
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
    many = (24 if word.startswith(("twice", "two", "semi", "2", "1st")) else 26 if word.startswith(("bi", "every two", "every other", "every 2", "fortn"))
            else 52 if "week" in word else 12)
    return Quantity("periods", Decimal(many), "periods", match.start(), match.end(), word)


_SMALL = r"(?:\d{1,3}(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twenty|fifty)"
_PHRASES = (
    (re.compile(rf"(?<![\w.])(?<!and a )(?<!and )(?:(an?|one|two|three) )?(half|third|quarters?|fifths?|tenths?|hundredth)(?: of)?(?: an?| one)?[ -]{_PERCENT}"), _fraction_of_percent),
    (re.compile(rf"(?<![\w.,])\$?({_SMALL})(?: dollars?| bucks?| cents?)? (?:in|out of|of|per|from) (?:every |each |a )?\$?(ten|twenty|fifty|hundred|a hundred|"
                r"thousand|10|20|25|50|100|200|500|1,?000)\b(?: dollars?| bucks?)?(?!,|\.\d| ?(?:%|percent|thousand|million|billion|trillion|k\b))"), _one_in),
    (re.compile(rf"(?<![\w.])\$?({_SMALL}|a) (?:cents?|penny|pennies|¢)(?: out)? (?:on|of|in|per|for|from) (?:(?:the|every|each|a) )?dollar"), _cents),
    (re.compile(r"(?<![\w.])(?:(an?|one|two|three) )?(half|thirds?|quarters?|fifths?|tenths?|twentieth|hundredth)(?= of\b| (?:my|the|all|our|his|her|their|their|us) )"
                r"(?! of (?:19|20)\d\d| of an? (?:million|billion|trillion|thousand|hundred))"), _fraction_of),
    (re.compile(r"\b(?:the )?(this|current|next|coming|last|previous|prior)(?: (?:tax|calendar|plan|fiscal))?[ -](?:year|yr)(?:'s)?\b"), _relative_year),
    (re.compile(r"\b(?:the )?(?:year|yr) after (next)\b"), _relative_year),
    (re.compile(r"\b(one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?:years?|yrs?) ago\b"), _years_ago),
    (re.compile(r"(?:(?<=[\s(])'|\bty ?'?|\bfy ?'?)(?:20)?(\d\d)\b(?!%)"), _short_year),
    (re.compile(r"(?:\bborn|\bbirth ?(?:year|date|day)?|\bdob)(?: in| on| is| was|:| around| back in)* (?:the year )?'?((?:1[6-9]|20)\d\d|[2-9]\d)\b"), _birth),
    (re.compile(r"(?<=\()(\d\d) ?[mf](?=\))"), _bracket_age),
    (re.compile(r"\b(?:twice a month|twice monthly|twice-monthly|two times a month|2x a month|semi-?monthly|1st and 15th|bi-?weekly|every (?:two|other|2) (?:weeks?|fridays?|thursdays?)"
                r"|fortnightly|weekly|every week|each week|monthly|every month|each month)\b"), _frequency),
)

# What stands after a number says what it is of: (pattern, kind, unit, factor). The first that matches counts.
_AFTER: tuple[tuple[re.Pattern[str], Kind, str, Decimal], ...] = tuple(
    (re.compile(pattern), kind, unit, Decimal(factor)) for pattern, kind, unit, factor in (
        (rf"[ -]?(?:of )?(?:one )?{_PERCENT}", "percent", "percent", "1"),
        (r"[ -]?(?:bps?|basis[ -]points?)\b", "percent", "percent", "0.01"),
        (r"[ -]?(?:us |u\.s\. )?(?:dollars?|bucks|usd)\b", "money", "USD", "1"),
        (r"[ -]?(?:btcs?|bitcoins?|xbt)\b", "coins", "BTC", "1"),
        (r"[ -]?(?:eth|ethers?|ethereum)\b", "coins", "ETH", "1"),
        (r"[ -]?(?:coins?|tokens?)\b", "coins", "coin", "1"),
        (r"[ -]?(?:(?:years?|yrs?)[ -]?olds?\b|(?:years?|yrs?) of age|y/?\.?o\b\.?|(?:st|nd|rd|th) birthday| (?:and|or) (?:over|older|up|above|under|younger)\b)", "age", "age", "1"),
        (r"\+(?=[\s?.,)]|$)", "age", "age", "1"),
        (r"[ -]?(?:pay ?-?(?:checks?|cheques?|periods?|days?|stubs?|rolls?)|checks|pays|deposits)\b", "periods", "periods", "1"),
        (r" ?(?:times|x) (?:a|per|each) year\b", "periods", "periods", "1"),
        (r" ?(?:times|x) (?:a|per|each) month\b", "periods", "periods", "12"),
        (r"[ -]?days?\b", "duration", "days", "1"),
        (r"[ -]?(?:weeks?|wks?)\b", "duration", "weeks", "1"),
        (r"[ -]?(?:months?|mos?)\b", "duration", "months", "1"),
        (r"[ -]?(?:years?|yrs?)\b", "duration", "years", "1"),
    ))
_COUNT = re.compile(r"[ -](employers?|jobs?|plans?|companies|kids|children|babies|people|participants|employees|workers|savers|states|comments|letters|shares|"
                    r"accounts|partners|owners|times|quarters|factors|sponsors|blocks)\b")
_PER = re.compile(r"(?: ?/ ?| (?:per|an?|each|every|for (?:an?|one|each)) )(coin|btc|bitcoin|eth|ether|ethereum|token|pay ?check|pay ?period|pay ?day|check|month|mo|year|yr|annum|week|wk|hour|hr)\b"
                  r"| (annually|yearly|monthly|weekly|bi-?weekly|apiece|hourly)\b")
_PER_NAME = {"coin": "coin", "btc": "coin", "bitcoin": "coin", "eth": "coin", "ether": "coin", "ethereum": "coin", "token": "coin", "apiece": "coin",
             "paycheck": "paycheck", "payperiod": "paycheck", "payday": "paycheck", "check": "paycheck", "month": "month", "mo": "month", "monthly": "month",
             "year": "year", "yr": "year", "annum": "year", "annually": "year", "yearly": "year", "week": "week", "wk": "week", "weekly": "week",
             "biweekly": "paycheck", "bi-weekly": "paycheck", "hour": "hour", "hr": "hour", "hourly": "hour"}

_AGE_STRONG = re.compile(
    r"(?:\bage[ds]?(?: (?:of|is|was|about|from|to|between|will be|over|under|above|below))?|\bage[ds]? ?[:=]|\bturn(?:s|ing|ed)?(?: age)?|\b(?:i'?m|i am|im)(?: now| almost| nearly| about| only| already| currently"
    r"| just| still| over| under| at| age| like| turning| a| exactly)?|\b(?:he|she|wife|husband|spouse|mom|dad|mother|father|partner|brother|sister|boss|client|coworker|friend|employee|who|they)(?:'s|s| is| are| was|'re)"
    r"(?: now| only| already)?|\bwe(?:'re| are)(?: both)?|\b(?:will|ill|i'll|he'll|she'll|would|to|i'd|'ll) be|\bolder than|\byounger than|\battain(?:s|ed|ing)?(?: age)?|\bsomeone(?: who is| who's|'s)?"
    r"|\bif i (?:was|were)|\bi was|\bborn \d+ and|\bas an?)[ ]+$")
_AGE_WEAK = re.compile(r"(?:\b(?:at|when|if|by|over|under|above|below|past|before|after|until|till|reach(?:es|ed|ing)?|hit|hits|hitting|is|be|being|me|for a|saver|savers|worker|workers|person|people|employee|employees"
                       r"|not yet|still|and|about|of|around|only|just|made it to|and at|what about|how about|what of|someone|participant|participants|year|retired|since|from|between|to)|@|,)[ ]+$|^\s*$|\(\s?$")
_NOT_YEAR = re.compile(r"(?:\$|(?:\bat|@|\bpay|\bpaid|\bpaying|\bearn|\bearning|\bprice of|\bcosts?|\bworth|\bextra|\badd|\bthan|\bcontributed|\bonly|\balready|\bdeferred|\ba match of|\bmaxed at|\bus\$|\busd))\s?$")
_YEAR_BEFORE = re.compile(r"(?:\b(?:in|since|from|year|for|of|by|until|to|through|thru|and|vs\.?|versus|between|before|after|during|early|late|mid|end of)|[,/-])\s*$")
_DOLLAR = re.compile(r"(?:us ?)?\$ ?$|\busd ?$")
_MINUS = re.compile(r"(?:(?:^|[\s(])- ?\$?|\b(?:minus|negative)(?: of)? \$?)$")


@lru_cache(maxsize=256)
def _read(plain: str, this_year: int) -> tuple[Quantity, ...]:
    masked = _NAMES.sub(lambda match: "~" * len(match[0]), plain)
    found: list[Quantity] = []
    for day in find_days(masked):
        _claim(found, _dated(day, plain))
    for pattern, make in _PHRASES:
        for match in pattern.finditer(masked):
            quantity = make(match, this_year)
            if quantity is not None:
                _claim(found, quantity)
    taken = bytearray(len(plain) + 1)
    for quantity in found:
        taken[quantity.start:quantity.end] = b"\1" * (quantity.end - quantity.start)
    for numeral in find_numerals(masked):
        if not any(taken[numeral.start:numeral.end]):
            quantity = _classified(plain, numeral)
            if quantity is not None:
                taken[quantity.start:quantity.end] = b"\1" * (quantity.end - quantity.start)
                found.append(quantity)
    found.sort(key=lambda each: each.start)
    return tuple(_ranges(plain, _lists(plain, found)))


def _claim(found: list[Quantity], quantity: Quantity) -> None:
    if all(quantity.end <= each.start or each.end <= quantity.start for each in found):
        found.append(quantity)


_BORN = re.compile(r"\b(?:born|birthday|dob|birth ?date)(?: in| on| is| was|:)* $")


def _dated(day: Day, plain: str) -> Quantity:
    born = _BORN.search(plain[max(0, day.start - 20):day.start])
    return Quantity("birth_year" if born else "date", Decimal(day.day.year), day.precision, day.start, day.end, plain[day.start:day.end], day=day.day)


def _classified(plain: str, numeral: Numeral) -> Quantity | None:
    """The quantity that a number is by the words right before and after it; None for a number that is part of a word."""
    before, after = plain[max(0, numeral.start - 32):numeral.start], plain[numeral.end:numeral.end + 32]
    negative = bool(_MINUS.search(before)) and not before.rstrip(" -$")[-1:].isdigit()
    value = _fixed(-numeral.value if negative else numeral.value)
    made = Quantity("number", value, "", numeral.start, numeral.end, plain[numeral.start:numeral.end])
    if _DOLLAR.search(before):
        return _money(plain, replace(made, start=numeral.start - len(_DOLLAR.search(before)[0].lstrip())))  # type: ignore[index]
    for pattern, kind, unit, factor in _AFTER:
        match = pattern.match(after)
        if match and not (kind == "age" and value > 999):
            made = replace(made, kind=kind, unit=unit, value=_fixed(value * factor), end=numeral.end + match.end(), text=plain[numeral.start:numeral.end + match.end()])
            return _money(plain, made) if kind == "money" else made
    counted = _COUNT.match(after)
    if counted:
        return replace(made, kind="count", unit=counted[1], end=numeral.end + counted.end())
    if after[:1].isalpha() or (numeral.words and value < 13 and not _AGE_STRONG.search(before)):
        return None
    return _unmarked(plain, made, numeral, before)


def _fixed(value: Decimal) -> Decimal:
    """The same number without an exponent or trailing zeros."""
    return Decimal(format(value.normalize(), "f"))


def _money(plain: str, made: Quantity) -> Quantity:
    per = _PER.match(plain, made.end)
    name = _PER_NAME.get((per[1] or per[2]).replace(" ", ""), "") if per else ""
    return replace(made, kind="money", unit="USD", text=plain[made.start:made.end], per=name)


def _unmarked(plain: str, made: Quantity, numeral: Numeral, before: str) -> Quantity:
    """A number without sign or unit: an age, a year, a sum, a ratio's half or just a number."""
    value = made.value
    if not numeral.scaled and "," not in numeral.written:
        if _AGE_STRONG.search(before) and value < 1000:
            return replace(made, kind="age", unit="age")
        if 14 <= value <= 115 and _AGE_WEAK.search(before) and value * 2 == int(value * 2):
            return replace(made, kind="age", unit="age", bare=not re.search(r"\bat $", before))
        if _is_year(numeral, before):
            return replace(made, kind="year", unit="year")
    if numeral.scaled or value >= 1000 or "," in numeral.written:
        return replace(_money(plain, made), bare=True)
    return replace(made, bare=True)


def _is_year(numeral: Numeral, before: str) -> bool:
    if numeral.words or len(numeral.written) != 4 or not 1900 <= numeral.value <= 2100:
        return False
    if _NOT_YEAR.search(before):
        return False
    return 2010 <= numeral.value <= 2040 or bool(_YEAR_BEFORE.search(before)) or not before.strip()


_LINK = re.compile(r"\s*(?:,|/|&|,? ?(?:and|or|vs\.?|versus))\s*(?:at |age |to )?")
_TO = re.compile(r"\s*(?:-|to|through|thru|until|till)\s*(?:age )?")
_BETWEEN = re.compile(r"\bbetween (?:the )?(?:ages )?(?:of )?$")
_RATIO = re.compile(r"\s?[/:-]\s?")


def _lists(plain: str, found: list[Quantity]) -> list[Quantity]:
    """In "1, 2 and 5%" or "at 49, 55 and 61" every number is of the kind that one of them says."""
    ordered = list(found)
    for step in (1, -1):
        positions = range(len(ordered) - 1) if step == 1 else range(len(ordered) - 1, 0, -1)
        for at in positions:
            known, other = ordered[at], ordered[at + step]
            first, second = (known, other) if step == 1 else (other, known)
            link = plain[first.end:second.start]
            if other.kind == "number" and known.kind in ("age", "percent") and (_LINK.fullmatch(link) or _TO.fullmatch(link)):
                if known.kind == "percent" or 14 <= other.value <= 115:
                    ordered[at + step] = replace(other, kind=known.kind, unit=known.unit, bare=False)
    return ordered


def _ranges(plain: str, found: list[Quantity]) -> Iterator[Quantity]:
    """Joins "60 to 63", "60-63" and "70/30" into one quantity."""
    at = 0
    while at < len(found):
        first, second = found[at], found[at + 1] if at + 1 < len(found) else None
        at += 1
        if second is not None:
            joined = _joined(plain, first, second)
            if joined is not None:
                first, at = joined, at + 1
        yield first


def _joined(plain: str, first: Quantity, second: Quantity) -> Quantity | None:
    link = plain[first.end:second.start]
    if first.kind == second.kind == "number" and _RATIO.fullmatch(link) and first.value + second.value == 100:
        return replace(first, kind="ratio", end=second.end, text=plain[first.start:second.end], parts=(first.value, second.value))
    spans = _TO.fullmatch(link) or (link.strip() == "and" and _BETWEEN.search(plain[:first.start]))
    if first.kind == second.kind and first.kind in ("age", "percent") and spans and first.value < second.value:
        return replace(first, end=second.end, text=plain[first.start:second.end], high=second.value, bare=False)
    return None
