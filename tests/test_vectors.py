"""The contract that every vector store keeps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.index.embedding import Vectors
from assistant.index.vectors import map_vectors
from assistant.index.vectors.exact import ExactVectors
from assistant.index.vectors.flat import FlatVectors
from assistant.index.vectors.leading import LeadingVectors, leading_components

STORES = [ExactVectors, FlatVectors]


def some_vectors(count: int, seed: int = 7, dimension: int = 16) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


@pytest.mark.parametrize("store", STORES)
def test_nearest_come_first_and_ties_by_row(store: Any) -> None:
    vectors = some_vectors(50)
    vectors[[7, 3]] = vectors[4]
    rows, cosines = store(vectors).search(vectors[4], 5)
    assert rows[:3].tolist() == [3, 4, 7]
    assert cosines.tolist() == sorted(cosines.tolist(), reverse=True)
    assert cosines[0] == pytest.approx(1)


@pytest.mark.parametrize("store", STORES)
def test_search_agrees_with_the_inner_product(store: Any) -> None:
    vectors = some_vectors(200)
    query = some_vectors(1, seed=8)[0]
    rows, cosines = store(vectors).search(query, 10)
    assert rows.tolist() == np.argsort(-(vectors @ query))[:10].tolist()
    assert cosines == pytest.approx(vectors[rows] @ query, abs=1e-6)


@pytest.mark.parametrize("store", STORES)
def test_no_more_is_found_than_there_is(store: Any) -> None:
    assert len(store(some_vectors(3)).search(some_vectors(1)[0], 5)[0]) == 3
    assert len(store(some_vectors(1)[:0]).search(some_vectors(1)[0], 5)[0]) == 0


@pytest.mark.parametrize("store", STORES)
def test_a_cosine_is_the_same_wherever_its_vector_stands(store: Any) -> None:
    vectors, query = some_vectors(300, dimension=384), some_vectors(1, seed=8, dimension=384)[0]
    alone = [store(vectors[n : n + 1]).search(query, 1)[1][0] for n in range(300)]
    rows, cosines = store(vectors).search(query, 300)
    assert [alone[row] for row in rows] == cosines.tolist()


def test_the_leading_components_find_what_is_nearest() -> None:
    topics, spread = some_vectors(40, seed=1, dimension=384), some_vectors(3000, seed=2, dimension=384)
    vectors = topics[np.arange(3000) % 40] + 0.7 * spread
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    store, exact = LeadingVectors(vectors, *leading_components(vectors)), ExactVectors(vectors)
    found = 0
    for query in vectors[:50] + 0.3 * some_vectors(50, seed=3, dimension=384):
        query /= np.linalg.norm(query)
        (rows, cosines), (wanted, _) = store.search(query, 24), exact.search(query, 24)
        assert np.allclose(cosines, vectors[rows] @ query, atol=1e-6)
        assert rows[0] == wanted[0]
        found += len({*rows.tolist()} & {*wanted.tolist()})
    assert found > 0.85 * 50 * 24


def test_mapped_vectors_are_those_of_the_file(tmp_path: Path) -> None:
    vectors = some_vectors(20)
    (tmp_path / "some").write_bytes(vectors.tobytes())
    (tmp_path / "none").write_bytes(b"")
    (tmp_path / "cut").write_bytes(vectors.tobytes()[:-4])
    assert np.array_equal(map_vectors(tmp_path / "some", 16), vectors)
    assert map_vectors(tmp_path / "none", 16).shape == (0, 16)
    with pytest.raises(ValueError):
        map_vectors(tmp_path / "cut", 16)
