from __future__ import annotations

from pathlib import Path

import pytest

from assistant.index.lexical import LexicalIndex

TEXTS = {
    1: "The limit on elective deferrals to a 401(k) plan is $23,500.",
    2: "Contributions by the employer are matched.",
    3: "Bitcoin and ether are digital assets.",
    4: "A plan's fiduciary acts with prudence.",
}
HOSTILE = [
    "401(k)",
    "it's",
    '"an open quote',
    "a AND OR NOT",
    "*",
    "(((",
    "body:x^2~",
    "-plan",
    "\\",
    "\x00plan",
    "",
    "  ",
]


def filled(folder: Path, texts: dict[int, str]) -> LexicalIndex:
    with LexicalIndex(folder, writable=True) as index:
        index.add(list(texts), list(texts.values()))
    return LexicalIndex(folder)


def search(index: LexicalIndex, query: str, k: int) -> list[tuple[int, float]]:
    return index.search(dict.fromkeys(index.stems(query), 1.0), k)


def test_inflected_words_are_found(tmp_path: Path) -> None:
    index = filled(tmp_path / "words", TEXTS)
    assert search(index, "what does an employer contribute", 3)[0][0] == 2
    assert search(index, "prudent fiduciaries", 3)[0][0] == 4


@pytest.mark.parametrize("query", HOSTILE)
def test_any_text_is_a_safe_query(tmp_path: Path, query: str) -> None:
    found = search(filled(tmp_path / "words", TEXTS), query, 3)
    assert all(i in TEXTS and score > 0 for i, score in found)


def test_equal_scores_come_in_order_of_id(tmp_path: Path) -> None:
    index = filled(tmp_path / "words", dict.fromkeys(range(3000, 0, -1), "the same words"))
    assert [i for i, _ in search(index, "same words", 5)] == [1, 2, 3, 4, 5]


def test_frequencies_count_passages(tmp_path: Path) -> None:
    index = filled(tmp_path / "words", TEXTS)
    assert index.frequencies(index.stems("plans bitcoins norway")) == {"plan": 2, "bitcoin": 1, "norway": 0}


def test_added_in_steps_scores_as_added_at_once(tmp_path: Path) -> None:
    for passage, text in TEXTS.items():
        filled(tmp_path / "steps", {passage: text})
    query = "limit plan employer bitcoin"
    assert search(LexicalIndex(tmp_path / "steps"), query, 4) == search(filled(tmp_path / "once", TEXTS), query, 4)


def test_a_word_counts_by_its_weight(tmp_path: Path) -> None:
    index = filled(tmp_path / "words", TEXTS)
    full, less = (dict(index.search({"plan": 1.0, "bitcoin": weight}, 4)) for weight in (1.0, 0.5))
    assert less[3] == pytest.approx(full[3] / 2)
    assert {i: less[i] for i in (1, 4)} == {i: full[i] for i in (1, 4)}


def test_a_rare_word_weighs_more_and_none_weighs_less_than_nothing(tmp_path: Path) -> None:
    index = filled(tmp_path / "words", {i: "the plan" + " and its bitcoin" * (i == 1) for i in range(1, 9)})
    rarity = index.rarity(["norway", "bitcoin", "plan"])
    assert rarity["norway"] > rarity["bitcoin"] > rarity["plan"] > 0


def test_nothing_is_found_for_no_word_or_in_no_text(tmp_path: Path) -> None:
    assert filled(tmp_path / "words", TEXTS).search({}, 3) == []
    assert filled(tmp_path / "none", {}).search({"plan": 1.0}, 3) == []
