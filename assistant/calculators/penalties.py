"""The additional tax on money taken out early (section 72(t)): which rate applies, and which exception lifts it.

A person may fall into several branches as long as a fact is missing (before or from age 59½, employer plan or IRA,
left the employer at 55 or not). Every branch is a ``Ruling``; the first is the commonest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.calculators.protocol import Desk, Slots
from assistant.calculators.slots import number, word
from assistant.calculators.trace import NotPublished, Trace

IRAS = ("ira", "sep", "simple", "roth_ira")
PLAN_WORDS = {
    "401k": "a 401(k)",
    "403b": "a 403(b)",
    "tsp": "the Thrift Savings Plan",
    "457b": "a governmental 457(b) plan",
    "ira": "an IRA",
    "sep": "a SEP IRA",
    "simple": "a SIMPLE IRA",
    "roth_ira": "a Roth IRA",
    "roth_401k": "a Roth 401(k)",
    "": "a 401(k)",
}
_LIMITS = {
    "birth_adoption": "birth_adoption_limit",
    "first_home": "first_home_limit",
    "emergency": "emergency_expense_limit",
    "disaster": "disaster_limit",
}
_IF_OFFERED = ("domestic_abuse", "emergency")
_NO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A branch: the rate of the additional tax in percent, when it is the one, why, and what part of the sum is free of it."""

    rate: Decimal
    when: str
    why: str
    free: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Saver:
    """The person and the money as far as the question tells; ages are a range when they are not known to the half year."""

    youngest: Decimal | None
    oldest: Decimal | None
    plan: str
    reason: str

    @property
    def is_ira(self) -> bool:
        """Whether the money is in an IRA of some kind."""
        return self.plan in IRAS


def saver_of(slots: Slots, desk: Desk) -> Saver:
    """Reads the person off the slots."""
    age, born = number(slots, "age"), number(slots, "birth_year")
    youngest, oldest = age, age
    if age is None and born is not None:
        oldest = (number(slots, "year") or Decimal(desk.today.year)) - born
        youngest = oldest - 1
    if oldest is not None and oldest == oldest.to_integral_value():
        oldest += Decimal("0.99")
    return Saver(youngest, oldest, word(slots, "plan"), word(slots, "reason"))


def rulings(slots: Slots, desk: Desk, trace: Trace) -> list[Ruling]:
    """The branches that the facts leave open, the commonest first."""
    saver = saver_of(slots, desk)
    if saver.plan == "457b" and "rolled_in" not in slots and is_excepted(trace, "government_457b", ira=False):
        return [
            Ruling(
                _NO, "", "money in a governmental 457(b) plan is free of it, apart from money rolled in from elsewhere"
            )
        ]
    full_age = trace.parameter("early_withdrawal_age", desk.today)
    late = Ruling(_NO, "from age 59½ on", "it ends at age 59½")
    if saver.youngest is not None and saver.youngest >= full_age:
        return [late]
    early = _early(slots, desk, trace, saver)
    if saver.oldest is not None and saver.oldest < full_age:
        return early
    return [*(replace(each, when=_both("before age 59½", each.when)) for each in early), late]


def _both(first: str, second: str) -> str:
    return f"{first} and {second}" if second else first


def _early(slots: Slots, desk: Desk, trace: Trace, saver: Saver) -> list[Ruling]:
    if saver.reason:
        return _by_reason(slots, desk, trace, saver)
    branches = _ordinary(slots, desk, trace, saver)
    if saver.is_ira:
        return branches
    return _by_separation(slots, desk, trace, saver, branches)


def _ordinary(slots: Slots, desk: Desk, trace: Trace, saver: Saver) -> list[Ruling]:
    """The rate without an exception: 10%, for a SIMPLE IRA 25% in its first two years."""
    why = "no exception is named" if not saver.reason else "it is not lifted"
    plain = Ruling(trace.parameter("early_withdrawal_tax", desk.today), "", why)
    if saver.plan != "simple":
        return [plain]
    higher = Ruling(
        trace.parameter("simple_early_withdrawal_tax", desk.today),
        "in the first 2 years of the SIMPLE IRA",
        "a SIMPLE IRA bears the higher rate in its first 2 years",
    )
    first = slots["first_two_years"].value if "first_two_years" in slots else None
    if first is None:
        return [replace(plain, when="after the first 2 years of the SIMPLE IRA"), higher]
    return [higher if first else plain]


def _by_separation(slots: Slots, desk: Desk, trace: Trace, saver: Saver, branches: list[Ruling]) -> list[Ruling]:
    """Leaving the employer in or after the year of reaching 55 (public safety: 50) lifts the tax for that employer's plan."""
    safety = "public_safety" in slots
    from_age = Decimal(50 if safety else 55)
    left = slots["separated"].value if "separated" in slots else None
    left_at = number(slots, "left_at")
    reached = left_at if left_at is not None else saver.youngest
    oldest = (left_at + Decimal("0.99")) if left_at is not None else saver.oldest
    if left is False or (oldest is not None and oldest < from_age - 1) or (oldest is None and not left):
        return branches
    trace.parameter("separation_age_public_safety" if safety else "separation_age", desk.today)
    if not is_excepted(trace, "separation_public_safety" if safety else "separation", ira=False):
        return branches
    free = Ruling(
        _NO,
        f"if you left that employer in or after the calendar year of reaching {from_age}",
        f"you left that employer in or after the calendar year of reaching {from_age}, which lifts it for that employer's plan",
    )
    otherwise = [
        replace(
            each,
            when=_both(
                f"unless you left that employer in or after the calendar year of reaching {from_age}", each.when
            ),
        )
        for each in branches
    ]
    if (left and left_at is not None and left_at >= from_age) or (
        left and left_at is None and reached is not None and reached >= from_age
    ):
        certain = left_at is not None
        others = (
            []
            if certain
            else [
                replace(each, when=f"if you left before the calendar year of reaching {from_age}") for each in branches
            ]
        )
        return [free, *others, *_ira_too(trace, saver, branches)]
    if reached is not None and reached < from_age and not left:
        return branches
    return [*otherwise, free] if reached is None or reached >= from_age or left else branches


def _ira_too(trace: Trace, saver: Saver, branches: list[Ruling]) -> list[Ruling]:
    """The other branch when no plan is named: the separation exception is not for IRAs."""
    if saver.plan or not _denied(trace, "separation"):
        return []
    return [replace(each, when="if the money is in an IRA") for each in branches]


def early_in(saver: Saver, desk: Desk, trace: Trace) -> bool:
    """Whether the saver may be too young to be free of the additional tax by age."""
    return saver.youngest is None or saver.youngest < trace.parameter("early_withdrawal_age", desk.today)


def is_excepted(trace: Trace, reason: str, *, ira: bool) -> bool:
    """Whether the corpus lifts the tax for a reason; its sentence is cited."""
    parameter = trace.facts.parameters.get(f"exception_{reason}_{'ira' if ira else 'plan'}")
    if parameter is None or not parameter.values:
        return False
    trace.cite(parameter.values[-1].evidence)
    return str(parameter.values[-1].value) in ("free", "age 50")


def _denied(trace: Trace, reason: str) -> bool:
    return not is_excepted(trace, reason, ira=True)


def _by_reason(slots: Slots, desk: Desk, trace: Trace, saver: Saver) -> list[Ruling]:
    """The branches for a listed reason, by the kind of plan where that makes a difference."""
    if saver.plan:
        return _reason_in(slots, desk, trace, saver, ira=saver.is_ira)
    in_plan, in_ira = (_reason_in(slots, desk, trace, saver, ira=ira) for ira in (False, True))
    if [each.rate for each in in_plan] == [each.rate for each in in_ira]:
        return in_plan
    return [
        *(replace(each, when=_both("in a 401(k)", each.when)) for each in in_plan),
        *(replace(each, when=_both("in an IRA", each.when)) for each in in_ira),
    ]


def _reason_in(slots: Slots, desk: Desk, trace: Trace, saver: Saver, *, ira: bool) -> list[Ruling]:
    words = label_of(trace, saver.reason, ira=ira)
    if not is_excepted(trace, saver.reason, ira=ira):
        where = "an IRA" if ira else "an employer plan"
        why = (
            "a hardship withdrawal is not by itself an exception (unverified)"
            if saver.reason == "hardship"
            else f"the exception for {words} does not apply to {where}"
        )
        ordinary = _ordinary(slots, desk, trace, saver)
        if saver.reason == "hardship" and not ira:
            ordinary = _by_separation(slots, desk, trace, saver, ordinary)
        return [replace(each, why=why) if each.rate else each for each in ordinary]
    offered = ", if the plan offers it" if saver.reason in _IF_OFFERED and not ira else ""
    if saver.reason == "periodic_payments" and not ira:
        offered = " once you have left the employer"
    free = free_part(slots, desk, trace, saver.reason)
    lifted = f"the exception for {words} lifts it{offered}"
    if free is None:
        return [Ruling(_NO, "", lifted)]
    return [replace(each, why=lifted, free=free) for each in _ordinary(slots, desk, trace, saver)[:1]]


def label_of(trace: Trace, reason: str, *, ira: bool) -> str:
    parameter = trace.facts.parameters.get(f"exception_{reason}_{'ira' if ira else 'plan'}")
    return parameter.label.rsplit(", ", 1)[0] if parameter is not None else reason.replace("_", " ")


def free_part(slots: Slots, desk: Desk, trace: Trace, reason: str) -> Decimal | None:
    """The part of the sum that an exception frees, None when all of it is free."""
    year = int(number(slots, "year") or desk.today.year)
    if reason == "domestic_abuse":
        limit = trace.parameter("domestic_abuse_limit", year)
        balance = number(slots, "balance")
        if balance is None:
            return limit
        share = trace.parameter("domestic_abuse_share", desk.today)
        trace.said("balance", balance, "USD", display=f"${balance:,f}")
        return trace.step(
            "the lesser of the limit and the share of the balance",
            "min({}, {} * {} / 100)",
            limit,
            balance,
            share,
            unit="USD",
        )
    if reason == "medical":
        bills, income = number(slots, "medical"), number(slots, "agi")
        if bills is None or income is None:
            return _NO
        trace.said("medical bills", bills, "USD", display=f"${bills:,f}")
        trace.said("adjusted gross income", income, "USD", display=f"${income:,f}")
        floor = trace.parameter("medical_agi_floor", desk.today)
        return trace.step("bills above the floor", "max({} - {} * {} / 100, 0)", bills, income, floor, unit="USD")
    balance = number(slots, "balance")
    if reason == "emergency" and balance is not None:
        limit = trace.parameter("emergency_expense_limit", desk.today)
        trace.said("balance", balance, "USD", display=f"${balance:,f}")
        above = "the lesser of the limit and the balance above it"
        return trace.step(above, "min({}, max({} - {}, 0))", limit, balance, limit, unit="USD")
    if reason not in _LIMITS:
        return None
    try:
        limit = trace.parameter(_LIMITS[reason], desk.today)
    except NotPublished:
        return None
    children = number(slots, "children") or Decimal(1)
    return limit if children == 1 else trace.step("limit for all children", "{} * {}", limit, children, unit="USD")
