"""From ranked sentences to what is shown: how many, in which order, with what came after them, or what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from assistant.answers.choosing import Choice
from assistant.answers.composing import Moment, decline_for_want, quote_answer
from assistant.index.question import Question
from assistant.types import Evidence, Facts, Finding, Hit, Known, Passage, Sentence, SentenceMatch, Succession
from tests.test_question import read

TODAY = date(2026, 11, 23)
WHY = "Why do critics oppose gold in plans?"
LIMIT = "What is the limit on deferrals?"


def found(
    question: Question, document: str, *scored: tuple[str, float], id: int = 1, far: Sequence[str] = ()
) -> list[Choice]:
    """The sentences of a passage, one paragraph, with their scores; ``far`` words of the question are met nowhere."""
    sentences, start = [], 0
    for text, _ in scored:
        sentences.append(Sentence(start, start + len(text)))
        start += len(text) + 1
    passage = Passage(document, 0, start - 1, " ".join(text for text, _ in scored), tuple(sentences), id)
    pieces = tuple(0.1 if piece.lower() in far else 0.9 for piece in question.pieces)
    hit = Hit(passage, 1.0, 0.8, 5.0, 0.9, (SentenceMatch(pieces, 0.9, 0.9, 0.9),) * len(scored))
    return [Choice(hit, place, text, score, {}) for place, (text, score) in enumerate(scored)]


def ranked(*choices: list[Choice]) -> list[Choice]:
    return sorted((choice for each in choices for choice in each), key=lambda choice: -choice.score)


def answer(question: Question, choices: Sequence[Choice], facts: Facts | None = None, today: date = TODAY) -> Finding:
    return quote_answer(question, choices, 0.9, Moment(today, today, facts or Facts()))


def quotes(finding: Finding) -> list[str]:
    """The quotes shown; each is what the evidence that it cites says."""
    shown = [sentence for sentence in finding.sentences if sentence.kind == "quote"]
    for sentence in shown:
        assert {finding.evidence[n - 1].quote for n in sentence.citations} == {sentence.text}
    assert sorted(n for sentence in shown for n in sentence.citations) == list(range(1, len(finding.evidence) + 1))
    return [sentence.text for sentence in shown]


def sources(finding: Finding) -> list[list[str]]:
    return [[finding.evidence[n - 1].document for n in s.citations] for s in finding.sentences if s.citations]


def test_each_part_of_a_question_gets_its_best_sentence() -> None:
    question = read("Who asked for the letter, and when did it come?")
    who, when, near = "Gold Partners asked for the letter.", "It came on 3 June 2020.", "The letter was long."
    whole = found(question, "letters", (near, 9.0), (who, 8.0), (when, 2.0))
    parts = [whole[1], whole[2]]
    finding = quote_answer(question, whole, 0.9, Moment(TODAY, TODAY, Facts()), parts)
    assert " ".join(quotes(finding)).startswith(who) and when in " ".join(quotes(finding))
    assert quotes(quote_answer(question, whole, 0.9, Moment(TODAY, TODAY, Facts()), [whole[0], whole[0]]))[0] == near


FEES, RISK = "Critics say that fees of gold funds are high.", "Gold can fall by half within months."
SALE = "Bars cannot be sold on any afternoon when markets close."


def test_one_thing_asked_for_is_answered_with_the_best_alone() -> None:
    question = read("How much gold does the bank hold?")
    choices = found(question, "a", ("The bank holds nine bars.", 9.0), (RISK, 2.0), (SALE, 1.0))
    assert quotes(answer(question, choices)) == ["The bank holds nine bars."]


def test_reasons_are_given_together_in_the_order_of_their_document() -> None:
    question = read(WHY)
    choices = ranked(found(question, "a", (SALE, 8.9), ("Nothing to do with it.", 0.0), (FEES, 9.0), (RISK, 8.8)))
    assert quotes(answer(question, choices)) == [SALE, FEES, RISK]


def test_the_document_of_the_best_sentence_comes_first() -> None:
    question = read(WHY)
    choices = ranked(found(question, "b", (SALE, 8.9), (FEES, 9.0)), found(question, "a", (RISK, 8.95), id=2))
    assert quotes(answer(question, choices)) == [SALE, FEES, RISK]


def test_what_is_much_worse_is_left_out() -> None:
    question = read(WHY)
    assert quotes(answer(question, found(question, "a", (FEES, 9.0), (RISK, 1.0)))) == [FEES]


def test_at_most_four_quotes_and_six_hundred_characters() -> None:
    question = read(WHY)
    short = [f"{word.title()} speaks against it{word * 3}." for word in "risk fees sale loss tax age law".split()]
    shown = quotes(answer(question, found(question, "a", *((text, 9.0) for text in short))))
    assert len(shown) == 4
    long = [" ".join(f"{letter}{n}" for n in range(80)) + "." for letter in "bcdef"]
    shown = quotes(answer(question, found(question, "a", *((text, 9 - n / 100) for n, text in enumerate(long)))))
    assert shown[0] == long[0]
    assert sum(map(len, shown)) <= max(600, len(long[0]))


def test_a_long_best_sentence_is_shown_whole() -> None:
    question, text = read(WHY), "Gold " + "glitters and " * 80 + "falls."
    assert quotes(answer(question, found(question, "a", (text, 9.0), (FEES, 8.9)))) == [text]


def test_the_same_in_other_documents_is_said_once_with_every_source() -> None:
    question = read(WHY)
    same = [found(question, name, (FEES, 9 - n / 100), id=n) for n, name in enumerate("cab")]
    finding = answer(
        question, ranked(*same, found(question, "d", ("Fees of gold funds are high.", 8.97), (FEES, 8.9), id=9))
    )
    assert quotes(finding) == [FEES]
    assert sources(finding) == [["c", "a", "b", "d"]]


def test_what_says_nearly_the_same_is_not_said_twice() -> None:
    question = read(WHY)
    again = "Critics say that fees of all gold funds are high."
    choices = ranked(found(question, "a", (FEES, 9.0)), found(question, "b", (again, 8.99), id=2))
    assert quotes(answer(question, choices)) == [FEES]


def test_a_sentence_that_points_back_brings_the_one_before() -> None:
    question = read("How much gold does the bank hold?")
    choices = ranked(found(question, "a", ("The bank buys gold.", 1.0), ("It holds nine bars.", 9.0), (RISK, 0.0)))
    finding = answer(question, choices)
    assert quotes(finding) == ["The bank buys gold. It holds nine bars."]
    assert (finding.evidence[0].start, finding.evidence[0].end) == (0, 39)


@pytest.mark.parametrize(("score", "goes_on"), [(8.9, True), (-9.0, False)])
def test_what_points_back_to_the_quote_follows_when_it_answers_too(score: float, goes_on: bool) -> None:
    question = read("How much gold does the bank hold?")
    choices = ranked(found(question, "a", ("The bank holds nine bars.", 9.0), ("They weigh a ton.", score)))
    assert quotes(answer(question, choices)) == ["The bank holds nine bars." + " They weigh a ton." * goes_on]


def test_nothing_is_shown_twice_when_quotes_grow_into_each_other() -> None:
    question = read(WHY)
    choices = ranked(found(question, "a", (FEES, 9.0), ("It was found that bars rust away.", 8.99), (RISK, 8.9)))
    shown = " ".join(quotes(answer(question, choices)))
    assert all(shown.count(text) == 1 for text in (FEES, "bars rust away", RISK))


def test_figures_that_conflict_stand_side_by_side_with_a_word_on_it() -> None:
    question = read(LIMIT)
    one, other = "The limit on deferrals is $23,000.", "The limit on deferrals is $23,500."
    choices = ranked(found(question, "a", (one, 9.0)), found(question, "b", (other, 8.9), id=2))
    finding = answer(question, choices)
    assert finding.sentences[0].kind == "notice"
    assert "differ" in finding.sentences[0].text
    assert quotes(finding) == [one, other]
    assert sources(finding) == [["a"], ["b"]]


@pytest.mark.parametrize(
    "other", ["The limit on deferrals is $23,000 a year.", "The waiting time is 90 days.", "Deferrals have a limit."]
)
def test_figures_that_agree_or_are_of_other_things_bring_no_notice(other: str) -> None:
    question = read(LIMIT)
    choices = found(question, "a", ("The limit on deferrals is $23,000.", 9.0), (other, 8.9))
    assert all(sentence.kind == "quote" for sentence in answer(question, choices).sentences)


WARNED = "A release of 2022 warned plans of gold."
ENDED = "The office rescinded the release on 28 May 2025."


def successions(said: str, document: str = "a") -> Facts:
    ended = Evidence("end", ENDED, 10, 10 + len(ENDED))
    return Facts(
        successions=(Succession("release", "2022", "2025-05-28", (Evidence(document, said, 0, len(said)),), ended),)
    )


@pytest.mark.parametrize(
    ("facts", "today", "shown"),
    [
        (successions(WARNED), TODAY, [WARNED, ENDED]),
        (successions(WARNED), date(2025, 5, 27), [WARNED]),
        (successions(WARNED, "elsewhere"), TODAY, [WARNED]),
        (Facts(), TODAY, [WARNED]),
    ],
)
def test_a_superseded_fact_is_followed_by_what_ended_it(facts: Facts, today: date, shown: list[str]) -> None:
    question = read("What did the release of 2022 warn of?")
    finding = answer(question, found(question, "a", (WARNED, 9.0), (SALE, 0.0)), facts, today)
    assert quotes(finding) == shown
    assert sources(finding) == [["a"], ["end"]][: len(shown)]


def test_what_ended_a_thing_is_not_said_twice() -> None:
    question = read(WHY)
    ended = found(question, "end", ("Told late", 0.0), (ENDED, 8.9), id=2)
    finding = answer(question, ranked(found(question, "a", (WARNED, 9.0)), ended), successions(WARNED))
    assert quotes(finding) == [WARNED, ENDED]


def test_a_decline_names_what_is_missing_and_shows_the_nearest_of_each_document() -> None:
    question = read("May zebras be held by a pension fund?")
    far = ["zebras"]
    held = [
        found(question, name, (f"{FEES} ({name})", 3.0 - n), (RISK, 2.9 - n), id=n, far=far)
        for n, name in enumerate("badce")
    ]
    finding = decline_for_want(question, ranked(*held), 0.1)
    assert (finding.status, finding.reason, finding.confidence) == ("declined", "not_in_corpus", 0.1)
    assert "zebras" in finding.sentences[0].text
    assert "pension" not in finding.sentences[0].text
    assert sources(finding) == [["b"], ["a"], ["d"]]
    assert quotes(finding) == [f"{FEES} ({name})" for name in "bad"]


def test_words_missing_side_by_side_are_named_together() -> None:
    question = read("Who runs the Norwegian salmon board?")
    choices = found(question, "a", (FEES, 1.0), far=["norwegian", "salmon"])
    assert "Norwegian salmon" in decline_for_want(question, choices, 0.1).sentences[0].text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("On what day was gold chosen?", "on which day"),
        ("Who chairs the gold board?", "who, by name"),
        ("how much did gold change from the previous quarter", "how that changed"),
    ],
)
def test_a_decline_names_the_kind_of_thing_that_no_sentence_found_holds(text: str, told: str) -> None:
    question = read(text)
    assert told in decline_for_want(question, found(question, "a", (FEES, 1.0)), 0.1).sentences[0].text


def test_a_decline_of_which_nothing_is_missing_says_only_that_no_answer_is_held() -> None:
    question = read("Who chooses gold?")
    notice = decline_for_want(question, found(question, "a", (FEES, 1.0)), 0.1).sentences[0].text
    assert not set(question.pieces[2:]) & set(notice.split())
    assert notice == notice.strip()


@pytest.mark.parametrize("text", ["Who chooses gold?", "?", "", "what is it of the", "退休"])
def test_a_decline_with_nothing_near_is_one_notice(text: str) -> None:
    finding = decline_for_want(read(text), (), 0.0)
    assert [sentence.kind for sentence in finding.sentences] == ["notice"]
    assert finding.evidence == ()


def test_sentences_that_the_faq_says_answer_together_are_shown_together_in_order() -> None:
    question = read(LIMIT)
    choices = ranked(found(question, "d", ("The first half of it.", 1.0), ("The second half of it.", 5.0)))
    halves = sorted((choice.sentence.start, choice.sentence.end, choice.text) for choice in choices)
    told = tuple(Evidence("d", text, start, end) for start, end, text in halves)
    near, far = (replace(question, known=(Known("?", told, likely, {}),)) for likely in (0.9, 0.1))
    assert quotes(answer(near, choices)) == ["The first half of it.", "The second half of it."]
    assert quotes(answer(far, choices)) == ["The second half of it."]
