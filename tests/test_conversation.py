from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assistant.conversation import JOIN, Wanted, clean_turns, leans_back, resolve, wanted
from assistant.conversation.slots import slots
from assistant.corpus.glossary import Glossary
from assistant.corpus.glossary_file import load_glossary
from assistant.corpus.stored import StoredTexts
from assistant.corpus.yaml_files import read_data
from tests.conftest import ROOT

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
CASES: list[dict[str, Any]] = read_data(Path(__file__).with_name("followups.yaml"))


@cache
def shipped() -> Glossary:
    return load_glossary(ROOT / "corpus" / "glossary.yaml", StoredTexts(ROOT / "corpus"))


def holds(text: str, words: str) -> bool:
    """Whether the words stand in the text as words of their own."""
    return bool(re.search(rf"(?<![\w(]){re.escape(words.lower())}s?(?![\w(]|\.\w)", text.lower()))


@pytest.mark.parametrize("question", ALONE)
def test_a_whole_question_stands_alone(question: str) -> None:
    turns = clean_turns(question, ["Who wrote the article?"])
    assert resolve(turns) == resolve(turns, shipped()) == (question,)


@pytest.mark.parametrize("question", LEANING)
def test_a_follow_up_takes_the_question_before(question: str) -> None:
    assert leans_back(question)
    assert resolve(("Who wrote it all?", "What is the 2025 limit for savers?", question))[-2:] == (
        "What is the 2025 limit for savers?",
        question,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: " / ".join(case["turns"]))
def test_a_conversation_keeps_what_it_leans_on_and_lets_go_of_the_rest(case: dict[str, Any]) -> None:
    *history, question = case["turns"]
    turns = resolve(clean_turns(question, history), shipped())
    found = wanted(turns, shipped())
    assert len(turns) == case["keeps"], found
    assert [words for words in case.get("has", ()) if not holds(found.text, str(words))] == [], found
    assert [words for words in case.get("lacks", ()) if holds(found.text, str(words))] == [], found
    assert found.text == case.get("only", found.text)
    assert found.turn in found.text
    assert found.turn == found.text or len(turns) > 1


def test_there_are_enough_conversations_and_changes_of_subject() -> None:
    assert len(CASES) >= 80
    assert sum(case["keeps"] == 1 for case in CASES) >= 25


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


def test_what_was_replaced_no_longer_pulls_from_earlier_turns() -> None:
    turns = ("how many states have crypto laws?", "do they allow crypto for pensions?", "and private equity?")
    found = wanted(turns, shipped())
    assert "private equity" in found.text
    assert "crypto" not in found.text


@pytest.mark.parametrize(
    "question",
    [
        "What did the 2020 letter from Labor change when it was sent to Groom?",
        "Which funds hold assets that trade every day?",
        "Name one agency the order speaks to about crypto",
        "Did Trump and Biden publish their letters on private equity?",
        "What happens to those who withdraw early from an IRA?",
        "Are both the SEC and the IRS named in the order?",
    ],
)
def test_a_pronoun_for_what_the_question_names_itself_points_nowhere(question: str) -> None:
    assert not leans_back(question, shipped())


def test_the_question_before_stands_in_parentheses_behind_what_the_turn_asks() -> None:
    turns = ("What is the GENIUS Act?", "Who signed it?", "Did he praise it?")
    found = wanted(turns)
    assert found.text == "Did he praise it (Who signed it (What is the GENIUS Act))?"
    assert found.turn == "Did he praise it"


@pytest.mark.parametrize(
    "question", ["", "?", "why?", "and", "what about", "(", "it", "2026", "→", "💸 max?", "new question:"]
)
def test_any_text_at_all_is_taken(question: str) -> None:
    assert isinstance(wanted(("", question), shipped()), Wanted)
    assert isinstance(wanted((question, question), ()), Wanted)
    assert resolve((question, question), shipped())


def test_without_a_glossary_years_months_and_ages_still_change_places() -> None:
    assert wanted(("How big were plans in March 2024?", "and in June 2025?")).text == "How big were plans in June 2025?"
    assert [slot.kind for slot in slots("at 62 in May 2025, though it may change next year")] == [
        "age",
        "month",
        "year",
        "year",
    ]
