"""The article alone as a corpus, with the real model: twenty questions that a reader would ask of it."""

from __future__ import annotations

import copy
import json

import pytest

from assistant.engine import Assistant

QUESTIONS = [
    ("Who wrote the article?", "Karen Z"),
    ("How much can employees contribute in 2025?", "$23,500"),
    ("How much more can people over 50 put in?", "$7,500"),
    ("What is the maximum total contribution of employer and employee?", "$70,000"),
    ("What happens if I withdraw early?", "10% penalty"),
    ("What is a 401(k) plan?", "401(k) plan"),
    ("How big are total US retirement assets?", "$43.4 trillion"),
    ("How much money is in IRAs?", "$16.8 trillion"),
    ("How much is held in 401(k) plans?", "$8.7 trillion"),
    ("What share of 401(k) assets do mutual funds manage?", "61%"),
    ("which kind of fund is the most common in 401k plans", "Equity funds"),
    ("how many bitcoin would 1% of 401(k) money buy", "748,000 BTC"),
    ("Who reported the executive order?", "Bloomberg"),
    ("which agencies does the labor secretary have to work with", "Securities and Exchange Commission"),
    ("Did the Biden administration rescind the earlier policy?", "rescinded by the Biden administration"),
    ("who are the big donors of the republican party", "Private equity and hedge funds"),
    ("What do supporters say about it?", "democratization"),
    ("why were alternative assets kept out of 401k plans", "illiquidity"),
    ("Which family companies are mentioned?", "World Liberty Financial"),
    ("what cap would most states put on this investment", "10%"),
    ("Should federal law preempt state law?", "preempt state law"),
    ("Do some states exempt digital assets from money transmitter laws?", "Some states exclude"),
]
ELSEWHERE = ["What is the weather in Paris?", "who won the world cup in 2022", "How do I bake sourdough bread?"]


@pytest.mark.model
@pytest.mark.parametrize(("question", "words"), QUESTIONS)
def test_a_readers_question_is_answered_from_the_article(article_desk: Assistant, question: str, words: str) -> None:
    answer = article_desk.ask(question)
    assert answer.status == "answered"
    assert words in answer.text


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("should i put some of my 401k in bitcoin once it's allowed", "advice"),
        ("will bitcoin go up once retirement money comes in", "prediction"),
    ],
)
def test_it_neither_advises_nor_foretells_from_documents_alone(
    article_desk: Assistant, question: str, reason: str
) -> None:
    answer = article_desk.ask(question)
    assert (answer.status, answer.reason, answer.suggestions) == ("declined", reason, ())


@pytest.mark.model
@pytest.mark.parametrize("question", ELSEWHERE)
def test_what_the_article_does_not_hold_is_declined(article_desk: Assistant, question: str) -> None:
    assert article_desk.ask(question).status == "declined"


@pytest.mark.model
def test_every_answer_is_proven_and_an_altered_one_is_not(article_desk: Assistant) -> None:
    for question, _ in QUESTIONS:
        answer = json.loads(json.dumps(article_desk.ask(question).to_dict()))
        assert article_desk.verify(answer) == []
        altered = copy.deepcopy(answer)
        quote = altered["citations"][0]["quote"]
        altered["citations"][0]["quote"] = quote[:-2] + chr(ord(quote[-2]) ^ 1) + quote[-1]
        assert article_desk.verify(altered)
