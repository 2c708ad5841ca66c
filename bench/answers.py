"""What answering costs on the shipped corpus: times, as ratios in one run, and memory. ``assistant evaluate`` says how
good the answers are.

    python bench/answers.py [--rounds N]
"""

from __future__ import annotations

import argparse
import math
import resource
import statistics
import subprocess
import sys
import time

from assistant.engine import Assistant, open_desk
from assistant.settings import load_settings

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
    parser.add_argument("--rounds", type=int, default=20, help="how often each question is asked (default 20)")
    measure_times(open_desk(load_settings()), parser.parse_args().rounds)


def measure_times(desk: Assistant, rounds: int) -> None:
    """Median times of both kinds of answer, taken in turn, and what a fresh process needs for its first."""
    kinds = {"retrieved": RETRIEVED, "computed": [q for q in COMPUTED if desk.ask(q).calculation]}
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(rounds):
        for kind, questions in kinds.items():
            times[kind] += [_timed(desk, question) for question in questions]
    print("| answer | median ms | fastest ms | ratio to retrieved |\n|---|---|---|---|")
    base = statistics.median(times["retrieved"])
    for kind, taken in times.items():
        middle = statistics.median(taken) if taken else math.nan
        print(f"| {kind} | {middle:.2f} | {min(taken, default=math.nan):.2f} | {middle / base:.3f} |")
    print(f"\nPeak memory of this process: {_megabytes(resource.RUSAGE_SELF):.0f} MB")
    print(f"First answer of a fresh process: {_first_answer():.2f} s\n")


def _timed(desk: Assistant, question: str) -> float:
    started = time.perf_counter()
    desk.ask(question)
    return (time.perf_counter() - started) * 1000


def _megabytes(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


def _first_answer() -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "assistant", "ask", RETRIEVED[0]], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
