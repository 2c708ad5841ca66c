"""The taxable part of money taken from a Roth account: what of it is said to be earnings."""

from __future__ import annotations

from assistant.calculators.protocol import Slots
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading
from assistant.calculators.slots import word
from assistant.patterns import lazy_pattern

_AFTER = lazy_pattern(
    r" ?(?:dollars |bucks )?(?:of (?:it|that|which|them|this) )?(?:(?:is|was|are|were|in|from|as|only|just|of) )*(?:the |my )?(?:earnings|growth|gains?|profits?|taxable)\b"
)
_BEFORE = lazy_pattern(
    r"\b(?:earnings|gains?|profits?|taxable(?: (?:part|portion|amount|sum))?)(?: (?:is|are|was|were|of|about|only|just))* ?[:=]? ?\$?$"
)


def earnings_of(reading: Reading, plan: str, earlier: Slots) -> Quantity | None:
    """The sum that is said to be earnings, or that answers the question back for it; None outside Roth accounts."""
    if not (plan or word(earlier, "plan")).startswith("roth"):
        return None
    sums = reading.sums
    said = [each for each in sums if _AFTER.match(reading.plain, each.end) or _BEFORE.search(reading.before(each, 40))]
    if said:
        return said[0]
    return sums[0] if word(earlier, "asks") == "taxable" and len(sums) == 1 else None
