"""Sums of amounts that documents state: three short documents, questions of each operation, and traps."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from assistant.answers.amounts import amounts
from assistant.answers.operations import operations
from assistant.answers.sums import _share
from assistant.calculators.trace import Trace
from assistant.engine import Assistant, open_desk
from assistant.settings import load_settings
from assistant.types import Facts

CITY = """# Riverton city budget

The council adopted the budget on 3 June. The general budget of Riverton comes to $48 million, of which $19 million goes to
the schools and $12.5 million to the police. The city will spend $4.2 million on parks, $2.6 million on libraries and $850,000
on its museum. Road repairs cost $3.1 million in 2023 and $3.9 million in 2024. The harbour brought in $6 million in 2024.
Property tax raises 62% of all revenue and fees raise 11%. The town employs 1,204 teachers and 310 police officers. Ticket
sales of the museum rose by $40,000. The reserve fund holds $5 million.
"""
ENERGY = """# Power in Norland

Power stations in Norland generated 520 GWh in 2024. Wind produced 210 GWh, followed by hydro at 145 GWh. Coal supplied 18% of
the heat, gas 27% and wood 9%. Solar panels covered 3,400 roofs. Building the northern wind park took €64 million, while the
southern one took €41 million. Nuclear power was given up in 1998. Homes used 160 GWh (31%) and factories 240 GWh.
"""
COMPANY = """# Results of Tarn Instruments

Revenue of Tarn Instruments was $41 million in the year to June, of which $24.6 million came from microscopes and $9.4 million
from lenses. Operating costs were $33 million. Research took $5.2 million and marketing $870 thousand. The company has cash of
$7 million. Its debt stands at $11 million. The Oslo plant employs 350 workers and the Lyon plant 140 workers. Spare parts
earned between $2 million and $3 million. In the year before, revenue was $38 million.
"""
WORKED_OUT = [
    ("How much more does the city spend on parks than on libraries?", "1600000", "USD"),
    ("parks minus museum spending = ?", "3350000", "USD"),
    ("difference between road repairs in 2023 and 2024?", "800000", "USD"),
    ("By how much does Tarn's debt exceed its cash?", "4000000", "USD"),
    ("How much more did wind produce than hydro?", "65", "GWh"),
    ("How many more workers does the Oslo plant employ than the Lyon plant?", "210", "workers"),
    ("How much more did the northern wind park take than the southern one?", "23000000", "EUR"),
    ("How many percentage points more revenue does property tax raise than fees?", "51", "percent"),
    ("How much will the city spend on parks, libraries and its museum together?", "7650000", "USD"),
    ("microscopes and lenses revenue combined?", "34000000", "USD"),
    ("research plus marketing, how much?", "6070000", "USD"),
    ("How much of the general budget does not go to the schools?", "29000000", "USD"),
    ("how much of the revenue was not from microscopes?", "16400000", "USD"),
    ("What share of the Riverton budget goes to the schools?", "39.6", "percent"),
    ("marketing as a share of research?", "16.7", "percent"),
    ("Expressed as a percentage of research, how large is marketing?", "16.7", "percent"),
    ("As a percentage, how big is marketing relative to research?", "16.7", "percent"),
    ("What percentage of the revenue would microscopes make up?", "60", "percent"),
    ("How many times bigger is the schools' money than the police's?", "1.52", "times"),
    ("what is the ratio of factories to homes", "1.5", "times"),
]
TRAPS = [
    "parks minus theatres spending?",  # one is not told of
    "cash minus dividends?",
    "IT minus marketing, how much?",
    "harbour income minus road repairs in 2023?",  # other years
    "How much more did road repairs cost in 2022 than in 2024?",
    "libraries minus property tax?",  # an amount and a percentage
    "northern wind park minus solar roofs?",  # other units
    "How many more teachers than police officers does the town employ?",
    "parks minus wind?",  # other documents
    "spare parts minus lenses?",  # a range
    "museum ticket sales minus museum spending?",  # a change
    "revenue minus operating costs?",  # two revenues
    "What share of the power do homes use?",  # stated: 31%
    "What share of all revenue does property tax raise?",
    "why does debt exceed cash?",
    "debt minus $2 million, how much?",  # given in the question
    "How much of the debt is not cash?",  # no part of it
    "operating costs minus research by June 2019?",
]


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The desk over three short documents."""
    folder = tmp_path_factory.mktemp("three")
    (folder / "documents").mkdir()
    for name, text in {"city": CITY, "energy": ENERGY, "company": COMPANY}.items():
        (folder / "documents" / f"{name}.md").write_text(text, encoding="utf-8")
    return open_desk(load_settings({"corpus": str(folder), "index": str(folder / "index"), "today": "2026-11-23"}))


@pytest.mark.model
@pytest.mark.parametrize(("question", "value", "unit"), WORKED_OUT)
def test_amounts_that_sentences_state_are_worked_with(three: Assistant, question: str, value: str, unit: str) -> None:
    answer = three.ask(question)
    assert answer.calculation
    assert (answer.calculation.value, answer.calculation.unit) == (value, unit)
    assert all(given.origin == "document" and given.citation for given in answer.calculation.inputs)
    assert [sentence.kind for sentence in answer.sentences][:2] == ["computed", "quote"]
    assert three.verify(json.loads(json.dumps(answer.to_dict()))) == []


@pytest.mark.model
@pytest.mark.parametrize("question", TRAPS)
def test_nothing_is_worked_out_beyond_doubt(three: Assistant, question: str) -> None:
    assert three.ask(question).calculation is None


@pytest.mark.model
def test_a_follow_up_works_with_what_was_asked_before(three: Assistant) -> None:
    answer = three.ask("how much more is that than the museum?", ["how much does the city spend on libraries?"])
    assert answer.calculation
    assert answer.calculation.formula == "$2.6 million - $850,000 = $1,750,000"


@pytest.mark.model
@pytest.mark.parametrize("field", ["value", "display", "unit"])
def test_an_input_that_its_sentence_does_not_state_is_not_proven(three: Assistant, field: str) -> None:
    answer = json.loads(json.dumps(three.ask("parks minus museum spending = ?").to_dict()))
    altered = copy.deepcopy(answer)
    altered["calculation"]["inputs"][0][field] = altered["calculation"]["inputs"][1][field] + "0"
    assert any("does not state" in failure for failure in three.verify(altered))


def told(text: str) -> Iterator[tuple[Any, ...]]:
    for each in amounts(text):
        yield each.shown, str(each.value), each.unit, " ".join(each.clause.split()).strip(" ,.")


def test_each_amount_has_the_words_of_its_own_clause() -> None:
    assert list(
        told("The budget is $48 million, of which $19 million goes to schools and $850 thousand to police.")
    ) == [
        ("$48 million", "48000000", "USD", "The budget is"),
        ("$19 million", "19000000", "USD", "of which goes to schools"),
        ("$850 thousand", "850000", "USD", "and to police"),
    ]
    assert list(told("Wind produced 210 GWh (40%), followed by hydro at 145 GWh.")) == [
        ("210 GWh", "210", "GWh", "Wind produced"),
        ("40%", "40", "percent", ""),
        ("145 GWh", "145", "GWh", "followed by hydro at"),
    ]


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("Sales rose by $3 million and reached $9 million.", [False, True]),
        ("Profit was $3 million, down from $4 million.", [True, False]),
        ("It earned more than $3 million.", [False]),
    ],
)
def test_changes_and_bounds_are_no_levels(text: str, levels: list[bool]) -> None:
    assert [each.level for each in amounts(text)] == levels


@pytest.mark.parametrize(
    "text",
    [
        "It earned between $2 million and $3 million a month.",
        "A and B got $2 and $3 respectively.",
        "A plan for 3 in 4.",
    ],
)
def test_ranges_rates_and_lists_out_of_order_are_left_alone(text: str) -> None:
    assert not [each for each in amounts(text) if each.level]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("How much more did A cost than B?", "difference"),
        ("A + B + C = ?", "sum"),
        ("How much of A is outside B?", "rest"),
        ("What percentage of A is B?", "share"),
        ("Expressed as a share of A, how large is B?", "share"),
        ("How many times larger is A than B?", "times"),
    ],
)
def test_the_operation_is_read_from_the_words(question: str, name: str) -> None:
    assert operations(question)[0].name == name


@pytest.mark.parametrize(
    "question", ["Who exceeded the limit?", "Why is A more than B?", "What is A?", "A exceeds $3 million?"]
)
def test_other_questions_ask_for_no_operation(question: str) -> None:
    assert not operations(question)


def test_a_share_of_exact_amounts_keeps_two_places() -> None:
    assert _share(Trace(Facts()), [Decimal("1234.5"), Decimal(4321)], "")[0] == Decimal("28.57")
    assert _share(Trace(Facts()), [Decimal("1.4"), Decimal("8.7")], "")[0] == Decimal("16.1")
    assert _share(Trace(Facts()), [Decimal("0.4"), Decimal("8.7")], "")[0] == Decimal("4.60")
