"""Every computed answer proves itself: the cases, and one of each calculator with each of its fields altered."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.corpus.yaml_files import read_data
from assistant.engine import Assistant
from tests.conftest import ROOT
from tests.test_receipts import TODAY, altered, as_json, is_refused, places

CASES = sorted((ROOT / "tests" / "cases").glob("*.yaml"))
ONE_OF_EACH = [
    "How much can I put in my 401(k) in 2026 at 61?",
    "50% of the first 6% on 80k, I put in 4%, what do I lose?",
    "What if 1% of 401(k) money went to bitcoin?",
    "penalty on 20k taken out of my 401k at 45",
    "how many days from the order to the proposed rule",
    "what share of retirement assets is in IRAs",
    "401k limit 2028",
]


@pytest.mark.model
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_computed_case_is_proven(desk: Assistant, path: Path) -> None:
    cases: Any = read_data(path)
    unproven = {}
    for case in cases:
        today = date.fromisoformat(str(case["today"])) if case.get("today") else TODAY
        answer = desk.ask(case["question"], case.get("history") or (), today)
        if answer.calculation and (failures := desk.verify(as_json(answer))):
            unproven[case["question"]] = failures
    assert unproven == {}


@pytest.mark.model
@pytest.mark.parametrize("question", ONE_OF_EACH)
def test_no_field_of_a_computed_answer_can_be_changed(desk: Assistant, question: str) -> None:
    answer = as_json(desk.ask(question, today=TODAY))
    assert answer["calculation"]
    assert not is_refused(desk, answer)
    for path in places(answer):
        assert is_refused(desk, altered(answer, path)), path


@pytest.mark.model
def test_a_computed_number_is_proven_and_not_more_or_less_sure(desk: Assistant) -> None:
    answer = as_json(desk.ask(ONE_OF_EACH[0], today=TODAY))
    assert answer["confidence"] is None
    assert desk.verify({**answer, "confidence": 0.99}) == ["confidence: a replay of the question gives another one"]
