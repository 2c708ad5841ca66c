"""The sets of questions written blind: at least 97 of each hundred right, and no wrong number as an answer."""

from __future__ import annotations

import pytest

from assistant.engine import Assistant
from tests.blind_score import score_set
from tests.conftest import ROOT


@pytest.mark.model
@pytest.mark.parametrize(("name", "count", "least"), [("a", 100, 97), ("b", 100, 97), ("c", 50, 47)])
def test_a_set_written_blind_comes_out_right(desk: Assistant, name: str, count: int, least: int) -> None:
    scores = score_set(desk, ROOT / "tests" / "blind" / f"{name}.yaml")
    assert len(scores) == count
    assert [each.question for each in scores if each.misled] == []
    wrong = [(each.question, each.faults) for each in scores if each.faults]
    assert count - len(wrong) >= least, wrong
