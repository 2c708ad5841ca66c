"""Choosing sentences: every sentence of the best passages, ranked by what speaks for it as the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answers.signals import Reader, Signals, slice_of
from assistant.index.question import Question
from assistant.types import Hit, Sentence
from assistant.weights import weighed

PASSAGES_READ = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """A sentence of a passage as an answer: ``place`` is its number in the passage, ``score`` ranks."""

    hit: Hit
    place: int
    text: str
    score: float
    signals: Signals

    @property
    def sentence(self) -> Sentence:
        """Where it stands."""
        return self.hit.passage.sentences[self.place]


def rank_sentences(
    question: Question, hits: Sequence[Hit], stems: Callable[[str], list[str]], title: Callable[[str], str]
) -> list[Choice]:
    """Every sentence of the first five passages, best first, ties by document and place."""
    reader = Reader(question, stems, title)
    choices = []
    for rank, hit in enumerate(hits[:PASSAGES_READ]):
        for place in range(len(hit.passage.sentences)):
            signals = reader.signals(hit, place, rank, hits[0].score)
            choices.append(
                Choice(hit, place, slice_of(hit.passage, place), round(weighed(signals, "sentence"), 6), signals)
            )
    return sorted(choices, key=lambda c: (-c.score, c.hit.passage.document, c.sentence.start))
