"""The JSON interface of the web front end: answers, documents, and problems that say what is right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from assistant.frontends.web import create_app
from tests.fake_desk import DOCUMENTS, FakeDesk


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def client(desk: FakeDesk) -> Iterator[FlaskClient]:
    with create_app(desk).test_client() as client:
        yield client


def test_an_answer_is_the_object_of_the_contract_in_its_order(client: FlaskClient, desk: FakeDesk) -> None:
    response = client.post("/api/ask", json={"question": "How much at 61?"})
    assert response.status_code == 200
    assert response.content_type == "application/json"
    expected = json.loads(json.dumps(desk.ask("How much at 61?").to_dict()))
    assert list(response.get_json().items()) == list(expected.items())


def test_history_and_today_reach_the_desk(client: FlaskClient, desk: FakeDesk) -> None:
    client.post("/api/ask", json={"question": "And 2025?", "history": ["a", "b"], "today": "2026-01-02"})
    assert desk.asked == [("And 2025?", ("a", "b"), date(2026, 1, 2))]


def test_null_is_as_good_as_left_out(client: FlaskClient, desk: FakeDesk) -> None:
    assert client.post("/api/ask", json={"question": "x", "history": None, "today": None}).status_code == 200
    assert desk.asked == [("x", (), None)]


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        (b"{", "not JSON"),
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 60_000, "not JSON"),
        (b"[1]", "not an object"),
        (b"{}", "no 'question'"),
        (b'{"question": 5}', "'question' should be a string"),
        (b'{"question": null}', "'question' should be a string"),
        (b'{"question": "x", "history": "y"}', "list of strings"),
        (b'{"question": "x", "history": [1]}', "list of strings"),
        (b'{"question": "x", "today": "tomorrow"}', "date like 2026-11-23"),
        (b'{"question": "x", "today": "2026-02-30"}', "date like 2026-11-23"),
        (b'{"question": "x", "today": 20260101}', "date like 2026-11-23"),
        (b'{"question": "\\ud800"}', "surrogate"),
        (json.dumps({"question": "x", "history": ["y"] * 51}).encode(), "more than 50 turns"),
    ],
)
def test_a_wrong_body_is_a_problem_that_says_what_is_right(client: FlaskClient, body: bytes, hint: str) -> None:
    response = client.post("/api/ask", data=body, content_type="application/json")
    assert response.status_code == 400
    assert response.content_type == "application/problem+json"
    problem = json.loads(response.data)
    assert (problem["status"], problem["title"], problem["instance"]) == (400, "Bad Request", "/api/ask")
    assert hint in problem["detail"]


@pytest.mark.parametrize(
    ("method", "path", "status", "title"),
    [
        ("GET", "/api/ask", 405, "Method Not Allowed"),
        ("GET", "/api/nothing", 404, "Not Found"),
        ("GET", "/api/documents/nothing", 404, "Not Found"),
        ("POST", "/api/documents/limits/2026", 405, "Method Not Allowed"),
    ],
)
def test_api_errors_are_problems(client: FlaskClient, method: str, path: str, status: int, title: str) -> None:
    response = client.open(path, method=method)
    assert (response.status_code, response.content_type) == (status, "application/problem+json")
    assert json.loads(response.data)["title"] == title
    assert ("Allow" in response.headers) == (status == 405)


def test_more_than_64_kb_is_too_much(client: FlaskClient, desk: FakeDesk) -> None:
    response = client.post("/api/ask", json={"question": "x" * 65_536})
    assert (response.status_code, response.content_type) == (413, "application/problem+json")
    assert "64 KB" in json.loads(response.data)["detail"]
    assert client.post("/", data={"question": "x" * 65_536}).status_code == 413
    assert desk.asked == []


def test_an_unexpected_error_says_nothing_of_the_inside(client: FlaskClient) -> None:
    response = client.post("/api/ask", json={"question": "boom"})
    assert (response.status_code, response.content_type) == (500, "application/problem+json")
    assert b"secret" not in response.data
    page = client.get("/?q=boom")
    assert (page.status_code, page.mimetype) == (500, "text/html")
    assert b"secret" not in page.data


def test_a_client_that_prefers_html_gets_the_same_answer_as_a_piece_of_the_page(client: FlaskClient) -> None:
    response = client.post("/api/ask", json={"question": "the order"}, headers={"Accept": "text/html"})
    assert response.mimetype == "text/html"
    assert response.headers["Vary"] == "Accept"
    assert response.text.strip().startswith("<article")
    assert "<html" not in response.text


@pytest.mark.parametrize("id", sorted(DOCUMENTS))
def test_a_document_comes_with_its_text_and_hash(client: FlaskClient, id: str) -> None:
    found = client.get("/api/documents/" + quote(id)).get_json()
    assert list(found) == ["id", "title", "publisher", "author", "published", "as_of", "url", "kind", "text", "sha256"]
    assert (found["id"], found["text"], found["sha256"]) == (id, DOCUMENTS[id].text, DOCUMENTS[id].sha256)
