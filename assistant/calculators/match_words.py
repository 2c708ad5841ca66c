"""Reading an employer's match formula: tiers in figures or words, the safe harbours by name, and what the employee puts in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from assistant.calculators.protocol import DROP, Slot, Slots, SlotValue
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading, slot
from assistant.calculators.roles import role_of

MATCH = re.compile(
    r"\bcents? (?:on|of|per|for) (?:(?:the|every|each|a) )?dollar|\b(?:of|on) (?:the |my )?first \d|\bmatch(?:es|ing|ed)?\b|\bdollar[- ](?:for|per|to)[- ]dollar\b|\b1:1\b|\bone[- ]for[- ]one\b|safe[- ]harbou?r|\bqaca\b|non-?elective|(?:employer|company|boss|work|job|they)(?: \w+){0,2} (?:puts?|adds?|contributes?|gives?|kicks|chips|throws|does|do|pays?)\b"
)
_RATHER = re.compile(r"\b(?:from|instead of|vs\.?|versus|rather than)\b")
MATCH_STRICT = re.compile(
    r"\bcents? (?:on|of|per|for) (?:(?:the|every|each|a) )?dollar|"
    r"\bmatch(?:es|ing|ed)?\b|\bdollar[- ](?:for|per|to)[- ]dollar\b|safe[- ]harbou?r|\bqaca\b|non-?elective"
)
_FULL = re.compile(
    r"\bdollar[- ](?:for|per|to)[- ](?:every )?dollar\b|\b1:1\b|\b1 for 1\b|\b(?:one|dollar)[- ]for[- ](?:one|dollar)\b|\bfully match\w*|\bmatch\w* (?:it |me )?(?:in full|fully|all of it)\b|\bmatch(?:es)? everything\b"
)
_HALF = re.compile(
    r"\bmatch(?:es|ing|ed)? (?:me )?(?:half|fifty percent)\b(?! (?:of (?:the )?(?:first|next)))|\bhalf[- ]match|(?:puts?|adds?|gives?|kicks in|pays?|contributes?) half\b|\bfifty cents (?:on|of|per|for) (?:the|every|each|a) dollar"
)
_PER_DOLLAR = re.compile(
    r"\$?\b(\d{1,2})(?: (?:for|to)(?: every| each)? |:|-(?:for|to)-)\$?(\d{1,2})\b(?= match|[^?.%]{0,30}\bup to\b)(?! ?%)"
)
_LINK = re.compile(
    r"(?:[, ]|match(?:es|ing|ed)?|of|on|for|up|to|until|till|the|my|your|his|her|first|next|following|another|additional|1st|then|a|max|maximum|cap|capped|at|contributions?|deferrals?|what|i|put|in|deferred|whatever|employees?|contributes?|pay|only|but|dollars?|salary|limit|\(|=|it|that|they|is|through|-|@|/)*"
)
_LINK_WORD = re.compile(
    r"first|next|following|another|additional|up ?to|until|till|max|capped|cap\b|on (?:the|my)|of (?:the|my)|\bon\b|\bto\b|\bof\b|@|through"
)
_I_PUT = re.compile(r"\bi (?:put|defer|contrib)")
_CAPPED = re.compile(r"\bup ?to\b|\bmax\b|\bcap|\bof the first\b")
_RATE_BEFORE = re.compile(r"match\w* (?:me )?$|\bat $|\b(?:then|and|plus|next|,) $|[;,] ?$")
_WIDTH_BEFORE = re.compile(
    r"\b(?:first|next|following|another|additional|up ?to|until|till|max(?: of)?|capped at|to|on|of) $"
)
_NOUN_AFTER = re.compile(r" ?(?:for|to|:|-for-|checks?|times|years?|employers?|jobs?|plans?|dollars?|k\b)")
_OWN = re.compile(
    r"(?:(?:\band|\bbut|&|,) (?:put(?: in)?|defer|do|contribute|give|save|am at)|\b(?:i|we|she|he|you|if i|who|employee|only|just|currently|me)(?:'m|'re| am| are)? ?(?:only |just |currently |now |already )*(?:put(?:s|ting)?(?: in)?|contribut\w*|defer\w*|sav(?:e|es|ing)|do|doing|set|elect\w*|at|give|giving|stash\w*|going|go|cut|drop\w*)(?: (?:in|at|to|only|just|away|about|down|back|from|is|of))*|\bdeferral(?: rate)?(?: of| is| at)?|\bmy (?:own )?(?:contribution|rate|deferral|share)s?(?: is| of| at| rate)*|\bdeferring|\bcontributing|\bputting in|\bput in|\bputting|\bonly|\bfrom|\binstead of|\bcontribute|\bdefers?|\bsaving|\bsave|\bwith|\bat) ?$"
)
_SINGLE_BEFORE = re.compile(
    r"(?:match(?:es|ing|ed)?(?: (?:is|of|up to|to|me|at|my|contributions?|rate|equal|the first|a flat|a max of|on|for|=|:|-))*|(?:adds?|puts? in|kicks in|chips in|gives?|throws in|contributes?)(?: (?:me|a flat|up to|another|an extra|automatically|about))*) ?$"
)
_SINGLE_AFTER = re.compile(
    r" ?(?:of (?:my |his |her |the )?(?:pay|salary|compensation|wages) )?(?:(?:employer|company|full|flat|dollar[- ]for[- ]dollar|401\(?k\)?|safe[- ]harbou?r) )?(?:match\b|matching\b|employer\b|from (?:my |the )?(?:employer|company))"
)
_NONELECTIVE = re.compile(
    r"non-?elective|profit[- ]sharing|(?:whether or not|regardless|no matter|even if) (?:i|they|he|she|you|of|what|who|whether|how)|automatically (?:puts?|adds?|gives?|contributes?)|(?:puts?|adds?|gives?|contributes?) in automatically|without (?:me|my) (?:putting|contributing)"
)
_NAMED = (
    ("qaca", re.compile(r"\bqaca\b|qualified automatic")),
    ("enhanced", re.compile(r"enhanced[^?.]{0,20}(?:match|safe)|safe[- ]harbou?r enhanced")),
    (
        "nonelective",
        re.compile(
            r"non-?elective[^?.]{0,30}safe|safe[- ]harbou?r[^?.]{0,20}non-?elective|3% non-?elective|\bnon-?elective\b"
        ),
    ),
    ("basic", re.compile(r"basic[^?.]{0,20}(?:match|safe)|safe[- ]harbou?r|standard safe")),
)
LOSS = re.compile(
    r"\blos(?:e|es|ing|t|s)\b|on the table|\bmiss(?:es|ing|ed)?\b|\bgiv(?:e|ing) up\b|\bforgo\w*|\bforegoing\b|\bforfeit\w*|\bleav(?:e|ing) behind\b|\bcost me\b|\bshort(?:fall| of)\b|free money|unclaimed|\bwast\w*|\bpass(?:ing)? up\b|not getting"
)
NEEDED = re.compile(
    r"\bget (?:it all|all of it)\b|"
    r"\b(?:get|getting|earn|receive|capture|grab|need|needed|collect|max)\b[^?.]{0,30}\b(?:full|whole|entire|all (?:of )?(?:the|my)|max(?:imum)?) ?(?:the |of the |of my |my |employer |company |401k )*match|\b(?:full|whole|entire|maximum|max) match\b"
)
_TOTAL = re.compile(
    r"\btotal\b|\baltogether\b|\bcombined\b|\btogether\b|\ball in\b|\bin all\b|\beverything\b|\bboth (?:mine|me)\b|\bgoes in(?:to)? (?:my|the)? ?(?:401|account|plan)?|\bend up\b"
)
_AS_SHARE = re.compile(r"\bwhat (?:percent\w*|%|share)|\bpercent of (?:my )?pay\b|\beffective\b|\bas a (?:percent|%)")
_UNTIL = re.compile(
    r"\b(?:till?|until|once|when|as soon as)(?: (?:i|we|he|she|they))?(?: (?:hit|reach|max(?: out)?(?: at)?|get to|am at|top out at))*(?: the)? \$?$"
)
_EACH = {"m": "month", "w": "week", "b": "paycheck", "s": "paycheck"}
_PAY_EACH = re.compile(
    r"\b(monthly|weekly|bi-?weekly|semi-?monthly) (?:gross |base |take-home )?(?:pay|salary|income|wages?|gross|pay ?check)(?: (?:is|of|at|=))* ?\$?$"
)
_EACH_ASKED = re.compile(
    r"(?:\bper|\ba|\beach|\bevery|/) ?(month|week|pay ?check|check|pay ?period|pay ?day|pay ?date)\b|\b(monthly|weekly) match|match (?:\w+ )?(monthly|weekly)\b"
)
_NO_TRUE_UP = re.compile(
    r"\b(?:no|without(?: an?)?|doesn'?t|does not|won'?t|don'?t|lacks?(?: an?)?|isn'?t|never)\b[^.?;]{0,20}\btrue[sd]?[- ]?ups?\b|\bmatch\w*[^.?;$]{0,40}\b(?:each|every) (?:pay ?check|check|pay ?period|pay ?day|pay ?date)\b(?=.*\b(?:lost|lose|miss\w*|true)\b)|\b(?:pay ?check|check|period)[- ]by[- ](?:pay ?check|check|period)\b"
)
MY_MATCH = re.compile(
    r"\b(?:what(?:'s|s| is| will| would|'ll)?|how (?:much|big) (?:is|will|would|does)?)\b[^.?]{0,12}\b(?:my|our|the) (?:employer'?s? |company'?s? |401\(?k\)? )?match(?: (?:gonna|going to|will|be|look|come|worth|this|next|for|in|amount|at)|\W*$)|\bhow much (?:will|does|would|do|is|are) (?:my |the )?(?:employer|company|boss|work|they) (?:going to |gonna )?match\b(?! (?:rate|formula))|\bwhat (?:would|will|do) i get (?:in|as|for)(?: the| a| my)? (?:employer )?match|\bhow much (?:match|matching)(?: money)? (?:would|will|do) i get\W*$|\bcalculate my (?:employer |company )?match\b"
)
_MAXES = re.compile(
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


@dataclass(frozen=True, slots=True)
class _Mark:
    """A percentage or a spelled-out rate, in its place."""

    value: Decimal
    start: int
    end: int
    width_only: bool = False


def read_match(reading: Reading, earlier: Slots) -> Slots:
    """The slots of a question about a match that its words fill."""
    marks = _marks(reading)
    tiers, used = _tiers(reading, marks)
    harbor = next((name for name, pattern in _NAMED if reading.says(pattern)), "")
    if not tiers and not harbor:
        tiers, used = _single(reading, marks)
    found: dict[str, Slot] = {}
    if tiers:
        found["tiers"] = Slot(tuple(tiers), "question")
        found.update({name: DROP for name in ("formula",) if name in earlier})
    elif harbor:
        found["formula"] = slot(harbor)
        found.update({name: DROP for name in ("tiers",) if name in earlier})
    if tiers and len(tiers) == 2 and reading.says(_NONELECTIVE):
        found.update({"formula": slot("flat"), "tiers": Slot((tiers[1] or tiers[0], Decimal(0)), "question")})
    own = [mark.value for mark in marks if mark.start not in used and not mark.width_only]
    if own:
        found["deferral"] = Slot(
            own[-1] if len(own) > 1 and (reading.says(LOSS) or reading.says(_RATHER)) else own[0],
            "question",
        )
        if len(own) > 1:
            found["deferral_before"] = Slot(own[0], "question")
        found["deferral_money"] = DROP
    if len(own) == 0 and earlier and not tiers and not harbor:
        found.update(_lone_number(reading, earlier))
    found.update(_money(reading, earlier))
    found.update(_rest(reading))
    for at, match in enumerate(_PER_DOLLAR.finditer(reading.plain)):
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


def _marks(reading: Reading) -> list[_Mark]:
    marks = []
    for each in reading.of("percent"):
        marks.append(_Mark(each.value, each.start, each.end if each.high is None else each.start + 1))
        if each.high is not None:
            marks.append(_Mark(each.high, each.start + 2, each.end))
    spelled = [(match, Decimal(100)) for match in _FULL.finditer(reading.plain)] + [
        (match, Decimal(50)) for match in _HALF.finditer(reading.plain)
    ]
    for match, value in spelled:
        if all(match.end() <= mark.start or mark.end <= match.start() for mark in marks):
            marks.append(_Mark(value, match.start(), match.end()))
    marks += [each for each in _per_dollar(reading) if _is_free(marks, each.start, each.end)]
    marks += _bare_rates(reading, marks)
    marks += _bare_widths(reading, marks)
    marks += _bare_own(reading, marks)
    return sorted(marks, key=lambda mark: mark.start)


def _is_free(marks: list[_Mark], start: int, end: int) -> bool:
    return all(end <= mark.start or mark.end <= start for mark in marks)


def _per_dollar(reading: Reading) -> list[_Mark]:
    """ "$1 for every $2", "2 to 1"."""
    found = [(match, Decimal(match[1]), Decimal(match[2])) for match in _PER_DOLLAR.finditer(reading.plain)]
    return [_Mark(one * 100 / other, match.start(), match.end()) for match, one, other in found if other]


_OF_WIDTH = re.compile(r" (?:on|of|for|up to|to) (?:the )?(?:first |next |another |up to )?\d")


def _bare_rates(reading: Reading, marks: list[_Mark]) -> list[_Mark]:
    """ "then 50 on the next 2": a round number before a width, in percent."""
    return [
        _Mark(number.value, number.start, number.end)
        for number in reading.of("number", "age")
        if number.value in (25, 50, 75, 100)
        and _is_free(marks, number.start, number.end)
        and _RATE_BEFORE.search(reading.before(number))
        and _OF_WIDTH.match(reading.after(number))
    ]


def _bare_widths(reading: Reading, marks: list[_Mark]) -> list[_Mark]:
    """ "100% up to 5", "50 cents on the next 2": a small number right after a rate, in percent of pay."""
    found = []
    for number in reading.of("number"):
        before = sorted((mark for mark in marks if mark.end <= number.start), key=lambda mark: mark.end)
        if (
            before
            and 0 < number.value <= 30
            and _is_free(marks, number.start, number.end)
            and _WIDTH_BEFORE.search(reading.before(number))
            and _LINK.fullmatch(reading.plain, before[-1].end, number.start)
        ):
            found.append(_Mark(number.value, number.start, number.end))
    return found


def _bare_own(reading: Reading, marks: list[_Mark]) -> list[_Mark]:
    """ "i put in 4", "what if only 3": a small number after what the saver does, in percent of pay."""
    return [
        _Mark(number.value, number.start, number.end)
        for number in reading.of("number")
        if 0 <= number.value <= 100
        and _is_free(marks, number.start, number.end)
        and _OWN.search(reading.before(number, 40))
        and not _NOUN_AFTER.match(reading.after(number))
    ]


def _tiers(reading: Reading, marks: list[_Mark]) -> tuple[list[Decimal], set[int]]:
    """Pairs of rate and width ("50% of the first 6%", "dollar for dollar up to 4%"), flat."""
    tiers: list[Decimal] = []
    used: set[int] = set()
    at = 0
    while at + 1 < len(marks):
        rate, width = marks[at], marks[at + 1]
        link = reading.plain[rate.end : width.start]
        if (
            len(link) <= 60
            and _LINK.fullmatch(link)
            and _LINK_WORD.search(link)
            and rate.value >= 10
            and width.value <= 30
            and (not _I_PUT.search(link) or _CAPPED.search(link))
        ):
            tiers += [rate.value, width.value]
            used |= {rate.start, width.start}
            at += 2
        else:
            at += 1
    return tiers, used


def _single(reading: Reading, marks: list[_Mark]) -> tuple[list[Decimal], set[int]]:
    """ "4% match", "matches 4%": the first 4% of pay in full. "Matches 50%" alone is a rate without a width."""
    for mark in marks:
        before = reading.plain[max(0, mark.start - 40) : mark.start]
        if _SINGLE_AFTER.match(reading.plain, mark.end) or (_SINGLE_BEFORE.search(before) and not _OWN.search(before)):
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
            r"how much is|worth|what is (?:the|my) (?:full|max)|what's (?:the|my) (?:full|max)", reading.plain
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


def own_percents(reading: Reading) -> tuple[Quantity, ...]:
    """Percentages that the employee puts in, by the words before them."""
    return tuple(each for each in reading.of("percent") if _OWN.search(reading.before(each, 40)))
