from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.errors import BadSetting
from assistant.settings import load_settings


def test_an_option_goes_before_the_variable_before_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().port == 8000
    monkeypatch.setenv("ASSISTANT_PORT", "9000")
    monkeypatch.setenv("ASSISTANT_TODAY", "2026-11-23")
    assert (load_settings().port, load_settings().today) == (9000, date(2026, 11, 23))
    assert load_settings({"port": "7000"}).port == 7000


def test_the_shipped_corpus_is_the_default() -> None:
    assert (load_settings().corpus / "documents").is_dir()
    assert load_settings({"corpus": "elsewhere"}).corpus == Path("elsewhere")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "http"),
        ("port", "70000"),
        ("port", "-1"),
        ("today", "soon"),
        ("today", "2026-02-30"),
        ("encoder", "gpt"),
    ],
)
def test_an_impossible_value_is_named(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as told:
        load_settings({name: value})
    assert value in str(told.value)
