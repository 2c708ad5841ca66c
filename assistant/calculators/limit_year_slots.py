"""The years of a question about a limit: one, several, a span, and the year that another is set against."""

from __future__ import annotations

from decimal import Decimal

from assistant.calculators.limit_operations import CHANGE, SERIES
from assistant.calculators.limit_words import measure_of
from assistant.calculators.numerals import spelled
from assistant.calculators.protocol import DROP, Slot, Slots
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading, slot
from assistant.calculators.slots import word as word_of
from assistant.patterns import lazy_pattern

_SPAN = lazy_pattern(
    r"(?:20\d\d|'\d\d) ?(?:-|to|through|thru|until|till|up to) ?(?:20\d\d|'?\d\d|now|today|this year)\b|\bbetween 20\d\d and\b|\bfrom 20\d\d\b|\bsince (?:the year )?20\d\d"
)
_LATER = ("after", "later", "following", "next")
_YEAR_BESIDE = lazy_pattern(
    r"\b(?:the )?(?:year|yr) (?:before|prior|earlier|previous|after|later)\b|\b(?:the )?(?:previous|prior|following) (?:year|yr)\b"
)
_AGAIN_BESIDE = lazy_pattern(
    r"\b(?:a|one|the) (?:full |single |calendar )?(?:year|yr) (before|prior|earlier|previously|ago|back|after|later)\b(?! (?:20\d\d|that|i|we|he|she|you|they|one|the|my|to|in)\b)"
    r"|\b(?:the )?(previous|prior|preceding|following|next) (?:(?:calendar|tax|plan) )?(?:year|yr)\b(?! (?:wages?|w-?2|pay|income|salary|fica|earnings|compensation)\b)(?!'s (?:wages?|w-?2|pay|income|salary|fica))"
    r"|\bthe (?:year|yr) (before|prior|after)(?= (?:that|it)\b)"
    r"|(?:[,;?] ?|\b(?:year|yr|20\d\d) )and (?:for |in )?(next|last)\W*$"
)
"""Asks again for the year beside the one that is named."""
_NOW_TOO = lazy_pattern(
    r"\b(?:now|today|currently|at present|these days|nowadays|this year)(?:'s)?(?: limit| max| cap)? ?(?:vs?\b\.?|versus|and|or|against|compared|relative|than|as opposed|\+|&|/)"
    r"|(?:\bvs?\b\.?|\bversus|\bto|\btill|\buntil|\band|\bor|\bthan|\bagainst|\bcompared (?:to|with)|&|/) ?(?:(?:what|is|it|are|the|was|limit|max|cap|that) ){0,4}(?:(?:it|it's|that) )?(?:now|today|currently|nowadays|at present|these days)(?:'s)?\b"
    r"|\b(?:limits?|max(?:imum)?|caps?|thresholds?|ceilings?|base|catch[- ]?ups?)(?: is| are)? (?:right )?(?:now|today|currently|nowadays|at present|these days)\b"
)
"""Asks for today's limit as well as for that of the year that is named."""
_LAST_YEARS = lazy_pattern(r"\b(?:last|past) (two|three|four|five|six|seven|eight|nine|ten|\d+) years")


_NEXT_TO = lazy_pattern(r"\b(?:the )?(?:year|yr) (before|prior to|after) (20\d\d)\b")
"""Names a year by the one beside it: "the year before 2026"."""
_SINCE = lazy_pattern(r"\bsince (?:the )?(?:year )?$")
_THAN = lazy_pattern(
    r"\b(?:than|compared (?:to|with)|relative to|vs?\.?|versus|against|up from|up over|up on)(?: (?:it was|was|that of|what it was|the))*(?: back)?(?: in| for)? (?:the year )?$"
)
_NAMES_A_LIMIT = lazy_pattern(r"(?:'s)? (?:\w+ )?(?:limit|max|cap|catch|threshold)")


def _is_compared(reading: Reading, year: Quantity) -> bool:
    """Whether the only year of a question is set against another one: "since 2019", "more than in 2019"."""
    before = reading.before(year, 40)
    since = _SINCE.search(before) and not _NAMES_A_LIMIT.match(reading.after(year))
    moved = reading.says(CHANGE) and year.value < reading.today.year and _FROM_YEAR.search(before)
    return bool(since or moved or _THAN.search(before))


_LOOKS_BACK = ("hce", "key")
"""Limits that pay of the year before is held against."""


def with_year_beside(reading: Reading, years: list[int], measure: str = "") -> list[int]:
    """The one year that is named, and the one beside it ("in 2026, and what was it a year earlier?", "now vs 2024")."""
    if len(years) != 1 or reading.of("money") or measure in ("roth_wages", "savers_match"):
        return years
    named = reading.of("year")
    beside = reading.find(_AGAIN_BESIDE)
    back = measure in _LOOKS_BACK and beside is not None and not beside[1]
    if beside and named and not back and not any(each.start < beside.end() <= each.end for each in named):
        step = 1 if any(word in beside[0] for word in _LATER) else -1
        return [years[0], years[0] + step]
    others = years[0] != reading.today.year
    return [years[0], reading.today.year] if others and reading.says(_NOW_TOO) else years


_FROM_YEAR = lazy_pattern(r"\b(?:from|over|on|since) (?:the )?(?:year )?$")
_TO_THEN = lazy_pattern(r"\b(?:by|to|until|till|through|up to)(?: the)?(?: year)? $")
_FIGURE_OF = lazy_pattern(r"^ (?:figure|number|value|one|amount|level|limit)\b")
_SINCE_THEN = lazy_pattern(r"\b(?:since|from) then\b")
_YEARS_ON = lazy_pattern(
    r"\b(one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?:years?|yrs?) (later|after(?:wards?)?|on\b|earlier|before|prior)"
)
_ADDS_YEAR = lazy_pattern(
    r"^(?:and |but |so |ok )*(?:incl\.?|including|include|counting|with|plus|\+|add(?:ing)?|also)(?! (?:my|the|a)\b)"
)


def _year_of(slots: Slots) -> int | None:
    value = slots["year"].value if "year" in slots else None
    return int(value) if isinstance(value, Decimal) else None


def _since_before(reading: Reading, years: list[int], before: int | None) -> list[int]:
    """ "By how much had it risen by 2026?", "gone up since then": from the year before to the one that is named."""
    if before is None or not reading.says(CHANGE) or len(years) > 1 or reading.of("money"):
        return years
    if not years:
        return [before, reading.today.year] if reading.says(_SINCE_THEN) and before != reading.today.year else years
    named = next(iter(reading.of("year")), None)
    to_then = named is not None and (
        _TO_THEN.search(reading.before(named)) or _FIGURE_OF.match(reading.after(named)) or reading.says(_SINCE_THEN)
    )
    return [before, years[0]] if to_then and before != years[0] else years


def _count(word: str) -> int:
    return int(spelled(word) or word)


def _moved_by(reading: Reading, before: int | None) -> dict[str, Slot]:
    """ "And 2 years later?": the year so many years from the one before."""
    match = reading.find(_YEARS_ON)
    if match is None or before is None or reading.years:
        return {}
    count = _count(match[1])
    back = match[2] in ("earlier", "before", "prior")
    return {"year": Slot(Decimal(before - count if back else before + count), "question", match[0])}


def _last_years(reading: Reading) -> tuple[list[int], str]:
    """The years of "the last three years", with the words."""
    match = reading.find(_LAST_YEARS)
    if match is None:
        return [], ""
    count = _count(match[1])
    return list(range(reading.today.year - min(count, 30) + 1, reading.today.year + 1)), match[0]


def _added_year(reading: Reading, years: list[int], earlier: Slots) -> dict[str, Slot]:
    """ "Incl. 2025?" after a sum or a table over years: one year more."""
    said = earlier["years"].value if "years" in earlier else None
    if not isinstance(said, tuple) or len(years) != 1 or not _ADDS_YEAR.match(reading.plain):
        return {}
    if word_of(earlier, "operation") not in ("sum_years", "average_limit", "series"):
        return {}
    before = [int(each) for each in said if isinstance(each, Decimal)]
    spans = "span" in earlier and earlier["span"].value is True
    known = range(min(before), max(before) + 1) if spans else before
    every = tuple(Decimal(year) for year in dict.fromkeys((*known, *years)))
    return {"years": Slot(every, "question"), "span": slot(False), "year": DROP}


_BARE = lazy_pattern(r"\W*(?:(?:and|or|what about|how about|for|in|ok|now|then)\b\W*)*(?P<year>\d\d)\W*")
_NEAR_YEARS, _NEAR_AGES = 2, 20


def bare_year(reading: Reading, earlier: Slots) -> dict[str, Slot]:
    """ "26?" after a question about 2025: a number of two digits alone, near the year before and not near an age before."""
    match, before = _BARE.fullmatch(reading.plain), _year_of(earlier)
    if match is None or before is None:
        return {}
    short, age = Decimal(match["year"]), earlier["age"].value if "age" in earlier else None
    if abs(2000 + short - before) > _NEAR_YEARS or (isinstance(age, Decimal) and abs(short - age) < _NEAR_AGES):
        return {}
    return {"year": Slot(2000 + short, "question", match["year"])}


def read_years(reading: Reading, earlier: Slots) -> dict[str, Slot]:
    """The year or the years asked about; those of the earlier question where the words set one beside it or add to it."""
    years, before = list(reading.years), _year_of(earlier)
    next_to = _NEXT_TO.search(reading.plain)
    if next_to and years == [int(next_to[2])]:
        return {"year": Slot(Decimal(years[0] + (1 if next_to[1] == "after" else -1)), "question", next_to[0])}
    beside = _YEAR_BESIDE.search(reading.plain)
    if beside and before is not None and all(each.unit == "relative" for each in reading.of("year")):
        step = 1 if any(word in beside[0] for word in _LATER) else -1
        return {"year": Slot(Decimal(before + step), "question", beside[0])}
    told = _moved_by(reading, before) or _added_year(reading, years, earlier)
    if told:
        return told
    years = with_year_beside(reading, years, measure_of(reading) or word_of(earlier, "limit"))
    last, counted = _last_years(reading)
    if last and not years:
        years = last
    elif len(years) == 1 and reading.of("year") and _is_compared(reading, reading.of("year")[0]):
        other = before if before is not None and before != years[0] else reading.today.year
        years = [years[0], other] if other != years[0] else years
    else:
        years, counted = _since_before(reading, years, before), ""
    if len(years) > 1:
        span = bool(last) or bool(_SPAN.search(reading.plain)) or reading.says(SERIES)
        every = tuple(Decimal(year) for year in years)
        return {"years": Slot(every, "question", counted), "year": DROP, "span": slot(span)}
    found: dict[str, Slot] = {"year": slot(years[0])} if years else {}
    if years and "years" in earlier:
        found["years"] = DROP
    return found
