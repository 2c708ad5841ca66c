"""Building: incremental, the same as at once, and unharmed by damage, mistakes and sudden death."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.engine import open_desk
from assistant.errors import CorpusError, IndexUnusable
from assistant.index.build import BuildReport, build_index
from assistant.index.embedding.hashing import HashingEncoder
from assistant.index.manifest import CURRENT, FACTS, MANIFEST, TOTALS, generation_folder, read_manifest
from assistant.index.search import Index
from assistant.settings import Settings
from tests.conftest import ROOT

ENCODER = HashingEncoder()
QUERY = "What is the limit on bitcoin in a plan?"


class OtherEncoder(HashingEncoder):
    name = "another"


def build(settings: Settings) -> BuildReport:
    return build_index(settings.corpus, settings.index, ENCODER)


def found(settings: Settings) -> list[tuple[str, int, float, float]]:
    index = Index(settings.index, ENCODER)
    hits = index.search(index.read(QUERY))
    return [(hit.passage.document, hit.passage.start, hit.score, hit.bm25) for hit in hits]


def write(settings: Settings, name: str, text: str) -> None:
    (settings.corpus / "documents" / name).write_text(text, encoding="utf-8")


def test_a_second_build_reads_nothing_anew(small_settings: Settings) -> None:
    first, second = build(small_settings), build(small_settings)
    assert (first.added, first.changed) == (2, True)
    assert (second.added, second.kept, second.changed) == (0, 2, False)
    assert second.corpus == first.corpus


def test_only_what_changed_is_read(small_settings: Settings) -> None:
    build(small_settings)
    write(small_settings, "new.txt", "Gold is a commodity.")
    write(small_settings, "coins.txt", "Bitcoin is still a digital asset.")
    report = build(small_settings)
    assert (report.added, report.kept, report.documents) == (2, 1, 3)
    (small_settings.corpus / "documents" / "new.txt").unlink()
    assert build(small_settings).removed == 1


def test_step_by_step_is_the_same_as_at_once(small_settings: Settings) -> None:
    for n in range(12):
        write(small_settings, f"{n}.txt", f"Bitcoin plan number {n} has a limit of {n} coins.")
        if n % 4 == 0:
            build(small_settings)
    write(small_settings, "3.txt", "Plan three has no limit now.")
    stepwise = build(small_settings).corpus, found(small_settings)
    shutil.rmtree(small_settings.index)
    assert (build(small_settings).corpus, found(small_settings)) == stepwise


def test_touching_a_file_rebuilds_nothing(small_settings: Settings) -> None:
    build(small_settings)
    os.utime(small_settings.corpus / "documents" / "coins.txt", (1, 1))
    assert Index(small_settings.index, ENCODER).is_stale(small_settings.corpus)
    assert not build(small_settings).changed
    assert not Index(small_settings.index, ENCODER).is_stale(small_settings.corpus)


def test_one_unreadable_file_is_named_and_the_rest_is_built(small_settings: Settings) -> None:
    (small_settings.corpus / "documents" / "binary.md").write_bytes(bytes(range(256)) * 20)
    write(small_settings, "broken.md", "---\ntitle: [unclosed\n---\nText of a document.\n")
    report = build(small_settings)
    assert report.documents == 2
    assert {Path(error.path.split(":")[0]).name for error in report.unreadable} == {"binary.md", "broken.md"}
    assert all(error.reason for error in report.unreadable)


def test_an_empty_corpus_says_what_to_do(small_settings: Settings) -> None:
    shutil.rmtree(small_settings.corpus / "documents")
    with pytest.raises(CorpusError, match="documents"):
        build(small_settings)
    (small_settings.corpus / "documents").mkdir()
    with pytest.raises(CorpusError, match=r"\.md"):
        build(small_settings)
    assert not list(small_settings.index.glob("building-*"))


def test_a_failed_build_leaves_the_old_index_serving(small_settings: Settings) -> None:
    build(small_settings)
    before = found(small_settings)
    shutil.rmtree(small_settings.corpus / "documents")
    (small_settings.corpus / "documents").mkdir()
    with pytest.raises(CorpusError):
        build(small_settings)
    assert found(small_settings) == before


DAMAGES = {
    "truncated": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "empty": lambda path: path.write_bytes(b""),
    "gone": lambda path: path.unlink(),
    "edited": lambda path: path.write_bytes(flipped(path.read_bytes())),
}


def flipped(data: bytes) -> bytes:
    """The bytes with one bit changed, in the middle."""
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize(
    "name", ["segment-1.sqlite", "segment-1.vectors", TOTALS, FACTS, MANIFEST, f"../{CURRENT}", "lexical/meta.json"]
)
def test_a_damaged_index_is_recognised_and_built_again(
    small_settings: Settings, name: str, damage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    build(small_settings)
    before = found(small_settings)
    DAMAGES[damage](generation_folder(small_settings.index) / name)
    with pytest.raises(IndexUnusable):
        Index(small_settings.index, ENCODER)
    open_desk(small_settings)
    assert "Building the index" in capsys.readouterr().err
    assert found(small_settings) == before


def test_an_index_of_another_encoder_is_refused_and_replaced(small_settings: Settings) -> None:
    build_index(small_settings.corpus, small_settings.index, OtherEncoder())
    with pytest.raises(IndexUnusable, match="another"):
        Index(small_settings.index, ENCODER)
    assert build(small_settings).added == 2


def test_an_index_of_another_format_is_refused(small_settings: Settings) -> None:
    build(small_settings)
    path = generation_folder(small_settings.index) / MANIFEST
    replace(read_manifest(small_settings.index)[1], format=99).write(path.parent)
    with pytest.raises(IndexUnusable, match="format 99"):
        Index(small_settings.index, ENCODER)


def test_a_stale_index_is_brought_up_to_date(small_settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    build(small_settings)
    write(small_settings, "gold.txt", "Gold is a commodity.")
    assert open_desk(small_settings).document("gold").text == "Gold is a commodity."
    assert "the corpus has changed" in capsys.readouterr().err


def test_a_stale_index_that_cannot_be_renewed_goes_on_serving(
    small_settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    build(small_settings)
    (small_settings.corpus / "figures").mkdir()
    (small_settings.corpus / "figures" / "bad.yaml").write_text("name: [")
    assert open_desk(small_settings).document("coins")
    assert "bad.yaml" in capsys.readouterr().err
    with pytest.raises(CorpusError):
        build(small_settings)


def test_a_running_desk_takes_up_a_new_index(small_settings: Settings) -> None:
    build(small_settings)
    desk = open_desk(small_settings)
    for n in range(3):
        write(small_settings, f"gold{n}.txt", f"Gold bar number {n} is a commodity.")
        build(small_settings)
    assert desk.document("gold2").text.startswith("Gold bar number 2")


def test_a_build_killed_at_any_moment_leaves_a_usable_index(small_settings: Settings) -> None:
    """Fifty builds, each killed at a random moment between a change of the corpus and the index of that change."""
    for n in range(60):
        write(small_settings, f"{n}.txt", f"Plan number {n} limits bitcoin. " * 30)
    build(small_settings)
    command = [sys.executable, "tests/kill_builds.py", str(small_settings.corpus), str(small_settings.index), "50"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": "."}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["killed"] > 10
    assert len(set(told["seen"])) > 1
    assert build(small_settings).documents == 62
    assert not list(small_settings.index.glob("building-*"))


def test_an_index_that_may_not_be_written_still_answers(
    small_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(small_settings)
    before = found(small_settings)
    folder = generation_folder(small_settings.index) / "lexical"
    files = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert found(small_settings) == before
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == files
