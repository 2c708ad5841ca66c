"""Readers' questions with what a right answer must hold: the scores of the desk do not fall, and no quote is out of place."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from assistant.engine import Assistant
from assistant.evaluation.judging import verdict
from assistant.evaluation.questions import read_questions
from assistant.evaluation.run import ask_all

FOLDER = Path(__file__).parent / "questions"
# set, right of the answerable, refused of the others: at least so many, a little under the last score
LEAST = {
    "corpus": (80, 39),
    "corpus_later": (78, 41),
    "corpus_third": (69, 41),
    "corpus_fourth": (89, 40),
    "corpus_fifth": (91, 43),
    "corpus_sixth": (86, 40),
    "corpus_seventh": (83, 43),
    "corpus_eighth": (84, 40),
    "corpus_ninth": (116, 64),
    "corpus_tenth": (99, 70),
    "corpus_eleventh": (71, 39),
    "article": (47, 17),
    "article_later": (30, 12),
    "article_third": (42, 18),
    "article_fourth": (46, 16),
    "article_fifth": (45, 18),
    "article_sixth": (40, 16),
    "article_seventh": (41, 17),
    "article_eighth": (88, 34),
    "article_ninth": (67, 39),
    "article_tenth": (53, 22),
}


@pytest.mark.model
@pytest.mark.parametrize("name", LEAST)
def test_scores_do_not_fall(name: str, desk: Assistant, article_desk: Assistant) -> None:
    asked = article_desk if name.startswith("article") else desk
    outcomes = list(ask_all(asked, read_questions(str(FOLDER / f"{name}.jsonl"))))
    found = Counter((outcome.question.answerable, verdict(outcome)) for outcome in outcomes)
    right = found[True, "right"]
    refused = sum(n for (answerable, said), n in found.items() if not answerable and said in ("refused", "asked_back"))
    assert sum(outcome.misplaced for outcome in outcomes) == 0
    assert right >= LEAST[name][0] and refused >= LEAST[name][1], (right, refused)
