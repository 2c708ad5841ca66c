from __future__ import annotations

import pytest

from assistant.text import sentence_spans, words

TOGETHER = [
    "The U.S. plan holds $8.7 trillion in 401(k) money.",
    "Anderson v. Intel, No. 25-498, is before the court.",
    "H.R. 5748 would give E.O. 14330 the force of law.",
    "Sec. 3(a) of the order, see 90 Fed. Reg. 38921, names six kinds.",
    "Donald Trump Jr. denies a conflict of interest.",
    "J.P. Morgan and others wrote about approx. 12.5 million accounts.",
    "The share was 36.7% at 4 p.m. on that day.",
    "It holds under 29 U.S.C. 1104 and Treas. Reg. 1.402(g)-1.",
]
APART = [
    ("He read the rule. It was long.", 2),
    ("Funds fled the U.S. The order changed that.", 2),
    ("It holds $43.4 trillion. Of that, $8.7 trillion is in 401(k) plans.", 2),
    ("The answer is no. The court agreed.", 2),
    ('She said "no." Then she left.', 2),
    ("Is it final? No. It is a proposal.", 3),
    ("A saver may wait until 59½. After that no tax is due.", 2),
]


@pytest.mark.parametrize("text", TOGETHER)
def test_one_sentence_stays_one(text: str) -> None:
    assert [text[a:b] for a, b in sentence_spans(text)] == [text]


@pytest.mark.parametrize(("text", "count"), APART)
def test_sentences_are_told_apart(text: str, count: int) -> None:
    found = [text[a:b] for a, b in sentence_spans(text)]
    assert len(found) == count
    assert " ".join(found) == text


def test_words_keep_plan_names_and_numbers_whole() -> None:
    assert words("The 401(k)'s 12.5% isn't risk-adjusted.") == ["the", "401(k)", "s", "12.5", "isn't", "risk-adjusted"]
