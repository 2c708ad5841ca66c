"""Documents and passages in one SQLite file: texts, metadata, offsets. Nothing is held in memory a passage."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path

from assistant.index.tokens import TokenCodes
from assistant.types import Document, Passage, Sentence

_SCHEMA = """
create table if not exists documents (
    key integer primary key, id text not null unique, digest text not null, text text not null, metadata text not null);
create table if not exists passages (
    id integer primary key, document integer not null references documents(key),
    start integer not null, "end" integer not null, sentences text not null);
create index if not exists passages_of_document on passages(document);
create table if not exists tokens (passage integer primary key, codes blob not null);
"""
_METADATA = tuple(field.name for field in fields(Document) if field.name not in ("id", "text"))
_MOST_VARIABLES = 500


class PassageStore:
    """Open for reading (``writable=False``: the file is never changed) or for one builder."""

    def __init__(self, path: Path, *, writable: bool = False) -> None:
        mode = "rwc" if writable else "ro&immutable=1"
        self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, check_same_thread=False)
        if writable:
            self._connection.executescript("pragma journal_mode=off; pragma synchronous=off;" + _SCHEMA)

    def close(self) -> None:
        """Commits what was written and lets go of the file."""
        self._connection.commit()
        self._connection.close()

    def digests(self) -> dict[str, str]:
        """Document id to the digest of its text and metadata."""
        return dict(self._connection.execute("select id, digest from documents"))

    def counts(self) -> tuple[int, int]:
        """Documents, passages."""
        row = self._connection.execute("select (select count(*) from documents), (select count(*) from passages)")
        documents, passages = row.fetchone()
        return documents, passages

    def add(self, document: Document, digest: str, passages: Iterable[Passage]) -> list[int]:
        """Stores a document that is not there yet; the ids given to its passages, in order."""
        metadata = json.dumps({name: getattr(document, name) for name in _METADATA}, ensure_ascii=False)
        cursor = self._connection.execute(
            "insert into documents (id, digest, text, metadata) values (?, ?, ?, ?)",
            (document.id, digest, document.text, metadata),
        )
        key = cursor.lastrowid
        ids = []
        for passage in passages:
            row = (key, passage.start, passage.end, _packed(passage.sentences))
            cursor.execute('insert into passages (document, start, "end", sentences) values (?, ?, ?, ?)', row)
            ids.append(int(cursor.lastrowid or 0))
        return ids

    def remove(self, document_id: str) -> list[int]:
        """Forgets a document; the ids of the passages that went with it."""
        found = self._connection.execute("select key from documents where id = ?", (document_id,)).fetchone()
        if found is None:
            return []
        gone = self._connection.execute("select id from passages where document = ? order by id", found).fetchall()
        self._connection.executemany("delete from tokens where passage = ?", gone)
        self._connection.execute("delete from passages where document = ?", found)
        self._connection.execute("delete from documents where key = ?", found)
        return [row[0] for row in gone]

    def add_tokens(self, rows: Iterable[tuple[int, TokenCodes]]) -> None:
        """Stores the tokens of passages that have none yet."""
        packed = ((passage, codes.to_bytes()) for passage, codes in rows)
        self._connection.executemany("insert into tokens (passage, codes) values (?, ?)", packed)

    def tokens(self, ids: Sequence[int]) -> dict[int, TokenCodes]:
        """The tokens of the passages of those ids."""
        query = "select passage, codes from tokens where passage in ({})"
        rows = (row for part in _chunks(ids) for row in self._connection.execute(query.format(_marks(part)), part))
        return {passage: TokenCodes.from_bytes(codes) for passage, codes in rows}

    def document(self, document_id: str) -> Document:
        """Raises KeyError when there is none of that id."""
        row = self._connection.execute("select text, metadata from documents where id = ?", (document_id,)).fetchone()
        if row is None:
            raise KeyError(document_id)
        return Document(id=document_id, text=row[0], **json.loads(row[1]))

    def document_ids(self) -> list[str]:
        """Every document's id, sorted."""
        return [row[0] for row in self._connection.execute("select id from documents order by id")]

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """The passages of those ids; ids that are not there are left out."""
        return {passage.id: passage for chunk in _chunks(ids) for passage in self._read(chunk)}

    def passages_of(self, document_id: str) -> list[Passage]:
        """The passages of a document, in order; none when there is no document of that id."""
        rows = self._connection.execute(
            "select p.id from passages p join documents d on d.key = p.document where d.id = ? order by p.id",
            (document_id,),
        ).fetchall()
        ids = [row[0] for row in rows]
        found = self.passages(ids)
        return [found[id] for id in ids]

    def everything(self) -> Iterator[tuple[int, tuple[Document, Passage]]]:
        """Every passage with its document, one document in memory at a time."""
        for document_id in self.document_ids():
            document = self.document(document_id)
            for passage in self.passages_of(document_id):
                yield passage.id, (document, passage)

    def _read(self, ids: Sequence[int]) -> Iterator[Passage]:
        rows = self._connection.execute(
            'select p.id, d.id, p.start, p."end", substr(d.text, p.start + 1, p."end" - p.start), p.sentences '
            f"from passages p join documents d on d.key = p.document where p.id in ({_marks(ids)})",
            tuple(ids),
        )
        for passage_id, document_id, start, end, text, packed in rows:
            yield Passage(document_id, start, end, text, _unpacked(packed), passage_id)


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(ids), _MOST_VARIABLES):
        yield [int(i) for i in ids[first : first + _MOST_VARIABLES]]


def _marks(ids: Sequence[int]) -> str:
    return ",".join("?" * len(ids))


def _packed(sentences: Sequence[Sentence]) -> str:
    return json.dumps([(s.start, s.end, s.heading, s.paragraph) for s in sentences], ensure_ascii=False)


def _unpacked(packed: str) -> tuple[Sentence, ...]:
    return tuple(Sentence(*row) for row in json.loads(packed))
