"""Money moving into coins: share x base / price, and each of them solved from the others.

The base is a pool of money at a date (a figure of the corpus, or a sum given); the price is the asker's, or the one that
the article's own inflow and coin count imply, said to be so.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.calculators import inflow_words
from assistant.calculators.coins import (
    COIN_NAMES,
    Price,
    coins_shown,
    issuance_step,
    over_the_cap,
    price_of,
    yardstick_step,
)
from assistant.calculators.observations import NEWEST, dated, held_days, observed, shown_day, take, usual
from assistant.calculators.protocol import PREMISE, Calculator, Desk, Result, Slot, Slots, answered, asks, declines
from assistant.calculators.shares import percent_shown, percent_step
from assistant.calculators.trace import Trace, money, show
from assistant.types import Figure, Finding, Observation

_STOCK = ("A share of assets is a one-time shift of money that is already saved, not a yearly flow, and the sum assumes that buying moves no price.")
_HUNDRED = Decimal(100)
_NO_PRICE_NOW = f"{PREMISE}the corpus holds no coin price of today; the one used is of August 2025. Give a price to use it instead."


@dataclass(frozen=True, slots=True)
class Base:
    """A pool of money and the words for it; ``figure`` is None for a sum that the asker gave."""

    value: Decimal
    words: str
    figure: Figure | None = None
    found: Observation | None = None
    assumed: bool = False


def compute(slots: Slots, desk: Desk) -> Finding | None:
    """The finding for the slots of an inflow question."""
    refused = _impossible(slots)
    if refused is not None:
        return refused
    trace = desk.trace()
    wanted = _text(slots, "result") or "dollars"
    if "yard_share" in slots:
        return _part_of_supply(slots, trace)
    if wanted in ("share", "base"):
        return _solve_share(slots, trace) if wanted == "share" else _solve_base(slots, trace)
    if wanted == "price":
        return _solve_price(slots, trace)
    if "yardstick" in slots:
        return _against_yardstick(slots, trace)
    if "coins" in slots and "share" not in slots:
        return _value_of_coins(slots, trace)
    if "share" in slots:
        return _forward(slots, trace)
    return _buys(slots, trace) if "amount" in slots else None


def _number(slots: Slots, name: str) -> Decimal | None:
    value = slots[name].value if name in slots else None
    return value[0] if isinstance(value, tuple) else value if isinstance(value, Decimal) else None


def _text(slots: Slots, name: str) -> str:
    value = slots[name].value if name in slots else ""
    return value if isinstance(value, str) else ""


def _impossible(slots: Slots) -> Finding | None:
    shares = slots["share"].value if "share" in slots else ()
    for share in shares if isinstance(shares, tuple) else (shares,):
        if isinstance(share, Decimal) and not 0 <= share <= 100:
            return declines("invalid_input", f"A share of a pool of money lies between 0% and 100%, so {show(share, 'percent')} cannot be worked out.", slots)
    for name, words in (("price", "A coin price"), ("base_amount", "A base"), ("amount", "An amount"), ("coins", "A number of coins")):
        value = _number(slots, name)
        if value is not None and value <= 0:
            return declines("invalid_input", f"{words} has to be above zero.", slots)
    return None


def _bases(slots: Slots, trace: Trace) -> list[Base] | Finding:
    """The pools of money to work on, the asker's own sum first."""
    given = _number(slots, "base_amount")
    names = [name for name in _text(slots, "base").split(",") if name]
    if given is not None:
        return [Base(given, f"{money(given)}, the base you gave")]
    bases = []
    for name in names or ["assets_401k"]:
        figure = trace.facts.figures.get(name)
        if figure is None:
            return []
        found = _observation(figure, _text(slots, "base_date"))
        if found is None:
            return declines("not_in_corpus", f"The corpus holds no {figure.label} for {shown_day(_text(slots, 'base_date'))}. It holds them for {held_days(figure)}.", slots)
        bases.append(Base(found.value, f"the {money(found.value)} of {figure.label} {dated(found)}", figure, found, not names))
    return bases


def _observation(figure: Figure, day: str) -> Observation | None:
    if not day:
        return usual(figure)
    if len(day) == 4:
        in_year = [each for each in figure.observations if each.as_of.startswith(day)]
        return usual(figure) if usual(figure) in in_year else in_year[-1] if in_year else None
    return observed(figure, day)


def _enter(trace: Trace, base: Base) -> Decimal:
    if base.figure is not None and base.found is not None:
        return take(trace, base.figure, base.found)
    trace.said("base", base.value, "USD", display=money(base.value))
    return base.value


def _said(trace: Trace, name: str, slot: Slot, unit: str) -> Decimal:
    value = slot.value[0] if isinstance(slot.value, tuple) else slot.value
    assert isinstance(value, Decimal)
    trace.said(name, value, unit, display=show(value, unit), origin=slot.origin)
    return value


def _coins_wanted(slots: Slots) -> list[str]:
    return [name for name in _text(slots, "coin").split(",") if name]


def _forward(slots: Slots, trace: Trace) -> Finding | None:
    """Share and base are known: dollars, then coins."""
    bases = _bases(slots, trace)
    if isinstance(bases, Finding):
        return bases
    if not bases:
        return None
    share = _said(trace, "share", slots["share"], "percent")
    base = bases[0]
    amount = trace.step(f"{show(share, 'percent')} of {base.words}", "{} * {} / 100", _enter(trace, base), share, unit="USD")
    lead = f"{show(share, 'percent')} of {base.words} is {money(amount)}"
    notices = [*_premises(slots, trace, base), _STOCK]
    wanted = _coins_wanted(slots)
    if ("split" in slots and len(wanted) == 1 and wanted[0] == "crypto") or (len(wanted) == 2 and "split" in slots):
        return _split(slots, trace, amount, lead, notices)
    if len(wanted) == 1 and wanted[0] != "crypto":
        result = _in_coins(slots, trace, amount, lead, wanted[0], notices)
    else:
        formula = f"{show(share, 'percent')} x {money(base.value)} = {money(amount)}"
        result = Result("inflow", amount, "USD", formula, lead + ".", conditions=_either_coin(trace, amount, wanted), notices=tuple(notices),
                        suggestions=("in bitcoin at $100,000?", f"and at {show(share * 2, 'percent')}?" if share <= 50 else "and at 1%?"))
    _grid(slots, trace, bases, share)
    return answered(trace, result, slots)


def _in_coins(slots: Slots, trace: Trace, amount: Decimal, lead: str, coin: str, notices: list[str]) -> Result:
    price = price_of(trace, coin, slots.get("price"))
    if price is None:
        question = f"The corpus holds no price for {coin}: at which price a coin should the {money(amount)} be turned into {coin}?"
        return Result("inflow", amount, "USD", f"share x base = {money(amount)}", lead + ".", notices=(*notices, question), suggestions=("at $100 a coin?",))
    bought = price.coins_for(trace, amount)
    shown = coins_shown(trace, bought, price)
    text = f"{lead}, which buys {shown} at {price.words}."
    conditions = over_the_cap(trace, bought, price.unit)
    if _text(slots, "result") == "coins":
        trace.row("Dollars", amount, "USD")
        return Result("inflow", bought, price.unit, f"{money(amount)} / {price.shown} = {shown}", text, shown, conditions, tuple(notices), (_other_coin(price.unit), "and at 2%?"))
    trace.row(f"In {COIN_NAMES.get(coin, coin)}", bought, price.unit, shown)
    return Result("inflow", amount, "USD", f"share x base = {money(amount)}", text, None, conditions, tuple(notices), (_other_coin(price.unit), "and at 2%?"))


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
    return (f"Spent wholly on one coin that is {' or '.join(bought)}; the same money cannot buy both.",) if bought else ()


def _split(slots: Slots, trace: Trace, amount: Decimal, lead: str, notices: list[str]) -> Finding:
    """The sum divided between coins: dollars and coins of each part."""
    coins = [each for each in _coins_wanted(slots) if each != "crypto"] or ["BTC", "ETH"]
    parts = slots["split"].value
    assert isinstance(parts, tuple)
    told = []
    for coin, part in zip(coins, parts, strict=False):
        trace.said(f"part in {COIN_NAMES.get(coin, coin)}", part, "percent", display=show(part, "percent"), origin=slots["split"].origin)
        dollars = trace.step(f"{show(part, 'percent')} of the sum", "round({} * {} / 100, 2)", amount, part, unit="USD")
        price = price_of(trace, coin, None)
        trace.row(f"{COIN_NAMES.get(coin, coin)}: dollars", dollars, "USD")
        if price is None:
            told.append(f"{money(dollars)} in {coin}")
            continue
        count = price.coins_for(trace, dollars)
        shown = coins_shown(trace, count, price)
        trace.row(f"{COIN_NAMES[coin]}: coins", count, coin, shown)
        told.append(f"{money(dollars)} in {COIN_NAMES[coin]}, which buys {shown} at {price.words}")
    formula = f"{money(amount)} split {'/'.join(show(part, 'percent') for part in parts)}"
    return answered(trace, Result("inflow", amount, "USD", formula, f"{lead}: {'; and '.join(told)}.", notices=tuple(notices)), slots)


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
    amount = trace.step(label, "{} * {} / 100", _enter(trace, base), share, unit="USD")
    coins = [each for each in _coins_wanted(slots) if each != "crypto"]
    price = price_of(trace, coins[0], slots.get("price")) if len(coins) == 1 else None
    if price is None:
        trace.row(label, amount, "USD")
        return
    bought = price.coins_for(trace, amount)
    shown = coins_shown(trace, bought, price)
    if _text(slots, "result") == "coins":
        trace.row(label, bought, price.unit, f"{shown} ({money(amount)})")
    else:
        trace.row(label, amount, "USD", f"{money(amount)} ({shown})")


def _premises(slots: Slots, trace: Trace, base: Base) -> list[str]:
    """A base given for a pool that the corpus measures at another size is put right first."""
    name = _text(slots, "base").split(",")[0]
    figure = trace.facts.figures.get(name)
    if "price_today" in slots and "price" not in slots:
        return [_NO_PRICE_NOW, *_premises({key: each for key, each in slots.items() if key != "price_today"}, trace, base)]
    if base.figure is not None and name == "headline_401k_assets":
        return [_headline_premise(trace)]
    if base.figure is not None or figure is None:
        return [f"The base is the {shown_base(base)}, because the question names none."] if base.assumed else []
    if any(base.value == each.value for each in figure.observations):
        return []
    if name == "assets_401k" and base.value == Decimal(12500000000000):
        return [_headline_premise(trace)]
    found = usual(figure)
    actual = take(trace, figure, found)
    return [f"{PREMISE}{figure.label} came to {money(actual)} {dated(found)}, not {money(base.value)}; the sum below uses the {money(base.value)} that you gave."]


def shown_base(base: Base) -> str:
    """The pool in words without its article."""
    return base.words.removeprefix("the ")


def _headline_premise(trace: Trace) -> str:
    plans, pool = trace.facts.figures.get("assets_401k"), trace.facts.figures.get("dc_assets")
    if plans is None or pool is None:
        return f"{PREMISE}the $12.5 trillion is a press figure that no source document was found for."
    first, second = take(trace, plans, usual(plans)), take(trace, pool, usual(pool))
    return (f"{PREMISE}401(k) plans held {money(first)} {dated(usual(plans))}; $12.5 trillion is a rounded press figure close to all employer DC plans ({money(second)}). "
            "The sum below uses the $12.5 trillion all the same.")


def _buys(slots: Slots, trace: Trace) -> Finding | None:
    """A sum of dollars turned into coins."""
    wanted = [each for each in _coins_wanted(slots) if each != "crypto"]
    amount = _said(trace, "amount", slots["amount"], "USD")
    if "split" in slots:
        return _split(slots, trace, amount, money(amount), [])
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
    result = Result("inflow", bought, price.unit, f"{money(amount)} / {price.shown} = {shown}", f"{money(amount)} buys {shown} at {price.words}.", shown,
                    over_the_cap(trace, bought, price.unit), (_NO_PRICE_NOW,) if "price_today" in slots and not price.exact else (), (_other_coin(price.unit), "what share of 401(k) money is that?"))
    return answered(trace, result, slots)


def _coin_count(slots: Slots, trace: Trace, *, mend: bool = True) -> tuple[Decimal, str, list[str]]:
    """The coins asked about, with the article's slip of unit (22.6 million "BTC") put right."""
    count, unit = _number(slots, "coins"), (_coins_wanted(slots) or ["BTC"])[0]
    assert count is not None
    notices = []
    cap = trace.facts.figures.get("btc_cap")
    if unit == "BTC" and cap is not None and count > usual(cap).value:
        most = take(trace, cap, usual(cap))
        if count == Decimal(22600000):
            notices.append(f"{PREMISE}22.6 million can only be ether, because no more than {most:,f} BTC can ever exist; the article prints BTC by mistake.")
            unit = "ETH" if mend else unit
        else:
            notices.append(f"{PREMISE}no more than {most:,f} BTC can ever exist.")
    trace.said("coins", count, unit, display=f"{count:,f} {unit}", origin=slots["coins"].origin)
    return count, unit, notices


def _value_of_coins(slots: Slots, trace: Trace) -> Finding:
    """A number of coins in dollars."""
    count, unit, notices = _coin_count(slots, trace)
    price = price_of(trace, unit, slots.get("price"))
    if price is None:
        return asks(f"The corpus holds no price for {unit}: at which price a coin?", slots)
    value = price.dollars_for(trace, count)
    result = Result("inflow", value, "USD", f"{count:,f} {unit} x {price.shown} = {about(price, value)}",
                    f"{count:,f} {unit} cost {about(price, value)} at {price.words}.", None, (), tuple(notices), ("what share of 401(k) money is that?",))
    return answered(trace, result, slots)


def about(price: Price, value: Decimal) -> str:
    """Dollars, marked as rough when the price is."""
    return money(value) if price.exact else f"about {money(value)}"


def _part_of_supply(slots: Slots, trace: Trace) -> Finding | None:
    """A share of all the coins (or of what funds hold): how many, what they cost, and which share of a base that is."""
    figure = trace.facts.figures.get(_text(slots, "yardstick"))
    if figure is None or figure.unit not in COIN_NAMES:
        return None
    part = _said(trace, "yard_share", slots["yard_share"], "percent")
    found = usual(figure)
    count = trace.step(f"{show(part, 'percent')} of the {figure.label}", "{} * {} / 100", take(trace, figure, found), part, unit=figure.unit)
    price = price_of(trace, figure.unit, slots.get("price"))
    if price is None:
        return None
    cost = price.dollars_for(trace, count)
    told = f"{show(part, 'percent')} of the {figure.label} {dated(found)} is {count.normalize():,f} {figure.unit}, which costs {about(price, cost)} at {price.words}"
    bases = _bases(slots, trace) if "base" in slots or "base_amount" in slots else []
    if isinstance(bases, Finding):
        return bases
    if bases:
        share = percent_step(trace, f"cost as a share of {bases[0].words}", cost, _enter(trace, bases[0]))
        trace.row(f"As a share of {bases[0].words}", share, "percent", percent_shown(share))
        told += f": {percent_shown(share)} of {bases[0].words}"
        if _text(slots, "result") == "share":
            return answered(trace, Result("inflow_share", share, "percent", f"{money(cost)} / {money(bases[0].value)} x 100 = {percent_shown(share)}", f"{told}.", percent_shown(share)), slots)
    if _text(slots, "result") == "coins":
        return answered(trace, Result("inflow", count, figure.unit, f"{show(part, 'percent')} x {show(found.value, figure.unit)}", f"{told}."), slots)
    return answered(trace, Result("inflow", cost, "USD", f"{count.normalize():,f} {figure.unit} x {price.shown} = {about(price, cost)}", f"{told}."), slots)


def _solve_share(slots: Slots, trace: Trace) -> Finding | None:
    """Which share of a base gives a sum, or buys a number of coins."""
    bases = _bases(slots, trace)
    if isinstance(bases, Finding):
        return bases
    if not bases:
        return None
    notices: list[str] = []
    if "amount" in slots:
        amount = _said(trace, "amount", slots["amount"], "USD")
        what = money(amount)
    else:
        count, unit, notices = _coin_count(slots, trace)
        price = price_of(trace, unit, slots.get("price"))
        if price is None:
            return asks(f"The corpus holds no price for {unit}: at which price a coin?", slots)
        amount = price.dollars_for(trace, count)
        what = f"{count:,f} {unit} ({about(price, amount)} at {price.words})"
    base = bases[0]
    share = percent_step(trace, f"{what} as a share of {base.words}", amount, _enter(trace, base))
    for other in bases[1:]:
        trace.row(f"Share of {other.words}", percent_step(trace, f"Share of {other.words}", amount, _enter(trace, other)), "percent")
    notices += _premises(slots, trace, base)
    verb = "are" if "amount" not in slots else "is"
    lead = f"{what} {verb} {percent_shown(share)} of {base.words}."
    if share > _HUNDRED:
        notices.append(f"More than the whole base: {base.words} would not be enough.")
    return answered(trace, Result("inflow_share", share, "percent", f"{money(amount)} / {money(base.value)} x 100 = {percent_shown(share)}", lead, percent_shown(share),
                                  notices=tuple(notices), suggestions=("and of IRAs?", "and of all retirement assets?")), slots)


def _solve_base(slots: Slots, trace: Trace) -> Finding:
    """Which base makes a share of it come to a sum."""
    amount, share = _said(trace, "amount", slots["amount"], "USD"), _said(trace, "share", slots["share"], "percent")
    if share == 0:
        return declines("invalid_input", "No base has a share of 0% that comes to a sum above zero.", slots)
    base = trace.step("base = amount / share", "round({} * 100 / {}, 2)", amount, share, unit="USD")
    return answered(trace, Result("inflow_base", base, "USD", f"{money(amount)} / {show(share, 'percent')} = {money(base)}",
                                  f"{money(amount)} is {show(share, 'percent')} of {money(base)}."), slots)


def _solve_price(slots: Slots, trace: Trace) -> Finding | None:
    """Which price a sum and a number of coins imply; without a sum, the article's own inflow."""
    count, unit, notices = _coin_count(slots, trace)
    if "amount" in slots:
        amount, whose = _said(trace, "amount", slots["amount"], "USD"), ""
    elif "share" in slots:
        bases = _bases(slots, trace)
        if isinstance(bases, Finding):
            return bases
        if not bases:
            return None
        share = _said(trace, "share", slots["share"], "percent")
        amount = trace.step("dollars", "{} * {} / 100", _enter(trace, bases[0]), share, unit="USD")
        whose = f" ({show(share, 'percent')} of {bases[0].words})"
    else:
        inflow = trace.facts.figures.get("article_inflow")
        if inflow is None:
            return None
        amount, whose = take(trace, inflow, usual(inflow)), ", the inflow in the article,"
    price = trace.step("price = dollars / coins, to the cent", "round({} / {}, 2)", amount, count, unit=f"USD/{unit}")
    whole = trace.step("to the dollar", "round({}, 0)", price, unit=f"USD/{unit}") if price > 100 else price
    lead = f"{money(amount)}{whose} for {count:,f} {unit} implies a price of about {money(whole)} per {unit}."
    return answered(trace, Result("inflow_price", price, f"USD/{unit}", f"{money(amount)} / {count:,f} {unit} = {money(whole)}", lead, money(whole), notices=tuple(notices)), slots)


def _against_yardstick(slots: Slots, trace: Trace) -> Finding | None:
    """Coins or dollars measured against supply, cap, days of issuance, exchange-traded funds."""
    yard = _text(slots, "yardstick")
    figure = trace.facts.figures.get(yard)
    amount: Decimal | None = None
    notices: list[str] = []
    told = ""
    in_dollars = figure is not None and figure.unit == "USD"
    if "share" in slots:
        bases = _bases(slots, trace)
        if isinstance(bases, Finding):
            return bases
        if not bases:
            return None
        share = _said(trace, "share", slots["share"], "percent")
        amount = trace.step("dollars", "{} * {} / 100", _enter(trace, bases[0]), share, unit="USD")
        told = f"{show(share, 'percent')} of {bases[0].words}, {money(amount)}"
    elif "amount" in slots:
        amount = _said(trace, "amount", slots["amount"], "USD")
        told = money(amount)
    count, unit = None, "ETH" if yard.startswith("eth") else (_coins_wanted(slots) or ["BTC"])[0]
    if unit not in COIN_NAMES:
        unit = "BTC"
    if amount is None:
        if "coins" not in slots:
            return None
        count, unit, notices = _coin_count(slots, trace, mend=yard == "eth_supply")
        told = f"{count:,f} {unit}"
    return _measured(slots, trace, (amount, count, unit), told, notices, in_dollars)


def _measured(slots: Slots, trace: Trace, given: tuple[Decimal | None, Decimal | None, str], told: str, notices: list[str], in_dollars: bool) -> Finding | None:
    amount, count, unit = given
    yard = _text(slots, "yardstick")
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


CALCULATORS = (Calculator("inflow", inflow_words.recognise, inflow_words.read, compute),)
