"""Numbers worked out by fixed code, each with its proof. ``CALCULATORS`` is the table; ``calculate`` the way in.

A question is read once (``reading``), screened for what is refused by name (``refusals``), and given to the first row that
recognises it. A follow-up is given to the row that answered before, with the earlier slots changed by its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.calculators.ask import not_published_text
from assistant.calculators.dates import CALCULATORS as DATES
from assistant.calculators.figures import CALCULATORS as FIGURES
from assistant.calculators.inflows import CALCULATORS as INFLOWS
from assistant.calculators.limits import CALCULATORS as LIMITS
from assistant.calculators.limits import SURELY
from assistant.calculators.match import CALCULATORS as MATCHES
from assistant.calculators.protocol import Calculator, Desk, Slot, Slots, declines, merged
from assistant.calculators.reading import Reading, read
from assistant.calculators.refusals import screen
from assistant.calculators.trace import MissingFact, NotPublished
from assistant.calculators.withdrawals import CALCULATORS as WITHDRAWALS
from assistant.types import Facts, Finding

CALCULATORS: tuple[Calculator, ...] = (*DATES, *SURELY, *INFLOWS, *FIGURES, *WITHDRAWALS, *MATCHES, *LIMITS)
"""The table, first come first served; limits named as such go before what is only likely to be a share of assets."""

_MOST_EARLIER = 12
_CONTINUES = re.compile(
    r"(?:ok(?:ay)?,? |so |oh |hm+,? |and |but |now |then |sorry,? |thanks,? |cool,? |great,? )*(?:and|what about|how about|wat about|hows about|what if|same (?:but|for|thing|question|at|with|in)|instead|make (?:it|that)|change (?:it|that)|now|or|also|what of|i mean|"
    r"and if|but if|then|actually|no,? |nope|not|try|say|with|without|in|at|for|per|if|for iras?)\b"
)
_STATES = re.compile(
    r"(?:ok(?:ay)?,? |so |oh |and |but |well,? |sorry,? |actually,? |yes,? |yeah,? |no,? )*(?:i'?m|i am|im|i (?:was born|turn|earn|make|have|put|get|contribute|defer|am)|my|we(?:'re| are|re)?|she|he|it'?s|\$?\d|born|single|married|joint|filing|age|about|around)\b"
)
_ASKS_OTHER = re.compile(
    r"\b(?:who|whose|why|what (?:is|are|was|were|does|did) (?:an? |the )?(?!(?:limit|max))|where|when|explain|tell me|does|did|is there|are there)\b"
)
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Turn:
    """Where a conversation stands: the row that is answering, and its slots."""

    calculator: Calculator
    slots: Slots


def calculate(question: str, earlier: Sequence[str], facts: Facts, today: date) -> Finding | None:
    """The computed answer, or None when no calculator recognises the question and the documents should answer."""
    if not facts.parameters and not facts.figures:
        return None
    reading = read(question, today, facts)
    refused = screen(reading)
    if refused is not None:
        return refused
    turn: _Turn | None = None
    said: Slots = {}
    for text in list(earlier)[-_MOST_EARLIER:]:
        before = read(text, today, facts)
        turn = _advance(before, turn, said)
        said = {**said, **_told(before)}
    now = _advance(reading, turn, said)
    return _computed(now, Desk(facts, today)) if now else None


def _advance(reading: Reading, turn: _Turn | None, said: Slots) -> _Turn | None:
    """The turn after a question: a follow-up of the one before, a new one, or none."""
    if turn is not None and _leans(reading):
        changes = turn.calculator.read(reading, turn.slots)
        if changes:
            return _Turn(turn.calculator, merged(turn.slots, changes))
    found = next((row for row in CALCULATORS if row.recognise(reading)), None)
    if found is not None and turn is not None and found.name == turn.calculator.name and not found.is_whole(reading):
        return _Turn(found, merged(turn.slots, found.read(reading, turn.slots)))
    if found is not None:
        slots = dict(found.read(reading, {}))
        background = {
            name: each
            for name, each in said.items()
            if name not in slots and "birth_year" not in slots and "age" not in slots
        }
        return _Turn(found, {**background, **merged({}, slots)})
    if turn is not None and _short_statement(reading):
        changes = turn.calculator.read(reading, turn.slots)
        if changes:
            return _Turn(turn.calculator, merged(turn.slots, changes))
    return None


def _leans(reading: Reading) -> bool:
    """Whether a question opens as the continuation of another one, or is too short to stand alone."""
    words = len(_WORD.findall(reading.plain))
    if words > 14:
        return False
    opening = _CONTINUES.match(reading.plain)
    if (
        opening
        and re.search(r"\b(?:how much|what is|what's|what are|how many)\b", reading.plain)
        and not re.match(r"(?:ok |so )?(?:and|what about|how about|same|what if)\b", reading.plain)
    ):
        return False
    return (
        bool(opening)
        or words <= 3
        or (bool(_STATES.match(reading.plain)) and words <= 10 and "how" not in reading.plain)
    )


def _short_statement(reading: Reading) -> bool:
    return len(_WORD.findall(reading.plain)) <= 12 and not _ASKS_OTHER.search(reading.plain)


def _told(reading: Reading) -> Slots:
    """What the asker said of themselves ("I'm 55"), to be remembered for later questions."""
    match_age = re.search(
        r"\b(?:i'?m|i am|im)(?: now| already)? (\d\d)\b(?! ?(?:%|percent|k\b|days|months|years? (?:from|away)))",
        reading.plain,
    )
    if match_age:
        age = next((each for each in reading.of("age") if each.start >= match_age.start(1) - 1), None)
        return {"age": Slot(age.value, "history", age.text)} if age else {}
    born = reading.birth_years
    return (
        {"birth_year": Slot(Decimal(born[0]), "history", str(born[0]))}
        if born and re.search(r"\bi\b|\bmy\b|^born", reading.plain)
        else {}
    )


def _computed(turn: _Turn, desk: Desk) -> Finding | None:
    try:
        return turn.calculator.compute(turn.slots, desk)
    except NotPublished as error:
        trace = desk.trace()
        return declines("not_published", not_published_text(error, trace), turn.slots, trace=trace)
    except MissingFact:
        return None
