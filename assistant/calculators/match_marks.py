"""The rates and widths of a match formula where they stand: percentages, "dollar for dollar", "50 cents", small numbers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.calculators.reading import Reading
from assistant.patterns import lazy_pattern

_NOUN_AFTER = lazy_pattern(r" ?(?:for|to|:|-for-|checks?|times|years?|employers?|jobs?|plans?|dollars?|k\b)")
_WIDTH_BEFORE = lazy_pattern(
    r"\b(?:first|next|following|another|additional|up ?to|until|till|max(?: of)?|capped at|to|on|of) $"
)
_RATE_BEFORE = lazy_pattern(r"match\w* (?:me )?$|\bat $|\b(?:then|and|plus|next|,) $|[;,] ?$")
OWN = lazy_pattern(
    r"(?:(?:\band|\bbut|&|,) (?:put(?: in)?|defer|do|contribute|give|save|am at)|\b(?:i|we|she|he|you|if i|who|employee|only|just|currently|me)(?:'m|'re| am| are)? ?(?:only |just |currently |now |already )*(?:put(?:s|ting)?(?: in)?|contribut\w*|defer\w*|sav(?:e|es|ing)|do|doing|set|elect\w*|at|give|giving|stash\w*|going|go|cut|drop\w*)(?: (?:in|at|to|only|just|away|about|down|back|from|is|of))*|\bdeferral(?: rate)?(?: of| is| at)?|\bmy (?:own )?(?:contribution|rate|deferral|share)s?(?: is| of| at| rate)*|\bdeferring|\bcontributing|\bputting in|\bput in|\bputting|\bonly|\bfrom|\binstead of|\bcontribute|\bdefers?|\bsaving|\bsave|\bwith|\bat) ?$"
)
LINK = lazy_pattern(
    r"(?:[, ]|match(?:es|ing|ed)?|of|on|for|up|to|until|till|the|my|your|his|her|first|next|following|another|additional|1st|then|a|max|maximum|cap|capped|at|contributions?|deferrals?|what|i|put|in|deferred|whatever|employees?|contributes?|pay|only|but|dollars?|salary|limit|\(|=|it|that|they|is|through|-|@|/)*"
)
PER_DOLLAR = lazy_pattern(
    r"\$?\b(\d{1,2})(?: (?:for|to)(?: every| each)? |:|-(?:for|to)-)\$?(\d{1,2})\b(?= match|[^?.%]{0,30}\bup to\b)(?! ?%)"
)
_HALF = lazy_pattern(
    r"\bmatch(?:es|ing|ed)? (?:me )?(?:half|fifty percent)\b(?! (?:of (?:the )?(?:first|next)))|\bhalf[- ]match|(?:puts?|adds?|gives?|kicks in|pays?|contributes?) half\b|\bfifty cents (?:on|of|per|for) (?:the|every|each|a) dollar"
)
_FULL = lazy_pattern(
    r"\bdollar[- ](?:for|per|to)[- ](?:every )?dollar\b|\b1:1\b|\b1 for 1\b|\b(?:one|dollar)[- ]for[- ](?:one|dollar)\b|\bfully match\w*|\bmatch\w* (?:it |me )?(?:in full|fully|all of it)\b|\bmatch(?:es)? everything\b"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A percentage or a spelled-out rate, in its place."""

    value: Decimal
    start: int
    end: int
    width_only: bool = False


def read_marks(reading: Reading) -> list[Mark]:
    marks = []
    for each in reading.of("percent"):
        marks.append(Mark(each.value, each.start, each.end if each.high is None else each.start + 1))
        if each.high is not None:
            marks.append(Mark(each.high, each.start + 2, each.end))
    spelled = [(match, Decimal(100)) for match in _FULL.finditer(reading.plain)] + [
        (match, Decimal(50)) for match in _HALF.finditer(reading.plain)
    ]
    for match, value in spelled:
        if all(match.end() <= mark.start or mark.end <= match.start() for mark in marks):
            marks.append(Mark(value, match.start(), match.end()))
    marks += [each for each in _per_dollar(reading) if _is_free(marks, each.start, each.end)]
    marks += _bare_rates(reading, marks)
    marks += _bare_widths(reading, marks)
    marks += _bare_own(reading, marks)
    return sorted(marks, key=lambda mark: mark.start)


def _is_free(marks: list[Mark], start: int, end: int) -> bool:
    return all(end <= mark.start or mark.end <= start for mark in marks)


def _per_dollar(reading: Reading) -> list[Mark]:
    """ "$1 for every $2", "2 to 1"."""
    found = [(match, Decimal(match[1]), Decimal(match[2])) for match in PER_DOLLAR.finditer(reading.plain)]
    return [Mark(one * 100 / other, match.start(), match.end()) for match, one, other in found if other]


_OF_WIDTH = lazy_pattern(r" (?:on|of|for|up to|to) (?:the )?(?:first |next |another |up to )?\d")


def _bare_rates(reading: Reading, marks: list[Mark]) -> list[Mark]:
    """ "then 50 on the next 2": a round number before a width, in percent."""
    return [
        Mark(number.value, number.start, number.end)
        for number in reading.of("number", "age")
        if number.value in (25, 50, 75, 100)
        and _is_free(marks, number.start, number.end)
        and _RATE_BEFORE.search(reading.before(number))
        and _OF_WIDTH.match(reading.after(number))
    ]


def _bare_widths(reading: Reading, marks: list[Mark]) -> list[Mark]:
    """ "100% up to 5", "50 cents on the next 2": a small number right after a rate, in percent of pay."""
    found = []
    for number in reading.of("number"):
        before = sorted((mark for mark in marks if mark.end <= number.start), key=lambda mark: mark.end)
        if (
            before
            and 0 < number.value <= 30
            and _is_free(marks, number.start, number.end)
            and _WIDTH_BEFORE.search(reading.before(number))
            and LINK.fullmatch(reading.plain, before[-1].end, number.start)
        ):
            found.append(Mark(number.value, number.start, number.end))
    return found


def _bare_own(reading: Reading, marks: list[Mark]) -> list[Mark]:
    """ "i put in 4", "what if only 3": a small number after what the saver does, in percent of pay."""
    return [
        Mark(number.value, number.start, number.end)
        for number in reading.of("number")
        if 0 <= number.value <= 100
        and _is_free(marks, number.start, number.end)
        and OWN.search(reading.before(number, 40))
        and not _NOUN_AFTER.match(reading.after(number))
    ]
