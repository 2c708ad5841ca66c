from __future__ import annotations

import hashlib
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.passages import MOST_WORDS, split_passages, split_sentences
from assistant.types import Document
from tests.conftest import COINS, PLANS


def document(text: str, *, markdown: bool = False, body: int = 0) -> Document:
    return Document("d", text, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), "D", body, markdown)


def sentences(text: str, *, markdown: bool = False, body: int = 0) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(document(text, markdown=markdown, body=body))]


def test_markdown_headings_name_sections_and_are_not_quoted() -> None:
    body = PLANS.index("# Plans")
    found = list(split_sentences(document(PLANS, markdown=True, body=body)))
    assert [s.heading for s in found] == ["What a plan is"] * 3 + ["Who runs it"] * 2
    assert PLANS[found[2].start : found[2].end] == "It was\n$23,000 in 2024."
    assert PLANS[found[4].start : found[4].end] == "No. 25-498 is a case about that duty."


def test_list_items_and_quotes_are_cut_from_their_markers() -> None:
    text = "Two things:\n\n- The first holds.\n- The second\n  holds too.\n\n> Quoted text.\n\n1. One step.\n"
    assert sentences(text, markdown=True) == [
        "Two things:",
        "The first holds.",
        "The second\n  holds too.",
        "Quoted text.",
        "One step.",
    ]


def test_lines_of_plain_text_are_paragraphs_unless_it_is_wrapped() -> None:
    assert sentences(COINS) == COINS.strip().split("\n")
    wrapped = "The first sentence of this text runs on over the\nend of its line and stops here. The second one\n"
    wrapped += (
        "also runs on, past the end of the second line and\nthe third line, and stops at last.\n\nA new paragraph.\n"
    )
    assert len(sentences(wrapped)) == 3


def test_offsets_hold_with_windows_line_ends() -> None:
    text = "# Plans\r\n\r\nOne sentence here.\r\nAnother on the same lines. Third.\r\n"
    assert sentences(text, markdown=True) == ["One sentence here.", "Another on the same lines.", "Third."]


def test_passages_hold_120_to_200_words_along_sentence_borders() -> None:
    text = " ".join(f"Sentence number {n} has exactly eight words here." for n in range(100))
    found = list(split_passages(document(text)))
    counts = [len(p.text.split()) for p in found]
    assert all(120 <= count <= MOST_WORDS for count in counts[:-1])
    assert [s for p in found for s in p.sentences] == list(split_sentences(document(text)))


def test_a_sentence_longer_than_a_passage_stands_alone() -> None:
    text = "Short one. " + "word " * 300 + "end. Short two."
    assert [len(p.sentences) for p in split_passages(document(text))] == [1, 1, 1]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400), st.booleans())
def test_every_sentence_is_a_slice_in_order_and_in_one_passage(text: str, markdown: bool) -> None:
    whole = document(text, markdown=markdown)
    found = list(split_sentences(whole))
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] != "" for s in found)
    assert [s for p in split_passages(whole) for s in p.sentences] == found
