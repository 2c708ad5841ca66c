"""A turn made whole: what a follow-up leaves out is taken from the turns it leans on. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.conversation import words as w
from assistant.conversation.slots import exchanged, of_kind, offered
from assistant.conversation.turns import Turns, is_whole, names_again, opened, points_back
from assistant.corpus.glossary import Glossary, in_documents_words, spelled, terms_called, terms_in

_END = " \t?!.,;:"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to search for: ``text``, the last turn in the documents' words and as whole as the rules make it, and
    ``earlier``, the turns it leans on, newest first, as context of lower weight ("" when it stands alone)."""

    text: str
    earlier: str


@dataclass(frozen=True, slots=True)
class _Whole:
    """A turn made whole, the words for what it is about, the turns before it that are not in it, newest first, and
    what it adds to those when it is an earlier turn itself."""

    text: str
    subject: tuple[str, ...]
    earlier: Turns
    adds: str


def wanted(turns: Turns, glossary: Glossary = ()) -> Wanted:
    """What the last of ``turns`` asks for, each of which leans on the one before it (see ``resolve``)."""
    first, *later = (spelled(w.TURNS_AWAY.sub("", turn, count=1) or turn, glossary) for turn in turns)
    _, rest = opened(first)
    first = rest if w.ASKS.search(rest) else first
    whole = _Whole(first, _subject(first, glossary), (), first)
    for turn in later:
        whole = _made_whole(turn, whole, glossary)
    return Wanted(in_documents_words(whole.text, glossary), in_documents_words(" ".join(whole.earlier), glossary))


def _made_whole(turn: str, before: _Whole, glossary: Glossary) -> _Whole:
    """The turn with what it leaves out, by the form it has."""
    _, rest = opened(turn)
    if not w.words_of(rest) or w.ASKS_FOR_MORE.fullmatch(rest):
        return before
    if not w.ASKS.search(rest):
        return _swapped(rest, before, glossary)
    points = points_back(turn) or names_again(turn, before.text)
    if _asks_of_the_same(rest, points):
        text = _joined(rest, _matter(before.text, glossary))
        return _Whole(text, before.subject, before.earlier, text)
    earlier = (before.adds, *before.earlier)
    if points:
        return _Whole(_joined(rest, before.subject), before.subject or _subject(rest, glossary), earlier, rest)
    return _Whole(rest, _subject(rest, glossary) if is_whole(rest, glossary) else before.subject, earlier, rest)


def _asks_of_the_same(rest: str, points: bool) -> bool:
    """Whether only the asking word is new: "when?", "who else?", "how many states?", "why did that happen?"."""
    if points or w.AUXILIARY.search(rest):
        return not w.matter(rest)
    return bool(w.STARTS_WITH_WH.match(rest)) and len(w.things(w.matter(rest))) <= 1


def _swapped(fragment: str, before: _Whole, glossary: Glossary) -> _Whole:
    """The question before with the fragment's year, plan, person … in place of its own, and the rest behind it.

    A fragment with matter of its own that takes nothing's place is a search by itself, near the question before.
    """
    fragment = w.TRAILS.sub("", fragment).strip(_END)
    text, earlier, taken = before.text, before.earlier, False
    for slot in offered(fragment, glossary):
        if old := of_kind(slot.kind, text, glossary):
            text = exchanged(text, old, fragment[slot.start : slot.end], glossary)
            earlier = tuple(exchanged(turn, old, "", glossary) for turn in earlier)
            taken = True
    if not taken and is_whole(fragment, glossary) and not w.ADDS_A_FACT.match(fragment):
        return _Whole(fragment, _subject(fragment, glossary), (before.adds, *before.earlier), fragment)
    text = _joined(text, _units(fragment, glossary))
    return _Whole(text, _subject(text, glossary), earlier, text)


def _subject(text: str, glossary: Glossary) -> tuple[str, ...]:
    """The things a text is about."""
    return tuple(unit for unit in _matter(text, glossary) if w.things([unit]))


def _matter(text: str, glossary: Glossary) -> list[str]:
    """The words that carry a text's matter, and the terms that its plain words call for."""
    return [*_units(text, glossary), *terms_called(text, glossary)]


def _units(text: str, glossary: Glossary) -> list[str]:
    """The words that carry a text's matter; a term of the glossary stays in one piece."""
    units, done = [], 0
    for term in terms_in(text, glossary):
        said = text[term.start : term.end]
        units += [*w.matter(text[done : term.start]), *([said] if w.matter(said) else [])]
        done = term.end
    return list({unit.lower(): unit for unit in (*units, *w.matter(text[done:]))}.values())


def _joined(text: str, words: Iterable[str]) -> str:
    """The text with those of the words or terms behind it that it does not have."""
    said, lower = {word.lower() for word in w.words_of(text)}, text.lower()
    missing = [word for word in words if word.lower() not in said and not (" " in word and word.lower() in lower)]
    return f"{text.strip(_END)} {' '.join(missing)}" if missing else text
