"""Choosing sentences: the nearest sentences of the best passages, ranked by what speaks for them as the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers.signals import Corpus, Reader, Signals, slice_of
from assistant.index.question import Question
from assistant.types import Hit, Sentence
from assistant.weights import weighed, weights

PASSAGES_READ, _READ_CLOSELY = 5, 14


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

    @property
    def start(self) -> tuple[str, int]:
        """The document, and where in it the sentence begins."""
        return self.hit.passage.document, self.sentence.start


def rank_sentences(question: Question, hits: Sequence[Hit], corpus: Corpus) -> list[Choice]:
    """The sentences of the first five passages that meet the question best, at most 14, best first, ties by document
    and place; a sentence that asks comes behind all that tell. They are found by late interaction and the FAQ alone; only then
    all their signals are read."""
    reader = Reader(question, corpus)
    places = [(rank, hit, place) for rank, hit in enumerate(hits[:PASSAGES_READ]) for place in range(len(hit.matches))]
    places.sort(key=lambda each: (-_nearness(each[1], each[2], reader), each[0], each[2]))
    choices = []
    for rank, hit, place in places[:_READ_CLOSELY]:
        signals = reader.signals(hit, place, rank, hits[0].score)
        choices.append(
            Choice(hit, place, slice_of(hit.passage, place), round(weighed(signals, "sentence"), 6), signals)
        )
    return sorted(choices, key=lambda c: (c.signals["question"], -c.score, c.hit.passage.document, c.sentence.start))


def hits_of(choices: Sequence[Choice]) -> list[Hit]:
    """The passages that the choices are of, each once."""
    return list({choice.hit.passage.id: choice.hit for choice in choices}.values())


def _nearness(hit: Hit, place: int, reader: Reader) -> float:
    match, learned = hit.matches[place], weights("sentence")
    near = {"rare": match.rare, "even": match.even, "fit": match.fit, "match": hit.match, "passage": hit.score}
    near["asked"] = reader.asked(hit, place)
    return round(sum(learned[name] * value for name, value in near.items()), 6)
