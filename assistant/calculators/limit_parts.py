"""Sums in a question that are parts of a limit: "24,500 + 8,000 + 11,250", the parts that make up what someone may defer."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading
from assistant.calculators.trace import value_for
from assistant.patterns import lazy_pattern

_FAMILIES: Mapping[str, tuple[str, str, str | None]] = {
    "deferral": ("elective_deferral", "catch_up_50", "catch_up_60_63"),
    "additions": ("annual_additions", "catch_up_50", "catch_up_60_63"),
    "ira": ("ira_limit", "ira_catch_up", None),
    "simple": ("simple_deferral", "simple_catch_up_50", "simple_catch_up_60_63"),
}


_ADDED = lazy_pattern(r"\W*(?:plus|and|\+|&|on top of|then)?(?: the| another| an?)?\W*")


@dataclass(frozen=True, slots=True)
class Parts:
    """Which limit the sums make up, the quantities that are its parts, the catch-ups among them, and the total claimed."""

    limit: str
    used: tuple[Quantity, ...]
    catch_ups: tuple[Decimal, ...]
    claimed: Decimal | None

    @property
    def stacked(self) -> bool:
        """Whether the two catch-ups of a limit are added to each other."""
        return len(set(self.catch_ups)) > 1


def is_sum_of_parts(reading: Reading) -> bool:
    """Whether two sums or more are parts of one limit."""
    return parts_of(reading) is not None


def parts_of(reading: Reading) -> Parts | None:
    """The limit whose base and catch-ups the sums are, of the year asked about or of this one; None when they are not."""
    year = reading.years[-1] if reading.years else reading.today.year
    for limit, names in _FAMILIES.items():
        parts = _of_family(reading, limit, names, year)
        if parts is not None:
            return parts
    return None


def _of_family(reading: Reading, limit: str, names: tuple[str, str, str | None], year: int) -> Parts | None:
    """The parts of one limit: two different sums, both of the year, or added to each other and one of them of the year."""
    base, at_50, at_60 = names
    now = {name: _value(reading, name, year) for name in names if name}
    ever = {name: _all_values(reading, name) for name in names if name}
    sums = reading.of("money")
    used = tuple(each for each in sums if each.value in now.values())
    joined = tuple(each for each in sums if any(each.value in values for values in ever.values()))
    if len({each.value for each in used}) < 2 and used and _are_added(reading, joined):
        used = joined
    if len({each.value for each in used}) < 2:
        return None
    extra = ever[at_50] | (ever[at_60] if at_60 else set())
    catch_ups = tuple(each.value for each in used if each.value in extra)
    if not any(each.value in ever[base] for each in used):
        limit = f"{limit}_catch_up" if limit in ("ira", "simple") else "catch_up"
    total = sum((each.value for each in used), Decimal(0))
    claims = tuple(each for each in sums if each not in used and each.value == total)
    return Parts(limit, (*used, *claims), catch_ups, claims[0].value if claims else None)


def _are_added(reading: Reading, sums: tuple[Quantity, ...]) -> bool:
    pairs = itertools.pairwise(sums)
    return len(sums) > 1 and all(_ADDED.fullmatch(reading.plain[one.end : other.start]) for one, other in pairs)


def _all_values(reading: Reading, name: str) -> set[Decimal]:
    parameter = reading.facts.parameters.get(name)
    return {each.value for each in parameter.values if isinstance(each.value, Decimal)} if parameter else set()


def _value(reading: Reading, name: str, year: int) -> Decimal | None:
    parameter = reading.facts.parameters.get(name)
    found = value_for(parameter, year) if parameter else None
    return found.value if found is not None and isinstance(found.value, Decimal) else None
