"""Questions that a calculator must leave to the documents, although they hold numbers or words of the trade."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.calculators import calculate
from assistant.corpus.facts import load_facts
from assistant.settings import shipped_corpus
from assistant.types import Facts

FOR_THE_DOCUMENTS = """
Can I put crypto in my 401k now?
Did Biden ban private equity in 401(k)s?
Is the rule final?
does the order force my employer to offer bitcoin?
what counts as an alternative asset?
who signed executive order 14330
whats the genius act
which states have bitcoin reserves
who runs world liberty financial
what did the supreme court decide in anderson v intel
is there a cap on how much crypto a plan can hold
what is a catch-up contribution
what are the arguments against letting private equity into 401ks
what is the empower private assets program
why is 12.5 trillion wrong
what does elizabeth warren say about it
how do i appeal a parking ticket
tell me about the roth catch up rule
what's the difference between pre tax and roth
is my employer required to match
What is the 15% limit on illiquid assets?
what does the DOL proposal say about fees
Who wrote the article?
What is a 401(k) plan?
Which agencies must the Secretary of Labor work with?
Did the 2021 statement rescind the 2020 letter?
What does section 3(a) of the order define?
what is the 10% cap empower is said to have
who sent the letter in october 2025
why did karen z say 22.6 million btc
does the order change iras
what is a QDRO
which notice announced the 2026 limits
what happened in crypto week
does erisa list approved assets
who pays for the publication of the order
what is a safe harbor
what is bitcoin
how does the roth catch-up wage test work
what are the six factors in the proposed rule
how do fiduciaries have to treat valuation
is a hardship withdrawal an exception to the penalty
what are the 401k rules for alternative assets
explain the 180 day review
what is the supply cap of bitcoin for
who is keith sonderling
what did the 2022 crypto release warn about
why are limits announced in november
how is the market for private equity funds regulated
what do the critics say about 401k fees
""".strip().splitlines()


@pytest.fixture(scope="module")
def facts() -> Facts:
    return load_facts(Path(shipped_corpus()))


@pytest.mark.parametrize("question", FOR_THE_DOCUMENTS)
def test_a_question_for_the_documents_is_not_computed(facts: Facts, question: str) -> None:
    assert calculate(question, (), facts, date(2026, 11, 23)) is None
