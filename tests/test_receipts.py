"""An answer proves itself, and stops doing so when any character of it is changed."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from assistant.engine import Assistant
from assistant.errors import BadRequest

TODAY = date(2026, 11, 23)
QUESTIONS = [
    "What is the limit on elective deferrals?",
    "Is the supply of Bitcoin capped?",
    "Who won the cup in Norway?",
]
UNPROVEN = {"elapsed_ms"}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of every text and number in an answer."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name not in UNPROVEN:
                yield from places(item, (*path, name))
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from places(item, (*path, number))
    else:
        yield path


def altered(answer: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    """The answer with the value at ``path`` changed by one character, or by one."""
    changed = copy.deepcopy(answer)
    holder: Any = changed
    for step in path[:-1]:
        holder = holder[step]
    value = holder[path[-1]]
    if isinstance(value, str) and value:
        middle = len(value) // 2
        value = value[:middle] + ("x" if value[middle] != "x" else "y") + value[middle + 1 :]
    else:
        value = value + 1 if isinstance(value, int | float) and not isinstance(value, bool) else "x"
    holder[path[-1]] = value
    return changed


def is_refused(desk: Assistant, data: dict[str, Any]) -> bool:
    try:
        return bool(desk.verify(data))
    except BadRequest:
        return True


def as_json(answer: Any) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(json.dumps(answer.to_dict()))
    return data


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_proven(small_desk: Assistant, question: str) -> None:
    assert small_desk.verify(as_json(small_desk.ask(question, today=TODAY))) == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_character_of_an_answer_can_be_changed(small_desk: Assistant, question: str) -> None:
    answer = as_json(small_desk.ask(question, today=TODAY))
    for path in places(answer):
        assert is_refused(small_desk, altered(answer, path)), path


@pytest.mark.parametrize("question", QUESTIONS)
def test_how_sure_an_answer_is_is_replayed(small_desk: Assistant, question: str) -> None:
    answer = as_json(small_desk.ask(question, today=TODAY))
    sure = answer["confidence"]
    assert 0 <= sure <= 1
    for other in (sure + 0.0001, 1 - sure + 0.0001, None, str(sure), True, float("nan")):
        assert is_refused(small_desk, {**answer, "confidence": other}), other
    with pytest.raises(BadRequest, match="lacks confidence"):
        small_desk.verify({name: value for name, value in answer.items() if name != "confidence"})


def test_a_follow_up_is_replayed_with_its_turns(small_desk: Assistant) -> None:
    answer = small_desk.ask("and ether?", ["Is the supply of Bitcoin capped?"], today=TODAY)
    assert answer.resolved == "Is the supply of Bitcoin capped? → and ether?"
    assert small_desk.verify(as_json(answer)) == []


def test_a_dropped_sentence_is_noticed(small_desk: Assistant) -> None:
    answer = as_json(small_desk.ask(QUESTIONS[0], today=TODAY))
    assert small_desk.verify({**answer, "sentences": [], "text": ""})
    assert small_desk.verify({**answer, "citations": answer["citations"][:-1]})


def test_same_question_same_corpus_same_date_same_bytes(small_desk: Assistant) -> None:
    first, second = (as_json(small_desk.ask(QUESTIONS[0], today=TODAY)) for _ in range(2))
    assert {**first, "elapsed_ms": 0} == {**second, "elapsed_ms": 0}


@pytest.mark.parametrize("data", [None, [], {}, {"id": "x"}, {"sentences": 3}])
def test_what_is_no_answer_is_named(small_desk: Assistant, data: Any) -> None:
    with pytest.raises(BadRequest, match="answer"):
        small_desk.verify(data)


def test_wrong_forms_inside_an_answer_are_named(small_desk: Assistant) -> None:
    answer = as_json(small_desk.ask(QUESTIONS[0], today=TODAY))
    for field, value in [
        ("citations", [{"n": 1}]),
        ("sentences", "text"),
        ("calculation", {"name": "x"}),
        ("suggestions", 3),
    ]:
        with pytest.raises(BadRequest):
            small_desk.verify({**answer, field: value})


FORGED: list[dict[str, Any]] = [
    {"note": "forged"},
    {"resolved": 5},
    {"slots": "x"},
    {"today": "2026-02-31"},
    {"elapsed_ms": "soon"},
    {"status": "certain"},
    {"suggestions": [1]},
]


@pytest.mark.parametrize("change", FORGED)
def test_a_forged_or_malformed_field_is_refused(small_desk: Assistant, change: dict[str, Any]) -> None:
    answer = as_json(small_desk.ask(QUESTIONS[0], today=TODAY))
    assert is_refused(small_desk, {**answer, **change})


@pytest.mark.parametrize("value", [5, {}, [], None, 10**40, 1.5, "\ud800", True])
def test_a_wrong_type_anywhere_is_refused_and_never_raises_otherwise(small_desk: Assistant, value: Any) -> None:
    answer = as_json(small_desk.ask(QUESTIONS[0], today=TODAY))
    for path in places(answer):
        changed = altered(answer, path)
        holder: Any = changed
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = value
        original: Any = answer
        for step in path:
            original = original[step]
        assert is_refused(small_desk, changed) or original == value, path


def test_a_line_of_a_batch_is_proven_by_its_receipt(small_desk: Assistant) -> None:
    answer = as_json(small_desk.ask(QUESTIONS[0], today=TODAY))
    assert small_desk.verify({**answer, "id": 7, "receipt": answer["id"]}) == []
