"""What answering costs and how good it is: times and memory on the shipped corpus, scores on question sets.

    python bench/answers.py                         times, as ratios in this run
    python bench/answers.py --set DIR [--set DIR]   scores too; DIR holds documents.jsonl and questions.jsonl

A set's documents are {"doc_id", "title", "text"}; its questions {"question", "scenario"?, "gold_docs", "gold_spans":
[{"doc_id", "start", "end"}], "answerable", "split"}. Settings are chosen on the split "tune"; this reports "test".
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.answers.choosing import Chooser
from assistant.answers.gate import evidence_for, is_answerable
from assistant.engine import Assistant, open_desk
from assistant.index.build import build_index
from assistant.index.embedding import open_encoder
from assistant.index.search import Index
from assistant.settings import load_settings
from assistant.types import Hit

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
    """Prints what was measured as Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--set", action="append", type=Path, default=[], help="a folder with a question set")
    parser.add_argument("--split", default="test")
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    measure_times(open_desk(load_settings()), options.rounds)
    for folder in options.set:
        measure_set(folder, options.split)


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


def measure_set(folder: Path, split: str) -> None:
    """Recall@5 of passages, hit@1 and hit@3 of sentences, and how well answerable is told from not (AUROC)."""
    questions = [json.loads(line) for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as work:
        index = _index_of(folder, Path(work))
        chooser = Chooser(index)
        rows = [_score(index, chooser, question) for question in questions if question["split"] == split]
    answerable = [row for row in rows if row["answerable"]]
    print(f"**{folder.name}**, {split}: {len(answerable)} answerable, {len(rows) - len(answerable)} not")
    for name in ("recall@5", "hit@1", "hit@3"):
        found = [row[name] for row in answerable if row[name] is not None]
        if found:
            print(f"- {name}: {statistics.mean(found):.3f}")
    if len(answerable) < len(rows):
        wrongly = statistics.mean(row["given"] for row in rows if not row["answerable"])
        print(f"- AUROC of the gate: {_auroc(rows):.3f}; answered {statistics.mean(r['given'] for r in answerable):.3f} "
              f"of the answerable, {wrongly:.3f} of the others")  # fmt: skip


def _index_of(folder: Path, work: Path) -> Index:
    (work / "corpus" / "documents").mkdir(parents=True)
    shutil.copy(folder / "documents.jsonl", work / "corpus" / "documents" / "documents.jsonl")
    cache = load_settings().cache
    encoder = open_encoder("onnx", cache, os.cpu_count() or 1)
    build_index(work / "corpus", work / "index", encoder)
    return Index(work / "index", encoder)


def _score(index: Index, chooser: Chooser, question: dict[str, Any]) -> dict[str, Any]:
    asked = " ".join(filter(None, [question.get("scenario"), question["question"]]))
    hits = index.search(asked, 10)
    choices = chooser.rank(asked, hits)
    spans = [(g["doc_id"], g["start"], g["end"]) for g in question.get("gold_spans") or ()]
    right = [_overlaps(spans, c.hit.passage.document, c.sentence.start, c.sentence.end) for c in choices[:3]]
    return {
        "answerable": question["answerable"],
        "recall@5": any(_is_right(hit, spans, question.get("gold_docs") or ()) for hit in hits[:5]),
        "hit@1": any(right[:1]) if spans else None,
        "hit@3": any(right) if spans else None,
        "evidence": evidence_for(choices[0]) if choices else 0.0,
        "given": bool(choices and is_answerable(choices[0])),
    }


def _is_right(hit: Hit, spans: Sequence[tuple[str, int, int]], documents: Sequence[str]) -> bool:
    passage = hit.passage
    return _overlaps(spans, passage.document, passage.start, passage.end) if spans else passage.document in documents


def _overlaps(spans: Sequence[tuple[str, int, int]], document: str, start: int, end: int) -> bool:
    return any(document == where and start < last and first < end for where, first, last in spans)


def _auroc(rows: Sequence[dict[str, Any]]) -> float:
    """The share of pairs of an answerable and an unanswerable question in which the first has more evidence."""
    yes = [row["evidence"] for row in rows if row["answerable"]]
    no = [row["evidence"] for row in rows if not row["answerable"]]
    return math.fsum((a > b) + 0.5 * (a == b) for a in yes for b in no) / (len(yes) * len(no))


if __name__ == "__main__":
    main()
