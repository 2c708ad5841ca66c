"""Hybrid search over a built index: dense and lexical scores, each scaled to 0..1, in a convex combination."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from assistant.corpus.documents import corpus_fingerprint
from assistant.corpus.facts import facts_from_json
from assistant.errors import IndexUnusable
from assistant.index.build import FACTS, LEXICAL, STORE, VECTORS
from assistant.index.embedding import Encoder, TokenVectors
from assistant.index.lexical import LexicalIndex
from assistant.index.manifest import read_manifest
from assistant.index.store import PassageStore
from assistant.index.vectors.flat import FlatVectors
from assistant.types import Document, Facts, Hit, Passage

DENSE_WEIGHT = 0.55
_CANDIDATES = 100


class Index:
    """An index open for reading. Safe to share between threads: nothing in it changes."""

    def __init__(self, index_dir: Path, encoder: Encoder) -> None:
        """Raises IndexUnusable when it is missing, damaged, or made by another encoder."""
        self.folder, self.manifest = read_manifest(index_dir)
        if self.manifest.encoder != encoder.name:
            raise IndexUnusable(index_dir, f"it was made with {self.manifest.encoder}, in use is {encoder.name}")
        self._encoder = encoder
        try:
            self._store = PassageStore(self.folder / STORE)
            self._vectors = FlatVectors.load(self.folder / VECTORS)
            self._lexical = LexicalIndex(self.folder / LEXICAL)
        except (OSError, RuntimeError, ValueError, sqlite3.Error) as error:
            raise IndexUnusable(index_dir, f"its files cannot be opened ({error})") from error

    @cached_property
    def facts(self) -> Facts:
        """The parameters and figures as compiled at the build."""
        return facts_from_json(json.loads((self.folder / FACTS).read_text(encoding="utf-8")))

    def is_stale(self, corpus_dir: Path) -> bool:
        """Whether a file of the corpus was added, removed or written since the build."""
        return corpus_fingerprint(corpus_dir) != self.manifest.fingerprint

    def document(self, document_id: str) -> Document:
        """Raises KeyError when there is none of that id."""
        return self._store.document(document_id)

    def document_ids(self) -> list[str]:
        """Every document's id, sorted."""
        return self._store.document_ids()

    def passages_of(self, document_id: str) -> list[Passage]:
        """The passages of a document, in order; none when there is no document of that id."""
        return self._store.passages_of(document_id)

    def search(self, query: str, k: int = 10) -> list[Hit]:
        """The at most ``k`` best passages, best first, ties by document and place.

        Score = 0.55 x dense + 0.45 x BM25, each min-max scaled over the candidates of either side (Bruch, Gai and
        Ingber 2023, "An Analysis of Fusion Functions for Hybrid Retrieval").
        """
        if not query.strip() or not self.manifest.counts["passages"]:
            return []
        vector = self._encoder.encode([query])[0]
        most = max(k, _CANDIDATES)
        cosines = dict(self._vectors.search(vector, most))
        lexical = dict(self._lexical.search(query, most))
        missing = sorted(lexical.keys() - cosines.keys())
        cosines.update(zip(missing, self._vectors.cosines(vector, missing), strict=True))
        dense, words = _scaled(cosines), _scaled({i: lexical.get(i, 0.0) for i in cosines}, least=0.0)
        fused = {i: round(DENSE_WEIGHT * dense[i] + (1 - DENSE_WEIGHT) * words[i], 6) for i in cosines}
        best = sorted(fused, key=lambda i: (-fused[i], i))[: 2 * k]
        passages = self._store.passages(best)
        hits = [Hit(passages[i], fused[i], round(cosines[i], 6), round(lexical.get(i, 0.0), 6)) for i in best]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage.document, hit.passage.start))[:k]

    def token_vectors(self, texts: Iterable[str]) -> list[TokenVectors]:
        """The contextual token vectors of texts, by the index's own encoder."""
        return self._encoder.encode_tokens(list(texts))

    def stems(self, text: str) -> list[str]:
        """The words of a text as BM25 sees them."""
        return self._lexical.stems(text)

    def rarity(self, stems: Iterable[str]) -> dict[str, float]:
        """Inverse document frequency of each stem, as in BM25: about 0 for a word of every passage, higher when rare."""
        total = len(self._lexical)
        counts = self._lexical.frequencies(stems)
        return {stem: math.log(1 + (total - n + 0.5) / (n + 0.5)) for stem, n in counts.items()}


def _scaled(scores: Mapping[int, float], least: float | None = None) -> dict[int, float]:
    low = min(scores.values()) if least is None else least
    high = max(scores.values())
    span = high - low
    return {i: (score - low) / span if span > 0 else 0.0 for i, score in scores.items()}
