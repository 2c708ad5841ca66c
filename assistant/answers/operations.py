"""Which operation on two amounts, or three to be added, a question asks for, and in which words it names each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.calculators.figure_words import OPERATIONS
from assistant.calculators.quantities import plain_text, read_quantities
from assistant.patterns import lazy_pattern

OperationName = Literal["difference", "sum", "rest", "share", "times"]

_ASKED = dict(OPERATIONS)
_WANTS_A_NUMBER = lazy_pattern(
    r"\bhow (?:much|many|large|big|far|high)\b|\bwh?at(?:'?s)?\b|\bwhich\b|\?|=|\b(?:calc\w*|work out|compute|give me|show me)\b|\bby how\b|\bas (?:an? )?(?:share|per ?cent\w*|%)"
)
_TELLS = lazy_pattern(
    r"\b(?:why|when|who|whom|whose|where)\b|\bhow (?:do|does|did|is|are|was|were|can|could|to|come|has|have)\b"
)
_IN_PERCENT = lazy_pattern(r"%|\bper ?cent\w*(?! points?)|\bpct\b|\b(?:share|proportion|fraction|portion)\b")
_MORE = r"(?:bigger|larger|more|greater|higher|longer|taller|heavier|further)"
_LESS = r"(?:smaller|less|lower|fewer|shorter|lighter)"
_SHARE = r"(?:share|per ?cent(?:age)?|%|fraction|portion|proportion|pct)"
_IS = r"(?:is|are|was|were|does|do|did|would|will|goes|go|went|comes?|came|sits?|lies?|falls?|belongs?|makes?|made)"
_HOW_FAR = lazy_pattern(r"\bhow (?:much|many|far|big|large)\b|\bby (?:how|what)\b|\bwhat (?:amount|sum)\b|=")
_MINUS = lazy_pattern(r"\A(?P<a>.+?)(?:\bminus\b|(?<!no )\bless\b(?!.*\bthan\b))(?P<b>.+)")
_DASH = lazy_pattern(r"\A(?=.* - .+=)(?P<a>.+?\w.*?) - (?P<b>.+?=.*)")
_SUBTRACT = lazy_pattern(r"\bsubtract(?:ing|ed)?\b(?P<b>.+?)\bfrom\b(?P<a>.+)")
_GAP = lazy_pattern(
    r"\b(?:difference|gap|distance)\b.*?\bbetween\b(?P<a>.+?)(?:\band\b|&)(?P<b>.+)|"
    r"\A(?P<before>.*)\b(?:difference|gap|distance)\b (?:to|from|with|vs\.?|versus|over)\b(?P<other>.+)"
)
_EXCEEDS = lazy_pattern(
    r"\A(?P<a>.+?)\b(?:exceed\w*|tops?|topped|outweigh\w*|surpass\w*|outstrip\w*|above|ahead of)\b(?P<b>.+)"
)
_THAN = lazy_pattern(rf"\A(?P<a>.*?)\b(?:{_MORE}|(?P<less>{_LESS}))\b(?P<c>.*?)\bthan\b(?P<b>.+)")
_AS_SHARE = lazy_pattern(
    rf"\A(?:(?P<a>.*?)\b(?:as )(?:an? |the )?(?:\w+ )??{_SHARE}(?<!\w%) ?of\b(?P<b>.+)|(?P<part>.*?)\bas % of\b(?P<whole>.+))"
)
_HOW_LARGE = lazy_pattern(
    rf"\bas (?:an? |the )?(?:\w+ )??{_SHARE}(?: ?of (?P<whole>.+?))?,? how (?:large|big|much|great|small)\b(?: {_IS})? (?P<part>.+?)"
    r"(?: (?:relative to|compared (?:to|with)|in relation to|against|next to|out of) (?P<other>.+))?$"
)
_SHARE_OF = lazy_pattern(rf"^(?P<a>.*?)(?:\b|(?=%)){_SHARE} (?:of|out of) (?P<rest>.+)")
_TIMES = lazy_pattern(
    rf"\bhow many times\b.*?(?:{_MORE}|\bas \w+)\b(?P<a>.+?)\b(?:than|as)\b(?P<b>.+)|\bratio of\b(?P<c>.+?)\bto\b(?P<d>.+)|"
    r"\A(?P<e>.+?)\b(?:is|are|was|were)\b how many times\b(?P<f>.+)"
)
_ALL_TOGETHER = lazy_pattern(
    r"\b(?:combined|together|altogether|in all|in total|add(?:ed|ing)?(?: up)?|(?:sum|total) of)\b"
)
_ADDED = lazy_pattern(r"\+|\bplus\b")
_JOINED = lazy_pattern(r"\band\b|&|,")


@dataclass(frozen=True, slots=True)
class Operation:
    """``sides`` are the words for each amount: of a difference or a rest the greater first, of a share the part, of a
    multiple the one that is so many times the other. With ``either`` order the question does not say which is greater.
    A side without words of its own is what the turn before spoke of. With ``within`` the part is asked for as lying in the whole."""

    name: OperationName
    sides: tuple[str, ...]
    either: bool = False
    within: bool = False


def operations(turn: str) -> list[Operation]:
    """The readings of what a turn asks to be worked out from amounts that it names but does not give, likeliest first."""
    plain = plain_text(turn)
    if not any(_ASKED[name].search(plain) for name in _READERS) and "subtract" not in plain:
        return []
    given = any(each.kind in ("money", "percent", "coins", "ratio") for each in read_quantities(turn))
    if given or _TELLS.search(plain) or not _WANTS_A_NUMBER.search(plain):
        return []
    return [found for read in _READERS.values() for found in read(plain)]


def asks_percent(turn: str) -> bool:
    """Whether a turn asks for something in percent."""
    return bool(_IN_PERCENT.search(plain_text(turn)))


def _times(plain: str) -> Iterator[Operation]:
    if match := _TIMES.search(plain):
        first, second = (next(filter(None, match.group(*names)), "") for names in ("ace", "bdf"))
        yield Operation("times", (first, second))


def _rest(plain: str) -> Iterator[Operation]:
    """ "A not in B", "A outside B", "excluding B, how much is A"."""
    match = _ASKED["rest"].search(plain)
    if match is None or match.group() == "minus" or _IN_PERCENT.search(plain):
        return
    whole, part = plain[: match.start()], plain[match.end() :]
    if not re.search(r"\w{3}", whole) and "," in part:
        part, whole = part.split(",", 1)
    yield Operation("rest", (whole, part))


def _share(plain: str) -> Iterator[Operation]:
    if (match := _HOW_LARGE.search(plain)) and (match["whole"] or match["other"]):
        yield Operation("share", (match["part"], match["whole"] or match["other"]))
        return
    if match := _AS_SHARE.search(plain):
        yield Operation("share", (match["a"] or match["part"] or "", match["b"] or match["whole"] or ""))
        return
    match = _SHARE_OF.search(plain)
    if match is None:
        return
    for verb in re.finditer(rf"\b{_IS}\b", match["rest"]):
        yield Operation("share", (match["rest"][verb.end() :], match["rest"][: verb.start()]), within=True)
    yield Operation("share", (match["a"], match["rest"]))


def _sum(plain: str) -> Iterator[Operation]:
    if _ADDED.search(plain):
        sides = _ADDED.split(plain)
    elif _ALL_TOGETHER.search(plain):
        sides = _JOINED.split(_ALL_TOGETHER.sub(" ", plain))
    else:
        return
    yield Operation("sum", tuple(sides))


def _difference(plain: str) -> Iterator[Operation]:
    for pattern in (_MINUS, _DASH, _SUBTRACT):
        if match := pattern.search(plain):
            yield Operation("difference", (match["a"], match["b"]))
    if match := _GAP.search(plain):
        sides = (match["a"] or match["before"] or "", match["b"] or match["other"] or "")
        yield Operation("difference", sides, either=True)
    if not _HOW_FAR.search(plain) or "how many times" in plain:
        return
    if match := _EXCEEDS.search(plain):
        yield Operation("difference", (match["a"], match["b"]))
    if match := _THAN.search(plain):
        first, second = f"{match['a']} {match['c']}", match["b"]
        yield Operation("difference", (second, first) if match["less"] else (first, second))


_READERS: dict[OperationName, Callable[[str], Iterator[Operation]]] = {
    "times": _times,
    "rest": _rest,
    "share": _share,
    "sum": _sum,
    "difference": _difference,
}
