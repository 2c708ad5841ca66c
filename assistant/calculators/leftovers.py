"""What a computed answer left out of account: no typed quantity of a question may be passed over as if it were not there.

A quantity counts as read when the calculation holds its number (input, step, row or a sentence that states it), when a slot
of these words has its text or its value, or when the words around it say that it only names a thing ("the 60-63 catch-up").
A calculator declares such a name itself by a slot called ``named``, ``named_1``, ``named_2``… with the quantity's text.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from assistant.calculators.numerals import find_numerals
from assistant.calculators.protocol import NOT_UNDERSTOOD, Slot, Slots, asks
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading
from assistant.patterns import lazy_pattern
from assistant.types import Calculation, Finding

_COMPUTED = ("money", "percent", "coins", "ratio", "number", "periods")
"""Kinds that an answer must have worked with; a slot that only holds them is not enough."""

_MOST_OF_ONE = 20_000_000
"""Sums from here on are of markets, not of one saver."""

_LITERAL = lazy_pattern(r"\d+(?:\.\d+)?")
_RULE_AGES = (Decimal(50), Decimal(55), Decimal(60), Decimal("59.5"), Decimal(63), Decimal(64), Decimal(73))
_NAMES_RULE = lazy_pattern(
    r"^\W{0,2}(?:catch|birthday|rule|plus|and (?:over|up|older)|or (?:over|older|up)|\+)|^[^.?]{0,12}catch[- ]?up"
)
_RULE_BEFORE = lazy_pattern(
    r"\b(?:catch[- ]?ups?|rule of|age|ages|after|before|until|till|over|under|60 ?(?:-|to))\W{0,2}(?:for |at |from |the )?$"
)
_IDLE_NUMBER = lazy_pattern(
    r"(?:\b(?:plan|job|employer|number|no\.?|option|question|q|part|line|step|type|tier|phase|top)|#|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?) ?$"
)

_THIS_YEAR = lazy_pattern(r"\b(?:it'?s|it is|we'?re in|we are in|now|today is|this is|this year is)(?: in)? $")
"""Says which year it is, and asks for nothing."""
_DAY_BEFORE = lazy_pattern(r"\b(?:on|by|till|until|birthday|bday|born|turn(?:s|ing)? \d\d)(?: is| on| in|:)? $")
_MONTH_BEFORE = lazy_pattern(r"\b(?:on|by|till|until|birthday|bday|turn(?:s|ing)? \d\d)(?: is| on|:)? \d{1,2}/$")
_SLASHED = lazy_pattern(r"/(?:\d{1,2}|(?:19|20)\d\d)(?![\d/])")


def leftovers(reading: Reading, slots: Slots, finding: Finding) -> tuple[Quantity, ...]:
    """The quantities of a question that its answer does not take into account; none for a question back or a refusal."""
    if finding.status != "answered" or finding.calculation is None:
        return ()
    numbers = _numbers_of(finding.calculation) | _printed(finding)
    return tuple(each for each in reading.quantities if not _is_read(reading, each, slots, numbers))


def asks_about(left: tuple[Quantity, ...], slots: Slots) -> Finding:
    """The question back about quantities that nothing accounts for, by their own words."""
    named = " and the ".join(dict.fromkeys(each.text.strip() for each in left[:3]))
    verb = "are" if len(left) > 1 else "is"
    if all(each.kind == "money" and each.value < _MOST_OF_ONE for each in left):
        return asks(
            f"What {verb} the {named} in your question: pay, money already put in, or something else?",
            slots,
            reason=NOT_UNDERSTOOD,
        )
    return asks(
        f"What {verb} the {named} in your question? This desk could not tell what to do with "
        f"{'them' if len(left) > 1 else 'it'} and will not answer as if {'they were' if len(left) > 1 else 'it was'} not there.",
        slots,
        reason=NOT_UNDERSTOOD,
    )


def _is_read(reading: Reading, quantity: Quantity, slots: Slots, numbers: set[Decimal]) -> bool:
    if quantity.kind == "number" and _is_idle(reading, quantity):
        return True
    if quantity.kind == "year" and quantity.value == reading.today.year and _THIS_YEAR.search(reading.before(quantity)):
        return True
    if quantity.kind == "coins" and quantity.value == 1:  # "the price of one bitcoin"
        return True
    values = (quantity.value, *quantity.parts, *(() if quantity.high is None else (quantity.high,)))
    if all(_holds(numbers, abs(each), quantity.kind == "number") for each in values):
        return True
    text = quantity.text.strip().lower()
    if any(name.startswith("named") and text in each.text.lower() for name, each in slots.items()):
        return True
    if quantity.kind in _COMPUTED:
        return False
    if any(text and text in each.text.lower() for each in slots.values()):
        return True
    if quantity.kind == "age" and _is_rule_age(reading, quantity):
        return True
    return _in_slots(quantity, slots)


def _holds(numbers: set[Decimal], value: Decimal, bare: bool) -> bool:
    """Whether a number is there; a bare one may be short for thousands to trillions ("43.4" beside "34%")."""
    return value in numbers or (bare and any(value.scaleb(zeros) in numbers for zeros in (3, 6, 9, 12)))


def _in_slots(quantity: Quantity, slots: Slots) -> bool:
    """Whether a slot has the value of a date, a year, an age (said outright or by the year of birth) or a count."""
    held = set(_slot_numbers(slots))
    if quantity.day is not None and any(each.value == quantity.day for each in slots.values()):
        return True
    if quantity.kind == "age":
        births = [
            each.value for name, each in slots.items() if name.startswith("birth") and isinstance(each.value, Decimal)
        ]
        ages = {Decimal(int(quantity.value)) + shift for shift in (-1, 0, 1)}
        return bool(ages & held) or any(year - born in ages for born in births for year in held if 2000 <= year <= 2100)
    if quantity.kind in ("duration", "count"):
        return quantity.value in held or quantity.kind == "count" or quantity.unit in ("weeks", "months")
    return quantity.value in held


def _slot_numbers(slots: Slots) -> Iterator[Decimal]:
    for each in slots.values():
        if isinstance(each.value, Decimal):
            yield each.value
        elif isinstance(each.value, tuple):
            yield from each.value
        elif isinstance(each.value, date):
            yield Decimal(each.value.year)


def _is_idle(reading: Reading, quantity: Quantity) -> bool:
    """Numbers that count nothing: "plan 1", "job #2", the day or year after a month's name, the "12/3" of a birthday."""
    before, after = reading.before(quantity), reading.after(quantity)
    day = (_DAY_BEFORE.search(before) and _SLASHED.match(after)) or _MONTH_BEFORE.search(before)
    return bool(day or _IDLE_NUMBER.search(before))


def _is_rule_age(reading: Reading, quantity: Quantity) -> bool:
    """ "the 60-63 catch-up", "catch-up 50+": the age names the rule."""
    return quantity.value in _RULE_AGES and bool(
        _NAMES_RULE.match(reading.after(quantity)) or _RULE_BEFORE.search(reading.before(quantity))
    )


def _numbers_of(calculation: Calculation) -> set[Decimal]:
    texts = [
        calculation.value,
        *(each.value for each in calculation.inputs),
        *(each.expression for each in calculation.steps),
        *(each.value for each in calculation.steps),
        *(each.value for each in calculation.rows),
        *(each.as_of or "" for each in calculation.inputs),
    ]
    return {_decimal(literal) for text in texts for literal in _LITERAL.findall(str(text))}


def _decimal(literal: str) -> Decimal:
    try:
        return Decimal(literal)
    except InvalidOperation:  # pragma: no cover - the pattern admits decimals only
        return Decimal(0)


def _printed(finding: Finding) -> set[Decimal]:
    """The numbers that the answer's own sentences and rows state."""
    rows = finding.calculation.rows if finding.calculation else ()
    text = " ".join([*(each.text for each in finding.sentences), *(f"{row.label} {row.display}" for row in rows)])
    return {each.value for each in find_numerals(text.lower())}


def named(text: str) -> Slot:
    """A slot that declares a quantity to be only a name."""
    return Slot(True, "default", text)
