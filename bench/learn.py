"""Learns the weights of passages, sentences and the gate on question sets: ``assistant/weights.json``.

    python bench/learn.py --set QUESTIONS DOCUMENTS [--set …] [--own QUESTIONS DOCUMENTS …] [--work DIR]

QUESTIONS is a file as ``assistant evaluate`` reads it, of which the half "tune" is used where lines name a split;
DOCUMENTS a JSONL file, or a folder like ``corpus/``. Passages and sentences: a softmax over the candidates of a question
in which the right ones should stand out (listwise, as in ListNet: Cao et al. 2007). The gate: logistic regression of
"the best sentence answers", for JSONL also on an index without every other document, so that it meets questions on the
very subject that nothing answers. Every set counts alike. The own questions then say how much more it speaks against a
sentence that it lacks the kind of thing asked for, is far from the noun counted, or says that the thing is unknown,
and what is to be made up for where a corpus is all about one thing.
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
from assistant.answers.choosing import Choice
from assistant.answers.gate import gate_signals
from assistant.answers.quoting import ranked
from assistant.conversation import clean_turns, resolve, wanted
from assistant.evaluation.judging import unmet
from assistant.evaluation.questions import Place, Question, read_questions
from assistant.evaluation.run import right_passages
from assistant.index.build import build_index
from assistant.index.embedding import Encoder, open_encoder
from assistant.index.question import Question as Asked
from assistant.index.search import Index
from assistant.settings import load_settings

Numbers = npt.NDArray[np.float64]
FILE = Path(learned.__file__).with_name("weights.json")
_CALM = {"passage": 1e-3, "sentence": 2e-2, "gate": 1e-2, "demands": 3e-3}
_DEMANDS = ("lacks", "uncounted", "unknown")
_NOT_IN: dict[str, set[str]] = {
    "passage": set(),
    "sentence": set(),
    "gate": {"passage", "rank", "few", "unclosed", "sameness"},
}


@dataclass(frozen=True, slots=True)
class Case:
    """The candidates of one question, (n, signals), which of them are right, and what the question counts."""

    signals: Numbers
    right: npt.NDArray[np.bool_]
    counts: float


def main() -> None:
    """Learns in three steps, each with the weights of the ones before, and writes the file after each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--set", action="append", nargs=2, metavar=("QUESTIONS", "DOCUMENTS"), required=True)
    parser.add_argument("--own", action="append", nargs=2, metavar=("QUESTIONS", "DOCUMENTS"), default=[])
    parser.add_argument("--work", type=Path, help="where the sets' indexes are kept for another time")
    options = parser.parse_args()
    encoder = open_encoder("onnx", load_settings().cache, os.cpu_count() or 1)
    with tempfile.TemporaryDirectory() as scratch:
        work = options.work or Path(scratch)
        pairs = [*options.set, *options.own]
        every = [_opened(Path(q), Path(d), work / str(n), encoder) for n, (q, d) in enumerate(pairs)]
        sets, own = every[: len(options.set)], every[len(options.set) :]
        for part, cases in (("passage", _passage_cases), ("sentence", _sentence_cases), ("gate", _gate_cases)):
            _learn(part, [list(cases(*each)) for each in sets])
        if own:
            _learn_demands([row for each in own for row in _gate_cases(*each)])


def _opened(asked: Path, documents: Path, work: Path, encoder: Encoder) -> Set:
    """The tuning questions, an index of all documents, and of JSONL one without every other document."""
    questions = [question for question in read_questions(str(asked)) if question.split in ("tune", None)]
    if documents.is_dir():
        return questions, _indexed(documents, work / "all", encoder), None
    lines = documents.read_text(encoding="utf-8").splitlines()
    every, half = (_corpus(part, work / name) for part, name in ((lines, "every"), (lines[::2], "other")))
    return questions, _indexed(every, work / "all", encoder), _indexed(half, work / "half", encoder)


def _corpus(lines: Sequence[str], folder: Path) -> Path:
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    (folder / "documents" / "documents.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def _indexed(corpus: Path, work: Path, encoder: Encoder) -> Index:
    build_index(corpus, work, encoder)
    return Index(work, encoder)


def _found(question: Question, index: Index) -> tuple[Asked, list[Choice]]:
    """The question as the desk would read it, and its sentences."""
    glossary = index.facts.glossary
    turns = resolve(clean_turns(question.text, question.history), glossary)
    want = wanted(turns, glossary)
    return ranked(index, want.text, want.earlier)


Row = tuple[list[dict[str, float]], list[bool]]
Set = tuple[list[Question], Index, Index | None]


def _passage_cases(questions: Sequence[Question], index: Index, _: Index | None) -> Iterator[Row]:
    for question in questions:
        if question.answerable and question.documents:
            right = set(right_passages(index, question))
            found = index.candidates(index.read(question.text))
            yield [dict(candidate.signals) for candidate in found], [candidate.id in right for candidate in found]


def _sentence_cases(questions: Sequence[Question], index: Index, _: Index | None) -> Iterator[Row]:
    for question in questions:
        if question.answerable and question.spans:
            choices = _found(question, index)[1]
            right = [any(_place(choice).overlaps(span) for span in question.spans) for choice in choices]
            yield [dict(choice.signals) for choice in choices], right


def _gate_cases(questions: Sequence[Question], index: Index, half: Index | None) -> Iterator[Row]:
    """One candidate a question, the best sentence; a question that the half does not answer counts as unanswerable."""
    for where, question in ((where, question) for where in (index, half) if where for question in questions):
        asked, choices = _found(question, where)
        if choices and (where is index or question.answerable):
            right = question.answerable and _answers(question, choices)
            yield [gate_signals(asked, choices, where)], [right]


def _answers(question: Question, choices: Sequence[Choice]) -> bool:
    """Whether the best sentence is right; where only words are expected, whether the first three hold them."""
    if question.expects:
        text = " ".join(choice.text for choice in choices[:3])
        return not unmet(question.expects, text)
    place = _place(choices[0])
    if question.spans:
        return any(place.overlaps(span) for span in question.spans)
    return place.document in question.documents


def _place(choice: Choice) -> Place:
    return Place(choice.hit.passage.document, choice.sentence.start, choice.sentence.end)


def _learn(part: str, sets: Sequence[Sequence[Row]]) -> None:
    """Fits one part and writes it into the file."""
    rows = [[row for row in each if part == "gate" or any(row[1])] for each in sets]
    names = sorted(set(rows[0][0][0][0]) - _NOT_IN[part])
    cases = [
        Case(np.array([[one[name] for name in names] for one in found]), np.array(right), 1 / len(each))
        for each in rows
        for found, right in each
    ]
    centre, scale = _standard(cases)
    scaled = [Case((case.signals - centre) / scale, case.right, case.counts) for case in cases]
    bounds = [(0 if part == "passage" else None, None)] * len(names)
    found = _fitted(_logistic if part == "gate" else _listwise, scaled, _CALM[part], bounds) / scale
    if part == "gate":
        found[names.index("bias")] -= float((found * centre).sum())
    _write(part, dict(zip(names, (float(f"{weight:.4g}") for weight in found), strict=True)))


def _learn_demands(rows: Sequence[Row]) -> None:
    """Adds to the gate's weights of what is demanded, and for the sameness of the corpus, all else as it is."""
    held = learned.weights("gate")
    signs = {**dict.fromkeys(_DEMANDS, -1.0), "sameness": 1.0}
    cases = [
        Case(
            np.array([[*(sign * each[name] for name, sign in signs.items()), learned.weighed(each, "gate")]]),
            np.array(right),
            1 / len(rows),
        )
        for (each, *_), right in rows
    ]
    found = _fitted(_logistic, cases, _CALM["demands"], [*[(0, None)] * len(signs), (1, 1)])
    more = {
        name: held.get(name, 0.0) + sign * weight for (name, sign), weight in zip(signs.items(), found, strict=False)
    }
    _write("gate", {**held, **{name: float(f"{weight:.4g}") for name, weight in more.items()}})


def _standard(cases: Sequence[Case]) -> tuple[Numbers, Numbers]:
    """What to take off each signal and what to divide it by, so that all are of one size."""
    every = np.concatenate([case.signals for case in cases])
    centre, scale = every.mean(axis=0), every.std(axis=0)
    constant = scale < 1e-9
    centre[constant], scale[constant] = 0, 1
    return centre, scale


Bounds = tuple[int | None, int | None]
Loss = Callable[[Numbers, Case], tuple[float, Numbers]]


def _fitted(loss: Loss, cases: Sequence[Case], calm: float, bounds: Sequence[Bounds]) -> Numbers:
    def total(found: Numbers) -> tuple[float, Numbers]:
        parts = [(case.counts * value, case.counts * slope) for case in cases for value, slope in [loss(found, case)]]
        values, slopes = zip(*parts, strict=True)
        return sum(values) + calm * float(found @ found), np.sum(slopes, axis=0) + 2 * calm * found

    width = cases[0].signals.shape[1]
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
