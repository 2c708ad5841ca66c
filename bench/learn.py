"""Learns the weights of passages, sentences and the gate on the "tune" halves of question sets: ``assistant/weights.json``.

    python bench/learn.py --set DIR [--set DIR …]

DIR holds documents.jsonl and questions.jsonl, as ``assistant evaluate`` reads them. Passages and sentences: a softmax
over the candidates of a question in which the right ones should stand out (listwise, as in ListNet: Cao et al. 2007).
The gate: logistic regression of "the best sentence is right", also on an index from which every other document was
taken, so that it sees questions on the very subject that nothing answers. Every set counts alike.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from assistant import weights as learned
from assistant.answers.choosing import rank_sentences
from assistant.answers.gate import gate_signals
from assistant.evaluation.questions import Place, Question, read_questions
from assistant.evaluation.run import right_passages
from assistant.index.build import build_index
from assistant.index.embedding import Encoder, open_encoder
from assistant.index.search import Index
from assistant.settings import load_settings

Numbers = npt.NDArray[np.float64]
FILE = Path(learned.__file__).with_name("weights.json")
_CALM = {"passage": 1e-3, "sentence": 2e-2, "gate": 1e-2}


@dataclass(frozen=True, slots=True)
class Case:
    """The candidates of one question, (n, signals), which of them are right, and what the question counts."""

    signals: Numbers
    right: npt.NDArray[np.bool_]
    counts: float


def main() -> None:
    """Learns in three steps, each with the weights of the ones before, and writes the file after each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--set", action="append", type=Path, required=True, help="a folder with a question set")
    parser.add_argument("--work", type=Path, help="where the sets' indexes are kept for another time")
    options = parser.parse_args()
    encoder = open_encoder("onnx", load_settings().cache, os.cpu_count() or 1)
    with tempfile.TemporaryDirectory() as scratch:
        sets = [_opened(folder, (options.work or Path(scratch)) / folder.name, encoder) for folder in options.set]
        for part, cases in (("passage", _passage_cases), ("sentence", _sentence_cases), ("gate", _gate_cases)):
            _learn(part, [list(cases(*each)) for each in sets])


def _opened(folder: Path, work: Path, encoder: Encoder) -> tuple[list[Question], Index, Index]:
    """The tuning questions, an index of all documents, and one without every other document."""
    lines = (folder / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    questions = read_questions(str(folder / "questions.jsonl"), "tune")
    return questions, _indexed(lines, work / "all", encoder), _indexed(lines[::2], work / "half", encoder)


def _indexed(lines: Sequence[str], work: Path, encoder: Encoder) -> Index:
    (work / "corpus" / "documents").mkdir(parents=True, exist_ok=True)
    (work / "corpus" / "documents" / "documents.jsonl").write_text("\n".join(lines), encoding="utf-8")
    build_index(work / "corpus", work / "index", encoder)
    return Index(work / "index", encoder)


Row = tuple[list[dict[str, float]], list[bool]]


def _passage_cases(questions: Sequence[Question], index: Index, _: Index) -> Iterator[Row]:
    for question in questions:
        if question.answerable:
            right = set(right_passages(index, question))
            found = index.candidates(index.read(question.text))
            yield [dict(candidate.signals) for candidate in found], [candidate.id in right for candidate in found]


def _sentence_cases(questions: Sequence[Question], index: Index, _: Index) -> Iterator[Row]:
    for question in questions:
        if question.answerable and question.spans:
            asked = index.read(question.text)
            choices = rank_sentences(asked, index.search(asked), index.stems, index.title)
            places = [Place(c.hit.passage.document, c.sentence.start, c.sentence.end) for c in choices]
            right = [any(place.overlaps(span) for span in question.spans) for place in places]
            yield [dict(choice.signals) for choice in choices], right


def _gate_cases(questions: Sequence[Question], index: Index, half: Index) -> Iterator[Row]:
    """One candidate a question, the best sentence; a question that the half does not answer counts as unanswerable."""
    for where, question in ((where, question) for where in (index, half) for question in questions):
        asked = where.read(question.text)
        choices = rank_sentences(asked, where.search(asked), where.stems, where.title)
        if choices and (where is index or question.answerable):
            best = choices[0]
            place = Place(best.hit.passage.document, best.sentence.start, best.sentence.end)
            held = any(place.overlaps(span) for span in question.spans) or (
                not question.spans and place.document in question.documents
            )
            yield [gate_signals(asked, choices, where.stems, where.title)], [question.answerable and held]


def _learn(part: str, sets: Sequence[Sequence[Row]]) -> None:
    """Fits one part and writes it into the file."""
    rows = [[row for row in each if part == "gate" or any(row[1])] for each in sets]
    names = sorted(next(signals for each in rows for found, _ in each for signals in found))
    cases = [
        Case(np.array([[one[name] for name in names] for one in found]), np.array(right), 1 / len(each))
        for each in rows
        for found, right in each
    ]
    centre, scale = _standard(cases, names)
    scaled = [Case((case.signals - centre) / scale, case.right, case.counts) for case in cases]
    found = _fitted(_logistic if part == "gate" else _listwise, scaled, _CALM[part], part == "passage") / scale
    if part == "gate":
        found[names.index("bias")] -= float((found * centre).sum())
    _write(part, dict(zip(names, (float(f"{weight:.4g}") for weight in found), strict=True)))


def _standard(cases: Sequence[Case], names: Sequence[str]) -> tuple[Numbers, Numbers]:
    """What to take off each signal and what to divide it by, so that all are of one size."""
    every = np.concatenate([case.signals for case in cases])
    centre, scale = every.mean(axis=0), every.std(axis=0)
    constant = scale < 1e-9
    centre[constant], scale[constant] = 0, 1
    return centre, scale


Loss = Callable[[Numbers, Case], tuple[float, Numbers]]


def _fitted(loss: Loss, cases: Sequence[Case], calm: float, only_positive: bool) -> Numbers:
    def total(found: Numbers) -> tuple[float, Numbers]:
        parts = [(case.counts * value, case.counts * slope) for case in cases for value, slope in [loss(found, case)]]
        values, slopes = zip(*parts, strict=True)
        return sum(values) + calm * float(found @ found), np.sum(slopes, axis=0) + 2 * calm * found

    width = cases[0].signals.shape[1]
    bounds = [(0 if only_positive else None, None)] * width
    return np.asarray(minimize(total, np.zeros(width), jac=True, method="L-BFGS-B", bounds=bounds).x)


def _listwise(found: Numbers, case: Case) -> tuple[float, Numbers]:
    """Minus the logarithm of the probability that the softmax gives to the right candidates."""
    logits = case.signals @ found
    chance = np.exp(logits - logits.max())
    chance /= chance.sum()
    right = chance * case.right
    share = float(right.sum()) + 1e-12
    return -float(np.log(share)), -(case.signals.T @ (right / share - chance))


def _logistic(found: Numbers, case: Case) -> tuple[float, Numbers]:
    logit = float(case.signals[0] @ found)
    right = float(case.right[0])
    return float(np.logaddexp(0, logit)) - right * logit, (1 / (1 + np.exp(-logit)) - right) * case.signals[0]


def _write(part: str, found: dict[str, float]) -> None:
    if part == "passage":
        total = sum(found.values())
        found = {name: float(f"{weight / total:.4g}") for name, weight in found.items()}
    FILE.write_text(json.dumps(json.loads(FILE.read_text()) | {part: found}, indent=1) + "\n", encoding="utf-8")
    learned.weights.cache_clear()
    print(part, json.dumps(found))


if __name__ == "__main__":
    main()
