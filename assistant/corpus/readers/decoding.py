"""From the bytes of a file to its text, or the reason why there is none."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from assistant.errors import MissingExtra, UnreadableDocument

LARGEST = 50_000_000  # bytes of a file that is read whole
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BINARY = "looks like a binary file, not text; give it the suffix of its format or leave it out"


def read_bytes(path: Path) -> bytes:
    """The whole file; UnreadableDocument when it is empty, over 50 MB or cannot be opened."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            limit = f"larger than the limit of {LARGEST // 1_000_000} MB"
            raise UnreadableDocument(path, f"{size / 1_000_000:.0f} MB, {limit}; split it, or use a .jsonl file")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(path, f"cannot be opened: {error.strerror or error}") from error
    if not data.strip():
        raise UnreadableDocument(path, "empty")
    return data


def decode(data: bytes, path: str | Path, declared: str | None = None) -> str:
    """The text of ``data`` without a byte order mark, line breaks as they are.

    Tried in turn: byte order mark, strict UTF-8, the ``declared`` charset, Windows-1252 if that gives no control
    characters (charset detectors are wrong on short Western texts). UnreadableDocument for anything else.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding, path)
    if b"\0" in data:
        raise UnreadableDocument(path, _BINARY)
    text = _try(data, "utf-8")
    if text is None and declared:
        text = _try(data, declared)
    if text is None:
        text = _try(data, "cp1252")
        if text is None or _CONTROL.search(text):
            raise UnreadableDocument(path, "neither UTF-8 nor Western text; save it as UTF-8, if it is text at all")
    if len(_CONTROL.findall(text)) * 100 > len(text):
        raise UnreadableDocument(path, _BINARY)
    return text


def _marked(data: bytes, encoding: str, path: str | Path) -> str:
    text = _try(data, encoding)
    if text is None or "\0" in text:
        raise UnreadableDocument(path, f"its byte order mark says {encoding}, but it is not; save it as UTF-8")
    return text


def _try(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return None if _SURROGATE.search(text) else text


def without_surrogates(text: str) -> str:
    """``text`` with each lone surrogate replaced by U+FFFD, so that it can be stored; offsets stay."""
    return _SURROGATE.sub("\ufffd", text)


def need_library(module: str, distribution: str, path: Path) -> None:
    """UnreadableDocument naming the extra to install when ``module`` is absent."""
    if find_spec(module) is None:
        purpose = f"A {path.suffix.lower()} file"
        raise UnreadableDocument(path, str(MissingExtra(distribution, "documents", purpose)))


@contextmanager
def parsing(path: Path, form: str) -> Iterator[None]:
    """Turns whatever a parser raises on a damaged file into UnreadableDocument."""
    try:
        yield
    except UnreadableDocument:
        raise
    except Exception as error:  # damaged files raise anything from KeyError to RecursionError
        said = " ".join(str(error).split())[:200]
        raise UnreadableDocument(path, f"not a readable {form} file: {said or type(error).__name__}") from error
