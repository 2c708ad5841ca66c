"""Everyday names of the figures that the corpus holds, beside the aliases that it gives itself."""

from __future__ import annotations

from assistant.calculators.mentions import Names


def _names(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split(";"))


_ETFS = {
    coin: tuple(f"{form} etf" for each in words for form in (each, f"spot {each}", f"{each} spot"))
    for coin, words in (("btc", ("bitcoin", "btc")), ("eth", ("ether", "ethereum", "eth")))
}


def _etf_flows(coin: str) -> tuple[str, ...]:
    """ "Bitcoin ETF intake", "money into spot ether ETFs", "put into US spot bitcoin ETFs"."""
    nouns = ("inflow", "net inflow", "flow", "net flow", "intake")
    moved = (
        "put",
        "poured",
        "gone",
        "went",
        "go",
        "invested",
        "taken",
        "flowed",
        "flow",
        "inflow",
        "net inflow",
        "money",
    )
    into = ("into", "in", "into us", "into the us", "to")
    return (
        *(
            f"{whole}{etf} {noun}"
            for whole in ("", "all ", "all the ", "total ")
            for etf in _ETFS[coin]
            for noun in nouns
        ),
        *(f"{verb} {how} {etf}" for etf in _ETFS[coin] for verb in moved for how in into),
        *(
            f"{etf} {verb}"
            for etf in _ETFS[coin]
            for verb in ("took in", "take in", "have taken in", "pulled in", "pull in")
        ),
    )


_EVER = tuple(
    f"{what} {how}"
    for what in (
        "every coin",
        "all coin",
        "every bitcoin",
        "all bitcoin",
        "every btc",
        "all btc",
        "all",
        "coin",
        "bitcoin",
        "btc",
    )
    for how in (
        "that can ever exist",
        "that could ever exist",
        "that will ever exist",
        "there will ever be",
        "there can ever be",
        "ever to exist",
        "that will ever be mined",
        "that can ever be mined",
        "that could ever be mined",
        "ever to be mined",
    )
)

EVERYDAY: Names = (
    (
        "assets_401k",
        _names(
            "401k; 401ks; 401k plan; 401k account; 401k savings; 401k balances; 401k funds; 401k asset base; 401k "
            "retirement money; 401k retirement accounts; 401k wealth; 401k retirement plans; 401k plans alone"
        ),
    ),
    (
        "dc_assets",
        _names(
            "dc; dc plan; all dc; dc money; dc assets; dc market; defined contribution; defined contribution plan; "
            "defined contribution money; defined contribution assets; defined-contribution plans; all dc plans; "
            "workplace plan; workplace retirement plan; workplace retirement money; employer plan; employer dc; all "
            "employer dc plans; employer retirement plan; all employer plans; employer dc plans"
        ),
    ),
    (
        "ira_assets",
        _names(
            "ira; iras; ira plan; ira account; ira savings; ira funds; ira market; individual retirement account; "
            "individual accounts"
        ),
    ),
    (
        "retirement_assets",
        _names(
            "retirement assets; retirement money; retirement savings; retirement funds; retirement accounts; "
            "retirement pot; retirement pool; retirement wealth; retirement system; retirement nest eggs; retirement "
            "dollars; retirement cash; all retirement assets; all retirement money; total retirement assets; us "
            "retirement assets; us retirement money; american retirement savings; nest eggs; all retirement savings; "
            "total us retirement assets; retirement plan assets; retirement market; retirement total; retirement; "
            "saved for retirement; put away for retirement; all us retirement assets; whole retirement market; "
            "america's retirement money; retirement holdings; ret assets; total ret assets; us ret assets; ret. assets"
        ),
    ),
    (
        "assets_403b",
        _names("403b; 403b plan; 403b assets"),
    ),
    (
        "assets_457",
        _names("457; 457b plan; 457 plan; 457 assets"),
    ),
    (
        "tsp_assets",
        _names("tsp; thrift savings; thrift plan; thrift savings plan"),
    ),
    (
        "mutual_funds_401k",
        _names(
            "mutual fund; mf; mf assets; 401k mf; 401k mf assets; 401k mf money; mutual fund money; 401k mutual funds; mutual fund assets; mutual funds in 401k plans"
        ),
    ),
    (
        "equity_funds_401k",
        _names("equity fund; stock fund; equity mutual fund; stock mutual fund; equity fund assets; 401k equity funds"),
    ),
    (
        "hybrid_funds_401k",
        _names("hybrid fund; hybrid; balanced fund; hybrid fund assets; 401k hybrid funds"),
    ),
    (
        "household_financial_assets",
        _names(
            "household assets; household wealth; household money; household financial wealth; us household assets; "
            "americans' financial assets; households' financial assets; household finances; financial assets"
        ),
    ),
    (
        "government_db_assets",
        _names(
            "government pension; government db; govt db; gov db; govt pension; public pension; government db plans; government defined benefit "
            "plans; government pension plans; public sector pensions; state pension plans"
        ),
    ),
    (
        "private_db_assets",
        _names(
            "private pension; private db; corporate pension; company pension; private sector pension; private-sector "
            "db plans; private db plans; private defined benefit plans; private-sector defined benefit plans"
        ),
    ),
    (
        "annuity_reserves",
        _names("annuity; annuities; annuity money; annuity assets"),
    ),
    (
        "btc_supply",
        _names(
            "coin in existence; coin in circulation; existing coin; coin that exist; coin out there; coin mined so far; "
            "bitcoin supply; btc supply; supply of bitcoin; supply of btc; all bitcoin; all the bitcoin; all btc; "
            "bitcoin's supply; btc in circulation; bitcoin in circulation; circulating supply of bitcoin; circulating "
            "btc supply; existing bitcoin; existing btc; bitcoins that exist; btc that exists; supply; bitcoin in "
            "existence; circulating supply"
        ),
    ),
    (
        "btc_cap",
        _EVER
        + _names(
            "all coin ever; every coin ever; bitcoin cap; btc cap; supply cap; max supply; maximum supply; 21m cap; 21 million cap; cap of 21 "
            "million; 21 million btc cap; cap on bitcoin; bitcoin's cap; hard cap; bitcoin limit; 21 million limit"
        ),
    ),
    (
        "eth_supply",
        _names(
            "eth supply; ether supply; ethereum supply; supply of ether; supply of eth; all ether; all eth; supply of "
            "ethereum; ethereum's supply; eth in circulation"
        ),
    ),
    (
        "btc_etf_holdings",
        _ETFS["btc"]
        + _names(
            "bitcoin etf; btc etf; spot bitcoin etf; spot btc etf; btc held by etfs; bitcoin in etfs; bitcoin held by "
            "etfs; etf; etfs hold; bitcoin in the spot etfs; btc in etfs; etf holdings; bitcoin etfs hold"
        ),
    ),
    (
        "btc_etf_net_inflow",
        _etf_flows("btc")
        + _names(
            "etf inflows; etf flows; bitcoin etf net inflows; btc etf inflows; btc etf flows; bitcoin etf flows; spot "
            "bitcoin etf inflows; spot etf inflows; net inflows into bitcoin etfs; money into bitcoin etfs; flowed "
            "into bitcoin etfs; inflows into bitcoin etfs; inflows to bitcoin etfs; net inflow into bitcoin etfs; net "
            "inflows into spot bitcoin etfs; inflows into spot bitcoin etfs; flows into bitcoin etfs; "
            "net flow into bitcoin etfs; net flow into spot bitcoin etfs; flow into spot bitcoin etfs; net flows into spot "
            "bitcoin etfs; spot btc etf inflows; spot btc etf flows; inflows into spot btc etfs; inflows into btc etfs; "
            "spot btc etfs have pulled in; spot bitcoin etfs have pulled in; bitcoin etfs have pulled in; btc etfs have "
            "pulled in; spot btc etfs have taken in; spot bitcoin etfs have taken in; bitcoin etfs have taken in"
        ),
    ),
    ("eth_etf_inflow", _etf_flows("eth")),
    (
        "eth_etf_holdings",
        _ETFS["eth"] + _names("ether etf; eth etf; ethereum etf; spot ether etf; spot ethereum etf; ether etfs hold"),
    ),
    (
        "btc_etf_net_assets",
        _names("bitcoin etf net assets; btc etf assets; btc etf net assets; spot bitcoin etf assets"),
    ),
    (
        "eth_etf_net_assets",
        _names("ether etf net assets; eth etf assets; eth etf net assets; ethereum etf assets"),
    ),
    (
        "reserve_btc_holdings",
        _names(
            "government's bitcoin; us government bitcoin; government btc; strategic bitcoin reserve; strategic reserve; bitcoin reserve; "
            "government bitcoin holdings; government's btc"
        ),
    ),
    (
        "crypto_market_value",
        _names(
            "crypto market; whole crypto market; crypto market value; all crypto; total crypto market cap; market "
            "value of crypto; crypto market capitalization; total crypto market value"
        ),
    ),
    (
        "participants_401k",
        _names(
            "401k participant; 401k saver; 401k member; active participant; people with 401ks; 401k holder; people in "
            "401ks; 401k active participants; participants in 401k plans; active 401k participants; people in 401k "
            "plans; savers in 401k plans; participant"
        ),
    ),
    (
        "plans_401k",
        _names("number of 401k plans; 401k plan count; 730000 plans"),
    ),
    (
        "workers_in_dc_plans",
        _names("people in dc plans; workers in dc plans; people in employer dc plans; workers in employer plans"),
    ),
    (
        "dc_contributions_private",
        _names(
            "dc contributions; private dc contributions; yearly contributions; annual contributions; contributions to "
            "dc plans; contributions to private dc plans; private-sector dc contributions"
        ),
    ),
    (
        "dc_benefits_private",
        _names("dc benefits; private dc benefits; benefits paid; dc benefits paid; benefits paid by dc plans"),
    ),
    (
        "",
        _names("private equity; home equity; equity investment; real estate equity; final rule"),
    ),
    (
        "equity_funds_401k",
        _names("equity; equities"),
    ),
    (
        "article_inflow",
        _names("article's inflow; article inflow"),
    ),
    (
        "headline_401k_assets",
        _names("headline; headline number; 12.5 trillion; 12.5tn; 12.5t; 12.5 trillion headline; bloomberg number"),
    ),
)
