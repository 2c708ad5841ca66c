"""The encoders: the model is the one expected, and its export says the same."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import EncoderError
from assistant.index.embedding import MOST_TOKENS, Encoder, Reading, Vectors, encode, exporting, model, open_encoder
from assistant.index.embedding.adapter import PARTS, factors
from assistant.index.embedding.exported import BESIDE, GRAPH, ExportedEncoder, _batches, put_beside, read_export
from assistant.index.embedding.exporting import compare
from assistant.index.embedding.hashing import HashingEncoder
from assistant.index.embedding.reference import ReferenceEncoder
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
def test_what_was_learned_is_added_to_the_weights_of_the_last_layers() -> None:
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(model.checked_model()), device="cpu")
    adapted = ReferenceEncoder()
    changed = {(each.layer, each.part) for each in factors()}
    last = len(plain[0].auto_model.encoder.layer) - 1
    for back in range(last + 1):
        for part in PARTS:
            one, other = (
                each[0].auto_model.encoder.layer[last - back].get_submodule(part).weight
                for each in (plain, adapted._model)
            )
            assert bool((one != other).any()) == ((back, part) in changed)
    assert changed


@pytest.mark.model
def test_attention_is_one_operator(shipped: ExportedEncoder) -> None:
    assert b"Softmax" not in (shipped.folder / GRAPH).read_bytes()


def test_texts_are_batched_by_length_and_none_is_lost() -> None:
    lengths = [3, 600, 5, 4, 250, 250, 250, 1]
    batches = list(_batches(lengths))
    assert sorted(row for batch in batches for row in batch) == list(range(len(lengths)))
    assert all(len(batch) == 1 or len(batch) * max(lengths[row] for row in batch) <= 512 for batch in batches)
    assert list(_batches([])) == []


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


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, shipped: ExportedEncoder) -> Path:
    """A folder of an index with the encoder beside it."""
    index = tmp_path_factory.mktemp("index")
    put_beside(shipped, index)
    return index


@pytest.mark.model
def test_the_encoder_beside_an_index_is_all_that_serving_needs(kept: Path, tmp_path: Path) -> None:
    encoder = open_encoder("onnx", tmp_path / "no-cache", index=kept)
    assert isinstance(encoder, ExportedEncoder)
    assert encoder.folder == kept / BESIDE
    assert encoder.about.files.keys() == {"model.onnx", "model.onnx.data", "tokenizer.json"}
    assert encode(encoder, ["gold"]).shape == (1, 384)
    assert not (tmp_path / "no-cache").exists()


@pytest.mark.model
@pytest.mark.parametrize("name", ["model.onnx", "model.onnx.data", "tokenizer.json", "encoder.json"])
def test_a_damaged_export_is_not_taken(kept: Path, shipped: ExportedEncoder, tmp_path: Path, name: str) -> None:
    folder = tmp_path / BESIDE
    shutil.copytree(kept / BESIDE, folder)
    assert read_export(folder, "", whole=True) == shipped.about
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert read_export(folder, "", whole=True) is None
    (folder / name).write_bytes(data[:-1])
    assert read_export(folder, "") is None
    put_beside(shipped, tmp_path)
    assert read_export(folder, "", whole=True) == shipped.about


@pytest.mark.model
def test_an_export_that_says_something_else_is_noticed(shipped: Encoder) -> None:
    class Off(HashingEncoder):
        name, dimension = "off", 384

        def __init__(self, turn: float, swap: bool) -> None:
            self.turn, self.swap = turn, swap

        def read(self, texts: Sequence[str]) -> list[Reading]:
            found = [replace(r, vector=unit(r.vector + self.turn)) for r in shipped.read(texts)]
            return found[::-1] if self.swap else found

    compare(Off(0, False), shipped)
    with pytest.raises(EncoderError, match="cosine of"):
        compare(Off(0.01, False), shipped)
    with pytest.raises(EncoderError, match="cosine of"):
        compare(Off(0, True), shipped)


def unit(vector: Vectors) -> Vectors:
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def small_model(folder: Path, pooling: str) -> str:
    """A model of two layers with random weights and the packaged one's words, saved as sentence-transformers does."""
    from sentence_transformers import SentenceTransformer, models
    from transformers import AutoTokenizer, BertConfig, BertModel

    config = BertConfig(
        vocab_size=30522, hidden_size=48, num_hidden_layers=2, num_attention_heads=4, intermediate_size=96
    )
    BertModel(config).save_pretrained(folder / "parts")
    AutoTokenizer.from_pretrained(str(model.checked_model())).save_pretrained(folder / "parts")
    transformer = models.Transformer(str(folder / "parts"), max_seq_length=64)
    parts = [transformer, models.Pooling(48, pooling_mode=pooling), models.Dense(48, 32)]
    SentenceTransformer(modules=parts, device="cpu").save(str(folder / "model"))
    return str(folder / "model")


@pytest.mark.model
def test_another_model_is_exported_as_well(tmp_path: Path) -> None:
    name = small_model(tmp_path, "cls")
    encoder = open_encoder("onnx", tmp_path / "cache", model=name)
    reference = open_encoder("sentence-transformers", tmp_path, model=name)
    assert isinstance(encoder, ExportedEncoder)
    assert (encoder.about.most_tokens, encoder.dimension) == (64, 32)
    assert encoder.name.split()[1] == reference.name.split()[1] != open_encoder("onnx", load_settings().cache).name
    assert np.abs(encode(encoder, TEXTS) - encode(reference, TEXTS)).max() < 1e-5
    (tmp_path / "model" / "config_sentence_transformers.json").touch()
    os.utime(tmp_path / "model" / "config_sentence_transformers.json", (1, 1))
    assert read_export(encoder.folder, name) is None


@pytest.mark.model
def test_a_model_that_cannot_be_exported_is_run_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = small_model(tmp_path, "mean")
    monkeypatch.setattr(exporting, "LEAST_COSINE", 2.0)
    for _ in range(2):
        encoder = open_encoder("onnx", tmp_path / "cache", model=name)
        assert encoder.name.endswith("sentence-transformers")
        assert "cosine" in capsys.readouterr().err
        monkeypatch.setattr(exporting, "export", None)


@pytest.mark.model
def test_a_model_that_is_none_says_what_to_give(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(EncoderError, match=r"empty.*Give the folder"):
        open_encoder("onnx", tmp_path / "cache", model=str(tmp_path / "empty"))
