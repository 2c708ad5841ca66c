"""A question as the index sees it: the part that asks counts in full, what is only told beside it less."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
import pytest

from assistant.index.embedding import Reading
from assistant.index.embedding.hashing import HashingEncoder
from assistant.index.question import STOP_WORDS, TOLD_WEIGHT, Question, read_question
from assistant.index.tokens import make_rotation
from assistant.text import asked_parts

COMMON = {"the": 0.1, "is": 0.1, "limit": 1.0}

ROTATION = make_rotation(HashingEncoder.dimension)


class Words:
    """The lexical side without an index: words are their own stems."""

    def stems(self, text: str) -> list[str]:
        return re.findall(r"\w+", text.lower())

    def rarity(self, stems: Iterable[str]) -> dict[str, float]:
        return {stem: COMMON.get(stem, 3.0) for stem in stems}


def read(text: str, turn: str = "") -> Question:
    return read_question(text, turn, HashingEncoder(), Words(), ROTATION)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("What is a plan?", "What is a plan?"),
        ("I am 61 and have a 401(k). How much can I put in?", "How much can I put in?"),
        ("How much can I put in? I am 61.", "How much can I put in?"),
        ("What is a plan? It has rules. Who runs it?", "What is a plan? Who runs it?"),
        ("I left my job last year\nwhat happens to my plan", "what happens to my plan"),
        ("My plan holds gold. explain the rules", "explain the rules"),
        ("Is gold allowed in the U.S. for plans?", "Is gold allowed in the U.S. for plans?"),
        ("Does Sec. 401(k) of the code name gold?", "Does Sec. 401(k) of the code name gold?"),
        ("bitcoin limit", "bitcoin limit"),
        ("We offer a plan. Nobody joins.", "Nobody joins."),
        ("  what is gold  ", "what is gold"),
        ("...", "..."),
        ("?", "?"),
        ("", ""),
    ],
)
def test_the_part_that_asks(text: str, asked: str) -> None:
    assert read(text).asked == asked


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Who asked for the letter, and when was that?", ["Who asked for the letter", "when was that?"]),
        (
            "how much can i borrow n how long do i get to pay it back",
            ["how much can i borrow", "how long do i get to pay it back"],
        ),
        (
            "what body wrote the report; which order created it?",
            ["what body wrote the report", "which order created it?"],
        ),
        ("Is it real? Since when?", ["Is it real?"]),
        ("I am 61. Is gold allowed? What is the limit?", ["Is gold allowed?", "What is the limit?"]),
        ("the 2020 letter, who wrote it?", ["the 2020 letter, who wrote it?"]),
        ("crypto scams, how many complaints n how much lost", ["crypto scams, how many complaints", "how much lost"]),
        ("what do savers and employers pay", ["what do savers and employers pay"]),
        ("gold and silver", []),
        ("", []),
    ],
)
def test_the_parts_of_a_question(text: str, parts: list[str]) -> None:
    assert asked_parts(text) == parts


ODD = ["?", "", " ", "…!?", "what is it of the", "退休计划的限额是多少？", "🂡", "\u200b", "limit " * 400, "x" * 2000]


@pytest.mark.parametrize(
    "text", ["What is the limit?", "I am 61. What is the limit?", "Is the 401(k) limit $23,500?", *ODD]
)
def test_weights_are_shares_of_one_a_piece(text: str) -> None:
    question = read(text)
    pieces = len(question.pieces)
    assert pieces == len(question.tokens) == len(question.rare) == len(question.even) >= 1
    for weights in (question.rare, question.even):
        assert weights.min() >= 0
        assert weights.sum() == pytest.approx(1, abs=1e-5)
    assert question.vector.shape == question.projected.shape == (HashingEncoder.dimension,)
    assert np.isfinite(question.vector).all()
    assert np.linalg.norm(question.projected) == pytest.approx(1, abs=1e-5) or not any(map(str.isalnum, text))


def test_rare_words_weigh_more_and_stop_words_only_evenly() -> None:
    question = read("What is the bitcoin limit?")
    rare, even = (dict(zip(question.pieces, weights, strict=True)) for weights in (question.rare, question.even))
    assert rare["bitcoin"] > rare["limit"] > rare["the"] == 0
    assert even["bitcoin"] > even["limit"] > even["the"] > 0
    assert even["limit"] / even["bitcoin"] > rare["limit"] / rare["bitcoin"]


def test_a_question_of_stop_words_weighs_them_all() -> None:
    question = read("What is it of the?")
    assert {word.lower() for word in question.pieces} <= STOP_WORDS
    assert np.array_equal(question.rare, question.even)
    assert question.rarity.keys() == set(question.terms)


def test_only_the_asked_words_are_matched_and_the_others_are_searched_for_at_less() -> None:
    question = read("My fund holds gold. Is the limit 5 coins?")
    assert question.pieces == ("Is", "the", "limit", "5", "coins")
    assert {stem for stem, weight in question.terms.items() if weight == 1} == {"is", "the", "limit", "5", "coins"}
    told = {"my", "fund", "holds", "gold"}
    assert {stem for stem, weight in question.terms.items() if weight == TOLD_WEIGHT < 1} == told
    assert question.rarity == {"limit": 1.0, "5": 3.0, "coins": 3.0}


def test_what_is_told_turns_the_vector_but_less_than_what_is_asked() -> None:
    asked, told = "Is the limit 5 coins?", "My fund holds gold."
    alone, before, both = read(asked).vector, read(told).vector, read(f"{told} {asked}").vector
    assert 1 > both @ alone > both @ before > alone @ before
    assert np.linalg.norm(both) == pytest.approx(1, abs=1e-5)


def test_the_last_turn_says_what_is_wanted_and_the_one_before_is_asked_with_it() -> None:
    question = read("and when (Who wrote the letter)?", "and when")
    assert question.turn == "and when"
    assert question.pieces == ("and", "when", "Who", "wrote", "the", "letter")
    assert read("When was that?").turn == "When was that?"
    assert read("I am 61. When was that?", "I am 61. When was that?").turn == "When was that?"


class Cutting(HashingEncoder):
    """Takes words in pieces of four letters, as a model does with words that it does not know."""

    def read(self, texts: Sequence[str]) -> list[Reading]:
        return [self._cut(text) for text in texts]

    def _cut(self, text: str) -> Reading:
        spans = [match.span() for match in re.finditer(r"\w{1,4}", text)]
        tokens = np.eye(len(spans), self.dimension, dtype=np.float32)
        return Reading(tokens.sum(axis=0) / len(spans) ** 0.5, tokens, np.array(spans, dtype=np.int32))


def test_a_word_cut_into_pieces_weighs_what_it_would_whole() -> None:
    question = read_question("Is stablecoin gold?", "", Cutting(), Words(), ROTATION)
    assert question.pieces == ("Is", "stab", "leco", "in", "gold")
    assert question.rare[1:4].sum() == pytest.approx(question.rare[4])
    assert question.rare[1] == question.rare[2] == question.rare[3]
