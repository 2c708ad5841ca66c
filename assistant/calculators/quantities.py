"""Reading quantities out of text as people write it: typed, with their spans, never by position.

``read_quantities("4% of an $80k salary at 61 in 2025")`` gives a percent, money, an age and a year. What each
is *for* (its role) is decided by the calculators from the words around it; this module only says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import cast

from assistant.calculators.calendar import Day, find_days
from assistant.calculators.numerals import Numeral, find_numerals
from assistant.calculators.phrases import PERCENT, PHRASES
from assistant.calculators.quantity import Kind, Quantity, fixed
from assistant.calculators.short_years import with_short_years
from assistant.patterns import lazy_pattern

__all__ = ["Kind", "Quantity", "plain_text", "read_quantities"]

_LENGTH = 2_000
_MOST = 60
_PLAIN = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2212": "-",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\t": " ",
        "\n": " ",
        "\r": " ",
    }
)


def plain_text(text: str) -> str:
    """``text`` in lower case with straight quotes, hyphens and spaces, every character where it was."""
    kept = text[:_LENGTH].translate(_PLAIN)
    lowered = kept.lower()
    return lowered if len(lowered) == len(kept) else "".join(c.lower() if len(c.lower()) == 1 else c for c in kept)


def read_quantities(text: str, today: date | None = None) -> tuple[Quantity, ...]:
    """Every quantity of ``text`` in order, no two overlapping. Relative years need ``today``; without it they are left out."""
    return _read(plain_text(text), today.year if today else 0)


# Numbers that are names: plans, sections of law, forms, orders, dockets.
_NAMES = lazy_pattern(
    r"(?<![\w$])(?<!\d[.,])(?<!\$ )(?<!usd )(?:40[13]\s?\(?[akb]\)?(?:\s?\(\d+\))?|457\s?\(?[bf]\)?|41[0-9]\s?(?:[ac-jln-z]|\([a-z]\)|b(?!\w))(?:\(\d\)){0,2}|41[0-9](?= (?:limit|cap|max))|415(?= (?:incl|with|plus|total|room|space|left|\+))|402\s?\(?g\)?"
    r"|408\s?\(?[apk]?\)?|72\s?\(?[tp]\)?|401s?|457s?|403s?|529s?|1099-?r?|5500|3\(\d\d\))s?(?![\da-z]|[.,]\d| (?:salary\b(?! (?:def|red))|pay\b(?! ?(?:check|period))|wages?\b|a year|per year|earner|job\b)| ?(?:days?\b|weeks?\b|months?\b|years?\b|basis|bps?\b|%|percent|dollars|bucks|btc|eth\b|bitcoin|coins|people|thousand|million|billion|trillion))"
    r"|\b(?:eo|e\.o\.|orders?|notices?|forms?|sections?|secs?\.?|blocks?|fr|fr doc|secure|publication|pub\.?|rules?|rule of|h\.?r\.?|s\.|hb|sb"
    r"|usc|u\.s\.c\.|(?:public|p\.?) ?l(?:aw|\.)|docket|rin|title|part|code|irc|reg\.?|line|box|schedule|chapter|step|question|option|no\.)"
    r" ?#?(?:(?:19|20)\d\d-)?\d+(?:[.-]\d+)*(?![\d%]| ?percent| ?dollars)|§ ?\d[\d.]*|\busd1\b|\bs&p ?500\b|\bfortune 500\b|\bweb3\b|\bw-?2s?\b|\b24/7\b"
)

# What stands after a number says what it is of: (pattern, kind, unit, factor). The first that matches counts.
_AFTER: tuple[tuple[re.Pattern[str], Kind, str, Decimal], ...] = tuple(
    (lazy_pattern(pattern), cast("Kind", kind), unit, Decimal(factor))
    for pattern, kind, unit, factor in (
        (rf"[ -]?(?:of )?(?:one )?{PERCENT}", "percent", "percent", "1"),
        (r"[ -]?(?:bps?|basis[ -]points?)\b", "percent", "percent", "0.01"),
        (r"[ -]?(?:us |u\.s\. )?(?:dollars?|bucks|usd)\b", "money", "USD", "1"),
        (r"[ -]?(?:btcs?|bitcoins?|xbt)\b", "coins", "BTC", "1"),
        (r"[ -]?(?:eth|ethers?|ethereum)\b", "coins", "ETH", "1"),
        (r"[ -]?(?:coins?|tokens?)\b", "coins", "coin", "1"),
        (
            r"[ -]?(?:(?:years?|yrs?)[ -]?olds?\b|(?:years?|yrs?) of age|y/?\.?o\b\.?|(?:st|nd|rd|th) (?:birthday|b-?day)| (?:and|or) (?:over|older|up|above|under|younger)\b)",
            "age",
            "age",
            "1",
        ),
        (r"\+(?=[\s?.,)]|$)", "age", "age", "1"),
        (
            r"[ -]?(?:(?:bi-?weekly|semi-?monthly|monthly|weekly|more|remaining|regular) )?(?:pay ?-?(?:checks?|cheques?|periods?|days?|dates?|stubs?|rolls?|outs?|runs?)|checks|pays|deposits|paid dates)\b",
            "periods",
            "periods",
            "1",
        ),
        (r" ?(?:times|x) (?:a|per|each) year\b", "periods", "periods", "1"),
        (r" ?(?:times|x) (?:a|per|each) month\b", "periods", "periods", "12"),
        (r"[ -]?days?\b|d\b", "duration", "days", "1"),
        (r"[ -]?(?:weeks?|wks?)\b", "duration", "weeks", "1"),
        (r"[ -]?(?:months?|mos?)\b", "duration", "months", "1"),
        (r"[ -]?(?:years?|yrs?|ys?)\b(?! ?(?:19|20)\d\d|/)", "duration", "years", "1"),
    )
)
_COUNT = lazy_pattern(
    r"[ -](employers?|jobs?|plans?|companies|kids|children|babies|people|participants|employees|workers|savers(?!'? (?:tax )?(?:credit|match))|states|comments|letters|shares|"
    r"accounts|partners|owners|times|quarters|factors|sponsors|blocks)\b"
)
_PER = lazy_pattern(
    r"(?: ?/ ?| (?:per|an?|each|every|for (?:an?|one|each)) )(coin|btc|bitcoin|eth|ether|ethereum|token|pay ?check|pay ?period|pay ?day|pay ?date|pay ?roll|check|month|mo|year|yr|annum|week|wk|hour|hr)\b"
    r"| (annually|yearly|monthly|weekly|bi-?weekly|apiece|hourly)\b"
)
_PER_NAME = {
    "coin": "coin",
    "btc": "coin",
    "bitcoin": "coin",
    "eth": "coin",
    "ether": "coin",
    "ethereum": "coin",
    "token": "coin",
    "apiece": "coin",
    "paycheck": "paycheck",
    "payperiod": "paycheck",
    "payday": "paycheck",
    "paydate": "paycheck",
    "payroll": "paycheck",
    "check": "paycheck",
    "month": "month",
    "mo": "month",
    "monthly": "month",
    "year": "year",
    "yr": "year",
    "annum": "year",
    "annually": "year",
    "yearly": "year",
    "week": "week",
    "wk": "week",
    "weekly": "week",
    "biweekly": "paycheck",
    "bi-weekly": "paycheck",
    "hour": "hour",
    "hr": "hour",
    "hourly": "hour",
}

_PER_PAY = lazy_pattern(
    r"(?: ?/ ?| (?:per|an?|each|every) )(?:pay ?check|check|pay ?period|pay ?day|pay ?date|pay ?roll|month|mo|week|wk)\b| (?:bi-?weekly|monthly|weekly)\b"
)
_AGE_STRONG = lazy_pattern(
    r"(?:\bage[ds]?(?: (?:of|is|was|about|from|to|between|will be|over|under|above|below))?|\bage[ds]? ?[:=]|\bturn(?:s|ing|ed)?(?: age)?|\b(?:i'?m|i am|im)(?: now| almost| nearly| about| only| already| currently"
    r"| just| still| over| under| at| age| like| turning| a| exactly)?|\b(?:he|she|wife|wifey|husband|hubby|hub|dh|dw|spouse|mom|dad|mother|father|partner|fianc[eé]e?|girlfriend|boyfriend|gf|bf|brother|sister|boss|client|coworker|friend|guy|man|woman|lady|gal|teacher|nurse|owner|employee|emp|ee|worker|participant|saver|who|they)(?:'s|s| is| are| was|'re)?"
    r"(?: now| only| already)?|\bwe(?:'re| are)(?: both)?|\b(?:will|ill|i'll|he'll|she'll|would|to|i'd|'ll) be|\bolder than|\byounger than|\battain(?:s|ed|ing)?(?: age)?|\bsomeone(?: who is| who's|'s)?"
    r"|\bif i (?:was|were)|\bi was|\bborn \d+ and|\bas an?)[ ]+$|\bage[ds]? ?[:=] ?$"
)
_AGE_WEAK = lazy_pattern(
    r"(?:\b(?:at|when|if|by|over|under|above|below|past|before|after|until|till|reach(?:es|ed|ing)?|hit|hits|hitting|is|be|being|me|for a|saver|savers|worker|workers|person|people|employee|employees"
    r"|not yet|still|and|about|of|around|only|just|both|each|made it to|and at|what about|how about|what of|someone|participant|participants|year|retired|since|from|between|to)|@|,)[ ]+$|@$|\b(?:over|under)-$|^\s*$|\(\s?$"
)
_DIVISOR_BEFORE = lazy_pattern(
    r"(?:\bdivided(?: up)? (?:by|into|over)|\bsplit(?: up)? (?:by|into|over|in)|\bspread over|\btimes|/) ?$"
)
_MONTH_AFTER = lazy_pattern(
    r" (?:of )?(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|ember|tember|ober)?\b"
)
_NOT_YEAR = lazy_pattern(
    r"(?:\$|(?:\bat|@|(?<!employee )(?<!hce )(?<!eligible )\bpay|\bpaid|\bpaying|\bearn|\bearning|\bprice of|\bcosts?|\bworth|\bextra|\badd|\bcontributed|\bonly|\balready|\bdeferred|\ba match of|\bmaxed at|\bus\$|\busd))\s?$"
)
_PUTS = lazy_pattern(
    r"\b(?:put(?:s|ting)?|pays?|paid|stick|stuck|threw|throw(?:ing)?|add(?:s|ed|ing)?|chip\w*|kick\w*|drop\w*|sock\w*|stash\w*|deposit\w*|contribut\w+|defer\w*|sav(?:e|es|ed|ing)|invest\w*)(?: (?:in|into|away|up to|about|around|only|just|roughly|another|like|nearly|of))* $"
)
"""What stands before "2000" when it is a sum and no year: "put in 2000"."""
_YEAR_BEFORE = lazy_pattern(
    r"(?:\b(?:in|since|from|year|for|of|by|until|to|through|thru|and|vs\.?|versus|between|before|after|during|early|late|mid|end of)|[,/-])\s*$"
)
_DOLLAR = lazy_pattern(r"(?:us ?)?\$ ?$|\busd ?$")
_MINUS = lazy_pattern(
    r"(?:(?:^|[\s(])-\$?|(?:^|\() ?- ?\$?|\b(?:of|is|was|at|age|earn\w*|make|put|contribut\w+|salary|income|pay|with|from) - ?\$?|\bnegative(?: of)? \$?"
    r"|(?:^|\b(?:of|is|was|at|by|be|age|aged|i'?m|am|earn\w*|makes?|made|put|contribut\w+|defer\w*|salary|income|pay|magi|agi|with|withdraw|for|rate|bracket) )minus \$?)$"
)


@lru_cache(maxsize=256)
def _read(plain: str, this_year: int) -> tuple[Quantity, ...]:
    masked = _NAMES.sub(lambda match: "~" * len(match[0]), plain)
    found: list[Quantity] = []
    for day in islice(find_days(masked), _MOST):
        _claim(found, _dated(day, plain))
    for pattern, make in PHRASES:
        for match in islice(pattern.finditer(masked), _MOST):
            quantity = make(match, this_year)
            if quantity is not None:
                _claim(found, quantity)
    taken = bytearray(len(plain) + 1)
    for quantity in found:
        taken[quantity.start : quantity.end] = b"\1" * (quantity.end - quantity.start)
    for numeral in islice(find_numerals(masked), _MOST):
        if not any(taken[numeral.start : numeral.end]):
            quantity = _classified(plain, numeral)
            if quantity is not None:
                taken[quantity.start : quantity.end] = b"\1" * (quantity.end - quantity.start)
                found.append(quantity)
    found.sort(key=lambda each: each.start)
    found = _births(plain, found)
    return tuple(_ranges(plain, list(with_short_years(plain, _lists(plain, found), this_year))))


def _claim(found: list[Quantity], quantity: Quantity) -> None:
    if all(quantity.end <= each.start or each.end <= quantity.start for each in found):
        found.append(quantity)


_BORN = lazy_pattern(r"\b(?:born|birthday|dob|birth ?date)(?: in| on| is| was|:)* $")

_TURNING = lazy_pattern(
    r"[ ,]*(?:(?:when|and|then|as|that'?s when) )?(?:i |he |she |i'll |i'm |he'll |she'll )?(?:will )?(?:turn|hit|reach|be)(?:s|ing)? (?:age )?\d\d\b"
)


def _dated(day: Day, plain: str) -> Quantity:
    born = _BORN.search(plain[max(0, day.start - 20) : day.start]) and not _TURNING.match(plain, day.end)
    return Quantity(
        "birth_year" if born else "date",
        Decimal(day.day.year),
        day.precision,
        day.start,
        day.end,
        plain[day.start : day.end],
        day=day.day,
    )


def _classified(plain: str, numeral: Numeral) -> Quantity | None:
    """The quantity that a number is by the words right before and after it; None for a number that is part of a word."""
    before, after = plain[max(0, numeral.start - 32) : numeral.start], plain[numeral.end : numeral.end + 32]
    negative = bool(_MINUS.search(before)) and not before.rstrip(" -$")[-1:].isdigit()
    if negative and len(numeral.written) == 4 and 1900 <= numeral.value <= 2100:
        negative = False  # "2024 minus 2023"
    value = fixed(-numeral.value if negative else numeral.value)
    made = Quantity("number", value, "", numeral.start, numeral.end, plain[numeral.start : numeral.end])
    if _DOLLAR.search(before) and not (before.endswith("$ ") and _is_year(numeral, "")):  # "limit in $ 2023"
        return _money(plain, replace(made, start=numeral.start - len(_DOLLAR.search(before)[0].lstrip())))  # type: ignore[index]
    for pattern, kind, unit, factor in _AFTER:
        match = pattern.match(after)
        if (
            match
            and (kind != "age" or value <= 999)
            and not (_PERCENT_APART.match(after) and (_is_year(numeral, before) or _ENDS_SPAN.search(before)))
        ):
            made = replace(
                made,
                kind=kind,
                unit=unit,
                value=fixed(value * factor),
                end=numeral.end + match.end(),
                text=plain[numeral.start : numeral.end + match.end()],
            )
            return _money(plain, made) if kind == "money" else made
    counted = _COUNT.match(after)
    if counted and not (value > 1 and counted[1] in ("employer", "company", "plan", "owner", "partner")):
        return replace(made, kind="count", unit=counted[1], end=numeral.end + counted.end())
    if after[:1].isalpha() or (numeral.words and value < 13 and not _AGE_STRONG.search(before)):
        return None
    return _unmarked(plain, made, numeral, before)


def _money(plain: str, made: Quantity) -> Quantity:
    per = _PER.match(plain, made.end)
    name = _PER_NAME.get((per[1] or per[2]).replace(" ", ""), "") if per else ""
    return replace(made, kind="money", unit="USD", text=plain[made.start : made.end], per=name)


def _unmarked(plain: str, made: Quantity, numeral: Numeral, before: str) -> Quantity:
    """A number without sign or unit: an age, a year, a sum, a ratio's half or just a number."""
    value = made.value
    if not numeral.scaled and "," not in numeral.written:
        if _AGE_STRONG.search(before) and value < 1000:
            return replace(made, kind="age", unit="age")
        dated = bool(value <= 31 and _MONTH_AFTER.match(plain, made.end)) or bool(_DIVISOR_BEFORE.search(before))
        if 14 <= value <= 115 and not dated and _AGE_WEAK.search(before) and value * 2 == int(value * 2):
            return replace(made, kind="age", unit="age", bare=not re.search(r"\bat $", before))
        if _is_year(numeral, before):
            return replace(made, kind="year", unit="year")
    if _PER_PAY.match(plain, made.end):
        return replace(_money(plain, made), bare=True)
    if numeral.scaled or value >= 1000 or "," in numeral.written:
        return replace(_money(plain, made), bare=True)
    return replace(made, bare=True)


def _is_year(numeral: Numeral, before: str) -> bool:
    if numeral.words or len(numeral.written) != 4 or not 1900 <= numeral.value <= 2100:
        return False
    if _NOT_YEAR.search(before) or (numeral.value == 2000 and _PUTS.search(before)):  # 401(k)s exist since 1978
        return False
    likely = 1978 <= numeral.value <= 2040 and numeral.value != 2000  # 2,000 is a sum too
    return likely or bool(_YEAR_BEFORE.search(before)) or not before.strip()


_ENDS_SPAN = lazy_pattern(r"(?<!\d)20\d\d ?(?:-|to|/) ?$")
"""What stands before the second year of "2015-26 %"."""
_PERCENT_APART = lazy_pattern(r" (?:%|percent|pct)")
"""A sign apart from a year asks for a percentage: "2020 to 2026 % change"."""
_LINK = lazy_pattern(r"\s*(?:,|/|&|,? ?(?:and|or|vs\.?|versus))\s*(?:at |age |to )?")
_TO = lazy_pattern(r"\s*(?:-|to|through|thru|until|till)\s*(?:age )?")
_BETWEEN = lazy_pattern(r"\bbetween (?:the )?(?:ages )?(?:of )?$")
_RATIO = lazy_pattern(r"\s?[/:-]\s?")


def _lists(plain: str, found: list[Quantity]) -> list[Quantity]:
    """In "1, 2 and 5%" or "at 49, 55 and 61" every number is of the kind that one of them says."""
    ordered = list(found)
    for step in (1, -1):
        positions = range(len(ordered) - 1) if step == 1 else range(len(ordered) - 1, 0, -1)
        for at in positions:
            known, other = ordered[at], ordered[at + step]
            first, second = (known, other) if step == 1 else (other, known)
            link = plain[first.end : second.start]
            shared = (
                other.kind == "number"
                and known.kind in ("age", "percent")
                and (known.kind == "percent" or 14 <= other.value <= 115)
            )
            if shared and (_LINK.fullmatch(link) or _TO.fullmatch(link)):
                ordered[at + step] = replace(other, kind=known.kind, unit=known.unit, bare=False)
    return ordered


_BORN_TOO = lazy_pattern(
    r",? (?:and|&) (?:me|i|mine|myself|my \w+|s?he|his|hers|him|her)(?: (?:was|were|is|am|born|back))* in '?"
)


def _births(plain: str, found: list[Quantity]) -> list[Quantity]:
    """ "She was born in 1968 and me in 1961": the second year is one of birth too."""
    ordered = list(found)
    for at in range(1, len(ordered)):
        first, second = ordered[at - 1], ordered[at]
        joined = _BORN_TOO.fullmatch(plain, first.end, second.start)
        if first.kind == "birth_year" and second.kind == "year" and joined:
            ordered[at] = replace(second, kind="birth_year")
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
    link = plain[first.end : second.start]
    if first.kind == second.kind == "number" and _RATIO.fullmatch(link) and first.value + second.value == 100:
        return replace(
            first, kind="ratio", end=second.end, text=plain[first.start : second.end], parts=(first.value, second.value)
        )
    spans = _TO.fullmatch(link) or (link.strip() == "and" and _BETWEEN.search(plain[: first.start]))
    if first.kind == second.kind and first.kind in ("age", "percent") and spans and first.value < second.value:
        return replace(first, end=second.end, text=plain[first.start : second.end], high=second.value, bare=False)
    return None
