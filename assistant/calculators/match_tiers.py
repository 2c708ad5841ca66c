"""A match formula applied: what each tier brings at a deferral."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.calculators.trace import Trace, money, show


@dataclass(frozen=True, slots=True)
class Case:
    """A formula applied: pay that counts, the deferral in percent of it, and the tiers as (rate, width)."""

    pay: Decimal
    deferral: Decimal | None
    tiers: tuple[tuple[Decimal, Decimal], ...]
    year: int

    @property
    def width(self) -> Decimal:
        return sum((width for _, width in self.tiers), Decimal(0))


def match_at(trace: Trace, case: Case, deferral: Decimal, label: str) -> Decimal:
    """The sum over the tiers of rate x pay x the part of the deferral inside the tier."""
    terms, values, low = [], [], Decimal(0)
    for rate, width in case.tiers:
        terms.append("{} * {} / 100 * max(min({} - {}, {}), 0) / 100")
        values += [case.pay, rate, deferral, low, width]
        low += width
    return trace.step(label, "round(" + " + ".join(terms) + ", 2)", *values, unit="USD")


def note_widths(trace: Trace, tiers: tuple[tuple[Decimal, Decimal], ...]) -> None:
    """The deferral at which the match is full, as a step when it is a sum."""
    if len(tiers) > 1:
        trace.step(
            "deferral that gets the full match, in percent of pay",
            " + ".join("{}" for _ in tiers),
            *(width for _, width in tiers),
            unit="percent",
        )


def words(tiers: tuple[tuple[Decimal, Decimal], ...]) -> str:
    parts = [
        f"{show(rate, 'percent')} of the {'first' if not at else 'next'} {show(width, 'percent')}"
        for at, (rate, width) in enumerate(tiers)
    ]
    return " plus ".join(parts)


def formula_label(name: str, tiers: tuple[tuple[Decimal, Decimal], ...]) -> str:
    harbor = {
        "basic": "the basic safe-harbor match (",
        "enhanced": "the common enhanced safe-harbor match (",
        "qaca": "the QACA match (",
    }.get(name)
    return f"{harbor}{words(tiers)} of pay)" if harbor else f"a match of {words(tiers)} of pay"


_VESTING = "A match counts toward the limit on employee and employer money together, not toward the deferral limit; the plan's vesting rules decide what is kept."


def conditions(case: Case, salary: Decimal) -> tuple[str, ...]:
    capped = f"Only {money(case.pay)} of pay counts in {case.year}, the compensation cap."
    return (capped, _VESTING) if case.pay < salary else (_VESTING,)
