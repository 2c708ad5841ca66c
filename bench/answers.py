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
from collections.abc import Callable

from assistant.engine import Assistant, open_desk
from assistant.index.embedding import Encoder, open_encoder
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
    settings = load_settings()
    bare = _bare_embedding(open_encoder(settings.encoder, settings.cache))
    measure_times(open_desk(settings), bare, parser.parse_args().rounds)


def _bare_embedding(encoder: Encoder) -> Callable[[str], object]:
    """Nothing but the question's vector, by the encoder that the desk uses."""
    return lambda question: encoder.read([question])


def measure_times(desk: Assistant, bare: Callable[[str], object], rounds: int) -> None:
    """Median times of a bare embedding and both kinds of answer, taken in turn; what a fresh process needs for its first."""
    kinds = {"retrieved": RETRIEVED, "computed": [q for q in COMPUTED if desk.ask(q).calculation]}
    times: dict[str, list[float]] = {kind: [] for kind in ("bare embedding", *kinds)}
    for _ in range(rounds):
        for kind, questions in kinds.items():
            times[kind] += [_timed(desk.ask, question) for question in questions]
        times["bare embedding"] += [_timed(bare, question) for question in RETRIEVED]
    print("| answer | median ms | fastest ms | ratio to a bare embedding |\n|---|---|---|---|")
    base = statistics.median(times["bare embedding"])
    for kind, taken in times.items():
        middle = statistics.median(taken) if taken else math.nan
        print(f"| {kind} | {middle:.2f} | {min(taken, default=math.nan):.2f} | {middle / base:.3f} |")
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
