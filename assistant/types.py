"""The records that travel between the parts: frozen, typed, free of behaviour beyond their own form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, Literal, NamedTuple

Status = Literal["answered", "needs_input", "declined"]
SentenceKind = Literal["quote", "computed", "notice"]
Origin = Literal["question", "history", "default", "parameter", "figure", "document"]
Span = tuple[int, int]
Value = Decimal | tuple[Decimal, Decimal] | str | None


@dataclass(frozen=True, slots=True)
class Document:
    """One stored text and what is known of its original.

    ``text`` is exactly what offsets count in, in Unicode code points: for text and Markdown files the whole
    file as decoded, front matter included; for other formats what was extracted. Only ``text[body:]`` is quoted.
    Dates are ISO strings, as precise as the source gives them. ``sha256`` is of ``text`` in UTF-8. ``valid_from`` and
    ``valid_until`` are the first and the last day on which it is in force, ``superseded_by`` the id of its successor.
    """

    id: str
    text: str
    sha256: str
    title: str
    body: int = 0
    markdown: bool = False
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    as_of: str | None = None
    url: str | None = None
    kind: str | None = None
    certainty: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    superseded_by: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A quotable slice ``[start, end)`` of a document, with the heading that it stands under."""

    start: int
    end: int
    heading: str = ""
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """Neighbouring sentences of one document, the unit of retrieval; ``text`` is ``document.text[start:end]``."""

    document: str
    start: int
    end: int
    text: str
    sentences: tuple[Sentence, ...]
    id: int = -1


class SentenceMatch(NamedTuple):
    """How a sentence of a passage meets a question, by late interaction: ``pieces`` is for each piece of the asked words
    the cosine of the nearest token; ``rare`` and ``even`` are its means weighted by rarity and by the square root of
    that; ``fit`` is the cosine of the mean tokens of both under the learned projection. All at most 1, in context,
    estimated from one bit."""

    pieces: tuple[float, ...]
    rare: float
    even: float
    fit: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found. ``score`` ranks (0 to 1 within one search); ``cosine`` is of the whole
    passage and the query (-1 to 1), ``bm25`` the lexical score (0 or more, 0 when no word matched), ``match`` the late
    interaction with the whole passage, and ``matches`` that with each of its sentences."""

    passage: Passage
    score: float
    cosine: float
    bm25: float
    match: float
    matches: tuple[SentenceMatch, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence of the corpus that states a fact: ``quote == text[start:end]`` of that document."""

    document: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """What a parameter is from ``since`` on: a calendar year ("2025") or an ISO date. ``value`` is a range for
    phase-outs and None when the thing did not exist (``reason`` says so)."""

    since: str
    value: Value
    certainty: str
    source: str | None
    evidence: Evidence | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """One quantity set by law. ``annual``: each calendar year has a value of its own and a year without one is
    unknown; otherwise a value holds until the next. ``unknown`` maps years looked for in vain to (date, note)."""

    name: str
    label: str
    unit: str
    annual: bool
    definition: str
    reference: str
    aliases: tuple[str, ...]
    values: tuple[ParameterValue, ...]
    unknown: Mapping[int, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Observation:
    """A figure as measured on ``as_of`` and first printed on ``published``, rounded to ``rounded_to``."""

    as_of: str
    published: str | None
    value: Decimal
    rounded_to: Decimal | None
    certainty: str
    source: str | None
    evidence: Evidence
    note: str | None = None
    formula: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured quantity and its observations, oldest first."""

    name: str
    label: str
    unit: str
    definition: str
    aliases: tuple[str, ...]
    observations: tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class Succession:
    """A thing that held from ``since`` (None when not known) and no longer from ``until`` on, ISO dates as precise as
    known: the sentences that tell it as it was, and the one that says what ended it and when."""

    name: str
    since: str | None
    until: str
    said: tuple[Evidence, ...]
    ended: Evidence


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A term as the documents print it, and what readers write for it.

    ``spellings`` are put in its place; ``plain`` words stay and call for the term besides; neither counts inside one
    of ``unless``. Terms of one ``kind`` take each other's place in a follow-up. ``definition`` says what it is.
    """

    term: str
    spellings: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    kind: str | None = None
    definition: Evidence | None = None


@dataclass(frozen=True, slots=True)
class FaqEntry:
    """Wordings of a question, and the sentences of one document that answer it; none where no document does."""

    asked: tuple[str, ...]
    answer: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A wording of an FAQ entry near a question; ``likelihood`` (0 to 1) is that of both having the same answer, worked
    out from ``signals``: "fit", the cosine of both under the learned projection."""

    asked: str
    answer: tuple[Evidence, ...]
    likelihood: float
    signals: Mapping[str, float]

    def is_answered_by(self, document: str, start: int) -> bool:
        """Whether the sentence that begins there is of its answer."""
        return (document, start) in ((sentence.document, sentence.start) for sentence in self.answer)


@dataclass(frozen=True, slots=True)
class Facts:
    """The parameters and figures of a corpus by name, and what followed what, by the day on which it did; empty for
    a folder of documents only."""

    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    successions: tuple[Succession, ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a quote stands: ``quote == text[start:end]`` of the document whose text hashes to ``sha256``."""

    n: int
    document: str
    title: str
    publisher: str | None
    author: str | None
    published: str | None
    as_of: str | None
    url: str | None
    kind: str | None
    quote: str
    start: int
    end: int
    sha256: str


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence shown: a slice of a document, the lead of a computation, or the desk's own notice."""

    text: str
    kind: SentenceKind
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Input:
    """A number that went into a computation. ``value`` is a plain decimal in ``unit``; ``citation`` is the number
    of the citation that states it, None when the asker said so."""

    name: str
    value: str
    unit: str
    display: str
    as_of: str | None
    origin: Origin
    citation: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One line of arithmetic: ``expression`` is in plain decimals and operators and evaluates to ``value``."""

    label: str
    expression: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a branch table or a series."""

    label: str
    value: str
    unit: str
    display: str


@dataclass(frozen=True, slots=True)
class Calculation:
    """A computed number with its proof. ``value`` is exact, in the base unit: dollars, percentage points, coins,
    days, a year, or an ISO date."""

    name: str
    value: str
    unit: str
    display: str
    formula: str
    inputs: tuple[Input, ...]
    steps: tuple[Step, ...]
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a way of answering came to, before citations are numbered against the corpus: citation ``n`` of a
    sentence or an input is ``evidence[n - 1]``."""

    status: Status
    reason: str | None
    sentences: tuple[AnswerSentence, ...]
    evidence: tuple[Evidence, ...] = ()
    calculation: Calculation | None = None
    slots: Mapping[str, Any] = field(default_factory=dict)
    suggestions: tuple[str, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the desk says to one question, and how that came about. ``id`` is the receipt; ``confidence`` (0 to 1) is
    how likely the best sentence found is to answer, None where no sentence was sought (a computed number is proven)."""

    id: str
    question: str
    resolved: str
    status: Status
    reason: str | None
    text: str
    sentences: tuple[AnswerSentence, ...]
    calculation: Calculation | None
    citations: tuple[Citation, ...]
    slots: Mapping[str, Any]
    suggestions: tuple[str, ...]
    corpus: str
    today: str
    confidence: float | None = None
    elapsed_ms: float = field(default=0.0, compare=False)

    def to_dict(self) -> dict[str, Any]:
        """The answer as the JSON object of the contract, keys in its order."""
        return asdict(self)
