"""Which limit a question is about, and whether it asks for a number at all."""

from __future__ import annotations

import re

from assistant.calculators.limit_named_parts import WHICH_INCOME, asks_for_all, names_parts
from assistant.calculators.limit_parts import is_sum_of_parts
from assistant.calculators.limit_plans import plan_of
from assistant.calculators.percent_roles import employer_percents
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading
from assistant.calculators.roles import role_of
from assistant.patterns import lazy_pattern

CATCH_UP = lazy_pattern(
    r"catch[- ]?ups?\b|catching up"
    r"|\b(?:on top of|over and above|beyond|more than|above) what (?:the |my |our )*(?:younger|young|under[- ]50)\b"
    r"|\bhow much more (?:can|could|may|will|do) \w+ [^?.$\d]{0,24}\b(?:when|once|after|if|at) (?:\w+ )?(?:(?:turn|hit|reach)\w* |am |are )?(?:age )?50\b(?!.*\d)"
    r"|\bhow much extra (?:can|may|could)\b|\b(?:additional|extra) (?:sum|amount)\b[^.?]{0,24}\b(?:older|sixties)\b"
)
SUPER = lazy_pattern(
    r"(?:super|enhanced|special|bigger|higher|larger|extra|mega|boosted?|60[- ]?(?:to|-)[- ]?63|early sixties)[ -]?(?:sized |big )?catch|catch[- ]?up[^.?]{0,24}60[- ]?(?:to|-|through)[- ]?63"
)
BASE_ONLY = lazy_pattern(
    r"(?:without|before|excluding|not (?:counting|including)|minus|no|w/o|ignoring|leaving out|apart from|other than|exclude) (?:any |the |my )?catch[- ]?up(?! yet| till| until| because| since| for me| (?:at|for|from) (?:age )?\d)|\bbase (?:401|limit|deferral|amount|max)|\bbasic (?:401|limit|deferral|elective|employee)|regular (?:401k )?(?:deferral )?limit|402 ?\(?g\)?|standard (?:deferral )?limit|elective deferral limit|normal limit"
)
WITH_EMPLOYER = lazy_pattern(
    r"415 ?\(?c|\b415\b|annual additions?|\ball[- ]in\b|\b(?:ee|er)(?:'?s)? ?(?:\+|&|/|plus|and) ?(?:er|ee)\b|\boverall\b[^.?]{0,20}(?:limit|max|cap|contribut)|\btotal (?:401 ?\(?k\)? )?(?:contributions? )?(?:limit|cap|max\w*|ceiling)|grand total|from all sources|all sources|from (?:everyone|everybody|all (?:of us|parties|sides)|both sides)|(?:everyone|everybody|both sides) (?:combined|together)"
    r"|\b(?:employee|worker|me|i|own|my own|mine|myself|deferrals?|my share|my contributions?)\b[^.?]{0,14}(?:\+|&|\bplus\b|\band\b)[^.?]{0,18}(?:employer|company|match|boss|firm|work\b|job)"
    r"|\b(?:employer|company|match|boss)(?:'s)?\b[^.?]{0,14}(?:\+|&|\bplus\b|\band\b)[^.?]{0,14}(?:\bemployee|\bworker|\bi\b|\bme\b|\bmine|my own|\bown\b)"
    r"|\b(?:s?he|they|you|one) (?:\+|&|plus|and|together with) (?:his|her|their|your|the|an?) (?:employer|company|boss|firm)\b"
    r"|\b(?:with|including|incl\.?|counting|adding|plus|if you (?:add|count|include)|count) (?:in )?(?:the |my |an? )?(?:employer|company|boss|match|matching|firm)|employer(?:'s)? (?:share|money|part|contributions?) (?:included|too|as well|counted)"
    r"|\bme (?:\+|&|plus|and) (?:them|him|her|the (?:company|firm|boss))\b|combined (?:employee|employer)|defined contribution (?:plan )?(?:limit|max|dollar)|\bdc (?:plan )?limit|both (?:me and my|my|of us -|employee and) ?(?:boss|employer)?|everything together|altogether from|limit (?:on|for) total|max(?:imum)? total|together with (?:the |my )?(?:employer|company|boss)"
)
_ALONE_CATCH = lazy_pattern(
    r"(?:401 ?\(?k\)?|ira|simple|403 ?\(?b\)?|deferral|limit|max) ?(?:\+|&|plus|and|with) ?(?:the |my )?(?:full |super |regular |ordinary |normal |standard )?catch|(?:401|403|tsp|deferral)[^.?]{0,40}(?:with|including|incl|plus|and|counting) (?:take |use |do |make |get |add |both |taking |using )?(?:the |my |a |our )?(?:super |age |full |both )*catch[- ]?up|with (?:the |my )?(?:super |full )?(?:\$?[\d,.]+k? )?catch[- ]?ups?\b|\btotal (?:deferrals?|contributions?|limit|max\w*|amount|allowed)\b|\bin total\b|[,?.] total\W*$|\d catch[- ]?up (?:added|on top)\b|\b(?:my|401\(?k\)?)(?: 20\d\d)? total\b|\bthe total\b(?! (?:of |for )?(?:the |my )?catch)|\baltogether\b|\ball[- ]in\b|\bmy (?:max(?:imum)?|limit)\b(?! (?:for |on )?(?:the |my )?(?:\w+ )?catch)|total (?:401\(?k\)? )?(?:limit|max)\w* (?:at|with) catch|including (?:the |my )?(?:super )?catch|total with catch|plus (?:the |my )?(?:super )?catch|catch[- ]?up included|and catch[- ]?up (?:together|combined|total)"
)

NAMED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("hce", lazy_pattern(r"\bhces?\b|highly[- ](?:comp|paid)")),
    (
        "key",
        lazy_pattern(
            r"(?:\bhces?\b ?(?:\+|&|and|/) ?)key\b|\bkey(?= ?(?:\+|&|and|/) ?hces?\b)|\bkey[- ](?:employees?|emps?|ees?|person|people|man)\b"
        ),
    ),
    (
        "wage_base",
        lazy_pattern(
            r"wage base|taxable max|\b(?:social security|ss|fica|oasdi|payroll tax)\b[^.?]{0,24}(?:cap\b|limit|max|base|ceiling)|(?:cap|limit|max\w*|ceiling)\b[^.?]{0,30}(?:social security (?:tax|wages|earnings)|fica tax|taxed for social security)"
            r"|\bhow much of (?:an? |my |that|his |her |the )?[^?]{0,30}\b(?:exempt|escapes?|untaxed|subject|taxed|hit|free)\b[^?]{0,20}\b(?:social security|fica|oasdi|payroll)\b"
        ),
    ),
    ("savers", lazy_pattern(r"saver'?s'? (?:tax )?credit|retirement savings contributions? credit")),
    (
        "pension",
        lazy_pattern(
            r"415 ?\(?b\)?|defined[- ]benefit (?:plan )?(?:limit|max|cap|benefit)|\bdb (?:plan )?(?:limit|max|cap)|pension (?:benefit )?(?:limit|max|cap)|(?:limit|max|cap)\w* (?:on|for)[^.?]{0,20}(?:defined benefit|pension|db plan)"
        ),
    ),
    ("qlac", lazy_pattern(r"\bqlac|longevity annuity")),
    ("savers_match", lazy_pattern(r"saver'?s?'? match")),
    ("plesa", lazy_pattern(r"\bplesa|pension-linked|emergency savings account")),
    (
        "compensation",
        lazy_pattern(
            r"401 ?\(?a\)? ?\(?17\)?|\bhow much of (?:\w+ ){1,3}(?:counts?|is counted|can be counted) (?:for|in|toward|when|as)\b|compensation (?:cap|limit|max|ceiling)|\bcomp (?:cap|limit)|\bpay (?:cap|limit|ceiling)\b|(?:cap|limit|max\w*|ceiling)\b (?:on |of |for )?(?:the )?(?:eligible |countable |includible |plan |annual )?(?:compensation|pay|salary|comp|earnings)\b(?! ?(?:check|period|day|in\b))|(?:how much|what) (?:of my |of )?(?:pay|salary|compensation|comp) (?:can|may|does|do|is)[^.?]{0,20}(?:count|consider|use|taken)"
        ),
    ),
)
AFTER_TAX = lazy_pattern(r"mega[- ]?back|\bmbdr?\b|after[- ]?tax\b(?! (?:income|return|pay|rate|roth))|megaback")
EMPLOYER_MOST = lazy_pattern(
    r"\b(?:max(?:imum)?|most|how much|limit|cap)\b[^?.$]{0,30}\b(?:my |an? |the )?(?:employer|company|boss)\b(?:'s)?[^?.$]{0,20}\b(?:put|add|contribute|contributions?|contrib\b|match|give|kick|chip)|\bcan (?:my |an? |the )?(?:employer|company|boss) (?:put|add|contribute|give|chip|kick|match)|\b(?:employer|company) (?:contribution|match) (?:limit|max(?:imum)?|cap)|\b(?:limit|max(?:imum)?|cap)\b (?:on |of |for )?(?:the )?(?:employer|company)(?:'s)? (?:contributions?|match)\b"
)
_EMPLOYER_TO_REACH = lazy_pattern(
    r"\bhow much (?:would|must|does|should|could|will) (?:my |an? |the )?(?:employer|company|boss) (?:have to |need to |got to )?(?:contribute|put in|add|pay in)\b[^?.]*\b(?:reach|hit|fill|get to|max)\b"
)
_EXCESS = lazy_pattern(
    r"\bexcess(?:es)?\b|over[- ]?contribut\w*|over[- ]?(?:defer|fund)\w*|too much\b|over the (?:(?:401|403)\S* |ira |deferral |20\d\d )?(?:limit|max|cap)|above the (?:limit|max|cap)|went over|go over|going over|gone over|beyond the limit|past the limit|how much (?:of (?:it|that) )?(?:must|has to|have to|needs? to|should|do i (?:have|need) to|will) (?:i )?(?:be )?(?:come|take|taken|go|pull|pulled|get|got|return\w*|refund\w*|withdraw\w*)\b[^.?]{0,12}\b(?:out|back)|exceed\w* the (?:limit|max)|overshot|overdid|how much (?:am i |is (?:that )?)?over\b"
)
_ROTH_TEST = lazy_pattern(
    r"(?:\b(?:extra|over-? ?50|over-? ?fifty|50 ?\+|age-50|additional|bonus)[- ](?:\w+[- ]){0,3}?(?:contributions?|contribs?|money|savings|deferrals?|amounts?|bit|part)\b(?=[^?]*\b(?:must|ha(?:s|ve) (?:got )?to|gotta|needs?|required?|forced|(?:be|as) roth|cut-?off)\b)[^.?]{0,40}\broth\b(?! ira))|\b(?:fica|w-?2|box 3)\b.*\bextra\b[^.?]{0,40}\broth\b(?! ira)|"
    r"\b(?:must|ha(?:s|ve) to|needs? to|forced|required)\b[^.?]{0,20}\bcatch[- ]?ups?\b[^.?]{0,20}\b(?:after|post)[- ]tax\b|\b(?:extra (?:bit|part)|top[- ]?ups?|add[- ]?on|catch[- ]?ups?) (?:\w+ ){0,3}(?:after|post)[- ]tax\b|"
    r"\b(?:extra|top[- ]?up|add[- ]?on|catch[- ]?ups?)\b[^.?]{0,30}\b(?:ha(?:s|ve|d)(?: got)? to|must|needs? to|forced|required|gotta|supposed to)\b[^.?]{0,30}\b(?:after[- ]tax|post[- ]tax)\b|(?:\b50 ?\+|\b(?:over|past|after|age|turned) 50\b)[^?.]{0,40}\b(?:extra|top[- ]?up|add[- ]?on)\b[^?.]{0,60}\broth\b|rothification|\broth (?:wages?|pay|w-?2) (?:threshold|test|limit|cut-?off|cap|rule)|roth catch[- ]?up|catch[- ]?ups?[^.?]{0,60}\broth\b|\broth\b[^.?]{0,40}catch[- ]?up|414 ?\(?v\)? ?\(?7"
)
_INCOME_LIMIT = lazy_pattern(
    r"\b(?:above|over|past|at|beyond|from|below|under|up to) (?:what|which) (?:\w+ )?(?:income|magi|agi|salary|earnings)\b|\b(?:what|which) (?:\w+ )?(?:income|earnings)\b|\bincome (?:level |point )?(?:where|at which|above which|over which|that|when)\b|\bwh(?:en|ere) (?:does|do|is|are) [^.?]{0,20}\broth\b[^.?]{0,30}\b(?:zero|nothing|gone|cut off)\b|\broth (?:ira )?(?:cut-?offs?|cliffs?)\b|phase[- ]?(?:out|d)|phases out|income (?:limit|cap|max|range|threshold|ceiling|cutoff|cut-off)|\bm?agi\b|(?:can|could|may|do|am) (?:i|we|she|he)[^.?]{0,30}(?:still |even |eligible |allowed |qualify |full )[^.?]{0,30}roth|deduct|earn(?:ing)? too much|make too much|too rich|(?:limit|cap|threshold) (?:on|for) income|income[^.?]{0,20}(?:roth ira|for a roth|to do a roth)|\bhow much (?:can|could|may|do) (?:you|u|i|we|someone|people|a \w+) (?:make|earn)"
)

_STRONG = lazy_pattern(
    r"415 ?\(?c|402 ?\(?g|\bmax(?=40)|\b(?:limits?|limt|limmit|max(?:es|ed|ing)?|max[iu]\w{2,6}|caps?|ceilings?|thresholds?|allowed|allowable|allowance|the most|at most|excess|too much|over[- ]?contribut\w*|over[- ]?defer\w*|cutoff|wage base|"
    r"taxable max\w*|annual additions|phase[- ]?(?:outs?|d)|phases out|room)\b"
)
_PUT = lazy_pattern(
    r"\b(?:contrib\w*|cont\w{0,3}but\w*|defer\w*|put(?:ting|s)?|catch[- ]?ups?|sav(?:e|es|ing)|stash\w*|sock\w*|add(?:ing)?|stuff|throw|dump|deduct\w*|set aside|tuck\w*|sink|shove|go in(?:to)?|goes in(?:to)?|left|remaining|more)\b"
)
HOW_MUCH = lazy_pattern(
    r"\bhow (?:much|many|big|high|far)\b|\bwhat(?:'s my| is my|s my| amount| can| could| do| percent\w*| %| share| rate)|\bmuch can\b|\bcan (?:i|we|he|she|you)\b|\bdid (?:i|we)\b|\bhow do i (?:max|hit|get to|reach)"
)
_ABOUT_THRESHOLD = lazy_pattern(
    r"\bhow (?:much|high|big)\b|\bwhat|\bpay\b|\bmak(?:e|es|ing)\b|\bearn\w*|\bam i\b|\bis\b|\bdo(?:es)?\b|\bqualif\w*|\bcount\w*|\bcredit\b"
)
_MOVED = lazy_pattern(
    r"\b(?:go(?:ne|ing|es)? up|went up|ris(?:e|es|en|ing)|rose|increas\w*|raise[ds]?|grow\w*|grew|change[ds]?|jump\w*|differ\w*|histor\w*|by year|each year|every year)\b"
)
_DEFINES = lazy_pattern(
    r"\b(?:mean(?:s|ing)?|definition|defines?|explain|difference between (?:a |an |the )?(?:roth|traditional|401|simple|403|457|hce)(?![^?]*(?:limit|max|20\d\d))|stand for|how\b[^.?]{0,60}\bworks?|purpose|what happens|tell me about|what kinds?|what types?|pros and cons|advantages?|benefits? of|reason|announc\w*|publish\w*|who|whose|whom|why)\b"
)
_OPENS_ELSEWHERE = lazy_pattern(
    r"^(?:hi |hey |hello |so |ok |okay |and |but |please |pls |then )*(?:why|who|whose|whom|where|how (?:is|are|was|were|does(?!.*\bcompare)|did(?!(?!.*\bwhat about).{0,60}\b(?:limit|cap|ceiling|max(?:imum)?|threshold|base)\b.{0,30}\b(?:change|move|rise|grow|increase) (?:between|from|since|over)\b)|come|do(?! i (?:max|hit|get to|reach)))|when\b(?!.{0,60}\b(?:reach|hit|top|pass|exceed|cross|go over|above|over|more than|at least|become|became|increase|go up|goes up)|.{0,40}\b(?:limit|max|cap)\b.{0,14}\d))\b"
)
_YES_NO = lazy_pattern(
    r"^(?:hi |hey |hello |so |ok |okay |and |but |please |pls |then |wait |now )*(?:does|do|did|is|are|was|were|must|has|have|will|would|should|shall|can|could|may|am|isn't|aren't|doesn't|don't|didn't|can't)\b"
)
_QUANTITY_ASKED = lazy_pattern(
    r"how (?:much|many|big|high)|what(?:'s| is|s|)\b|which|(?<!to )\bmax(?:imum)?\b|tell me|remind me|give me|show"
)
_OTHER_SUBJECT = lazy_pattern(
    r"\b(?:crypto\w*|bitcoins?|btc|ether(?:eum)?|eth|coins?|digital assets?|alternatives?|private (?:equity|markets?|assets?|credit)|real estate|fees?|executive|illiquid\w*|lawsuits?|sec|erisa|fiduciar\w*|"
    r"withdraw\w*|withdrew|distributions?|loans?|borrow\w*|penalt\w*|rmds?|required minimum|hardship|cash(?:ing)? out|take out|taking out|took out|pull(?:ing)? out|yank\w*|roll(?:ing)? ?overs?|rollover|hsas?|529s?|fsas?|"
    r"reserves?|bills?|stablecoins?|tokens?|supply|etfs?|assets|inflows?|trump|biden|proposal|proposed|comments?|congress|court|supreme|labor|article|karen|foresight|according to|states|inherit\w*|conversion|"
    r"vest\w*|auto[- ]?enrol\w*|automatic enrol\w*|medicare|disabilit\w*|default rate|brokerage|out of (?:my|the|his|her|an?|our) (?:\w+ )?(?:iras?|401|403|457|plan|account)|annuit\w*|target[- ]date|dividends?|mutual funds?|equity funds?|stocks|bonds|"
    r"sep\b|sep-ira|coverdell|esas?\b|able account|keogh|cash balance|409a|nqdc|espp|how many (?:people|workers|employees|participants|savers|americans|plans|companies|employers)|average|median|typical|taxed|benefits exceed|trillion|billion|americans|fired|laid off|use my|people have|canad\w*|ici\b|cus?\b|sepp|long[- ]service|fifteen[- ]year|substantially equal|charit\w*|qcds?|donat\w*|held (?:more|back)|by (?:occupation|industry|gender|race|sector)|rrsp|tfsa|isa\b|uk\b|superannuation)\b"
)
_ADDED_UP = lazy_pattern(
    r"\b(?:total|combined|altogether|together|in all|sum|add up|adding up|between (?:us|them|the two)|make|come to|add up)\b"
)
PERCENT_ASKED = lazy_pattern(r"(?<!\d)(?<!\d )(?:%|\bper ?cent(?:age)?s?\b|\bpct\b)")
_SHARE_OF_PAY = lazy_pattern(r"\b(?:salary|pay|wages?|income|earnings|paycheck)\b")
_EXCESS_OK = lazy_pattern(r"\b(?:withdraw\w*|take out|taking out|took out|penalt\w*|distributions?)\b")


_INCOME = lazy_pattern(
    r"\b(?:mak(?:e|es|ing)|made|earn\w*|income|salary|magi|agi|single|married|joint\w*|mfj|filing|household|paid)\b"
)
_BARE_LIMIT = lazy_pattern(
    r"^(?:so |ok |hey |hi )?(?:what(?:'s|s| is| are| was| were)? )?(?:the )?(?:new |annual |yearly |current |max(?:imum)? |irs |employee |retirement |personal )*(?:contribution )?(?:limits?|max(?:imum)?)(?: (?:for|in|of))?(?: (?:20\d\d|next (?:year|yr)|this (?:year|yr)|last (?:year|yr)))\s*\??$"
    r"|\b(?:since|because|given that|now that|if|as) the (?:max(?:imum)? )?(?:contribution )?limit (?:is|was)\b|\bcontribution limits?\b|\bpre-?tax (?:and roth )?(?:contributions?|deferrals?|limit)|\bretirement (?:plan |contribution |account )?limits?\b"
)
_DEFER = lazy_pattern(r"\bdefer(?:s|red|ring|rals?)?\b|\bover[- ]?contribut\w*|\bover[- ]?deferr\w*")
_CAN_PUT = lazy_pattern(
    r"\bhow much[^?.]{0,20}\b(?:in|to|at|into) the other\b|\b(?:how much|what|max(?:imum)?|most|can|could|may)\b[^?.]{0,40}\b(?:put in|putting in|put away|contribut\w*|put\b|stash|sock away|do \$?\d|save from my pay|add\b)|\bmax (?:me )?out\b|\bto max\b|\bmax it\b|\bmaxing out\b|\bmaxed out\b|\bleft\b|\bremain\w*|\broom\b|\bstill\b"
)
_MY_TOTAL = lazy_pattern(r"\bmy (?:own |20\d\d )?(?:total|overall)|\btotal (?:i|can i|could i)\b|\b401\(?k\)? total\b")
_ALL_IN = lazy_pattern(r"\b(?:that|it|this|those|them) (?:come to |make |makes )?all[- ]in\b(?! all\b)")
_OVERALL_CEILING = lazy_pattern(r"\boverall ceiling\b")
_ALL_IN_WORDS = lazy_pattern(r"\ball[- ]in\b")
_FROM_OWN_PAY = lazy_pattern(
    r"\b(?:(?:from|out of) (?:just |only )?(?:my|our|his|her|their) (?:own )?(?:pay\b|pay ?checks?|salary|wages|pocket|side|end)|my own (?:money|dollars|deferrals|contributions)|(?:just|only) (?:me|my own|mine)\b)"
)
_EMPLOYER_TOO = lazy_pattern(
    r"\b(?:employer|company|boss|match\w*|firm|415|additions?|sources|overall|everyone|solo|combined)\b"
)
_MY_LIMIT = lazy_pattern(
    r"\b(?:the|my|our|his|her|their|this year'?s|next year'?s|last year'?s|20\d\d) (?:(?:contribution|annual|yearly|max|maximum|new|age|20\d\d|federal|legal|irs|full|employee|allowed) ){0,2}(?:limit|max|maximum|cap)\b"
)


def named_threshold(reading: Reading) -> str:
    """A limit that is not a saver's own: "hce", "compensation" and so on; empty when none is named."""
    return next((name for name, pattern in NAMED if reading.names(pattern)), "")


def measure_of(reading: Reading) -> str:
    """The limit that the words name, empty when they name none."""
    special = named_threshold(reading) or _special(reading)
    if special:
        return special
    plan = plan_of(reading)
    if plan in ("ira", "roth_ira"):
        return _ira_measure(reading, plan)
    if plan == "simple":
        return (
            "simple_higher"
            if reading.says(_HIGHER_SIMPLE)
            else _by_catch_up(reading, "simple", "base_simple", "simple_catch_up")
        )
    if plan == "457b":
        return "457b"
    own_total = reading.says(_MY_TOTAL) or (reading.says(_ALL_IN) and not reading.says(_EMPLOYER_TOO))
    with_employer = (
        reading.names(WITH_EMPLOYER)
        and not (reading.says(CATCH_UP) and own_total)
        and not ((own_total or reading.says(_ALL_IN_WORDS)) and reading.says(_FROM_OWN_PAY))
    )
    if reading.says(_OVERALL_CEILING) and (reading.years or reading.ages):
        with_employer = True
    if plan in ("solo", "401k", "") and reading.says(_MY_SIDE) and reading.of("money") and employer_percents(reading):
        return "additions"
    if names_parts(reading) and plan != "solo" and not reading.says(_EMPLOYER_TOO):
        return "deferral"
    if with_employer or (plan == "solo" and not reading.says(_OWN_SIDE)):
        return "base_additions" if reading.names(BASE_ONLY) else "additions"
    if plan or reading.says(CATCH_UP) or reading.names(BASE_ONLY) or _unnamed(reading):
        return _by_catch_up(reading, "deferral", "base_deferral", "catch_up")
    return ""


def names_limit(reading: Reading) -> bool:
    """Whether a question names a plan or a limit of its own."""
    return bool(
        named_threshold(reading)
        or _special(reading)
        or plan_of(reading)
        or (reading.says(CATCH_UP) and not _is_bare_part(reading))
        or reading.names(BASE_ONLY)
        or reading.names(WITH_EMPLOYER)
    )


_FEW = 8


def _is_bare_part(reading: Reading) -> bool:
    """ "How much is the catch-up?": a short question that names a part of a limit only, no year and no sum."""
    return len(reading.plain.split()) <= _FEW and not reading.years and not reading.of("money", "percent")


_MY_SIDE = lazy_pattern(
    r"\b(?:my|employee|me|own|full|max\w*) (?:own )?(?:max\w*|deferrals?|limit|contributions?|part|share|side)\b|\btotal\b|\baltogether\b|\bplus\b|\+|\btogether\b"
)
_HIGHER_SIMPLE = lazy_pattern(r"110 ?%|higher (?:simple )?limit|small employer|25 or fewer|few(?:er)? than")
_OWN_SIDE = lazy_pattern(r"employee (?:deferral|side|part|limit)|elective|deferral")
_ROTH_WAGES = lazy_pattern(
    r"\b(?:wages?|income|earn\w*|made|mak(?:e|es|ing)|threshold|must|ha(?:ve|s) to|require[ds]?|mandatory|forced|need(?:s|ed)?|rule|test|appl(?:y|ies)|w-?2|fica|high earners?|rothification|salary|paid|trigger\w*|gotta|exceed\w*|cut-?off)\b"
)


def _special(reading: Reading) -> str:
    """The wage test of Roth catch-up contributions, after-tax room, what an employer can put in."""
    if (
        reading.says(_ROTH_TEST)
        and plan_of(reading) != "ira"
        and not reading.says(_ROTH_IRA)
        and (reading.says(_ROTH_WAGES) or reading.of("money"))
    ):
        return "roth_wages"
    if wage_tax_rate(reading):
        return "wage_base"
    if reading.says(AFTER_TAX):
        return "after_tax"
    if reading.says(_EMPLOYER_TO_REACH):
        return "employer_room"
    return "employer_room" if reading.says(EMPLOYER_MOST) and not reading.names(WITH_EMPLOYER) else ""


_WAGE_TAX = lazy_pattern(r"\b(?:social security|ss|fica|oasdi|payroll) (?:payroll )?tax(?:es)?\b")
_RATE_OF = lazy_pattern(r" (?:social security|ss|fica|oasdi|payroll|tax|rate)\b")
_AT_RATE = lazy_pattern(r"\b(?:at|of|rate)(?: (?:an?|the|rate|of))* $")


def wage_tax_rate(reading: Reading) -> Quantity | None:
    """The rate at which Social Security tax is to be worked out, None when the words give none."""
    rates = [
        each
        for each in reading.of("percent")
        if _AT_RATE.search(reading.before(each)) or _RATE_OF.match(reading.after(each))
    ]
    alone = len(rates) == 1 == len(reading.of("percent")) and not plan_of(reading)
    return rates[0] if alone and reading.says(_WAGE_TAX) else None


_ROTH_IRA = lazy_pattern(r"\broth[ -]iras?\b")
_DEDUCTS = lazy_pattern(r"deduct|covered|traditional|trad\b")
_ROTH = lazy_pattern(r"\broth\b")


def _ira_measure(reading: Reading, plan: str) -> str:
    """An IRA's own limit, or its income limit when an income is at stake."""
    incomes = [each for each in reading.of("money") if role_of(reading, each) != "contributed"]
    if reading.says(_INCOME_LIMIT) or (plan == "roth_ira" and reading.says(_INCOME) and incomes):
        return "deduction" if reading.says(_DEDUCTS) and not reading.says(_ROTH) else "roth_income"
    return _by_catch_up(reading, "ira", "base_ira", "ira_catch_up")


def _unnamed(reading: Reading) -> bool:
    """A question that names no plan but can only be about deferrals from pay: "two jobs, how much can I put in"."""
    if reading.says(_BARE_LIMIT):
        return True
    if reading.says(_DEFER):
        return True
    if (
        reading.of("percent")
        and reading.of("money")
        and (
            (reading.of("age", "year") and re.search(r"\b(?:salary|pay|wages|income)\b", reading.plain))
            or re.search(r"\b(?:limit|max|cap)\b", reading.plain)
        )
    ):
        return True
    if reading.says(PERCENT_ASKED) and len(reading.of("money")) > 1 and reading.says(_SHARE_OF_PAY):
        return True
    if len(reading.of("money")) > 1 and reading.ages and is_sum_of_parts(reading):
        return True
    if reading.says(_SHARE_OF_PAY) and reading.says(PERCENT_ASKED) and reading.of("money") and reading.says(_THE_LIMIT):
        return True
    facts = reading.of("age", "birth_year", "periods", "year", "count") or re.search(
        r"\bpay ?checks?\b|\bjobs?\b|\bemployers?\b|\bthis year\b", reading.plain
    )
    if (
        reading.of("age", "birth_year")
        and len(reading.plain.split()) <= 14
        and re.search(r"\b(?:limit|max)\b", reading.plain)
    ):
        return True
    if len(reading.years) > 1 and re.search(r"\bthe (?:401k )?(?:limit|max)", reading.plain):
        return True
    return bool(facts) and (
        reading.says(_CAN_PUT) or (reading.says(_MY_LIMIT) and bool(reading.of("age", "birth_year", "periods")))
    )


_THE_LIMIT = lazy_pattern(r"\b(?:the|my) (?:20\d\d |full |contribution )?(?:limit|max(?:imum)?)\b")
_WITHOUT = lazy_pattern(r"\b(?:without|before|excluding|not|no|w/o|ignoring|leaving|apart|other than|exclude|minus)\b")


_WITH_BASE = lazy_pattern(
    r"\b(?:sum|total|together|combined|add\w*)\b[^.?]*\bcatch[- ]?ups? (?:and|plus|\+|&) (?:the |my |regular |base |normal |elective )*(?:deferral|contribution)"
)
"""Adds up the catch-up and what it stands on."""


def _by_catch_up(reading: Reading, total: str, base: str, catch_up: str) -> str:
    if names_parts(reading) or asks_for_all(reading) or reading.says(_WITH_BASE):
        return total
    if reading.names(BASE_ONLY) and reading.says(CATCH_UP) and not reading.says(_WITHOUT):
        return total
    if reading.names(BASE_ONLY):
        return base if not reading.ages or re.search(r"catch|base|basic", reading.plain) else total
    if reading.says(CATCH_UP) and not reading.says(_ALONE_CATCH) and not _states_base(reading, base):
        return catch_up
    return total


_BASES = {"base_deferral": "elective_deferral", "base_ira": "ira_limit", "base_simple": "simple_deferral"}


def states_base(reading: Reading) -> bool:
    """Whether a question about a catch-up also has the limit before it, so that the sum of both is the subject."""
    return reading.says(CATCH_UP) and any(_states_base(reading, base) for base in _BASES)


def _states_base(reading: Reading, base: str) -> bool:
    """Whether a sum is the limit before catch-up of some year, so that the total is meant ("just the 24,500?")."""
    parameter = reading.facts.parameters.get(_BASES[base])
    sums = {each.value for each in reading.of("money")}
    return parameter is not None and any(each.value in sums for each in parameter.values)


def says_excess(reading: Reading) -> bool:
    return reading.says(_EXCESS)


_AVERAGE_RISE = lazy_pattern(
    r"\b(?:average|avg|mean)(?= (?:annual |yearly )?(?:increase|rise|raise|growth|jump|bump))|(?:(?<=rise )|(?<=rose )|(?<=up )|(?<=increase )|(?<=risen ))on average\b"
)
AVERAGE_LIMIT = lazy_pattern(
    r"\b(?:average|avg|mean)(?= (?:of )?(?:the )?(?:annual |yearly )?(?:402|415|401 ?\(?a|(?:(?!balance)[\w()-]+ ){0,4}?(?:limits?|caps?|ceilings?|thresholds?|wage base)\b))"
)
"""The mean of a limit over the years, no statistic of savers."""
_MOST_OF_ONE = 20_000_000
"""Sums from here on are of markets, not of one saver."""


def elsewhere(reading: Reading) -> bool:
    """Whether a question is about something other than a limit on what goes in, or asks what, who or why."""
    plain = _AVERAGE_RISE.sub(" ", reading.words)
    if len(reading.years) > 1:
        plain = AVERAGE_LIMIT.sub(" ", plain)
    if reading.says(_EXCESS):
        plain = _EXCESS_OK.sub(" ", plain)
    if any(each.value >= _MOST_OF_ONE for each in reading.of("money")) or reading.plain.startswith(
        ("how an ", "how a ")
    ):
        return True
    if _OTHER_SUBJECT.search(plain) or _OPENS_ELSEWHERE.search(reading.plain):
        return True
    return bool(_DEFINES.search(plain)) and not re.search(
        r"\bboth work|\bat work|\bfrom work|\bmy work|\bwork (?:at|for|two|2|part|full|plan|401)|(?:some(?:one|body)|any(?:one|body)|one|person|employees?|workers?|savers?|participants?|people|those|guy|\d\d|couples?|man|woman|wife|husband|friend|clients?|members?|owners?|earners?) who\b|who (?:each|both|is|are|turns?|'s|earn\w*|mak\w*|made|has|have|had|gets?|put|was|were|will|contribut\w*|defer\w*) |who's|whose (?:salary|pay|age)",
        plain,
    )


def asks_for_number(reading: Reading) -> bool:
    """Whether the words ask how much, or bring the numbers that make a yes-or-no question one of arithmetic."""
    numbers = reading.of("money", "percent", "age", "birth_year", "periods")
    if reading.says(_YES_NO) and not reading.says(_QUANTITY_ASKED):
        compares = len(reading.years) > 1 or re.search(
            r"go(?:ne|ing)? up|went up|rise|rose|risen|increase|raised|higher|chang|differ|more than", reading.plain
        )
        return (
            bool(reading.of("money", "percent"))
            or bool(compares and reading.years)
            or bool(reading.ages and reading.says(CATCH_UP))
        )
    if reading.says(_STRONG) or (reading.of("percent") and reading.of("money")):
        return True
    if (reading.says(PERCENT_ASKED) and reading.of("money")) or (
        reading.says(_ADDED_UP) and (numbers or reading.years)
    ):
        return True
    if (
        is_sum_of_parts(reading)
        or _puts_for_match(reading)
        or (reading.says(_CAN_PUT) and reading.of("money") and reading.ages)
    ):
        return True
    if named_threshold(reading) or reading.says(_ROTH_TEST):
        return (
            (bool(numbers or reading.years) and reading.says(_ABOUT_THRESHOLD))
            or (reading.says(_ROTH_TEST) and bool(reading.of("money")))
            or bool(reading.years)
        )
    if measure_of(reading) in ("roth_income", "deduction") and (reading.of("money") or reading.says(WHICH_INCOME)):
        return True
    if reading.says(_PUT):
        return reading.says(HOW_MUCH) or bool(reading.of("age", "birth_year", "money", "periods") or reading.years)
    if measure_of(reading) == "after_tax" and (numbers or reading.years):
        return True
    if reading.of("age", "birth_year") and (reading.says(HOW_MUCH) or len(reading.plain.split()) <= 9):
        return True
    return reading.says(_MOVED) and bool(reading.years)


def _puts_for_match(reading: Reading) -> bool:
    """A sum put in, on which the Saver's Match is asked."""
    if named_threshold(reading) != "savers_match":
        return False
    return (bool(reading.of("money")) and reading.says(_PUT)) or (bool(bare_sums(reading)) and reading.says(HOW_MUCH))


_SMALL = lazy_pattern(r"\d{3,4}")


def bare_sums(reading: Reading) -> tuple[Quantity, ...]:
    """Sums of hundreds without a sign, which are no age, year or count."""
    return tuple(each for each in reading.of("number") if each.bare and _SMALL.fullmatch(each.text.strip()))
