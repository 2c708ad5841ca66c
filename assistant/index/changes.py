"""Which files of a corpus have to be read again since an index was built from it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.corpus.files import SourceFile, data_files, documents_folder, fingerprint, scan
from assistant.index.manifest import replace_file

FILES = "corpus-files.json"
_TICK_NS = 20_000_000
_COARSE_TICK_NS = 2_000_000_000

Stamp = tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Files by name, which is their path below ``documents/``: those ``changed`` are to be read, those ``gone`` are no more.
    ``stamps`` are of all that are there, None where the next build has to look again; ``data`` stands for the files of
    data, "" likewise, and ``fingerprint`` for the whole corpus. ``first``: nothing is known of an earlier build, and
    ``gone`` tells nothing."""

    changed: Mapping[str, SourceFile]
    gone: frozenset[str]
    stamps: Mapping[str, Stamp]
    data: str
    fingerprint: str
    first: bool

    def write(self, folder: Path, faulty: Iterable[str]) -> None:
        """Notes in ``folder`` what was read. Files with a fault in them are read again next time."""
        stamps = {**self.stamps, **dict.fromkeys(faulty)}
        replace_file(folder / FILES, json.dumps(stamps, ensure_ascii=True))


def find_changes(corpus_dir: Path, before: Path | None) -> Changes:
    """What differs from the generation in the folder ``before``; all without one.

    A file is the same when its size and both its times are. One written just now is read again next time, because a second
    change in the same tick of the clock could not be seen (git calls such files "racily clean"). A first build, which is
    long anyway, lets that tick pass instead.
    """
    known = _read_stamps(before / FILES) if before else None
    if known is None:
        time.sleep(_TICK_NS / 1e9)
    now = time.time_ns()
    folder, scanned = documents_folder(corpus_dir), scan(corpus_dir)
    files = {os.path.relpath(file.path, folder): file for file in scanned}
    stamps = {name: _stamp(file, now) for name, file in files.items()}
    data = data_files(corpus_dir)
    return Changes(
        changed={name: files[name] for name in files if not stamps[name] or stamps[name] != (known or {}).get(name)},
        gone=frozenset((known or {}).keys() - files.keys()),
        stamps=stamps,
        data=fingerprint(corpus_dir, data) if all(_stamp(file, now) for file in data) else "",
        fingerprint=fingerprint(corpus_dir, [*scanned, *data]),
        first=known is None,
    )


def _stamp(file: SourceFile, now: int) -> Stamp:
    """None for a file whose times are not a tick old. File systems that count whole hundredths of a second or coarser have
    ticks of up to two seconds (FAT), the others those of the kernel, at most a hundredth."""
    for changed in (file.mtime_ns, file.ctime_ns):
        if now - changed < (_TICK_NS if changed % 10_000_000 else _COARSE_TICK_NS):
            return None
    return file.size, file.mtime_ns, file.ctime_ns


def _read_stamps(path: Path) -> dict[str, Stamp] | None:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {name: tuple(stamp) if stamp else None for name, stamp in data.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return None
