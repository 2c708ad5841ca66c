"""Money moving into coins: share x base / price, and each of them solved from the others.

The base is a pool of money at a date (a figure of the corpus, or a sum given); the price is the asker's, or the one that
the article's own inflow and coin count imply, said to be so.
"""

from __future__ import annotations

from decimal import Decimal

from assistant.calculators import given, inflow_recognition, inflow_slots, predictions
from assistant.calculators.bases import NO_PRICE_NOW, Base, bases_of, enter, premises
from assistant.calculators.coins import COIN_NAMES, coins_shown, coins_wanted, over_the_cap, price_of
from assistant.calculators.inflow_solving import (
    against_yardstick,
    part_of_supply,
    recount,
    solve_base,
    solve_price,
    solve_share,
    value_of_coins,
)
from assistant.calculators.inflow_split import by_pool, split
from assistant.calculators.observations import NEWEST, dated, observed
from assistant.calculators.protocol import Calculator, Desk, Result, Slots, answered, asks, declines
from assistant.calculators.shares import share_step
from assistant.calculators.slots import number, said, word
from assistant.calculators.trace import Trace, money, show
from assistant.types import Finding

_STOCK = "A share of assets is a one-time shift of money that is already saved, not a yearly flow, and the sum assumes that buying moves no price."


def compute(slots: Slots, desk: Desk) -> Finding | None:
    """The finding for the slots of an inflow question."""
    refused = _impossible(slots)
    if refused is not None:
        return refused
    trace = desk.trace()
    wanted = word(slots, "result") or "dollars"
    if "yard_share" in slots:
        return part_of_supply(slots, trace)
    if wanted in ("share", "base"):
        return solve_share(slots, trace) if wanted == "share" else solve_base(slots, trace)
    if wanted == "recount":
        return recount(slots, trace)
    if wanted == "price":
        return solve_price(slots, trace)
    if "yardstick" in slots:
        return against_yardstick(slots, trace)
    if "coins" in slots and "share" not in slots:
        return value_of_coins(slots, trace)
    if "share" in slots:
        return _forward(slots, trace)
    return _buys(slots, trace) if "amount" in slots else None


def _impossible(slots: Slots) -> Finding | None:
    shares = slots["share"].value if "share" in slots else ()
    for share in shares if isinstance(shares, tuple) else (shares,):
        if isinstance(share, Decimal) and not 0 <= share <= 100:
            return declines(
                "invalid_input",
                f"A share of a pool of money lies between 0% and 100%, so {show(share, 'percent')} cannot be worked out.",
                slots,
            )
    for name, words in (
        ("price", "A coin price"),
        ("base_amount", "A base"),
        ("amount", "An amount"),
        ("coins", "A number of coins"),
    ):
        value = number(slots, name)
        if value is not None and value <= 0:
            return declines("invalid_input", f"{words} has to be above zero.", slots)
    return None


def _forward(slots: Slots, trace: Trace) -> Finding | None:
    """Share and base are known: dollars, then coins."""
    bases = bases_of(slots, trace)
    if isinstance(bases, Finding):
        return bases
    if not bases:
        return None
    if "shares_by_base" in slots and len(bases) > 1 and coins_wanted(slots) in ([], ["crypto"], ["BTC"], ["ETH"]):
        return by_pool(slots, trace, bases)
    share = said(trace, "share", slots["share"], "percent")
    base = bases[0]
    amount = share_step(trace, f"{show(share, 'percent')} of {base.words}", enter(trace, base), share)
    lead = f"{show(share, 'percent')} of {base.words} is {money(amount)}"
    notices = [*premises(slots, trace, base), _STOCK]
    wanted = coins_wanted(slots)
    if ("split" in slots and len(wanted) == 1 and wanted[0] == "crypto") or (len(wanted) == 2 and "split" in slots):
        return split(slots, trace, amount, lead, notices)
    if len(wanted) == 1 and wanted[0] != "crypto":
        result = _in_coins(slots, trace, amount, lead, wanted[0], notices)
    else:
        formula = f"{show(share, 'percent')} x {money(base.value)} = {money(amount)}"
        result = Result(
            "inflow",
            amount,
            "USD",
            formula,
            lead + ".",
            conditions=(*_further(trace, bases[1:], share), *_either_coin(trace, amount, wanted)),
            notices=tuple(notices),
            suggestions=(
                "in bitcoin at $100,000?",
                f"and at {show(share * 2, 'percent')}?" if share <= 50 else "and at 1%?",
            ),
        )
    _grid(slots, trace, bases, share)
    return answered(trace, result, slots)


def _in_coins(slots: Slots, trace: Trace, amount: Decimal, lead: str, coin: str, notices: list[str]) -> Result:
    price = price_of(trace, coin, slots.get("price"))
    if price is None:
        question = f"The corpus holds no price for {coin}: at which price a coin should the {money(amount)} be turned into {coin}?"
        return Result(
            "inflow",
            amount,
            "USD",
            f"share x base = {money(amount)}",
            lead + ".",
            notices=(*notices, question),
            suggestions=("at $100 a coin?",),
        )
    bought = price.coins_for(trace, amount)
    shown = coins_shown(trace, bought, price)
    text = f"{lead}, which buys {shown} at {price.words}."
    conditions = over_the_cap(trace, bought, price.unit)
    if word(slots, "result") == "coins":
        trace.row("Dollars", amount, "USD")
        return Result(
            "inflow",
            bought,
            price.unit,
            f"{money(amount)} / {price.shown} = {shown}",
            text,
            shown,
            conditions,
            tuple(notices),
            (_other_coin(price.unit), "and at 2%?"),
        )
    trace.row(f"In {COIN_NAMES.get(coin, coin)}", bought, price.unit, shown)
    return Result(
        "inflow",
        amount,
        "USD",
        f"share x base = {money(amount)}",
        text,
        None,
        conditions,
        tuple(notices),
        (_other_coin(price.unit), "and at 2%?"),
    )


def _further(trace: Trace, bases: list[Base], share: Decimal) -> tuple[str, ...]:
    """The same share of the further pools that were named."""
    return tuple(
        f"{show(share, 'percent')} of {each.words} is {money(share_step(trace, each.words, enter(trace, each), share))}."
        for each in bases
    )


def _other_coin(unit: str) -> str:
    return "in ether?" if unit == "BTC" else "in bitcoin?"


def _either_coin(trace: Trace, amount: Decimal, wanted: list[str]) -> tuple[str, ...]:
    """For crypto in general: what the sum buys of either coin, as alternatives."""
    if not wanted:
        return ()
    bought = []
    for coin in ("BTC", "ETH"):
        price = price_of(trace, coin, None)
        if price is not None:
            count = price.coins_for(trace, amount)
            shown = coins_shown(trace, count, price)
            trace.row(f"All of it in {COIN_NAMES[coin]}", count, coin, shown)
            bought.append(f"{shown} at {price.words}")
    return (
        (f"Spent wholly on one coin that is {' or '.join(bought)}; the same money cannot buy both.",) if bought else ()
    )


def _grid(slots: Slots, trace: Trace, bases: list[Base], share: Decimal) -> None:
    """Rows for further shares and bases, and the newest published quarter beside a base without a date."""
    value = slots["share"].value
    shares = value if isinstance(value, tuple) else (share,)
    if len(shares) * len(bases) > 1:
        for base in bases:
            for each in shares:
                _grid_row(slots, trace, base, each)
    base = bases[0]
    if base.figure is not None and "base_date" not in slots:
        newest = observed(base.figure, NEWEST)
        if newest is not None and newest != base.found:
            words = f"the {money(newest.value)} of {base.figure.label} {dated(newest)}, the newest held"
            _grid_row(slots, trace, Base(newest.value, words, base.figure, newest), share)


def _grid_row(slots: Slots, trace: Trace, base: Base, share: Decimal) -> None:
    """One cell of the grid: dollars, or coins when they are asked for."""
    label = f"{show(share, 'percent')} of {base.words}"
    trace.said("share", share, "percent", display=show(share, "percent"), origin=slots["share"].origin)
    amount = share_step(trace, label, enter(trace, base), share)
    coins = [each for each in coins_wanted(slots) if each != "crypto"]
    price = price_of(trace, coins[0], slots.get("price")) if len(coins) == 1 else None
    if price is None:
        trace.row(label, amount, "USD")
        return
    bought = price.coins_for(trace, amount)
    shown = coins_shown(trace, bought, price)
    if word(slots, "result") == "coins":
        trace.row(label, bought, price.unit, f"{shown} ({money(amount)})")
    else:
        trace.row(label, amount, "USD", f"{money(amount)} ({shown})")


def _buys(slots: Slots, trace: Trace) -> Finding | None:
    """A sum of dollars turned into coins."""
    wanted = [each for each in coins_wanted(slots) if each != "crypto"]
    amount = said(trace, "amount", slots["amount"], "USD")
    if "split" in slots:
        return split(slots, trace, amount, money(amount), [])
    if not wanted:
        return asks("Which coin, and at which price?", slots, ("in bitcoin?", "in ether?"))
    price = price_of(trace, wanted[0], slots.get("price"))
    if price is None:
        return asks(f"The corpus holds no price for {wanted[0]}: at which price a coin?", slots)
    bought = price.coins_for(trace, amount)
    shown = coins_shown(trace, bought, price)
    for coin in wanted[1:]:
        other = price_of(trace, coin, None)
        if other is not None:
            count = other.coins_for(trace, amount)
            trace.row(f"In {COIN_NAMES[coin]} instead", count, coin, coins_shown(trace, count, other))
    result = Result(
        "inflow",
        bought,
        price.unit,
        f"{money(amount)} / {price.shown} = {shown}",
        f"{money(amount)} buys {shown} at {price.words}.",
        shown,
        over_the_cap(trace, bought, price.unit),
        (NO_PRICE_NOW,) if "price_today" in slots and not price.exact else (),
        (_other_coin(price.unit), "what share of 401(k) money is that?"),
    )
    return answered(trace, result, slots)


CALCULATORS = (
    predictions.CALCULATOR,
    given.CALCULATOR,
    Calculator("inflow", inflow_recognition.recognise, inflow_slots.read, compute, inflow_recognition.is_whole),
)
