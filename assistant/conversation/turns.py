"""Which of the asker's earlier questions the last one leans on. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.conversation import words as w
from assistant.conversation.slots import slots
from assistant.corpus.glossary import Glossary, mentions, spelled
from assistant.patterns import lazy_pattern

JOIN = " → "

Turns = tuple[str, ...]

_BARE, _BRIEF, _MOST_EARLIER, _ENOUGH = 2, 14, 8, 2
_DIGIT_AND_LETTER = lazy_pattern(r"(?=.*\d)(?=.*[a-z])", re.IGNORECASE)
_NAME = lazy_pattern(r"(?<!^)(?<![.?!] )\b[A-Z][\w.&-]+")


def clean_turns(question: str, history: Sequence[str]) -> Turns:
    """The earlier questions, oldest first, and the question, each on one line and free of what joins them."""
    lines = (" ".join(turn.replace(JOIN.strip(), " ").split()) for turn in (*history, question))
    *earlier, last = lines
    return (*filter(None, earlier), last)


def resolve(turns: Turns, glossary: Glossary = ()) -> Turns:
    """The turns that make the last one whole: the earlier ones it leans on, oldest first, then itself.

    A question leans on the one before when it cannot stand without it (``leans_back``) or speaks of "the letter" where
    that one spoke of a letter; that one may lean on its own predecessor, to eight back.
    """
    first = len(turns) - 1
    while first > 0 and len(turns) - first <= _MOST_EARLIER and _leans_on(turns[first], turns[:first], glossary):
        first -= 1
    return turns[first:]


def _leans_on(question: str, before: Turns, glossary: Glossary) -> bool:
    if names_again(question, before[-1]):
        return True
    return leans_back(question, glossary) and not _has_no_place(question, before, glossary)


def _has_no_place(question: str, before: Turns, glossary: Glossary) -> bool:
    """Whether the question is a bare name ("genius act") and nothing of its kind was spoken of: a search of its own."""
    said = spelled(question, glossary)
    opening, rest = opened(said)
    asked = opening or w.ADDS_A_FACT.match(rest) or w.ASKS.search(rest) or _is_bare_query(question)
    if asked or len(w.words_of(question)) == 1 or not _only_names(said, glossary):
        return False
    kinds = {mention.entry.kind for mention in mentions(said, glossary)}
    spoken_of = {slot.kind for turn in before for slot in slots(spelled(turn, glossary), glossary)}
    return bool(kinds) and not kinds & spoken_of


def leans_back(question: str, glossary: Glossary = ()) -> bool:
    """Whether a question cannot stand without the one before it.

    It leans when it points back with a pronoun, opens as a continuation ("what about …", "for …"), adds a fact without
    asking, or names no matter of its own. It does not when it says that it is about something else.
    """
    if turns_away(question):
        return False
    if points_back(question):
        return True
    opening, rest = opened(spelled(question, glossary))
    asks = bool(w.ASKS.search(rest))
    goes_on = opening or w.ADDS_A_FACT.match(rest) or w.TRAILS.search(rest) or _is_bare_query(question)
    if goes_on and not asks and len(w.words_of(question)) <= _BRIEF:
        return True
    return not is_whole(rest, glossary)


def turns_away(question: str) -> bool:
    """Whether a question says that it is about something else."""
    return bool(w.TURNS_AWAY.match(question))


def _is_bare_query(question: str) -> bool:
    """A word or two with a question mark behind, which ask about what was spoken of: "IRAs?", "effective date?"."""
    return question.rstrip().endswith("?") and len(w.words_of(question)) <= _BARE


def opened(question: str) -> tuple[str, str]:
    """What opens a question as a continuation ("and what about"; "" when nothing does), and the rest of it."""
    polite = w.PREFACE.match(question)
    opening = w.OPENS.match(question)
    start, end = polite.end() if polite else 0, opening.end() if opening else 0
    return question[start:end].strip(), question[end:]


def points_back(question: str) -> bool:
    """Whether a pronoun stands for something that was said before, and not for what the question itself names."""
    text = w.POINTS_FORWARD.sub(lambda match: " " * len(match.group()), question)
    return any(not _within(match, text) for match in w.POINTS_BACK.finditer(text))


def _within(match: re.Match[str], text: str) -> bool:
    """Whether "it", "they" or "his" follows two things of its own sentence in a clause of theirs."""
    pronoun, before = match["person"], text[: match.start()]
    if pronoun is None or len(w.things(w.matter(before))) < _ENOUGH:
        return False
    return pronoun.lower() in w.POSSESSIVES or bool(w.WITHIN.search(before))


def names_again(question: str, earlier: str) -> bool:
    """Whether the question speaks of "the letter" and the earlier one of a letter, saying which."""
    told = {word.lower().removesuffix("s") for word in w.things(w.matter(earlier))}
    said = {match[1].lower().removesuffix("s") for match in w.POINTED.finditer(question)}
    identified = any(w.is_number(word) and len(word) >= len("2020") for word in w.words_of(question))
    return not identified and bool(said & told)


def is_whole(text: str, glossary: Glossary = ()) -> bool:
    """Whether a text names enough matter to be searched for by itself.

    Two things are enough, or one said to be of a number ("2020 letter"); a question does with one that is a name or
    that it asks the meaning of, a bare phrase with one of which a definition is known. A bare phrase of names that are
    all of one kind is not whole: it may take another's place ("private equity?").
    """
    own = w.matter(text)
    things = [word for word in w.things(own) if not w.is_number(word)]
    numbered = any(w.is_number(first) and then in things for first, then in pairwise(own))
    named = mentions(text, glossary)
    if w.ASKS.search(text):
        is_name = bool(named) or any(map(_DIGIT_AND_LETTER.match, things)) or bool(_NAME.search(text))
        known = bool(w.MEANING.search(text)) or (is_name and len(own) > 1)
        return len(things) + numbered > 1 or (len(things) == 1 and known)
    if _only_names(text, glossary):
        return len({mention.entry.kind for mention in named if mention.entry.kind}) > 1
    return len(things) + numbered > 1 or (bool(named) and len(things) == 1)


def _only_names(text: str, glossary: Glossary) -> bool:
    """Whether a text holds nothing but what another of its kind could replace, and numbers."""
    covered = " ".join(text[slot.start : slot.end] for slot in slots(text, glossary))
    return bool(covered) and all(word in covered or w.is_number(word) for word in w.matter(text))
