"""Figures that disagree are told from those that do not."""

from __future__ import annotations

import pytest

from assistant.answers.conflicts import figures_conflict
from tests.test_validity import sentence

HELD = "US 401(k) plans held $9.9 trillion"
MARKET = "The 401(k) market, meaning"
ARTICLE = "The article by Karen Z puts 401(k) plans at approximately"
DC = "All employer defined contribution (DC) plans in the US"
MUTUAL = "Mutual funds managed $5.3 trillion"
LIMIT = "The 2025 limit on elective deferrals to a 401(k)"


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        (HELD, MARKET, True),
        (HELD, ARTICLE, True),
        (MARKET, ARTICLE, True),
        (ARTICLE, "Bitwise used $8 trillion", True),
        (HELD, "Barron's used $12 trillion", True),
        (ARTICLE, "Barron's used $12 trillion", False),
        (MARKET, DC, False),
        (ARTICLE, DC, False),
        (DC, "Employer defined contribution (DC) plans of all kinds held $13.0", True),
        (
            "Employer defined contribution (DC) plans of all kinds held about $12.4",
            "The ICI workbook for the first",
            True,
        ),
        ("Total US retirement assets were $43.4", "Total US retirement assets were $45.8", True),
        ("Total US retirement assets were $43.4", "Individual retirement accounts (IRAs) held $16.8", False),
        ("Total US retirement assets fell by 1.6%", "Assets in employer DC plans fell by 1.9%", False),
        ("Total US retirement assets fell by 1.6%", "Total US retirement assets rose by 2.1%", False),
        (MUTUAL, MARKET, False),
        (MUTUAL, "Mutual funds managed $5.7 trillion", True),
        (MUTUAL, "Equity funds held $3.2 trillion", False),
        ("Equity funds held 36.8%", "The article by Karen Z puts equity funds at 36.7%", True),
        ("Equity funds held 36.8%", "Equity funds held about 60%", False),
        (
            "About 70 million people are active participants in 401(k)",
            "More than 90 million people in the United States",
            True,
        ),
        ("About 70 million people are active participants in 401(k)", "Empower has about 19 million", False),
        ("Bitcoin traded above $116,000", "Bitcoin traded at about $117,500", True),
        ("Bitcoin traded at about $117,500", "The $87 billion and the 748,000 BTC in", True),
        ("Bitcoin traded above $116,000", "The $87 billion and the 748,000 BTC in", False),
        ("Bitcoin traded above $116,000", "Ethereum (ETH) traded", False),
        ("US spot Bitcoin exchange-traded funds", "US spot Bitcoin ETFs had net assets of $110.1", True),
        ("US spot Bitcoin ETFs had net assets of $110.1", "US spot Ethereum ETFs had net assets of $16.9", False),
        ("Three states had enacted", "A tracker of 21 July 2025 counted 3", False),
        ("A tracker of 21 July 2025 counted 3", "A tracker of 21 July 2025 counted 5", False),
        ("Press accounts counted more than 33,000", "A secondary count of mid-2026 found 46,712", True),
        ("The 2027 Social Security wage base, also", "An earlier forecast by the Congressional", True),
        ("The 2027 Social Security wage base, also", "The 2026 Social Security wage base, also", False),
        (LIMIT, "The 2026 limit on elective deferrals to a 401(k)", False),
        (LIMIT, "The article by Karen Z gives the 2025 limit on employee", False),
        (LIMIT, "The 2025 limit on deferrals to a 457(b)", False),
        (LIMIT, "The 2025 limit on catch-up contributions to a 401(k) plan at", False),
        (
            "The 2025 limit on catch-up contributions to a 401(k) plan at",
            "The 2025 limit on catch-up contributions to a 401(k) plan for",
            False,
        ),
        ("A survey cited by Newsweek found 48%", "The survey cited by Newsweek found 34%", False),
        ("The Saver's Match phases out from $41,000", "The Saver's Match phases out from $30,750", False),
        (
            "The Federal Register carries Executive Order 14403",
            "On 12 August 2025 the Federal Register published",
            False,
        ),
    ],
)
def test_sentences_of_the_corpus(one: str, other: str, conflict: bool) -> None:
    a, b = sentence(one).quote, sentence(other).quote
    assert figures_conflict(a, b) is conflict
    assert figures_conflict(b, a) is conflict


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ("The limit on deferrals is $23,000.", "The limit on deferrals is $23,500.", True),
        ("The limit on deferrals is $23,000.", "The 2025 limit on deferrals is $23,500.", True),
        ("The 2024 limit on deferrals is $23,000.", "The 2025 limit on deferrals is $23,500.", False),
        ("401(k) plans held $8.7tn in March 2025.", "US 401(k) plans held $8.7 trillion on 31 March 2025.", False),
        ("401(k) plans held $8,700 billion.", "401(k) plans held $8.7 trillion.", False),
        ("Employees wait 90 days before they can join.", "New employees wait 60 days before they can join.", True),
        ("Employees wait 90 days before they can join.", "Loans are repaid within 90 days.", False),
        (
            "A relief payment is made within 1 year of the flood.",
            "A relief payment can be repaid within 3 years.",
            False,
        ),
        ("A relief payment can be repaid within 2 years.", "A relief payment can be repaid within 3 years.", True),
        ("The fund may lend up to 5% of its assets.", "The fund may lend up to 10% of its assets.", True),
        ("The fund may lend 5% of its assets.", "The fund may lend 50% of its assets.", False),
        ("The plan has a match.", "The plan has no match.", False),
        ("", "", False),
    ],
)
def test_sentences_of_a_user(one: str, other: str, conflict: bool) -> None:
    assert figures_conflict(one, other) is conflict
    assert figures_conflict(other, one) is conflict
