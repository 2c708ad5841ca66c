"""What one turn may put in another's place: years, months, ages, and the glossary's terms of one kind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.corpus.glossary import Glossary, mentions
from assistant.patterns import lazy_pattern

_MONTHS = "january|february|march|april|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
_PLAIN = (
    ("year", lazy_pattern(r"\b(?:19|20)\d\d\b(?!-\d)|\b(?:this|next|last) year\b", re.IGNORECASE)),
    ("month", lazy_pattern(rf"\b(?:{_MONTHS})\b|(?<=\bin )may\b|\bmay(?= \d{{4}}\b)", re.IGNORECASE)),
    ("age", lazy_pattern(r"(?:(?<=\bat )|(?<=\bage )|(?<=\baged )|(?<=\bturning )|(?<=\bi'm ))\d\d\b", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place ``text[start:end]`` that holds a thing of some kind; ``name`` is the same wherever the thing is named."""

    kind: str
    name: str
    start: int
    end: int


def slots(text: str, glossary: Glossary = ()) -> list[Slot]:
    """Everything in the text that another of its kind could replace, in order of place."""
    plain = [Slot(kind, match.group().lower(), *match.span()) for kind, form in _PLAIN for match in form.finditer(text)]
    named = [
        Slot(mention.entry.kind, mention.entry.term, mention.start, mention.end)
        for mention in mentions(text, glossary)
        if mention.entry.kind
    ]
    return sorted([*plain, *named], key=lambda slot: slot.start)


def offered(fragment: str, glossary: Glossary) -> list[Slot]:
    """What a fragment puts in another's place: its terms, and years, months and ages that are no part of a term."""
    found = slots(fragment, glossary)
    named = [slot for slot in found if slot.kind not in dict(_PLAIN)]
    apart = (slot for slot in found if not any(slot.start < one.end and one.start < slot.end for one in named))
    return [*named, *apart]


def of_kind(kind: str, text: str, glossary: Glossary) -> Slot | None:
    """The thing of that kind that the text speaks of: the last one, which is what it asks about when there are two."""
    return next((slot for slot in reversed(slots(text, glossary)) if slot.kind == kind), None)


def exchanged(text: str, old: Slot, new: str, glossary: Glossary) -> str:
    """The text with ``new`` wherever the thing in ``old`` is named."""
    for slot in reversed(slots(text, glossary)):
        if (slot.kind, slot.name) == (old.kind, old.name):
            text = text[: slot.start] + new + text[slot.end :]
    return " ".join(text.split())
