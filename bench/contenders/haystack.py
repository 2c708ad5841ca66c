"""Haystack with its FAISS document store and a pipeline of text embedder and retriever, as its guide to FAISS has it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from contenders import DIMENSION
from contenders.shared import FAISS, MODEL, SENTENCE_TRANSFORMERS, known_vectors, model_folder

REQUIREMENTS = (
    "haystack-ai==3.4.0",
    "sentence-transformers-haystack==2.0.0",
    "faiss-haystack==3.0.0",
    SENTENCE_TRANSFORMERS,
    FAISS,
    MODEL,
)


def _options() -> dict[str, Any]:
    from haystack.utils import ComponentDevice  # type: ignore[import-not-found]

    return {
        "model": model_folder(),
        "device": ComponentDevice.from_str("cpu"),
        "normalize_embeddings": True,
        "progress_bar": False,
    }


@cache
def _embedder() -> Any:
    from haystack_integrations.components.embedders.sentence_transformers import SentenceTransformersDocumentEmbedder  # type: ignore[import-not-found]

    embedder = SentenceTransformersDocumentEmbedder(**_options())
    embedder.warm_up()
    return embedder


def _store(path: Path) -> Any:
    """The store in ``path``; what it has saved there is loaded."""
    from haystack_integrations.document_stores.faiss import FAISSDocumentStore  # type: ignore[import-not-found]

    return FAISSDocumentStore(index_path=str(path / "store"), embedding_dim=DIMENSION)


def ready() -> None:
    """Loads the model, and the store's imports."""
    from haystack_integrations.document_stores.faiss import FAISSDocumentStore  # noqa: F401

    _embedder().run(_documents(["warm"], 0))


def _documents(passages: list[str], first: int) -> list[Any]:
    from haystack import Document  # type: ignore[import-not-found]

    return [Document(id=str(number), content=text) for number, text in enumerate(passages, first)]


def _write(store: Any, passages: list[str], path: Path) -> None:
    documents = _documents(passages, store.count_documents())
    vectors = known_vectors(passages)
    if vectors is None:
        documents = _embedder().run(documents)["documents"]
    else:
        from dataclasses import replace

        pairs = zip(documents, vectors.tolist(), strict=True)
        documents = [replace(document, embedding=vector) for document, vector in pairs]
    store.write_documents(documents)
    store.save(str(path / "store"))


def build(passages: list[str], path: Path) -> None:
    """A flat index, and a JSON file of the documents."""
    _write(_store(path), passages, path)


def load(path: Path) -> Haystack:
    """The saved store and a pipeline over it."""
    from haystack import Pipeline
    from haystack_integrations.components.embedders.sentence_transformers import SentenceTransformersTextEmbedder
    from haystack_integrations.components.retrievers.faiss import FAISSEmbeddingRetriever  # type: ignore[import-not-found]

    store = _store(path)
    pipeline = Pipeline()
    pipeline.add_component("embedder", SentenceTransformersTextEmbedder(**_options()))
    pipeline.add_component("retriever", FAISSEmbeddingRetriever(document_store=store))
    pipeline.connect("embedder.embedding", "retriever.query_embedding")
    return Haystack(store, pipeline, path)


class Haystack:
    """A Haystack document store and the pipeline that asks it."""

    def __init__(self, store: Any, pipeline: Any, path: Path) -> None:
        self._store, self._pipeline, self._path = store, pipeline, path

    def query(self, text: str, k: int) -> list[int]:
        """Documents with their texts."""
        result = self._pipeline.run({"embedder": {"text": text}, "retriever": {"top_k": k}})
        return [int(document.id) for document in result["retriever"]["documents"]]

    def add(self, passages: list[str]) -> None:
        """Into the store, which is then saved whole."""
        _write(self._store, passages, self._path)

    def embed(self, texts: list[str]) -> Any:
        """The vectors alone."""
        return _embedder().run(_documents(texts, 0))
