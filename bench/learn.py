"""Learns the weights of passages, the FAQ, sentences and the gate on question sets: ``assistant/weights.json``.

    python bench/learn.py --set QUESTIONS DOCUMENTS [--set …] [--own QUESTIONS DOCUMENTS …] [--work DIR]

QUESTIONS is a file as ``assistant evaluate`` reads it, of which the half "tune" is used where lines name a split;
DOCUMENTS a JSONL file, a text, or a folder like ``corpus/``. Passages and sentences: a softmax over the candidates of a
question in which the right ones should stand out (listwise, as in ListNet: Cao et al. 2007). The FAQ: logistic regression
of "a question found there has the answer of the one asked". The gate: that of "the best sentences answer", for JSONL also
on an index without every other document, so that it meets questions on the very subject that nothing answers. What
speaks for an answer may not come to speak against one there, nor the other way round: questions written to be hard share
few words with their answers, and readers' often do. Sets on the same documents are one, and every one counts alike.
Where a set says what words an answer holds and not where it stands, a candidate is right when it holds them.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from assistant import weights as learned
from assistant.answers.choosing import Choice
from assistant.answers.gate import gate_signals
from assistant.answers.kinds import KINDS
from assistant.answers.quoting import ranked
from assistant.conversation import Wanted, clean_turns, resolve, wanted
from assistant.evaluation.judging import unmet
from assistant.evaluation.questions import Place, Question, read_questions
from assistant.evaluation.run import right_passages
from assistant.index.build import build_index
from assistant.index.embedding import Encoder, open_encoder
from assistant.index.question import Question as Asked
from assistant.index.search import Index
from assistant.settings import load_settings

Numbers = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]
Bounds = tuple[int | None, int | None]
FILE = Path(learned.__file__).with_name("weights.json")
SHOWN, _OF_HALF = 3, 0.25
_CALM = {"passage": 1e-3, "faq": 1e-3, "sentence": 2e-2, "gate": 1e-2}
_NOT_IN: dict[str, set[str]] = {
    "passage": set(),
    "faq": set(),
    "sentence": set(),
    "gate": {"passage", "rank", "few", "unclosed", "lacks"},
}


_SPEAKS_FOR = frozenset(
    "above asked cosine cover even fit heading known lead lead_passage match overlap rare weakest weakest_anywhere worded".split()
)
_SPEAKS_AGAINST = frozenset(f"lacks_{kind.name}" for kind in KINDS) | frozenset(
    "absent gap lacks missing negated_alone other_month other_year question uncounted unknown unnamed unnamed_around worst".split()
)


@dataclass(frozen=True, slots=True)
class Set:
    """The tuning questions about some documents, an index of all of those, and of JSONL one without every other."""

    questions: list[Question]
    index: Index
    half: Index | None


@dataclass(frozen=True, slots=True)
class Case:
    """The candidates of one question, each by its signals, which of them are right, and how much the question counts."""

    signals: list[dict[str, float]]
    right: list[bool]
    counts: float = 1.0


def main() -> None:
    """Learns in four steps, each with the weights of the ones before, and writes the file after each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--set", action="append", nargs=2, metavar=("QUESTIONS", "DOCUMENTS"), required=True)
    parser.add_argument("--own", action="append", nargs=2, metavar=("QUESTIONS", "DOCUMENTS"), default=[])
    parser.add_argument("--work", type=Path, help="where the sets' indexes are kept for another time")
    options = parser.parse_args()
    encoder = open_encoder("onnx", load_settings().cache, os.cpu_count() or 1)
    with tempfile.TemporaryDirectory() as scratch:
        sets = list(open_sets([*options.set, *options.own], [], options.work or Path(scratch), encoder))
        for part, cases in _PARTS.items():
            found = [[case for case in cases(each) if part in ("faq", "gate") or any(case.right)] for each in sets]
            _learn(part, [each for each in found if each])


def open_sets(pairs: Iterable[tuple[str, str]], corpora: Iterable[Path], work: Path, encoder: Encoder) -> Iterator[Set]:
    """A set for each of the documents in ``pairs`` with all questions about them, and one without questions for each of
    the ``corpora``; their indexes are made below ``work``."""
    about: dict[str, list[Question]] = {str(corpus): [] for corpus in corpora}
    for asked, documents in pairs:
        chosen = (question for question in read_questions(asked) if question.split in ("tune", None))
        about.setdefault(documents, []).extend(chosen)
    for number, (documents, questions) in enumerate(about.items()):
        place = work / str(number)
        if documents.endswith(".jsonl"):
            lines = Path(documents).read_text(encoding="utf-8").splitlines()
            every, half = (_corpus("\n".join(some), place / n) for n, some in (("every", lines), ("other", lines[::2])))
            yield Set(questions, _indexed(every, place / "all", encoder), _indexed(half, place / "half", encoder))
        else:
            corpus = Path(documents) if Path(documents).is_dir() else _corpus_of(Path(documents), place / "every")
            yield Set(questions, _indexed(corpus, place / "all", encoder), None)


def _corpus(lines: str, folder: Path) -> Path:
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    (folder / "documents" / "documents.jsonl").write_text(lines, encoding="utf-8")
    return folder


def _corpus_of(text: Path, folder: Path) -> Path:
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    shutil.copy(text, folder / "documents")
    return folder


def _indexed(corpus: Path, work: Path, encoder: Encoder) -> Index:
    build_index(corpus, work, encoder)
    return Index(work, encoder)


def wanted_of(question: Question, index: Index) -> Wanted:
    """What the desk would search for, made whole from the earlier turns."""
    glossary = index.facts.glossary
    return wanted(resolve(clean_turns(question.text, question.history), glossary), glossary)


def read(question: Question, index: Index) -> Asked:
    """The question as the desk would read it."""
    want = wanted_of(question, index)
    return index.read(want.text, want.turn)


def _passage_cases(each: Set) -> Iterator[Case]:
    for question in each.questions:
        if question.answerable and (question.documents or each.index.has_faq):
            found = each.index.candidates(read(question, each.index))
            right = right_passages(each.index, question) or _told_in(question, each.index, [one.id for one in found])
            yield Case([dict(one.signals) for one in found], [one.id in right for one in found])


def _told_in(question: Question, index: Index, ids: Sequence[int]) -> set[int]:
    return {id for id, passage in index.passages(ids).items() if holds(question, passage.text)}


def _faq_cases(each: Set) -> Iterator[Case]:
    """Each question found in the FAQ is a case of its own; one that nothing answers says nothing here."""
    for question in each.questions:
        for known in read(question, each.index).known:
            if known.answer:
                told = " ".join(sentence.quote for sentence in known.answer)
                yield Case([dict(known.signals)], [question.answerable and holds(question, told)])


def _sentence_cases(each: Set) -> Iterator[Case]:
    for question in each.questions:
        if question.answerable and (question.spans or question.expects):
            choices = ranked(each.index, read(question, each.index))
            yield Case([dict(one.signals) for one in choices], [_is_right(question, one) for one in choices])


def _gate_cases(each: Set) -> Iterator[Case]:
    """One candidate a question, the best sentence. A question that the half does not answer counts as unanswerable, and
    counts a quarter: off the subject is easier than on it. A set without unanswerable questions says nothing here."""
    if all(question.answerable for question in each.questions):
        return
    for where, question in (
        (where, question) for where in (each.index, each.half) if where for question in each.questions
    ):
        asked = read(question, where)
        choices = ranked(where, asked)
        if choices and (where is each.index or question.answerable):
            right = question.answerable and _answers(question, choices)
            yield Case([gate_signals(asked, choices, where)], [right], 1.0 if where is each.index else _OF_HALF)


_PARTS: dict[str, Callable[[Set], Iterator[Case]]] = {
    "passage": _passage_cases,
    "faq": _faq_cases,
    "sentence": _sentence_cases,
    "gate": _gate_cases,
}


def holds(question: Question, text: str) -> bool:
    return bool(question.expects) and not unmet(question.expects, text)


def _is_right(question: Question, choice: Choice) -> bool:
    place = Place(choice.hit.passage.document, choice.sentence.start, choice.sentence.end)
    return holds(question, choice.text) or any(place.overlaps(span) for span in question.spans)


def _answers(question: Question, choices: Sequence[Choice]) -> bool:
    """Whether the best sentence is right; where only words are expected, whether the first three hold them."""
    if question.expects:
        return holds(question, " ".join(choice.text for choice in choices[:SHOWN]))
    if question.spans:
        return _is_right(question, choices[0])
    return choices[0].hit.passage.document in question.documents


def _learn(part: str, sets: Sequence[Sequence[Case]]) -> None:
    """Fits one part and writes it into the file."""
    names = sorted(set(sets[0][0].signals[0]) - _NOT_IN[part])
    cases = [case for each in sets for case in each]
    counts = np.array([case.counts / len(each) for each in sets for case in each])
    rows = np.array([[one[name] for name in names] for case in cases for one in case.signals])
    right = np.array([one for case in cases for one in case.right])
    centre, scale = _standard(rows)
    scaled = (rows - centre) / scale
    logistic = part in ("faq", "gate")
    if logistic:
        names, scaled = [*names, "bias"], np.column_stack([scaled, np.ones(len(scaled))])
        scale, centre = np.append(scale, 1.0), np.append(centre, 0.0)
        loss = _logistic(scaled, right, counts)
    else:
        loss = _listwise(scaled, right, counts, np.array([len(case.signals) for case in cases]))
    bounds = [_bounds(part, name) for name in names]
    found = _fitted(loss, _CALM[part], bounds) / scale
    if logistic:
        found[-1] -= float(found @ centre)
    _write(part, dict(zip(names, (float(f"{weight:.4g}") for weight in found), strict=True)))


def _standard(rows: Numbers) -> tuple[Numbers, Numbers]:
    """What to take off each signal and what to divide it by, so that all are of one size."""
    centre, scale = rows.mean(axis=0), rows.std(axis=0)
    constant = scale < 1e-9
    centre[constant], scale[constant] = 0, 1
    return centre, scale


Loss = Callable[[Numbers], tuple[float, Numbers]]


def _bounds(part: str, name: str) -> Bounds:
    """Below and above which the weight of a signal may not lie."""
    if part == "passage" or (part == "faq" and name != "bias"):
        return 0, None
    if part == "gate":
        return 0 if name in _SPEAKS_FOR else None, 0 if name in _SPEAKS_AGAINST else None
    return None, None


def _fitted(loss: Loss, calm: float, bounds: Sequence[Bounds]) -> Numbers:
    def total(found: Numbers) -> tuple[float, Numbers]:
        value, slope = loss(found)
        return value + calm * float(found @ found), slope + 2 * calm * found

    return np.asarray(minimize(total, np.zeros(len(bounds)), jac=True, method="L-BFGS-B", bounds=bounds).x)


def _listwise(rows: Numbers, right: Truths, counts: Numbers, lengths: npt.NDArray[np.int_]) -> Loss:
    """Minus the logarithm of the probability that the softmax over each case's rows gives to the right ones."""
    starts = np.cumsum(lengths) - lengths

    def loss(found: Numbers) -> tuple[float, Numbers]:
        logits = rows @ found
        chance = np.exp(logits - np.repeat(np.maximum.reduceat(logits, starts), lengths))
        chance /= np.repeat(np.add.reduceat(chance, starts), lengths)
        share = np.add.reduceat(chance * right, starts) + 1e-12
        slope = chance * right / np.repeat(share, lengths) - chance
        return -float(counts @ np.log(share)), -(rows.T @ (np.repeat(counts, lengths) * slope))

    return loss


def _logistic(rows: Numbers, right: Truths, counts: Numbers) -> Loss:
    def loss(found: Numbers) -> tuple[float, Numbers]:
        logits = rows @ found
        value = counts @ (np.logaddexp(0, logits) - right * logits)
        return float(value), rows.T @ (counts * (1 / (1 + np.exp(-logits)) - right))

    return loss


def _write(part: str, found: dict[str, float]) -> None:
    if part == "passage":
        total = sum(found.values())
        found = {name: float(f"{weight / total:.4g}") for name, weight in found.items()}
    FILE.write_text(json.dumps(json.loads(FILE.read_text()) | {part: found}, indent=1) + "\n", encoding="utf-8")
    learned.weights.cache_clear()
    print(part, json.dumps(found))


if __name__ == "__main__":
    main()
