"""Circumstances that change which limit counts: filing status, coverage at work, another employer, one earner."""

from __future__ import annotations

import re

from assistant.calculators.limit_plan_before import EXTRA
from assistant.calculators.limit_sums import MARGIN, TWO_JOBS
from assistant.calculators.limit_words import CATCH_UP, SUPER, wage_tax_rate
from assistant.calculators.protocol import Slot
from assistant.calculators.reading import Reading, slot
from assistant.patterns import lazy_pattern

_FILING = (
    (
        "joint",
        lazy_pattern(
            r"\bjoint\w*|\bmfj\b|(?<!not )\bmarried\b(?!.{0,14}separate)|\bcouples?\b|\bmy (?:wife|husband|spouse)\b|\bwe file\b(?!.{0,14}separate)|\bwe(?:'re| are| both| together)* (?:mak|earn|bring)\w*\b(?!.*\bseparate)|(?<!head of )(?<!heads of )\bhousehold income\b"
        ),
    ),
    ("mfs", lazy_pattern(r"\bmfs\b|separate(?:ly)?\b")),
    ("hoh", lazy_pattern(r"\bhoh\b|heads? of (?:the )?households?")),
    ("single", lazy_pattern(r"\bsingle\b|\bunmarried\b|\bnot married\b|\bdivorced\b|\bwidow")),
)
_COVERED = (
    (
        "self",
        lazy_pattern(
            r"\b(?:so (?:do|am) i|as (?:do|am) i|me too|i (?:do|am|have one) too|(?:we|us) (?:are )?both|both (?:of us )?(?:covered|have))\b"
        ),
    ),
    (
        "spouse",
        lazy_pattern(
            r"\bcovered (?:only )?(?:by|through) (?:my |his |her )?(?:wife|husband|spouse|partner)|(?:wife|husband|spouse|partner)(?:'s)?[^.?]{0,24}(?:covered|has (?:a|an) (?:401|plan|work)|plan)|(?:wife|husband|spouse|partner) has (?:40[13]|a? ?plan|work)[^.?]{0,24}(?:\bi (?:don'?t|do not|have no|am not)|\bnot me\b|\bi'?m not)|only (?:my )?(?:wife|husband|spouse)"
        ),
    ),
    (
        "none",
        lazy_pattern(
            r"\b(?:no|without|don't have|dont have|not covered|neither|isn't covered|not offered)\b[^.?]{0,30}(?:plan|401|covered|coverage|work)|not covered"
        ),
    ),
    (
        "self",
        lazy_pattern(
            r"\bcovered\b|(?:have|has|with) (?:a|an) (?:401|403|plan|workplace|work)|(?:plan|401\(?k\)?) at (?:my )?work|active participant"
        ),
    ),
)
_STACK = lazy_pattern(
    r"both catch[- ]?ups|(?:on top of|in addition to|plus|as well as|added to|stack\w*|and also|together with|along with|and) (?:both |the |my |it |with )*(?:regular|normal|ordinary|standard|usual|50\+?|age[- ]50|7,?500|8,?000|\$7,?500|\$8,?000|7\.5k|8k|11,?250|\$11,?250|super|other|first)\b[^?.]{0,30}|(?:7,?500|8,?000|7\.5k|8k) ?(?:and|\+|plus|&) ?(?:the )?\$?11,?250"
)
_GETS_IT = lazy_pattern(
    r"(?<!\bdo )(?<!\bcan )(?<!\bwould )(?<!\bwill )(?<!\bif )\b(?:i|we|he|she) (?:can |will |should |do |also |still |now |would |am |is )*(?:gets?|qualif\w+|eligible|entitled|have|has|use)\b[^?.]{0,16}\b(?:super|enhanced|bigger|higher|larger|mega|boosted|60 ?(?:-|to) ?63)[ -]?catch"
)
_AMOUNT_OF_ROTH = lazy_pattern(
    r"\bhow (?:much|many dollars)\b[^?]{0,60}\b(?:has|have|had|needs?|must|got|gotta|required|forced|goes?|is|be)\b[^?]{0,30}\b(?:roth|after[- ]tax)\b"
)
_HOW_FAR_OVER = lazy_pattern(
    r"\bexcess(?:es)?\b|\bhow (?:much|far) (?:am i |are we |is (?:he|she) )?over\b|\b(?:come|taken?|pulled?|get) (?:it |that )?(?:back )?out\b|\bover[- ]?(?:contribut|deferr?)\w*"
)
_ONE_EARNER = lazy_pattern(
    r"\b(?:wife|husband|spouse|partner|she|he)\b (?:(?:does|is|has)(?:n'?t| not|nt)|doesnt|isnt|no longer|never|stopped|has no|without) ?\w*[^,.;?]{0,16}\b(?:work\w*|job|employed|income|earn\w*|earnings|wages)\b|stay[- ]at[- ]home|homemaker|\b(?:wife|husband|spouse|partner) (?:is )?(?:unemployed|retired)|\bone (?:income|earner)\b|\bnon-?working spouse|\bspousal ira"
)
_START = lazy_pattern(
    r"\b(?:phas\w+[- ]?(?:out|down)?|range|reduc\w+|shrink\w*|limit\w*|cut\w*|contribution)\b[^?.]{0,24}\b(?:starts?|begins?|beginning|kicks? in|lower end|bottom)\b(?! (?:and|to|or) (?:end|top|stop|finish))"
    r"|\b(?:what|which|how much) (?:\w+ )?income\b[^?.]{0,30}\b(?:full|whole|entire|fully)\b(?! phase)"
    r"|\b(?:starts?|begins?|starting|beginning|bottom|lower end)\b (?:of |to |for |at )?(?:the |being |get |be )*(?:\w+ ){0,3}(?:phas\w+|reduc\w+|shrink\w*|range|limit\w*|cut)(?!.*\b(?:ends?|top|zero|nothing)\b)"
)

_WIDTH = lazy_pattern(r"\bhow (?:wide|broad)\b|\bwidth\b|\bspan of\b")
_MIDDLE = lazy_pattern(r"\bmid-?point\b|\bmiddle of\b|\b(?:half-?way|mid-?way) (?:point|through|into)\b")
_ESCAPES = lazy_pattern(
    r"\b(?:above|over|beyond|past) (?:it|that)\W*$|\b(?:above|over|beyond|past|exceeds?) (?:the |that )?(?:\w+ )?(?:\w+ )?(?:cap|limit|base|max\w*|ceiling)\b|\bexempt\b|\bescapes?\b|\buntaxed\b|\b(?:not|isn'?t|aren'?t|won'?t be|free (?:of|from)|no longer|without) (?:being )?(?:taxed|hit|subject|touched|counted|social security)"
)
"""Asks for the part of pay beyond what counts."""
_MORE = lazy_pattern(r"\b(?:extra|additional|more|higher|increase[ds]?|rise|differ\w*|compared|vs|versus)\b")


def circumstances(reading: Reading, measure: str) -> dict[str, Slot]:
    said = (
        ("over_asked", reading.says(_HOW_FAR_OVER)),
        ("margin_asked", measure in ("hce", "key", "roth_wages") and reading.says(MARGIN)),
        ("above_asked", measure in ("wage_base", "compensation") and (reading.says(MARGIN) or reading.says(_ESCAPES))),
        ("tax_asked", measure == "wage_base" and wage_tax_rate(reading) is not None),
        ("extra_asked", measure == "wage_base" and reading.says(_MORE)),
        ("super_claimed", reading.says(SUPER) and reading.says(_GETS_IT)),
        ("start_asked", measure in ("roth_income", "deduction") and reading.says(_START)),
        ("width_asked", measure in ("roth_income", "deduction") and reading.says(_WIDTH)),
        ("middle_asked", measure in ("roth_income", "deduction") and reading.says(_MIDDLE)),
        ("one_earner", reading.says(_ONE_EARNER)),
        ("no_catch_up", measure == "457b" and (reading.says(CATCH_UP) or reading.says(EXTRA))),
    )
    found = {name: slot(True) for name, holds in said if holds}
    if measure == "roth_wages" and reading.says(_AMOUNT_OF_ROTH):
        found["operation"] = slot("amount")
    if (
        measure == "roth_wages"
        and re.search(
            r"(?:previous|former|old|prior|another|other|different|last|ex)[- ](?:employer|job|company)|(?:left|changed|switched|new) (?:jobs?|employers?|compan)|\bmoved (?:to|on)\b|\bjoined\b|\bstarted (?:at|with)\b",
            reading.plain,
        )
        and not re.search(r"not (?:from )?(?:a |my )?(?:previous|former|old)|same employer", reading.plain)
    ):
        found["other_employer"] = slot(True)
    if measure == "roth_wages" and re.search(
        r"self[- ]employ|no w-?2|no fica|\bk-?1\b|schedule c|partnership|sole prop", reading.plain
    ):
        found["no_wages"] = slot(True)
    if reading.says(TWO_JOBS):
        found["employers"] = slot(2)
    if measure in ("roth_income", "deduction", "savers", "savers_match", "ira"):
        filing = next((name for name, pattern in _FILING if reading.says(pattern)), "")
        found.update({"filing": slot(filing)} if filing else {})
    if measure == "deduction":
        covered = next((name for name, pattern in _COVERED if reading.says(pattern)), "")
        found.update({"covered": slot(covered)} if covered else {})
    if (reading.says(CATCH_UP) and reading.says(_STACK)) or re.search(r"both catch[- ]?ups", reading.plain):
        found["stacked"] = slot(True)
    return found
