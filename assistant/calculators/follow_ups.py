"""Whether a question leans on the one before it, and what an asker has said of themselves."""

from __future__ import annotations

from decimal import Decimal

from assistant.calculators.protocol import Slot, Slots
from assistant.calculators.reading import Reading
from assistant.patterns import lazy_pattern

_PREFACE = r"(?:ok(?:ay)?,? |kk? |so |oh |ah,? |hm+,? |hmm+,? |um+,? |well,? |and |but |now |then |sorry,? |thanks,? |thx,? |cool,? |great,? |got it,? |right,? |wait,? |hold on,? |hang on,? |oops,? |my bad,? |yeah,? |yes,? |no,? |actually,? |please,? )*"
_CONTINUES = lazy_pattern(
    _PREFACE
    + r"(?:and|what about|what abt|how about|how abt|hows about|wat about|what if|same (?:but|for|thing|question|at|with|in|as)|ditto|instead|make (?:it|that)|change (?:it|that|the)|switch|swap|now|or|also|what of|i mean|i meant|"
    r"and if|but if|then|actually|no,? |nope|not|try|say|with|without|in|at|for|per|if|suppose|supposing|assume|assuming|imagine|let'?s say|pretend|plus|minus|less|as an? (?:%|pct|percent\w*|share|multiple|fraction|part)|as of|by|on|after|before|until|till|wait|oops|&|\+)(?!\w)"
)
_STATES = lazy_pattern(
    _PREFACE
    + r"(?:i'?m|i am|im|i (?:was born|turn|earn|make|have|put|get|contribute|defer|am|left|quit)|my|we(?:'re| are|re)?|s?he(?:'?s)?|they(?:'re)?|it'?s|\$?\d|born|single|married|joint|filing|age|about|around)\b"
)
_WHOLE = lazy_pattern(r"\b(?:how much|what is|what's|whats|what are|how many)\b")
_CHANGES_ONE = lazy_pattern(
    _PREFACE
    + r"(?:and|what (?:about|abt|if)|how (?:about|abt)|same|&|suppose|assume|say|plus|now|at|in|on|for|with|per)(?!\w)"
)
_ELSEWHERE_MARKS = lazy_pattern(
    r"\binstead\b|\bchanges? (?:any|some)thing|\b(?:does|would|will) (?:that|this|it) (?:change|matter|make a difference)|\btho(?:ugh)?\b|\bthen\W*$|\bfor that (?:one|year|age|case)|\b(?:the )?same (?:one|year|age|thing|question)\b|\bthat one\b"
)
_PRONOUN = lazy_pattern(
    r"(?:^|\b(?:was|is|are|were|does|did|would|makes?|about|of|do|be|is that|for|than|as) )(?:it|that|this|those|these|them|they|one)\b|\bthat'?s\b|\bits (?:share|percent\w*|value)\b|\bthe 20\d\d (?:figure|number|value|one|amount|level)\b|\boverall\b.{0,20}\bup\b"
)
_SUBJECT = lazy_pattern(
    r"\b40[13]\b|\b401 ?\(?k|\b457|\biras?\b|\broth\b|\bsimple\b|\btsp\b|\bcatch[- ]?ups?\b|\bhces?\b|\bkey e|\blimits?\b|\bmax\w*|\bassets?\b|\bmatch\w*|\b415|\bpenalt\w*|\bloan\b|\brmds?\b|\bmega\b|\bafter[- ]tax\b"
)
_ASKS_OTHER = lazy_pattern(
    r"\b(?:who|whose|why|what (?:is|are|was|were|does|did) (?:an? |the )?(?!(?:limit|max))|where|when|explain|tell me|does|did|is there|are there)\b"
)
_OF_THE_SAME = lazy_pattern(
    _PREFACE
    + r"how much (?:(?:of (?:it|that) )?(?:is|do i have|have i got|can i still (?:put in|add|contribute)|would be) (?:left|still left|remaining|over)|(?:money )?(?:do|does|will|would) (?:the |a |my )?(?:participant|saver|worker|employee|person|owner|he|she|i|they|we|you) (?:actually |really |then )?(?:receive|get|keep|end up with|still owe))\W*"
)
"""Asks what is left or received of the sum before."""
_WORD = lazy_pattern(r"\S+")
_MOST_WORDS = 14


def leans(reading: Reading) -> bool:
    """Whether a question opens as the continuation of another one, refers back to it, or is too short to stand alone."""
    plain = reading.plain
    words = len(_WORD.findall(plain))
    if words > _MOST_WORDS:
        return False
    if _OF_THE_SAME.fullmatch(plain):
        return True
    if words <= 3 or (_STATES.match(plain) and words <= 10 and "how" not in plain):
        return True
    if _ELSEWHERE_MARKS.search(plain) or (_PRONOUN.search(plain) and not _SUBJECT.search(plain)):
        return True
    if not _CONTINUES.match(plain):
        return False
    return not (_WHOLE.search(plain) and _SUBJECT.search(plain)) or bool(_CHANGES_ONE.match(plain))


def is_short_statement(reading: Reading) -> bool:
    """Whether a question that no row recognises may still fill a slot of the one before."""
    return len(_WORD.findall(reading.plain)) <= 12 and not _ASKS_OTHER.search(reading.plain)


_AGED = lazy_pattern(
    r"\b(?:i'?m|i am|im)(?: now| already)? (\d\d)\b(?! ?(?:%|percent|k\b|days|months|years? (?:from|away)))"
)
_ANOTHER = lazy_pattern(
    r"\b(?:s?he(?:'?s)?|they(?:'?re)?|wife|husband|spouse|partner|sister|brother|mom|mum|dad|mother|father|aunt|uncle|friend|boss)\b"
)
_ONESELF = lazy_pattern(r"\bi\b|\bmy\b|^born")


def told(reading: Reading) -> Slots:
    """What the asker said of themselves ("I'm 55"), to be remembered for later questions."""
    match = _AGED.search(reading.plain)
    if match:
        age = next((each for each in reading.of("age") if each.start >= match.start(1) - 1), None)
        return {"age": Slot(age.value, "history", age.text)} if age else {}
    born = reading.birth_years
    said = bool(born) and _ONESELF.search(reading.plain) and not reading.says(_ANOTHER)
    return {"birth_year": Slot(Decimal(born[0]), "history", str(born[0]))} if said else {}
