"""txtai as its documentation starts, ``Embeddings(path=…)`` with FAISS, saved to a folder; the texts in a file beside.

With ``content=True`` it would keep the texts in SQLite, but over one cursor: eight threads that search at once end in
"Recursive use of cursors not allowed", or the process. ``maxlength=True`` makes it cut texts where the model's own
configuration does, at 256 tokens.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from contenders.shared import FAISS, MODEL, known_vectors, model_folder

REQUIREMENTS = ("txtai==9.14.0", FAISS, MODEL)

_TEXTS = "passages.json"


@cache
def _models() -> dict[str, Any]:
    """txtai's own cache of models, so that building does not load again what ``ready`` did."""
    return {}


def _embeddings(**options: Any) -> Any:
    from txtai import Embeddings  # type: ignore[import-not-found]

    return Embeddings(path=model_folder(), maxlength=True, gpu=False, models=_models(), **options)


def ready() -> None:
    """Loads the model."""
    _embeddings().transform("warm")


def build(passages: list[str], path: Path) -> None:
    """An index of meanings."""
    build_with(passages, path)


def build_with(passages: list[str], path: Path, **options: Any) -> None:
    """An index with txtai's options, such as ``hybrid=True``."""
    embeddings = _embeddings(**options)
    if known_vectors(passages[:1]) is not None:
        embeddings.model.encode = lambda data, *_, **__: known_vectors(list(data))
    embeddings.index(passages)
    _save(embeddings, passages, path)


def _save(embeddings: Any, passages: list[str], path: Path) -> None:
    embeddings.save(str(path / "index"))
    (path / _TEXTS).write_text(json.dumps(passages, ensure_ascii=False), encoding="utf-8")


def load(path: Path) -> Txtai:
    """The saved index, the texts and the model."""
    from txtai import Embeddings

    embeddings = Embeddings()
    embeddings.load(str(path / "index"))
    return Txtai(embeddings, json.loads((path / _TEXTS).read_text(encoding="utf-8")), path)


class Txtai:
    """A txtai embeddings index and the list of its texts."""

    def __init__(self, embeddings: Any, texts: list[str], path: Path) -> None:
        self._embeddings, self._texts, self._path = embeddings, texts, path

    def query(self, text: str, k: int) -> list[int]:
        """By txtai's score, each with its text."""
        found = [(int(id), self._texts[int(id)]) for id, _ in self._embeddings.search(text, k)]
        return [number for number, _ in found]

    def add(self, passages: list[str]) -> None:
        """Upserts and saves."""
        first = len(self._texts)
        self._embeddings.upsert([(number, text, None) for number, text in enumerate(passages, first)])
        self._texts.extend(passages)
        _save(self._embeddings, self._texts, self._path)

    def embed(self, texts: list[str]) -> Any:
        """The vectors alone."""
        return self._embeddings.batchtransform(texts, "data")
