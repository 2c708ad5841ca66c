"""The desk beside what a user would pick instead: starting, answering, memory, building and adding.

Every contender runs in a process and an environment of its own, all with the same model, and is measured in turns with
the base, a bare sentence-transformers model and a flat FAISS index, so that other load falls on both.

    python bench/compare.py --prepare
    python bench/compare.py --sizes 1000,10000 --json measured.json
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from contenders import BASE, NAMES, OURS, THEMSELVES, contender, measures
from contenders.environments import NotPrepared, default_folder, prepare, versions
from contenders.measures import ADDED, BLOCK, Bench, Row
from contenders.passages import make_passages, read_questions
from contenders.process import ContenderFailed
from contenders.tables import report

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Prints Markdown; what goes wrong with a contender is a row of its own."""
    options = _options()
    try:
        if options.prepare:
            prepare(options.contenders, options.environments)
            return
        _compare(options)
    except (NotPrepared, ContenderFailed, ValueError) as error:
        sys.exit(f"{error}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="The desk beside what a user would pick instead.")
    add = parser.add_argument
    add("--prepare", action="store_true", help="make the environments that are missing, and measure nothing")
    add("--environments", type=Path, default=default_folder(), help="folder of the environments (default: the cache)")
    add("--contenders", type=_names, default=NAMES, help=f"of {','.join(NAMES)} (default: all)")
    add("--sizes", type=_numbers, default=[1000], help="numbers of passages (default 1000)")
    add("--rounds", type=int, default=5, help="fresh starts and additions of each (default 5)")
    add("--asked", type=int, default=200, help="how many questions are asked (default 200)")
    add("--threads", type=int, help="OMP_NUM_THREADS of every process (default: as each project sets it)")
    add("--timeout", type=float, default=3600, help="seconds until one step of a contender is given up (default 3600)")
    add("--share-vectors", action="store_true", help="embed the passages once for all contenders that can take vectors")
    add("--passages", type=Path, nargs="+", help='JSONL files with a "text" a line (default: the shipped corpus)')
    add("--questions", type=Path, nargs="+", help='JSONL files with a "question" a line (default: tests/questions)')
    add("--json", type=Path, help="write every figure there as well")
    return parser.parse_args()


def _names(text: str) -> tuple[str, ...]:
    unknown = [name for name in text.split(",") if name not in NAMES]
    if unknown:
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)}; there are {', '.join(NAMES)}")
    return tuple(text.split(","))


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def _compare(options: argparse.Namespace) -> None:
    found: dict[str, Any] = {"machine": _machine(options), "rows": []}
    print(f"{found['machine']}\n")
    with tempfile.TemporaryDirectory(prefix="compare-") as scratch:
        for size in options.sizes:
            bench, about = _bench(options, size, Path(scratch) / str(size))
            print(f"## {size:,} passages\n\n{about}\n", flush=True)
            rows = _rows(options, bench, found)
            print(report(rows) + "\n", flush=True)
            last = bench.folder
            if size != options.sizes[-1]:
                shutil.rmtree(last)
        if OURS in options.contenders:
            found["answers"] = _answers(replace(bench, folder=last))
    _keep(options, found)
    print(_versions(options))


def _machine(options: argparse.Namespace) -> str:
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    threads = options.threads or "as each project sets them"
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, load {load}; OpenMP threads: {threads}."


def _bench(options: argparse.Namespace, size: int, folder: Path) -> tuple[Bench, str]:
    folder.mkdir(parents=True)
    extra = ADDED * options.rounds
    made = make_passages(options.passages or sorted((ROOT / "corpus" / "documents").rglob("*.md")), size + extra)
    questions = read_questions(options.questions or _own_questions(), options.asked + BLOCK)
    about = f"Windows of about forty words; {made.recombined:,} of {size + extra:,} are recombined sentences."
    if options.share_vectors:
        about += f" Vectors were made once for all but {', '.join(THEMSELVES)}."
    bench = Bench(
        folder=folder,
        environments=options.environments,
        passages=made.texts[:size],
        extra=made.texts[size:],
        questions=questions[BLOCK:],
        warm_up=questions[:BLOCK],
        rounds=options.rounds,
        timeout=options.timeout,
        variables={"OMP_NUM_THREADS": str(options.threads)} if options.threads else {},
    )
    return bench, about


def _own_questions() -> list[Path]:
    return sorted((ROOT / "tests" / "questions").glob("*.jsonl"))


def _rows(options: argparse.Namespace, bench: Bench, found: dict[str, Any]) -> list[Row]:
    """A row a contender, kept in ``found`` at once. The base is built first, as all are measured beside it."""
    shared = options.share_vectors
    if shared:
        measures.share_vectors(bench)
    base = measures.build(bench, BASE, shared)
    rows = []
    for name in options.contenders:
        print(f"measuring {name}", file=sys.stderr, flush=True)
        row: Row = {"contender": name, "passages": len(bench.passages), **(base if name == BASE else {})}
        try:
            if name != BASE:
                row |= measures.build(bench, name, shared)
            row["failed"] = "; ".join(_measured(bench, name, row))
        except (ContenderFailed, NotPrepared) as error:
            row["failed"] = str(error)
        rows.append(row)
        found["rows"].append(row)
        _keep(options, found)
    return rows


def _measured(bench: Bench, name: str, row: Row) -> Iterator[str]:
    """Puts into the row what can be measured of a contender that is built, and says what can not."""
    for measure in (measures.first_answers, measures.warm, measures.adding):
        try:
            row |= measure(bench, name)
            if "failed" in row:
                yield row.pop("failed")
        except ContenderFailed as error:
            yield f"{measure.__name__}: {error}"


def _keep(options: argparse.Namespace, found: dict[str, Any]) -> None:
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _answers(bench: Bench) -> Row:
    """Prints what a computed answer of ours takes beside a retrieved one."""
    from answers import COMPUTED, RETRIEVED

    print("## Our answers on the shipped corpus\n", flush=True)
    try:
        row = measures.answers(bench, [*RETRIEVED, *COMPUTED], read_questions(_own_questions(), 200))
    except ContenderFailed as error:
        print(f"failed: {error}\n")
        return {"failed": str(error)}
    print("| answer | questions | median, ms |\n|---|---|---|")
    for kind in ("computed", "retrieved"):
        print(f"| {kind} | {row[f'{kind}_number']} | {row[kind] * 1000:.2f} |")
    print(f"| ratio | | {row['ratio']:.3f} |\n")
    return row


def _versions(options: argparse.Namespace) -> str:
    lines = ["| contender | installed |", "|---|---|"]
    for name in options.contenders:
        pins: Sequence[str] = contender(name).REQUIREMENTS
        try:
            found = versions(name, options.environments).splitlines()
        except OSError:
            found = []
        torch = [line for line in found if line.startswith(("torch==", "transformers=="))]
        lines.append(f"| {name} | {', '.join([*pins, *torch]) or 'this checkout'} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
