"""One question as read: its text, its quantities, and the slots that every calculator shares."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from assistant.calculators.quantities import Quantity, plain_text, read_quantities
from assistant.calculators.shorthand import spelled_out
from assistant.calculators.slot import Slot
from assistant.patterns import lazy_pattern
from assistant.types import Facts, Origin


@dataclass(frozen=True, slots=True)
class Reading:
    """A question in lower case with straight quotes (``plain``, same length as ``text``, ``words`` without its sums) and its quantities in order."""

    text: str
    plain: str
    quantities: tuple[Quantity, ...]
    today: date
    facts: Facts = field(default_factory=Facts, repr=False)
    words: str = ""

    def names(self, pattern: re.Pattern[str]) -> bool:
        """Whether ``pattern`` is found outside the sums and percentages of the question."""
        return pattern.search(self.words) is not None

    def says(self, pattern: re.Pattern[str]) -> bool:
        """Whether the question has words that ``pattern`` finds."""
        return pattern.search(self.plain) is not None

    def find(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first place where ``pattern`` is found."""
        return pattern.search(self.plain)

    def of(self, *kinds: str) -> tuple[Quantity, ...]:
        """The quantities of some kinds, in order."""
        return tuple(each for each in self.quantities if each.kind in kinds)

    @property
    def sums(self) -> list[Quantity]:
        """The sums of money that are not said to be by the year, the month and the like, in order."""
        return [each for each in self.of("money") if not each.per]

    def before(self, quantity: Quantity, reach: int = 30) -> str:
        """The plain text right before a quantity."""
        return self.plain[max(0, quantity.start - reach) : quantity.start]

    def after(self, quantity: Quantity, reach: int = 30) -> str:
        """The plain text right after a quantity."""
        return self.plain[quantity.end : quantity.end + reach]

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar years that are asked about, in order of mention, without birth years and birthdays' years."""
        named = [each for each in self.of("year", "date") if each.unit != "quarter"]
        asked = [each for each in named if not self._is_birthday(each)]
        if not asked and not _NOW.search(self.plain):
            asked = named
        return tuple(dict.fromkeys(int(each.value) for each in asked))

    @property
    def year(self) -> Slot | None:
        """The one year that is asked about, the first when there are several."""
        years = self.years
        return Slot(Decimal(years[0]), "question", str(years[0])) if years else None

    @property
    def birth_years(self) -> tuple[int, ...]:
        """Years of birth, said outright or by "turning 60 in December" and "60th birthday next year"."""
        born = [int(each.value) for each in self.of("birth_year")]
        for age in self.of("age"):
            if _TILL_BIRTHDAY.match(self.plain, age.end):
                born.append(self.today.year - int(age.value) - 1)
            if self._is_turned(age) and age.value == int(age.value):
                year = self._birthday_year(age)
                if year is not None:
                    born.append(year - int(age.value))
        return tuple(born)

    @property
    def birthday_words(self) -> str:
        """The words that say a birthday with its year, empty when none do."""
        spans = [each for each in self.of("age") if self._is_turned(each)]
        said = [self.plain[each.start : self._birthday_end(each)] for each in spans]
        return " ".join([*said, *(day.text for each in spans if (day := self._birthday_before(each)))])

    def _is_turned(self, age: Quantity) -> bool:
        """Whether an age is that of a birthday: "turning 60", "(60 in June 2026)", "60th birthday"."""
        before = self.before(age, 24)
        bracket = before.endswith("(") and _IN_A_MONTH.match(self.plain, age.end)
        return bool(_TURNS.search(before) or bracket or _NTH.search(age.text) or self._on_a_day(age))

    def _on_a_day(self, age: Quantity) -> bool:
        """ "60 on new year's day 2027": an age on a day to the year is a birthday."""
        after = next((each for each in self.of("date") if each.start >= age.end), None)
        return after is not None and self.plain[age.end : after.start].strip() == "on"

    def _birthday_end(self, age: Quantity) -> int:
        after = next((each for each in self.of("year", "date") if each.start >= age.end), None)
        said = after is not None and _UP_TO.fullmatch(self.plain, age.end, after.start)
        return after.end if after is not None and said else age.end

    @property
    def ages(self) -> tuple[Quantity, ...]:
        """The ages in order; those said with a birthday's year count too."""
        return self.of("age")

    @property
    def age(self) -> Slot | None:
        """The first age, None when there is none."""
        ages = self.ages
        return Slot(ages[0].value, "question", ages[0].text) if ages else None

    def _birthday_year(self, age: Quantity) -> int | None:
        """The year of the birthday named right after an age: "60 on 1/1/2027", "60 in December" (of this year)."""
        after = next((each for each in self.of("year", "date") if each.start >= age.end), None)
        if after is not None and _UP_TO.fullmatch(self.plain, age.end, after.start):
            return int(after.value)
        before = self._birthday_before(age)
        if before is not None:
            return int(before.value)
        return self.today.year if _THIS_YEARS.match(self.plain, age.end) else None

    def _birthday_before(self, age: Quantity) -> Quantity | None:
        """ "My birthday is in February 2027 when I hit 60": the date of the birthday, said before the age."""
        dates = [each for each in self.of("year", "date", "birth_year") if each.end <= age.start]
        last = dates[-1] if dates else None
        if last is None or not _WHEN_TURNING.fullmatch(self.plain, last.end, age.start):
            return None
        return last if _BIRTHDAY.search(self.before(last, 24)) else None

    def _is_birthday(self, year: Quantity) -> bool:
        if year.kind == "date" and any(
            self._on_a_day(each) and self._birthday_end(each) == year.end for each in self.of("age")
        ):
            return True
        if any(self._birthday_before(each) is year for each in self.of("age")):
            return True
        return bool(_TURN_BEFORE_YEAR.search(self.before(year, 40)))


_MONTHS = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?"
_TURNS = lazy_pattern(
    r"\b(?:turn(?:s|ing|ed)?(?: age)?|will be|my|his|her|reach(?:es|ing|ed)?(?: age)?|hit|hits|hitting)\s*$"
)
_IN_A_MONTH = lazy_pattern(rf" (?:in|on|by|this|come) (?:{_MONTHS}|20\d\d)")
_NTH = lazy_pattern(r"birthday|bday|b-day")
_BIRTHDAY = lazy_pattern(r"\b(?:birthday|bday|b-day)(?:'s| is| falls)?(?: in| on)? $")
_WHEN_TURNING = lazy_pattern(
    r"[ ,]*(?:(?:when|and|then|that'?s when|as) )?(?:(?:i|he|she)(?:'ll|'m| will| am)? )?(?:turn|turns|turning|hit|hits|hitting|be|reach|reaches) (?:age )?"
)
_UP_TO = lazy_pattern(
    rf"[ ,]*(?:(?:in|on|by|of|around|late|early|come|sometime|at the end of|the|{_MONTHS}|\d{{1,2}}(?:st|nd|rd|th)?)[ ,]*){{0,5}}"
)
_THIS_YEARS = lazy_pattern(
    rf"(?: (?:in|on|by|this|late|early|around|come)){{0,3}} (?:{_MONTHS}|summer|fall|spring|winter)\b"
)
_TILL_BIRTHDAY = lazy_pattern(rf" (?:til|till|until) (?:my birthday |the end of )?(?:in |on )?(?:{_MONTHS}|\d{{1,2}}/)")
_NOW = lazy_pattern(r"\b(?:now|right now|currently|today|at the moment)\b")
_TURN_BEFORE_YEAR = lazy_pattern(
    rf"\bturn(?:s|ing|ed)?(?: age)? \d\d(?: ?(?:in|on|by|late|early|{_MONTHS}|\d{{1,2}}(?:st|nd|rd|th)?,?|of))* ?$|\d\d(?:th|st|nd|rd) (?:birthday|b-?day)(?:,| is| falls)? ?(?:in |on )?$"
)


def read(text: str, today: date, facts: Facts) -> Reading:
    """Reads a question; a relative year ("next year") is of ``today``."""
    text = spelled_out(text)
    plain, quantities = plain_text(text), read_quantities(text, today)
    return Reading(text, plain, quantities, today, facts, _without_sums(plain, quantities))


def _without_sums(plain: str, quantities: tuple[Quantity, ...]) -> str:
    """``plain`` with sums, coins and percentages blanked, so that "$457,000" is never taken for a plan."""
    parts, at = [], 0
    for each in quantities:
        if each.kind in ("money", "coins", "percent", "number"):
            parts += [plain[at : each.start], " " * (each.end - each.start)]
            at = each.end
    return "".join([*parts, plain[at:]])


def slot(value: Decimal | int | str | bool, text: str = "", origin: Origin = "question") -> Slot:
    """A slot filled by these words."""
    return Slot(Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value, origin, text)
