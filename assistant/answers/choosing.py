"""Choosing sentences: late interaction between the question's words and each sentence in its context."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assistant.index.embedding import TokenVectors, Vectors
from assistant.text import words
from assistant.types import Hit, Passage, Sentence

PASSAGES_READ = 5
_MEAN_WEIGHT, _OVERLAP_WEIGHT, _PASSAGE_WEIGHT, _TYPE_WEIGHT = 0.5, 0.5, 0.2, 0.1
_NOT_AN_ANSWER = 0.3
_DEFINITION = 0.3
_TOKEN_CACHE = 512
_STOP_WORDS = frozenset(
    """a about all also am an and any are as at be been being but by can could d did do does doing don for from get gets
    got had has have having he her him his how i if in into is isn it its just ll m make many may me might more most much
    must my no not now of off on one or our out over please re s say says shall she should so some still t tell than that
    the their them then there these they this those to too under up us ve very was we were what when where which while
    who whom whose why will with would you your""".split()
)
_EXPECTED: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(r"\b(?:when|what (?:date|day|year)|how long|deadline|since)\b", re.I),
        re.compile(r"\b(?:19|20)\d\d\b|\bdays?\b|\byears?\b"),
    ),
    (
        re.compile(
            r"\b(?:how (?:much|many|big|large|high|old)|what (?:share|percent\w*|is the (?:limit|price|rate|number)))\b",
            re.I,
        ),
        re.compile(r"\d"),
    ),
    (re.compile(r"\b(?:who|whose|whom)\b", re.I), re.compile(r"(?<!^)(?<![.?!] )\b[A-Z][a-z]+ [A-Z]")),
)


_ASKS_WHAT = re.compile(
    r"(?:what|wat|who)(?:['’]?s| is| are|s| was| were| does)?\s+(?:an?\s+|the\s+)?(?P<thing>[\w()&.'’ -]+?)(?:\s+(?:mean|stand for))?\s*\??$"
    r"|(?:define|explain|describe|meaning of)\s+(?:an?\s+|the\s+)?(?P<other>[\w()&.'’ -]+?)\s*\??$",
    re.IGNORECASE,
)
_SAYS_WHAT = re.compile(
    r"(?:An?|The)?\s*(?P<head>.{2,80}?)\s(?:is|are|means|was|were|stands for)\s(?:an?|the|what|money|one|any|federal|private)\b"
)


class Reader(Protocol):
    """What choosing needs of the index."""

    def token_vectors(self, texts: Iterable[str]) -> list[TokenVectors]:
        """See Index.token_vectors."""

    def stems(self, text: str) -> list[str]:
        """See Index.stems."""

    def rarity(self, stems: Iterable[str]) -> dict[str, float]:
        """See Index.rarity."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A sentence of a passage as an answer. ``score`` ranks; ``match`` (late interaction), ``mean`` (cosine of the
    sentence in its context) and ``overlap`` (share of the question's words, weighted by rarity, that stand in
    it) are each at most 1 and go into the answerability gate."""

    hit: Hit
    sentence: Sentence
    text: str
    score: float
    match: float
    mean: float
    overlap: float
    vector: Vectors


@dataclass(frozen=True, slots=True)
class _Question:
    text: str
    tokens: Vectors
    weights: Vectors
    mean: Vectors
    rarity: dict[str, float]


class Chooser:
    """Ranks the sentences of passages for a question. Token vectors of passages read before are kept."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._tokens_of: Callable[[Passage], TokenVectors] = lru_cache(_TOKEN_CACHE)(self._read_passage)

    def rank(self, question: str, hits: Sequence[Hit]) -> list[Choice]:
        """Every sentence of the first passages, best first, ties by document and place."""
        asked = self._read_question(question)
        choices = [choice for hit in hits[:PASSAGES_READ] for choice in self._of_passage(asked, hit)]
        return sorted(choices, key=lambda c: (-c.score, c.hit.passage.document, c.sentence.start))

    def _read_passage(self, passage: Passage) -> TokenVectors:
        """The tokens of a whole passage: sentences beyond what the encoder takes at once are read in a further go."""
        parts, first = [], 0
        while True:
            tokens = self._reader.token_vectors([passage.text[first:]])[0]
            parts.append(TokenVectors(tokens.vectors, tokens.spans + first))
            covered = int(parts[-1].spans[-1, 1]) if len(tokens.spans) else len(passage.text)
            missed = (s.start - passage.start for s in passage.sentences if s.end - passage.start > covered)
            following = next(missed, len(passage.text))
            if following <= first or following >= len(passage.text.rstrip()):
                break
            first = following
        return TokenVectors(np.concatenate([p.vectors for p in parts]), np.concatenate([p.spans for p in parts]))

    def _read_question(self, question: str) -> _Question:
        tokens = self._reader.token_vectors([question])[0]
        content = [word for word in words(question) if word not in _STOP_WORDS] or words(question)
        stems = {stem for word in content for stem in self._reader.stems(word)}
        rarity = self._reader.rarity(sorted(stems))
        weights = np.array([self._weight(question[a:b], rarity) for a, b in tokens.spans], dtype=np.float32)
        weights = self._spread(question, tokens, rarity, weights)
        return _Question(question, tokens.vectors, weights, _mean(tokens.vectors), rarity)

    def _weight(self, token: str, rarity: dict[str, float]) -> float:
        return max((rarity.get(stem, 0.0) for stem in self._reader.stems(token)), default=0.0)

    def _spread(self, question: str, tokens: TokenVectors, rarity: dict[str, float], weights: Vectors) -> Vectors:
        """A word cut into pieces gives each piece its share of the word's weight."""
        for match in re.finditer(r"\w+", question):
            inside = [i for i, (a, b) in enumerate(tokens.spans) if match.start() <= a and b <= match.end()]
            weight = max((rarity.get(stem, 0.0) for stem in self._reader.stems(match.group())), default=0.0)
            if inside:
                weights[inside] = weight / len(inside)
        return weights

    def _of_passage(self, asked: _Question, hit: Hit) -> Iterable[Choice]:
        passage = hit.passage
        tokens = self._tokens_of(passage)
        for sentence in passage.sentences:
            rows = _rows_within(tokens, passage, sentence)
            if rows.size:
                yield self._score(asked, hit, sentence, tokens.vectors[rows])

    def _score(self, asked: _Question, hit: Hit, sentence: Sentence, vectors: Vectors) -> Choice:
        text = _slice(hit.passage, sentence)
        total = float(asked.weights.sum())
        best = (asked.tokens @ vectors.T).max(axis=1)
        match = float(best @ asked.weights) / total if total else float(best.mean())
        mean_vector = _mean(vectors)
        mean = float(asked.mean @ mean_vector)
        overlap = self._overlap(asked, text, sentence.heading)
        score = (
            match
            + _MEAN_WEIGHT * mean
            + _OVERLAP_WEIGHT * overlap
            + _PASSAGE_WEIGHT * hit.score
            + _form(asked.text, text)
            + self._defines(asked.text, text)
        )
        return Choice(
            hit, sentence, text, round(score, 6), round(match, 6), round(mean, 6), round(overlap, 6), mean_vector
        )

    def _defines(self, question: str, text: str) -> float:
        """More for a sentence that opens by saying what the thing asked about is."""
        asked, told = _ASKS_WHAT.match(question.strip()), _SAYS_WHAT.match(text)
        if not asked or not told:
            return 0.0
        wanted = set(self._reader.stems(asked["thing"] or asked["other"]))
        head = self._reader.stems(told["head"])
        return _DEFINITION if wanted and wanted <= set(head) and len(head) <= len(wanted) + 2 else 0.0

    def _overlap(self, asked: _Question, text: str, heading: str) -> float:
        total = sum(asked.rarity.values())
        if not total:
            return 0.0
        here = set(self._reader.stems(text))
        above = set(self._reader.stems(heading)) - here
        found = sum(w for stem, w in asked.rarity.items() if stem in here)
        near = sum(w for stem, w in asked.rarity.items() if stem in above)
        return (found + 0.5 * near) / total


def _slice(passage: Passage, sentence: Sentence) -> str:
    return passage.text[sentence.start - passage.start : sentence.end - passage.start]


def _rows_within(tokens: TokenVectors, passage: Passage, sentence: Sentence) -> npt.NDArray[np.intp]:
    first, last = sentence.start - passage.start, sentence.end - passage.start
    return np.flatnonzero((tokens.spans[:, 0] >= first) & (tokens.spans[:, 1] <= last))


def _mean(vectors: Vectors) -> Vectors:
    total = vectors.sum(axis=0)
    norm = float(np.linalg.norm(total))
    return np.asarray(total / norm if norm else total, dtype=np.float32)


def _form(question: str, text: str) -> float:
    """Less for what cannot be an answer (a question, a bare title), more for the kind of thing that was asked for."""
    bonus = sum(_TYPE_WEIGHT for asks, has in _EXPECTED if asks.search(question) and has.search(text))
    if text.rstrip("\"'”’) ").endswith("?"):
        return bonus - _NOT_AN_ANSWER
    return bonus if text.rstrip("\"'”’) ").endswith((".", "!", ":", ";", "…")) else bonus - _NOT_AN_ANSWER / 3
