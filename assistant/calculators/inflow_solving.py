"""An inflow solved for its share, its base or its price, and coins held against a yardstick."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assistant.calculators import inflow_words
from assistant.calculators.bases import bases_of, enter, premises
from assistant.calculators.coins import (
    COIN_NAMES,
    Price,
    coins_shown,
    coins_wanted,
    issuance_step,
    over_the_cap,
    price_of,
    yardstick_step,
)
from assistant.calculators.observations import dated, take, usual
from assistant.calculators.protocol import PREMISE, Result, Slot, Slots, answered, asks, declines
from assistant.calculators.shares import percent_shown, percent_step
from assistant.calculators.slots import number, said, word
from assistant.calculators.trace import Trace, money, show
from assistant.types import Finding

_HUNDRED = Decimal(100)


def _coin_count(slots: Slots, trace: Trace, *, mend: bool = True) -> tuple[Decimal, str, list[str]]:
    """The coins asked about, with the article's slip of unit (22.6 million "BTC") put right."""
    count, unit = number(slots, "coins"), (coins_wanted(slots) or ["BTC"])[0]
    assert count is not None
    notices = []
    cap = trace.facts.figures.get("btc_cap")
    if unit == "BTC" and cap is not None and count > usual(cap).value:
        most = take(trace, cap, usual(cap))
        if count == Decimal(22600000):
            notices.append(
                f"{PREMISE}22.6 million can only be ether, because no more than {most:,f} BTC can ever exist; the article prints BTC by mistake."
            )
            unit = "ETH" if mend else unit
        else:
            notices.append(f"{PREMISE}no more than {most:,f} BTC can ever exist.")
    trace.said("coins", count, unit, display=f"{count:,f} {unit}", origin=slots["coins"].origin)
    return count, unit, notices


def value_of_coins(slots: Slots, trace: Trace) -> Finding:
    """A number of coins in dollars."""
    count, unit, notices = _coin_count(slots, trace)
    price = price_of(trace, unit, slots.get("price"))
    if price is None:
        return asks(f"The corpus holds no price for {unit}: at which price a coin?", slots)
    value = price.dollars_for(trace, count)
    result = Result(
        "inflow",
        value,
        "USD",
        f"{count:,f} {unit} x {price.shown} = {about(price, value)}",
        f"{count:,f} {unit} cost {about(price, value)} at {price.words}.",
        None,
        (),
        tuple(notices),
        ("what share of 401(k) money is that?",),
    )
    return answered(trace, result, slots)


def recount(slots: Slots, trace: Trace) -> Finding | None:
    """What a sum (the article's when none is said) buys of the coin asked for, beside a count that is said to be wrong."""
    said_count, unit, notices = _coin_count(slots, trace)
    coin = word(slots, "part") or unit
    price, inflow = price_of(trace, coin, slots.get("price")), trace.facts.figures.get("article_inflow")
    bases = bases_of(slots, trace) if "share" in slots else []
    if isinstance(bases, Finding):
        return bases
    if price is None or inflow is None:
        return None
    if "amount" in slots:
        amount = said(trace, "amount", slots["amount"], "USD")
    elif bases:
        share = said(trace, "share", slots["share"], "percent")
        amount = trace.step("dollars", "{} * {} / 100", enter(trace, bases[0]), share, unit="USD")
    else:
        amount = take(trace, inflow, usual(inflow))
    count = price.coins_for(trace, amount)
    shown = coins_shown(trace, count, price)
    if not notices and unit == coin and abs(count - said_count) * 100 > count:
        notices.append(f"{PREMISE}{money(amount)} does not buy {said_count:,f} {unit} at {price.shown} a coin.")
    lead = f"{money(amount)} buys {shown} at {price.words}."
    formula = f"{money(amount)} / {price.shown} = {shown}"
    conditions = over_the_cap(trace, count, coin)
    return answered(
        trace, Result("inflow", count, coin, formula, lead, shown, conditions, notices=tuple(notices)), slots
    )


def about(price: Price, value: Decimal) -> str:
    """Dollars, marked as rough when the price is."""
    return money(value) if price.exact else f"about {money(value)}"


def part_of_supply(slots: Slots, trace: Trace) -> Finding | None:
    """A share of all the coins (or of what funds hold): how many, what they cost, and which share of a base that is."""
    figure = trace.facts.figures.get(word(slots, "yardstick"))
    if figure is None or figure.unit not in COIN_NAMES:
        return None
    part = said(trace, "yard_share", slots["yard_share"], "percent")
    found = usual(figure)
    count = trace.step(
        f"{show(part, 'percent')} of the {figure.label}",
        "{} * {} / 100",
        take(trace, figure, found),
        part,
        unit=figure.unit,
    )
    price = price_of(trace, figure.unit, slots.get("price"))
    if price is None:
        return None
    cost = price.dollars_for(trace, count)
    told = f"{show(part, 'percent')} of the {figure.label} {dated(found)} is {count.normalize():,f} {figure.unit}, which costs {about(price, cost)} at {price.words}"
    bases = bases_of(slots, trace) if "base" in slots or "base_amount" in slots else []
    if isinstance(bases, Finding):
        return bases
    result = Result(
        "inflow",
        cost,
        "USD",
        f"{count.normalize():,f} {figure.unit} x {price.shown} = {about(price, cost)}",
        f"{told}.",
    )
    if bases:
        share = percent_step(trace, f"cost as a share of {bases[0].words}", cost, enter(trace, bases[0]))
        trace.row(f"As a share of {bases[0].words}", share, "percent", percent_shown(share))
        told += f": {percent_shown(share)} of {bases[0].words}"
        result = replace(result, lead=f"{told}.")
        if word(slots, "result") == "share":
            formula = f"{money(cost)} / {money(bases[0].value)} x 100 = {percent_shown(share)}"
            result = Result("inflow_share", share, "percent", formula, f"{told}.", percent_shown(share))
    if word(slots, "result") == "coins":
        formula = f"{show(part, 'percent')} x {show(found.value, figure.unit)}"
        result = Result("inflow", count, figure.unit, formula, f"{told}.")
    return answered(trace, result, slots)


def solve_share(slots: Slots, trace: Trace) -> Finding | None:
    """Which share of a base gives a sum, or buys a number of coins."""
    bases = bases_of(slots, trace)
    if isinstance(bases, Finding):
        return bases
    if not bases:
        return None
    total = _asked_sum(slots, trace, "{coins} ({dollars})")
    if isinstance(total, Finding):
        return total
    amount, what, notices = total
    base = bases[0]
    if amount == base.value:  # the base named with its size, and a part of it that is not held
        return None
    share = percent_step(trace, f"{what} as a share of {base.words}", amount, enter(trace, base))
    for other in bases[1:]:
        trace.row(
            f"Share of {other.words}",
            percent_step(trace, f"Share of {other.words}", amount, enter(trace, other)),
            "percent",
        )
    notices += premises(slots, trace, base)
    verb = "are" if "amount" not in slots else "is"
    lead = f"{what} {verb} {percent_shown(share)} of {base.words}."
    if share > _HUNDRED:
        notices.append(f"More than the whole base: {base.words} would not be enough.")
    return answered(
        trace,
        Result(
            "inflow_share",
            share,
            "percent",
            f"{money(amount)} / {money(base.value)} x 100 = {percent_shown(share)}",
            lead,
            percent_shown(share),
            notices=tuple(notices),
            suggestions=("and of IRAs?", "and of all retirement assets?"),
        ),
        slots,
    )


def _asked_sum(slots: Slots, trace: Trace, coins_worded: str) -> tuple[Decimal, str, list[str]] | Finding:
    """The dollars that a share or base is sought for, their words and notices: the sum given, or the price of a number
    of coins, worded with ``{coins}`` and ``{dollars}``. A question back when a coin has no price."""
    if "amount" in slots:
        amount = said(trace, "amount", slots["amount"], "USD")
        return amount, money(amount), []
    count, unit, notices = _coin_count(slots, trace)
    price = price_of(trace, unit, slots.get("price"))
    if price is None:
        return asks(f"The corpus holds no price for {unit}: at which price a coin?", slots)
    amount = price.dollars_for(trace, count)
    return (
        amount,
        coins_worded.format(coins=f"{count:,f} {unit}", dollars=f"{about(price, amount)} at {price.words}"),
        notices,
    )


def solve_base(slots: Slots, trace: Trace) -> Finding:
    """Which base makes a share of it come to a sum, or buy a number of coins."""
    share = said(trace, "share", slots["share"], "percent")
    if share == 0:
        return declines("invalid_input", "No base has a share of 0% that comes to a sum above zero.", slots)
    total = _asked_sum(slots, trace, "The price of {coins}, {dollars},")
    if isinstance(total, Finding):
        return total
    amount, what, notices = total
    base = trace.step("base = amount / share", "round({} * 100 / {}, 2)", amount, share, unit="USD")
    lead = f"{what} is {show(share, 'percent')} of {money(base)}."
    formula = f"{money(amount)} / {show(share, 'percent')} = {money(base)}"
    return answered(trace, Result("inflow_base", base, "USD", formula, lead, notices=tuple(notices)), slots)


def solve_price(slots: Slots, trace: Trace) -> Finding | None:
    """Which price a sum and a number of coins imply; without a sum, the article's own inflow."""
    count, unit, notices = _coin_count(slots, trace)
    if "amount" in slots:
        amount, whose = said(trace, "amount", slots["amount"], "USD"), ""
    elif "share" in slots:
        bases = bases_of(slots, trace)
        if isinstance(bases, Finding):
            return bases
        if not bases:
            return None
        share = said(trace, "share", slots["share"], "percent")
        amount = trace.step("dollars", "{} * {} / 100", enter(trace, bases[0]), share, unit="USD")
        whose = f" ({show(share, 'percent')} of {bases[0].words})"
    else:
        inflow = trace.facts.figures.get("article_inflow")
        if inflow is None:
            return None
        amount, whose = take(trace, inflow, usual(inflow)), ", the inflow in the article,"
    price = trace.step("price = dollars / coins, to the cent", "round({} / {}, 2)", amount, count, unit=f"USD/{unit}")
    whole = trace.step("to the dollar", "round({}, 0)", price, unit=f"USD/{unit}") if price > 100 else price
    lead = f"{money(amount)}{whose} for {count:,f} {unit} implies a price of about {money(whole)} per {unit}."
    return answered(
        trace,
        Result(
            "inflow_price",
            price,
            f"USD/{unit}",
            f"{money(amount)} / {count:,f} {unit} = {money(whole)}",
            lead,
            money(whole),
            notices=tuple(notices),
        ),
        slots,
    )


def against_yardstick(slots: Slots, trace: Trace) -> Finding | None:
    """Coins or dollars measured against supply, cap, days of issuance, exchange-traded funds."""
    yard = word(slots, "yardstick")
    figure = trace.facts.figures.get(yard)
    amount: Decimal | None = None
    notices: list[str] = []
    told = ""
    in_dollars = figure is not None and figure.unit == "USD"
    if "share" in slots:
        bases = bases_of(slots, trace)
        if isinstance(bases, Finding):
            return bases
        if not bases:
            return None
        share = said(trace, "share", slots["share"], "percent")
        amount = trace.step("dollars", "{} * {} / 100", enter(trace, bases[0]), share, unit="USD")
        told = f"{show(share, 'percent')} of {bases[0].words}, {money(amount)}"
    elif "amount" in slots:
        amount = said(trace, "amount", slots["amount"], "USD")
        told = money(amount)
    count, unit = None, "ETH" if yard.startswith("eth") else (coins_wanted(slots) or ["BTC"])[0]
    if unit not in COIN_NAMES:
        unit = "BTC"
    if amount is None:
        if "coins" not in slots:
            return None
        if yard == inflow_words.ISSUANCE and set(coins_wanted(slots)) <= {"crypto", "coin"}:
            slots = {**slots, "coin": Slot("BTC", "default")}
        count, unit, notices = _coin_count(slots, trace, mend=yard == "eth_supply")
        told = f"{count:,f} {unit}"
    return _measured(slots, trace, (amount, count, unit), told, notices, in_dollars)


def _measured(
    slots: Slots,
    trace: Trace,
    given: tuple[Decimal | None, Decimal | None, str],
    told: str,
    notices: list[str],
    in_dollars: bool,
) -> Finding | None:
    amount, count, unit = given
    yard = word(slots, "yardstick")
    price = price_of(trace, unit, slots.get("price"))
    if in_dollars and amount is None and count is not None and price is not None:
        amount = price.dollars_for(trace, count)
    if not in_dollars and count is None and amount is not None and price is not None:
        count = price.coins_for(trace, amount)
        told += f" or {coins_shown(trace, count, price)} at {price.words}"
    if in_dollars and amount is not None:
        return yardstick_step(slots, trace, amount, "USD", told, notices)
    if count is None:
        return None
    if yard == inflow_words.ISSUANCE:
        return issuance_step(slots, trace, count, told, notices, unit)
    return yardstick_step(slots, trace, count, unit, told, notices)
