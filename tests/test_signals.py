"""What speaks for a sentence as an answer and against it: each signal on a sentence that has it and on one that has not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answers.choosing import rank_sentences
from assistant.answers.gate import confidence, gate_signals
from assistant.answers.signals import Reader, lead, slice_of
from assistant.types import Evidence, Hit, Known, Passage, Sentence, SentenceMatch
from assistant.weights import weights
from tests.test_question import Words, read

QUESTION = "What is the limit on gold in a fund?"
TITLES = {"d": "Gold funds", "e": "Elsewhere"}
TOLD = (
    "A fund holds things.",
    "It keeps the gold below a limit of 5% of its assets.",
    "Is there more",
    "The gold limit of a fund is the most that it may hold.",
)


class SmallCorpus(Words):
    """The words, titles and FAQ of these tests."""

    sameness = 0.3

    def title(self, document_id: str) -> str:
        return TITLES[document_id]

    def wordings(self, sentence: tuple[str, int]) -> frozenset[str]:
        return frozenset({"zebra"}) if sentence == ("d", 0) else frozenset()


CORPUS = SmallCorpus()


def hit_of(question: str, *texts: str, document: str = "d", heading: str = "", near: float = 0.8) -> Hit:
    """A passage of these sentences, the n-th of which is n hundredths nearer to the question than the first."""
    sentences, start = [], 0
    for text in texts:
        sentences.append(Sentence(start, start + len(text), heading))
        start += len(text) + 1
    pieces = len(read(question).pieces)
    matches = tuple(SentenceMatch((near,) * pieces, near, near + n / 100, near) for n in range(len(texts)))
    return Hit(Passage(document, 0, start - 1, " ".join(texts), tuple(sentences), 1), 0.9, 0.7, 4.0, near, matches)


def signals(place: int, *, question: str = QUESTION, heading: str = "", document: str = "d") -> dict[str, float]:
    hit = hit_of(question, *TOLD, heading=heading, document=document)
    return Reader(read(question), CORPUS).signals(hit, place, 0, hit.score)


def test_a_sentence_is_a_slice_of_its_passage() -> None:
    passage = hit_of(QUESTION, *TOLD).passage
    assert tuple(slice_of(passage, place) for place in range(len(TOLD))) == TOLD


@pytest.mark.parametrize(
    ("name", "those_that_have_it"),
    [("few", {0, 2}), ("dependent", {1}), ("unclosed", {2}), ("opens", {0})],
)
def test_the_form_of_a_sentence(name: str, those_that_have_it: set[int]) -> None:
    assert {place for place in range(len(TOLD)) if signals(place)[name]} == those_that_have_it


def test_the_words_of_the_question_are_looked_for_in_the_sentence_then_above_it_then_around_it() -> None:
    assert signals(3)["overlap"] == 1
    assert 0 < signals(1)["overlap"] < 1
    assert signals(2)["overlap"] == 0
    assert signals(2)["heading"] == signals(2, document="e", heading="Gold")["heading"] > 0
    assert signals(2, document="e")["heading"] == signals(3)["heading"] == 0
    assert {signals(place)["cover"] for place in range(len(TOLD))} == {1.0}


def test_neighbours_speak_for_each_other() -> None:
    told = [signals(place) for place in range(len(TOLD))]
    assert [each["before"] for each in told] == [0.0, *(each["even"] for each in told[:-1])]
    assert [each["after"] for each in told] == [*(each["even"] for each in told[1:]), 0.0]


def test_a_later_passage_counts_less() -> None:
    hit = hit_of(QUESTION, *TOLD)
    reader = Reader(read(QUESTION), CORPUS)
    first, third = reader.signals(hit, 0, 0, 0.9), reader.signals(hit, 0, 2, 1.0)
    assert first["passage"] > third["passage"]
    assert first["rank"] > third["rank"]


def test_what_a_thing_is_is_said_by_a_sentence_that_begins_with_it() -> None:
    defines = [signals(place, question="What is the gold limit of a fund?")["defines"] for place in range(len(TOLD))]
    assert defines.index(max(defines)) == 3
    assert signals(3, question="Does a fund have a gold limit?")["defines"] == 0


def test_a_fact_asked_for_is_looked_for() -> None:
    question = "How much gold may a fund hold?"
    assert signals(1, question=question)["holds_fact"] > signals(0, question=question)["holds_fact"] == 0


def test_a_sentence_may_be_asked_for_in_words_that_it_lacks() -> None:
    worded = [signals(place, question="What is the zebra limit?")["worded"] for place in range(len(TOLD))]
    assert worded[0] > 0 == max(worded[1:])


def test_a_known_question_speaks_for_the_sentences_that_answer_it() -> None:
    hit = hit_of(QUESTION, *TOLD)
    sentence = hit.passage.sentences[1]
    known = Known("?", (Evidence("d", TOLD[1], sentence.start, sentence.end),), 0.5, {})
    reader = Reader(replace(read(QUESTION), known=(known, known)), CORPUS)
    assert [reader.signals(hit, place, 0, 1.0)["asked"] for place in (0, 1)] == [0.0, 0.75]


def test_what_the_faq_has_of_a_question_speaks_for_its_answer_or_against_any() -> None:
    hit = hit_of(QUESTION, *TOLD)
    best = rank_sentences(read(QUESTION), [hit], CORPUS)[0]
    document, start = best.start
    answer = Evidence(document, best.text, start, start + len(best.text))

    def signals(*known: Known) -> dict[str, float]:
        question = replace(read(QUESTION), known=known)
        return gate_signals(question, [best], CORPUS)

    alone = signals()
    gap = signals(Known("?", (), 0.4, {"fit": 0.5}), Known("!", (), 0.5, {"fit": 0.7}))
    told = signals(Known("?", (answer,), 0.5, {"fit": 0.7}))
    both = signals(Known("?", (answer,), 0.5, {"fit": 0.7}), Known("!", (), 0.5, {"fit": 0.7}))
    nearer = signals(Known("?", (answer,), 0.5, {"fit": 0.7}), Known("!", (), 0.5, {"fit": 0.65}))
    assert alone["gap"] == alone["known"] == 0
    assert told["known"] == pytest.approx(0.5)
    assert gap["gap"] == pytest.approx(0.5, abs=0.002)
    assert gap["known"] == told["gap"] == alone["gap"]
    assert both["known"] == both["gap"] == pytest.approx(0.25)
    assert nearer["known"] > 0.4 > 0.1 > nearer["gap"]
    assert confidence(gap) < confidence(alone) < confidence(told)


def doubts(question: str, place: int) -> dict[str, float]:
    hit = hit_of(question, *TOLD)
    return Reader(read(question), CORPUS).doubts(hit, place, [hit])


def test_words_that_are_missing_or_absent_speak_against_an_answer() -> None:
    assert doubts(QUESTION, 3)["missing"] == doubts(QUESTION, 3)["absent"] == 0
    assert doubts(QUESTION, 0)["missing"] > doubts(QUESTION, 0)["absent"] == 0
    assert doubts("What is the zebra limit?", 3)["absent"] > 0


def test_names_that_stand_nowhere_speak_against_an_answer() -> None:
    question = "What is the limit of Norway in 2031?"
    assert doubts(question, 3)["unnamed"] == doubts(question, 3)["unnamed_around"] == 2
    assert doubts("What is the Limit of a fund?", 3)["unnamed"] == 0
    assert (
        doubts("What is the Limit of a fund?", 0)["unnamed"]
        > doubts("What is the Limit of a fund?", 0)["unnamed_around"]
    )


@pytest.mark.parametrize(
    ("question", "asked", "alone"),
    [("Which funds may not hold gold?", 1.0, 1.0), ("Which funds hold gold?", 0.0, 0.0)],
)
def test_a_denial_asked_for_is_looked_for(question: str, asked: float, alone: float) -> None:
    found = doubts(question, 3)
    assert (found["negated"], found["negated_alone"]) == (asked, alone)


@pytest.mark.parametrize(
    "question", [QUESTION, "?", "", "what is it of the", "Who is the 退休?", "x" * 2000, "Is it? " * 280]
)
@pytest.mark.parametrize("texts", [TOLD, ("Gold",), ("…",), ("a " * 3000,)])
def test_every_weight_has_its_signal_whatever_is_asked(question: str, texts: tuple[str, ...]) -> None:
    choices = rank_sentences(read(question), [hit_of(question, *texts)], CORPUS)
    found = gate_signals(read(question), choices, CORPUS)
    assert len(choices) == len(texts)
    assert weights("sentence").keys() <= choices[0].signals.keys()
    assert weights("gate").keys() - {"bias"} <= found.keys()
    assert 0 <= confidence(found) <= 1


def test_the_nearest_sentence_comes_first_and_ties_stand_in_order() -> None:
    hits = [hit_of(QUESTION, "Gold is limited.", document="e"), hit_of(QUESTION, "Gold is limited.", document="e")]
    far = hit_of(QUESTION, "Salt and pepper.", document="e", near=0.0)
    ranked = rank_sentences(read(QUESTION), [far, *hits], CORPUS)
    assert [choice.text for choice in ranked] == ["Gold is limited.", "Gold is limited.", "Salt and pepper."]
    assert [choice.score for choice in ranked] == sorted((choice.score for choice in ranked), reverse=True)


@pytest.mark.parametrize(
    ("scores", "ahead"), [([5.0, 4.5, 1.0], 0.5), ([9.0, 1.0], 4.0), ([5.0], 4.0), ([2.0, 2.0], 0.0)]
)
def test_by_how_much_the_first_is_ahead(scores: list[float], ahead: float) -> None:
    assert lead(scores) == ahead
