"""The bench of contenders: pins, the worker's protocol, the passages, and ours from building to adding. Nothing is timed."""

from __future__ import annotations

import importlib
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

BENCH = ROOT / "bench"
DOCUMENT = {
    "text": " ".join(f"Sentence {n} says that plan number {n} has a limit of {n} dollars in all." for n in range(30))
}


@pytest.fixture(autouse=True)
def _bench_on_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    file = tmp_path / "documents.jsonl"
    file.write_text(json.dumps(DOCUMENT) + "\n", encoding="utf-8")
    return file


class Toy:
    """A contender and its store in one: passages are found by the words that they share with the question."""

    def __init__(self) -> None:
        self.passages: list[str] = []

    def ready(self) -> None:
        print("a package that chats")

    def build(self, passages: list[str], path: Path) -> None:
        (path / "toy.json").write_text(json.dumps(passages), encoding="utf-8")

    def load(self, path: Path) -> Toy:
        self.passages = json.loads((path / "toy.json").read_text(encoding="utf-8"))
        return self

    def query(self, text: str, k: int) -> list[int]:
        words = set(text.split())
        shared = [len(words & set(passage.split())) for passage in self.passages]
        return sorted(range(len(shared)), key=lambda number: -shared[number])[:k]

    def add(self, passages: list[str]) -> None:
        self.passages += passages


def served(*requests: dict[str, Any]) -> list[dict[str, Any]]:
    worker = importlib.import_module("contenders.worker")
    replies = io.StringIO()
    worker.serve(Toy(), [json.dumps(request) for request in requests], replies)
    return [json.loads(line) for line in replies.getvalue().splitlines()]


def test_every_contender_has_its_four_things_and_exact_pins() -> None:
    contenders = importlib.import_module("contenders")
    for name in contenders.NAMES:
        one = contenders.contender(name)
        assert all(callable(getattr(one, part)) for part in ("ready", "build", "load")), name
        assert all(re.fullmatch(r"[\w.-]+==[\w.]+", pin) for pin in one.REQUIREMENTS), name
        assert bool(one.REQUIREMENTS) is (name != contenders.OURS)


def test_every_file_of_a_contender_is_listed() -> None:
    contenders = importlib.import_module("contenders")
    files = {path.stem for path in (BENCH / "contenders").glob("*.py") if "REQUIREMENTS" in path.read_text("utf-8")}
    assert files - {"__init__", "environments"} == set(contenders.NAMES)


def test_reading_the_pins_imports_no_package() -> None:
    code = (
        f"import sys; sys.path.append({str(BENCH)!r}); import contenders; [contenders.contender(n) for n in contenders.NAMES];"
        "print(sorted({'numpy', 'torch', 'faiss', 'assistant', 'sentence_transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_worker_builds_loads_asks_and_adds(tmp_path: Path) -> None:
    passages = tmp_path / "passages.json"
    passages.write_text(json.dumps(["red apples", "green pears"]), encoding="utf-8")
    replies = served(
        {"do": "build", "passages": str(passages), "path": str(tmp_path)},
        {"do": "load", "path": str(tmp_path)},
        {"do": "query", "text": "green", "k": 1},
        {"do": "time_add", "passages": ["blue plums"]},
        {"do": "query", "text": "blue", "k": 1},
        {"do": "time_queries", "texts": ["red", "blue"], "k": 1},
        {"do": "time_threads", "texts": ["red", "blue", "green"], "k": 1, "threads": 2},
        {"do": "memory"},
    )
    results = [reply["result"] for reply in replies]
    assert results[2] == [1]
    assert results[3]["embed"] is None
    assert results[4] == [2]
    assert [found for _, found in results[5]] == [[0], [2]]


def test_the_worker_answers_a_fault_and_goes_on(tmp_path: Path) -> None:
    replies = served({"do": "load", "path": str(tmp_path)}, {"do": "no such thing"}, {"do": "memory"})
    assert replies[0]["error"].startswith("FileNotFoundError")
    assert replies[1]["error"].startswith("AttributeError")
    assert "result" in replies[2]


def test_a_contender_that_dies_is_named_with_its_last_words(tmp_path: Path) -> None:
    process = importlib.import_module("contenders.process")
    lost = process.Process(Path(sys.executable), "nobody", tmp_path / "log")
    with lost, pytest.raises(process.ContenderFailed, match="no contender 'nobody'"):
        lost.ask("memory", 60)


def test_a_contender_without_its_environment_says_how_to_make_it(tmp_path: Path) -> None:
    environments = importlib.import_module("contenders.environments")
    assert environments.interpreter("policy_desk", tmp_path) == Path(sys.executable)
    with pytest.raises(environments.NotPrepared, match="--prepare"):
        environments.interpreter("bare", tmp_path)


def test_passages_are_the_same_every_time_and_all_different(texts: Path) -> None:
    passages = importlib.import_module("contenders.passages")
    once, again = (passages.make_passages([texts], 40) for _ in range(2))
    assert once == again
    assert len(set(once.texts)) == 40
    assert once.recombined == 25
    assert {len(text.split()) for text in once.texts} == {30}


def test_too_little_text_is_said() -> None:
    passages = importlib.import_module("contenders.passages")
    with pytest.raises(ValueError, match="--passages"):
        passages.make_passages([], 1)
    with pytest.raises(ValueError, match="--questions"):
        passages.read_questions([], 1)
    assert passages.split_sentences("One two three four. It is so. A fine day it was, 'twas said.")[1:] == [
        "A fine day it was, 'twas said."
    ]


def test_the_shipped_corpus_and_questions_suffice() -> None:
    passages = importlib.import_module("contenders.passages")
    made = passages.make_passages(sorted((ROOT / "corpus" / "documents").rglob("*.md")), 500)
    assert made.recombined == 0
    assert not any(text.startswith(("#", "|", "---")) for text in made.texts)
    assert len(passages.read_questions(sorted((ROOT / "tests" / "questions").glob("*.jsonl")), 200)) == 200


def test_ours_builds_loads_asks_and_adds(tmp_path: Path, texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_ENCODER", "hashing")
    passages = importlib.import_module("contenders.passages").make_passages([texts], 8).texts
    ours = importlib.import_module("contenders.policy_desk")
    ours.build(passages[:6], tmp_path)
    desk = ours.load(tmp_path)
    assert desk.query(passages[4], 3)[0] == 4
    desk.add(passages[6:])
    assert desk.query(passages[7], 3)[0] == 7
    assert ours.load(tmp_path).query(passages[6], 3)[0] == 6


def test_vectors_made_beforehand_are_found_by_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy as np

    shared = importlib.import_module("contenders.shared")
    shared.save_vectors(tmp_path, ["a", "b"], np.eye(2, dtype=np.float32))
    assert shared.known_vectors(["a"]) is None
    monkeypatch.setenv(shared.VECTORS, str(tmp_path))
    assert shared.known_vectors(["b", "a"]).tolist() == [[0, 1], [1, 0]]
    assert shared.known_vectors(["a", "unknown"]) is None


def test_a_table_has_a_line_a_contender_and_dashes_for_what_is_missing() -> None:
    tables = importlib.import_module("contenders.tables")
    text = tables.report([{"contender": "toy", "first": 1.5, "failed": ""}, {"contender": "lost", "failed": "died"}])
    assert "| toy | 1.50 | – |" in text
    assert "| lost | died |" in text
