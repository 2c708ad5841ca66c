"""The ages and years of birth in a question about a limit."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.calculators.limit_periods import DIVIDED
from assistant.calculators.limit_words import SUPER
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading, slot
from assistant.calculators.slot import DROP, Slot
from assistant.patterns import lazy_pattern

_OPEN = lazy_pattern(r"\b(?:over|older than|above|past|at least|from|beyond)(?: age)? $")
_OPEN_AFTER = lazy_pattern(r"\+|(?: or| and) (?:over|older|up|above)\b| plus\b")
_BAND = lazy_pattern(r"\b60 ?(?:-|to|through) ?63\b")
_UNDER = lazy_pattern(
    r"\b(?:under|below|younger than|not yet|almost|nearly|less than|before|just shy of|about to be|about to turn|going on)(?: age)?[ -]$"
)


def read_ages(reading: Reading) -> dict[str, Slot]:
    births = reading.birth_years
    ages = reading.ages or _ages_in_years(reading)
    if births and (len(ages) <= len(births) or all(_is_same_person(reading, births[0], each) for each in ages)):
        words = " ".join([*(each.text for each in reading.of("birth_year")), reading.birthday_words])
        found = {"birth_year": slot(births[0], words), "age": DROP, "ages": DROP}
        if len(births) > 1:
            found["birth_years"] = Slot(tuple(Decimal(each) for each in births), "question")
        return found
    if (reading.says(SUPER) or reading.says(_BAND)) and not ages:
        return {"age": Slot(Decimal(60), "question", "60 to 63")}
    if not ages:
        return _bare_age(reading)
    then = _born_by_age_now(reading, ages)
    if then:
        return then
    values = tuple(_age_meant(reading, each) + _older_by(reading, each) for each in ages)
    if ages[0].high is not None and len(ages) == 1:
        return {
            "age": Slot(values[0], "question", f"{ages[0].value} to {ages[0].high}"),
            "age_to": slot(ages[0].high),
            "ages": DROP,
            "birth_year": DROP,
        }
    found = {"age": Slot(values[0], "question", ages[0].text), "birth_year": DROP, "age_to": DROP, "ages": DROP}
    if len(set(values)) > 1:
        found["ages"] = Slot(tuple(dict.fromkeys(values)), "question")
    elif _open_ended(reading, ages[0]):
        found["age_to"] = slot(120)
    return found


_NOW = lazy_pattern(r"^(?:,| years old|yo)? ?(?:now|today|currently|at the moment|this year)\b")


_IN_YEAR = lazy_pattern(r"^,? (?:in|by|at the end of) (20\d\d)\b")


def _born_by_age_now(reading: Reading, ages: tuple[Quantity, ...]) -> dict[str, Slot]:
    """ "I'm 64 now", "60 in 2026", beside other years: the age of each year is counted from the year of birth."""
    in_year = _IN_YEAR.match(reading.after(ages[0])) if len(ages) == 1 and ages[0].high is None else None
    if in_year and len(reading.years) > 1:
        return {"birth_year": slot(int(in_year[1]) - int(ages[0].value), ages[0].text), "age": DROP, "ages": DROP}
    now = len(ages) == 1 and ages[0].high is None and _NOW.match(reading.after(ages[0]))
    said_now = now or (len(ages) == 1 and re.search(r"\b(?:now|currently|today) $", reading.before(ages[0])))
    if not said_now or all(year == reading.today.year for year in reading.years):
        return {}
    born = reading.today.year - int(ages[0].value)
    return {"birth_year": slot(born, ages[0].text), "age": DROP, "ages": DROP}


_NOT_AN_AGE = lazy_pattern(r"\b(?:for|in|last|next|over|past|after|within|every|of|first|than|another|\d) $")


def _ages_in_years(reading: Reading) -> tuple[Quantity, ...]:
    """ "45 yrs" alone, in a question about a limit, is an age."""
    spans = [each for each in reading.of("duration") if each.unit == "years" and 16 <= each.value <= 99]
    return tuple(each for each in spans[:1] if not _NOT_AN_AGE.search(reading.before(each)))


_NOW_AGED = lazy_pattern(
    r"(?:\bi'?m|\bi am|\bim|\b(?:he|she)(?:'s| is)|\bis|\bcurrently)(?: now| currently| already)? $"
)


def _older_by(reading: Reading, age: Quantity) -> int:
    """ "I'm 59, how much next year": by the end of next year the age is at least one more."""
    later = [each for each in reading.of("year") if each.unit == "relative" and each.value > reading.today.year]
    if not later or not _NOW_AGED.search(reading.before(age)) or any(0 <= age.start - each.end <= 8 for each in later):
        return 0
    return int(later[0].value) - reading.today.year


def _is_same_person(reading: Reading, born: int, age: Quantity) -> bool:
    """ "63, turning 64 in November": the age now is that of the birthday or one less."""
    year = reading.years[0] if reading.years else reading.today.year
    return year - born - int(age.value) in (-1, 0, 1)


def _age_meant(reading: Reading, age: Quantity) -> Decimal:
    """ "under 50" and "almost 50" are 49; a half year counts down."""
    below = (
        _UNDER.search(reading.before(age))
        or reading.after(age).startswith(" or younger")
        or reading.after(age, 14).startswith(" and under")
    )
    return Decimal(int(age.value)) - (1 if below and age.value > 1 else 0)


def _open_ended(reading: Reading, age: Quantity) -> bool:
    return bool(
        _OPEN.search(reading.before(age)) or _OPEN_AFTER.match(reading.after(age)) or _OPEN_AFTER.search(age.text)
    )


def _bare_age(reading: Reading) -> dict[str, Slot]:
    """One bare number from 18 to 99 in a question about a limit is an age ("max 401k 61 2025")."""
    numbers = [
        each
        for each in reading.of("number")
        if each.bare
        and 18 <= each.value <= 99
        and each.value == int(each.value)
        and not DIVIDED.search(reading.before(each))
    ]
    if len(numbers) == 1 and not reading.of("percent", "ratio"):
        return {
            "age": Slot(numbers[0].value, "question", numbers[0].text),
            "birth_year": DROP,
            "ages": DROP,
            "age_to": DROP,
        }
    return {}
