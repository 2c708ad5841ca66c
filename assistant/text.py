"""Sentences and words of English policy prose. The only module that imports nltk, and only when sentences are cut."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from assistant.patterns import lazy_pattern

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

_ABBREVIATIONS = """
a.d a.k.a a.m adm al apr approx art assn aug ave b.c ca calif capt cf ch cl co col cong const corp ct d.c dec dept
dist div dr e.g e.o ed eds est et.al etc ex feb fed ff fig figs fl fr fri fwd gen gov hon i.e inc incl j.d jan jr jul jun
l.l.c l.l.p l.p lt ltd m.d mar messrs mon mr mrs ms mt mtn n.a n.y nat nov oct op p.m para paras ph.d pl pp pres
prof pub rel rep reps rev sat sec secs sen sens sep sept seq sgt sr st subd subpt subsec sun supp tech thu tue
treas u.k u.n u.s u.s.a u.s.c univ v viz vol vols vs wed h.r s.b h.b r.i.n j.p reg regs stat exec ord dkt
""".split()
_NUMBERED = lazy_pattern(r"(?:^|\W)(?:Nos?|Arts?|Pts?|p|pp|Ch|Par|Rul)\.\s*$")
_ENDS_IN_ACRONYM = lazy_pattern(r"(?:^|\W)(?:[A-Z]\.){2,}\s+(?=[A-Z][a-z])")
_OPENERS = frozenset(
    "The A An In On At It This That These Those But And If When While As For He She They We You".split()
)
_KNOWN = frozenset(_ABBREVIATIONS)
_TURN_ENDS = lazy_pattern(r"(?<=[.?!])\s+|\s*\n\s*")
_ASKS = lazy_pattern(
    r"(?:and |but |so |then |or )?(?:how|what|whats|what's|which|who|whom|whose|when|where|why|is|are|was|were|do|does|did|can|"
    r"could|may|must|should|will|would|has|have|define|explain|tell me|describe|list|name)\b",
    re.IGNORECASE,
)
_FURTHER = lazy_pattern(
    r"(?:[,;:?/+&]|\s+-|\b(?:and|n|but|plus|also))\s+(?:(?:and|but|so|then|also|if so)\b,?\s+)?"
    r"(?=(?:(?:by|to|for|from|at|on|in|of|with|within|under|after|before|until|since)\s+)?(?:how|what|what['’]?s|which|who|who['’]?s|whom|whose|when|where|why|is|are|was|were|do|does|"
    r"did|can|could|may|must|should|will|would|has|have)\b)",
    re.IGNORECASE,
)
_WORD = lazy_pattern(r"\d+\([a-z]\)|\w+(?:[-'’.,]\w+)*")


@cache
def _punkt() -> PunktSentenceTokenizer:
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = set(_ABBREVIATIONS)
    return PunktSentenceTokenizer(parameters)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """The sentences of a paragraph as ``[start, end)`` without surrounding space, in order.

    Punkt (Kiss and Strunk 2006) with a fixed list of abbreviations; a number after "No." stays with it, and an
    acronym such as "U.S." ends a sentence only before a word that plainly opens the next one.
    """
    spans: list[tuple[int, int]] = []
    for start, end in _punkt().span_tokenize(text):
        if spans and text[start : start + 1].isdigit() and _NUMBERED.search(text[slice(*spans[-1])]):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    parts = (part for start, end in spans for part in _split_after_acronyms(text, start, end))
    return [(start, end) for start, end in (_stripped(text, *part) for part in parts) if start < end]


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    inside = text[start:end]
    return start + len(inside) - len(inside.lstrip()), start + len(inside.rstrip())


def _split_after_acronyms(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Punkt never ends a sentence at an abbreviation: cut where an acronym is followed by an opening word."""
    parts = []
    for match in _ENDS_IN_ACRONYM.finditer(text, start, end):
        opener = _WORD.match(text, match.end())
        if opener and opener.group() in _OPENERS and match.end() < end:
            cut = start + len(text[start : match.end()].rstrip())
            parts.append((start, cut))
            start = match.end()
    return [*parts, (start, end)]


def asking_spans(text: str) -> list[tuple[int, int]]:
    """Where a question asks, as ``[start, end)``: its sentences that end with a question mark or open as questions do;
    without any the last one. The rest only tells what it is about."""
    parts: list[tuple[int, int]] = []
    start = 0
    for match in _TURN_ENDS.finditer(text):
        last_word = text[start : match.start()].rsplit(maxsplit=1)[-1:] or [""]
        if not text[start : match.start()].endswith(".") or last_word[0].lower().rstrip(".") not in _KNOWN:
            parts.append((start, match.start()))
            start = match.end()
    parts.append((start, len(text)))
    parts = [_stripped(text, *part) for part in parts if text[slice(*part)].strip()] or [(0, len(text))]
    asking = [part for part in parts if text[slice(*part)].endswith("?") or _ASKS.match(text, *part)]
    return asking or parts[-1:]


def asked_parts(text: str) -> list[str]:
    """The questions that a text asks, in order: each sentence that asks, cut where a further question follows ("who asked
    for it, and when?"). What leads up to the first of a sentence ("the 2020 letter, who wrote it?") belongs to it."""
    parts: list[str] = []
    for start, end in asking_spans(text):
        cuts = [match.span() for match in _FURTHER.finditer(text, start, end)]
        begins, ends = [start, *(after for _, after in cuts)], [*(before for before, _ in cuts), end]
        asking = [(a, b) for a, b in zip(begins, ends, strict=True) if _ASKS.match(text[a:b].strip())]
        parts += [text[(a if n else start) : b].strip() for n, (a, b) in enumerate(asking)]
    return parts


def words(text: str) -> list[str]:
    """The words of a text in lower case: "401(k)", "12.5", "risk-adjusted" and "don't" are one word each."""
    return [match.group().lower() for match in _WORD.finditer(text)]
