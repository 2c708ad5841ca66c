"""Compare BM25 engines (SQLite FTS5, tantivy, bm25s) on passages made from given texts.

Passages are runs of sentences drawn from the `text` fields of JSONL files, with invented words
from a Zipf tail put in, so that both ends of the document frequencies are realistic. Every engine
works in a process of its own, and the engines take turns query by query, so that other load on
the machine falls on all of them alike; minima and medians are what to compare.

    python bench/lexical.py --text documents.jsonl --questions questions.jsonl --passages 200000
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import multiprocessing
import random
import re
import shutil
import sqlite3
import statistics
import tempfile
import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

PER_DOCUMENT = 10
WORD = re.compile(r"[^\W_]+")
HOSTILE = (
    "401(k)",
    "it's",
    '"open',
    "AND",
    "NEAR(",
    "a* -b",
    "body:x",
    "(",
    "",
    "—",
    "NOT limit^2",
)

Passage = tuple[int, str]
Hits = list[tuple[int, float]]


def query_words(query: str) -> list[str]:
    """The words of a query, lower case, each once: what every engine is asked for."""
    return list(dict.fromkeys(WORD.findall(query.lower())))


# --- passages and questions -----------------------------------------------------------------


def read_field(files: Iterable[Path], name: str) -> Iterator[str]:
    for file in files:
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                yield str(json.loads(line)[name])


def read_sentences(files: Iterable[Path]) -> list[list[str]]:
    """Sentences as lists of words, in the order of the texts."""
    texts = read_field(files, "text")
    split = (s.split() for text in texts for s in re.split(r"(?<=[.!?])\s+|\n\n+", text))
    return [words for words in split if 4 <= len(words) <= 60]


def read_questions(files: Iterable[Path], count: int, rng: random.Random) -> list[str]:
    questions = sorted({q for q in read_field(files, "question") if 6 <= len(q.split()) <= 14})
    return rng.sample(questions, min(count, len(questions)))


def tail_word(number: int) -> str:
    """An invented word of at least three syllables, another one for every number."""
    syllables = [c + v for c in "bdfghjklmnprstvwxyzq" for v in "aeiou"]
    word = ""
    while number or len(word) < 6:
        number, digit = divmod(number, len(syllables))
        word += syllables[digit]
    return word + "n"


def write_passages(path: Path, sentences: list[list[str]], options: argparse.Namespace) -> int:
    """Write one passage of 120 to 200 words a line; return the number of different words."""
    rng = random.Random(options.seed)
    tail = [tail_word(number) for number in range(options.tail)]
    weights = list(accumulate(1 / (rank + 50) for rank in range(options.tail)))
    used: set[str] = set()
    with path.open("w", encoding="utf-8") as out:
        for _ in range(options.passages):
            words: list[str] = []
            length = rng.randint(120, 200)
            while len(words) < length:
                start = rng.randrange(len(sentences))
                words += [word for s in sentences[start : start + rng.randint(1, 3)] for word in s]
            for word in rng.choices(tail, cum_weights=weights, k=length // 12):
                words[rng.randrange(length)] = word
                used.add(word)
            out.write(" ".join(words[:length]) + "\n")
    return len(used) + len({w for s in sentences for w in query_words(" ".join(s))})


def read_passages(path: Path) -> Iterator[Passage]:
    with path.open(encoding="utf-8") as lines:
        yield from enumerate(line.rstrip("\n") for line in lines)


# --- engines --------------------------------------------------------------------------------


class Engine(Protocol):
    """An index in a folder. Hits are best first, equal scores by id."""

    def build(self, passages: Iterable[Passage]) -> None: ...
    def open(self) -> None: ...
    def search(self, query: str, k: int) -> Hits: ...
    def replace(self, old: Sequence[Passage], new: Sequence[Passage]) -> None:
        """Put `new` in the place of `old`, the passages of one document, and commit."""

    def refresh(self) -> None:
        """Make what another process has committed visible."""


class Fts5:
    def __init__(self, folder: Path, options: str = "", drop: float = 1.0) -> None:
        self.file = folder / "terms.db"
        self.options = options
        self.drop = drop
        self.frequent: dict[str, int] = {}

    def connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.file, isolation_level=None, timeout=30)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -65536")
        return connection

    def build(self, passages: Iterable[Passage]) -> None:
        self.db = self.connect()
        self.db.execute("CREATE TABLE passages(id INTEGER PRIMARY KEY, body TEXT)")
        columns = f"body, tokenize='porter unicode61'{self.options}"
        self.db.execute(f"CREATE VIRTUAL TABLE terms USING fts5({columns})")
        self.db.execute("BEGIN")
        if "passages" in self.options:
            self.db.executemany("INSERT INTO passages VALUES(?, ?)", passages)
            self.db.execute("INSERT INTO terms(terms) VALUES('rebuild')")
        else:
            self.db.executemany("INSERT INTO terms(rowid, body) VALUES(?, ?)", passages)
        self.db.execute("COMMIT")
        self.db.execute("INSERT INTO terms(terms) VALUES('optimize')")
        self.store_frequent()
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def store_frequent(self) -> None:
        """Keep the stems above 1 % of the passages: counting them for a query takes too long."""
        self.db.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab(terms, row)")
        self.db.execute(
            "CREATE TABLE frequent AS SELECT term, doc AS passages FROM vocabulary"
            " WHERE doc > 0.01 * (SELECT count(*) FROM terms_docsize)"
        )
        self.db.execute("CREATE TABLE size AS SELECT count(*) AS passages FROM terms_docsize")

    def open(self) -> None:
        self.db = self.connect()
        self.db.execute("SELECT rowid FROM terms WHERE terms MATCH 'a' LIMIT 1").fetchone()
        if self.drop < 1:
            rows = self.db.execute(
                "SELECT term, frequent.passages FROM frequent, size WHERE frequent.passages > ? * size.passages",
                (self.drop,),
            )
            self.frequent = dict(rows)
            self.stems = sqlite3.connect(":memory:", isolation_level=None)
            self.stems.execute("CREATE VIRTUAL TABLE t USING fts5(body, tokenize='porter unicode61')")
            self.stems.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, instance)")

    def rare(self, words: list[str]) -> list[str]:
        """The words below the cut, by FTS5's own stems; where all are above, the rarest two."""
        self.stems.execute("DELETE FROM t")
        self.stems.executemany("INSERT INTO t(rowid, body) VALUES(?, ?)", enumerate(words))
        count = {row: self.frequent.get(term, 0) for row, term in self.stems.execute("SELECT doc, term FROM v")}
        kept = [word for row, word in enumerate(words) if not count.get(row)]
        by_count = sorted(range(len(words)), key=lambda row: count.get(row, 0))
        return kept or [words[row] for row in by_count[:2]]

    def search(self, query: str, k: int) -> Hits:
        words = query_words(query)
        if self.drop < 1:
            words = self.rare(words)
        if not words:
            return []
        match = " OR ".join(f'"{word}"' for word in words)
        rows = self.db.execute(
            "SELECT rowid, -bm25(terms) AS score FROM terms WHERE terms MATCH ? ORDER BY score DESC, rowid LIMIT ?",
            (match, k),
        )
        return rows.fetchall()

    def replace(self, old: Sequence[Passage], new: Sequence[Passage]) -> None:
        self.db.execute("BEGIN IMMEDIATE")
        if "content" in self.options:
            delete = "INSERT INTO terms(terms, rowid, body) VALUES('delete', ?, ?)"
            self.db.executemany(delete, old)
            ids = [(key,) for key, _ in old]
            self.db.executemany("DELETE FROM passages WHERE id = ?", ids)
        else:
            ids = [(key,) for key, _ in old]
            self.db.executemany("DELETE FROM terms WHERE rowid = ?", ids)
        if "passages" in self.options:
            self.db.executemany("INSERT INTO passages VALUES(?, ?)", new)
        self.db.executemany("INSERT INTO terms(rowid, body) VALUES(?, ?)", new)
        self.db.execute("COMMIT")

    def refresh(self) -> None:
        """Every statement reads the newest commit."""


class Tantivy:
    def __init__(self, folder: Path, count: bool = False, threads: int = 1) -> None:
        self.folder = folder
        self.count = count
        self.threads = threads

    def build(self, passages: Iterable[Passage]) -> None:
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_unsigned_field("id", fast=True)
        schema.add_text_field("document", tokenizer_name="raw", index_option="basic")
        schema.add_text_field("body", tokenizer_name="en_stem", index_option="freq")
        index = tantivy.Index(schema.build(), path=str(self.folder))
        writer = index.writer(heap_size=256_000_000, num_threads=self.threads)
        self.add(writer, passages)
        writer.commit()
        writer.wait_merging_threads()

    @staticmethod
    def add(writer: Any, passages: Iterable[Passage]) -> None:
        import tantivy

        for key, text in passages:
            document = tantivy.Document()
            document.add_unsigned("id", key)
            document.add_text("document", f"d{key // PER_DOCUMENT}")
            document.add_text("body", text)
            writer.add_document(document)

    def open(self) -> None:
        from tantivy import Filter, Index, TextAnalyzerBuilder, Tokenizer

        self.index = Index.open(str(self.folder))
        self.index.config_reader("manual")
        self.index.reload()
        self.searcher = self.index.searcher()
        analyzer = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(40))
        analyzer = analyzer.filter(Filter.lowercase()).filter(Filter.stemmer("english"))
        self.analyzer = analyzer.build()

    def search(self, query: str, k: int) -> Hits:
        from tantivy import Occur, Query

        terms = dict.fromkeys(self.analyzer.analyze(" ".join(query_words(query))))
        clauses = [(Occur.Should, Query.term_query(self.index.schema, "body", term, "freq")) for term in terms]
        wanted = Query.boolean_query(clauses)
        limit = k + 10
        while True:
            hits = self.searcher.search(wanted, limit, count=self.count).hits
            # Equal scores come in segment order; fetch all that tie with the last one.
            if len(hits) < limit or hits[-1][0] < hits[k - 1][0]:
                break
            limit *= 2
        ids = self.searcher.fast_field_values("id", [address for _, address in hits])
        pairs = [(int(key), float(score)) for key, (score, _) in zip(ids, hits, strict=True)]
        return sorted(pairs, key=lambda hit: (-hit[1], hit[0]))[:k]

    def replace(self, old: Sequence[Passage], new: Sequence[Passage]) -> None:
        writer = self.index.writer(heap_size=50_000_000, num_threads=1)
        for document in {key // PER_DOCUMENT for key, _ in old}:
            writer.delete_documents_by_term("document", f"d{document}")
        self.add(writer, new)
        writer.commit()
        writer.wait_merging_threads()

    def refresh(self) -> None:
        self.index.reload()
        self.searcher = self.index.searcher()


class Bm25s:
    """No update: any change builds the whole index again."""

    def __init__(self, folder: Path, backend: str = "numpy") -> None:
        self.folder = folder
        self.backend = backend

    def stems(self, text: str) -> list[str]:
        stems: list[str] = self.stemmer.stemWords(WORD.findall(text.lower()))
        return stems

    def build(self, passages: Iterable[Passage]) -> None:
        import bm25s
        import Stemmer

        self.stemmer = Stemmer.Stemmer("english")
        vocabulary: dict[str, int] = {}
        tokens = [
            array("i", [vocabulary.setdefault(s, len(vocabulary)) for s in self.stems(text)]) for _, text in passages
        ]
        retriever = bm25s.BM25(k1=1.2, b=0.75, method="lucene", backend="numpy")
        retriever.index((tokens, vocabulary), show_progress=False)
        retriever.save(self.folder, show_progress=False)

    def open(self) -> None:
        import bm25s
        import Stemmer

        self.stemmer = Stemmer.Stemmer("english")
        self.retriever = bm25s.BM25.load(self.folder, mmap=True, backend=self.backend)
        if self.backend == "numba":  # loading alone leaves the scorer in numpy
            self.retriever.activate_numba_scorer()

    def search(self, query: str, k: int) -> Hits:
        import numpy as np

        known = self.retriever.vocab_dict
        stems = list(dict.fromkeys(self.stems(" ".join(query_words(query)))))
        stems = [stem for stem in stems if stem in known]
        if not stems:
            return []
        scores = self.retriever.get_scores(stems)
        k = min(k, len(scores))
        least = np.partition(scores, len(scores) - k)[len(scores) - k]
        ids = np.flatnonzero(scores >= max(least, np.nextafter(np.float32(0), np.float32(1))))
        order = np.lexsort((ids, -scores[ids]))[:k]
        return [(int(key), float(scores[key])) for key in ids[order]]

    def replace(self, old: Sequence[Passage], new: Sequence[Passage]) -> None:
        raise NotImplementedError("bm25s cannot change an index")

    def refresh(self) -> None:
        self.open()


def engine(name: str, folder: Path) -> Engine:
    """The engine of that name over the indexes in `folder`; variants of a search share one."""
    index = folder / index_name(name)
    index.mkdir(parents=True, exist_ok=True)
    if "-drop" in name:
        return Fts5(index, drop=float(name.partition("-drop")[2]) / 100)
    return ENGINES[name](index)


def index_name(name: str) -> str:
    return re.sub(r"-(drop[\d.]+|count|numba)$", "", name)


ENGINES: dict[str, Callable[[Path], Engine]] = {
    "fts5": Fts5,
    "fts5-contentless": lambda folder: Fts5(folder, ", content=''"),
    "fts5-external": lambda folder: Fts5(folder, ", content='passages', content_rowid='id'"),
    "fts5-column": lambda folder: Fts5(folder, ", detail=column"),
    "fts5-none": lambda folder: Fts5(folder, ", detail=none"),
    "fts5-none-contentless": lambda folder: Fts5(folder, ", content='', detail=none"),
    "tantivy": Tantivy,
    "tantivy-2threads": lambda folder: Tantivy(folder, threads=2),
    "tantivy-count": lambda folder: Tantivy(folder, count=True),
    "bm25s": Bm25s,
    "bm25s-numba": lambda folder: Bm25s(folder, backend="numba"),
}


# --- one process an engine ------------------------------------------------------------------


class Worker:
    """An engine in a process of its own; calls may be sent first and received later."""

    def __init__(self, name: str, folder: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, far = context.Pipe()
        self.process = context.Process(target=serve, args=(name, folder, far), daemon=True)
        self.process.start()
        far.close()

    def send(self, method: str, *arguments: Any) -> None:
        self.connection.send((method, arguments))

    def receive(self) -> tuple[Any, float]:
        """The result and the seconds it took; what was raised there is raised here."""
        result, seconds = self.connection.recv()
        if isinstance(result, Exception):
            raise result
        return result, seconds

    def call(self, method: str, *arguments: Any) -> tuple[Any, float]:
        self.send(method, *arguments)
        return self.receive()

    def close(self) -> None:
        self.connection.close()
        self.process.join(timeout=30)


def serve(name: str, folder: Path, connection: Connection) -> None:
    served = engine(name, folder)
    own: dict[str, Callable[..., Any]] = {
        "memory": memory,
        "build_from": lambda path: build_from(served, path),
        "search_during": lambda queries, seconds: search_during(served, queries, seconds),
    }
    with contextlib.suppress(EOFError):
        while True:
            method, arguments = connection.recv()
            start = time.perf_counter()
            try:
                result = (own.get(method) or getattr(served, method))(*arguments)
            except Exception as error:  # noqa: BLE001 - reported in the table  # noqa: BLE001 - the door of the process; the caller raises it
                result = RuntimeError(f"{name}: {type(error).__name__}: {error}")
            connection.send((result, time.perf_counter() - start))


def memory() -> dict[str, float]:
    """Resident megabytes of this process: VmRSS now, RssAnon without file pages, VmHWM at peak."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.findall(r"^(VmRSS|RssAnon|VmHWM):\s+(\d+)", status, re.MULTILINE)
    return {name: int(kilobytes) / 1024 for name, kilobytes in found}


def build_from(served: Engine, path: Path) -> float:
    """Build, and return the greatest resident size on the way, in megabytes."""
    served.build(read_passages(path))
    return memory()["VmHWM"]


def search_during(served: Engine, queries: list[str], seconds: float) -> list[float]:
    """The milliseconds of each search, the queries over and over for that long."""
    taken: list[float] = []
    end = time.perf_counter() + seconds
    while (start := time.perf_counter()) < end:
        served.search(queries[len(taken) % len(queries)], 100)
        taken.append(1000 * (time.perf_counter() - start))
    return taken


# --- measurements ---------------------------------------------------------------------------


@dataclass
class Row:
    name: str
    build: float = math.nan
    peak: float = math.nan
    disk: float = math.nan
    open: float = math.nan
    resident: list[dict[str, float]] = field(default_factory=list)
    first: float = math.nan
    times: list[list[float]] = field(default_factory=list)
    hits: list[Hits] = field(default_factory=list)
    updates: list[float] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)


def build(name: str, folder: Path, passages: Path) -> tuple[float, float, float]:
    """Seconds, peak megabytes and megabytes on disk."""
    worker = Worker(name, folder)
    peak, seconds = worker.call("build_from", passages)
    worker.close()
    files = [f for f in (folder / index_name(name)).rglob("*") if f.is_file()]
    return seconds, peak, sum(f.stat().st_size for f in files) / 1e6


def check_small(name: str, folder: Path) -> dict[str, str]:
    """Stemming and hostile queries, on an index of three passages."""
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        small = engine(name, Path(scratch))
        small.build([(0, "no such words"), (1, "a contribution, it's open"), (2, "the 401(k) limit")])
        small.open()
        notes = {"stems": "yes" if [k for k, _ in small.search("contributions", 2)] == [1] else "NO"}
        failed = []
        for query in HOSTILE:
            try:
                small.search(query, 3)
            except (sqlite3.Error, ValueError, LookupError):
                failed.append(query)
        found = [key for key, _ in small.search("401(k)", 3)] == [2]
        notes["hostile"] = f"FAIL {failed}" if failed or not found else "ok"
    return notes


def time_queries(rows: list[Row], workers: list[Worker], queries: list[str], rounds: int) -> None:
    """Search with the engines in turn, query by query; top 100."""
    for row in rows:
        row.times = [[] for _ in queries]
    for turn in range(rounds):
        for number, query in enumerate(queries):
            for row, worker in zip(rows, workers, strict=True):
                hits, seconds = worker.call("search", query, 100)
                row.times[number].append(1000 * seconds)
                if turn == 0:
                    row.hits.append(hits)
                elif hits != row.hits[number]:
                    row.notes["repeat"] = "DIFFERS"
        if turn == 0:
            for row, worker in zip(rows, workers, strict=True):
                row.first = row.times[0][0]
                row.resident.append(worker.call("memory")[0])


def update_while_reading(row: Row, reader: Worker, writer: Worker, old: list[Passage], queries: list[str]) -> None:
    """Replace a document five times from one process while another one searches."""
    current = old
    writer.call("open")
    reader.send("search_during", queries, 6)
    time.sleep(0.5)
    for turn in range(5):
        new = [(key, f"{text} marker{turn}") for key, text in old]
        row.updates.append(1000 * writer.call("replace", current, new)[1])
        current = new
    taken, _ = reader.receive()
    reader.call("refresh")
    seen = sorted(key for key, _ in reader.call("search", "marker4", 100)[0])
    gone = not reader.call("search", "marker3", 100)[0]
    right = seen == [key for key, _ in old] and gone
    searches = f"{len(taken)} searches, slowest {max(taken):.0f} ms"
    row.notes["reader"] = f"{searches}, then {'sees it' if right else 'WRONG'}"


def swap_while_reading(row: Row, reader: Worker, writer: Worker, index: Path, old: list[Passage]) -> None:
    """Put a changed copy in the place of the index folder under an open reader."""
    query = " ".join(old[0][1].split()[:8])
    before, _ = reader.call("search", query, 10)
    fresh, away = index.with_name(index.name + ".new"), index.with_name(index.name + ".old")
    shutil.copytree(index, fresh)
    index.rename(away)
    fresh.rename(index)
    shutil.rmtree(away)
    same = reader.call("search", query, 10)[0] == before
    row.notes["swap"] = f"old hits {'kept' if same else 'LOST'}"
    writer.call("open")
    writer.call("replace", [(key, f"{text} marker4") for key, text in old], old)
    for step in ("refresh", "open"):
        reader.call(step)
        if not reader.call("search", "marker4", 10)[0]:
            row.notes["swap"] += f", new folder seen after {step}"
            return
    row.notes["swap"] += ", new folder NOT SEEN"


def compare_restored(row: Row, reader: Worker, queries: list[str]) -> None:
    """Whether an index brought back to its first passages answers as it did before."""
    again: list[Hits] = [reader.call("search", query, 100)[0] for query in queries]
    pairs = list(zip(row.hits, again, strict=True))
    exact = sum(a == b for a, b in pairs)
    order = sum([k for k, _ in a[:10]] == [k for k, _ in b[:10]] for a, b in pairs)
    row.notes["restored"] = f"{exact} of {len(queries)} exact, {order} the same first ten"


def measure_writes(row: Row, reader: Worker, folder: Path, old: list[Passage], queries: list[str]) -> None:
    steps: dict[str, Callable[[Worker], None]] = {
        "reader": lambda writer: update_while_reading(row, reader, writer, old, queries),
        "swap": lambda writer: swap_while_reading(row, reader, writer, folder / row.name, old),
        "restored": lambda _: compare_restored(row, reader, queries),
    }
    for step, run in steps.items():
        writer = Worker(row.name, folder)
        try:
            run(writer)
        except (RuntimeError, EOFError, OSError) as error:
            row.notes[step] = "; ".join(filter(None, [row.notes.get(step), str(error) or type(error).__name__]))
            if step == "reader" and reader.connection.poll(10):
                reader.receive()
        writer.close()


def measure(names: list[str], folder: Path, passages: Path, options: argparse.Namespace) -> list[Row]:
    rows, built = [], dict[str, tuple[float, float, float]]()
    for name in names:
        index = index_name(name)
        if index not in built:
            built[index] = build(index, folder, passages)
            print(f"<!-- built {index}: {built[index][0]:.0f} s -->", flush=True)
        rows.append(Row(name, *built[index], notes=check_small(name, folder)))
    rng = random.Random(options.seed)
    queries = read_questions(options.questions, options.queries, rng)
    workers = [Worker(name, folder) for name in names]
    for row, worker in zip(rows, workers, strict=True):
        row.open = 1000 * worker.call("open")[1]
        row.resident.append(worker.call("memory")[0])
    time_queries(rows, workers, queries, options.rounds)
    start = options.passages // 2 // PER_DOCUMENT * PER_DOCUMENT
    old = list(islice(read_passages(passages), start, start + PER_DOCUMENT))
    for row, worker in zip(rows, workers, strict=True):
        if not options.no_writes and row.name == index_name(row.name):
            measure_writes(row, worker, folder, old, queries)
        worker.close()
    return rows


# --- report ---------------------------------------------------------------------------------


def table(header: str, lines: Iterable[Sequence[str]]) -> str:
    names = header.split(" | ")
    body = ["| " + " | ".join(cells) + " |" for cells in lines]
    return "\n".join([f"| {header} |", "|---" * len(names) + "|", *body, ""])


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, math.ceil(share * len(values)) - 1)]


def overlap(row: Row, other: Row) -> float:
    """The mean share of the first ten that two engines have in common."""
    shares = [
        len({k for k, _ in a[:10]} & {k for k, _ in b[:10]}) / max(1, len(b[:10]))
        for a, b in zip(row.hits, other.hits, strict=True)
    ]
    return statistics.mean(shares)


def query_cells(row: Row, first: Row) -> list[str]:
    least = [min(times) for times in row.times]
    middle = [statistics.median(times) for times in row.times]
    base = statistics.median(min(times) for times in first.times)
    p50 = statistics.median(least)
    numbers = [p50, statistics.median(middle), percentile(least, 0.95), min(least), row.first]
    return [row.name, *(f"{n:.2f}" for n in numbers), f"{p50 / base:.3f}"]


def cost_cells(row: Row) -> list[str]:
    resident = [f"{m['VmRSS']:.0f} ({m['RssAnon']:.0f})" for m in row.resident]
    updates = f"{min(row.updates):.0f} / {statistics.median(row.updates):.0f}" if row.updates else "-"
    sizes = [f"{row.build:.1f}", f"{row.peak:.0f}", f"{row.disk:.0f}", f"{row.open:.1f}"]
    return [row.name, *sizes, *resident, updates]


def report(rows: list[Row]) -> str:
    cost = (
        "engine | build s | build peak MB | disk MB | open ms | RSS opened MB (own)"
        " | RSS after queries | update ms min / median"
    )
    speed = "engine | p50 of minima ms | p50 of medians | p95 of minima | least | very first | ratio of p50"
    compared = [r for r in rows if r.name == index_name(r.name) or "drop" in r.name]
    agreement = [[a.name, *(f"{overlap(a, b):.2f}" for b in compared)] for a in compared]
    keys = ("stems", "hostile", "repeat", "reader", "swap", "restored")
    checks = "stems | hostile | repeated | reader during updates | folder swapped | restored"
    notes = [[row.name, *(row.notes.get(key, "-") for key in keys)] for row in rows]
    return "\n".join(
        [
            table(cost, map(cost_cells, rows)),
            table(speed, (query_cells(row, rows[0]) for row in rows)),
            table("top 10 in common | " + " | ".join(r.name for r in compared), agreement),
            table(f"engine | {checks}", notes),
        ]
    )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare BM25 engines.")
    parser.add_argument("--text", nargs="+", type=Path, required=True, help="JSONL with `text`")
    parser.add_argument("--questions", nargs="+", type=Path, required=True, help="JSONL with `question`")
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tail", type=int, default=500_000, help="invented words to draw from")
    parser.add_argument(
        "--engines",
        nargs="+",
        default=["fts5", "fts5-drop20", "fts5-drop10", "tantivy", "bm25s"],
        help=f"of {', '.join(ENGINES)}, or fts5-dropN without words above N %% of the passages",
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-writes", action="store_true", help="leave out updates and swaps")
    parser.add_argument("--work", type=Path, help="an empty folder for the indexes; kept")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    with contextlib.ExitStack() as stack:
        folder = options.work or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        passages = folder / "passages.txt"
        sentences = read_sentences(options.text)
        words = write_passages(passages, sentences, options)
        print(f"{options.passages} passages, {words} different words\n", flush=True)
        print(report(measure(options.engines, folder, passages, options)))


if __name__ == "__main__":
    main()
