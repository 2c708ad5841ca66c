"""The slots of a question about a limit: which limit, for whom, when, and what is to be done with it."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.calculators.limit_words import CATCH_UP, PLANS, SUPER, measure_of, plan_of, plans_of, says_excess
from assistant.calculators.protocol import DROP, Slot, Slots
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading, slot
from assistant.calculators.roles import role_of

_CHANGE = re.compile(r"differ\w*|\bchange[ds]?\b|\bincreas\w*|\bris(?:e|es|en|ing)\b|\brose\b|\bgrow\w*|\bgrew\b|\bgrown\b|\bjump\w*|\bbump\w*|went up|go(?:es|ne|ing)? up|\braise[ds]?\b|how much (?:more|higher|bigger|larger|less|lower)|\bmore than\b|\bcompared?\b|\bgap\b|\bvs\.?\b|\bversus\b|\b(?:higher|bigger|lower) (?:in|for|than)\b|\bhow (?:much )?(?:higher|bigger)\b")
_PERCENT_ASKED = re.compile(r"\bwhat (?:percent\w*|%|pct|share|fraction|portion|proportion)|\bhow many (?:percent|%)|\bin percent|\bpercent(?:age)?(?:wise|-wise)? (?:of|increase|growth|change|rise|do|should|would|is|gets?|to|must|for|maxes|i need|need|contribution)|\bin %|\bas a (?:percent\w*|%|share)|\bwhat contribution (?:rate|percent)|\bwhich percent|\bwhat rate|% of (?:my |her |his |their )?(?:pay|salary|income|wages|paycheck)\b|\bgrowth rate|\bby how many percent|\bhow much in percent|\bpercent (?:did|has)|percentage")
_PER_PERIOD = re.compile(r"(?:\bper|\ba|\beach|\bevery|/|\bout of (?:each|every|my|a)|\bfrom (?:each|every|my|a)) ?(pay ?-?checks?|pay ?-?cheques?|pay ?periods?|pay ?days?|checks?|months?|mo\b|weeks?|wk\b|pay\b(?! cap))|\b(monthly|weekly|bi-?weekly|semi-?monthly)\b|\b(paychecks?)\b")
_SERIES = re.compile(r"\bby year|\beach year|\bevery year|\byear by year|\bover the (?:years|last|past)|\bhistory\b|\btable\b|\blist\b|\bsince (?:the year )?(?:19|20|')\d\d|\bper year\b(?=.*\b(?:from|since|between)\b)|\ball (?:the )?years|\bseries|\bthrough the years|\blast (?:\w+|\d+) years|\bpast (?:\w+|\d+) years|\btrend")
_FIRST = re.compile(r"\b(?:first|earliest)\b|\b(?:what|which) year\b|\bwhen (?:did|was|were|is|has|will)\b|\bsince when\b")
_REACH = re.compile(r"\b(?:reach\w*|hits?|topp?ed|tops?|pass(?:ed|es)?|exceed\w*|cross\w*|go(?:es)? (?:over|above|past)|went (?:over|above|past)|over|above|at least|more than|became|become|get to|got to|below|under|break|broke|surpass\w*)\b")
_STRICTLY = re.compile(r"\b(?:exceed\w*|over|above|past|more than|pass(?:ed|es)?|topp?ed|tops?|cross\w*|surpass\w*|break|broke)\b")
_COUPLE = re.compile(r"\b(?:wife|husband|spouse|partner|couples?|both of us|we both|the two of us|hubby|married couple|between us|together with my)\b|\bwe(?:'re| are)\b|\bmy (?:wife|husband|spouse|partner) and i\b|\bhousehold\b")
_TWO_JOBS = re.compile(r"\b(?:two|2|both|multiple|several|three|3|second|2nd|another|other|old|previous|former|new|different|side) (?:different |unrelated |separate |401\(?k\)? )?(?:jobs?|employers?|401\(?k\)?s?|plans?|compan(?:y|ies)|works?|gigs?)\b|\b(?:switch|chang|swap)(?:ed|ing)? (?:jobs?|employers?|compan)|\bjob (?:one|two|1|2|a|b)\b|\bemployer (?:one|two|a|b|1|2)\b|\bmoonlight")
_LEFT = re.compile(r"\bleft\b|\bremain\w*|\bhow much more\b(?!.*\bthan\b)|\bmore can\b|\bstill (?:put|contribute|defer|add|can|have|owe|room)|\bcan (?:i|we) still\b|\broom\b|\brest of\b|\bto max (?:out|it)\b|\buntil (?:i|we) (?:max|hit)|\bshort of\b|\bspace\b|\bhow far\b|\bget to the (?:max|limit)|\bmax out by\b")
_FILING = (("joint", re.compile(r"\bjoint\w*|\bmfj\b|(?<!not )\bmarried\b(?!.{0,14}separate)|\bcouple\b|\bmy (?:wife|husband|spouse)\b|\bwe file\b|\bhousehold income\b")),
           ("mfs", re.compile(r"\bmfs\b|separate(?:ly)?\b")), ("hoh", re.compile(r"\bhoh\b|head of (?:the )?household")), ("single", re.compile(r"\bsingle\b|\bunmarried\b|\bnot married\b|\bdivorced\b|\bwidow")))
_COVERED = (("spouse", re.compile(r"(?:wife|husband|spouse|partner)(?:'s)?[^.?]{0,24}(?:covered|has (?:a|an) (?:401|plan|work)|plan)|only (?:my )?(?:wife|husband|spouse)")),
            ("none", re.compile(r"\b(?:no|without|don't have|dont have|not covered|neither|isn't covered|not offered)\b[^.?]{0,30}(?:plan|401|covered|coverage|work)|not covered")),
            ("self", re.compile(r"\bcovered\b|(?:have|has|with) (?:a|an) (?:401|403|plan|workplace|work)|(?:plan|401\(?k\)?) at (?:my )?work|active participant")))
_UNDER = re.compile(r"\b(?:under|below|younger than|not yet|almost|nearly|less than|before|just shy of|about to be|about to turn|going on)(?: age)? $")
_OPEN = re.compile(r"\b(?:over|older than|above|past|at least|from|beyond)(?: age)? $")
_OPEN_AFTER = re.compile(r"\+|(?: or| and) (?:over|older|up|above)\b| plus\b")
_LEFT_PERIODS = re.compile(r" ?(?:left|remaining|to go|more)\b")
_PERIOD_COUNT = {"month": 12, "mo": 12, "monthly": 12, "week": 52, "wk": 52, "weekly": 52}
_SPAN = re.compile(r"(?:20\d\d|'\d\d) ?(?:-|to|through|thru|until|till|up to) ?(?:20\d\d|'?\d\d|now|today|this year)\b|\bbetween 20\d\d and\b|\bfrom 20\d\d\b|\bsince (?:the year )?20\d\d")
_LAST_YEARS = re.compile(r"\b(?:last|past) (two|three|four|five|six|seven|eight|nine|ten|\d+) years")
_BOTH = re.compile(r"\bboth\b|\bcombined\b|\btogether\b|\bin total\b|\bin all\b|\bplus\b|\ball told\b|\band\b|\bplus\b|&|\+")
_STACK = re.compile(r"both catch[- ]?ups|(?:on top of|in addition to|plus|as well as|added to|stack\w*|and also|together with|along with|and) (?:both |the |my |it |with )*(?:regular|normal|ordinary|standard|usual|50\+?|age[- ]50|7,?500|8,?000|\$7,?500|\$8,?000|7\.5k|8k|11,?250|\$11,?250|super|other|first)\b[^?.]{0,30}|(?:7,?500|8,?000|7\.5k|8k) ?(?:and|\+|plus|&) ?(?:the )?\$?11,?250")
_AGE_AS_BASE = re.compile(r"\b(?:which|what) age\b")


def read_limit(reading: Reading, earlier: Slots) -> Slots:
    """Every slot that the words fill. In a follow-up a new limit drops the sums that were said for the old one."""
    slots: dict[str, Slot] = {}
    measure = measure_of(reading)
    if earlier and not measure:
        measure = _changed_measure(reading, earlier)
    if measure:
        slots["limit"] = slot(measure)
        if earlier and _text(earlier, "limit") != measure:
            slots.update({name: DROP for name in ("contributed", "planned", "employer", "claimed", "reach", "operation", "other_limit", "plan") if name in earlier})
    plan = plan_of(reading)
    if plan:
        slots["plan"] = slot(plan)
    slots.update(_years(reading, earlier))
    slots.update(_ages(reading))
    slots.update(_money(reading, measure or _text(earlier, "limit"), earlier))
    slots.update(_period(reading))
    slots.update(_operation(reading, slots, earlier))
    slots.update(_circumstances(reading, measure or _text(earlier, "limit")))
    if "contributed" in slots and not earlier:
        slots = _in_another_plan(reading, slots)
    if "stacked" in slots:
        slots = {name: each for name, each in slots.items() if name not in ("planned", "contributed", "claimed")}
    if slots.get("limit") == slot("roth_wages"):
        slots.update(_wage_year(reading))
    return slots


_CLAUSE_END = re.compile(r"[,.?;!]|\b(?:how|what|can|and|but|then|so)\b")


def _in_another_plan(reading: Reading, slots: dict[str, Slot]) -> dict[str, Slot]:
    """Money that went into one plan while another is asked about: it counts only when the two share a limit."""
    kinds = list(dict.fromkeys(_KIND[plan] for plan in plans_of(reading) if plan in _KIND))
    if len(kinds) != 2:
        return slots
    put = next(each for each in reading.of("money") if role_of(reading, each) in ("contributed", "planned", ""))
    after = _CLAUSE_END.split(reading.plain[put.end:put.end + 40])[0]
    before = _CLAUSE_END.split(reading.plain[max(0, put.start - 40):put.start])[-1]
    into = next((_KIND[name] for window in (after, before) for name, pattern in PLANS if name in _KIND and pattern.search(window)), "")
    if not into:
        return slots
    asked = next(kind for kind in kinds if kind != into)
    if {into, asked} == {"deferral", "simple"}:
        return {**slots, "limit": slot("deferral"), "operation": slot("left"), "other_limit": DROP}
    kept = {name: each for name, each in slots.items() if name not in ("contributed", "contributed_parts", "operation", "other_limit")}
    return {**kept, "limit": slot(asked), "separate": slot(into), "plan": slot({"deferral": "401k"}.get(asked, asked))}


_WAGE_YEAR = re.compile(r"\b(?:made|earned|paid|wages|income|salary|got|w-?2|box 3|grossed|fica)\b[^?.]{0,40}?(?:\b(20\d\d)\b|(last (?:tax )?(?:year|yr)))|\b(20\d\d|last (?:year|yr)'?s?) (?:fica |box 3 |w-?2 )?(?:wages?|income|pay|salary|w-?2)")


def _wage_year(reading: Reading) -> dict[str, Slot]:
    """Wages of one year decide about the catch-up of the next: "made 160k last year" asks about this year's."""
    match = reading.find(_WAGE_YEAR)
    if not match:
        return {}
    said = match[1] or match[2] or match[3]
    wages = int(said) if said.isdigit() else reading.today.year - 1
    later = [year for year in reading.years if year == wages + 1]
    if later or len(reading.years) == 1:
        return {"year": slot(wages + 1), "years": DROP}
    return {}


def _text(slots: Slots, name: str) -> str:
    value = slots[name].value if name in slots else None
    return value if isinstance(value, str) else ""


_ALSO_CATCH = {"deferral": "catch_up", "base_deferral": "deferral", "ira": "ira_catch_up", "base_ira": "ira", "simple": "simple_catch_up", "base_simple": "simple"}
_WITHOUT = {"deferral": "base_deferral", "additions": "base_additions", "ira": "base_ira", "simple": "base_simple"}


def _changed_measure(reading: Reading, earlier: Slots) -> str:
    """Follow-ups such as "with the employer's share?" and "and without catch-up?", which name no plan of their own."""
    before = _text(earlier, "limit")
    if re.search(r"\b(?:with|including|plus|and|add|counting|count|what about) (?:in )?(?:the |my |an? )?(?:employer|company|boss|match)", reading.plain):
        return "additions" if before in ("deferral", "base_deferral", "catch_up") else ""
    if re.search(r"without (?:the )?(?:employer|company|match)|just mine|only (?:mine|my)|my own (?:share|part|money)", reading.plain):
        return "deferral" if before in ("additions", "base_additions") else ""
    return ""


def _years(reading: Reading, earlier: Slots) -> dict[str, Slot]:
    years = list(reading.years)
    match = _LAST_YEARS.search(reading.plain)
    if match and not years:
        number = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}.get(match[1]) or int(match[1])
        years = list(range(reading.today.year - min(number, 30) + 1, reading.today.year + 1))
    elif re.search(r"\bsince (?:the )?(?:year )?$", reading.before(reading.of("year")[0])) if len(years) == 1 and reading.of("year") else False:
        years = [years[0], reading.today.year]
    if len(years) > 1:
        span = bool(match) or bool(_SPAN.search(reading.plain)) or reading.says(_SERIES)
        return {"years": Slot(tuple(Decimal(year) for year in years), "question"), "year": DROP, "span": slot(span)}
    found: dict[str, Slot] = {"year": slot(years[0])} if years else {}
    if years and "years" in earlier:
        found["years"] = DROP
    return found


def _ages(reading: Reading) -> dict[str, Slot]:
    births = reading.birth_years
    ages = reading.ages
    if births and len(ages) <= len(births):
        found = {"birth_year": slot(births[0]), "age": DROP, "ages": DROP}
        if len(births) > 1:
            found["birth_years"] = Slot(tuple(Decimal(each) for each in births), "question")
        return found
    if reading.says(SUPER) and not ages:
        return {"age": Slot(Decimal(60), "question", "60 to 63")}
    if not ages:
        return _bare_age(reading)
    values = tuple(_age_meant(reading, each) for each in ages)
    if ages[0].high is not None and len(ages) == 1:
        return {"age": Slot(values[0], "question", f"{ages[0].value} to {ages[0].high}"), "age_to": slot(ages[0].high), "ages": DROP, "birth_year": DROP}
    found = {"age": Slot(values[0], "question", ages[0].text), "birth_year": DROP, "age_to": DROP, "ages": DROP}
    if len(set(values)) > 1:
        found["ages"] = Slot(tuple(dict.fromkeys(values)), "question")
    elif _open_ended(reading, ages[0]):
        found["age_to"] = slot(120)
    return found


def _age_meant(reading: Reading, age: Quantity) -> Decimal:
    """"under 50" and "almost 50" are 49; a half year counts down."""
    below = _UNDER.search(reading.before(age)) or reading.after(age).startswith(" or younger") or reading.after(age, 14).startswith(" and under")
    return Decimal(int(age.value)) - (1 if below and age.value > 1 else 0)


def _open_ended(reading: Reading, age: Quantity) -> bool:
    return bool(_OPEN.search(reading.before(age)) or _OPEN_AFTER.match(reading.after(age)) or _OPEN_AFTER.search(age.text))


def _bare_age(reading: Reading) -> dict[str, Slot]:
    """One bare number from 18 to 99 in a question about a limit is an age ("max 401k 61 2025")."""
    numbers = [each for each in reading.of("number") if each.bare and 18 <= each.value <= 99 and each.value == int(each.value)]
    if len(numbers) == 1 and not reading.of("percent", "ratio"):
        return {"age": Slot(numbers[0].value, "question", numbers[0].text), "birth_year": DROP, "ages": DROP, "age_to": DROP}
    return {}


def _money(reading: Reading, measure: str, earlier: Slots) -> dict[str, Slot]:
    """Sums by role. A sum without a role is what was put in, planned or asked about, as the question's kind says."""
    found: dict[str, list[Quantity]] = {}
    for each in reading.of("money"):
        role = role_of(reading, each) or _fallback_role(reading, measure, earlier)
        if each.per in ("paycheck", "month", "week") and role in ("contributed", "planned", "salary", ""):
            role_name = "each" if role != "salary" else "salary_each"
            found.setdefault(role_name, []).append(each)
        elif role == "reach" and not (reading.says(_FIRST)):
            found.setdefault("salary" if measure in _PAY_TESTS else "planned", []).append(each)
        elif role == "claimed" and reading.says(_FIRST) and reading.says(_REACH):
            found.setdefault("reach", []).append(each)
        else:
            found.setdefault("salary" if role in ("planned", "contributed", "claimed") and measure in _PAY_ONLY and role != "claimed" else role, []).append(each)
    if says_excess(reading) and "salary" in found and not found.keys() & {"contributed", "planned", "each"} and not reading.says(_PAY_WORDS):
        found["contributed"] = found.pop("salary")
    slots = {name: Slot(_total(each), "question", each[0].text) for name, each in found.items() if name}
    if "claimed" in found and re.search(r"catch", reading.before(found["claimed"][0], 50)):
        slots["claimed_of"] = slot("catch_up")
    if len(found.get("contributed", ())) > 1:
        slots["contributed_parts"] = Slot(tuple(each.value for each in found["contributed"]), "question")
    if "each" in slots:
        slots["each_per"] = slot(found["each"][0].per)
    if "salary_each" in slots:
        slots["salary_per"] = slot(found["salary_each"][0].per)
    percents = [each for each in reading.of("percent") if not re.search(r"\b(?:top|100)\b ?$", reading.before(each))]
    if percents and measure not in ("hce", "key"):
        slots["percent"] = Slot(percents[0].value, "question", percents[0].text)
    return slots


_PAY_WORDS = re.compile(r"\b(?:salary|mak(?:e|es|ing)|made|earn\w*|pay|paid|wages?|income|comp|compensation)\b")
_PAY_TESTS = ("hce", "key", "roth_wages", "roth_income", "deduction", "savers", "compensation", "wage_base")
_PAY_ONLY = ("hce", "key", "roth_wages")


def _total(quantities: list[Quantity]) -> Decimal:
    return sum((each.value for each in quantities), Decimal(0))


def _fallback_role(reading: Reading, measure: str, earlier: Slots) -> str:
    asked = _text(earlier, "asks")
    if asked in ("salary", "contributed", "employer"):
        return asked
    if measure in _PAY_TESTS:
        return "salary"
    if reading.says(_FIRST) and reading.says(_REACH):
        return "reach"
    if says_excess(reading) or reading.says(_LEFT) or reading.says(_TWO_JOBS):
        return "contributed"
    if re.match(r"(?:so |wait |hey |is it true (?:that )?)*(?:is|isn't|isnt|was|are|were)\b", reading.plain):
        return "claimed"
    return "planned" if not earlier else "salary"


def _period(reading: Reading) -> dict[str, Slot]:
    """Paychecks: how many a year, how many are left, or just that the amount of each is asked."""
    found: dict[str, Slot] = {}
    for each in reading.of("periods"):
        name = "periods_left" if _LEFT_PERIODS.match(reading.after(each)) else "periods"
        found[name] = Slot(each.value, "question", each.text)
    for each in reading.of("duration"):
        if each.unit == "months" and (_LEFT_PERIODS.match(reading.after(each)) or re.search(r"\b(?:over|in|last|remaining|next)(?: the)?(?: last| next| remaining)? $", reading.before(each))):
            found["periods_left"] = Slot(each.value, "question", each.text)
    match = reading.find(_PER_PERIOD)
    if match and not _rate_only(reading, match):
        word = (match[1] or match[2] or match[3]).rstrip("s")
        found.setdefault("per", slot("month" if word in ("month", "mo", "monthly") else "week" if word in ("week", "wk", "weekly") else "paycheck"))
        if word in _PERIOD_COUNT and not found.keys() & {"periods", "periods_left"}:
            found["periods"] = Slot(Decimal(_PERIOD_COUNT[word]), "question", word)
    if found.keys() & {"periods_left"} or ("periods" in found and re.search(r"\beach\b|\bout of\b|\bevery\b|\bper\b", reading.plain)):
        found.setdefault("per", slot("paycheck"))
    return found


def _rate_only(reading: Reading, match: re.Match[str]) -> bool:
    """Whether "a month" belongs to a sum that was said ("$500 a month") rather than to what is asked."""
    return any(each.end <= match.start() <= each.end + 2 for each in reading.of("money", "percent"))


def _operation(reading: Reading, slots: Slots, earlier: Slots) -> dict[str, Slot]:
    """What is to be done with the limit; nothing when it is simply asked for."""
    several = "years" in slots and slots["years"].value is not None
    other = _other_limit(list(plans_of(reading)), _text(slots, "limit"))
    if other and not several and reading.says(_CHANGE) and not re.search(r"\bboth\b|\btotal\b|\btogether\b|combined", reading.plain):
        return {"operation": slot("plan_change"), "other_limit": slot(other)}
    if "reach" in slots or (reading.says(_FIRST) and reading.says(_REACH) and reading.of("money")):
        return {"operation": slot("first_year"), "strictly": slot(bool(reading.says(_STRICTLY)))}
    if several or (reading.says(_CHANGE) and not reading.of("money") and ("year" in slots or "from last year" in reading.plain) and "ages" not in slots and not re.search(r"than (?:at|when|an?|the|my|ira|401|some)", reading.plain)):
        if reading.says(_CHANGE) and not reading.says(_SERIES):
            return {"operation": slot("growth" if reading.says(_PERCENT_ASKED) else "change")}
        if reading.says(_CHANGE) and re.search(r"\bgrow\w*|\bgrew|\brisen|\brose|\bincrease|gone up|go up|went up|change", reading.plain):
            return {"operation": slot("growth" if reading.says(_PERCENT_ASKED) else "change")}
        kept = several and _text(earlier, "operation") in ("change", "growth")
        return {"operation": slot("series")} if several and not kept else {}
    if reading.says(_SERIES) and "year" not in slots and not earlier:
        return {"operation": slot("series")}
    if "ages" in slots and slots["ages"].value is not None:
        if reading.says(_CHANGE) and not reading.says(_COUPLE):
            return {"operation": slot("age_change")}
        return {"operation": slot("couple" if reading.says(_COUPLE) else "ages")}
    if reading.says(_COUPLE) and not reading.of("money") and re.search(r"\bwe\b|\bboth\b|\bour\b|\bus\b|\bcouples?\b|\band (?:i|me)\b|\btogether\b|\bcombined\b|\bhousehold\b", reading.plain):
        return {"operation": slot("couple")}
    if other and reading.says(_BOTH):
        return {"operation": slot("both"), "other_limit": slot(other)}
    if reading.says(_PERCENT_ASKED) and ("salary" in slots or "salary" in earlier) and "percent" not in slots:
        return {"operation": slot("share")}
    if "per" in slots:
        return {"operation": slot("per_period")}
    if says_excess(reading) and reading.of("money"):
        return {"operation": slot("excess")}
    if reading.says(_LEFT) and ("contributed" in slots or "each" in slots):
        return {"operation": slot("left")}
    return {}


_KIND = {"401k": "deferral", "403b": "deferral", "tsp": "deferral", "ira": "ira", "roth_ira": "ira", "simple": "simple", "457b": "457b"}


def _other_limit(plans: list[str], measure: str) -> str:
    """The second limit when two plans with limits of their own are named."""
    if measure.startswith("base_"):
        measure = measure[5:]
    kinds = list(dict.fromkeys(_KIND[plan] for plan in plans if plan in _KIND))
    others = [kind for kind in kinds if kind != measure]
    return others[0] if len(kinds) == 2 and measure in kinds and others else ""


def _circumstances(reading: Reading, measure: str) -> dict[str, Slot]:
    found: dict[str, Slot] = {}
    if measure == "roth_wages" and re.search(r"(?:previous|former|old|prior|another|other|different|last|ex)[- ](?:employer|job|company)|(?:left|changed|switched|new) (?:jobs?|employers?|compan)", reading.plain) and not re.search(r"not (?:from )?(?:a |my )?(?:previous|former|old)|same employer", reading.plain):
        found["other_employer"] = slot(True)
    if reading.says(_TWO_JOBS):
        found["employers"] = slot(2)
    if measure in ("roth_income", "deduction", "savers", "ira"):
        found.update({"filing": slot(name) for name, pattern in reversed(_FILING) if reading.says(pattern)})
    if measure == "deduction":
        found.update({"covered": slot(name) for name, pattern in reversed(_COVERED) if reading.says(pattern)})
    if reading.says(CATCH_UP) and reading.says(_STACK) or re.search(r"both catch[- ]?ups", reading.plain):
        found["stacked"] = slot(True)
    return found
