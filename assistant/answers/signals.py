"""What speaks for a sentence as the answer to a question: cheap signals, weighed by what was learned on public sets."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answers.kinds import FAMILIES, asks_what, defined_head, kinds_asked, negates, novel
from assistant.index.question import STOP_WORDS, Question
from assistant.text import words
from assistant.types import Hit, Passage

Signals = Mapping[str, float]

DEPENDENT = re.compile(
    r"(?:It|Its|This(?! desk)|That|These|Those|They|Their|He|His|She|Her|Such|However|But|And|Also|Instead|Thus|Therefore|"
    r"Furthermore|Moreover|In addition|Additionally|Of particular note|For example|For instance|As a result|"
    r"Other(?:s| states)?|Still|Yet|Nevertheless|The (?:former|latter|same)|Here|There|Both|If (?:all|any|some) of)\b"
)
_CLOSED = ("\"'”’) ", (".", "!", ":", ";", "…", "?"))
_FEW_WORDS = 6
_NAME_OR_NUMBER = re.compile(r"(?<!^)\b[A-Z][\w'-]+|\b\d[\d,.]*\b")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the sentences of passages for one question. ``stems`` are the index's; ``title`` a document's."""

    question: Question
    stems: Callable[[str], list[str]]
    title: Callable[[str], str]

    def signals(self, hit: Hit, place: int, rank: int, best: float) -> dict[str, float]:
        """The signals of sentence ``place`` of the passage that came ``rank``-th (0 first); ``best`` is the first's score."""
        sentence, match = hit.passage.sentences[place], hit.matches[place]
        text = slice_of(hit.passage, place)
        own, above = set(self.stems(text)), self._above(hit, place)
        neighbours = [hit.matches[n].even if 0 <= n < len(hit.matches) else 0.0 for n in (place - 1, place + 1)]
        closing = text.rstrip(_CLOSED[0])
        return {
            "rare": match.rare,
            "even": match.even,
            "mean": match.mean,
            "overlap": self._share(own),
            "heading": self._share(above - own),
            "passage": hit.score - best,
            "rank": -math.log1p(rank),
            "match": hit.match,
            "cover": self._share(set(self.stems(hit.passage.text)) | above),
            "before": neighbours[0],
            "after": neighbours[1],
            "question": float(closing.endswith("?")),
            "unclosed": float(not closing.endswith(_CLOSED[1])),
            "few": float(len(text.split()) < _FEW_WORDS),
            "dependent": float(bool(DEPENDENT.match(text))),
            **self._kinds(text),
            **self._definition(text, sentence.start == hit.passage.sentences[0].start, above),
        }

    def _share(self, stems: set[str]) -> float:
        """How much of the question's content words, by rarity, is among the stems."""
        rarity = self.question.rarity
        total = sum(rarity.values())
        return sum(weight for stem, weight in rarity.items() if stem in stems) / total if total else 0.0

    def _above(self, hit: Hit, place: int) -> set[str]:
        return set(self.stems(f"{self.title(hit.passage.document)} {hit.passage.sentences[place].heading}"))

    def _kinds(self, text: str) -> dict[str, float]:
        """For each family, how many of its kinds are asked for and held."""
        asked, rest = self.question.asked, novel(self.question.asked, text)
        held = [kind.family for kind in kinds_asked(asked) if kind.holds.search(rest)]
        return {f"holds_{family}": float(held.count(family)) for family in FAMILIES}

    def _definition(self, text: str, opens: bool, above: set[str]) -> dict[str, float]:
        """Whether the sentence says what the thing asked about is."""
        if not asks_what(self.question.asked):
            return {"defines": 0.0, "opens": 0.0}
        head = set(self.stems(defined_head(text) or ""))
        content = set(self.question.rarity)
        near = len(head & content) / len(head | content) if head else 0.0
        return {"defines": near, "opens": float(opens)}

    def doubts(self, hit: Hit, place: int) -> dict[str, float]:
        """What speaks against the sentence's being an answer at all, beyond its signals."""
        question, text = self.question, slice_of(hit.passage, place)
        above = self._above(hit, place)
        near, around = set(self.stems(text)) | above, set(self.stems(hit.passage.text)) | above
        pieces = hit.matches[place].pieces
        weights: list[float] = question.rare.tolist()
        top = max(question.rarity.values(), default=1.0)
        missing = [weight for stem, weight in question.rarity.items() if stem not in near]
        absent = [weight for stem, weight in question.rarity.items() if stem not in around]
        named = [name for name in _NAME_OR_NUMBER.findall(question.asked) if name.lower() not in STOP_WORDS]
        kinds = [kind for kind in kinds_asked(question.asked) if kind.family != "account"]
        rest = novel(question.asked, text)
        negated = negates(question.asked)
        return {
            "cosine": hit.cosine,
            "weakest": min((piece for piece, weight in zip(pieces, weights, strict=True) if weight > 0), default=0.0),
            "worst": max((weight * (1 - piece) for piece, weight in zip(pieces, weights, strict=True)), default=0.0),
            "missing": max(missing, default=0.0) / top,
            "absent": max(absent, default=0.0) / top,
            "unnamed": min(2.0, float(sum(not set(self.stems(name)) <= near for name in named))),
            "unnamed_around": min(2.0, float(sum(not set(self.stems(name)) <= around for name in named))),
            "wrong_kind": float(any(not kind.holds.search(rest) for kind in kinds)),
            "asks_fact": float(any(kind.family == "fact" for kind in kinds)),
            "asks_name": float(any(kind.family == "name" for kind in kinds)),
            "negated": float(negated),
            "negated_alone": float(negated and not negates(text)),
            "length": math.log1p(len(words(question.asked))),
        }


def slice_of(passage: Passage, place: int) -> str:
    """The text of one sentence of a passage."""
    sentence = passage.sentences[place]
    return passage.text[sentence.start - passage.start : sentence.end - passage.start]


def lead(scores: Sequence[float], most: float = 4.0) -> float:
    """By how much the first score is ahead of the next, at most ``most``."""
    return min(most, scores[0] - scores[1]) if len(scores) > 1 else most
