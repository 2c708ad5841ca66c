"""Coins: the price that applies, what a sum buys at it, and the yardsticks that a number of coins is held against."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.calculators.observations import dated, take, usual
from assistant.calculators.protocol import Result, Slot, Slots, answered, declines
from assistant.calculators.slots import word
from assistant.calculators.trace import Trace, large, money, rounded, show
from assistant.types import Finding

COIN_NAMES = {"BTC": "bitcoin", "ETH": "ether"}
_ARTICLE = {"BTC": "article_btc_demand", "ETH": "article_eth_demand"}


@dataclass(frozen=True, slots=True)
class Price:
    """Dollars a coin: ``dollars / coins`` of the article when implied, else ``dollars`` for one coin."""

    unit: str
    dollars: Decimal
    coins: Decimal
    words: str
    shown: str
    exact: bool

    def coins_for(self, trace: Trace, amount: Decimal) -> Decimal:
        """What ``amount`` buys, to eight places."""
        if self.coins == 1:
            return trace.step(
                f"{self.unit} = dollars / price", "round({} / {}, 8)", amount, self.dollars, unit=self.unit
            )
        return trace.step(
            f"{self.unit} = dollars / implied price",
            "round({} * {} / {}, 8)",
            amount,
            self.coins,
            self.dollars,
            unit=self.unit,
        )

    def dollars_for(self, trace: Trace, count: Decimal) -> Decimal:
        """What ``count`` coins cost, to the cent, or as exactly as an implied price allows: three figures."""
        if self.coins == 1:
            return trace.step("dollars = coins x price", "round({} * {}, 2)", count, self.dollars, unit="USD")
        exact = trace.step(
            "dollars = coins x implied price", "round({} * {} / {}, 2)", count, self.dollars, self.coins, unit="USD"
        )
        return _three_figures(trace, exact, "USD")


def coins_wanted(slots: Slots) -> list[str]:
    """The coins that a question is about, in order; "crypto" when it names none of them."""
    return [name for name in word(slots, "coin").split(",") if name]


def price_of(trace: Trace, coin: str, given: Slot | None) -> Price | None:
    """The asker's price, else the article's implied one; None for a coin that has neither."""
    unit = (
        coin
        if coin in COIN_NAMES
        else "coins"
        if coin == "coin"
        else coin.upper()
        if coin.isalpha() and len(coin) < 5
        else coin
    )
    if given is not None and isinstance(given.value, Decimal):
        trace.said("price", given.value, f"USD/{unit}", display=f"{money(given.value)} per {unit}", origin=given.origin)
        return Price(
            unit,
            given.value,
            Decimal(1),
            f"{money(given.value)} per {unit.removesuffix('s')}, the price you gave",
            money(given.value),
            exact=True,
        )
    inflow, demand = trace.facts.figures.get("article_inflow"), trace.facts.figures.get(_ARTICLE.get(coin, ""))
    if inflow is None or demand is None:
        return None
    dollars, coins = take(trace, inflow, usual(inflow)), take(trace, demand, usual(demand))
    implied = trace.step(
        f"price that the article implies, {money(dollars)} / {coins:,f} {unit}",
        "round({} / {}, 0)",
        dollars,
        coins,
        unit=f"USD/{unit}",
    )
    words = f"about {money(implied)} per {unit}, the price of 7 August 2025 that the article implies ({money(dollars)} / {large(coins)} {unit})"
    return Price(unit, dollars, coins, words, money(implied), exact=False)


def _three_figures(trace: Trace, value: Decimal, unit: str) -> Decimal:
    """``value`` to three significant figures, with its step when that changes it."""
    places = 2 - value.adjusted()
    if value == 0 or rounded(value, places) == value:
        return value
    return trace.step(
        "to three figures, as exact as the implied price", "round({}, {})", value, Decimal(places), unit=unit
    )


def coins_shown(trace: Trace, count: Decimal, price: Price) -> str:
    """A number of coins as exact as its inputs: three figures at an implied price, whole coins at a given one."""
    if price.exact:
        places = 0 if count >= 100 else 4
        shown = (
            count
            if rounded(count, places) == count
            else trace.step(f"to {places} places", "round({}, {})", count, Decimal(places), unit=price.unit)
        )
        return f"{'' if shown == count else 'about '}{large(shown) if shown >= 1_000_000 else f'{shown.normalize():,f}'} {price.unit}"
    return f"about {large(_three_figures(trace, count, price.unit).normalize())} {price.unit}"


def over_the_cap(trace: Trace, count: Decimal, unit: str) -> tuple[str, ...]:
    """A warning when more bitcoin would be bought than can exist."""
    cap = trace.facts.figures.get("btc_cap")
    if unit != "BTC" or cap is None or count <= usual(cap).value:
        return ()
    return (
        f"That is more than the {large(take(trace, cap, usual(cap)))} BTC that can ever exist, so the money could not all be spent at such a price.",
    )


def yardstick_step(
    slots: Slots, trace: Trace, part: Decimal, unit: str, told: str, notices: list[str]
) -> Finding | None:
    """``part`` as a share (of a supply, a cap, a market) or a multiple (of what funds hold or took in)."""
    figure = trace.facts.figures.get(str(slots["yardstick"].value))
    if figure is None or part == usual(figure).value:  # a part of it is asked for that is not held
        return None
    if figure.unit != unit:
        return declines(
            "invalid_input",
            f"{told} cannot be measured against the {figure.label}, which is counted in {figure.unit}.",
            slots,
        )
    whole = take(trace, figure, usual(figure))
    against = f"the {show(whole, unit) if unit == 'USD' else f'{large(whole)} {unit}'} of the {figure.label} {dated(usual(figure))}"
    exact = part / whole * 100
    places = 2 if exact >= 1 else 4
    share = trace.step(
        f"share of the {figure.label}, to {places} places",
        "round({} / {} * 100, {})",
        part,
        whole,
        Decimal(places),
        unit="percent",
    )
    times = trace.step(f"multiple of the {figure.label}, to two places", "round({} / {}, 2)", part, whole, unit="times")
    multiple = figure.name.endswith(("net_inflow", "holdings")) and times > 1
    if multiple:
        trace.row("As a share", share, "percent", f"{share.normalize():f}%")
    elif times >= 1:
        trace.row("As a multiple", times, "times", f"{times.normalize():f} times")
    value, kind = (times, "times") if multiple else (share, "percent")
    shown = f"{times.normalize():f} times" if multiple else f"{share.normalize():f}%"
    lead = f"{told} {'are' if unit != 'USD' else 'is'} {shown} {'' if multiple else 'of '}{against}."
    return answered(
        trace,
        Result("inflow_compared", value, kind, f"{told} / {against} = {shown}", lead, shown, notices=tuple(notices)),
        slots,
    )


def issuance_step(
    slots: Slots, trace: Trace, count: Decimal, told: str, notices: list[str], unit: str
) -> Finding | None:
    """How many days of newly made bitcoin a number of them is."""
    daily = trace.facts.figures.get("btc_daily_issuance")
    if daily is None or unit != "BTC":
        return (
            declines("not_in_corpus", "The corpus holds the daily issuance of bitcoin only.", slots)
            if daily is not None
            else None
        )
    rate = take(trace, daily, usual(daily))
    days = trace.step("days = coins / coins a day, to whole days", "round({} / {}, 0)", count, rate, unit="days")
    years = trace.step("years of 365.25 days, to two places", "round({} / 365.25, 2)", days, unit="years")
    trace.row("In years", years, "years", f"about {years.normalize():f} years")
    lead = (
        f"{told} equal {days:,f} days of new bitcoin, about {years.normalize():f} years, at the target rate of {rate.normalize():f} BTC a day "
        "(a protocol rule that this desk has not verified)."
    )
    in_years = "unit" in slots
    value, unit_shown, shown = (
        (years, "years", f"about {years.normalize():f} years") if in_years else (days, "days", f"{days:,f} days")
    )
    return answered(
        trace,
        Result(
            "inflow_compared",
            value,
            unit_shown,
            f"{told} / {rate.normalize():f} BTC a day = {days:,f} days",
            lead,
            shown,
            notices=tuple(notices),
        ),
        slots,
    )
