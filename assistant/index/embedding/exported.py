"""The exported model run by onnxruntime: the same vectors as sentence-transformers without loading torch."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant.errors import EncoderError
from assistant.index.embedding import MOST_TOKENS, OUTPUTS, Encoder, Reading, encode
from assistant.index.embedding.model import DIMENSION, MODEL_SHA256, checked_model, file_sha256

_FORMAT = 1
_FILES = ("model.onnx", "tokenizer.json")
_BATCH = 32
_TOLERANCE = 1e-5
_PROBES = ("401(k)", "How much can I contribute in 2026?", "The limit on elective deferrals is $24,500. " * 40)


def open_exported(cache: Path, threads: int = 1) -> ExportedEncoder:
    """The encoder from ``cache``, exported and compared with the reference first where it is absent or damaged.

    Raises EncoderError when the model is missing or its export differs from it.
    """
    folder = cache / f"all-MiniLM-L6-v2-{MODEL_SHA256[:12]}-{_FORMAT}"
    if not _is_whole(folder):
        _export(folder)
    return ExportedEncoder(folder, threads)


def _is_whole(folder: Path) -> bool:
    try:
        sums = json.loads((folder / "sha256.json").read_text())
        return all(file_sha256(folder / name) == sums[name] for name in _FILES)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _export(folder: Path) -> None:
    """Makes the folder beside its place and moves it in, so that a half-made one is never found."""
    from assistant.index.embedding.reference import ReferenceEncoder

    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".exporting-") as scratch:
        made = Path(scratch) / "encoder"
        made.mkdir()
        shutil.copyfile(checked_model() / "tokenizer.json", made / "tokenizer.json")
        reference = ReferenceEncoder()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reference.export(made / "model.onnx")
        _compare(ExportedEncoder(made), reference)
        (made / "sha256.json").write_text(json.dumps({name: file_sha256(made / name) for name in _FILES}))
        if folder.exists():
            os.replace(folder, Path(scratch) / "damaged")
        try:
            os.replace(made, folder)
        except OSError:
            if not _is_whole(folder):
                raise


def _compare(exported: Encoder, reference: Encoder) -> None:
    difference = float(np.abs(encode(exported, _PROBES) - encode(reference, _PROBES)).max())
    if difference > _TOLERANCE:
        raise EncoderError(
            f"The exported model differs from sentence-transformers by {difference:.1e} (at most {_TOLERANCE})."
        )


class ExportedEncoder:
    """all-MiniLM-L6-v2 as an ONNX graph. Deterministic: a text's vector does not depend on the texts beside it
    by more than float32 rounding."""

    name = f"all-MiniLM-L6-v2 {MODEL_SHA256} onnx"
    dimension = DIMENSION

    def __init__(self, folder: Path, threads: int = 1) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._tokenizer.enable_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def read(self, texts: Sequence[str]) -> list[Reading]:
        readings: list[Reading | None] = [None] * len(texts)
        by_length = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for first in range(0, len(by_length), _BATCH):
            rows = by_length[first : first + _BATCH]
            for row, reading in zip(rows, self._batch([texts[i] for i in rows]), strict=True):
                readings[row] = reading
        return [reading for reading in readings if reading]

    def _batch(self, texts: Sequence[str]) -> Iterator[Reading]:
        batch = self._tokenizer.encode_batch(list(texts))
        inputs = {
            "input_ids": np.array([encoding.ids for encoding in batch], dtype=np.int64),
            "attention_mask": np.array([encoding.attention_mask for encoding in batch], dtype=np.int64),
        }
        vectors, tokens = self._session.run(list(OUTPUTS), inputs)
        for encoding, vector, rows in zip(batch, vectors, tokens, strict=True):
            kept = np.flatnonzero(np.asarray(encoding.special_tokens_mask) == 0)
            yield Reading(vector, rows[kept], np.asarray(encoding.offsets, dtype=np.int32)[kept])
