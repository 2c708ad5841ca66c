"""Figures that disagree: whether two sentences give different numbers for the same quantity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.answers.days import Period, read_periods
from assistant.patterns import lazy_pattern

_SCALES = {"thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12, "tn": 1e12}
_WORDS = "one two three four five six seven eight nine ten eleven twelve".split()
_NUMBER = lazy_pattern(
    rf"""(?<![\w$.,(/-])(?P<money>\$\ ?)?(?:(?P<digits>\d[\d,]*(?:\.\d+)?)|(?P<word>{"|".join(_WORDS)})(?=\ [a-z]))
      (?:[ ]?(?P<scale>trillion|billion|million|thousand|tn|bn|m|k)\b)?
      (?:\ ?(?P<percent>%|percent\b)|\ (?P<coin>BTC|ETH|bitcoins?\b|ether\b))?(?![\w(/]|[.,]\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_A_NAME = lazy_pattern(
    r"\b(?:age|ages|aged|section|order|form|number|law|act|hb|sb|h\.r\.|s|page|fr|release|notice|docket|title|part|paragraph|"
    r"born|turn(?:s|ing)?|rule|block|top|first|last|next|than (?=\d+ years))\s*$",
    re.IGNORECASE,
)
_ASIDES = lazy_pattern(
    r"\baccording to (?:the )?[^,;.]*,?|\bby the desk's [^,;.]*| \([^()]*\)|, (?:also|carried|including|known|meaning) [^,]*,|"
    r"\b(?:in )?the (?:article|report|letter|paper) by [A-Z]\w*(?: [A-Z]\w*)*"
)
_SOURCES = lazy_pattern(
    r"^(?:(?!\bplans?\b)[^$%\d,]){0,80}?\b(?:says|puts?|gives|counted|counts|finds|found|used|reported|shows?|estimates?)\b"
    r"(?: that)?|^[^,]{0,60}\bcount of [\w-]+ found\b",
    re.IGNORECASE,
)
_ROUGHLY = lazy_pattern(r"\b(?:about|above|around|approximately|below|nearly|over|roughly|(?:more|less) than) \$?$")
_CLAUSE_ENDS = lazy_pattern(r"[,;:.]|\b(?:that|which|who|when|while|such as|because|so|although|if)\b")
_PLAN_KINDS = frozenset("401(k) 403(b) 457(b) simple ira roth dc db tsp".split())
_CONTRASTS = (
    frozenset(
        "enacted rejected pending failed passed vetoed oppose opposed opposition support unlikely rose fell".split()
    ),
    frozenset("contribution benefit deferral catch-up addition".split()),
    frozenset("equity hybrid mutual bitcoin ethereum ether btc eth stablecoin".split()),
)
_DECISIVE = frozenset("repaid repay".split())
"""Words that make another quantity of one, where they stand with one number alone."""
_AN_EXAMPLE = lazy_pattern(r"An? (?:couple|employee|person|saver|worker) (?:aged|paid|under|who|whose|with)\b")
_FILERS = lazy_pattern(r"\b(?:single|joint|couple|heads? of household|separately|spouse)", re.IGNORECASE)
_AGES = lazy_pattern(r"\bage[ds]? ((?:\d\d(?:, or |, | to | or | and )?)+)")
_ONE_THING = (
    (lazy_pattern(r"individual retirement accounts?(?: \(IRAs?\))?", re.IGNORECASE), "IRA"),
    (lazy_pattern(r"defined[ -]contribution(?: \(DC\))?", re.IGNORECASE), "DC"),
    (lazy_pattern(r"defined[ -]benefit(?: \(DB\))?", re.IGNORECASE), "DB"),
    (lazy_pattern(r"\b(?:traded|trades) (?=(?:at|above|below|for|around)\b)", re.IGNORECASE), "price "),
    (lazy_pattern(r"exchange-traded funds?(?: \(ETFs?\))?", re.IGNORECASE), "ETF"),
    (lazy_pattern(r"\b401k\b", re.IGNORECASE), "401(k)"),
)
_WORD = lazy_pattern(r"\d+\([a-z]\)|[a-z][a-z'-]*[a-z]", re.IGNORECASE)
_IGNORED = frozenset(
    """a about above according account after all also amount an and approximately are around as asset
    at be been below by can could figure for had has have held hold holding in into is it
    its kind first published later least level made market may meaning money more most much nearly no not now of on only or over
    people's put reach reached roughly size some stood such than that the their there these they this to total
    trillion type under united states up us was were which who will with within would american americans midday
    billion million thousand percent late early same imply implied implies headline claim value worth""".split()
)
_PLANS = frozenset({"plan"})
_MEASURED = ("money", "percent", "btc", "eth")
_RATIO, _ALIKE, _COUNTS_ALIKE, _PEOPLE_ALIKE = 3.0, 0.6, 0.4, 0.12


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a sentence: its kind ("money", "percent", a coin, or the noun that is counted), its value, the step to
    which it is rounded, and the words that say of what it is."""

    kind: str
    value: float
    step: float
    head: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The amounts of a sentence, the calendar years that it names (none when it names a day or month), and whom it is
    about: ages and kinds of tax filer."""

    amounts: tuple[Amount, ...]
    years: frozenset[int]
    people: frozenset[str]


def figures_conflict(a: str, b: str) -> bool:
    """Whether two sentences give different numbers for the same quantity, so that both are to be shown.

    Not when one has the other's number too, exactly or rounded; not for values of different calendar years, ages or tax
    filers, nor for worked examples; not for numbers so far apart that one is a part of the other.
    """
    if _AN_EXAMPLE.match(a) or _AN_EXAMPLE.match(b):
        return False
    ours, theirs = _read(a), _read(b)
    if ours.years and theirs.years and not ours.years & theirs.years:
        return False
    if ours.people and theirs.people and ours.people != theirs.people:
        return False
    everything = [(one, other) for one in ours.amounts for other in theirs.amounts if one.kind == other.kind]
    if any(one.value == other.value and one.kind in ("money", "btc", "eth") for one, other in everything):
        return False
    pairs = [(one, other) for one, other in everything if _same_quantity(one, other)]
    if not pairs or any(_same_number(one, other) for one, other in pairs):
        return False
    return any(max(one.value, other.value) <= _RATIO * min(one.value, other.value) for one, other in pairs)


def _same_quantity(one: Amount, other: Amount) -> bool:
    if not one.head or not other.head or (one.head ^ other.head) & _DECISIVE:
        return False
    contrasts = (*_CONTRASTS, _PLAN_KINDS) if one.kind in _MEASURED else _CONTRASTS
    if any(one.head & group != other.head & group and one.head & group and other.head & group for group in contrasts):
        return False
    enough = _ALIKE if one.kind in _MEASURED else _PEOPLE_ALIKE if one.kind == "people" else _COUNTS_ALIKE
    return len(one.head & other.head) / len(one.head | other.head) >= enough


def _same_number(one: Amount, other: Amount) -> bool:
    step = max(one.step, other.step)
    return abs(one.value - other.value) <= step / 2


@lru_cache(4096)
def _read(sentence: str) -> _Sentence:
    periods = list(read_periods(sentence))
    dated = any((period.last - period.first).days < 300 for period in periods)
    years = frozenset(period.first.year for period in periods if not dated)
    text = _without(sentence, periods)
    for pattern, short in _ONE_THING:
        text = pattern.sub(short, text)
    text = _SOURCES.sub(_blank, _ASIDES.sub(_blank, text))
    people = {age for match in _AGES.finditer(sentence) for age in re.findall(r"\d\d", match[1])}
    people |= {word.lower() for word in _FILERS.findall(sentence)}
    return _Sentence(tuple(_amounts(text)), years, frozenset(people))


def _without(sentence: str, periods: list[Period]) -> str:
    """The sentence with its dates blanked out."""
    for period in reversed(periods):
        sentence = f"{sentence[: period.start]} {sentence[period.end :]}"
    return sentence


def _blank(match: re.Match[str]) -> str:
    """Leaves out what only names a source, but nothing that holds a number."""
    return match.group() if re.search(r"\d{2}|\$", match.group().replace("401", "")) else " "


def _amounts(text: str) -> Iterator[Amount]:
    """The amounts of a text. What one is of is told by the words from the number before it to the number after it."""
    found = [match for match in _NUMBER.finditer(text) if not _A_NAME.search(text[: match.start()])]
    for place, match in enumerate(found):
        before = text[found[place - 1].end() if place else 0 : match.start()]
        after = text[match.end() : found[place + 1].start() if place + 1 < len(found) else len(text)]
        nouns = _WORD.findall(_CLAUSE_ENDS.split(after, maxsplit=1)[0])
        kind = _kind(match, nouns)
        if kind:
            value, step = _value(match, bool(_ROUGHLY.search(before)))
            heads = {_stem(word) for word in [*_WORD.findall(before), *nouns]} - _IGNORED - {kind}
            yield Amount(kind, value, step, frozenset(heads - _PLANS if kind in _MEASURED else heads))


def _kind(match: re.Match[str], nouns: list[str]) -> str:
    if match["money"]:
        return "money"
    if match["percent"]:
        return "percent"
    if match["coin"]:
        return "eth" if match["coin"].lower() in ("eth", "ether") else "btc"
    return _stem(nouns[0]) if nouns and nouns[0].islower() and nouns[0] not in _IGNORED else ""


def _value(match: re.Match[str], roughly: bool) -> tuple[float, float]:
    """The number in full, and the step to which it is rounded: 8.7 trillion to 0.1 trillion, "above 116,000" to 1,000; 0
    when it is printed in full."""
    scale = _SCALES.get((match["scale"] or "").lower(), 1.0)
    if match["word"]:
        return (_WORDS.index(match["word"].lower()) + 1) * scale, 0.0
    digits = match["digits"].replace(",", "")
    value = float(digits) * scale
    whole, _, decimals = digits.partition(".")
    zeros = 0 if decimals else len(whole) - len(whole.rstrip("0"))
    step = float(10 ** (zeros - len(decimals)) * scale)
    return value, (min(step, value / 10) if zeros else step) if roughly or scale > 1 else 0.0


def _stem(word: str) -> str:
    lower = word.lower().removesuffix("'s")
    return lower[:-1] if lower.endswith("s") and not lower.endswith("ss") and len(lower) > 3 else lower
