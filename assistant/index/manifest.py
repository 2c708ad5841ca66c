"""What an index was made from, and proof that its files are the ones that were made."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.errors import IndexUnusable
from assistant.index.embedding.model import file_sha256
from assistant.index.segments import Segment

FORMAT = 8
CURRENT, MANIFEST, FACTS, LEXICAL, TOTALS = "CURRENT", "manifest.json", "facts.json", "lexical", "totals"
ROTATION = "rotation"
PROVEN_AT_OPENING = 4_000_000


@dataclass(frozen=True, slots=True)
class Manifest:
    """``corpus`` is the hash of every document, parameter and figure; ``fingerprint`` a cheap one over names, sizes and
    times of the corpus files, ``data_fingerprint`` the same of the data files alone. ``sameness`` is the mean cosine
    between two passages. ``files`` maps each file of the index to its size in bytes and its SHA-256."""

    format: int
    corpus: str
    fingerprint: str
    data_fingerprint: str
    encoder: str
    versions: Mapping[str, str]
    segments: tuple[Segment, ...]
    sameness: float
    unreadable: tuple[tuple[str, str], ...]
    files: Mapping[str, tuple[int, str]]

    @property
    def counts(self) -> dict[str, int]:
        """How many documents and passages."""
        return {
            "documents": sum(segment.documents for segment in self.segments),
            "passages": sum(segment.passages for segment in self.segments),
        }

    def write(self, folder: Path) -> None:
        """Puts the manifest into ``folder`` in one step."""
        data = asdict(self)
        text = json.dumps({**data, "sha256": _seal(data)}, ensure_ascii=False, indent=1, sort_keys=True)
        replace_file(folder / MANIFEST, text)


def replace_file(path: Path, text: str) -> None:
    """Gives a file this text in one step: a reader sees the old or the new one, also after a crash."""
    scratch = path.with_name(path.name + ".new")
    with scratch.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(scratch, path)


def _seal(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(data, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


def generation_folder(index_dir: Path) -> Path:
    """The folder that ``CURRENT`` names. Raises IndexUnusable."""
    try:
        name = (index_dir / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise IndexUnusable(index_dir, "there is none yet") from None
    except (OSError, ValueError) as error:
        raise IndexUnusable(index_dir, f"{CURRENT} cannot be read ({error})") from error
    if not name.startswith("generation-") or "/" in name or not (index_dir / name).is_dir():
        raise IndexUnusable(index_dir, f"{CURRENT} names {name[:80]!r}, which is not there")
    return index_dir / name


def read_manifest(index_dir: Path, *, whole: bool = False) -> tuple[Path, Manifest]:
    """The generation in force and its manifest. Raises IndexUnusable.

    Every file is proven to have its size, those of at most ``PROVEN_AT_OPENING`` bytes, or with ``whole`` all, to be
    the ones that were written, by their hash: opening must not take longer the more an index holds.
    """
    folder = generation_folder(index_dir)
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if data.pop("sha256") != _seal(data):
            raise IndexUnusable(index_dir, "its manifest is not the one that was written (damaged or edited)")
        if data["format"] != FORMAT:
            raise IndexUnusable(index_dir, f"it has format {data['format']}, this version reads format {FORMAT}")
        manifest = _manifest(data)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise IndexUnusable(index_dir, f"its manifest is damaged ({type(error).__name__})") from error
    for name, (size, expected) in manifest.files.items():
        _check_file(index_dir, folder / name, size, expected if whole or size <= PROVEN_AT_OPENING else None)
    return folder, manifest


def _manifest(data: dict[str, Any]) -> Manifest:
    return Manifest(
        **{
            **data,
            "segments": tuple(Segment(**each) for each in data["segments"]),
            "unreadable": tuple((str(path), str(reason)) for path, reason in data["unreadable"]),
            "files": {name: (size, digest) for name, (size, digest) in data["files"].items()},
        }
    )


def _check_file(index_dir: Path, path: Path, size: int, expected: str | None) -> None:
    try:
        unlike = path.stat().st_size != size or (expected and file_sha256(path) != expected)
    except OSError as error:
        raise IndexUnusable(index_dir, f"{path.name} is missing or cannot be read") from error
    if unlike:
        raise IndexUnusable(index_dir, f"{path.name} is not the file that was built (damaged or edited)")


def hash_files(folder: Path, known: tuple[Path, Manifest] | None) -> dict[str, tuple[int, str]]:
    """Relative path to size and SHA-256 of every file below ``folder``. A file that is the very same as that of the
    generation before, by a hard link, is known already."""
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        old = known and known[1].files.get(name)
        same = old and known and (known[0] / name).samefile(path)
        found[name] = old if old and same else (path.stat().st_size, file_sha256(path))
    return found
