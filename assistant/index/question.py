"""A question as the index sees it: what it asks and what it only tells, its words by rarity, its vectors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from assistant.index.embedding import Encoder, Reading, Vectors
from assistant.index.projection import projected, projection
from assistant.patterns import lazy_pattern
from assistant.text import asking_spans, words
from assistant.types import Known

TOLD_WEIGHT = 0.6
STOP_WORDS = frozenset(
    """a about all also am an and any are as at be been being but by can could d did do does doing don for from get gets
    got had has have having he her him his how i if in into is isn it its just ll m make many may me might more most much
    must my no not now of off on one or our out over please re s say says shall she should so some still t tell than that
    the their them then there these they this those to too under up us ve very was we were what when where which while
    who whom whose why will with would you your""".split()
)
_WORD = lazy_pattern(r"\w+")
_Spans = list[tuple[int, int]]


def answered(known: Iterable[Known]) -> dict[tuple[str, int], float]:
    """For each sentence that answers a known question, by document and start, how likely it is to answer this one: the
    probability that one of the questions is the same, taken as independent."""
    missed: dict[tuple[str, int], float] = {}
    for each in known:
        for sentence in each.answer:
            place = sentence.document, sentence.start
            missed[place] = missed.get(place, 1.0) * (1 - each.likelihood)
    return {place: 1 - chance for place, chance in missed.items()}


class Words(Protocol):
    """What a question needs of the lexical side."""

    def stems(self, text: str) -> list[str]:
        """The words of a text as BM25 sees them."""

    def rarity(self, stems: Iterable[str]) -> dict[str, float]:
        """Inverse document frequency of each stem, at least 0."""


@dataclass(frozen=True, slots=True)
class Question:
    """``asked`` is the part that asks, earlier turns that it leans on included; what is only told beside it (a scenario)
    counts less. ``turn`` is what the last turn asks: it says what kind of thing is wanted.

    ``vector`` (dimension,) is searched with; ``terms`` are its stems with their weight for BM25; ``rarity`` the stems
    of the asked content words. Over the ``pieces`` of asked words, one row each, stand ``tokens`` (rotated), ``rare``
    (weights by rarity, 0 for stop words) and ``even`` (by its square root, stop words too), each summing to 1;
    ``projected`` is their mean of length 1 under the projection, and ``fit`` what the rotated mean of a sentence is
    multiplied with for the cosine of both under the projection, but for the length of the sentence's. ``known`` are the questions of the FAQ that are near, nearest first.
    """

    text: str
    asked: str
    turn: str
    vector: Vectors
    terms: Mapping[str, float]
    rarity: Mapping[str, float]
    pieces: tuple[str, ...]
    tokens: Vectors
    rare: Vectors
    even: Vectors
    fit: Vectors
    projected: Vectors
    known: tuple[Known, ...] = ()


def read_question(text: str, turn: str, encoder: Encoder, lexical: Words, rotation: Vectors) -> Question:
    """A question as the encoder reads it. ``turn`` is what of it the last turn asks ("" where that is all); ``rotation`` is
    that of the passages' token codes."""
    matrix = projection(encoder)
    spans = asking_spans(text)
    asked = " ".join(text[start:end] for start, end in spans)
    whole = text
    reading = encoder.read([whole])[0]
    covered = int(reading.spans[-1, 1]) if len(reading.spans) else 0
    if any(map(str.isalnum, whole[covered : spans[-1][1]])):
        # More than the encoder takes at once: the asked part goes first.
        whole, spans = f"{asked} {whole}", [(0, len(asked))]
        reading = encoder.read([whole])[0]
    rows = asked_rows(reading.spans, spans)
    tokens = reading.tokens[rows] if rows else reading.vector[None, :]
    places: _Spans = [(int(a), int(b)) for a, b in reading.spans[rows]] or [(0, 0)]
    rarity, rare, even = weigh_pieces(whole, places, lexical)
    asking = _asking(tokens, matrix)
    content = content_words(asked) or words(asked)
    return Question(
        text=text,
        asked=asked,
        turn=turn if turn and turn != text else asked,
        vector=reading.vector if asked == whole else _unit(reading.vector + _unit(tokens.mean(axis=0))),
        terms=_terms(asked, whole, lexical),
        rarity={stem: rarity[stem] for word in content for stem in lexical.stems(word) if stem in rarity},
        pieces=tuple(whole[a:b] for a, b in places),
        tokens=tokens @ rotation,
        rare=rare,
        even=even,
        projected=asking,
        fit=np.asarray(asking @ matrix.T @ rotation, dtype=np.float32),
    )


def content_words(text: str) -> list[str]:
    """The words of a text in lower case, stop words left out."""
    return [word for word in words(text) if word not in STOP_WORDS]


def weigh_pieces(text: str, places: _Spans, lexical: Words) -> tuple[dict[str, float], Vectors, Vectors]:
    """How rare each stem of a text is, and what each of its pieces weighs by that, ``rare``, and by the square root, ``even``."""
    held = [(match.group(), _within(places, *match.span())) for match in _WORD.finditer(text)]
    stems = {word: lexical.stems(word) for word, _ in held}
    rarity = lexical.rarity(sorted({stem for each in stems.values() for stem in each}))
    rare, even = np.zeros((2, len(places)), dtype=np.float32)
    for word, rows in held:
        if rows:  # a word cut into pieces gives each its share
            even[rows] = max((rarity[stem] for stem in stems[word]), default=0.0) / len(rows)
            rare[rows] = 0.0 if word.lower() in STOP_WORDS else even[rows]
    even = np.sqrt(even)
    return rarity, _shares(rare if rare.any() else even), _shares(even)


def read_wording(text: str, reading: Reading, matrix: Vectors) -> Vectors:
    """The mean (dimension,) of what a question asks, under the projection ``matrix``."""
    return _asking(reading.tokens[asked_rows(reading.spans, asking_spans(text))], matrix)


def asked_rows(places: Iterable[tuple[int, int]], spans: _Spans) -> list[int]:
    """Which tokens, by their places in the text, are within the spans; all where none is."""
    found = [any(start <= a and b <= end for start, end in spans) for a, b in places]
    return [row for row, inside in enumerate(found) if inside] or list(range(len(found)))


def _asking(tokens: Vectors, matrix: Vectors) -> Vectors:
    return projected(tokens.mean(axis=0), matrix)


def _terms(asked: str, whole: str, lexical: Words) -> dict[str, float]:
    """Each stem once: the asked ones in full, those only told at less."""
    return dict.fromkeys(lexical.stems(whole), TOLD_WEIGHT) | dict.fromkeys(lexical.stems(asked), 1.0)


def _within(places: _Spans, start: int, end: int) -> list[int]:
    return [row for row, (a, b) in enumerate(places) if start <= a and b <= end]


def _shares(weights: Vectors) -> Vectors:
    total = float(weights.sum())
    return weights / total if total else np.full_like(weights, 1 / len(weights))


def _unit(vector: Vectors) -> Vectors:
    norm = float(np.linalg.norm(vector))
    return np.asarray(vector / norm if norm else vector, dtype=np.float32)
