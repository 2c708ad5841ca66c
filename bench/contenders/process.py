"""The driver's end of a worker: a process of a contender, asked by JSON lines, given up on when it takes too long."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PATIENCE = 10  # seconds to end in
WORKER = Path(__file__).with_name("worker.py")
QUIET = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
}


class ContenderFailed(Exception):
    """A contender that raised, died or took too long; the message is a line for the table."""


class Process:
    """A contender in a process of its own. ``started`` is the moment before it was spawned, by ``perf_counter``."""

    def __init__(self, python: Path, name: str, log: Path, extra: Mapping[str, str] | None = None) -> None:
        """Spawns it; what it writes to standard error goes to the end of the file ``log``."""
        self._log = log
        self.started = time.perf_counter()
        with log.open("ab") as stderr:
            self._process = subprocess.Popen(
                [str(python), str(WORKER), name],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                env={**os.environ, **QUIET, **(extra or {})},
            )
        self._replies: queue.Queue[bytes] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._replies.put(line)
        self._replies.put(b"")

    def ask(self, do: str, timeout: float, **arguments: Any) -> Any:
        """What a function of the worker returns. Raises ContenderFailed; after a time-out the process is gone."""
        assert self._process.stdin
        try:
            self._process.stdin.write(json.dumps({"do": do, **arguments}).encode() + b"\n")
            self._process.stdin.flush()
            line = self._replies.get(timeout=timeout)
        except BrokenPipeError:
            line = b""
        except queue.Empty:
            self._process.kill()
            self.close()
            raise ContenderFailed(f"{do} took more than {timeout:,.0f} s") from None
        if not line:
            raise ContenderFailed(self._died())
        reply = json.loads(line)
        if "error" in reply:
            raise ContenderFailed(f"{do}: {' '.join(reply['error'].split())[:200]}")
        return reply["result"]

    def _died(self) -> str:
        lines = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return f"its process ended: {lines[-1][:200] if lines else 'without a word'}"

    def close(self) -> None:
        """Lets the process end by itself, as it may have something to write, or ends it; no other is touched."""
        assert self._process.stdin and self._process.stdout
        with suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
