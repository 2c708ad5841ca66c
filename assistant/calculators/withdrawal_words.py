"""What a question about taking money out says: how much, at which age, from which plan, why, and at which tax rate."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.calculators.protocol import DROP, Slot, Slots
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading

TAKES = re.compile(
    r"\buse (?:my|the|his|her|our) (?:401|ira|403|457|plan|retirement|tsp)|\btak(?:e|ing) .{0,12}penalty|\b(?:took|pulled|withdrew|taking) \$?\d|\b(?:withdr[ae]w\w*|withdr[ao]\w+|pull(?:s|ed|ing)?(?: out)?|t(?:ake|akes|aking|ook|aken)\b.{0,45}?\b(?:out|from)|cash(?:es|ed|ing)?(?: it| my \S+)?[ -]?(?:out|in)|tak(?:e|ing) (?:an? )?(?:early )?distribution|distribution|early withdrawal"
    r"|empt(?:y|ied)|drain(?:ed)?|get (?:my )?(?:money|it) out|tap(?:ped|ping)?|raid(?:ed)?|cash in|dip(?:ped)? into|break into|liquidat\w+|t(?:ake|ook) \S{1,12} out|distribut\w+|(?:take|took|taking|get|getting) (?:an )?early)\b"
)
_IMPLIES = re.compile(
    r"\bpenalt(?:y|ies)\b|\bwithh\w+\b|\bfrom (?:(?:my|a|an|the|his|her|our) )?(?:old |roth |simple |trad\w* )?(?:401|403|457|ira|tsp|sep|plan)"
)
_COST = re.compile(
    r"\b(?:penalt\w+|hit|tax(?:es|ed)?|keep|kept|left|net|owe[sd]?|cost|lose|losing|lost|take.?home|in hand|pocket|withh\w+|after.tax|damage|charged?|fee|irs take|dinged|go(?:es)? to the irs|gross|receive|end up with|see of it|actually get|walk away|"
    r"exempt|free|additional tax|early|what happens|how bad)\b|\b(?:10|25) ?(?:%|percent)"
)
_QUANTIFIES = re.compile(
    r"\bhow (?:much|big|many|bad)\b|\bwhat(?:'s|s| is| are| will| would| do| does| happens)?\b|\bcalculat\w+|\bif\b|\bdo i\b|\bwill i\b|\bwould i\b|\bis there\b|\bcan i\b|\bam i\b|\bany\b|\?|\bdo (?:we|they)\b|\bdoes (?:he|she|my)\b|\bpenalty on\b|\btax on\b|\bhit\b|\bon \$?\d"
)
_GENERAL = re.compile(
    r"\b(?:who|karen|article|why|when was|section|law|explain|define|definition|mean(?:s|ing)?|difference|says?|said|order|avoid|ways|list|which exceptions|what exceptions|history)\b"
)
_CONTRIBUTES = re.compile(
    r"\b(?:contribut\w+|defer\w*|put in|catch.?up|match\w*|salary|paycheck|excess|over.?contribut\w+)\b"
)

PLANS = (
    ("simple", re.compile(r"\bsimple[ -]?(?:ira|401|plan)?s?\b(?! (?:question|math|terms|answer))")),
    ("roth_ira", re.compile(r"\broth iras?\b")),
    ("roth_401k", re.compile(r"\broth (?:401\s?\(?k|403|part|side|account|money)|\bdesignated roth")),
    ("457b", re.compile(r"\b457\s?\(?b?\)?")),
    ("403b", re.compile(r"\b403\s?\(?b?\)?")),
    ("tsp", re.compile(r"\b(?:tsp|thrift savings)\b")),
    ("401k", re.compile(r"\b401\s?\(?k?\)?s?")),
    ("sep", re.compile(r"\bsep(?:[ -]ira)?s?\b")),
    ("ira", re.compile(r"\biras?\b|\bindividual retirement")),
)
_NEITHER_RATE = re.compile(
    r"^\s*(?:(?:early |additional |irs )*(?:penalt\w+|excise|withh\w+|hit|additional|early|mandatory|of (?:my|the|her|his) (?:balance|account|vested))|vest|tax penalty)"
)
_WITHHOLDING = re.compile(
    r"\bwith ?h(?:e|o)ld\w*|\bcheck (?:will|would|do)|\bcheque\b|\bpaid (?:out )?to me\b|\bindirect rollover|\bin my hands?\b|\bdirect payment\b"
)
_GROSS_UP = re.compile(
    r"\b(?:need|needs|want|wants|to (?:get|net|have|keep|end up with|clear|receive|walk away with|take home)|net(?:ting)?|clear|end up with|in hand|take.?home|keep)\b[a-z ,']{0,22}\$?$"
)
_GROSS_ASK = re.compile(
    r"\bhow much (?:do|would|must|should|will|does) (?:i|we|you|he|she|someone) (?:have to |need to |must )?(?:withdraw|take|pull|cash)|\bgross.?up|\bhow much to (?:withdraw|take|pull|cash)|\bwhat (?:must|should|do) i (?:withdraw|take out)|\bneed to (?:withdraw|take|pull)"
)
_KEEP = re.compile(
    r"\b(?:keep|kept|left over|(?:is|be|what'?s|would be|have|money|much) left(?! (?:my|the|his|her|a|work))|net|in hand|pocket|take.?home|after.tax|after (?:the )?(?:tax|penalt)\w*|end up with|walk away|actually get|receive|see of it|left over|clear)\b"
)
_FIRST_YEARS = re.compile(
    r"\b(?:first|within|under|less than|in) (?:the |my |her |his )?(?:first )?(?:2|two|1|one)[ -]years?\b|\b(?:opened|started|joined|enrolled|begun|began)\b.{0,24}\b(?:last year|this year|(?:a|one|1) year ago|\d+ months? ago|months? ago|18 months)\b|\b(?:1|one|first|second)(?:st|nd)? year (?:of|in)\b"
    r"|\bfirst (?:two|2|couple of|couple) years\b|\byear (?:one|two|1|2)\b|\b(?:\d|1\d|2[0-3]|six|eight|ten|eighteen) months (?:old|in|after)\b|\b(?:only )?had it (?:for )?(?:a|one|1) year\b"
)
_AFTER_YEARS = re.compile(
    r"\b(?:after|more than|over|past|beyond|for) (?:the |my )?(?:first )?(?:2|two|3|three|4|four|5|five|10|ten)[ -]?years?\b|\b(?:3|three|4|four|5|five|six|ten|10) years (?:old|ago|in|after)\b|\bopened (?:in )?20(?:1\d|2[0-3])\b"
)
_LEFT_JOB = re.compile(
    r"\b(?:left|leave|leaving|quit|quitting|retir(?:e|ed|ing)|laid[ -]off|lost (?:my|his|her|their) job|fired|separat\w+|resign\w*|terminated|let go|stop(?:ped)? work(?:ing)?|former employer|old employer|last employer|no longer work\w*|ex.?employer)\b"
)
_LEFT_AT = re.compile(
    r"\b(?:left|quit|retir(?:ed|ing)|laid[ -]off|fired|separated|resigned|stopped work(?:ing)?|lost (?:my|his|her) job)(?: (?:my|the|that|his|her) (?:job|employer|company|work)| work| it| there)?,? (?:at|when i was|aged?|at age|when)(?: age)? $"
)
_YEARS_AND_MONTHS = re.compile(r"\b([1-9]\d)(?: years?)?(?: old)?(?: and|,)? (\d|1[01]) months?\b(?! (?:old|ago))")
_STILL_WORKS = re.compile(
    r"\b(?:still (?:work\w*|employed|at|on the job|there|with)|haven'?t (?:quit|left|retired)|current employer|while working|not (?:quit|retired|left))\b"
)
_SAFETY = re.compile(
    r"\b(?:police\w*|cop|firefighters?|fire ?fighter|public[ -]safety|sheriff|emt|paramedic|state trooper|corrections officer|law enforcement)\b"
)

REASONS = (
    ("divorce_order", re.compile(r"\b(?:qdro|divorce\w*|domestic relations|ex.?(?:wife|husband|spouse)(?:'s)?)\b")),
    ("terminal_illness", re.compile(r"\b(?:terminal(?:ly)?|dying)\b")),
    ("disability", re.compile(r"\b(?:disab\w+)\b")),
    (
        "death",
        re.compile(
            r"\b(?:died|death|dead|inherit\w*|beneficiary|passed away|deceased|late (?:husband|wife|father|mother|dad|mom)|widow\w*)\b"
        ),
    ),
    (
        "birth_adoption",
        re.compile(
            r"\b(?:birth(?! ?(?:day|date|year))|newborn|new baby|babies|had a (?:baby|kid|child)|having a (?:baby|kid|child)|have a baby|baby|adopt\w*|twins|newborns)\b"
        ),
    ),
    (
        "health_premiums",
        re.compile(
            r"\bhealth (?:insurance|premiums?|plan premiums?|coverage)|\binsurance premiums?\b.{0,30}\bunemploy|\bunemploy\w+\b.{0,40}\b(?:insurance|premiums?)|\bcobra\b"
        ),
    ),
    ("long_term_care", re.compile(r"\blong[ -]term[ -]care\b|\bltc\b")),
    (
        "medical",
        re.compile(
            r"\b(?:medical|hospital|surgery|doctor'?s?|health|er) (?:bills?|expenses?|costs?|debts?)|\bmedical\b|\bsurgery\b|\bhospital\b"
        ),
    ),
    (
        "education",
        re.compile(r"\b(?:college|tuition|university|education|school|student|grad school|degree)\b(?! loans?)"),
    ),
    (
        "first_home",
        re.compile(
            r"\b(?:first[ -](?:time )?(?:home|house)\w*|first[ -]time (?:home ?)?buyer|down ?payment|buy(?:ing)? (?:a|my|our|my first|our first|his|her) (?:first )?(?:home|house|condo|place)|house|home purchase|closing costs)\b"
        ),
    ),
    (
        "domestic_abuse",
        re.compile(r"\b(?:domestic (?:abuse|violence)|abus(?:e|ed|ive)|abuse victim|domestic violence)\b"),
    ),
    (
        "disaster",
        re.compile(r"\b(?:disasters?|hurricanes?|tornado\w*|wild ?fires?|floods?|flooded|fema|earthquakes?)\b"),
    ),
    ("levy", re.compile(r"\b(?:levy|levied|irs seiz\w*)\b")),
    (
        "reservist",
        re.compile(r"\b(?:reservist|active duty|called up|national guard|called to duty|military reserve|deployed)\b"),
    ),
    ("periodic_payments", re.compile(r"\b(?:sepp|substantially equal|72\s?\(?t\)?|equal periodic|series of equal)")),
    ("esop_dividends", re.compile(r"\besop\b|\b404\(k\)")),
    (
        "auto_enrolment",
        re.compile(r"\bauto[ -]?(?:matic(?:ally)? )?[ -]?enrol\w*|\bopt(?:ed|ing)? out\b|\bundo\b.{0,20}\benrol\w*"),
    ),
    ("emergency", re.compile(r"\b(?:emergenc(?:y|ies))\b")),
    ("hardship", re.compile(r"\b(?:hardship|evict\w*|foreclos\w*)\b")),
)


def recognise(reading: Reading) -> bool:
    """Money taken out, and what it costs or whether it costs anything: with a sum, an age or a reason to work on."""
    if not (reading.says(TAKES) or reading.says(_IMPLIES)):
        return False
    if not reading.says(_COST) and not (amounts(reading) and (reading.ages or reason(reading))):
        return False
    if not (reading.says(_QUANTIFIES) or amounts(reading) or reading.ages):
        return False
    if reading.says(_CONTRIBUTES) and not reading.says(TAKES):
        return False
    if (
        not amounts(reading)
        and re.search(r"\bwhen (?:can|do|will|could|am)\b", reading.plain)
        and reading.of("birth_year")
    ):
        return False
    if re.search(
        r"\b(?:rmd|rmds|required (?:minimum )?distributions?|loans?|borrow\w*|excess|too much|over-?contribut\w+|over the limit)\b",
        reading.plain,
    ):
        return False
    sums = amounts(reading)
    if not (sums or reading.ages or birth_year(reading) or (_in_person(reading) and reason(reading))):
        return False
    return bool(sums) or (not reading.says(_GENERAL) and (_in_person(reading) or bool(reading.ages)))


def _in_person(reading: Reading) -> bool:
    return bool(re.search(r"\b(?:i|i'?m|my|me|we|he|she|someone|you|her|his|they|wife|husband)\b", reading.plain))


def amounts(reading: Reading) -> tuple[Quantity, ...]:
    """Sums that may be withdrawn: not incomes, not balances, not prices a paycheck."""
    usual = [each for each in reading.of("money") if not each.per and each.value > 0 and not _is_income(reading, each)]
    return tuple(usual)


def _is_income(reading: Reading, money: Quantity) -> bool:
    before, after = reading.before(money, 26), reading.after(money, 24)
    return bool(
        re.match(r"\s*(?:account )?balance", after)
        or re.search(
            r"\b(?:agi|income|salary|earn|earning|make|making|wages|gross income)(?: is| of| was|:| about| around)* ?\$?$",
            before,
        )
        or re.match(
            r"\s*(?:of |in |an? )?(?:agi|adjusted gross|income(?! tax)|salary|a year|per year|wages|medical|hospital|of (?:medical|hospital|surgery)|in (?:medical|hospital)|bills?)",
            after,
        )
        or re.search(
            r"\b(?:medical|hospital|surgery|doctor'?s?) (?:bills?|expenses?|costs?)(?: of| is| are| were| was|:|,| at| for| totall?ing| about)* ?\$?$",
            before,
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
    found = [(match.start(), name) for name, pattern in PLANS for match in [reading.find(pattern)] if match]
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
    _fill_amount(reading, slots, earlier)
    _fill_person(reading, slots, earlier)
    _fill_plan(reading, slots)
    _fill_rates(reading, slots)
    if reading.years and "birth_year" not in slots:
        slots["year"] = Slot(Decimal(reading.years[0]))
    if not earlier or slots:
        if reading.says(_WITHHOLDING):
            slots["result"] = Slot("withholding", "default")
        elif reading.says(_KEEP):
            slots["result"] = Slot("kept", "default")
    return slots


def _fill_amount(reading: Reading, slots: dict[str, Slot], earlier: Slots) -> None:
    sums = amounts(reading)
    income = [each for each in reading.of("money") if _is_income(reading, each)]
    if sums:
        wanted = _GROSS_UP.search(reading.before(sums[0], 40)) and reading.says(_GROSS_ASK)
        slots["net" if wanted else "amount"] = Slot(sums[0].value, "question", sums[0].text)
        if earlier:
            slots["amount" if wanted else "net"] = DROP
    for each in income:
        if re.match(r"\s*(?:account )?balance", reading.after(each, 20)):
            slots["balance"] = Slot(each.value, "question", each.text)
            continue
        income_said = re.search(r"\b(?:agi|income)[a-z ]{0,10}$", reading.before(each, 18)) or re.match(
            r"\s*(?:of |in )?(?:agi|adjusted|income)", reading.after(each, 20)
        )
        medical = not income_said and re.search(
            r"\b(?:medical|hospital|surgery|bills?|doctor)", reading.before(each, 26) + reading.after(each, 24)
        )
        slots["medical" if medical else "agi"] = Slot(each.value, "question", each.text)
    balances = [
        each
        for each in sums[1:]
        if re.search(
            r"\b(?:balance|account|vested|out of|of my|has|have)\b", reading.before(each, 20) + reading.after(each, 20)
        )
    ]
    if balances:
        slots["balance"] = Slot(balances[0].value)


def _fill_person(reading: Reading, slots: dict[str, Slot], earlier: Slots) -> None:
    ages = [
        each
        for each in reading.ages
        if each.high is None and not re.match(r" ?(?:tax )?bracket", reading.after(each, 12))
    ]
    months = _YEARS_AND_MONTHS.search(reading.plain)
    if months:
        slots["age"] = Slot(
            (Decimal(months[1]) + Decimal(months[2]) / 12).quantize(Decimal("0.01")), "question", months[0]
        )
        _fill_work(reading, slots)
        return
    numbers = [each for each in reading.of("number") if 14 <= each.value <= 115]
    ages += [each for each in numbers if re.search(r"\b(?:now|today|currently) $", reading.before(each, 12))]
    if ages:
        left = [each for each in ages if _LEFT_AT.search(reading.before(each, 40))] if len(ages) > 1 else []
        if left:
            slots["left_at"] = Slot(left[0].value, "question", left[0].text)
        others = [each for each in ages if each not in left] or ages
        slots["age"] = Slot(others[-1 if left else 0].value, "question", others[0].text)
    elif numbers and (earlier or reading.says(TAKES)) and not sums_only(reading):
        slots["age"] = Slot(numbers[0].value, "question", numbers[0].text)
    elif birth_year(reading):
        slots["birth_year"] = Slot(Decimal(birth_year(reading) or 0))
    _fill_work(reading, slots)


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


def _fill_plan(reading: Reading, slots: dict[str, Slot]) -> None:
    name = plan_named(reading)
    if name:
        slots["plan"] = Slot(name)
    if reading.says(_FIRST_YEARS):
        slots["first_two_years"] = Slot(True)
    elif reading.says(_AFTER_YEARS):
        slots["first_two_years"] = Slot(False)
    if re.search(r"\brolled (?:over |in|into)|\brollover from\b", reading.plain) and name == "457b":
        slots["rolled_in"] = Slot(True)
    if re.search(r"\bdirect (?:rollover|transfer)|\btrustee.to.trustee|\bdirectly to (?:an|my|another)", reading.plain):
        slots["direct_rollover"] = Slot(True)


def _fill_rates(reading: Reading, slots: dict[str, Slot]) -> None:
    for each in reading.of("number", "age"):
        if re.match(r" ?(?:tax )?bracket", reading.after(each, 12)) and 0 < each.value < 60:
            slots["tax_rate"] = Slot(each.value, "question", each.text)
    for each in reading.of("percent"):
        before, after = reading.before(each, 28), reading.after(each, 28)
        if _NEITHER_RATE.match(after) or re.search(r"\bpenalt\w+(?: of| is)? $|\bwithh\w+(?: of| at)? $", before):
            continue
        if (
            each.value in (10, 20, 25)
            and not re.match(r"\s*(?:tax|fed|income|marginal|bracket|rate|state)", after)
            and not re.search(
                r"\b(?:tax(?:ed)?|bracket|rate|federal)(?: rate| bracket)?(?: of| is| at| in the)? $", before
            )
        ):
            continue
        if re.match(r"\s*(?:in |for |of |the |my )*(?:own )?(?:state|california|new york|local)", after) or re.search(
            r"\b(?:state|local)(?: income)?(?: tax(?:es)?)?(?: rate)?(?: of| is| at|:)? $", before
        ):
            slots["state_rate"] = Slot(each.value, "question", each.text)
        elif not re.match(r"\s*(?:of\b(?! (?:it |that )?(?:goes|in tax))|vested|match)", after):
            slots.setdefault("tax_rate", Slot(each.value, "question", each.text))
