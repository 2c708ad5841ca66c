"""Adding files, folders and pages to a corpus; fetching goes to public addresses only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpcore2
import pytest

from assistant.corpus.add import add_files, add_url
from assistant.corpus.fetch import Page, fetch_page, is_public
from assistant.corpus.readers import read_file
from assistant.corpus.sources import fetch_sources, read_sources
from assistant.errors import CorpusError, DataError, UnreadableDocument
from assistant.types import Document

DAY = date(2026, 11, 23)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "corpus" / "documents").mkdir(parents=True)
    return tmp_path / "corpus"


def put(path: Path, content: str = "Text.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


def stored(corpus: Path) -> dict[str, str]:
    """Everything below documents/, hidden files included."""
    root = corpus / "documents"
    return {str(path.relative_to(root)): path.read_text() for path in sorted(root.rglob("*")) if path.is_file()}


def test_files_and_folders_are_copied(tmp_path: Path, corpus: Path) -> None:
    put(tmp_path / "notes" / "deep" / "b.txt", "B.")
    put(tmp_path / "notes" / "README.md", "no")
    added = add_files([put(tmp_path / "a.md", "A.\r\n"), tmp_path / "notes"], corpus)
    folder = corpus / "documents" / "added"
    assert added == [folder / "a.md", folder / "notes" / "deep" / "b.txt"]
    assert stored(corpus) == {"added/a.md": "A.\n", "added/notes/deep/b.txt": "B."}
    assert (folder / "a.md").read_bytes() == b"A.\r\n"


def test_the_same_file_again_is_passed_over(tmp_path: Path, corpus: Path) -> None:
    path = put(tmp_path / "a.md")
    assert len(add_files([path, path], corpus)) == 1
    assert add_files([path], corpus) == []


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_a_taken_name_is_refused_and_nothing_is_copied(tmp_path: Path, corpus: Path, name: str) -> None:
    put(corpus / "documents" / "added" / "a.md", "First.")
    other = put(tmp_path / "more" / name, "Second.")
    with pytest.raises(CorpusError, match=r"has that name already\. Rename one"):
        add_files([put(tmp_path / "new.md"), other], corpus)
    assert stored(corpus) == {"added/a.md": "First."}


def test_two_new_files_of_one_name_are_refused(tmp_path: Path, corpus: Path) -> None:
    with pytest.raises(CorpusError, match="has that name already"):
        add_files([put(tmp_path / "x" / "a.md", "X."), put(tmp_path / "y" / "a.md", "Y.")], corpus)
    assert stored(corpus) == {}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.md", "", "empty"),
        ("a.xlsx", "x", "no reader for .xlsx"),
        ("README.md", "x", "rename it"),
        ("a.jsonl", "{", "not valid JSON"),
        ("a.md", "---\ntitle: a: b\n---\nx", "line 2"),
    ],
)
def test_what_cannot_be_read_is_not_copied(tmp_path: Path, corpus: Path, name: str, content: str, said: str) -> None:
    with pytest.raises(UnreadableDocument, match=said):
        add_files([put(tmp_path / "good.md"), put(tmp_path / name, content)], corpus)
    assert stored(corpus) == {}


def test_an_unreadable_file_in_a_folder_is_reported_and_left_out(tmp_path: Path, corpus: Path) -> None:
    put(tmp_path / "notes" / "a.md")
    put(tmp_path / "notes" / "b.md", "")
    faults: list[UnreadableDocument] = []
    assert len(add_files([tmp_path / "notes"], corpus, report=faults.append)) == 1
    assert [fault.reason for fault in faults] == ["empty"]


def test_a_path_that_is_not_there(tmp_path: Path, corpus: Path) -> None:
    with pytest.raises(CorpusError, match="There is no file or folder"):
        add_files([tmp_path / "gone.md"], corpus)
    with pytest.raises(CorpusError, match="no folder documents/"):
        add_files([], tmp_path)


def test_a_failed_copy_leaves_nothing_behind(tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: Path, target: Path) -> None:
        target.write_text(source.read_text()[:2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(OSError, match="No space"):
        add_files([put(tmp_path / "a.md")], corpus)
    assert stored(corpus) == {}


PAGE = b"""<html><head><title>The "order": page</title></head><body><article><h2>Part</h2>
<p>The 2025 limit is $23,500 for everyone who saves in a plan.</p></article></body></html>"""


def fetch_fake(url: str) -> Page:
    """A page for any address; the host ``text`` answers in plain text, ``empty`` with nothing."""
    if "//empty" in url:
        return Page(url, ".html", b" ")
    return Page(url, ".txt", b"Title line\nOne.\nTwo.") if "//text" in url else Page(url + "#end", ".html", PAGE)


def test_a_page_is_stored_with_address_and_day(corpus: Path) -> None:
    path = add_url("https://irs.gov/A_b?c=1", corpus, today=DAY, fetch=fetch_fake)
    [document] = read_file(path, corpus / "documents")
    assert isinstance(document, Document)
    assert document.id.startswith("added/irs-gov-a-b-c-1-")
    assert (document.title, document.as_of) == ('The "order": page', "2026-11-23")
    assert document.url == "https://irs.gov/A_b?c=1#end"
    assert "## Part\n\nThe 2025 limit is $23,500" in document.text[document.body :]


def test_an_address_has_one_file_and_plain_text_keeps_its_lines_apart(corpus: Path) -> None:
    first = add_url("https://text/", corpus, today=DAY, fetch=fetch_fake)
    assert add_url("https://text/", corpus, today=date(2026, 12, 1), fetch=fetch_fake) == first
    assert add_url("https://text", corpus, today=DAY, fetch=fetch_fake) != first
    assert first.read_text().endswith("---\n\nTitle line\n\nOne.\n\nTwo.\n")
    assert 'as_of: "2026-12-01"' in first.read_text()


def test_an_empty_page_is_a_fault_that_names_the_address(corpus: Path) -> None:
    with pytest.raises(UnreadableDocument, match="https://empty/: empty"):
        add_url("https://empty/", corpus, fetch=fetch_fake)
    assert stored(corpus) == {}


SOURCES = """\
- {id: order, title: The order, publisher: White House, author: null, published: 2025-08-07, url: "https://text/o"}
- {id: paper, title: A paper, url: null, note: On paper only.}
- {id: bad, title: Bad, url: "https://empty/"}
"""


def test_sources_are_fetched_by_id_with_what_is_known_of_them(corpus: Path) -> None:
    (corpus / "sources.yaml").write_text(SOURCES)
    assert read_sources(corpus)["paper"].note == "On paper only."
    order, paper = fetch_sources(corpus, ["order", "paper"], today=DAY, fetch=fetch_fake)
    assert order == corpus / "documents" / "added" / "order.md"
    assert order.read_text().startswith('---\ntitle: "The order"\npublisher: "White House"\npublished: "2025-08-07"\n')
    assert isinstance(paper, CorpusError)
    assert "no address is known" in str(paper)


def test_all_sources_with_an_address_are_fetched_by_default(corpus: Path) -> None:
    assert (read_sources(corpus), list(fetch_sources(corpus))) == ({}, [])
    (corpus / "sources.yaml").write_text(SOURCES)
    order, bad = fetch_sources(corpus, today=DAY, fetch=fetch_fake)
    assert isinstance(order, Path)
    assert isinstance(bad, CorpusError)
    with pytest.raises(CorpusError, match=r"lists no nope\. Known: order, paper, bad"):
        fetch_sources(corpus, ["nope"])


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ("id: a", "file"),
        ("- {id: a}", "1.title"),
        (SOURCES + SOURCES, "4.id"),
        ("- {id: a, title: A, web: x}", "1.web"),
    ],
)
def test_mistakes_in_the_list_of_sources(corpus: Path, content: str, field: str) -> None:
    (corpus / "sources.yaml").write_text(content)
    with pytest.raises(DataError) as caught:
        read_sources(corpus)
    assert caught.value.field == field


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
        ),
        *("255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%1", "fd00::1", "ff02::1"),
        *("::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::f5ff:fffe"),
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1:9/", "http://localhost:9/", "http://2130706433/", "http://0x7f000001/", "http://[::1]/"),
        *("http://169.254.169.254/latest", "http://[::ffff:10.0.0.1]/", "http://0/", "http://user@127.0.0.1/"),
    ],
)
def test_pages_in_private_networks_are_refused(url: str) -> None:
    with pytest.raises(CorpusError, match="not on the public internet"):
        fetch_page(url)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://a/b", "irs.gov", "", "https://", "http://a\n/", "http://[/", "http://a:99999/"]
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(CorpusError, match="is no web address"):
        fetch_page(url)


class _Pages(BaseHTTPRequestHandler):
    """A small web of pages, redirects and misbehaviour."""

    def do_GET(self) -> None:
        status, headers, body = {
            "/page": (200, {"Content-Type": "text/html; charset=iso-8859-1"}, "<p>café</p>".encode("latin-1")),
            "/there": (302, {"Location": "/page"}, b""),
            "/loop": (302, {"Location": "/loop"}, b""),
            "/off": (302, {"Location": "http://["}, b""),
            "/out": (302, {"Location": "file:///etc/passwd"}, b""),
            "/image": (200, {"Content-Type": "image/png"}, b"x"),
            "/packed": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, b"x"),
            "/large": (200, {"Content-Type": "text/html"}, b"x" * 2000),
        }.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@contextmanager
def serving() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_redirects_are_followed_and_text_comes_in_utf_8() -> None:
    with serving() as root:
        assert fetch_page(f"{root}/there", httpcore2.SyncBackend()) == Page(
            f"{root}/page", ".html", "<p>café</p>".encode()
        )


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/loop", "redirects more than 5 times"),
        ("/out", "is no web address"),
        ("/off", "is no web address"),
        ("/image", "is image/png; only pages"),
        ("/packed", "is gzip; only pages"),
        ("/large", "larger than"),
        ("/gone", "answers 404"),
    ],
)
def test_pages_that_are_not_taken(monkeypatch: pytest.MonkeyPatch, path: str, said: str) -> None:
    monkeypatch.setattr("assistant.corpus.fetch.LARGEST", 1000)
    with serving() as root, pytest.raises(CorpusError, match=said):
        fetch_page(root + path, httpcore2.SyncBackend())


def test_a_host_that_does_not_answer() -> None:
    with pytest.raises(CorpusError, match="cannot be fetched"):
        fetch_page("http://127.0.0.1:1/", httpcore2.SyncBackend())
