"""Corpus to index: only what changed is read into it, built beside the old one and swapped in at the end."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant.errors import CorpusError, IndexUnusable, UnreadableDocument
from assistant.index.changes import Changes, find_changes
from assistant.index.embedding import Encoder
from assistant.index.filling import Filling, Progress, TakenElsewhere, silent
from assistant.index.manifest import (
    CURRENT,
    FORMAT,
    Manifest,
    generation_folder,
    hash_files,
    read_manifest,
    replace_file,
)
from assistant.index.projection import reader_name

_DISTRIBUTIONS = ("faiss-cpu", "nltk", "sentence-transformers", "onnxruntime", "policy-desk")

Before = tuple[Path, Manifest]


@dataclass(slots=True)
class BuildReport:
    """What a build did. ``unreadable`` names the files left out; ``changed`` is whether a new index was written."""

    corpus: str = ""
    documents: int = 0
    passages: int = 0
    added: int = 0
    removed: int = 0
    kept: int = 0
    changed: bool = False
    unreadable: list[UnreadableDocument] = field(default_factory=list)


def build_index(
    corpus_dir: Path, index_dir: Path, encoder: Encoder, progress: Progress = silent, *, check: bool = False
) -> BuildReport:
    """Brings the index up to the corpus. ``progress(document id, its passages)`` is called a document that is read in.
    With ``check`` every file of the index is proven by its hash first; a damaged index is built from nothing.

    Killed at any moment, the index that was there before goes on serving. Raises CorpusError when nothing in the
    corpus can be read, DataError for a mistake in a parameter or figure file.
    """
    index_dir.mkdir(parents=True, exist_ok=True)
    with _only_builder(index_dir):
        _sweep(index_dir)
        before = _usable_before(index_dir, encoder, check)
        changes = find_changes(corpus_dir, before[0] if before else None)
        try:
            return _build(corpus_dir, index_dir, encoder, progress, before, changes)
        except TakenElsewhere:
            return _build(corpus_dir, index_dir, encoder, progress, before, find_changes(corpus_dir, None))


def _build(
    corpus_dir: Path,
    index_dir: Path,
    encoder: Encoder,
    progress: Progress,
    before: Before | None,
    changes: Changes,
) -> BuildReport:
    scratch = Path(tempfile.mkdtemp(dir=index_dir, prefix="building-"))
    try:
        filling = Filling(corpus_dir, scratch, before, encoder, progress)
        filling.run(changes)
        if not filling.documents:
            raise CorpusError(_nothing_readable(corpus_dir, filling.unreadable))
        manifest = Manifest(
            format=FORMAT,
            corpus=filling.corpus,
            fingerprint=changes.fingerprint,
            data_fingerprint=changes.data,
            encoder=reader_name(encoder),
            versions={name: _version(name) for name in _DISTRIBUTIONS},
            segments=tuple(filling.segments),
            sameness=filling.totals.sameness(filling.passages),
            unreadable=tuple((error.path, error.reason) for error in filling.unreadable),
            files=hash_files(scratch, before),
        )
        unlike = _unlike(before, manifest)
        if unlike:
            changes.write(scratch, filling.faulty)
            manifest.write(scratch)
            _swap_in(index_dir, scratch, manifest, before)
        elif before:
            changes.write(before[0], filling.faulty)
            replace(manifest, files=before[1].files).write(before[0])
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return BuildReport(
        corpus=filling.corpus,
        documents=filling.documents,
        passages=filling.passages,
        added=filling.added,
        removed=filling.removed,
        kept=filling.documents - filling.added,
        changed=unlike,
        unreadable=filling.unreadable,
    )


def _unlike(before: Before | None, manifest: Manifest) -> bool:
    """Whether a generation differs from the one before in more than when its corpus was looked at."""
    if before is None:
        return True
    old = before[1]
    return old != replace(manifest, fingerprint=old.fingerprint, data_fingerprint=old.data_fingerprint, files=old.files)


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


def _usable_before(index_dir: Path, encoder: Encoder, check: bool) -> Before | None:
    try:
        folder, manifest = read_manifest(index_dir, whole=check)
    except IndexUnusable:
        return None
    return (folder, manifest) if manifest.encoder == reader_name(encoder) else None


def _nothing_readable(corpus_dir: Path, unreadable: list[UnreadableDocument]) -> str:
    named = "".join(f"\n  {error}" for error in unreadable[:10])
    return f"No document in {corpus_dir / 'documents'} can be read: put .md, .txt, .html, .pdf, .docx or .jsonl files there.{named}"


@cache
def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "not installed"


def _swap_in(index_dir: Path, scratch: Path, manifest: Manifest, before: Before | None) -> None:
    """Gives the finished folder its name, then points CURRENT at it in one step."""
    name = f"generation-{manifest.corpus[7:19]}-{scratch.name.removeprefix('building-')}"
    old = before[1].files if before else {}
    for path in (path for path in scratch.rglob("*") if path.is_file()):
        file = path.relative_to(scratch).as_posix()
        if old.get(file) is None or old[file] != manifest.files.get(file):
            with path.open("rb+") as stream:
                os.fsync(stream.fileno())
    os.rename(scratch, index_dir / name)
    if (index_dir / CURRENT).is_dir():
        shutil.rmtree(index_dir / CURRENT)
    replace_file(index_dir / CURRENT, name + "\n")
