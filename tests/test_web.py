"""The pages of the web front end, without JavaScript, over a desk that is a double."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from assistant.frontends.web import create_app
from tests.fake_desk import DOCUMENTS, FakeDesk

ORDER = "orders/eo-14330"


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def client(desk: FakeDesk) -> Iterator[FlaskClient]:
    with create_app(desk).test_client() as client:
        yield client


def marked(page: str) -> list[str]:
    return [unescape(part.split(">", 1)[1].split("</mark>")[0]) for part in page.split("<mark")[1:]]


# Documents


def view(client: FlaskClient, id: str, **args: Any) -> str:
    response = client.get("/documents/" + quote(id), query_string=args)
    assert response.status_code == 200
    return response.text


def test_the_viewer_marks_exactly_the_quote(client: FlaskClient) -> None:
    text = DOCUMENTS[ORDER].text
    start = text.index("Executive Order 14330 was signed")
    page = view(client, ORDER, start=start, end=text.index(" Executive Order 14330 asks"))
    assert marked(page) == ["Executive Order 14330 was signed on\n7 August 2025 – in Washington."]
    assert page.count('id="quote"') == 1


def test_a_quote_over_several_blocks_is_marked_in_each(client: FlaskClient, desk: FakeDesk) -> None:
    cited = desk.ask("list").citations[0]
    parts = marked(view(client, ORDER, start=cited.start, end=cited.end, sha256=cited.sha256))
    assert "".join(parts) == cited.quote.replace("\n", "")
    assert len(parts) == 3


def test_every_slice_of_a_paragraph_is_marked_as_it_is(client: FlaskClient) -> None:
    text = DOCUMENTS["limits/2026"].text
    first = text.index("The 2026")
    for start in range(first, len(text) - 1, 7):
        for end in range(start + 1, len(text), 11):
            assert "".join(marked(view(client, "limits/2026", start=start, end=end))) == text[start:end]


def test_the_viewer_shows_headings_and_no_front_matter(client: FlaskClient) -> None:
    page = view(client, ORDER)
    assert "<h3>What the order says</h3>" in page
    assert "title: &#34;" not in page and "---\n" not in page
    assert 'class="lines">| Topic | In the order |' in page
    assert "Our brief of an executive order · The White House, 7 August 2025 · as of 12 August 2025" in page


BODY = DOCUMENTS[ORDER].body


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("0", "10"),
        (str(BODY - 1), str(BODY + 9)),
        ("300", "200"),
        ("300", "300"),
        ("300", "999999"),
        ("-5", "300"),
        ("x", "y"),
        ("٣٠٠", "400"),
        ("300", ""),
        ("9" * 5000, "9" * 5001),
        ("1e3", "1e4"),
    ],
)
def test_wrong_offsets_are_said_to_be_wrong(client: FlaskClient, start: str, end: str) -> None:
    page = view(client, ORDER, start=start, end=end)
    assert "nothing is marked" in page
    assert "<mark" not in page
    assert "sets no cap on crypto" in page


def test_a_document_that_changed_since_is_said_to_have_changed(client: FlaskClient) -> None:
    page = view(client, ORDER, start=BODY + 30, end=BODY + 60, sha256="0" * 64)
    assert "has changed since" in page
    assert "<mark" not in page


def test_unknown_addresses_have_a_readable_page(client: FlaskClient) -> None:
    for path in ("/documents/nothing", "/nothing", "/documents/"):
        response = client.get(path)
        assert (response.status_code, response.mimetype) == (404, "text/html")
        assert "Back to the desk" in response.text
    assert client.delete("/").status_code == 405


# Pages


def test_the_first_page_has_a_labelled_box_and_examples() -> None:
    page = create_app(FakeDesk(), examples=["What is <new>?"]).test_client().get("/").text
    assert '<label for="question">' in page
    assert 'name="suggested" value="What is &lt;new&gt;?"' in page


def test_a_link_to_an_answer_can_be_shared(client: FlaskClient, desk: FakeDesk) -> None:
    page = client.get("/?q=What+does+the+order+say?&today=2026-01-02").text
    assert "lists digital assets among the alternative assets." in page
    assert desk.asked == [("What does the order say?", (), date(2026, 1, 2))]
    assert 'href="/?q=What+does+the+order+say?&amp;today=2026-01-02"' in page
    assert '<input type="hidden" name="today" value="2026-01-02">' in page


def test_a_link_carries_the_turns_that_the_question_leans_on(client: FlaskClient, desk: FakeDesk) -> None:
    page = client.post("/", data={"question": "And a cap?", "history": ["the order"]}).text
    assert "Understood together with: the order" in page
    link = unescape(page.split('class="receipt"')[-1].split('href="')[1].split('"')[0])
    desk.asked.clear()
    assert "Understood together with: the order" in client.get(link).text
    assert desk.asked[-1] == ("And a cap?", ("the order",), date(2026, 11, 23))


def test_a_wrong_date_in_a_link_is_a_readable_page(client: FlaskClient) -> None:
    response = client.get("/?q=x&today=yesterday")
    assert (response.status_code, response.mimetype) == (400, "text/html")
    assert "date like 2026-11-23" in response.text


def test_a_form_post_shows_the_conversation_so_far(client: FlaskClient, desk: FakeDesk) -> None:
    page = client.post("/", data={"question": "And a cap?", "history": ["the order", "How much?"]}).text
    assert [asked[:2] for asked in desk.asked] == [
        ("the order", ()),
        ("How much?", ("the order",)),
        ("And a cap?", ("the order", "How much?")),
    ]
    assert page.count('type="hidden" name="history"') == 3
    assert page.count('id="newest"') == 1


def test_a_long_conversation_shows_its_last_turns_and_carries_the_newest(client: FlaskClient, desk: FakeDesk) -> None:
    turns = [f"turn {n}" for n in range(20)]
    page = client.post("/", data={"question": "order", "history": [*turns, "y" * 2001]}).text
    assert [asked[0] for asked in desk.asked] == ["turn 16", "turn 17", "turn 18", "turn 19", "order"]
    assert 'name="history" value="turn 8"' in page
    assert 'name="history" value="turn 7"' not in page
    assert "yyy" not in page


def test_a_clicked_suggestion_goes_before_the_box(client: FlaskClient, desk: FakeDesk) -> None:
    client.post("/", data={"question": "half a", "suggested": "Does the order set a cap?"})
    assert desk.asked[0][0] == "Does the order set a cap?"


def test_an_empty_post_is_answered_by_the_desk(client: FlaskClient, desk: FakeDesk) -> None:
    assert client.post("/", data={"question": ""}).status_code == 200
    assert desk.asked == [("", (), None)]


def test_a_decline_is_said_and_set_apart(client: FlaskClient) -> None:
    page = client.get("/?q=Who+won?").text
    said, nearest = page.split('<section class="nearest">')
    assert "Declined: not in my documents" in said
    assert "sets no cap" not in said
    assert "These do not answer the question." in nearest
    assert "sets no cap" in nearest


def test_a_calculation_shows_formula_inputs_steps_and_rows(client: FlaskClient) -> None:
    page = client.get("/?q=How+much+at+61?").text
    for part in (
        "$24,500 + $11,250 = $35,750",
        "you said so",
        "24500 + 11250 = <strong>$35,750</strong>",
        "60 to 63",
        "<li>age: 61</li>",
        "Answered by calculation",
    ):
        assert part in page


def test_marks_lead_to_the_quote(client: FlaskClient) -> None:
    page = client.get("/?q=the+order").text
    links = [
        unescape(part.split('href="')[1].split('"')[0])
        for part in page.split('class="sources"')[0].split('class="mark"')[1:]
    ]
    quotes = ["".join(marked(client.get(link.split("#")[0]).text)) for link in links]
    assert quotes == [cited.quote for cited in FakeDesk().ask("the order").citations]
    assert all(link.endswith("#quote") for link in links)


@pytest.mark.parametrize("path", ["/?q=hostile+<script>alert(0)</script>", "/documents/hostile?start=0&end=20"])
def test_nothing_hostile_becomes_markup(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    assert (
        "<script>" not in page and "<img" not in page and "<b>" not in page and "<i>" not in page and "<u>" not in page
    )
    assert 'href="javascript' not in page
    assert "alert(" in page


@pytest.mark.parametrize(
    "path", ["/", "/?q=order", "/documents/hostile", "/api/nothing", "/healthz", "/static/desk.css", "/x"]
)
def test_every_response_is_fenced(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        headers = response.headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/", "/?q=order", "/?q=61", "/?q=what", "/documents/hostile", "/nothing"])
def test_pages_have_no_inline_script_or_style(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    assert "<style" not in page and " style=" not in page and " onclick=" not in page
    assert all('src="' in tag.split(">")[0] for tag in page.split("<script")[1:])
