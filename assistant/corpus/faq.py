"""Readers' questions and the sentences that answer them, as an editor wrote them into ``questions/``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from assistant.corpus.evidence import data_files, find_evidence
from assistant.corpus.fields import Fields
from assistant.corpus.yaml_files import read_data
from assistant.errors import DataError
from assistant.types import FaqEntry

FOLDER = "questions"
_KEYS = ("asked", "answer")


def load_faq(folder: Path, texts: Mapping[str, str]) -> tuple[FaqEntry, ...]:
    """The entries of every file below ``folder``, in order of files and places; none when there is no such folder.

    The path of a file names the document that answers, and ``texts`` maps document ids to stored texts. DataError names
    the entry, by its place, and the field of a mistake.
    """
    return tuple(entry for path in data_files(folder) for entry in _entries(path, folder, texts))


def _entries(path: Path, folder: Path, texts: Mapping[str, str]) -> Iterator[FaqEntry]:
    document = path.relative_to(folder).with_suffix("").as_posix()
    entries = read_data(path)
    if not isinstance(entries, list):
        raise DataError(path, "file", "should be a list of entries with asked and answer")
    for place, data in enumerate(entries, start=1):
        entry = Fields(path, str(place), data, _KEYS)
        if not entry.texts("asked"):
            raise entry.error("asked", "should be a list of at least one question")
        if not isinstance(entry.data.get("answer"), list):
            raise entry.error("answer", "should be a list of sentences, [] where no document answers")
        quotes = (Fields(path, f"{place}.answer", {"document": document, "quote": quote}, ("document", "quote"))
                  for quote in entry.texts("answer"))  # fmt: skip
        answer = sorted((find_evidence(quote, texts) for quote in quotes), key=lambda evidence: evidence.start)
        yield FaqEntry(entry.texts("asked"), tuple(answer))
