"""Whose a percentage of pay is: what the employer puts in, or what the saver does."""

from __future__ import annotations

from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading
from assistant.patterns import lazy_pattern

_EMPLOYER = lazy_pattern(
    r"\b(?:employers?|company|co\b\.?|boss|firm|business|(?:s[- ]?)?corp(?:oration)?|llc|plan|profit[- ]sharing|non-?elective|they|match\w*|er)\b"
)
_OWN = lazy_pattern(
    r"\bi\b|\bi'm\b|\bmy\b|\bmine\b|\bme\b|\bown\b|\bemployee\b|\bdeferr?\w*|\bhe\b|\bshe\b|\bworker\b|\belective\b"
)
_SOLO = lazy_pattern(r"\bsolo\b|\bs[- ]?corp|self[- ]employ|one[- ]person")
_PART = lazy_pattern(r"[,;.]| and | plus | \+ |&")


def employer_percents(reading: Reading) -> tuple[Quantity, ...]:
    """The percentages that the employer puts in, by the words of their own part of the question."""
    return tuple(each for each in reading.of("percent") if _is_employers(reading, each))


def _is_employers(reading: Reading, percent: Quantity) -> bool:
    before = _PART.split(reading.before(percent, 60))[-1]
    after = _PART.split(reading.after(percent, 40))[0]
    own, theirs = _OWN.search(before), _EMPLOYER.search(before)
    if own or theirs:
        return bool(theirs) and not (own and own.start() > (theirs.start() if theirs else 0))
    if _EMPLOYER.search(after):
        return True
    return not _OWN.search(after) and bool(_SOLO.search(reading.plain))
