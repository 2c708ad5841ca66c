"""Segments: what is new costs what is new, and however an index came about it finds the same."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.corpus import readers
from assistant.corpus.files import SourceFile
from assistant.errors import IndexUnusable
from assistant.index import segments, writing
from assistant.index.build import build_index
from assistant.index.changes import FILES, _stamp, find_changes
from assistant.index.embedding.hashing import HashingEncoder
from assistant.index.manifest import PROVEN_AT_OPENING, generation_folder, read_manifest
from assistant.index.search import Index
from assistant.index.totals import Totals
from assistant.settings import Settings

QUERIES = ("What is the limit on bitcoin in a plan?", "gold and silver", "Who chooses the investments?", "plan 7")


class CountingEncoder(HashingEncoder):
    """Notes how many texts it was given."""

    def __init__(self) -> None:
        self.texts = 0

    def read(self, texts):  # type: ignore[no-untyped-def]
        self.texts += len(texts)
        return super().read(texts)


def add(settings: Settings, first: int, count: int) -> None:
    """One more file of documents, written some while ago."""
    lines = [
        json.dumps(
            {
                "id": f"plan-{n}",
                "title": f"Plan {n}",
                "text": f"Plan {n} holds gold and {'bitcoin ' * (n % 3)}{n} percent",
            }
        )
        for n in range(first, first + count)
    ]
    path = settings.corpus / "documents" / f"from-{first:04d}.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")


def found(settings: Settings) -> list[list[tuple[str, int, float, float, float]]]:
    index = Index(settings.index, HashingEncoder())
    return [
        [
            (hit.passage.document, hit.passage.start, hit.score, hit.cosine, hit.bm25)
            for hit in index.search(index.read(q))
        ]
        for q in QUERIES
    ]


def shape(settings: Settings) -> list[int]:
    return [segment.passages for segment in read_manifest(settings.index)[1].segments]


def build(settings: Settings) -> None:
    build_index(settings.corpus, settings.index, HashingEncoder())


def test_what_is_added_is_a_segment_of_its_own_and_segments_stay_few(small_settings: Settings) -> None:
    add(small_settings, 0, 40)
    build(small_settings)
    before = shape(small_settings)
    assert len(before) == 1
    shapes = []
    for n in range(100, 115):
        add(small_settings, n, 1)
        build(small_settings)
        shapes.append(shape(small_settings))
    assert shapes[:4] == [[*before, 1], [*before, 2], [*before, 2, 1], [*before, 4]]
    assert max(map(len, shapes)) <= 6
    assert all(sum(each) == before[0] + n for n, each in enumerate(shapes, start=1))


def test_however_it_came_about_the_same_is_found(small_settings: Settings, tmp_path: Path) -> None:
    add(small_settings, 0, 20)
    build(small_settings)
    for n in (100, 110, 120, 130):
        add(small_settings, n, 5)
        build(small_settings)
    (small_settings.corpus / "documents" / "from-0110.jsonl").unlink()
    build(small_settings)
    at_once = replace(small_settings, index=tmp_path / "at-once")
    build(at_once)
    assert found(small_settings) == found(at_once)
    assert len(shape(small_settings)) == 1
    one, other = (read_manifest(each.index)[1] for each in (small_settings, at_once))
    assert (one.corpus, one.sameness, one.counts) == (other.corpus, other.sameness, other.counts)


def test_only_new_passages_are_read_by_the_encoder(small_settings: Settings) -> None:
    add(small_settings, 0, 50)
    build(small_settings)
    add(small_settings, 100, 10)
    encoder = CountingEncoder()
    build_index(small_settings.corpus, small_settings.index, encoder)
    assert encoder.texts == 10
    (small_settings.corpus / "documents" / "from-0100.jsonl").unlink()
    build_index(small_settings.corpus, small_settings.index, encoder)
    assert encoder.texts == 10


def all_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.index.changes._stamp", lambda file, _now: (file.size, file.mtime_ns, file.ctime_ns))


@pytest.mark.parametrize(
    ("changed", "later", "known"),
    [
        (5_000_000_001, 2 * 10**7, True),
        (5_000_000_001, 2 * 10**7 - 1, False),
        (5_000_000_000, 2 * 10**9, True),
        (5_000_000_000, 10**9, False),
    ],
)
def test_a_file_written_within_a_tick_is_read_again(changed: int, later: int, known: bool) -> None:
    for times in ((changed, 1), (1, changed)):
        file = SourceFile(Path("a.md"), ".md", 1, *times)
        assert (_stamp(file, changed + later) is not None) is known


def test_a_first_build_knows_what_was_written_just_before_it(small_settings: Settings) -> None:
    add(small_settings, 0, 5)
    build(small_settings)
    assert find_changes(small_settings.corpus, generation_folder(small_settings.index)).changed == {}


def test_unchanged_files_are_not_opened(small_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    add(small_settings, 0, 5)
    for path in (small_settings.corpus / "documents").rglob("*"):
        os.utime(path, (1, 1))
    all_settled(monkeypatch)
    build(small_settings)
    opened: list[str] = []

    def read(path: Path, root: Path):  # type: ignore[no-untyped-def]
        opened.append(path.name)
        return original(path, root)

    original = readers.read_file
    monkeypatch.setattr("assistant.corpus.documents.read_file", read)
    add(small_settings, 100, 1)
    build(small_settings)
    assert opened == ["from-0100.jsonl"]
    assert shape(small_settings)[-1] == 1


def test_a_file_renamed_keeps_its_documents(small_settings: Settings) -> None:
    add(small_settings, 0, 5)
    build(small_settings)
    before = found(small_settings)
    path = small_settings.corpus / "documents" / "from-0000.jsonl"
    path.rename(path.with_name("other.jsonl"))
    build(small_settings)
    assert found(small_settings) == before
    path.with_name("other.jsonl").unlink()
    build(small_settings)
    assert read_manifest(small_settings.index)[1].counts["documents"] == 2


def test_an_id_that_two_files_claim_is_decided_as_if_both_were_new(
    small_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_settled(monkeypatch)
    add(small_settings, 5, 1)
    build(small_settings)
    earlier = small_settings.corpus / "documents" / "before.jsonl"
    earlier.write_text('{"id": "plan-5", "title": "Another", "text": "Another plan five."}')
    for settings in (small_settings, replace(small_settings, index=tmp_path / "at-once")):
        report = build_index(settings.corpus, settings.index, HashingEncoder())
        assert Index(settings.index, HashingEncoder()).document("plan-5").title == "Another"
        assert ["plan-5" in error.reason for error in report.unreadable] == [True]
    earlier.unlink()
    build(small_settings)
    assert Index(small_settings.index, HashingEncoder()).document("plan-5").title == "Plan 5"


def test_a_damaged_note_of_the_files_only_costs_a_reading(small_settings: Settings) -> None:
    add(small_settings, 0, 5)
    build(small_settings)
    (generation_folder(small_settings.index) / FILES).write_text("{")
    (small_settings.corpus / "documents" / "from-0000.jsonl").unlink()
    build(small_settings)
    assert read_manifest(small_settings.index)[1].counts["documents"] == 2


def test_the_generation_before_is_not_written_into(small_settings: Settings) -> None:
    add(small_settings, 0, 20)
    build(small_settings)
    folder, manifest = read_manifest(small_settings.index)
    add(small_settings, 100, 3)
    build(small_settings)
    assert generation_folder(small_settings.index) != folder
    (small_settings.index / "CURRENT").write_text(folder.name + "\n")
    assert read_manifest(small_settings.index, whole=True) == (folder, manifest)


def test_a_large_file_is_proven_when_asked_and_by_its_size_at_opening(
    small_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(small_settings)
    folder = generation_folder(small_settings.index)
    path = folder / "segment-1.vectors"
    path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:])
    assert path.stat().st_size < PROVEN_AT_OPENING
    monkeypatch.setattr("assistant.index.manifest.PROVEN_AT_OPENING", 0)
    read_manifest(small_settings.index)
    with pytest.raises(IndexUnusable, match=r"segment-1\.vectors"):
        read_manifest(small_settings.index, whole=True)
    assert not build_index(small_settings.corpus, small_settings.index, HashingEncoder()).changed
    assert build_index(small_settings.corpus, small_settings.index, HashingEncoder(), check=True).changed
    (generation_folder(small_settings.index) / "segment-1.vectors").write_bytes(b"")
    with pytest.raises(IndexUnusable, match=r"segment-1\.vectors"):
        read_manifest(small_settings.index)


def test_a_large_segment_is_searched_by_inverted_lists(
    small_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(small_settings, 0, 60)
    build(small_settings)
    before = found(small_settings)
    monkeypatch.setattr(writing, "EXACT_UP_TO", 30)
    other = replace(small_settings, index=small_settings.index.with_name("inverted"))
    build(other)
    folder, manifest = read_manifest(other.index)
    assert manifest.segments[0].file(folder, segments.INVERTED).is_file()
    assert found(other) == before


def test_sums_do_not_depend_on_the_order() -> None:
    vectors = np.random.default_rng(1).normal(size=(6, 8)).astype(np.float32)
    one, other = Totals.zero(8), Totals.zero(8)
    one.add_digests("abcdef")
    one.add_vectors(vectors)
    for digest, row in zip("fbdace", vectors[[5, 1, 3, 0, 2, 4]], strict=True):
        other.add_digests([digest])
        other.add_vectors(row[None, :])
    assert one.corpus_hash("facts") == other.corpus_hash("facts")
    assert one.sameness(6) == other.sameness(6)
    back = Totals.from_bytes(one.to_bytes())
    assert back.corpus_hash("facts") == one.corpus_hash("facts")
    assert back.sameness(6) == one.sameness(6)
    back.add_digests("a")
    assert len({each.corpus_hash(facts) for each in (one, back) for facts in ("facts", "other")}) == 4
