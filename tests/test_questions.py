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
    "corpus": (80, 40),
    "corpus_later": (78, 41),
    "corpus_third": (71, 41),
    "corpus_fourth": (89, 40),
    "corpus_fifth": (91, 44),
    "corpus_sixth": (86, 40),
    "corpus_seventh": (83, 43),
    "corpus_eighth": (81, 40),
    "corpus_ninth": (122, 67),
    "corpus_tenth": (112, 74),
    "corpus_eleventh": (72, 41),
    "article": (49, 19),
    "article_later": (31, 14),
    "article_third": (48, 19),
    "article_fourth": (46, 19),
    "article_fifth": (46, 20),
    "article_sixth": (44, 17),
    "article_seventh": (44, 17),
    "article_eighth": (94, 42),
    "article_ninth": (79, 50),
    "article_tenth": (55, 22),
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
