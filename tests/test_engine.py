"""The journey of a question, with the hashing encoder and a small corpus, and of follow-ups with those that ship."""

from __future__ import annotations

import random
import shutil
import threading
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import pytest

from assistant.conversation import JOIN
from assistant.engine import MOST_CHARACTERS, SURE, Assistant
from assistant.errors import BadRequest
from assistant.index.build import build_index
from assistant.index.embedding import Reading
from assistant.index.embedding.hashing import HashingEncoder
from assistant.settings import Settings

ODD = [
    "",
    "   \n\t ",
    "?!…",
    "\x00\x01\x02",
    "\x1b[31mred\x1b[0m limit",
    "\ud800 lone surrogate",
    "a" * 20_000,
    "limit " * 3_000,
    "🂡🂢🂣",
    "what is the limit\u202e\u0000 of a plan",
    '"; drop table passages; --',
    "SELECT * FROM",
    "(((((",
    "\u0301\u0301\u0301",
    "null",
    "?",
    "what is it of the",
    "退休计划的限额是多少？",
    "what about the plan and its limit? " * 57,
]
ODD_TEXTS = [
    "Gold",
    "…",
    "🂡🂢. 🎉.",
    "退休计划的限额。",
    "x" * 20_000,
    "the plan and its limit, " * 2_000,
    "1 | 2 | 3\n" * 500,
]


def test_an_answer_is_a_slice_of_its_document(small_desk: Assistant) -> None:
    answer = small_desk.ask("What is the limit on elective deferrals in 2025?")
    assert answer.status == "answered"
    for citation in answer.citations:
        text = small_desk.document(citation.document).text
        assert text[citation.start : citation.end] == citation.quote
    assert answer.citations[0].title == "Plans explained"
    assert answer.citations[0].quote.startswith("The limit on elective deferrals in 2025 is $23,500.")


def test_a_sentence_that_points_back_is_quoted_with_the_one_before(small_desk: Assistant) -> None:
    answer = small_desk.ask("What was the limit on elective deferrals in 2024, $23,000?")
    quote = next(c.quote for c in answer.citations if "$23,000" in c.quote)
    assert quote == "The limit on elective deferrals in 2025 is $23,500. It was\n$23,000 in 2024."


def test_what_is_not_held_is_declined_with_the_nearest(small_desk: Assistant) -> None:
    answer = small_desk.ask("Does penicillin cure pneumonia?")
    assert (answer.status, answer.reason) == ("declined", "not_in_corpus")
    assert answer.sentences[0].kind == "notice"
    assert all(s.kind == "quote" for s in answer.sentences[1:])


@pytest.mark.parametrize("question", ODD)
def test_odd_input_is_answered_or_declined_and_never_raises(small_desk: Assistant, question: str) -> None:
    answer = small_desk.ask(question)
    assert answer.status in ("answered", "declined", "needs_input")
    if len(question) > MOST_CHARACTERS or not any(c.isalnum() for c in question):
        assert (answer.status, answer.reason) == ("declined", "invalid_input")


@pytest.mark.parametrize("question", ODD)
def test_odd_input_is_searched_for_and_never_raises(small_desk: Assistant, question: str) -> None:
    hits, choices = small_desk.search(question), small_desk.rank(question)
    assert all(0 <= hit.score < 1.001 for hit in hits)
    assert {choice.hit for choice in choices} <= set(hits)
    assert bool(hits) is bool(choices) or not question.strip()


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_a_corpus_of_one_odd_text_answers_or_declines(small_settings: Settings, text: str) -> None:
    shutil.rmtree(small_settings.corpus / "documents")
    (small_settings.corpus / "documents").mkdir()
    (small_settings.corpus / "documents" / "odd.txt").write_text(text, encoding="utf-8")
    build_index(small_settings.corpus, small_settings.index, HashingEncoder())
    desk = Assistant(small_settings, HashingEncoder())
    for question in (*ODD, "What is the limit of a plan?", "Gold?"):
        answer = desk.ask(question)
        assert answer.status in ("answered", "declined")
        assert all(text[c.start : c.end] == c.quote for c in answer.citations)


def test_random_text_never_raises(small_desk: Assistant) -> None:
    dice = random.Random(5)
    for _ in range(200):
        small_desk.ask("".join(chr(dice.choice([dice.randrange(32, 127), dice.randrange(0x3000)])) for _ in range(40)))


@pytest.mark.parametrize("history", ["one text", [1], [None]])
def test_a_wrong_history_is_the_callers_mistake(small_desk: Assistant, history: Any) -> None:
    with pytest.raises(BadRequest, match="history"):
        small_desk.ask("What is a plan?", history)


def test_threads_get_the_same_answers(small_desk: Assistant) -> None:
    expected = small_desk.ask("What is the limit on elective deferrals?")
    found = []
    work = [threading.Thread(target=lambda: found.append(small_desk.ask(expected.question))) for _ in range(8)]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert found == [expected] * 8


def test_a_sentence_beyond_what_the_encoder_takes_at_once_is_found(small_settings: Settings) -> None:
    class ShortSighted(HashingEncoder):
        """Takes only the first forty words of a text, as a model takes only so many tokens."""

        def read(self, texts: Sequence[str]) -> list[Reading]:
            return [Reading(r.vector, r.tokens[:40], r.spans[:40]) for r in super().read(texts)]

    filler = "The fund reports its holdings once a quarter to the office. " * 12
    text = f"{filler}Zebras may not be held by any pension fund."
    (small_settings.corpus / "documents" / "long.txt").write_text(text, encoding="utf-8")
    build_index(small_settings.corpus, small_settings.index, ShortSighted())
    answer = Assistant(small_settings, ShortSighted()).ask("May zebras be held by a pension fund?")
    assert answer.citations[0].quote == "Zebras may not be held by any pension fund."


@pytest.mark.model
@pytest.mark.parametrize(
    ("before", "question", "held"),
    [
        ("what did the 2022 crypto warning say", "withdrawn in which document?", "2025-01"),
        ("What is the GENIUS Act?", "vote tally?", "308-122"),
    ],
)
def test_what_finds_nothing_alone_is_asked_with_the_question_before(
    desk: Assistant, before: str, question: str, held: str
) -> None:
    assert desk.ask(question).status == "declined"
    answer = desk.ask(question, [before])
    assert answer.status == "answered" and held in answer.text
    assert answer.resolved == f"{before}{JOIN}{question}"
    assert desk.verify(asdict(answer)) == []


@pytest.mark.model
def test_what_is_not_sure_alone_is_asked_with_the_question_before(desk: Assistant) -> None:
    alone = desk.ask("end date?")
    assert alone.status == "answered" and (alone.confidence or 0) < SURE
    answer = desk.ask("end date?", ["what did the 2022 crypto warning say"])
    assert "28 May 2025" in answer.text and (answer.confidence or 0) >= SURE


@pytest.mark.model
def test_a_question_of_its_own_is_not_answered_by_what_the_one_before_asked(desk: Assistant) -> None:
    answer = desk.ask(
        "What is a stable value fund?", ["How did the Senate vote on the stablecoin law, the GENIUS Act?"]
    )
    assert answer.status == "declined" and answer.resolved == answer.question


@pytest.mark.model
@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("IRA limit 2026?", "who won the world cup in 2022"),
        ("What is the GENIUS Act?", "how do i fix a flat tire"),
        ("how much in 401ks", "how tall is the eiffel tower"),
        ("what is executive order 14330", "ok new question: how tall is mount everest"),
    ],
)
def test_a_change_of_subject_is_not_answered_from_the_one_before(desk: Assistant, before: str, question: str) -> None:
    answer = desk.ask(question, [before])
    assert answer.status == "declined"
    assert answer.resolved == question


@pytest.mark.model
def test_what_had_not_come_is_declined_with_the_sentence_that_says_so(desk: Assistant) -> None:
    answer = desk.ask("IRS notice no. for the 2027 limits")
    assert (answer.status, answer.reason) == ("declined", "unknown")
    assert "had not published" in answer.text
    assert desk.ask("Are the 2027 IRS limits out yet?").status == "answered"
