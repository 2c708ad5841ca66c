"""Scores a set of questions written from the facts alone, without a look at the code: right, wrong, or no answer.

``python -m tests.blind_score tests/blind/a.yaml`` prints every question that does not come out right.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from assistant.corpus.yaml_files import read_data
from assistant.engine import Assistant, open_desk
from assistant.settings import load_settings
from assistant.types import Answer

TODAY = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class Score:
    """How one question came out. ``faults`` is empty when right; ``misled`` when a wrong number stands as an answer."""

    question: str
    faults: tuple[str, ...]
    misled: bool
    told: str


def score_set(desk: Assistant, path: Path) -> list[Score]:
    """Every question of a set, asked and scored, in order."""
    cases: Any = read_data(path)
    return [score(desk, case) for case in cases]


def score(desk: Assistant, case: dict[str, Any]) -> Score:
    answer = desk.ask(case["question"], case.get("history") or (), TODAY)
    shown = " ".join([answer.text, *_calculation_words(answer)])
    faults = [*_status_faults(case, answer), *_value_faults(case, answer)]
    faults += [f"does not show {words!r}" for words in case.get("shows") or () if not _holds(shown, str(words))]
    stated = [str(words) for words in case.get("never") or () if _holds(answer.text, str(words))]
    faults += [f"states {words!r}" for words in stated]
    numbers_wrong = answer.status == "answered" and bool(answer.calculation) and any(_value_faults(case, answer))
    return Score(case["question"], tuple(faults), bool(stated) or numbers_wrong, answer.text)


def _holds(text: str, words: str) -> bool:
    return words.lower() in text.lower()


def _calculation_words(answer: Answer) -> Iterator[str]:
    if answer.calculation:
        yield from (answer.calculation.display, answer.calculation.formula, answer.calculation.value)
        for row in answer.calculation.rows:
            yield from (row.label, row.display)


def _status_faults(case: dict[str, Any], answer: Answer) -> Iterator[str]:
    wanted = _listed(case.get("status", "answered"))
    if answer.status not in wanted:
        yield f"is {answer.status} ({answer.reason}), not {' or '.join(wanted)}"
    elif answer.status == "declined" and case.get("reason") and answer.reason not in _listed(case["reason"]):
        yield f"is declined for {answer.reason}, not {case['reason']}"


def _value_faults(case: dict[str, Any], answer: Answer) -> Iterator[str]:
    if case.get("value") is None or answer.status != "answered":
        return
    if answer.calculation is None:
        yield "is not computed"
    elif not any(_same(answer.calculation.value, str(v), case.get("tolerance", 0)) for v in _listed(case["value"])):
        yield f"value is {answer.calculation.value}, not {case['value']}"
    elif case.get("unit") and answer.calculation.unit not in _listed(case["unit"]):
        yield f"unit is {answer.calculation.unit}, not {case['unit']}"


def _same(found: str, wanted: str, tolerance: Any) -> bool:
    try:
        return abs(Decimal(found) - Decimal(wanted)) <= Decimal(str(tolerance))
    except InvalidOperation:
        return found == wanted


def _listed(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]


if __name__ == "__main__":
    for name in sys.argv[1:]:
        scores = score_set(open_desk(load_settings()), Path(name))
        for each in (each for each in scores if each.faults):
            print(
                f"{'MISLED ' if each.misled else ''}{each.question}\n    {'; '.join(each.faults)}\n    {each.told[:300]}"
            )
        right = sum(not each.faults for each in scores)
        print(f"{name}: {right} of {len(scores)} right, {sum(each.misled for each in scores)} misled")
