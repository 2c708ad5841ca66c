"""A sum divided between coins: dollars and coins of each part."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.calculators.bases import Base, enter
from assistant.calculators.coins import COIN_NAMES, Price, coins_shown, coins_wanted, price_of
from assistant.calculators.protocol import Result, Slot, Slots, answered, asks
from assistant.calculators.shares import share_step
from assistant.calculators.slots import word
from assistant.calculators.trace import Trace, money, rounded, show
from assistant.types import Finding


@dataclass(frozen=True, slots=True)
class _Part:
    """What goes into one coin; ``count`` is None for a coin without a price."""

    coin: str
    dollars: Decimal
    count: Decimal | None
    told: str


def split(slots: Slots, trace: Trace, amount: Decimal, lead: str, notices: list[str]) -> Finding:
    """The whole sum as the answer, or the part or the coins that are asked for."""
    coins = [each for each in coins_wanted(slots) if each != "crypto"] or ["BTC", "ETH"]
    shares = slots["split"].value
    prices = slots["prices"].value if "prices" in slots else ()
    assert isinstance(shares, tuple)
    assert isinstance(prices, tuple)
    own = {each: Slot(prices[at]) for at, each in enumerate(coins) if at < len(prices)}
    if "price" in slots and not prices and word(slots, "part") in coins:
        own[word(slots, "part")] = slots["price"]
    if "price" in slots and not own:
        return asks("Of which coin is the price, and what does the other one cost?", slots)
    said_apart = slots["part_shares"].value if "part_shares" in slots else ()
    for each in said_apart if isinstance(said_apart, tuple) else ():
        trace.said("share of the base", each, "percent", display=show(each, "percent"))
    parts = []
    for coin, share in zip(coins, shares, strict=False):
        name = COIN_NAMES.get(coin, coin)
        trace.said(f"part in {name}", share, "percent", display=show(share, "percent"), origin=slots["split"].origin)
        price = price_of(trace, coin, own.get(coin))
        parts.append(_part(trace, coin, amount, share, price))
    formula = f"{money(amount)} split {'/'.join(show(share, 'percent') for share in shares)}"
    told = f"{lead}: {'; and '.join(each.told for each in parts)}."
    value, unit, shown = _asked(slots, parts, amount)
    return answered(trace, Result("inflow", value, unit, formula, told, shown, notices=tuple(notices)), slots)


def _part(trace: Trace, coin: str, amount: Decimal, share: Decimal, price: Price | None) -> _Part:
    name = COIN_NAMES.get(coin, coin)
    dollars = trace.step(f"{show(share, 'percent')} of the sum", "round({} * {} / 100, 2)", amount, share, unit="USD")
    trace.row(f"{name}: dollars", dollars, "USD")
    if price is None:
        return _Part(coin, dollars, None, f"{money(dollars)} in {coin}")
    count = price.coins_for(trace, dollars)
    shown = coins_shown(trace, count, price)
    whole = _whole(trace, count, coin)
    trace.row(f"{name}: coins", count, coin, whole if whole == shown else f"{whole} ({shown})")
    return _Part(coin, dollars, count, f"{money(dollars)} in {name}, which buys {shown} at {price.words}")


def _whole(trace: Trace, count: Decimal, coin: str) -> str:
    """The count to whole coins, as the table shows it beside the rounder one in the text."""
    whole = count if rounded(count, 0) == count else trace.step("to whole coins", "round({}, 0)", count, unit=coin)
    return f"{whole:,.0f} {coin}"


def _asked(slots: Slots, parts: list[_Part], amount: Decimal) -> tuple[Decimal, str, str | None]:
    """The value that answers: one part's coins or dollars when it is named, the coins of the first when coins are asked for."""
    named = next((each for each in parts if each.coin == word(slots, "part")), None)
    chosen = named or parts[0]
    if word(slots, "result") == "coins" and chosen.count is not None and (named or "prices" in slots):
        return chosen.count, chosen.coin, f"{rounded(chosen.count, 0):,f} {chosen.coin}"
    return (named.dollars, "USD", None) if named else (amount, "USD", None)


def by_pool(slots: Slots, trace: Trace, bases: list[Base]) -> Finding:
    """A share of its own for each of several pools: the sums, their total, and what the total buys when a coin is named."""
    shares = slots["shares_by_base"].value
    assert isinstance(shares, tuple)
    sums = []
    told = []
    for share, base in zip(shares, bases, strict=False):
        trace.said("share", share, "percent", display=show(share, "percent"))
        amount = share_step(trace, f"{show(share, 'percent')} of {base.words}", enter(trace, base), share)
        trace.row(f"{show(share, 'percent')} of {base.words}", amount, "USD")
        sums.append(amount)
        told.append(f"{show(share, 'percent')} of {base.words} is {money(amount)}")
    total = trace.step("together", " + ".join("{}" for _ in sums), *sums, unit="USD")
    lead = f"{'; '.join(told)}; together {money(total)}."
    formula = f"{' + '.join(money(each) for each in sums)} = {money(total)}"
    coin = next((each for each in coins_wanted(slots) if each in COIN_NAMES), "")
    price = price_of(trace, coin, slots.get("price")) if coin else None
    if price is None:
        return answered(trace, Result("inflow", total, "USD", formula, lead), slots)
    count = price.coins_for(trace, total)
    shown = coins_shown(trace, count, price)
    trace.row(f"In {COIN_NAMES[coin]}", count, coin, shown)
    lead = f"{lead.rstrip('.')}, which buys {shown} at {price.words}."
    value, unit = (count, coin) if word(slots, "result") == "coins" else (total, "USD")
    return answered(trace, Result("inflow", value, unit, formula, lead), slots)
