"""Everything that can go wrong by name. Each error says what to do next and carries its data.

PolicyDeskError
├── CorpusError                 the corpus folder or something in it
│   ├── UnreadableDocument      one file that cannot be read: named, skipped, the rest is built
│   └── DataError               a parameter, figure or source file with a mistake in it
├── IndexUnusable               missing, stale, damaged or foreign; the reason says which
├── EncoderError                the embedding model is missing or is not the expected one
├── BadRequest                  a question, history, batch line or answer file of the wrong form
├── BadSetting                  an option or ASSISTANT_* variable with a value it cannot have
└── MissingExtra                an optional library is needed and absent
"""

from __future__ import annotations

from pathlib import Path


class PolicyDeskError(Exception):
    """Root of the tree: a message for the person, and the data that it is about as attributes."""


class CorpusError(PolicyDeskError):
    """The corpus cannot be used as it is."""


class UnreadableDocument(CorpusError):
    """One file that cannot be read. ``path`` names it (with a line for JSONL), ``reason`` says why."""

    def __init__(self, path: str | Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = str(path), reason


class DataError(CorpusError):
    """A data file with a mistake: ``path``, the ``field`` in it, and what would be right."""

    def __init__(self, path: str | Path, field: str, reason: str) -> None:
        super().__init__(f"{path}: {field}: {reason}")
        self.path, self.field, self.reason = str(path), field, reason


class IndexUnusable(PolicyDeskError):
    """The index cannot serve; building again mends it."""

    def __init__(self, path: str | Path, reason: str) -> None:
        super().__init__(f"The index in {path} cannot be used: {reason}. Run `assistant build` to make it again.")
        self.path, self.reason = str(path), reason


class EncoderError(PolicyDeskError):
    """The embedding model cannot be used."""


class BadRequest(PolicyDeskError):
    """Input of the wrong form from a caller."""


class BadSetting(PolicyDeskError):
    """A setting with an impossible value."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(f"{name} is {value!r}, but should be {wanted}.")
        self.name, self.value, self.wanted = name, value, wanted


class MissingExtra(PolicyDeskError):
    """An optional library is absent."""

    def __init__(self, library: str, extra: str, purpose: str) -> None:
        super().__init__(f"{purpose} needs {library}: pip install 'policy-desk[{extra}]'.")
        self.library, self.extra, self.purpose = library, extra, purpose
