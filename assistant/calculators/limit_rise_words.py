"""What a question asks of the rises of a limit over the years: each, the largest, the average, how many; and whether in percent."""

from __future__ import annotations

from assistant.calculators.limit_several import states_higher_catch_up
from assistant.calculators.limit_words import AVERAGE_LIMIT, PERCENT_ASKED, SUPER
from assistant.calculators.reading import Reading
from assistant.calculators.slot import Slots
from assistant.calculators.slots import word as word_of
from assistant.patterns import lazy_pattern

_SHARE_ASKED = lazy_pattern(
    r"\bwhat (?:share|fraction|portion|proportion|rate)\b|\bas a (?:share|fraction)|\bwhat contribution (?:rate|percent)|\bgrowth rate|\bwhich (?:share|rate)\b"
)
_BIGGEST = lazy_pattern(
    r"\b(?:biggest|largest|greatest|highest) (?:[\w$-]+ ){0,4}?(?:jump|increase|rise|raise|change|bump|growth|hike)"
)
RISES = r"(?:ris(?:e|es|en|ing)|rose|rais(?:e[sd]?|ing)|increas\w*|gr[eo]w\w*|growth|(?:go|gone|went|going|moved) up|jump\w*|bump\w*|chang\w*|climb\w*)"
_COUNT_ASKED = lazy_pattern(rf"\bhow many times (?:has|have|had|did|was|were)\b[^?.]{{0,60}}\b{RISES}\b")
_EACH_ASKED = lazy_pattern(
    rf"\b{RISES}\b[^?.]{{0,40}}\b(?:each|every) (?:single )?year\b|\b(?:year-(?:over|on|by)-year|yoy|annual|yearly) {RISES}\b(?=.*\b(?:each|every|from|between|since)\b)"
)
_AVERAGE_ASKED = lazy_pattern(
    rf"\b(?:average|avg|mean) (?:(?:annual|yearly|year-over-year|dollar|\$) ){{0,2}}{RISES}\b|\b{RISES}\b[^?.]{{0,40}}\b(?:on average|per year on avg)\b|\bon average\b[^?.]{{0,40}}\b{RISES}\b"
)
_COMPOUND = lazy_pattern(r"\bcagr\b|\bcompound(?:ed)?\b|\bannuali[sz]ed\b")
_EXTREME = lazy_pattern(
    r"\b(?:which|what) years?\b[^?.]{0,30}\b(?:smallest|lowest|highest|largest|biggest)\b(?! (?:\w+ )?(?:jump|increase|rise|raise|change|bump|growth|hike))"
)
_BORN_WHEN = lazy_pattern(
    r"\b(?:which|what) (?:birth ?(?:years?|dates?|cohorts?)|years? of birth)\b|\bborn (?:in )?(?:which|what) years?\b|\b(?:which|what) years?\b[^?.]{0,30}\bborn\b"
)


def of_rises(reading: Reading, slots: Slots) -> str:
    """What is asked of the rises of a limit, or of the years of birth that the higher catch-up is for."""
    if reading.says(_BIGGEST):
        return "unpaired" if asks_percent(reading) else "biggest"
    if reading.says(_BORN_WHEN) and not reading.birth_years:
        higher = word_of(slots, "limit") == "catch_up" and (reading.says(SUPER) or states_higher_catch_up(reading))
        return "birth_years" if higher else "unpaired"
    if reading.of("money"):
        return ""
    if reading.says(_COMPOUND) or reading.says(_EXTREME):
        return "unpaired"  # a root that no step can prove
    if reading.says(_COUNT_ASKED):
        return "count_rises"
    if reading.says(_AVERAGE_ASKED):
        return "unpaired" if asks_percent(reading) else "average_rise"
    if "years" in slots and reading.says(AVERAGE_LIMIT):
        return "average_limit"
    if not reading.says(_EACH_ASKED):
        return ""
    return "each_growth" if asks_percent(reading) else "each_rise"


def asks_percent(reading: Reading) -> bool:
    """Whether a percentage is asked for: a percent word that no number goes with, or a share by another name."""
    spans = [(each.start, each.end) for each in reading.of("percent")]
    loose = any(
        not any(start <= match.start() < end for start, end in spans) for match in PERCENT_ASKED.finditer(reading.plain)
    )
    return loose or reading.says(_SHARE_ASKED)
