"""The sum that is taken out: as said, or a share of a balance ("a third of my 90k")."""

from __future__ import annotations

from decimal import Decimal

from assistant.calculators.protocol import Slots
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading
from assistant.calculators.slots import number, said
from assistant.calculators.trace import Trace, show
from assistant.patterns import lazy_pattern

_TAKES = lazy_pattern(
    r"\b(?:t[ao]k(?:e|es|ing|en)|took|pull(?:s|ed|ing)?|tap(?:s|ped|ping)?|cash(?:es|ed|ing)?|withdr[ae]w\w*|drain(?:s|ed|ing)?|raid(?:s|ed|ing)?|yank(?:s|ed|ing)?)(?: (?:out|in|about|around|roughly|just|only))* $"
)
_OF = lazy_pattern(r" ?(?:of )?(?:(?:my|the|his|her|our|an?|that|vested|total|whole|entire) )*\$?")


def share_taken(reading: Reading, amount: Quantity) -> Quantity | None:
    """The percentage of ``amount`` that is taken, when one stands between the verb and the sum."""
    before = [each for each in reading.of("percent") if each.end <= amount.start]
    if not before or not _OF.fullmatch(reading.plain, before[-1].end, amount.start):
        return None
    return before[-1] if _TAKES.search(reading.before(before[-1])) else None


def amount_taken(trace: Trace, slots: Slots) -> Decimal:
    """The sum, with the step that a share of a balance takes."""
    share = number(slots, "taken_share")
    amount = said(trace, "amount" if share is None else "balance", slots["amount"], "USD")
    if share is None:
        return amount
    trace.said("share taken", share, "percent", display=show(share, "percent"))
    return trace.step("taken out", "round({} * {} / 100, 2)", amount, share, unit="USD")
