"""Measuring: arithmetic worked by hand, questions read and refused, verdicts, and the way through the engine."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.engine import Assistant
from assistant.errors import BadRequest, MissingExtra
from assistant.evaluation import retrieval
from assistant.evaluation.judging import ANSWERED, BESIDE, LATE, REFUSED, failure, holds, verdict
from assistant.evaluation.measures import auroc, calibration_error, false_answer_rate, reliability, share
from assistant.evaluation.questions import Place, Question, read_questions
from assistant.evaluation.report import render_report, render_tables
from assistant.evaluation.retrieval import measure_retrieval
from assistant.evaluation.run import Found, Outcome, absent_documents, ask_all, misplaced_quotes
from assistant.evaluation.scores import score
from assistant.types import Answer, AnswerSentence, Citation, Status
from tests.conftest import COINS, PLANS

GOLD = Place("coins", 30, 60)


def answer(text: str = "", status: Status = "answered", *, at: int | None = None, sure: float | None = None) -> Answer:
    """An answer that quotes ``text`` from ``coins`` at a place, or only says it."""
    cited = () if at is None else (Citation(1, "coins", "", None, None, None, None, None, None, text, at, at + 9, ""),)
    said = (AnswerSentence(text, "quote" if cited else "notice", (1,) if cited else ()),)
    return Answer("", "", "", status, None, text, said, None, cited, {}, (), "", "", sure)


def outcome(question: Question, came: Answer, *, sentences: tuple[Place, ...] = ()) -> Outcome:
    return Outcome(
        question, came, Found((7, 8), sentences, came.text), None, frozenset({8}), "", len(came.citations), 0
    )


def asked(**known: Any) -> Question:
    return Question("q", "Is there a cap?", **known)


def wanting(*words: str, never: tuple[str, ...] = ()) -> Question:
    return asked(expects=tuple((each,) for each in words), never=never)


SPAN = asked(documents=frozenset({"coins"}), spans=(GOLD,))
NO_ANSWER = asked(answerable=False)


def written(folder: Path, *lines: object) -> str:
    """A file with a line each: text as it is, anything else as JSON."""
    path = folder / "questions.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines) + "\n")
    return str(path)


def test_passages_are_scored_as_by_hand() -> None:
    found = measure_retrieval([((1, 3, 2), {1, 2}), ((5, 6), {6}), ((), {4}), ((9,), set())])
    assert found is not None
    # nDCG@10: (1 + 1/2) / (1 + 1/log2(3)) = 0.9197 for the first, 1/log2(3) = 0.6309 for the second, 0 for the others
    assert (found.questions, found.success_at_5, found.recall_at_10) == (4, 0.5, 0.5)
    assert found.mrr == pytest.approx((1 + 1 / 2) / 4)
    assert found.ndcg_at_10 == pytest.approx((0.91972 + 0.63093) / 4, abs=1e-5)


def test_recall_counts_every_right_passage_and_ranks_end_at_five() -> None:
    found = measure_retrieval([((1, 2, 3, 4, 5, 6), {1, 6})])
    assert found is not None
    assert (found.recall_at_5, found.recall_at_10, found.success_at_5) == (0.5, 1.0, 1.0)
    assert measure_retrieval([]) is None


def test_without_ir_measures_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retrieval, "find_spec", lambda _: None)
    with pytest.raises(MissingExtra, match=r"pip install 'policy-desk\[evaluate\]'"):
        measure_retrieval([((1,), {1})])


def test_confidence_tells_kinds_apart_as_by_hand() -> None:
    # pairs: .9>.4, .9>.1, .4=.4 (a half), .4>.1
    assert auroc([0.9, 0.4], [0.4, 0.1]) == 3.5 / 4
    assert auroc([0.9], []) is None
    answerable, others = [0.9, 0.8, 0.7, 0.6, 0.1], [0.65, 0.5]
    assert false_answer_rate(answerable, others, 80) == 0.5  # four of five need a threshold of .6
    assert false_answer_rate(answerable, others, 90) == 1.0  # nine tenths of five need all five: .1
    assert false_answer_rate([], others, 80) is None


def test_reliability_and_calibration_error_as_by_hand() -> None:
    bins = reliability([(0.05, False), (0.95, True), (1.0, False), (0.90, True)])
    assert [(each.low, each.count) for each in bins] == [(0.0, 1), (0.9, 3)]
    assert bins[1].right == pytest.approx(2 / 3)
    # 1/4 x |0.05 - 0| + 3/4 x |0.95 - 2/3|
    assert calibration_error(bins) == pytest.approx(0.0125 + 0.2125)
    assert calibration_error(()) is None
    assert share([]) is None


def test_a_line_is_read_with_scenario_history_and_places(tmp_path: Path) -> None:
    line = {
        "qid": 7,
        "question": "Am I in?",
        "scenario": "I am 61.",
        "full": "Am I in the plan?",
        "history": [{"role": "agent", "text": "Hello"}, {"role": "user", "text": "Hi"}],
        "gold_spans": [{"doc_id": "a", "start": 0, "end": 5}],
        "expects": [["yes", "you are"]],
        "split": "test",
        "meta": {},
    }
    (question,) = read_questions(written(tmp_path, line, "", {"question": "Other?", "split": "tune"}), "test")
    assert question == Question(
        "7",
        "I am 61. Am I in?",
        ("Hi",),
        "I am 61. Am I in the plan?",
        frozenset({"a"}),
        (Place("a", 0, 5),),
        expects=(("yes", "you are"),),
        split="test",
    )


def test_turns_may_be_plain_texts_and_the_line_is_the_id(tmp_path: Path) -> None:
    name = written(tmp_path, {"question": "A?"}, {"question": "B?", "history": ["A?"], "answerable": False})
    assert [(q.id, q.history, q.answerable) for q in read_questions(name)] == [("1", (), True), ("2", ("A?",), False)]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "each line should be like"),
        ([], "each line should be like"),
        ({"id": "1"}, 'no "question"'),
        ({"question": 3}, "'question' should be a text"),
        ({"question": "A?", "history": [{"text": "x"}]}, "'history' should be a list of the earlier turns"),
        ({"question": "A?", "history": "x"}, "'history'"),
        ({"question": "A?", "gold_spans": [{"doc_id": "a", "start": 5, "end": 5}]}, "end after start"),
        ({"question": "A?", "gold_spans": [{"start": 5, "end": 6}]}, "'gold_spans'"),
        ({"question": "\ud800?"}, "'question' should be a text"),
        ({"question": "A?", "gold_docs": "a"}, "'gold_docs' should be a list"),
        ({"question": "A?", "answerable": "yes"}, "true or false"),
        ({"question": "A?", "expects": ["x"]}, "list of lists"),
        ({"question": "A?", "expects": [[]]}, "list of lists"),
    ],
)
def test_a_bad_line_is_named_with_what_would_be_right(tmp_path: Path, line: object, told: str) -> None:
    with pytest.raises(BadRequest) as error:
        read_questions(written(tmp_path, {"question": "Good?"}, line))
    assert "questions.jsonl:2" in str(error.value)
    assert told in str(error.value)


def test_a_file_without_questions_says_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="holds no question"):
        read_questions(written(tmp_path))
    name = written(tmp_path, {"question": "A?", "split": "tune"})
    with pytest.raises(BadRequest, match="its splits are tune"):
        read_questions(name, "test")
    with pytest.raises(BadRequest, match="cannot be read"):
        read_questions(str(tmp_path / "absent.jsonl"))


def test_words_are_found_whatever_case_spacing_and_quotation_marks() -> None:
    assert holds("The  “Order”\nsays", '"order" SAYS')
    assert not holds("The order", "orders")


@pytest.mark.parametrize(
    ("question", "came", "expected", "kind"),
    [
        (SPAN, answer("capped at", at=55), "right", None),
        (SPAN, answer("capped at", at=60), "wrong", BESIDE),
        (SPAN, answer("capped at", "declined", at=55), "refused", REFUSED),
        (replace(SPAN, spans=()), answer("capped at", at=900), "right", None),
        (SPAN, answer("capped at"), "wrong", BESIDE),
        (wanting("21 million"), answer("At 21  Million."), "right", None),
        (wanting("21 million", "2140"), answer("At 21 million."), "wrong", BESIDE),
        (wanting("21 million"), answer("x" * 600 + " 21 million"), "wrong", LATE),
        (wanting("21", never=("ether",)), answer("21 Ether"), "wrong", BESIDE),
        (wanting("how old"), answer("How old are you?", "needs_input"), "right", None),
        (wanting("21"), answer("How old are you?", "needs_input"), "asked_back", "Asked back instead of answered"),
        (asked(), answer("Anything."), "unchecked", None),
        (NO_ANSWER, answer("Anything."), "wrong", ANSWERED),
        (NO_ANSWER, answer("", "declined"), "refused", None),
        (NO_ANSWER, answer("", "needs_input"), "asked_back", None),
    ],
)
def test_what_an_answer_comes_to(question: Question, came: Answer, expected: str, kind: str | None) -> None:
    result = outcome(question, came)
    assert verdict(result) == expected
    failed = failure(result)
    assert (failed.kind if failed else None) == kind


def test_a_failure_tells_what_is_missing_and_what_was_said() -> None:
    failed = failure(outcome(wanting("21", "2140", never=("ether",)), answer("21 Ether. " + "x" * 900)))
    assert failed
    assert failed.expected == "“21”; “2140”; missing: “2140”; never: “ether”"
    assert len(failed.told) == 300


def test_scores_count_kinds_follow_ups_and_confidence() -> None:
    follow_up = replace(SPAN, history=("Before?",))
    evaluation = score(
        [
            outcome(SPAN, answer("capped at", at=55, sure=0.95), sentences=(GOLD,)),
            outcome(follow_up, answer("", "declined", sure=0.35), sentences=(Place("coins", 0, 9), GOLD)),
            outcome(NO_ANSWER, answer("Anything.", sure=0.55)),
            outcome(NO_ANSWER, answer("", "declined")),
        ]
    )
    everything, follow_ups = evaluation.groups
    assert everything.answerable and everything.unanswerable and everything.hits and everything.retrieval
    assert (everything.answerable.right, everything.answerable.refused, everything.unanswerable.wrong) == (1, 1, 1)
    assert (everything.hits.hit_at_1, everything.hits.hit_at_3, everything.retrieval.mrr) == (0.5, 1.0, 0.5)
    assert (everything.quoted, everything.first_quote) == (1, 1.0)
    assert follow_ups.answerable and follow_ups.answerable.questions == 1
    # .95 and .35 against .55 and 0: three of four pairs; eight tenths of two need both: .35, which .55 passes too
    assert (evaluation.trust.auroc, evaluation.trust.false_answers_at_80) == (0.75, 0.5)
    # given: .95 right, .35 not (its first sentence is elsewhere), .55 not
    assert evaluation.trust.calibration_error == pytest.approx((0.05 + 0.35 + 0.55) / 3)
    assert [each.kind for each in evaluation.failures] == [REFUSED, ANSWERED]


def test_questions_about_absent_documents_are_left_out_of_what_is_found() -> None:
    evaluation = score([outcome(SPAN, answer("", "declined"))], absent=["coins"])
    assert evaluation.groups[0].retrieval is None
    assert "index lacks: 1 (coins)" in render_tables(evaluation, "Evaluation")


def test_the_report_shows_tables_then_failures_as_plain_text() -> None:
    failed = outcome(replace(NO_ANSWER, history=("Before?",)), answer("See <b>\nnow*", sure=0.5))
    report = render_report(score([failed]), "Evaluation")
    assert report.index("## Answers") < report.index("## What failed: 1") < report.index("### Wrongly answered: 1")
    assert "- q: “Before?” → “Is there a cap?”" in report
    assert "came: answered, confidence 0.50: See \\<b> now\\*" in report
    assert "Passages found" not in report
    assert "Nothing failed." in render_report(score([outcome(asked(), answer("Fine."))]), "Evaluation")


def test_the_desk_is_asked_and_its_passages_judged(small_desk: Assistant) -> None:
    quote = "The supply of Bitcoin is capped at 21 million coins."
    span = Place("coins", COINS.index(quote), COINS.index(quote) + len(quote))
    question = Question(
        "1", "What caps the supply of Bitcoin?", full=quote, documents=frozenset({"coins"}), spans=(span,)
    )
    in_document = Question("2", "Who chooses?", ("Who runs a plan?",), documents=frozenset({"plans/explained"}))
    first, second = ask_all(small_desk, [question, in_document])
    assert len(first.right_passages) == 1
    assert first.right_passages < set(first.found.passages)
    assert first.in_full and first.in_full.sentences[0] == span
    assert first.gold == quote
    assert first.misplaced == second.misplaced == 0
    assert second.right_passages == {passage.id for passage in small_desk.index.passages_of("plans/explained")}
    assert [group.name for group in score([first, second]).groups][-1] == "the same asked in full"


def test_a_quote_out_of_place_is_counted(small_desk: Assistant) -> None:
    assert misplaced_quotes(small_desk, answer(COINS[4:13], at=4)) == 0
    assert misplaced_quotes(small_desk, answer(COINS[4:13], at=5)) == 1


def test_absent_documents_are_named_and_a_foreign_set_refused(small_desk: Assistant) -> None:
    other = replace(SPAN, documents=frozenset({"elsewhere"}))
    assert absent_documents(small_desk.index, [SPAN, other]) == ["elsewhere"]
    assert absent_documents(small_desk.index, [replace(other, answerable=False)]) == []
    with pytest.raises(BadRequest, match="--documents"):
        absent_documents(small_desk.index, [other])


def test_the_passages_of_a_document_come_in_order(small_desk: Assistant) -> None:
    passages = small_desk.index.passages_of("plans/explained")
    assert [passage.start for passage in passages] == sorted(passage.start for passage in passages)
    assert all(passage.text == PLANS[passage.start : passage.end] for passage in passages)
    assert small_desk.index.passages_of("absent") == []
