"""A question about a limit with its slots resolved: one limit, its year, and the age band of the saver."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.calculators.limit_plans import PLAN_LABELS
from assistant.calculators.measures import Amount, Band, Measure, amount, band_of, branch_bands, measure_named
from assistant.calculators.protocol import Desk, Slot, Slots
from assistant.calculators.trace import NotPublished, Trace, money, years_of


@dataclass(frozen=True, slots=True)
class Ask:
    """``year`` is the year asked about or, when none was, this year."""

    slots: Slots
    desk: Desk
    measure: Measure
    year: int

    def number(self, name: str) -> Decimal | None:
        value = self.slots[name].value if name in self.slots else None
        return value if isinstance(value, Decimal) else None

    def text(self, name: str) -> str:
        value = self.slots[name].value if name in self.slots else None
        return value if isinstance(value, str) else ""

    def several(self, name: str) -> tuple[Decimal, ...]:
        value = self.slots[name].value if name in self.slots else None
        return value if isinstance(value, tuple) else ()

    def flag(self, name: str) -> bool:
        return name in self.slots and self.slots[name].value is True

    @property
    def years(self) -> tuple[int, ...]:
        """The years asked about, a span of two filled up when the words call for every year."""
        return tuple(int(year) for year in self.several("years")) or (self.year,)

    def age_in(self, year: int) -> Decimal | None:
        """The age reached by 31 December of a year: counted from the year of birth, or as said."""
        born = self.number("birth_year")
        return Decimal(year) - born if born is not None else self.number("age")

    def band_in(self, year: int) -> Band | None:
        age = self.age_in(year)
        return None if age is None else band_of(age)

    @property
    def band(self) -> Band | None:
        return self.band_in(self.year)

    @property
    def spans_bands(self) -> bool:
        """Whether the age said is a stretch over more than one band ("over 50")."""
        age, to = self.number("age"), self.number("age_to")
        return age is not None and to is not None and band_of(age) != band_of(to)

    @property
    def is_past(self) -> bool:
        return self.year < self.desk.today.year

    @property
    def in_year(self) -> str:
        """``In 2025`` or, when no year was asked for, ``In 2026, the current year``."""
        slot = self.slots.get("year")
        return f"In {self.year}" + (", the current year" if slot is not None and slot.origin == "default" else "")

    @property
    def does(self) -> str:
        """The limit as a thing to do, in the words of the plan that was named."""
        plan = self.text("plan")
        if plan in ("403b", "tsp", "solo") and "401(k)" in self.measure.says:
            label = {"403b": "403(b) plan", "tsp": "Thrift Savings Plan", "solo": "solo 401(k)"}[plan]
            return self.measure.says.replace("401(k)", label)
        return (
            self.measure.says.replace("IRAs", "Roth and other IRAs together")
            if plan == "roth_ira"
            else self.measure.says
        )

    @property
    def label(self) -> str:
        plan = self.text("plan")
        return (
            self.measure.label.replace("401(k)", PLAN_LABELS[plan]) if plan in ("403b", "tsp") else self.measure.label
        )

    @property
    def who(self) -> str:
        """``someone aged 61``, ``someone born in 1965 (61 by 31 December)``."""
        age = self.age_in(self.year)
        if age is None:
            return "someone"
        if self.number("birth_year") is not None:
            return f"someone born in {self.number('birth_year')}, aged {age} by the end of the year"
        return f"someone aged {self.slots['age'].text if self.number('age_to') == 63 else age}"


def resolved(slots: Slots, desk: Desk) -> Ask:
    """The question with this year where no year was asked for."""
    filled = {name: each for name, each in slots.items() if name != "band" and each.value is not None}
    if "year" not in filled and "years" not in filled:
        filled["year"] = Slot(Decimal(desk.today.year), "default")
    years = filled["years"].value if "years" in filled else None
    year = filled["year"].value if "year" in filled else (years[-1] if isinstance(years, tuple) else None)
    name = filled["limit"].value if "limit" in filled else "deferral"
    measure = measure_named(str(name), desk.facts)
    ask = Ask(filled, desk, measure, int(year) if isinstance(year, Decimal) else desk.today.year)
    if measure.by_age and measure.name:
        filled["band"] = Slot(ask.band or ("under 50" if measure.base else "50 to 59"), "default")
    return ask


_PER_YEAR = {"month": Decimal(12), "week": Decimal(52)}


def pay_of(trace: Trace, ask: Ask) -> Decimal | None:
    """Pay a year, as said or from what is paid a paycheck; taken up as inputs. None when it was not said."""
    salary, each = ask.number("salary"), ask.number("salary_each")
    if salary is not None:
        trace.said("pay", salary, "USD", display=money(salary))
        return salary
    times = _PER_YEAR.get(ask.text("salary_per")) or ask.number("periods")
    if each is None or times is None:
        return None
    per = ask.text("salary_per")
    trace.said(f"pay a {per}", each, "USD", display=money(each))
    trace.said(f"{per}s a year", times, "count", display=f"{times}")
    return trace.step("pay a year", "{} * {}", each, times, unit="USD")


def has_pay(ask: Ask) -> bool:
    """Whether pay was said."""
    return pay_of(Trace(ask.desk.facts), ask) is not None


def limit_at(trace: Trace, ask: Ask, year: int | None = None) -> Amount:
    """The limit for the saver in a year; without an age, that of the commonest case (under 50, or 50 and over for a catch-up)."""
    when = year or ask.year
    born = ask.number("birth_year")
    if born is not None:
        trace.said("year of birth", born, "year", display=str(born))
        trace.said("year", Decimal(when), "year", display=str(when))
        trace.step(f"age reached by the end of {when}", "{} - {}", Decimal(when), born, unit="years")
    band = ask.band_in(when) or ("under 50" if ask.measure.base else "50 to 59")
    return amount(trace, ask.measure, when, band)


def cut_to_pay(trace: Trace, ask: Ask, found: Amount) -> tuple[Decimal, bool]:
    """The limit cut to the salary when one was said that is lower."""
    salary = pay_of(Trace(trace.facts), ask)
    if (
        salary is None
        or salary <= 0
        or not ask.measure.base
        or salary >= (found.base if ask.measure.name == "additions" else found.value)
    ):
        return found.value, False
    pay_of(trace, ask)
    if ask.measure.name == "additions":
        return trace.step(
            "100% of pay or the dollar limit, with catch-up",
            "min({}, {}) + {}",
            salary,
            found.base,
            min(found.catch_up, salary),
            unit="USD",
        ), True
    return trace.step("the limit or pay, whichever is less", "min({}, {})", found.value, salary, unit="USD"), True


def bounded_limit(trace: Trace, ask: Ask) -> Amount:
    """The limit for the saver, cut to pay where pay is lower."""
    found = limit_at(trace, ask)
    return replace(found, value=cut_to_pay(trace, ask, found)[0])


def add_branches(trace: Trace, ask: Ask) -> tuple[tuple[str, Amount], ...]:
    """The table for an age that was not given, as rows; the first line is the headline."""
    lines = []
    for label, band in branch_bands(ask.measure, ask.desk.facts, ask.year):
        if not ask.spans_bands or _within(ask, band):
            found = amount(trace, ask.measure, ask.year, band)
            trace.row(
                label if band != "50 to 59" or not ask.spans_bands else "50 to 59, or 64 and over", found.value, "USD"
            )
            lines.append((label, found))
    return tuple(lines)


def _within(ask: Ask, band: Band) -> bool:
    age = ask.number("age")
    lowest = {"under 50": 0, "50 to 59": 50, "60 to 63": 60, "64 and over": 64}[band]
    return age is None or age < 50 or lowest >= 50


def not_published_text(error: NotPublished, trace: Trace) -> str:
    """What is said of a year without a published value, with the last published one beside it."""
    parameter, year = error.parameter, error.year
    if error.last is not None and isinstance(error.last.value, Decimal):
        value = trace.parameter(parameter.name, int(error.last.since[:4])) if parameter.annual else error.last.value
        looked = parameter.unknown.get(year)
        when = f" when this desk last looked, on {looked[0]}" if looked else ""
        return (
            f"The {parameter.label} for {year} was not published{when}, and this desk does not estimate it. "
            f"The last published one is {money(value)} for {error.last.since[:4]}."
        )
    if error.last is not None:
        return (
            f"The {parameter.label} for {year} was not published; the last published one is for {error.last.since[:4]}."
        )
    known = years_of(parameter)
    reason = next((each.reason for each in parameter.values if each.since == str(year) and each.reason), None)
    if reason:
        return f"There is no {parameter.label} for {year}. {reason}"
    return (
        f"This desk holds the {parameter.label} from {known[0]} to {known[-1]}, not for {year}."
        if known
        else f"This desk holds no {parameter.label}."
    )
