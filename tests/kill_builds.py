"""Run as a program by test_build.py: kills builds of a corpus at random moments, and opens the index after each.

Arguments: corpus, index, how many. Every build and every look at the index is a fork of this one-threaded process.
Prints a JSON line: the hashes seen, how many builds were killed and how many came to their end.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import nltk.tokenize.punkt  # noqa: F401

from assistant.index.build import build_index
from assistant.index.embedding.hashing import HashingEncoder
from assistant.index.search import Index


def fork(work: Callable[[], object]) -> int:
    """A child that does ``work`` and ends without cleaning up; its process id."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        work()
        status = 0
    finally:
        os._exit(status)


def look(index: Path, report: Path) -> None:
    """Opens the index, searches it and notes its corpus hash."""
    opened = Index(index, HashingEncoder())
    assert opened.search(opened.read("limit on bitcoin in a plan"))
    report.write_text(opened.manifest.corpus)


def main(corpus: Path, index: Path, times: int) -> None:
    """Measures one build, then kills the others at moments spread over half as long again; each tenth is let live."""
    dice, seen, killed, finished = random.Random(20261123), [], 0, 0
    (corpus / "documents" / "0.txt").write_text("Plan number 0 limits bitcoin for now.")
    started = time.monotonic()
    os.waitpid(fork(lambda: build_index(corpus, index, HashingEncoder())), 0)
    took = time.monotonic() - started
    for n in range(times):
        (corpus / "documents" / f"{n}.txt").write_text(f"Plan number {n} now has no limit on bitcoin. " * 30)
        child = fork(lambda: build_index(corpus, index, HashingEncoder()))
        if n % 10 != 9:
            time.sleep(dice.uniform(0, 1.5 * took))
            os.kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
        killed, finished = killed + os.WIFSIGNALED(status), finished + (status == 0)
        if os.waitpid(fork(lambda: look(index, corpus / "seen")), 0)[1]:
            sys.exit(f"build {n}: the index is not usable")
        seen.append((corpus / "seen").read_text())
    print(json.dumps({"seen": seen, "killed": killed, "finished": finished}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
