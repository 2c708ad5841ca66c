"""Outcomes to scores: one record that holds every number of the report, and every failure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evaluation.judging import (
    KINDS,
    Failure,
    best_is_right,
    failure,
    first_quote,
    is_right_place,
    verdict,
)
from assistant.evaluation.measures import Bin, auroc, calibration_error, false_answer_rate, reliability, share
from assistant.evaluation.questions import Question
from assistant.evaluation.retrieval import Retrieval, measure_retrieval
from assistant.evaluation.run import Found, Outcome
from assistant.types import Answer


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions came to what; ``unchecked``: answered, and the question does not say what is right."""

    questions: int
    right: int
    wrong: int
    unchecked: int
    asked_back: int
    refused: int


@dataclass(frozen=True, slots=True)
class Hits:
    """The share of questions whose first sentence, or one of the first three, overlaps a right place."""

    questions: int
    hit_at_1: float
    hit_at_3: float


@dataclass(frozen=True, slots=True)
class Group:
    """The scores of some of the questions. ``first_quote`` is the share of the ``quoted`` (answered with a quote, right
    place known) whose first quote is right. The tallies are None where the questions were not answered but searched."""

    name: str
    answerable: Tally | None
    unanswerable: Tally | None
    retrieval: Retrieval | None
    hits: Hits | None
    quoted: int
    first_quote: float | None


@dataclass(frozen=True, slots=True)
class Trust:
    """What confidence is worth. ``false_answers_at_80``: the share of the unanswerable that are answered when the
    threshold lets 80 % of the answerable through."""

    auroc: float | None
    false_answers_at_80: float | None
    false_answers_at_90: float | None
    calibration_error: float | None
    reliability: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything measured. ``groups`` begins with all questions."""

    questions: int
    answerable: int
    follow_ups: int
    absent_documents: tuple[str, ...]
    groups: tuple[Group, ...]
    trust: Trust
    quotes: int
    quotes_out_of_place: int
    failures: tuple[Failure, ...]


def score(outcomes: Sequence[Outcome], absent: Sequence[str] = ()) -> Evaluation:
    """The scores of outcomes. Answerable questions about ``absent`` documents only are left out of retrieval."""
    failures = [found for outcome in outcomes if (found := failure(outcome))]
    follow_ups = [outcome for outcome in outcomes if outcome.question.history]
    return Evaluation(
        questions=len(outcomes),
        answerable=sum(outcome.question.answerable for outcome in outcomes),
        follow_ups=len(follow_ups),
        absent_documents=tuple(absent),
        groups=tuple(_groups(outcomes, follow_ups, frozenset(absent))),
        trust=_trust(outcomes),
        quotes=sum(outcome.quotes for outcome in outcomes),
        quotes_out_of_place=sum(outcome.misplaced for outcome in outcomes),
        failures=tuple(sorted(failures, key=lambda each: KINDS.index(each.kind))),
    )


def _groups(outcomes: Sequence[Outcome], follow_ups: Sequence[Outcome], absent: frozenset[str]) -> list[Group]:
    groups = [_group("all", outcomes, absent)]
    if follow_ups:
        groups.append(_group("follow-ups", follow_ups, absent))
    both = [outcome for outcome in outcomes if outcome.in_full]
    if both:
        groups += [
            _found("asked with the history", both, absent),
            _found("the same asked in full", both, absent, in_full=True),
        ]
    return groups


def _group(name: str, outcomes: Sequence[Outcome], absent: frozenset[str]) -> Group:
    searched = _found(name, outcomes, absent)
    quoted = [
        is_right_place(outcome.question, place)
        for outcome in outcomes
        if outcome.question.answerable and outcome.question.documents and outcome.answer.status == "answered"
        if (place := first_quote(outcome.answer))
    ]
    return Group(
        name,
        answerable=_tally([outcome for outcome in outcomes if outcome.question.answerable]),
        unanswerable=_tally([outcome for outcome in outcomes if not outcome.question.answerable]),
        retrieval=searched.retrieval,
        hits=searched.hits,
        quoted=len(quoted),
        first_quote=share(quoted),
    )


def _tally(outcomes: Sequence[Outcome]) -> Tally:
    counts = Counter(verdict(outcome) for outcome in outcomes)
    return Tally(
        len(outcomes), counts["right"], counts["wrong"], counts["unchecked"], counts["asked_back"], counts["refused"]
    )


def _found(name: str, outcomes: Sequence[Outcome], absent: frozenset[str], *, in_full: bool = False) -> Group:
    """What one wording of the answerable questions finds, without the answers."""
    asked = [
        (outcome, outcome.in_full if in_full and outcome.in_full else outcome.found)
        for outcome in outcomes
        if outcome.question.answerable and outcome.question.documents - absent
    ]
    retrieval = measure_retrieval([(found.passages, outcome.right_passages) for outcome, found in asked])
    hits = _hits([(outcome.question, found) for outcome, found in asked if outcome.question.spans])
    return Group(name, None, None, retrieval, hits, 0, None)


def _hits(found: Sequence[tuple[Question, Found]]) -> Hits | None:
    if not found:
        return None
    right = [[is_right_place(question, place) for place in each.sentences] for question, each in found]
    first, three = sum(any(each[:1]) for each in right), sum(any(each[:3]) for each in right)
    return Hits(len(found), first / len(found), three / len(found))


def _trust(outcomes: Sequence[Outcome]) -> Trust:
    """How an answer came about counts where no confidence is given: 1 when it answers, else 0. The reliability is of
    the confidences that were given."""
    yes = [_confidence(outcome.answer) for outcome in outcomes if outcome.question.answerable]
    no = [_confidence(outcome.answer) for outcome in outcomes if not outcome.question.answerable]
    judged = [(o.answer.confidence, best_is_right(o)) for o in outcomes]
    bins = reliability((given, right) for given, right in judged if given is not None and right is not None)
    return Trust(
        auroc(yes, no), false_answer_rate(yes, no, 80), false_answer_rate(yes, no, 90), calibration_error(bins), bins
    )


def _confidence(answer: Answer) -> float:
    if answer.confidence is not None:
        return answer.confidence
    return float(answer.status == "answered")
