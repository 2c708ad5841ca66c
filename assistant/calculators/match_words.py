"""Reading an employer's match formula: tiers in figures or words, the safe harbours by name, and what the employee puts in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from assistant.calculators.match_marks import LINK, OWN, PER_DOLLAR, Mark, read_marks
from assistant.calculators.protocol import DROP, Slot, Slots, SlotValue
from assistant.calculators.reading import Reading, slot
from assistant.calculators.roles import role_of
from assistant.patterns import lazy_pattern

MATCH = lazy_pattern(
    r"\bcents? (?:on|of|per|for) (?:(?:the|every|each|a) )?dollar|\b(?:of|on) (?:the |my )?first \d|\bmatch(?:es|ing|ed)?\b|\bdollar[- ](?:for|per|to)[- ]dollar\b|\b1:1\b|\bone[- ]for[- ]one\b|safe[- ]harbou?r|\bqaca\b|non-?elective|profit[- ]sharing|(?:employer|company|boss|work|job|they)(?: \w+){0,2} (?:puts?|adds?|contributes?|gives?|kicks|chips|throws|does|do|pays?)\b"
)
_RATHER = lazy_pattern(r"\b(?:from|instead of|vs\.?|versus|rather than)\b")
MATCH_STRICT = lazy_pattern(
    r"\bcents? (?:on|of|per|for) (?:(?:the|every|each|a) )?dollar|"
    r"\bmatch(?:es|ing|ed)?\b|\bdollar[- ](?:for|per|to)[- ]dollar\b|safe[- ]harbou?r|\bqaca\b|non-?elective|profit[- ]sharing"
)
_LINK_WORD = lazy_pattern(
    r"first|next|following|another|additional|up ?to|until|till|max|capped|cap\b|on (?:the|my)|of (?:the|my)|\bon\b|\bto\b|\bof\b|@|through"
)
_I_PUT = lazy_pattern(r"\bi (?:put|defer|contrib)")
_CAPPED = lazy_pattern(r"\bup ?to\b|\bmax\b|\bcap|\bof the first\b")
_SINGLE_BEFORE = lazy_pattern(
    r"(?:profit[- ]sharing(?: (?:contributions?|of|is|at|=|:))*|match(?:es|ing|ed)?(?: (?:is|of|up to|to|me|at|my|contributions?|rate|equal|the first|a flat|a max of|on|for|=|:|-))*|(?:adds?|puts? in|kicks in|chips in|gives?|throws in|contributes?)(?: (?:me|a flat|up to|another|an extra|automatically|about))*) ?$"
)
_NONELECTIVE_AFTER = lazy_pattern(r" (?:of (?:pay|salary) )?(?:safe[- ]harbou?r )?(?:non-?elective|profit)")
_SINGLE_AFTER = lazy_pattern(
    r" ?(?:of (?:my |his |her |the )?(?:pay|salary|compensation|wages) )?(?:(?:employer|company|full|flat|dollar[- ]for[- ]dollar|401\(?k\)?|safe[- ]harbou?r) )?(?:match\b|matching\b|employer\b|from (?:my |the )?(?:employer|company))"
)
_NONELECTIVE = lazy_pattern(
    r"non-?elective|profit[- ]sharing|(?:whether or not|regardless|no matter|even if) (?:i|they|he|she|you|of|what|who|whether|how)|automatically (?:puts?|adds?|gives?|contributes?)|(?:puts?|adds?|gives?|contributes?) in automatically|without (?:me|my) (?:putting|contributing)"
)
_NAMED = (
    ("qaca", lazy_pattern(r"\bqaca\b|qualified automatic")),
    ("enhanced", lazy_pattern(r"enhanced[^?.]{0,20}(?:match|safe)|safe[- ]harbou?r enhanced")),
    (
        "nonelective",
        lazy_pattern(
            r"non-?elective[^?.]{0,30}safe|safe[- ]harbou?r[^?.]{0,20}non-?elective|3% non-?elective|\bnon-?elective\b"
        ),
    ),
    ("basic", lazy_pattern(r"basic[^?.]{0,20}(?:match|safe)|safe[- ]harbou?r|standard safe")),
)
LOSS = lazy_pattern(
    r"\blos(?:e|es|ing|t|s)\b|on (?:the )?table\b|\bmiss(?:es|ing|ed)?\b|\bgiv(?:e|ing) up\b|\bforgo\w*|\bforegoing\b|\bforfeit\w*|\bleav(?:e|ing) behind\b|\bcost me\b|\bshort(?:fall| of)\b|\bleav\w+ (?:\w+ ){0,3}free money|\bfree money[^?.]{0,24}\b(?:leav|left)\w*|unclaimed|\bwast\w*|\bpass(?:ing)? up\b|not getting"
)
NEEDED = lazy_pattern(
    r"\bget (?:it all|all of it)\b|"
    r"\b(?:get|getting|earn|receive|capture|grab|need|needed|collect|max)\b[^?.]{0,30}\b(?:full|whole|entire|all (?:of )?(?:the|my)|max(?:imum)?) ?(?:the |of the |of my |my |employer |company |401k )*match|\b(?:full|whole|entire|maximum|max) match\b"
)
_TOTAL = lazy_pattern(
    r"\btotal\b|\baltogether\b|\bcombined\b|\btogether\b|\ball in\b|\bin all\b|\beverything\b|\bboth (?:mine|me)\b|\bgoes in(?:to)? (?:my|the)? ?(?:401|account|plan)?|\bend up\b"
)
_AS_SHARE = lazy_pattern(r"\bwhat (?:percent\w*|%|share)|\bpercent of (?:my )?pay\b|\beffective\b|\bas a (?:percent|%)")
_UNTIL = lazy_pattern(
    r"\b(?:till?|until|once|when|as soon as)(?: (?:i|we|he|she|they))?(?: (?:hit|reach|max(?: out)?(?: at)?|get to|am at|top out at))*(?: the)? \$?$"
)
_EACH = {"m": "month", "w": "week", "b": "paycheck", "s": "paycheck"}
_PAY_EACH = lazy_pattern(
    r"\b(monthly|weekly|bi-?weekly|semi-?monthly) (?:gross |base |take-home )?(?:pay|salary|income|wages?|gross|pay ?check)(?: (?:is|of|at|=))* ?\$?$"
)
_EACH_ASKED = lazy_pattern(
    r"(?:\bper|\ba|\beach|\bevery|/) ?(month|week|pay ?check|check|pay ?period|pay ?day|pay ?date)\b|\b(monthly|weekly) match|match (?:\w+ )?(monthly|weekly)\b"
)
_NO_TRUE_UP = lazy_pattern(
    r"\b(?:no|without(?: an?)?|doesn'?t|does not|won'?t|don'?t|lacks?(?: an?)?|isn'?t|never)\b[^.?;]{0,20}\btrue[sd]?[- ]?ups?\b|\bmatch\w*[^.?;$]{0,40}\b(?:each|every) (?:pay ?check|check|pay ?period|pay ?day|pay ?date)\b(?=.*\b(?:lost|lose|miss\w*|true)\b)|\b(?:pay ?check|check|period)[- ]by[- ](?:pay ?check|check|period)\b"
)
MY_MATCH = lazy_pattern(
    r"\b(?:what(?:'s|s| is| will| would|'ll)?|how (?:much|big) (?:is|will|would|does)?)\b[^.?]{0,12}\b(?:my|our|the) (?:employer'?s? |company'?s? |401\(?k\)? )?match(?: (?:gonna|going to|will|be|look|come|worth|this|next|for|in|amount|at)|\W*$)|\bhow much (?:will|does|would|do|is|are) (?:my |the )?(?:employer|company|boss|work|they) (?:going to |gonna )?match\b(?! (?:rate|formula))|\bwhat (?:would|will|do) i get (?:in|as|for)(?: the| a| my)? (?:employer )?match|\bhow much (?:match|matching)(?: money)? (?:would|will|do) i get\W*$|\bcalculate my (?:employer |company )?match\b"
)
_MAXES = lazy_pattern(
    r"\bmax(?:es|ing|ed)? (?:it |my 401\(?k\)? |my deferrals? )?out\b|\bif i max\b|\bi max\b|\bdefer(?:ring)? the (?:max|limit)|\bcontribut\w+ the max|\bput in the max|\bmaxed\b|\bthe maximum\b|\bmy max\b|\btotal can (?:go|i|we)|\bcan (?:go|be put) in|\bmost that can go"
)

HARBORS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "basic": (
        ("safe_harbor_basic_first_rate", "safe_harbor_basic_first_width"),
        ("safe_harbor_basic_second_rate", "safe_harbor_basic_second_width"),
    ),
    "enhanced": (("safe_harbor_enhanced_rate", "safe_harbor_enhanced_width"),),
    "qaca": (("qaca_first_rate", "qaca_first_width"), ("qaca_second_rate", "qaca_second_width")),
}


def read_match(reading: Reading, earlier: Slots) -> Slots:
    """The slots of a question about a match that its words fill."""
    marks = read_marks(reading)
    found, used = _formula(reading, marks, earlier)
    has_formula = bool(found)
    own = [mark.value for mark in marks if mark.start not in used and not mark.width_only]
    if own:
        found["deferral"] = Slot(
            own[-1] if len(own) > 1 and (reading.says(LOSS) or reading.says(_RATHER)) else own[0],
            "question",
        )
        if len(own) > 1:
            found["deferral_before"] = Slot(own[0], "question")
        found["deferral_money"] = DROP
    if not own and earlier and not has_formula:
        found.update(_lone_number(reading, earlier))
    found.update(_money(reading, earlier))
    found.update(_rest(reading))
    for at, match in enumerate(PER_DOLLAR.finditer(reading.plain)):
        found[f"named_{at}"] = Slot(True, "default", match[0])
    return found


_MOST_PERCENT = 30


def _lone_number(reading: Reading, earlier: Slots) -> dict[str, Slot]:
    """ "what if 3": in a follow-up a small number alone is the deferral."""
    numbers = reading.of("number", "age")
    if len(reading.quantities) != 1 or not numbers:
        return {}
    if "asks" in earlier and earlier["asks"].value == "periods":
        return {"periods": Slot(numbers[0].value, "question", numbers[0].text)}
    if numbers[0].value > _MOST_PERCENT:
        return {}
    return {"deferral": Slot(numbers[0].value, "question", numbers[0].text), "deferral_money": DROP}


def _formula(reading: Reading, marks: list[Mark], earlier: Slots) -> tuple[dict[str, Slot], set[int]]:
    """The formula that the words name, and where its numbers stand."""
    tiers, used = _tiers(reading, marks)
    harbor = next((name for name, pattern in _NAMED if reading.says(pattern)), "")
    if harbor == "nonelective" and not tiers:
        said = next((mark for mark in marks if _NONELECTIVE_AFTER.match(reading.plain, mark.end)), None)
        if said is not None:
            return _flat(said.value), {said.start}
    if not tiers and not harbor:
        tiers, used = _single(reading, marks)
    if len(tiers) == 2 and reading.says(_NONELECTIVE):
        return _flat(tiers[1] or tiers[0]), used
    if tiers:
        return {"tiers": Slot(tuple(tiers), "question"), **({"formula": DROP} if "formula" in earlier else {})}, used
    if harbor:
        return {"formula": slot(harbor), **({"tiers": DROP} if "tiers" in earlier else {})}, used
    return {}, used


def _flat(rate: Decimal) -> dict[str, Slot]:
    """A contribution whatever the employee defers."""
    return {"formula": slot("flat"), "tiers": Slot((rate, Decimal(0)), "question")}


def _tiers(reading: Reading, marks: list[Mark]) -> tuple[list[Decimal], set[int]]:
    """Pairs of rate and width ("50% of the first 6%", "dollar for dollar up to 4%"), flat."""
    tiers: list[Decimal] = []
    used: set[int] = set()
    at = 0
    while at + 1 < len(marks):
        rate, width = marks[at], marks[at + 1]
        link = reading.plain[rate.end : width.start]
        if (
            len(link) <= 60
            and LINK.fullmatch(link)
            and _LINK_WORD.search(link)
            and rate.value >= 10
            and width.value <= 30
            and (not _I_PUT.search(link) or _CAPPED.search(link))
        ):
            tiers += [rate.value, _width(link, width.value, sum(tiers[1::2], Decimal(0)))]
            used |= {rate.start, width.start}
            at += 2
        else:
            at += 1
    return tiers, used


_UP_TO_IN_ALL = lazy_pattern(r"\b(?:up ?to|to|until|till|through)\b")
_ON_TOP = lazy_pattern(r"\b(?:first|next|following|another|additional|1st)\b")


def _width(link: str, width: Decimal, before: Decimal) -> Decimal:
    """ "100% to 3 then 50% to 5": a later tier that runs to a share of pay begins where the one before ends."""
    runs_to = before and width > before and _UP_TO_IN_ALL.search(link) and not _ON_TOP.search(link)
    return width - before if runs_to else width


def _single(reading: Reading, marks: list[Mark]) -> tuple[list[Decimal], set[int]]:
    """ "4% match", "matches 4%": the first 4% of pay in full. "Matches 50%" alone is a rate without a width."""
    for mark in marks:
        before = reading.plain[max(0, mark.start - 40) : mark.start]
        if _SINGLE_AFTER.match(reading.plain, mark.end) or (_SINGLE_BEFORE.search(before) and not OWN.search(before)):
            if mark.value < 20:
                return [Decimal(100), mark.value], {mark.start}
            return [mark.value, Decimal(0)], {mark.start}
    return [], set()


def _money(reading: Reading, earlier: Slots) -> dict[str, Slot]:
    found: dict[str, Slot] = {}
    for each in reading.of("money"):
        if each.value < 100 and each.per == "":
            continue  # "$1 for every $2" is a rate
        if _UNTIL.search(reading.before(each)):
            found["stop"] = Slot(each.value, "question", each.text)
            continue
        role = role_of(reading, each)
        name = (
            "deferral_money"
            if role in ("contributed", "planned") and each.per in ("", "year") and each.value < 100_000
            else "salary"
            if role != "claimed"
            else ""
        )
        of_each = _PAY_EACH.search(reading.before(each))
        if of_each and each.per == "" and name == "salary":
            found["salary_each"], found["salary_each_per"] = slot(each.value, each.text), slot(_EACH[of_each[1][0]])
            continue
        if each.per in ("paycheck", "month", "week"):
            name = "each" if role in ("contributed", "planned") else "salary_each"
            found[f"{name}_per"] = slot(each.per)
        if name and name not in found:
            found[name] = Slot(each.value, "question", each.text)
    if "deferral_money" in found:
        found["deferral"] = DROP
        if (
            "salary" not in found
            and "salary" not in earlier
            and len(reading.of("money")) == 1
            and not re.search(r"put|contrib|defer|sav", reading.plain)
        ):
            found["salary"] = found.pop("deferral_money")
    return found


def _rest(reading: Reading) -> dict[str, Slot]:
    found: dict[str, Slot] = {}
    if reading.year is not None:
        found["year"] = reading.year
    if reading.age is not None and (reading.age.value is None or not _is_small(reading.age.value)):
        found["age"] = reading.age
    for each in reading.of("periods"):
        found["periods"] = Slot(each.value, "question", each.text)
    operation = (
        "loss"
        if reading.says(LOSS)
        else "total"
        if reading.says(_TOTAL)
        else "needed"
        if reading.says(NEEDED)
        and not re.search(
            r"how much is|worth|what(?:'?s| is| would be)? (?:the|my) (?:full|max\w*|most|whole|biggest)", reading.plain
        )
        else "share"
        if reading.says(_AS_SHARE)
        else ""
    )
    if operation:
        found["operation"] = slot(operation)
    if reading.says(_MAXES):
        found["maxes"] = slot(True)
    if reading.says(_NO_TRUE_UP):
        found["no_true_up"] = slot(True)
    asked = next((match for match in _EACH_ASKED.finditer(reading.plain) if not _belongs_to_sum(reading, match)), None)
    if asked and not found.keys() & {"operation", "no_true_up"}:
        word = asked[1] or asked[2] or asked[3]
        found["per"] = slot(_EACH.get(word[0], "paycheck") if word[0] in "mw" else "paycheck")
    return found


def _belongs_to_sum(reading: Reading, match: re.Match[str]) -> bool:
    return any(each.end - 1 <= match.start() <= each.end + 2 for each in reading.of("money", "percent"))


def _is_small(value: SlotValue) -> bool:
    return isinstance(value, Decimal) and value <= 15
