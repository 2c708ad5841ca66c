"""Solving back and forth returns the start, shares add up, and nobody pays less tax on more money."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.calculators import calculate
from assistant.calculators.trace import evaluates_to
from assistant.corpus.facts import load_facts
from assistant.types import Calculation, Facts

TODAY = date(2026, 11, 23)
SHARES = st.decimals(min_value="0.01", max_value="99.99", places=2)  # of the whole of a base, a part is asked for
SUMS = st.integers(min_value=1, max_value=10**6).map(lambda millions: millions * 10**6)
PRICES = st.integers(min_value=100, max_value=1_000_000)


@cache
def facts() -> Facts:
    return load_facts(Path(__file__).resolve().parent.parent / "corpus")


def worked_out(question: str) -> Calculation:
    finding = calculate(question, (), facts(), TODAY)
    assert finding is not None, question
    assert finding.calculation is not None, question
    assert all(evaluates_to(step.expression, step.value) for step in finding.calculation.steps)
    return finding.calculation


def value_of(question: str) -> Decimal:
    return Decimal(worked_out(question).value)


@pytest.mark.parametrize("base", ["401(k) assets", "IRA assets", "all DC plans", "all retirement assets"])
@settings(deadline=None, max_examples=30)
@given(share=SHARES)
def test_share_to_dollars_and_back(base: str, share: Decimal) -> None:
    dollars = value_of(f"How much is {share}% of {base}?")
    again = value_of(f"What share of {base} is ${dollars:f}?")
    assert abs(again - share) <= max(Decimal("0.005"), share / 100)


@settings(deadline=None, max_examples=50)
@given(amount=SUMS, price=PRICES)
def test_dollars_to_coins_and_back(amount: int, price: int) -> None:
    coins = value_of(f"How many BTC does ${amount} buy at ${price} a coin?")
    assert abs(value_of(f"What do {coins:f} BTC cost at ${price} a coin?") - amount) <= Decimal("0.01") * price


@settings(deadline=None, max_examples=30)
@given(part=st.integers(min_value=1, max_value=99), share=SHARES)
def test_the_parts_of_a_split_add_up(part: int, share: Decimal) -> None:
    found = worked_out(f"{share}% of 401(k) assets split {part}/{100 - part} between bitcoin and ether")
    rows = {row.label: Decimal(row.value) for row in found.rows}
    assert abs(rows["bitcoin: dollars"] + rows["ether: dollars"] - Decimal(found.value)) <= Decimal("0.01")


@settings(deadline=None, max_examples=30)
@given(first=SUMS, more=SUMS, age=st.integers(min_value=18, max_value=80))
def test_more_money_never_bears_less_tax(first: int, more: int, age: int) -> None:
    small, large = (
        value_of(f"penalty on a ${sum_} withdrawal from my IRA at age {age}") for sum_ in (first, first + more)
    )
    assert small <= large
    assert (small == 0) == (age >= 60)


@settings(deadline=None, max_examples=50)
@given(start=st.dates(date(2020, 1, 1), date(2030, 1, 1)), days=st.integers(min_value=1, max_value=2000))
def test_days_added_are_days_between(start: date, days: int) -> None:
    found = worked_out(f"what date is {days} days after {start.isoformat()}")
    assert found.value == (start + timedelta(days=days)).isoformat()
    assert value_of(f"how many days between {start.isoformat()} and {found.value}") == days


@pytest.mark.parametrize("day", ["31 March 2025", "30 June 2025", "30 September 2025"])
def test_a_part_and_the_rest_make_the_whole(day: str) -> None:
    inside = value_of(f"what share of 401(k) assets is in mutual funds on {day}")
    outside = value_of(f"what share of 401(k) assets is not in mutual funds on {day}")
    assert abs(inside + outside - 100) <= Decimal("0.01")


@pytest.mark.parametrize(("born", "age"), [(year, 73 if year < 1960 else 75) for year in range(1951, 1975)])
def test_the_starting_age_of_required_distributions(born: int, age: int) -> None:
    assert value_of(f"when do RMDs start if I was born in {born}") == age
