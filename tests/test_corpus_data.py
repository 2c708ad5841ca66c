"""The shipped corpus: values, sentences and documents hold together, and briefs can be quoted a sentence at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import pytest

from assistant.corpus.documents import read_documents
from assistant.corpus.facts import load_facts
from assistant.corpus.fields import is_date
from assistant.corpus.passages import split_sentences
from assistant.corpus.readers.front_matter import body_offset
from assistant.corpus.sources import read_sources
from assistant.corpus.yaml_files import parse_data
from assistant.types import Document, Evidence

CORPUS = Path(__file__).parent.parent / "corpus"
SCALES = ((Decimal(10**12), "trillion"), (Decimal(10**9), "billion"), (Decimal(10**6), "million"))
WORDS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
MONTHS = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]
DANGLING = re.compile(
    r"(?:It|Its|This(?! desk)|That|These|Those|They|Their|He|She|However|But|Also|And|The former|The latter)\b"
)
POINTING = re.compile(r"(?i)\b(?:the former|the latter|as above|see above|see below|mentioned above)\b")
KEYS = {"title", "publisher", "author", "published", "as_of", "url", "kind", "certainty", "sources"}


@cache
def documents() -> dict[str, Document]:
    """The documents of the corpus by id, but for those that a user added."""
    items = list(read_documents(CORPUS))
    read = [item for item in items if isinstance(item, Document)]
    assert len(read) == len(items), [str(item) for item in items if not isinstance(item, Document)]
    return {document.id: document for document in read if not document.id.startswith("added/")}


def front_matter(document: Document) -> dict[str, object]:
    block = document.text[: body_offset(document.text)].strip().strip("-")
    data = parse_data(block, document.id)
    assert isinstance(data, dict)
    return data


def numbers(value: Decimal) -> set[str]:
    """``value`` in digits: 23,500 or, with a scale word, 8.7 trillion; zeros may be shown ($10.0 trillion)."""
    found = {f"{value.normalize():,f}"}
    for scale, word in SCALES:
        scaled = value / scale
        if scaled >= 1:
            forms = [f"{scaled.normalize():,f}", f"{scaled:,.1f}", f"{scaled:,.2f}"]
            found |= {f"{form} {word}" for form in forms if Decimal(form.replace(",", "")) == scaled}
    return found | ({f"{value // 1}½"} if value % 1 == Decimal("0.5") else set())


def printed(value: Decimal, unit: str) -> set[str]:
    """The ways in which a sentence may print a value."""
    found = numbers(value)
    if unit in ("USD", "USD/BTC", "USD/ETH"):
        return {f"${number}" for number in found}
    if unit == "percent":
        return {f"{number}%" for number in found}
    if unit == "years":
        found.add(str(value))  # a calendar year has no comma
    return found | ({WORDS[int(value)]} if value in range(len(WORDS)) else set())


def states(sentence: str, value: Decimal, unit: str) -> bool:
    """Whether ``sentence`` prints ``value`` as a number of its own, not as a part of another."""
    forms = "|".join(map(re.escape, printed(value, unit)))
    return bool(re.search(rf"(?i)(?<![\w$.,])(?:{forms})(?![\d½%]|[.,]\d| (?:trillion|billion|million))", sentence))


def dates_in(sentence: str) -> set[str]:
    """2025-08-07 and 08-07 for "7 August 2025"; 04-15 for "15 April"."""
    found: set[str] = set()
    for day, name, year in re.findall(r"(\d{1,2}) ([A-Z][a-z]+)(?: (\d{4}))?", sentence):
        if name in MONTHS:
            short = f"{MONTHS.index(name) + 1:02}-{int(day):02}"
            found |= {short, f"{year}-{short}"}
    return found


def facts() -> Iterator[tuple[str, object, str, str | None, Evidence | None, Decimal | None]]:
    """(place, value, unit, source, evidence, precision) of every value of the corpus."""
    loaded = load_facts(CORPUS)
    for name, parameter in loaded.parameters.items():
        for value in parameter.values:
            yield f"{name}.{value.since}", value.value, parameter.unit, value.source, value.evidence, None
    for name, figure in loaded.figures.items():
        for seen in figure.observations:
            place = f"{name}.{seen.as_of}"
            yield place, seen.value, figure.unit, seen.source, seen.evidence, seen.rounded_to


def is_stated(value: object, unit: str, sentence: str, precision: Decimal | None) -> bool:
    if isinstance(value, tuple):
        return all(states(sentence, end, unit) for end in value)
    if isinstance(value, Decimal):
        rounded = (value / precision).quantize(Decimal(1), ROUND_HALF_UP) * precision if precision else value
        return states(sentence, value, unit) or states(sentence, rounded, unit)
    return value is None or str(value) in sentence or str(value) in dates_in(sentence)


def test_every_value_stands_in_its_sentence_as_printed() -> None:
    wrong = [
        (place, str(value), evidence.quote)
        for place, value, unit, _, evidence, precision in facts()
        if evidence and not is_stated(value, unit, evidence.quote, precision)
    ]
    assert wrong == []


def test_every_quote_is_a_whole_sentence_at_its_place() -> None:
    read = documents()
    spans = {(id, s.start, s.end) for id, document in read.items() for s in split_sentences(document)}
    wrong = []
    for place, _, _, _, evidence, _ in facts():
        if evidence:
            assert read[evidence.document].text[evidence.start : evidence.end] == evidence.quote
            if (evidence.document, evidence.start, evidence.end) not in spans:
                wrong.append((place, evidence.quote))
    assert wrong == []


def test_every_source_is_listed() -> None:
    listed = read_sources(CORPUS)
    named = [(place, source) for place, _, _, source, _, _ in facts() if source]
    for id, document in documents().items():
        sources = front_matter(document)["sources"]
        assert isinstance(sources, list), id
        assert sources, id
        named += [(id, source) for source in sources]
    assert [(place, source) for place, source in named if source not in listed] == []


def test_every_brief_has_complete_front_matter() -> None:
    for id, document in documents().items():
        data = front_matter(document)
        assert set(data) == KEYS, id
        assert (document.kind or "").startswith("brief of"), id
        assert document.certainty in ("primary", "secondary", "unverified"), id
        assert document.title, id
        assert document.publisher, id
        assert is_date(document.as_of or ""), id
        assert document.published is None or is_date(document.published), id
        assert document.url is None or document.url.startswith("https://"), id


def test_sentences_stand_alone() -> None:
    wrong = [
        (id, sentence)
        for id, document in documents().items()
        for s in split_sentences(document)
        if DANGLING.match(sentence := document.text[s.start : s.end]) or POINTING.search(sentence)
    ]
    assert wrong == []


def test_bodies_are_plain_text_on_one_line_a_paragraph() -> None:
    wrong = []
    for id, document in documents().items():
        body = document.text[document.body :]
        assert body.lstrip().startswith("# "), id
        wrong += [(id, mark) for mark in ("**", "](", "|", "\t", "\r", "’", "“", "…") if mark in body]
        lines = body.split("\n")
        ended = re.compile(r"[.?!:][\"')]*$")
        wrong += [(id, line) for line in lines if line.strip() and not line.startswith("#") and not ended.search(line)]
    assert wrong == []


def test_the_corpus_is_as_large_as_promised() -> None:
    annual = [parameter for parameter in load_facts(CORPUS).parameters.values() if parameter.annual]
    years = {str(year) for year in range(2015, 2027)}
    complete = [parameter.name for parameter in annual if years <= {value.since for value in parameter.values}]
    assert len(documents()) >= 28
    assert len(annual) >= 28
    assert len(complete) >= 24, complete


def test_a_yearly_series_has_no_gap_and_says_what_is_unknown() -> None:
    for parameter in load_facts(CORPUS).parameters.values():
        if parameter.annual:
            years = {int(value.since) for value in parameter.values}
            assert years | set(parameter.unknown) == set(range(min(years), 2028)), parameter.name


@pytest.mark.parametrize(
    ("value", "unit", "sentence", "stated"),
    [
        ("23500", "USD", "The limit is $23,500.", True),
        ("23500", "USD", "The limit is $123,500.", False),
        ("23500", "USD", "The limit is $23,500.50.", False),
        ("8700000000000", "USD", "Plans held $8.7 trillion.", True),
        ("8700000000000", "USD", "Plans held $8.75 trillion.", False),
        ("8", "USD", "Plans held $8 billion.", False),
        ("10000000000000", "USD", "Plans held $10.0 trillion.", True),
        ("10", "percent", "The tax is 10%.", True),
        ("10", "percent", "The tax is 110%.", False),
        ("10", "percent", "The tax is 10.5%.", False),
        ("59.5", "years", "The age is 59½.", True),
        ("59", "years", "The age is 59½.", False),
        ("3", "count", "Three states have laws.", True),
        ("22600000", "ETH", "About 22.6 million ETH.", True),
    ],
)
def test_a_value_counts_as_stated_only_by_itself(value: str, unit: str, sentence: str, stated: bool) -> None:
    assert states(sentence, Decimal(value), unit) is stated
