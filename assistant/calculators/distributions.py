"""Required minimum distributions: the starting age by year of birth, the first year and deadline, the tax on a missed one."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from assistant.calculators.protocol import DROP, Calculator, Desk, Result, Slot, Slots, answered, asks, declines
from assistant.calculators.reading import Reading
from assistant.calculators.slots import number, word
from assistant.calculators.trace import Trace, long_date, money, plain, show
from assistant.patterns import lazy_pattern
from assistant.types import Finding

_RMD = lazy_pattern(
    r"\brmds?\b|\b(?:required|mandatory|minimum|forced) (?:\$? ?\d[\d,.]*k? )?(?:(?:minimum|yearly|annual|ira|401\(?k\)?|retirement|20\d\d) )*(?:\$? ?\d[\d,.]*k? )?(?:distributions?|withdrawals?|payouts?|withdrawls?|dist\b)"
    r"|\bdistributions? (?:(?:is|are|become|becomes|were|will be|have to be|must be|to be) )*(?:required|mandatory|forced)\b"
    r"|(?:\b(?:miss\w*|forg[eo]t\w*|fail\w*|skip\w*|never|neglect\w*)|n'?t)\b[^.?!]{0,30}\b(?:tak\w+|took|withdr\w+|pull\w*)\b[^.?!]{0,30}\b(?:required|mandatory) (?:\$? ?\d|amount|minimum|sum|money|from|out)"
)
_SURELY = lazy_pattern(r"\brmds?\b|\brequired\b|\bminimum\b")
_TOO_YOUNG = 70
_MUST = lazy_pattern(
    r"\b(?:when|what age|which age|at what|how old)\b.{0,40}\b(?:have|has|forced|required|need|must|had).{0,30} (?:tak(?:e|ing)|withdraw(?:ing)?|draw(?:ing)?|pull(?:ing)?)\b.{0,40}\b(?:money|out|distributions?|ira|401|account|withdrawals?)"
    r"|\b(?:when|what age|which age|at what|how old)\b.{0,40}\b(?:mak(?:e|es|ing)|forc(?:e|es|ing)) (?:me|us|you|him|her|them|people|someone) (?:to )?(?:take|withdraw|draw|pull)\b.{0,40}\b(?:money|out|distributions?|ira|401|account|withdrawals?)"
)
_HOW_MUCH_MUST = lazy_pattern(
    r"\b(?:how much|what (?:amount|sum|share))\b.{0,40}\b(?:have|has|had|must|need|needs|needed|required|forced|obliged|made)(?: \w+)?(?: to)? (?:be )?(?:tak(?:e|en)|withdr(?:aw|awn)|draw|pull)\b"
)
_WHEN = lazy_pattern(
    r"\bwhen\b|\bwhat (?:age|year)\b|\bat what\b|\bwhich (?:age|year)\b|\bage\b|\bstart\w*|\bbegin\w*|\bhow (?:old|soon|long|many years)\b|\bfirst\b|\bdeadline\b|\bdue\b|\byet\b|\bdo i\b|\bdoes\b|\bhas\b|\bmust\b|\balready\b|\bby when\b"
)
_MISSED = lazy_pattern(
    r"\b(?:miss(?:ed|ing)?|forgot\w*|forget|didn'?t (?:\w+ )?(?:take|do|pull|withdraw|make)|did not (?:\w+ )?(?:take|do|pull|withdraw|make)|(?:haven'?t|hasn'?t|have not|has not|never|wasn'?t|was not) (?:yet )?(?:took|taken|take|pulled|withdrew|withdrawn|did|done|made)|neglect\w*|overlook\w*|blew (?:off|past)|fail(?:ed|ing)?|skip(?:ped|ping)?|late|shortfall|not taken|too little|penalt\w+|under.?took)\b"
)
_MENDED = lazy_pattern(
    r"(?<!not )(?<!n't )(?<!never )(?<!without )(?<!nt )\b(?:correct\w*|fix\w*|made (?:it )?up|make (?:it )?up|cured?|in time|within (?:the )?(?:window|two years|2 years)|promptly)\b"
)
_NOT_IN_TIME = lazy_pattern(
    r"(?:n'?t|\bnot|\bnever|\bfail\w*|\bforg[eo]t\w*|\bmiss\w*)\b(?![^.?!]*\b(?:but|then|now|fix\w*|correct\w*|made|make)\b)[^.?!]{0,60}\b(?:in time|on time|within)\b"
)
"""What was not taken in time was not put right in time either."""
_LESS_IF = lazy_pattern(
    r"\b(?:less|lower|smaller|reduced?|cheaper|better|help\w*|drops?|goes? down|go down|matter|difference|discount|break)\b[^?.]{0,30}\b(?:if|when|for)\b|\bif\b[^?]{0,40}\b(?:less|lower|smaller|reduced?|cheaper|drop|go(?:es)? down)\b"
)
"""Asks whether putting it right lowers the tax: the full one is asked for too."""
_SAVES = lazy_pattern(r"\b(?:how much|what)\b[^.?!]{0,90}\b(?:sav(?:e|es|ed|ing)|difference)\b")
"""Asks what putting it right is worth."""
_BY_DATE = lazy_pattern(
    r"\brmds? date\b|\b(?:by )?(?:what|which|the|exact|last|latest|final) (?:\w+ )?(?:date|day)\b|\bdeadline\b|\bby when\b|\bhow late\b|\buntil when\b|\bno later than\b|\blatest\b|\bdue date\b|\bby what\b"
)
_WHICH_YEAR = lazy_pattern(
    r"\brmds? (?:start\w* )?(?:year|yr)\b|\b(?:what|which|in what|first|the) (?:\w+ )?(?:year|yr)\b(?! (?:old|of birth))"
)
_BALANCE = lazy_pattern(r"\b(?:how much|what|amount|calculat\w+|size)\b")
_DIVISOR = lazy_pattern(
    r"\brmds? (?:on|of|for|from)(?: an?)? \$?\d|\b(?:divisor|factor|life expectancy|distribution period|table)\b"
)
_BIRTH = lazy_pattern(r"\b(19\d\d)[ -](?:birth|baby|born)")
_DEFINES = lazy_pattern(
    r"\bwhat (?:is|are) (?:an? |the )?(?:rmds?|required minimum distributions?)\s*\??$|\bwhy\b|\bwho (?:signed|wrote|made)\b|\bwhat law\b|\bsection\b"
)


def recognise(reading: Reading) -> bool:
    """A starting age or year for a person, or the tax on a sum that was not taken."""
    if reading.says(_DEFINES):
        return False
    sums = reading.sums
    if not reading.says(_RMD):
        asked = reading.says(_MUST) or must_take_out(reading)
        return asked and bool(reading.birth_years or reading.ages) and not re.search(r"\bpenalt|\btax\b", reading.plain)
    if reading.birth_years or reading.says(_BIRTH):
        return True
    if sums and reading.says(_MISSED):
        return not _is_paid_out(reading)
    if (
        sums
        and (reading.says(_BALANCE) or reading.says(_DIVISOR))
        and re.search(r"\brmds?\b|\bminimum\b", reading.plain)
    ):
        return True
    return bool(reading.birth_years or reading.ages or reading.of("number")) and reading.says(_WHEN)


def must_take_out(reading: Reading) -> bool:
    """Whether the question is how much someone so old that distributions are required has to take out of a balance."""
    born = [Decimal(reading.today.year - year) for year in reading.birth_years]
    old = any(age >= _TOO_YOUNG for age in (*born, *(each.value for each in reading.ages)))
    return old and bool(reading.sums) and reading.says(_HOW_MUCH_MUST)


def _is_paid_out(reading: Reading) -> bool:
    """A "forced" payment to someone young, or one that no word says was missed: a plan's cash-out."""
    young = any(each.value < _TOO_YOUNG for each in reading.ages) and not re.search(r"\binherit", reading.plain)
    missed = re.search(
        r"\b(?:miss|forg[eo]t|fail|skip|late\b|shortfall|neglect|overlook|never|not\b)|n'?t\b", reading.plain
    )
    return not reading.says(_SURELY) and (young or not missed)


def read(reading: Reading, earlier: Slots) -> Slots:
    """Year of birth or age, a sum missed or a balance, and whether the miss was made up in time."""
    slots = _person(reading, earlier)
    sums = [] if reading.says(_BIRTH) else reading.sums
    if sums:
        slots["missed" if reading.says(_MISSED) or "missed" in earlier else "balance"] = Slot(
            sums[0].value, "question", sums[0].text
        )
    if "missed" in slots and reading.years:
        slots["year"] = Slot(Decimal(reading.years[0]), "question")
        slots["age"] = DROP if slots.get("age", DROP).value in reading.years else slots.get("age", DROP)
    if reading.says(_MENDED) and not (reading.says(_LESS_IF) or reading.says(_NOT_IN_TIME)):
        slots["mended"] = Slot(True)
    if "missed" in slots and reading.says(_SAVES):
        slots["result"] = Slot("saved", "default")
    elif (slots or earlier) and (reading.says(_BY_DATE) or reading.says(_WHICH_YEAR)):
        slots["result"] = Slot("date" if reading.says(_BY_DATE) else "year", "default")
    if reading.says(_DIVISOR):
        _fill_divisor(reading, slots)
    return slots


def _person(reading: Reading, earlier: Slots) -> dict[str, Slot]:
    slots: dict[str, Slot] = {}
    if reading.birth_years:
        slots["birth_year"] = Slot(Decimal(reading.birth_years[0]), "question", str(reading.birth_years[0]))
        if reading.ages:
            slots["age"] = Slot(reading.ages[0].value, "question", reading.ages[0].text)
    elif reading.says(_BIRTH):
        slots["birth_year"] = Slot(Decimal((reading.find(_BIRTH) or [0, 0])[1]))
    elif reading.of("year") and earlier and 1900 <= reading.of("year")[0].value <= 2010:
        slots["birth_year"] = Slot(reading.of("year")[0].value)
    elif reading.ages:
        slots["age"] = Slot(reading.ages[0].value, "question", reading.ages[0].text)
    elif [each for each in reading.of("number") if 20 <= each.value <= 115]:
        slots["age"] = Slot(next(each.value for each in reading.of("number") if 20 <= each.value <= 115))
    return slots


def _fill_divisor(reading: Reading, slots: dict[str, Slot]) -> None:
    for each in reading.of("number", "age"):
        if 1 < each.value < 60 and _DIVISOR.search(reading.before(each, 26) + reading.after(each, 20)):
            slots["divisor"] = Slot(each.value)
            if "age" in slots and slots["age"].value == each.value:
                del slots["age"]


def compute(slots: Slots, desk: Desk) -> Finding | None:
    """The finding for required distributions."""
    trace = desk.trace()
    missed, balance = number(slots, "missed"), number(slots, "balance")
    if missed is not None:
        return _missed(slots, desk, trace, missed)
    if balance is not None:
        return _amount(slots, trace, balance)
    born, age = number(slots, "birth_year"), number(slots, "age")
    if born is not None:
        return _by_birth_year(slots, trace, int(born))
    return (
        _by_age(slots, desk, trace, int(age)) if age is not None else asks("In which year was the saver born?", slots)
    )


def _starting_age(trace: Trace, born: int) -> Decimal | None:
    parameter = trace.facts.parameters.get("rmd_age")
    if parameter is None or date(born, 1, 1).isoformat() < parameter.values[0].since:
        return None
    return trace.parameter("rmd_age", date(born, 1, 1))


def _too_old(slots: Slots, born: int) -> Finding:
    return declines(
        "not_in_corpus",
        f"The starting ages in the corpus, 73 and 75, are for savers born in 1951 or later; someone born in {born} came under an earlier rule that the corpus does not hold.",
        slots,
    )


def _by_birth_year(slots: Slots, trace: Trace, born: int) -> Finding | None:
    """The starting age, its year, or the last day for the first one, whichever is asked for."""
    trace.said("year of birth", Decimal(born), "year", display=str(born), origin=slots["birth_year"].origin)
    age = _starting_age(trace, born)
    if age is None:
        return _too_old(slots, born)
    year = trace.step("first year = year of birth + starting age", "{} + {}", Decimal(born), age, unit="year")
    following = trace.step("the year after", "{} + 1", year, unit="year")
    deadline = trace.date_step("last day for the first one", "{} + 0", date(int(following), 4, 1))
    trace.row("First year with a required distribution", year, "year", plain(year))
    trace.row("Age in that year", age, "years", plain(age))
    trace.row("First one may wait until (unverified)", deadline.isoformat(), "date", long_date(deadline))
    started = f"Born in {born}, you must take required minimum distributions from age {plain(age)}, which is the year {plain(year)}."
    waits = f"The first one can wait until {long_date(deadline)} (unverified)."
    works = "While you still work and do not own more than five percent of the employer, that employer's plan may let you wait, according to secondary accounts."
    formula, suggestions = f"{born} + {plain(age)} = {plain(year)}", ("and if I was born in 1958?",)
    name, wanted = "required_distribution", word(slots, "result")
    if wanted == "date":
        lead = f"Born in {born}, you must take the first required minimum distribution, that for {plain(year)}, by {long_date(deadline)} (unverified)."
        return answered(
            trace,
            Result(name, deadline, "date", formula, lead, None, (started, works), (), suggestions),
            slots,
        )
    value, unit, shown = (
        (year, "year", plain(year)) if wanted == "year" else (age, "years", f"{plain(age)} (in {plain(year)})")
    )
    return answered(trace, Result(name, value, unit, formula, started, shown, (waits, works), (), suggestions), slots)


def _by_age(slots: Slots, desk: Desk, trace: Trace, age: int) -> Finding | None:
    """Someone of an age today was born in one of two years; both are shown when they differ."""
    trace.said("age", Decimal(age), "age", display=str(age), origin=slots["age"].origin)
    trace.said("this year", str(desk.today.year), "year", display=str(desk.today.year), origin="default")
    later, earlier = desk.today.year - age, desk.today.year - age - 1
    if later < 1951:
        return _too_old(slots, later)
    ages = {born: _starting_age(trace, born) for born in (later, earlier)}
    if ages[earlier] is None:
        return asks(f"Were you born in {later} or in {earlier}? The starting age depends on it.", slots)
    first, second = ages[later], ages[earlier]
    assert first is not None and second is not None
    for born, start in ages.items():
        assert start is not None
        year = trace.step(f"first year if born in {born}", "{} + {}", Decimal(born), start, unit="year")
        trace.row(f"If born in {born}", start, "years", f"age {plain(start)}, in {plain(year)}")
    lead = f"At age {age} in {desk.today.year}, born in {later} or {earlier}, you must take required minimum distributions from age {plain(first)}"
    if first != second:
        lead += f" if born in {later}, and from age {plain(second)} if born in {earlier}"
    elif age >= first:
        lead += ", so they are already due"
    conditions = ("The first one can wait until 1 April of the year after (unverified).",)
    return answered(
        trace,
        Result(
            "required_distribution",
            first,
            "years",
            f"starting age by year of birth: {plain(first)}",
            lead + ".",
            None,
            conditions,
        ),
        slots,
    )


def _missed(slots: Slots, desk: Desk, trace: Trace, missed: Decimal) -> Finding | None:
    year = number(slots, "year")
    if (
        year is not None
        and date(int(year), 12, 31).isoformat() < desk.facts.parameters["missed_rmd_tax"].values[0].since
    ):
        return None
    trace.said("amount not taken", missed, "USD", display=money(missed), origin=slots["missed"].origin)
    full, mended = (
        trace.parameter("missed_rmd_tax", desk.today),
        trace.parameter("missed_rmd_tax_corrected", desk.today),
    )
    whole = trace.step("tax on a missed distribution", "round({} * {} / 100, 2)", missed, full, unit="USD")
    less = trace.step("tax when it is made up in time", "round({} * {} / 100, 2)", missed, mended, unit="USD")
    trace.row("Not made up in time", whole, "USD")
    trace.row("Made up within the correction window", less, "USD")
    conditions = ("The correction window ends with the second tax year after the year of the miss.",)
    if word(slots, "result") == "saved":
        saved = trace.step("tax saved", "{} - {}", whole, less, unit="USD")
        lead = f"Making up a missed required distribution of {money(missed)} within the correction window saves {money(saved)}: the excise tax is then {money(less)} ({show(mended, 'percent')}) and not {money(whole)} ({show(full, 'percent')})."
        formula = f"{money(whole)} - {money(less)} = {money(saved)}"
        return answered(trace, Result("missed_distribution", saved, "USD", formula, lead, None, conditions), slots)
    if "mended" in slots:
        value, rate, other = (
            less,
            mended,
            f"without the correction it would be {money(whole)} ({show(full, 'percent')})",
        )
    else:
        value, rate, other = (
            whole,
            full,
            f"{money(less)} ({show(mended, 'percent')}) if it is made up within the correction window",
        )
    lead = f"A required distribution of {money(missed)} that was not taken bears an excise tax of {money(value)} ({show(rate, 'percent')}); {other}."
    return answered(
        trace,
        Result(
            "missed_distribution",
            value,
            "USD",
            f"{money(missed)} x {show(rate, 'percent')} = {money(value)}",
            lead,
            None,
            conditions,
        ),
        slots,
    )


def _amount(slots: Slots, trace: Trace, balance: Decimal) -> Finding:
    divisor = number(slots, "divisor")
    if divisor is None:
        return declines(
            "not_in_corpus",
            "The size of a required distribution is the balance divided by a figure of the IRS life expectancy tables, which the corpus does not hold; give that divisor and it can be worked out.",
            slots,
            suggestions=(f"RMD on {money(balance)} with a divisor of 26.5",),
        )
    trace.said("balance", balance, "USD", display=money(balance), origin=slots["balance"].origin)
    trace.said("divisor", divisor, "years", display=plain(divisor), origin=slots["divisor"].origin)
    due = trace.step("balance / divisor, to the cent", "round({} / {}, 2)", balance, divisor, unit="USD")
    return answered(
        trace,
        Result(
            "required_distribution",
            due,
            "USD",
            f"{money(balance)} / {plain(divisor)} = {money(due)}",
            f"A balance of {money(balance)} divided by {plain(divisor)}, the divisor you gave, is a required distribution of {money(due)}.",
        ),
        slots,
    )


CALCULATOR = Calculator("required_distribution", recognise, read, compute)
