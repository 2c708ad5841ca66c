"""A person at the page, in a real browser: with JavaScript and without, on a desktop and on a phone."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from assistant.frontends.web import create_app
from tests.fake_desk import DOCUMENTS, FakeDesk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

QUESTION = "What does the order say about digital assets?"
SWITCHES = ("--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync "
            "--no-first-run")  # fmt: skip
DESKTOP, PHONE = (1280, 860), (390, 844)


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        """Nothing: the browser's requests are not news."""


def _absent(what: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is absent, and CI is to test the browser")
    pytest.skip(f"{what} is absent")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        _absent("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        _absent("playwright")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=SWITCHES.split())
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, create_app(FakeDesk()), threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def _visit(
    browser: Browser, address: str, size: tuple[int, int] = DESKTOP, *, javascript: bool = True
) -> Iterator[Page]:
    """A page at ``address``. Fails at the end when its script failed, or an injected one was tried."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, java_script_enabled=javascript)
    page.set_default_timeout(10_000)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if "Content Security" in message.text else None)
    page.goto(address)
    yield page
    page.close()
    assert wrong == []


def _ask(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    page.locator(".exchange:not(.pending)").last.get_by_role("heading", name=question).wait_for()


def _cited(n: int = 1) -> str:
    return FakeDesk().ask(QUESTION).citations[n - 1].quote


def _width(page: Page) -> tuple[int, int]:
    return page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")  # type: ignore[no-any-return]


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_a_typed_question_is_answered_and_the_citation_opens_at_the_quote(
    browser: Browser, site: str, size: tuple[int, int]
) -> None:
    with _visit(browser, site, size) as page:
        _ask(page, QUESTION)
        assert page.locator(".said .quote").first.inner_text().startswith(_cited())
        page.locator(".mark").first.click()
        mark = page.locator("#reader mark")
        mark.wait_for()
        assert mark.text_content() == _cited()
        box = mark.bounding_box()
        assert box and 0 <= box["y"] < size[1]
        page.get_by_role("button", name="Close").click()
        mark.wait_for(state="hidden")
        assert page.url.rstrip("/") == site


def test_the_panel_leads_to_the_viewer_page_scrolled_to_the_quote(browser: Browser, site: str) -> None:
    with _visit(browser, site, PHONE) as page:
        _ask(page, QUESTION)
        page.locator(".mark").nth(1).click()
        page.get_by_role("link", name="Open as a page").click()
        page.wait_for_url("**/documents/**")
        mark = page.locator("main mark")
        assert mark.text_content() == _cited(2)
        box = mark.bounding_box()
        assert box and 0 <= box["y"] < PHONE[1]


def test_the_browsers_back_closes_the_source_and_keeps_the_conversation(browser: Browser, site: str) -> None:
    with _visit(browser, site, PHONE) as page:
        _ask(page, QUESTION)
        page.locator(".mark").first.click()
        page.locator("#reader mark").wait_for()
        page.go_back()
        page.locator("#reader").wait_for(state="hidden")
        assert page.locator(".exchange").count() == 1


def test_a_conversation_goes_on_in_the_page_with_its_history(browser: Browser, site: str) -> None:
    with _visit(browser, site) as page:
        _ask(page, QUESTION)
        page.get_by_role("button", name="Does the order set a cap?").click()
        page.locator(".exchange:not(.pending)").nth(1).wait_for()
        assert page.locator(".resolved").inner_text() == f"Understood together with: {QUESTION}"
        assert page.evaluate("document.activeElement.id") == "question"
        assert page.locator("#log").get_attribute("aria-busy") == "false"


def test_an_example_asks_itself(browser: Browser, site: str) -> None:
    with _visit(browser, site) as page:
        page.get_by_role("button", name="at 61?").click()
        page.locator(".calculation").wait_for()
        assert page.locator(".formula").inner_text() == "$24,500 + $11,250 = $35,750"


def test_an_error_is_said_in_words_and_the_question_stays(browser: Browser, site: str) -> None:
    with _visit(browser, site) as page:
        page.get_by_label("Your question").fill("boom")
        page.keyboard.press("Enter")
        page.locator("#status.wrong").wait_for()
        assert "was not answered" in page.get_by_role("status").inner_text()
        assert page.get_by_label("Your question").input_value() == "boom"
        assert page.locator(".exchange").count() == 0


def test_hostile_text_stays_text(browser: Browser, site: str) -> None:
    with _visit(browser, site) as page:
        _ask(page, "hostile <img src=x onerror=alert(1)>")
        page.locator(".mark").first.click()
        page.locator("#reader mark").wait_for()
        assert page.locator("main img, main script, dialog img, dialog script").count() == 0
        assert page.locator("#reader mark").text_content() == FakeDesk().ask("hostile").citations[0].quote


def test_all_of_it_works_without_javascript(browser: Browser, site: str) -> None:
    with _visit(browser, site, PHONE, javascript=False) as page:
        page.get_by_label("Your question").fill(QUESTION)
        page.get_by_role("button", name="Ask", exact=True).click()
        page.get_by_role("button", name="Does the order set a cap?").click()
        assert page.locator(".exchange").count() == 2
        page.locator(".exchange").last.locator(".mark").nth(1).click()
        assert page.url.endswith("#quote")
        assert page.locator("mark").text_content() == _cited(2)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_runs_off_the_side(browser: Browser, site: str, width: int) -> None:
    asked = ("/?q=order", "/?q=61", "/?q=Who+won?", "/?q=hostile", f"/?q={'long' * 60}")
    viewed = (f"/documents/{id}?start=0&end=9" for id in DOCUMENTS if "?" not in id)
    with _visit(browser, site, (width, 800)) as page:
        for path in ("/", "/nothing", *asked, *viewed):
            page.goto(site + path)
            content, window = _width(page)
            assert content <= window, path


def test_what_is_clicked_is_large_enough_for_a_thumb(browser: Browser, site: str) -> None:
    with _visit(browser, f"{site}/?q=order", PHONE) as page:
        for button in page.locator("button:visible, summary, .receipt a, .original a").all():
            box = button.bounding_box()
            assert box and box["height"] >= 43.5, button.inner_text()
