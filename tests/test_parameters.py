"""Parameter files, exact numbers in YAML, and the facts as the index stores them."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.corpus.facts import load_facts
from assistant.corpus.facts_json import facts_from_json, facts_to_json
from assistant.corpus.yaml_files import parse_data
from assistant.errors import DataError
from assistant.types import Evidence, Facts

QUOTE = "The 2025 limit is $23,500."
TEXTS = {"limits": f'---\ntitle: "{QUOTE}"\n---\n# Limits\n\n{QUOTE}\n'}
VALUE = f"certainty: primary, source: irs, document: limits, quote: '{QUOTE}'"
GOOD = f"""\
name: deferral
label: deferral limit
unit: USD
annual: true
definition: The most that one person may defer.
reference: IRC 402(g)(1)
aliases: ["402(g) limit"]
values:
  2025: {{value: 23500.10, {VALUE}}}
  2015: {{value: null, certainty: primary, source: null, reason: did not exist}}
  2024: {{value: [79000, 89000], {VALUE}}}
unknown:
  2027: {{looked_for: 2026-11-23, note: Not published.}}
"""


def load(folder: Path, content: str, name: str = "deferral") -> Facts:
    path = folder / "parameters" / "limits" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return load_facts(folder, TEXTS)


def test_a_parameter_is_read_with_its_evidence(tmp_path: Path) -> None:
    parameter = load(tmp_path, GOOD).parameters["deferral"]
    start = TEXTS["limits"].rindex(QUOTE)
    assert [value.since for value in parameter.values] == ["2015", "2024", "2025"]
    assert [value.value for value in parameter.values] == [None, (Decimal(79000), Decimal(89000)), Decimal("23500.10")]
    assert parameter.values[2].evidence == Evidence("limits", QUOTE, start, start + len(QUOTE))
    assert (parameter.values[0].evidence, parameter.values[0].reason) == (None, "did not exist")
    assert parameter.unknown == {2027: ("2026-11-23", "Not published.")}
    assert (parameter.aliases, parameter.unit, parameter.annual) == (("402(g) limit",), "USD", True)


def test_values_that_hold_from_a_date_and_words(tmp_path: Path) -> None:
    dated = GOOD.replace("annual: true", "annual: false").replace("unit: USD", "unit: date")
    dated = dated.replace("2025: {value: 23500.10", "2025-07-04: {value: 2026-01-01").replace("[79000, 89000]", "04-15")
    values = load(tmp_path, dated).parameters["deferral"].values
    assert [(value.since, value.value) for value in values[1:]] == [
        ("2024", "04-15"),
        ("2025-07-04", "2026-01-01"),
    ]


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [
        ("date", "2025", "should be a date"),
        ("date", "2025-02-30", "should be a date"),
        ("date", "soon", "should be a date"),
        ("rule", "5", "should be text"),
        ("years", "many", "a plain number"),
    ],
)
def test_dates_rules_and_numbers_are_kept_apart(tmp_path: Path, unit: str, value: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        load(tmp_path, GOOD.replace("unit: USD", f"unit: {unit}").replace("value: 23500.10", f"value: {value}"))


@pytest.mark.parametrize(
    ("old", "new", "field", "said"),
    [
        ("name: deferral", "name: other", "name", "'deferral' like the file"),
        ("unit: USD", "unit: EUR", "unit", "should be one of USD, percent"),
        ("unit: USD\n", "", "unit", "is missing"),
        ("annual: true", "annual: yes", "annual", "true or false"),
        ("label: deferral limit", "label:", "label", "is empty"),
        ("label: deferral limit", "label: 5", "label", "should be text, but is 5"),
        ('aliases: ["402(g) limit"]', "aliases: words", "aliases", "list of words"),
        ("reference:", "referense:", "referense", "unknown key; known here are aliases"),
        ("2015:", "2025-07-04:", "values.2025-07-04", "a calendar year"),
        ("2015:", "'2025':", "values", "the same year twice"),
        ("2015:", "2025:", "line 10", "the key 2025 stands here a second time"),
        ("value: 23500.10", "value: '23,500'", "values.2025.value", "without quotes, signs or commas"),
        ("value: 23500.10", "value: $23500", "values.2025.value", "without quotes, signs or commas"),
        ("value: 23500.10", "value: true", "values.2025.value", "a plain number"),
        ("value: 23500.10, ", "", "values.2025.value", "is missing"),
        ("[79000, 89000]", "[89000, 79000]", "values.2024.value", "the lower one first"),
        ("[79000, 89000]", "[1, 2, 3]", "values.2024.value", "two plain numbers"),
        (", reason: did not exist", "", "values.2015.reason", "say why"),
        (
            "certainty: primary, source: irs",
            "certainty: sure, source: irs",
            "values.2025.certainty",
            "should be one of",
        ),
        ("document: limits", "document: gone", "values.2025.document", "no readable document 'gone'"),
        (
            f"quote: '{QUOTE}'",
            "quote: 'The limit is $1.'",
            "values.2025.quote",
            "word for word in the document 'limits'",
        ),
        ("2027:", "2025:", "unknown.2025", "has no value above"),
        ("looked_for: 2026-11-23", "looked_for: 2026-13-23", "unknown.2027.looked_for", "should be a date"),
        ("name: deferral", "name: [deferral", "line 2", "not valid YAML"),
        (GOOD, "", "file", "should be keys with values, but is empty"),
    ],
)
def test_a_mistake_names_file_field_and_remedy(tmp_path: Path, old: str, new: str, field: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(DataError) as caught:
        load(tmp_path, GOOD.replace(old, new, 1))
    assert caught.value.path.endswith("parameters/limits/deferral.yaml")
    assert caught.value.field == field
    assert said in caught.value.reason


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    load(tmp_path, GOOD)
    (tmp_path / "parameters" / "deferral.yaml").write_text(GOOD)
    with pytest.raises(DataError, match=r"is also the name of .*deferral\.yaml"):
        load_facts(tmp_path, TEXTS)


def test_a_corpus_of_documents_only_has_no_facts(tmp_path: Path) -> None:
    assert load_facts(tmp_path, {}) == Facts()
    (tmp_path / "documents").mkdir()
    assert load_facts(tmp_path) == Facts()


def test_texts_are_read_from_the_documents_by_default(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "limits.md").write_text(TEXTS["limits"])
    assert load(tmp_path, GOOD) == load_facts(tmp_path)


def test_facts_survive_json_exactly(tmp_path: Path) -> None:
    facts = load(tmp_path, GOOD)
    assert facts_from_json(json.loads(json.dumps(facts_to_json(facts)))) == facts
    assert facts_to_json(facts)["parameters"]["deferral"]["values"][2]["value"] == "23500.10"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1", Decimal("0.1")),
        ("1.30", Decimal("1.30")),
        ("8700000000000", 8700000000000),
        ("8_700_000", 8700000),
        ("1.25e+3", Decimal(1250)),
        ("-3.5", Decimal("-3.5")),
        ("010", "010"),
        ("1:30", "1:30"),
        ("0x1f", "0x1f"),
        ("yes", "yes"),
        ("2025-08-07", "2025-08-07"),
        ("~", None),
        ("True", True),
        ("'5'", "5"),
        ("[1, 0.5]", [1, Decimal("0.5")]),
        ("{2025: a}", {2025: "a"}),
    ],
)
def test_yaml_is_read_exactly(text: str, value: object) -> None:
    read = parse_data(text, "x.yaml")
    assert (read, type(read), str(read)) == (value, type(value), str(value))


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\na: 2",
        "{[1]: 2}",
        "a: b: c",
        "\x00",
        "!!python/name:os.system x",
        "x" * 4_000_001,
        "[" * 60_000,
        "- " * 60_000,
    ],
)
def test_yaml_mistakes_are_data_errors(text: str) -> None:
    with pytest.raises(DataError, match=r"x\.yaml: (line \d|size)"):
        parse_data(text, "x.yaml")


def test_a_yaml_file_that_is_not_utf_8_is_a_data_error(tmp_path: Path) -> None:
    (tmp_path / "parameters").mkdir()
    (tmp_path / "parameters" / "a.yaml").write_bytes(b"\xff")
    with pytest.raises(DataError, match="UTF-8"):
        load_facts(tmp_path, {})
