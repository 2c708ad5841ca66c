"""What answering costs on the shipped corpus: times, as ratios in one run, and memory. ``assistant evaluate`` says how
good the answers are.

    python bench/answers.py [--asked N]
"""

from __future__ import annotations

import argparse
import math
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from contenders.passages import read_questions

from assistant.engine import Assistant, open_desk
from assistant.index.embedding import open_encoder
from assistant.settings import load_settings

QUESTIONS = Path(__file__).resolve().parent.parent / "tests" / "questions"
RETRIEVED = [
    "What does Executive Order 14330 say about digital assets?",
    "Did the Biden administration rescind the 2020 letter?",
    "Which states have enacted a bitcoin reserve law?",
    "Can I borrow from my 401(k)?",
    "Is my employer required to match contributions?",
]
COMPUTED = [
    "How much can I put in my 401(k) in 2026 at 61?",
    "What is the 415(c) limit for 2025?",
    "How many bitcoin would 1% of 401(k) money buy?",
    "What is the penalty on $20,000 taken out at 45?",
    "What share of retirement assets is in IRAs?",
]


def main() -> None:
    """Prints what was measured as a Markdown table."""
    parser = argparse.ArgumentParser(description="What answering costs on the shipped corpus: times and memory.")
    parser.add_argument("--asked", type=int, default=400, help="how many questions are asked, each once (default 400)")
    settings = load_settings()
    encoder = open_encoder(settings.encoder, settings.cache)
    questions = read_questions(sorted(QUESTIONS.glob("corpus*.jsonl")), parser.parse_args().asked)
    measure_times(open_desk(settings), lambda question: encoder.read([question]), questions)


def measure_times(desk: Assistant, bare: Callable[[str], object], questions: Sequence[str]) -> None:
    """Median times of both kinds of answer, each beside a bare embedding of the same question by the desk's encoder; what a
    fresh process needs for its first. Every question is asked once, as the desk keeps the last readings."""
    for question in [*RETRIEVED, *COMPUTED]:
        bare(question), desk.ask(question)
    times: dict[str, list[float]] = {"bare embedding": [], "retrieved": [], "computed": []}
    for number, question in enumerate(questions):
        order = [bare, desk.ask] if number % 2 else [desk.ask, bare]
        taken = {run: _timed(run, question) for run in order}
        computed = desk.ask(question).confidence is None
        times["computed" if computed else "retrieved"].append(taken[desk.ask])
        times["bare embedding"].append(taken[bare])
    print("| answer | questions | median ms | fastest ms | ratio to a bare embedding |\n|---|---|---|---|---|")
    base = statistics.median(times["bare embedding"])
    for kind, each in times.items():
        middle = statistics.median(each) if each else math.nan
        print(f"| {kind} | {len(each)} | {middle:.2f} | {min(each, default=math.nan):.2f} | {middle / base:.3f} |")
    print(f"\nPeak memory of this process: {_megabytes(resource.RUSAGE_SELF):.0f} MB")
    print(f"First answer of a fresh process: {_first_answer():.2f} s\n")


def _timed(run: Callable[[str], object], question: str) -> float:
    started = time.perf_counter()
    run(question)
    return (time.perf_counter() - started) * 1000


def _megabytes(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


def _first_answer() -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "assistant", "ask", RETRIEVED[0]], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
