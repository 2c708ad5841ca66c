"""What speaks for a sentence as the answer to a question: cheap signals, weighed by what was learned on public sets."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Protocol

from assistant.answers.kinds import (
    FAMILIES,
    KINDS,
    YEAR,
    asks_what,
    defined_head,
    demands,
    months_of,
    negates,
    says_unknown,
)
from assistant.index.question import STOP_WORDS, Question, answered
from assistant.patterns import lazy_pattern
from assistant.types import Hit, Passage

Signals = Mapping[str, float]

DEPENDENT = lazy_pattern(
    r"(?:It(?!(?:['’]s| is| was| remains) (?:\w+ ){1,2}(?:that|whether|how|if|who|what|why|when)\b)|Its|This(?! desk)|That|These|Those|They|Their|He|His|She|Her|Such|However|But|And|Also|Instead|Thus|Therefore|"
    r"Furthermore|Moreover|In addition|Additionally|Of particular note|For example|For instance|As a result|"
    r"Other(?:s| states)?|Still|Yet|Nevertheless|The (?:former|latter|same)|Here|There|Both|If (?:all|any|some) of)\b"
)
_CLOSED = ("\"'”’) ", (".", "!", ":", ";", "…", "?"))
_FEW_WORDS = 6
_NAME_OR_NUMBER = lazy_pattern(r"(?<!^)\b[A-Z][\w'-]+|\b\d[\d,.]*\b")


class Corpus(Protocol):
    """What reading sentences needs of an index."""

    @property
    def sameness(self) -> float:
        """The mean cosine between two of its passages."""

    def stems(self, text: str) -> list[str]:
        """The words of a text as BM25 sees them."""

    def title(self, document_id: str) -> str:
        """A document's title."""

    def wordings(self, sentence: tuple[str, int]) -> frozenset[str]:
        """The stems of the FAQ's questions that a sentence answers, by its document and start."""


class Reader:
    """Reads the sentences of passages for one question."""

    def __init__(self, question: Question, corpus: Corpus) -> None:
        self.question, self._corpus = question, corpus
        self._demands = demands(question.turn, question.asked)
        self._asks_what = asks_what(question.turn)
        self._answered = answered(question.known)
        self._years, self._months = set(YEAR.findall(question.asked)), months_of(question.asked)
        self._rarity = sum(question.rarity.values())
        self._stems: Callable[[str], frozenset[str]] = cache(lambda text: frozenset(corpus.stems(text)))

    def signals(self, hit: Hit, place: int, rank: int, best: float) -> dict[str, float]:
        """The signals of sentence ``place`` of the passage that came ``rank``-th (0 first); ``best`` is the first's score."""
        match = hit.matches[place]
        text = slice_of(hit.passage, place)
        own, above = self._stems(text), self._above(hit, place)
        neighbours = [hit.matches[n].even if 0 <= n < len(hit.matches) else 0.0 for n in (place - 1, place + 1)]
        closing = text.rstrip(_CLOSED[0])
        return {
            "rare": match.rare,
            "even": match.even,
            "fit": match.fit,
            "overlap": self._share(own),
            "heading": self._share(above - own),
            "passage": hit.score - best,
            "rank": -math.log1p(rank),
            "match": hit.match,
            "cover": self._share(self._stems(hit.passage.text) | above),
            "before": neighbours[0],
            "after": neighbours[1],
            "question": float(closing.endswith("?")),
            "unclosed": float(not closing.endswith(_CLOSED[1])),
            "few": float(len(text.split()) < _FEW_WORDS),
            "length": math.log(1 + len(text.split())),
            "dependent": float(bool(DEPENDENT.match(text))),
            "other_year": self._other_year(text),
            "other_month": self._other_month(text),
            "unknown": float(says_unknown(text)),
            "asked": self.asked(hit, place),
            "worded": self._share(self._corpus.wordings(_where(hit, place)) - own),
            **self._kinds(text),
            **self._definition(text, opens=place == 0),
        }

    def asked(self, hit: Hit, place: int) -> float:
        """How likely sentence ``place`` of the passage is to answer by the FAQ; 0 when that does not speak of it."""
        return self._answered.get(_where(hit, place), 0.0)

    def _share(self, stems: frozenset[str]) -> float:
        """How much of the question's content words, by rarity, is among the stems."""
        found = sum(weight for stem, weight in self.question.rarity.items() if stem in stems)
        return found / self._rarity if self._rarity else 0.0

    def _above(self, hit: Hit, place: int) -> frozenset[str]:
        return self._stems(f"{self._corpus.title(hit.passage.document)} {hit.passage.sentences[place].heading}")

    def _kinds(self, text: str) -> dict[str, float]:
        """For each family, how many of its kinds are asked for and held; and how many are lacking."""
        held = self._demands.held(text)
        told = [kind.family for kind in held]
        families = {f"holds_{family}": float(told.count(family)) for family in FAMILIES}
        return {**families, "lacks": float(self._demands.lacking(text, held))}

    def _other_year(self, text: str) -> float:
        """1 when the question names years and the sentence only others."""
        told = set(YEAR.findall(text)) if self._years else set()
        return float(bool(told and not self._years & told))

    def _other_month(self, text: str) -> float:
        """1 when the question names months of years and the sentence only others."""
        told = months_of(text) if self._months else set()
        return float(bool(told and not self._months & told))

    def _definition(self, text: str, *, opens: bool) -> dict[str, float]:
        """Whether the sentence says what the thing asked about is."""
        if not self._asks_what:
            return {"defines": 0.0, "opens": 0.0}
        head = self._stems(defined_head(text) or "")
        content = set(self.question.rarity)
        near = len(head & content) / len(head | content) if head else 0.0
        return {"defines": near, "opens": float(opens)}

    def doubts(self, hit: Hit, place: int, hits: Sequence[Hit]) -> dict[str, float]:
        """What speaks against the sentence's being an answer at all, beyond its signals; ``hits`` is all that was read."""
        question, text = self.question, slice_of(hit.passage, place)
        above = self._above(hit, place)
        near, around = self._stems(text) | above, self._stems(hit.passage.text) | above
        pieces = hit.matches[place].pieces
        weights: list[float] = question.rare.tolist()
        top = max(question.rarity.values(), default=1.0)
        missing = [weight for stem, weight in question.rarity.items() if stem not in near]
        absent = [weight for stem, weight in question.rarity.items() if stem not in around]
        named = [name for name in _NAME_OR_NUMBER.findall(question.asked) if name.lower() not in STOP_WORDS]
        anywhere = [piece for piece, weight in zip(nearest(hits), weights, strict=True) if weight > 0]
        negated = negates(question.turn)
        lacked = self._demands.lacked(text, self._demands.held(text))
        return {
            "cosine": hit.cosine,
            "weakest": min((piece for piece, weight in zip(pieces, weights, strict=True) if weight > 0), default=0.0),
            "worst": max((weight * (1 - piece) for piece, weight in zip(pieces, weights, strict=True)), default=0.0),
            "weakest_anywhere": min(anywhere, default=0.0),
            "missing": max(missing, default=0.0) / top,
            "absent": max(absent, default=0.0) / top,
            "unnamed": min(2.0, float(sum(not self._stems(name) <= near for name in named))),
            "unnamed_around": min(2.0, float(sum(not self._stems(name) <= around for name in named))),
            "uncounted": self._uncounted(hit, place),
            "negated": float(negated),
            "negated_alone": float(negated and not negates(text)),
            **{f"lacks_{kind.name}": float(kind in lacked) for kind in KINDS},
        }

    def _uncounted(self, hit: Hit, place: int) -> float:
        """How far the sentence is from the noun of which the question wants the number; 0 when it wants none."""
        noun = self._demands.counted
        found = zip(self.question.pieces, hit.matches[place].pieces, strict=True)
        near = [value for piece, value in found if noun and piece.lower() in noun and len(piece) > 2]
        return 1 - max(near) if near else 0.0


def _where(hit: Hit, place: int) -> tuple[str, int]:
    return hit.passage.document, hit.passage.sentences[place].start


def slice_of(passage: Passage, place: int) -> str:
    """The text of one sentence of a passage."""
    sentence = passage.sentences[place]
    return passage.text[sentence.start - passage.start : sentence.end - passage.start]


def nearest(hits: Iterable[Hit]) -> list[float]:
    """For each piece of the question the cosine of the nearest token in any sentence of the passages; none for none."""
    return [max(column) for column in zip(*(match.pieces for hit in hits for match in hit.matches), strict=True)]


def lead(scores: Sequence[float], most: float = 4.0) -> float:
    """By how much the first score is ahead of the next, at most ``most``."""
    return min(most, scores[0] - scores[1]) if len(scores) > 1 else most
