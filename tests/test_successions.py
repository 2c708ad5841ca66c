"""What held for a time: the file that lists it, its mistakes, and the shipped list against the documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.corpus.documents import read_documents
from assistant.corpus.facts import load_facts
from assistant.corpus.facts_json import facts_from_json, facts_to_json
from assistant.corpus.files import corpus_fingerprint
from assistant.corpus.passages import split_sentences
from assistant.errors import DataError
from assistant.types import Document, Evidence, Facts
from tests.conftest import ROOT

WARNED, ENDED = "The 2022 release urged care.", "The 2022 release was rescinded on 28 May 2025."
TEXTS = {"release": f"# Release\n\n{WARNED} {ENDED}\n"}
GOOD = f"""\
- name: the 2022 release
  from: 2022-03
  until: 2025-05-28
  said:
    - document: release
      quote: "{WARNED}"
  ended:
    document: release
    quote: "{ENDED}"
- name: an older rule
  from: null
  until: 2020
  said: [{{document: release, quote: urged care.}}]
  ended: {{document: release, quote: "{ENDED}"}}
"""


def load(folder: Path, content: str) -> Facts:
    (folder / "successions.yaml").write_text(content)
    return load_facts(folder, TEXTS)


def test_successions_are_read_by_the_day_of_the_end(tmp_path: Path) -> None:
    older, release = load(tmp_path, GOOD).successions
    start = TEXTS["release"].index(WARNED)
    assert (older.name, older.since, older.until) == ("an older rule", None, "2020")
    assert (release.name, release.since, release.until) == ("the 2022 release", "2022-03", "2025-05-28")
    assert release.said == (Evidence("release", WARNED, start, start + len(WARNED)),)
    assert release.ended.quote == ENDED


def test_successions_survive_json_exactly(tmp_path: Path) -> None:
    facts = load(tmp_path, GOOD)
    assert facts_from_json(json.loads(json.dumps(facts_to_json(facts)))) == facts
    assert facts_from_json({"parameters": {}, "figures": {}}) == Facts()


@pytest.mark.parametrize(
    ("old", "new", "field", "said"),
    [
        (GOOD, "name: one", "file", "a list of entries"),
        ("name: the 2022 release", "name:", "1.name", "is empty"),
        ("from: 2022-03", "since: 2022-03", "1.since", "unknown key; known here are ended, from"),
        ("from: 2022-03", "from: spring", "1.from", "should be a date"),
        ("from: 2022-03", "from: 2025-05-28", "1.until", "later than the day from which it held"),
        ("until: 2020", "until: null", "2.until", "should be a date"),
        ("until: 2020", "until: 2020-13", "2.until", "should be a date"),
        ("said: [{document: release, quote: urged care.}]", "said: []", "2.said", "at least one sentence"),
        ("quote: urged care.", "quote: urged caution.", "2.said.1.quote", "does not stand word for word"),
        ("quote: urged care.", "text: urged care.", "2.said.1.text", "unknown key"),
        ("document: release\n      quote", "document: gone\n      quote", "1.said.1.document", "no readable document"),
        (f'ended: {{document: release, quote: "{ENDED}"}}', "ended: later", "2.ended", "should be keys with values"),
    ],
)
def test_a_mistake_names_entry_and_field(tmp_path: Path, old: str, new: str, field: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(DataError) as caught:
        load(tmp_path, GOOD.replace(old, new, 1))
    assert caught.value.path.endswith("successions.yaml")
    assert caught.value.field == field
    assert said in caught.value.reason


def test_a_changed_file_changes_the_fingerprint(corpus: Path) -> None:
    before = corpus_fingerprint(corpus)
    (corpus / "successions.yaml").write_text(GOOD)
    assert corpus_fingerprint(corpus) != before


def test_the_shipped_successions_are_whole_sentences() -> None:
    documents = (item for item in read_documents(ROOT / "corpus") if isinstance(item, Document))
    spans = {(each.id, s.start, s.end) for each in documents for s in split_sentences(each)}
    successions = load_facts(ROOT / "corpus").successions
    assert len(successions) >= 20
    for each in successions:
        for quoted in (*each.said, each.ended):
            assert (quoted.document, quoted.start, quoted.end) in spans, (each.name, quoted.quote)
        assert each.ended not in each.said, each.name
    assert len({each.name for each in successions}) == len(successions)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("valid_until: soon", "valid_until: should be a date such as 2025-05-28, but is 'soon'"),
        ("valid_from: 2025-02-30", "valid_from: should be a date"),
        ("valid_from: 2025-06\nvalid_until: 2025-05-28", "valid_until: 2025-05-28 is before valid_from, 2025-06"),
    ],
)
def test_a_wrong_validity_is_named(tmp_path: Path, lines: str, said: str) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "a.md").write_text(f"---\n{lines}\n---\nText.\n")
    keys = dict(line.split(": ") for line in lines.splitlines())
    (documents / "b.jsonl").write_text(json.dumps({"id": "b", "text": "Text.", **keys}) + "\n")
    for fault in read_documents(tmp_path):
        assert said in str(fault)


def test_front_matter_and_json_lines_say_how_long_a_document_is_in_force(tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "a.md").write_text("---\nvalid_from: 2022-03\nvalid_until: 2025\nsuperseded_by: b\n---\nText.\n")
    line = {"id": "b", "text": "Text.", "valid_from": 2025, "valid_until": None}
    (documents / "b.jsonl").write_text(json.dumps(line) + "\n")
    read = [item for item in read_documents(tmp_path) if isinstance(item, Document)]
    assert [(each.valid_from, each.valid_until, each.superseded_by) for each in read] == [
        ("2022-03", "2025", "b"),
        ("2025", None, None),
    ]
