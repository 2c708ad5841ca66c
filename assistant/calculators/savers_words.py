"""What a question about the worth of a Saver's Credit says: the income, what was put in, and by how many of a couple."""

from __future__ import annotations

from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading, slot
from assistant.calculators.slot import DROP, Slot
from assistant.patterns import lazy_pattern

_PUT_BEFORE = lazy_pattern(
    r"\b(?:put(?:s|ting)?|drop(?:s|ped|ping)?|contribut\w+|sav(?:e|es|ed|ing)|add(?:s|ed|ing)?|stash\w*|sock\w*|stick|stuck|threw|throw\w*|deposit\w*|defer\w*|chip\w*|invest\w*|paid in|contributions?)(?: (?:in|into|away|of|about|a|just|only|each|up to|the|total(?:ing)?|to (?:an?|my|our|his|her|the) (?:\w+ )?(?:ira|401\(?k\)?|plan)))* ?\$?$"
)
_PUT_AFTER = lazy_pattern(
    r" ?(?:each |apiece |a ?piece |per person )?(?:(?:in|into|to) (?:(?:an?|my|our|his|her|their|the|each|both|separate|own|(?:wife|husband|spouse|partner)(?:'?s)?) )*(?:roth |trad\w* |simple )?(?:iras?|401|403|457|plan|retirement|account)|(?:ira |401\(?k\)? |roth )?(?:contributions?|deferrals?)|each\b|apiece\b)"
)
_EACH = lazy_pattern(
    r"\b(?:each|apiece|a ?piece|per (?:person|spouse)|both (?:of us )?(?:put|save|drop|contribut\w+|add|stash|sock\w*)|every one of us)\b"
)
_WE = lazy_pattern(r"\b(?:we|our|us|the two of|together|couple|combined|spouses)\b")
_ONE = lazy_pattern(
    r"\b(?:i|she|he|wife|husband|only one|one of us|my) (?:alone |only )?(?:put|sav|contribut|add|drop|stash|sock|deferr?|401|ira|roth)"
)
_TOP_ASKED = lazy_pattern(r"\b(?:income|agi) (?:limit|cap|ceiling|max\w*|cut-?off)|\b(?:qualify|eligible)\b")
_INCOME = lazy_pattern(r"\b(?:income|m?agi|earn\w*|mak(?:e|es|ing)|qualif\w*|eligible)\b|\$\d|\d")
_LARGEST = lazy_pattern(
    r"\b(?:max(?:imum)?|most|largest|biggest|highest)\b[^?.]{0,24}\b(?:saver'?s'? (?:tax )?credit|credit)\b"
)
_RATE = lazy_pattern(r"\b(?:rate|percent(?:age)?|tier)\b|%")


_FILERS = (
    ("single", lazy_pattern(r"\b(?:singles?|unmarried|individual)\b")),
    ("joint", lazy_pattern(r"\b(?:joint(?:ly)?|married|mfj|couples?)\b(?! (?:filing )?separate)")),
    ("hoh", lazy_pattern(r"\b(?:hoh|heads? of (?:the |a )?households?)\b")),
)
_COMPARED = lazy_pattern(
    r"\b(?:differ\w*|diff|gap|apart|compare[ds]?|vs?|versus)\b|\b(?:more|higher|larger|bigger|greater|less|lower|smaller)\b[^?]*\bthan\b|\bexceeds?\b"
)


_NO_TOP = lazy_pattern(
    r"\b(?:what|how much|which|max(?:imum)?|most)(?: of)?(?: (?:my|a|the|our))? contributions?\b|\bcontributions? (?:do |does |is |are |that )?(?:count|qualif)|\b(?:brackets?|tiers?)\b"
)
"""Asks for the contribution that counts, or for all tiers, not for the top income."""


def compares_filers(reading: Reading) -> list[str]:
    """The two kinds of filer that are set against each other in one year, none when they are not."""
    return two_filers(reading) if reading.says(_COMPARED) else []


def two_filers(reading: Reading) -> list[str]:
    """The two kinds of filer that are named in one year, none when there are not two."""
    filers = [name for name, pattern in _FILERS if pattern.search(reading.plain)]
    two = len(filers) == 2 and not reading.of("money") and len(reading.years) < 2
    return filers if two else []


def put_in(reading: Reading) -> tuple[Quantity, ...]:
    """The sums that were put into a plan, by the words right beside them."""
    return tuple(
        each
        for each in reading.of("money")
        if _PUT_BEFORE.search(reading.before(each, 60)) or _PUT_AFTER.match(reading.plain, each.end)
    )


def savers_slots(reading: Reading) -> dict[str, Slot]:
    """The slots of a credit to be worked out; nothing when no contribution is said beside the income."""
    put = put_in(reading)
    if not reading.of("money") and reading.says(_NO_TOP):
        return {"operation": slot("largest")}
    filers = two_filers(reading)
    if filers:
        return {"operation": slot("filers"), "filers": slot(",".join(filers))}
    if not put and not reading.says(_INCOME):
        return {"operation": slot("largest")} if reading.says(_LARGEST) else {}
    if not put and len(reading.of("money")) == 1 and reading.says(_RATE):
        return {"operation": slot("rate"), "salary": slot(reading.of("money")[0].value, reading.of("money")[0].text)}
    income = [each for each in reading.of("money") if each not in put]
    if not put or reading.says(_TOP_ASKED) or len(income) > 1:
        return {}
    found = {"put": Slot(put[0].value, "question", put[0].text), "contributed": DROP, "planned": DROP, "salary": DROP}
    if income:
        found["salary"] = Slot(income[0].value, "question", income[0].text)
    if len(put) > 1:
        found["put_other"] = Slot(put[1].value, "question", put[1].text)
    elif reading.says(_EACH):
        found["each_of_two"] = slot(True)
    elif reading.says(_WE) and not reading.says(_ONE):
        found["between_two"] = slot(True)
    return {**found, "operation": slot("worth")}
