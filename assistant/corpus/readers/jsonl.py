"""JSON lines: a document a line, read one at a time, so that a file may be larger than memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import Any

from assistant.corpus.readers.decoding import without_surrogates
from assistant.corpus.readers.front_matter import KEYS, validity_fault
from assistant.corpus.readers.records import id_fault, make_document
from assistant.errors import UnreadableDocument
from assistant.types import Document

LONGEST_LINE = 50_000_000  # bytes
_ID_KEYS = ("id", "doc_id", "_id")


def read(path: Path, id: str) -> Iterator[Document | UnreadableDocument]:  # noqa: ARG001 (the form of every reader)
    """The documents of the file, ``{"id", "title", "text", …}`` a line; ids are taken as they stand there.

    A bad line is an UnreadableDocument named ``file.jsonl:12`` and the next is read; blank lines are passed over.
    """
    try:
        with path.open("rb") as file:
            yield from _read_lines(file, path)
    except OSError as error:
        yield UnreadableDocument(path, f"cannot be opened: {error.strerror or error}")


def _read_lines(file: BufferedReader, path: Path) -> Iterator[Document | UnreadableDocument]:
    found, number = False, 0
    while line := file.readline(LONGEST_LINE):
        number += 1
        if number == 1 and b"\0" in line:
            yield UnreadableDocument(path, "looks like a binary file or UTF-16; save it as UTF-8, a document a line")
            return
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            _skip_rest(file)
            yield UnreadableDocument(f"{path}:{number}", f"a line of more than {LONGEST_LINE // 1_000_000} MB")
        elif line.strip():
            yield _read_line(line, f"{path}:{number}")
        found = found or bool(line.strip())
    if not found:
        yield UnreadableDocument(path, "empty")


def _skip_rest(file: BufferedReader) -> None:
    while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
        pass


def _read_line(line: bytes, place: str) -> Document | UnreadableDocument:
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return UnreadableDocument(place, "not UTF-8")
    except (ValueError, RecursionError) as error:
        return UnreadableDocument(place, f"not valid JSON: {error}")
    if not isinstance(data, dict):
        return UnreadableDocument(place, 'should be an object such as {"id": "a", "title": "A", "text": "…"}')
    return _make(data, place)


def _make(data: dict[str, Any], place: str) -> Document | UnreadableDocument:
    id = next((data[key] for key in _ID_KEYS if data.get(key) is not None), None)
    if type(id) is int:
        id = str(id)
    if not isinstance(id, str):
        return UnreadableDocument(place, 'has no "id", which every line needs')
    if fault := id_fault(id):
        return UnreadableDocument(place, f'its "id" {fault}')
    text = data.get("text")
    if not isinstance(text, str) or not text.strip():
        return UnreadableDocument(place, 'empty: it has no "text"')
    known = {key: words for key in KEYS if (words := _words(data.get(key)))}
    if fault := validity_fault(known):
        return UnreadableDocument(place, fault)
    return make_document(id, without_surrogates(text), known, fallback=id)


def _words(value: Any) -> str:
    """Metadata as one line of text: a list is joined by commas, anything nested is passed over."""
    items = value if isinstance(value, list) else [value]
    plain = [str(item) for item in items if isinstance(item, (str, int)) and not isinstance(item, bool)]
    return without_surrogates(", ".join(" ".join(item.split()) for item in plain if item.strip()))
