"""Laws that hold whatever the numbers: of limits, matches, quantities and expressions, and of any text at all."""

from __future__ import annotations

import contextlib
import re
import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.calculators import calculate
from assistant.calculators.measures import BANDS, MEASURES, amount, band_of, exists
from assistant.calculators.quantities import read_quantities
from assistant.calculators.trace import Trace, evaluate, evaluates_to, plain
from assistant.types import Finding
from tests.test_cases import CASES, TODAY, ask, facts, load_cases

YEARS = range(2015, 2027)
SAVERS = [measure for measure in MEASURES.values() if measure.by_age and measure.base]


def value(question: str, *history: str) -> Decimal:
    finding = calculate(question, history, facts(), TODAY)
    assert finding is not None and finding.calculation is not None, question
    return Decimal(finding.calculation.value)


@pytest.mark.parametrize("measure", SAVERS, ids=lambda measure: measure.name)
def test_no_age_band_has_less_than_the_youngest_and_none_more_than_60_to_63(measure) -> None:  # type: ignore[no-untyped-def]
    for year in YEARS:
        under, fifties, sixties, later = (amount(Trace(facts()), measure, year, band).value for band in BANDS)
        assert under < fifties <= sixties and later == fifties


@pytest.mark.parametrize("measure", SAVERS, ids=lambda measure: measure.name)
def test_no_limit_of_a_saver_ever_fell(measure) -> None:  # type: ignore[no-untyped-def]
    for band in BANDS:
        values = [amount(Trace(facts()), measure, year, band).value for year in YEARS]
        assert values == sorted(values)


@given(st.integers(16, 100), st.sampled_from(YEARS))
def test_the_age_in_words_decides_as_the_band_does(age: int, year: int) -> None:
    expected = amount(Trace(facts()), MEASURES["deferral"], year, band_of(Decimal(age))).value
    assert value(f"401k limit at {age} in {year}") == expected
    assert value(f"max 401k for someone born in {year - age} in {year}") == expected


@given(st.integers(0, 24_500))
def test_what_was_put_in_and_what_is_left_make_the_limit(put: int) -> None:
    assert put + value(f"i already put ${put:,} in my 401k in 2026, how much is left at 40") == 24_500


@given(st.integers(24_501, 90_000))
def test_an_excess_is_what_lies_above_the_limit(put: int) -> None:
    assert value(f"i deferred ${put} to my 401k in 2026 at 40, how much is excess") == put - 24_500


@given(st.integers(1, 53))
def test_paychecks_add_up_to_the_limit_within_half_a_cent_each(paychecks: int) -> None:
    each = value(f"max 401k per paycheck with {paychecks} paychecks a year at 40 in 2026")
    assert abs(each * paychecks - 24_500) <= Decimal("0.005") * paychecks


@given(st.integers(24_500, 2_000_000))
def test_the_share_of_pay_brings_the_limit_back(pay: int) -> None:
    share = value(f"what percent of ${pay:,} maxes out my 401k at 40 in 2026")
    assert abs(share * pay / 100 - 24_500) <= Decimal(pay) * Decimal("0.00005")


@given(st.integers(1, 15), st.integers(10_000, 900_000), st.integers(0, 40))
def test_a_match_grows_with_the_deferral_and_never_passes_the_full_one(width: int, pay: int, own: int) -> None:
    full = value(f"50% match on the first {width}% on a ${pay:,} salary in 2026")
    got = value(f"50% match on the first {width}% on a ${pay:,} salary in 2026, i put in {own}%")
    lost = value(f"50% match on the first {width}% on a ${pay:,} salary in 2026, what do i lose if i put in {own}%")
    assert got + lost == full
    assert full == round(Decimal(min(pay, 360_000)) * width / 200, 2) or abs(
        full - Decimal(min(pay, 360_000)) * width / 200
    ) <= Decimal("0.005")


@given(st.sampled_from(YEARS), st.sampled_from(YEARS))
def test_a_difference_between_years_is_that_of_the_limits(first: int, second: int) -> None:
    if first == second:
        return
    low, high = sorted((first, second))
    rise = value(f"how much did the 401k limit go up from {first} to {second}")
    assert rise == value(f"401k limit {high} at 30") - value(f"401k limit {low} at 30")


@given(st.integers(18_001, 24_500))
def test_the_first_year_reached_it_and_the_year_before_did_not(target: int) -> None:
    year = int(value(f"first year the 401k limit reached ${target:,}"))
    assert value(f"401k limit {year} at 30") >= target > value(f"401k limit {year - 1} at 30")


@given(st.integers(153_000, 168_000))
def test_a_roth_contribution_falls_as_income_rises(income: int) -> None:
    at = value(f"roth ira limit 2026 single, income ${income:,}, age 40")
    assert 0 <= at <= 7_500 and at >= value(f"roth ira limit 2026 single, income ${income + 500:,}, age 40")


@given(st.integers(1, 10**13))
def test_a_sum_reads_the_same_with_a_sign_in_words_and_with_commas(dollars: int) -> None:
    for text in (f"${dollars}", f"${dollars:,}", f"{dollars:,} dollars", f"USD {dollars}"):
        (quantity,) = read_quantities(text)
        assert quantity.kind == "money" and quantity.value == dollars


@given(
    st.decimals(min_value="0.001", max_value=999, places=3),
    st.sampled_from([("k", 3), ("m", 6), ("bn", 9), (" trillion", 12)]),
)
def test_a_scale_multiplies(number: Decimal, scale: tuple[str, int]) -> None:
    (quantity,) = read_quantities(f"${plain(number)}{scale[0]}")
    assert quantity.value == number.scaleb(scale[1])


@given(st.integers(1, 10_000))
def test_basis_points_are_hundredths_of_a_percent(points: int) -> None:
    (quantity,) = read_quantities(f"{points} basis points")
    assert quantity.value * 100 == points


@given(st.text(max_size=200))
def test_spans_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    last = 0
    for quantity in read_quantities(text, TODAY):
        assert last <= quantity.start < quantity.end <= len(text)
        last = quantity.end


_NUMBER = st.integers(0, 10**6).map(str)
_EXPRESSIONS = st.recursive(
    _NUMBER,
    lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(
        lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"
    ),
    max_leaves=8,
)


@given(_EXPRESSIONS)
def test_expressions_evaluate_as_arithmetic_does(expression: str) -> None:
    assert evaluate(expression) == Decimal(eval(expression))


@given(st.text(alphabet="0123456789.+-*/(), minaxroud", max_size=60))
def test_no_expression_does_anything_but_evaluate_or_say_no(text: str) -> None:
    with contextlib.suppress(ValueError):
        evaluate(text)


_WORDS = sorted({word for case in load_cases() for word in str(case.values[0]["question"]).split()})


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.text(max_size=2_000), st.lists(st.sampled_from(_WORDS), max_size=60).map(" ".join)),
    st.lists(st.lists(st.sampled_from(_WORDS), max_size=12).map(" ".join), max_size=3),
)
def test_no_text_raises_or_takes_long(text: str, earlier: list[str]) -> None:
    calculate(text, earlier, facts(), TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "1 " * 1000,
        "$1,000 and " * 180,
        "% " * 1000,
        "one hundred and " * 125,
        "401k limit " * 180,
        "50% of the first 6% " * 100,
        "in 2025 " * 250,
        "((((" * 500,
        "i put in put in " * 125,
        "match up to " * 160,
        "-" * 2000,
        "how much can i " * 130,
        "a" * 2000,
        "$" * 2000,
    ],
)
def test_no_text_of_two_thousand_characters_sends_a_pattern_astray(text: str) -> None:
    """A pattern that backtracks without end takes minutes; all take milliseconds, which a benchmark would show."""
    calculate("401k limit", [], facts(), TODAY)
    assert min(_elapsed(text[:2000]) for _ in range(3)) < 5


def _elapsed(text: str) -> float:
    start = time.perf_counter()
    calculate(text, [], facts(), TODAY)
    return time.perf_counter() - start


_PRINTED = re.compile(r"-?\$[\d,]+(?:\.\d+)?(?: (?:trillion|billion|million))?|[\d,.]*\d%")
_SCALES = {"trillion": 12, "billion": 9, "million": 6}


def numbers_of(finding: Finding) -> set[str]:
    """What an answer may print: its inputs, steps and rows as displayed and as rounded."""
    calculation = finding.calculation
    assert calculation is not None
    shown = [
        calculation.display,
        *(entry.display for entry in calculation.inputs),
        *(row.display for row in calculation.rows),
    ]
    values = [
        calculation.value,
        *(entry.value for entry in calculation.inputs),
        *(step.value for step in calculation.steps),
        *(row.value for row in calculation.rows),
    ]
    return set(_PRINTED.findall(" ".join(shown))) | set(values)


def backed(text: str, allowed: set[str]) -> bool:
    if text in allowed or text.lstrip("-") in allowed:
        return True
    digits = re.sub(r"[^\d.]", "", text.split()[0])
    number = Decimal(digits).scaleb(_SCALES.get(text.split()[-1], 0)) if digits else Decimal(0)
    places = Decimal(1).scaleb(_SCALES.get(text.split()[-1], 0) - (len(digits.split(".")[1]) if "." in digits else 0))
    return any(abs(abs(each) - number) <= places / 2 for each in (_decimal(one) for one in allowed) if each is not None)


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"-?\d+(?:\.\d+)?", text) else None


@pytest.mark.parametrize("case", CASES)
def test_every_printed_sum_is_an_input_a_step_or_a_row_and_every_input_has_its_source(case: dict[str, object]) -> None:
    finding = ask(case)
    if finding is None or finding.calculation is None:
        return
    allowed = numbers_of(finding)
    for sentence in finding.sentences:
        if sentence.kind == "computed":
            for printed in _PRINTED.findall(sentence.text):
                assert backed(printed, allowed), (printed, sentence.text)
        assert all(1 <= number <= len(finding.evidence) for number in sentence.citations)
    for entry in finding.calculation.inputs:
        assert (entry.citation is not None) == (entry.origin in ("parameter", "figure")), entry
    assert all(evaluates_to(step.expression, step.value) for step in finding.calculation.steps)


def test_a_step_that_was_altered_no_longer_evaluates_to_its_value() -> None:
    assert evaluates_to("23500 + 11250", "34750") and not evaluates_to("23500 + 11250", "34751")
    assert evaluates_to("round(24500 / 26, 2)", "942.31") and not evaluates_to("24500 / 26", "942.31")
    assert evaluates_to("2025-08-07 + 180", "2026-02-03") and evaluates_to("2026-02-03 - 2025-08-07", "180")
    assert evaluate("2025-08-07 + 180") == date(2026, 2, 3)


def test_the_higher_catch_up_exists_from_2025_on() -> None:
    assert [year for year in YEARS if exists(facts(), "catch_up_60_63", year)] == [2025, 2026]
