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
    "corpus": (83, 42),
    "corpus_later": (80, 42),
    "corpus_third": (80, 41),
    "corpus_fourth": (89, 37),
    "corpus_fifth": (88, 41),
    "corpus_sixth": (87, 39),
    "corpus_seventh": (82, 42),
    "corpus_eighth": (83, 41),
    "corpus_ninth": (124, 70),
    "corpus_tenth": (118, 71),
    "corpus_eleventh": (79, 42),
    "corpus_twelfth": (87, 40),
    "corpus_thirteenth": (88, 40),
    "article": (53, 22),
    "article_later": (35, 15),
    "article_third": (50, 23),
    "article_fourth": (51, 22),
    "article_fifth": (49, 23),
    "article_sixth": (47, 20),
    "article_seventh": (46, 21),
    "article_eighth": (100, 50),
    "article_ninth": (86, 60),
    "article_tenth": (59, 30),
    "article_eleventh": (60, 30),
    "article_twelfth": (63, 26),
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
