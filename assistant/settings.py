"""Every setting as a row: the one source of environment names, command-line help, README table and tests."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.errors import BadSetting

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent
_IN_CHECKOUT = (_CHECKOUT / "pyproject.toml").is_file() and (_CHECKOUT / "corpus").is_dir()

ROWS: tuple[tuple[str, str, str], ...] = (
    (
        "corpus",
        "",
        "folder with documents/, and parameters/ and figures/ where there are any (default: the shipped one)",
    ),
    ("index", "", "folder of the built index (default: index/ of a checkout, else in the cache)"),
    ("cache", "", "folder for exported models (default: the user's cache folder)"),
    (
        "encoder",
        "onnx",
        "onnx: the model exported once by sentence-transformers; sentence-transformers: the model itself",
    ),
    (
        "model",
        "",
        "name or folder of another sentence-transformers model (default: the packaged all-MiniLM-L6-v2)",
    ),
    ("today", "", "the date that 'this year' is counted from, YYYY-MM-DD (default: the clock's)"),
    ("host", "127.0.0.1", "address that the server listens on"),
    ("port", "8000", "port that the server listens on, 0 to 65535"),
)
ENCODERS = ("onnx", "sentence-transformers", "hashing")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force; see ``ROWS`` for what each means."""

    corpus: Path
    index: Path
    cache: Path
    encoder: str
    model: str
    today: date | None
    host: str
    port: int


def load_settings(overrides: Mapping[str, str | None] | None = None) -> Settings:
    """Settings from ``overrides`` (command-line options), then ``ASSISTANT_*`` variables, then the defaults.

    Raises BadSetting for a value that a setting cannot have.
    """
    given = {name: _value(name, default, overrides or {}) for name, default, _ in ROWS}
    cache = Path(given["cache"]) if given["cache"] else _user_cache()
    corpus = Path(given["corpus"]) if given["corpus"] else shipped_corpus()
    if given["encoder"] not in ENCODERS:
        raise BadSetting("ASSISTANT_ENCODER", given["encoder"], "one of " + ", ".join(ENCODERS))
    return Settings(
        corpus=corpus,
        index=Path(given["index"]) if given["index"] else _default_index(cache),
        cache=cache,
        encoder=given["encoder"],
        model=given["model"],
        today=parse_date("ASSISTANT_TODAY", given["today"]) if given["today"] else None,
        host=given["host"],
        port=_port(given["port"]),
    )


def _value(name: str, default: str, overrides: Mapping[str, str | None]) -> str:
    return overrides.get(name) or os.environ.get(f"ASSISTANT_{name.upper()}", "").strip() or default


def shipped_corpus() -> Path:
    """The corpus beside the package in a checkout, else the one inside the installed package."""
    return _CHECKOUT / "corpus" if _IN_CHECKOUT else _PACKAGE / "shipped_corpus"


def _default_index(cache: Path) -> Path:
    return _CHECKOUT / "index" if _IN_CHECKOUT else cache / "index"


def _user_cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("policy-desk", appauthor=False)


def parse_date(name: str, value: str) -> date:
    """An ISO date. Raises BadSetting naming ``name``."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise BadSetting(name, value, "a date like 2026-11-23") from None


def _port(value: str) -> int:
    if not value.isascii() or not value.isdigit() or int(value) > 65535:
        raise BadSetting("ASSISTANT_PORT", value, "a whole number from 0 to 65535")
    return int(value)
