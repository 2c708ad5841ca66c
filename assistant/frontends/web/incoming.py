"""What comes in, checked: JSON questions, form posts, offsets. Raises BadRequest with what would be right."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import MultiDict

from assistant.errors import BadRequest
from assistant.types import Document, Span

CARRIED_TURNS, CARRIED_LENGTH = 12, 2000
_EXAMPLE = '{"question": "What does Executive Order 14330 say?", "history": [], "today": "2026-11-23"}'


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it came in, with the asker's earlier turns, oldest first."""

    question: str
    history: tuple[str, ...] = ()
    today: date | None = None


def asked_in_json(body: bytes) -> Asked:
    """The question in the body of ``POST /api/ask``."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise BadRequest(f"The body is not JSON. It should look like {_EXAMPLE}") from None
    if not isinstance(value, dict):
        raise BadRequest(f"The body is JSON but not an object. It should look like {_EXAMPLE}")
    if "question" not in value:
        raise BadRequest(f"The body has no 'question'. It should look like {_EXAMPLE}")
    question, history = value["question"], value.get("history") or []
    if not isinstance(question, str):
        raise BadRequest("'question' should be a string.")
    if not isinstance(history, list) or not all(isinstance(turn, str) for turn in history):
        raise BadRequest("'history' should be a list of strings: the earlier questions, oldest first.")
    _require_unicode([question, *history])
    return Asked(question, tuple(history), _day(value.get("today")))


def asked_in_form(form: MultiDict[str, str]) -> Asked:
    """The question of a form post. A clicked suggestion goes before what stands in the box."""
    question = form.get("suggested") or form.get("question") or ""
    return Asked(question, carried(form.getlist("history")), _day(form.get("today") or None))


def asked_in_link(args: MultiDict[str, str]) -> Asked | None:
    """The question of a shared link, None when it has none."""
    question = args.get("q", "").strip()
    return Asked(question, carried(args.getlist("history")), _day(args.get("today") or None)) if question else None


def carried(history: Sequence[str]) -> tuple[str, ...]:
    """The turns a page carries on: the newest ones, and none that is too long to be a turn."""
    return tuple(turn for turn in history if 0 < len(turn) <= CARRIED_LENGTH)[-CARRIED_TURNS:]


def quoted_span(document: Document, args: Mapping[str, str]) -> Span | None:
    """The ``[start, end)`` to highlight, None when none is asked for. BadRequest when the document has none such."""
    if not ({"start", "end"} & args.keys()):
        return None
    if args.get("sha256", document.sha256) != document.sha256:
        raise BadRequest("This document has changed since the answer was given, so the sentence is not marked.")
    start, end = _offset(args.get("start")), _offset(args.get("end"))
    if start is None or end is None or not document.body <= start < end <= len(document.text):
        raise BadRequest("The link names a place that this document does not have, so nothing is marked.")
    return start, end


def _offset(value: str | None) -> int | None:
    return int(value) if value and re.fullmatch(r"[0-9]{1,12}", value) else None


def _day(value: object) -> date | None:
    if value is None:
        return None
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise BadRequest("'today' should be a date like 2026-11-23, or be left out.")


def _require_unicode(texts: Sequence[str]) -> None:
    try:
        for text in texts:
            text.encode()
    except UnicodeEncodeError:
        raise BadRequest(
            "The text has half of a surrogate pair in it, which is no character. Send valid Unicode."
        ) from None
