"""The questions of the FAQ by vector, so that one is found in whatever words it is asked."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import astuple
from functools import lru_cache
from pathlib import Path

import numpy as np

from assistant.corpus.glossary import Glossary, in_documents_words
from assistant.index.embedding import Encoder, Vectors
from assistant.index.projection import projection
from assistant.index.question import Question, read_wording
from assistant.index.segments import FEW, vector_store
from assistant.index.vectors import VectorStore, map_vectors
from assistant.types import Evidence, FaqEntry, Known
from assistant.weights import likelihood

STORE, VECTORS, BASIS, LEADING = "faq.sqlite", "faq.vectors", "faq.basis", "faq.leading"
_FOUND, _HELD, _AT_ONCE = 24, 1_024, 1_000
_SCHEMA = """
pragma journal_mode=off; pragma synchronous=off;
create table entries (id integer primary key, answer text not null);
create table words (document text not null, start integer not null, stems text not null, primary key (document, start));
create table questions (id integer primary key, entry integer not null references entries(id), asked text not null,
    read text not null);
"""
Stems = Callable[[str], list[str]]


class Faq:
    """Open for reading. Safe to share between threads: nothing in it changes."""

    def __init__(self, folder: Path, dimension: int) -> None:
        """Raises OSError, ValueError or sqlite3.Error when a file cannot be opened."""
        self._connection = _connect(folder / STORE, "ro&immutable=1")
        self._near = _open_vectors(folder, dimension)
        self._answer = lru_cache(_HELD)(self._read_answer)
        self.words = lru_cache(_HELD)(self._read_words)

    def near(self, question: Question) -> tuple[Known, ...]:
        """The questions that are nearest to this one in one of their wordings, found in 24 of these, nearest first, ties as
        the editor wrote them."""
        rows, cosines = self._near.search(question.projected, _FOUND)
        found = self._questions(rows.tolist())
        known: dict[int, Known] = {}
        for row, cosine in zip(rows.tolist(), cosines.tolist(), strict=True):
            entry, asked = found[row]
            if entry not in known:
                signals = {"fit": round(cosine, 6)}
                known[entry] = Known(asked, self._answer(entry), likelihood(signals, "faq"), signals)
        return tuple(known.values())

    def _questions(self, rows: Sequence[int]) -> dict[int, tuple[int, str]]:
        query = f"select id, entry, asked from questions where id in ({','.join('?' * len(rows))})"
        return {id: (entry, asked) for id, entry, asked in self._connection.execute(query, rows)}

    def _read_answer(self, entry: int) -> tuple[Evidence, ...]:
        (answer,) = self._connection.execute("select answer from entries where id = ?", (entry,)).fetchone()
        return tuple(Evidence(*each) for each in json.loads(answer))

    def _read_words(self, document: str, start: int) -> frozenset[str]:
        """The stems of every wording that the sentence at this place answers; none when the FAQ does not speak of it."""
        query = "select stems from words where document = ? and start = ?"
        found = self._connection.execute(query, (document, start)).fetchone()
        return frozenset(found[0].split()) if found else frozenset()


def write_faq(
    entries: Sequence[FaqEntry], read: Mapping[str, Vectors], texts: Mapping[str, str], stems: Stems, folder: Path
) -> None:
    """Puts the entries into ``folder``. ``texts`` are the wordings in the documents' words and ``read`` their vectors;
    ``stems`` cuts a text into words as BM25 sees them."""
    asked = [(number, question) for number, entry in enumerate(entries) for question in entry.asked]
    words: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for entry in entries:
        for sentence in entry.answer:
            words[sentence.document, sentence.start].update(stem for each in entry.asked for stem in stems(texts[each]))
    with closing(_connect(folder / STORE, "rwc")) as store, (folder / VECTORS).open("wb") as vectors:
        store.executescript(_SCHEMA)
        answers = ((n, json.dumps([astuple(each) for each in entry.answer])) for n, entry in enumerate(entries))
        store.executemany("insert into entries values (?, ?)", answers)
        stemmed = ((*place, " ".join(sorted(found))) for place, found in sorted(words.items()))
        store.executemany("insert into words values (?, ?, ?)", stemmed)
        numbered = ((id, entry, each, texts[each]) for id, (entry, each) in enumerate(asked))
        store.executemany("insert into questions values (?, ?, ?, ?)", numbered)
        store.commit()
        rows = np.stack([read[texts[each]] for _, each in asked])
        vectors.write(rows.tobytes())
    if len(rows) > FEW:
        from assistant.index.vectors.leading import leading_components

        for name, part in zip((BASIS, LEADING), leading_components(rows), strict=True):
            (folder / name).write_bytes(part.tobytes())


def _open_vectors(folder: Path, dimension: int) -> VectorStore:
    vectors = map_vectors(folder / VECTORS, dimension)
    if not (folder / LEADING).is_file():
        return vector_store(vectors, None)
    from assistant.index.vectors.leading import COMPONENTS, LeadingVectors

    return LeadingVectors(vectors, map_vectors(folder / BASIS, COMPONENTS), map_vectors(folder / LEADING, COMPONENTS))


def read_faq(
    entries: Sequence[FaqEntry], glossary: Glossary, before: Path | None, encoder: Encoder
) -> tuple[dict[str, Vectors], dict[str, str]]:
    """What ``write_faq`` needs of the encoder: the vector (dimension,) of each text, and the text of each wording. What
    the FAQ in the folder ``before`` has read already is not read again."""
    texts = {question: in_documents_words(question, glossary) for entry in entries for question in entry.asked}
    known = _known(before, encoder.dimension) if before and (before / STORE).is_file() else {}
    fresh = [text for text in dict.fromkeys(texts.values()) if text not in known]
    return known | dict(zip(fresh, _read(encoder, fresh), strict=True)), texts


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, check_same_thread=False)


def _known(folder: Path, dimension: int) -> dict[str, Vectors]:
    vectors = map_vectors(folder / VECTORS, dimension)
    with closing(_connect(folder / STORE, "ro&immutable=1")) as store:
        return {text: vectors[id] for id, text in store.execute("select id, read from questions")}


def _read(encoder: Encoder, texts: Sequence[str]) -> Iterator[Vectors]:
    """Each text as a question under the projection."""
    matrix = projection(encoder)
    for first in range(0, len(texts), _AT_ONCE):
        some = texts[first : first + _AT_ONCE]
        for text, reading in zip(some, encoder.read(some), strict=True):
            yield read_wording(text, reading, matrix)
