"""The contract that every vector store keeps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.index.embedding import Vectors
from assistant.index.vectors.exact import ExactVectors
from assistant.index.vectors.flat import FlatVectors

STORES = [ExactVectors, FlatVectors]


def some_vectors(count: int, seed: int = 7) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(count, 16)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


@pytest.mark.parametrize("store", STORES)
def test_nearest_come_first_and_ties_by_id(store: Any) -> None:
    vectors = some_vectors(50)
    filled = store(16)
    filled.add(list(range(100, 150)), vectors)
    filled.add([7, 3], vectors[[4, 4]])
    found = filled.search(vectors[4], 5)
    assert [i for i, _ in found[:3]] == [3, 7, 104]
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert len(filled) == 52


@pytest.mark.parametrize("store", STORES)
def test_search_agrees_with_the_inner_product(store: Any) -> None:
    vectors = some_vectors(200)
    filled = store(16)
    filled.add(list(range(200)), vectors)
    query = some_vectors(1, seed=8)[0]
    best = np.argsort(-(vectors @ query))[:10].tolist()
    assert [i for i, _ in filled.search(query, 10)] == best
    assert filled.cosines(query, [5, 150]) == pytest.approx([vectors[5] @ query, vectors[150] @ query], abs=1e-6)


@pytest.mark.parametrize("store", STORES)
def test_what_is_removed_is_not_found(store: Any) -> None:
    vectors = some_vectors(10)
    filled = store(16)
    filled.add(list(range(10)), vectors)
    filled.remove([3, 99])
    assert 3 not in [i for i, _ in filled.search(vectors[3], 10)]
    with pytest.raises(KeyError):
        filled.cosines(vectors[3], [3])


@pytest.mark.parametrize("store", STORES)
def test_a_saved_store_loads_the_same(store: Any, tmp_path: Path) -> None:
    vectors = some_vectors(20)
    filled = store(16)
    filled.add(list(range(20)), vectors)
    filled.save(tmp_path / "vectors")
    loaded = store.load(tmp_path / "vectors")
    assert loaded.search(vectors[2], 20) == filled.search(vectors[2], 20)
    loaded.remove([2])
    loaded.add([2], vectors[[5]])
    assert loaded.search(vectors[5], 2)[0][0] == 2


@pytest.mark.parametrize("store", STORES)
def test_an_empty_store_finds_nothing(store: Any) -> None:
    assert store(16).search(some_vectors(1)[0], 5) == []
