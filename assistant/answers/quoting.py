"""Answering from documents: passages, their sentences ranked for the day asked about, and the gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answers.choosing import Choice, rank_sentences
from assistant.answers.composing import Moment, decline_as_unknown, decline_for_want, quote_answer
from assistant.answers.gate import ENOUGH, confidence, gate_signals
from assistant.answers.kinds import says_not_yet, says_unknown
from assistant.answers.sums import told_sum
from assistant.answers.validity import is_out_of_force, is_told_later, validity_notice
from assistant.index.question import Question
from assistant.index.search import Index
from assistant.types import AnswerSentence, Evidence, Finding


def ranked(index: Index, question: Question) -> list[Choice]:
    """The sentences found for a question, best first."""
    return rank_sentences(question, index.search(question), index)


def quoted(index: Index, text: str, turn: str, moment: Moment, parts: Sequence[tuple[str, str]] = ()) -> Finding:
    """The sentences that answer a question, of which ``turn`` is what the last turn asks, or a decline with the nearest ones.
    A question of several ``parts``, each given so, is let out or not as a whole, and the best sentence for each part goes first."""
    question = index.read(text, turn)
    choices = ranked(index, question)
    if not choices:
        return decline_for_want(question, (), 0.0)
    choices = _of_the_day(index, choices, moment)
    sure = confidence(gate_signals(question, choices, index))
    not_yet = (choice for choice in choices[:2] if says_not_yet(choice.text, question.turn))
    if unknown := choices[0] if says_unknown(choices[0].text) else next(not_yet, None):
        return decline_as_unknown(unknown, sure)
    if worked_out := told_sum(question, choices, index, sure):
        return _with_notices(index, worked_out, moment)
    if sure < ENOUGH:
        return decline_for_want(question, choices, sure)
    first = [_of_the_day(index, found, moment)[0] for part in parts if (found := ranked(index, index.read(*part)))]
    return _with_notices(index, quote_answer(question, choices, sure, moment, first), moment)


def defined(meaning: Evidence) -> Finding:
    """The sentence that says what a term means."""
    return Finding("answered", None, (AnswerSentence(meaning.quote, "quote", (1,)),), (meaning,))


def _of_the_day(index: Index, choices: Sequence[Choice], moment: Moment) -> list[Choice]:
    """What was so on the day asked about before what came later or had ended; each in the order that it had."""

    def is_amiss(choice: Choice) -> bool:
        document = index.document(choice.hit.passage.document)
        told_later = is_told_later(choice.text, document, moment.day)
        return told_later or (moment.day < moment.today and is_out_of_force(document, moment.day))

    return sorted(choices, key=is_amiss)


def _with_notices(index: Index, finding: Finding, moment: Moment) -> Finding:
    """With a word on each document quoted that is no longer in force."""
    documents = dict.fromkeys(evidence.document for evidence in finding.evidence)
    told = (validity_notice(index.document(name), moment.today, index.title_or_none) for name in documents)
    notices = tuple(AnswerSentence(notice, "notice") for notice in told if notice)
    return replace(finding, sentences=(*finding.sentences, *notices))
