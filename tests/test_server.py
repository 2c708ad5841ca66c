"""Opening the desk when it is first needed, its health, and the socket that the server listens on."""

from __future__ import annotations

import json
import socket
import threading
from typing import Any

import pytest

from assistant.errors import BadSetting, IndexUnusable
from assistant.frontends.web import create_app
from assistant.frontends.web.server import address, listen
from tests.fake_desk import FakeDesk


def test_health_names_what_is_served() -> None:
    response = create_app(FakeDesk()).test_client().get("/healthz")
    assert response.status_code == 200
    assert {
        "status": "ready",
        "corpus": "sha256:fake",
        "documents": 4,
        "passages": 7,
    }.items() <= response.get_json().items()
    assert "version" in response.get_json()


def test_the_desk_is_opened_once_and_only_when_needed() -> None:
    opened: list[int] = []
    begin = threading.Event()

    def opener() -> FakeDesk:
        begin.wait(10)
        opened.append(1)
        return FakeDesk()

    client = create_app(opener=opener).test_client()
    assert client.get("/").status_code == 200
    assert (client.get("/healthz").status_code, client.get("/healthz").get_json()["status"]) == (503, "starting")
    begin.set()
    assert client.get("/?q=order").status_code == 200
    assert client.get("/healthz").status_code == 200
    assert opened == [1]


def test_a_desk_that_cannot_be_opened_is_reported_and_tried_again() -> None:
    outcomes: list[Any] = [IndexUnusable("index", "it is cut short"), FakeDesk()]

    def opener() -> FakeDesk:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome  # type: ignore[no-any-return]

    client = create_app(opener=opener).test_client()
    refused = client.post("/api/ask", json={"question": "order"})
    assert (refused.status_code, refused.content_type) == (503, "application/problem+json")
    assert "cut short" in json.loads(refused.data)["detail"]
    assert client.post("/api/ask", json={"question": "order"}).status_code == 200


def test_a_taken_port_is_named() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BadSetting, match=f"something else listens on 127.0.0.1:{port}"):
            listen("127.0.0.1", port)


def test_a_host_that_is_not_ours_is_named() -> None:
    with pytest.raises(BadSetting, match=r"host is '192\.0\.2\.1'"):
        listen("192.0.2.1", 0)


def test_the_address_is_one_for_a_browser() -> None:
    with socket.create_server(("", 0)) as listener:
        assert address(listener) == f"http://localhost:{listener.getsockname()[1]}/"
