"""Figure files."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.corpus.facts import load_facts
from assistant.corpus.facts_json import facts_from_json, facts_to_json
from assistant.errors import DataError
from assistant.types import Facts

QUOTE = "401(k) plans held $8.7 trillion on 31 March 2025."
TEXTS = {"ici": f"# Assets\n\n{QUOTE}\n"}
FOUND = f"document: ici, quote: '{QUOTE}'"
GOOD = f"""\
name: assets
label: 401(k) plan assets
unit: USD
definition: Money in 401(k) plans.
aliases: [k money]
observations:
  - {{as_of: 2025-06-30, published: null, value: 9000000000000, certainty: computed, source: null, formula: 1 + 2,
      {FOUND}}}
  - {{as_of: 2025-03-31, published: 2025-09, value: 8700000000000, certainty: secondary, source: b, {FOUND}}}
  - {{as_of: 2025-03-31, published: 2025-06-18, value: 8.70, rounded_to: 0.10, certainty: primary, source: a, note: n,
      {FOUND}}}
"""


def load(folder: Path, content: str) -> Facts:
    path = folder / "figures" / "assets.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(content)
    return load_facts(folder, TEXTS)


def test_observations_are_oldest_first_with_their_evidence(tmp_path: Path) -> None:
    figure = load(tmp_path, GOOD).figures["assets"]
    assert [seen.source for seen in figure.observations] == ["a", "b", None]
    first = figure.observations[0]
    assert (first.value, first.rounded_to, first.note) == (Decimal("8.70"), Decimal("0.10"), "n")
    assert TEXTS["ici"][first.evidence.start : first.evidence.end] == QUOTE
    assert (figure.observations[2].formula, figure.observations[2].rounded_to) == ("1 + 2", None)


def test_figures_survive_json_exactly(tmp_path: Path) -> None:
    facts = load(tmp_path, GOOD)
    assert facts_from_json(json.loads(json.dumps(facts_to_json(facts)))) == facts
    assert facts_to_json(facts)["figures"]["assets"]["observations"][0]["value"] == "8.70"


@pytest.mark.parametrize(
    ("old", "new", "field", "said"),
    [
        ("name: assets", "name: money", "name", "'assets' like the file"),
        ("unit: USD", "unit: years", "unit", "should be one of USD, percent, BTC"),
        ("as_of: 2025-06-30", "as_of: 2025-06-31", "observations.1.as_of", "should be a date"),
        ("as_of: 2025-06-30", "as_of: June 2025", "observations.1.as_of", "should be a date"),
        ("as_of: 2025-06-30, ", "", "observations.1.as_of", "is missing"),
        ("value: 9000000000000", "value: 9.0 trillion", "observations.1.value", "a plain number"),
        ("value: 9000000000000", "value: null", "observations.1.value", "is empty"),
        ("rounded_to: 0.10", "rounded_to: 0", "observations.3.rounded_to", "above 0"),
        (", formula: 1 + 2", "", "observations.1.formula", "computed"),
        ("note: n", "formula: 1 + 1", "observations.3.formula", "only to that"),
        ("note: n", "remark: n", "observations.3.remark", "unknown key"),
        ("document: ici", "document: icj", "observations.1.document", "no readable document 'icj'"),
        ("quote: '401", "quote: '402", "observations.1.quote", "does not stand word for word"),
        (GOOD[GOOD.index("observations") :], "observations: []\n", "observations", "at least one"),
    ],
)
def test_a_mistake_names_file_field_and_remedy(tmp_path: Path, old: str, new: str, field: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(DataError) as caught:
        load(tmp_path, GOOD.replace(old, new, 1))
    assert caught.value.path.endswith("figures/assets.yaml")
    assert caught.value.field == field
    assert said in caught.value.reason
