"""Questions in readers' words with the answers worked out by hand: ``cases/*.yaml``.

A case: ``question``, ``history`` (earlier questions), ``today``, and what is expected: ``status`` (default answered; "none"
when the documents should answer), ``reason``, ``name``, ``value``, ``unit``, ``rows`` (label: value), ``slots``, ``contains`` and
``not_contains`` (of the sentences and rows together), and ``why``, the arithmetic.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.calculators import calculate
from assistant.calculators.trace import evaluates_to
from assistant.corpus.facts import load_facts
from assistant.types import Facts, Finding

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 23)
_KEYS = {
    "question",
    "history",
    "today",
    "status",
    "reason",
    "name",
    "value",
    "unit",
    "rows",
    "slots",
    "contains",
    "not_contains",
    "why",
}


@cache
def facts() -> Facts:
    return load_facts(ROOT / "corpus")


def load_cases() -> list[Any]:
    cases = []
    for path in sorted((ROOT / "tests" / "cases").glob("*.yaml")):
        for number, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))):
            cases.append(pytest.param(case, id=f"{path.stem}-{number}-{str(case['question'])[:40]}"))
    return cases


CASES = load_cases()


def ask(case: dict[str, Any]) -> Finding | None:
    today = date.fromisoformat(str(case["today"])) if "today" in case else TODAY
    return calculate(case["question"], case.get("history", []), facts(), today)


def same(found: str, expected: object) -> bool:
    try:
        return Decimal(found) == Decimal(str(expected))
    except InvalidOperation:
        return found == str(expected)


def shown(finding: Finding) -> str:
    rows = finding.calculation.rows if finding.calculation else ()
    return " ".join([*(each.text for each in finding.sentences), *(f"{row.label} {row.display}" for row in rows)])


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any]) -> None:
    assert not set(case) - _KEYS, "a key that nothing reads"
    finding = ask(case)
    wanted = case.get("status", "answered")
    if finding is None or wanted == "none":
        assert finding is None and wanted == "none", finding and shown(finding)
        return
    assert finding.status == wanted, shown(finding)
    assert finding.reason == case.get("reason", finding.reason)
    for text in case.get("contains", ()):
        assert text in shown(finding), shown(finding)
    for text in case.get("not_contains", ()):
        assert text not in shown(finding), shown(finding)
    for name, value in case.get("slots", {}).items():
        assert finding.slots.get(name) == value, dict(finding.slots)
    check_calculation(finding, case)


def check_calculation(finding: Finding, case: dict[str, Any]) -> None:
    calculation = finding.calculation
    if "value" in case or "rows" in case:
        assert calculation is not None, shown(finding)
    if calculation is None:
        return
    if "value" in case:
        assert same(calculation.value, case["value"]), (calculation.value, shown(finding))
    assert calculation.unit == case.get("unit", calculation.unit)
    assert calculation.name == case.get("name", calculation.name)
    rows = {row.label: row.value for row in calculation.rows}
    for label, value in case.get("rows", {}).items():
        assert same(rows[str(label)], value), rows
    for step in calculation.steps:
        assert evaluates_to(step.expression, step.value), step


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 500
