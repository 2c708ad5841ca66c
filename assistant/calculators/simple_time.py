"""How long a saver had been in a SIMPLE when the money came out: its first two years bear the higher additional tax."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.calculators.calendar import MONTHS
from assistant.calculators.numerals import find_numerals
from assistant.calculators.reading import Reading
from assistant.patterns import lazy_pattern

_COUNT = r"(?:\d+(?:\.\d+)?|a few|several|a couple(?: of)?|couple(?: of)?|half an?|an?|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)"
_SPAN = lazy_pattern(
    rf"\b(?P<under>less than |under |not (?:even |quite |yet )?|almost |nearly |just under |short of )?(?P<over>more than |over |well over )?(?P<count>{_COUNT})(?P<half> and a half)?[ -](?P<unit>weeks?|wks?|months?|mos?|years?|yrs?)\b(?P<tail> and a half)?(?:,? (?:and )?(?P<more>{_COUNT}) (?:months?|mos?)\b)?"
)
_JOINED = r"(?:join\w*|open\w*|enrol\w*|start\w*|beg[aiu]n\w*|participa\w+|set up|sets? it up|signed up|sign(?:ing)? up|been in|in it|in the plan|in (?:my|the|her|his|a|that) simple|had (?:it|the|this|my|her|his|a|that|one)|member|funded|first (?:contribut\w+|deposit\w*|put|paid|money)|hired|came in|got in|came on board|established|created|held)"
_JOINED_BEFORE = lazy_pattern(
    rf"\b{_JOINED}\b[^.;?!$]{{0,34}}$|\bsimple(?: ira| plan)?s?,? (?:\(|of |from |after |that'?s |which is |is |only |just |about |for )*$"
)
_LEFT_LAST = lazy_pattern(
    r"\b(?:left|quit|retired|fired|laid off|withdr[ae]w\w*|t[oa]k(?:e|es|ing|en)|took|pull(?:s|ed|ing)?|cash\w*)\b[^.;?!]{0,20}$"
)
_AGE_TAIL = lazy_pattern(r"[ -]?olds?\b(?! simple| plan| account| ira)|[ -]of age\b")
_AFTER_NAMES = lazy_pattern(
    rf"[ -](?:in|into|after|of|since|from)\b[^.;?!$]{{0,24}}\b(?:{_JOINED}|simple|participation|membership)\b|[ -]old simple\b"
)
_MONTHS = f"(?:{'|'.join(MONTHS)})"
_SEASON = lazy_pattern(
    rf"\b{_JOINED}\b[^.;?!$]{{0,24}}\b(?:(?:last|this|that|past) (?:spring|summer|fall|autumn|winter|month|week|year|yr|{_MONTHS})|(?:earlier|later) this year|recently|yesterday|(?:since|in) (?:last |this )?{_MONTHS}(?! ?(?:\d|of)))\b"
)
_TWO_YEARS = 24


def months_held(reading: Reading) -> tuple[Decimal, Decimal] | None:
    """The least and the most months since joining, None when they are not said."""
    for match in _SPAN.finditer(reading.plain):
        if _is_since_joining(reading.plain, match):
            return _stretch(match)
    return (Decimal(0), Decimal(23)) if reading.says(_SEASON) else None


def in_first_two_years(held: tuple[Decimal, Decimal]) -> bool | None:
    """Whether the first two years are still running after so many months; None on the edge."""
    least, most = held
    if most < _TWO_YEARS:
        return True
    return False if least > _TWO_YEARS else None


def _is_since_joining(plain: str, match: re.Match[str]) -> bool:
    if _AGE_TAIL.match(plain, match.end()):
        return False
    before = plain[: match.start()]
    if _AFTER_NAMES.match(plain, match.end()):
        return True
    joined, left = _JOINED_BEFORE.search(before), _LEFT_LAST.search(before)
    return joined is not None and (left is None or left.start() < joined.start())


def _stretch(match: re.Match[str]) -> tuple[Decimal, Decimal]:
    """ "A year and a half" is 18 months; "less than two years" is up to 24, not included."""
    count = _number(match["count"])
    if match["half"] or match["tail"]:
        count += Decimal("0.5")
    unit = match["unit"]
    months = count * 12 if unit.startswith("y") else count if unit.startswith("m") else count / 4
    months += _number(match["more"]) if match["more"] else 0
    if match["under"]:
        return Decimal(0), months - 1
    return (months + 1, months + 1200) if match["over"] else (months, months)


def _number(words: str) -> Decimal:
    if words.startswith("half"):
        return Decimal("0.5")
    if words.startswith(("a couple", "couple")):
        return Decimal(2)
    if words in ("a few", "several"):
        return Decimal(3)
    found = next(iter(find_numerals(words)), None)
    return found.value if found else Decimal(1)
