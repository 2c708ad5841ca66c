"""Searching a built index: what is found, in which order, and the same however the index came about."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.index.build import build_index
from assistant.index.embedding.hashing import HashingEncoder
from assistant.index.search import Index
from assistant.settings import Settings
from assistant.types import Hit
from tests.conftest import COINS, PLANS

QUERY = "What is the limit on bitcoin in a plan?"
QUERIES = [
    QUERY,
    "Who chooses the investments?",
    "gold",
    "I hold gold. May a plan hold it?",
    "what is it of the",
    "норма 退休",
]


def write(settings: Settings, **texts: str) -> None:
    for name, text in texts.items():
        (settings.corpus / "documents" / f"{name}.txt").write_text(text, encoding="utf-8")


def opened(settings: Settings) -> Index:
    build_index(settings.corpus, settings.index, HashingEncoder())
    return Index(settings.index, HashingEncoder())


def search(index: Index, query: str, k: int = 10) -> list[Hit]:
    return index.search(index.read(query), k)


def alone(settings: Settings, folder: Path, **texts: str) -> Index:
    """An index of these texts only."""
    settings = replace(settings, corpus=folder / "alone", index=folder / "alone-index")
    (settings.corpus / "documents").mkdir(parents=True)
    write(settings, **texts)
    return opened(settings)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Sixty documents about limits on bitcoin, and the small corpus."""
    folder = tmp_path_factory.mktemp("many")
    texts = {
        f"n{n}": f"Plan {n} limits bitcoin to {n}%. It holds gold {'and silver ' * (n % 5)}too." for n in range(60)
    }
    (folder / "documents" / "plans").mkdir(parents=True)
    (folder / "documents" / "plans" / "explained.md").write_text(PLANS, encoding="utf-8")
    for name, text in {**texts, "coins": COINS}.items():
        (folder / "documents" / f"{name}.txt").write_text(text, encoding="utf-8")
    build_index(folder, folder / "index", HashingEncoder())
    return Index(folder / "index", HashingEncoder())


@pytest.mark.parametrize("query", QUERIES)
def test_signals_of_candidates_are_scaled(many: Index, query: str) -> None:
    found = many.candidates(many.read(query))
    assert len({each.id for each in found}) == len(found) > 0
    for each in found:
        assert each.signals.keys() == {"dense", "bm25", "asked", "rare", "even", "fit"}
        assert all(0 <= value <= 1 for value in each.signals.values())
        assert each.signals["asked"] == 0
        assert -1.001 <= each.cosine <= 1.001
        assert each.bm25 >= 0
        assert each.match <= 1.5
    for name in ("dense", "rare", "even", "fit"):
        assert max(each.signals[name] for each in found) == 1 or len({each.signals[name] for each in found}) == 1


@pytest.mark.parametrize("query", QUERIES)
def test_every_sentence_of_a_hit_is_matched_with_every_piece(many: Index, query: str) -> None:
    question = many.read(query)
    for hit in many.search(question):
        assert len(hit.matches) == len(hit.passage.sentences)
        assert all(len(match.pieces) == len(question.pieces) for match in hit.matches)
        assert hit.match >= max(match.rare for match in hit.matches) - 1e-6
        assert all(max(match.rare, match.even) <= max(match.pieces) + 1e-6 for match in hit.matches)


def test_a_sentence_that_holds_the_words_is_near_them(many: Index) -> None:
    (hit,) = search(many, "Who chooses the investments", 1)
    assert hit.passage.document == "plans/explained"
    best = max(range(len(hit.matches)), key=lambda place: hit.matches[place].rare)
    sentence = hit.passage.sentences[best]
    assert (
        many.document("plans/explained").text[sentence.start : sentence.end]
        == "The plan's fiduciary chooses the investments."
    )
    assert 0.9 < hit.matches[best].pieces[1] < 1.1
    texts = ("The plan's fiduciary chooses the investments.", "Who chooses the investments")
    one, other = (reading.tokens.mean(axis=0) for reading in HashingEncoder().read(texts))
    cosine = one @ other / np.linalg.norm(one) / np.linalg.norm(other)
    assert hit.matches[best].fit == pytest.approx(cosine, abs=0.15)


@pytest.mark.parametrize("query", QUERIES)
def test_fewer_hits_are_the_first_of_more(many: Index, query: str) -> None:
    hits = search(many, query, 10)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for k in (0, 1, 3, 9):
        assert search(many, query, k) == hits[:k]
    assert len(search(many, query, 1000)) <= 62


def test_equal_scores_come_in_order_of_document_and_place(small_settings: Settings) -> None:
    write(small_settings, **{f"gold{n}": "Gold is a commodity." for n in (3, 1, 2)})
    opened(small_settings)
    write(small_settings, gold0="Gold is a commodity.")
    hits = search(opened(small_settings), "Is gold a commodity?", 4)
    assert [hit.passage.document for hit in hits] == ["gold0", "gold1", "gold2", "gold3"]
    assert len({hit.score for hit in hits}) == 1
    assert search(Index(small_settings.index, HashingEncoder()), "Is gold a commodity?", 2) == hits[:2]


@pytest.mark.parametrize("query", ["", "  \n "])
def test_nothing_is_found_for_no_query(many: Index, query: str) -> None:
    assert search(many, query) == []
    assert many.candidates(many.read(query)) == []


@pytest.mark.parametrize(
    "text", ["Gold is a commodity.", "Gold", "…", "🂡🂢. 🎉.", "退休计划。", "the plan and its limit, " * 3000]
)
@pytest.mark.parametrize("query", ["?", "Is gold a commodity?", "the", "退休计划", "x" * 2000])
def test_one_passage_is_found_by_any_question(small_settings: Settings, tmp_path: Path, text: str, query: str) -> None:
    (hit,) = search(alone(small_settings, tmp_path, one=text), query)
    assert (hit.passage.document, hit.passage.text) == ("one", text.strip())
    assert all(abs(value) < 1.5 for match in hit.matches for value in (match.rare, match.even, match.fit, hit.match))


def test_a_passage_without_words_does_not_drown_the_others(small_settings: Settings, tmp_path: Path) -> None:
    index = alone(
        small_settings, tmp_path, gold="Gold is a commodity.", marks="*** !!!\n\n… … …", coins="Coins are few."
    )
    for query in ("Is gold a commodity?", "gold", "How is gold kept?"):
        first, *others = search(index, query)
        assert first.passage.document == "gold"
        assert all(match.fit == 0 for hit in others if hit.passage.document == "marks" for match in hit.matches)


def test_an_index_grown_in_steps_finds_the_same_as_one_built_at_once(small_settings: Settings) -> None:
    for n in range(9):
        write(small_settings, **{f"p{n}": f"Plan {n} limits bitcoin to {n}%. A plan may hold gold."})
        if n % 3 == 0:
            opened(small_settings)
    write(small_settings, p4="Plan four holds no bitcoin now, but gold.")
    (small_settings.corpus / "documents" / "p7.txt").unlink()
    stepwise = opened(small_settings)
    found = [search(stepwise, query, 20) for query in QUERIES]
    shutil.rmtree(small_settings.index)
    for query, hits in zip(QUERIES, found, strict=True):
        assert_same(hits, search(opened(small_settings), query, 20))


def assert_same(hits: list[Hit], others: list[Hit]) -> None:
    """The same passages and scores; the numbers given to passages may differ."""
    assert len(hits) == len(others)
    for one, other in zip(hits, others, strict=True):
        assert replace(one.passage, id=0) == replace(other.passage, id=0)
        assert (one.score, one.cosine, one.bm25) == (other.score, other.cosine, other.bm25)
        for match, twin in zip(one.matches, other.matches, strict=True):
            assert match.pieces == pytest.approx(twin.pieces, abs=1e-5)


def test_what_a_question_leans_on_is_searched_for_too(many: Index) -> None:
    question = many.read("Is it capped?", "What is the supply of Bitcoin?")
    assert many.search(question, 1)[0].passage.document == "coins"
