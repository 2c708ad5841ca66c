"""Sums that were said and do not change a limit: the answer says so, instead of passing over them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assistant.calculators.ask import Ask
from assistant.calculators.protocol import asks
from assistant.calculators.trace import money, plain
from assistant.types import AnswerSentence, Calculation, Finding

_OWN_ONLY = ("deferral", "base_deferral", "catch_up", "simple", "base_simple", "457b")
_OF_A_SAVER = (*_OWN_ONLY, "additions", "base_additions", "ira", "base_ira")


def with_remarks(finding: Finding, ask: Ask) -> Finding:
    """The finding with a remark for pay that sets no lower limit, and for money that counts toward another limit."""
    if finding.status != "answered" or finding.calculation is None:
        return finding
    if ask.flag("wants_percent") and finding.calculation.unit not in ("percent", "year"):
        return asks("A percentage of what? Name the two amounts, or the pay, and this desk works it out.", ask.slots)
    told = [
        each for each in (_pay(finding.calculation, ask), _employer(finding.calculation, ask), _separate(ask)) if each
    ]
    if not told:
        return finding
    return replace(finding, sentences=(*finding.sentences, *(AnswerSentence(text, "notice") for text in told)))


def _pay(calculation: Calculation, ask: Ask) -> str:
    salary = ask.number("salary")
    if salary is None or ask.measure.name not in _OF_A_SAVER or calculation.unit != "USD":
        return ""
    if _used(calculation, salary) or salary < Decimal(calculation.value):
        return ""
    return f"Pay of {money(salary)} sets no lower limit here."


def _employer(calculation: Calculation, ask: Ask) -> str:
    theirs = ask.number("employer")
    if theirs is None or ask.measure.name not in _OWN_ONLY or _used(calculation, theirs):
        return ""
    return f"The employer's {money(theirs)} does not count toward the limit on the employee's own deferrals."


def _separate(ask: Ask) -> str:
    put = ask.number("separate_sum")
    return f"The {money(put)} in the other plan counts toward that plan's own limit." if put is not None else ""


def _used(calculation: Calculation, value: Decimal) -> bool:
    return any(each.value == plain(value) for each in calculation.inputs)
