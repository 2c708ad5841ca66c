"""What a question about taking money out says: how much, at which age, from which plan, why, and at which tax rate."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.calculators.distributions import must_take_out
from assistant.calculators.leftovers import named
from assistant.calculators.protocol import DROP, Slot, Slots
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading
from assistant.calculators.roth_earnings import earnings_of
from assistant.calculators.simple_time import in_first_two_years, months_held
from assistant.calculators.slots import word
from assistant.calculators.withdrawal_asides import asides
from assistant.calculators.withdrawal_sums import (
    amounts,
    asks_only_withholding,
    asks_received,
    check_asked,
    fill_amount,
    fill_rates,
    is_rate,
    result_wanted,
)
from assistant.patterns import lazy_pattern

TAKES = lazy_pattern(
    r"\berd\b|\berod\b|\bdist(?:rib)?s?\b\.?|(?:\bcash(?:es|ed|ing)|\b(?:to|will|can|could|i|we|might|would|should|gonna) cash) (?:(?:all|out|in|about|around|roughly|just|the|a|my|her|his|some|up) )*\$?(?:\d|half)|\b(?:drain|tap|raid|empty|crack|bust|break)(?:p?ing|ed)? (?:open |into )?(?:my|the|an?|his|her|our|\$?\d)|\buse (?:my|the|his|her|our) (?:401|ira|403|457|plan|retirement|tsp)|\btak(?:e|ing) .{0,12}penalty|\b(?:took|pulled|withdrew|taking|takes) \$?\d|\b(?:withdr[ae]w\w*|withdr[ao]\w+|pull(?:s|ed|ing)?(?: out)?|yank(?:s|ed|ing)?|t(?:ake|akes|aking|ook|aken)\b.{0,45}?\b(?:out|from)|cash(?:es|ed|ing)?(?: it| my \S+)?[ -]?(?:out|in)|tak(?:e|ing) (?:an? )?(?:early )?distribution|distribution|early withdrawal"
    r"|pa(?:ys?|id|ying|yout)\b.{0,30}\b(?:straight |directly |out )?to me|(?:need|want)s? .{0,30}in (?:my )?hands?|empt(?:y|ied)|drain(?:ed)?|get (?:my )?(?:money|it) out|tap(?:ped|ping)?|raid(?:ed)?|cash in|dip(?:ped)? into|break into|liquidat\w+|t(?:ake|ook) \S{1,12} out|distribut\w+|(?:take|took|taking|get|getting) (?:an )?early)\b"
)
_IMPLIES = lazy_pattern(
    r"\b(?:that|the|this|what'?s that) (?:10|ten) ?(?:%|percent|pct|per cent) (?:thing|hit|ding|bite|charge|early)\b|\bpenalt(?:y|ies)\b|\bwithh\w+\b|\bw/ ?h\b|\bfrom (?:(?:my|a|an|the|his|her|our|that|this) )?(?:old |roth |simple |trad\w* )?(?:401|403|457|ira|tsp|sep|plan)"
)
_COST = lazy_pattern(
    r"\b(?:penalt\w+|hit|tax(?:es|ed)?|keep|kept|left|net|owe[sd]?|cost|lose|losing|lost|take.?home|in hand|pocket|withh\w+|w/ ?h(?:old\w*|ldg)?|(?:fed(?:eral)?|mand(?:atory)?\.?) wh|after.tax|damage|ding(?:s|ed)?|charged?|fee|irs take|dinged|go(?:es)? to the irs|gross|receive|end up with|see of it|actually get|walk away|"
    r"check|cheque|arrives?|request|exempt|free|additional tax|early|what happens|how bad|all (?:i|we|you) (?:pay|have to pay))\b|\b(?:10|25) ?(?:%|percent)"
)
_QUANTIFIES = lazy_pattern(
    r"\bhow (?:much|big|many|bad)\b|\b(?:most|max(?:imum)?) (?:that )?(?:i|we|he|she|they|you|one|someone) (?:can|could|may)\b|\bwhat(?:'s|s| is| are| will| would| do| does| happens)?\b|\bcalculat\w+|\bif\b|\bdo i\b|\bwill i\b|\bwould i\b|\bis there\b|\bcan i\b|\bam i\b|\bany\b|\?|\bdo (?:we|they)\b|\bdoes (?:he|she|my)\b|\bpenalty on\b|\btax on\b|\bhit\b|\bon \$?\d"
)
_PUTS = lazy_pattern(r"\b(?:put(?:s|ting)?|add(?:s|ed|ing)?|contribut\w+|defer\w*|sav(?:e|es|ed|ing))\b")
_BRACKET = lazy_pattern(
    r"\bbracket\b[^.]*\b(?:keep|kept|left|net|pocket|owe)\b|\b(?:keep|kept|left|net|pocket|owe)\b[^.]*\bbracket\b"
)
_GENERAL = lazy_pattern(
    r"\b(?:who|karen|article|why|when was|section|law|explain|define|definition|mean(?:s|ing)?|difference|says?|said|order|avoid|ways|list|which exceptions|what exceptions|history)\b"
)
_CONTRIBUTES = lazy_pattern(
    r"\b(?:contribut\w+|defer\w*|put in|catch.?up|match\w*|salary|paycheck|excess|over.?contribut\w+)\b"
)

PLANS = (
    ("simple", lazy_pattern(r"\bsimple[ -]?(?:ira|401|plan)?s?\b(?! (?:question|math|terms|answer))")),
    ("roth_ira", lazy_pattern(r"\broth iras?\b")),
    ("roth_401k", lazy_pattern(r"\broth (?:401\s?\(?k|403|part|side|account|money)|\bdesignated roth")),
    ("457b", lazy_pattern(r"\b457\s?\(?b?\)?")),
    ("403b", lazy_pattern(r"\b403\s?\(?b?\)?")),
    ("tsp", lazy_pattern(r"\b(?:tsp|thrift savings)\b")),
    ("401k", lazy_pattern(r"\b401\s?\(?k?\)?s?")),
    (
        "sep",
        lazy_pattern(r"\bsep(?:[ -]ira)?s?\b(?!'d|\.? ?(?:from|at|in) (?:svc|service|employment|work|my|the|age|\d))"),
    ),
    ("ira", lazy_pattern(r"\biras?\b|\bindividual retirement")),
)
_DIRECT = lazy_pattern(r"\bdirect (?:rollover|transfer)|\btrustee.to.trustee|\bdirectly to (?:an|my|another)")
_STRAIGHT = lazy_pattern(
    r"\b(?:directly|straight)\b(?! (?:out )?(?:to|into|in) (?:me|us|him|her|you|(?:my|the|his|her) (?:bank|checking|house|account|name|pocket|hands?))\b)"
)
_INSTEAD = lazy_pattern(
    r"\b(?:instead of|rather than|not|wasn'?t|isn'?t|without|didn'?t|never|don'?t)(?: (?:do|doing|did|a|as|the|an|using|choos\w+|want|make|making|ask\w*|for|send\w*|sent|it|go|going|paid|paying|mov\w+|money)){0,4} $"
)
_ROLLED_TO = lazy_pattern(
    r"\b(?:roll\w*|instead of|rather than|transfer\w*)\b[^.;?]{0,40}?\b(?:to|into) (?:(?:my|an?|the|his|her|our|another|new|own|other) ){1,2}$"
)
_FIRST_YEARS = lazy_pattern(
    r"\b(?:first|within|under|less than|in) (?:the |my |her |his )?(?:first )?(?:2|two|1|one)[ -]years?\b|\b(?:opened|started|joined|enrolled|begun|began)\b.{0,24}\b(?:(?:last|this) (?:year|yr)|(?:a|one|1) year ago|\d+ months? ago|months? ago|18 months)\b|\b(?:1|one|first|second)(?:st|nd)? year (?:of|in)\b"
    r"|\bfirst (?:two|2|couple of|couple) years\b|\b(?:in|within|during) (?:(?:the|my|its|her|his) )?(?:very )?(?:first|1st) (?:year|yr|12 months)\b|\b(?:year|yr) ?(?:one|two|1|2)\b|(?<!years and )(?<!year and )(?<!yrs and )\b(?:\d|1\d|2[0-3]|six|eight|ten|eighteen) months (?:old|in|after)\b|\b(?:only )?had it (?:for )?(?:a|one|1) year\b"
)
_HIGHER_RATE = lazy_pattern(
    r"\b25 ?(?:%|percent|per cent|pct)[ -](?:\w+ ){0,2}(?:penalt\w+|tax|hit|thing|rate)\b|\b(?:penalty|tax|hit|rate) (?:of|is|at) (?:the )?25 ?(?:%|percent|pct)"
)
_USUAL_RATE = lazy_pattern(
    r"\bappl(?:y|ies)\b|\b(?:does|do|is|will|would) (?:the|that|a|my) (?:simple )?25|\bdo i (?:owe|pay|get|face)\b|\b10 ?(?:%|percent|per cent|pct)|\bor 25\b|\b(?:is|isn't|isnt) it (?:the |a )?25"
)
_AFTER_YEARS = lazy_pattern(
    r"\b(?:after|more than|over|past|beyond|for) (?:the |my )?(?:first )?(?:2|two|3|three|4|four|5|five|10|ten)[ -]?years?\b|\b(?:3|three|4|four|5|five|six|ten|10) years (?:old|ago|in|after)\b"
)
_OPENED = lazy_pattern(
    r"\b(?:opened|started|joined|enrolled|begun|began|set up|since|from)\b[^.;?$\d]{0,24}((?:19|20)\d\d)\b"
)
_LEFT_JOB = lazy_pattern(
    r"\b(?:left (?:(?:my|the|that|this|his|her|their|an?|our) (?:\w+ )?(?:job|employer|company|work|firm|position|employment)|work\b|there\b|them\b|(?:at|when|aged?) (?:(?:i|he|she) was )?\d\d)|(?:i|he|she|they|we|who|just|already|having|i've) (?:just |already |had )?left"
    r"|leave|leaving|quit|quitting|retir(?:e|ed|ing)|laid[ -]off|lost (?:my|his|her|their) job|fired|separat\w+|sep'd|sep\.? (?:from|at)|left (?:svc|service)|resign\w*|terminated|let go|stop(?:ped)? work(?:ing)?|former employer|old employer|last employer|no longer work\w*|ex.?employer)\b"
)
_LEFT_AT = lazy_pattern(
    r"\b(?:left|quit|retir(?:ed|ing)|laid[ -]off|fired|separated|resigned|stopped work(?:ing)?|lost (?:my|his|her) job)(?: (?:my|the|that|his|her) (?:job|employer|company|work)| work| it| there)?,? (?:at|when i was|aged?|at age|when|(?:in )?the (?:calendar )?(?:year|yr) (?:that |in which )?(?:i|he|she|we|they) (?:turned|hit|reached|became))(?: age)? $"
)
_TURNED_THEN = lazy_pattern(
    r"\bthe (?:calendar )?(?:year|yr) (?:that |in which )?(?:i|he|she|we|they) (?:turned|hit|reached|became)(?: age)? $"
)
_YEARS_AND_MONTHS = lazy_pattern(
    r"\b([3-9]\d|[12]\d(?!.* old\b))(?: years?)?(?: old)?(?: and|,)? (\d|1[01]) months?\b(?! ago)"
)
_STILL_WORKS = lazy_pattern(
    r"\b(?:still (?:work\w*|employed|at|on the job|there|with)|haven'?t (?:quit|left|retired)|current employer|while working|not (?:quit|retired|left))\b"
)
_SAFETY = lazy_pattern(
    r"\b(?:police\w*|cop|firefighters?|fire ?fighter|public[ -]safety|sheriff|emt|paramedic|state trooper|corrections officer|law enforcement)\b"
)

REASONS = (
    ("divorce_order", lazy_pattern(r"\b(?:qdro|divorce\w*|domestic relations|ex.?(?:wife|husband|spouse)(?:'s)?)\b")),
    ("terminal_illness", lazy_pattern(r"\b(?:terminal(?:ly)?|dying)\b")),
    ("disability", lazy_pattern(r"\b(?:disab\w+)\b")),
    (
        "death",
        lazy_pattern(
            r"\b(?:(?<!car )(?<!truck )(?<!van )(?<!fridge )(?<!furnace )(?<!engine )(?<!heater )(?<!dog )(?<!cat )died|death|dead|inherit\w*|beneficiary|passed away|deceased|late (?:husband|wife|father|mother|dad|mom)|widow\w*)\b"
        ),
    ),
    (
        "birth_adoption",
        lazy_pattern(
            r"\b(?:birth(?! ?(?:day|date|year))|newborn|new baby|babies|had a (?:baby|kid|child)|having a (?:baby|kid|child)|have a baby|baby|adopt\w*|twins|newborns)\b"
        ),
    ),
    (
        "health_premiums",
        lazy_pattern(
            r"\bhealth (?:insurance|premiums?|plan premiums?|coverage)|\binsurance premiums?\b.{0,30}\bunemploy|\bunemploy\w+\b.{0,40}\b(?:insurance|premiums?)|\bcobra\b"
        ),
    ),
    ("long_term_care", lazy_pattern(r"\blong[ -]term[ -]care\b|\bltc\b")),
    (
        "medical",
        lazy_pattern(
            r"\b(?:medical|hospital|surgery|doctor'?s?|health|er) (?:bills?|expenses?|costs?|debts?)|\bmedical\b|\bsurgery\b|\bhospital\b"
        ),
    ),
    (
        "education",
        lazy_pattern(r"\b(?:college|tuition|university|education|school|student|grad school|degree)\b(?! loans?)"),
    ),
    (
        "first_home",
        lazy_pattern(
            r"\b(?:first[ -](?:time )?(?:home|house)\w*|first[ -]time (?:home ?)?buyer|down ?payment|buy(?:ing)? (?:a|my|our|my first|our first|his|her) (?:first )?(?:home|house|condo|place)|house|home purchase|closing costs)\b"
        ),
    ),
    (
        "domestic_abuse",
        lazy_pattern(
            r"\b(?:domestic (?:abuse|violence)|abus(?:e|ed|er|ive)|batter(?:ed|er|ing)|violent (?:\w+ )?(?:husband|wife|spouse|partner|ex|boyfriend|girlfriend|relationship|marriage|home|man|household)|(?:husband|wife|spouse|partner|ex|boyfriend)(?: who|'s| is| was| has been| got| became| turned| keeps)* (?:violent|hitting (?:me|her|him)|hits? (?:me|her|him)|beat(?:s|ing)? (?:me|her|him)))\b"
        ),
    ),
    (
        "disaster",
        lazy_pattern(r"\b(?:disasters?|hurricanes?|tornado\w*|wild ?fires?|floods?|flooded|fema|earthquakes?)\b"),
    ),
    ("levy", lazy_pattern(r"\b(?:levy|levied|irs seiz\w*)\b")),
    (
        "reservist",
        lazy_pattern(
            r"\b(?:reservist|active duty|called up|national guard|called to duty|military reserve|deployed)\b"
        ),
    ),
    (
        "periodic_payments",
        lazy_pattern(
            r"\b(?:sepp|substantially equal|72\s?\(?t\)?(?!\)?\s?(?:\(\d\) ?)?(?:tax|penalt|additional|hit|exc|10))|equal periodic|series of equal)"
        ),
    ),
    ("esop_dividends", lazy_pattern(r"\besop\b|\b404\(k\)")),
    (
        "auto_enrolment",
        lazy_pattern(r"\bauto[ -]?(?:matic(?:ally)? )?[ -]?enrol\w*|\bopt(?:ed|ing)? out\b|\bundo\b.{0,20}\benrol\w*"),
    ),
    ("emergency", lazy_pattern(r"\b(?:emergenc(?:y|ies))\b")),
    ("hardship", lazy_pattern(r"\b(?:hardship|evict\w*|foreclos\w*)\b")),
)


_MOST_OF_ONE = 20_000_000
"""Sums from here on are of markets, unless someone says that they are their own."""
_OWN = lazy_pattern(r"\b(?:i|i'?m|my|he|she|his|her|our|someone|wife|husband)\b")


def recognise(reading: Reading) -> bool:
    """Money taken out, and what it costs or whether it costs anything: with a sum, an age or a reason to work on."""
    priced = reading.says(_BRACKET) and bool(plan_named(reading) and reading.of("money") and not reading.says(_PUTS))
    if not (reading.says(TAKES) or reading.says(_IMPLIES) or check_asked(reading) or priced):
        return False
    if not (reading.says(_COST) or check_asked(reading)) and not (
        reading.of("money") and (reading.ages or reason(reading))
    ):
        return False
    if not (reading.says(_QUANTIFIES) or reading.of("money") or reading.ages):
        return False
    if not reading.says(TAKES) and (reading.says(_CONTRIBUTES) or _is_put_beyond(reading)):
        return False
    if must_take_out(reading):
        return False
    if (
        not amounts(reading)
        and re.search(r"\bwhen (?:can|do|will|could|am)\b", reading.plain)
        and reading.of("birth_year")
    ):
        return False
    if re.search(
        r"\b(?:rmd|rmds|(?:required|compulsory|obligatory) (?:(?:20|10) ?% )?(?!withh)(?:[\w$,.()]+ ){0,3}?(?:distributions?|withdrawals?|payouts?)|loans?|borrow\w*|excess|too much|over-?contribut\w+|over the limit)\b",
        reading.plain,
    ):
        return False
    if any(each.value >= _MOST_OF_ONE for each in reading.of("money")) and not reading.says(_OWN):
        return False
    sums = amounts(reading) or (reading.of("money") if reason(reading) else ())
    if not (sums or reading.ages or birth_year(reading) or (_in_person(reading) and reason(reading))):
        return False
    return bool(sums) or (not reading.says(_GENERAL) and (_in_person(reading) or bool(reading.ages)))


_BEYOND = lazy_pattern(r"\b(?:over|more than|above|beyond|past|exceed\w*)(?: the)? \$?$")
_WITHHELD_FOR = lazy_pattern(r"\bwith ?held (?:for|into|toward)\b")
_INTO = lazy_pattern(
    r" ?(?:dollars |bucks )?(?:(?:a|per|each|every) (?:year|yr) )?(?:limit )?(?:in|into|to|on) (?:an?|my|the|any|her|his|our)\b"
)


def _is_put_beyond(reading: Reading) -> bool:
    """ "Over 7,500 in an ira: penalty": a sum that is gone beyond in an account was put in, not taken out; so was pay
    withheld for a plan."""
    return reading.says(_WITHHELD_FOR) or any(
        _BEYOND.search(reading.before(each)) and _INTO.match(reading.plain, each.end) for each in reading.of("money")
    )


def _in_person(reading: Reading) -> bool:
    return bool(
        re.search(
            r"\b(?:i|i'?m|my|me|we|he|she|someone|you|her|his|they|wife|husband|an? (?:[\w-]+ )?(?:victim|survivor|person|parent|saver|worker|buyer|participant|owner))\b",
            reading.plain,
        )
    )


def reason(reading: Reading) -> str:
    """Why the money is taken, when that is a listed exception (or hardship)."""
    found = [name for name, pattern in REASONS if reading.says(pattern)]
    if len(found) > 1 and "hardship" in found:
        found.remove("hardship")
    return found[0] if found else ""


def plan_named(reading: Reading) -> str:
    """The plan that the money is in, empty when none is named; the one after "from" when there are several."""
    found = [
        (match.start(), name)
        for name, pattern in PLANS
        for match in [pattern.search(reading.words)]
        if match and not _ROLLED_TO.search(reading.words[: match.start()])
    ]
    if any(name in ("roth_ira", "simple", "sep") for _, name in found):
        found = [each for each in found if each[1] != "ira"]
    if any(name == "roth_401k" for _, name in found):
        found = [each for each in found if each[1] != "401k"]
    return min(found)[1] if found else ""


def birth_year(reading: Reading) -> int | None:
    """The year of birth, when it is said."""
    born = reading.birth_years
    return born[0] if born else None


def read(reading: Reading, earlier: Slots) -> Slots:
    """The slots of a withdrawal; for a follow-up those that its words change."""
    slots: dict[str, Slot] = {}
    plan = plan_named(reading)
    gains = earnings_of(reading, plan, earlier)
    if gains is not None:
        slots["earnings"] = Slot(gains.value, "question", gains.text)
    elif plan and not plan.startswith("roth") and "earnings" in earlier:
        slots["earnings"] = DROP
    fill_amount(_without(reading, gains), slots, earlier)
    if gains is not None and not earlier:
        slots.setdefault("amount", slots["earnings"])
    _fill_person(reading, slots, earlier)
    _fill_plan(reading, slots)
    fill_rates(reading, slots)
    if reading.years and "birth_year" not in slots and not reading.says(_OPENED):
        slots["year"] = Slot(Decimal(reading.years[0]))
    slots.update(asides(reading, slots, earlier))
    if not slots and word(earlier, "result") == "withholding" and asks_received(reading):
        return {"result": Slot("paid", "default")}
    if not earlier or slots:
        wanted = result_wanted(reading, slots)
        if wanted:
            slots["result"] = Slot(wanted, "default")
            slots["only_withheld"] = Slot(asks_only_withholding(reading)) if wanted == "withholding" else DROP
        elif earlier and slots.keys() & {"tax_rate", "state_rate"} and earlier.get("result", DROP).value == "penalty":
            slots["result"] = DROP
    return slots


def _without(reading: Reading, quantity: Quantity | None) -> Reading:
    return replace(reading, quantities=tuple(each for each in reading.quantities if each is not quantity))


def _fill_person(reading: Reading, slots: dict[str, Slot], earlier: Slots) -> None:
    ages = [each for each in reading.ages if each.high is None and not is_rate(reading, each)]
    months = _YEARS_AND_MONTHS.search(reading.plain)
    if months:
        slots["age"] = Slot(
            (Decimal(months[1]) + Decimal(months[2]) / 12).quantize(Decimal("0.01")), "question", months[0]
        )
        _fill_work(reading, slots)
        return
    numbers = [each for each in reading.of("number") if 14 <= each.value <= 115 and not is_rate(reading, each)]
    ages += [each for each in numbers if re.search(r"\b(?:now|today|currently) $", reading.before(each, 12))]
    if ages:
        _fill_ages(reading, slots, ages, earlier)
    elif numbers and (earlier or reading.says(TAKES) or reading.says(_IMPLIES)) and not sums_only(reading):
        slots["age"] = Slot(numbers[0].value, "question", numbers[0].text)
    elif birth_year(reading):
        slots["birth_year"] = Slot(Decimal(birth_year(reading) or 0), "question", str(birth_year(reading)))
    _fill_work(reading, slots)


def _fill_ages(reading: Reading, slots: dict[str, Slot], ages: list[Quantity], earlier: Slots) -> None:
    """The age now, and that on leaving the job when the two are told apart."""
    left = [each for each in ages if _LEFT_AT.search(reading.before(each, 70))]
    if len(ages) == 1 and not (earlier and "age" in earlier) and not _TURNED_THEN.search(reading.before(ages[0], 50)):
        left = []
    if left:
        slots["left_at"] = Slot(left[0].value, "question", left[0].text)
    others = [each for each in ages if each not in left]
    if others or not left:
        grown = [each for each in others if left and each.value >= left[0].value]
        chosen = (grown or others or ages)[-1 if grown else 0]
        slots["age"] = Slot(chosen.value, "question", chosen.text)


def _fill_work(reading: Reading, slots: dict[str, Slot]) -> None:
    if reading.says(_STILL_WORKS):
        slots["separated"] = Slot(False)
    elif reading.says(_LEFT_JOB):
        slots["separated"] = Slot(True)
    if reading.says(_SAFETY):
        slots["public_safety"] = Slot(True)
    many = re.search(
        r"\b(?:(twins)|(triplets)|(two|three|four|2|3|4) (?:kids|children|babies|newborns))\b", reading.plain
    )
    if many:
        slots["children"] = Slot(
            Decimal(
                {"two": 2, "three": 3, "four": 4}.get(
                    many[3] or "", 2 if many[1] else 3 if many[2] else int(many[3]) if (many[3] or "").isdigit() else 1
                )
            )
        )
    why = reason(reading)
    if why:
        slots["reason"] = Slot(why)


def sums_only(reading: Reading) -> bool:
    """Whether the bare numbers of the question are the sum itself ("took 50 out")."""
    return not amounts(reading) and not reading.ages


def _is_direct(reading: Reading) -> bool:
    """Whether the money goes straight to another plan; "instead of a direct rollover" says that it does not."""
    direct = reading.find(_DIRECT) or (reading.find(_STRAIGHT) if re.search(r"\broll", reading.plain) else None)
    return direct is not None and not _INSTEAD.search(reading.plain[: direct.start()])


def _fill_plan(reading: Reading, slots: dict[str, Slot]) -> None:
    name = plan_named(reading)
    if name:
        slots["plan"] = Slot(name)
    _fill_time(reading, slots, name)
    if re.search(r"\brolled (?:over |in|into)|\brollover from\b", reading.plain) and name == "457b":
        slots["rolled_in"] = Slot(True)
    if _is_direct(reading):
        slots["direct_rollover"] = Slot(True)


def _fill_time(reading: Reading, slots: dict[str, Slot], plan: str) -> None:
    """Whether a SIMPLE is in its first two years: by the time since joining, the year it was opened, or the rate that is named."""
    opened = reading.find(_OPENED)
    years_held = reading.today.year - int(opened[1]) if opened else None
    if opened:
        slots["opened"] = Slot(Decimal(opened[1]), "question", opened[1])
    span = months_held(reading) if plan in ("simple", "") else None
    by_rate = (
        plan == "simple" and bool(amounts(reading)) and reading.says(_HIGHER_RATE) and not reading.says(_USUAL_RATE)
    )
    if span is not None:
        held = in_first_two_years(span)
        slots.update({"first_two_years": Slot(held)} if held is not None else {})
        slots.update({f"named_time_{at}": named(each.text) for at, each in enumerate(reading.of("duration"))})
    elif by_rate or reading.says(_FIRST_YEARS) or (years_held is not None and 0 <= years_held < 2):
        slots["first_two_years"] = Slot(True)
    elif reading.says(_AFTER_YEARS) or (years_held is not None and years_held > 2):
        slots["first_two_years"] = Slot(False)
