"""The files of a corpus as they stand on the disk, and a cheap answer to whether anything changed. None is opened."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG

from assistant.errors import CorpusError

DATA_FILES = ("glossary.yaml", "successions.yaml")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it stood when listed: size in bytes, and in nanoseconds when its contents and its status changed."""

    path: Path
    suffix: str
    size: int
    mtime_ns: int
    ctime_ns: int


def documents_folder(corpus_dir: Path) -> Path:
    """``corpus_dir/documents``; CorpusError says what to do when it is not there."""
    folder = corpus_dir / "documents"
    if not corpus_dir.is_dir():
        raise CorpusError(f"There is no corpus folder {corpus_dir}. Make it with a folder documents/ in it.")
    if not folder.is_dir():
        raise CorpusError(f"The corpus {corpus_dir} has no folder documents/. Make {folder} and put documents into it.")
    return folder


def scan(corpus_dir: Path) -> list[SourceFile]:
    """Every file below ``documents/`` in order of its path; hidden files and READMEs are none of them.

    Files of unknown formats are listed too, and reported when they are read.
    """
    return list_files(documents_folder(corpus_dir))


def is_document_name(name: str) -> bool:
    """Whether a file of this name is taken for a document: not hidden, no editor's lock file, no README."""
    return not name.startswith((".", "~$")) and Path(name).stem.lower() != "readme"


def corpus_fingerprint(corpus_dir: Path) -> str:
    """A hash over paths, sizes and times of change of the documents and data files; no file is opened.

    Equal fingerprints mean an unchanged corpus; different ones call for a look at the contents.
    """
    return fingerprint(corpus_dir, [*scan(corpus_dir), *data_files(corpus_dir)])


def fingerprint(corpus_dir: Path, files: Iterable[SourceFile]) -> str:
    """A hash over paths, sizes and times of change of these files."""
    digest = sha256()
    for file in files:
        path = os.path.relpath(file.path, corpus_dir)
        digest.update(f"{path}\0{file.size}\0{file.mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def data_files(corpus_dir: Path) -> list[SourceFile]:
    """The files of parameters, figures, questions and all other data of a corpus but its documents."""
    paths = (corpus_dir / name for name in DATA_FILES)
    return [
        *(file for name in ("parameters", "figures", "questions") for file in list_files(corpus_dir / name)),
        *(file for path in paths if path.is_file() and (file := _source_file(path))),
    ]


def list_files(folder: Path) -> list[SourceFile]:
    """Every file below ``folder`` that may be a document or a data file, in order; none without the folder.

    A folder inside it that may not be looked into is listed as well, so that reading it names the fault.
    """
    found: list[SourceFile] = []
    closed: list[SourceFile] = []
    for place, folders, names in os.walk(
        folder, onerror=lambda error: closed.append(SourceFile(Path(error.filename), "", 0, 0, 0))
    ):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += (file for name in names if is_document_name(name) and (file := _source_file(Path(place, name))))
    return sorted([*found, *(file for file in closed if file.path != folder)], key=lambda file: file.path.as_posix())


def _source_file(path: Path) -> SourceFile | None:
    """The record of a file; a link that leads nowhere has size 0, a pipe or device has none."""
    try:
        status = path.stat()
    except OSError:
        return SourceFile(path, path.suffix.lower(), 0, 0, 0)
    if not S_ISREG(status.st_mode):
        return None
    return SourceFile(path, path.suffix.lower(), status.st_size, status.st_mtime_ns, status.st_ctime_ns)
