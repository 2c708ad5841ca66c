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
    "corpus": (80, 41),
    "corpus_later": (81, 42),
    "corpus_third": (74, 41),
    "corpus_fourth": (92, 38),
    "corpus_fifth": (91, 43),
    "corpus_sixth": (87, 38),
    "corpus_seventh": (83, 43),
    "corpus_eighth": (85, 41),
    "corpus_ninth": (127, 66),
    "corpus_tenth": (110, 71),
    "corpus_eleventh": (78, 42),
    "corpus_twelfth": (89, 39),
    "article": (52, 19),
    "article_later": (34, 16),
    "article_third": (51, 21),
    "article_fourth": (50, 21),
    "article_fifth": (48, 22),
    "article_sixth": (46, 17),
    "article_seventh": (46, 17),
    "article_eighth": (100, 45),
    "article_ninth": (83, 52),
    "article_tenth": (60, 25),
    "article_eleventh": (61, 27),
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
