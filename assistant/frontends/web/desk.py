"""The desk as the web sees it, opened when it is first needed and at most once."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Protocol

from assistant.errors import PolicyDeskError
from assistant.types import Answer, Document

_log = logging.getLogger(__name__)


class Desk(Protocol):
    """What a front end needs of ``assistant.engine.Assistant``."""

    def ask(self, question: str, history: Sequence[str] = (), today: date | None = None) -> Answer: ...

    def document(self, id: str, /) -> Document:
        """Raises KeyError when there is no such document."""

    def health(self) -> dict[str, Any]: ...


class LazyDesk:
    """Opens the desk in the thread that first asks for it; the others wait. A failure is tried again next time."""

    def __init__(self, desk: Desk | None, opener: Callable[[], Desk]) -> None:
        self._desk, self._opener = desk, opener
        self._lock = threading.Lock()
        self._warming: threading.Thread | None = None
        self.failure: str | None = None

    def get(self) -> Desk:
        """The open desk. Raises what opening it raises."""
        with self._lock:
            if self._desk is None:
                self._desk = self._open()
            return self._desk

    def ready(self) -> Desk | None:
        """The desk if it is open already; never waits."""
        return self._desk

    def warm(self) -> None:
        """Begins to open the desk beside the requests, unless it is open or being opened."""
        if self._desk is None and not (self._warming and self._warming.is_alive()):
            self._warming = threading.Thread(target=self._warm, name="open-desk", daemon=True)
            self._warming.start()

    def _warm(self) -> None:
        try:
            self.get()
        except PolicyDeskError as error:
            _log.error("%s", error)
        except Exception:  # noqa: BLE001 - a front end's door: who asks next is told
            _log.exception("The desk could not be opened.")

    def _open(self) -> Desk:
        try:
            desk = self._opener()
        except Exception as error:
            self.failure = (
                str(error) if isinstance(error, PolicyDeskError) else "The desk could not be opened; the log says why."
            )
            raise
        self.failure = None
        return desk
