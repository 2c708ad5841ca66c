"""One contender in a process of its own: a JSON line in on standard input, a JSON line out on standard output.

    python worker.py NAME

``{"do": "load", …}`` calls the function ``load`` below with the rest as arguments; what it returns comes back as
``{"result": …}``, a fault as ``{"error": …}``. Only the standard library is imported before the first command.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


class Worker:
    """The contender and the index that are open here. Times are in seconds unless named otherwise."""

    def __init__(self, contender: Any) -> None:
        self._contender = contender
        self._store: Any = None

    def ready(self) -> float:
        """How long importing and loading the model takes."""
        return _timed(self._contender.ready)

    def build(self, passages: str, path: str) -> float:
        """How long building takes, from a JSON file of texts."""
        texts = json.loads(Path(passages).read_text(encoding="utf-8"))
        return _timed(self._contender.build, texts, Path(path))

    def share(self, passages: str, path: str) -> None:
        """Embeds texts once for all contenders; only the base can."""
        from contenders.shared import save_vectors

        texts = json.loads(Path(passages).read_text(encoding="utf-8"))
        save_vectors(Path(path), texts, self._contender.embed(texts))

    def load(self, path: str) -> None:
        """Opens an index for the questions that follow."""
        self._store = self._contender.load(Path(path))

    def query(self, text: str, k: int) -> list[int]:
        """The passages found."""
        found: list[int] = self._store.query(text, k)
        return found

    def time_queries(self, texts: list[str], k: int) -> list[tuple[float, list[int]]]:
        """How long each takes, and the passages found."""
        taken = []
        for text in texts:
            started = time.perf_counter()
            found = self._store.query(text, k)
            taken.append((time.perf_counter() - started, found))
        return taken

    def time_threads(self, texts: list[str], k: int, threads: int) -> float:
        """How long all take together, asked from several threads; the first of each thread only warms up."""
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(lambda text: self._store.query(text, k), texts[:threads]))
            started = time.perf_counter()
            list(pool.map(lambda text: self._store.query(text, k), texts[threads:]))
            return time.perf_counter() - started

    def time_add(self, passages: list[str]) -> dict[str, float | None]:
        """How long adding takes, and embedding the same texts alone, where the contender embeds."""
        embed = getattr(self._store, "embed", None)
        alone = _timed(embed, passages) if embed else None
        return {"embed": alone, "add": _timed(self._store.add, passages)}

    def memory(self) -> dict[str, int | None]:
        """Resident bytes of this process, and its proportional share where the system tells."""
        return {"rss": _kilobytes("/proc/self/status", "VmRSS:"), "pss": _kilobytes("/proc/self/smaps_rollup", "Pss:")}

    def shipped(self, path: str) -> None:
        """Builds and opens the shipped corpus; ours only."""
        self._contender.build_shipped(Path(path))
        self._store = self._contender.load_shipped(Path(path))

    def time_answers(self, texts: list[str]) -> list[tuple[str, float]]:
        """How each was answered and how long that took; ours only."""
        taken = []
        for text in texts:
            started = time.perf_counter()
            how = self._store.answer(text)
            taken.append((how, time.perf_counter() - started))
        return taken


def _timed(call: Any, *arguments: Any) -> float:
    started = time.perf_counter()
    call(*arguments)
    return time.perf_counter() - started


def _kilobytes(path: str, name: str) -> int | None:
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(name)), None)


def serve(contender: Any, requests: Any, replies: Any) -> None:
    """Does what each line asks for, until there are no more."""
    worker = Worker(contender)
    for line in requests:
        request = json.loads(line)
        try:
            reply = {"result": getattr(worker, request.pop("do"))(**request)}
        except Exception as error:  # noqa: BLE001 (the driver's door: a fault is a row in its table)
            reply = {"error": f"{type(error).__name__}: {error}"}
        replies.write(json.dumps(reply) + "\n")
        replies.flush()


def main() -> None:
    """Serves the contender named as the argument. What packages print goes to standard error, not among the replies."""
    sys.path[:] = [place for place in sys.path if Path(place or ".").resolve() != HERE]
    sys.path.append(str(HERE.parent))
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    from contenders import contender

    serve(contender(sys.argv[1]), sys.stdin, replies)


if __name__ == "__main__":
    main()
