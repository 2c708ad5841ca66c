"""Hybrid search over a built index: dense and lexical candidates, ranked by late interaction with their sentences."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.corpus.facts_json import facts_from_json
from assistant.corpus.files import corpus_fingerprint
from assistant.errors import IndexUnusable
from assistant.index.embedding import Encoder
from assistant.index.faq import STORE as FAQ
from assistant.index.faq import Faq
from assistant.index.interaction import interact
from assistant.index.lexical import LexicalIndex
from assistant.index.manifest import FACTS, LEXICAL, ROTATION, read_manifest
from assistant.index.projection import reader_name
from assistant.index.question import Question, answered, read_question
from assistant.index.segments import Segments
from assistant.index.vectors import map_vectors
from assistant.types import Document, Facts, Hit, Passage, SentenceMatch
from assistant.weights import weighed

FIRST_DENSE = 0.6
_FOUND, _READ, _ANSWERING = 100, 24, 5
_DOCUMENTS_HELD, _QUESTIONS_HELD = 64, 128


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that was found, before its text is fetched. ``signals`` are each scaled to 0..1 over the candidates."""

    id: int
    signals: Mapping[str, float]
    cosine: float
    bm25: float
    match: float
    matches: tuple[SentenceMatch, ...]


class Index:
    """An index open for reading. Safe to share between threads: nothing in it changes."""

    def __init__(self, index_dir: Path, encoder: Encoder) -> None:
        """Raises IndexUnusable when it is missing, damaged, or made by another encoder."""
        self.folder, self.manifest = read_manifest(index_dir)
        if self.manifest.encoder != reader_name(encoder):
            raise IndexUnusable(
                index_dir, f"it was made with {self.manifest.encoder}, in use is {reader_name(encoder)}"
            )
        try:
            self._segments = Segments(self.folder, self.manifest.segments, encoder.dimension)
            self._lexical = LexicalIndex(self.folder / LEXICAL)
            self._rotation = map_vectors(self.folder / ROTATION, encoder.dimension)
            self._faq = Faq(self.folder, encoder.dimension) if FAQ in self.manifest.files else None
        except (OSError, RuntimeError, ValueError, sqlite3.Error) as error:
            raise IndexUnusable(index_dir, f"its files cannot be opened ({error})") from error
        self._document = lru_cache(_DOCUMENTS_HELD)(self._segments.document)
        self._encoder = encoder
        self._read = lru_cache(_QUESTIONS_HELD)(self._read_question)

    @cached_property
    def facts(self) -> Facts:
        """The parameters and figures as compiled at the build."""
        return facts_from_json(json.loads((self.folder / FACTS).read_text(encoding="utf-8")))

    def is_stale(self, corpus_dir: Path) -> bool:
        """Whether a file of the corpus was added, removed or written since the build."""
        return corpus_fingerprint(corpus_dir) != self.manifest.fingerprint

    def document(self, document_id: str) -> Document:
        """Raises KeyError when there is none of that id."""
        return self._document(document_id)

    def title(self, document_id: str) -> str:
        """A document's title. Raises KeyError when there is none of that id."""
        return self._document(document_id).title

    def title_or_none(self, document_id: str) -> str | None:
        """A document's title, None when there is none of that id."""
        try:
            return self.title(document_id)
        except KeyError:
            return None

    def document_ids(self) -> list[str]:
        """Every document's id, sorted."""
        return self._segments.document_ids()

    def passages_of(self, document_id: str) -> list[Passage]:
        """The passages of a document, in order; none when there is no document of that id."""
        return self._segments.passages_of(document_id)

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """The passages of those ids."""
        return self._segments.passages(ids)

    def read(self, text: str, turn: str = "") -> Question:
        """A question, of which ``turn`` is what the last turn asks, as this index sees it. The last ones are kept."""
        return self._read(text, turn)

    def _read_question(self, text: str, turn: str) -> Question:
        question = read_question(text, turn, self._encoder, self._lexical, self._rotation)
        return replace(question, known=self._faq.near(question)) if self._faq and text.strip() else question

    @property
    def sameness(self) -> float:
        """The mean cosine between two passages: how much the corpus is all about one thing."""
        return self.manifest.sameness

    @property
    def has_faq(self) -> bool:
        """Whether an editor wrote questions beside its documents."""
        return self._faq is not None

    def wordings(self, sentence: tuple[str, int]) -> frozenset[str]:
        """The stems of the FAQ's questions that a sentence answers, by its document and start."""
        return self._faq.words(*sentence) if self._faq else frozenset()

    @property
    def lexical(self) -> LexicalIndex:
        """Its words, and how rare they are."""
        return self._lexical

    def stems(self, text: str) -> list[str]:
        """The words of a text as BM25 sees them."""
        return self._lexical.stems(text)

    def search(self, question: Question, k: int = 10) -> list[Hit]:
        """The at most ``k`` best passages, best first, ties by document and place."""
        scored = [(round(weighed(found.signals, "passage"), 6), found) for found in self.candidates(question)]
        scored.sort(key=lambda pair: (-pair[0], pair[1].id))
        kept = [pair for pair in scored if pair[0] >= scored[min(k, len(scored)) - 1][0]]
        passages = self._segments.passages([found.id for _, found in kept])
        hits = [
            Hit(passages[found.id], score, found.cosine, found.bm25, found.match, found.matches)
            for score, found in kept
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage.document, hit.passage.start))[:k]

    def candidates(self, question: Question) -> list[Candidate]:
        """The passages worth ranking, in no order: the best 24 of those found by vector or by word, by a convex
        combination of both (Bruch, Gai and Ingber 2023, "An Analysis of Fusion Functions for Hybrid Retrieval").

        Their signals are "dense" (cosine), "bm25", and by late interaction (Khattab and Zaharia 2020, "ColBERT")
        "rare", of the question's words weighted by rarity, with the whole passage, "even", by the square root of that,
        with its best sentence, and of the mean vectors under the projection, with its best sentence, "fit". "asked" is how
        likely one of its sentences is to answer by the FAQ, of which the five passages that are likeliest so are among them.
        """
        if not question.text.strip() or not self.manifest.counts["passages"]:
            return []
        cosines = dict(self._segments.nearest(question.vector, _FOUND))
        lexical = dict(self._lexical.search(question.terms, _FOUND))
        known = self._answering(question)
        missing = sorted((lexical.keys() | known.keys()) - cosines.keys())
        cosines.update(zip(missing, self._segments.cosines(question.vector, missing), strict=True))
        ids = sorted(cosines)
        dense = _scaled(np.array([cosines[i] for i in ids]))
        words = _scaled(np.array([lexical.get(i, 0.0) for i in ids]), least=0.0)
        asked = np.array([known.get(i, 0.0) for i in ids])
        first = FIRST_DENSE * dense + (1 - FIRST_DENSE) * words + 2 * (asked > 0)
        best = np.argsort(-first.round(6), kind="stable")[:_READ]
        held = self._segments.tokens([ids[row] for row in best])
        read = interact(question, [held[ids[row]] for row in best])
        late = np.array([(match, *(max(c) for c in zip(*(s[2:] for s in each), strict=True))) for match, each in read])
        scaled = [_scaled(column) for column in late.T]
        names = ("dense", "bm25", "asked", "rare", "even", "fit")
        return [
            Candidate(
                ids[row],
                dict(
                    zip(
                        names,
                        map(float, (dense[row], words[row], asked[row], *(column[n] for column in scaled))),
                        strict=True,
                    )
                ),
                round(cosines[ids[row]], 6),
                round(lexical.get(ids[row], 0.0), 6),
                *read[n],
            )
            for n, row in enumerate(best)
        ]

    def _answering(self, question: Question) -> dict[int, float]:
        """The passages that hold the likeliest answers by the FAQ, and how likely those are."""
        likely = sorted(answered(question.known).items(), key=lambda each: -each[1])
        found: dict[int, float] = {}
        for (document, start), likelihood in likely:
            if len(found) == _ANSWERING:
                break
            passage = self._segments.passage_at(document, start)
            if passage is not None:
                found.setdefault(passage, likelihood)
        return found


def _scaled(scores: npt.NDArray[np.float64], least: float | None = None) -> npt.NDArray[np.float64]:
    """Scores from 0 (``least``, or the lowest) to 1 (the highest)."""
    low = scores.min() if least is None else least
    span = scores.max() - low
    return np.asarray((scores - low) / span if span > 0 else np.zeros_like(scores))
