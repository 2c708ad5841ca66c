"""The sums of money and percentages of a question about a limit, each under the slot that its role fills."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.calculators.limit_words import PERCENT_ASKED, says_excess
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading, slot
from assistant.calculators.roles import role_of
from assistant.calculators.slot import Slot, Slots
from assistant.calculators.slots import word as word_of
from assistant.patterns import lazy_pattern

FIRST = lazy_pattern(
    r"\b(?:first|earliest)\b|\b(?:what|which) year\b|\bwhen (?:did|was|were|is|has|will)\b|\bsince when\b"
)
REACH = lazy_pattern(
    r"\b(?:reach\w*|hits?|topp?ed|tops?|pass(?:ed|es)?|exceed\w*|cross\w*|go(?:es)? (?:over|above|past)|went (?:over|above|past)|over|above|at least|more than|became|become|get to|got to|below|under|break|broke|surpass\w*)\b"
)
LEFT = lazy_pattern(
    r"\bleft\b|\b(?:limit|max\w*|cap) (?:minus|less) (?:what|the|my)\b|\bremain\w*|\bhow much more\b(?!.*\bthan\b)|\bmore can\b|\bstill (?:put|contribute|defer|add|can|have|owe|room)|\bcan (?:i|we) still\b|\broom\b|\brest of\b|\bto max (?:out|it)\b|\buntil (?:i|we) (?:max|hit)|\bshort of\b|\bspace\b|\bhow far\b|\bget to the (?:max|limit)|\bmax out by\b"
)
TWO_JOBS = lazy_pattern(
    r"\b(?:two|2|both|multiple|several|three|3|second|2nd|another|other|old|previous|former|new|different|side) (?:different |unrelated |separate |401\(?k\)? )?(?:jobs?|employers?|401\(?k\)?s?|plans?|compan(?:y|ies)|works?|gigs?)\b|\b(?:switch|chang|swap)(?:ed|ing)? (?:jobs?|employers?|compan)|\bjob (?:one|two|1|2|a|b)\b|\bemployer (?:one|two|a|b|1|2)\b|\bmoonlight"
)


def read_sums(reading: Reading, measure: str, earlier: Slots) -> dict[str, Slot]:
    """Sums by role. A sum without a role is what was put in, planned or asked about, as the question's kind says."""
    found: dict[str, list[Quantity]] = {}
    for each in reading.of("money"):
        found.setdefault(_slot_of(reading, each, measure, earlier), []).append(each)
    found.pop("", None)
    found = _at_both_jobs(reading, found)
    if (
        says_excess(reading)
        and "salary" in found
        and not found.keys() & {"contributed", "planned", "each"}
        and not reading.says(_PAY_WORDS)
    ):
        found["contributed"] = found.pop("salary")
    if len(found.get("salary", ())) > 1 and not _are_added(reading, found["salary"]):
        found["salary"] = found["salary"][-1:]
    slots = {name: Slot(total_of(each), "question", each[0].text) for name, each in found.items()}
    slots.update(_beside_money(reading, found))
    percents = [each for each in reading.of("percent") if not re.search(r"\b(?:top|100)\b ?$", reading.before(each))]
    if percents and measure not in ("hce", "key"):
        slots["percent"] = Slot(percents[0].value, "question", percents[0].text)
    return slots


def _at_both_jobs(reading: Reading, found: dict[str, list[Quantity]]) -> dict[str, list[Quantity]]:
    """ "2 employers, 14k each": what was put in at each of two jobs counts twice."""
    put = found.get("contributed", [])
    if len(put) != 1 or not reading.says(TWO_JOBS) or not _EACH_JOB.match(reading.plain, put[0].end):
        return found
    return {**found, "contributed": put * 2} if not reading.says(_THREE) else found


_EACH_JOB = lazy_pattern(r" ?(?:in |at |to |into )?(?:each|apiece|both|per (?:job|plan|employer))\b")
_THREE = lazy_pattern(r"\b(?:three|3|four|4|several|multiple) (?:\w+ )?(?:jobs|employers|plans|401)")


def _are_added(reading: Reading, sums: list[Quantity]) -> bool:
    """Whether pay comes in parts ("100k and 20k of bonus"), rather than before and after a raise."""
    between = reading.plain[sums[0].end : sums[-1].start]
    return bool(re.search(r"\band\b|\bplus\b|\+|&", between)) and len(between) <= 60


def _slot_of(reading: Reading, quantity: Quantity, measure: str, earlier: Slots) -> str:
    """The slot that one sum fills."""
    if _is_rest(reading, quantity):
        return "claimed_rest"
    if reading.says(PERCENT_ASKED) and _AT_PAY.search(reading.before(quantity)) and len(reading.of("money")) == 1:
        return "salary"
    role = role_of(reading, quantity) or _fallback_role(reading, measure, earlier)
    if role in ("contributed", "planned", "claimed") and _is_income(reading, quantity, measure):
        return "salary"
    if role == "claimed" and measure in _PAY_ONLY and len(reading.of("money")) == 1 and reading.says(MARGIN):
        return "salary"
    if (
        role in ("reach", "salary", "")
        and quantity.per == ""
        and re.search(r"how many (?:pay|check|month|week)", reading.plain)
    ):
        return "each"
    if quantity.per in ("paycheck", "month", "week") and role in ("contributed", "planned", "salary", ""):
        return "each" if role != "salary" else "salary_each"
    if role == "reach" and not reading.says(FIRST):
        return "salary" if measure in _PAY_TESTS else "planned"
    if role == "claimed" and reading.says(FIRST) and reading.says(REACH):
        return "reach"
    if role in ("planned", "contributed", "employer") and measure in _PAY_ONLY:
        return "salary"
    return role


_AT_PAY = lazy_pattern(r"(?:@|\bto max(?: out)?(?: \S+)? (?:at|on|of)) ?\$?$")
"""What stands before pay where a percentage of it is asked: "% to max @ 150k"."""


def _is_rest(reading: Reading, quantity: Quantity) -> bool:
    """ "I've put in 20k so I've got 3,500 left": what is said to be left is a claim of its own, not a limit or a payment."""
    return not quantity.per and bool(_IS_LEFT.match(reading.after(quantity)))


def _is_income(reading: Reading, quantity: Quantity, measure: str) -> bool:
    """ "a roth ira at 160k single": beside a filing status, the sum at which one asks is income, whatever the verb."""
    return (
        measure in ("roth_income", "deduction")
        and reading.says(FILING_STATUS)
        and bool(_AT_INCOME.search(reading.before(quantity)))
    )


def _beside_money(reading: Reading, found: dict[str, list[Quantity]]) -> dict[str, Slot]:
    """What goes with sums: the parts of a total, the period of a payment, what a claim is about."""
    slots: dict[str, Slot] = {}
    if len(found.get("contributed", ())) > 1:
        slots["contributed_parts"] = Slot(tuple(each.value for each in found["contributed"]), "question")
    if len(found.get("employer", ())) > 1:
        slots["employer_parts"] = Slot(tuple(each.value for each in found["employer"]), "question")
    if "each" in found:
        slots["each_per"] = slot(found["each"][0].per)
    if "salary_each" in found:
        slots["salary_per"] = slot(found["salary_each"][0].per)
    if "claimed" in found and (
        "catch" in reading.before(found["claimed"][0], 50) or "catch" in reading.after(found["claimed"][0], 24)
    ):
        slots["claimed_of"] = slot("catch_up")
    return slots


MARGIN = lazy_pattern(
    r"\bby how much\b|\bhow far\b[^?.]{0,24}?\b(?:over|above|under|below|short|past|clear|beyond|from)\b|\bhow much (?:(?:am|is|are|was|were|do|does|did)\b[^?.]{0,16}?)?\b(?:over|above|under|below|short|past|clear|beyond)\b(?! \$?\d)|\b(?:over|above|under|below|short|past|beyond)(?: (?:it|that|the \w+))? by (?:how much|what)\b"
)
"""Asks how far pay is from a threshold, not what the threshold is."""
FILING_STATUS = lazy_pattern(
    r"\b(?:single|unmarried|married|joint\w*|mfj|mfs|hoh|heads? of (?:the )?household|filing)\b"
)
_AT_INCOME = lazy_pattern(
    r"\b(?:at|on|with|making|earning)(?: (?:about|around|roughly|only|just|exactly|an?|my))? ?\$?$"
)
_IS_LEFT = lazy_pattern(r"^ ?(?:is |still |was )?(?:left\b|remaining\b)(?! (?:my|the|that|job))")
_PAY_WORDS = lazy_pattern(r"\b(?:salary|mak(?:e|es|ing)|made|earn\w*|pay|paid|wages?|income|comp|compensation)\b")
_PAY_TESTS = ("hce", "key", "roth_wages", "roth_income", "deduction", "savers", "compensation", "wage_base")
_PAY_ONLY = ("hce", "key", "roth_wages")


def total_of(quantities: list[Quantity]) -> Decimal:
    return sum((each.value for each in quantities), Decimal(0))


def _fallback_role(reading: Reading, measure: str, earlier: Slots) -> str:
    asked = word_of(earlier, "asks")
    if asked in ("salary", "contributed", "employer"):
        return asked
    if measure in _PAY_TESTS:
        return "salary"
    if measure.endswith("catch_up"):
        return "planned"
    if reading.says(FIRST) and reading.says(REACH):
        return "reach"
    if says_excess(reading) or reading.says(LEFT) or reading.says(TWO_JOBS):
        return "contributed"
    if re.match(r"(?:so |wait |hey |is it true (?:that )?)*(?:is|isn't|isnt|was|are|were)\b", reading.plain):
        return "claimed"
    return "planned" if not earlier else "salary"


_PUT_VERBS = lazy_pattern(
    r"\b(?:put\w*|contribut\w*|defer\w*|deposit\w*|add(?:s|ed|ing)?|sav(?:e|es|ed|ing)|fund\w*|stash\w*|sock\w*|invest\w*|threw|throw\w*|dump\w*|chip\w*|stuck|stick|pay|paid|max\w*|over-?\w+ed)\b"
)
_LIES_IN = lazy_pattern(
    r"\b(?:in|inside) (?:an?|my|the|his|her|our|their)? ?(?:\w+ )?(?:iras?|roths?|40[13]\S*|457\S*|plan|account)(?!\w)"
)


def may_be_balance(reading: Reading) -> bool:
    """Whether the one sum of a question lies in an account and no word says that it was put in: "300k in my IRA"."""
    return len(reading.of("money")) == 1 and reading.says(_LIES_IN) and not says_put(reading)


def says_put(reading: Reading) -> bool:
    """Whether some word says that money was put in."""
    return reading.says(_PUT_VERBS)
