"""What is measured of a contender, each beside the base in the same minutes. Times are in seconds."""

from __future__ import annotations

import json
import shutil
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contenders import BASE, OURS, THEMSELVES
from contenders.environments import interpreter
from contenders.process import ContenderFailed, Process
from contenders.shared import VECTORS

K, BLOCK, THREADS, ADDED = 5, 20, 8, 10
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bench:
    """One size of the bench. ``folder`` is scratch; ``extra`` are passages to add, ten for each of ``rounds``; what is
    asked to warm up is not asked again."""

    folder: Path
    environments: Path
    passages: list[str]
    extra: list[str]
    questions: list[str]
    warm_up: list[str]
    rounds: int
    timeout: float
    variables: dict[str, str]

    def start(self, name: str, **variables: str) -> Process:
        """A process of the contender. Raises NotPrepared."""
        python = interpreter(name, self.environments)
        return Process(python, name, self.folder / f"{name}.log", {**self.variables, **variables})

    def index(self, name: str) -> Path:
        """Where a contender's index is."""
        return self.folder / "indexes" / name

    @contextmanager
    def loaded(self, name: str, index: Path | None = None) -> Iterator[Process]:
        """A process with the contender's index open."""
        with self.start(name) as process:
            process.ask("load", self.timeout, path=str(index or self.index(name)))
            yield process


def share_vectors(bench: Bench) -> None:
    """The base embeds every passage once, for the builds of all that can take vectors."""
    with bench.start(BASE) as process:
        process.ask("share", bench.timeout, passages=str(_texts(bench)), path=str(bench.folder / "vectors"))


def _texts(bench: Bench) -> Path:
    file = bench.folder / "passages.json"
    if not file.is_file():
        file.write_text(json.dumps(bench.passages, ensure_ascii=False), encoding="utf-8")
    return file


def build(bench: Bench, name: str, shared: bool) -> Row:
    """Loading the model, then building, in one process. With shared vectors, how fast says nothing and is left out."""
    place = bench.index(name)
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    taken = shared and name not in THEMSELVES
    variables = {VECTORS: str(bench.folder / "vectors")} if taken else {}
    with bench.start(name, **variables) as process:
        ready = process.ask("ready", bench.timeout)
        seconds = process.ask("build", bench.timeout, passages=str(_texts(bench)), path=str(place))
    size = sum(file.stat().st_size for file in place.rglob("*") if file.is_file())
    speed = {} if taken else {"build": seconds, "rate": len(bench.passages) / seconds}
    return {"ready": ready, "disk": size, **speed}


def first_answers(bench: Bench, name: str) -> Row:
    """From before a fresh process is spawned to its first answer, contender and base in turn."""
    taken: dict[str, list[float]] = {"own": [], "base": []}
    for question in bench.questions[: bench.rounds]:
        taken["own"].append(_first_answer(bench, name, question))
        taken["base"].append(_first_answer(bench, BASE, question))
    middle = {who: statistics.median(times) for who, times in taken.items()}
    return {"first": middle["own"], "first_ratio": middle["own"] / middle["base"], "first_all": taken}


def _first_answer(bench: Bench, name: str, question: str) -> float:
    with bench.loaded(name) as process:
        process.ask("query", bench.timeout, text=question, k=K)
        return time.perf_counter() - process.started


def warm(bench: Bench, name: str) -> Row:
    """Both alive and only one at work: blocks of the same questions in turn, memory after them, then eight threads.

    What eight threads break is told as "failed" in the row, as what was measured before them still holds.
    """
    with bench.loaded(name) as own, bench.loaded(BASE) as base:
        both = {"own": own, "base": base}
        for process in both.values():
            process.ask("time_queries", bench.timeout, texts=bench.warm_up, k=K)
        row = _blocks(bench, both) | _memory(bench, both)
        try:
            return row | _at_once(bench, both)
        except ContenderFailed as error:
            return row | {"failed": f"{THREADS} threads: {error}"}


def _blocks(bench: Bench, both: dict[str, Process]) -> Row:
    """Times, and the share of the base's passages, which are the exact nearest, that the contender finds as well."""
    times: dict[str, list[float]] = {who: [] for who in both}
    found: dict[str, list[set[int]]] = {who: [] for who in both}
    for number, first in enumerate(range(0, len(bench.questions), BLOCK)):
        for who in list(both)[:: -1 if number % 2 else 1]:
            block = bench.questions[first : first + BLOCK]
            for seconds, numbers in both[who].ask("time_queries", bench.timeout, texts=block, k=K):
                times[who].append(seconds)
                found[who].append(set(numbers))
    shared = sum(len(own & exact) for own, exact in zip(*found.values(), strict=True))
    row: Row = {"warm_all": times, "agreement": shared / (K * len(bench.questions))}
    for name, share in (("p50", 0.5), ("p95", 0.95)):
        own, base = (_quantile(taken, share) for taken in times.values())
        row |= {name: own, f"{name}_ratio": own / base}
    return row


def _quantile(values: list[float], share: float) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[round(share * 100) - 1]


def _memory(bench: Bench, both: dict[str, Process]) -> Row:
    row: Row = {}
    own, base = (one.ask("memory", bench.timeout) for one in both.values())
    for kind in ("rss", "pss"):
        row[kind] = own[kind]
        row[f"{kind}_ratio"] = own[kind] / base[kind] if own[kind] and base[kind] else None
    return row


def _at_once(bench: Bench, both: dict[str, Process]) -> Row:
    """Questions a second from eight threads of one process, in turn with the base.

    Each round words the questions anew, so that nobody answers from what it remembers of a question.
    """
    taken: dict[str, list[float]] = {who: [] for who in both}
    for again in range(3):
        texts = [f"{question} (asked again, {again})" for question in bench.questions]
        for who, process in both.items():
            seconds = process.ask("time_threads", bench.timeout, texts=texts, k=K, threads=THREADS)
            taken[who].append((len(texts) - THREADS) / seconds)
    own, base = (statistics.median(rates) for rates in taken.values())
    return {"at_once": own, "at_once_ratio": own / base}


def adding(bench: Bench, name: str) -> Row:
    """Ten passages at a time into a copy of the index, beside embedding them alone; then whether a fresh load has them."""
    copy = bench.folder / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(bench.index(name), copy)
    batches = [bench.extra[first : first + ADDED] for first in range(0, ADDED * bench.rounds, ADDED)]
    with bench.loaded(name, copy) as process:
        taken = [process.ask("time_add", bench.timeout, passages=batch) for batch in batches]
    add = statistics.median(one["add"] for one in taken)
    embed = statistics.median(one["embed"] for one in taken) if taken[0]["embed"] else None
    last = len(bench.passages) + len(batches) * ADDED - 1
    with bench.loaded(name, copy) as process:
        kept = last in process.ask("query", bench.timeout, text=batches[-1][-1], k=K)
    return {"add": add, "embed": embed, "add_ratio": add / embed if embed else None, "kept": kept}


def answers(bench: Bench, warm_up: list[str], questions: list[str]) -> Row:
    """Ours on the shipped corpus, each question once: how long a computed answer takes, and one from the documents.

    A question declined after looking in the documents counts as retrieved.
    """
    place = bench.folder / "shipped"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    with bench.start(OURS) as process:
        process.ask("shipped", bench.timeout, path=str(place))
        process.ask("time_answers", bench.timeout, texts=warm_up)
        taken = process.ask("time_answers", bench.timeout, texts=questions)
    row: Row = {}
    for kind in ("computed", "retrieved"):
        times = [seconds for how, seconds in taken if (how == "computed") == (kind == "computed")]
        if not times:
            raise ContenderFailed(f"no question was {kind}")
        row |= {kind: statistics.median(times), f"{kind}_number": len(times)}
    return row | {"ratio": row["computed"] / row["retrieved"]}
