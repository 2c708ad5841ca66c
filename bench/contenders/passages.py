"""Passages and questions for the bench: real sentences, the same ones every time."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

FEWEST_WORDS = 30  # a window ends with the sentence that reaches these, at about forty
_SEED = 20261123
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9])")
_NOT_PROSE = re.compile(r"^\s*(?:[#|>].*|[-*+]\s+|\d+[.)]\s+)")


@dataclass(frozen=True, slots=True)
class Passages:
    """``texts`` are all different; the last ``recombined`` of them before shuffling were put together anew."""

    texts: list[str]
    recombined: int


def make_passages(files: Sequence[Path], count: int) -> Passages:
    """``count`` passages of about forty words in an order that depends on nothing but the files.

    Windows of sentences that follow each other come first; when more are wanted, sentences are drawn from all of them
    and put together. Raises ValueError when the files hold too little.
    """
    draw = random.Random(_SEED)
    sentences = [split_sentences(text) for file in files for text in _texts(file)]
    texts = list(dict.fromkeys(window for document in sentences for window in _windows(document)))
    draw.shuffle(texts)
    texts = texts[:count]
    real = len(texts)
    texts += _recombined([sentence for document in sentences for sentence in document], set(texts), count, draw)
    draw.shuffle(texts)
    return Passages(texts, count - real)


def _texts(file: Path) -> Iterator[str]:
    """The text of a Markdown file, or the "text" of each line of a JSONL file."""
    content = file.read_text(encoding="utf-8")
    if file.suffix == ".jsonl":
        yield from (str(json.loads(line)["text"]) for line in content.splitlines() if line.strip())
        return
    yield "\n".join(_NOT_PROSE.sub("", line) for line in _FRONT_MATTER.sub("", content).splitlines())


def split_sentences(text: str) -> list[str]:
    """Sentences of at least four words, each on one line; where a rough cut goes wrong, a bench does not mind."""
    parts = (part for paragraph in re.split(r"\n\s*\n", text) for part in _SENTENCE.split(" ".join(paragraph.split())))
    return [part for part in parts if len(part.split()) >= 4]


def _windows(sentences: Iterable[str]) -> Iterator[str]:
    run: list[str] = []
    for sentence in sentences:
        run.append(sentence)
        if sum(len(part.split()) for part in run) >= FEWEST_WORDS:
            yield " ".join(run)
            run = []
    if run:
        yield " ".join(run)


def _recombined(sentences: list[str], taken: set[str], count: int, draw: random.Random) -> list[str]:
    made: list[str] = []
    for _ in range(20 * count):
        if len(taken) >= count:
            break
        text = next(_windows(draw.choices(sentences, k=10)), "") if sentences else ""
        if text and text not in taken:
            taken.add(text)
            made.append(text)
    if len(taken) < count:
        raise ValueError(f"These texts do not make {count} passages; name more of them with --passages.")
    return made


def read_questions(files: Sequence[Path], count: int) -> list[str]:
    """``count`` different questions that stand by themselves, in a fixed order. Raises ValueError for too few."""
    records = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line]
    questions = list(dict.fromkeys(str(record["question"]) for record in records if not record.get("history")))
    if len(questions) < count:
        raise ValueError(f"There are {len(questions)} questions and {count} are needed; name more with --questions.")
    return random.Random(_SEED).sample(questions, count)
