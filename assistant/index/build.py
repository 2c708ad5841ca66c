"""Corpus to index: only what changed is read into it, built beside the old one and swapped in at the end."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from assistant.corpus.documents import corpus_fingerprint, read_documents
from assistant.corpus.facts import facts_to_json, load_facts
from assistant.corpus.passages import split_passages
from assistant.errors import CorpusError, IndexUnusable, UnreadableDocument
from assistant.index.embedding import Encoder
from assistant.index.lexical import LexicalIndex
from assistant.index.manifest import CURRENT, FORMAT, Manifest, generation_folder, hash_files, read_manifest
from assistant.index.store import PassageStore
from assistant.index.tokens import read_passages
from assistant.index.vectors.flat import FlatVectors
from assistant.types import Document, Passage

STORE, VECTORS, LEXICAL, FACTS = "passages.sqlite", "vectors.faiss", "lexical", "facts.json"
_BATCH = 128
_LONGEST_LINE = 200
_DISTRIBUTIONS = ("faiss-cpu", "nltk", "sentence-transformers", "onnxruntime", "policy-desk")

Progress = Callable[[str, int], None]


def _silent(stage: str, count: int) -> None:
    """No progress wanted."""


@dataclass(slots=True)
class BuildReport:
    """What a build did. ``unreadable`` names the files left out; ``changed`` is whether a new index was written;
    ``sameness`` is the mean cosine between two passages."""

    corpus: str = ""
    documents: int = 0
    passages: int = 0
    added: int = 0
    removed: int = 0
    kept: int = 0
    changed: bool = False
    sameness: float = 0.0
    unreadable: list[UnreadableDocument] = field(default_factory=list)


def build_index(corpus_dir: Path, index_dir: Path, encoder: Encoder, progress: Progress = _silent) -> BuildReport:
    """Brings the index up to the corpus. ``progress(document id, passages so far)`` is called a document.

    Killed at any moment, the index that was there before goes on serving. Raises CorpusError when nothing in the
    corpus can be read, DataError for a mistake in a parameter or figure file.
    """
    fingerprint = corpus_fingerprint(corpus_dir)
    index_dir.mkdir(parents=True, exist_ok=True)
    with _only_builder(index_dir):
        _sweep(index_dir)
        before = _usable_before(index_dir, encoder)
        scratch = Path(tempfile.mkdtemp(dir=index_dir, prefix="building-"))
        try:
            report = _fill(corpus_dir, scratch, before, encoder, progress)
            manifest = _manifest(scratch, report, fingerprint, encoder)
            if before and before[1] == replace(manifest, fingerprint=before[1].fingerprint, files=before[1].files):
                replace(before[1], fingerprint=fingerprint).write(before[0])
                return report
            manifest.write(scratch)
            report.changed = True
            _swap_in(index_dir, scratch, manifest)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    return report


@contextmanager
def _only_builder(index_dir: Path) -> Iterator[None]:
    """Two builds of one index wait for each other; the lock goes with the process that holds it."""
    with (index_dir / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"Waiting for another build of {index_dir} to end.", file=sys.stderr)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sweep(index_dir: Path) -> None:
    """Removes what killed builds left, and generations before the last two."""
    for leftover in index_dir.glob("building-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    try:
        current = generation_folder(index_dir)
    except IndexUnusable:
        return
    old = [path for path in index_dir.glob("generation-*") if path != current]
    for path in sorted(old, key=lambda path: path.stat().st_mtime_ns)[:-1]:
        shutil.rmtree(path, ignore_errors=True)


def _usable_before(index_dir: Path, encoder: Encoder) -> tuple[Path, Manifest] | None:
    try:
        folder, manifest = read_manifest(index_dir)
    except IndexUnusable:
        return None
    return (folder, manifest) if manifest.encoder == encoder.name else None


def _fill(
    corpus_dir: Path, scratch: Path, before: tuple[Path, Manifest] | None, encoder: Encoder, progress: Progress
) -> BuildReport:
    """Writes every file of the new generation but its manifest."""
    if before:
        shutil.copytree(before[0], scratch, dirs_exist_ok=True)
    store = PassageStore(scratch / STORE, writable=True)
    vectors = FlatVectors.load(scratch / VECTORS) if before else FlatVectors(encoder.dimension)
    with LexicalIndex(scratch / LEXICAL, writable=True) as lexical:
        filling = _Filling(store, vectors, lexical, encoder, progress)
        report = filling.run(corpus_dir)
    if filling.forgot:
        _rewrite_words(scratch / LEXICAL, store)
    report.documents, report.passages = store.counts()
    if not report.documents:
        raise CorpusError(_nothing_readable(corpus_dir, report))
    digests = store.digests()
    facts = facts_to_json(load_facts(corpus_dir, _Texts(store)))
    store.close()
    vectors.save(scratch / VECTORS)
    report.sameness = vectors.sameness()
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    (scratch / FACTS).write_text(text, encoding="utf-8")
    report.corpus = _corpus_hash(digests, text)
    return report


def _rewrite_words(folder: Path, store: PassageStore) -> None:
    """BM25 anew from the stored passages; no document is read or embedded for it."""
    shutil.rmtree(folder)
    with LexicalIndex(folder, writable=True) as lexical:
        for passage_id, (document, passage) in store.everything():
            lexical.add([passage_id], [lexical_text(document, passage)])


def _nothing_readable(corpus_dir: Path, report: BuildReport) -> str:
    named = "".join(f"\n  {error}" for error in report.unreadable[:10])
    return f"No document in {corpus_dir / 'documents'} can be read: put .md, .txt, .html, .pdf, .docx or .jsonl files there.{named}"


class _Texts(Mapping[str, str]):
    """Document texts by id, each read from the store when first asked for."""

    def __init__(self, store: PassageStore) -> None:
        self._store = store
        self._read: dict[str, str] = {}

    def __getitem__(self, key: str) -> str:
        if key not in self._read:
            self._read[key] = self._store.document(key).text
        return self._read[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._store.document_ids())

    def __len__(self) -> int:
        return self._store.counts()[0]


class _Filling:
    """One pass over the corpus: unchanged documents are kept, changed and vanished ones go, new ones come in."""

    def __init__(
        self, store: PassageStore, vectors: FlatVectors, lexical: LexicalIndex, encoder: Encoder, progress: Progress
    ) -> None:
        self._store, self._vectors, self._lexical = store, vectors, lexical
        self._encoder, self._progress = encoder, progress
        self._waiting: list[tuple[int, str, Passage]] = []
        self._report = BuildReport()
        self.forgot = False

    def run(self, corpus_dir: Path) -> BuildReport:
        known = self._store.digests()
        seen: set[str] = set()
        for document in read_documents(corpus_dir):
            if isinstance(document, UnreadableDocument):
                self._report.unreadable.append(document)
                continue
            seen.add(document.id)
            self._take(document, known.get(document.id))
        for gone in sorted(known.keys() - seen):
            self._forget(gone)
            self._report.removed += 1
        self._embed()
        return self._report

    def _take(self, document: Document, known: str | None) -> None:
        digest = hashlib.sha256(json.dumps(asdict(document), sort_keys=True).encode()).hexdigest()
        if digest == known:
            self._report.kept += 1
            return
        if known:
            self._forget(document.id)
        passages = list(split_passages(document))
        ids = self._store.add(document, digest, passages)
        self._lexical.add(ids, [lexical_text(document, passage) for passage in passages])
        self._waiting.extend((i, opening(document, p), p) for i, p in zip(ids, passages, strict=True))
        self._report.added += 1
        if len(self._waiting) >= _BATCH:
            self._embed()
        self._progress(document.id, len(ids))

    def _forget(self, document_id: str) -> None:
        gone = self._store.remove(document_id)
        self._vectors.remove(gone)
        self.forgot = self.forgot or bool(gone)

    def _embed(self) -> None:
        """What was taken since the last time, by vector and by token."""
        if self._waiting:
            ids, openings, passages = map(list, zip(*self._waiting, strict=True))
            vectors, codes = zip(*read_passages(self._encoder, passages, openings), strict=True)
            self._vectors.add(ids, np.stack(vectors))
            self._store.add_tokens(zip(ids, codes, strict=True))
        self._waiting.clear()


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


def _corpus_hash(digests: dict[str, str], facts: str) -> str:
    lines = [f"{name} {digest}" for name, digest in sorted(digests.items())]
    return "sha256:" + hashlib.sha256("\n".join([*lines, facts]).encode()).hexdigest()


def _manifest(scratch: Path, report: BuildReport, fingerprint: str, encoder: Encoder) -> Manifest:
    return Manifest(
        format=FORMAT,
        corpus=report.corpus,
        fingerprint=fingerprint,
        encoder=encoder.name,
        versions={name: _version(name) for name in _DISTRIBUTIONS},
        counts={"documents": report.documents, "passages": report.passages},
        sameness=report.sameness,
        unreadable=tuple((error.path, error.reason) for error in report.unreadable),
        files=hash_files(scratch),
    )


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "not installed"


def _swap_in(index_dir: Path, scratch: Path, manifest: Manifest) -> None:
    """Gives the finished folder its name, then points CURRENT at it in one step."""
    name = f"generation-{manifest.corpus[7:19]}-{scratch.name.removeprefix('building-')}"
    for path in (path for path in scratch.rglob("*") if path.is_file()):
        with path.open("rb+") as stream:
            os.fsync(stream.fileno())
    os.rename(scratch, index_dir / name)
    pointer = index_dir / (CURRENT + ".new")
    if (index_dir / CURRENT).is_dir():
        shutil.rmtree(index_dir / CURRENT)
    with pointer.open("w", encoding="utf-8") as stream:
        stream.write(name + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(pointer, index_dir / CURRENT)
