"""The glossary of a corpus, ``glossary.yaml``: terms as the documents print them and readers' words for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.corpus.evidence import find_evidence
from assistant.corpus.fields import Fields
from assistant.corpus.glossary import GAPS, has_gap
from assistant.corpus.yaml_files import read_data
from assistant.errors import DataError
from assistant.types import Evidence, GlossaryEntry

_KEYS = ("term", "spellings", "plain", "unless", "kind", "definition")


def load_glossary(path: Path, texts: Mapping[str, str]) -> tuple[GlossaryEntry, ...]:
    """The entries in the order of the file; none without the file. DataError names the term of the first mistake.

    ``texts`` maps document ids to stored texts, in which each definition must stand word for word.
    """
    if not path.is_file():
        return ()
    data = read_data(path)
    if not isinstance(data, list):
        raise DataError(path, "file", "should be a list of entries that begin with - term:")
    entries = tuple(_entry(path, place, item, texts) for place, item in enumerate(data, start=1))
    _check_unique(path, entries)
    _check_kinds(path, entries)
    return entries


def _entry(path: Path, place: int, data: Any, texts: Mapping[str, str]) -> GlossaryEntry:
    term = data.get("term") if isinstance(data, dict) else None
    fields = Fields(path, term if isinstance(term, str) else f"entry {place}", data, _KEYS)
    entry = GlossaryEntry(
        term=fields.text("term").strip(),
        spellings=_phrases(fields, "spellings"),
        plain=_phrases(fields, "plain"),
        unless=_phrases(fields, "unless"),
        kind=fields.optional_text("kind"),
        definition=_definition(fields, texts),
    )
    if gaps := [spelling for spelling in entry.spellings if has_gap(spelling)]:
        raise fields.error("spellings", f"{gaps[0]!r} has a gap; move it to plain, where the term is put behind")
    return entry


def _phrases(fields: Fields, key: str) -> tuple[str, ...]:
    phrases = fields.texts(key)
    for phrase in phrases:
        words = phrase.split()
        if words[0] in GAPS or words[-1] in GAPS or not any(map(str.isalnum, phrase)):
            raise fields.error(key, f"{phrase!r} should begin and end with a word; the sign … stands between words")
    return phrases


def _definition(fields: Fields, texts: Mapping[str, str]) -> Evidence | None:
    data = fields.data.get("definition")
    if data is None:
        return None
    return find_evidence(Fields(fields.path, f"{fields.where}.definition", data, ("document", "quote")), texts)


def _written(entry: GlossaryEntry) -> Iterator[tuple[str, str]]:
    yield "term", entry.term.lower()
    yield from (("spellings", phrase.lower()) for phrase in entry.spellings)


def _check_unique(path: Path, entries: tuple[GlossaryEntry, ...]) -> None:
    """A spelling that stands for two terms could be put either way."""
    seen: dict[str, str] = {}
    for entry in entries:
        for key, written in _written(entry):
            if written in seen:
                reason = f"{written!r} is also written for {seen[written]!r}; keep it in one place"
                raise DataError(path, f"{entry.term}.{key}", reason)
            seen[written] = entry.term


def _check_kinds(path: Path, entries: tuple[GlossaryEntry, ...]) -> None:
    counts = Counter(entry.kind for entry in entries if entry.kind)
    for entry in entries:
        if entry.kind and counts[entry.kind] == 1:
            reason = f"no other entry is of the kind {entry.kind!r}; known are {', '.join(sorted(counts))}"
            raise DataError(path, f"{entry.term}.kind", reason)
