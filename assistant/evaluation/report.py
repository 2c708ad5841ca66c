"""Scores as Markdown for a person: the tables first, then every failure with what was expected and what came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from assistant.evaluation.judging import Failure
from assistant.evaluation.scores import Evaluation, Group, Tally, Trust
from assistant.patterns import lazy_pattern

_NOTHING = "–"
_MARKUP = lazy_pattern(r"[\\`*<]")


def render_report(evaluation: Evaluation, title: str) -> str:
    """The tables and the failures."""
    return "\n\n".join([render_tables(evaluation, title), *_failures(evaluation.failures)]) + "\n"


def render_tables(evaluation: Evaluation, title: str) -> str:
    """The tables; of what could not be measured there is none."""
    return "\n\n".join([f"# {title}", *_opening(evaluation), *_tables(evaluation)])


def _opening(evaluation: Evaluation) -> Iterator[str]:
    others = evaluation.questions - evaluation.answerable
    yield (
        f"Questions: {evaluation.questions:,}, of which answerable {evaluation.answerable:,}, unanswerable {others:,}; "
        f"follow-ups among them: {evaluation.follow_ups:,}. "
        f"Quotes checked: {evaluation.quotes:,}; out of place: {evaluation.quotes_out_of_place:,}."
    )
    if absent := evaluation.absent_documents:
        yield (
            f"Documents that questions name and the index lacks: {len(absent):,} ({_first(absent)}). Retrieval and "
            "sentences are measured without the questions that need them."
        )


def _first(names: Sequence[str], most: int = 5) -> str:
    return ", ".join(names[:most]) + (", …" if len(names) > most else "")


def _tables(evaluation: Evaluation) -> Iterator[str]:
    answered = [group for group in evaluation.groups if group.answerable or group.unanswerable]
    yield _section("Answers", _ANSWERS, (row for group in answered for row in _answer_rows(group)))
    quoted = [group for group in answered if group.first_quote is not None]
    if quoted:
        rows = [(group.name, f"{group.quoted:,}", _number(group.first_quote)) for group in quoted]
        yield _section("First quotes", ("questions", "answered with a quote", "first quote right"), rows)
    found = [group for group in evaluation.groups if group.retrieval]
    if found:
        yield _section("Passages found", _RETRIEVAL, map(_retrieval_row, found))
    hits = [
        (group.name, f"{group.hits.questions:,}", _number(group.hits.hit_at_1), _number(group.hits.hit_at_3))
        for group in evaluation.groups
        if group.hits
    ]
    if hits:
        yield _section("Sentences found", ("questions", "number", "hit@1", "hit@3"), hits)
    yield from _trust(evaluation.trust)


_ANSWERS = ("questions", "number", "right", "wrong", "not checked", "asked back", "refused")
_RETRIEVAL = ("questions", "number", "success@5", "recall@5", "recall@10", "MRR@10", "nDCG@10")


def _answer_rows(group: Group) -> Iterator[tuple[str, ...]]:
    for name, tally in (("answerable", group.answerable), ("unanswerable", group.unanswerable)):
        if tally and tally.questions:
            yield f"{group.name}, {name}", *_tally_cells(tally, right=name == "answerable")


def _tally_cells(tally: Tally, *, right: bool) -> Iterator[str]:
    yield f"{tally.questions:,}"
    yield _part(tally.right, tally.questions) if right else _NOTHING
    yield _part(tally.wrong, tally.questions)
    yield _part(tally.unchecked, tally.questions) if right else _NOTHING
    yield _part(tally.asked_back, tally.questions)
    yield _part(tally.refused, tally.questions)


def _part(count: int, total: int) -> str:
    return f"{count:,} ({100 * count / total:.0f} %)"


def _retrieval_row(group: Group) -> tuple[str, ...]:
    found = group.retrieval
    assert found is not None
    values = (found.success_at_5, found.recall_at_5, found.recall_at_10, found.mrr, found.ndcg_at_10)
    return (group.name, f"{found.questions:,}", *map(_number, values))


def _trust(trust: Trust) -> Iterator[str]:
    measured = (
        ("answerable told from unanswerable (AUROC)", trust.auroc),
        ("unanswerable answered, with 80 % of the answerable answered", trust.false_answers_at_80),
        ("unanswerable answered, with 90 % of the answerable answered", trust.false_answers_at_90),
        ("expected calibration error", trust.calibration_error),
    )
    rows = [(name, _number(value)) for name, value in measured if value is not None]
    if rows:
        yield _section("Confidence", ("measure", "value"), rows)
        yield "Where an answer states no confidence it counts as 1, a refusal as 0; calibration is of those stated."
    if trust.reliability:
        bins = (
            (
                f"{each.low:.1f} to {each.low + 0.1:.1f}",
                f"{each.count:,}",
                _number(each.confidence),
                _number(each.right),
            )
            for each in trust.reliability
        )
        yield _table(("confidence", "answers", "mean confidence", "best sentence right"), bins)


def _section(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return f"## {title}\n\n{_table(head, rows)}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _number(value: float | None) -> str:
    return _NOTHING if value is None else f"{value:.3f}"


def _failures(failures: Sequence[Failure]) -> Iterator[str]:
    if not failures:
        yield "Nothing failed."
        return
    yield f"## What failed: {len(failures):,}"
    for kind, group in groupby(failures, key=lambda each: each.kind):
        listed = list(group)
        yield f"### {kind}: {len(listed):,}"
        yield "\n".join(_failure(each) for each in listed)


def _failure(failed: Failure) -> str:
    asked = " → ".join(f"“{turn}”" for turn in (*failed.history, failed.question))
    confidence = "" if failed.confidence is None else f", confidence {failed.confidence:.2f}"
    came = f"{failed.status}{f' ({failed.reason})' if failed.reason else ''}{confidence}"
    lines = (f"- {failed.id}: {asked}", f"  - expected: {failed.expected}", f"  - came: {came}: {failed.told}")
    return "\n".join(_plain(line) for line in lines)


def _plain(text: str) -> str:
    """One line in which nothing is taken for markup."""
    indent = text[: len(text) - len(text.lstrip())]
    return indent + _MARKUP.sub(lambda mark: f"\\{mark[0]}", " ".join(text.split()))
