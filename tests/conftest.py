"""What the tests share: a small corpus, an index without a model, the real desk, and optional material."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.engine import Assistant, open_desk
from assistant.index.build import build_index
from assistant.index.embedding.hashing import HashingEncoder
from assistant.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parent.parent
BESIDE = ROOT.parent / "shared"

PLANS = """---
title: "Plans explained"
publisher: "The Example Office"
published: 2025-01-02
kind: "brief of a page"
---
# Plans

## What a plan is

A 401(k) plan is a savings plan that an employer offers. The limit on elective deferrals in 2025 is $23,500. It was
$23,000 in 2024.

## Who runs it

The plan's fiduciary chooses the investments. No. 25-498 is a case about that duty.
"""
COINS = "Bitcoin is a digital asset.\nThe supply of Bitcoin is capped at 21 million coins.\nEther has no such cap.\n"


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on what the shell that runs it has set."""
    for name in ("CORPUS", "INDEX", "TODAY", "HOST", "PORT", "ENCODER"):
        monkeypatch.delenv(f"ASSISTANT_{name}", raising=False)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of two documents, one in Markdown and one in plain text."""
    documents = tmp_path / "corpus" / "documents"
    (documents / "plans").mkdir(parents=True)
    (documents / "plans" / "explained.md").write_text(PLANS, encoding="utf-8")
    (documents / "coins.txt").write_text(COINS, encoding="utf-8")
    return tmp_path / "corpus"


@pytest.fixture
def small_settings(corpus: Path, tmp_path: Path) -> Settings:
    """Settings for that corpus, with the encoder that needs no model."""
    settings = load_settings({"corpus": str(corpus), "index": str(tmp_path / "index"), "encoder": "hashing"})
    return replace(settings, cache=tmp_path / "cache")


@pytest.fixture
def small_desk(small_settings: Settings) -> Assistant:
    """The desk over the small corpus."""
    build_index(small_settings.corpus, small_settings.index, HashingEncoder())
    return Assistant(small_settings, HashingEncoder())


@pytest.fixture(scope="session")
def desk() -> Assistant:
    """The desk as shipped: the real corpus, the real model, the index that `make setup` built."""
    return open_desk(load_settings({"today": "2026-11-23"}))


@pytest.fixture(scope="session")
def article_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The desk over a corpus that holds only the article itself."""
    article = optional_file("article.txt")
    folder = tmp_path_factory.mktemp("article")
    (folder / "documents").mkdir()
    shutil.copy(article, folder / "documents" / "article.txt")
    yield open_desk(load_settings({"corpus": str(folder), "index": str(folder / "index"), "today": "2026-11-23"}))


def optional_file(name: str) -> Path:
    """A file that is not part of the project. Skips the test where it is absent, fails in CI."""
    path = BESIDE / name
    if not path.exists():
        reason = f"needs {name}, which is not part of the project"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return path
