"""Making a Document: identity, hash, and a title where the file names none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256

from assistant.types import Document

LONGEST_ID = 200
_HEADING = re.compile(r"(?m)^ {0,3}#[ \t]+(.*?)[ \t]*#*[ \t]*$")
_BYLINE = re.compile(
    r"\s*(?:Author|By|Written by):[ \t]*(?P<author>[^,\r\n]{2,80}?)(?:,[ \t]*(?P<publisher>[^\r\n]{2,80}?))?[ \t]*$"
)


def make_document(
    id: str, text: str, known: Mapping[str, str], *, fallback: str, body: int = 0, markdown: bool = False
) -> Document:
    """The record of ``text``; ``known`` holds front matter keys. Without a title it gets the first heading, else
    the first short line, else ``fallback``; without an author, the one of a first line "Author: Name, Publisher"."""
    details = {**_byline(text, body), **known}
    title = details.pop("title", None) or _first_heading(text, body) or _first_line(text, body) or fallback
    return Document(
        id=id, text=text, sha256=sha256(text.encode()).hexdigest(), title=title, body=body, markdown=markdown, **details
    )


def id_fault(id: str) -> str | None:
    """Why ``id`` cannot name a document, or None when it can."""
    if not id.strip() or id != id.strip():
        return "is empty or begins or ends with a space"
    if len(id) > LONGEST_ID:
        return f"is longer than {LONGEST_ID} characters"
    if any(part in (".", "..", "") for part in id.split("/")):
        return "holds a part that is empty, . or .., which no address can"
    return None if id.isprintable() else "holds characters that cannot be printed"


def _first_heading(text: str, body: int) -> str:
    match = _HEADING.search(text, body)
    return match[1].strip() if match else ""


def _first_line(text: str, body: int) -> str:
    lines = (line.strip() for line in text[body : body + 4000].splitlines())
    short = (line for line in lines if line and len(line) <= 120 and not _BYLINE.fullmatch(line))
    return next(short, "").lstrip("#>*- |").rstrip("* |")


def _byline(text: str, body: int) -> dict[str, str]:
    first = text[body:].lstrip("\ufeff\r\n \t").split("\n", 1)[0] if body else text[:400].lstrip().split("\n", 1)[0]
    match = _BYLINE.fullmatch(first.rstrip("\r"))
    return {key: value.strip() for key, value in match.groupdict().items() if value} if match else {}
