"""The block between two ``---`` lines at the head of a text file: what is known of the original."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from assistant.corpus.fields import is_date
from assistant.corpus.yaml_files import parse_words
from assistant.errors import DataError, UnreadableDocument

LARGEST = 16_384  # characters up to the closing line
VALIDITY = ("valid_from", "valid_until")
KEYS = ("title", "publisher", "author", "published", "as_of", "url", "kind", "certainty", *VALIDITY, "superseded_by")
_OPENING = re.compile(r"---[ \t]*(?:\r\n|\r|\n)")
_CLOSING = re.compile(r"(?:^|(?<=[\r\n]))---[ \t]*(?:\r\n|\r|\n|\Z)")


def body_offset(text: str) -> int:
    """Where the body of ``text`` begins: after the closing line of its front matter, 0 without one."""
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end(), LARGEST) if opening else None
    return closing.end() if closing else 0


def read_front_matter(text: str, path: str) -> tuple[dict[str, str], int]:
    """The known keys at the head of ``text`` as the words written, and the offset of the body.

    No front matter gives ({}, 0); unknown keys are passed over; UnreadableDocument names the line of a mistake.
    """
    opening = _OPENING.match(text)
    if not opening:
        return {}, 0
    body = body_offset(text)
    if not body:
        raise UnreadableDocument(path, "line 1: the front matter is not closed; end it with a line of three dashes")
    block = _CLOSING.sub("", text[opening.end() : body])
    try:
        data = parse_words(block, path, first_line=2)
    except DataError as error:
        remedy = "put a value that holds a colon or a quote mark between quote marks"
        raise UnreadableDocument(path, f"front matter, {error.field}: {error.reason}; {remedy}") from error
    if not isinstance(data, dict | None):
        raise UnreadableDocument(path, "line 2: the front matter should be lines of the form `key: value`")
    known = {key: words for key in KEYS if (words := _words((data or {}).get(key)))}
    if fault := validity_fault(known):
        raise UnreadableDocument(path, f"front matter, {fault}")
    return known, body


def validity_fault(known: Mapping[str, str]) -> str | None:
    """What is wrong with the days from and until which a document is in force, or None."""
    for key in VALIDITY:
        if key in known and not is_date(known[key]):
            return f"{key}: should be a date such as 2025-05-28, but is {known[key]!r}"
    first, last = (known.get(key, "") for key in VALIDITY)
    if first and last and last < first[: len(last)]:
        return f"valid_until: {last} is before valid_from, {first}"
    return None


def _words(value: Any) -> str:
    items = value if isinstance(value, list) else [value]
    return ", ".join(" ".join(item.split()) for item in items if isinstance(item, str)).strip()
