"""The shorthand of the trade spelled out before a question is read: "CU" is a catch-up, "ER" an employer, "ppt" a participant."""

from __future__ import annotations

import re

from assistant.patterns import lazy_pattern

_WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (lazy_pattern(pattern), full)
    for pattern, full in (
        (
            r"(?<=\dk )ERs?(?![\w&/])|(?<=max )ER(?= (?!\+|&|/|and\b|plus\b))|\bER(?= (?:match|contrib\w*|money|nonelective|profit)\b)",
            "employer",
        ),
        (r"\bPS(?= \$?\d)", "employer profit sharing"),
        (r"\bEE(?= \$\d| \d[\d.,]*[kK]\b)", "employee deferral"),
        (r"\bEE(?= (?:\(|defer|contrib))", "employee"),
        (r"(?i)\b(?:ppts?|ptpts?)\b", "participant"),
        (r"\bSS ?WB\b", "Social Security wage base"),
        (r"(?i)(?<=\d) ?\u2192 ?(?=\d)", "->"),
        (r"(?i)(?<=\broth )CUs?(?= wage thresh(?:old)?\b(?!.*\b(?:round|rule)).*20\d\d)", "catch-up"),
        (
            r"(?i)\bhow many (?:retirement )?(?:dollars|bucks)(?= (?:are|sit|lie|were) (?:in|inside)\b)",
            "how much money",
        ),
        (r"(?i)\bchg\b", "change"),
        (r"(?i)\bddl\b", "deadline"),
        (r"(?i)\bAUM\b", "assets"),
        (r"(?i)\bthresh\b", "threshold"),
        (r"(?i)\breq'?d\b", "required"),
        (r"(?i)\bnon-?elec\b", "nonelective"),
        (r"(?i)\bexcess def\b", "excess deferral"),
        (r"(?i)\bearly (?:wd|w/d|dist\.?)(?!\w)", "early withdrawal"),
        (r"(?i)\btrad\.? (?:ira )?ded(?:uct)?\b", "traditional ira deduction"),
        (r"(?i)(?<![^ ])w/ ?(?!o\b|h\b|d\b)(?=\S)", "with "),
        (r"(?:(?<= )[&+]|\band|,) ?PY(?!\w)(?! ?'?\d)", "and the prior year"),
        (r"(?i)(?<=\bQ[1-4])(?: ?(?:20|')?(\d\d))? ?-+>(?= ?Q[1-4]\b)", r" \1 to "),
        (r"(?i)(?<=[a-z]) ?(?:-+>|\u2192) ?(?=[a-z])(?!btc|eth|bitcoin|coin)", " to "),
    )
)
_SHORT = 60
_CATCH_UP = lazy_pattern(r"(?<![\w&])(?:CU|cu)s?(?![\w&])")
_ONLY_LIMITS = lazy_pattern(
    r"(?i)(?:(?:CUs?|total|super|roth|simple|iras?|40[13] ?\(?[kb]\)?|402 ?\(?g\)?|415 ?\(?c\)?|all-in|max(?:imum)?|limits?|amt|deferrals?|contribs?|contributions?|amount|annual|full|my|total|including|incl|with|and|plus|by|bands?"
    r"|what'?s|what is|how much|the|is|for|in|at|age|aged|ages|im|i'm|eoy|of|if|to|born|dob|vs?|diff|delta|change|difference|'?\d[\d/]*|\$(?! ?\d)|[-+,:;?.>@&(/\u2192]+)(?:\s+|(?=[-+,:;$?.>@&(/)])|(?<=[-+,:;$?.>@&(/])|$))+"
)
"""A question of nothing but limits, ages and years, in which "CU" asks for a number."""


_TIER = lazy_pattern(r"(?<![\d/.])(25|33|50|75|100|150|200)/(\d)(?![\d/.]|%)")
_MATCH = lazy_pattern(r"(?i)\bmatch")


def _tiers(text: str) -> str:
    """ "100/3 + 50/2" of a match in full: a rate on the first few percent of pay, another on the next."""
    if not _MATCH.search(text):
        return text
    first = _TIER.sub(r"\1% of the first \2%", text, count=1)
    return _TIER.sub(r"\1% of the next \2%", first)


def spelled_out(text: str) -> str:
    """``text`` with the shorthand of the trade in full words."""
    for pattern, full in _WORDS:
        text = pattern.sub(full, text)
    if len(text) <= _SHORT and _CATCH_UP.search(text) and _ONLY_LIMITS.fullmatch(text):
        text = _CATCH_UP.sub("catch-up", text)
    return _tiers(text)
