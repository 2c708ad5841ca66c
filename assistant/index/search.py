"""Hybrid search over a built index: dense and lexical candidates, ranked by late interaction with their sentences."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.corpus.facts_json import facts_from_json
from assistant.corpus.files import corpus_fingerprint
from assistant.errors import IndexUnusable
from assistant.index.embedding import Encoder
from assistant.index.lexical import LexicalIndex
from assistant.index.manifest import FACTS, LEXICAL, ROTATION, read_manifest
from assistant.index.question import Question, read_question
from assistant.index.segments import Segments
from assistant.index.tokens import similarities
from assistant.index.vectors import map_vectors
from assistant.types import Document, Facts, Hit, Passage, SentenceMatch
from assistant.weights import weighed

FIRST_DENSE = 0.6
_FOUND, _READ = 100, 24
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
        if self.manifest.encoder != encoder.name:
            raise IndexUnusable(index_dir, f"it was made with {self.manifest.encoder}, in use is {encoder.name}")
        try:
            self._segments = Segments(self.folder, self.manifest.segments, encoder.dimension)
            self._lexical = LexicalIndex(self.folder / LEXICAL)
            self._rotation = map_vectors(self.folder / ROTATION, encoder.dimension)
        except (OSError, RuntimeError, ValueError, sqlite3.Error) as error:
            raise IndexUnusable(index_dir, f"its files cannot be opened ({error})") from error
        self._document = lru_cache(_DOCUMENTS_HELD)(self._segments.document)
        reader = partial(read_question, encoder=encoder, lexical=self._lexical, rotation=self._rotation)
        self._read = lru_cache(_QUESTIONS_HELD)(reader)

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

    def read(self, text: str, earlier: str = "") -> Question:
        """A question, and the earlier turns that it leans on, as this index sees it. The last ones are kept."""
        return self._read(text, earlier)

    @property
    def sameness(self) -> float:
        """The mean cosine between two passages: how much the corpus is all about one thing."""
        return self.manifest.sameness

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
        with its best sentence, and "mean", of the mean vectors, with its best sentence.
        """
        if not question.text.strip() or not self.manifest.counts["passages"]:
            return []
        cosines = dict(self._segments.nearest(question.vector, _FOUND))
        lexical = dict(self._lexical.search(question.terms, _FOUND))
        missing = sorted(lexical.keys() - cosines.keys())
        cosines.update(zip(missing, self._segments.cosines(question.vector, missing), strict=True))
        ids = sorted(cosines)
        dense = _scaled(np.array([cosines[i] for i in ids]))
        words = _scaled(np.array([lexical.get(i, 0.0) for i in ids]), least=0.0)
        first = FIRST_DENSE * dense + (1 - FIRST_DENSE) * words
        best = np.argsort(-first.round(6), kind="stable")[:_READ]
        read = self._interact(question, [ids[row] for row in best])
        late = np.array([(match, max(s.even for s in each), max(s.mean for s in each)) for match, each in read])
        scaled = [_scaled(column) for column in late.T]
        names = ("dense", "bm25", "rare", "even", "mean")
        return [
            Candidate(
                ids[row],
                dict(zip(names, map(float, (dense[row], words[row], *(column[n] for column in scaled))), strict=True)),
                round(cosines[ids[row]], 6),
                round(lexical.get(ids[row], 0.0), 6),
                *read[n],
            )
            for n, row in enumerate(best)
        ]

    def _interact(self, question: Question, ids: Sequence[int]) -> list[tuple[float, tuple[SentenceMatch, ...]]]:
        """The late interaction of the question with each passage and each of its sentences."""
        held = self._segments.tokens(ids)
        codes = [held[i] for i in ids]
        counts, norms, factors, bits = (
            np.concatenate([getattr(each, part) for each in codes]) for part in ("counts", "norms", "factors", "codes")
        )
        near = similarities(np.concatenate([question.tokens, question.mean[None, :]]), bits, factors)
        tokens_before = np.cumsum(counts, dtype=np.intp) - counts
        pieces = np.maximum.reduceat(near[:, :-1], tokens_before, axis=0)
        means = np.add.reduceat(near[:, -1], tokens_before) / counts / norms
        rare, even = question.rare.astype(np.float64), question.even.astype(np.float64)
        columns = (pieces, pieces @ rare, pieces @ even, means)
        rows, *others = (column.tolist() for column in columns)
        matches = list(map(SentenceMatch, map(tuple, rows), *others))
        ends = np.cumsum([len(each.counts) for each in codes])
        starts = [0, *ends[:-1].tolist()]
        best = (np.maximum.reduceat(pieces, starts, axis=0) @ rare).tolist()
        return [(*found, tuple(matches[a:b])) for *found, a, b in zip(best, starts, ends.tolist(), strict=True)]


def _scaled(scores: npt.NDArray[np.float64], least: float | None = None) -> npt.NDArray[np.float64]:
    """Scores from 0 (``least``, or the lowest) to 1 (the highest)."""
    low = scores.min() if least is None else least
    span = scores.max() - low
    return np.asarray((scores - low) / span if span > 0 else np.zeros_like(scores))
