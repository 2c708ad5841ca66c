"""The encoders: the model is the one expected, and its export says the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.errors import EncoderError
from assistant.index.embedding import MOST_TOKENS, Encoder, encode, exported, model, open_encoder
from assistant.index.embedding.hashing import HashingEncoder
from assistant.settings import load_settings

TEXTS = ["401(k)", "How much can I contribute in 2026?", "The limit on deferrals is $24,500. " * 60, "é ü 退休 🂡", ""]


@pytest.fixture(scope="module")
def shipped() -> Encoder:
    return open_encoder("onnx", load_settings().cache)


def test_hashed_texts_that_share_words_are_near() -> None:
    one, other, far = encode(HashingEncoder(), ["the bitcoin limit", "a limit on bitcoin", "gold and silver"])
    assert one @ other > 0.5 > abs(one @ far)


def test_a_changed_model_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "MODEL_SHA256", "0" * 64)
    with pytest.raises(EncoderError, match="not the expected model"):
        model.checked_model()


def test_an_absent_model_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "_PACKAGE", "no_such_package")
    with pytest.raises(EncoderError, match="pip install"):
        model.checked_model()


@pytest.mark.model
def test_the_export_gives_the_vectors_of_sentence_transformers(shipped: Encoder) -> None:
    reference = open_encoder("sentence-transformers", Path())
    for one, other in zip(shipped.read(TEXTS), reference.read(TEXTS), strict=True):
        assert np.abs(one.vector - other.vector).max() < 1e-5
        assert (one.spans == other.spans).all()
        assert np.abs(one.tokens - other.tokens).max(initial=0) < 1e-4


@pytest.mark.model
def test_a_vector_does_not_depend_on_its_neighbours(shipped: Encoder) -> None:
    together, alone = encode(shipped, TEXTS), [shipped.read([text])[0].vector for text in TEXTS]
    assert np.abs(together - np.array(alone)).max() < 1e-6
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("kind", [pytest.param("onnx", marks=pytest.mark.model), "hashing"])
def test_tokens_are_unit_vectors_at_their_places_in_the_text(kind: str) -> None:
    encoder = open_encoder(kind, load_settings().cache)
    for text, reading in zip(TEXTS, encoder.read(TEXTS), strict=True):
        assert reading.vector.shape == (encoder.dimension,)
        assert reading.tokens.shape == (len(reading.spans), encoder.dimension)
        assert np.allclose(np.linalg.norm(reading.tokens, axis=1), 1, atol=1e-5)
        assert (reading.spans[1:, 0] >= reading.spans[:-1, 1]).all()
        assert all(text[start:end].strip() for start, end in reading.spans)


@pytest.mark.model
def test_what_is_beyond_the_last_token_is_not_read(shipped: Encoder) -> None:
    assert [len(reading.tokens) for reading in shipped.read(["limit " * 300, "limit " * 200])] == [MOST_TOKENS - 2, 200]


def test_no_texts_have_no_vectors() -> None:
    assert encode(HashingEncoder(), []).shape == (0, HashingEncoder.dimension)


@pytest.mark.model
@pytest.mark.usefixtures("shipped")
def test_a_damaged_export_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []
    monkeypatch.setattr(exported, "_export", made.append)
    with pytest.raises(Exception, match="No such file"):
        exported.open_exported(tmp_path)
    assert made == [tmp_path / shipped_folder().name]
    assert exported._is_whole(shipped_folder())
    assert not exported._is_whole(tmp_path)


def shipped_folder() -> Path:
    return next(load_settings().cache.glob("all-MiniLM-L6-v2-*"))
