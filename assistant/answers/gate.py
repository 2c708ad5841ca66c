"""The answerability gate: whether the best sentence answers at all, or the desk had better decline."""

from __future__ import annotations

from assistant.answers.choosing import Choice

# Set by hand on questions to the shipped corpus and to the article alone; `make bench` shows what they do elsewhere.
WEIGHTS = {"match": 10.0, "mean": 2.0, "overlap": 3.0, "cosine": 1.0}
THRESHOLD = 7.3


def evidence_for(choice: Choice) -> float:
    """How much speaks for the sentence as an answer, 0 to 16; it is given when this reaches ``THRESHOLD``."""
    signals = {"match": choice.match, "mean": choice.mean, "overlap": choice.overlap, "cosine": choice.hit.cosine}
    return sum(WEIGHTS[name] * value for name, value in signals.items())


def is_answerable(choice: Choice) -> bool:
    """Whether the sentence may be shown as an answer."""
    return evidence_for(choice) >= THRESHOLD
