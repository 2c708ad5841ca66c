"""The answerability gate: how likely the best sentence is to answer, and whether that is enough."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from assistant.answers.choosing import Choice
from assistant.answers.signals import Reader, lead
from assistant.index.question import Question
from assistant.weights import weighed

ENOUGH = 0.4


def gate_signals(
    question: Question, choices: Sequence[Choice], stems: Callable[[str], list[str]], title: Callable[[str], str]
) -> dict[str, float]:
    """What the gate judges by: the signals of the best of at least one choice, what speaks against it, and by how much
    it is ahead of the next sentence and of the next passage's best."""
    best = choices[0]
    others = [choice.score for choice in choices if choice.hit is not best.hit]
    doubts = Reader(question, stems, title).doubts(best.hit, best.place)
    leads = {
        "lead": lead([choice.score for choice in choices]),
        "lead_passage": lead([best.score, *others[:1]]),
    }
    return {**best.signals, **doubts, **leads, "bias": 1.0}


def confidence(signals: dict[str, float]) -> float:
    """How likely the best sentence is to answer, 0 to 1: logistic regression, calibrated on public sets."""
    return round(1 / (1 + math.exp(-weighed(signals, "gate"))), 4)
