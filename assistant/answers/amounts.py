"""The amounts that a sentence states, each with the words of its own clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.calculators.quantities import Quantity, read_quantities
from assistant.patterns import lazy_pattern

CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
SIGNS = {code: sign for sign, code in CURRENCIES.items()}

_KINDS = ("money", "percent", "coins", "count", "number", "age")
_NOUN = lazy_pattern(r"[ -]?([^\W\d_][\w²³/]*)")
_NO_NOUN = frozenset(
    """a about after against all an and are as at be before but by each for from had has have in into is it its may more of
    off on or over per since so than that the then they this those to under until up was were when which while who will with
    year years month months day days week weeks hour hours percent""".split()
)
_BRACKETS = lazy_pattern(r"(?<=\s)\((?:[^()]|\(\w+\))*\)")
_BREAKS = (
    lazy_pattern(
        r"[;:—–]|,? (?:of which|of that|of this|followed by|while|whereas|compared (?:with|to)|versus|vs\.?|against|but|including|plus)\b"
    ),
    lazy_pattern(r",(?: (?:and|or|with|to))?\s"),
    lazy_pattern(r" (?:and|or|on)\s"),
)
_BEFORE_ITS_AMOUNT = lazy_pattern(r"\b(?:of|was|were|is|are|be|at|to|reached|totall?ed|came to|made|had|got)\s*$", re.I)
_OPENING = lazy_pattern(
    r"(?:According to\b[^,]*|(?:[Aa]s (?:of|at)|In|On|At|By|During|Since|For)\b[^,]*\d[^,]*(?:, \d{4})?),\s"
)
_NO_LEVEL = lazy_pattern(
    r"\b(?:by|from|than|at least|at most|over|under|above|below|between|nearly to|additional|another|extra|"
    r"(?:increase|rise|drop|fall|decline|cut|gain|growth|change|jump|loss|up|down|rose|fell|grew) (?:of )?)"
    r"\s*(?:about |around |some |roughly |almost |nearly |an? )?$",
    re.IGNORECASE,
)
_DIGITS = lazy_pattern(r"[\d,.]+")
_RANGE = lazy_pattern(r"\s*(?:-|–|to)\s*[$€£¥]?\d")
_RANGE_BEFORE = lazy_pattern(r"\d\s*(?:-|–|to)\s*[$€£¥]?$")


@dataclass(frozen=True, slots=True)
class Amount:
    """``text[start:end]`` of a sentence as a number. ``value`` is in base units of ``unit``: a currency's code, "percent", a
    coin or the noun counted. ``clause`` is what its own clause says, ``head`` what stands before the first amount of the
    sentence, ``bracketed`` whether it only glosses the amount before. One that is a change or a bound is no ``level``."""

    value: Decimal
    unit: str
    shown: str
    start: int
    end: int
    clause: str
    head: str
    level: bool
    bracketed: bool

    @property
    def of_kind(self) -> str:
        """What it can be summed with: its unit, plural or not."""
        return self.unit.lower().removesuffix("s") if self.unit not in SIGNS else self.unit


@lru_cache(maxsize=512)
def amounts(text: str) -> tuple[Amount, ...]:
    """The amounts of a sentence in order; none where "respectively" says that they are in another order than their names."""
    if "respectively" in text:
        return ()
    found = [each for each in read_quantities(text) if each.kind in _KINDS and re.match(r"[$€£¥]?\d", each.text)]
    glosses = [
        match.span() for match in _BRACKETS.finditer(text) if any(match.start() < q.start < match.end() for q in found)
    ]
    outside = [q for q in found if not any(start <= q.start < end for start, end in glosses)]
    plain = text
    for start, end in glosses:
        plain = f"{plain[:start]}{' ' * (end - start)}{plain[end:]}"
    bounds = list(_bounds(plain, outside))
    head = plain[bounds[0][0] : outside[0].start] if outside else ""
    read = [
        _amount(text, q, (plain[a : q.start], plain[q.end : b]), "" if n == 0 else head, False)
        for n, (q, (a, b)) in enumerate(zip(outside, bounds, strict=True))
    ]
    for start, end in glosses:
        inside = [q for q in found if start <= q.start < end]
        read += [_amount(text, q, (text[start + 1 : q.start], text[q.end : end - 1]), "", True) for q in inside]
    return tuple(sorted((each for each in read if each), key=lambda each: each.start))


def _bounds(plain: str, found: Sequence[Quantity]) -> Iterator[tuple[int, int]]:
    """Where the clause of each amount begins and ends."""
    begins = 0
    while opening := _OPENING.match(plain, begins, found[0].start if found else 0):
        begins = opening.end()
    for n, each in enumerate(found):
        following = found[n + 1].start if n + 1 < len(found) else 0
        ends = each.end + _cut(plain[each.end : following]) if following else len(plain)
        yield begins, ends
        begins = ends


def _cut(between: str) -> int:
    """Where between two amounts the clause of the first ends."""
    for breaks in _BREAKS:
        if cuts := [match.start() for match in breaks.finditer(between)]:
            return cuts[-1]
    return 0 if _BEFORE_ITS_AMOUNT.search(between) else len(between)


def _amount(text: str, each: Quantity, clause: tuple[str, str], head: str, bracketed: bool) -> Amount | None:
    if (
        each.high is not None
        or each.per not in ("", "year")
        or _RANGE.match(text, each.end)
        or _RANGE_BEFORE.search(text[: each.start])
    ):
        return None
    start, end, sign = each.start, each.end, text[max(0, each.start - 1) : each.start]
    if each.kind in ("number", "age") and not _DIGITS.fullmatch(each.text):
        return None
    if each.kind in ("percent", "coins"):
        unit = each.unit
    elif each.kind == "money" and not each.bare:
        unit = "USD"
    elif sign in CURRENCIES:
        unit, start = CURRENCIES[sign], start - 1
    else:
        noun = _NOUN.match(text, each.end if each.kind != "count" else each.start + len(each.text))
        if noun is None or noun[1].lower() in _NO_NOUN:
            return None
        unit, end = noun[1], noun.end()
    level = not _NO_LEVEL.search(text[:start])
    said = f"{clause[0]} {clause[1][end - each.end :]}"
    return Amount(each.value, unit, text[start:end], start, end, said, head, level, bracketed)
