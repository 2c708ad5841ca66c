"""Which figure at which date a question means, and how it enters a computation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache

from assistant.calculators.calendar import month_end
from assistant.calculators.mentions import Lexicon, Mention, Names, Same, figure_names, find_mentions, lexicon
from assistant.calculators.quantities import Quantity
from assistant.calculators.trace import MissingFact, Trace, long_date, plain, show
from assistant.types import Facts, Figure, Input, Observation

ARTICLE_DAY = "2025-03-31"
NEWEST = "newest"

_EVERYDAY: Names = (
    ("assets_401k", ("401k", "401ks", "401k plan", "401k account", "401k savings", "401k balances", "401k funds", "401k asset base",
                     "401k retirement money", "401k retirement accounts", "401k wealth", "401k retirement plans", "401k plans alone")),
    ("dc_assets", ("dc", "dc plan", "all dc", "dc money", "dc assets", "dc market", "defined contribution", "defined contribution plan",
                   "defined contribution money", "defined contribution assets", "defined-contribution plans", "all dc plans",
                   "workplace plan", "workplace retirement plan", "workplace retirement money", "employer plan", "employer dc",
                   "all employer dc plans", "employer retirement plan", "all employer plans", "employer dc plans")),
    ("ira_assets", ("ira", "iras", "ira plan", "ira account", "ira savings", "ira funds", "ira market", "individual retirement account",
                    "individual accounts")),
    ("retirement_assets", ("retirement assets", "retirement money", "retirement savings", "retirement funds", "retirement accounts",
                           "retirement pot", "retirement pool", "retirement wealth", "retirement system", "retirement nest eggs",
                           "retirement dollars", "retirement cash", "all retirement assets", "all retirement money", "total retirement assets",
                           "us retirement assets", "us retirement money", "american retirement savings", "nest eggs", "all retirement savings",
                           "total us retirement assets", "retirement plan assets", "retirement market", "retirement total", "retirement", "saved for retirement", "put away for retirement",
                           "all us retirement assets", "whole retirement market", "america's retirement money", "retirement holdings")),
    ("assets_403b", ("403b", "403b plan", "403b assets")),
    ("assets_457", ("457", "457b plan", "457 plan", "457 assets")),
    ("tsp_assets", ("tsp", "thrift savings", "thrift plan", "thrift savings plan")),
    ("mutual_funds_401k", ("mutual fund", "mutual fund money", "401k mutual funds", "mutual fund assets", "mutual funds in 401k plans")),
    ("equity_funds_401k", ("equity fund", "stock fund", "equity mutual fund", "stock mutual fund", "equity fund assets", "401k equity funds")),
    ("hybrid_funds_401k", ("hybrid fund", "hybrid", "balanced fund", "hybrid fund assets", "401k hybrid funds")),
    ("household_financial_assets", ("household assets", "household wealth", "household money", "household financial wealth",
                                    "us household assets", "americans' financial assets", "households' financial assets",
                                    "household finances", "financial assets")),
    ("government_db_assets", ("government pension", "government db", "public pension", "government db plans", "government defined benefit plans",
                              "government pension plans", "public sector pensions", "state pension plans")),
    ("private_db_assets", ("private pension", "private db", "corporate pension", "company pension", "private sector pension",
                           "private-sector db plans", "private db plans", "private defined benefit plans", "private-sector defined benefit plans")),
    ("annuity_reserves", ("annuity", "annuities", "annuity money", "annuity assets")),
    ("btc_supply", ("bitcoin supply", "btc supply", "supply of bitcoin", "supply of btc", "all bitcoin", "all the bitcoin", "all btc",
                    "bitcoin's supply", "btc in circulation", "bitcoin in circulation", "circulating supply of bitcoin",
                    "circulating btc supply", "existing bitcoin", "existing btc", "bitcoins that exist", "btc that exists", "supply",
                    "bitcoin in existence", "circulating supply")),
    ("btc_cap", ("bitcoin cap", "btc cap", "supply cap", "max supply", "maximum supply", "21m cap", "21 million cap", "cap of 21 million",
                 "21 million btc cap", "cap on bitcoin", "bitcoin's cap", "hard cap", "bitcoin limit", "21 million limit")),
    ("eth_supply", ("eth supply", "ether supply", "ethereum supply", "supply of ether", "supply of eth", "all ether", "all eth",
                    "supply of ethereum", "ethereum's supply", "eth in circulation")),
    ("btc_etf_holdings", ("bitcoin etf", "btc etf", "spot bitcoin etf", "spot btc etf", "btc held by etfs", "bitcoin in etfs",
                          "bitcoin held by etfs", "etf", "etfs hold", "bitcoin in the spot etfs", "btc in etfs", "etf holdings", "bitcoin etfs hold")),
    ("btc_etf_net_inflow", ("etf inflows", "etf flows", "bitcoin etf net inflows", "btc etf inflows", "btc etf flows", "bitcoin etf flows",
                            "spot bitcoin etf inflows", "spot etf inflows", "net inflows into bitcoin etfs", "money into bitcoin etfs",
                            "flowed into bitcoin etfs", "inflows into bitcoin etfs", "inflows to bitcoin etfs", "net inflow into bitcoin etfs",
                            "net inflows into spot bitcoin etfs", "inflows into spot bitcoin etfs", "flows into bitcoin etfs")),
    ("eth_etf_holdings", ("ether etf", "eth etf", "ethereum etf", "spot ether etf", "spot ethereum etf", "ether etfs hold")),
    ("btc_etf_net_assets", ("bitcoin etf net assets", "btc etf assets", "btc etf net assets", "spot bitcoin etf assets")),
    ("eth_etf_net_assets", ("ether etf net assets", "eth etf assets", "eth etf net assets", "ethereum etf assets")),
    ("reserve_btc_holdings", ("government's bitcoin", "us government bitcoin", "government btc", "strategic bitcoin reserve", "bitcoin reserve",
                              "government bitcoin holdings", "government's btc")),
    ("crypto_market_value", ("crypto market", "whole crypto market", "crypto market value", "all crypto", "total crypto market cap",
                             "market value of crypto", "crypto market capitalization", "total crypto market value")),
    ("participants_401k", ("401k participant", "401k saver", "401k member", "active participant", "people with 401ks", "401k holder",
                           "people in 401ks", "401k active participants", "participants in 401k plans", "active 401k participants",
                           "people in 401k plans", "savers in 401k plans", "participant")),
    ("plans_401k", ("number of 401k plans", "401k plan count", "730000 plans")),
    ("workers_in_dc_plans", ("people in dc plans", "workers in dc plans", "people in employer dc plans", "workers in employer plans")),
    ("dc_contributions_private", ("dc contributions", "private dc contributions", "yearly contributions", "annual contributions",
                                  "contributions to dc plans", "contributions to private dc plans", "private-sector dc contributions")),
    ("dc_benefits_private", ("dc benefits", "private dc benefits", "benefits paid", "dc benefits paid", "benefits paid by dc plans")),
    ("", ("private equity", "home equity", "equity investment", "real estate equity", "final rule")),
    ("equity_funds_401k", ("equity", "equities")),
    ("article_inflow", ("article's inflow", "article inflow")),
    ("headline_401k_assets", ("headline", "headline number", "12.5 trillion", "12.5tn", "12.5t", "12.5 trillion headline", "bloomberg number")),
)
_ONE_ACCOUNT = re.compile(r"\b(?:an?|my|your|his|her) (?:roth |traditional |simple |regular |solo |old |typical |average )?$")
_NEWEST = re.compile(r"\b(?:latest|newest|most recent|right now|today|today's|current|currently|nowadays|up.to.date|these days)\b")
_YEAR_END = re.compile(r"\b(?:end of|year[- ]?end|end) ((?:19|20)\d\d)\b|\b((?:19|20)\d\d) year[- ]?end\b")
_MONTH_ALONE = re.compile(r"\b(?:in|at|as of|end of|by|for|to|from|until|till|through|and|since|of) (march|june|september|sept|december|mar|jun|sep|dec)\b(?! \d)")
_QUARTER_ALONE = re.compile(r"\bq([1-4])\b(?![ -]?(?:19|20)\d)(?<!\d )")
_MONTHS = {"mar": "03-31", "jun": "06-30", "sep": "09-30", "dec": "12-31"}


def figures_lexicon(facts: Facts) -> Lexicon:
    """The words for every figure that the corpus holds: its own aliases first, then everyday ones."""
    return _figures_lexicon(Same(facts))


@lru_cache(maxsize=4)
def _figures_lexicon(corpus: Same) -> Lexicon:
    facts = corpus.facts
    names = tuple(each for each in figure_names(facts) if facts.figures[each[0]].unit != "percent")
    return lexicon(names + tuple((name, words) for name, words in _EVERYDAY if name in facts.figures or not name))


def named_figures(plain_text: str, facts: Facts) -> tuple[Mention, ...]:
    """The figures named in a text, left to right."""
    return _named_figures(plain_text, Same(facts))


@lru_cache(maxsize=64)
def _named_figures(plain_text: str, corpus: Same) -> tuple[Mention, ...]:
    found = find_mentions(plain_text, figures_lexicon(corpus.facts))
    return tuple(each for each in found if each.name and not _ONE_ACCOUNT.search(plain_text, max(0, each.start - 20), each.start))


def named_dates(plain_text: str, quantities: Iterable[Quantity]) -> tuple[str, ...]:
    """The dates a question gives for figures, as ISO days in the order of the text; ``newest`` for "the latest"."""
    found = [(each.start, each.day.isoformat()) for each in quantities if each.kind == "date" and each.day is not None]
    for match in _YEAR_END.finditer(plain_text):
        found.append((match.start(), f"{match[1] or match[2]}-12-31"))
    found += [(match.start(), NEWEST) for match in _NEWEST.finditer(plain_text)]
    return tuple(dict.fromkeys(day for _, day in sorted(found)))


def undated_months(plain_text: str) -> tuple[str, ...]:
    """Quarter ends named without a year ("from March to September", "Q1"): month and day only, in order."""
    found = [(match.start(), _MONTHS[match[1][:3]]) for match in _MONTH_ALONE.finditer(plain_text)]
    ends = tuple(_MONTHS.values())
    found += [(match.start(), ends[int(match[1]) - 1]) for match in _QUARTER_ALONE.finditer(plain_text)]
    return tuple(dict.fromkeys(day for _, day in sorted(found)))


def observed(figure: Figure, as_of: str, source: str | None = None) -> Observation | None:
    """The observation for a day (or ``newest``), that of ``source`` before a later one; None when there is none."""
    if as_of == NEWEST:
        return figure.observations[-1] if figure.observations else None
    matching = [each for each in figure.observations if each.as_of == as_of]
    if not matching and len(as_of) == 10:
        matching = [each for each in figure.observations if each.as_of[:7] == as_of[:7] and as_of == month_end(int(as_of[:4]), int(as_of[5:7])).isoformat()]
    same = [each for each in matching if each.source == source]
    found = same or matching
    return found[-1] if found else None


def usual(figure: Figure) -> Observation:
    """The observation meant when no date is named: the article's own day, else the newest up to then, else the newest."""
    if not figure.observations:
        raise MissingFact(figure.name)
    on_day = [each for each in figure.observations if each.as_of == ARTICLE_DAY]
    return (on_day or figure.observations)[-1]


def observation_for(figure: Figure, day: str) -> Observation | None:
    """The observation of a day, of ``newest``, of a year (the usual one when it is of that year, else the year's last), or the usual one."""
    if not day:
        return usual(figure)
    if len(day) == 4:
        in_year = [each for each in figure.observations if each.as_of.startswith(day)]
        return usual(figure) if usual(figure) in in_year else in_year[-1] if in_year else None
    return observed(figure, day)


def take(trace: Trace, figure: Figure, found: Observation) -> Decimal:
    """Enters an observation as an input with its evidence and returns its value."""
    entry = Input(figure.label, plain(found.value), figure.unit, show(found.value, figure.unit), found.as_of, "figure",
                  trace.cite(found.evidence))
    if entry not in trace.inputs:
        trace.inputs.append(entry)
    return found.value


def shown_day(as_of: str) -> str:
    """``31 March 2025`` for a whole date, what there is of it otherwise ("October 2025", "2023")."""
    if len(as_of) == 10:
        return long_date(date.fromisoformat(as_of))
    if len(as_of) == 7:
        return f"{date.fromisoformat(as_of + '-01'):%B %Y}"
    return as_of


def dated(found: Observation) -> str:
    """``on 31 March 2025``, ``in October 2025``, ``in 2023``."""
    return f"{'on' if len(found.as_of) == 10 else 'in'} {shown_day(found.as_of)}"


def held_days(figure: Figure) -> str:
    """The dates for which a figure is held, for a reader."""
    days = [shown_day(day) for day in dict.fromkeys(each.as_of for each in figure.observations)]
    return days[0] if len(days) == 1 else f"{', '.join(days[:-1])} and {days[-1]}"
