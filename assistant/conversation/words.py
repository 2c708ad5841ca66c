"""The small words of English questions: what opens a follow-up, what points back, and what carries no matter."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.patterns import lazy_pattern

_PREFACE = (
    r"(?:(?:ok(?:ay)?|kk?|so|oh|ah|hm+|hmm+|um+|well|right|cool|great|nice|thanks|thx|ty|got it|wait|sorry|yeah|yes|yep|lol|wow|"
    r"huh|interesting|i see|gotcha|alright|hey)\b[\s,.!;:-]*)*"
)
PREFACE = lazy_pattern(_PREFACE, re.IGNORECASE)
OPENS = lazy_pattern(
    _PREFACE + r"(?:(?:and|but|also|or|so|then|now|plus|no|nope|not|actually|instead|even|only|just)\b[\s,]*)*"
    r"(?:(?:what about|what abt|wat about|how about|how abt|hows about|what of|what if(?: only| it['’]?s| i['’]?m)|and if|same (?:question |thing )?(?:for|with|in|at|but)|same|"
    r"ditto|i meant?|make (?:it|that)|change (?:it|that) to|i'?m asking about|in that case)\b[\s,]*)?",
    re.IGNORECASE,
)
TURNS_AWAY = lazy_pattern(
    _PREFACE
    + r"(?:(?:an?|one)? ?(?:new|other|another|different|unrelated|separate|last|next|quick)[\s,]*(?:question|topic|subject|thing|q)\b|"
    r"(?:un|not )related\b|(?:changing|change|switching|switch)(?: of| the)? (?:subject|topic|gears)s?\b|moving on\b|forget (?:that|it)\b|never ?mind\b|"
    r"something (?:else|different)\b|on (?:to )?(?:another|a different) (?:note|topic|subject)\b|completely different\b)[\s,.:;!-]*",
    re.IGNORECASE,
)
ASKS = lazy_pattern(
    r"\b(?:how|what|what['’]?s|which|who|who['’]?s|whom|whose|when|where|why|can|could|does|do|did|will|would|should)\b|"
    r"^\W*(?:is|are|was|were|has|have|had|may|must|isn['’]?t|aren['’]?t)\b",
    re.IGNORECASE,
)
ADDS_A_FACT = lazy_pattern(
    r"\s*(?:i['’]?m|i am|i was|i['’]?ll|i will|i earn|i make|i have|we|my|with|without|for|at|in|on|if|only|assume|assuming|"
    r"using|make it|now|say|not|no|yes|just|under|by|from|as of|since|before|after|except|including|excluding)\b",
    re.IGNORECASE,
)
POINTS_BACK = lazy_pattern(
    r"\b(?P<person>it|its|they|them|their|theirs|he|him|his|she|her|itself|himself|themselves)\b|"
    r"(?:^|\b(?:is|was|are|does|did|do|has|will|would|can|could|of|about|for|by|to|in|on|at|with|after|before|since|like|from|than|"
    r"why|how|when|and|but|if|read|not)\s+)that\b|\bthat(?:['’]s|\W*$|\s+(?:one|law|rule|plan|case|money|year|day)\b)|"
    r"\bthis\b|\bthese\b|\bthose\b(?! (?:who|that|with|in|of|whose)\b)|\b(?:which|that|this|another|the|the \w+|\d{4}) ones?\b(?!\s+[a-z])|\bones?\W*$|"
    r"\b(?:in|from|over) there\b|\bthere\W*$|\b(?:the same|the former|the latter|the others?|the rest|neither|such(?! as\b))\b|\bboth\b(?!.*\band\b)",
    re.IGNORECASE,
)
POINTS_FORWARD = lazy_pattern(
    r"\b(?:is|was) (?:it|that|this)\b.*\b(?:to|that|if)\b|\bthis (?:year|month|quarter|desk)\b|"
    r"\bmake it (?:easier|harder|possible|legal)\b",
    re.IGNORECASE,
)
WITHIN = lazy_pattern(
    r"\b(?:when|while|if|because|that|which|who|whom|before|after|since|until|how|why|where|whether|as|and|or|but|than|think|thinks|say|says|said)\s+$",
    re.IGNORECASE,
)
POSSESSIVES = frozenset("its their his her itself himself themselves".split())
POINTED = lazy_pattern(
    r"\b(?:the|this|that|these|those|said)\s+([a-z][\w-]+)\b(?!\s+(?:on|of|from|about|for|against|by|called|named|that|act)\b)",
    re.IGNORECASE,
)
MEANING = lazy_pattern(
    r"\b(?:what|who)(?:['’]?s|\s+(?:is|are|was|were))\s+(?!the\b|my\b|your\b|that\b|this\b|it\b)(?:an?\s+)?\w|\bdefine\b|\bmeaning of\b|\bwhat does .+ (?:mean|stand for)\b|\bhow do(?:es)? .+ work\b",
    re.IGNORECASE,
)
TRAILS = lazy_pattern(
    r"[\s,]+(?:too|either|instead|as well|then|though|tho|also|again|exactly|specifically|though|in that case|alone|only)\W*$",
    re.IGNORECASE,
)
ASKS_FOR_MORE = lazy_pattern(
    r"(?:really|seriously|are you sure|you sure|u sure|sure|source|sources|says who|proof|citation|tell me more|more|more details?|details|go on|keep going|continue|"
    r"elaborate|explain|say more|and\??|so\??|ok|for example|like what|such as|e\.?g\.?)\W*",
    re.IGNORECASE,
)
_WORD = lazy_pattern(r"[$€£]?\w+(?:[.,'’&/-]\w+)*(?:\(\w+\))*%?")
_NUMBER = lazy_pattern(r"[$€£]\d[\d,.]*(?:k|m|bn|tn)?|\d[\d,.]*(?:%|st|nd|rd|th|s)?")
_EMPTY = frozenset(
    "a an the of in on for to at by with from into about over under between than as and or but so if then else also not no yes too "
    "i me my mine we us our you your he him his she her it its they them their theirs this that these those there here one ones "
    "what which who whom whose when where why how much many more most less least any anything anyone some something all each both other "
    "others another same such only just even still ever again now really actually exactly please pls ok is are was were be been being am "
    "do does did done doing has have had having can could may might will would shall should must get gets got getting let lets say says "
    "said saying tell tells told know knows explain mean means meant think thinks want wants need needs give gives gave given make makes made "
    "go goes going went come comes came happen happens happened work works thing things stuff kind kinds type types way ways lot bit big "
    "large small high low long old main biggest largest best involved included affected covered worst key good bad true s t re ll ve d false right available possible allowed able "
    "apply applies effect reason reasons example examples fact facts deal case part parts point points question answer info details "
    " today currently yet already since until till before after during while because there's what's who's it's that's i'm don't "
    "isn't doesn't didn't aren't can't wanna whats anybody nobody somebody someone everyone count counts mention mentions mentioned cover "
    "covers affect affects involve involves include includes per out up down off".split()
)
_VERBS = frozenset(
    "sign write wrote written ban bans allow allows issue issues set sets put puts take takes took taken pay pays buy buys sell sells hold holds "
    "held change changes use uses start starts begin begins began end ends stop stops run runs ran call calls add adds ask asks argue argues win won "
    "lose lost oppose opposes support supports propose proposes rescind rescinds repeal withdraw publish publishes announce announces estimate "
    "estimates compute calculate compare find finds found show shows see saw look become became keep kept rise rose fall fell grow grew "
    "require requires force forces exceed exceeds define calls differ differs replace replaces last lasts".split()
)


def words_of(text: str) -> list[str]:
    """Every word and number as written."""
    return _WORD.findall(text)


def matter(text: str) -> list[str]:
    """The words that carry what a text is about, numbers among them, each once and as written."""
    kept = (word for word in words_of(text) if word.lower() not in _EMPTY or (word.isupper() and len(word) > 1))
    return list({word.lower(): word for word in kept}.values())


def things(words: Iterable[str]) -> list[str]:
    """Those words that name things: no common verbs, and no past forms, which tell what was done to them."""
    return [word for word in words if word.lower() not in _VERBS and not re.fullmatch(r"[a-z]{3,}ed", word)]


def is_number(word: str) -> bool:
    """Whether a word is only a number, an amount, a share or a year."""
    return bool(_NUMBER.fullmatch(word.lower()))
