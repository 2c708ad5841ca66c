"""Texts that an exported model is compared on with the model itself: short and long, plain and odd."""

from __future__ import annotations

QUESTIONS = (
    "How much can I contribute to my 401(k) in 2026?",
    "Who enforces the rules on plan fiduciaries?",
    "what happens if I take the money out early",
    "Does the order allow bitcoin?",
    "Wie viel darf ich sparen?",
)
TEXTS = (
    "401(k)",
    "The limit on elective deferrals is $24,500. " * 40,
    "A plan's fiduciary must act with the care of a prudent person.",
    "Early withdrawals are taxed, and a penalty of ten percent comes on top.",
    "Bitcoin fell by 12.5% on Tuesday; ether held at $3,870.",
    "The Department of Labor enforces the rules that bind fiduciaries.",
    "The order asks three agencies to look at their rules on alternative assets.",
    "Catch-up contributions are for savers aged 50 and over.",
    "An employer may match what an employee puts in.",
    "Nothing in this section limits the authority of a state.",
    "Cats sleep for most of the day, and hunt at dusk.",
    "Der Betrag wird jedes Jahr an die Teuerung angepasst.",
    "退休金计划的年度限额每年调整一次。",
    "Fees are charged yearly: 0.05 % for the index fund, 1.2 % for the other.",
    "See 29 U.S.C. § 1104(a)(1)(B); 29 C.F.R. § 2550.404a-1.",
    "No.",
    "A share of the assets sits in individual retirement accounts, which their owners manage themselves.",
    "The vote was 52 to 47, with one senator absent.",
    "Loans from a plan are repaid within five years, except those for a home.",
    "\n\tOdd   spaces,\u200b zero-width ones and an emoji 🂡 too.",
)
