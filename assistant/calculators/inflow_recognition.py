"""Whether a question, standing alone, is about money moving into coins or a share of a pool of money."""

from __future__ import annotations

import re

from assistant.calculators.inflow_words import (
    ASK_BASE,
    ASK_COINS,
    ASK_DOLLARS,
    ASK_PRICE,
    ASK_SHARE,
    CAP,
    COINS,
    NEW_COINS,
    OF_BASE,
    YARDSTICKS,
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
from assistant.calculators.mentions import Mention
from assistant.calculators.observations import NamedDay, dated_words, is_part_of_date, named_figures
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading
from assistant.patterns import lazy_pattern

_CLAIM = lazy_pattern(r"\b(?:are|is|was|were|make up|makes up|more than|less than|really|over|under)(?: \w+){0,2} $")
_CLAIM_FIRST = lazy_pattern(r"(?:so |and |but )?(?:is|are|was|were|do|does)\b")
_REFERS = lazy_pattern(r"\b(?:that|this|it|they|those|the same)\b")
_FLOWS = lazy_pattern(
    r"\b(?:in ?flows?|flow(?:s|ed|ing)?|go(?:es|ing)?|went|gone|mov(?:es?|ed|ing)|shift(?:s|ed|ing)?|puts?|putting|allocat\w+|invest(?:s|ed|ing)?|pour(?:s|ed|ing)?"
    r"|switch(?:es|ed|ing)?|rotat\w+|into|divert\w*|buys?|bought|buying|purchas\w+|land(?:s|ed)?|demand|convert(?:s|ed|ing)?|end(?:s|ed)? up|comes? in|placed|parked|split)\b|->|=>|\u2192"
)
_ASKS = lazy_pattern(
    r"\bhow (?:much|many|big|large|long)\b|\bnumber of\b|\bwhat (?:\w+ )?price|\bwhat(?:'s| is| are| if| would| does| do| share| price| %| per|s\b| fraction| portion| proportion| part| slice| allocation| about| amount| number)|\bwhich\b|\bif\b|\bcalculat\w+|\bcompare\b|\bgive me\b|\bwork out\b|\btell me\b|\bcomput\w+|\bconvert"
    r"|\bworth\b|\bcost\b|\bequals?\b|\btable\b|\bgrid\b|\bin (?:dollars|usd|btc|bitcoin|eth|ether|coins)\b|\bhm\b|^\s*(?:\$|\d|\.)|\bsuppose|\bsay\b|\bassum|\bimpl(?:y|ies|ied)\b|\?\s*$|\bshow\b|\bvs\b|\bversus\b|\bcompared\b"
)
_PERSONAL = lazy_pattern(
    r"\b(?:my|your|his|her|our|i|i'?m|i'?ve|me)\b(?! (?:mean|wonder|guess|want to know|need to know))"
)
_OTHER = lazy_pattern(
    r"\b(?:match\w*|salar\w+|pay ?checks?|contribut(?:e|es|ed|ion|ions|ing)|withdr\w+|penalt\w+|catch.?up|defer\w*|loans?|borrow\w*|vest\w*|rollover|limit(?:s|ed)?|maximum i|withh\w+|wages?|cash(?:es|ed|ing)?[ -]?(?:it )?out|brackets?|rmds?|take.?home|cash(?:es|ed|ing)?[ -]?(?:it )?out|brackets?|rmds?|take.?home"
    r"|rises?|rose|raises?|falls?|fell|drops?|dropped|gr[eo]w(?:s|th|n)?|gains?|increas\w+|declin\w+|returns?|yields?|interest|inflation|fees?|expense|tax(?:es|ed)?|oppose|support|survey|illiquid)\b"
)
_LAWS = lazy_pattern(
    r"\b(?:new hampshire|arizona|texas|montana|utah|wyoming|states?|bills?|allowed|allows?|permit\w*|require[sd]?|mandat\w*|may i|can (?:a|the|plans?|i|we)|does the (?:order|rule|law)|says?|said|who|why|when did|sec)\b"
)
_DIFFERS = lazy_pattern(
    r"\b(?:exceeds?|overstate\w*|more than|bigger|larger|smaller|less than|higher|lower|difference|gap|off by|far off)\b"
)
_GIVEN_PART = lazy_pattern(r"\b(?:is|are|was|were|represents?|makes? up|equals?|=) (?:about |roughly |around )?$")
_MINE = lazy_pattern(r"\b(?:public|state|my|your|their own|government|pay|salary|wages|compensation)\b")
_GENERIC_BASE = lazy_pattern(r"\b(?:401|retirement|dc plans?|defined contribution|iras?|pension|plan assets|savers)\b")
_TAKEN_IN = lazy_pattern(r"\b(?:took|taken|taking|pulled|raked|drawn|drew) in\b|\bnet (?:in)?flows?\b")
_HOLDINGS = {"btc_etf_holdings", "eth_etf_holdings"}
_THEN = lazy_pattern(r"\bwhen\b|\btoday\b|\bnow\b|\byesterday\b|\blast (?:week|month|year)\b|\bback (?:in|then)\b")
_IMPLIED = lazy_pattern(r"\bimpl(?:y|ies|ied)\b|\barticle\b")
_TO_BASE = lazy_pattern(r"[a-z' ]*(?:q[1-4],? ?)?(?:20\d\d ?)?[a-z' ]*")


_HAS_HAPPENED = lazy_pattern(
    r"\bso far\b|\bto date\b|\b(?:has|have|had) (?:\w+ ){0,2}?(?:flowed|moved|gone|come|poured|arrived|been (?:moved|invested|put|allocated))\b"
)
"""Asks what came about, which no share of a pool tells."""
_EACH_ONE = lazy_pattern(
    r"\b(?:per|for each|for every|to each|apiece for) (?:active |american |us )?(?:participants?|workers?|savers?|persons?|people|head|employees?|household|account|americans?|adults?|capita)\b"
)
"""A sum shared out among people, which is another quotient."""
_EXCESS = lazy_pattern(r"\bexcess (?:ira|401\S*|deferrals?|contributions?)\b|\bover-?contribut\w*")
"""Of one saver's contributions."""


def recognise(reading: Reading) -> bool:
    """A share of a pool of money, a sum or a number of coins to be turned into another of the three."""
    if not _may_be(reading) or reading.says(_HAS_HAPPENED) or reading.says(_EACH_ONE) or reading.says(_EXCESS):
        return False
    coins, bases = coins_named(reading), bases_named(reading)
    shares = [each for each in reading.of("percent") if not _MINE.search(reading.after(each, 24))]
    sums = [each for each in reading.of("money") if not each.per or each.per == "coin"]
    if reading.says(_PERSONAL) and (bases or not coins) and not (coins and sums and not shares):
        return False
    if not coins and any(not is_part_of_date(reading.plain, each, _dates(reading)) for each in reading.ages):
        return False
    if shares:
        return _share_asked(reading, shares, coins, bases, sums)
    if not sums and all_of(reading) and set(coins) - {"crypto"}:
        return reading.says(ASK_COINS) or reading.says(ASK_DOLLARS) or reading.says(_FLOWS)
    if len(sums) > 1 and not coins and any(role(reading, each) == "base" for each in sums):
        return reading.says(ASK_SHARE)
    if reading.of("coins"):
        return not _is_price_of_a_day(reading) and (
            bool(sums)
            or reading.says(ASK_DOLLARS)
            or reading.says(ASK_PRICE)
            or recounted(reading)
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


def is_whole(reading: Reading) -> bool:
    """Whether a question brings its own share, sum or coins; "how many bitcoin is that at 90k" takes them from before."""
    if reading.of("percent", "coins") or not reading.says(_REFERS):
        return True
    return any(role(reading, each) in ("amount", "base") for each in reading.of("money"))


def _dates(reading: Reading) -> tuple[NamedDay, ...]:
    return dated_words(reading.plain, reading.quantities)


def _may_be(reading: Reading) -> bool:
    """Whether something is asked for, and not about pay, taxes, growth or the law."""
    if (
        _other(reading)
        or _whole_asked(reading)
        or _took_in(reading)
        or (reading.says(_DIFFERS) and not reading.says(COINS))
    ):
        return False
    if reading.says(_LAWS) and not reading.says(ASK_COINS) and not reading.of("coins"):
        return False
    if _is_claim(reading):
        return False
    bare = reading.of("percent") and (reading.says(COINS) or len(reading.plain.split()) < 10)
    return bool(bare) or reading.says(_ASKS) or reading.says(_FLOWS)


def _is_claim(reading: Reading) -> bool:
    """ "Are IRAs 40% of retirement assets": two pools and a share held against the real one."""
    bases = bases_named(reading)
    return (
        len(bases) == 2
        and any(
            bases[0].end <= each.start < bases[1].start and _CLAIM.search(reading.before(each, 24))
            for each in reading.of("percent")
        )
    ) or (len(bases) == 2 and bool(_CLAIM_FIRST.match(reading.plain)) and len(reading.of("percent")) == 1)


def _other(reading: Reading) -> bool:
    """Words of another trade (pay, taxes, growth), outside the names of yardsticks."""
    plain = reading.plain
    for each in named_figures(plain, reading.facts):
        if each.name in YARDSTICKS:
            plain = plain[: each.start] + " " * (each.end - each.start) + plain[each.end :]
    return bool(_OTHER.search(plain))


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
    if coins and bases and (reading.says(ASK_COINS) or any(role(reading, each) == "price" for each in sums)):
        return True
    if sums and len(parts_named(reading)) > 1 and coin_asked(reading):
        return True
    if any(of_yardstick(reading, each) for each in shares):
        return reading.says(ASK_SHARE) or reading.says(ASK_DOLLARS) or reading.says(ASK_COINS)
    return (
        any(role(reading, each) == "base" for each in sums)
        or (bool(sums or reading.of("coins")) and reading.says(ASK_BASE))
        or (bool(bases) and reading.says(ASK_DOLLARS) and not reading.says(_PERSONAL) and len(shares) == 1)
        or (bool(coins) and reading.says(_FLOWS) and not bases and reading.says(_ASKS))
    )


def _took_in(reading: Reading) -> bool:
    """ "What the ether funds took in": a flow that nothing here is held against, or one where the only figure named is what they hold."""
    named = {each.name for each in named_figures(reading.plain, reading.facts)}
    if "eth_etf_inflow" in named:
        return True
    return reading.says(_TAKEN_IN) and bool(named & _HOLDINGS) and "btc_etf_net_inflow" not in named


def _is_price_of_a_day(reading: Reading) -> bool:
    """ "What did one bitcoin cost on 1 June 2026": a market price of some day, which no share or sum leads to."""
    one = all(each.value == 1 for each in reading.of("coins")) and not reading.of("money", "percent")
    return one and bool(reading.of("date", "year") or reading.says(_THEN)) and not reading.says(_IMPLIED)


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
