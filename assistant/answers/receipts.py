"""Receipts: what identifies an answer, and the proof of one that comes from elsewhere, field by field."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from assistant.answers.amounts import amounts
from assistant.answers.citing import compose_text
from assistant.calculators.trace import evaluate, plain
from assistant.errors import BadRequest
from assistant.patterns import lazy_pattern
from assistant.types import (
    Answer,
    AnswerSentence,
    Calculation,
    Citation,
    Document,
    Facts,
    Input,
    Row,
    Step,
)

_Record = TypeVar("_Record")

_NUMBER = lazy_pattern(r"\d+(?:,\d{3})*(?:\.\d+)?")
_SURROGATE = lazy_pattern("[\ud800-\udfff]")
_WRONG_FORM = "The answer has not the form that `assistant ask --json` prints"
_UNPROVEN = ("elapsed_ms",)
_METADATA = ("title", "publisher", "author", "published", "as_of", "url", "kind", "sha256")


def receipt(answer: Answer, elapsed_ms: float) -> Answer:
    """The answer with its id: a hash of question, resolved question, slots, corpus (with parameters) and date."""
    return replace(answer, id=_identify(answer), elapsed_ms=elapsed_ms)


def _identify(answer: Answer) -> str:
    parts = [answer.question, answer.resolved, dict(answer.slots), answer.corpus, answer.today]
    text = json.dumps(parts, ensure_ascii=True, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def read_answer(data: Any) -> Answer:
    """An answer from its JSON object. Raises BadRequest naming what is missing or of the wrong form."""
    if not isinstance(data, dict):
        raise BadRequest("An answer is a JSON object, as `assistant ask --json` prints it.")
    wanted = {field.name for field in fields(Answer)}
    if "receipt" in data:  # a line of a batch, whose id is the asker's own
        data = {**{name: value for name, value in data.items() if name != "receipt"}, "id": data["receipt"]}
    if foreign := sorted(map(str, data.keys() - wanted)):
        raise BadRequest(f"The answer has {', '.join(foreign)}, which no answer of this desk has.")
    if missing := sorted(wanted - data.keys() - set(_UNPROVEN)):
        raise BadRequest(f"The answer lacks {', '.join(missing)}: it should be what `assistant ask --json` prints.")
    try:
        answer = Answer(
            **{
                **data,
                "sentences": tuple(_record(AnswerSentence, item) for item in data["sentences"]),
                "citations": tuple(_record(Citation, item) for item in data["citations"]),
                "calculation": _calculation(data["calculation"]),
                "suggestions": tuple(data["suggestions"]),
            }
        )
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        raise BadRequest(f"{_WRONG_FORM}: {error}.") from error
    if wrong := next(_wrong_types(answer), None):
        raise BadRequest(f"{_WRONG_FORM}: {wrong}.")
    return answer


def _wrong_types(record: Any) -> Iterator[str]:
    """Each field of a record, and of the records in it, that holds a value of another type than it declares."""
    for name, hint in get_type_hints(type(record)).items():
        value = getattr(record, name)
        if not _is_a(value, hint):
            yield f"{name} is {value!r:.60}"
        for part in value if isinstance(value, tuple) else (value,):
            if is_dataclass(part):
                yield from _wrong_types(part)


def _is_a(value: Any, hint: Any) -> bool:
    kind, arguments = get_origin(hint), get_args(hint)
    if kind is Literal:
        return value in arguments
    if kind in (Union, UnionType):
        return any(_is_a(value, argument) for argument in arguments)
    if kind is tuple:
        return isinstance(value, tuple) and all(_is_a(item, arguments[0]) for item in value)
    if kind is not None:
        return isinstance(value, kind)
    if isinstance(value, str):
        return hint is str and not _SURROGATE.search(value)
    return (isinstance(value, hint) and not isinstance(value, bool)) or (hint is float and type(value) is int)


def _record(kind: type[_Record], item: Mapping[str, Any]) -> _Record:
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in item.items()})


def _calculation(item: Mapping[str, Any] | None) -> Calculation | None:
    if item is None:
        return None
    return Calculation(
        **{
            **item,
            "inputs": tuple(_record(Input, row) for row in item["inputs"]),
            "steps": tuple(_record(Step, row) for row in item["steps"]),
            "rows": tuple(_record(Row, row) for row in item["rows"]),
        }
    )


def prove(answer: Answer, document: Callable[[str], Document], facts: Facts) -> Iterator[str]:
    """What does not hold in an answer, in words; nothing when every quote, step and input is proven."""
    if _identify(answer) != answer.id:
        yield f"id: {answer.id!r} is not the receipt of this question, slots, corpus and date"
    if compose_text(answer.sentences) != answer.text:
        yield "text: is not its sentences with their marks"
    yield from _prove_citations(answer, document)
    yield from _prove_quotes(answer)
    if answer.calculation:
        yield from prove_calculation(answer.calculation, answer.citations, facts)
        yield from _prove_numbers(answer, answer.calculation)


def _prove_citations(answer: Answer, document: Callable[[str], Document]) -> Iterator[str]:
    used = list(dict.fromkeys(n for sentence in answer.sentences for n in sentence.citations))
    inputs = answer.calculation.inputs if answer.calculation else ()
    used = list(dict.fromkeys([*used, *(i.citation for i in inputs if i.citation)]))
    if used != [citation.n for citation in answer.citations] or used != list(range(1, len(used) + 1)):
        yield "citations: are not numbered in order of use, or one is unused or missing"
    for citation in answer.citations:
        try:
            source = document(citation.document)
        except KeyError:
            yield f"citation {citation.n}: there is no document {citation.document!r}"
            continue
        if source.text[citation.start : citation.end] != citation.quote:
            yield f"citation {citation.n}: the quote does not stand at {citation.start}:{citation.end} of {citation.document}"
        for name in _METADATA:
            if getattr(citation, name) != getattr(source, name):
                yield f"citation {citation.n}: {name} is {getattr(citation, name)!r}, the document has {getattr(source, name)!r}"


def _prove_quotes(answer: Answer) -> Iterator[str]:
    quotes = {citation.n: citation.quote for citation in answer.citations}
    for sentence in answer.sentences:
        if sentence.kind == "quote" and {quotes.get(n) for n in sentence.citations} != {sentence.text}:
            yield f"sentences: {sentence.text[:60]!r} is not the quote that it cites"


def prove_calculation(calculation: Calculation, citations: tuple[Citation, ...], facts: Facts) -> Iterator[str]:
    """What does not hold in a calculation: a step that comes to something else, an input that its source does not state."""
    for step in calculation.steps:
        try:
            value = evaluate(step.expression)
        except ValueError as error:
            yield f"step {step.label!r}: {error}"
            continue
        if _written(value) != step.value:
            yield f"step {step.label!r}: {step.expression} is {_written(value)}, not {step.value}"
    results = {step.value for step in calculation.steps} | {i.value for i in calculation.inputs}
    if calculation.value not in results:
        yield f"value: {calculation.value} is neither an input nor the result of a step"
    for row in calculation.rows:
        if row.value and row.value not in results:
            yield f"row {row.label!r}: {row.value} is neither an input nor the result of a step"
    stated = set(_stated(facts))
    quotes = {citation.n: citation.quote for citation in citations}
    for given in calculation.inputs:
        quote = quotes.get(given.citation or 0, "")
        if given.origin in ("parameter", "figure") and (given.value, quote) not in stated:
            yield f"input {given.name!r}: the corpus does not hold {given.value} with the sentence that it cites"
        told = ((plain(each.value), each.unit, each.shown) for each in amounts(quote))
        if given.origin == "document" and (given.value, given.unit, given.display) not in told:
            yield f"input {given.name!r}: the sentence that it cites does not state {given.display}"


def _stated(facts: Facts) -> Iterator[tuple[str, str]]:
    """Every value of the corpus as written in an input, with the sentence that states it."""
    held = [(seen.value, seen.evidence) for figure in facts.figures.values() for seen in figure.observations]
    for value, evidence in [*held, *((v.value, v.evidence) for p in facts.parameters.values() for v in p.values)]:
        for part in value if isinstance(value, tuple) else (value,):
            if part is not None and evidence:
                yield (part if isinstance(part, str) else plain(part)), evidence.quote


def _prove_numbers(answer: Answer, calculation: Calculation) -> Iterator[str]:
    """Every number in a computed sentence is in the calculation, in a sentence cited, or in the question."""
    parts = [
        answer.resolved,
        calculation.display,
        calculation.value,
        calculation.formula,
        *map(str, answer.slots.values()),
    ]
    parts += [f"{i.name} {i.value} {i.display} {i.as_of}" for i in calculation.inputs]
    parts += [f"{step.label} {step.expression} {step.value}" for step in calculation.steps]
    parts += [f"{row.label} {row.value} {row.display}" for row in calculation.rows]
    parts += [citation.quote for citation in answer.citations]
    known = {number for part in parts for number in _numbers(part)}
    for sentence in answer.sentences:
        for number in _numbers(sentence.text) if sentence.kind == "computed" else ():
            if number not in known:
                yield f"sentences: {number} in {sentence.text[:60]!r} is nowhere in the calculation or its sources"


def _numbers(text: str) -> Iterator[str]:
    for match in _NUMBER.finditer(text):
        yield match.group().replace(",", "").lstrip("0") or "0"


def _written(value: Decimal | date) -> str:
    return value.isoformat() if isinstance(value, date) else plain(value)


def compare(answer: Answer, replayed: Answer) -> Iterator[str]:
    """The fields in which a replay of the same question on the same corpus and date differs from the answer."""
    for field in fields(Answer):
        if field.name not in ("id", "question", *_UNPROVEN):
            given, found = _plain(getattr(answer, field.name)), _plain(getattr(replayed, field.name))
            if given != found:
                yield f"{field.name}: a replay of the question gives another one"


def _plain(value: Any) -> str:
    return json.dumps(
        value, default=lambda item: item.to_dict() if hasattr(item, "to_dict") else _members(item), sort_keys=True
    )


def _members(item: Any) -> Any:
    return (
        {field.name: getattr(item, field.name) for field in fields(item)}
        if hasattr(item, "__dataclass_fields__")
        else str(item)
    )
