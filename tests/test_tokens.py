"""Token codes: stored and read back the same, near the true cosines, and of every sentence however long the passage."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pytest

from assistant.index.embedding import Reading, Vectors
from assistant.index.embedding.hashing import HashingEncoder
from assistant.index.projection import projection, reader_name
from assistant.index.tokens import TokenCodes, make_rotation, read_passages, similarities
from assistant.types import Passage, Sentence

ROTATION = make_rotation(HashingEncoder.dimension)
SENTENCES = (
    "The fund reports its holdings once a quarter.",
    "Its fees are 1.5% a year.",
    "Nobody may redeem shares before the end of the fifth year.",
    "Zebras may not be held by any pension fund in the list.",
)


class ShortSighted(HashingEncoder):
    """Takes only the first sixteen words of a text, as a model takes only so many tokens."""

    def read(self, texts: Sequence[str]) -> list[Reading]:
        return [Reading(r.vector, r.tokens[:16], r.spans[:16]) for r in super().read(texts)]


class WithMarks(HashingEncoder):
    """Takes each mark of punctuation for a token too, as a model does."""

    def read(self, texts: Sequence[str]) -> list[Reading]:
        return [self._marked(text) for text in texts]

    def _marked(self, text: str) -> Reading:
        spans = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
        rows = np.eye(self.dimension, dtype=np.float32)[[crc32(text[a:b].encode()) % self.dimension for a, b in spans]]
        return Reading(rows.mean(axis=0), rows, np.array(spans, dtype=np.int32))


def passage_of(*sentences: str, start: int = 100) -> Passage:
    """A passage of those sentences that stands at ``start`` of its document."""
    found, place = [], start
    for each in sentences:
        found.append(Sentence(place, place + len(each)))
        place += len(each) + 1
    return Passage("d", start, place - 1, " ".join(sentences), tuple(found))


def codes_of(encoder: HashingEncoder, *sentences: str, opening: str = "") -> TokenCodes:
    ((_, codes),) = read_passages(encoder, [passage_of(*sentences)], [opening], ROTATION)
    assert codes.counts.sum() == len(codes.codes) == len(codes.factors)
    assert codes.counts.min() >= 1
    assert len(codes.counts) == len(codes.norms) == len(sentences)
    return codes


def best(codes: TokenCodes, word: str) -> float:
    """The estimated cosine of the token nearest to a word."""
    return float(similarities(HashingEncoder().read([word])[0].tokens @ ROTATION, codes.codes, codes.factors).max())


def same(one: TokenCodes, other: TokenCodes) -> bool:
    parts = ("codes", "factors", "counts", "norms")
    return all(np.array_equal(getattr(one, part), getattr(other, part)) for part in parts)


@pytest.mark.parametrize("sentences", [SENTENCES, SENTENCES[:1], ("Gold.", "…", "No."), ("!",)])
def test_codes_are_read_back_as_stored(sentences: tuple[str, ...]) -> None:
    codes = codes_of(HashingEncoder(), *sentences)
    data = codes.to_bytes()
    assert same(TokenCodes.from_bytes(data), codes)
    assert len(data) <= 4 + 8 * len(sentences) + (2 + HashingEncoder.dimension // 8) * len(codes.codes)


def unit(rows: npt.NDArray[Any]) -> Vectors:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@pytest.mark.parametrize("dimension", [256, 384])
def test_estimates_are_as_near_to_the_cosines_as_one_bit_allows(dimension: int) -> None:
    """Theorem 3.2 of RaBitQ: without bias, and for a true cosine c off by about
    sqrt((1 - a²) / a² · (1 - c²) / (dimension - 1)), where a ≈ sqrt(2 / pi) is the cosine of a vector and its signs."""
    rng = np.random.default_rng(11)
    stored, noise = (unit(rng.normal(size=(2000, dimension))) for _ in range(2))
    cosines = rng.uniform(-1, 1, size=(2000, 1))
    sideways = unit(noise - (noise * stored).sum(1, keepdims=True) * stored)
    asked: Vectors = (cosines * stored + np.sqrt(1 - cosines**2) * sideways).astype(np.float32)
    rotation = make_rotation(dimension)
    turned = stored @ rotation
    factors = (1 / np.abs(turned).sum(axis=1)).astype(np.float16)
    found = np.concatenate(
        [
            similarities(asked[i : i + 1] @ rotation, np.packbits(turned[i : i + 1] > 0, axis=1), factors[i : i + 1])
            for i in range(2000)
        ]
    )
    errors = (found - cosines).ravel()
    expected = np.sqrt((math.pi / 2 - 1) * (1 - cosines.ravel() ** 2) / (dimension - 1))
    assert abs(errors.mean()) < 4 * expected.mean() / math.sqrt(2000)
    assert np.abs(errors).mean() == pytest.approx(math.sqrt(2 / math.pi) * expected.mean(), rel=0.1)
    assert np.corrcoef(found.ravel(), cosines.ravel())[0, 1] > 0.995


def test_an_estimate_is_the_same_wherever_its_token_stands() -> None:
    rng = np.random.default_rng(5)
    asked = unit(rng.normal(size=(11, 384))).astype(np.float32)
    codes = rng.integers(0, 256, size=(300, 48), dtype=np.uint8)
    factors = np.full(300, 0.05, dtype=np.float16)
    alone = [similarities(asked[m : m + 1], codes[n : n + 1], factors[:1])[0, 0] for n in range(300) for m in range(11)]
    assert np.array_equal(similarities(asked, codes, factors).ravel(), alone)


def test_turning_keeps_lengths_and_angles() -> None:
    vectors, rotation = unit(np.random.default_rng(3).normal(size=(20, 384))), make_rotation(384)
    assert np.allclose((vectors @ rotation) @ (vectors @ rotation).T, vectors @ vectors.T, atol=1e-5)


def test_words_and_numbers_are_kept_and_marks_are_not() -> None:
    counts = codes_of(WithMarks(), "Fees (a year): 5 %.", "?!", "Its end …").counts
    assert counts.tolist() == [4, 2, 2]


def test_the_opening_is_read_before_a_passage_and_no_part_of_it() -> None:
    passage = passage_of(*SENTENCES)
    ((vector, codes),) = read_passages(HashingEncoder(), [passage], ["Unicorns\n"], ROTATION)
    assert np.allclose(vector, HashingEncoder().read([f"Unicorns\n{passage.text}"])[0].vector)
    assert same(codes, codes_of(HashingEncoder(), *SENTENCES))
    assert best(codes, "zebras") > 0.99 > 0.5 > best(codes, "unicorns")


@pytest.mark.parametrize("opening", ["", "Funds\n", "Rules of funds\nHeld\n"])
def test_what_the_encoder_does_not_take_at_once_is_read_in_further_goes(opening: str) -> None:
    assert same(codes_of(ShortSighted(), *SENTENCES, opening=opening), codes_of(HashingEncoder(), *SENTENCES))


def test_a_sentence_too_long_by_itself_hides_none_behind_it() -> None:
    endless = "and so on with words and more words " * 5
    counts = codes_of(ShortSighted(), SENTENCES[0], endless.strip(), SENTENCES[1]).counts
    assert counts.tolist()[::2] == [8, 7]


@pytest.mark.parametrize("sentences", [("…",), ("Gold is held.", "*** !!!", "Silver is not."), ("🂡", "—")])
def test_a_sentence_without_words_is_near_nothing(sentences: tuple[str, ...]) -> None:
    codes = codes_of(HashingEncoder(), *sentences)
    starts = np.cumsum(codes.counts, dtype=int) - codes.counts
    near = similarities(HashingEncoder().read(["gold and silver"])[0].tokens @ ROTATION, codes.codes, codes.factors)
    for sentence, start, norm in zip(sentences, starts, codes.norms, strict=True):
        if not re.search(r"\w", sentence):
            assert np.abs(near[start]).max() == 0
            assert norm > 0


def test_an_opening_that_leaves_no_room_is_no_harm() -> None:
    codes = codes_of(ShortSighted(), *SENTENCES, opening="a very long title " * 10)
    near = similarities(HashingEncoder().read(["zebras"])[0].tokens @ ROTATION, codes.codes, codes.factors)
    assert np.abs(near).max() < 1.01


def test_the_cosine_under_a_projection_is_that_of_the_projected_means() -> None:
    rng = np.random.default_rng(3)
    question, sentence = unit(rng.normal(size=(1, 384)))[0], unit(rng.normal(size=(1, 384)) + 0.1)[0]
    change = np.asarray(np.eye(384) + rng.normal(size=(384, 384)) / 60, dtype=np.float32)
    seen = unit((question @ change)[None])[0] @ change.T @ sentence / np.linalg.norm(sentence @ change)
    both = unit(np.stack([question @ change, sentence @ change]))
    assert seen == pytest.approx(float(both[0] @ both[1]), abs=1e-5)


def test_other_models_than_the_packaged_one_are_not_projected() -> None:
    assert (projection(HashingEncoder()) == np.eye(HashingEncoder.dimension)).all()
    assert reader_name(HashingEncoder()) == HashingEncoder.name
