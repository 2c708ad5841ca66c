"""Names in a question: figures, events and coins by the words that people use for them, longest name first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant.patterns import lazy_pattern
from assistant.types import Facts

Names = tuple[tuple[str, tuple[str, ...]], ...]

_TOKEN = lazy_pattern(
    r"401\s?\(?k\)?(?:'?s)?(?![a-z0-9])|403\s?\(?b\)?(?:'?s)?(?![a-z0-9])|457\s?\(?b?\)?(?:'?s)?(?![a-z0-9])"
    r"|(?<=[a-z])'s\b|[a-z]+|\d+(?:[.,]\d+)*"
)
_SILENT = frozenset({"'s", "the", "a", "an"})
_LONGEST = 7


@dataclass(frozen=True, slots=True)
class Mention:
    """The thing called ``name`` stands in the text at ``[start, end)``."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    start: int
    end: int


def _tokens(plain: str) -> list[_Token]:
    found = (_Token(_stem(match[0]), match.start(), match.end()) for match in _TOKEN.finditer(plain))
    return [token for token in found if token.word not in _SILENT]


def _stem(word: str) -> str:
    if word[0].isdigit():
        return (
            word[:3] + {"401": "k", "403": "b", "457": ""}[word[:3]]
            if word[:3] in ("401", "403", "457") and not word.isdigit()
            else word
        )
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


@dataclass(frozen=True, slots=True, eq=False)
class Same:
    """The facts of one corpus as a key: two keys are equal when they are of the very same object."""

    facts: Facts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.facts is other.facts

    def __hash__(self) -> int:
        return id(self.facts)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases in their matching form with what each stands for, and the words that phrases open with."""

    phrases: Mapping[str, str]
    openings: frozenset[str]


@lru_cache(maxsize=32)
def lexicon(names: Names) -> Lexicon:
    """Every alias in its matching form, and the name that it stands for; the first of two equal aliases wins."""
    phrases: dict[str, str] = {}
    for name, aliases in names:
        for alias in aliases:
            phrases.setdefault(" ".join(token.word for token in _tokens(alias.lower())), name)
    phrases.pop("", None)
    return Lexicon(phrases, frozenset(phrase.split(" ", 1)[0] for phrase in phrases))


def find_mentions(plain: str, known: Lexicon) -> tuple[Mention, ...]:
    """The names in a text from left to right, without overlaps, the longest at each place."""
    tokens = _tokens(plain)
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        longest = min(_LONGEST, len(tokens) - at) if tokens[at].word in known.openings else 0
        for length in range(longest, 0, -1):
            name = known.phrases.get(" ".join(token.word for token in tokens[at : at + length]))
            if name is not None:
                found.append(Mention(name, tokens[at].start, tokens[at + length - 1].end))
                at += length
                break
        else:
            at += 1
    return tuple(found)


def figure_names(facts: Facts) -> Names:
    """The figures of a corpus with their labels and aliases."""
    return tuple((each.name, (each.label, *each.aliases)) for each in facts.figures.values())


def parameter_names(facts: Facts, unit: str) -> Names:
    """The parameters of one unit with their labels and aliases."""
    return tuple((each.name, (each.label, *each.aliases)) for each in facts.parameters.values() if each.unit == unit)


def distinct(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """The first mention of each name, in order."""
    seen: dict[str, Mention] = {}
    for mention in mentions:
        seen.setdefault(mention.name, mention)
    return tuple(seen.values())
