"""Numbers worked out by fixed code, each with its proof. ``CALCULATORS`` is the table; ``calculate`` the way in.

A question is read once (``reading``), screened for what is refused by name (``refusals``) or only looks like a sum
(``other_questions``), and given to the first row that recognises it and takes every typed quantity into account
(``leftovers``). A follow-up is given to the row that answered before, with the earlier slots changed by its own
(``follow_ups``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.calculators import compounding, fees, growing, loan_payments, payments, portions, votes
from assistant.calculators.ask import not_published_text
from assistant.calculators.dates import CALCULATORS as DATES
from assistant.calculators.figures import CALCULATORS as FIGURES
from assistant.calculators.follow_ups import is_short_statement, leans, told
from assistant.calculators.inflows import CALCULATORS as INFLOWS
from assistant.calculators.leftovers import asks_about, leftovers
from assistant.calculators.limits import CALCULATORS as LIMITS
from assistant.calculators.limits import SURELY
from assistant.calculators.match import CALCULATORS as MATCHES
from assistant.calculators.other_questions import asks_something_else
from assistant.calculators.protocol import NOT_UNDERSTOOD, Calculator, Desk, Slot, Slots, declines, merged
from assistant.calculators.reading import Reading, read
from assistant.calculators.refusals import screen, screen_of_documents
from assistant.calculators.trace import MissingFact, NotPublished
from assistant.calculators.vesting import CALCULATORS as VESTING
from assistant.calculators.withdrawals import CALCULATORS as WITHDRAWALS
from assistant.types import Facts, Finding

__all__ = ["CALCULATORS", "NOT_UNDERSTOOD", "calculate"]

CALCULATORS: tuple[Calculator, ...] = (
    *VESTING,
    growing.CALCULATOR,
    compounding.CALCULATOR,
    payments.CALCULATOR,
    fees.CALCULATOR,
    loan_payments.CALCULATOR,
    votes.CALCULATOR,
    *DATES,
    portions.CALCULATOR,
    *SURELY,
    *INFLOWS,
    *FIGURES,
    *WITHDRAWALS,
    *MATCHES,
    *LIMITS,
)
"""The table, first come first served; limits named as such go before what is only likely to be a share of assets."""

_MOST_EARLIER = 12


@dataclass(frozen=True, slots=True)
class _Turn:
    """Where a conversation stands: the row that is answering, its slots, and what it came to."""

    calculator: Calculator
    slots: Slots
    finding: Finding | None
    left: bool = False


def calculate(question: str, earlier: Sequence[str], facts: Facts, today: date) -> Finding | None:
    """The computed answer, or None when no calculator recognises the question and the documents should answer."""
    reading = read(question, today, facts)
    if not facts.parameters and not facts.figures:
        return screen_of_documents(reading)
    refused = screen(reading)
    if refused is not None:
        return refused
    turn: _Turn | None = None
    said: Slots = {}
    desk = Desk(facts, today)
    for text in list(earlier)[-_MOST_EARLIER:]:
        before = read(text, today, facts)
        turn = _advance(before, turn, said, desk)
        said = {**said, **told(before)}
    now = _advance(reading, turn, said, desk)
    return now.finding if now else None


def _advance(reading: Reading, turn: _Turn | None, said: Slots, desk: Desk) -> _Turn | None:
    """The turn after a question: a follow-up of the one before, a new one, or none."""
    if asks_something_else(reading):
        return None
    if turn is not None and leans(reading):
        followed = _followed(reading, turn, desk)
        if followed is not None:
            return followed
    found = _first_that_reads_it_all(reading, turn, said, desk)
    if found is None and turn is not None and is_short_statement(reading):
        return _followed(reading, turn, desk)
    return found


def _followed(reading: Reading, turn: _Turn, desk: Desk) -> _Turn | None:
    """The turn before with the slots that these words change; None when they change none."""
    asked = (
        turn.finding.slots.get("asks") if turn.finding is not None and turn.finding.status == "needs_input" else None
    )
    earlier = {**turn.slots, "asks": Slot(str(asked))} if asked else turn.slots
    changes = turn.calculator.read(reading, earlier)
    return _turned(reading, turn.calculator, merged(turn.slots, changes), desk) if changes else None


def _first_that_reads_it_all(reading: Reading, turn: _Turn | None, said: Slots, desk: Desk) -> _Turn | None:
    """The first row whose answer takes every typed quantity into account; else the first one's question back."""
    first: _Turn | None = None
    for row in CALCULATORS:
        if not row.recognise(reading):
            continue
        made = _turned(reading, row, _slots(reading, row, turn, said), desk)
        if first is None:
            first = made
        if made.finding is not None and not made.left and made.finding.reason != "not_in_corpus":
            return made
        if first.finding is None:
            return first
    return first


def _slots(reading: Reading, row: Calculator, turn: _Turn | None, said: Slots) -> Slots:
    """The slots of a question that a row recognises: joined to those before when it names no subject of its own."""
    if turn is not None and row.name == turn.calculator.name and not row.is_whole(reading):
        return merged(turn.slots, row.read(reading, turn.slots))
    slots = row.read(reading, {})
    aged = "birth_year" in slots or "age" in slots
    background = {} if aged else {name: each for name, each in said.items() if name not in slots}
    return {**background, **merged({}, slots)}


def _turned(reading: Reading, row: Calculator, slots: Slots, desk: Desk) -> _Turn:
    """What a row makes of the slots; a question back when a quantity of these words is left over."""
    finding = _computed(row, slots, desk)
    left = leftovers(reading, slots, finding) if finding is not None else ()
    return _Turn(row, slots, asks_about(left, slots) if left else finding, bool(left))


def _computed(row: Calculator, slots: Slots, desk: Desk) -> Finding | None:
    try:
        return row.compute(slots, desk)
    except NotPublished as error:
        trace = desk.trace()
        return declines("not_published", not_published_text(error, trace), slots, trace=trace)
    except MissingFact:
        return None
