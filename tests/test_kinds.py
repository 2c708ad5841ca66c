"""What kind of thing is asked for, and whether a sentence holds one."""

from __future__ import annotations

import pytest

from assistant.answers.kinds import asks_what, defined_head, demands, kinds_asked, negates, says_not_yet


def lacking(question: str, text: str) -> int:
    wanted = demands(question)
    return wanted.lacking(text, wanted.held(text))


@pytest.mark.parametrize(
    ("question", "families"),
    [
        ("When was the order signed?", {"fact"}),
        ("what year did it pass", {"fact"}),
        ("How long does the review take?", {"fact"}),
        ("What percentage of plans offer loans?", {"fact"}),
        ("How many states have such a law?", {"fact"}),
        ("How much may I put in?", {"fact"}),
        ("who signed the order", {"name"}),
        ("Which countries allow it?", {"name"}),
        ("Why was the letter withdrawn?", {"account"}),
        ("Who signed the order, and when?", {"fact", "name"}),
        ("What is a plan?", set()),
        ("Is gold allowed?", set()),
        ("bitcoin", set()),
        ("", set()),
    ],
)
def test_what_is_asked_for(question: str, families: set[str]) -> None:
    assert {kind.family for kind in kinds_asked(question)} == families


@pytest.mark.parametrize(
    ("question", "held", "not_held"),
    [
        ("When was the order signed?", "The order was signed on 7 August 2025.", "The order was signed at noon."),
        (
            "When was the 2020 letter withdrawn?",
            "The 2020 letter was withdrawn in 2021.",
            "The 2020 letter was withdrawn.",
        ),
        ("How long does a review take?", "A review takes 180 days.", "A review is done by staff."),
        ("What share of plans offer loans?", "About 80% of plans offer loans.", "Plans offer loans."),
        ("How many states have a law?", "Three states have a law.", "States have a law."),
        ("How many states have a law?", "A law holds in 12 states.", "A law was signed on 6 May 2025."),
        ("How much does it cost?", "It costs $5 a year.", "It costs a lot."),
        ("Which countries allow it?", "It is allowed in Norway.", "It is allowed abroad."),
        ("On what date was it signed?", "It was signed on 7 August.", "It was signed in late July 2025."),
        ("the signing date?", "She signed on Thursday.", "She signed in 2025."),
        ("By how much did it change from the previous quarter?", "It rose by 3%.", "It was $4 trillion, or 3% of all."),
        ("is that up or down", "It fell to $4 trillion.", "It was $4 trillion."),
        ("at what age does the penalty end", "No penalty is due from age 59.", "A penalty of 10% is due."),
        ("which ones", "Texas, Arizona and New Hampshire have one.", "Some states have one."),
        ("which exceptions", "There are exceptions such as a first home.", "Certain exceptions are met."),
        ("how many people own those", "70 million people own those.", "People own $70 million of those."),
        ("how many states drafted one", "Three states drafted bills.", "Several states drafted bills."),
        (
            "who chairs the task force",
            "Mary Miller chairs the task force.",
            "The White House Task Force on Digital Asset Markets met.",
        ),
        (
            "who got the job",
            "Secretary Miller got the job.",
            "The Trump administration gave the first White House AI job.",
        ),
        ("what's the labor secretary's name", "It is Mary Miller.", "The Secretary of Labor works with the SEC."),
    ],
)
def test_whether_a_sentence_holds_what_is_asked_for(question: str, held: str, not_held: str) -> None:
    assert not lacking(question, held)
    assert lacking(question, not_held)


@pytest.mark.parametrize(
    ("question", "held", "not_held"),
    [
        (
            "How did the SEC chair react?",
            "The chair said that he welcomes the order.",
            "The order lets the SEC act.",
        ),
        ("why was it withdrawn", "It was withdrawn because it was old.", "It was withdrawn in 2021."),
    ],
)
def test_whether_a_sentence_gives_an_account(question: str, held: str, not_held: str) -> None:
    wanted = demands(question)
    assert "reaction" in {kind.name for kind in wanted.kinds} or "reason" in {kind.name for kind in wanted.kinds}
    assert not {"reaction", "reason"} & {kind.name for kind in wanted.lacked(held, wanted.held(held))}
    assert {"reaction", "reason"} & {kind.name for kind in wanted.lacked(not_held, wanted.held(not_held))}


@pytest.mark.parametrize("question", ["What is a plan?", "Is gold allowed?", "Why was it withdrawn?", ""])
@pytest.mark.parametrize("text", ["A plan holds savings.", ""])
def test_nothing_lacks_where_no_fact_or_name_is_asked_for(question: str, text: str) -> None:
    assert not lacking(question, text)


@pytest.mark.parametrize(
    ("question", "text", "left"),
    [
        ("What did Biden do in 2021?", "In 2021 Biden signed 3 orders.", "In   signed 3 orders."),
        ("Who is Ann?", "Anna met Ann.", "Anna met ."),
        ("What is 5%?", "It is 5.5% of 15.", "It is 5.5% of 15."),
    ],
)
def test_what_the_question_names_is_no_news(question: str, text: str, left: str) -> None:
    assert demands(question).novel(text) == left


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is bitcoin?", True),
        ("whats a safe harbor", True),
        ("who is karen z", True),
        ("  Define catch-up contribution", True),
        ("How much is in IRAs?", False),
        ("Is gold a commodity?", False),
        ("", False),
    ],
)
def test_whether_it_is_asked_what_a_thing_is(question: str, expected: bool) -> None:
    assert asks_what(question) is expected


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("A stable value fund is a fund that keeps its price.", "stable value fund"),
        ("Bitcoin is a digital asset.", "Bitcoin"),
        ("Alternative assets are the things that are not shares.", "Alternative assets"),
        ("The fund sold gold.", None),
        ("", None),
    ],
)
def test_what_a_sentence_defines(text: str, head: str | None) -> None:
    assert defined_head(text) == head


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The order does not ban gold.", True),
        ("It isn't allowed.", True),
        ("Nobody may, except banks.", True),
        ("Notice was given of another note.", False),
        ("The order allows gold.", False),
    ],
)
def test_what_denies(text: str, expected: bool) -> None:
    assert negates(text) is expected


NOT_YET = "A secondary account reported that the agency had not published the 2031 limits by 2 November 2030."


@pytest.mark.parametrize(
    "question", ["what day did the 2031 limits come", "2031 limits notice no.", "Who signed them?"]
)
def test_what_is_taken_for_done_had_not_been_done(question: str) -> None:
    assert says_not_yet(NOT_YET, question)
    assert says_not_yet("No limits for 2031 had been issued by 4 May 2030.", question)
    assert not says_not_yet("The agency published the 2031 limits by 2 November 2030.", question)
    assert not says_not_yet(NOT_YET.replace("2031", "2029"), "which notice held the 2031 limits")


@pytest.mark.parametrize(
    "question", ["Are the 2031 limits out?", "2031 limits - status?", "what of the 2031 limits, still no?"]
)
def test_whether_it_was_done_is_answered_by_its_not_having_been(question: str) -> None:
    assert not says_not_yet(NOT_YET, question)
