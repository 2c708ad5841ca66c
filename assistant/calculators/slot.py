"""A slot: one thing that a calculator needs to know, and where it is from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.types import Origin

SlotValue = Decimal | str | bool | date | tuple[Decimal, ...] | None


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing that a calculator needs to know, where it is from and the words that said it."""

    value: SlotValue
    origin: Origin = "question"
    text: str = ""


Slots = Mapping[str, Slot]

DROP = Slot(None)
"""Put under a key by ``read`` to take an earlier slot away."""
