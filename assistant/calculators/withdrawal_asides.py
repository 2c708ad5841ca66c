"""What stands beside the sum of a withdrawal: how long there is to pay it back, and the same limit in another year."""

from __future__ import annotations

from decimal import Decimal

from assistant.calculators.limit_year_slots import with_year_beside
from assistant.calculators.protocol import DROP, Desk, Result, Slot, Slots, answered
from assistant.calculators.reading import Reading
from assistant.calculators.slots import number, word
from assistant.calculators.trace import Trace, money, plain
from assistant.patterns import lazy_pattern
from assistant.types import Finding

_PAYS_BACK = lazy_pattern(
    r"\b(?:put|puts|putting|pay|pays|paying|paid|give|giving|return|returning|add|adding|deposit|depositing|place|placing) (?:(?:it|that|this|them|the|money|funds|cash|amount|withdrawal|distribution|some|all|any|everything|of|what|i|we|take|took) ){0,5}(?:back|again)\b"
    r"|\b(?:re-?pa(?:y|ys|id|ying|yments?)|re-?deposit\w*|re-?contribut\w*|replace (?:it|the money|that)|undo it)\b|\breturn (?:it|that|the (?:money|funds|cash|amount))\b"
)
"""Speaks of putting the money back into the plan."""
_BY_YEAR = ("domestic_abuse",)
"""Reasons with a limit that changes from year to year."""


def asides(reading: Reading, slots: Slots, earlier: Slots) -> dict[str, Slot]:
    """Whether paying back is asked, and the years of a limit that is asked for more than one."""
    found: dict[str, Slot] = {}
    if reading.says(_PAYS_BACK):
        found["repay"] = Slot(True)
    elif "repay" in earlier and slots:
        found["repay"] = DROP
    years = with_year_beside(reading, list(reading.years))
    why = word(slots, "reason") or word(earlier, "reason")
    if len(years) > 1 and why in _BY_YEAR and "amount" not in slots and "balance" not in slots:
        found["years"] = Slot(tuple(Decimal(year) for year in years), "question")
    elif "years" in earlier and slots:
        found["years"] = DROP
    return found


def repays(slots: Slots) -> bool:
    """Whether paying the money back is part of what is asked."""
    return "repay" in slots and slots["repay"].value is True


def holds_repayment(slots: Slots, desk: Desk) -> bool:
    """Whether the corpus says how long there is to pay such a withdrawal back."""
    return word(slots, "reason") == "birth_adoption" and "birth_adoption_repayment_years" in desk.facts.parameters


def repayment(slots: Slots, desk: Desk, trace: Trace) -> tuple[str, ...]:
    """The sentence about paying back, where it is asked."""
    if not repays(slots):
        return ()
    years = trace.parameter("birth_adoption_repayment_years", desk.today)
    return (f"A birth or adoption distribution can be repaid within {plain(years)} years.",)


def several_years(slots: Slots) -> tuple[int, ...]:
    """The years that a limit is asked for, none when it is only one."""
    value = slots["years"].value if "years" in slots else None
    return tuple(int(each) for each in value) if isinstance(value, tuple) else ()


def by_years(slots: Slots, desk: Desk, trace: Trace) -> Finding | None:
    """The dollar limit of a domestic abuse distribution in each of two years, and the difference."""
    years, age = several_years(slots), number(slots, "age")
    if len(years) != 2 or (age is not None and age >= Decimal(59)) or word(slots, "reason") not in _BY_YEAR:
        return None
    first, last = min(years), max(years)
    before, after = trace.parameter("domestic_abuse_limit", first), trace.parameter("domestic_abuse_limit", last)
    share = trace.parameter("domestic_abuse_share", desk.today)
    for year, found in ((first, before), (last, after)):
        trace.row(str(year), found, "USD")
    difference = trace.step(f"{last} less {first}", "{} - {}", after, before, unit="USD")
    further = trace.step("difference", "max({} - {}, {} - {})", after, before, before, after, unit="USD")
    compared = f"{money(further)} {'more' if difference > 0 else 'less'} than the {money(before)} of {first}"
    lead = (
        f"The most that can be taken for domestic abuse without the additional tax is {money(after)} in {last}, "
        f"{compared if difference else f'as in {first}'}, if the plan offers it."
    )
    lesser = f"The limit is {plain(share)}% of the account if that is less."
    formula = f"{money(after)} - {money(before)} = {money(difference)}"
    return answered(trace, Result("withdrawal_limits", after, "USD", formula, lead, None, (lesser,)), slots)
