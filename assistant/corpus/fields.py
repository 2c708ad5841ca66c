"""Reading the fields of a data file one by one: each mistake is a DataError that names file, field and remedy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from assistant.errors import DataError
from assistant.patterns import lazy_pattern

_DATE = lazy_pattern(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def is_date(text: str) -> bool:
    """Whether ``text`` is a calendar date as YYYY, YYYY-MM or YYYY-MM-DD."""
    match = _DATE.fullmatch(text)
    if not match:
        return False
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return False
    return True


class Fields:
    """The mapping ``data`` at place ``where`` of the file ``path``, of which only the keys ``known`` may occur."""

    def __init__(self, path: Path, where: str, data: object, known: Iterable[str]) -> None:
        self.path, self.where = path, where
        if not isinstance(data, dict):
            raise DataError(path, where or "file", f"should be keys with values, but is {_kind(data)}")
        self.data: dict[Any, Any] = data
        allowed = set(known)
        for key in data:
            if key not in allowed:
                raise self.error(str(key), f"unknown key; known here are {', '.join(sorted(allowed))}")

    def error(self, key: str, reason: str) -> DataError:
        """The DataError for the field ``key`` of this mapping."""
        return DataError(self.path, f"{self.where}.{key}" if self.where else key, reason)

    def text(self, key: str) -> str:
        """A required, non-empty text."""
        value = self.data.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, f"should be text, but is {_kind(value, key in self.data)}")
        return value

    def optional_text(self, key: str) -> str | None:
        """A text, or None when the key is absent or null."""
        return None if self.data.get(key) is None else self.text(key)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when the key is absent."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.error(key, 'should be a list of words in quotes, such as ["402(g) limit"]')
        return tuple(value)

    def one_of(self, key: str, choices: tuple[str, ...]) -> str:
        """A required word out of ``choices``."""
        value = self.data.get(key)
        if value not in choices:
            shown = repr(value) if isinstance(value, str) else _kind(value, key in self.data)
            raise self.error(key, f"should be one of {', '.join(choices)}, but is {shown}")
        return str(value)

    def truth(self, key: str) -> bool:
        """A required true or false."""
        value = self.data.get(key)
        if not isinstance(value, bool):
            raise self.error(key, f"should be true or false, but is {_kind(value, key in self.data)}")
        return value

    def number(self, key: str) -> Decimal:
        """A required plain number, exact."""
        value = self.data.get(key)
        number = as_number(value)
        if number is None:
            raise self.error(key, f"should be a plain number such as 23500, but is {_kind(value, key in self.data)}")
        return number

    def date(self, key: str) -> str:
        """A required date as written: YYYY, YYYY-MM or YYYY-MM-DD."""
        value = self.data.get(key)
        written = str(value) if type(value) in (int, str) else ""
        if not is_date(written):
            raise self.error(key, f"should be a date such as 2025-08-07, but is {_kind(value, key in self.data)}")
        return written

    def optional_date(self, key: str) -> str | None:
        """A date, or None when the key is absent or null."""
        return None if self.data.get(key) is None else self.date(key)


def as_number(value: object) -> Decimal | None:
    """``value`` as a Decimal if the file holds a number there, else None; true and false are no numbers."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return None
    return Decimal(value)


def _kind(value: object, present: bool = True) -> str:
    if not present:
        return "missing"
    if value is None:
        return "empty"
    if isinstance(value, dict):
        return "keys with values"
    return "a list" if isinstance(value, list) else repr(value)[:80]
