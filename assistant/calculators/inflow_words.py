"""What a question about money moving into coins says: shares, bases, coins, prices, and which of them is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.calculators.mentions import Mention, distinct
from assistant.calculators.observations import named_figures
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading

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

COINS = re.compile(
    r"\b(?:(btcs?|bitcoins?|xbt)|(eth|ethers?|ethereums?)|(solana|xrp|ripple|dogecoin|doge|cardano|litecoin|bnb|chainlink|avalanche|polkadot"
    r"|toncoin|tron|sol|altcoins?|stablecoins?|usdc|usdt|tether|wlfi|memecoins?|shiba(?: inu)?))\b"
)
_CRYPTO = re.compile(r"\b(?:crypto(?:currenc(?:y|ies)|s)?|digital assets?|coins?)\b")
_FLOWS = re.compile(
    r"\b(?:in ?flows?|flow(?:s|ed|ing)?|go(?:es|ing)?|went|gone|mov(?:es?|ed|ing)|shift(?:s|ed|ing)?|puts?|putting|allocat\w+|invest(?:s|ed|ing)?|pour(?:s|ed|ing)?"
    r"|switch(?:es|ed|ing)?|rotat\w+|into|divert\w*|buys?|bought|buying|purchas\w+|land(?:s|ed)?|demand|convert(?:s|ed|ing)?|end(?:s|ed)? up|comes? in|placed|parked|split)\b|->|=>|\u2192"
)
_ASKS = re.compile(
    r"\bhow (?:much|many|big|large)\b|\bwhat(?:'s| is| are| if| would| does| do| share| price| %| per|s\b| fraction| portion| proportion| part| slice| allocation| about| amount| number)|\bwhich\b|\bif\b|\bcalculat\w+|\bcompare\b|\bgive me\b|\bwork out\b|\btell me\b|\bcomput\w+|\bconvert"
    r"|\bworth\b|\bcost\b|\bequals?\b|\btable\b|\bgrid\b|\bin (?:dollars|usd|btc|bitcoin|eth|ether|coins)\b|\bhm\b|^\s*(?:\$|\d|\.)|\bsuppose|\bsay\b|\bassum|\bimpl(?:y|ies|ied)\b|\?\s*$|\bshow\b"
)
_PERSONAL = re.compile(
    r"\b(?:my|your|his|her|our|i|i'?m|i'?ve|me)\b(?! (?:mean|wonder|guess|want to know|need to know))"
)
_OTHER = re.compile(
    r"\b(?:match\w*|salar\w+|pay ?checks?|contribut(?:e|es|ed|ion|ions|ing)|withdr\w+|penalt\w+|catch.?up|defer\w*|loans?|borrow\w*|vest\w*|rollover|limit(?:s|ed)?|maximum i|withh\w+|wages?"
    r"|rises?|rose|raises?|falls?|fell|drops?|dropped|gr[eo]w(?:s|th|n)?|gains?|increas\w+|declin\w+|returns?|yields?|interest|inflation|fees?|expense|tax(?:es|ed)?|oppose|support|survey|illiquid)\b"
)
_LAWS = re.compile(
    r"\b(?:new hampshire|arizona|texas|montana|utah|wyoming|states?|bills?|allowed|allows?|permit\w*|require[sd]?|mandat\w*|may i|can (?:a|the|plans?|i|we)|does the (?:order|rule|law)|says?|said|who|why|when did|sec)\b"
)
PRICE_BEFORE = re.compile(
    r"(?:\bprices?(?: per coin| a coin)?(?: of| is| was| at|:| =| were| hits?| goes to)*|(?<!what )(?<!many )\b(?:bitcoins?|btc|eth|ethers?|ethereum|solana|sol|xrp|coins?|it|dogecoin|they)(?:'s)?"
    r"(?: is| was| were| hits?| at| trades?| trading| costs?| reaches| goes to| ="
    r"| stood| goes for| go for){1,3}|\bat|@|\bper coin(?: of| at))(?: a| about| around| roughly| say| only| just| prices? of| price)*[ :]*$"
)
_NOT_PRICE_BEFORE = re.compile(r"\b(?:many|much) [a-z ]{0,20}\b(?:is|are)[ :]*$")
RATIO = re.compile(r"(?<![\d/.])(\d{1,2})(?:\.0)?%?\s?[/-]\s?(\d{1,2})%?(?![\d/.])")
_DIFFERS = re.compile(
    r"\b(?:exceeds?|overstate\w*|more than|bigger|larger|smaller|less than|higher|lower|difference|gap|off by|far off)\b"
)
_GIVEN_PART = re.compile(r"\b(?:is|are|was|were|represents?|makes? up|equals?|=) (?:about |roughly |around )?$")
_BASE_BEFORE = re.compile(
    r"(?:%|\bper ?cent|\bpct|\bshare|\bpercentage|\bfraction|\bportion|\bproportion|\bpart|\btenth|\bhalf|\bquarter|\bthird|\bbase|\bpoints?|\bbps?|\bhundred)"
    r" (?:of|out of|from|in)(?: the| a| an| about| around| roughly| that| all| some| this| those| base of)* ?$|\b(?:based on|base is|on a base of|base of|out of)(?: the| a)? ?$"
)
_BASE_AFTER = re.compile(
    r"\s*(?:(?:in|of|held in|that is in|sitting in|inside|within|worth of|us|american|americans' |the|all)\s){0,3}$"
)
OF_BASE = re.compile(r"\s*(?:points? )?(?:of|out of|from)\b")
_OF_AMOUNT = re.compile(
    r"\s*(?:points? )?(?:of|out of|from)(?: the| a| an| all| that| those| some| us| total| american| america's)*\s+(?:[a-z0-9(]+)"
)
_MINE = re.compile(r"\b(?:public|state|my|your|their own|government|pay|salary|wages|compensation)\b")
ASK_SHARE = re.compile(
    r"\b(?:what|which|how (?:big|large|much of) an?|the|a)\s+(?:share|percent(?:age)?|fraction|portion|proportion|allocation|slice|%|pct)|\bwhat ?%|\bhow many (?:percent|basis points)\b|\bwhat per ?cent|\bhow big a (?:share|slice)"
    r"|\b(?:as (?:a|an?) )?(?:share|percent|percentage|%|fraction) of\b|\bhow much of\b"
)
ASK_PRICE = re.compile(
    r"\b(?:what|which|the|implied|at what|average|whats the|how high a|a|what's the) (?:implied )?(?:(?:bitcoin|btc|eth|ether|ethereum|coin|unit|average|per.coin) )?price\b|\bimpl(?:y|ies|ied)\b|\bper coin\b(?=.{0,20}\?)|\bprice (?:per|a) coin\b"
)
ASK_BASE = re.compile(
    r"\b(?:of what(?! is| are)|what base|which base|what pool|how (?:big|large) (?:a|must|would|does|is)(?! share)|of how much|what total|which pool)\b"
)
ASK_COINS = re.compile(
    r"\bhow many\b(?! (?:percent|basis|times|days|years|dollars|plans|people))|\bhow much (?:bitcoin|btc|ether|eth|ethereum|of it in (?:btc|eth))\b|\bnumber of (?:coins|bitcoins?|btc|eth|ether)\b|\bin (?:btc|bitcoins?|eth|ether|coins|ethereum)(?=[ ,?]*(?:$|\bat\b|@|terms))"
    r"|\b(?:btc|bitcoins?|eth|ether) (?:demand|amount|count|would (?:that|it) (?:be|buy))\b|\bdemand (?:for|in) (?:bitcoin|btc|eth)|\b(?:convert|exchang|chang|turn|swap)\w*\b.{0,60}\b(?:to|into|for) (?:btc|bitcoins?|eth|ether|ethereum)\b|\bworth of (?:btc|bitcoin|eth|ether)|\bcoins\b"
)
ASK_DOLLARS = re.compile(
    r"\bhow much (?:money|cash|capital|dollars?|would|is|are|in dollars|usd|does|do|will)\b|\bhow many dollars\b|\bin (?:dollars|usd|\$)|\bdollar (?:amount|value|figure)|\binflows?\b|\bworth\b(?! of)|\bcost\b"
)
NEW_COINS = re.compile(
    r"\b(?:issuance|newly mined|new (?:supply|coins|bitcoins?|btc)|mining|mined|production|miners?|block rewards?)\b"
)
SPLIT = re.compile(
    r"\b(?:half (?:and|in|into|to|btc|bitcoin)[\w ]{0,20}half|50[/-]50|fifty[- ]fifty|evenly|equally|half.and.half|equal (?:parts|split|amounts)|even split)\b"
)
NOW_PRICE = re.compile(
    r"\b(?:today'?s?|current|latest|spot|market|now|present)(?: (?:btc|bitcoin|eth|ether|coin|market))? (?:price|rate|value)s?\b|\bat (?:today'?s|current) prices?\b"
)
PLAINLY = re.compile(r"[a-z]|,\d{3},")
SPENT = re.compile(r"\b(?:with|for|is|are|of|invest|put|spend|buy|convert|turn|does|would|will|do|worth)\s$|^\s*$")
_GENERIC_BASE = re.compile(r"\b(?:401|retirement|dc plans?|defined contribution|iras?|pension|plan assets|savers)\b")
CAP = re.compile(r"\bcap\b")
_TO_BASE = re.compile(r"[a-z' ]*(?:q[1-4],? ?)?(?:20\d\d ?)?[a-z' ]*")
ADDED = re.compile(r"\bplus\b|\+|\bcombined\b|\btogether\b|\badded\b|\bsum of\b")
_ALL_OF = re.compile(
    r"\b(?:all(?: of)?|the entire|the whole|entire|whole|every (?:dollar|cent|penny)(?: of| in)?)(?: the)?(?: us| american)?(?: money| cash| dollars| funds)?(?: in| of)?(?: the)? $"
)
_BASE_IS = re.compile(
    r"(?:'s| is| was| are| were| holds?| held| at| =|:| really)+ ?(?:about |actually |really )?(?:the )?$"
)
YEARS_OF = re.compile(r"\bhow many years\b|\byears of\b")


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
    return distinct(
        each
        for each in named_figures(reading.plain, reading.facts)
        if each.name in BASES and not _inside_money(reading, each)
    )


def _inside_money(reading: Reading, mention: Mention) -> bool:
    return mention.name == "headline_401k_assets" and any(
        each.start <= mention.start < each.end for each in reading.of("money")
    )


def recognise(reading: Reading) -> bool:
    """A share of a pool of money, a sum or a number of coins to be turned into another of the three."""
    if not _may_be(reading):
        return False
    coins, bases = coins_named(reading), bases_named(reading)
    shares = [each for each in reading.of("percent") if not _MINE.search(reading.after(each, 24))]
    sums = [each for each in reading.of("money") if not each.per or each.per == "coin"]
    if reading.says(_PERSONAL) and (bases or not coins) and not (coins and sums and not shares):
        return False
    if shares:
        return _share_asked(reading, shares, coins, bases, sums)
    if not sums and all_of(reading) and set(coins) - {"crypto"}:
        return reading.says(ASK_COINS) or reading.says(ASK_DOLLARS) or reading.says(_FLOWS)
    if len(sums) > 1 and not coins and any(role(reading, each) == "base" for each in sums):
        return reading.says(ASK_SHARE)
    if reading.of("coins"):
        return (
            bool(sums)
            or reading.says(ASK_DOLLARS)
            or reading.says(ASK_PRICE)
            or _compares(reading)
            or (bool(bases) and reading.says(ASK_SHARE))
        )
    if sums and coins:
        return (
            reading.says(ASK_COINS)
            or reading.says(ASK_SHARE)
            or _compares(reading)
            or (any(role(reading, each) == "price" for each in sums) and len(sums) > 1)
            or bool(_FLOWS.search(reading.plain) and reading.says(_ASKS))
        )
    return (bool(sums) and bool(bases) and reading.says(ASK_SHARE) and not _is_figure_sum(reading, bases)) or (
        bool(sums) and _compares(reading)
    )


def _may_be(reading: Reading) -> bool:
    """Whether something is asked for, and not about pay, taxes, growth or the law."""
    if _other(reading) or _whole_asked(reading) or (reading.says(_DIFFERS) and not reading.says(COINS)):
        return False
    if reading.says(_LAWS) and not reading.says(ASK_COINS) and not reading.of("coins"):
        return False
    bare = reading.of("percent") and (reading.says(COINS) or len(reading.plain.split()) < 10)
    return bool(bare) or reading.says(_ASKS) or reading.says(_FLOWS)


def _other(reading: Reading) -> bool:
    """Words of another trade (pay, taxes, growth), outside the names of yardsticks."""
    plain = reading.plain
    for each in named_figures(plain, reading.facts):
        if each.name in YARDSTICKS:
            plain = plain[: each.start] + " " * (each.end - each.start) + plain[each.end :]
    return bool(_OTHER.search(plain))


def all_of(reading: Reading) -> bool:
    """ "All the money in IRAs": the whole of a pool, without a percentage."""
    return not reading.of("percent") and any(
        _ALL_OF.search(reading.plain[: each.start]) for each in bases_named(reading)
    )


def _whole_asked(reading: Reading) -> bool:
    """ "If $8.7 trillion is 71% of all DC assets, what is the total": the whole is asked for, not a share of it."""
    sums = reading.of("money", "number")
    given = [
        each
        for each in reading.of("percent")
        if _GIVEN_PART.search(reading.before(each, 20)) and any(0 < each.start - one.end < 20 for one in sums)
    ]
    return bool(given and re.search(r"\bif\b", reading.plain)) and not reading.says(ASK_BASE)


def _share_asked(
    reading: Reading, shares: list[Quantity], coins: tuple[str, ...], bases: tuple[Mention, ...], sums: list[Quantity]
) -> bool:
    if any(_of_base(reading, each, bases) for each in shares):
        return True
    if (
        coins
        and (bases or reading.says(_GENERIC_BASE))
        and (reading.says(_FLOWS) or len(parts_named(reading)) > 1 or split_ratio(reading) is not None)
    ):
        return True
    if any(of_yardstick(reading, each) for each in shares):
        return reading.says(ASK_SHARE) or reading.says(ASK_DOLLARS) or reading.says(ASK_COINS)
    return (
        any(role(reading, each) == "base" for each in sums)
        or (bool(sums) and reading.says(ASK_BASE))
        or (bool(coins) and reading.says(_FLOWS) and not bases and reading.says(_ASKS))
    )


def _of_base(reading: Reading, share: Quantity, bases: tuple[Mention, ...]) -> bool:
    match = OF_BASE.match(reading.plain, share.end)
    if match is None:
        return False
    starts = [each.start for each in bases if 0 <= each.start - match.end() <= 30]
    starts += [each.start for each in reading.of("money") if 0 <= each.start - match.end() <= 20]
    return any(_TO_BASE.fullmatch(reading.plain[match.end() : start].replace("$", "")) for start in starts)


def _is_figure_sum(reading: Reading, bases: tuple[Mention, ...]) -> bool:
    """ "$3.2 trillion of 401(k) money is in equity funds": the sum is itself one of the figures named."""
    return len(bases) > 1 or bool(re.search(r"\bif\b.{0,60}\bis \d", reading.plain))


def _compares(reading: Reading) -> bool:
    named = any(each.name in YARDSTICKS for each in named_figures(reading.plain, reading.facts))
    return (
        named
        or (reading.says(CAP) and bool(reading.of("coins")))
        or (reading.says(NEW_COINS) and bool(reading.of("coins") or reading.of("percent")))
    )


def role(reading: Reading, money: Quantity) -> str:
    """What a sum of money is for: "price", "base" or "amount", by the words around it."""
    before = reading.before(money, 40)
    if any(
        each.name in YARDSTICKS and each.start - 3 <= money.start < each.end
        for each in named_figures(reading.plain, reading.facts)
    ):
        return "yardstick"
    if money.per == "coin":
        return "price"
    if _BASE_BEFORE.search(before):
        return "base"
    if money.value < 20_000_000 and PRICE_BEFORE.search(before) and not _NOT_PRICE_BEFORE.search(before):
        return "price"
    for base in bases_named(reading):
        if (
            base.end <= money.start
            and money.value >= 1_000_000_000
            and reading.of("percent")
            and _BASE_IS.fullmatch(reading.plain[base.end : money.start].rstrip("$"))
        ):
            return "base"
        if (
            base.start >= money.end
            and _BASE_AFTER.match(reading.plain[money.end : base.start])
            and reading.of("percent")
        ):
            return "base"
    return "amount"


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
