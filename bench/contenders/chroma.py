"""Chroma's persistent client with its sentence-transformers embedding function and its HNSW index."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from contenders.shared import MODEL, SENTENCE_TRANSFORMERS, known_vectors, model_folder

REQUIREMENTS = ("chromadb==1.5.9", SENTENCE_TRANSFORMERS, MODEL)

_NAME = "passages"


@cache
def _function() -> Any:
    from chromadb.utils.embedding_functions import SentenceTransformerEmbeddingFunction  # type: ignore[import-not-found]

    return SentenceTransformerEmbeddingFunction(
        model_name=model_folder(),
        device="cpu",
        normalize_embeddings=True,
    )


def _client(path: Path) -> Any:
    import chromadb  # type: ignore[import-not-found]

    return chromadb.PersistentClient(path=str(path), settings=chromadb.Settings(anonymized_telemetry=False))


def ready() -> None:
    """Loads the model and imports the rest."""
    import chromadb  # noqa: F401

    _function()(["warm"])


def build(passages: list[str], path: Path) -> None:
    """A collection by cosine, filled in batches of the largest size that the client takes."""
    client = _client(path)
    collection = client.create_collection(
        _NAME, embedding_function=_function(), configuration={"hnsw": {"space": "cosine"}}
    )
    step = client.get_max_batch_size()
    for first in range(0, len(passages), step):
        _add(collection, passages[first : first + step], first)


def _add(collection: Any, passages: list[str], first: int) -> None:
    ids = [str(number) for number in range(first, first + len(passages))]
    collection.add(ids=ids, documents=passages, embeddings=known_vectors(passages))


def load(path: Path) -> Chroma:
    """The collection and the model."""
    return Chroma(_client(path).get_collection(_NAME, embedding_function=_function()))


class Chroma:
    """A Chroma collection; it writes what it is given by itself."""

    def __init__(self, collection: Any) -> None:
        self._collection = collection

    def query(self, text: str, k: int) -> list[int]:
        """Ids, texts and distances."""
        return [int(id) for id in self._collection.query(query_texts=[text], n_results=k)["ids"][0]]

    def add(self, passages: list[str]) -> None:
        """Into the collection."""
        _add(self._collection, passages, self._collection.count())

    def embed(self, texts: list[str]) -> Any:
        """The vectors alone."""
        return _function()(texts)
