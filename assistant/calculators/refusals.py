"""Questions that fixed code refuses by name: predictions, advice, other countries, and nonsense."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.calculators import compounding, payments
from assistant.calculators.protocol import declines
from assistant.calculators.reading import Reading
from assistant.patterns import lazy_pattern
from assistant.types import Finding

_MONEY_SUBJECT = lazy_pattern(
    r"\b(?:401|403|457|iras?\b|roth|retire\w*|catch[- ]?up|contribut\w*|defer\w*|bitcoin|btc|crypto\w*|ether(?:eum)?|eth\b|withdraw\w*|cash(?:ing)? out|roll(?:ing)? ?over|match|max(?:ing)? out|savings?|pension|rmd|"
    r"loan|borrow\w*|invest\w*|allocat\w*|limit|portfolio|nest egg|hardship|penalt\w*|inflows?)"
)
_SAVING = lazy_pattern(
    r"\b(?:401|403|457|iras?\b|roth|retire\w*|bitcoin|btc|crypto\w*|ether(?:eum)?|eth\b|pensions?|nest egg)"
)
_PREDICTS = lazy_pattern(
    r"\b(?:predict\w*|forecast\w*|projection|projected|your guess|best guess|crystal ball|price target)\b"
    r"|\bwhat will (?:the )?(?:price of )?(?:bitcoin|btc|ether|ethereum|eth|crypto\w*|market|stocks?|my (?:401|ira|balance|account))"
    r"|\bwhat will (?:the )?[^?.]{0,40}(?:limit|max\w*|catch[- ]?up|threshold|cap)s? (?:be(?! (?:found|published|announced|released|posted))|look|go)"
    r"|\bwill (?:the )?(?:price of )?(?:bitcoin|btc|ether|ethereum|eth|crypto\w*|the market|stocks?)[^?.]{0,40}\b(?:go|rise|hit|reach|be(?! (?:put|added|forced|in|allowed))|fall|crash|moon|double|increase|drop|cost|trade)\b"
    r"|\bwill (?:the )?[^?.]{0,40}(?:limit|catch[- ]?up|cap|threshold)s?(?! (?:have|need) to\b)[^?.]{0,20}\b(?:go|rise|increase|be(?! (?:found|published|announced|released|posted))|change|hit|reach)\b"
    r"|\bwhen will (?:bitcoin|btc|eth|ether|the limit|the 401)"
    r"|\b(?:be|is|grow) (?:it )?worth (?:in|by|when|at retirement)\b|\bworth (?:in \d+ years|when i retire|by retirement|by 20[3-9]\d)|\bhow much will (?:i|my (?:401|ira|balance|account|nest))[^?.]{0,40}(?:have(?! to)|be(?! (?:allowed|able|permitted))|grow|worth|retire)"
    r"|\bhow (?:many years|long|soon) (?:until|till|til|before) (?:the )?[^?.]{0,40}(?:limit|max\w*|catch[- ]?up|threshold|cap)s?[^?.]{0,20}\b(?:reach\w*|hits?|tops?|pass\w*|exceeds?|is|are|gets?)\b"
    r"|\bgrow to\b|\bif (?:it|the market|i earn|it grows|returns)[^?.]{0,20}\b\d+ ?(?:%|percent)[^?.]{0,20}(?:a year|per year|annually|return)"
    r"|\bhow (?:high|low) will\b|\bexpected (?:price|return|limit)\b|\bdo you (?:think|expect)\b"
)
_ADVICE = lazy_pattern(
    r"(?:^|[,.;!] |\b(?:so|and|but|hey|hi|ok|please|now|then) )should (?:i|we|my (?:wife|husband|parents?|mom|dad|spouse))\b(?! be (?:getting|able)| (?:believe|worry|trust|take .{1,40} seriously)\b)|(?<!what )(?<!much )\b(?:is|would) it (?:be )?(?:a good|a bad|smart|wise|better|worth it|worth|dumb|safe|stupid|best)\b|\bam i better off|\bwhich (?:is|one is|would be) (?:better|best|smarter)"
    r"|\b(?:do|would|can|could) you (?:recommend|advise|suggest)|\bwhat (?:do|would) you (?:recommend|advise|suggest)|\bgood idea\b|\bbetter to\b|\bwhat should i (?:do|invest|buy|pick|choose)|\badvice\b|\broth or (?:traditional|pre-?tax|regular)\b(?!.*limit)|\bhow (?:much|should) (?:of my [^?.]{0,24})?should i (?:put|invest|allocate|hold)? ?(?:in|into)? ?(?:bitcoin|crypto|btc|eth|stocks|bonds)"
    r"|\bhow much (?:bitcoin|crypto|btc|stock) should i|\bbest (?:fund|investment|way to invest|allocation|coin)\b|\bshould i (?:put|invest|buy|sell|hold|cash out|roll|withdraw|take|choose|do roth|go roth|max|contribute|move|convert|borrow)\b(?![^?]*\bper (?:paycheck|month))"
    r"|(?<!much )(?<!when )(?<!percent )\bshould i (?:just |even |really |also |still |maybe )*(?:yank|pull|cash|dump|liquidate|empty|drain|go all|go big|throw|gamble|bet|switch|swap|stop|keep|leave|load up|yolo|pay off|buy|sell)\b|\bworth it\b|\b(?:smart|wise|dumb|foolish|stupid|crazy|unwise) to\b"
)
_BARE_ADVICE = lazy_pattern(r"(?:^|[,.;!?] ?|\b(?:so|and|but|or) )(?:should (?:i|we)|what should (?:i|we) do)\W*$")
"""Asks for advice on what was said before."""
_HOW_MUCH_TO = lazy_pattern(
    r"\b(?:how much|what (?:percent\w*|%|rate|share|amount)|what)\b[^?.]{0,30}should (?:i|we)\b[^?.]{0,60}\b(?:max\w*|limit|reach|hit|get (?:the )?(?:full|whole|all|entire|max)|full match|not (?:exceed|go over)|avoid)"
    r"|\bhow much\b[^?.]{0,60}\broth or (?:traditional|pre-?tax|regular)\b|\b(?:too much|excess\w*|over-?contribut\w*)\b.*\bwhat should (?:i|we) do\b"
)
_COUNTRY = lazy_pattern(
    r"\b(?:canad(?:a|ian)|rrsps?|tfsas?|uk\b|u\.k\.|united kingdom|british|britain|england|isas?\b|sipps?|superannuation|australian?|germany?|german|france|french|japan(?:ese)?|nisa\b|ideco|india(?:n)?|epf\b|ppf\b|nps\b|"
    r"mexic\w+|swiss|switzerland|ireland|irish|netherlands|dutch|new zealand|kiwisaver|singapore|cpf\b|hong kong|china|chinese|korean?|brazil\w*|spain|spanish|ital(?:y|ian))\b"
)
_INSTEAD = ("What is the 401(k) limit?",)
_LIMIT_WORDS = lazy_pattern(r"\b(?:limits?|max\w*|how much|contribut\w*|cap|allowance|penalty|assets?)\b")
_AMERICAN = lazy_pattern(r"\b(?:401|us |u\.s\.|america\w*|roth|ira\b|irs)\b")


def screen(reading: Reading) -> Finding | None:
    """A refusal for what no calculator may answer; None when the question may go on."""
    plain = reading.plain
    if (
        _COUNTRY.search(plain)
        and _LIMIT_WORDS.search(plain)
        and not (_AMERICAN.search(plain) and not re.search(r"rrsp|tfsa|superannuation|sipp|kiwisaver", plain))
    ):
        return declines(
            "other_country",
            "This desk holds the rules of the United States only; it has nothing on plans of other countries.",
            suggestions=_INSTEAD,
        )
    bare = bool(_BARE_ADVICE.search(plain))
    if _MONEY_SUBJECT.search(plain) or bare:
        return _foretells_or_advises(reading, bare) or _nonsense(reading)
    return None


def screen_of_documents(reading: Reading) -> Finding | None:
    """The same where there are documents alone, of whatever subject: what asks to foretell or advise about savings."""
    found = _foretells_or_advises(reading, bare=False) if _SAVING.search(reading.plain) else None
    return replace(found, suggestions=()) if found else None


def _foretells_or_advises(reading: Reading, bare: bool) -> Finding | None:
    plain = reading.plain
    if _PREDICTS.search(plain) and not (bare or compounding.recognise(reading) or payments.recognise(reading)):
        return declines(
            "prediction",
            "This desk tells what is published and works out what it comes to; it does not predict prices, returns or limits.",
            suggestions=_INSTEAD,
        )
    if _ADVICE.search(plain) and not _HOW_MUCH_TO.search(plain):
        return declines(
            "advice",
            "This desk does not advise anyone what to do with their money; it can tell what its documents say about a choice that you name.",
            suggestions=_INSTEAD,
        )
    return None


def _nonsense(reading: Reading) -> Finding | None:
    for age in reading.of("age"):
        if age.value > 120 or age.value < 0:
            return declines(
                "invalid_input",
                f"An age of {age.text} is not one that a saver can have; ages from 0 to 120 are.",
                suggestions=("I'm 61",),
            )
    for born in reading.of("birth_year"):
        if not reading.today.year - 120 <= born.value <= reading.today.year:
            return declines(
                "invalid_input",
                f"A birth year of {born.value} is not one that a living saver can have.",
                suggestions=("I was born in 1965",),
            )
    return None
