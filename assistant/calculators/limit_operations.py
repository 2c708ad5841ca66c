"""What a question about a limit wants done with it: a difference, a table, a share of pay, an amount a paycheck."""

from __future__ import annotations

from assistant.calculators.limit_plans import plans_of
from assistant.calculators.limit_rise_words import RISES, asks_percent, of_rises
from assistant.calculators.limit_several import names_too_many, second_threshold, states_both
from assistant.calculators.limit_sums import FIRST, LEFT, REACH, total_of
from assistant.calculators.limit_words import says_excess
from assistant.calculators.protocol import DROP, Slot, Slots
from assistant.calculators.reading import Reading, slot
from assistant.calculators.slots import word as word_of
from assistant.patterns import lazy_pattern

_YEAR_ON_YEAR = r"\b(?:yoy|y/y|year[- ]o(?:n|ver)[- ]year)\b"
CHANGE = lazy_pattern(
    rf"differ\w*|\bdiffs?\b|\bdelta\b|\bspread\b|{_YEAR_ON_YEAR}|(?<=\d )v\b|->|\bminus\b|\bchange[ds]?\b|\bincreas\w*|\bris(?:e|es|en|ing)\b|\brose\b|\bgrow\w*|\bgrew\b|\bgrown\b|\bjump\w*|\bbump\w*|went up|go(?:es|ne|ing)? up|\braise[ds]?\b|how many more (?:dollars|bucks)|how much (?:more|higher|bigger|larger|less|lower)|\bhow many (?:dollars|bucks) (?:more|higher|bigger|larger|greater|less|lower|up|above|below|over|apart)\b|\bhow far apart\b|\bup (?:how (?:much|many)|by how)|\b(?:is|was|are|were|went|gone|go|move|moved|been|how much|percent|pct) up\b|% up\b|\bup (?:what|how many)\b|(?<!catch[- ])\bup (?:on (?:20|last|the year)|from|over|since|vs\.?|versus)\b|\b(?:cut|dropp?ed|drops?|fell|falls?|fallen|decreas\w*|declin\w*|lowered|reduced|reduction|shr[aiu]nk|slashed|hike[ds]?|climb\w*|moved?|increment)\b|(?<!catch[- ])\bup\W*$|\bpercent up\b|\bmore than\b|\bcompared?\b|\bgap\b|\bvs\.?\b|\bversus\b|\b(?:higher|bigger|lower) (?:in|for|than)\b|\bhow (?:much )?(?:higher|bigger)\b"
)
SERIES = lazy_pattern(
    r"\bby year|\beach year|\bevery year|\byear by year|\bover the (?:years|last|past)|\bhistory\b|\btable\b|\blist\b|\bsince (?:the year )?(?:19|20|')\d\d|\bper year\b(?=.*\b(?:from|since|between)\b)|\ball (?:the )?years|\bseries|\bthrough the years|\bover time\b|\blast (?:\w+|\d+) years|\bpast (?:\w+|\d+) years|\btrend"
)
TIMES_THE = lazy_pattern(r"\b(\d{1,2}(?:\.\d{1,2})?) ?(?:x|times) the\b|\b(twice|double) the\b")

_STRICTLY = lazy_pattern(
    r"\b(?:exceed\w*|over|above|past|more than|pass(?:ed|es)?|topp?ed|tops?|cross\w*|surpass\w*|break|broke)\b"
)
_COUPLE = lazy_pattern(
    r"\b(?:wife|wifey|husband|hubby|dh|dw|spouse|partner|fianc[eé]e?|couples?|(?:two|2) (?:people|persons|spouses|earners|workers)|(?:the )?both of us|two of us|we both|the two of us|hubby|married couple|between us|together with my)\b|\bwe(?:'re| are)\b|\bmy (?:wife|husband|spouse|partner) and i\b|\bhousehold\b"
)
_BOTH = lazy_pattern(
    r"\bboth\b|\bcombined\b|\btogether\b|\bin total\b|\bin all\b|\bplus\b|\ball told\b|\band\b|\bplus\b|&|\+"
)
_BOTH_OF_THEM = lazy_pattern(
    r"\b(?:both|combined|together|in total|altogether|added up|all told|the (?:two|pair))\b(?! of us| catch)|^(?:and |so |then )*(?:the )?(?:sum|total)\W*$"
)
_HOW_MANY_YEARS = lazy_pattern(
    r"\b(?:how many years|(?:for )?how long)\b[^?]*\b(?:limit|cap|max\w*|threshold|catch[- ]?up|ceiling)\b[^?]*\b(?:stay\w*|remain\w*|stuck|was|been|at|sit|sat|hold|held|unchanged|flat|frozen)\b"
)
_WHICH_YEAR = lazy_pattern(r"\b(?:what|which) years?\b|\bwhen (?:was|were|is)\b")


def several_years(slots: Slots) -> bool:
    return "years" in slots and slots["years"].value is not None


_SUMMED = lazy_pattern(
    r"(?=.*\b(?:every|each) (?:single )?year\b)(?=.*\bhow much\b)(?=.*\b(?:have|had|would|could)\b[^?.]{0,40}\b(?:contribut\w*|put|saved?|deferr\w*|paid|socked|stashed)\b)|20\d\d ?(?:\+|plus) ?20\d\d"
    r"|\bmax(?:ing|ed|es)?\b[^?.]{0,40}\b(?:every|each|all) years?\b(?=.*\b(?:have|had|would|contribut\w*|put|saved?|in all)\b)|\bin total\b|\btotal(?:s|led)?\b|\bsum(?:med)?\b|\badd(?:ing)? (?:up|together)\b|\badd .{0,40}\btogether\b|\ball those\b|\beverything\b|\baltogether\b|\bin all\b|\bcombined\b|\badded up\b|\btogether\b|\bcumulative"
)
_PART = lazy_pattern(
    r"(?:\bof|\bhalf|\bthird|\bquarter|\btenth) (?:of )?(?:the|my) (?:[\w()'-]+ ){0,3}(?:limit|max(?:imum)?|wage base|cap|ceiling|threshold)\b"
)
_PART_OF_THAT = lazy_pattern(r"(?:\bhalf|\bthird|\bquarter|\btenth|%|\bper ?cent|\bpct)(?: of)? (?:that|it|this)\b")
_GOES_OVER = lazy_pattern(
    r"\b(?:go(?:ing)?|am|be|is it|put me|end up|are we) (?:over|above|under|past)\b|\bover the (?:\w+ )?(?:limit|max)|\btoo much\b|\bexceed\w*"
)
_TOGETHER = lazy_pattern(r"\bboth\b|\btotal\b|\btogether\b|combined")
_GREW = lazy_pattern(r"\bgrow\w*|\bgrew|\brisen|\brose|\bincrease|gone up|go up|went up|change")
_VERSUS = lazy_pattern(r"\b(?:more|less|higher|lower|bigger)\b.{0,40}\b(?:than|vs|versus|compared)\b")
_THAN_OTHER = lazy_pattern(r"than (?:at|when|an?|the|my|ira|401|some)")
_NO_YEAR = r"(?!(?:the |in |for )*(?:20\d\d|'?\d\d\b|last|this|prior|previous|next|now|years?\b))"
_OF_TWO_THINGS = lazy_pattern(
    rf"\b(?:differences?|diff|gap|spread|delta) (?:\w+ ){{0,3}}?between {_NO_YEAR}|(?<!\d) (?:vs?\.?|versus) {_NO_YEAR}|\b(?:minus|less) (?:the )?(?:40[1-3]|415|457|ira|simple)"
)
"""Sets two things of one year against each other, not two years."""
_WHICH_IS_MORE = lazy_pattern(r"\bwhich\b[^?.]{0,40}\b(?:more|bigger|higher|larger|greater|lower|smaller|less)\b")
_WE = lazy_pattern(
    r"\bwe\b|\bboth\b|\bour\b|\bus\b|\bcouples?\b|\b(?:two|2) (?:people|persons|spouses|earners|workers)\b|\band (?:i|me)\b|\btogether\b|\bcombined\b|\bhousehold\b"
)


_MOVED = r"(?:r[ao]se|ris(?:en?|ing)|rais(?:e[sd]?|ing)|went up|go(?:es|ne|ing)? up|was up|is up|increas\w+|jump\w*|bump\w*|climb\w*|gr[eo]w\w*|(?P<fell>f[ae]ll(?:en|s)?|drop(?:s|ped)?|cut|lowered|went down|gone down|decreas\w+))"
_LIMIT_MOVED = lazy_pattern(
    rf"(?:\b(?:limits?|caps?|max\w*|ceiling|threshold|catch[- ]?ups?|402\(?g\)?)\b[^?.,;$\d]{{0,24}}\b{_MOVED}|\b{_MOVED.replace('?P<fell>', '?P<cut>')} [^?.,;$]{{0,40}}\b(?:limits?|caps?|max\w*|ceiling|threshold|catch[- ]?ups?) by)"
    r"(?: by)?(?: (?:about|around|roughly|only|just|exactly|another|a))* \$?$"
)
_SUPPOSES = lazy_pattern(r"\b(?:if|suppos\w+|assum\w+|will|would|my (?:pay|salary|employer|company|boss))\b")


def claimed_change(reading: Reading) -> dict[str, Slot]:
    """ "The cap rose by $500, right?": the change that is claimed, held against the real one; below zero for a fall."""
    said = reading.of("money") or reading.of("number")
    if len(said) != 1 or reading.says(_SUPPOSES):
        return {}
    match = _LIMIT_MOVED.search(reading.plain[: said[0].start] + ("$" if reading.plain[said[0].start] == "$" else ""))
    if not match:
        return {}
    value = -said[0].value if match["fell"] or match["cut"] else said[0].value
    dropped = dict.fromkeys(("planned", "claimed", "contributed", "salary", "employer", "each", "reach"), DROP)
    return {**dropped, "operation": slot("change"), "claimed_change": Slot(value, "question", said[0].text)}


def _looked_up(reading: Reading, slots: Slots) -> dict[str, Slot]:
    """A year that is looked for, or what is asked of the rises over the years."""
    if "reach" in slots or (reading.says(FIRST) and reading.says(REACH) and reading.of("money")):
        return {"operation": slot("first_year"), "strictly": slot(bool(reading.says(_STRICTLY)))}
    if (
        (reading.says(_WHICH_YEAR) or reading.says(_HOW_MANY_YEARS))
        and reading.of("money")
        and not several_years(slots)
    ):
        counts = reading.says(_HOW_MANY_YEARS)
        return {
            "operation": slot("years_at" if counts else "which_year"),
            "reach": Slot(total_of(list(reading.of("money")[:1])), "question"),
            "claimed": DROP,
            "planned": DROP,
        }
    rises = "unpaired" if names_too_many(reading) and not reading.of("money") else of_rises(reading, slots)
    return {"operation": slot(rises)} if rises else {}


def _against_another(reading: Reading, slots: Slots, other: str) -> dict[str, Slot]:
    """One limit as a share of another, or the difference of the two."""
    if reading.says(_OF_LIMIT) and len(reading.of("money")) == 1 and not reading.of("percent"):
        return {"operation": slot("share_of_limit")}
    kind = "" if reading.of("money") else _ratio_asked(reading)
    if not other and kind and word_of(slots, "limit") == "deferral" and states_both(reading):
        return {
            "limit": slot("catch_up"),
            "operation": slot("ratio"),
            "other_limit": slot("base_deferral"),
            "ratio_of": slot(kind),
        }
    if not other:
        return {}
    if kind:
        return {"operation": slot("ratio"), "other_limit": slot(other), "ratio_of": slot(kind)}
    compared = reading.says(CHANGE) or reading.says(_WHICH_IS_MORE) or reading.says(_LESS_THE_OTHER)
    if compared and not reading.says(_TOGETHER):
        return {"operation": slot("plan_change"), "other_limit": slot(other)}
    return {}


_LESS_THE_OTHER = lazy_pattern(r" - (?:the )?(?:hces?|key|40[123]|415|457|iras?|simple|ss|social security|comp\w*)\b")
"""A line with spaces between two limits is a minus."""
_OF_ONE_SAVER = ("deferral", "base_deferral", "catch_up", "ira", "base_ira", "ira_catch_up", "simple", "additions")


def operation_of(reading: Reading, slots: Slots, earlier: Slots) -> dict[str, Slot]:
    """What is to be done with the limit; nothing when it is simply asked for."""
    looked_up = _looked_up(reading, slots)
    if looked_up:
        return looked_up
    several = several_years(slots)
    other = other_limit(list(plans_of(reading)), word_of(slots, "limit")) or second_threshold(reading)
    if other and (several or _both_have_moved(reading)):
        beside = several and reading.says(_HAVE_MOVED) and not {other, word_of(slots, "limit")} & set(_BY_INCOME)
        return (
            {"operation": slot("two_rises"), "other_limit": slot(other)} if beside else {"operation": slot("unpaired")}
        )
    against = {} if several else _against_another(reading, slots, other)
    if against:
        return against
    if (
        not several
        and several_years(earlier)
        and "year" not in slots
        and (reading.says(CHANGE) or asks_percent(reading))
    ):
        return {"operation": slot("growth" if asks_percent(reading) else "change")}
    moved = several or (
        reading.says(CHANGE)
        and not reading.of("money")
        and "ages" not in slots
        and not reading.says(_THAN_OTHER)
        and not reading.says(_OF_TWO_THINGS)
        and ("year" in slots or _since_year_before(reading, earlier))
    )
    if several and word_of(slots, "limit") in _OF_ONE_SAVER and _people(reading, slots) == "couple":
        return {"operation": slot("unpaired")}  # two savers over several years
    if moved:
        return _over_years(reading, several, word_of(earlier, "operation"))
    ages = slots.get("ages", DROP).value is not None
    if reading.says(_OF_TWO_THINGS) and not (other or several or earlier or ages or reading.of("money")):
        return {"operation": slot("unpaired")}
    if reading.says(SERIES) and "year" not in slots and not earlier and not other:
        return {"operation": slot("series")}
    return _of_one_time(reading, slots, earlier, other)


_BY_INCOME = ("savers", "savers_match", "roth_income", "deduction", "after_tax", "employer_room", "roth_wages")
"""Limits with a range, or a sum of their own, that have no one rise."""
_HAVE_MOVED = lazy_pattern(rf"\b{RISES}\b")


_IT_HAS_MOVED = lazy_pattern(
    rf"{_YEAR_ON_YEAR}|\b(?:did|has|have) (?:it|that|this|they) (?:\w+ )?(?:rise|risen|go|gone|grow|grown|change|changed|increase|increased)\b"
)


def _since_year_before(reading: Reading, earlier: Slots) -> bool:
    """ "Yoy?", "how much did it rise": of the one limit that was asked for before."""
    return bool(earlier) and not earlier.keys() & {"operation", "years"} and reading.says(_IT_HAS_MOVED)


def _both_have_moved(reading: Reading) -> bool:
    """ "By what percent did the IRA and 401(k) limits rise": of two limits over time, not of one against the other."""
    apart = reading.says(_ABOVE) or reading.says(_RATIO) or reading.says(_OF_TWO_THINGS) or reading.says(_GAP)
    return reading.says(_HAVE_MOVED) and bool(reading.years) and reading.says(_BOTH) and not apart


_GAP = lazy_pattern(r"\b(?:differ\w*|gap|diff|spread|minus|vs\.?|versus|compared?|how much more)\b")
_OF_LIMIT = lazy_pattern(
    r"(?:\bper ?cent(?:age)?|%|\bpct|\bshare|\bfraction|\bproportion) of (?:the |my |this year'?s |last year'?s )?(?!pay )(?:[\w()]+ ){0,3}(?:limit|max(?:imum)?|cap)\b"
)
"""Asks what share of a limit a sum is."""
_RATIO = lazy_pattern(r"\bratio\b|\bhow many (?:times|x)\b|\btimes (?:as|larger|bigger|higher|the)\b|\bmultiple of\b")
_SHARE_OF_LIMIT = lazy_pattern(r"\b(?:what|as a|which) (?:share|fraction|proportion|part|portion)\b")
_LIMIT_NAMED = lazy_pattern(
    r"\b(?:limits?|max\w*|caps?|ceilings?|thresholds?|wage base|catch[- ]?ups?|annual additions?)\b|\b40[12] ?\(?[ag]|\b415"
)
_ABOVE = lazy_pattern(r"\b(?:more|larger|bigger|higher|greater|lower|smaller|less)\b[^?.]{0,40}\bthan\b|\bexceed\w*\b")


def _ratio_asked(reading: Reading) -> str:
    """Whether one limit is asked as a multiple ("times"), a share ("share") or so many percent above another ("above")."""
    if not reading.says(_LIMIT_NAMED):
        return ""
    if reading.says(_RATIO):
        return "times"
    if reading.says(_SHARE_OF_LIMIT):
        return "share"
    return ("above" if reading.says(_ABOVE) else "share") if asks_percent(reading) else ""


def _of_one_time(reading: Reading, slots: Slots, earlier: Slots, other: str) -> dict[str, Slot]:
    """Two limits of one year together, several people, or sums beside one limit."""
    before = word_of(earlier, "limit_before")
    if before and "limit" not in slots and reading.says(_BOTH_OF_THEM) and not reading.of("money"):
        return {"operation": slot("both"), "other_limit": slot(before)}
    people = _people(reading, slots)
    if people:
        two = other and people == "couple" and other != "simple"
        return {"operation": slot(people), "other_limit": slot(other)} if two else {"operation": slot(people)}
    if "limit_before" in slots and reading.says(_ADDS_PLAN) and not reading.of("money"):
        return {"operation": slot("both"), "other_limit": slot(word_of(slots, "limit_before"))}
    third = _of_three(reading, word_of(slots, "limit"))
    if third and reading.says(_BOTH):
        return (
            {"operation": slot("both"), "other_limit": slot(third)}
            if third != _SHARED
            else {"operation": slot("unpaired")}
        )
    if other and reading.says(_BOTH) and "per" in slots and not reading.of("money"):
        return {"operation": slot("unpaired")}  # two limits together by the month
    if other and reading.says(_BOTH):
        apart = other == second_threshold(reading) and not reading.of("money")
        return {"operation": slot("each" if apart else "both"), "other_limit": slot(other)}
    alone = _with_sums(reading, slots, earlier)
    return {"operation": slot(alone)} if alone else {}


_ADDS_PLAN = lazy_pattern(
    r"^(?:and |so |ok |now )*(?:plus|\+|&|add(?:ing)?|together with|along with|on top of (?:that|it),?|combined with|with)(?: (?:an?|the|my|his|her|max\w*|full(?:y)?|used|maxed[- ]out))* ?(?:roth|iras?|40[13]|457|simple|tsp)"
)
"""A follow-up that puts another plan on top of the one before."""


_SHARED = "shared"
"""More plans than are added up, or two of them with one limit."""


def _of_three(reading: Reading, measure: str) -> str:
    """The two other limits when plans with three limits of their own are named; a 401(k) and a SIMPLE share one."""
    kinds = list(dict.fromkeys(KIND[plan] for plan in plans_of(reading) if plan in KIND))
    own = measure.removeprefix("base_")
    if len(kinds) < 3 or own not in kinds:
        return ""
    if len(kinds) > 3 or {"deferral", "simple"} <= set(kinds):
        return _SHARED
    return ",".join(kind for kind in kinds if kind != own)


HIGHER_THAN = lazy_pattern(
    r"\bby (?:how (?:much|many)|what (?:amount|sum|margin))\b|\bhow far (?:above|below|over|under)\b|\bhow (?:much|many)\b[^?.]{0,60}\b(?:exceed\w*|above|below|beyond|over(?! (?:both|all|the (?:years|period|last|past)|20\d\d ?(?:-|to|through|and)))|beats?|(?<!on )tops?)\b"
    r"|\b(?:higher|larger|bigger|greater|lower|smaller|less|more)\b[^?.]{0,80}\bthan\b"
)
"""Sets the limit of one year against that of another."""
_EACH_ON_ITS_OWN = lazy_pattern(
    r"(?:[,;?]|\band\b|\bor\b|\bbut\b) ?(?:and |or |but )?(?:what(?:'s|s)?|how|which|was|is|were|did|does|can|could|would|then|(?:the |its )?(?:equivalent|same|counterpart|corresponding|comparable))\b[^?]*$"
    r"|[,;?] ?and (?:in|for|during) (?:the year )?$"
)
"""Opens a second question about another year, so that a "total" is that of each year."""
_OVER_THEM = lazy_pattern(
    r"\b(?:over|across|for|in|of) (?:both|the two|all|those|these)\b|\b(?:both|two|all|those|these) years\b|\b(?:added|add|adding|summed|together|combined|cumulative\w*|altogether|in all)\b"
)


def _are_summed(reading: Reading) -> bool:
    """Whether the years are added up: a "total" of one year, asked again for another, is not."""
    if not reading.says(_SUMMED) or reading.says(CHANGE):
        return False
    named = [each for each in reading.of("year", "date") if int(each.value) in reading.years]
    again = len(named) > 1 and _EACH_ON_ITS_OWN.search(reading.plain[named[0].end : named[-1].start])
    return not again or reading.says(_OVER_THEM)


def _subtracts(reading: Reading) -> bool:
    """ "2026 - 2025": a span never runs backwards, so that the line between two years is a minus."""
    match = reading.find(_BACKWARDS)
    return match is not None and int(match[1]) > int(match[2])


_BACKWARDS = lazy_pattern(r"\b(20\d\d) ?- ?(20\d\d)\b")


def _over_years(reading: Reading, several: bool, before: str) -> dict[str, Slot]:
    """A difference, growth in percent, or a table; a follow-up with new years keeps what was asked of the old ones."""
    if several and reading.says(_RATIO):
        return {"operation": slot("times_over")}
    if several and _are_summed(reading):
        return {"operation": slot("sum_years")}
    compares = reading.says(CHANGE) or (several and (reading.says(HIGHER_THAN) or _subtracts(reading)))
    if compares and (not reading.says(SERIES) or reading.says(_GREW)):
        return {"operation": slot("growth" if asks_percent(reading) else "change")}
    return {"operation": slot("series")} if several and before not in _KEPT_OVER_YEARS else {}


_KEPT_OVER_YEARS = ("change", "growth", "sum_years", "average_limit", "two_rises", "times_over")
"""What a follow-up that names other years is still to do with them."""


def _people(reading: Reading, slots: Slots) -> str:
    """Several ages, or a couple."""
    if "ages" in slots and slots["ages"].value is not None:
        compared = reading.says(CHANGE) or (asks_percent(reading) and reading.says(HIGHER_THAN))
        if compared and (not reading.says(_COUPLE) or reading.says(_VERSUS)):
            return "age_change"
        return "couple" if reading.says(_COUPLE) else "ages"
    of_both = reading.says(_TOGETHER) and not reading.says(LEFT) and "contributed_parts" not in slots
    told_apart = (
        len(reading.ages) > 1 and not reading.birth_years and reading.says(_COUPLE)
    )  # "a man of 62 and his wife of 62"
    pay_only = not slots.keys() & {"each", "employer", "reach"} and ("contributed" not in slots or of_both)
    return "couple" if reading.says(_COUPLE) and pay_only and (told_apart or reading.says(_WE)) else ""


_HOW_MANY_TIMES = lazy_pattern(
    r"\bhow many (?:pay ?-?checks?|pay ?periods?|paydays|checks|months|weeks|contributions)\b"
)


_PAY_ASKED = lazy_pattern(
    r"\b(?:what|which) (?:salary|pay|income|wage)|\bhow much (?:do|would|must|should) (?:i|you|one|we) (?:have|need) to (?:earn|make)|\bhow much .{0,20}(?:earn|make)\b"
)


_OF_PAY = lazy_pattern(r"\b(?:salary|pay|wages?|income|earnings|pay ?checks?|checks?)\b(?! ?(?:period|dates?\b))")


def _with_sums(reading: Reading, slots: Slots, earlier: Slots) -> str:
    """A share of pay, an amount a paycheck, an excess, or what is left."""
    if earlier and word_of(earlier, "operation") == "change" and asks_percent(reading):
        return "growth"
    part_of_that = bool(earlier) and reading.says(_PART_OF_THAT)
    if (
        "percent" in slots
        and "salary" not in slots
        and (part_of_that or reading.says(_PART) or reading.says(TIMES_THE))
    ):
        return "part"
    if "each" in slots and reading.says(_GOES_OVER):
        return "left"
    if (
        asks_percent(reading)
        and "percent" not in slots
        and ((slots.keys() | earlier.keys()) & {"salary", "salary_each"} or reading.says(_OF_PAY))
    ):
        return "share"
    if reading.says(_HOW_MANY_TIMES) and "each" in slots:
        return "how_many"
    if "percent" in slots and not (slots.keys() & {"salary", "salary_each"}) and reading.says(_PAY_ASKED):
        return "pay_needed"
    if "per" in slots:
        return "per_period"
    if says_excess(reading) and reading.of("money"):
        return "excess"
    put = slots.keys() | {name for name, each in earlier.items() if each.value is not None}
    return "left" if reading.says(LEFT) and put & {"contributed", "each"} else ""


KIND = {
    "401k": "deferral",
    "403b": "deferral",
    "tsp": "deferral",
    "ira": "ira",
    "roth_ira": "ira",
    "simple": "simple",
    "457b": "457b",
}


def other_limit(plans: list[str], measure: str) -> str:
    """The second limit when two plans with limits of their own are named."""
    measure = measure.removeprefix("base_")
    kinds = list(dict.fromkeys(KIND[plan] for plan in plans if plan in KIND))
    others = [kind for kind in kinds if kind != measure]
    return others[0] if len(kinds) == 2 and measure in kinds and others else ""
