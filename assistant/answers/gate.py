"""The answerability gate: how likely the best sentence is to answer, and whether that is enough."""

from __future__ import annotations

import math
from collections.abc import Sequence

from assistant.answers.choosing import Choice, hits_of
from assistant.answers.signals import Corpus, Reader, lead
from assistant.index.question import Question
from assistant.types import Hit, Known
from assistant.weights import likelihood

ENOUGH = 0.4
_HALF_ALIKE, _STEEPNESS, _SHARPNESS = 0.7, 15.0, 30.0
"""The cosine of two questions at which they are as likely one as not, how fast that changes, and how much more a nearer question of
the FAQ says: found by leaving out sets."""


def gate_signals(question: Question, choices: Sequence[Choice], corpus: Corpus) -> dict[str, float]:
    """What the gate judges by: the signals of the best of at least one choice, what speaks against it, by how much it is
    ahead of the next sentence and of the next passage's best, how much the corpus is all about one thing, where fewer
    words are shared by a question and its answer alone, and how far the FAQ has the question as one that this sentence
    answers, "known", and as one that nothing answers, "gap"."""
    best = choices[0]
    others = [choice.score for choice in choices if choice.hit is not best.hit]
    hits = hits_of(choices)
    doubts = Reader(question, corpus).doubts(best.hit, best.place, hits)
    leads = {
        "lead": lead([choice.score for choice in choices]),
        "lead_passage": lead([best.score, *others[:1]]),
    }
    return {
        **best.signals,
        **doubts,
        **leads,
        "above": _above(best.hit, hits),
        "sameness": corpus.sameness,
        **_told_by_faq(question.known, best),
    }


def _told_by_faq(known: Sequence[Known], best: Choice) -> dict[str, float]:
    """How nearly the nearest question of the FAQ is the one asked, 0 to 1, times the share that questions which the sentence
    answers, and such as nothing answers, have among the nearest, each weighing by its nearness (Nadaraya 1964, Watson 1964)."""
    cosines = [each.signals["fit"] for each in known]
    nearest = max(cosines, default=0.0)
    weights = [math.exp(_SHARPNESS * (cosine - nearest)) for cosine in cosines]
    alike = 1 / (1 + math.exp(_STEEPNESS * (_HALF_ALIKE - nearest))) / (sum(weights) or 1.0)
    pairs = list(zip(weights, known, strict=True))
    return {
        "known": alike * sum(weight for weight, each in pairs if each.is_answered_by(*best.start)),
        "gap": alike * sum(weight for weight, each in pairs if not each.answer),
    }


def _above(best: Hit, hits: Sequence[Hit]) -> float:
    """By how much the best sentence's passage stands out among those found, as the spread of scores tells how well a
    query will do (Shtok et al. 2012): on one narrow subject everything is near every question."""
    others = [hit.match for hit in hits if hit is not best]
    return best.match - sum(others) / len(others) if others else 0.0


def confidence(signals: dict[str, float]) -> float:
    """How likely the best sentence is to answer, 0 to 1: logistic regression, calibrated on public sets."""
    return likelihood(signals, "gate")
