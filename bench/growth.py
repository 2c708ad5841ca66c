"""Measure vector search from a thousand to ten million passages.

The vectors are synthetic: a real passage's vector, plus noise with the covariance of the differences between near
neighbours and a size drawn anew for each, brought to length 1. A table shows that neighbours are as near, and as hard
to find, as among the real ones they are made from. The queries are the vectors of real questions as they are. What is
approximate is built and searched in processes of its own; exact search takes turns with it query by query, so that
other load on the machine falls on both, and the ratio is of such pairs.

    python bench/growth.py --sizes 1000,10000,100000,1000000 --work DIR --passages documents.jsonl --questions q.jsonl

With the questions and documents of this project alone it needs no further files. Ten million take 17 GB of disk.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import re
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

import faiss
import numpy as np
import numpy.typing as npt

from assistant.index.embedding import Vectors, encode, open_encoder
from assistant.index.vectors.inverted import InvertedVectors, candidate_count, list_count, probe_count
from assistant.settings import load_settings

Rows = npt.NDArray[np.int64]

ROOT = Path(__file__).resolve().parent.parent
K = 100
BLOCK = 50_000
LEAST_NOISE, MOST_NOISE = 0.3, 0.9
NEAR = 10


# --- real vectors ---------------------------------------------------------------------------


def read_field(files: Iterable[Path], name: str) -> Iterator[str]:
    for file in files:
        with file.open(encoding="utf-8") as lines:
            yield from (str(json.loads(line)[name]) for line in lines)


def read_passages(files: Sequence[Path]) -> list[str]:
    """The sentences of the texts, and runs of three of them, each once."""
    own = sorted(path for path in (ROOT / "corpus" / "documents").rglob("*") if path.is_file())
    passages: set[str] = set()
    for text in [*read_field(files, "text"), *(path.read_text(encoding="utf-8", errors="replace") for path in own)]:
        sentences = [s for s in re.split(r"(?<=[.!?])\s+|\n\n+", text) if len(s) > 25]
        runs = range(0, len(sentences), 3) if len(sentences) > 3 else ()
        passages.update(sentences, (" ".join(sentences[i : i + 3]) for i in runs))
    return sorted(passages)


def encode_all(texts: Sequence[str], cached: Path) -> Vectors:
    """The vectors of the texts (n, d), kept in a file."""
    if cached.exists():
        return np.asarray(np.load(cached), dtype=np.float32)
    encoder = open_encoder("onnx", load_settings().cache, threads=2)
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    vectors = np.zeros((len(texts), encoder.dimension), dtype=np.float32)
    for first in range(0, len(order), 1024):
        some = order[first : first + 1024]
        vectors[some] = encode(encoder, [texts[i] for i in some])
    np.save(cached, vectors)
    return vectors


# --- synthetic vectors ----------------------------------------------------------------------


class Likeness:
    """Draws vectors like given ones (n, d)."""

    def __init__(self, real: Vectors) -> None:
        self.real = real
        _, near = faiss.knn(real, real, NEAR + 1, metric=faiss.METRIC_INNER_PRODUCT)
        choice = np.random.default_rng(0).integers(1, NEAR + 1, len(real))
        difference = (real[near[np.arange(len(real)), choice]] - real).astype(np.float64)
        values, directions = np.linalg.eigh(difference.T @ difference / len(real))
        self.root = (directions * np.sqrt(np.maximum(values, 0))).T.astype(np.float32)

    def draw(self, count: int, seed: int) -> Vectors:
        random = np.random.default_rng(seed)
        parents = self.real[random.integers(0, len(self.real), count)]
        size = random.uniform(LEAST_NOISE, MOST_NOISE, (count, 1)).astype(np.float32)
        drawn = parents + size * (random.standard_normal(parents.shape, dtype=np.float32) @ self.root)
        return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)


def write_vectors(path: Path, like: Likeness, count: int) -> None:
    """A raw file of ``count`` vectors; of fewer, it is the beginning of that of more."""
    dimension = like.real.shape[1]
    if path.exists() and path.stat().st_size >= count * dimension * 4:
        return
    with path.open("wb") as out:
        for first in range(0, count, BLOCK):
            out.write(like.draw(BLOCK, first)[: count - first].tobytes())


def open_vectors(path: Path, count: int) -> Any:
    return np.memmap(path, np.float32, "r", shape=(count, path_dimension(path)))


def path_dimension(path: Path) -> int:
    return int(path.suffix.removeprefix(".f"))


def nearest(path: Path, count: int, queries: Vectors) -> Rows:
    """The K nearest rows of each query (n, K), by brute force, block by block."""
    dimension = path_dimension(path)
    cosines = np.zeros((len(queries), 0), dtype=np.float32)
    rows = np.zeros((len(queries), 0), dtype=np.int64)
    for first in range(0, count, BLOCK):
        size = min(BLOCK, count - first)
        block = np.fromfile(path, np.float32, size * dimension, offset=first * dimension * 4).reshape(-1, dimension)
        found = faiss.knn(queries, block, min(K, size), metric=faiss.METRIC_INNER_PRODUCT)
        cosines, rows = np.hstack([cosines, found[0]]), np.hstack([rows, found[1] + first])
        best = np.argsort(-cosines, axis=1, kind="stable")[:, :K]
        cosines, rows = np.take_along_axis(cosines, best, 1), np.take_along_axis(rows, best, 1)
    return rows


# --- what is compared -----------------------------------------------------------------------


class Search(Protocol):
    """A search over the first ``count`` vectors of a raw file; ``index`` is its own file."""

    def __init__(self, raw: Path, count: int, index: Path) -> None: ...
    def build(self) -> None: ...
    def open(self) -> None: ...
    def search(self, query: Vectors, k: int) -> Rows: ...


class Exact:
    """Every vector compared with the query, through the map."""

    index: Any

    def __init__(self, raw: Path, count: int, index: Path) -> None:
        self.vectors, self.path = open_vectors(raw, count), index

    def build(self) -> None:
        """Nothing is made."""

    def open(self) -> None:
        """Nothing is read."""

    def search(self, query: Vectors, k: int) -> Rows:
        count = min(k, len(self.vectors))
        found = faiss.knn(query[None], self.vectors, count, metric=faiss.METRIC_INNER_PRODUCT)[1][0]
        return np.asarray(found, dtype=np.int64)


class Inverted(Exact):
    """The desk's own: one-bit codes in an inverted file, refined."""

    def build(self) -> None:
        InvertedVectors.write(self.vectors, self.path)

    def open(self) -> None:
        self.index = InvertedVectors.open(self.path, self.vectors)

    def search(self, query: Vectors, k: int) -> Rows:
        return np.asarray(self.index.search(query, k)[0])


class Factory(Exact):
    """An index of FAISS's factory, memory-mapped where it can be, its candidates refined through the map."""

    name = ""

    def build(self) -> None:
        count, dimension = self.vectors.shape
        index = faiss.index_factory(dimension, self.name.format(lists=list_count(count)), faiss.METRIC_INNER_PRODUCT)
        rows = np.sort(np.random.default_rng(1).choice(count, min(count, 32 * list_count(count)), replace=False))
        index.train(self.vectors[rows])
        for first in range(0, count, BLOCK):
            index.add(np.array(self.vectors[first : first + BLOCK]))
        faiss.write_index(index, str(self.path))

    def open(self) -> None:
        self.index = faiss.read_index(str(self.path), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY)
        if hasattr(self.index, "nprobe"):
            self.index.nprobe = probe_count(len(self.vectors))
            lists: Any = faiss.downcast_InvertedLists(self.index.invlists)
            lists.prefetch_nthread = 0
        else:
            self.index.hnsw.efSearch = 2 * K

    def search(self, query: Vectors, k: int) -> Rows:
        found = self.index.search(query[None], min(candidate_count(k), len(self.vectors)))[1][0]
        rows = np.sort(found[found >= 0])
        return np.asarray(rows[np.argsort(-(self.vectors[rows] @ query), kind="stable")][:k])


class Scalar(Factory):
    """Four bits a dimension in an inverted file."""

    name = "IVF{lists},SQ4"


class Product(Factory):
    """Product quantisation, 96 four-bit codes a vector, in an inverted file scanned by table look-up in registers."""

    name = "IVF{lists},PQ96x4fs"


class Graph(Factory):
    """A navigable small-world graph over full vectors, in memory (Malkov and Yashunin 2018)."""

    name = "HNSW32"


KINDS: dict[str, type[Search]] = {
    "exact": Exact,
    "inverted": Inverted,
    "scalar": Scalar,
    "product": Product,
    "graph": Graph,
}


# --- processes ------------------------------------------------------------------------------


class Worker:
    """A search in a process of its own."""

    def __init__(self, kind: str, raw: Path, count: int, index: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, far = context.Pipe()
        self.process = context.Process(target=serve, args=(kind, raw, count, index, far), daemon=True)
        self.process.start()
        far.close()

    def call(self, method: str, *arguments: Any) -> tuple[Any, float]:
        """The result and the seconds it took; what was raised there is raised here."""
        self.connection.send((method, arguments))
        result, seconds = self.connection.recv()
        if isinstance(result, Exception):
            raise result
        return result, seconds

    def close(self) -> None:
        self.connection.close()
        self.process.join(timeout=30)


def serve(kind: str, raw: Path, count: int, index: Path, connection: Connection) -> None:
    search: Any = KINDS[kind](raw, count, index)
    with contextlib.suppress(EOFError):
        while True:
            method, arguments = connection.recv()
            faiss.omp_set_num_threads(2 if method == "build" else 1)
            started = time.perf_counter()
            result: Any
            try:
                result = resident() if method == "resident" else getattr(search, method)(*arguments)
            except (RuntimeError, OSError, ValueError) as error:
                result = error
            connection.send((result, time.perf_counter() - started))


def resident() -> float:
    """Megabytes of this process in memory, own and mapped."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(("RssAnon", "RssFile"))) / 1024


# --- measuring ------------------------------------------------------------------------------


@dataclass
class Row:
    """What was measured of a kind at a size; times in seconds, memory in megabytes."""

    count: int
    kind: str
    recall: tuple[float, float] = (0.0, 0.0)
    build: float = 0.0
    disk: float = 0.0
    open: float = 0.0
    memory: float = 0.0
    times: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)


def recall(found: Sequence[Rows], truth: Rows, k: int) -> float:
    """The mean share of the k nearest that is among the first k found."""
    pairs = zip(found, truth[:, :k].tolist(), strict=True)
    return statistics.mean(len(set(rows[:k].tolist()) & set(best)) / len(best) for rows, best in pairs)


def measure(kind: str, raw: Path, count: int, queries: Vectors, truth: Rows, pairs: int) -> Row:
    row = Row(count, kind)
    index = raw.with_name(f"{kind}-{count}.index")
    builder = Worker(kind, raw, count, index)
    row.build = builder.call("build")[1]
    builder.close()
    row.disk = index.stat().st_size / count if index.exists() else 0.0
    worker, other = Worker(kind, raw, count, index), Worker("exact", raw, count, index)
    before = worker.call("resident")[0]
    row.open = worker.call("open")[1]
    searched = queries if kind != "exact" else queries[:pairs]
    found = [worker.call("search", query, K)[0] for query in searched]
    row.memory = worker.call("resident")[0] - before
    row.recall = recall(found, truth[: len(found)], 10), recall(found, truth[: len(found)], K)
    other.call("search", queries[0], K)
    for query in queries[:pairs]:
        own, exact = worker.call("search", query, K)[1], other.call("search", query, K)[1]
        row.times.append(own)
        row.ratios.append(exact / own)
    worker.close()
    other.close()
    index.unlink(missing_ok=True)
    return row


def compare_likeness(like: Likeness, questions: Vectors, options: argparse.Namespace, folder: Path) -> None:
    """Prints how near neighbours are, and what each kind finds, among the real vectors and as many synthetic."""
    real = like.real
    print("| vectors | of | 1st | 10th | 100th |\n|---|---|---|---|---|")
    recalls = []
    for name, vectors in (("real", real), ("synthetic", like.draw(len(real), 1))):
        picked = vectors[np.random.default_rng(2).choice(len(vectors), min(1000, len(vectors)), replace=False)]
        for asked, of, skip in ((picked, "passages", 1), (questions, "questions", 0)):
            cosines = faiss.knn(asked, vectors, K + 1, metric=faiss.METRIC_INNER_PRODUCT)[0]
            cells = [np.quantile(cosines[:, at - 1 + skip], [0.1, 0.5, 0.9]) for at in (1, 10, 100)]
            print(f"| {name} | {of} | " + " | ".join(" / ".join(f"{v:.2f}" for v in cell) for cell in cells) + " |")
        raw = folder / f"{name}.f{real.shape[1]}"
        raw.write_bytes(vectors.tobytes())
        truth = nearest(raw, len(vectors), questions)
        for kind in options.kinds:
            if kind != "exact":
                recalls.append((name, measure(kind, raw, len(vectors), questions, truth, 1)))
    print(f"\n| vectors ({len(real)}) | kind | recall@10 | recall@100 |\n|---|---|---|---|")
    for name, row in recalls:
        print(f"| {name} | {row.kind} | {row.recall[0]:.3f} | {row.recall[1]:.3f} |")
    print(flush=True)


# --- report ---------------------------------------------------------------------------------

HEADER = (
    "| passages | kind | recall@10 | recall@100 | build s | bytes a passage | open ms | search ms (p95)"
    " | times faster than exact | resident MB |"
)


def line(row: Row) -> str:
    slow = sorted(row.times)[int(0.95 * (len(row.times) - 1))]
    cells = [
        f"{row.count:,}",
        row.kind,
        *(f"{share:.3f}" for share in row.recall),
        f"{row.build:.1f}",
        f"{row.disk:.0f}",
        f"{1000 * row.open:.1f}",
        f"{1000 * statistics.median(row.times):.2f} ({1000 * slow:.2f})",
        f"{statistics.median(row.ratios):.1f}",
        f"{row.memory:.0f}",
    ]
    return "| " + " | ".join(cells) + " |"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure vector search as passages grow.")
    parser.add_argument("--sizes", default="1000,10000,100000,1000000", help="numbers of passages, by commas")
    parser.add_argument("--kinds", default="exact,inverted", help=f"of {', '.join(KINDS)}, by commas")
    parser.add_argument("--passages", nargs="*", type=Path, default=[], help="JSONL with `text`")
    parser.add_argument("--questions", nargs="*", type=Path, default=[], help="JSONL with `question`")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--pairs", type=int, default=50, help="queries timed in turns with exact search")
    parser.add_argument("--work", type=Path, help="a folder for the vectors; kept")
    options = parser.parse_args()
    options.sizes = [int(size) for size in options.sizes.split(",")]
    options.kinds = options.kinds.split(",")
    return options


def main() -> None:
    options = arguments()
    with contextlib.ExitStack() as stack:
        folder = options.work or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        own = sorted((ROOT / "tests" / "questions").glob("*.jsonl"))
        asked = sorted(set(read_field([*own, *options.questions], "question")))
        like = Likeness(encode_all(read_passages(options.passages), folder / "passages.npy"))
        questions = encode_all(asked, folder / "questions.npy")
        chosen = np.random.default_rng(1).choice(len(questions), min(options.queries, len(questions)), replace=False)
        queries = questions[chosen]
        compare_likeness(like, queries, options, folder)
        raw = folder / f"synthetic-all.f{like.real.shape[1]}"
        write_vectors(raw, like, max(options.sizes))
        print(HEADER + "\n" + "|---" * 10 + "|", flush=True)
        for count in options.sizes:
            truth = nearest(raw, count, queries)
            for kind in options.kinds:
                print(line(measure(kind, raw, count, queries, truth, options.pairs)), flush=True)


if __name__ == "__main__":
    main()
