"""What a question about money moving into coins says: shares, bases, coins, prices, and which of them is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from assistant.calculators.mentions import Mention, distinct
from assistant.calculators.observations import named_figures
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading
from assistant.patterns import lazy_pattern

BASES = (
    "assets_401k",
    "dc_assets",
    "ira_assets",
    "retirement_assets",
    "assets_403b",
    "assets_457",
    "tsp_assets",
    "mutual_funds_401k",
    "equity_funds_401k",
    "hybrid_funds_401k",
    "household_financial_assets",
    "government_db_assets",
    "private_db_assets",
    "annuity_reserves",
    "other_private_dc_assets",
    "headline_401k_assets",
)
YARDSTICKS = (
    "btc_supply",
    "btc_cap",
    "eth_supply",
    "btc_etf_holdings",
    "eth_etf_holdings",
    "btc_etf_net_inflow",
    "btc_etf_net_assets",
    "reserve_btc_holdings",
    "crypto_market_value",
    "dc_contributions_private",
)
ISSUANCE = "issuance"

COINS = lazy_pattern(
    r"\b(?:(btcs?|bitcoins?|xbt)|(eth|ethers?|ethereums?)|(solana|xrp|ripple|dogecoin|doge|cardano|litecoin|bnb|chainlink|avalanche|polkadot"
    r"|toncoin|tron|sol|altcoins?|stablecoins?|usdc|usdt|tether|wlfi|memecoins?|shiba(?: inu)?))\b"
)
_CRYPTO = lazy_pattern(r"\b(?:crypto(?:currenc(?:y|ies)|s)?|digital assets?|coins?)\b")
PRICE_BEFORE = lazy_pattern(
    r"(?:\bprices?(?: per coin| a coin)?(?: of| is| was| at|:| =| were| hits?| goes to)*|(?<!what )(?<!many )\b(?:bitcoins?|btc|eth|ethers?|ethereum|solana|sol|xrp|coins?|it|dogecoin|they)(?:'s)?"
    r"(?: is| was| were| hits?| at| trades?| trading| costs?| reaches| goes to| ="
    r"| stood| goes for| go for){1,3}|\bat|@|\bpriced(?: at)?|\bper coin(?: of| at))(?: a| about| around| roughly| say| only| just| prices? of| price)*[ :]*$"
)
_COIN_BEFORE = lazy_pattern(
    r"(?<!many )(?<!much )(?<!of )\b(?:bitcoins?|btc|eth|ethers?|ethereum|coins?)(?: each)?[ :=,]*\$?$"
)
_HOW_MUCH_FOR = lazy_pattern(r"\bhow much (?:do|does|did|would|will|is|are)(?: the)? $")
_COST_AFTER = lazy_pattern(r" ?(?:cost|be worth|worth|come to|go for|fetch)\b")
"""Asks what so many coins cost."""
_COUNT_AFTER = lazy_pattern(r" ?(?:of (?:them|those|these|it)\b|pieces\b|units\b)")
_NOT_PRICE_BEFORE = lazy_pattern(r"\b(?:many|much) [a-z ]{0,20}\b(?:is|are)[ :]*$")
RATIO = lazy_pattern(r"(?<![\d/.])(\d{1,2})(?:\.0)?%?\s?[/-]\s?(\d{1,2})%?(?![\d/.])")
_BASE_BEFORE = lazy_pattern(
    r"(?:%|\bper ?cent|\bpct|\bshare|\bpercentage|\bfraction|\bportion|\bproportion|\bpart|\btenth|\bhalf|\bquarter|\bthird|\bbase|\bpoints?|\bbps?|\bhundred)"
    r" (?:of|out of|from|in)(?: the| a| an| about| around| roughly| that| all| some| this| those| base of)* ?$|\b(?:based on|base is|on a base of|base of|out of)(?: the| a)? ?$"
)
_BASE_AFTER = lazy_pattern(
    r"\s*(?:(?:in|of|held in|that is in|(?:is |are )?(?:sits?|sitting|lies|parked|held|invested|kept|stashed|is|are) in|inside|within|worth of|us|american|americans' |the|all)\s){0,3}$"
)
OF_BASE = lazy_pattern(r"\s*(?:points? )?(?:of|out of|from)\b")
_OF_AMOUNT = lazy_pattern(
    r"\s*(?:points? )?(?:of|out of|from)(?: the| a| an| all| that| those| some| us| total| american| america's)*\s+(?:[a-z0-9(]+)"
)
_REST = lazy_pattern(
    r"\b(?:the )?(?:rest|remainder|balance|remaining)(?: (?:is|in|into|goes|to|of it|going|buys)){0,3} (?:(btc|bitcoins?)|eth(?:er|ereum)?)\b"
)
OF_IT = lazy_pattern(r"\s*(?:of|out of|from) (?:that|it|this|those|them|which)\b")
ASK_SHARE = lazy_pattern(
    r"\b(?:what|which|how (?:big|large|much of) an?|the|a)\s+(?:share|percent(?:age)?|fraction|portion|proportion|allocation|slice|%|pct)|\bwhat ?%|\bhow many (?:percent|basis points)\b|\bwhat per ?cent|\bhow big a (?:share|slice)"
    r"|\b(?:as (?:a|an?) )?(?:share|percent|percentage|%|fraction) of\b|\bhow much of\b"
)
ASK_PRICE = lazy_pattern(
    r"\b(?:what|which|the|implied|at what|average|whats the|how high a|a|what's the) (?:implied )?(?:(?:bitcoin|btc|eth|ether|ethereum|coin|unit|average|per.coin) )?price\b|\bimpl(?:y|ies|ied)\b|\bper coin\b(?=.{0,20}\?)|\b(?:one|1|a|each|per) (?:btc|bitcoin|eth|ether|ethereum|coin) (?:costs?|be worth|worth|go for)\b|\b(?:does|would|will) (?:one|1|a|each) (?:btc|bitcoin|eth|ether|coin) cost\b|\bprice (?:per|a|for (?:one|a|each)|of (?:one|a|each)) (?:coin|btc|bitcoin|eth|ether|ethereum)\b"
)
ASK_BASE = lazy_pattern(
    r"\b(?:(?:what|which|how (?:big|large|much of)) (?:an? )?(?:size |sized |kind of )?(?:asset |money |capital )?(?:pool|pot|base|pile|asset base|fund)|of what(?! is| are)|what base|which base|what pool|how (?:big|large) (?:a|must|would|does|is)(?! share)|of how much|what total|which pool)\b"
)
ASK_COINS = lazy_pattern(
    r"\bhow many\b(?! (?:percent|basis|times|days|years|dollars|plans|people))|\bhow much (?:bitcoin|btc|ether|eth|ethereum|of it in (?:btc|eth))\b|\b(?:number|count|amount|#) of (?:coins|bitcoins?|btc|eth|ether)\b|\bin (?:btc|bitcoins?|eth|ether|coins|ethereum)(?=[ ,?]*(?:$|\bat\b|@|terms))"
    r"|\b(?:btc|bitcoins?|eth|ether) (?:demand|amount|count|would (?:that|it) (?:be|buy))\b|\bdemand (?:for|in) (?:bitcoin|btc|eth)|\b(?:convert|exchang|chang|turn|swap)\w*\b.{0,60}\b(?:to|into|for) (?:btc|bitcoins?|eth|ether|ethereum)\b|\bworth of (?:btc|bitcoin|eth|ether)|\bcoins\b"
)
ASK_DOLLARS = lazy_pattern(
    r"\bhow much (?:money|cash|capital|dollars?|would|is|are|in dollars|usd|does|do|will)\b|\bhow many dollars\b|\bin (?:dollars|usd|\$)|\bdollar (?:amount|value|figure|sum|total|size|terms)s?\b|(?:^|[ ,])\$ ?\?|\bdollars ?\?|\bin bucks\b|\binflows?\b|\bworth\b(?! of)|\bcost\b"
)
NEW_COINS = lazy_pattern(
    r"\b(?:issuance|newly mined|new (?:supply|coins|bitcoins?|btc)|mining|mined|(?:to|would|could|can|they) mine|production|miners?|block rewards?)\b"
)
SPLIT = lazy_pattern(
    r"\b(?:half\b(?! (?:an? |of an? )?(?:%|percent|per cent|pct|million|billion|trillion|point))[^.;?]{0,40}?\bhalf|50[/-]50|fifty[- ]fifty|evenly|equally|half.and.half|half (?:in |into |to )?each\b|equal (?:parts|split|amounts)|even split)\b"
)
NOW_PRICE = lazy_pattern(
    r"\b(?:today'?s?|current|latest|spot|market|now|present)(?: (?:btc|bitcoin|eth|ether|coin|market))? (?:price|rate|value)s?\b|\bat (?:today'?s|current) prices?\b"
)
PLAINLY = lazy_pattern(r"[a-z]|,\d{3},")
SPENT = lazy_pattern(r"\b(?:with|for|is|are|of|invest|put|spend|buy|convert|turn|does|would|will|do|worth)\s$|^\s*$")
CAP = lazy_pattern(r"\bcap\b")
ADDED = lazy_pattern(r"\bplus\b|\+|\bcombined\b|\btogether\b|\badded\b|\bsum of\b")
_ALL_OF = lazy_pattern(
    r"\b(?:all(?: of)?|the entire|the whole|entire|whole|every (?:dollar|cent|penny)(?: of| in)?)(?: the)?(?: us| american)?(?: money| cash| dollars| funds)?(?: in| of)?(?: the)? $"
)
_BASE_IS = lazy_pattern(
    r"(?:'s| is| was| are| were| holds?| held| at| =|:| really)+ ?(?:about |actually |really )?(?:the )?$"
)
AT_A_PRICE = lazy_pattern(r"\bprices?\b|\barticle(?:'?s)? (?:own )?(?:used|uses|rate|number)")
PART_OF_SPLIT = lazy_pattern(
    r"\b(?:btc|bitcoin|(eth|ether|ethereum))(?:'s)? (?:part|share|side|portion|piece|slice|leg|chunk)\b"
)
_COIN_ASKED = lazy_pattern(
    r"\b(?:how (?:many|much)|number|count|amount|quantity|tally|#)(?: (?:of|the|those|them|that|these|it|whole|coins?|is|are|was|in|as|would|will|be|ends? up|goes|to)){0,4} (?:(eth|ethers?|ethereums?)|btcs?|bitcoins?)\b"
    r"|(?<!and )(?<!/)(?<!/ )(?<!& )(?<!or )\b(?:(eth|ethers?|ethereum)|btc|bitcoin) (?:count|tally|quantity|number)\b"
)
_BOTH_ASKED = lazy_pattern(
    r"(?:,? (?:and|&|or|plus|versus|vs\.?)|,| ?[/+&])(?: how many| the| also)* ?(?:btcs?|bitcoins?|eth|ethers?|ethereum)\b"
)
REAL_COUNT = lazy_pattern(
    r"\b(?:real(?:ly)?|actual(?:ly)?|true|truly|correct(?:ed)?|right|proper(?:ly)?|instead|should)\b"
)
YEARS_OF = lazy_pattern(r"\bhow many years\b|\byears of\b")


def coin_asked(reading: Reading) -> str:
    """The one coin that is to be counted ("how many ether"), empty when none or each of them is."""
    found = set()
    for match in _COIN_ASKED.finditer(reading.plain):
        found.add("ETH" if match[1] or match[2] else "BTC")
        if _BOTH_ASKED.match(reading.plain, match.end()):
            return ""
    return found.pop() if len(found) == 1 else ""


def recounted(reading: Reading) -> bool:
    """Whether a count is said and the coins are asked for all the same: the count said is to be put right."""
    said = [each for each in reading.of("coins") if each.value > 1]
    if len(said) != 1 or not coin_asked(reading) or reading.says(ASK_PRICE):
        return False
    return reading.says(REAL_COUNT)


def coins_named(reading: Reading) -> tuple[str, ...]:
    """The coins of a question in order ("BTC", "ETH", or the word used), "crypto" when it says no more than that."""
    yardsticks = [each for each in named_figures(reading.plain, reading.facts) if each.name in YARDSTICKS]
    found = []
    for match in COINS.finditer(reading.plain):
        if not any(each.start <= match.start() < each.end for each in yardsticks):
            found.append("BTC" if match[1] else "ETH" if match[2] else match[3])
    if not found and any(each.name.startswith(("btc_", "eth_", "reserve_btc")) for each in yardsticks):
        found = [
            "ETH" if each.name.startswith("eth_") else "BTC"
            for each in yardsticks
            if each.name != "crypto_market_value"
        ][:1]
    return tuple(dict.fromkeys(found)) or (("crypto",) if reading.says(_CRYPTO) else ())


def bases_named(reading: Reading) -> tuple[Mention, ...]:
    """The pools of money of a question, each once."""
    found = distinct(
        each
        for each in named_figures(reading.plain, reading.facts)
        if each.name in BASES and not _inside_money(reading, each)
    )
    others = tuple(each for each in found if each.name != "headline_401k_assets")
    return others or found


def _inside_money(reading: Reading, mention: Mention) -> bool:
    return mention.name == "headline_401k_assets" and any(
        each.start <= mention.start < each.end for each in reading.of("money")
    )


def all_of(reading: Reading) -> bool:
    """ "All the money in IRAs": the whole of a pool, without a percentage."""
    return not reading.of("percent") and any(
        _ALL_OF.search(reading.plain[: each.start]) for each in bases_named(reading)
    )


def role(reading: Reading, money: Quantity) -> str:
    """What a sum of money is for: "price", "base", "coins" or "amount", by the words around it."""
    before = reading.before(money, 40)
    if any(
        each.name in YARDSTICKS and each.start - 3 <= money.start < each.end
        for each in named_figures(reading.plain, reading.facts)
    ):
        return "yardstick"
    if money.per == "coin":
        return "price"
    counts = _COUNT_AFTER.match(reading.plain, money.end) or (
        _HOW_MUCH_FOR.search(before) and _COST_AFTER.match(reading.plain, money.end)
    )
    if money.bare and counts and reading.says(COINS):
        return "coins"
    if _BASE_BEFORE.search(before) or _is_referred_to(reading, money):
        return "base"
    return "price" if _is_price(reading, money, before) else "base" if _sits_in_base(reading, money) else "amount"


def _is_price(reading: Reading, money: Quantity, before: str) -> bool:
    """A sum below twenty million beside a price word, or right behind a coin when something else is to be turned into coins."""
    if money.value >= 20_000_000:
        return False
    if PRICE_BEFORE.search(before) and not _NOT_PRICE_BEFORE.search(before):
        return True
    larger = any(each is not money and each.value > money.value for each in reading.of("money"))
    return bool(_COIN_BEFORE.search(before)) and (larger or bool(reading.of("percent")))


def _is_referred_to(reading: Reading, money: Quantity) -> bool:
    """ "12.5 trillion sits in 401(k)s, so 1% of that": the share further on is of this sum."""
    later = [each for each in reading.of("percent") if each.start > money.end]
    return money.value >= 1_000_000 and any(OF_IT.match(reading.plain, each.end) for each in later)


def _sits_in_base(reading: Reading, money: Quantity) -> bool:
    """A sum that is said to be in a pool, or that a pool is said to hold, beside a share."""
    if not reading.of("percent"):
        return False
    for base in bases_named(reading):
        between = reading.plain[base.end : money.start].rstrip("$")
        if base.end <= money.start and money.value >= 1_000_000_000 and _BASE_IS.fullmatch(between):
            return True
        if base.start >= money.end and _BASE_AFTER.match(reading.plain[money.end : base.start]):
            return True
    return False


def parts_named(reading: Reading) -> Mapping[str, Quantity]:
    """Percentages that stand right before (or after) a coin: "60% bitcoin and 40% ether"."""
    found: dict[str, Quantity] = {}
    for each in reading.of("percent"):
        match = re.match(
            r"\s*(?:of (?:it|that|this|the money) )?(?:(?:in|into|to|goes|went|going|is|for|goes to|was) ){0,3}",
            reading.plain[each.end :],
        )
        coin = COINS.match(reading.plain, each.end + (match.end() if match else 0))
        if coin:
            found["BTC" if coin[1] else "ETH" if coin[2] else coin[3]] = each
    rest = reading.find(_REST)
    if rest and len(found) == 1:
        (coin_named, part), other = next(iter(found.items())), "BTC" if rest[1] else "ETH"
        if other != coin_named and 0 < part.value < 100:
            found[other] = replace(part, value=100 - part.value, text=rest[0])
    return found if len(found) > 1 else {}


def of_yardstick(reading: Reading, share: Quantity) -> bool:
    """ "5% of all bitcoin": a share of the coins, not of the money."""
    match = OF_BASE.match(reading.plain, share.end)
    if match is None:
        return False
    named = [each for each in named_figures(reading.plain, reading.facts) if 0 <= each.start - match.end() <= 16]
    return bool(named) and named[0].name in YARDSTICKS


def split_ratio(reading: Reading) -> re.Match[str] | None:
    """ "70/30": two numbers that make a hundred."""
    return next((match for match in RATIO.finditer(reading.plain) if int(match[1]) + int(match[2]) == 100), None)
