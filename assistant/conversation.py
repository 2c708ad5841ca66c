"""A turn made whole: what a follow-up leaves out is taken from the asker's own earlier questions. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence

JOIN = " → "

Turns = tuple[str, ...]

_CONTINUES = re.compile(
    r"\s*(?:and|but|also|or|so|then|what about|how about|what if only|in that case|same|instead|since when|really|why not|"
    r"are you sure|tell me more|more|go on|who else|what else|how so)\b",
    re.IGNORECASE,
)
_ADDS_A_FACT = re.compile(
    r"\s*(?:i['’]?m|i am|i was|i['’]?ll|i will|i earn|i make|i have|we|my|with|without|for|at|in|on|if|only|assume|assuming|"
    r"using|make it|now|say|not|no|yes|just)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:how|what|which|who|whom|whose|when|where|why|can|could|does|do|did|will|would|should)\b", re.IGNORECASE
)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|him|his|she|her|that|this|those|these|there|one|ones|the same|"
    r"the former|the latter|such)\b",
    re.IGNORECASE,
)
_POINTS_FORWARD = re.compile(
    r"\b(?:is|was) (?:it|that|this)\b.*\b(?:to|that|if)\b|\bthere (?:is|are|was|were)\b|"
    r"\b(?:is|are|was|were) there\b|\bthis year\b|\bsay(?:s|ing)? that\b|\bthat (?:the|a|an|all|any|plans?|trump|biden)\b|\bone (?:dollar|percent)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w()&$%.-]+")
_NAMES_ITS_MATTER = re.compile(
    r"\b(?:who|what|which|how) (?:is|are|was|does|did|big|much|many)\b|\b(?!for|in|with|at)[a-z0-9()]{3,} (?:limits?|rules?|plans?|match|act|order|"
    r"funds?|penalty|tax|assets|reserves?|letter|report|statement|catch-?up|contributions?)\b|\b(?:max|limit|maximum) \S*[a-z]",
    re.IGNORECASE,
)
_PLAN_NAME = re.compile(r"\b(401|403|457|415|402)[ -]?\(?([abckg])(?:\)?['’]?s\b|\)|\b)", re.IGNORECASE)
_READERS_WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b(?:{said})\b", re.IGNORECASE), meant)
    for said, meant in (
        (r"who (?:wrote|has written|penned)|written by|whose article", "author"),
        (r"(?:take|takes|took|taking|pull|pulling|get|getting)(?: \w+){0,3} out|cash(?:ing)? out", "withdraw early"),
        (r"(?:put|puts|putting|stash|sock)(?: \w+){0,3} (?:in|into|away|aside)", "contribute"),
        (r"arguments? against|cons|downsides?|drawbacks?|objections?", "critics"),
        (r"arguments? for|pros|upsides?", "supporters"),
        (r"bosse?s?|company match|my (?:company|work|job)", "employer"),
        (r"too much|over the limit|over-?contribut\w*", "excess"),
        (r"caps?|ceiling|max", "limit"),
        (r"dol", "Labor Department"),
        (r"eo|e\.o\.", "executive order"),
    )
)
_SHORT, _BRIEF = 4, 12
_MOST_EARLIER = 8
_READ_FOR_RETRIEVAL = 3


def clean_turns(question: str, history: Sequence[str]) -> Turns:
    """The earlier questions, oldest first, and the question, each on one line and free of what joins them."""
    lines = (" ".join(turn.replace(JOIN.strip(), " ").split()) for turn in (*history, question))
    *earlier, last = lines
    return (*filter(None, earlier), last)


def resolve(turns: Turns) -> Turns:
    """The turns that make the last one whole: the earlier ones it leans on, oldest first, then itself.

    A question leans on the one before when it opens as a continuation, adds a fact without asking, is a fragment
    of four words or fewer, or points back with a pronoun; that one may lean on its own predecessor, to eight back.
    """
    *before, last = turns
    taken = [last]
    for earlier in reversed(before):
        if not leans_back(taken[0]) or len(taken) > _MOST_EARLIER:
            break
        taken.insert(0, earlier)
    return tuple(taken)


def leans_back(question: str) -> bool:
    """Whether a question cannot stand without the one before it."""
    length = len(_WORD.findall(question))
    opens = bool(_CONTINUES.match(question)) and length <= _BRIEF
    if opens or (length <= _SHORT and not _NAMES_ITS_MATTER.search(question)):
        return True
    if _ADDS_A_FACT.match(question) and not _ASKS.search(question):
        return True
    return bool(_POINTS_BACK.search(question)) and not _POINTS_FORWARD.search(question)


def retrieval_query(turns: Sequence[str]) -> str:
    """What to search documents for: the question and at most the two turns before it."""
    return " ".join(turns[-_READ_FOR_RETRIEVAL:])


def in_documents_words(question: str) -> str:
    """The question as the documents would spell it: "401ks" as "401(k)", and behind readers' words for a thing the
    term of the trade."""
    question = _PLAN_NAME.sub(lambda name: f"{name[1]}({name[2].lower()})", question)
    terms = [meant for said, meant in _READERS_WORDS if said.search(question) and meant.lower() not in question.lower()]
    return f"{question} ({', '.join(terms)})" if terms else question
