"""What a question does with the corpus's own figures: share, sum, difference, growth, average, series, value at a date."""

from __future__ import annotations

from itertools import pairwise

from assistant.calculators.figure_groups import is_narrowed
from assistant.calculators.mentions import Mention, distinct
from assistant.calculators.observations import (
    NEWEST,
    NamedDay,
    dated_words,
    is_part_of_date,
    named_dates,
    named_figures,
    undated_months,
)
from assistant.calculators.pairs import WITHIN
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading
from assistant.patterns import lazy_pattern

_SHARE = lazy_pattern(
    r"\b(?:what|which|how (?:big|large|much of) an?|the|a|whats|what's the)\s+(?:share|percent(?:age)?|fraction|portion|proportion|slice|%|pct)|\bwhat ?(?:%|pct)|\b(?:as (?:an? |the )?)?(?:share|percent|percentage|%|fraction|portion|proportion|part) of\b"
    r"|\bhow much of\b|\bhow many percent|\bshare\b|\bslice of\b|\bpercentage\b|\bwhat per ?cent"
)
_RATIO = lazy_pattern(r"\bratio\b|\bhow many times\b|\btimes (?:as|bigger|larger|more|the)\b|\bmultiple\b|\bx bigger\b")
_NOT_IN = lazy_pattern(
    r"\b(?:not|neither|non|isn'?t|aren'?t|wasn'?t|weren'?t|outside(?: of)?|excluding|without|other than|apart from|except(?: for)?|net of|minus|leaving out|left out of|beyond|(?:taken|stripped|left) out|removed|excluded|tak(?:e|en|ing)\b[^.?]{0,40}\b(?:out|away|off) (?:of|from))\b|\bex-(?=\w)"
)
_SUM = lazy_pattern(
    r"\b(?:plus|combined|together|sum|total of|add(?:ed|ing)?(?: up)?|in all|altogether|both|add up to|adds up)\b|(?<=\w) ?\+ ?(?=\w)"
)
_LESS = lazy_pattern(
    r"\b(?:difference|gap|minus|less|exceeds?|bigger|larger|smaller|more|greater|higher|lower|beats?|tops?|than|versus|vs\.?|overstate\w*|short of|far (?:off|apart)|above|below|compare[sd]?|subtract\w*)\b"
)
_GREW = lazy_pattern(
    r"\b(?:gr[eo]w(?:n|s|th|ing)?|rise[ns]?|rose|increas\w+|chang\w+|fall(?:en|s|ing)?|fell|drop(?:ped|s)?|declin\w+|shr[aiu]nk\w*|gain(?:ed|s)?|(?<!end )(?<!ends )(?<!ended )(?<!come )(?<!came )(?<!made )(?<!make )(?<!makes )up|(?<!break )(?<!breaks )(?<!broken )down|los[te]|went|moved?|expand\w*|jump\w*|climb\w*|swell\w*|added|by how much)\b"
)
_GREW_PLAINLY = lazy_pattern(
    r"\b(?:gr[eo]w(?:n|s|th|ing)?|rise|rose|fell|fall|chang(?:e|ed)|increased|dropped|declined|shr[aiu]nk)\b"
)
_STANDS_APART = lazy_pattern(
    r"\b(?:difference|gap|bigger|larger|smaller|minus|exceeds?|overstate\w*|plus|combined|share of|ratio)\b"
)
_OVER = lazy_pattern(
    r"\b(?:exceeds?|beats?|overstate\w*|bigger|larger|smaller|difference|gap|(?:how much|percent) (?:more|less)|far off|above|below)\b"
)
_QUALIFIES = lazy_pattern(
    r"'?s? (?:(?:money|funds?|assets?) )?(?:(?:(?:held|managed|invested) )?(?:in|inside|within) (?:the )?)?"
)
_CLAIMED = lazy_pattern(
    r"\b(?:is|are|was|were|really|true that|more than|less than|over|under|above|below|at least|at most|about|exactly|almost|nearly|only|just|fully)(?: (?:really|just|only|about|more than|less than|over|under))* $"
)
_IS_IT = lazy_pattern(r"(?:so |and |but |wait )?(?:is|are|was|were|do|does)\b")
_PER = lazy_pattern(
    r"\b(?:average|avg|mean|per (?:person|participant|plan|head|capita|saver|account|member|worker|active participant)|each (?:person|participant|saver|worker)|a (?:person|participant|head)|typical|divided by (?:the )?(?:number|count|total)? ?(?:of )?(?:active )?(?:participants|people|savers|plans|members|workers))\b"
)
_NOT_A_BALANCE = lazy_pattern(
    r"\b(?:returns?|age|rates?|ratio|expenses?|tenure|yields?|contribution|btc|bitcoins?|eth|ether|crypto\w*|coins?|stocks?|bonds?)\b"
)
_SPLIT = lazy_pattern(r"\b(?:split(?! (?:among|between|by))|break ?down|broken down)\b")
_SERIES = lazy_pattern(
    r"\b(?:by quarter|per quarter|each quarter|every quarter|quarter by quarter|quarterly|over time|over the (?:quarters|years)|history of|series|time ?line of|all (?:dates|quarters)|table of|trend|through the quarters|since 2024)\b"
)
_POOL = lazy_pattern(r"\b(?:assets?|money|total|held|trillion|market|size)\b")
_OF_TOTAL = lazy_pattern(
    r"(?:\b(?:share|percent|percentage|part|portion|fraction)|%) of (?:the |us )?(total)\b(?! (?:retirement|401|ira|dc|assets))"
)
_ICI_TOTAL = lazy_pattern(r"\bici(?:'?s)?\b[^.?!]{0,24}\b(total)s?\b(?! (?:assets? )?(?:of|in|for)\b)")
_JOINED = lazy_pattern(r"\+|\bplus\b|\bcombined\b|\btogether\b")
_IS = lazy_pattern(r"\b(?:is|are|was|were|represents?|makes? up|equals?|=) (?:about |roughly |around |only )?$")
_WHOLE = lazy_pattern(r"\bif\b.{0,40}\b(?:is|are|was|were|represents?|makes? up|equals?|=)\b")
_VALUE = lazy_pattern(
    r"\b(?:how (?:much|big|large|many)|what's|what (?:was|were|is|are|did)|whats|total|size|amount|value|worth)\b"
)
_OTHER = lazy_pattern(
    r"\b(?:match\w*|salar\w+|pay ?checks?|contribut(?:e|es|ed|ing)|withdr\w+|penalt\w+|catch.?up|defer\w*|loans?|borrow\w*|vest(?:ed|ing)?|rollover|limit(?:s|ed)?|withh\w+|wages?|fees?|my|your|i|tax(?:es|ed)?|will|forecast|expect\w*|predict\w*|should|why|who|"
    r"inflows?|flows?|rules?|laws?|guidance|executive|polic(?:y|ies)|fiduciar\w*|offers?|access|white house|working group|manag(?:e[sd]?|ing)(?! (?:in|by|\$))|firms?|bills?|deduct\w*|phase.?out|eligib\w*|can|may|allowed|median|"
    r"exceptions?|distributions?|treatment|births?|adoptions?|college|education|lawmakers|legislation|congress|alternatives?|economy|paper|"
    r"bond funds?|money market funds?|trusts|target[- ]date\w*|by (?:state|age|gender|race|income)|in (?:their|there|his|her) (?:\d0'?s|twenties|thirties|forties|fifties|sixties|seventies)|"
    r"paid out|payouts?|new (?:money|contributions)|meaning|stands? for|which (?:body|agency|institute)|in practice|net assets|aum)\b"
    r"|\b(?:bitcoins?|btc|crypto\w*|coins|ether(?:eum)?|eth)\b[^.?]{0,12}\b(?:in|inside|within)\b[^.?]{0,12}\b(?:401|iras?\b|retirement|plans?\b)"
)
_PROVIDER = lazy_pattern(
    r"\b(?:fidelity|vanguard|empower|(?:charles )?schwab|t\.? ?rowe(?: price)?|tiaa|principal financial|principal's|john hancock|merrill(?: lynch)?|voya|adp|paychex|transamerica|nationwide|prudential|betterment"
    r"|guideline|robinhood|bank of america|j\.?p\.? ?morgan|blackrock|capital group|american funds|ascensus|alight|lincoln financial|massmutual|edward jones|morgan stanley|wells fargo|human interest|etrade|e\*trade)\b"
    r"|\b(?:at|from|with|by) (?:my|our|his|her|their|one|a single|each|any one) (?:\w+ )?(?:compan(?:y|ies)|employers?|jobs?|firms?|work|workplace|providers?|recordkeepers?|brokers?|brokerages?|banks?)\b"
)
"""One provider or employer, of which the figures, which are of the whole country, say nothing."""
_SEVERAL_ANSWERS = lazy_pattern(
    r"\brevisions?\b|\b(?:first|originally)\b[^.?]{0,20}\brevised\b|\brevised (?:up|down)\b|\band (?:a|the|one) quarter (?:later|after|earlier|before)\b"
)
"""A figure as first published beside its revision, or at two dates of which one is only counted from the other."""
_INITIALS = lazy_pattern(r"(?<![\w$])[A-Z]{3,5}s?\b")
_KNOWN_INITIALS = frozenset(
    "NOT ALL ANY HOW WHY ONLY BOTH OUT ONE NON ALSO EVER REAL TOTAL IRA IRAS ICI TSP ETF ETFS BTC ETH USA CRS AND THE PLS ASAP AUG SEP OCT NOV DEC JAN FEB MAR APR JUN JUL".split()
)
_RETIREMENT_ALONE = lazy_pattern(
    r"\bretirement\b(?! (?:assets?|money|savings|funds?|accounts?|pot|pool|wealth|system|nest|dollars|cash|market|total|holdings|plan assets))"
)

_CHANGES_BY_LAW = lazy_pattern(
    r"\b(?:order|rules?|proposal|act|bill|letter|statement|notice|court|ruling|decision|trump|biden|congress|sec|irs|dol|labor|it|this|that|article)\b (?:\w+ly )?(?:\w+ ){0,1}(?:change|raise|increase|grow|cut|drop|lower|reduce|move|gain|expand|lift|add)(?:s|d|ed|es)?\b"
)
_HOW_IT_GREW = lazy_pattern(
    r"\bhow (?:much|fast|did|has|have|many|quickly)\b|\bby (?:how|what)\b|\bgrowth\b|\bgr[eo]wn?\b|\b(?:percent\w*|pct|per cent)\b|%|\bwhat (?:was|is|were|are|'s) (?:the |its )?(?:\w+ )?(?:change|rise|drop|increase|decline|gain|fall)\b|\bsince\b|\bdid .{1,40} (?:rise|fall|grow|drop|shrink|gain)\b"
)
FLOWS = ("eth_etf_inflow",)
"""Figures that are of a month and not of a day."""
OPERATIONS = (
    ("series", _SERIES),
    ("average", _PER),
    ("times", _RATIO),
    ("rest", _NOT_IN),
    ("share", _SHARE),
    ("sum", _SUM),
    ("difference", _LESS),
    ("growth", _GREW),
)


def mentions(reading: Reading) -> tuple[Mention, ...]:
    """The figures that take part: measured sums and counts, each once; a share that is itself a figure does not."""
    facts = reading.facts
    found = [
        each
        for each in named_figures(reading.plain, facts)
        if facts.figures[each.name].unit in ("USD", "BTC", "ETH", "count")
    ]
    kept = [
        each
        for each in found
        if not (each.name == "retirement_assets" and _RETIREMENT_ALONE.match(reading.plain, each.start))
    ]
    kept = _without_qualifiers(reading, kept)
    total = reading.find(_OF_TOTAL) or (None if kept else reading.find(_ICI_TOTAL))
    if total and "retirement_assets" in facts.figures and not any(each.name == "retirement_assets" for each in kept):
        kept.append(Mention("retirement_assets", total.start(1), total.end(1)))
    return distinct(kept)


def _without_qualifiers(reading: Reading, found: list[Mention]) -> list[Mention]:
    """Of "equity share of mutual fund 401(k) money" the 401(k) only says which mutual funds."""
    if len({each.name for each in found}) < 3:
        return found
    qualifiers = {
        second
        for first, second in pairwise(found)
        if second.name in WITHIN.get(first.name, ()) and _QUALIFIES.fullmatch(reading.plain, first.end, second.start)
    }
    kept = [each for each in found if each not in qualifiers]
    return kept if len({each.name for each in kept}) > 1 else found


def operation(reading: Reading, named: tuple[Mention, ...]) -> str:
    """Which operation the words ask for, empty when they ask for none."""
    said = [name for name, pattern in OPERATIONS if reading.says(pattern)]
    if "series" in said:
        return "series"
    if "average" in said and named:
        return "average"
    if len(named) >= 2:
        return _of_several(reading, named, said)
    if named and named[0].name in FLOWS and "growth" not in said:
        return "series" if len(dates(reading)) + len(undated_months(reading.plain)) != 1 else "value"
    return _of_one(reading, said) if named else ""


def _of_several(reading: Reading, named: tuple[Mention, ...], said: list[str]) -> str:
    if len(named) == 2 and claimed_share(reading) is not None:
        return "share"
    if reading.says(_GREW_PLAINLY) and not reading.says(_STANDS_APART):
        return "growth"
    if "times" not in said and reading.says(_OVER):
        return "difference"
    if len(named) > 2 and reading.says(_SPLIT):
        return "share"
    chosen = next((name for name in ("times", "rest", "share", "sum", "difference") if name in said), "")
    return "" if chosen == "share" and reading.says(_JOINED) else chosen


def _of_one(reading: Reading, said: list[str]) -> str:
    if "growth" in said or len([day for day in dates(reading) if day != NEWEST]) > 1:
        return "growth"
    at_a_date = dates(reading) or (reading.of("year") and reading.says(_POOL))
    asked = reading.says(_VALUE) or len(reading.plain.split()) <= 8
    if reading.says(_JOINED):  # the other part of the sum is not known here
        return ""
    return "value" if at_a_date and asked and not {"share", "times", "rest"} & set(said) else ""


def _dated(reading: Reading) -> tuple[NamedDay, ...]:
    return dated_words(reading.plain, reading.quantities)


def dates(reading: Reading) -> tuple[str, ...]:
    return named_dates(reading.plain, reading.quantities)


_JOBS = lazy_pattern(r"\b(?:\d|one|two|three|both|several|multiple|my) (?:jobs|employers)\b")
"""Of one saver, not of the market."""


_PER_PLAN = lazy_pattern(r"\b(?:per|each|every) 401 ?\(?k\)? plan\b(?! (?:participant|member|saver|worker))")


def recognise(reading: Reading) -> bool:
    """One or two figures of the corpus and something to be done with them."""
    named = mentions(reading)
    if _of_another_trade(reading, named) or reading.says(_JOBS):
        return False
    if implied_whole(reading, named):
        return True
    if any(not is_part_of_date(reading.plain, each, _dated(reading)) for each in reading.ages):
        return False
    if not named or (
        any(not (_part_of(each.start, named) or _is_value(reading, each, named)) for each in reading.of("money"))
        and operation(reading, named) != "difference"
    ):
        return False
    if any(each is not claimed_share(reading) for each in reading.of("percent") if not _part_of(each.start, named)):
        return False
    chosen = operation(reading, named)
    if chosen == "average" and (reading.says(_NOT_A_BALANCE) or is_narrowed(reading)):
        return False
    if chosen == "average" and reading.says(_PER_PLAN) and all(each.name != "plans_401k" for each in named):
        return False
    return bool(chosen) and (chosen != "growth" or _growth_asked(reading))


def _of_another_trade(reading: Reading, named: tuple[Mention, ...]) -> bool:
    """Words of pay, taxes and rules, outside the names of flows."""
    flow = next((each for each in named if each.name in FLOWS), None)
    plain = reading.plain if flow is None else reading.plain[: flow.start] + reading.plain[flow.end :]
    return any(each.search(plain) for each in (_OTHER, _PROVIDER, _SEVERAL_ANSWERS)) or _names_a_stranger(reading.text)


def of_one_provider(reading: Reading) -> bool:
    """Whether a provider or an employer is named, whose own figures the corpus does not hold."""
    return reading.says(_PROVIDER)


def _names_a_stranger(text: str) -> bool:
    """Whether initials stand in it that no figure has: a fund or a kind of fund, of which only the whole is held."""
    return not text.isupper() and any(each.upper() not in _KNOWN_INITIALS for each in _INITIALS.findall(text))


def _growth_asked(reading: Reading) -> bool:
    """A change over time, between dates or measured; not what a rule changes."""
    if reading.says(_CHANGES_BY_LAW):
        return False
    return bool(_dated(reading) or reading.of("year") or undated_months(reading.plain)) or reading.says(_HOW_IT_GREW)


def claimed_share(reading: Reading) -> Quantity | None:
    """ "Is it more than a fifth of all retirement money": a share that is held against the real one."""
    shares = reading.of("percent")
    if len(shares) == 1 and _IS_IT.match(reading.plain):
        return shares[0]
    return next((each for each in shares if _CLAIMED.search(reading.before(each, 30))), None)


def _part_of(start: int, named: tuple[Mention, ...]) -> bool:
    return any(each.start <= start + 1 < each.end for each in named)


def _is_value(reading: Reading, each: Quantity, named: tuple[Mention, ...]) -> bool:
    """ "Of the $5.3 trillion that mutual funds held": a sum that is itself an observation of a figure named."""
    held = (reading.facts.figures[one.name].observations for one in named)
    return len(named) > 1 and any(each.value == one.value for several in held for one in several)


def implied_whole(reading: Reading, named: tuple[Mention, ...]) -> bool:
    """ "What are household assets if 43.4 is 34%": a part and its share are given, the whole is asked for."""
    percents = reading.of("percent")
    return bool(
        len(percents) == 1
        and reading.says(_WHOLE)
        and _IS.search(reading.before(percents[0], 20))
        and (reading.of("money") or _bare(reading))
        and named
    )


def _bare(reading: Reading) -> list[object]:
    return [each for each in reading.of("number", "age") if each.bare]
