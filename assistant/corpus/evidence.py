"""The sentence of the corpus that states a fact, found at its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from assistant.corpus.fields import Fields
from assistant.corpus.readers.front_matter import body_offset
from assistant.types import Evidence


def find_evidence(fields: Fields, texts: Mapping[str, str]) -> Evidence:
    """Where the ``quote`` of ``fields`` stands in its ``document``; DataError when either is not there."""
    document, quote = fields.text("document"), fields.text("quote")
    text = texts.get(document)
    if text is None:
        raise fields.error("document", f"there is no readable document {document!r} below documents/")
    start = text.find(quote, body_offset(text))
    if start < 0:
        raise fields.error("quote", f"does not stand word for word in the document {document!r}: {quote!r}")
    return Evidence(document, quote, start, start + len(quote))


def data_files(folder: Path) -> Iterator[Path]:
    """The YAML files below ``folder`` in order of their paths; none when there is no such folder."""
    found = [*folder.rglob("*.yaml"), *folder.rglob("*.yml")] if folder.is_dir() else []
    yield from sorted(path for path in found if not path.name.startswith("."))
