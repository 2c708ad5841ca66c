"""Percentages as results: how many places they keep, and how they print."""

from __future__ import annotations

from decimal import Decimal

from assistant.calculators.trace import Trace, money, rounded, show


def percent_step(trace: Trace, label: str, part: Decimal, whole: Decimal, places: int = 2) -> Decimal:
    """A share in percentage points: to so many ``places``, and to more where it would have fewer than three digits."""
    exact = part / whole * 100
    while places < 12 and exact and abs(rounded(exact, places)) < Decimal(10) ** (2 - places):
        places += 1
    return trace.step(
        f"{label}, to {places} places", "round({} / {} * 100, {})", part, whole, Decimal(places), unit="percent"
    )


_THIRD = Decimal(100) / 3


def share_step(trace: Trace, label: str, whole: Decimal, share: Decimal) -> Decimal:
    """A share of a sum; "a third" is an exact third."""
    for thirds in (1, 2):
        if abs(share - _THIRD * thirds) < Decimal("0.0001"):
            return trace.step(label, "round({} * {} / 3, 2)", whole, Decimal(thirds), unit="USD")
    return trace.step(label, "{} * {} / 100", whole, share, unit="USD")


def percent_shown(share: Decimal) -> str:
    """A share as printed, with all its places."""
    return f"{share.normalize():f}%"


def exact_percent(trace: Trace, change: Decimal, percent: Decimal, unit: str) -> tuple[str, str]:
    """A change and its percentage without their sign, each a step when the sign goes."""
    if change >= 0:
        return show(change, unit), percent_shown(percent)
    size = trace.step("size of the change", "0 - {}", change, unit=unit)
    share = trace.step("size in percent", "0 - {}", percent, unit="percent")
    return (money(size) if unit == "USD" else show(size, unit)), percent_shown(share)
