"""The pools of money that a share is of: figures of the corpus at a date, their sum, or a sum that the asker gave."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.calculators.observations import dated, held_days, observation_for, shown_day, take, usual
from assistant.calculators.protocol import PREMISE, Slots, declines
from assistant.calculators.slots import number, word
from assistant.calculators.trace import Trace, money
from assistant.types import Figure, Finding, Observation

NO_PRICE_NOW = (
    f"{PREMISE}the corpus holds no coin price of today; the one used is of August 2025. Give a price to use it instead."
)


@dataclass(frozen=True, slots=True)
class Base:
    """A pool of money and the words for it; ``figure`` is None for a sum that the asker gave."""

    value: Decimal
    words: str
    figure: Figure | None = None
    found: Observation | None = None
    assumed: bool = False
    entered: bool = False


def bases_of(slots: Slots, trace: Trace) -> list[Base] | Finding:
    """The pools of money to work on, the asker's own sum first."""
    given = number(slots, "base_amount")
    names = [name for name in word(slots, "base").split(",") if name]
    if given is not None:
        return [Base(given, f"the {money(given)} that you gave as the base")]
    bases = []
    for name in names or ["assets_401k"]:
        figure = trace.facts.figures.get(name)
        if figure is None:
            return []
        found = observation_for(figure, word(slots, "base_date"))
        if found is None:
            return declines(
                "not_in_corpus",
                f"The corpus holds no {figure.label} for {shown_day(word(slots, 'base_date'))}. It holds them for {held_days(figure)}.",
                slots,
            )
        bases.append(
            Base(found.value, f"the {money(found.value)} of {figure.label} {dated(found)}", figure, found, not names)
        )
    return [added(trace, bases)] if "bases_added" in slots and len(bases) > 1 else bases


def added(trace: Trace, bases: list[Base]) -> Base:
    """Several pools as one."""
    values = [enter(trace, each) for each in bases]
    total = trace.step("the pools together", " + ".join("{}" for _ in values), *values, unit="USD")
    return Base(total, f"the {money(total)} of {' plus '.join(each.words for each in bases)}", entered=True)


def enter(trace: Trace, base: Base) -> Decimal:
    if base.figure is not None and base.found is not None:
        return take(trace, base.figure, base.found)
    if base.entered:
        return base.value
    trace.said("base", base.value, "USD", display=money(base.value))
    return base.value


def premises(slots: Slots, trace: Trace, base: Base) -> list[str]:
    """A base given for a pool that the corpus measures at another size is put right first."""
    name = word(slots, "base").split(",")[0]
    figure = trace.facts.figures.get(name)
    if "price_today" in slots and "price" not in slots:
        return [
            NO_PRICE_NOW,
            *premises({key: each for key, each in slots.items() if key != "price_today"}, trace, base),
        ]
    if base.figure is not None and name == "headline_401k_assets":
        return [_headline_premise(trace)]
    if base.entered or (base.figure is None and base.value < 1_000_000_000):
        return []
    if base.figure is not None or figure is None:
        return [f"The base is the {shown_base(base)}, because the question names none."] if base.assumed else []
    if any(base.value == each.value for each in figure.observations):
        return []
    if name == "assets_401k" and base.value == Decimal(12500000000000):
        return [_headline_premise(trace)]
    found = usual(figure)
    actual = take(trace, figure, found)
    return [
        f"{PREMISE}{figure.label} came to {money(actual)} {dated(found)}, not {money(base.value)}; the sum below uses the {money(base.value)} that you gave."
    ]


def shown_base(base: Base) -> str:
    """The pool in words without its article."""
    return base.words.removeprefix("the ")


def _headline_premise(trace: Trace) -> str:
    plans, pool = trace.facts.figures.get("assets_401k"), trace.facts.figures.get("dc_assets")
    if plans is None or pool is None:
        return f"{PREMISE}the $12.5 trillion is a press figure that no source document was found for."
    first, second = take(trace, plans, usual(plans)), take(trace, pool, usual(pool))
    return (
        f"{PREMISE}401(k) plans held {money(first)} {dated(usual(plans))}; $12.5 trillion is a rounded press figure close to all employer DC plans ({money(second)}). "
        "The sum below uses the $12.5 trillion all the same."
    )
