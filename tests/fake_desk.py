"""A desk of four documents and five answers: it keeps the interface of ``Assistant`` and computes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from assistant.conversation import JOIN
from assistant.errors import BadRequest
from assistant.types import (
    Answer,
    AnswerSentence,
    Calculation,
    Citation,
    Document,
    Input,
    Row,
    SentenceKind,
    Status,
    Step,
)

ORDER = """---
title: "Order on alternative assets"
kind: "brief of an executive order"
---
# Executive Order 14330

## What the order says

Executive Order 14330 lists digital assets among the alternative assets. Executive Order 14330 was signed on
7 August 2025 – in Washington. Executive Order 14330 asks for three things:

- It asks the Labor Department to review its guidance.
- It asks the SEC to ease access.

## What the order leaves out

| Topic | In the order |
| --- | --- |
| A cap on crypto | none |

Executive Order 14330 sets no cap on crypto.
"""
LIMITS = """# Limits

The 2026 limit on elective deferrals to a 401(k) is $24,500. The 2026 catch-up limit for ages 60 to 63 is $11,250.
"""
HOSTILE = "<script>alert(1)</script> & <b>bold</b>\r\nSecond line: <img src=x onerror=alert(2)> ends here.\n"
ODD = "One odd sentence."


def _document(id: str, text: str, **known: Any) -> Document:
    return Document(id, text, hashlib.sha256(text.encode()).hexdigest(), **known)


DOCUMENTS = {
    each.id: each
    for each in (
        _document(
            "orders/eo-14330",
            ORDER,
            title="Executive Order 14330: Democratizing Access to Alternative Assets",
            body=ORDER.index("# Exec"),
            markdown=True,
            publisher="The White House",
            author=None,
            published="2025-08-07",
            as_of="2025-08-12",
            url="https://example.org/eo",
            kind="brief of an executive order",
        ),
        _document(
            "limits/2026",
            LIMITS,
            title="Retirement plan limits for 2026",
            markdown=True,
            publisher="IRS",
            published="2025-11-13",
            kind="brief of a notice",
        ),
        _document("hostile", HOSTILE, title="<i>Hostile</i> title", url="javascript:alert(3)", kind="<u>kind</u>"),
        _document("http://odd.example/a//b?c=d#e f%20é", ODD, title="Odd id"),
    )
}


def cite(n: int, id: str, quote: str) -> Citation:
    """Citation ``n`` of the words ``quote`` of a document."""
    known = DOCUMENTS[id]
    start = known.text.index(quote)
    return Citation(
        n,
        id,
        known.title,
        known.publisher,
        known.author,
        known.published,
        known.as_of,
        known.url,
        known.kind,
        quote,
        start,
        start + len(quote),
        known.sha256,
    )


_LIST = (
    "Executive Order 14330 asks for three things:\n\n- It asks the Labor Department to review its guidance.\n"
    "- It asks the SEC to ease access."
)
_CAP = "Executive Order 14330 sets no cap on crypto."
_ASSETS = "Executive Order 14330 lists digital assets among the alternative assets."
_LIMIT = "The 2026 limit on elective deferrals to a 401(k) is $24,500."
_CATCH_UP = "The 2026 catch-up limit for ages 60 to 63 is $11,250."
_BAD = "Second line: <img src=x onerror=alert(2)> ends here."

_COMPUTED = Calculation(
    "contribution_limit",
    "35750",
    "USD",
    "$35,750",
    "$24,500 + $11,250 = $35,750",
    (
        Input("age", "61", "age", "61", None, "question"),
        Input("elective deferral limit", "24500", "USD", "$24,500", "2026", "parameter", 1),
        Input("catch-up limit, ages 60 to 63", "11250", "USD", "$11,250", "2026", "parameter", 2),
    ),
    (Step("employee total", "24500 + 11250", "35750", "USD"),),
    (Row("under 50", "24500", "USD", "$24,500"), Row("60 to 63", "35750", "USD", "$35,750")),
)


class FakeDesk:
    """Answers by a word of the question; anything else it declines."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[str, ...], date | None]] = []

    def ask(self, question: str, history: Sequence[str] = (), today: date | None = None) -> Answer:
        self.asked.append((question, tuple(history), today))
        if len(history) > 50:
            raise BadRequest("The history has more than 50 turns. Leave the oldest out.")
        if "boom" in question:
            raise RuntimeError("secret detail")
        day = (today or date(2026, 11, 23)).isoformat()
        if "61" in question:
            return _answer(
                question,
                "answered",
                [("You can put in $35,750 in 2026.", "computed", (1, 2))],
                day,
                [cite(1, "limits/2026", _LIMIT), cite(2, "limits/2026", _CATCH_UP)],
                calculation=_COMPUTED,
                slots={"age": 61, "year": 2026},
            )
        if "hostile" in question:
            return _answer(
                question,
                "answered",
                [(_BAD, "quote", (1,))],
                day,
                [cite(1, "hostile", _BAD)],
                suggestions=('"><script>alert(4)</script>',),
            )
        if "list" in question:
            return _answer(question, "answered", [(_LIST, "quote", (1,))], day, [cite(1, "orders/eo-14330", _LIST)])
        if "order" in question.lower() or history:
            return _answer(
                JOIN.join((*history[-1:], question)),
                "answered",
                [(_ASSETS, "quote", (1,)), (_CAP, "quote", (2,))],
                day,
                [cite(1, "orders/eo-14330", _ASSETS), cite(2, "orders/eo-14330", _CAP)],
                suggestions=("Does the order set a cap?",),
            )
        if question.startswith("How much"):
            return _answer(
                question,
                "needs_input",
                [("How old will you be at the end of 2026?", "notice", ())],
                day,
                [],
                suggestions=("I am 61",),
            )
        return _answer(
            question,
            "declined",
            [
                ("My documents do not say.", "notice", ()),
                ("Nearest in my documents:", "notice", ()),
                (_CAP, "quote", (1,)),
            ],
            day,
            [cite(1, "orders/eo-14330", _CAP)],
            reason="not_in_corpus",
        )

    def document(self, id: str) -> Document:
        return DOCUMENTS[id]

    def health(self) -> dict[str, Any]:
        return {"corpus": "sha256:fake", "documents": len(DOCUMENTS), "passages": 7}


def _answer(
    resolved: str,
    status: Status,
    sentences: Sequence[tuple[str, SentenceKind, tuple[int, ...]]],
    today: str,
    citations: Sequence[Citation],
    *,
    reason: str | None = None,
    calculation: Calculation | None = None,
    slots: Mapping[str, Any] | None = None,
    suggestions: tuple[str, ...] = (),
) -> Answer:
    said = tuple(AnswerSentence(*each) for each in sentences)
    text = " ".join(each.text + "".join(f" [{n}]" for n in each.citations) for each in said)
    receipt = hashlib.sha256(f"{resolved}{today}".encode()).hexdigest()
    return Answer(
        receipt,
        resolved.split(JOIN)[-1],
        resolved,
        status,
        reason,
        text,
        said,
        calculation,
        tuple(citations),
        slots or {},
        suggestions,
        "sha256:fake",
        today,
        1.0,
    )
