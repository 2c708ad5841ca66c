"""Time: the day that a question asks about, sentences told later, what came after a thing, and newer values."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from assistant.answers.days import asked_day, read_periods
from assistant.answers.validity import (
    is_out_of_force,
    is_told_later,
    newer_values,
    succession,
    validity_notice,
)
from assistant.corpus.documents import read_documents
from assistant.corpus.facts import load_facts
from assistant.corpus.passages import split_sentences
from assistant.types import Document, Evidence, Facts

CORPUS = Path(__file__).parent.parent / "corpus"
TODAY = date(2026, 11, 23)


def handbook(known: dict[str, str]) -> Document:
    """A user's document of which that much is known."""
    return Document(
        id="handbook",
        text="",
        sha256="",
        title="Handbook",
        published=known.get("published"),
        valid_from=known.get("valid_from"),
        valid_until=known.get("valid_until"),
        superseded_by=known.get("superseded_by"),
    )


@cache
def shipped() -> tuple[dict[str, Document], dict[str, Evidence], Facts]:
    """The documents by id, their sentences by their words, and the facts."""
    documents = {each.id: each for each in read_documents(CORPUS) if isinstance(each, Document)}
    sentences = {
        each.text[s.start : s.end]: Evidence(each.id, each.text[s.start : s.end], s.start, s.end)
        for each in documents.values()
        for s in split_sentences(each)
    }
    return documents, sentences, load_facts(CORPUS)


def sentence(opening: str) -> Evidence:
    """The one sentence of the shipped corpus that begins with these words."""
    (found,) = (each for text, each in shipped()[1].items() if text.startswith(opening))
    return found


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("as of 31 March 2024 what was the limit", "2024-03-31"),
        ("401k assets as of Q1 2025", "2025-03-31"),
        ("TSP size as of 3/31/25", "2025-03-31"),
        ("As of March 2023, is crypto in a 401(k) discouraged?", "2023-03-31"),
        ("as of the end of 2024 how much is in IRAs", "2024-12-31"),
        ("as of the start of 2025 whats the cap", "2025-01-01"),
        ("as at 2025-07-21 how many states have a reserve law", "2025-07-21"),
        ("what was the crypto rule back in 2022", "2022-12-31"),
        ("back in june 2021 could 401ks hold PE", "2021-06-30"),
        ("under Biden in 2022, was crypto banned in 401(k)s?", "2022-12-31"),
        ("what did the DOL say about crypto in 2022?", "2022-12-31"),
        ("in Jan '24 was crypto allowed?", "2024-01-31"),
        ("on 7 August 2025 what was the bitcoin price", "2025-08-07"),
        ("how big was the 401k market on Mar 31, 2025", "2025-03-31"),
        ("how much was in 401ks at the end of 2024", "2024-12-31"),
        ("401k money end of 2024?", "2024-12-31"),
        ("what were the rules in mid-2023", "2023-12-31"),
        ("what was the limit before 2025", "2024-12-31"),
        ("before May 2025 what was the SEC's limit", "2025-04-30"),
        ("last year what was the limit", "2025-12-31"),
        ("was PE ok in 401ks 3 years ago", "2023-11-23"),
        ("as of 2030 what is the limit", "2026-11-23"),
        ("what was the limit in 2026", "2026-11-23"),
        ("in 2022 and in 2024 what was the stance", "2026-11-23"),
        ("is the 2022 crypto warning in force?", "2026-11-23"),
        ("who wrote the 2021 statement", "2026-11-23"),
        ("what does the EO of August 2025 say", "2026-11-23"),
        ("what's the 2025 limit", "2026-11-23"),
        ("was the letter sent in 2025", "2026-11-23"),
        ("is the guidance issued in 2022 still in force", "2026-11-23"),
        ("was the release of 2022 rescinded in May 2025", "2026-11-23"),
        ("what has changed since March 2022", "2026-11-23"),
        ("how did assets grow from 2024 to 2025", "2026-11-23"),
        ("can I put bitcoin in my 401k", "2026-11-23"),
        ("which order was signed on 30 April 2026", "2026-11-23"),
    ],
)
def test_the_day_a_question_asks_about(question: str, day: str) -> None:
    assert asked_day(question, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on 7 August 2025", ["2025-08-07 2025-08-07"]),
        ("in February 2024 and Q3 2025", ["2024-02-01 2024-02-29", "2025-07-01 2025-09-30"]),
        ("the first quarter of 2025", ["2025-01-01 2025-03-31"]),
        ("Release 2022-01 and Notice 2023-62", ["2022-01-01 2022-01-31", "2023-01-01 2023-12-31"]),
        ("$2,025 of 20255, EBSA-2026-0166, 2025% or 30 February 2025", []),
    ],
)
def test_dates_are_read_as_stretches_of_time(text: str, found: list[str]) -> None:
    assert [f"{each.first} {each.last}" for each in read_periods(text)] == found


@pytest.mark.parametrize(
    ("opening", "day", "later"),
    [
        ("The Labor Department's Compliance Assistance Release 2022-01", "2023-03-31", False),
        ("The Labor Department's Compliance Assistance Release 2022-01", "2021-03-31", True),
        ("The Labor Department rescinded its 2022 warning", "2023-03-31", True),
        ("Compliance Assistance Release 2025-01 withdrew", "2022-12-31", True),
        ("The 2022 crypto warning is no longer in force", "2025-05-27", True),
        ("The 2022 crypto warning is no longer in force", "2025-05-28", False),
        ("The Labor Department under President Biden warned", "2022-12-31", False),
        ("Executive Order 14330 covers Bitcoin and other crypto", "2022-12-31", True),
        ("Section 3(b) of Executive Order 14330 tells the Labor Department to consider", "2022-12-31", True),
        ("The 401(k) market, meaning", "2025-03-31", False),
        ("The 401(k) market, meaning", "2025-03-30", True),
        ("US 401(k) plans held $9.9 trillion", "2025-12-31", True),
        ("Total US retirement assets were $48.1 trillion", "2025-09-30", False),
        ("The 2026 limit on elective deferrals", "2025-10-31", True),
        ("The 2027 Social Security wage base, also", "2026-11-23", False),
        ("Intel's 2030 fund had", "2026-11-23", False),
        ("ERISA contains no list", "2022-12-31", False),
        ("The higher catch-up limit for savers aged 60 to 63 did not exist before 2025", "2024-12-31", False),
        ("Executive Order 14403 orders TrumpIRA.gov to be set up by 1 January 2027", "2026-05-01", False),
        ("Whether a federal agency changed its position on crypto", "2025-12-31", True),
    ],
)
def test_what_is_told_later_than_a_day(opening: str, day: str, later: bool) -> None:
    stated = sentence(opening)
    assert is_told_later(stated.quote, shipped()[0][stated.document], date.fromisoformat(day)) is later


def test_nothing_that_the_desk_holds_is_told_later_than_today() -> None:
    documents, sentences, _ = shipped()
    assert [text for text, each in sentences.items() if is_told_later(text, documents[each.document], TODAY)] == []


@pytest.mark.parametrize(
    ("known", "later", "over"),
    [
        ({}, False, False),
        ({"published": "2024-01-05"}, False, False),
        ({"published": "2024-04"}, True, False),
        ({"valid_from": "2024-04-01"}, True, False),
        ({"valid_from": "2024", "valid_until": "2024-03"}, False, False),
        ({"valid_until": "2024-03-30"}, False, True),
        ({"valid_until": "2023"}, False, True),
        ({"published": "some time in 1999"}, False, False),
    ],
)
def test_what_a_document_says_of_its_own_time(known: dict[str, str], later: bool, over: bool) -> None:
    document, day = handbook(known), date(2024, 3, 31)
    assert is_told_later("Employees wait 90 days.", document, day) is later
    assert is_out_of_force(document, day) is over


CRYPTO = "The Labor Department's Compliance Assistance Release 2022-01"
CRYPTO_ENDED = "The 2022 crypto warning is no longer in force"


@pytest.mark.parametrize(
    ("shown", "day", "added"),
    [
        ([CRYPTO], "2026-11-23", [CRYPTO_ENDED]),
        ([CRYPTO], "2025-05-27", []),
        ([CRYPTO, "Compliance Assistance Release 2022-01 told plans"], "2026-11-23", [CRYPTO_ENDED]),
        ([CRYPTO, "The Labor Department rescinded its 2022 warning"], "2026-11-23", []),
        ([CRYPTO_ENDED], "2026-11-23", []),
        (["The SEC staff long held"], "2026-11-23", ["The chair of the Securities and Exchange Commission"]),
        (["The 2021 Supplemental Statement was cautious"], "2026-11-23", ["The Labor Department rescinded the 2021"]),
        (["The 180-day deadline in Trump's"], "2026-11-23", ["The Labor Department did not publish"]),
        (["The 180-day deadline in Trump's"], "2026-01-31", []),
        (
            ["The article by Karen Z says that it is unclear"],
            "2026-11-23",
            ["Executive Order 14330 sets no cap on crypto"],
        ),
        (["The Saver's Credit counts up to"], "2026-11-23", []),
        (["The Saver's Credit counts up to"], "2027-01-01", ["The Saver's Match replaces"]),
        (["The Labor Department's information letter of 3 June 2020 deals"], "2026-11-23", []),
    ],
)
def test_what_came_after_a_thing_is_added(shown: list[str], day: str, added: list[str]) -> None:
    found = succession([sentence(each) for each in shown], shipped()[2], date.fromisoformat(day))
    assert list(found) == [sentence(each) for each in added]


def test_a_quote_that_goes_on_to_say_what_ended_it_needs_nothing() -> None:
    first, last = (
        sentence("Compliance Assistance Release 2022-01 was about crypto"),
        sentence("The Labor Department rescinded the 2022 crypto"),
    )
    text = shipped()[0][first.document].text
    whole = Evidence(first.document, text[first.start : last.end], first.start, last.end)
    assert succession([whole], shipped()[2], TODAY) == ()


@pytest.mark.parametrize(
    ("question", "shown", "day", "added"),
    [
        (
            "401k limit",
            "The 2025 limit on elective deferrals to a 401(k)",
            "2026-11-23",
            "The 2026 limit on elective deferrals to a 401(k)",
        ),
        ("401k limit", "The 2025 limit on elective deferrals to a 401(k)", "2025-12-31", None),
        ("401k limit in 2025", "The 2025 limit on elective deferrals to a 401(k)", "2026-11-23", None),
        ("how much is in 401ks", "The 401(k) market, meaning", "2026-11-23", "US 401(k) plans held $9.9 trillion"),
        ("how much is in 401ks", "The 401(k) market, meaning", "2025-09-17", None),
        ("how much is in 401ks", "The 401(k) market, meaning", "2025-09-18", "US 401(k) plans held $9.3 trillion"),
        ("how much is in 401ks", "US 401(k) plans held $9.9 trillion", "2026-11-23", None),
    ],
)
def test_the_newest_value_is_added_to_an_old_one(question: str, shown: str, day: str, added: str | None) -> None:
    found = newer_values(question, [sentence(shown)], shipped()[2], date.fromisoformat(day))
    assert found == ((sentence(added),) if added else ())


@pytest.mark.parametrize(
    ("known", "notice"),
    [
        ({}, None),
        ({"valid_until": "2026-11-23", "superseded_by": "new"}, None),
        ({"valid_until": "2025-05-28"}, "This document was in force until 28 May 2025."),
        (
            {"valid_until": "2025-05", "superseded_by": "new"},
            "This document was in force until May 2025; it was superseded by The new handbook.",
        ),
        ({"superseded_by": "lost"}, "This document was superseded by lost."),
        ({"valid_from": "2027"}, "This document is in force only from 2027."),
    ],
)
def test_a_document_out_of_force_says_so(known: dict[str, str], notice: str | None) -> None:
    assert validity_notice(handbook(known), TODAY, {"new": "The new handbook"}.get) == notice
