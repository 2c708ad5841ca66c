"""Measured quantities: one file each below ``figures/``, every observation dated, sourced and quoted."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from assistant.corpus.evidence import data_files, find_evidence
from assistant.corpus.fields import Fields
from assistant.corpus.yaml_files import read_data
from assistant.errors import DataError
from assistant.types import Figure, Observation

UNITS = ("USD", "percent", "BTC", "ETH", "count", "USD/BTC", "USD/ETH")
CERTAINTIES = ("primary", "secondary", "unverified", "computed")
_KEYS = ("name", "label", "unit", "definition", "aliases", "observations")
_OBSERVATION_KEYS = (
    *("as_of", "published", "value", "rounded_to", "certainty"),
    *("source", "document", "quote", "note", "formula"),
)


def load_figures(folder: Path, texts: Mapping[str, str]) -> dict[str, Figure]:
    """Every figure below ``folder`` by name; DataError for the first mistake, in order of file names."""
    figures: dict[str, Figure] = {}
    files: dict[str, Path] = {}
    for path in data_files(folder):
        figure = read_figure(path, texts)
        if figure.name in files:
            raise DataError(path, "name", f"{figure.name!r} is also the name of {files[figure.name]}")
        figures[figure.name], files[figure.name] = figure, path
    return figures


def read_figure(path: Path, texts: Mapping[str, str]) -> Figure:
    """The figure in the file ``path``, its observations oldest first, equal dates by publication."""
    fields = Fields(path, "", read_data(path), _KEYS)
    name = fields.text("name")
    if name != path.stem:
        raise fields.error("name", f"should be {path.stem!r} like the file, but is {name!r}")
    entries = fields.data.get("observations")
    if not isinstance(entries, list) or not entries:
        raise fields.error("observations", "should be a list of at least one observation")
    observations = [_observation(path, place, data, texts) for place, data in enumerate(entries, start=1)]
    return Figure(
        name=name,
        label=fields.text("label"),
        unit=fields.one_of("unit", UNITS),
        definition=fields.text("definition"),
        aliases=fields.texts("aliases"),
        observations=tuple(sorted(observations, key=lambda seen: (seen.as_of, seen.published or ""))),
    )


def _observation(path: Path, place: int, data: Any, texts: Mapping[str, str]) -> Observation:
    entry = Fields(path, f"observations.{place}", data, _OBSERVATION_KEYS)
    certainty, formula = entry.one_of("certainty", CERTAINTIES), entry.optional_text("formula")
    if (certainty == "computed") != (formula is not None):
        raise entry.error("formula", "belongs to the certainty computed, and only to that")
    return Observation(
        as_of=entry.date("as_of"),
        published=entry.optional_date("published"),
        value=entry.number("value"),
        rounded_to=_rounded_to(entry),
        certainty=certainty,
        source=entry.optional_text("source"),
        evidence=find_evidence(entry, texts),
        note=entry.optional_text("note"),
        formula=formula,
    )


def _rounded_to(entry: Fields) -> Decimal | None:
    if entry.data.get("rounded_to") is None:
        return None
    number = entry.number("rounded_to")
    if number <= 0:
        raise entry.error("rounded_to", f"should be the precision of the printed value, above 0, but is {number}")
    return number
