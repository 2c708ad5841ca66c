"""What a question does with the corpus's own figures: share, sum, difference, growth, average, series, value at a date."""

from __future__ import annotations

import re

from assistant.calculators.mentions import Mention, distinct
from assistant.calculators.observations import (
    ARTICLE_DAY,
    NEWEST,
    NamedDay,
    dated_words,
    is_part_of_date,
    named_dates,
    named_figures,
    undated_months,
)
from assistant.calculators.protocol import DROP, Slot, Slots
from assistant.calculators.reading import Reading

_SHARE = re.compile(
    r"\b(?:what|which|how (?:big|large|much of) an?|the|a|whats|what's the)\s+(?:share|percent(?:age)?|fraction|portion|proportion|slice|%|pct)|\bwhat ?(?:%|pct)|\b(?:as (?:an? |the )?)?(?:share|percent|percentage|%|fraction|portion|proportion|part) of\b"
    r"|\bhow much of\b|\bhow many percent|\bshare\b|\bpercentage\b|\bwhat per ?cent"
)
_RATIO = re.compile(r"\bratio\b|\bhow many times\b|\btimes (?:as|bigger|larger|more|the)\b|\bmultiple\b|\bx bigger\b")
_NOT_IN = re.compile(
    r"\b(?:not|non|isn'?t|aren'?t|wasn'?t|weren'?t|outside(?: of)?|excluding|without|other than|apart from|except(?: for)?|net of|minus|leaving out|left out of|beyond|(?:taken|stripped|left) out|removed|excluded)\b"
)
_SUM = re.compile(
    r"\b(?:plus|combined|together|sum|total of|add(?:ed|ing)?(?: up)?|in all|altogether|both|add up to|adds up)\b|(?<=\w) ?\+ ?(?=\w)"
)
_LESS = re.compile(
    r"\b(?:difference|gap|minus|less|exceeds?|bigger|larger|smaller|more|greater|higher|lower|than|versus|vs\.?|overstate\w*|short of|far (?:off|apart)|above|below|compare[sd]?|subtract\w*)\b"
)
_GREW = re.compile(
    r"\b(?:gr[eo]w(?:n|s|th|ing)?|rise[ns]?|rose|increas\w+|chang\w+|fall(?:en|s|ing)?|fell|drop(?:ped|s)?|declin\w+|shr[aiu]nk\w*|gain(?:ed|s)?|up|down|los[te]|went|moved?|expand\w*|jump\w*|climb\w*|swell\w*|added|by how much)\b"
)
_GREW_PLAINLY = re.compile(
    r"\b(?:gr[eo]w(?:n|s|th|ing)?|rise|rose|fell|fall|chang(?:e|ed)|increased|dropped|declined|shr[aiu]nk)\b"
)
_STANDS_APART = re.compile(
    r"\b(?:difference|gap|bigger|larger|smaller|minus|exceeds?|overstate\w*|plus|combined|share of|ratio)\b"
)
_OVER = re.compile(
    r"\b(?:exceeds?|overstate\w*|bigger|larger|smaller|difference|gap|(?:how much|percent) (?:more|less)|far off|above|below)\b"
)
_PLANS = re.compile(r"\b(?:per|each|a|every) plan\b")
_PER = re.compile(
    r"\b(?:average|avg|mean|per (?:person|participant|plan|head|capita|saver|account|member|worker|active participant)|each (?:person|participant|saver|worker)|a (?:person|participant|head)|typical)\b"
)
_SERIES = re.compile(
    r"\b(?:by quarter|per quarter|each quarter|every quarter|quarter by quarter|quarterly|over time|over the (?:quarters|years)|history of|series|time ?line of|all (?:dates|quarters)|table of|trend|through the quarters|since 2024)\b"
)
_POOL = re.compile(r"\b(?:assets?|money|total|held|trillion|market|size)\b")
_OF_TOTAL = re.compile(
    r"(?:\b(?:share|percent|percentage|part|portion|fraction)|%) of (?:the |us )?(total)\b(?! (?:retirement|401|ira|dc|assets))"
)
_JOINED = re.compile(r"\+|\bplus\b|\bcombined\b|\btogether\b")
_IS = re.compile(r"\b(?:is|are|was|were|represents?|makes? up|equals?|=) (?:about |roughly |around |only )?$")
_WHOLE = re.compile(r"\bif\b.{0,40}\b(?:is|are|was|were|represents?|makes? up|equals?|=)\b")
_VALUE = re.compile(
    r"\b(?:how (?:much|big|large|many)|what's|what (?:was|were|is|are|did)|whats|total|size|amount|value|worth)\b"
)
_PERCENT = re.compile(r"\b(?:percent\w*|%|rate|how fast|growth|pct|per ?cent|relative|overstate\w*)\b|%")
_IN_SHARES = re.compile(r"\b(?:share|fraction|portion|proportion|slice)\b")
_OTHER = re.compile(
    r"\b(?:match\w*|salar\w+|pay ?checks?|contribut(?:e|es|ed|ing)|withdr\w+|penalt\w+|catch.?up|defer\w*|loans?|borrow\w*|vest(?:ed|ing)?|rollover|limit(?:s|ed)?|withh\w+|wages?|fees?|my|your|i|tax(?:es|ed)?|will|forecast|expect\w*|predict\w*|should|why|who|"
    r"inflows?|flows?|rules?|laws?|guidance|executive|polic(?:y|ies)|fiduciar\w*|offers?|access|white house|working group|deduct\w*|phase.?out|eligib\w*|can|may|allowed|median)\b"
)
_RETIREMENT_ALONE = re.compile(
    r"\bretirement\b(?! (?:assets?|money|savings|funds?|accounts?|pot|pool|wealth|system|nest|dollars|cash|market|total|holdings|plan assets))"
)
_SINCE = re.compile(r"\b(?:since|from|after)\b")
_QUARTER = re.compile(
    r"\b(?:in|during|over|for|within) (?:the )?(?:q[1-4]|(?:first|second|third|fourth|last|1st|2nd|3rd|4th) quarter)"
)
_BACK = re.compile(
    r"\b(?:over|during|in) the (?:last|past) (?:year|12 months|four quarters)|\byear over year|\byoy\b|\bin (?:one|a) year\b|\bover the year\b"
)

_CHANGES_BY_LAW = re.compile(
    r"\b(?:order|rules?|proposal|act|bill|letter|statement|notice|court|ruling|decision|trump|biden|congress|sec|irs|dol|labor|it|this|that|article)\b (?:\w+ly )?(?:\w+ ){0,1}(?:change|raise|increase|grow|cut|drop|lower|reduce|move|gain|expand|lift|add)(?:s|d|ed|es)?\b"
)
_HOW_IT_GREW = re.compile(
    r"\bhow (?:much|fast|did|has|have|many|quickly)\b|\bby (?:how|what)\b|\bgrowth\b|\bgr[eo]wn?\b|\b(?:percent\w*|pct|per cent)\b|%|\bwhat (?:was|is|were|are|'s) (?:the |its )?(?:\w+ )?(?:change|rise|drop|increase|decline|gain|fall)\b|\bsince\b|\bdid .{1,40} (?:rise|fall|grow|drop|shrink|gain)\b"
)
OPERATIONS = (
    ("series", _SERIES),
    ("average", _PER),
    ("times", _RATIO),
    ("rest", _NOT_IN),
    ("share", _SHARE),
    ("sum", _SUM),
    ("difference", _LESS),
    ("growth", _GREW),
)


def mentions(reading: Reading) -> tuple[Mention, ...]:
    """The figures that take part: measured sums and counts, each once; a share that is itself a figure does not."""
    facts = reading.facts
    found = [
        each
        for each in named_figures(reading.plain, facts)
        if facts.figures[each.name].unit in ("USD", "BTC", "ETH", "count")
    ]
    kept = [
        each
        for each in found
        if not (each.name == "retirement_assets" and _RETIREMENT_ALONE.match(reading.plain, each.start))
    ]
    total = reading.find(_OF_TOTAL)
    if total and "retirement_assets" in facts.figures and not any(each.name == "retirement_assets" for each in kept):
        kept.append(Mention("retirement_assets", total.start(1), total.end(1)))
    return distinct(kept)


def operation(reading: Reading, named: tuple[Mention, ...]) -> str:
    """Which operation the words ask for, empty when they ask for none."""
    said = [name for name, pattern in OPERATIONS if reading.says(pattern)]
    if "series" in said:
        return "series"
    if "average" in said and named:
        return "average"
    if len(named) >= 2:
        if reading.says(_GREW_PLAINLY) and not reading.says(_STANDS_APART):
            return "growth"
        if "times" not in said and reading.says(_OVER):
            return "difference"
        for name in ("times", "rest", "share", "sum", "difference"):
            if name in said:
                return "" if name == "share" and reading.says(_JOINED) else name
    if len(named) == 1 and len([day for day in _dates(reading) if day != NEWEST]) > 1:
        return "growth"
    if len(named) == 1:
        return (
            "growth"
            if "growth" in said
            else "value"
            if (_dates(reading) or (reading.of("year") and reading.says(_POOL)))
            and not {"share", "times", "rest"} & set(said)
            and (reading.says(_VALUE) or len(reading.plain.split()) <= 8)
            else ""
        )
    return ""


def _dated(reading: Reading) -> tuple[NamedDay, ...]:
    return dated_words(reading.plain, reading.quantities)


def _dates(reading: Reading) -> tuple[str, ...]:
    return named_dates(reading.plain, reading.quantities)


def recognise(reading: Reading) -> bool:
    """One or two figures of the corpus and something to be done with them."""
    if reading.says(_OTHER):
        return False
    named = mentions(reading)
    if implied_whole(reading, named):
        return True
    if any(not is_part_of_date(reading.plain, each, _dated(reading)) for each in reading.ages):
        return False
    if not named or (
        any(each for each in reading.of("money", "percent") if not _part_of(each.start, named))
        and operation(reading, named) != "difference"
    ):
        return False
    chosen = operation(reading, named)
    return bool(chosen) and (chosen != "growth" or _growth_asked(reading))


def _growth_asked(reading: Reading) -> bool:
    """A change over time, between dates or measured; not what a rule changes."""
    if reading.says(_CHANGES_BY_LAW):
        return False
    return bool(_dated(reading) or reading.of("year") or undated_months(reading.plain)) or reading.says(_HOW_IT_GREW)


def _part_of(start: int, named: tuple[Mention, ...]) -> bool:
    return any(each.start <= start + 1 < each.end for each in named)


def implied_whole(reading: Reading, named: tuple[Mention, ...]) -> bool:
    """ "What are household assets if 43.4 is 34%": a part and its share are given, the whole is asked for."""
    percents = reading.of("percent")
    return bool(
        len(percents) == 1
        and reading.says(_WHOLE)
        and _IS.search(reading.before(percents[0], 20))
        and (reading.of("money") or _bare(reading))
        and named
    )


def _bare(reading: Reading) -> list[object]:
    return [each for each in reading.of("number", "age") if each.bare]


def read(reading: Reading, earlier: Slots) -> Slots:
    """The slots of a question on figures; for a follow-up those that its words change."""
    slots: dict[str, Slot] = {}
    named = mentions(reading)
    if implied_whole(reading, named) and not earlier:
        return _read_whole(reading)
    if named:
        slots["figures"] = Slot(
            ",".join(_ordered(reading, named, earlier)), "question", reading.plain[named[0].start : named[0].end]
        )
        if reading.says(_PLANS) and "plans_401k" not in str(slots["figures"].value):
            slots["figures"] = Slot(f"{slots['figures'].value},plans_401k")
    _fill_dates(reading, slots)
    if len(named) > 2 and re.search(r"\b(?:in|of|within|inside)(?: the| all)? $", reading.plain[: named[-1].start]):
        slots["container"] = Slot(True, "default")
    chosen = operation(reading, named)
    if (
        len(named) > 2
        and chosen == "share"
        and not re.search(r"\b(?:vs\.?|versus|each|respectively|or)\b", reading.plain)
    ):
        slots["together"] = Slot(True, "default")
    if chosen and (not earlier or chosen != "value"):
        slots["operation"] = Slot(chosen, "default")
    if slots and (reading.says(_PERCENT) or (chosen == "rest" and reading.says(_IN_SHARES))):
        slots["as_percent"] = Slot(True, "default")
    if (
        earlier
        and "from" in slots
        and "to" not in slots
        and "to" in earlier
        and earlier.get("operation", DROP).value != "growth"
    ):
        slots["to"] = DROP
    return slots


def _read_whole(reading: Reading) -> Slots:
    percent = reading.of("percent")[0]
    money = reading.of("money")
    part = money[0].value if money else next(each.value for each in reading.of("number", "age") if each.bare)
    if part < 100_000:
        part *= 10**12
    return {
        "operation": Slot("whole", "default"),
        "part": Slot(part),
        "share": Slot(percent.value, "question", percent.text),
    }


def _ordered(reading: Reading, named: tuple[Mention, ...], earlier: Slots) -> list[str]:
    """The names, for a share the part first and the whole last; in a follow-up the new name takes the part's place."""
    names = [each.name for each in named]
    if earlier and "figures" in earlier and len(names) == 1:
        before = str(earlier["figures"].value).split(",")
        if len(before) == 2 and names[0] not in before:
            return (
                [before[0], names[0]]
                if re.search(r"\b(?:of|to|than|versus|vs) (?:the |all |total )*$", reading.plain[: named[0].start])
                else [names[0], before[1]]
            )
    if operation(reading, named) in ("share", "rest") and len(named) == 2:
        whole = _whole(reading, named)
        return [each.name for each in named if each is not whole] + [whole.name]
    return names


_OF = re.compile(
    r"(?:\b(?:share|percent|percentage|fraction|portion|proportion|part|slice|pct|cent|much|out|half|most|total)|%) ?(?:of|out of|from|in)(?: the| all| us| total| every| american| america's| whole| entire)* $|\bhow much (?:of )?(?:the )?$"
)


def _whole(reading: Reading, named: tuple[Mention, ...]) -> Mention:
    """The figure that the share is of: right after "share of", else the one that the other is "in" or "of"."""
    for each in named:
        if _OF.search(reading.plain[: each.start]):
            return each
    if re.search(r"\b(?:outside|excluding|without|other than|except|apart from|not in|n't in|minus)\b", reading.plain):
        return named[0]
    return named[-1]


def _days_named(reading: Reading) -> tuple[list[str], list[str]]:
    """The days and the years of a question; a month without a year takes the year beside it, or 2025."""
    days, loose = list(_dates(reading)), undated_months(reading.plain)
    years = [
        str(int(each.value)) for each in reading.of("year") if not (each.unit == "relative" and reading.says(_BACK))
    ]
    whole = [day for day in days if day != NEWEST]
    if not loose:
        return days, years
    if not whole:
        near = years[0] if years else ARTICLE_DAY[:4]
        return ([f"{near}-{day}" for day in loose] + days if years or not days else days), []
    if len(days) == 1:
        days = [
            day for day in (f"{whole[0][:4]}-{each}" for each in loose) if day not in days and day < whole[-1]
        ] + days
    return days, years


def _fill_dates(reading: Reading, slots: dict[str, Slot]) -> None:
    days, years = _days_named(reading)
    whole = [day for day in days if day != NEWEST]
    if len(days) >= 2:
        slots["from"], slots["to"] = Slot(days[0]), Slot(days[1])
    elif days and years and whole:
        slots["from"], slots["to"] = _ends(days[0], years[0])
    elif days:
        slots["from" if reading.says(_SINCE) and days[0] != NEWEST else "to"] = Slot(days[0])
    elif years:
        slots["from" if reading.says(_SINCE) and len(years) == 1 else "to"] = Slot(years[-1])
        if len(years) > 1:
            slots["from"] = Slot(years[0])
    if reading.says(_QUARTER):
        slots["span"] = Slot("quarter", "default")
    elif reading.says(_BACK):
        slots["span"] = Slot("year", "default")


def _ends(day: str, year: str) -> tuple[Slot, Slot]:
    first, second = sorted((day, f"{year}-12-31"))
    return Slot(first), Slot(second)
