"""A typed quantity with its span in the text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Kind = Literal[
    "money", "percent", "coins", "age", "birth_year", "year", "date", "duration", "periods", "ratio", "count", "number"
]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One typed quantity. ``value`` is in base units: dollars, percentage points, coins, years, a calendar year.

    ``unit``: USD, percent, BTC, ETH, coin, age, year, days, weeks, months, years, periods (a year), or for a count the
    noun. ``high`` is the other end of a range ("60 to 63"). ``per`` is what money is for one of ("coin", "paycheck", "month",
    "year", "week", "hour"). ``bare``: neither sign nor unit says what it is. ``day``: for dates, with ``unit`` "day",
    "month", "quarter" telling how precise. ``parts``: of a ratio such as 70/30.
    """

    kind: Kind
    value: Decimal
    unit: str
    start: int
    end: int
    text: str
    high: Decimal | None = None
    per: str = ""
    bare: bool = False
    day: date | None = None
    parts: tuple[Decimal, ...] = ()


def fixed(value: Decimal) -> Decimal:
    """The same number without an exponent or trailing zeros."""
    return Decimal(format(value.normalize(), "f"))
