"""Quantities set by law: one file each below ``parameters/``, every value dated, sourced and quoted."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from assistant.corpus.evidence import data_files, find_evidence
from assistant.corpus.fields import Fields, as_number, is_date
from assistant.corpus.yaml_files import read_data
from assistant.errors import DataError
from assistant.types import Parameter, ParameterValue, Value

UNITS = ("USD", "percent", "years", "days", "months", "count", "date", "rule")
CERTAINTIES = ("primary", "secondary", "unverified")
_KEYS = ("name", "label", "unit", "annual", "definition", "reference", "aliases", "values", "unknown")
_VALUE_KEYS = ("value", "certainty", "source", "document", "quote", "reason")


def load_parameters(folder: Path, texts: Mapping[str, str]) -> dict[str, Parameter]:
    """Every parameter below ``folder`` by name; DataError for the first mistake, in order of file names."""
    parameters: dict[str, Parameter] = {}
    files: dict[str, Path] = {}
    for path in data_files(folder):
        parameter = read_parameter(path, texts)
        if parameter.name in files:
            raise DataError(path, "name", f"{parameter.name!r} is also the name of {files[parameter.name]}")
        parameters[parameter.name], files[parameter.name] = parameter, path
    return parameters


def read_parameter(path: Path, texts: Mapping[str, str]) -> Parameter:
    """The parameter in the file ``path``, its values oldest first; ``texts`` maps document ids to stored texts."""
    fields = Fields(path, "", read_data(path), _KEYS)
    name, unit, annual = fields.text("name"), fields.one_of("unit", UNITS), fields.truth("annual")
    if name != path.stem:
        raise fields.error("name", f"should be {path.stem!r} like the file, but is {name!r}")
    values = _values(fields, unit, annual, texts)
    return Parameter(
        name=name,
        label=fields.text("label"),
        unit=unit,
        annual=annual,
        definition=fields.text("definition"),
        reference=fields.text("reference"),
        aliases=fields.texts("aliases"),
        values=values,
        unknown=_unknown(fields, {value.since for value in values}),
    )


def _values(fields: Fields, unit: str, annual: bool, texts: Mapping[str, str]) -> tuple[ParameterValue, ...]:
    values = fields.data.get("values")
    if not isinstance(values, dict) or not values:
        raise fields.error("values", "should hold at least one year or date with its value")
    wanted = "a calendar year such as 2025" if annual else "the date from which it holds, such as 2020-01-01"
    read = []
    for key, data in values.items():
        since = str(key)
        if not is_date(since) or (annual and len(since) != 4):
            raise fields.error(f"values.{since}", f"should be {wanted}")
        read.append(_value(since, Fields(fields.path, f"values.{since}", data, _VALUE_KEYS), unit, texts))
    if len({value.since for value in read}) < len(read):
        raise fields.error("values", "holds the same year twice")
    return tuple(sorted(read, key=lambda value: value.since))


def _value(since: str, entry: Fields, unit: str, texts: Mapping[str, str]) -> ParameterValue:
    value, reason = _read_value(entry, unit), entry.optional_text("reason")
    if value is None and reason is None:
        raise entry.error("reason", "is needed where the value is null: say why there was none")
    without = value is None and entry.data.get("quote") is None
    return ParameterValue(
        since=since,
        value=value,
        certainty=entry.one_of("certainty", CERTAINTIES),
        source=entry.optional_text("source"),
        evidence=None if without else find_evidence(entry, texts),
        reason=reason,
    )


def _read_value(entry: Fields, unit: str) -> Value:
    if "value" not in entry.data:
        raise entry.error("value", "is missing; write null when the thing did not exist, with a reason")
    value = entry.data["value"]
    if value is None:
        return None
    if isinstance(value, list):
        return _range(entry, value)
    if unit in ("date", "rule"):
        return _word(entry, value, unit)
    if isinstance(value, str):
        raise entry.error("value", f"should be a plain number without quotes, signs or commas, but is {value!r}")
    return entry.number("value")


def _range(entry: Fields, value: list[Any]) -> tuple[Decimal, Decimal]:
    ends = [as_number(end) for end in value]
    if len(ends) != 2 or ends[0] is None or ends[1] is None or ends[0] > ends[1]:
        raise entry.error("value", "a range should be two plain numbers, the lower one first: [79000, 89000]")
    return ends[0], ends[1]


def _word(entry: Fields, value: object, unit: str) -> str:
    """A rule in words, or a date: 2025-08-07, or 04-15 for one of every year."""
    if unit == "rule":
        return entry.text("value")
    if not isinstance(value, str) or not ((is_date(value) and len(value) == 10) or is_date(f"2000-{value}")):
        raise entry.error("value", f"should be a date such as 2025-08-07, or 04-15 for every year, but is {value!r}")
    return value


def _unknown(fields: Fields, known: set[str]) -> dict[int, tuple[str, str]]:
    years = fields.data.get("unknown") or {}
    if not isinstance(years, dict):
        raise fields.error("unknown", "should map a year to looked_for and note")
    read: dict[int, tuple[str, str]] = {}
    for year, data in years.items():
        if type(year) is not int or not is_date(str(year)) or str(year) in known:
            raise fields.error(f"unknown.{year}", "should be a calendar year that has no value above")
        entry = Fields(fields.path, f"unknown.{year}", data, ("looked_for", "note"))
        read[year] = (entry.date("looked_for"), entry.text("note"))
    return read
