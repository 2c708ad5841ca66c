"""Readers' questions beside the documents: read, kept with the index, and found in other words."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from assistant.corpus.documents import read_files
from assistant.corpus.faq import load_faq
from assistant.corpus.files import scan
from assistant.corpus.passages import split_passages
from assistant.corpus.stored import StoredTexts
from assistant.errors import DataError
from assistant.index.build import build_index
from assistant.index.embedding.hashing import HashingEncoder
from assistant.index.search import Index
from assistant.settings import shipped_corpus
from assistant.types import Document

TEXT = "A loan must be repaid within 5 years. A loan is at most $50,000. Nobody may borrow twice."
ENTRIES = """
- asked: ["how long may a loan run", "when do i have to pay it back"]
  answer: ["A loan must be repaid within 5 years."]
- asked: ["all about loans"]
  answer: ["Nobody may borrow twice.", "A loan is at most $50,000."]
- asked: ["what interest does a loan bear"]
  answer: []
"""


def make_corpus(folder: Path, entries: str = ENTRIES) -> Path:
    for name, text in (("documents/money/loans.txt", TEXT), ("questions/money/loans.yaml", entries)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        os.utime(folder / name, (time.time() - 10, time.time() - 10))
    return folder


def test_entries_hold_sentences_at_their_places(tmp_path: Path) -> None:
    first, both, gap = load_faq(make_corpus(tmp_path) / "questions", {"money/loans": TEXT})
    assert first.asked == ("how long may a loan run", "when do i have to pay it back")
    assert [TEXT[each.start : each.end] for each in both.answer] == [
        "A loan is at most $50,000.",
        "Nobody may borrow twice.",
    ]
    assert gap.answer == ()


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ("asked: no list", "should be a list of entries"),
        ("- asked: []\n  answer: []", "1.asked: should be a list of at least one question"),
        ('- asked: ["why"]', "1.answer: should be a list of sentences"),
        ('- asked: ["why"]\n  answer: ["Not there."]', "does not stand word for word"),
        ('- asked: ["why"]\n  answer: []\n  more: 1', "1.more: unknown key"),
    ],
)
def test_a_mistake_is_named_by_entry_and_field(tmp_path: Path, entries: str, told: str) -> None:
    with pytest.raises(DataError, match=told):
        load_faq(make_corpus(tmp_path, entries) / "questions", {"money/loans": TEXT})


def test_a_document_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no readable document 'money/loans'"):
        load_faq(make_corpus(tmp_path) / "questions", {})


def opened(corpus: Path, index: Path) -> Index:
    build_index(corpus, index, HashingEncoder())
    return Index(index, HashingEncoder())


def test_the_nearest_question_comes_first_with_its_answer(tmp_path: Path) -> None:
    index = opened(make_corpus(tmp_path / "corpus"), tmp_path / "index")
    known = index.read("pay it back when").known
    assert known[0].asked == "when do i have to pay it back"
    assert [sentence.quote for sentence in known[0].answer] == ["A loan must be repaid within 5 years."]
    assert known[0].likelihood == max(each.likelihood for each in known)


def test_a_sentence_knows_the_words_that_it_is_asked_by(tmp_path: Path) -> None:
    index = opened(make_corpus(tmp_path / "corpus"), tmp_path / "index")
    assert {"pay", "back", "long"} <= index.wordings(("money/loans", 0))
    assert index.wordings(("money/loans", 5)) == frozenset()


def test_the_passage_of_an_answer_is_a_candidate_whatever_its_words(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "corpus")
    for number in range(150):
        (corpus / "documents" / f"{number:03}.txt").write_text(
            f"when do i have to pay it back {number}", encoding="utf-8"
        )
    index = opened(corpus, tmp_path / "index")
    question = index.read("when do i have to pay it back")
    assert any(each.signals["asked"] > 0 for each in index.candidates(question))


class Counting(HashingEncoder):
    """Says what it was given to read."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def read(self, texts):  # type: ignore[no-untyped-def]
        self.texts += texts
        return super().read(texts)


def test_only_new_questions_are_read_by_the_encoder(tmp_path: Path) -> None:
    corpus, encoder = make_corpus(tmp_path / "corpus"), Counting()
    before = build_index(corpus, tmp_path / "index", encoder).corpus
    encoder.texts.clear()
    make_corpus(tmp_path / "corpus", ENTRIES + '- asked: ["is it dear"]\n  answer: []\n')
    report = build_index(corpus, tmp_path / "index", encoder)
    assert [text for text in encoder.texts if "is it dear" in text] == encoder.texts
    assert report.changed and report.corpus != before
    assert Index(tmp_path / "index", encoder).read("is it dear").known[0].asked == "is it dear"


def test_without_questions_there_is_no_faq(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "corpus")
    build_index(corpus, tmp_path / "index", HashingEncoder())
    (corpus / "questions" / "money" / "loans.yaml").unlink()
    index = opened(corpus, tmp_path / "index")
    assert index.read("pay it back when").known == ()
    assert index.wordings(("money/loans", 0)) == frozenset()


def test_every_answer_of_the_shipped_faq_is_a_sentence_as_the_desk_cuts_them() -> None:
    root = shipped_corpus()
    read = [item for _, item in read_files(root, scan(root)) if isinstance(item, Document)]
    known = {(each.id, s.start, s.end) for each in read for p in split_passages(each) for s in p.sentences}
    faq = load_faq(root / "questions", {each.id: each.text for each in read})
    assert len(faq) > 2000
    assert [s for entry in faq for s in entry.answer if (s.document, s.start, s.end) not in known] == []


def test_no_wording_of_the_shipped_faq_is_both_answered_and_not() -> None:
    faq = load_faq(shipped_corpus() / "questions", StoredTexts(shipped_corpus()))
    answered, open_ones = ({each for e in faq if bool(e.answer) is told for each in e.asked} for told in (True, False))
    assert answered & open_ones == set()
    assert len(answered) > len(open_ones) > 0
