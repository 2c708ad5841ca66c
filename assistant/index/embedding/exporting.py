"""A sentence-transformers model exported once to ONNX, and proof that the export says the same."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from assistant.errors import EncoderError
from assistant.index.embedding import Encoder, Vectors
from assistant.index.embedding.exported import DESCRIPTION, Export, ExportedEncoder, source_of
from assistant.index.embedding.model import file_sha256
from assistant.index.embedding.probes import QUESTIONS, TEXTS
from assistant.index.embedding.reference import ReferenceEncoder

LEAST_COSINE = 0.9999
_TOP = 10
_SAME_SCORE, _SAME_TOKEN = 1e-5, 1e-4


def export(model: str, folder: Path) -> None:
    """Puts the export of a model ("": the packaged one) into ``folder``, made beside it and moved in whole.

    A model that cannot be exported leaves only the reason there. Raises EncoderError when the model itself cannot be
    loaded.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".exporting-") as scratch:
        made = Path(scratch) / "encoder"
        made.mkdir()
        reference = ReferenceEncoder(1, model)
        about = Export(
            model, reference.weights, reference.adapter, source_of(model), reference.dimension, reference.most_tokens, "", {}
        )  # fmt: skip
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                reference.export(made)
            files = {path.name: (path.stat().st_size, file_sha256(path)) for path in sorted(made.iterdir())}
            about = Export(**{**asdict(about), "files": files})
            compare(ExportedEncoder(made, about), reference)
        except EncoderError as error:
            if not model:
                raise
            shutil.rmtree(made)
            made.mkdir()
            about = Export(**{**asdict(about), "files": {}, "refused": str(error)})
        (made / DESCRIPTION).write_text(json.dumps(asdict(about), indent=1), encoding="utf-8")
        if folder.exists():
            os.replace(folder, Path(scratch) / "before")
        os.replace(made, folder)


def compare(exported: Encoder, reference: Encoder) -> None:
    """Raises EncoderError unless every text and every question has the same vector, to a cosine of .9999, and the same
    tokens, and every question the same ten texts nearest, in the same order."""
    readings = [each.read([*TEXTS, *QUESTIONS]) for each in (exported, reference)]
    one, other = (np.stack([reading.vector for reading in each]) for each in readings)
    least = float(np.sum(one * other, axis=1).min())
    if not least >= LEAST_COSINE:
        raise EncoderError(f"its export has a cosine of {least:.5f} to the model itself (at least {LEAST_COSINE})")
    for question, row, wanted in zip(QUESTIONS, _scores(one), _scores(other), strict=True):
        best = np.argsort(-row, kind="stable")[:_TOP]
        if np.abs(wanted[best] - np.sort(wanted)[::-1][:_TOP]).max() > _SAME_SCORE:
            raise EncoderError(f"its export ranks other texts for {question!r}")
    if any(np.abs(a.tokens - b.tokens).max() > _SAME_TOKEN for a, b in zip(*readings, strict=True)):
        raise EncoderError("its export reads tokens otherwise")


def _scores(vectors: Vectors) -> Sequence[Vectors]:
    return list(vectors[len(TEXTS) :] @ vectors[: len(TEXTS)].T)
