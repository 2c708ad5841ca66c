"""The terminal's text of an answer, and the words that it shares with the web."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.calculators.trace import day_words
from assistant.frontends import render
from assistant.frontends.render import amount, kind_words, render_text, slot_words, verdict, web_address
from tests.fake_desk import FakeDesk


def test_a_quoted_answer_has_marks_and_numbered_sources() -> None:
    text = render_text(FakeDesk().ask("What does the order say?"))
    assert "among the alternative assets. [1]\n" in text
    assert "  [1][2] Executive Order 14330: Democratizing Access to Alternative Assets\n" in text
    assert "      Our brief of an executive order · The White House, 7 August 2025 · as of 12 August 2025\n" in text
    assert text.endswith("Go on with\n  - Does the order set a cap?")


def test_a_computed_answer_shows_formula_steps_and_an_aligned_table() -> None:
    lines = render_text(FakeDesk().ask("How much at 61?")).splitlines()
    assert "Calculation: $24,500 + $11,250 = $35,750" in lines
    assert "  employee total: 24500 + 11250 = $35,750" in lines
    assert "  elective deferral limit        $24,500  2026  source [1]" in lines
    assert "  age                                 61        you said so" in lines
    assert "  under 50  $24,500" in lines
    assert "      “The 2026 limit on elective deferrals to a 401(k) is $24,500.”" in lines


def test_a_decline_sets_what_is_near_apart_from_what_is_said() -> None:
    answer = FakeDesk().ask("Who won the cup?")
    seen = render.view(answer)
    assert [each.text for each in seen.said] == ["My documents do not say."]
    assert seen.nearest_lead == "Nearest in my documents"
    assert "Nearest in my documents (not an answer):\n  Executive Order 14330 sets no cap" in render_text(answer)


def test_a_lead_at_the_end_of_the_notice_is_taken_off_it() -> None:
    answer = FakeDesk().ask("Who won the cup?")
    notice = replace(answer.sentences[0], text="It is not in here. The nearest sentences:")
    seen = render.view(replace(answer, sentences=(notice, answer.sentences[2])))
    assert ([each.text for each in seen.said], seen.nearest_lead) == (["It is not in here."], "The nearest sentences")


def test_citations_of_one_document_are_one_source() -> None:
    seen = render.view(FakeDesk().ask("What does the order say?"))
    assert [[each.n for each in source] for source in seen.sources] == [[1, 2]]


def test_control_characters_do_not_reach_the_terminal() -> None:
    answer = FakeDesk().ask("What does the order say?")
    red = replace(answer.sentences[0], text="red \x1b[31m\x9b31m \u202egnp \r\nnext")
    assert "red [31m31m gnp \nnext [1]" in render_text(replace(answer, sentences=(red,)))


@pytest.mark.parametrize(
    ("status", "reason", "words"),
    [
        ("declined", "not_in_corpus", "Declined: not in my documents"),
        ("declined", "out_of_range", "Declined: out of range"),
        ("declined", None, "Declined"),
        ("needs_input", None, "Needs one more fact from you"),
        ("answered", None, "Answered from the documents"),
    ],
)
def test_the_verdict_is_in_words(status: str, reason: str | None, words: str) -> None:
    answer = FakeDesk().ask("What does the order say?")
    assert verdict(replace(answer, status=status, reason=reason)) == words  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2025-08-07", "7 August 2025"),
        ("2025-08", "August 2025"),
        ("2025", "2025"),
        (None, ""),
        ("2025-13-99", "2025-13-99"),
        ("Summer 25", "Summer 25"),
    ],
)
def test_dates_are_as_precise_as_the_source(iso: str | None, words: str) -> None:
    assert day_words(iso) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("34750", "USD", "$34,750"),
        ("38.71", "percent", "38.71%"),
        ("2026", "year", "2026"),
        ("61", "age", "61"),
        ("2026-04-15", "date", "15 April 2026"),
        ("217500", "BTC", "217,500 BTC"),
        ("unknown", "USD", "unknown"),
    ],
)
def test_amounts_are_for_readers(value: str, unit: str, words: str) -> None:
    assert amount(value, unit) == words


def test_a_quote_of_a_brief_says_that_the_brief_is_ours() -> None:
    assert kind_words("brief of a letter") == "our brief of a letter"
    assert (kind_words("article"), kind_words(None)) == ("article", "")


def test_slots_are_words() -> None:
    assert slot_words("filing_status", "single") == "filing status: single"
    assert (slot_words("roth", True), slot_words("years", [2025, 2026])) == ("roth: yes", "years: 2025, 2026")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//example.org", "", None])
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert web_address(url) is None
