"""Numbers in text, in digits or in words, with their scale: ``8.7tn``, ``120k``, ``two and a half million``, ``½``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.patterns import lazy_pattern


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number and where it stands. ``scaled`` when a scale word or letter was part of it, ``words`` when spelled out,
    ``written`` what the digits looked like (a comma tells a sum from a year)."""

    value: Decimal
    start: int
    end: int
    written: str
    scaled: bool = False
    words: bool = False


_SCALE_OF = {
    "k": 3,
    "thousand": 3,
    "thou": 3,
    "grand": 3,
    "m": 6,
    "mm": 6,
    "mil": 6,
    "mln": 6,
    "mn": 6,
    "million": 6,
    "millions": 6,
    "b": 9,
    "bn": 9,
    "bln": 9,
    "bil": 9,
    "billion": 9,
    "billions": 9,
    "t": 12,
    "tn": 12,
    "trn": 12,
    "tril": 12,
    "tr": 12,
    "trillion": 12,
    "trillions": 12,
}
_SCALE = (
    r"(?:(?:[ -]?(thousand|thou|grand|millions?|billions?|trillions?|tril|trn|tn|mln|mil|mm|mn|bln|bil|bn|k)|([mbt]|tr))"
    r"(?![a-z0-9(]))?"
)
_FRACTIONS = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "0.3333", "⅔": "0.6667"}
_DIGITS = lazy_pattern(
    r"(?<![a-z0-9])(?<!\d\.)(?:(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)( ?[½¼¾]|(?<=\d) 1/2(?!\d)| and a half\b)?"
    r"|([½¼¾⅓⅔])|(\d{1,2})/(\d{1,3})(?=\s?(?:%|percent|per cent|pct|of\b)))" + _SCALE
)

_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
} | {"fourty": 40}
_PARTS = {
    "half": Decimal("0.5"),
    "quarter": Decimal("0.25"),
    "quarters": Decimal("0.25"),
    "tenth": Decimal("0.1"),
    "tenths": Decimal("0.1"),
}
_BIG = {"hundred": 2, "thousand": 3, "grand": 3, "million": 6, "billion": 9, "trillion": 12}
_WORD = "|".join([*sorted([*_UNITS, *_TENS, *_BIG], key=len, reverse=True)])
_SPELLED = lazy_pattern(
    rf"(?<![a-z])(?:(?:half )?an? (?:hundred|thousand|grand|million|billion|trillion)|(?:{_WORD}))"
    rf"(?:(?:-| and an? | and | an? | )(?:{_WORD}|half|quarter|tenths?)){{0,9}}(?![a-z])"
)
_PIECES = lazy_pattern(r"[a-z]+")


def find_numerals(plain: str) -> Iterator[Numeral]:
    """Every number of ``plain`` (lower case, straight hyphens), those in digits first."""
    for match in _DIGITS.finditer(plain):
        yield _from_digits(match)
    for match in _SPELLED.finditer(plain):
        value = spelled(match[0])
        if value is not None:
            scaled = any(word in _BIG for word in _PIECES.findall(match[0])) and value >= 1000
            yield Numeral(value, match.start(), match.end(), match[0], scaled, words=True)


def _from_digits(match: re.Match[str]) -> Numeral:
    digits, half, fraction, upper, lower, word, letter = match.groups()
    scale = word or letter
    if digits is not None:
        value = Decimal(digits.replace(",", "") if digits[0] != "." else "0" + digits)
        if half:
            value += Decimal(_FRACTIONS.get(half.strip(), "0.5"))
    elif fraction is not None:
        value = Decimal(_FRACTIONS[fraction])
    else:
        value = Decimal(upper) / Decimal(lower) if int(lower) else Decimal(0)
    return Numeral(
        value.scaleb(_SCALE_OF[scale]) if scale else value, match.start(), match.end(), match[0], bool(scale)
    )


def spelled(phrase: str) -> Decimal | None:
    """The value of a number in words ("two and a half million", "sixty-three"), None when it is not one number."""
    total, group, seen = Decimal(0), Decimal(0), False
    for word in _PIECES.findall(phrase):
        if word in ("a", "an"):
            group += 0 if seen or group else 1
        elif word in _PARTS:
            group += _PARTS[word]
        elif word == "and":
            continue
        elif word in _UNITS or word in _TENS:
            small = Decimal(_UNITS.get(word, _TENS.get(word, 0)))
            if group % 100 and (small >= 10 or group % 10 or group % 100 < 20):
                return None
            group += small
        elif word == "hundred":
            group = (group or Decimal(1)) * 100
        else:
            total, group = total + (group or Decimal(1)).scaleb(_BIG[word]), Decimal(0)
        seen = True
    return total + group if seen else None
