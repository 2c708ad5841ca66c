"""sentence-transformers and a FAISS IndexFlatIP by hand: the base that every other contender is measured against."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from contenders.shared import FAISS, MODEL, SENTENCE_TRANSFORMERS, known_vectors, model_folder

REQUIREMENTS = (SENTENCE_TRANSFORMERS, FAISS, MODEL)

_INDEX, _TEXTS = "index.faiss", "passages.json"


@cache
def _model() -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(model_folder(), device="cpu")


def embed(texts: list[str]) -> Any:
    """(len(texts), 384) float32, each of length 1."""
    return _model().encode(texts, normalize_embeddings=True, show_progress_bar=False)


def ready() -> None:
    """Loads the model."""
    import faiss  # noqa: F401

    embed(["warm"])


def build(passages: list[str], path: Path) -> None:
    """One flat index of inner products, the texts beside it."""
    vectors = known_vectors(passages)
    vectors = embed(passages) if vectors is None else vectors
    import faiss

    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    _save(index, passages, path)


def _save(index: Any, passages: list[str], path: Path) -> None:
    import faiss

    faiss.write_index(index, str(path / _INDEX))
    (path / _TEXTS).write_text(json.dumps(passages, ensure_ascii=False), encoding="utf-8")


def load(path: Path) -> Bare:
    """The index, the texts and the model."""
    import faiss

    _model()
    texts = json.loads((path / _TEXTS).read_text(encoding="utf-8"))
    return Bare(faiss.read_index(str(path / _INDEX)), texts, path)


class Bare:
    """A FAISS index and the list of its texts."""

    def __init__(self, index: Any, texts: list[str], path: Path) -> None:
        self._index, self._texts, self._path = index, texts, path

    def query(self, text: str, k: int) -> list[int]:
        """By the inner product with the question's vector."""
        _, numbers = self._index.search(embed([text]), k)
        found = [(int(number), self._texts[number]) for number in numbers[0] if number >= 0]
        return [number for number, _ in found]

    def add(self, passages: list[str]) -> None:
        """Into the index; both files are written anew, which is all that FAISS offers."""
        self._index.add(embed(passages))
        self._texts.extend(passages)
        _save(self._index, self._texts, self._path)

    def embed(self, texts: list[str]) -> Any:
        """The vectors alone."""
        return embed(texts)
