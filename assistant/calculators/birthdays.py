"""The day or year in which a saver reaches an age that a rule turns on: 59½, the first catch-up contribution, or any other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.calculators.calendar import month_end
from assistant.calculators.protocol import Calculator, Desk, Result, Slot, Slots, answered, declines
from assistant.calculators.reading import Reading
from assistant.calculators.slots import word
from assistant.calculators.trace import Trace, long_date, plain
from assistant.patterns import lazy_pattern
from assistant.types import Finding

_ASKS_DAY = lazy_pattern(
    r"\bwhen\b|\b(?:what|which|exact|precise|the) (?:\w+ )?(?:date|day|year|yr)\b|\bdate\b|\bday\b|\bhow (?:long|soon|early|many (?:years|months|days))\b"
    r"|\b(?:year|yr|date|day) (?:i|he|she|they|we|you|someone|somebody)\b|\b(?:first|earliest|1st) (?:\w+ ){0,3}(?:year|yr|tax year|date|day)\b|\bwhat (?:calendar |tax )?(?:year|yr)\b"
)
_ASKS_YEAR = lazy_pattern(r"\b(?:year|yr)\b(?! old)")
_HOW_LONG = lazy_pattern(r"\bhow (?:many|long)\b.{0,12}\b(?:years?|till|until|before)\b")
_REACHES = lazy_pattern(
    r"\b(?:turn(?:s|ed|ing)?|reach(?:es|ed|ing)?|hit(?:s|ting)?|be(?:come|comes)?|am|am i|is|get to|becoming|attain(?:s|ed)?|make)(?: (?:i|he|she|they|we|you|my \w+|age|exactly|already|finally|the age of))* $"
)
_FREE = lazy_pattern(
    r"\b(?:without (?:the |a |any )?(?:early )?(?:penalt\w+|10 ?%)|penalt\w+[- ]free|no (?:early )?penalty|free of (?:the )?penalty)\b"
)
_CATCH_UP = lazy_pattern(r"\bcatch[- ]?ups?\b")
_HIGHER = lazy_pattern(r"\b(?:super|higher|enhanced|bigger|larger|special|60[- ]?(?:to|-)?[- ]?63)\b")
_STARTS = lazy_pattern(
    r"\b(?:first|start\w*|begin\w*|beg[au]n|eligib\w*|earliest|when|allowed|qualif\w*|kick\w* in|available|what (?:year|yr)|which (?:year|yr))\b"
)
_SUM_ASKED = lazy_pattern(r"\bhow much\b|\blimits?\b|\bmax\w*\b|\$|\brmds?\b|\brequired\b|\btotal\b")
_HALF = Decimal("59.5")


def months_on(day: date, months: int) -> date:
    """The same day some months on, the last of the month when that month is shorter."""
    month = day.month - 1 + months
    end = month_end(day.year + month // 12, month % 12 + 1)
    return end if day.day > end.day else end.replace(day=day.day)


def whole_months(first: date, last: date) -> tuple[int, int]:
    """The whole months from ``first`` to ``last`` and the days beyond them."""
    months = 12 * (last.year - first.year) + last.month - first.month
    if last.day < first.day and last != month_end(last.year, last.month):
        months -= 1
    return months, (last - months_on(first, months)).days


def recognise(reading: Reading) -> bool:
    """A birth date or year, an age that it leads to, and the question when."""
    if not reading.birth_years or reading.of("money", "percent", "coins") or reading.says(_SUM_ASKED):
        return False
    milestone = _milestone(reading)
    derived = not reading.of("birth_year")
    return bool(milestone) and reading.says(_ASKS_DAY) and (not derived or milestone in ("catch_up", "higher"))


def _milestone(reading: Reading) -> str:
    """What is to be reached: "half", "catch_up", "higher", an age in digits, or nothing."""
    ages = [each for each in reading.ages if each.high is None]
    if any(each.value == _HALF for each in reading.of("age", "number")):
        return "half"
    if reading.says(_CATCH_UP) and reading.says(_STARTS):
        return "higher" if reading.says(_HIGHER) else "catch_up"
    if reading.says(_FREE):
        return "half"
    reached = [each for each in ages if _REACHES.search(reading.before(each, 40)) and each.value == int(each.value)]
    return str(int(reached[0].value)) if reached else ""


def read(reading: Reading, earlier: Slots) -> Slots:
    """The birth, the age to be reached and whether the day or the year is wanted."""
    slots: dict[str, Slot] = {}
    born = reading.of("birth_year")
    if born:
        whole = born[0].day is not None and born[0].unit == "day"
        value = born[0].day.isoformat() if whole and born[0].day is not None else str(int(born[0].value))
        slots["born"] = Slot(value, "question", born[0].text)
    elif reading.birth_years and (not earlier or _milestone(reading)):
        slots["born"] = Slot(str(reading.birth_years[0]), "question", " ".join(each.text for each in reading.ages))
    elif earlier and len(reading.years) == 1 and reading.years[0] < reading.today.year:
        slots["born"] = Slot(str(reading.years[0]), "question", str(reading.years[0]))
    reached = _milestone(reading)
    if not reached and earlier and reading.ages:
        reached = "half" if reading.ages[0].value == _HALF else str(int(reading.ages[0].value))
    if reached:
        ages = [each.text for each in reading.of("age", "number")]
        slots["reached"] = Slot(reached, "question", ages[0] if ages else "")
    if slots and reading.says(_HOW_LONG):
        slots["unit"] = Slot("years", "default")
    elif slots and reading.says(_ASKS_YEAR):
        slots["unit"] = Slot("year", "default")
    return slots


def compute(slots: Slots, desk: Desk) -> Finding | None:
    """The finding for a birth and an age to be reached."""
    born, reached, trace = word(slots, "born"), word(slots, "reached"), desk.trace()
    if not born or not reached:
        return None
    if int(born[:4]) > desk.today.year or int(born[:4]) < desk.today.year - 120:
        return declines("invalid_input", f"A birth year of {born[:4]} is not one that a living saver can have.", slots)
    if reached == "half":
        return _half_year(slots, desk, trace)
    if reached in ("catch_up", "higher"):
        return _catch_up(slots, desk, trace)
    return _age(slots, desk, trace, Decimal(reached))


def _year_born(trace: Trace, born: str) -> Decimal:
    trace.said("year of birth", born[:4], "year", display=born[:4])
    return Decimal(born[:4])


def _half_year(slots: Slots, desk: Desk, trace: Trace) -> Finding | None:
    """The day on which someone is 59 and a half, from which the additional tax ends."""
    born = word(slots, "born")
    age = trace.parameter("early_withdrawal_age", desk.today)
    if len(born) == 4:
        first = trace.step("earliest year", "round({} + {} - 0.5, 0)", _year_born(trace, born), age, unit="year")
        later = trace.step("if the birthday is later", "{} + 1", first, unit="year")
        lead = f"Born in {born}, you reach {age.normalize():f} in {plain(first)} if your birthday is by 30 June, and in {plain(later)} if it is later."
        trace.row("Birthday by 30 June", first, "year", plain(first))
        trace.row("Birthday after 30 June", later, "year", plain(later))
        return answered(trace, Result("half_year_age", first, "year", f"{born} + 59 years and 6 months", lead), slots)
    reached = _day_of(trace, date.fromisoformat(born), int(age * 12), "59 years and 6 months")
    told = "reached" if reached <= desk.today else "reach"
    lead = f"Born on {long_date(date.fromisoformat(born))}, you {told} 59½ on {long_date(reached)}; from then on no additional tax is due on withdrawals."
    formula = f"{born} + 59 years and 6 months = {reached.isoformat()}"
    return answered(trace, Result("half_year_age", reached, "date", formula, lead), slots)


def _day_of(trace: Trace, birth: date, months: int, words: str) -> date:
    """The day so many months after a birth, counted in days."""
    trace.said("date of birth", birth.isoformat(), "date", display=long_date(birth))
    days = Decimal((months_on(birth, months) - birth).days)
    return trace.date_step(f"{words} after the birth, in days", "{} + {}", birth, days)


def _catch_up(slots: Slots, desk: Desk, trace: Trace) -> Finding | None:
    """The first calendar year with a catch-up contribution: the one at whose end the age is reached."""
    born, higher = word(slots, "born"), word(slots, "reached") == "higher"
    year_born = _year_born(trace, born)
    age = trace.parameter("catch_up_60_63_first_age" if higher else "catch_up_age", desk.today)
    year = trace.step("first year = year of birth + age", "{} + {}", year_born, age, unit="year")
    when = "" if year >= desk.today.year else ", so it has begun" if not higher else ""
    what = "the higher catch-up limit" if higher else "catch-up contributions"
    whose = f"Born on {long_date(date.fromisoformat(born))}" if len(born) > 4 else f"Born in {born}"
    lead = f"{whose}, {plain(year)} is the first year for {what}: the calendar year in which age {plain(age)} is reached, whatever the day{when}."
    result = Result("catch_up_year", year, "year", f"{born[:4]} + {plain(age)} = {plain(year)}", lead, plain(year))
    return answered(trace, result, slots)


def _age(slots: Slots, desk: Desk, trace: Trace, age: Decimal) -> Finding | None:
    """The birthday of an age, or its year when only the year of birth is known or the year is asked for."""
    born = word(slots, "born")
    if not 0 < age <= 120:
        return declines("invalid_input", f"An age of {plain(age)} is not one that a saver can have.", slots)
    trace.said("age", age, "age", display=plain(age))
    year = trace.step("year of birth + age", "{} + {}", _year_born(trace, born), age, unit="year")
    if word(slots, "unit") == "years" and year > desk.today.year:
        trace.said("this year", str(desk.today.year), "year", display=str(desk.today.year), origin="default")
        left = trace.step("years from this one", "{} - {}", year, Decimal(desk.today.year), unit="years")
        lead = f"Born in {born[:4]}, you reach {plain(age)} in {plain(year)}, {plain(left)} {'year' if left == 1 else 'years'} from {desk.today.year}."
        return answered(trace, Result("years_to_age", left, "years", f"{plain(year)} - {desk.today.year}", lead), slots)
    past = "reached" if year < desk.today.year else "reach"
    if len(born) == 4 or word(slots, "unit") == "year":
        lead = f"Born in {born[:4]}, you {past} {plain(age)} in {plain(year)}."
        return answered(
            trace,
            Result("age_reached", year, "year", f"{born[:4]} + {plain(age)} = {plain(year)}", lead, plain(year)),
            slots,
        )
    reached = _day_of(trace, date.fromisoformat(born), int(age) * 12, f"{plain(age)} years")
    lead = f"Born on {long_date(date.fromisoformat(born))}, you {past} {plain(age)} on {long_date(reached)}."
    return answered(
        trace,
        Result("age_reached", reached, "date", f"{born} + {plain(age)} years = {reached.isoformat()}", lead),
        slots,
    )


CALCULATOR = Calculator("birthday", recognise, read, compute)
