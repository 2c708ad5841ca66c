"""A turn made whole: what a follow-up leaves out is taken from the turns it leans on. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.conversation import words as w
from assistant.conversation.slots import exchanged, of_kind, offered
from assistant.conversation.turns import Turns, opened
from assistant.corpus.glossary import Glossary, in_documents_words, spelled, terms_in

_END = " \t?!.,;:"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to search for: ``text``, the last turn as whole as the rules make it and in the documents' words, of which
    ``turn`` is what that turn itself asks."""

    text: str
    turn: str


def wanted(turns: Turns, glossary: Glossary = ()) -> Wanted:
    """What the last of ``turns`` asks for, each of which leans on the one before it (see ``resolve``)."""
    first, *later = (spelled(w.TURNS_AWAY.sub("", turn, count=1) or turn, glossary) for turn in turns)
    _, rest = opened(first)
    first = rest if w.ASKS.search(rest) else first
    whole = Wanted(first, first)
    for turn in later:
        whole = _made_whole(turn, whole, glossary)
    text = in_documents_words(whole.text, glossary)
    return Wanted(text, text if whole.turn == whole.text else whole.turn)


def _made_whole(turn: str, before: Wanted, glossary: Glossary) -> Wanted:
    """The question before when the turn only wants more of it; that question with the turn's year, plan, person … in
    place of its own; or else the turn with the question before in parentheses."""
    _, rest = opened(turn)
    if not w.words_of(rest) or w.ASKS_FOR_MORE.fullmatch(rest):
        return before
    if not w.ASKS.search(rest):
        rest = w.TRAILS.sub("", rest)
        if text := _swapped(rest.strip(_END), before.text, glossary):
            return Wanted(text, text)
    said = rest.strip(_END)
    return Wanted(f"{said} ({before.text.strip(_END)})?", said)


def _swapped(fragment: str, before: str, glossary: Glossary) -> str:
    """The question before with what the fragment puts in another's place, and the rest of the fragment behind it; ""
    when it takes nothing's place."""
    text = before
    for slot in offered(fragment, glossary):
        if old := of_kind(slot.kind, text, glossary):
            text = exchanged(text, old, fragment[slot.start : slot.end], glossary)
    return _joined(text, _units(fragment, glossary)) if text != before else ""


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
