"""The questions of a measurement: JSON lines, each checked before the first question is asked."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import BadRequest

_EXAMPLE = '{"id": "1", "question": "…", "gold_spans": [{"doc_id": "…", "start": 0, "end": 80}]}'


@dataclass(frozen=True, slots=True)
class Place:
    """The slice ``[start, end)`` of a document's text."""

    document: str
    start: int
    end: int

    def overlaps(self, other: Place) -> bool:
        """Whether the two share a character."""
        return self.document == other.document and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what is known of its answer.

    ``text`` is what is asked, with the asker's scenario before it; ``history`` the asker's earlier turns, oldest first;
    ``full`` a follow-up in words that need no history. ``documents`` are the right ones and ``spans`` the right places
    in them. Each group of ``expects`` is alternatives of which the answer should hold one, and none of ``never``.
    """

    id: str
    text: str
    history: tuple[str, ...] = ()
    full: str | None = None
    documents: frozenset[str] = frozenset()
    spans: tuple[Place, ...] = ()
    answerable: bool = True
    expects: tuple[tuple[str, ...], ...] = ()
    never: tuple[str, ...] = ()
    split: str | None = None


def read_questions(name: str, split: str | None = None) -> list[Question]:
    """The questions of a file (``-``: standard input), or of one split of it, in order.

    Raises BadRequest that names the file and the line, or the splits that there are, and what would be right.
    """
    questions = list(_read_lines(name))
    chosen = [question for question in questions if split in (None, question.split)]
    if not questions:
        raise BadRequest(f"{name} holds no question; each line should be like {_EXAMPLE}.")
    if not chosen:
        known = sorted({question.split for question in questions if question.split})
        there = f"its splits are {', '.join(known)}" if known else 'its lines have no "split"; leave --split out'
        raise BadRequest(f"{name} has no question of the split {split!r}: {there}.")
    return chosen


def _read_lines(name: str) -> Iterator[Question]:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadRequest(f"{name} cannot be read: {error}.") from error
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if line.strip():
            yield _read_line(line, f"{name}:{number}", number)


def _read_line(line: str, place: str, number: int) -> Question:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise BadRequest(f"{place} is not a JSON object; each line should be like {_EXAMPLE}.")
    values: dict[str, Any] = {}
    for key, parse, default, wanted in _FIELDS:
        try:
            values[key] = default if data.get(key) is None else parse(data[key])
        except (AttributeError, KeyError, TypeError, ValueError):
            raise BadRequest(f"{place}: {key!r} should be {wanted}.") from None
    if not values["question"].strip():
        raise BadRequest(f'{place} has no "question"; each line should be like {_EXAMPLE}.')
    return _question(values, default_id=str(number))


def _question(values: dict[str, Any], default_id: str) -> Question:
    def whole(wording: str) -> str:
        return " ".join(filter(None, [values["scenario"].strip(), wording]))

    return Question(
        id=values["id"] or values["qid"] or default_id,
        text=whole(values["question"]),
        history=values["history"],
        full=whole(values["full"]) if values["full"] else None,
        documents=frozenset(values["gold_docs"]) | {span.document for span in values["gold_spans"]},
        spans=values["gold_spans"],
        answerable=values["answerable"],
        expects=values["expects"],
        never=values["never"],
        split=values["split"],
    )


def _text(value: Any) -> str:
    """Raises UnicodeEncodeError, a ValueError, for half a character, which no index holds."""
    if not isinstance(value, str):
        raise TypeError
    value.encode()
    return value


def _name(value: Any) -> str:
    return str(value) if type(value) is int else _text(value)


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_text(item) for item in _list(value))


def _groups(value: Any) -> tuple[tuple[str, ...], ...]:
    groups = tuple(_texts(group) for group in _list(value))
    if not all(groups):
        raise ValueError
    return groups


def _own_turns(value: Any) -> tuple[str, ...]:
    """The asker's turns; what others said ("role" other than "user") is passed over."""
    turns = [{"role": "user", "text": turn} if isinstance(turn, str) else turn for turn in _list(value)]
    return tuple(_text(turn["text"]) for turn in turns if turn["role"] == "user")


def _places(value: Any) -> tuple[Place, ...]:
    return tuple(_place(item) for item in _list(value))


def _place(item: Any) -> Place:
    place = Place(_name(item["doc_id"]), item["start"], item["end"])
    if type(place.start) is not int or type(place.end) is not int or not 0 <= place.start < place.end:
        raise ValueError
    return place


_FIELDS: tuple[tuple[str, Callable[[Any], Any], Any, str], ...] = (
    ("id", _name, "", "a text"),
    ("qid", _name, "", "a text"),
    ("question", _text, "", "a text"),
    ("scenario", _text, "", "a text"),
    ("full", _text, "", "a text: the follow-up in words that need no history"),
    ("history", _own_turns, (), 'a list of the earlier turns, each a text or {"role": "user", "text": "…"}'),
    ("gold_docs", lambda value: tuple(map(_name, _list(value))), (), "a list of document ids"),
    ("gold_spans", _places, (), 'a list like [{"doc_id": "…", "start": 0, "end": 80}], end after start'),
    ("answerable", _truth, True, "true or false"),
    ("split", _text, None, 'a text, such as "test"'),
    ("expects", _groups, (), 'a list of lists of texts, such as [["7 August", "August 7"], ["2025"]]'),
    ("never", _texts, (), "a list of texts"),
)
