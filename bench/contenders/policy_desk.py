"""Ours: a corpus folder of one JSON line a passage, its index, and the desk over it."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.engine import Assistant
    from assistant.index.embedding import Encoder

REQUIREMENTS: tuple[str, ...] = ()


@cache
def _encoder(threads: int | None = None) -> Encoder:
    """As ``assistant serve`` opens it, or with that many threads."""
    from assistant.index.embedding import THREADS, open_encoder
    from assistant.settings import load_settings

    settings = load_settings()
    return open_encoder(settings.encoder, settings.cache, threads or THREADS)


def _builder() -> Encoder:
    """As ``assistant build`` opens it: with a thread a core."""
    return _encoder(os.cpu_count() or 1)


def ready() -> None:
    """Loads the encoder, and what else building imports."""
    import assistant.index.build  # noqa: F401

    _builder().read(["warm"])


def build(passages: list[str], path: Path) -> None:
    """Every passage a document of its own, without a title, as the other contenders have none."""
    from assistant.index.build import build_index

    (path / "corpus" / "documents").mkdir(parents=True)
    _write(passages, 0, path)
    build_index(path / "corpus", path / "index", _builder())


def _write(passages: list[str], first: int, path: Path) -> None:
    lines = [{"id": str(n), "title": "", "text": text} for n, text in enumerate(passages, first)]
    file = path / "corpus" / "documents" / f"from-{first:09}.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def load(path: Path) -> PolicyDesk:
    """The desk as it serves."""
    return PolicyDesk(_desk(path / "corpus", path / "index"), path)


def _desk(corpus: Path, index: Path) -> Assistant:
    from assistant.engine import Assistant
    from assistant.settings import load_settings

    return Assistant(load_settings({"corpus": str(corpus), "index": str(index)}), _encoder())


def build_shipped(path: Path) -> None:
    """An index of the shipped corpus, for ``load_shipped``."""
    from assistant.index.build import build_index
    from assistant.settings import shipped_corpus

    build_index(shipped_corpus(), path / "index", _builder())


def load_shipped(path: Path) -> PolicyDesk:
    """The desk over the shipped corpus."""
    from assistant.settings import shipped_corpus

    return PolicyDesk(_desk(shipped_corpus(), path / "index"), path)


class PolicyDesk:
    """The desk, numbered like the others."""

    def __init__(self, desk: Assistant, path: Path) -> None:
        self._desk, self._path = desk, path

    def query(self, text: str, k: int) -> list[int]:
        """As ``assistant search`` does it: dense and BM25, then late interaction."""
        return [int(hit.passage.document) for hit in self._desk.search(text, k)]

    def add(self, passages: list[str]) -> None:
        """Another file in the corpus, and a build, which reads only what is new."""
        from assistant.index.build import build_index

        _write(passages, self._desk.health()["documents"], self._path)
        build_index(self._path / "corpus", self._path / "index", _encoder())
        self._desk.health()

    def embed(self, texts: list[str]) -> Any:
        """The readings alone: vectors of the texts and of their tokens."""
        return _encoder().read(texts)

    def answer(self, text: str) -> str:
        """How a question was answered: "computed" or the answer's status."""
        answer = self._desk.ask(text)
        return "computed" if answer.calculation else answer.status
