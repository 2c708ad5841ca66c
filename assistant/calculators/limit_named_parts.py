"""Words that name the parts of a limit or ask for all of it: "the normal limit plus the extra", "so what can I save max"."""

from __future__ import annotations

from assistant.calculators.reading import Reading
from assistant.patterns import lazy_pattern

_BASE = r"(?:normal|regular|base|basic|standard|usual|ordinary)(?: (?:401 ?\(?k\)?|ira|employee|deferral|contribution|annual))?(?: (?:limit|amount|max(?:imum)?|part|one|cap|thing|contribution))?"
_EXTRA = r"(?:the |my |any |an? )?(?:over-?50 |over-?fifty |age-?50 |50\+ |older )?(?:extra|catch[- ]?up|bump|bonus|additional|top-?ups?|add-?on|super|boost)\b"
_PARTS = lazy_pattern(rf"\b{_BASE} ?(?:,? ?(?:\+|plus|and|with|&|as well as|together with|added to)) ?{_EXTRA}")
WHICH_INCOME = lazy_pattern(
    r"\b(?:what|which) (?:\w+ )?(?:income|m?agi|earnings)\b(?! (?:counts?|is (?:used|counted)|year|do they|tax))|\bincome (?:level |point )?(?:where|at which|above which|over which|that|when)\b"
)
"""Asks for an income, not for what can be put in at one."""
_CATCH_UP = lazy_pattern(r"\bcatch[- ]?ups?\b|\bcatching up\b")
_CLAUSE = lazy_pattern(r"[?!;.]+(?!\d)|,? (?:so|and|then) (?=(?:what|how|whats)\b)|, (?=(?:what|how|whats)\b)")
_WITH_IT = lazy_pattern(
    r"\b(?:max\w*|limit|total|most|401 ?\(?k\)?|403 ?\(?b\)?|iras?|deferrals?)\b[^?.!;]{0,60}(?:\bw/?|\bincl?\.?|\bcounting|\busing) ?(?:the |my |any )?(?:super |full |age |50\+ )?catch[- ]?ups?\b"
    r"|\bmax\w*\b[^?.!;]{0,40}\bcatch[- ]?ups? (?:incl?\b|inc\.|included|counted)"
)
_ALL_OF_IT = lazy_pattern(
    r"\b(?:what|how much) (?:can|could|may|do) (?:i|we|he|she) (?:then |still |now |actually )?(?:save|put(?: in| away)?|contribute|defer|stash|sock away|get in|do|set aside)\b(?: (?:in|away|aside|total))?(?: max(?:imum)?| at most| in all| altogether| total| in total)?(?: (?:in|for) (?:20\d\d|all|total)| (?:this|next) year)?(?: max(?:imum)?| at most| total| in all| altogether)?\s*$"
    r"|\b(?:what(?:'s|s| is)|so) (?:then )?(?:my|his|her|the) (?:real |own |actual |total |full |overall )?(?:max(?:imum)?|total|limit|most (?:i|he|she) can (?:put in|save|defer|contribute))(?: then| total| now)?(?: (?:in|for) 20\d\d| (?:this|next) year)?\s*$"
    r"|\btotal (?:with|including|incl\.?|plus) (?:the |my )?(?:regular|normal|base|basic|standard|ordinary)(?: (?:deferral|limit|part|amount|contribution))?\s*$"
    r"|\b(?:max(?:imum)?|most|total) (?:i|he|she) can (?:save|put in|put away|defer|contribute|stash)(?: (?:in|for) 20\d\d| (?:this|next) year| in total| total)?\s*$"
)


def names_parts(reading: Reading) -> bool:
    """Whether the base of a limit and what comes on top are named together."""
    return reading.says(_PARTS) or reading.says(_WITH_IT)


def asks_for_all(reading: Reading) -> bool:
    """Whether a clause of its own asks for the whole maximum beside one about the catch-up."""
    clauses = [each for each in _CLAUSE.split(reading.plain) if each and each.strip()]
    beside = any(_CATCH_UP.search(each) for each in clauses)
    return beside and any(_ALL_OF_IT.search(each) and not _CATCH_UP.search(each) for each in clauses)


def asks_for_whole(reading: Reading) -> bool:
    """Whether a follow-up asks for the whole maximum and names no catch-up of its own."""
    return not reading.says(_CATCH_UP) and bool(_ALL_OF_IT.search(reading.plain.strip(" ?!.")))
