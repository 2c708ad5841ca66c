"""Documents, passages and their tokens in the SQLite file of one segment. Nothing is held in memory a passage."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import fields
from pathlib import Path

from assistant.index.tokens import TokenCodes
from assistant.types import Document, Passage, Sentence

_SCHEMA = """
pragma journal_mode=off; pragma synchronous=off;
create table if not exists documents (
    key integer primary key, id text not null unique, digest text not null, file text not null, text text not null,
    metadata text not null);
create index if not exists documents_of_file on documents(file);
create table if not exists passages (
    id integer primary key, document integer not null references documents(key),
    start integer not null, "end" integer not null, sentences text not null);
create index if not exists passages_of_document on passages(document);
create table if not exists tokens (passage integer primary key, codes blob not null);
"""
_KEPT_IN_ORDER = """
create temp table kept as select row_number() over (order by id) - 1 + {first} as new, id as old
    from old.passages where document not in (select key from old.documents where id in (select id from gone));
insert into documents select key + {keys}, id, digest, file, text, metadata from old.documents
    where id not in (select id from gone) order by key;
insert into passages select new, document + {keys}, start, "end", sentences
    from old.passages join kept on old.passages.id = kept.old order by new;
insert into tokens select new, codes from old.tokens join kept on old.tokens.passage = kept.old order by new;
"""
_METADATA = tuple(field.name for field in fields(Document) if field.name not in ("id", "text"))
_MOST_VARIABLES = 500


class SegmentStore:
    """Open for reading (the file is never changed) or, with ``writable_from``, for one writer of a new segment, whose
    passages are numbered from there."""

    def __init__(self, path: Path, *, writable_from: int | None = None) -> None:
        mode = "ro&immutable=1" if writable_from is None else "rwc"
        self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, check_same_thread=False)
        self._next = writable_from or 0
        if writable_from is not None:
            self._connection.executescript(_SCHEMA)

    def close(self) -> None:
        """Commits what was written and lets go of the file."""
        self._connection.commit()
        self._connection.close()

    def counts(self) -> tuple[int, int]:
        """Documents, passages."""
        row = self._connection.execute("select (select count(*) from documents), (select count(*) from passages)")
        documents, passages = row.fetchone()
        return documents, passages

    def digests(self) -> Iterator[str]:
        """The digest of every document."""
        return (row[0] for row in self._connection.execute("select digest from documents"))

    def known(self, document_id: str) -> tuple[str, str] | None:
        """The digest of a document and the file that it came from; None when there is none of that id."""
        query = "select digest, file from documents where id = ?"
        found: tuple[str, str] | None = self._connection.execute(query, (document_id,)).fetchone()
        return found

    def ids_from(self, file: str) -> Iterator[str]:
        """The ids of the documents that came from a file."""
        return (row[0] for row in self._connection.execute("select id from documents where file = ?", (file,)))

    def add(self, document: Document, digest: str, file: str, passages: Iterable[Passage]) -> list[int]:
        """Stores a document that is not there yet; the ids given to its passages, in order."""
        metadata = json.dumps({name: getattr(document, name) for name in _METADATA}, ensure_ascii=False)
        cursor = self._connection.execute(
            "insert into documents (id, digest, file, text, metadata) values (?, ?, ?, ?, ?)",
            (document.id, digest, file, document.text, metadata),
        )
        key, first = cursor.lastrowid, self._next
        rows = [(key, passage.start, passage.end, _packed(passage.sentences)) for passage in passages]
        self._next += len(rows)
        ids = list(range(first, self._next))
        cursor.executemany(
            "insert into passages values (?, ?, ?, ?, ?)", ((i, *row) for i, row in zip(ids, rows, strict=True))
        )
        return ids

    def add_tokens(self, rows: Iterable[tuple[int, TokenCodes]]) -> None:
        """Stores the tokens of passages that have none yet."""
        packed = ((passage, codes.to_bytes()) for passage, codes in rows)
        self._connection.executemany("insert into tokens (passage, codes) values (?, ?)", packed)

    def take_over(self, path: Path, gone: Iterable[str]) -> list[int]:
        """Copies the documents of another segment but those of the ids ``gone``, passages numbered on from here.

        The numbers that the copied passages had, in their new order.
        """
        connection = self._connection
        connection.commit()
        connection.execute("attach ? as old", (f"{path.absolute().as_uri()}?mode=ro&immutable=1",))
        connection.execute("create temp table gone (id text primary key)")
        connection.executemany("insert into gone values (?)", ((id,) for id in gone))
        keys = connection.execute("select coalesce(max(key), 0) from documents").fetchone()[0]
        connection.executescript(_KEPT_IN_ORDER.format(first=self._next, keys=keys))
        kept = [row[0] for row in connection.execute("select old from kept order by new")]
        connection.executescript("drop table kept; drop table gone; detach old")
        self._next += len(kept)
        return kept

    def tokens(self, ids: Sequence[int]) -> dict[int, TokenCodes]:
        """The tokens of the passages of those ids."""
        query = "select passage, codes from tokens where passage in ({})"
        rows = (row for part in _chunks(ids) for row in self._connection.execute(query.format(_marks(part)), part))
        return {passage: TokenCodes.from_bytes(codes) for passage, codes in rows}

    def document(self, document_id: str) -> Document | None:
        """None when there is none of that id."""
        query = "select text, metadata from documents where id = ?"
        row = self._connection.execute(query, (document_id,)).fetchone()
        return None if row is None else Document(id=document_id, text=row[0], **json.loads(row[1]))

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

    def passage_at(self, document_id: str, place: int) -> int | None:
        """The id of the passage that holds that place of a document; None when none does."""
        query = (
            "select p.id from documents d join passages p on p.document = d.key "
            'where d.id = ? and p.start <= ? and p."end" > ?'
        )
        found = self._connection.execute(query, (document_id, place, place)).fetchone()
        return found[0] if found else None

    def everything(self) -> Iterator[tuple[Document, list[Passage]]]:
        """Every document with its passages in the order of their ids, one document in memory at a time."""
        with closing(self._connection.execute("select id from documents order by key")) as rows:
            for (document_id,) in rows:
                document = self.document(document_id)
                if document:
                    yield document, self.passages_of(document_id)

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
