"""The plans that a question names."""

from __future__ import annotations

import re

from assistant.calculators.reading import Reading
from assistant.patterns import lazy_pattern

PLANS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "solo",
        lazy_pattern(
            r"\bsolo\b|one[- ]person|single[- ]member|owner[- ]only|\bs[- ]?corp\b|self[- ]employed|individual 401|one[- ]participant|\bmy own business\b|freelanc"
        ),
    ),
    ("457b", lazy_pattern(r"\b457")),
    (
        "simple",
        lazy_pattern(
            r"\bsimple(?= (?:\+|plus|and|with) catch)|\bsimple[- ](?:ira|401|plan|limit|max|cap|contribution|deferral|catch|employee|super)|\ba simple\b(?! (?:way|question|answer|explanation|table|list|rule|calculat\w+|sum|chart|formula|yes|one|example|matter|case|tool))(?=.*(?:\bat work|limit|max|contribut|put|defer))|\bsimples\b|(?:\+|&) ?simple\b|\bsimple ?(?=(?:\+|&))|\bsimple(?= (?:vs?\.?|versus|or|and|to|compared (?:to|with)) (?:an? |the )?(?:40[13]|457|ira|roth|tsp))|(?:40[13] ?\(?[kb]\)?|457|iras?|tsp) (?:vs?\.?|versus|or|and|to|compared (?:to|with)) (?:an? |the )?simple\b(?! [a-z]+ (?:rule|answer))|(?:in|to|for) (?:my|a|an|the) simple\b"
        ),
    ),
    (
        "roth_ira",
        lazy_pattern(
            r"\broth(?:[ -]iras?\b|\b(?!.{0,26}(?:401|403|457|deferr))(?!.{0,12}(?:catch|contributions? (?:to|in)|option|feature|plan|or)))|\biras?\b[^.?]{0,25}\broth\b|\broths\b|\b(?:a|full) roth\b(?!.{0,12}(?:401|403|457|catch|deferr|contributions? (?:to|in)|option|feature|plan|pre-?tax|trad|account in))"
        ),
    ),
    ("ira", lazy_pattern(r"\biras?\b|individual retirement (?:account|arrangement)")),
    ("403b", lazy_pattern(r"\b403")),
    ("tsp", lazy_pattern(r"\btsp\b|thrift savings")),
    (
        "401k",
        lazy_pattern(
            r"\b40[1l]\b|(?<!\d)401 ?\(?k|four ?o(?:h)? ?one|elective deferral|deferral limit|salary deferral|402 ?\(?g|workplace (?:plan|retirement)|employer plan|company plan"
        ),
    ),
)
PLAN_LABELS = {
    "401k": "401(k)",
    "403b": "403(b)",
    "tsp": "Thrift Savings Plan",
    "457b": "457(b)",
    "simple": "SIMPLE plan",
    "ira": "IRA",
    "roth_ira": "Roth IRA",
    "solo": "solo 401(k)",
}


_SIMPLE_WRITTEN = lazy_pattern(r"\bSIMPLEs?\b")
"""The plan's name by its capitals, where not everything is in capitals."""


def plan_of(reading: Reading) -> str:
    """The plan that a question names, empty when it names none."""
    return next((name for name, pattern in PLANS if _is_named(reading, name, pattern)), "")


_SIMPLE_OF_SOME = lazy_pattern(
    r"\b(?:certain|some|every|any) (?:\w+ )?(?:small|little|employers?|firms?|compan(?:y|ies)|business\w*)|\b(?:anybody|anyone) with\b|\bsmall-er\b|\b(?:enhanced|enlarged|raised|special|alternative|alt|different|bigger)\b|\bhigher[- ](?:cap|ceiling)|\b110 ?%|\bcu\b"
    r"|\b(?:acronym|headcount|set-?up|5304|5305|grace|standstill|take-?up|status|size (?:cap|limit|test))\b|\b\d+-employee\b"
)
"""Words of the raised limits of certain small employers, or of what a SIMPLE is and who may have one."""


_HIGHER_LIMIT = lazy_pattern(r"\bhigher\b[^.?]{0,30}\blimit\b")
_BESIDE_LIMIT = lazy_pattern(r"\b(?:catch[- ]?ups?|cu|exceed\w*|ordinary|proportion|count\w*)\b")


def is_of_some_employers(reading: Reading) -> bool:
    """A SIMPLE by its capitals, and a limit of it that only some employers have or that is no limit on money."""
    if not _SIMPLE_WRITTEN.search(reading.text) or not reading.says(_SIMPLE_OF_SOME):
        return False
    return not reading.says(_HIGHER_LIMIT) or reading.says(_BESIDE_LIMIT)


def _is_named(reading: Reading, name: str, pattern: re.Pattern[str]) -> bool:
    written = name == "simple" and not reading.text.isupper() and _SIMPLE_WRITTEN.search(reading.text)
    return bool(written) or reading.names(pattern)


def plans_of(reading: Reading) -> tuple[str, ...]:
    """Every plan named, those with limits of their own once each."""
    named = [name for name, pattern in PLANS if _is_named(reading, name, pattern)]
    if "ira" in named and (
        "roth_ira" in named or ("simple" in named and len(re.findall(r"\biras?\b", reading.plain)) == 1)
    ):
        named.remove("ira")
    return tuple(named)
