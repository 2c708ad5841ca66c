"""What the figure of a limit depends on, in plain words beside the answer."""

from __future__ import annotations

from assistant.calculators.ask import Ask
from assistant.calculators.measures import Amount, amount, band_of
from assistant.calculators.trace import Trace, money

_PLAN_REMARKS = {
    "solo": "What the business itself may put in depends on its earnings, by a rule that this desk does not hold.",
    "tsp": "The sentence cited speaks of 401(k) plans; this desk takes the same elective deferral limit for the Thrift Savings Plan.",
}
_LIMIT_REMARKS = {
    "additions": "Annual additions cannot be more than pay itself, and catch-up contributions come on top of the limit.",
    "ira": "The limit covers all of a saver's IRAs together, and no more than taxable pay; income limits can lower a Roth contribution.",
}
_EMPLOYER_REMARKS = {
    "deferral": "The limit is one per person: deferrals to the plans of every employer count together.",
    "catch_up": "The limit is one per person: deferrals to the plans of every employer count together.",
    "additions": "Unrelated employers each have a limit of this size for the same person, a point that is unverified.",
    "base_additions": "Unrelated employers each have a limit of this size for the same person, a point that is unverified.",
}


def conditions(ask: Ask, found: Amount) -> tuple[str, ...]:
    """What the figure depends on, in plain words."""
    separate = "The limits of the two plans are separate, so what went into the other one does not count here."
    remarks = (
        _LIMIT_REMARKS.get(ask.measure.name),
        _EMPLOYER_REMARKS.get(ask.measure.name) if "employers" in ask.slots else None,
        separate if ask.text("separate") else None,
        _PLAN_REMARKS.get(ask.text("plan")),
    )
    return (*_catch_up_conditions(ask, found), *(remark for remark in remarks if remark))


def _catch_up_conditions(ask: Ask, found: Amount) -> tuple[str, ...]:
    if not found.catch_up:
        return ()
    said = []
    if ask.measure.name in ("deferral", "catch_up", "additions", "simple", "simple_catch_up"):
        said.append(
            "The catch-up counts only if the plan offers it, and age is the age reached by the end of the year."
        )
    if found.band == "60 to 63" and ask.measure.at_60:
        instead = "The catch-up for ages 60 to 63 takes the place of the ordinary one and is not added to it."
        said.append(instead if found.higher else f"The higher catch-up for ages 60 to 63 did not exist in {ask.year}.")
    if found.band == "64 and over" and ask.age_in(ask.year) == 64 and ask.measure.at_60:
        said.append("In the year one turns 64 the ordinary catch-up applies again.")
    return tuple(said)


def turning(trace: Trace, ask: Ask, found: Amount) -> tuple[str, ...]:
    """What changes when the next birthday falls before the end of the year."""
    age = ask.number("age")
    if age is None or ask.is_past or ask.number("age_to") is not None or not ask.measure.base:
        return ()
    after = band_of(age + 1)
    if after == found.band or (not ask.measure.at_60 and found.band != "under 50"):
        return ()
    then = amount(trace, ask.measure, ask.year, after)
    if then.value == found.value:
        return ()
    trace.row(f"at {int(age) + 1} by the end of {ask.year}", then.value, "USD")
    return (f"Whoever turns {int(age) + 1} by the end of {ask.year} has {money(then.value)}.",)
