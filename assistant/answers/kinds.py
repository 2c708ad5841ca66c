"""What kind of thing a question asks for, and whether a sentence holds one that the question did not already name."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTH = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
_NUMBER_WORD = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?|billions?|"
    r"trillions?|half|several|no"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """``asks`` finds it in a question, ``holds`` in a sentence. ``family`` groups kinds that are told alike: "fact"
    (a date, duration, share or amount), "name" (a person, agency or place), "account" (a reason or manner)."""

    name: str
    family: str
    asks: re.Pattern[str]
    holds: re.Pattern[str]


def _kind(name: str, family: str, asks: str, holds: str) -> Kind:
    flags = 0 if family == "name" else re.IGNORECASE
    return Kind(name, family, re.compile(asks, re.IGNORECASE), re.compile(holds, flags))


KINDS = (
    _kind(
        "date",
        "fact",
        r"\b(?:when|what (?:date|day|year|month|time)|which (?:year|date|day)|since when|until when|how long ago|deadline)\b",
        rf"\b(?:1\d|20)\d\d\b|\b{_MONTH} \d|\d {_MONTH}|\bcentur(?:y|ies)\b",
    ),
    _kind(
        "duration",
        "fact",
        r"\bhow (?:long|often|old|frequently)\b|\bwhat (?:age|period)\b",
        r"\b(?:days?|weeks?|months?|years?|hours?|minutes?|decades?|centur\w+|annual\w*|daily|once|twice|age)\b",
    ),
    _kind(
        "share",
        "fact",
        r"\b(?:what (?:share|per ?cent\w*|fraction|proportion|rate)|how (?:big|large) (?:a|is the) share)\b",
        r"%|per ?cent|\b(?:half|third|quarter|fraction|majority)\b",
    ),
    _kind(
        "amount",
        "fact",
        r"\bhow (?:much|many|large|big|high|tall|far|deep|fast|heavy|wide|hot|cold)\b|"
        r"\bwhat (?:is|was|are|were)? ?(?:the )?(?:\w+ )?(?:number|amount|price|cost|fee|size|population|limit|total|sum|value|length)\b",
        rf"\d|\b(?:{_NUMBER_WORD})\b",
    ),
    _kind(
        "person",
        "name",
        r"\b(?:who|whose|whom)\b|\bwhat (?:person|president|agency|company|actor|author|man|woman)\b",
        r"(?<!^)(?<![.?!] )\b[A-Z][\w.'-]+ (?:[A-Z]|of|de|von|van)|"
        r"\b(?:he|she|they|people|person|men|women|members?|king|queen|president|agency|company|department|court)\b",
    ),
    _kind(
        "place",
        "name",
        r"\b(?:where|(?:what|which) (?:city|country|state|place|town|location|region|continent)s?)\b",
        r"\b(?:in|at|on|from|near|of|to|between|across) (?:the )?(?:\w+ )?[A-Z]",
    ),
    _kind(
        "reason",
        "account",
        r"\b(?:why|how come|reasons?|purpose|what (?:caused|causes|led))\b",
        r"\b(?:because|due to|since|so that|in order to|as a result|therefore|caus\w*|reasons?|led to|leads? to|results?|purpose|"
        r"to (?:avoid|prevent|protect|allow|help|make|give|keep|reduce))\b",
    ),
    _kind(
        "manner",
        "account",
        r"\bhow (?:do|does|did|is|are|was|were|can|to|has|have)\b",
        r"\b(?:by|through|using|with)\b",
    ),
)
FAMILIES = ("fact", "name", "account")

_ASKS_WHAT = re.compile(
    r"(?:wh?at|who)(?:['’]?s| is| are| was| were| does| do)?\b(?! the (?:name|number|date|year|largest|most|first|highest|purpose))|"
    r"(?:define|explain|describe|meaning of)\b",
    re.IGNORECASE,
)
_SAYS_WHAT = re.compile(
    r"(?:(?:An?|The|In [\w ]+,)\s)?(?P<head>[^.]{1,120}?)\s(?:is|are|means|was|were|refers? to|stands for)\s"
    r"(?:an?|the|any|one|when|what|money|considered|defined)\b"
)
_OWN_NAMES = re.compile(r"\b(?:[A-Z][\w'-]+|\d[\d,.]*)\b")
_NEGATES = re.compile(
    r"\b(?:not|never|no|without|except|other than|aside from|besides|neither|nor|none|avoid|prevent|fail\w*|least|refus\w*|"
    r"reject\w*|den(?:y|ied))\b|n['’]t\b",
    re.IGNORECASE,
)


def kinds_asked(question: str) -> list[Kind]:
    """The kinds that the question asks for, in the order of the table."""
    return [kind for kind in KINDS if kind.asks.search(question)]


def novel(question: str, text: str) -> str:
    """The text without the names and numbers that the question itself gives, which cannot be what it asks for."""
    for name in set(_OWN_NAMES.findall(question)):
        text = text.replace(name, "")
    return text


def asks_what(question: str) -> bool:
    """Whether a question asks what or who something is."""
    return bool(_ASKS_WHAT.match(question.strip()))


def defined_head(text: str) -> str | None:
    """What a sentence says the nature of when it opens by doing so ("A stable value fund is a …"), None when not."""
    told = _SAYS_WHAT.match(text)
    return told["head"] if told else None


def negates(text: str) -> bool:
    """Whether a text says that something is not so, or excepted."""
    return bool(_NEGATES.search(text))
