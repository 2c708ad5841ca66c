"""Approximate search: what it finds, that its cosines are exact, and its file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.index.embedding import Vectors
from assistant.index.vectors.inverted import InvertedVectors, candidate_count, list_count, probe_count

DIMENSION = 64
Mapped = np.memmap[Any, np.dtype[np.float32]]


def unit(vectors: Any) -> Vectors:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def clustered(count: int, seed: int = 3) -> Vectors:
    """Vectors about 100 centres, at a cosine of about .8 to them."""
    random = np.random.default_rng(seed)
    centres = unit(np.random.default_rng(1).normal(size=(100, DIMENSION)))
    return unit(centres[random.integers(0, 100, count)] + random.normal(scale=0.09, size=(count, DIMENSION)))


def raw_file(path: Path, vectors: Vectors, before: int = 0) -> Mapped:
    """The vectors in a file, after ``before`` bytes of something else, and mapped."""
    path.write_bytes(b"\xff" * before + vectors.tobytes())
    return np.memmap(path, np.float32, "r", before, vectors.shape)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapped]:
    """An index of 5,000 clustered vectors, of which rows 10, 20 and 4,990 are the same; and the vectors."""
    folder = tmp_path_factory.mktemp("inverted")
    vectors = clustered(5_000)
    vectors[[20, 4_990]] = vectors[10]
    mapped = raw_file(folder / "vectors.f32", vectors)
    InvertedVectors.write(mapped, folder / "vectors.ivf")
    return folder / "vectors.ivf", mapped


@pytest.mark.parametrize(("k", "wanted"), [(10, 0.95), (100, 0.95)])
def test_nearly_all_neighbours_are_found(made: tuple[Path, Mapped], k: int, wanted: float) -> None:
    path, vectors = made
    index = InvertedVectors.open(path, vectors)
    queries = clustered(50, seed=4)
    shares = []
    for query in queries:
        best = np.argsort(-(vectors @ query))[:k].tolist()
        shares.append(len(set(best) & set(index.search(query, k)[0].tolist())) / k)
    assert float(np.mean(shares)) >= wanted


def test_cosines_are_exact_and_best_first(made: tuple[Path, Mapped]) -> None:
    path, vectors = made
    query = clustered(1, seed=5)[0]
    rows, cosines = InvertedVectors.open(path, vectors).search(query, 100)
    assert (rows.dtype.name, cosines.dtype.name) == ("int64", "float32")
    assert cosines == pytest.approx(vectors[rows] @ query, abs=1e-6)
    assert cosines.tolist() == sorted(cosines.tolist(), reverse=True)


def test_ties_are_ordered_by_row(made: tuple[Path, Mapped]) -> None:
    path, vectors = made
    rows, cosines = InvertedVectors.open(path, vectors).search(vectors[10], 5)
    assert rows[:3].tolist() == [10, 20, 4_990]
    assert len(set(cosines[:3].tolist())) == 1


@pytest.mark.parametrize("count", [1, 2, 17, 40])
def test_more_neighbours_than_vectors_are_all_of_them(tmp_path: Path, count: int) -> None:
    vectors = raw_file(tmp_path / "vectors.f32", clustered(count))
    InvertedVectors.write(vectors, tmp_path / "vectors.ivf")
    index = InvertedVectors.open(tmp_path / "vectors.ivf", vectors)
    rows, _ = index.search(vectors[0], 1_000)
    assert sorted(rows.tolist()) == list(range(count))
    assert len(index) == count


def test_the_same_vectors_give_the_same_file(tmp_path: Path) -> None:
    vectors = clustered(20_000)  # enough that the centroids are found from a sample
    mapped = raw_file(tmp_path / "vectors.f32", vectors)
    InvertedVectors.write(mapped, tmp_path / "mapped.ivf")
    InvertedVectors.write(vectors, tmp_path / "again.ivf")
    assert (tmp_path / "again.ivf").read_bytes() == (tmp_path / "mapped.ivf").read_bytes()


def test_an_opened_file_gives_the_same_again(made: tuple[Path, Mapped]) -> None:
    path, vectors = made
    query = clustered(1, seed=6)[0]
    first, again = (InvertedVectors.open(path, vectors).search(query, 10) for _ in range(2))
    assert [part.tolist() for part in first] == [part.tolist() for part in again]


def test_vectors_may_lie_anywhere_in_their_file(made: tuple[Path, Mapped], tmp_path: Path) -> None:
    path, vectors = made
    query = clustered(1, seed=6)[0]
    expected = InvertedVectors.open(path, vectors).search(query, 10)[1].tolist()
    moved = raw_file(tmp_path / "moved.f32", np.array(vectors), before=100)
    longer: Any = raw_file(tmp_path / "longer.f32", np.vstack([vectors[:7], vectors]))
    for same in (moved, longer[7:], longer.reshape(-1)[7 * DIMENSION :].reshape(-1, DIMENSION)):
        assert InvertedVectors.open(path, same).search(query, 10)[1].tolist() == expected


@pytest.mark.parametrize("kept", [0, 3, 500, 70_000, -1])
def test_a_file_cut_short_is_refused(made: tuple[Path, Mapped], tmp_path: Path, kept: int) -> None:
    path, vectors = made
    (tmp_path / "cut.ivf").write_bytes(path.read_bytes()[:kept])
    with pytest.raises((OSError, RuntimeError, ValueError)):
        InvertedVectors.open(tmp_path / "cut.ivf", vectors)


def test_a_file_of_something_else_is_refused(made: tuple[Path, Mapped], tmp_path: Path) -> None:
    path, vectors = made
    (tmp_path / "other.ivf").write_bytes(b"something else" * 100)
    with pytest.raises((OSError, RuntimeError, ValueError)):
        InvertedVectors.open(tmp_path / "other.ivf", vectors)
    with pytest.raises((OSError, RuntimeError)):
        InvertedVectors.open(tmp_path / "absent.ivf", vectors)
    with pytest.raises(ValueError, match="4999 vectors"):
        InvertedVectors.open(path, vectors[:-1])  # type: ignore[arg-type]


def test_vectors_cut_short_are_noticed(made: tuple[Path, Mapped], tmp_path: Path) -> None:
    path, vectors = made
    mapped = raw_file(tmp_path / "vectors.f32", np.array(vectors))
    index = InvertedVectors.open(path, mapped)
    with (tmp_path / "vectors.f32").open("r+b") as file:
        file.truncate(mapped.nbytes // 100)
    with pytest.raises(OSError, match="ends before"):
        index.search(np.array(clustered(1, seed=5)[0]), 100)


def test_sizes_follow_the_number_of_vectors() -> None:
    sizes = (1, 20, 5_000, 100_000, 1_000_000, 10_000_000)
    assert [list_count(n) for n in sizes] == [1, 16, 256, 1_024, 4_096, 8_192]
    assert [probe_count(n) for n in sizes] == [1, 16, 128, 128, 128, 128]
    assert [candidate_count(k) for k in (1, 10, 100)] == [200, 200, 500]
