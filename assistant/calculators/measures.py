"""The limits by name: which parameters make them up, and what they come to in a year at an age."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.calculators.trace import MissingFact, Trace, money, value_for
from assistant.types import Facts

Band = Literal["under 50", "50 to 59", "60 to 63", "64 and over"]
"""Ages at 31 December between which the limits of a saver do not change."""

BANDS: tuple[Band, ...] = ("under 50", "50 to 59", "60 to 63", "64 and over")


@dataclass(frozen=True, slots=True)
class Measure:
    """A limit: ``base`` alone, or with the catch-up of the age band, or the catch-up alone.

    ``says`` completes "the most that someone can ..."; ``label`` names the limit in a comparison.
    """

    name: str
    label: str
    says: str
    base: str | None
    at_50: str | None = None
    at_60: str | None = None

    @property
    def by_age(self) -> bool:
        return self.at_50 is not None


_ALL = (
    Measure(
        "deferral", "401(k) deferral limit", "defer to a 401(k)", "elective_deferral", "catch_up_50", "catch_up_60_63"
    ),
    Measure(
        "base_deferral",
        "401(k) elective deferral limit before catch-up",
        "defer to a 401(k) before any catch-up",
        "elective_deferral",
    ),
    Measure(
        "catch_up",
        "401(k) catch-up limit",
        "add to a 401(k) as a catch-up contribution",
        None,
        "catch_up_50",
        "catch_up_60_63",
    ),
    Measure(
        "additions",
        "limit on employee and employer money together",
        "put in a 401(k) together with the employer",
        "annual_additions",
        "catch_up_50",
        "catch_up_60_63",
    ),
    Measure(
        "base_additions",
        "415(c) limit before catch-up",
        "put in a 401(k) together with the employer before any catch-up",
        "annual_additions",
    ),
    Measure("ira", "IRA contribution limit", "put in IRAs", "ira_limit", "ira_catch_up"),
    Measure("base_ira", "IRA contribution limit before catch-up", "put in IRAs before any catch-up", "ira_limit"),
    Measure("ira_catch_up", "IRA catch-up limit", "add to an IRA as a catch-up contribution", None, "ira_catch_up"),
    Measure(
        "simple",
        "SIMPLE contribution limit",
        "put in a SIMPLE plan",
        "simple_deferral",
        "simple_catch_up_50",
        "simple_catch_up_60_63",
    ),
    Measure(
        "base_simple",
        "SIMPLE contribution limit before catch-up",
        "put in a SIMPLE plan before any catch-up",
        "simple_deferral",
    ),
    Measure(
        "simple_catch_up",
        "SIMPLE catch-up limit",
        "add to a SIMPLE plan as a catch-up contribution",
        None,
        "simple_catch_up_50",
        "simple_catch_up_60_63",
    ),
    Measure(
        "simple_higher", "higher SIMPLE contribution limit of certain small employers", "", "simple_deferral_higher"
    ),
    Measure("457b", "457(b) deferral limit", "defer to a 457(b) plan before any catch-up", "deferral_457b"),
    Measure("compensation", "cap on the pay that a plan may count", "", "compensation_cap"),
    Measure("hce", "pay threshold for a highly compensated employee", "", "hce_threshold"),
    Measure("key", "pay threshold for a key employee", "", "key_employee"),
    Measure("roth_wages", "wage threshold for mandatory Roth catch-up contributions", "", "roth_catch_up_wages"),
    Measure("wage_base", "Social Security wage base", "", "social_security_wage_base"),
    Measure("pension", "limit on the yearly benefit of a defined benefit plan", "", "db_limit"),
    Measure("qlac", "limit on QLAC premiums", "", "qlac_premium"),
    Measure("plesa", "limit on pension-linked emergency savings", "", "plesa_limit"),
    Measure("savers_single", "top income for the Saver's Credit for single filers", "", "savers_credit_single"),
    Measure("savers_joint", "top income for the Saver's Credit for couples filing jointly", "", "savers_credit_joint"),
    Measure("savers_hoh", "top income for the Saver's Credit for heads of household", "", "savers_credit_hoh"),
)
MEASURES: Mapping[str, Measure] = {each.name: each for each in _ALL}


@dataclass(frozen=True, slots=True)
class Amount:
    """A limit worked out: ``value`` is ``base`` plus ``catch_up`` (either may be nothing), ``higher`` when it is that of ages 60 to 63."""

    value: Decimal
    base: Decimal
    catch_up: Decimal
    band: Band
    higher: bool = False

    @property
    def parts(self) -> str:
        """``$24,500 plus the $11,250 catch-up for ages 60 to 63``, empty when there is one part only."""
        if not self.catch_up or not self.base:
            return ""
        return f"{money(self.base)} plus the {money(self.catch_up)} {catch_up_name(self.higher)}"


def catch_up_name(higher: bool) -> str:
    return "catch-up for ages 60 to 63" if higher else "catch-up from age 50"


def band_of(age: Decimal) -> Band:
    """The band of an age reached by 31 December."""
    whole = int(age)
    return "under 50" if whole < 50 else "50 to 59" if whole < 60 else "60 to 63" if whole < 64 else "64 and over"


def exists(facts: Facts, name: str, year: int) -> bool:
    """Whether a parameter has a value in a year."""
    parameter = facts.parameters.get(name)
    found = value_for(parameter, year) if parameter else None
    return found is not None and found.value is not None


def catch_up_parameter(measure: Measure, facts: Facts, year: int, band: Band) -> str | None:
    """The parameter of the catch-up at an age; the higher one of ages 60 to 63 only from the year that has it."""
    if band == "under 50" or measure.at_50 is None:
        return None
    if (
        band == "60 to 63"
        and measure.at_60
        and (exists(facts, measure.at_60, year) or not exists(facts, measure.at_50, year))
    ):
        return measure.at_60
    return measure.at_50


def amount(trace: Trace, measure: Measure, year: int, band: Band = "under 50") -> Amount:
    """What a limit comes to; inputs, and a step when there are two parts, go to ``trace``."""
    base = trace.parameter(measure.base, year) if measure.base else Decimal(0)
    name = catch_up_parameter(measure, trace.facts, year, band)
    extra = trace.parameter(name, year) if name else Decimal(0)
    if measure.base and name:
        value = trace.step(f"{measure.label}, {year}, {band}", "{} + {}", base, extra, unit="USD")
    else:
        value = base + extra
    return Amount(value, base, extra, band, name is not None and name == measure.at_60)


def branch_bands(measure: Measure, facts: Facts, year: int) -> tuple[tuple[str, Band], ...]:
    """The lines of the table for an age not given: label and a band that stands for it."""
    if measure.at_60 and exists(facts, measure.at_60, year):
        lines: tuple[tuple[str, Band], ...] = (
            ("under 50", "under 50"),
            ("50 to 59, or 64 and over", "50 to 59"),
            ("60 to 63", "60 to 63"),
        )
    else:
        lines = (("under 50", "under 50"), ("50 and over", "50 to 59"))
    return lines if measure.base else lines[1:]


def measure_named(name: str, facts: Facts) -> Measure:
    """The measure, MissingFact when the corpus does not have its parameters."""
    measure = MEASURES[name]
    needed = measure.base or measure.at_50
    if needed not in facts.parameters:
        raise MissingFact(needed)
    return measure
