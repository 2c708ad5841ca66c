"""The questions of the FAQ by vector and token, so that one is found in whatever words it is asked."""

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
from assistant.index.interaction import covered, interact
from assistant.index.question import Question
from assistant.index.segments import vector_store
from assistant.index.tokens import TokenCodes, read_passages
from assistant.index.vectors import map_vectors
from assistant.types import Evidence, FaqEntry, Known, Passage, Sentence
from assistant.weights import likelihood

STORE, VECTORS = "faq.sqlite", "faq.vectors"
_FOUND, _ENTRIES_HELD, _AT_ONCE = 24, 1_024, 1_000
Stems = Callable[[str], list[str]]
_SCHEMA = """
pragma journal_mode=off; pragma synchronous=off;
create table entries (id integer primary key, answer text not null);
create table words (document text not null, start integer not null, stems text not null, primary key (document, start));
create table questions (id integer primary key, entry integer not null references entries(id), asked text not null,
    read text not null, codes blob not null);
"""


class Faq:
    """Open for reading. Safe to share between threads: nothing in it changes."""

    def __init__(self, folder: Path, dimension: int) -> None:
        """Raises OSError, ValueError or sqlite3.Error when a file cannot be opened."""
        self._connection = _connect(folder / STORE, "ro&immutable=1")
        self._vectors = map_vectors(folder / VECTORS, dimension)
        self._near = vector_store(self._vectors, None)
        self._words = lru_cache(_ENTRIES_HELD)(self._read_words)
        self._answer = lru_cache(_ENTRIES_HELD)(self._read_answer)

    def near(self, question: Question) -> tuple[Known, ...]:
        """The questions nearest to this one, at most 24, nearest first, ties as the editor wrote them."""
        rows, cosines = self._near.search(question.vector, _FOUND)
        if not len(rows):
            return ()
        found = self._questions(rows.tolist())
        codes = [found[row][2] for row in rows.tolist()]
        near = zip(rows.tolist(), cosines.tolist(), interact(question, codes), covered(question, codes), strict=True)
        known = []
        for row, cosine, (_, (match,)), cover in near:
            entry, asked, _ = found[row]
            signals = {
                "cosine": cosine,
                "rare": match.rare,
                "even": match.even,
                "mean": match.mean,
                "fit": match.fit,
                "covered": cover,
            }
            known.append(Known(asked, self._answer(entry), likelihood(signals, "faq"), signals))
        return tuple(sorted(known, key=lambda each: -each.likelihood))

    def words(self, document: str, start: int) -> frozenset[str]:
        """The stems of every wording that the sentence at this place answers; none when the FAQ does not speak of it."""
        return self._words(document, start)

    def _read_words(self, document: str, start: int) -> frozenset[str]:
        query = "select stems from words where document = ? and start = ?"
        found = self._connection.execute(query, (document, start)).fetchone()
        return frozenset(found[0].split()) if found else frozenset()

    def _questions(self, rows: Sequence[int]) -> dict[int, tuple[int, str, TokenCodes]]:
        query = f"select id, entry, asked, codes from questions where id in ({','.join('?' * len(rows))})"
        found = self._connection.execute(query, rows)
        return {id: (entry, asked, TokenCodes.from_bytes(codes)) for id, entry, asked, codes in found}

    def _read_answer(self, entry: int) -> tuple[Evidence, ...]:
        (answer,) = self._connection.execute("select answer from entries where id = ?", (entry,)).fetchone()
        return tuple(Evidence(*each) for each in json.loads(answer))


def write_faq(
    entries: Sequence[FaqEntry],
    read: Mapping[str, tuple[Vectors, bytes]],
    texts: Mapping[str, str],
    stems: Stems,
    folder: Path,
) -> None:
    """Puts the entries into ``folder``. ``texts`` are the wordings in the documents' words, ``read`` what each of those is
    by vector and token; ``stems`` cuts a text into words as BM25 sees them."""
    asked = [(number, question) for number, entry in enumerate(entries) for question in entry.asked]
    words: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for entry in entries:
        for sentence in entry.answer:
            words[sentence.document, sentence.start].update(stem for each in entry.asked for stem in stems(texts[each]))
    with closing(_connect(folder / STORE, "rwc")) as store, (folder / VECTORS).open("wb") as vectors:
        store.executescript(_SCHEMA)
        answers = ((n, json.dumps([astuple(each) for each in entry.answer])) for n, entry in enumerate(entries))
        store.executemany("insert into entries values (?, ?)", answers)
        rows = ((*place, " ".join(sorted(found))) for place, found in sorted(words.items()))
        store.executemany("insert into words values (?, ?, ?)", rows)
        store.executemany(
            "insert into questions values (?, ?, ?, ?, ?)",
            ((id, entry, each, texts[each], read[texts[each]][1]) for id, (entry, each) in enumerate(asked)),
        )
        store.commit()
        vectors.writelines(read[texts[each]][0].tobytes() for _, each in asked)


def read_faq(
    entries: Sequence[FaqEntry], glossary: Glossary, before: Path | None, encoder: Encoder, rotation: Vectors
) -> tuple[dict[str, tuple[Vectors, bytes]], dict[str, str]]:
    """What ``write_faq`` needs of the encoder: each text by vector and token, and the text of each wording. What the FAQ
    in the folder ``before`` has read already is not read again."""
    texts = {question: in_documents_words(question, glossary) for entry in entries for question in entry.asked}
    known = _known(before, encoder.dimension) if before and (before / STORE).is_file() else {}
    fresh = [text for text in dict.fromkeys(texts.values()) if text not in known]
    return known | dict(zip(fresh, _read(encoder, fresh, rotation), strict=True)), texts


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, check_same_thread=False)


def _known(folder: Path, dimension: int) -> dict[str, tuple[Vectors, bytes]]:
    """What was read of each text."""
    vectors = map_vectors(folder / VECTORS, dimension)
    with closing(_connect(folder / STORE, "ro&immutable=1")) as store:
        return {
            text: (vectors[id], codes) for id, text, codes in store.execute("select id, read, codes from questions")
        }


def _read(encoder: Encoder, texts: Sequence[str], rotation: Vectors) -> Iterator[tuple[Vectors, bytes]]:
    for first in range(0, len(texts), _AT_ONCE):
        some = texts[first : first + _AT_ONCE]
        passages = [Passage("", 0, len(text), text, (Sentence(0, len(text)),)) for text in some]
        for vector, codes in read_passages(encoder, passages, [""] * len(some), rotation):
            yield np.asarray(vector, dtype=np.float32), codes.to_bytes()
