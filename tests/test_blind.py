"""The two sets of questions written blind: at least 97 of each hundred right, and no wrong number as an answer."""

from __future__ import annotations

import pytest

from assistant.engine import Assistant
from tests.blind_score import score_set
from tests.conftest import ROOT


@pytest.mark.model
@pytest.mark.parametrize("name", ["a", "b"])
def test_a_set_written_blind_comes_out_right(desk: Assistant, name: str) -> None:
    scores = score_set(desk, ROOT / "tests" / "blind" / f"{name}.yaml")
    assert len(scores) == 100
    assert [each.question for each in scores if each.misled] == []
    wrong = [(each.question, each.faults) for each in scores if each.faults]
    assert len(wrong) <= 3, wrong
