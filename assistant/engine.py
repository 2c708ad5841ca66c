"""The journey of a question, from words to a proven answer."""

from __future__ import annotations

import os
import sys
import threading
import time
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from assistant import __version__
from assistant.answers.choosing import Choice
from assistant.answers.citing import compose_text, number_citations
from assistant.answers.composing import NOT_HELD, Moment, decline
from assistant.answers.days import asked_day
from assistant.answers.quoting import defined, quoted, ranked
from assistant.answers.receipts import compare, prove, read_answer, receipt
from assistant.calculators import NOT_UNDERSTOOD, calculate
from assistant.conversation import JOIN, Turns, clean_turns, resolve, turns_away, wanted
from assistant.corpus.glossary import definition_of
from assistant.errors import BadRequest, CorpusError, IndexUnusable
from assistant.index.embedding import Encoder, open_encoder
from assistant.index.manifest import generation_folder
from assistant.index.question import content_words
from assistant.index.search import Index
from assistant.settings import Settings
from assistant.text import asked_parts
from assistant.types import Answer, Document, Facts, Finding, Hit

if TYPE_CHECKING:
    from assistant.index.build import BuildReport
    from assistant.index.filling import Progress

MOST_CHARACTERS = 2000
MOST_TURNS = 20
SURE = 0.6
_SEVERAL = 3


class Assistant:
    """The desk over one index. Safe to share between threads; a newly built index is taken up at the next question."""

    def __init__(self, settings: Settings, encoder: Encoder) -> None:
        """Raises IndexUnusable when the index is missing, damaged or another encoder's."""
        self.settings = settings
        self._encoder = encoder
        self._reopening = threading.Lock()
        self._open = self._opened()

    def ask(self, question: str, history: Sequence[str] = (), today: date | None = None) -> Answer:
        """One answer. ``history`` are the asker's earlier questions, oldest first.

        A question that cannot be answered comes back as a declined answer; BadRequest is for callers' mistakes
        (a history that is not a list of at most 20 texts).
        """
        started = time.perf_counter()
        index = self.index
        day = today or self.settings.today or date.today()
        turns = clean_turns(question, _checked_history(history))
        finding, used = _refusal(turns, question) or _found(turns, index, day)
        return _answer(question, JOIN.join(used), finding, index, day, started)

    def verify(self, data: Any) -> list[str]:
        """What does not hold in an answer given as its JSON object; empty when all of it is proven.

        Quotes, steps and inputs are proven on their own; when the corpus is the one of the answer, the question is
        asked again and every field compared. Raises BadRequest when the object is not an answer.
        """
        answer = read_answer(data)
        index = self.index
        failures = list(prove(answer, index.document, index.facts))
        if answer.corpus != index.manifest.corpus:
            return [*failures, f"corpus: the answer is from {answer.corpus}, here is {index.manifest.corpus}"]
        try:
            today = date.fromisoformat(answer.today)
        except (TypeError, ValueError):
            return [*failures, f"today: {answer.today!r} is not a date"]
        turns = answer.resolved.split(JOIN)
        return [*failures, *compare(answer, self.ask(turns[-1], turns[:-1], today))]

    def search(self, query: str, k: int = 10, history: Sequence[str] = ()) -> list[Hit]:
        """The at most ``k`` best passages for a query, best first; a follow-up is made whole from ``history``."""
        index = self.index
        return index.search(index.read(*_wanted(_turns(query, history, index), index)), k)

    def rank(self, question: str, history: Sequence[str] = ()) -> list[Choice]:
        """The sentences found for a question, best first, whether or not the gate would let them out."""
        index = self.index
        return ranked(index, index.read(*_wanted(_turns(question, history, index), index)))

    def document(self, document_id: str) -> Document:
        """A document of the corpus as indexed. Raises KeyError when there is none of that id."""
        return self.index.document(document_id)

    def health(self) -> dict[str, Any]:
        """What is being served: the corpus hash, and how many documents and passages."""
        manifest = self.index.manifest
        return {"corpus": manifest.corpus, **manifest.counts, "version": __version__}

    @property
    def index(self) -> Index:
        """The index in force. Another generation that a build has put in place is taken up, unless it is damaged."""
        try:
            if generation_folder(self.settings.index) != self._open.folder:
                with self._reopening:
                    self._open = self._opened()
        except IndexUnusable as error:
            print(f"{error} Serving the one already open.", file=sys.stderr)
        return self._open

    def _opened(self) -> Index:
        return Index(self.settings.index, self._encoder)


def open_desk(settings: Settings, progress: Progress | None = None, encoder: Encoder | None = None) -> Assistant:
    """The desk over a corpus and its index. A missing, stale, damaged or foreign index is built first, said on stderr.

    When a stale index cannot be brought up to date, it serves as it is, and that is said too.
    """
    encoder = encoder or open_encoder(settings.encoder, settings.cache, model=settings.model, index=settings.index)
    desk: Assistant | None = None
    try:
        desk = Assistant(settings, encoder)
        reason = "the corpus has changed since it was built" if desk.index.is_stale(settings.corpus) else ""
    except IndexUnusable as error:
        reason = error.reason
    if desk and not reason:
        return desk
    print(f"Building the index in {settings.index}: {reason}.", file=sys.stderr)
    try:
        build(settings, progress)
    except CorpusError as error:
        if desk is None:
            raise
        print(f"{error}\nUntil that is mended, answers come from the index built before.", file=sys.stderr)
        return desk
    return Assistant(settings, encoder)


def build(settings: Settings, progress: Progress | None = None, *, check: bool = False) -> BuildReport:
    """Brings the index up to the corpus and puts the encoder beside it; files left out are named on stderr.
    With ``check`` every file of the index is proven by its hash first."""
    from assistant.index.build import build_index
    from assistant.index.embedding.exported import put_beside

    encoder = open_encoder(settings.encoder, settings.cache, os.cpu_count() or 1, settings.model)
    report = build_index(settings.corpus, settings.index, encoder, *([progress] if progress else []), check=check)
    put_beside(encoder, settings.index)
    for fault in report.unreadable:
        print(f"Left out: {fault}", file=sys.stderr)
    return report


def _refusal(turns: Turns, question: str) -> tuple[Finding, Turns] | None:
    """Questions that hold nothing to answer."""
    if len(question) > MOST_CHARACTERS:
        told = f"The question has {len(question):,} characters; please ask it in at most {MOST_CHARACTERS:,}."
        return decline("invalid_input", told), turns[-1:]
    if not any(character.isalnum() for character in question):
        return decline("invalid_input", "Please type a question in words."), turns[-1:]
    return None


def _found(turns: Turns, index: Index, day: date) -> tuple[Finding, Turns]:
    """What the calculators say, else the documents. Where the calculators could not place a part of the question, the
    documents answer if they do."""
    computed = _computed(turns, index.facts, day)
    if computed and computed[0].reason != NOT_UNDERSTOOD:
        return computed
    told = _quoted(turns, index, day)
    return told if computed is None or (told[0].confidence or 0) >= SURE else computed


def _computed(turns: Turns, facts: Facts, day: date) -> tuple[Finding, Turns] | None:
    """What the calculators say in the light of all turns, with the fewest of them that lead to the same."""
    finding = calculate(turns[-1], turns[:-1], facts, day)
    if finding is None:
        return None
    fewer = (turns[first:] for first in range(len(turns) - 1, 0, -1))
    return finding, next((few for few in fewer if calculate(few[-1], few[:-1], facts, day) == finding), turns)


def _quoted(turns: Turns, index: Index, day: date) -> tuple[Finding, Turns]:
    """What the documents say to the last turn; where they are not sure of it as it stands, and it is none that turns to
    something else, with the turns before, if they are then sure."""
    found = _told(resolve(turns, index.facts.glossary), index, day)
    unsure = found[0].reason == NOT_HELD or (found[0].status == "answered" and (found[0].confidence or 1) < SURE)
    if unsure and len(found[1]) == 1 < len(turns) and not turns_away(turns[-1]):
        before = resolve(turns[:-1], index.facts.glossary)
        leaning = _told((*before, turns[-1]), index, day)
        if (leaning[0].confidence or 0) >= SURE and _speaks_of(leaning[0], turns[-1], index):
            return leaning
    return found


def _speaks_of(finding: Finding, turn: str, index: Index) -> bool:
    """Whether an answer is given, and to the turn and not only to those before: of a turn of several words one is in it."""
    asked = {stem for word in content_words(turn) for stem in index.stems(word)}
    told = {stem for each in finding.evidence for stem in index.stems(each.quote)}
    return finding.status == "answered" and (len(asked) < _SEVERAL or bool(asked & told))


def _told(turns: Turns, index: Index, day: date) -> tuple[Finding, Turns]:
    if meaning := definition_of(turns[-1], index.facts.glossary):
        return defined(meaning), turns[-1:]
    moment = Moment(asked_day(turns[-1], day), day, index.facts)
    parts = asked_parts(turns[-1])
    each = [_wanted((*turns[:-1], *parts[:n]), index) for n in range(1, len(parts) + 1)] if len(parts) > 1 else []
    return quoted(index, *_wanted(turns, index), moment, each), turns


def _turns(question: str, history: Sequence[str], index: Index) -> Turns:
    return resolve(clean_turns(question[:MOST_CHARACTERS], _checked_history(history)), index.facts.glossary)


def _wanted(turns: Turns, index: Index) -> tuple[str, str]:
    """What to search for, and what of it the last turn itself asks."""
    want = wanted(turns, index.facts.glossary)
    return _readable(want.text), _readable(want.turn)


def _readable(text: str) -> str:
    """A text without control characters and lone surrogates, which no index holds."""
    if text.isprintable():
        return " ".join(text.split())
    kept = (" " if unicodedata.category(c) == "Cc" else c for c in text if unicodedata.category(c) != "Cs")
    return " ".join("".join(kept).split())


def _checked_history(history: Sequence[str]) -> tuple[str, ...]:
    if isinstance(history, str) or not all(isinstance(turn, str) for turn in history):
        raise BadRequest("history should be a list of the earlier questions, each a text.")
    return tuple(turn[:MOST_CHARACTERS] for turn in history[-MOST_TURNS:])


def _answer(question: str, resolved: str, finding: Finding, index: Index, day: date, started: float) -> Answer:
    finding, citations = number_citations(finding, index.document)
    answer = Answer(
        id="",
        question=question,
        resolved=resolved,
        status=finding.status,
        reason=finding.reason,
        text=compose_text(finding.sentences),
        sentences=finding.sentences,
        calculation=finding.calculation,
        citations=citations,
        slots=finding.slots,
        suggestions=finding.suggestions,
        confidence=finding.confidence,
        corpus=index.manifest.corpus,
        today=day.isoformat(),
    )
    return receipt(answer, elapsed_ms=round((time.perf_counter() - started) * 1000, 1))
