"""LangChain with HuggingFaceEmbeddings and its FAISS vector store, saved by ``save_local``, as its guide to FAISS has it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from contenders.shared import FAISS, MODEL, SENTENCE_TRANSFORMERS, known_vectors, model_folder

REQUIREMENTS = (
    "langchain-community==0.4.2",
    "langchain-huggingface==1.2.3",
    SENTENCE_TRANSFORMERS,
    FAISS,
    MODEL,
)


@cache
def _embeddings() -> Any:
    from langchain_huggingface import HuggingFaceEmbeddings  # type: ignore[import-not-found]

    return HuggingFaceEmbeddings(
        model_name=model_folder(),
        model_kwargs={"device": "cpu"},
        encode_kwargs={"normalize_embeddings": True},
    )


def ready() -> None:
    """Loads the model, and the store's imports."""
    from langchain_community.vectorstores import FAISS  # type: ignore[import-not-found]  # noqa: F401

    _embeddings().embed_query("warm")


def build(passages: list[str], path: Path) -> None:
    """A flat index and the pickled texts."""
    from langchain_community.vectorstores import FAISS

    ids = [str(number) for number in range(len(passages))]
    vectors = known_vectors(passages)
    if vectors is None:
        store = FAISS.from_texts(passages, _embeddings(), ids=ids)
    else:
        pairs = list(zip(passages, vectors.tolist(), strict=True))
        store = FAISS.from_embeddings(pairs, _embeddings(), ids=ids)
    store.save_local(str(path))


def load(path: Path) -> LangChain:
    """The saved store and the model."""
    from langchain_community.vectorstores import FAISS

    return LangChain(FAISS.load_local(str(path), _embeddings(), allow_dangerous_deserialization=True), path)


class LangChain:
    """A LangChain vector store."""

    def __init__(self, store: Any, path: Path) -> None:
        self._store, self._path = store, path

    def query(self, text: str, k: int) -> list[int]:
        """Documents with their texts."""
        return [int(document.id) for document in self._store.similarity_search(text, k=k)]

    def add(self, passages: list[str]) -> None:
        """Into the store, which is then saved whole."""
        first = self._store.index.ntotal
        self._store.add_texts(passages, ids=[str(number) for number in range(first, first + len(passages))])
        self._store.save_local(str(self._path))

    def embed(self, texts: list[str]) -> Any:
        """The vectors alone."""
        return _embeddings().embed_documents(texts)
