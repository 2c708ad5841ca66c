"""The encoders: the model is the one expected, and its export says the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.errors import EncoderError
from assistant.index.embedding import Encoder, exported, model, open_encoder
from assistant.index.embedding.hashing import HashingEncoder
from assistant.settings import load_settings

TEXTS = ["401(k)", "How much can I contribute in 2026?", "The limit on deferrals is $24,500. " * 60, "é ü 退休 🂡", ""]


@pytest.fixture(scope="module")
def shipped() -> Encoder:
    return open_encoder("onnx", load_settings().cache)


def test_hashed_texts_that_share_words_are_near() -> None:
    one, other, far = HashingEncoder().encode(["the bitcoin limit", "a limit on bitcoin", "gold and silver"])
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
    assert np.abs(shipped.encode(TEXTS) - reference.encode(TEXTS)).max() < 1e-5
    for one, other in zip(shipped.encode_tokens(TEXTS), reference.encode_tokens(TEXTS), strict=True):
        assert (one.spans == other.spans).all()
        assert np.abs(one.vectors - other.vectors).max(initial=0) < 1e-4


@pytest.mark.model
def test_a_vector_does_not_depend_on_its_neighbours(shipped: Encoder) -> None:
    together, alone = shipped.encode(TEXTS), [shipped.encode([text])[0] for text in TEXTS]
    assert np.abs(together - np.array(alone)).max() < 1e-6
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)


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
