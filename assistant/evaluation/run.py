"""Questions put to the desk: what it found, what it answered, and whether every quote stands in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from assistant.engine import Assistant
from assistant.errors import BadRequest
from assistant.evaluation.questions import Place, Question
from assistant.index.search import Index
from assistant.types import Answer

MOST_PASSAGES, MOST_SENTENCES = 10, 3
_GOLD_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class Found:
    """What one wording of an answerable question finds: the ids of the passages and the places of the sentences, best
    first, and the best sentence ("" when there is none)."""

    passages: tuple[int, ...]
    sentences: tuple[Place, ...]
    best: str


_NOTHING = Found((), (), "")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question and what came of it.

    ``right_passages`` are all that the index has. ``in_full`` is what the follow-up finds in words that need no
    history. ``gold`` is the text of the right places. ``misplaced`` counts the ``quotes`` that are not in their place.
    """

    question: Question
    answer: Answer
    found: Found
    in_full: Found | None
    right_passages: frozenset[int]
    gold: str
    quotes: int
    misplaced: int


def absent_documents(index: Index, questions: Iterable[Question]) -> list[str]:
    """The documents that answerable questions name and the index lacks, sorted. Raises BadRequest when it lacks all."""
    named = {document for question in questions if question.answerable for document in question.documents}
    absent = sorted(named.difference(index.document_ids()))
    if named and len(absent) == len(named):
        raise BadRequest(
            f"The index has no document that the questions name (such as {absent[0]!r}). "
            "Give the documents that they are about: --documents DOCUMENTS.jsonl, or a folder of them."
        )
    return absent


def ask_all(desk: Assistant, questions: Sequence[Question]) -> Iterator[Outcome]:
    """The outcome of each question, in order, as soon as it is there."""
    for question in questions:
        answer = desk.ask(question.text, question.history)
        yield Outcome(
            question=question,
            answer=answer,
            found=_find(desk, question.text, question.history) if question.answerable else _NOTHING,
            in_full=_find(desk, question.full) if question.answerable and question.full else None,
            right_passages=right_passages(desk.index, question),
            gold=_gold(desk, question),
            quotes=len(answer.citations),
            misplaced=misplaced_quotes(desk, answer),
        )


def right_passages(index: Index, question: Question) -> frozenset[int]:
    """The ids of the passages that overlap a right place; without places, of all passages of the right documents."""
    passages = (passage for document in sorted(question.documents) for passage in index.passages_of(document))
    places = {passage.id: Place(passage.document, passage.start, passage.end) for passage in passages}
    if not question.spans:
        return frozenset(places)
    return frozenset(id for id, place in places.items() if any(place.overlaps(span) for span in question.spans))


def misplaced_quotes(desk: Assistant, answer: Answer) -> int:
    """How many citations do not stand in their documents, or are not what the sentence says that cites them."""
    quotes = {n: sentence.text for sentence in answer.sentences if sentence.kind == "quote" for n in sentence.citations}
    return sum(
        desk.document(cited.document).text[cited.start : cited.end] != cited.quote
        or quotes.get(cited.n, cited.quote) != cited.quote
        for cited in answer.citations
    )


def _find(desk: Assistant, text: str, history: Sequence[str] = ()) -> Found:
    hits = desk.search(text, MOST_PASSAGES, history)
    choices = desk.rank(text, history)
    places = (Place(c.hit.passage.document, c.sentence.start, c.sentence.end) for c in choices[:MOST_SENTENCES])
    return Found(tuple(hit.passage.id for hit in hits), tuple(places), choices[0].text if choices else "")


def _gold(desk: Assistant, question: Question) -> str:
    """The opening of what the right places say; nothing of documents that the index lacks."""
    texts = []
    for span in question.spans:
        with suppress(KeyError):
            texts.append(" ".join(desk.document(span.document).text[span.start : span.end].split()))
    return " … ".join(texts)[:_GOLD_CHARACTERS]
