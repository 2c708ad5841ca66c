"""The command line as its user meets it: what it prints, where, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.frontends.cli import main

QUESTION = "What is the limit on elective deferrals in 2025?"


class Run:
    """Runs a command against one corpus and index; keeps what it printed."""

    def __init__(self, corpus: Path, index: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._where = ["--corpus", str(corpus), "--index", str(index), "--encoder", "hashing"]
        self._capsys = capsys
        self.err = ""

    def __call__(self, *arguments: str, status: int = 0) -> str:
        self._capsys.readouterr()
        assert main([*arguments, *self._where]) == status
        told = self._capsys.readouterr()
        self.err = told.err
        return told.out


@pytest.fixture
def run(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(corpus, tmp_path / "index", capsys)


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_build_says_what_it_did(run: Run) -> None:
    assert "2 documents" in run("build")
    assert "up to date" in run("build")
    assert json.loads(run("build", "--json"))["kept"] == 2


def test_build_names_what_it_left_out(run: Run, corpus: Path) -> None:
    (corpus / "documents" / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    run("build")
    assert "picture.md" in run.err


def test_ask_builds_first_and_prints_sources(run: Run) -> None:
    out = run("ask", QUESTION)
    assert "Building the index" in run.err
    assert "$23,500" in out
    assert "[1]" in out
    assert "Plans explained" in out


def test_ask_json_is_the_contract(run: Run) -> None:
    answer = json.loads(run("ask", QUESTION, "--json", "--today", "2026-11-23"))
    assert (
        list(answer)
        == (
            "id question resolved status reason text sentences calculation citations slots suggestions corpus today confidence elapsed_ms"
        ).split()
    )
    assert (
        list(answer["citations"][0])
        == ("n document title publisher author published as_of url kind quote start end sha256").split()
    )
    assert answer["today"] == "2026-11-23"


def test_history_makes_a_follow_up_whole(run: Run) -> None:
    answer = json.loads(run("ask", "and ether?", "--history", "Is the supply of Bitcoin capped?", "--json"))
    assert answer["resolved"] == "Is the supply of Bitcoin capped? → and ether?"


def test_a_batch_keeps_order_and_ids(run: Run, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text(
        json.dumps({"id": "b", "question": QUESTION}) + "\n\n" + json.dumps({"id": "a", "question": ""}) + "\n"
    )
    answers = lines(run("ask", "--batch", str(batch)))
    assert [(a["id"], a["status"]) for a in answers] == [("b", "answered"), ("a", "declined")]
    batch.write_text(json.dumps({"id": 7, "query": "bitcoin"}) + "\n")
    (found,) = lines(run("search", "--batch", str(batch), "-k", "1"))
    assert found["id"] == 7
    assert set(found["hits"][0]) == {"document", "start", "end", "text", "score"}


@pytest.mark.parametrize("line", ["not json", "[]", '{"id": 1}', '{"question": 3}', "[" * 100_000])
def test_a_bad_batch_line_is_named_before_anything_is_answered(run: Run, tmp_path: Path, line: str) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text(json.dumps({"question": QUESTION}) + "\n" + line + "\n")
    assert run("ask", "--batch", str(batch), status=2) == ""
    assert "batch.jsonl:2" in run.err


def test_verify_proves_and_refuses(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    path.write_text(run("ask", QUESTION, "--json"), encoding="utf-8")
    assert run("verify", str(path)).startswith("Proven.")
    path.write_text(path.read_text().replace("$23,500", "$23,600"))
    assert "NOT PROVEN" in run("verify", str(path), status=1)
    assert json.loads(run("verify", str(path), "--json", status=1))["proven"] is False
    path.write_text("{")
    run("verify", str(path), status=2)
    assert "not JSON" in run.err


def test_add_takes_files_in_and_builds(run: Run, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Gold is a commodity that some plans hold.\n")
    assert "Added 1" in run("add", str(note))
    assert "commodity" in run("ask", "Is gold a commodity?")
    assert "Nothing new" in run("add", str(note))
    run("add", str(tmp_path / "absent.txt"), status=2)
    assert "absent.txt" in run.err


def test_search_shows_places(run: Run) -> None:
    assert "coins [" in run("search", "supply of bitcoin", "-k", "1")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["ask"], "Give one question"),
        (["search"], "Give one query"),
        (["ask", "--batch", "absent.jsonl"], "absent.jsonl"),
        (["ask", "x", "--today", "soon"], "2026-11-23"),
        (["serve", "--port", "http"], "0 to 65535"),
        (["build", "--corpus", "nowhere"], "nowhere"),
    ],
)
def test_mistakes_are_told_with_what_to_do(arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments, "--encoder", "hashing"]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert "Traceback" not in error


def question_set(folder: Path) -> str:
    """Four questions, of which one names a document that the corpus lacks and one has no answer."""
    path = folder / "questions.jsonl"
    span = {"doc_id": "coins", "start": 28, "end": 80}
    path.write_text(
        "\n".join(
            json.dumps(line)
            for line in (
                {"id": "a", "question": "What is the supply of Bitcoin capped at?", "gold_spans": [span]},
                {
                    "id": "b",
                    "question": "and ether?",
                    "history": ["Is the supply of Bitcoin capped?"],
                    "gold_docs": ["coins"],
                },
                {"id": "c", "question": "Who wrote it?", "gold_docs": ["elsewhere"], "split": "test"},
                {"id": "d", "question": "?", "answerable": False},
            )
        )
    )
    return str(path)


def test_evaluate_measures_and_reports_what_failed(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    out = run("evaluate", question_set(tmp_path), "--report", str(report))
    assert out.startswith("# Evaluation of questions.jsonl\n")
    assert "answerable 3, unanswerable 1; follow-ups among them: 1" in out
    assert "out of place: 0" in out
    assert "index lacks: 1 (elsewhere)" in out
    assert "What failed" not in out
    assert report.read_text(encoding="utf-8").startswith(out.rstrip("\n"))
    assert "What failed" in report.read_text(encoding="utf-8")


def test_evaluate_json_holds_every_number(run: Run, tmp_path: Path) -> None:
    scores = json.loads(run("evaluate", question_set(tmp_path), "--json"))
    everything, follow_ups = scores["groups"]
    assert everything["retrieval"]["questions"] == 2
    assert everything["retrieval"]["recall_at_10"] == everything["hits"]["hit_at_3"] == 1.0
    assert everything["unanswerable"]["refused"] == 1
    assert follow_ups["name"] == "follow-ups"
    assert scores["quotes_out_of_place"] == 0


def test_evaluate_on_documents_of_its_own(run: Run, tmp_path: Path, corpus: Path) -> None:
    line = {"doc_id": "rivers", "title": "Rivers", "text": "The Rhine flows through Basel. It is a river."}
    documents = tmp_path / "documents.jsonl"
    documents.write_text(json.dumps(line) + "\n")
    questions = tmp_path / "rivers.jsonl"
    questions.write_text(json.dumps({"question": "Where does the Rhine flow?", "gold_docs": ["rivers"]}))
    assert "| all | 1 | 1.000 |" in run("evaluate", str(questions), "--documents", str(documents))
    assert not (tmp_path / "index").exists()
    for folder in (corpus, corpus / "documents"):
        run("evaluate", question_set(tmp_path), "--documents", str(folder), "--json")
        run("evaluate", str(questions), "--documents", str(folder), status=2)
        assert "'rivers'" in run.err


def test_evaluate_says_what_is_wrong_before_it_asks(run: Run, tmp_path: Path) -> None:
    name = question_set(tmp_path)
    for arguments, told in (
        (["--split", "tune"], "its splits are test"),
        (["--documents", "absent"], "There is no absent"),
        (["--report", str(tmp_path / "absent" / "r.md")], "a folder that is there"),
        (["--report", str(tmp_path)], "a folder that is there"),
        (["--split", "test"], "--documents DOCUMENTS.jsonl"),
    ):
        assert run("evaluate", name, *arguments, status=2) == ""
        assert told in run.err
