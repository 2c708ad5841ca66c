"""LlamaIndex with HuggingFaceEmbedding and its FAISS vector store, persisted, as its guide to FAISS has it.

Its batch of ten texts is raised to sentence-transformers' thirty-two.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from contenders import DIMENSION
from contenders.shared import FAISS, MODEL, SENTENCE_TRANSFORMERS, known_vectors, model_folder

REQUIREMENTS = (
    "llama-index-core==0.14.25",
    "llama-index-embeddings-huggingface==0.8.0",
    "llama-index-vector-stores-faiss==0.7.0",
    SENTENCE_TRANSFORMERS,
    FAISS,
    MODEL,
)


@cache
def _model() -> Any:
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding  # type: ignore[import-not-found]

    return HuggingFaceEmbedding(model_name=model_folder(), device="cpu", embed_batch_size=32)


def ready() -> None:
    """Loads the model, and the store's imports."""
    from llama_index.vector_stores.faiss import FaissVectorStore  # type: ignore[import-not-found]  # noqa: F401

    _model().get_text_embedding("warm")


def _nodes(passages: list[str], first: int, vectors: Any | None = None) -> list[Any]:
    from llama_index.core.schema import TextNode  # type: ignore[import-not-found]

    nodes = [TextNode(text=text, id_=str(number)) for number, text in enumerate(passages, first)]
    for node, vector in zip(nodes, () if vectors is None else vectors.tolist(), strict=False):
        node.embedding = vector
    return nodes


def build(passages: list[str], path: Path) -> None:
    """A flat index, and JSON files of the nodes."""
    import faiss
    from llama_index.core import StorageContext, VectorStoreIndex  # type: ignore[import-not-found]
    from llama_index.vector_stores.faiss import FaissVectorStore

    store = FaissVectorStore(faiss_index=faiss.IndexFlatL2(DIMENSION))
    context = StorageContext.from_defaults(vector_store=store)
    nodes = _nodes(passages, 0, known_vectors(passages))
    VectorStoreIndex(nodes, storage_context=context, embed_model=_model())
    context.persist(persist_dir=str(path))


def load(path: Path) -> LlamaIndex:
    """The persisted index and the model."""
    from llama_index.core import StorageContext, load_index_from_storage
    from llama_index.vector_stores.faiss import FaissVectorStore

    store = FaissVectorStore.from_persist_dir(str(path))
    context = StorageContext.from_defaults(vector_store=store, persist_dir=str(path))
    return LlamaIndex(load_index_from_storage(context, embed_model=_model()), path)


class LlamaIndex:
    """A LlamaIndex vector index."""

    def __init__(self, index: Any, path: Path) -> None:
        self._index, self._path = index, path
        self._retrievers: dict[int, Any] = {}

    def query(self, text: str, k: int) -> list[int]:
        """Nodes with their texts, by a retriever made once for each ``k``."""
        if k not in self._retrievers:
            self._retrievers[k] = self._index.as_retriever(similarity_top_k=k)
        return [int(found.node.node_id) for found in self._retrievers[k].retrieve(text)]

    def add(self, passages: list[str]) -> None:
        """Into the index, which is then persisted whole."""
        self._index.insert_nodes(_nodes(passages, self._index.vector_store.client.ntotal))
        self._index.storage_context.persist(persist_dir=str(self._path))

    def embed(self, texts: list[str]) -> Any:
        """The vectors alone."""
        return _model().get_text_embedding_batch(texts)
