"""From ranked sentences to what is shown: one quote or several, what came after them, or a decline that says what is
missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answers.choosing import Choice, hits_of
from assistant.answers.conflicts import figures_conflict
from assistant.answers.kinds import demands, kinds_asked
from assistant.answers.signals import DEPENDENT, nearest
from assistant.answers.validity import newer_values, overlap, succession
from assistant.index.question import STOP_WORDS, Question
from assistant.patterns import lazy_pattern
from assistant.types import AnswerSentence, Evidence, Facts, Finding, Passage, Sentence

Quote = tuple[Evidence, tuple[Evidence, ...]]

MOST_QUOTES, MOST_CHARACTERS = 4, 600
_NEAR_THE_BEST, _AS_GOOD, _NEXT = 4.0, 2.0, 12
_COVERS, _ALIKE = 8.0, 0.75
_MOST_FOLLOWING, _FOLLOWS_WELL = 2, 2.0
_NEAREST, _MOST_CONFLICTS, _LOOKED_AT, _OF_THE_WHOLE = 3, 2, 10, 2
_SAME = 0.5
_WANTS_SEVERAL = lazy_pattern(
    r"\b(?:why|how (?:do|does|did|can|could|would|will|is|are|was|were|come)|which|what (?:are|were|do|does|did|kinds?|types?|else)|who (?:are|were|else)|"
    r"explain|describe|list|tell me|critics?|criticism|supporters?|arguments?|reasons?|risks?|differences?|compare|vs|versus)\b",
    re.IGNORECASE,
)
_ASKS_TWICE = lazy_pattern(
    r"(?:\b(?:and|n|or)|[,;&+/:]) ?(?:(?:by|to|for|from|at|in|on|of|over|with|within|under|after|before|until|if so,?) )?(?:what|when|how|who|whom|why|where|which)\b|"
    r"[,;] (?:and|n) if\b|\?.+\?| \+ | / ",
    re.IGNORECASE,
)
_PIECE_FOUND = 0.55
_IS_A_THING = lazy_pattern(
    r"(?!.*(?:ly|ing|ed)$)(?!(?:ppl|people|someone|anyone|thing|old|new|any|last|next|besides|once|due|across|per|around|else|whats?|whos|didnt|dont|isnt|aint|gonna|gotta|these|days)\b)\w{3,}",
    re.IGNORECASE,
)
NOT_HELD = "not_in_corpus"
_NOT_HELD_SAID = "My documents do not hold an answer to this question."
_NOTHING_ON = 'My documents hold nothing on "{}".'
_NOT_SAID = "My documents do not hold an answer to this question: no sentence found says {}."
_SAY = {
    "individual": "who, by name",
    "day": "on which day",
    "date": "when",
    "age": "at what age",
    "change": "how that changed",
    "reaction": "what was said to that",
    "list": "which ones, by name",
    "place": "in which place",
    "votes": "how the votes fell",
    "contact": "how to get in touch",
    "share": "what share",
    "count": "how many",
    "money": "at what price",
    "amount": "how much",
    "reason": "why",
}
"""What a decline says is not told, for the kinds of things that questions ask for, the narrower ones first."""
_NEAREST_FOLLOW = "The nearest sentences that they do hold:"
_SAID_UNKNOWN = "My documents say that this is not known, or was not when they were written:"
_DIFFER = "My documents give figures that differ in base, date or source:"


@dataclass(frozen=True, slots=True)
class Moment:
    """When a question is answered: ``day``, which it asks about, and ``today``, with what the corpus knows of time."""

    day: date
    today: date
    facts: Facts


def quote_answer(
    question: Question, choices: Sequence[Choice], confidence: float, moment: Moment, parts: Sequence[Choice] = ()
) -> Finding:
    """The best sentences as an answer, with what superseded them: the best and at most one more where a single thing is
    asked for, else up to four in the order of their documents; figures that conflict side by side. ``parts`` are the
    best for each part of a question that has several."""
    of_a_fact = any(kind.family == "fact" for kind in kinds_asked(question.turn))
    several = not parts and _wants_several(question.turn, of_a_fact)
    rivals = _conflicting(choices) if of_a_fact and not parts else []
    if parts:
        chosen = _of_parts(parts, choices)
    elif rivals:
        chosen = [choices[0], *rivals]
    else:
        chosen = _worth_quoting(question, choices, several)
    quotes = _apart([(_quote(choice, choices), _same_elsewhere(choice, choices)) for choice in chosen])
    together = () if rivals else _answer_together(question, choices[0])
    if together:
        quotes = _apart([*((sentence, ()) for sentence in together), *quotes])
    if not rivals and (together or not parts):
        least = max(1, len(together))
        quotes = [pair for n, pair in enumerate(quotes, 1) if n <= least or _length(quotes[:n]) <= MOST_CHARACTERS]
    if several and not together and not rivals:
        quotes = _in_order(quotes)
    shown = [quote for quote, _ in quotes]
    added = [
        *succession(shown, moment.facts, moment.today),
        *newer_values(question.asked, shown, moment.facts, moment.today),
    ]
    evidence: list[Evidence] = []
    sentences = [AnswerSentence(_DIFFER, "notice")] if rivals else []
    for quote, twins in [*quotes, *((one, ()) for one in dict.fromkeys(added) if not _within(one, shown))]:
        evidence += [quote, *twins]
        numbers = range(len(evidence) - len(twins), len(evidence) + 1)
        sentences.append(AnswerSentence(quote.quote, "quote", tuple(numbers)))
    return Finding("answered", None, tuple(sentences), tuple(evidence), confidence=confidence)


def decline_for_want(question: Question, choices: Sequence[Choice], confidence: float) -> Finding:
    """A refusal with the reason ``NOT_HELD`` that says what is missing and shows the nearest sentences."""
    first: dict[str, Choice] = {}
    for choice in choices:
        first.setdefault(choice.hit.passage.document, choice)
    shown = [_quote(choice, ()) for choice in [*first.values()][:_NEAREST]]
    notice = _missing(question, choices)
    notice = f"{notice} {_NEAREST_FOLLOW}" if shown else notice
    quotes = (AnswerSentence(evidence.quote, "quote", (n,)) for n, evidence in enumerate(shown, 1))
    sentences = (AnswerSentence(notice, "notice"), *quotes)
    return Finding("declined", NOT_HELD, sentences, tuple(shown), confidence=confidence)


def decline_as_unknown(choice: Choice, confidence: float) -> Finding:
    """A refusal with the reason "unknown" that quotes the sentence in which the corpus says that it does not know, or that
    the thing had not come."""
    said = _quote(choice, ())
    sentences = (AnswerSentence(_SAID_UNKNOWN, "notice"), AnswerSentence(said.quote, "quote", (1,)))
    return Finding("declined", "unknown", sentences, (said,), confidence=confidence)


def decline(reason: str, notice: str, suggestions: tuple[str, ...] = ()) -> Finding:
    """A refusal by name, without looking anything up."""
    return Finding("declined", reason, (AnswerSentence(notice, "notice"),), suggestions=suggestions)


def _answer_together(question: Question, best: Choice) -> tuple[Evidence, ...]:
    """The sentences that by the FAQ answer the question together, the best of them ``best``; none where it knows no
    question that is likely enough the same."""
    for known in question.known:
        if known.likelihood < _SAME:
            break
        if len(known.answer) > 1 and known.is_answered_by(*best.start):
            return known.answer
    return ()


def _length(quotes: Sequence[Quote]) -> int:
    return sum(len(quote.quote) for quote, _ in quotes)


def _of_parts(parts: Sequence[Choice], choices: Sequence[Choice]) -> list[Choice]:
    """The best sentence for each part, then the best for the whole, as far as they say something else; within 600
    characters."""
    taken: list[Choice] = []
    for choice in (*parts, *choices[:_OF_THE_WHOLE]):
        fits = sum(len(other.text) for other in (*taken, choice)) <= MOST_CHARACTERS or not taken
        if fits and len(taken) < MOST_QUOTES and all(_adds_to(choice, other) for other in taken):
            taken.append(choice)
    return taken


def _worth_quoting(question: Question, choices: Sequence[Choice], several: bool) -> list[Choice]:
    """The best sentence and those nearly as good that say something else, each time the one that is best and meets
    words of the question that those before leave unmet; within 600 characters."""
    least = choices[0].score - (_NEAR_THE_BEST if several else _AS_GOOD)
    taken, left = [choices[0]], [choice for choice in choices[1:_NEXT] if choice.score >= least]
    while left and len(taken) < (MOST_QUOTES if several else 2):
        length = sum(len(choice.text) for choice in taken)
        left = [c for c in left if length + len(c.text) <= MOST_CHARACTERS and all(_adds_to(c, t) for t in taken)]
        if left:
            taken.append(max(left, key=lambda choice: choice.score + _COVERS * _gain(question, choice, taken)))
            left.remove(taken[-1])
    return taken


def _gain(question: Question, choice: Choice, taken: Sequence[Choice]) -> float:
    """How much nearer the question's words are met with a further sentence, weighted by rarity."""
    met: list[float] = [max(column) for column in zip(*(_pieces(one) for one in taken), strict=True)]
    weights: list[float] = question.rare.tolist()
    near = zip(weights, _pieces(choice), met, strict=True)
    return float(sum(weight * max(0.0, own - others) for weight, own, others in near))


def _pieces(choice: Choice) -> tuple[float, ...]:
    return choice.hit.matches[choice.place].pieces


def _wants_several(asked: str, of_a_fact: bool) -> bool:
    return bool(_ASKS_TWICE.search(asked)) or (not of_a_fact and bool(_WANTS_SEVERAL.search(asked)))


def _adds_to(choice: Choice, other: Choice) -> bool:
    """Whether a sentence says something that the other does not: they share too few words."""
    one, two = (set(re.findall(r"\w+", each.text.lower())) - STOP_WORDS for each in (choice, other))
    return len(one & two) < _ALIKE * min(len(one), len(two))


def _conflicting(choices: Sequence[Choice]) -> list[Choice]:
    """Further sentences that answer nearly as well and give the same quantity another number."""
    taken = [choices[0]]
    for choice in choices[1:_LOOKED_AT]:
        if len(taken) > _MOST_CONFLICTS or choice.score < choices[0].score - _NEAR_THE_BEST:
            break
        if all(figures_conflict(other.text, choice.text) for other in taken):
            taken.append(choice)
    return taken[1:]


def _same_elsewhere(choice: Choice, choices: Sequence[Choice]) -> tuple[Evidence, ...]:
    """The same sentence in other documents, one place each."""
    twins: dict[str, Evidence] = {}
    for other in choices:
        document = other.hit.passage.document
        if other.text == choice.text and document != choice.hit.passage.document:
            twins.setdefault(document, Evidence(document, other.text, other.sentence.start, other.sentence.end))
    return tuple(twins.values())


def _apart(quotes: Sequence[Quote]) -> list[Quote]:
    """Quotes without those that another shows in part; one that goes further than one before stands in its place. Twins
    are kept only beside a quote that is the very sentence."""
    taken: list[Quote] = []
    for quote, twins in quotes:
        kept = quote, tuple(twin for twin in twins if twin.quote == quote.quote)
        shown = [n for n, (other, _) in enumerate(taken) if overlap(quote, other)]
        if not shown:
            taken.append(kept)
        elif len(shown) == 1 and taken[shown[0]][0].quote in quote.quote:
            taken[shown[0]] = kept
    return taken


def _in_order(quotes: Sequence[Quote]) -> list[Quote]:
    """Documents by their best quote, the quotes of each as they stand in it."""
    documents = list(dict.fromkeys(quote.document for quote, _ in quotes))
    return sorted(quotes, key=lambda pair: (documents.index(pair[0].document), pair[0].start))


def _within(quote: Evidence, shown: Sequence[Evidence]) -> bool:
    """Whether a part of the quote is shown already."""
    return any(overlap(quote, other) for other in shown)


def _quote(choice: Choice, choices: Sequence[Choice]) -> Evidence:
    """The sentence as one slice with the one before it when it points back to that, and with those after it that
    point back to it and answer nearly as well; within 600 characters. Neighbours stand in the same paragraph."""
    passage, chosen = choice.hit.passage, choice.sentence
    paragraph = [s for s in passage.sentences if s.paragraph == chosen.paragraph]
    scores = {other.sentence: other.score for other in choices if other.hit is choice.hit}
    first = last = paragraph.index(chosen)
    if first and _points_back(passage, chosen) and chosen.end - paragraph[first - 1].start <= MOST_CHARACTERS:
        first -= 1
    for following in paragraph[last + 1 : last + 1 + _MOST_FOLLOWING]:
        fits = following.end - paragraph[first].start <= MOST_CHARACTERS
        as_well = scores.get(following, -99.0) >= choice.score - _FOLLOWS_WELL
        if not (fits and as_well and _points_back(passage, following)):
            break
        last += 1
    start, end = paragraph[first].start, paragraph[last].end
    return Evidence(passage.document, passage.text[start - passage.start : end - passage.start], start, end)


def _points_back(passage: Passage, sentence: Sentence) -> bool:
    return bool(DEPENDENT.match(passage.text, sentence.start - passage.start))


def _missing(question: Question, choices: Sequence[Choice]) -> str:
    """What is missing: a name or several words side by side of which no sentence found speaks, else the kind of thing asked
    for that the nearest sentences lack, else one such word."""
    near = [piece >= _PIECE_FOUND for piece in nearest(hits_of(choices))] or [False] * len(question.pieces)
    run = next(_runs(question, near), "")
    if run and (" " in run or not run.islower()):
        return _NOTHING_ON.format(run)
    wanted = demands(question.turn, question.asked)
    held = {kind.name for choice in choices[:_NEAREST] for kind in wanted.held(choice.text)}
    lacked = {kind.name for kind in wanted.kinds} - held if choices else set()
    told = next((said for name, said in _SAY.items() if name in lacked), "")
    return _NOT_SAID.format(told) if told else _NOTHING_ON.format(run) if run else _NOT_HELD_SAID


def _runs(question: Question, near: Sequence[bool]) -> Iterator[str]:
    """Words of the question of which every piece is far from everything, neighbours together."""
    run: list[str] = []
    for word, found in _words(question, near):
        if found or word.lower() in STOP_WORDS or not _IS_A_THING.fullmatch(word):
            if run:
                yield " ".join(run)
            run = []
        else:
            run.append(word)
    if run:
        yield " ".join(run)


def _words(question: Question, near: Sequence[bool]) -> Iterator[tuple[str, bool]]:
    """Each word of the asked part, and whether any of its pieces was found."""
    place = 0
    for match in re.finditer(r"\w+", question.asked):
        inside: list[int] = []
        word = match.group().lower()
        while place < len(question.pieces) and len("".join(question.pieces[i] for i in inside)) < len(word):
            if question.pieces[place].lower() in word:
                inside.append(place)
            place += 1
        yield match.group(), any(near[i] for i in inside) if inside else True
