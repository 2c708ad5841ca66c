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

FORMAT = 4
CURRENT, MANIFEST = "CURRENT", "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """``corpus`` is the hash of every document, parameter and figure; ``fingerprint`` a cheap one over names, sizes and
    times of the corpus files. ``sameness`` is the mean cosine between two passages. ``files`` maps each file of the
    index to its SHA-256."""

    format: int
    corpus: str
    fingerprint: str
    encoder: str
    versions: Mapping[str, str]
    counts: Mapping[str, int]
    sameness: float
    unreadable: tuple[tuple[str, str], ...]
    files: Mapping[str, str]

    def write(self, folder: Path) -> None:
        """Puts the manifest into ``folder`` in one step."""
        data = asdict(self)
        scratch = folder / (MANIFEST + ".new")
        with scratch.open("w", encoding="utf-8") as stream:
            json.dump({**data, "sha256": _seal(data)}, stream, ensure_ascii=False, indent=1, sort_keys=True)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(scratch, folder / MANIFEST)


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


def read_manifest(index_dir: Path) -> tuple[Path, Manifest]:
    """The generation in force and its manifest, every file proven by its hash. Raises IndexUnusable."""
    folder = generation_folder(index_dir)
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if data.pop("sha256") != _seal(data):
            raise IndexUnusable(index_dir, "its manifest is not the one that was written (damaged or edited)")
        unreadable = tuple((str(path), str(reason)) for path, reason in data.pop("unreadable"))
        manifest = Manifest(**data, unreadable=unreadable)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise IndexUnusable(index_dir, f"its manifest is damaged ({type(error).__name__})") from error
    if manifest.format != FORMAT:
        raise IndexUnusable(index_dir, f"it has format {manifest.format}, this version reads format {FORMAT}")
    for name, expected in manifest.files.items():
        _check_file(index_dir, folder / name, expected)
    return folder, manifest


def _check_file(index_dir: Path, path: Path, expected: Any) -> None:
    try:
        found = file_sha256(path)
    except OSError as error:
        raise IndexUnusable(index_dir, f"{path.name} is missing or cannot be read") from error
    if found != expected:
        raise IndexUnusable(index_dir, f"{path.name} is not the file that was built (damaged or edited)")


def hash_files(folder: Path) -> dict[str, str]:
    """Relative path to SHA-256 of every file below ``folder`` but the manifest."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): file_sha256(path) for path in paths}
