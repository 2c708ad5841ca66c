from __future__ import annotations

import pytest

from assistant.conversation import JOIN, clean_turns, leans_back, resolve, retrieval_query

ALONE = [
    "How much can I put in my 401(k) in 2026?",
    "Is there a cap on crypto in 401(k) plans?",
    "In 2026 how much can I put in my 401k?",
    "What does the order say about digital assets?",
    "Is it true that the 2020 letter was rescinded?",
    "401k limit 2028",
    "max 401k 2026",
    "genius act",
    "what is vesting?",
    "what if 2% of 401ks went to bitcoin",
    "How big is the US retirement market this year?",
]
LEANING = [
    "and at 62?",
    "what about 2026?",
    "in ether at 4000?",
    "I'm 55 and my wife is 52",
    "for IRAs instead?",
    "Who signed it?",
    "Does that apply to IRAs?",
    "why?",
    "with the employer's share?",
]


@pytest.mark.parametrize("question", ALONE)
def test_a_whole_question_stands_alone(question: str) -> None:
    assert resolve(clean_turns(question, ["Who wrote the article?"])) == (question,)


@pytest.mark.parametrize("question", LEANING)
def test_a_follow_up_takes_the_question_before(question: str) -> None:
    assert leans_back(question)
    assert resolve(("Who wrote it all?", "What is the 2025 limit for savers?", question))[-2:] == (
        "What is the 2025 limit for savers?",
        question,
    )


def test_follow_ups_chain_back_to_the_last_whole_question() -> None:
    history = [
        "Who wrote the article on crypto?",
        "How much can I put in my 401(k) in 2025?",
        "and at 61?",
        "and in 2026?",
    ]
    assert resolve((*history, "and at 64?")) == (*history[1:], "and at 64?")


def test_resolving_what_was_resolved_changes_nothing() -> None:
    turns = resolve(("A first question about plans?", "How big are 401(k) plans?", "and in June 2025?", "and at 64?"))
    assert resolve(tuple(JOIN.join(turns).split(JOIN))) == turns


def test_the_joint_itself_cannot_be_smuggled_in() -> None:
    assert JOIN.strip() not in "".join(clean_turns(f"What is{JOIN}this?", [f"a{JOIN}b"]))


def test_retrieval_reads_the_last_three_turns() -> None:
    assert retrieval_query(("a", "b", "c", "d")) == "b c d"
