"""The originals that the corpus restates, as ``sources.yaml`` lists them, and how to fetch them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.corpus.add import Fetch, add_url
from assistant.corpus.fields import Fields
from assistant.corpus.yaml_files import read_data
from assistant.errors import CorpusError, DataError

_KEYS = ("id", "title", "publisher", "author", "published", "url", "kind", "certainty", "note")


@dataclass(frozen=True, slots=True)
class Source:
    """An original: who published what and when, and its address, None when it has none that is known."""

    id: str
    title: str
    publisher: str | None
    author: str | None
    published: str | None
    url: str | None
    kind: str | None
    certainty: str | None
    note: str | None


def read_sources(corpus_dir: Path) -> dict[str, Source]:
    """The originals by id in the order of the file; none when there is no ``sources.yaml``. DataError for a mistake."""
    path = corpus_dir / "sources.yaml"
    if not path.is_file():
        return {}
    entries = read_data(path)
    if not isinstance(entries, list):
        raise DataError(path, "file", "should be a list of entries with id, title and url")
    sources: dict[str, Source] = {}
    for place, entry in enumerate(entries, start=1):
        source = _source(path, place, entry)
        if source.id in sources:
            raise DataError(path, f"{place}.id", f"{source.id!r} is listed twice")
        sources[source.id] = source
    return sources


def _source(path: Path, place: int, entry: Any) -> Source:
    fields = Fields(path, str(place), entry, _KEYS)
    return Source(
        id=fields.text("id"),
        title=fields.text("title"),
        publisher=fields.optional_text("publisher"),
        author=fields.optional_text("author"),
        published=fields.optional_date("published"),
        url=fields.optional_text("url"),
        kind=fields.optional_text("kind"),
        certainty=fields.optional_text("certainty"),
        note=fields.optional_text("note"),
    )


def fetch_sources(
    corpus_dir: Path, ids: Sequence[str] = (), *, today: date | None = None, fetch: Fetch | None = None
) -> Iterator[Path | CorpusError]:
    """Adds the originals ``ids`` (default: all that have an address) to the corpus; each file, or why there is none.

    CorpusError at once for an id that ``sources.yaml`` does not list.
    """
    sources = read_sources(corpus_dir)
    if missing := [id for id in ids if id not in sources]:
        raise CorpusError(f"{corpus_dir / 'sources.yaml'} lists no {', '.join(missing)}. Known: {', '.join(sources)}.")
    chosen = [sources[id] for id in ids] if ids else [source for source in sources.values() if source.url]
    return (_fetch_one(source, corpus_dir, today, fetch) for source in chosen)


def _fetch_one(source: Source, corpus_dir: Path, today: date | None, fetch: Fetch | None) -> Path | CorpusError:
    if source.url is None:
        return CorpusError(f"{source.id}: no address is known; find {source.title!r} yourself and add the file.")
    keys = ("id", "title", "publisher", "author", "published")
    known = {key: value for key in keys if (value := getattr(source, key))}
    try:
        return add_url(source.url, corpus_dir, known=known, today=today, fetch=fetch)
    except CorpusError as error:
        return error
