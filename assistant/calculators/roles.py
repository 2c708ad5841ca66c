"""What a sum of money in a question is for, by the grammar around it: the nearest verb or noun decides, not the position."""

from __future__ import annotations

from typing import Literal

from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading
from assistant.patterns import lazy_pattern

Role = Literal["salary", "contributed", "planned", "employer", "claimed", "reach", "old_salary", ""]

_BEFORE = lazy_pattern(
    r"(?P<claimed>\b(?:limits?|max(?:imum)?|caps?|ceiling|threshold|most|catch-?up)\b(?:[^.?,;$\d]|\b20\d\d\b){0,30}?(?:\bis\b|\bwas\b|\bwere\b|\bare\b|\bof\b|\bbeing\b|\bat\b|=|:|\bstays?\b|\bremains?\b|\bset at\b|\bthe\b|'s|\bits\b)(?: (?:still|now|only|just|about|actually|really|a|the|at|just))*(?=[ $]*$)"
    r"|\bisn't it|\bisnt it|\bi (?:thought|heard|read|was told|figured)[^.?,;$\d]{0,24}(?=[ $]*$))"
    r"|(?P<employer>\b(?:(?:employer|company|co|boss|firm|business|s?-?corp|plan|work|job|match(?:es|ing)?)\b(?:'s|\.)?(?: (?!i\b|we\b)\w+){0,2}?|they|it) ?(?:puts?|puttings?|adds?|added|adding|contribut(?:es?|ed|ing|ions?)|gives?|gave|giving|chips?|chipped|kicks?|kicked|throws?|pays?|paid|match(?:es|ed|ing)?|deposits?|deposited|share|money|of|is|was|funded)(?: (?:me|in|into|it|about|also|another|extra|is|of|was|has|will|be|a|of))*(?=[ $]*$)"
    r"|\b(?:employer|company|boss|match|employer's|company's)(?: contributions?| money| match| share| part)? ?[:=](?=[ $]*$)|\bmatch(?:es|ed|ing)?(?: (?:of|is|was|me|about|=|contributions?|money|comes? to|worth|totals?))*(?=[ $]*$)|\b(?:employer|company|profit[- ]sharing)(?: (?:contributions?|money|share|part|nonelective|of|is|profit sharing))*(?=[ $]*$))"
    r"|(?P<planned>\b(?:can|could|may|might|should|if|want(?:s|ed)? to|would|will|gonna|going to|plan(?:s|ning)? to|like to|trying to|able to|allowed to|let's say|say|okay to|ok to|legal to|fine to|allowed to|possible to|me to|trying to|it ok to|let me|to)\b(?: (?:i|we|he|she|you|someone|my wife|my husband))?(?: (?:still|legally|just|only|even|also|put|both))* ?(?:put|contribute|defer|save|stash|sock|add|dump|throw|stuff|do|invest|set|elect|max)\w*(?: (?:in|away|aside|into|up|to|a|about|around|the|full|all|another|as much as))*(?=[ $]*$))"
    r"|(?P<contributed>\b(?:(?:already|i've|ive|have|has|had|i|we|he|she|and|who|having|after|wife|husband)(?: (?:already|only|also|since|just|have|has|had|both))* (?:put|contributed|deferred|saved|stashed|did|done|paid|socked|maxed|dumped|threw|stuck|in|deferring|contributing|putting|contribute|defer|added|invested|made contributions of)|contributed|deferred|deferring|contributing|putting|put (?:in|away)|deferrals?|contributions?|year[- ]to[- ]date|ytd|so far|already(?: in)?)(?: (?:in|away|aside|into|already|so far|about|around|roughly|a|total|of|at|up|the|full|are|were|is|was|to|only|just|it|my|401k|plan|ira|roth|there|out|with))*(?=[ ,:$]*$))"
    r"|(?P<salary>\b(?:mak(?:e|es|ing)|made|earn(?:s|ing|ed)?|salary|salaries|pays?|paid|paying|wages?|income|gross(?:ed|es|ing)?|compensation|comp|m?agi|bring(?:s|ing)? (?:in|home)|pull(?:s|ing)? (?:in|down)|got|box 3|w-?2|fica|money|net|profit|had)(?: (?:in|of|is|was|wages|pay|me|at|about|around|roughly|exactly|only|just|over|under|a|an|salary|income|are|were|=|last year|this year|combined|before tax|base|total|together|from (?:them|this employer|my employer|that job|the same employer|the company)|20\d\d|wages?|fica|for|by|my|employer|up to|to|more than|less than|with|magi|agi))*(?=[ $:]*$)"
    r"|\b(?:on|with|at|for|of)(?: (?:an?|my|his|her|someone|somebody|about|around|only|just|exactly|income|who))*(?=[ $]*$))"
    r"|(?P<reach>\b(?:reach(?:ed|es)?|hit|hits|top(?:ped|s)?|pass(?:ed|es)?|exceed(?:ed|s)?|cross(?:ed|es)?|go(?:es)?|went|get(?:s)?|got|over|above|past|beyond|at least|more than|became|become|to|under|below)(?: (?:to|over|above|past|beyond|the|at least|more than|a))*(?=[ $]*$))"
)
_AFTER = lazy_pattern(
    r"(?P<claimed> (?:(?!and|but|or|so|in|as|of|plus|is|at|for|to|from|on|with)[\w()-]+ ){0,2}(?:limit|max(?:imum)?|cap|ceiling|catch[- ]?ups?)\b(?! (?:out|my|it|the)\b))|(?P<salary> ?(?:salary|salaried|income|(?:on (?:my |the |her |his )?)?w-?2\b|/ ?(?:yr|year)|wages?|job\b|in (?:wages|pay|income|earnings|salary|fica|compensation|w-?2)|of (?:income|pay|wages|salary|m?agi|earnings|compensation|fica)|pay\b(?! ?(?:check|period))|earner|m?agi|gross|household|compensation|comp\b|base\b))"
    r"|(?P<contributed> ?(?:so far|already|ytd|year to date|in(?:to)? (?:it |my |the )?(?:already|so far|my (?:old|first|last|previous|former|other|1st))|(?:at|to|with|through|in|into|from) (?:my |the |an? |another )?(?:old|first|last|previous|former|other|prior|1st|another|different|employer a|company a|job a|one job)|in already|in so far|this year so far|thru|in by|of my own|mine\b|own deferrals?|in deferrals|deferr(?:ed|als?)\b|in(?= *[,.;?&]| and\b| with\b| but\b|$)))"
    r"|(?P<employer> ?(?:(?:in |of )?(?:employer|company|match)|from (?:(?:my |the |her |his )?(?:employer|company|boss|job|work|firm)|them\b)))"
)
_PAYS_ME = lazy_pattern(r"\bpa(?:ys?|id|ying) (?:me|him|her|them|us|you)\b")
_PAY = lazy_pattern(r"\b(?:comp|compensation|salary|pay|paid|income|wages?|earn\w*|makes?|making|made|magi|agi)\b")
_MONEY_ROLES: tuple[Role, ...] = ("claimed", "employer", "planned", "contributed", "salary", "reach")


def role_of(reading: Reading, quantity: Quantity) -> Role:
    """The role of one sum; empty when no word around it says."""
    after = _AFTER.match(reading.plain, quantity.end)
    before = _BEFORE.search(_clause(reading, quantity))
    found: Role = next((role for role in _MONEY_ROLES if before and before[role]), "")
    if before and found == "employer" and _PAYS_ME.search(before[0]):
        found = "salary"
    if before and found == "claimed" and _PAY.search(before[0]):
        found = "salary"
    if after:
        said: Role = next(
            role for role in _MONEY_ROLES if role in ("claimed", "salary", "contributed", "employer") and after[role]
        )
        if said == "contributed" and found == "employer":
            return found
        if said != "salary" or found in ("", "reach", "salary") or quantity.per == "":
            return said
    if quantity.per == "year" and found in ("", "reach"):
        return "salary"
    return found


def _clause(reading: Reading, quantity: Quantity) -> str:
    """The words before a quantity back to the quantity before it."""
    start = max(
        (each.end for each in reading.quantities if each.end <= quantity.start and each.kind in ("money", "percent")),
        default=0,
    )
    return reading.plain[max(start, quantity.start - 70) : quantity.start]


def sums(reading: Reading, *roles: Role) -> tuple[Quantity, ...]:
    """The sums of money that have one of these roles, in order."""
    return tuple(each for each in reading.of("money") if role_of(reading, each) in roles)
