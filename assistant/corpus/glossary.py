"""Readers' words and the documents' words: a question spelled as the documents are, by the glossary of the corpus."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import groupby

from assistant.caching import by_identity
from assistant.patterns import lazy_pattern
from assistant.types import Evidence, GlossaryEntry

Glossary = tuple[GlossaryEntry, ...]

GAPS = ("…", "...")
_SPACE, _GAP = r"(?:\s+|-)", r"\s+(?:[^\s?!;]+\s+){0,3}?"
_BEFORE, _AFTER = r"(?<![\w.$])", r"(?=['’]s(?!\w)|(?!\w|\(\w|[.'’]\w))"
_SHORTEST_WITH_PLURAL = 3
_IN_BRACKETS = lazy_pattern(r"\s*\(([^()]{2,})\)$")
_POLITE = r"(?:(?:so|ok|okay|and|but|hey|hi|sorry|please|can you|could you|quick question|tell me)[\s,:]+)*"
_MEANT = r"(?P<term>.+?)"
_ASKS_MEANING = tuple(
    lazy_pattern(form, re.IGNORECASE)
    for form in (
        rf"{_POLITE}what (?:do|does) (?:you|they|people|it) mean by {_MEANT}",
        rf"{_POLITE}(?:what|who)(?:['’]?s|\s+(?:is|are|does|do))?\s+(?:the )?(?:meaning|definition) of {_MEANT}",
        rf"{_POLITE}(?:what|who)(?:['’]?s|\s+(?:is|are|does|do|exactly is|even is))?\s+{_MEANT}"
        r"(?:\s+(?:means?|stands? for|exactly|again|anyway|even|in plain english|in simple terms|please|pls))*",
        rf"{_POLITE}(?:define|explain|meaning of|definition of)\s+(?:what )?{_MEANT}(?: is| are| means)?",
        rf"{_MEANT}[\s,:-]+(?:meaning|definition|means|stands for)(?: what)?",
    )
)
_ARTICLE = lazy_pattern(r"(?:an?|the|these|this)\s+", re.IGNORECASE)
_EDGES = " \t\n?!.,:;\"'“”‘’"


_ENDS = " .?!"
_HELD = 256


def has_gap(phrase: str) -> bool:
    """Whether other words may stand between those of the phrase ("take … out")."""
    return any(word in GAPS for word in phrase.split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A place ``text[start:end]`` that names the term of an entry."""

    entry: GlossaryEntry
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class _Matching:
    """One expression whose alternatives are groups, and the entry of each group in turn."""

    pattern: re.Pattern[str] | None
    entries: tuple[GlossaryEntry, ...]

    @cached_property
    def find(self) -> Callable[[str], tuple[Mention, ...]]:
        """Where a text names an entry, in order of place. The last texts are kept: a question is read by several rules."""
        return lru_cache(_HELD)(lambda text: tuple(self._found(text)))

    def _found(self, text: str) -> Iterator[Mention]:
        for match in self.pattern.finditer(text) if self.pattern else ():
            entry = self.entries[(match.lastindex or 1) - 1]
            if not any(start < match.end() and match.start() < end for start, end in _left_alone(entry, text)):
                yield Mention(entry, match.start(), match.end())


@dataclass(frozen=True, slots=True)
class _Compiled:
    """``plain`` are the phrases of readers' plain words by entry, each with what one of its first words begins with."""

    written: _Matching
    named: _Matching
    plain: tuple[tuple[tuple[str, ...], re.Pattern[str], GlossaryEntry], ...]
    definitions: dict[str, Evidence]


def in_documents_words(question: str, glossary: Glossary) -> str:
    """The question as the documents would write it: other spellings replaced ("401ks" by "401(k)"), and the terms that
    readers' plain words call for behind its end in brackets, each once: told beside the question, not asked. What is in
    the documents' words stays as it is."""
    text = spelled(question, glossary)
    terms = _called(text, _compile(glossary).plain)
    return f"{text.rstrip(_ENDS)}? ({', '.join(terms)})" if terms else text


def spelled(text: str, glossary: Glossary) -> str:
    """The text with other spellings of a term replaced by the term; nothing is put behind it."""
    return _replaced(text, _compile(glossary).written.find(text))


def _called(text: str, plain: Iterable[tuple[tuple[str, ...], re.Pattern[str], GlossaryEntry]]) -> tuple[str, ...]:
    """The terms that the plain words of the text call for and that it does not hold."""
    lower = text.lower()
    near = ((pattern, entry) for begins, pattern, entry in plain if any(map(lower.__contains__, begins)))
    called = (entry for pattern, entry in near if _is_called(text, pattern, entry))
    return tuple(dict.fromkeys(entry.term for entry in called if _head(entry.term).lower() not in lower))


def terms_in(text: str, glossary: Glossary) -> tuple[Mention, ...]:
    """Where the text holds a term or another spelling of it, in order of place."""
    return _compile(glossary).written.find(text)


def definition_of(question: str, glossary: Glossary) -> Evidence | None:
    """The sentence that says what a term is, when the question asks just that ("what's a QDIA", "define ERISA")."""
    definitions = _compile(glossary).definitions
    for text in dict.fromkeys((question, spelled(question, glossary))):
        for form in _ASKS_MEANING:
            match = form.fullmatch(text.strip(_EDGES))
            name = _plainest(_ARTICLE.sub("", match["term"].strip(_EDGES), count=1)) if match else ""
            if found := definitions.get(name) or definitions.get(name.removesuffix("s")):
                return found
    return None


def mentions(text: str, glossary: Glossary) -> tuple[Mention, ...]:
    """Where the text names a term that has a kind or a definition, by any of its names, in order of place."""
    return _compile(glossary).named.find(text)


@by_identity
def _compile(glossary: Glossary) -> _Compiled:
    apart = [entry for entry in glossary if entry.kind or entry.definition]
    return _Compiled(
        written=_matching(glossary, lambda entry: (entry.term, *entry.spellings)),
        named=_matching(apart, _names),
        plain=tuple((_begins(entry.plain), _phrases(entry.plain), entry) for entry in glossary if entry.plain),
        definitions={
            _plainest(name): entry.definition for entry in apart if entry.definition for name in _names(entry)
        },
    )


def _matching(entries: Iterable[GlossaryEntry], names: Callable[[GlossaryEntry], Iterable[str]]) -> _Matching:
    """The longest name wins where several begin at one place; they are tried by their first letter, which is quick."""
    pairs = sorted(((name, entry) for entry in entries for name in names(entry)), key=lambda pair: -len(pair[0]))
    if not pairs:
        return _Matching(None, ())
    pairs.sort(key=lambda pair: _first_letter(pair[0]))
    groups = groupby((name for name, _ in pairs), key=_first_letter)
    tried = "|".join(
        f"(?={re.escape(first)})(?:{'|'.join(f'({_phrase(name)})' for name in some)})" for first, some in groups
    )
    pattern = re.compile(f"{_BEFORE}(?:{tried}){_AFTER}", re.IGNORECASE)
    return _Matching(pattern, tuple(entry for _, entry in pairs))


def _first_letter(name: str) -> str:
    """The letter that every form of a name begins with; "" when they differ ("save/put up")."""
    letters = {choice[:1].lower() for choice in name.split()[0].split("/")}
    return letters.pop() if len(letters) == 1 else ""


def _names(entry: GlossaryEntry) -> list[str]:
    """Everything that names the term: itself, itself without what stands in brackets, that, and readers' words."""
    short = _IN_BRACKETS.search(entry.term)
    own = (entry.term, _head(entry.term), *([short[1]] if short else ()))
    plain = (phrase for phrase in entry.plain if not has_gap(phrase))
    return list(dict.fromkeys((*own, *entry.spellings, *plain)))


def _head(term: str) -> str:
    return _IN_BRACKETS.sub("", term)


def _begins(phrases: Iterable[str]) -> tuple[str, ...]:
    """What every first word of the phrases begins with, in lower case, up to an apostrophe, which may be left out."""
    spaced = (phrase.replace("-", " ").split() for phrase in phrases)
    firsts = (next(word for word in words if word not in GAPS) for words in spaced)
    return tuple(dict.fromkeys(word.lower().split("'")[0] for first in firsts for word in first.split("/")))


@cache
def _phrases(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"{_BEFORE}(?:{'|'.join(map(_phrase, phrases))}){_AFTER}", re.IGNORECASE)


def _phrase(phrase: str) -> str:
    """Words apart by space or hyphen, "take/took" either, "…" up to three words; a plural s may follow."""
    pattern, space = "", ""
    for word in phrase.replace("-", " ").split():
        if word in GAPS:
            space = _GAP
            continue
        parts = word.split("/")
        choices = parts if all(len(part) > 1 for part in parts) else [word]
        one = "|".join(re.escape(choice).replace("'", "['’]?") for choice in choices)
        pattern += space + f"(?:{one})"
        space = _SPACE
    return pattern + ("s?" if phrase[-1].isalpha() and len(phrase) >= _SHORTEST_WITH_PLURAL else "")


def _left_alone(entry: GlossaryEntry, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _phrases(entry.unless).finditer(text)] if entry.unless else []


def _is_called(text: str, pattern: re.Pattern[str], entry: GlossaryEntry) -> bool:
    found = [match.span() for match in pattern.finditer(text)]
    spans = _left_alone(entry, text) if found else []
    return any(all(end <= first or last <= start for first, last in spans) for start, end in found)


def _replaced(text: str, found: Iterable[Mention]) -> str:
    """The text with each mention in the spelling of its term; one that is the term already stays as it is."""
    parts, done = [], 0
    for mention in found:
        said = text[mention.start : mention.end]
        kept = said.lower().startswith(mention.entry.term.lower())
        parts += [text[done : mention.start], said if kept else mention.entry.term]
        done = mention.end
    return "".join([*parts, text[done:]])


def _plainest(name: str) -> str:
    """A name without case, hyphens and curly quotes, to be looked up by."""
    return " ".join(name.lower().replace("-", " ").replace("’", "'").split())
