"""BM25 over stemmed English words, in tantivy. The only importer of tantivy.

Chosen over SQLite's FTS5 and bm25s by measuring at a million passages: see ``bench/lexical.py`` and the README.
"""

from __future__ import annotations

import math
import os
import shutil
import weakref
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType
from typing import Any

import tantivy
from tantivy import Filter, Occur, Query, TextAnalyzerBuilder, Tokenizer

_LONGEST_WORD, _TEXTS_HELD = 40, 4_096
_HEAP_BYTES = 128_000_000


class LexicalIndex:
    """Words of passages by passage id. Writable inside ``with``, which commits; otherwise for reading.

    Nothing is removed from it: what was removed would go on counting in the document frequencies, and the same
    corpus would score otherwise than when built at once. A corpus that lost passages gets a new one.
    """

    def __init__(self, folder: Path, *, writable: bool = False) -> None:
        self._writer: Any = None
        if writable:
            self._index = tantivy.Index.open(str(folder)) if (folder / "meta.json").is_file() else _create(folder)
        else:
            self._index = tantivy.Index.open(str(self._readable(folder)))
        self._stems = lru_cache(_TEXTS_HELD)(_analyzer().analyze)
        self._searcher = self._index.searcher()

    def _readable(self, folder: Path) -> Path:
        """The folder, or a copy where it may not be written: opening puts a lock file into it."""
        if os.access(folder, os.W_OK):
            return folder
        copy = Path(mkdtemp(prefix="policy-desk-"))
        weakref.finalize(self, shutil.rmtree, copy, ignore_errors=True)
        for file in folder.iterdir():
            shutil.copyfile(file, copy / file.name)
        return copy

    def __enter__(self) -> LexicalIndex:
        self._writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.commit()
        elif self._writer:
            self._writer.rollback()
        self._writer = None

    def commit(self) -> None:
        """Makes what was added last. The end of ``with`` does it too."""
        if self._writer:
            self._writer.commit()
            self._writer.wait_merging_threads()
        self._writer = None

    def add(self, ids: Sequence[int], texts: Sequence[str]) -> None:
        """Adds the words of texts under ids that are not there yet."""
        for passage, text in zip(ids, texts, strict=True):
            document = tantivy.Document()
            document.add_unsigned("id", passage)
            document.add_text("body", text)
            self._writer.add_document(document)

    def stems(self, text: str) -> list[str]:
        """The words of a text as the index holds them, in order."""
        return list(self._stems(text))

    def frequencies(self, stems: Iterable[str]) -> dict[str, int]:
        """In how many passages each stem occurs."""
        return {stem: int(self._searcher.doc_freq("body", stem)) for stem in stems}

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def rarity(self, stems: Iterable[str]) -> dict[str, float]:
        """Inverse document frequency of each stem, as in BM25: about 0 for a word of every passage, higher when rare."""
        total = len(self)
        return {stem: math.log(1 + (total - n + 0.5) / (n + 0.5)) for stem, n in self.frequencies(stems).items()}

    def search(self, terms: Mapping[str, float], k: int) -> list[tuple[int, float]]:
        """The at most ``k`` passages with the highest BM25 score for any of the stems, each counting by its weight;
        best first, ties by id."""
        queries = ((_term(self._index, stem), weight) for stem, weight in terms.items())
        clauses = [(Occur.Should, term if weight == 1 else Query.boost_query(term, weight)) for term, weight in queries]
        if not clauses or not len(self):
            return []
        hits = self._with_ties(Query.boolean_query(clauses), k)
        ids = self._searcher.fast_field_values("id", [address for _, address in hits])
        found = [(int(i), float(score)) for i, (score, _) in zip(ids, hits, strict=True)]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]

    def _with_ties(self, query: Any, k: int) -> list[Any]:
        """At least the best ``k`` hits and all that tie with the last of them: equal scores come in no fixed order."""
        limit = k + 10
        while True:
            hits = list(self._searcher.search(query, limit, count=False).hits)
            if len(hits) < limit or hits[-1][0] < hits[k - 1][0]:
                return hits
            limit *= 2


def _create(folder: Path) -> Any:
    folder.mkdir(parents=True, exist_ok=True)
    schema = tantivy.SchemaBuilder()
    schema.add_unsigned_field("id", fast=True, indexed=True)
    schema.add_text_field("body", tokenizer_name="en_stem", index_option="freq")
    return tantivy.Index(schema.build(), path=str(folder))


def _analyzer() -> Any:
    """The words as tantivy's own en_stem cuts them, for the query's side."""
    analyzer = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(_LONGEST_WORD))
    return analyzer.filter(Filter.lowercase()).filter(Filter.stemmer("english")).build()


def _term(index: Any, stem: str) -> Any:
    return Query.term_query(index.schema, "body", stem, "freq")
