"""Where else an exception would hold: what an IRA lifts beside a plan that does not, and the other way round."""

from __future__ import annotations

from assistant.calculators.penalties import early_in, free_part, is_excepted, label_of, saver_of
from assistant.calculators.protocol import Desk, Slots
from assistant.calculators.trace import Trace, money


def elsewhere(slots: Slots, desk: Desk, trace: Trace) -> tuple[str, ...]:
    """A sentence on the other kind of account when the exception that is named holds there only; its evidence is cited."""
    saver = saver_of(slots, desk)
    if not (saver.plan and saver.reason and early_in(saver, desk, trace)):
        return ()
    there = not saver.is_ira
    if is_excepted(trace, saver.reason, ira=saver.is_ira) or not is_excepted(trace, saver.reason, ira=there):
        return ()
    where = "an IRA" if there else "an employer plan"
    # Of the reasons that only one kind of account knows, the first home alone has a limit.
    most = free_part(slots, desk, trace, saver.reason)
    upto = f", up to {money(most)} in a lifetime" if most is not None else ""
    return (f"In {where}, the exception for {label_of(trace, saver.reason, ira=there)} does apply{upto}.",)
