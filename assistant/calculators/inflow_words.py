"""What a question about money moving into coins says: shares, bases, coins, prices, and which of them is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from assistant.calculators.mentions import Mention, distinct
from assistant.calculators.observations import named_dates, named_figures
from assistant.calculators.protocol import DROP, Slot, Slots
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading

BASES = ("assets_401k", "dc_assets", "ira_assets", "retirement_assets", "assets_403b", "assets_457", "tsp_assets", "mutual_funds_401k",
         "equity_funds_401k", "hybrid_funds_401k", "household_financial_assets", "government_db_assets", "private_db_assets",
         "annuity_reserves", "other_private_dc_assets", "headline_401k_assets")
YARDSTICKS = ("btc_supply", "btc_cap", "eth_supply", "btc_etf_holdings", "eth_etf_holdings", "btc_etf_net_inflow", "btc_etf_net_assets",
              "reserve_btc_holdings", "crypto_market_value", "dc_contributions_private")
ISSUANCE = "issuance"

_COINS = re.compile(r"\b(?:(btcs?|bitcoins?|xbt)|(eth|ethers?|ethereums?)|(solana|xrp|ripple|dogecoin|doge|cardano|litecoin|bnb|chainlink|avalanche|polkadot"
                    r"|toncoin|tron|sol|altcoins?|stablecoins?|usdc|usdt|tether|wlfi|memecoins?|shiba(?: inu)?))\b")
_CRYPTO = re.compile(r"\b(?:crypto(?:currenc(?:y|ies)|s)?|digital assets?|coins?)\b")
_FLOWS = re.compile(r"\b(?:in ?flows?|flow(?:s|ed|ing)?|go(?:es|ing)?|went|gone|mov(?:es?|ed|ing)|shift(?:s|ed|ing)?|puts?|putting|allocat\w+|invest(?:s|ed|ing)?|pour(?:s|ed|ing)?"
                    r"|switch(?:es|ed|ing)?|rotat\w+|into|divert\w*|buys?|bought|buying|purchas\w+|land(?:s|ed)?|demand|convert(?:s|ed|ing)?|end(?:s|ed)? up|comes? in|placed|parked|split)\b")
_ASKS = re.compile(r"\bhow (?:much|many|big|large)\b|\bwhat(?:'s| is| are| if| would| does| do| share| price| %| per|s\b| fraction| about| amount| number)|\bwhich\b|\bif\b|\bcalculat\w+|\bcomput\w+|\bconvert"
                   r"|\bworth\b|\bequals?\b|\btable\b|\bgrid\b|\bin (?:dollars|usd|btc|bitcoin|eth|ether|coins)\b|\bhm\b|^\s*(?:\$|\d|\.)|\bsuppose|\bsay\b|\bassum|\bimpl(?:y|ies|ied)\b|\?\s*$|\bshow\b")
_PERSONAL = re.compile(r"\b(?:my|your|his|her|our|i|i'?m|i'?ve|me)\b(?! (?:mean|wonder|guess|want to know|need to know))")
_OTHER = re.compile(r"\b(?:match\w*|salar\w+|pay ?checks?|contribut(?:e|es|ed|ion|ions|ing)|withdr\w+|penalt\w+|catch.?up|defer\w*|loans?|borrow\w*|vest\w*|rollover|limit(?:s|ed)?|maximum i|withh\w+|wages?"
                    r"|rises?|rose|raises?|falls?|fell|drops?|dropped|gr[eo]w(?:s|th|n)?|gains?|increas\w+|declin\w+|returns?|yields?|interest|inflation|fees?|expense|tax(?:es|ed)?|oppose|support|survey|illiquid)\b")
_LAWS = re.compile(r"\b(?:new hampshire|arizona|texas|montana|utah|wyoming|states?|bills?|allowed|allows?|permit\w*|require[sd]?|mandat\w*|may i|can (?:a|the|plans?|i|we)|does the (?:order|rule|law)|says?|said|who|why|when did|sec)\b")
_PRICE_BEFORE = re.compile(r"(?:\bprices?(?: per coin| a coin)?(?: of| is| was| at|:| =| were| hits?| goes to)*|(?<!what )(?<!many )\b(?:bitcoins?|btc|eth|ethers?|ethereum|solana|sol|xrp|coins?|it|dogecoin|they)(?:'s)?"
                           r"(?: is| was| were| hits?| at| trades?| trading| costs?| reaches| goes to| ="
                           r"| stood| goes for| go for){1,3}|\bat|@|\bper coin(?: of| at))(?: a| about| around| roughly| say| only| just| prices? of| price)*[ :]*$")
_NOT_PRICE_BEFORE = re.compile(r"\b(?:many|much) [a-z ]{0,20}\b(?:is|are)[ :]*$")
_RATIO = re.compile(r"(?<![\d/.])(\d{1,2})(?:\.0)?%?\s?[/-]\s?(\d{1,2})%?(?![\d/.])")
_DIFFERS = re.compile(r"\b(?:exceeds?|overstate\w*|more than|bigger|larger|smaller|less than|higher|lower|difference|gap|off by|far off)\b")
_GIVEN_PART = re.compile(r"\b(?:is|are|was|were|represents?|makes? up|equals?|=) (?:about |roughly |around )?$")
_BASE_BEFORE = re.compile(r"(?:%|\bper ?cent|\bpct|\bshare|\bpercentage|\bfraction|\bportion|\bproportion|\bpart|\btenth|\bhalf|\bquarter|\bthird|\bbase|\bpoints?|\bbps?|\bhundred)"
                          r" (?:of|out of|from|in)(?: the| a| an| about| around| roughly| that| all| some| this| those| base of)* ?$|\b(?:based on|base is|on a base of|base of|out of)(?: the| a)? ?$")
_BASE_AFTER = re.compile(r"\s*(?:(?:in|of|held in|that is in|sitting in|inside|within|worth of|us|american|americans' |the|all)\s){0,3}$")
_OF_BASE = re.compile(r"\s*(?:points? )?(?:of|out of|from)\b")
_OF_AMOUNT = re.compile(r"\s*(?:points? )?(?:of|out of|from)(?: the| a| an| all| that| those| some| us| total| american| america's)*\s+(?:[a-z0-9(]+)")
_MINE = re.compile(r"\b(?:public|state|my|your|their own|government|pay|salary|wages|compensation)\b")
_ASK_SHARE = re.compile(r"\b(?:what|which|how (?:big|large|much of) an?|the|a)\s+(?:share|percent(?:age)?|fraction|portion|proportion|allocation|slice|%|pct)|\bwhat ?%|\bhow many (?:percent|basis points)\b|\bwhat per ?cent|\bhow big a (?:share|slice)"
                        r"|\b(?:as (?:a|an?) )?(?:share|percent|percentage|%|fraction) of\b|\bhow much of\b")
_ASK_PRICE = re.compile(r"\b(?:what|which|the|implied|at what|average|whats the|how high a|a|what's the) (?:implied )?(?:(?:bitcoin|btc|eth|ether|ethereum|coin|unit|average|per.coin) )?price\b|\bimpl(?:y|ies|ied)\b|\bper coin\b(?=.{0,20}\?)|\bprice (?:per|a) coin\b")
_ASK_BASE = re.compile(r"\b(?:of what(?! is| are)|what base|which base|what pool|how (?:big|large) (?:a|must|would|does|is)(?! share)|of how much|what total|which pool)\b")
_ASK_COINS = re.compile(r"\bhow many\b(?! (?:percent|basis|times|days|years|dollars|plans|people))|\bhow much (?:bitcoin|btc|ether|eth|ethereum|of it in (?:btc|eth))\b|\bnumber of (?:coins|bitcoins?|btc|eth|ether)\b|\bin (?:btc|bitcoins?|eth|ether|coins|ethereum)(?=[ ,?]*(?:$|\bat\b|@|terms))"
                        r"|\b(?:btc|bitcoins?|eth|ether) (?:demand|amount|count|would (?:that|it) (?:be|buy))\b|\bdemand (?:for|in) (?:bitcoin|btc|eth)|\b(?:convert|exchang|chang|turn|swap)\w*\b.{0,60}\b(?:to|into|for) (?:btc|bitcoins?|eth|ether|ethereum)\b|\bworth of (?:btc|bitcoin|eth|ether)|\bcoins\b")
_ASK_DOLLARS = re.compile(r"\bhow much (?:money|cash|capital|dollars?|would|is|are|in dollars|usd|does|do|will)\b|\bhow many dollars\b|\bin (?:dollars|usd|\$)|\bdollar (?:amount|value|figure)|\binflows?\b|\bworth\b(?! of)|\bcost\b")
_ISSUANCE = re.compile(r"\b(?:issuance|newly mined|new (?:supply|coins|bitcoins?|btc)|mining|mined|production|miners?|block rewards?)\b")
_SPLIT = re.compile(r"\b(?:half (?:and|in|into|to|btc|bitcoin)[\w ]{0,20}half|50[/-]50|fifty[- ]fifty|evenly|equally|half.and.half|equal (?:parts|split|amounts)|even split)\b")
_NOW_PRICE = re.compile(r"\b(?:today'?s?|current|latest|spot|market|now|present)(?: (?:btc|bitcoin|eth|ether|coin|market))? (?:price|rate|value)s?\b|\bat (?:today'?s|current) prices?\b")
_PLAINLY = re.compile(r"[a-z]|,\d{3},")
_SPENT = re.compile(r"\b(?:with|for|is|are|of|invest|put|spend|buy|convert|turn|does|would|will|do|worth)\s$|^\s*$")
_GENERIC_BASE = re.compile(r"\b(?:401|retirement|dc plans?|defined contribution|iras?|pension|plan assets|savers)\b")
_CAP = re.compile(r"\bcap\b")
_TO_BASE = re.compile(r"[a-z' ]*")
_YEARS_OF = re.compile(r"\bhow many years\b|\byears of\b")


def coins_named(reading: Reading) -> tuple[str, ...]:
    """The coins of a question in order ("BTC", "ETH", or the word used), "crypto" when it says no more than that."""
    yardsticks = [each for each in named_figures(reading.plain, reading.facts) if each.name in YARDSTICKS]
    found = []
    for match in _COINS.finditer(reading.plain):
        if not any(each.start <= match.start() < each.end for each in yardsticks):
            found.append("BTC" if match[1] else "ETH" if match[2] else match[3])
    if not found and any(each.name.startswith(("btc_", "eth_", "reserve_btc")) for each in yardsticks):
        found = ["ETH" if each.name.startswith("eth_") else "BTC" for each in yardsticks if each.name != "crypto_market_value"][:1]
    return tuple(dict.fromkeys(found)) or (("crypto",) if reading.says(_CRYPTO) else ())


def bases_named(reading: Reading) -> tuple[Mention, ...]:
    """The pools of money of a question, each once."""
    return distinct(each for each in named_figures(reading.plain, reading.facts) if each.name in BASES and not _inside_money(reading, each))


def _inside_money(reading: Reading, mention: Mention) -> bool:
    return mention.name == "headline_401k_assets" and any(each.start <= mention.start < each.end for each in reading.of("money"))


def recognise(reading: Reading) -> bool:
    """A share of a pool of money, a sum or a number of coins to be turned into another of the three."""
    if reading.says(_OTHER) or not (reading.says(_ASKS) or reading.says(_FLOWS) or (reading.of("percent") and reading.says(_COINS))):
        return False
    if (reading.says(_DIFFERS) and not reading.says(_COINS)) or _whole_asked(reading):
        return False
    if reading.says(_LAWS) and not reading.says(_ASK_COINS) and not reading.of("coins"):
        return False
    coins, bases = coins_named(reading), bases_named(reading)
    shares = [each for each in reading.of("percent") if not _MINE.search(reading.after(each, 24))]
    sums = [each for each in reading.of("money") if not each.per or each.per == "coin"]
    if reading.says(_PERSONAL) and (bases or not coins) and not (coins and sums and not shares):
        return False
    if shares:
        return _share_asked(reading, shares, coins, bases, sums)
    if reading.of("coins"):
        return bool(sums) or reading.says(_ASK_DOLLARS) or reading.says(_ASK_PRICE) or _compares(reading) or (bool(bases) and reading.says(_ASK_SHARE))
    if sums and coins:
        return reading.says(_ASK_COINS) or reading.says(_ASK_SHARE) or _compares(reading) or bool(_FLOWS.search(reading.plain) and reading.says(_ASKS))
    return (bool(sums) and bool(bases) and reading.says(_ASK_SHARE) and not _is_figure_sum(reading, sums, bases)) or (bool(sums) and _compares(reading))


def _whole_asked(reading: Reading) -> bool:
    """"If $8.7 trillion is 71% of all DC assets, what is the total": the whole is asked for, not a share of it."""
    given = [each for each in reading.of("percent") if _GIVEN_PART.search(reading.before(each, 20))]
    return bool(given and reading.of("money", "number") and re.search(r"\bif\b", reading.plain)) and not reading.says(_ASK_BASE)


def _share_asked(reading: Reading, shares: list[Quantity], coins: tuple[str, ...], bases: tuple[Mention, ...], sums: list[Quantity]) -> bool:
    if any(_of_base(reading, each, bases) for each in shares):
        return True
    if coins and (bases or reading.says(_GENERIC_BASE)) and (reading.says(_FLOWS) or len(_parts(reading)) > 1):
        return True
    if any(_of_yardstick(reading, each) for each in shares):
        return reading.says(_ASK_SHARE) or reading.says(_ASK_DOLLARS) or reading.says(_ASK_COINS)
    return any(role(reading, each) == "base" for each in sums) or (bool(sums) and reading.says(_ASK_BASE)) or (
        bool(coins) and reading.says(_FLOWS) and not bases and reading.says(_ASKS))


def _of_base(reading: Reading, share: Quantity, bases: tuple[Mention, ...]) -> bool:
    match = _OF_BASE.match(reading.plain, share.end)
    if match is None:
        return False
    starts = [each.start for each in bases if 0 <= each.start - match.end() <= 30]
    starts += [each.start for each in reading.of("money") if 0 <= each.start - match.end() <= 20]
    return any(_TO_BASE.fullmatch(reading.plain[match.end():start].replace("$", "")) for start in starts)


def _is_figure_sum(reading: Reading, sums: list[Quantity], bases: tuple[Mention, ...]) -> bool:
    """"$3.2 trillion of 401(k) money is in equity funds": the sum is itself one of the figures named."""
    return len(bases) > 1 or bool(re.search(r"\bif\b.{0,60}\bis \d", reading.plain))


def _compares(reading: Reading) -> bool:
    named = any(each.name in YARDSTICKS for each in named_figures(reading.plain, reading.facts))
    return named or (reading.says(_CAP) and bool(reading.of("coins"))) or (reading.says(_ISSUANCE) and bool(reading.of("coins") or reading.of("percent")))


def role(reading: Reading, money: Quantity) -> str:
    """What a sum of money is for: "price", "base" or "amount", by the words around it."""
    before = reading.before(money, 40)
    if any(each.name in YARDSTICKS and each.start - 3 <= money.start < each.end for each in named_figures(reading.plain, reading.facts)):
        return "yardstick"
    if money.per == "coin":
        return "price"
    if _BASE_BEFORE.search(before):
        return "base"
    if money.value < 20_000_000 and _PRICE_BEFORE.search(before) and not _NOT_PRICE_BEFORE.search(before):
        return "price"
    for base in bases_named(reading):
        if base.start >= money.end and _BASE_AFTER.match(reading.plain[money.end:base.start]) and reading.of("percent"):
            return "base"
    return "amount"


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
        slots["base"] = Slot(",".join(each.name for each in bases), "question", reading.plain[bases[0].start:bases[0].end])
        if earlier:
            slots["base_amount"] = DROP
    days = named_dates(_NOW_PRICE.sub(lambda match: " " * len(match[0]), reading.plain), reading.quantities)
    if reading.says(_NOW_PRICE):
        slots["price_today"] = Slot(True)
    if days:
        slots["base_date"] = Slot(days[0])
    elif reading.of("year"):
        slots["base_date"] = Slot(str(int(reading.of("year")[0].value)))


def _fill_coin(reading: Reading, slots: dict[str, Slot], earlier: Slots) -> None:
    coins = coins_named(reading)
    if not coins or (earlier and coins == ("crypto",)):
        return
    slots["coin"] = Slot(",".join(coins))
    if earlier and "coin" in earlier and earlier["coin"].value != slots["coin"].value:
        slots["price"] = slots["coins"] = slots["split"] = DROP


def _fill_shares(reading: Reading, slots: dict[str, Slot], earlier: Slots) -> None:
    percents = reading.of("percent")
    held = [each for each in percents if _of_yardstick(reading, each)]
    if held:
        slots["yard_share"] = Slot(held[0].value, "question", held[0].text)
        percents = tuple(each for each in percents if each not in held)
    coins = [each for each in (slots["coin"].value,) if isinstance(each, str)] if "coin" in slots else []
    parts = _parts(reading) if coins and "," in coins[0] else {}
    rest = [each for each in percents if each not in parts.values()]
    if parts and (rest or sum(each.value for each in parts.values()) == 100):
        slots["split"] = Slot(tuple(each.value for each in parts.values()))
        slots["coin"] = Slot(",".join(parts))
        percents = tuple(rest)
    elif parts:
        total = sum((each.value for each in parts.values()), Decimal(0))
        slots["split"], slots["coin"] = Slot(tuple(each.value * 100 / total for each in parts.values())), Slot(",".join(parts))
        slots["share"] = Slot(total)
        return
    values = tuple(dict.fromkeys(value for each in percents for value in _series(each)))
    if values:
        slots["share"] = Slot(values[0] if len(values) == 1 else values, "question", percents[0].text)
    ratio = split_ratio(reading)
    if ratio is not None:
        slots["split"] = Slot((Decimal(ratio[1]), Decimal(ratio[2])))
    if "split" not in slots and reading.says(_SPLIT):
        slots["split"] = Slot((Decimal(50), Decimal(50)))


def _of_yardstick(reading: Reading, share: Quantity) -> bool:
    """"5% of all bitcoin": a share of the coins, not of the money."""
    match = _OF_BASE.match(reading.plain, share.end)
    if match is None:
        return False
    named = [each for each in named_figures(reading.plain, reading.facts) if 0 <= each.start - match.end() <= 16]
    return bool(named) and named[0].name in YARDSTICKS


def split_ratio(reading: Reading) -> re.Match[str] | None:
    """"70/30": two numbers that make a hundred."""
    return next((match for match in _RATIO.finditer(reading.plain) if int(match[1]) + int(match[2]) == 100), None)


def _parts(reading: Reading) -> Mapping[str, Quantity]:
    """Percentages that stand right before (or after) a coin: "60% bitcoin and 40% ether"."""
    found: dict[str, Quantity] = {}
    for each in reading.of("percent"):
        match = re.match(r"\s*(?:of (?:it|that|this|the money) )?(?:(?:in|into|to|goes|went|going|is|for|goes to|was) ){0,3}", reading.plain[each.end:])
        coin = _COINS.match(reading.plain, each.end + (match.end() if match else 0))
        if coin:
            found["BTC" if coin[1] else "ETH" if coin[2] else coin[3]] = each
    return found if len(found) > 1 else {}


def _series(share: Quantity) -> tuple[Decimal, ...]:
    """The shares of "1%" or, whole points and at most twelve, of "1 to 5%"."""
    if share.high is None:
        return (share.value,)
    step = max(1, int((share.high - share.value) // 11) + (1 if (share.high - share.value) > 11 else 0))
    values = [share.value + step * each for each in range(13) if share.value + step * each <= share.high]
    return tuple(dict.fromkeys([*values, share.high]))


def _fill_sums(reading: Reading, slots: dict[str, Slot], earlier: Slots) -> None:
    for money in reading.of("money", "number"):
        if money.kind == "number" and (money.value < 50 or not _PRICE_BEFORE.search(reading.before(money, 40))):
            continue
        name = {"price": "price", "base": "base_amount"}.get(role(reading, money), role(reading, money))
        if name == "yardstick" or (name == "amount" and money.bare and not _PLAINLY.search(money.text) and not _SPENT.search(reading.before(money, 12))):
            continue
        if earlier and name == "amount" and ("share" in earlier or "coins" in earlier) and money.value < 20_000_000 and "coin" in {**earlier, **slots}:
            name = "price"
        if name == "price" and money.kind == "number" and not ("coin" in earlier or "coin" in slots):
            continue
        if name not in slots or slots[name] is DROP:
            slots[name] = Slot(money.value, "question", money.text)
    ratio = split_ratio(reading)
    for coins in reading.of("coins"):
        if ratio is not None and ratio.start() <= coins.start < ratio.end():
            continue
        slots["coins"] = Slot(coins.value, "question", coins.text)
        if coins.unit != "coin":
            slots["coin"] = Slot(coins.unit)


def _fill_yardstick(reading: Reading, slots: dict[str, Slot], earlier: Slots) -> None:
    named = [each.name for each in named_figures(reading.plain, reading.facts) if each.name in YARDSTICKS]
    if reading.says(_ISSUANCE):
        slots["yardstick"] = Slot(ISSUANCE)
        if reading.says(_YEARS_OF):
            slots["unit"] = Slot("years", "default")
    elif not named and reading.says(_CAP) and reading.of("coins"):
        slots["yardstick"] = Slot("btc_cap")
    elif named:
        chosen = named[0]
        if chosen == "btc_supply" and "coin" in slots and slots["coin"].value == "ETH":
            chosen = "eth_supply"
        slots["yardstick"] = Slot(chosen)


def _fill_result(reading: Reading, slots: dict[str, Slot], earlier: Slots) -> None:
    """Which of the quantities the question wants: what is not given decides, then the words of the question."""
    merged = {**earlier, **slots}
    known = {name for name, each in merged.items() if each.value is not None}
    wanted = ""
    if reading.says(_ASK_BASE) and {"share", "amount"} <= known and "base" not in slots and "base_amount" not in known:
        wanted = "base"
    elif "yard_share" in known:
        wanted = "share" if "base" in known and reading.says(_ASK_SHARE) else "dollars" if not reading.says(_ASK_COINS) else "coins"
    elif "share" not in known and reading.says(_ASK_SHARE) and ("base" in known or "base_amount" in known or "yardstick" not in known) and known & {"amount", "coins"}:
        wanted = "share"
    elif {"coins"} <= known and "price" not in known and (reading.says(_ASK_PRICE) or {"amount"} <= known):
        wanted = "price"
    elif "coins" in known and "share" not in known:
        wanted = "dollars"
    elif reading.says(_ASK_COINS) or (not earlier and "price" in known and not reading.says(_ASK_DOLLARS)):
        wanted = "coins"
    elif reading.says(_ASK_DOLLARS) and "share" in known:
        wanted = "dollars"
    elif earlier and slots.keys() & {"price", "coin"} and "share" in known | set(earlier):
        wanted = "coins"
    elif not earlier:
        wanted = "dollars" if "share" in known else "coins"
    if wanted:
        slots["result"] = Slot(wanted, "default")
