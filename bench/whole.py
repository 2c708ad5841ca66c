"""Starting, answering, memory and adding over whole indexes from a thousand to a million passages.

The indexes are synthetic: every passage is two to four real sentences drawn anew, its vector the mean of theirs with
noise, its tokens theirs, so that only the sentences are read by the model. Words, texts, token codes and vectors are
stored and searched as in any index. Fresh processes of the sizes take turns.

    python bench/whole.py --sizes 1000,100000,1000000 --work DIR --passages documents.jsonl

A million passages take 9 GB of disk and an hour to build; what is there in DIR is used again.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from contenders.passages import make_passages, read_questions, split_sentences

from assistant.index.build import build_index
from assistant.index.embedding import Encoder, Reading, open_encoder
from assistant.settings import load_settings

ROOT = Path(__file__).resolve().parent.parent
PER_FILE, ADDED, DIMENSION, NOISE, SEED = 10_000, 10, 384, 0.3, 4


class Recombined:
    """An encoder that knows sentences and reads texts put together from them."""

    def __init__(self, real: Encoder, sentences: Sequence[str]) -> None:
        self.name, self.dimension = real.name, real.dimension
        self._known = dict(zip(sentences, real.read(sentences), strict=True))
        self._noise = np.random.default_rng(SEED)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        return [self._read(text) for text in texts]

    def _read(self, text: str) -> Reading:
        """Lines that are no sentence, as a title before them, are not read."""
        starts = [0, *(place + 1 for place, letter in enumerate(text) if letter == "\n")]
        lines = zip(starts, text.split("\n"), strict=True)
        known = [(start, self._known[line]) for start, line in lines if line in self._known]
        noise = self._noise.standard_normal(self.dimension, dtype=np.float32) * NOISE / self.dimension**0.5
        vector = sum((each.vector for _, each in known), noise)
        spans = [each.spans + np.int32(start) for start, each in known]
        tokens = np.concatenate([each.tokens for _, each in known])
        unit = np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)
        return Reading(unit, tokens, np.concatenate(spans))


def pool(files: Sequence[Path]) -> list[str]:
    """The different sentences of at most forty words that the files hold."""
    texts = [
        json.loads(line)["text"] for file in files for line in file.read_text(encoding="utf-8").splitlines()
    ] or make_passages(sorted((ROOT / "corpus" / "documents").rglob("*.md")), 700).texts
    return sorted({each for text in texts for each in split_sentences(text) if len(each.split()) <= 40})


def write_corpus(folder: Path, sentences: Sequence[str], count: int) -> None:
    draw = random.Random(SEED)
    (folder / "documents").mkdir(parents=True)
    for first in range(0, count, PER_FILE):
        lines = (
            json.dumps({"id": str(n), "title": "", "text": "\n".join(draw.sample(sentences, draw.randint(2, 4)))})
            for n in range(first, min(count, first + PER_FILE))
        )
        (folder / "documents" / f"{first:08}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def build(folder: Path, files: Sequence[Path], size: int) -> float:
    """Seconds that building took."""
    sentences = pool(files)
    write_corpus(folder / "corpus", sentences, size)
    encoder = Recombined(opened(), sentences)
    started = time.perf_counter()
    build_index(folder / "corpus", folder / "index", encoder)
    return time.perf_counter() - started


def opened() -> Encoder:
    """The encoder as it builds."""
    settings = load_settings()
    return open_encoder(settings.encoder, settings.cache, os.cpu_count() or 1)


def first_answer(folder: Path, question: str) -> tuple[float, float]:
    """Seconds from spawning ``assistant ask`` to its end, and the most megabytes it held."""
    command = [sys.executable, "-m", "assistant", "ask", question]
    command += ["--corpus", str(folder / "corpus"), "--index", str(folder / "index")]
    started = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, 1, 0)])
    _, status, usage = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 3):
        raise SystemExit(f"assistant ask failed on {folder}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def warm(folder: Path, questions: Sequence[str]) -> tuple[float, float]:
    """Median seconds of a question to its passages, and the resident megabytes after all."""
    from assistant.engine import Assistant

    settings = load_settings({"corpus": str(folder / "corpus"), "index": str(folder / "index")})
    desk = Assistant(settings, open_encoder(settings.encoder, settings.cache))
    taken = []
    for question in questions:
        started = time.perf_counter()
        desk.search(question, 5)
        taken.append(time.perf_counter() - started)
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    held = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return statistics.median(taken), held / 1024


def adding(folder: Path, texts: Sequence[str], rounds: int) -> tuple[float, float]:
    """Median seconds of a build for ten new passages, and of embedding ten others, in turn."""
    encoder = opened()
    encoder.read(texts)
    added, embedded = [], []
    for number in range(rounds):
        new, other = (texts[(2 * number + half) * ADDED :][:ADDED] for half in (0, 1))
        lines = [json.dumps({"id": f"{time.time_ns()}-{n}", "title": "", "text": text}) for n, text in enumerate(new)]
        file = folder / "corpus" / "documents" / f"added-{time.time_ns()}.jsonl"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        started = time.perf_counter()
        report = build_index(folder / "corpus", folder / "index", encoder)
        added.append(time.perf_counter() - started)
        if report.added != ADDED or not report.changed:
            raise SystemExit(f"{report.added} of {ADDED} passages were added")
        started = time.perf_counter()
        encoder.read(other)
        embedded.append(time.perf_counter() - started)
    return statistics.median(added), statistics.median(embedded)


def apart(task: Callable[..., Any], *arguments: Any) -> Any:
    """Does it in a fresh process, so that what it holds is its own."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(task, *arguments).result()


def main() -> None:
    options = _options()
    work = options.work or Path(tempfile.mkdtemp(prefix="whole-"))
    for size in options.sizes:
        if not (work / str(size)).exists():
            seconds = apart(build, work / str(size), options.passages or [], size)
            print(f"{size:,} passages built in {seconds:,.0f} s", flush=True)
    if options.build:
        return
    questions = read_questions(sorted((ROOT / "tests" / "questions").glob("*.jsonl")), 200)
    texts = make_passages(sorted((ROOT / "corpus" / "documents").rglob("*.md")), 2 * ADDED * options.rounds).texts
    starts: dict[int, list[tuple[float, float]]] = {size: [] for size in options.sizes}
    for question in questions[: options.rounds]:
        for size in options.sizes:
            starts[size].append(first_answer(work / str(size), question))
    print("| passages | start to first answer, s | ratio | its peak, MB | warm question, ms | RSS after 200, MB "
          "| of raw vectors | adding ten, ms | embedding ten, ms | ratio | on disk, bytes a passage |")  # fmt: skip
    print("|---" * 11 + "|")
    base = statistics.median(seconds for seconds, _ in starts[options.sizes[0]])
    for size in options.sizes:
        folder = work / str(size)
        seconds, peak = (statistics.median(column) for column in zip(*starts[size], strict=True))
        query, held = apart(warm, folder, questions)
        add, embed = apart(adding, folder, texts, options.rounds)
        disk = sum(f.stat().st_blocks * 512 / f.stat().st_nlink for f in (folder / "index").rglob("*") if f.is_file())
        raw = size * DIMENSION * 4 / 2**20
        print(
            f"| {size:,} | {seconds:.2f} | {seconds / base:.2f} | {peak:.0f} | {query * 1000:.1f} | {held:.0f} "
            f"| {held / raw:.2f} | {add * 1000:.0f} | {embed * 1000:.0f} | {add / embed:.2f} | {disk / size:,.0f} |",
            flush=True,
        )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Whole indexes from a thousand to a million passages.")
    numbers = lambda text: [int(part) for part in text.split(",")]  # noqa: E731
    parser.add_argument("--sizes", type=numbers, default=[1_000, 10_000], help="numbers of passages")
    parser.add_argument("--work", type=Path, help="folder for the indexes, kept (default: a temporary one)")
    parser.add_argument(
        "--passages", type=Path, nargs="+", help='JSONL files with a "text" a line (default: our corpus)'
    )
    parser.add_argument("--rounds", type=int, default=7, help="starts and additions of each (default 7)")
    parser.add_argument("--build", action="store_true", help="make the indexes that are missing, and measure nothing")
    return parser.parse_args()


if __name__ == "__main__":
    main()
