"""What a question about dates says: which events or days it starts and ends at, and whether time is counted or added."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.calculators.event_words import Anchor, impossible_day, named_points
from assistant.calculators.protocol import Slot, Slots
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading
from assistant.patterns import lazy_pattern

_HOW_LONG = lazy_pattern(
    r"\bhow (?:long|late|soon|quickly|fast|early|much time|much later)\b|(?:\b(?:how many|number of|no\.? of|count (?:of )?(?:the )?)|(?<!\w)# (?:of )?) ?(?:calendar |business |working )?(?:days|weeks|months|years)\b"
    r"|\b(?:days?|weeks|months|years|time|gap|lag|delay|interval|period) (?:count )?(?:between|betw(?:een)?\b|btwn?|b/w|btw|elapsed|from|passed|since|until|till|separat\w+|apart)(?!\w)"
    r"|^\W*(?:days|weeks|months) (?:(?=\d)|(?=[^.?!]*(?:->|=>|\u2192)))|\b(?:days|weeks|months) (?:left|remaining|to go)\b|\bdays? (?:late|overdue|early)\b|\bhow far apart\b|\btime (?:lag|gap)\b|\bday count\b|(?<!which )(?<!what )\b(?:days|weeks|months)\W*$"
)
_FROM_TO = lazy_pattern(r"^(?:ok(?:ay)?|so|and|then|now|&|what about|how about|[ ,])*(?:from|between) ")
_ADD = lazy_pattern(r"\b(?:after|from|following|past|since|later|before|prior to|of)\b")
_WHEN = lazy_pattern(
    r"\bwhen\b|\bwh(?:at|ich) (?:date|day)\b|\bwhat'?s\b|\bwhat is\b|\bwhat was\b|\bdeadlines?\b|\bfalls?\b|\bexpires?\b|\bdue\b|\bruns? out\b|\bland\b|\bdate\b"
)
_BEFORE = lazy_pattern(r"\b(?:before|prior to|ahead of|earlier than)\b")
_AGO = lazy_pattern(r"\b(?:ago|since|so far|been|passed|elapsed|old is)\b")
_UNTIL = lazy_pattern(r"\b(?:until|till|to go|left|away|remain\w*|from now|before the|still have)\b")
_LATE = lazy_pattern(
    r"\b(?:late|miss(?:ed)?|meet|met|on time|in time|overdue|past due|make|made|beat|by the deadline|before the deadline|after the deadline)\b"
)
_DEADLINE = lazy_pattern(r"\bdeadline\b|\b180[ -]days?\b")
_TOO_LATE = lazy_pattern(r"\b(?:was|is|were)\b.{0,40}\b(?:late|on time|overdue)\b|\bhow late\b|\bdays late\b")
_COMMENTS = lazy_pattern(
    r"\bhow (?:long|many (?:days|weeks)).{0,40}\bcomment(?: ?period|ing|s)?\b|\blength of the comment period\b|\bcomment period\b.{0,20}\b(?:last|run|open|long)\b"
)
_TWO_EVENTS = lazy_pattern(r"\b(?:between|from|since|after|before)\b.{1,60}\b(?:and|to|until|till|did|was|were|the)\b")
_FINAL = lazy_pattern(
    r"\bfinal (?:401k |labor |dol )?rule\b|\bfinali[sz]ed?\b|\beffective date\b|\btakes? effect\b|\bcourt (?:decision|ruling|argument)\b|\boral argument\b|\bmidterm|\belection\b|\bhearing\b|\b(?:court|justices|scotus)\b[^.?!]{0,12}\b(?:hears?|argues?|decides?|rules?)\b"
)
_NOT_EVENT = lazy_pattern(
    r"\b(?:in order to|court order|(?:domestic|qualified) (?:relations )?order|qdro|excess|deferrals?|contribut\w*|irs|tax(?:es)?|vest\w*|rmds?|loan|bitcoin price|rollover|order 143)\b(?!30)"
)
_ENDS = lazy_pattern(
    r"\b(?:rescind\w*|resciss?ion|withdr[ae]w\w*|revok\w+|repeal\w*|dropp?(?:ed|ing)?|scrapp?(?:ed|ing)?|end(?:ed|ing)?|pull(?:ed)?|undid|undone|lift(?:ed)?|cancel\w*)\b"
)
_ITS_END = lazy_pattern(
    r"\b(?:its|the) (?:rescission|withdrawal|end|repeal|revocation)\b|\b(?:it|they) (?:was|were|got) (?:rescinded|withdrawn|revoked|dropped)\b|\b(?:stay|stood|remain|last|was it|in force|in effect)\w*\b.{0,30}"
)
_PUBLISHED = lazy_pattern(r"\b(?:publication|publish(?:ed|ing)?|federal register|printed)\b")
_EXCESS = lazy_pattern(
    r"\b(?:excess\w*|over-? ?(?:contribut|defer|elect|sav)\w*|too much|over the (?:limit|max)|went over|exceeded|overfund\w*|overshot|overdid)\b"
)
_TAKE_OUT = lazy_pattern(
    r"\b(?:deadline|by when|when|last (?:day|date)|how long|until when|date|due|latest|what day)\b"
)
_EXCESS_PLACE = lazy_pattern(
    r"\b(?:401\s?\(?k|403|defer\w*|over-? ?defer\w*|contribut\w*|withdraw|take (?:it|the|out)|(?:get|pull|take|need|have|want) (?:it|them|that|the \w+)(?: \w+)? (?:back|out)|back out|out by|(?:pull|take|get|withdraw|have) .{0,24}(?:out|back)|remov\w+|correct\w*|fix|refund\w*)\b"
)
_ENDED = {"supplemental_statement_2021": "statement_2021_rescinded", "crypto_release_2022": "crypto_release_rescinded"}
_UNIT_ASKED = lazy_pattern(
    r"\b(?:how many (?:calendar )?|in )(days|weeks|months|years)\b|\b(days|weeks|months|years) (?:since|until|till|between|from|passed)\b|(?<!which )(?<!what )\b(days|weeks|months|years)\W*$"
)


def anchors(reading: Reading) -> tuple[Anchor, ...]:
    """The events and days of a question, left to right."""
    return tuple(_mended(reading, named_points(reading)))


def _mended(reading: Reading, found: list[Anchor]) -> list[Anchor]:
    """ "Rescinded" beside a statement means its end; "signing and publication" of one order are two events."""
    result: list[Anchor] = []
    for each in found:
        after = reading.plain[each.end : each.end + 26]
        around = reading.plain[max(0, each.start - 26) : each.start] + " " + after
        if each.name in _ENDED and re.match(
            r"(?:'s)?(?:,? (?:and|to|until) its|(?: (?:was|being))?(?: issued| made| published| out)?,? (?:was|were|did|until|till|before) it| (?:stay|stood|remain|last|was in|in force|in effect))",
            after,
        ):
            result += [each, Anchor(_ENDED[each.name], each.end, each.end)]
        elif each.name in _ENDED and _ENDS.search(around):
            result.append(Anchor(_ENDED[each.name], each.start, each.end))
        else:
            result.append(each)
    unique = {each.name: each for each in reversed(result)}
    ordered = [each for each in result if unique[each.name] is each]
    named = {each.name for each in ordered}
    if {"proposal_sent_to_review", "proposal_published"} <= named and re.search(
        r"\b(?:go|goes|going|went|send|sends|sent|sending|submit\w*)(?: (?:the |its )?(?:rule|proposal|proposed rule))? to (?:oira|the white house)",
        reading.plain,
    ):
        ordered = [each for each in ordered if each.name != "proposal_published"]
    if named == {"proposal_released"} and reading.says(_PUBLISHED):
        ordered.append(Anchor("proposal_published", ordered[0].end, ordered[0].end))
    if (
        len(ordered) == 1
        and ordered[0].name == "order_signed"
        and reading.says(_PUBLISHED)
        and re.search(r"\bsign", reading.plain)
    ):
        ordered.append(Anchor("order_published", ordered[0].end, ordered[0].end))
    return ordered


def recognise(reading: Reading) -> bool:
    """Time between two points, since or until one, or a date so many days from one; a mere "when was" is for the documents."""
    if impossible_day(reading.plain) or excess_asked(reading):
        return True
    if reading.says(_FINAL) or reading.says(_NOT_EVENT):
        return False
    points = anchors(reading)
    if _adds(reading, points):
        return True
    if comments_asked(reading):
        return True
    if not points:
        return False
    if (
        reading.says(_LATE)
        and any(
            each.name in ("order_deadline", "proposal_published", "proposal_released", "proposal_sent_to_review")
            for each in points
        )
        and (reading.says(_DEADLINE) or reading.says(_TOO_LATE))
    ):
        return bool(re.search(r"\bhow\b|\bdid\b|\bwas\b|\bhas\b|\bmiss|\blate\b|\?", reading.plain))
    if len(points) >= 2 and (reading.says(_HOW_LONG) or reading.says(_FROM_TO)):
        return True
    return (reading.says(_HOW_LONG) and (reading.says(_AGO) or reading.says(_UNTIL))) or (
        bool(re.search(r"\bhow long ago\b", reading.plain))
    )


_HOW_MANY_OF = lazy_pattern(r"\bhow many of (?:the|its|those) (?:\d+ )?(?:days|weeks|months)\b")


def _adds(reading: Reading, points: tuple[Anchor, ...]) -> bool:
    if reading.says(_HOW_MANY_OF):
        return False
    asked = reading.says(_WHEN) or bool(re.match(r"\s*(?:\d|a |one |two |three |six )", reading.plain))
    return (
        bool(_duration(reading, points))
        and bool(_base_points(reading, points))
        and reading.says(_ADD)
        and asked
        and not (reading.says(_HOW_LONG) and len(points) > 1)
    )


def _base_points(reading: Reading, points: tuple[Anchor, ...]) -> list[Anchor]:
    counted = _duration(reading, points)
    named = next((each for each in points if each.name == "order_deadline"), None)
    inside = named is not None and counted is not None and named.start <= counted.start < named.end
    if inside and len(points) == 1:
        return [Anchor("order_signed", points[0].start, points[0].end)]
    return [each for each in points if not (inside and each is named)]


def _duration(reading: Reading, points: tuple[Anchor, ...]) -> Quantity | None:
    """The stretch of time to add: one outside the names of events, else the one in "180-day deadline"."""
    free = [
        each for each in reading.of("duration") if not any(point.start <= each.start < point.end for point in points)
    ]
    found = free or list(reading.of("duration"))
    return found[0] if found else None


def comments_asked(reading: Reading) -> bool:
    """How long the comment period lasted."""
    return reading.says(_COMMENTS) and not any(map(reading.says, (_UNTIL, _AGO, _TWO_EVENTS)))


def excess_asked(reading: Reading) -> bool:
    """The day by which an excess deferral has to come out."""
    return (
        reading.says(_EXCESS)
        and reading.says(_TAKE_OUT)
        and reading.says(_EXCESS_PLACE)
        and not reading.of("money")
        and not re.search(r"\biras?\b|\bwhy\b|\bwhat happens\b|\bhow much\b", reading.plain)
    )


def read(reading: Reading, earlier: Slots) -> Slots:
    """The slots of a question about dates."""
    slots: dict[str, Slot] = {}
    wrong = impossible_day(reading.plain)
    if wrong:
        return {"operation": Slot("impossible", "default"), "day": Slot(wrong, "question", wrong)}
    if excess_asked(reading) or (
        earlier and "excess" in str(earlier.get("operation", Slot("")).value) and reading.years
    ):
        slots["operation"] = Slot("excess", "default")
        slots.update(_unit_asked(reading))
        if reading.years:
            slots["year"] = Slot(Decimal(reading.years[0]), "question", str(reading.years[0]))
        return slots
    points = anchors(reading)
    unit = _unit_asked(reading)
    if not points and earlier and not reading.of("duration"):
        return unit if "end" in earlier else {}
    slots.update(unit)
    if _adds(reading, points) or (earlier and reading.of("duration") and "start" in earlier):
        _fill_sum(reading, slots, points)
    elif comments_asked(reading) and not earlier:
        slots.update(
            start=Slot("proposal_published"), end=Slot("comments_closed"), operation=Slot("between", "default")
        )
    else:
        _fill_points(reading, slots, points, earlier)
    return slots


def _unit_asked(reading: Reading) -> dict[str, Slot]:
    """The unit that time is to be counted in."""
    asked = reading.find(_UNIT_ASKED)
    return {"unit": Slot(asked[1] or asked[2] or asked[3], "default")} if asked else {}


def _fill_sum(reading: Reading, slots: dict[str, Slot], points: tuple[Anchor, ...]) -> None:
    counted = _duration(reading, points)
    if counted is None:
        return
    slots["duration"], slots["duration_unit"] = Slot(counted.value, "question", counted.text), Slot(counted.unit)
    slots["operation"] = Slot("subtract" if reading.says(_BEFORE) else "add", "default")
    base = _base_points(reading, points)
    if base:
        slots["start"] = Slot(base[0].name, "question", reading.plain[base[0].start : base[0].end])


def _fill_points(reading: Reading, slots: dict[str, Slot], points: tuple[Anchor, ...], earlier: Slots) -> None:
    names = [each.name for each in points]
    if not names:
        return
    for each in points:
        if each.claimed:
            slots["claimed"], slots["claimed_of"] = Slot(each.claimed), Slot(each.name, "default")
    if ((reading.says(_LATE) and reading.says(_DEADLINE)) or reading.says(_TOO_LATE)) and len(
        [each for each in names if each != "order_deadline"]
    ) <= 1:
        others = [each for each in names if each not in ("order_deadline", "order_signed")]
        slots.update(
            start=Slot("order_deadline"),
            end=Slot(others[0] if others else "proposal_published"),
            operation=Slot("between", "default"),
        )
    elif len(names) >= 2:
        slots.update(start=_at(reading, points[0]), end=_at(reading, points[1]), operation=Slot("between", "default"))
        if len(names) > 2:
            slots["more"] = Slot(",".join(names[2:]), "default")
    elif earlier and "end" in earlier:
        slots["end"] = _at(reading, points[0])
    else:
        slots.update(
            start=_at(reading, points[0]),
            end=Slot("today"),
            operation=Slot("until" if reading.says(_UNTIL) and not reading.says(_AGO) else "since", "default"),
        )


def _at(reading: Reading, point: Anchor) -> Slot:
    return Slot(point.name, "question", reading.plain[point.start : point.end])
