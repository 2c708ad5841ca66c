"""What goes into a generation of an index: segments, words and facts, taken over from the one before or made."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from pathlib import Path

import numpy as np

from assistant.corpus.documents import read_files
from assistant.corpus.facts import load_facts
from assistant.corpus.facts_json import facts_to_json
from assistant.corpus.faq import FOLDER as FAQ
from assistant.corpus.faq import load_faq
from assistant.corpus.passages import split_passages
from assistant.errors import UnreadableDocument
from assistant.index.changes import Changes
from assistant.index.embedding import Encoder
from assistant.index.faq import read_faq, write_faq
from assistant.index.lexical import LexicalIndex
from assistant.index.manifest import FACTS, LEXICAL, ROTATION, TOTALS, Manifest
from assistant.index.segments import STORE, VECTORS, Segment, Segments
from assistant.index.store import SegmentStore
from assistant.index.tokens import make_rotation, read_passages
from assistant.index.totals import Totals
from assistant.index.vectors import map_vectors
from assistant.index.writing import SegmentWriter, level, put_together
from assistant.types import Document, Passage

_TAKEN_OVER = ("segment-*", "faq.*", f"{LEXICAL}/*", ROTATION)
_BATCH = 256
_AT_ONCE = 100_000
_LONGEST_LINE = 200

Progress = Callable[[str, int], None]


def silent(document: str, passages: int) -> None:
    """No progress wanted."""


class TakenElsewhere(Exception):
    """A file that changed claims the id of a document in one that did not: who has it is decided by reading all."""


class Filling:
    """A generation being made in ``scratch``, whose large files are hard links to those of the one ``before``."""

    def __init__(
        self,
        corpus_dir: Path,
        scratch: Path,
        before: tuple[Path, Manifest] | None,
        encoder: Encoder,
        progress: Progress,
    ) -> None:
        self._corpus, self._scratch, self._before = corpus_dir, scratch, before
        self._encoder, self._progress = encoder, progress
        self.segments: list[Segment] = list(before[1].segments) if before else []
        self.totals = Totals.zero(encoder.dimension)
        if before:
            self.totals = Totals.from_bytes((before[0] / TOTALS).read_bytes())
            _link(before[0], scratch)
        else:
            (scratch / ROTATION).write_bytes(make_rotation(encoder.dimension).tobytes())
        self._rotation = map_vectors(scratch / ROTATION, encoder.dimension)
        self._old = Segments(scratch, self.segments, encoder.dimension)
        self._gone: set[str] = set()
        self._waiting: list[tuple[int, str, Passage]] = []
        self._writer = SegmentWriter(scratch, self._number(), self.passages, encoder.dimension)
        self.unreadable: list[UnreadableDocument] = []
        self.faulty: set[str] = set()
        self.added = self.removed = 0
        self.corpus = ""

    @property
    def documents(self) -> int:
        """How many it has."""
        return sum(segment.documents for segment in self.segments)

    @property
    def passages(self) -> int:
        """How many it has."""
        return sum(segment.passages for segment in self.segments)

    def run(self, changes: Changes) -> None:
        """Reads what changed. Raises TakenElsewhere, CorpusError and what the encoder raises."""
        try:
            with ThreadPoolExecutor(1) as aside, LexicalIndex(self._scratch / LEXICAL, writable=True) as lexical:
                self._read(changes, lexical)
                committed = aside.submit(lexical.commit)  # it waits for the disk while the encoder works
                self._embed()
                committed.result()
        except BaseException:
            self._writer.abandon()
            raise
        finally:
            self._old.close()
        self._settle(self._writer.close())
        if self.documents:
            facts = self._facts(changes.data)
            (self._scratch / FACTS).write_text(facts, encoding="utf-8")
            (self._scratch / TOTALS).write_bytes(self.totals.to_bytes())
            self.corpus = self.totals.corpus_hash(facts)

    def _number(self) -> int:
        return 1 + max((segment.number for segment in self.segments), default=0)

    def _read(self, changes: Changes, lexical: LexicalIndex) -> None:
        names = {file: name for name, file in changes.changed.items()}
        looked_at = changes.gone | changes.changed.keys()
        seen: set[str] = set()
        for file, item in read_files(self._corpus, list(names)):
            name = names[file]
            if isinstance(item, UnreadableDocument):
                self.unreadable.append(item)
                self.faulty.add(name)
                continue
            known = self._old.known(item.id)
            if known and known[1] not in looked_at and not changes.first:
                raise TakenElsewhere
            seen.add(item.id)
            self._take(item, name, known, lexical)
        before = (
            self._old.document_ids() if changes.first else (id for name in looked_at for id in self._old.ids_from(name))
        )
        vanished = set(before) - seen
        self._gone |= vanished
        self.removed = len(vanished)

    def _take(self, document: Document, name: str, known: tuple[str, str] | None, lexical: LexicalIndex) -> None:
        digest = _digest(document)
        if known == (digest, name):
            return
        if known:
            self._gone.add(document.id)
        passages = list(split_passages(document))
        ids = self._writer.store.add(document, digest, name, passages)
        lexical.add(ids, [lexical_text(document, passage) for passage in passages])
        self._waiting.extend((i, opening(document, p), p) for i, p in zip(ids, passages, strict=True))
        self.totals.add_digests([digest])
        self.added += 1
        if len(self._waiting) >= _BATCH:
            self._embed()
        self._progress(document.id, len(ids))

    def _embed(self) -> None:
        """What was taken since the last time, by vector and by token."""
        if self._waiting:
            ids, openings, passages = map(list, zip(*self._waiting, strict=True))
            read, codes = zip(*read_passages(self._encoder, passages, openings, self._rotation), strict=True)
            vectors = np.stack(read)
            self._writer.add_read(ids, vectors, codes)
            self.totals.add_vectors(vectors)
        self._waiting.clear()

    def _settle(self, fresh: Segment) -> None:
        """The new segment behind the others, or, where documents went, one segment of all that are left."""
        segments, dimension = [*self.segments, fresh], self._encoder.dimension
        self.segments = segments
        if self._gone:
            self.segments = [put_together(self._scratch, segments, self._number(), dimension, self._gone, fresh.number)]
            self._count_anew(self.segments[0])
        elif not fresh.documents:
            fresh.remove(self._scratch)
            self.segments = segments[:-1]
        else:
            self.segments = level(self._scratch, segments, self._number(), dimension)

    def _count_anew(self, segment: Segment) -> None:
        """Words and sums from what is stored: BM25 in tantivy goes on counting what was removed."""
        store = SegmentStore(segment.file(self._scratch, STORE))
        shutil.rmtree(self._scratch / LEXICAL)
        with LexicalIndex(self._scratch / LEXICAL, writable=True) as lexical:
            for document, passages in store.everything():
                lexical.add([each.id for each in passages], [lexical_text(document, each) for each in passages])
        self.totals = Totals.zero(self._encoder.dimension)
        self.totals.add_digests(store.digests())
        vectors = map_vectors(segment.file(self._scratch, VECTORS), self._encoder.dimension)
        for first in range(0, len(vectors), _AT_ONCE):
            self.totals.add_vectors(vectors[first : first + _AT_ONCE])
        store.close()

    def _facts(self, fingerprint: str) -> str:
        """Parameters, figures and the like as compiled, with the FAQ beside them; those from before while neither they nor a document changed."""
        if self._before and not self._gone and fingerprint and fingerprint == self._before[1].data_fingerprint:
            return (self._before[0] / FACTS).read_text(encoding="utf-8")
        segments = Segments(self._scratch, self.segments, self._encoder.dimension)
        texts = _Texts(segments)
        facts, faq = load_facts(self._corpus, texts), load_faq(self._corpus / FAQ, texts)
        segments.close()
        before = self._before[0] if self._before else None
        for file in self._scratch.glob("faq.*"):
            file.unlink()  # it is the one before under another name
        if faq:
            read, wordings = read_faq(faq, facts.glossary, before, self._encoder)
            write_faq(faq, read, wordings, LexicalIndex(self._scratch / LEXICAL).stems, self._scratch)
        data = facts_to_json(facts) | {"faq": hashlib.sha256(repr(faq).encode()).hexdigest()}
        return json.dumps(data, ensure_ascii=False, sort_keys=True)


class _Texts(Mapping[str, str]):
    """Document texts by id, each read when first asked for."""

    def __init__(self, segments: Segments) -> None:
        self._segments = segments
        self._read: dict[str, str] = {}

    def __getitem__(self, key: str) -> str:
        if key not in self._read:
            self._read[key] = self._segments.document(key).text
        return self._read[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._segments.document_ids())

    def __len__(self) -> int:
        return len(self._segments.document_ids())


def _link(before: Path, scratch: Path) -> None:
    """The files that are never written into, under both names; copied where a file system has no links."""
    for path in (path for pattern in _TAKEN_OVER for path in before.glob(pattern)):
        place = scratch / path.relative_to(before)
        place.parent.mkdir(exist_ok=True)
        try:
            os.link(path, place)
        except OSError:
            shutil.copyfile(path, place)


def _digest(document: Document) -> str:
    values = tuple(getattr(document, field.name) for field in fields(document))
    return hashlib.sha256(repr(values).encode("utf-8", "surrogatepass")).hexdigest()


def opening(document: Document, passage: Passage) -> str:
    """What the encoder reads before a passage, so that its words are understood: the title and the first heading."""
    heading = passage.sentences[0].heading if passage.sentences else ""
    lines = [document.title, heading if heading not in document.title else ""]
    return "".join(f"{line[:_LONGEST_LINE]}\n" for line in lines if line)


def lexical_text(document: Document, passage: Passage) -> str:
    """What BM25 reads of a passage: its text with title, publisher and headings before it."""
    headings = dict.fromkeys(sentence.heading for sentence in passage.sentences)
    parts = [document.title, document.publisher or "", *headings, passage.text]
    return "\n".join(part for part in parts if part)
