"""The slots of a question on figures: which of them, at which dates, and what is to be done."""

from __future__ import annotations

import re

from assistant.calculators.calendar import month_end
from assistant.calculators.figure_words import claimed_share, implied_whole, mentions, of_one_provider, operation
from assistant.calculators.mentions import Mention
from assistant.calculators.observations import ARTICLE_DAY, NEWEST, NamedDay, dated_words, undated_months
from assistant.calculators.protocol import DROP, Slot, Slots
from assistant.calculators.reading import Reading
from assistant.patterns import lazy_pattern

_PLANS = lazy_pattern(r"\b(?:per|each|a|every) plan\b")
_PERCENT = lazy_pattern(r"\b(?:percent\w*|%|rate|how fast|growth|pct|per ?cent|relative|overstate\w*)\b|%")
_INSIDE = lazy_pattern(
    r"\bhow much of\b|\b(?:is|are|was|were|sits?|sat|held|invested|kept|parked|tied up) (?:in|inside|within)\b"
)
"""Says that the one lies in the other, so that no percentage may be made of two that do not."""
_IN_SHARES = lazy_pattern(r"\b(?:share|fraction|portion|proportion|slice)\b")
_SINCE = lazy_pattern(r"\b(?:since|from|after)\b")
_QUARTER = lazy_pattern(
    r"\b(?:in|during|over|for|within) (?:the )?(?:q[1-4]|(?:first|second|third|fourth|last|1st|2nd|3rd|4th) quarter)"
)
_BACK = lazy_pattern(
    r"\b(?:in|over|during) the (?:year|12 months|twelve months) (?:to|ending|ended|through|up to)\b|\b(?:over|during|in) the (?:last|past|prior|previous|preceding|full|whole) (?:year|12 months|twelve months|four quarters)|\bover (?:the |those |these )?(?:12|twelve)[- ]months\b|\bover (?:a|one) year\b|\byear[- ]on[- ]year\b|\bon the year\b|\b(?:than|from) (?:a|one|the) year (?:before|earlier|ago)\b|\byear over year|\b(?:yoy|y-o-y)\b|\b(?:y|yr|year)/(?:y|yr|year)\b|\bin (?:one|a) year\b|\bover the year\b"
)
_YEAR_ON_YEAR = lazy_pattern(r"\b(?:year[- ]o(?:n|ver)[- ]year|yoy|y-o-y|(?:y|yr|year)/(?:y|yr|year))\b")
_OF = lazy_pattern(
    r"(?:\b(?:share|percent|percentage|fraction|portion|proportion|part|slice|pct|cent|much|out|half|most|total)|%) ?(?:of|out of|from|in)(?: the| all| us| total| every| american| america's| whole| entire)* $|\bhow much (?:of )?(?:the )?$"
)


def read(reading: Reading, earlier: Slots) -> Slots:
    """The slots of a question on figures; for a follow-up those that its words change."""
    if earlier and of_one_provider(reading):
        return {}
    named = mentions(reading)
    if implied_whole(reading, named) and not earlier:
        return _read_whole(reading)
    return _read_figures(reading, named, earlier)


_PART_OF_YEAR = r"\b(?:q[1-4]|march|june|sept(?:ember)?|dec(?:ember)?)\b"
_FROM_TO = lazy_pattern(
    rf"{_PART_OF_YEAR}(?:,? ?'?(?:20)?\d\d)? and (?:in |at |the end of )*{_PART_OF_YEAR}|"
    r"\bq[1-4](?: ?'?(?:20)?\d\d)? ?(?:to|->|vs?\.?|versus|against|over|minus) ?q[1-4]|%|\bper ?cent\b|\bpct\b|\b(?:vs\.?|versus|compared)\b|->"
)
"""Sets two days of one figure against each other."""


def _chosen(reading: Reading, named: tuple[Mention, ...], slots: Slots) -> str:
    """What is to be done; one figure on two days that are set against each other has grown or fallen."""
    chosen = operation(reading, named)
    if chosen in ("", "value") and len(named) < 2 and reading.says(_YEAR_ON_YEAR):
        return "growth"
    two_days = chosen == "value" and len(named) == 1 and slots.keys() >= {"from", "to"}
    return "growth" if two_days and reading.says(_FROM_TO) else chosen


def _read_figures(reading: Reading, named: tuple[Mention, ...], earlier: Slots) -> Slots:
    slots: dict[str, Slot] = {}
    if named:
        slots["figures"] = Slot(
            ",".join(_ordered(reading, named, earlier)), "question", reading.plain[named[0].start : named[0].end]
        )
        if reading.says(_PLANS) and "plans_401k" not in str(slots["figures"].value):
            slots["figures"] = Slot(f"{slots['figures'].value},plans_401k")
    elif earlier:
        slots.update(_of_other_coin(reading, earlier))
    before = _day_before(reading, earlier)
    _fill_dates(reading, slots, before)
    slots.update(_moved_on(reading, earlier, before))
    chosen = _chosen(reading, named, slots)
    if len(named) > 2:
        slots.update(_of_three(reading, named, chosen))
    if _is_whole_of_before(reading, named, earlier):
        chosen = "share"
    if not named and _has_grown_since(reading, slots, earlier):
        chosen, slots["from"] = "growth", earlier["to"]
    if chosen and (not earlier or chosen != "value"):
        slots["operation"] = Slot(chosen, "default")
    slots.update(_of_share(reading, chosen))
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


_HAS_GROWN = lazy_pattern(
    r"\b(?:had|have|has|did|do) (?:they|it|that|those|these) (?:then )?(?:gr[eo]wn?|risen|rise|fallen|fall|changed?|increased?|gained?|dropped?|shrunk|shrink)\b|\bgrowth since\b|\b(?:change|rise|increase) since\b"
)


def _has_grown_since(reading: Reading, slots: Slots, earlier: Slots) -> bool:
    """ "By how much had they grown by September": from the day of the question before."""
    before = earlier.get("operation")
    one = "to" in slots and "from" not in slots and "to" in earlier and len(str(earlier["to"].value)) == 10
    return one and before is not None and before.value == "value" and reading.says(_HAS_GROWN)


_TOLD_APART = lazy_pattern(r"\b(?:vs\.?|versus|each|respectively|or|split|break ?down|broken down)\b")


def _of_three(reading: Reading, named: tuple[Mention, ...], chosen: str) -> dict[str, Slot]:
    """Whether the last of several figures only holds the others, and whether a share is of those together."""
    holds = not _JOINED_LAST.search(reading.plain[: named[-1].start])
    slots = {"container": Slot(True, "default")} if holds else {}
    together = chosen == "share" and not reading.says(_TOLD_APART)
    return {**slots, "together": Slot(True, "default")} if together else slots


_JOINED_LAST = lazy_pattern(r"(?:\b(?:and|plus|with|to)(?: the| all| also)?|[,+&]) ?$")
"""Joins the last figure to those before it as one more of them, and not as what holds them."""
_COIN = lazy_pattern(r"\b(?:(eth|ethers?|ethereum)|(btc|bitcoins?))\b")


def _of_other_coin(reading: Reading, earlier: Slots) -> dict[str, Slot]:
    """ "And the ether ones": the same figure of the coin that is named now."""
    coin, before = reading.find(_COIN), str(earlier["figures"].value) if "figures" in earlier else ""
    if coin is None or not before.startswith(("btc_", "eth_")):
        return {}
    name = ("eth_" if coin[1] else "btc_") + before[4:].split(",")[0]
    return {"figures": Slot(name, "question", coin[0])} if name in reading.facts.figures else {}


def _of_share(reading: Reading, chosen: str) -> Slots:
    """What a share is held against, and whether the one is said to lie in the other."""
    if chosen != "share":
        return {}
    claimed = claimed_share(reading)
    found = {"claimed": Slot(claimed.value, "question", claimed.text)} if claimed is not None else {}
    return {**found, "inside": Slot(True, "default")} if reading.says(_INSIDE) else found


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
    if _is_whole_of_before(reading, named, earlier):
        return [str(earlier["figures"].value), names[0]]
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


def _is_whole_of_before(reading: Reading, named: tuple[Mention, ...], earlier: Slots) -> bool:
    """ "As a share of all retirement assets?" after one figure: the one before is the part."""
    before = str(earlier["figures"].value) if "figures" in earlier else ""
    if not before or "," in before or len(named) != 1 or named[0].name == before:
        return False
    return bool(_OF.search(reading.plain[: named[0].start]))


def _whole(reading: Reading, named: tuple[Mention, ...]) -> Mention:
    """The figure that the share is of: right after "share of", else the one that the other is "in" or "of"."""
    for each in named:
        if _OF.search(reading.plain[: each.start]):
            return each
    if re.search(r"\b(?:outside|excluding|without|other than|except|apart from|not in|n't in|minus)\b", reading.plain):
        return named[0]
    return named[-1]


def _day_before(reading: Reading, earlier: Slots) -> str:
    """The day that the question before was about; the article's own where it named none, or nothing is before."""
    asked = next((str(earlier[name].value) for name in ("to", "from") if name in earlier), "")
    if asked != NEWEST:
        return asked or ARTICLE_DAY
    name = str(earlier["figures"].value).split(",")[0] if "figures" in earlier else ""
    figure = reading.facts.figures.get(name)
    return figure.observations[-1].as_of if figure and figure.observations else ARTICLE_DAY


_MOVED_ON = lazy_pattern(
    r"\b(?:(?:a|an|one|1|the|next|following|previous|prior|preceding) )+(?:full )?(?P<unit>quarter|year|three months|3 months|six months|6 months|12 months|twelve months)(?: (?P<way>later|on|after|earlier|before|prior|ago))?\b"
    r"|\b(?P<months>three|3|six|6|nine|9|twelve|12) months (?P<turn>later|on|after|earlier|before|prior)\b"
)
_STEP = {"quarter": 3, "year": 12, "three": 3, "3": 3, "six": 6, "6": 6, "nine": 9, "9": 9, "twelve": 12, "12": 12}


def _moved_on(reading: Reading, earlier: Slots, before: str) -> dict[str, Slot]:
    """ "A quarter later?", "the year before?": the day of the question before, moved."""
    found = reading.find(_MOVED_ON)
    value = "operation" in earlier and earlier["operation"].value == "value"
    if found is None or not value or len(before) != 10:
        return {}
    way = found["way"] or found["turn"] or ""
    back = way in ("earlier", "before", "prior", "ago") or re.search(r"\b(?:previous|prior|preceding)\b", found[0])
    if not (way or back or re.search(r"\b(?:next|following)\b", found[0])):
        return {}
    months = _STEP[(found["unit"] or found["months"]).split()[0]] * (-1 if back else 1)
    at = int(before[:4]) * 12 + int(before[5:7]) - 1 + months
    return {"to": Slot(month_end(at // 12, at % 12 + 1).isoformat(), "question", found[0]), "from": DROP, "span": DROP}


def _days_named(reading: Reading, before: str) -> tuple[list[str], list[str]]:
    """The days and the years of a question; a month without a year takes the year beside it, or that of the day before."""
    named, loose = dated_words(reading.plain, reading.quantities), undated_months(reading.plain)
    days = [each.day for each in named]
    years = [
        str(int(each.value))
        for each in reading.of("year")
        if not (each.unit == "relative" and reading.says(_BACK))
        and not any(one.start <= each.start < one.end for one in named)
    ]
    if not loose:
        return days, years
    if all(day == NEWEST for day in days):
        near = years[0] if years else before[:4]
        return ([f"{near}-{day}" for _, day in loose] + days if years or not days else days), []
    return (_around(named[0], loose, bool(reading.says(_AGAINST))), years) if len(days) == 1 else (days, years)


_AGAINST = lazy_pattern(r"\bq[1-4] ?(?:vs?\.?|versus|against|over|minus|less|/) ?q[1-4]\b")


def _around(named: NamedDay, loose: tuple[tuple[int, str], ...], same_year: bool) -> list[str]:
    """Months without a year beside the one day that has one: before it in its year, behind it when said after it, or of the year before."""
    year = int(named.day[:4])
    days = [named.day]
    for start, each in loose:
        if named.start <= start < named.end:
            continue
        day = f"{year}-{each}"
        if day < named.day or same_year:
            days.insert(0 if day < named.day else 1, day)
        elif day > named.day and start > named.end:
            days.append(day)
        elif day > named.day:
            days.insert(0, f"{year - 1}-{each}")
    return list(dict.fromkeys(days))


def _fill_dates(reading: Reading, slots: dict[str, Slot], before: str) -> None:
    days, years = _days_named(reading, before)
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
