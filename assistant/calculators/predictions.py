"""What a coin will cost one day: refused by name, because no published figure says it."""

from __future__ import annotations

from assistant.calculators.inflow_words import COINS
from assistant.calculators.protocol import Calculator, Desk, Slot, Slots, declines
from assistant.calculators.reading import Reading
from assistant.patterns import lazy_pattern
from assistant.types import Finding

_PRICE = lazy_pattern(r"\b(?:prices?|worth|valu(?:e|ed|ation)|trad(?:e|es|ing)|costs?|quot(?:e|ed))\b")
_RISES = lazy_pattern(
    r"\b(?:how (?:high|low|far)|where|to what|what (?:price|level)) (?:could|might|would|can|may|will|does|do|is|are|should)\b.{0,40}\b(?:go|get|end up|be|rise|fall|climb|run|reach|land|head\w*|hit|trade)\b"
    r"|\b(?:will|would|could|can|might|may|going to)\b.{0,30}\b(?:push|drive|send|pump|move|lift|boost|raise)\w* (?:up )?(?:the )?(?:price|btc|bitcoin|eth|ether|ethereum)\b"
)
_LATER = lazy_pattern(
    r"\b(?:next (?:year|month|week|summer|spring|decade)|tomorrow|in (?:the )?(?:\d+|a few|five|ten|two|three) (?:years?|months?)|(?:\d+|five|ten) years? (?:from now|out)|someday|one day|in (?:the )?future|eoy|year[- ]?end|end of (?:the )?year|by (?:christmas|then))\b"
    r"|\b(?:if|once|when|after|as) .{0,50}\b(?:flow|come|pour|move|enter|rush|go|get|buy|arrive|allocat|invest)\w*"
)
_NOT_ASKED = lazy_pattern(r"\b(?:article|karen|implied|imply|implies|used|assum\w*|quoted by|says?|said)\b")


def recognise(reading: Reading) -> bool:
    """The price of a coin at a time still to come, or how far money would move it."""
    if not reading.says(COINS) or reading.of("coins") or reading.says(_NOT_ASKED):
        return False
    if reading.says(_RISES):
        return not any(each.per == "coin" for each in reading.of("money"))
    if reading.of("money", "percent") or not reading.says(_PRICE):
        return False
    later = any(year > reading.today.year for year in reading.years)
    return later or reading.says(_LATER)


def read(_: Reading, earlier: Slots) -> Slots:
    """Nothing is worked out, so there is nothing to fill."""
    return {} if earlier else {"operation": Slot("prediction", "default")}


def compute(slots: Slots, _: Desk) -> Finding | None:
    """The refusal."""
    return declines(
        "prediction",
        "This desk works out what published figures come to; it does not predict prices. Give a price, and it says how many coins a sum buys at it.",
        slots,
        suggestions=("1% of 401(k) money in bitcoin at $150,000 a coin?",),
    )


CALCULATOR = Calculator("prediction", recognise, read, compute)
