"""The facts of a corpus in the form in which an index keeps them: JSON, read without the parsers of the corpus."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from assistant.types import (
    Evidence,
    Facts,
    Figure,
    GlossaryEntry,
    Observation,
    Parameter,
    ParameterValue,
    Succession,
    Value,
)


def facts_to_json(facts: Facts) -> dict[str, Any]:
    """``facts`` as plain JSON values: numbers as decimal strings, ranges as two of them, a word as {"word": …}."""
    return {
        "parameters": {name: _parameter_to_json(parameter) for name, parameter in facts.parameters.items()},
        "figures": {name: _figure_to_json(figure) for name, figure in facts.figures.items()},
        "successions": [asdict(succession) for succession in facts.successions],
        "glossary": [asdict(entry) for entry in facts.glossary],
    }


def facts_from_json(data: Mapping[str, Any]) -> Facts:
    """The facts that ``facts_to_json`` wrote, equal to what it was given."""
    return Facts(
        parameters={name: _parameter_from_json(item) for name, item in data["parameters"].items()},
        figures={name: _figure_from_json(item) for name, item in data["figures"].items()},
        successions=tuple(_succession_from_json(item) for item in data.get("successions", ())),
        glossary=tuple(_entry_from_json(item) for item in data.get("glossary", ())),
    )


def _parameter_to_json(parameter: Parameter) -> dict[str, Any]:
    values = [{**asdict(value), "value": _value_to_json(value.value)} for value in parameter.values]
    unknown = {str(year): list(note) for year, note in parameter.unknown.items()}
    return {**asdict(parameter), "aliases": list(parameter.aliases), "values": values, "unknown": unknown}


def _parameter_from_json(data: dict[str, Any]) -> Parameter:
    values = tuple(
        ParameterValue(**{**item, "value": _value_from_json(item["value"]), "evidence": _evidence(item["evidence"])})
        for item in data["values"]
    )
    unknown = {int(year): (looked_for, note) for year, (looked_for, note) in data["unknown"].items()}
    return Parameter(**{**data, "aliases": tuple(data["aliases"]), "values": values, "unknown": unknown})


def _figure_to_json(figure: Figure) -> dict[str, Any]:
    observations = [
        {
            **asdict(seen),
            "value": str(seen.value),
            "rounded_to": None if seen.rounded_to is None else str(seen.rounded_to),
        }
        for seen in figure.observations
    ]
    return {**asdict(figure), "aliases": list(figure.aliases), "observations": observations}


def _figure_from_json(data: dict[str, Any]) -> Figure:
    observations = tuple(_observation_from_json(item) for item in data["observations"])
    return Figure(**{**data, "aliases": tuple(data["aliases"]), "observations": observations})


def _observation_from_json(item: dict[str, Any]) -> Observation:
    rounded = item["rounded_to"]
    numbers = {"value": Decimal(item["value"]), "rounded_to": None if rounded is None else Decimal(rounded)}
    return Observation(**{**item, **numbers, "evidence": Evidence(**item["evidence"])})


def _succession_from_json(item: dict[str, Any]) -> Succession:
    said = tuple(Evidence(**each) for each in item["said"])
    return Succession(**{**item, "said": said, "ended": Evidence(**item["ended"])})


def _entry_from_json(item: dict[str, Any]) -> GlossaryEntry:
    lists = {key: tuple(item[key]) for key in ("spellings", "plain", "unless")}
    return GlossaryEntry(**{**item, **lists, "definition": _evidence(item["definition"])})


def _evidence(item: dict[str, Any] | None) -> Evidence | None:
    return None if item is None else Evidence(**item)


def _value_to_json(value: Value) -> Any:
    if value is None:
        return None
    if isinstance(value, tuple):
        return [str(value[0]), str(value[1])]
    return {"word": value} if isinstance(value, str) else str(value)


def _value_from_json(value: Any) -> Value:
    if isinstance(value, list):
        return Decimal(value[0]), Decimal(value[1])
    if isinstance(value, dict):
        return str(value["word"])
    return None if value is None else Decimal(value)
