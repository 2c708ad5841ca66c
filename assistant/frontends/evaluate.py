"""``assistant evaluate``: how good the desk is on a file of questions, with a report of what failed."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

from assistant.engine import Assistant
from assistant.errors import BadRequest
from assistant.evaluation.questions import Question, read_questions
from assistant.evaluation.report import render_report, render_tables
from assistant.evaluation.retrieval import need_ir_measures
from assistant.evaluation.run import absent_documents, ask_all
from assistant.evaluation.scores import Evaluation, score
from assistant.settings import Settings


def evaluate(
    parsed: argparse.Namespace,
    settings: Settings,
    *,
    build: Callable[[Settings], object],
    opener: Callable[[Settings], Assistant],
) -> int:
    """Asks, scores and prints: the tables where ``--report`` takes the failures, else both.

    The exit status is 1 when a quote was not in its place. ``build`` makes the index of ``--documents``.
    """
    questions = read_questions(parsed.questions, parsed.split)
    _check_before_asking(parsed, questions)
    with _corpus_of(parsed.documents, settings) as chosen:
        if parsed.documents:
            build(chosen)
        evaluation = _measure(opener(chosen), questions)
    name = "standard input" if parsed.questions == "-" else Path(parsed.questions).name
    title = f"Evaluation of {name}" + (f", split {parsed.split}" if parsed.split else "")
    report = render_report(evaluation, title)
    if parsed.report:
        parsed.report.write_text(report, encoding="utf-8", errors="replace")
    if parsed.json:
        print(json.dumps(asdict(evaluation), ensure_ascii=False))
    else:
        print(render_tables(evaluation, title) if parsed.report else report.rstrip("\n"))
    return int(evaluation.quotes_out_of_place > 0)


def _check_before_asking(parsed: argparse.Namespace, questions: Sequence[Question]) -> None:
    """What would otherwise come to light when all has been asked."""
    if any(question.answerable and question.documents for question in questions):
        need_ir_measures()
    if parsed.report and (parsed.report.is_dir() or not parsed.report.absolute().parent.is_dir()):
        raise BadRequest(f"{parsed.report} cannot be written; --report takes a file in a folder that is there.")


@contextmanager
def _corpus_of(documents: Path | None, settings: Settings) -> Iterator[Settings]:
    """Settings for a corpus of those documents alone, with an index that lasts as long as the block."""
    if documents is None:
        yield settings
        return
    if not documents.exists():
        raise BadRequest(f"There is no {documents}; --documents takes a file of documents or a folder of them.")
    with tempfile.TemporaryDirectory(prefix="policy-desk-") as work:
        corpus = Path(work, "corpus")
        if (documents / "documents").is_dir():
            corpus = documents
        elif documents.is_dir():
            corpus.mkdir()
            (corpus / "documents").symlink_to(documents.absolute())
        else:
            (corpus / "documents").mkdir(parents=True)
            (corpus / "documents" / documents.name).symlink_to(documents.absolute())
        yield replace(settings, corpus=corpus, index=Path(work, "index"))


def _measure(desk: Assistant, questions: Sequence[Question]) -> Evaluation:
    """Says how far it is on stderr once that takes longer than two seconds, where that is a terminal."""
    from tqdm import tqdm

    absent = absent_documents(desk.index, questions)
    outcomes = tqdm(
        ask_all(desk, questions), "Asking", len(questions), unit=" questions", delay=2, disable=None, leave=False
    )
    return score(list(outcomes), absent)
