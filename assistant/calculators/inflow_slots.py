"""The slots of a question about money moving into coins, and those that a follow-up changes."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from assistant.calculators.inflow_words import (
    ADDED,
    ASK_BASE,
    ASK_COINS,
    ASK_DOLLARS,
    ASK_PRICE,
    ASK_SHARE,
    AT_A_PRICE,
    CAP,
    COINS,
    ISSUANCE,
    NEW_COINS,
    NOW_PRICE,
    PART_OF_SPLIT,
    PLAINLY,
    PRICE_BEFORE,
    SPENT,
    SPLIT,
    YARDSTICKS,
    YEARS_OF,
    all_of,
    bases_named,
    coin_asked,
    coins_named,
    of_yardstick,
    parts_named,
    recounted,
    role,
    split_ratio,
)
from assistant.calculators.observations import dated_words, named_figures
from assistant.calculators.protocol import DROP, Slot, Slots
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading
from assistant.calculators.slots import word
from assistant.patterns import lazy_pattern


def read(reading: Reading, earlier: Slots) -> Slots:
    """The slots of an inflow question; for a follow-up those that its words change."""
    slots: dict[str, Slot] = {}
    for fill in (_fill_base, _fill_coin, _fill_shares, _fill_sums, _fill_yardstick):
        fill(reading, slots, earlier)
    if slots or not earlier:
        _fill_result(reading, slots, earlier)
    return slots


def _fill_base(reading: Reading, slots: dict[str, Slot], earlier: Slots) -> None:
    bases = bases_named(reading)
    if bases:
        slots["base"] = Slot(
            ",".join(each.name for each in bases), "question", reading.plain[bases[0].start : bases[0].end]
        )
        if len(bases) > 1 and ADDED.search(
            reading.plain[bases[0].end : bases[-1].start] + reading.plain[bases[-1].end : bases[-1].end + 24]
        ):
            slots["bases_added"] = Slot(True, "default")
        if earlier:
            slots["base_amount"] = DROP
    days = dated_words(NOW_PRICE.sub(lambda match: " " * len(match[0]), reading.plain), reading.quantities)
    if reading.says(NOW_PRICE):
        slots["price_today"] = Slot(True)
    if days:
        slots["base_date"] = Slot(days[0].day, "question", reading.plain[days[0].start : days[0].end])
    elif reading.of("year"):
        year = reading.of("year")[0]
        slots["base_date"] = Slot(str(int(year.value)), "question", year.text)


def _fill_coin(reading: Reading, slots: dict[str, Slot], earlier: Slots) -> None:
    coins = coins_named(reading)
    if not coins or (earlier and coins == ("crypto",)):
        return
    if "coin" in earlier and not reading.says(COINS):  # "the supply" is of the coin before
        return
    if _of_split_before(reading, earlier):
        return
    slots["coin"] = Slot(",".join(coins))
    if earlier and "coin" in earlier and earlier["coin"].value != slots["coin"].value:
        slots["price"] = slots["coins"] = slots["split"] = DROP


def _of_split_before(reading: Reading, earlier: Slots) -> bool:
    """ "And how many ether?" after a split: the coins of that part of it."""
    asked = coin_asked(reading)
    return bool(asked) and "split" in earlier and asked in str(earlier["coin"].value if "coin" in earlier else asked)


def _fill_shares(reading: Reading, slots: dict[str, Slot], earlier: Slots) -> None:
    percents = reading.of("percent")
    held = [each for each in percents if of_yardstick(reading, each)]
    if held:
        slots["yard_share"] = Slot(held[0].value, "question", held[0].text)
        percents = tuple(each for each in percents if each not in held)
    coins = [each for each in (slots["coin"].value,) if isinstance(each, str)] if "coin" in slots else []
    parts = parts_named(reading) if coins and "," in coins[0] else {}
    rest = [each for each in percents if each not in parts.values()]
    if parts and (rest or sum(each.value for each in parts.values()) == 100):
        slots["split"] = Slot(tuple(each.value for each in parts.values()), "question", _words(parts.values()))
        slots["coin"] = Slot(",".join(parts))
        percents = tuple(rest)
    elif parts:
        total = sum((each.value for each in parts.values()), Decimal(0))
        slots["split"], slots["coin"] = (
            Slot(tuple(each.value * 100 / total for each in parts.values()), "question", _words(parts.values())),
            Slot(",".join(parts)),
        )
        slots["share"] = Slot(total)
        slots["part_shares"] = Slot(tuple(each.value for each in parts.values()), "question", _words(parts.values()))
        return
    values = tuple(dict.fromkeys(value for each in percents for value in _series(each)))
    if values:
        slots["share"] = Slot(values[0] if len(values) == 1 else values, "question", percents[0].text)
    if len(percents) == len(bases_named(reading)) > 1 and _alternates(reading, percents):
        slots.pop("bases_added", None)
        slots["shares_by_base"] = Slot(tuple(each.value for each in percents), "question", _words(percents))
    is_part = bool(reading.of("money")) and reading.says(ASK_SHARE)
    if not values and all_of(reading) and not is_part:
        slots["share"] = Slot(Decimal(100), "question", "all")
    ratio = split_ratio(reading)
    if ratio is not None:
        slots["split"] = Slot((Decimal(ratio[1]), Decimal(ratio[2])), "question", ratio[0])
    halves = reading.find(SPLIT)
    if "split" not in slots and halves:
        slots["split"] = Slot((Decimal(50), Decimal(50)), "question", halves[0])
    _fill_part(reading, slots, earlier)


def _fill_part(reading: Reading, slots: dict[str, Slot], earlier: Slots) -> None:
    """The one coin that is asked for, of a split or in place of a count that is doubted."""
    part = reading.find(PART_OF_SPLIT)
    if part:
        slots["part"] = Slot("ETH" if part[1] else "BTC", "question", part[0])
    elif coin_asked(reading) and ("split" in slots or recounted(reading) or _of_split_before(reading, earlier)):
        slots["part"] = Slot(coin_asked(reading))


def _alternates(reading: Reading, percents: tuple[Quantity, ...]) -> bool:
    """ "1% of 401(k)s and 2% of IRAs": every share has a pool of its own, all shares before or all behind theirs."""
    bases = sorted(bases_named(reading), key=lambda each: each.start)
    first = all(share.start < base.start for share, base in zip(percents, bases, strict=True))
    behind = all(base.start < share.start for share, base in zip(percents, bases, strict=True))
    apart = all(
        min(one.start, base.start) > max(before.start, held.start)
        for (before, held), (one, base) in pairwise(zip(percents, bases, strict=True))
    )
    return apart and (first or behind)


def _words(quantities: Iterable[Quantity]) -> str:
    return " ".join(each.text for each in quantities)


def _series(share: Quantity) -> tuple[Decimal, ...]:
    """The shares of "1%" or, whole points and at most twelve, of "1 to 5%"."""
    if share.high is None:
        return (share.value,)
    step = max(1, int((share.high - share.value) // 11) + (1 if (share.high - share.value) > 11 else 0))
    values = [share.value + step * each for each in range(13) if share.value + step * each <= share.high]
    return tuple(dict.fromkeys([*values, share.high]))


def _fill_sums(reading: Reading, slots: dict[str, Slot], earlier: Slots) -> None:
    for money in reading.of("money", "number"):
        name = _slot_of(reading, money, slots, earlier)
        if name and (name not in slots or slots[name] is DROP):
            slots[name] = Slot(money.value, "question", money.text)
    _fill_prices(reading, slots, earlier)
    ratio = split_ratio(reading)
    for coins in reading.of("coins"):
        if ratio is not None and ratio.start() <= coins.start < ratio.end():
            continue
        if coins.value == 1 and slots.keys() & {"coins", "amount"}:
            continue
        slots["coins"] = Slot(coins.value, "question", coins.text)
        if coins.unit != "coin":
            slots["coin"] = Slot(coins.unit)
        if earlier and reading.says(ASK_PRICE) and "price" not in slots:
            slots["price"] = DROP


def _slot_of(reading: Reading, money: Quantity, slots: Slots, earlier: Slots) -> str:
    """The slot that a sum fills: "price", "base_amount", "amount", or none."""
    coin_known = "coin" in earlier or "coin" in slots
    if money.kind == "number" and (
        money.value < 50 or not coin_known or not PRICE_BEFORE.search(reading.before(money, 40))
    ):
        return ""
    name = role(reading, money)
    if name == "amount":
        if money.bare and not PLAINLY.search(money.text) and not SPENT.search(reading.before(money, 12)):
            return ""
        if earlier and coin_known and ("share" in earlier or "coins" in earlier) and money.value < 20_000_000:
            return "price"
    return {"base": "base_amount", "yardstick": ""}.get(name, name)


def _fill_prices(reading: Reading, slots: dict[str, Slot], earlier: Slots) -> None:
    """Two prices for two coins; a price without a named coin is of any coin."""
    coin = str(slots["coin"].value) if "coin" in slots else "crypto"
    prices = [each for each in reading.of("money") if each.value < 20_000_000]
    if len(prices) == 2 and "," in coin and role(reading, prices[0]) == "price":
        slots["prices"] = Slot((prices[0].value, prices[1].value), "question", _words(prices))
        slots.pop("amount", None)
        slots.pop("price", None)
    if "price" in slots and slots["price"] is not DROP and coin == "crypto" and "coin" not in earlier:
        slots["coin"] = Slot("coin", "default")


def _fill_yardstick(reading: Reading, slots: dict[str, Slot], earlier: Slots) -> None:
    found = [each for each in named_figures(reading.plain, reading.facts) if each.name in YARDSTICKS]
    named = [each.name for each in found]
    mined = reading.find(NEW_COINS)
    if mined and not any(each.start <= mined.start() < each.end for each in found):
        slots["yardstick"] = Slot(ISSUANCE)
        if reading.says(YEARS_OF):
            slots["unit"] = Slot("years", "default")
    elif not named and reading.says(CAP) and reading.of("coins"):
        slots["yardstick"] = Slot("btc_cap")
    elif named:
        chosen = named[0]
        if chosen == "btc_supply" and word({**earlier, **slots}, "coin") == "ETH":
            chosen = "eth_supply"
        slots["yardstick"] = Slot(chosen)


def _fill_result(reading: Reading, slots: dict[str, Slot], earlier: Slots) -> None:
    """Which of the quantities the question wants: what is not given decides, then the words of the question."""
    known = {name for name, each in {**earlier, **slots}.items() if each.value is not None}
    wanted = _solved_for(reading, slots, known) or _asked_for(reading, slots, earlier, known)
    if wanted:
        slots["result"] = Slot(wanted, "default")


def _solved_for(reading: Reading, slots: Slots, known: set[str]) -> str:
    """ "share", "base" or "price" when the others are given, "recount" when the coins said are doubted."""
    if "coins" in slots and recounted(reading):
        return "recount"
    if (
        reading.says(ASK_BASE)
        and "share" in known
        and known & {"amount", "coins"}
        and "base" not in slots
        and "base_amount" not in known
    ):
        return "base"
    if "coins" in slots and reading.says(ASK_PRICE) and "price" not in known:
        return "price"
    if "yard_share" in known:
        return (
            "share"
            if "base" in known and reading.says(ASK_SHARE)
            else "coins"
            if reading.says(ASK_COINS)
            else "dollars"
        )
    has_base = "base" in known or "base_amount" in known
    if (
        "share" not in known
        and reading.says(ASK_SHARE)
        and not _share_of_yardstick(reading)
        and ((has_base and not ("yardstick" in slots and "base" not in slots)) or "yardstick" not in known)
        and known & {"amount", "coins"}
    ):
        return "share"
    if "coins" in known and "price" not in known and (reading.says(ASK_PRICE) or "amount" in known):
        return "price"
    return ""


def _share_of_yardstick(reading: Reading) -> bool:
    """ "What % of the supply is that": the share of a yardstick, not of the pool."""
    named = [each for each in named_figures(reading.plain, reading.facts) if each.name in YARDSTICKS]
    return any(_SHARE_BEFORE.search(reading.plain[: each.start]) for each in named)


_SHARE_BEFORE = lazy_pattern(
    r"(?:%|\b(?:percent|per cent|pct|percentage|share|fraction|part)) (?:of|out of)(?: the| all| total)* $"
)


def _asked_for(reading: Reading, slots: Slots, earlier: Slots, known: set[str]) -> str:
    """ "dollars" or "coins", empty when a follow-up leaves it as it was."""
    if "coins" in known and "share" not in known:
        return "dollars"
    if "split" in slots and slots["split"] is not DROP:
        coins_asked = reading.says(ASK_COINS) or reading.says(AT_A_PRICE)
        return "coins" if coins_asked and not reading.says(ASK_DOLLARS) else "dollars"
    if reading.says(AT_A_PRICE) and "share" in slots and _one_coin(slots) and not reading.says(ASK_DOLLARS):
        return "coins"
    if reading.says(ASK_COINS) or (not earlier and "price" in known and not reading.says(ASK_DOLLARS)):
        return "coins"
    if reading.says(ASK_DOLLARS) and "share" in known:
        return "dollars"
    if earlier:
        return "coins" if slots.keys() & {"price", "coin"} and "share" in known else ""
    return "dollars" if "share" in known else "coins"


def _one_coin(slots: Slots) -> bool:
    return "coin" in slots and slots["coin"].value in ("BTC", "ETH")
