"""Slots as numbers and words, and as inputs of a computation."""

from __future__ import annotations

from decimal import Decimal

from assistant.calculators.protocol import Slot, Slots
from assistant.calculators.trace import Trace, show


def number(slots: Slots, name: str) -> Decimal | None:
    """A slot's number (the first of several), None when it has none."""
    value = slots[name].value if name in slots else None
    return value[0] if isinstance(value, tuple) else value if isinstance(value, Decimal) else None


def word(slots: Slots, name: str) -> str:
    """A slot's text, empty when it has none."""
    value = slots[name].value if name in slots else ""
    return value if isinstance(value, str) else ""


def is_whole(years: Decimal, most: int) -> bool:
    """Whether years are a whole number from 1 to ``most``."""
    return 1 <= years <= most and years == int(years)


def said(trace: Trace, name: str, slot: Slot, unit: str) -> Decimal:
    """Enters what the asker said as an input and returns it."""
    value = slot.value[0] if isinstance(slot.value, tuple) else slot.value
    assert isinstance(value, Decimal)
    trace.said(name, value, unit, display=show(value, unit), origin=slot.origin)
    return value
