"""Listing a corpus, reading it as a stream, and noticing that it changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.corpus.documents import read_documents
from assistant.corpus.files import corpus_fingerprint, scan
from assistant.corpus.stored import StoredTexts
from assistant.errors import CorpusError, UnreadableDocument
from assistant.types import Document


def make_corpus(folder: Path, **files: str) -> Path:
    """A corpus with ``files`` below documents/; a double underscore stands for a slash, a single one for a dot."""
    (folder / "documents").mkdir()
    for name, text in files.items():
        path = folder / "documents" / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_scan_is_sorted_and_passes_over_hidden_files_and_readmes(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path, b_md="B", a__z_txt="Z", README_md="no", a__readme_txt="no", _hidden="no", c_xlsx="C")
    (corpus / "documents" / ".git").mkdir()
    (corpus / "documents" / ".git" / "x.md").write_text("no")
    (corpus / "documents" / "~$b.docx").write_text("no")
    os.mkfifo(corpus / "documents" / "pipe.md")
    files = scan(corpus)
    assert [file.path.name for file in files] == ["z.txt", "b.md", "c.xlsx"]
    status = files[0].path.stat()
    assert (files[0].suffix, files[0].size, files[0].mtime_ns) == (".txt", 1, status.st_mtime_ns)


def test_documents_come_in_order_with_faults_in_place(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path, a_md="A.", b_xlsx="?", c_md="", d_txt="D.")
    items = list(read_documents(corpus))
    assert [item.id for item in items if isinstance(item, Document)] == ["a", "d"]
    assert [Path(item.path).name for item in items if isinstance(item, UnreadableDocument)] == ["b.xlsx", "c.md"]


def test_only_the_files_asked_for_are_read(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path, a_md="A.", b_md="B.")
    assert [item.id for item in read_documents(corpus, scan(corpus)[1:]) if isinstance(item, Document)] == ["b"]


def test_documents_are_read_one_at_a_time(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path, a_md="A.", b_md="B.")
    stream = read_documents(corpus)
    next(stream)
    (corpus / "documents" / "b.md").write_text("Changed.")
    second = next(stream)
    assert isinstance(second, Document)
    assert second.text == "Changed."


def test_the_second_document_of_an_id_is_a_fault_that_names_both_files(tmp_path: Path) -> None:
    line = '{"id": "same", "text": "T."}\n'
    corpus = make_corpus(tmp_path, a_md="A.", a_txt="Again.", b_jsonl=line, c_jsonl=line)
    items = list(read_documents(corpus))
    faults = [item for item in items if isinstance(item, UnreadableDocument)]
    assert [item.id for item in items if isinstance(item, Document)] == ["a", "same"]
    assert [Path(fault.path).name for fault in faults] == ["a.txt", "c.jsonl"]
    assert "documents/a.md" in faults[0].reason
    assert "'same' is already that of" in faults[1].reason
    assert "b.jsonl" in faults[1].reason


def test_a_missing_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"There is no corpus folder .*Make it"):
        scan(tmp_path / "none")
    with pytest.raises(CorpusError, match=r"has no folder documents/\. Make .*put documents into it"):
        list(read_documents(tmp_path))
    make_corpus(tmp_path)
    assert list(read_documents(tmp_path)) == []


def test_fingerprint_changes_with_every_part_of_the_corpus(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path, a_md="A.", README_md="x")
    seen = [corpus_fingerprint(corpus)]
    for name in ("documents/b.md", "parameters/limits/x.yaml", "figures/y.yaml"):
        (corpus / name).parent.mkdir(parents=True, exist_ok=True)
        (corpus / name).write_text("new")
        seen.append(corpus_fingerprint(corpus))
    os.utime(corpus / "documents/a.md", ns=(1, 1))
    seen.append(corpus_fingerprint(corpus))
    (corpus / "documents/a.md").rename(corpus / "documents/c.md")
    seen.append(corpus_fingerprint(corpus))
    assert len(set(seen)) == len(seen)
    (corpus / "documents" / "README.md").write_text("changed")
    assert corpus_fingerprint(corpus) == seen[-1]


def test_stored_texts_are_read_when_asked_for(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path, law__a_md="A.", bad_md="")
    texts = StoredTexts(corpus)
    assert texts["law/a"] == "A."
    assert (texts.get("bad"), texts.get("../documents/law/a"), sorted(texts)) == (None, None, ["bad", "law/a"])
