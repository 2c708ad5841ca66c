"""Questions that a calculator must leave to the documents, although they hold numbers or words of the trade."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.calculators import NOT_UNDERSTOOD, calculate
from assistant.corpus.facts import load_facts
from assistant.engine import Assistant
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
What was the 2024 ceiling on salary reductions for a health flexible spending account?
Which publications are the secondary accounts behind the 2024 Roth IRA and deduction ranges?
How much did the IRS spend on publicity for the Saver's Credit between 2015 and 2023?
What were the employee contribution limits of SARSEP plans from 2015 to 2023?
What part of the IRA assets of 31 March 2025 stemmed from rollovers out of employer plans?
In what proportion of 401(k) plans could employees make after-tax contributions between 2015 and 2023?
How is an excess deferral taken out when the plan that received it has since been terminated?
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
how many people max out their 401k
what percent of workers over 50 use the catch-up
how many employers match at 50% of 6%
how many households will get the saver's match
what portion of sponsors turned on the $1,000 emergency distribution
do most employers let you take the $1,000 emergency withdrawal
how often does the irs audit plans for excess deferrals over $24,500
odds of an irs audit if i put in too much
what is the adoption rate of the roth catch-up
avg 401k balance by age
401k balance for millennials on average
average 401k balance for people in their 40s
average 401k money for women
what is the average 401k return in 2025
how many btc does the average 401k hold
share of 401k money held by people over 65
which fund manager holds the most 401k money
how much 401k money do private equity firms manage today
how much did employers put into 401ks in 2025
how much of the 8.7tn is in crypto already
who decided the limit should be 24,500
why is it 24,500
why is the 2026 limit 24,500 and not more
what do critics say about the 401(k) limit
does anyone think the 50+ catch-up is unfair
when does the limit change
how long does the irs keep the 401k limit at 24,500
what law created the 11,250 catch up
was the 10,000 super catch up indexed
which line of the 1040 has the ira limit
is my employer required to offer the catch-up at 50
are part timers allowed to max a 401k
do i need earned income to put 7,500 in an ira
what is the deadline to put in 7,500 for 2025
is there one 401k limit or two if i have two plans
two 401ks at two jobs, is the limit shared
does the $150k roth thing look at my spouse's wages too
i went over the 401k limit, can i take it back out
is the 10% penalty charged when an excess is corrected
do i get charged twice if i leave the 3,000 excess in
what was the price of one bitcoin on 15 may 2026
how did the texas bitcoin reserve bill end up
how much of 403(b) money sits in annuity reserves
what day did ici publish its q3 2025 retirement figures
when did the irs put out the 2026 401k limits
which month were the ici numbers for q1 2025 released
when does the saver's match get paid into my account
when does the savers match land
federal db plus private db in q1 2025
What expense-ratio ceiling must an IRA meet to be listed on TrumpIRA.gov?
max fee for an IRA on trumpira.gov?
is there a limit on the cost of IRAs on the new site
what is the expense cap for iras under the 2026 order
how many funds can a 401k menu have at most
maximum file size for uploads of my 401k papers
What is the tax consequence when a worker doesn't withdraw excess 401(k) deferrals in time?
what happens if excess deferrals aren't taken out by april 15
excess 401k deferral not pulled out by the deadline, what are the consequences
so what happens when i over-contribute to my 401k and miss the date
whats the avg 401k balance at fidelity these days
average 401k balance at Vanguard in 2025
typical empower 401k balance right now
how much 401k money sits at schwab, latest
average 401k balance at my company
SIMPLE plan count using the 18,100 higher limit?
what if i don't pull my excess deferral in time
excess deferral of 2,000 not withdrawn in time, what tax
# of employers with a SIMPLE at the 17,000 limit
401k vs ira whats better
pros and cons of a roth ira vs a 401k
does my ira count toward the 24,500
do roth deferrals count against the same limit
does rollover money count towards the $7,500
number of plans that use the higher SIMPLE limit
this savers match thing, whats the most id get and when does it land
savers match: max amount, and when is it paid out
Saver's Match - IRS notice # from Aug '26?
docket number of the DOL rule on 401(k) alternatives
which is the RIN for the proposed rule?
Federal Register cite for the DOL proposal
IRS news release no. on 2026 limits
the number of the notice that set the $24,500 limit?
irs notice number for 2026 401k limits
do roth and regular 401k contributions have separate 23,500 limits
provenance 401(k) caps 2020-22
# HCEs by yr 2015-23
max i could give from my ira to charity in 25
CU: only after 402(g) max?
all-CU-Roth plan design allowed?
1st-time homebuyer 72(t) exc.: lifetime $, & which acct type only?
""".strip().splitlines()


@pytest.fixture(scope="module")
def facts() -> Facts:
    return load_facts(Path(shipped_corpus()))


@pytest.mark.parametrize("question", FOR_THE_DOCUMENTS)
def test_a_question_for_the_documents_is_not_computed(facts: Facts, question: str) -> None:
    assert calculate(question, (), facts, date(2026, 11, 23)) is None


BESIDE_THEM = """
limit on what i can put in an ira in 2026
by when must an excess 401k deferral for 2025 come out
how much over the 401k limit is 30,000 at 40 in 2026
average 401k balance
my 401k is at fidelity, what is the limit for 2026
what is the higher simple limit in 2026
how much of my pay can the plan count in 2026
what is the most the savers match pays
notice 2025-67: 401k limit for 2026
number of days from the eo being signed to march 31 2026
""".strip().splitlines()


@pytest.mark.parametrize("question", BESIDE_THEM)
def test_a_question_in_like_words_is_computed(facts: Facts, question: str) -> None:
    finding = calculate(question, (), facts, date(2026, 11, 23))
    assert finding is not None and finding.status == "answered"


@pytest.mark.model
def test_the_documents_answer_where_a_part_of_the_question_was_not_understood(desk: Assistant) -> None:
    question = "loan of 401k money: 50% of the vested balance or 50,000, which counts, and the 10,000 floor?"
    finding = calculate(question, (), desk.index.facts, date(2026, 11, 23))
    assert finding is not None and finding.reason == NOT_UNDERSTOOD
    answer = desk.ask(question)
    assert answer.status == "answered" and "50%" in answer.text and answer.calculation is None
    asked_back = desk.ask("made 163k at my employer last year, im 57, does my extra bit go in after tax?? 9k of it")
    assert asked_back.status == "needs_input"
