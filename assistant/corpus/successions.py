"""What held for a time and what came after it, as ``successions.yaml`` lists it, with the sentences that say so."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.corpus.evidence import find_evidence
from assistant.corpus.fields import Fields
from assistant.corpus.yaml_files import read_data
from assistant.errors import DataError
from assistant.types import Evidence, Succession

_KEYS = ("name", "from", "until", "said", "ended")
_SENTENCE_KEYS = ("document", "quote")


def load_successions(path: Path, texts: Mapping[str, str]) -> tuple[Succession, ...]:
    """The successions of the file ``path`` by the day on which each thing ended; none when there is no such file.

    ``texts`` maps document ids to stored texts. DataError names the entry, by its place, and the field of a mistake.
    """
    if not path.is_file():
        return ()
    entries = read_data(path)
    if not isinstance(entries, list):
        raise DataError(path, "file", "should be a list of entries with name, from, until, said and ended")
    read = [_succession(path, place, entry, texts) for place, entry in enumerate(entries, start=1)]
    return tuple(sorted(read, key=lambda each: (each.until, each.name)))


def _succession(path: Path, place: int, data: Any, texts: Mapping[str, str]) -> Succession:
    entry = Fields(path, str(place), data, _KEYS)
    since, until = entry.optional_date("from"), entry.date("until")
    if since is not None and since >= until:
        raise entry.error("until", f"should be later than the day from which it held, {since}, but is {until}")
    said = entry.data.get("said")
    if not isinstance(said, list) or not said:
        raise entry.error("said", "should be a list of at least one sentence, each with document and quote")
    return Succession(
        name=entry.text("name"),
        since=since,
        until=until,
        said=tuple(_sentence(path, f"{place}.said.{n}", each, texts) for n, each in enumerate(said, start=1)),
        ended=_sentence(path, f"{place}.ended", entry.data.get("ended"), texts),
    )


def _sentence(path: Path, where: str, data: Any, texts: Mapping[str, str]) -> Evidence:
    return find_evidence(Fields(path, where, data, _SENTENCE_KEYS), texts)
