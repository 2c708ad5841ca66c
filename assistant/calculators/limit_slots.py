"""The slots of a question about a limit: which limit, for whom, when, and what is to be done with it."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.calculators.left_in_each import read_left_in_each
from assistant.calculators.limit_circumstances import circumstances
from assistant.calculators.limit_named_parts import WHICH_INCOME, asks_for_whole
from assistant.calculators.limit_operations import (
    CHANGE,
    HIGHER_THAN,
    KIND,
    TIMES_THE,
    claimed_change,
    operation_of,
)
from assistant.calculators.limit_parts import Parts, parts_of
from assistant.calculators.limit_people import read_ages
from assistant.calculators.limit_periods import answered_periods, read_periods
from assistant.calculators.limit_plan_before import adds_up, of_plan_before, same_plan
from assistant.calculators.limit_plans import PLANS, plan_of, plans_of
from assistant.calculators.limit_rise_words import asks_percent
from assistant.calculators.limit_sums import may_be_balance, read_sums, says_put
from assistant.calculators.limit_turned_away import UNDER_LIMIT
from assistant.calculators.limit_words import CATCH_UP, SUPER, bare_sums, measure_of, states_base
from assistant.calculators.limit_year_slots import bare_year, read_years
from assistant.calculators.percent_roles import employer_percents
from assistant.calculators.protocol import DROP, Slot, Slots
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading, slot
from assistant.calculators.roles import role_of
from assistant.calculators.savers_words import compares_filers, savers_slots
from assistant.calculators.slots import word as word_of
from assistant.patterns import lazy_pattern


def read_limit(reading: Reading, earlier: Slots) -> Slots:
    """Every slot that the words fill. In a follow-up a new limit drops the sums that were said for the old one."""
    slots: dict[str, Slot] = {}
    measure = measure_of(reading)
    if (
        measure in ("catch_up", "deferral")
        and reading.says(SUPER)
        and reading.says(_REGULAR)
        and (reading.says(CHANGE) or reading.says(HIGHER_THAN))
    ):
        return _two_catch_ups(reading, earlier)
    if earlier:
        measure = of_plan_before(reading, measure, word_of(earlier, "limit")) or _changed_measure(reading, earlier)
    if measure:
        slots["limit"] = slot(measure)
        slots.update(_of_old_limit(measure, earlier))
    plan = plan_of(reading)
    if plan:
        slots["plan"] = slot(plan)
    short = bare_year(reading, earlier)
    slots.update(short or read_years(reading, earlier))
    slots.update(answered_periods(reading, earlier) or ({} if short else read_ages(reading)))
    slots.update(_from_50(reading, {**earlier, **slots}) if earlier else {})
    slots.update(_with_age_before(reading, slots, earlier))
    slots.update(_sums_and_parts(reading, measure, earlier))
    slots.update(read_periods(reading))
    times = reading.find(TIMES_THE)
    if times and "percent" not in slots:
        slots["percent"] = Slot(Decimal(times[1] or 2) * 100, "question", times[0])
    slots.update(operation_of(reading, slots, earlier))
    slots.update(_wants_percent(reading, slots, earlier))
    slots.update(claimed_change(reading))
    slots.update(circumstances(reading, measure or word_of(earlier, "limit")))
    apart = {} if earlier else read_left_in_each(reading)
    slots = {**slots, **apart} if earlier or apart else _of_other_plan(reading, slots)
    if "stacked" in slots and "claimed_of" not in slots:
        slots = {name: each for name, each in slots.items() if name not in ("planned", "contributed", "claimed")}
    slots.update(_when_aged(reading))
    slots.update(_placed(reading, slots, earlier))
    if slots.get("limit") == slot("roth_wages"):
        slots.update(_wage_year(reading))
    if slots.get("limit") == slot("savers"):
        slots.update(savers_slots(reading))
    elif not earlier and compares_filers(reading) and word_of(slots, "limit") in ("roth_income", "deduction"):
        slots.update({"operation": slot("filers"), "filers": slot(",".join(compares_filers(reading)))})
    slots.update(_bare_contribution(reading, word_of(slots, "limit") or word_of(earlier, "limit"), slots))
    return slots


def _bare_contribution(reading: Reading, measure: str, slots: Slots) -> dict[str, Slot]:
    """ "And if I can only manage 900?": a small sum without its sign that the Saver's Match is asked on."""
    sums = bare_sums(reading)
    if measure != "savers_match" or len(sums) != 1 or slots.keys() & {"contributed", "planned", "salary"}:
        return {}
    return {"planned": Slot(sums[0].value, "question", sums[0].text)}


def _placed(reading: Reading, slots: Slots, earlier: Slots) -> dict[str, Slot]:
    """Whether a sum may be a balance rather than what was put in; a follow-up that says so takes the doubt away."""
    if "unplaced" in earlier:
        return {"unplaced": DROP} if says_put(reading) else {}
    sums = not earlier and slots.keys() & {"contributed", "planned"}
    return {"unplaced": slot(True)} if sums and may_be_balance(reading) else {}


def _of_old_limit(measure: str, earlier: Slots) -> dict[str, Slot]:
    """What a new limit drops of the one before, and that one's name, for "and both together?"."""
    before = word_of(earlier, "limit")
    if not earlier or before == measure:
        return {}
    kept = {"operation"} if word_of(earlier, "operation") in ("change", "growth", "series", "sum_years") else set()
    if same_plan(measure, before):
        kept.add("plan")
    dropped = {name: DROP for name in _OF_ONE_LIMIT if name in earlier and name not in kept}
    return {**dropped, "limit_before": slot(before)} if adds_up(measure, before) else dropped


def _from_50(reading: Reading, slots: Slots) -> dict[str, Slot]:
    """ "And with catch-up?" without an age is about savers of 50 and over."""
    aged = any(slots[name].value is not None for name in ("age", "ages", "birth_year") if name in slots)
    if aged or not reading.says(CATCH_UP) or word_of(slots, "limit") not in ("deferral", "additions", "ira", "simple"):
        return {}
    return {"age": Slot(Decimal(50), "default"), "age_to": Slot(Decimal(120), "default")}


_THE_OTHER = lazy_pattern(r"\b(?:wife|husband|hubby|spouse|partner|s?he(?:'?s)?|both of us|dh|dw)\b")
_TOGETHER = lazy_pattern(r"\b(?:together|combined|both|in total|total|altogether|as a couple)\b")


def _with_age_before(reading: Reading, slots: Slots, earlier: Slots) -> dict[str, Slot]:
    """ "And my husband is 49, together?" after one's own age: the two ages beside each other, kept for "the two of us"."""
    before, now = earlier.get("age", DROP).value, slots.get("age", DROP).value
    both = isinstance(before, Decimal) and isinstance(now, Decimal) and "ages" not in earlier
    if both and reading.says(_THE_OTHER):
        pair = {"ages": Slot((before, now), "question", slots["age"].text)}  # type: ignore[arg-type]
        return pair if reading.says(_TOGETHER) else {"age_before": Slot(before)}
    other = earlier.get("age_before", DROP).value
    if now is not None or not isinstance(other, Decimal) or not isinstance(before, Decimal):
        return {}
    return {"ages": Slot((other, before), "question")} if reading.says(_TOGETHER) else {}


_WHEN_AGED = lazy_pattern(r"\bwhen (?:i|he|she|we|they) (?:was|were|turned|hit|reached|became)(?: age)? $")


def _when_aged(reading: Reading) -> dict[str, Slot]:
    """ "When I was 50", said with the year of birth or today's age: the year in which that was."""
    then = next((each for each in reading.ages if _WHEN_AGED.search(reading.before(each, 40))), None)
    if then is None or reading.years:
        return {}
    born = [Decimal(each.value) for each in reading.of("birth_year")]
    born += [Decimal(reading.today.year) - each.value for each in reading.ages if each.value > then.value]
    if not born:
        return {}
    year = {"year": Slot(born[0] + then.value, "question"), "age": slot(then.value, then.text)}
    dropped = dict.fromkeys(("birth_year", "ages", "age_to", "operation"), DROP)
    told = reading.of("age", "birth_year")
    return {**year, **dropped, **{f"named_{at}": Slot(True, "default", each.text) for at, each in enumerate(told)}}


def _wants_percent(reading: Reading, slots: Slots, earlier: Slots) -> dict[str, Slot]:
    """A percentage that is asked of something that no operation gives as one."""
    given = word_of(slots, "operation") in ("share", "growth", "change")
    return {"wants_percent": slot(True)} if asks_percent(reading) and not earlier and not given else {}


def _two_catch_ups(reading: Reading, earlier: Slots) -> dict[str, Slot]:
    """The higher catch-up beside the ordinary one."""
    ages = {f"named_{at}": Slot(True, "default", each.text) for at, each in enumerate(reading.of("age", "number"))}
    both = Slot((Decimal(50), Decimal(60)), "question")
    return {
        "limit": slot("catch_up"),
        "ages": both,
        "operation": slot("age_change"),
        **ages,
        **read_years(reading, earlier),
    }


_IN_THE_OTHER = lazy_pattern(r"\bhow much\b[^?]*\b(?:the other|another|my other|the second)\b")
_HAS_PARTS = (
    "",
    "deferral",
    "catch_up",
    "base_deferral",
    "additions",
    "ira",
    "ira_catch_up",
    "simple",
    "simple_catch_up",
)


def _sums_and_parts(reading: Reading, measure: str, earlier: Slots) -> dict[str, Slot]:
    """The sums by role, apart from those that are added up as the parts of a limit."""
    parts = parts_of(reading) if measure in _HAS_PARTS else None
    slots = read_sums(_without(reading, parts), measure or word_of(earlier, "limit"), earlier)
    slots.update(_parts_slots(parts, measure))
    if parts is None and "planned" in slots and states_base(reading):
        slots.update({"claimed": slots.pop("planned"), "claimed_of": slot("total")})
    return {**slots, **_employer_share(reading, measure)}


def _without(reading: Reading, parts: Parts | None) -> Reading:
    """The reading without the sums that are parts of a limit, which have no role of their own."""
    if parts is None:
        return reading
    return replace(reading, quantities=tuple(each for each in reading.quantities if each not in parts.used))


def _parts_slots(parts: Parts | None, measure: str) -> dict[str, Slot]:
    """What parts of a limit that are added up say: which limit, and the total or the catch-up that is claimed of it."""
    if parts is None:
        return {}
    alone = parts.limit.endswith("catch_up")
    found = {"limit": slot(measure if alone and measure else parts.limit)}
    if parts.stacked:
        found["stacked"] = slot(True)
    elif parts.catch_ups:
        found.update({"claimed": slot(parts.catch_ups[0]), "claimed_of": slot("catch_up")})
    found.update({f"named_part_{at}": Slot(True, "default", each.text) for at, each in enumerate(parts.used)})
    if parts.claimed is not None:
        found.update({"claimed": slot(parts.claimed), "claimed_of": slot("total")})
    return found


def _employer_share(reading: Reading, measure: str) -> dict[str, Slot]:
    """The share of pay that the employer puts in, beside one's own, where the limit is on both together."""
    theirs = employer_percents(reading)
    own = [each for each in reading.of("percent") if each not in theirs]
    if measure == "deferral" and len(own) == 1 and theirs and reading.says(UNDER_LIMIT):
        return {"percent": slot(own[0].value, own[0].text), "named_match": Slot(True, "default", theirs[0].text)}
    if measure not in ("additions", "base_additions"):
        return {}
    if not theirs:
        return {}
    found = {"employer_percent": slot(theirs[0].value, theirs[0].text), "percent": DROP}
    return {**found, "percent": slot(own[0].value, own[0].text)} if own else found


_CLAUSE_END = lazy_pattern(r"[,.?;!]|\b(?:how|what|can|and|but|then|so)\b")


def _of_other_plan(reading: Reading, slots: dict[str, Slot]) -> dict[str, Slot]:
    """What went into one plan beside what can go in another; a sum that is planned for the one has gone in by then."""
    if "planned" in slots and "contributed" not in slots and reading.says(_IN_THE_OTHER):
        slots["contributed"] = slots.pop("planned")
    return _in_another_plan(reading, slots) if "contributed" in slots else slots


_ASKED_PART = lazy_pattern(r"\b(?:how much|what)\b[^?.]*$|\b(?:left|room|more)\b[^?.]*$")


def _asked_kind(reading: Reading) -> str:
    """The kind of the one plan that the clause with the question names, after every sum."""
    last = max((each.end for each in reading.of("money")), default=0)
    clause = _ASKED_PART.search(reading.plain.rstrip("?!. "), last)
    named = {KIND[name] for name, pattern in PLANS if name in KIND and clause and pattern.search(clause[0])}
    return named.pop() if len(named) == 1 else ""


def _only_into(reading: Reading, slots: dict[str, Slot], put: Quantity, kind: str) -> dict[str, Slot]:
    """What went into the plan that is asked about; sums in another plan, with a limit of its own, are only named."""
    others = [each for each in reading.of("money") if each is not put and role_of(reading, each) in _PUT_IN]
    named = {f"named_other_{at}": Slot(True, "default", each.text) for at, each in enumerate(others)}
    own = {"contributed": slot(put.value, put.text), "contributed_parts": DROP, "employer": DROP}
    return {**slots, **own, **named, "limit": slot(kind), "operation": slot("left"), "other_limit": DROP}


_PUT_IN = ("contributed", "planned", "employer")


def _in_another_plan(reading: Reading, slots: dict[str, Slot]) -> dict[str, Slot]:
    """Money that went into one plan while another is asked about: it counts only when the two share a limit."""
    kinds = list(dict.fromkeys(KIND[plan] for plan in plans_of(reading) if plan in KIND))
    if len(kinds) != 2:
        return slots
    put = next(each for each in reading.of("money") if role_of(reading, each) in ("contributed", "planned", ""))
    after = _CLAUSE_END.split(reading.plain[put.end : put.end + 40])[0]
    before = _CLAUSE_END.split(reading.plain[max(0, put.start - 40) : put.start])[-1]
    into = next(
        (
            KIND[name]
            for window in (after, before)
            for name, pattern in PLANS
            if name in KIND and pattern.search(window)
        ),
        "",
    )
    if not into:
        return slots
    asked = _asked_kind(reading) or next(kind for kind in kinds if kind != into)
    if asked == into:
        return _only_into(reading, slots, put, into) if set(kinds) != {"deferral", "simple"} else slots
    if {into, asked} == {"deferral", "simple"}:
        return {**slots, "limit": slot("deferral"), "operation": slot("left"), "other_limit": DROP}
    kept = {
        name: each
        for name, each in slots.items()
        if name not in ("contributed", "contributed_parts", "operation", "other_limit")
    }
    return {
        **kept,
        "limit": slot(asked),
        "separate": slot(into),
        "separate_sum": slot(put.value, put.text),
        "plan": slot({"deferral": "401k"}.get(asked, asked)),
    }


_WAGE_YEAR = lazy_pattern(
    r"\b(?:made|earned|paid|wages|income|salary|got|w-?2|box 3|grossed|fica)\b(?:[^?.,;]|,(?=\d)){0,40}?(?:\b(20\d\d)\b|(last (?:tax )?(?:year|yr)))|\b(20\d\d|(?:last|prior|previous|preceding) (?:year|yr)'?s?) (?:fica |box 3 |w-?2 )?(?:wages?|income|pay|salary|w-?2|fica\b)"
)


def _wage_year(reading: Reading) -> dict[str, Slot]:
    """Wages of one year decide about the catch-up of the next: "made 160k last year" asks about this year's."""
    match = reading.find(_WAGE_YEAR)
    if not match:
        return {}
    said = match[1] or match[2] or match[3]
    wages = int(said) if said.isdigit() else reading.today.year - 1
    later = [year for year in reading.years if year == wages + 1]
    if later and len(reading.years) == 2 and not (said.isdigit() and reading.of("money")):
        told = {f"named_wages_{at}": Slot(True, "default", each.text) for at, each in enumerate(reading.of("year"))}
        return {**told, "year": slot(later[0]), "years": DROP, "operation": DROP}
    if later or len(reading.years) == 1:
        return {"year": slot(wages + 1), "years": DROP}
    return {}


_REGULAR = lazy_pattern(
    r"\b50\+|\bage 50\b|\b50 and over|\b(?:regular|normal|ordinary|standard|usual)\b(?! (?:employee )?(?:deferral )?(?:401|limit|max))|\bage[- ]50\b"
)


_OF_ONE_LIMIT = (
    "contributed",
    "contributed_parts",
    "planned",
    "employer",
    "claimed",
    "reach",
    "operation",
    "other_limit",
    "plan",
    "separate",
    "stacked",
    "limit_before",
)


_WHOLE = {"catch_up": "deferral", "ira_catch_up": "ira", "simple_catch_up": "simple"}
"""The limit that a catch-up is a part of."""


def _changed_measure(reading: Reading, earlier: Slots) -> str:
    """Follow-ups such as "with the employer's share?" and "and without catch-up?", which name no plan of their own."""
    before = word_of(earlier, "limit")
    if before in _WHOLE and asks_for_whole(reading):
        return _WHOLE[before]
    if before in ("ira", "base_ira") and reading.says(WHICH_INCOME):
        return "roth_income"
    if re.search(
        r"\b(?:with|including|plus|and|add|counting|count|what about) (?:in )?(?:the |my |an? )?(?:employer|company|boss|match)",
        reading.plain,
    ):
        return "additions" if before in ("deferral", "base_deferral", "catch_up") else ""
    if re.search(
        r"without (?:the )?(?:employer|company|match)|just mine|only (?:mine|my)|my own (?:share|part|money)",
        reading.plain,
    ):
        return "deferral" if before in ("additions", "base_additions") else ""
    return ""
