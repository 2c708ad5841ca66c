"""Every format, and every way in which a file can be none."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from assistant.corpus.readers import READERS, SUFFIXES, read_file
from assistant.corpus.readers.pdf import paragraphs, without_running_lines
from assistant.errors import UnreadableDocument
from assistant.types import Document

FRONT = (
    '---\ntitle: "The order: 401(k) plans"\nauthor: [Ann Lee, Bo Ray]\n'
    "published: 2025-08-07\nurl: null\nmood: odd\n---\n"
)
BODY = "# Heading\n\nThe 2025 limit is $23,500.\n"


@pytest.fixture(autouse=True)
def _log_levels() -> Iterator[None]:
    """Readers quiet the libraries' logs; each test gets the levels back."""
    before = {name: logging.getLogger(name).level for name in ("pypdf", "trafilatura", "htmldate")}
    yield
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def put(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read_one(folder: Path, name: str, content: bytes | str) -> Document:
    [item] = read_file(put(folder, name, content), folder)
    assert isinstance(item, Document), item
    return item


def fault(folder: Path, name: str, content: bytes | str) -> str:
    [item] = read_file(put(folder, name, content), folder)
    assert isinstance(item, UnreadableDocument), item
    assert item.path == str(folder / name)
    return item.reason


def make_pdf(path: Path, pages: list[list[str]]) -> Path:
    """A PDF of one column, a line of text for each string."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for lines in pages:
        shown = "".join(f"({line}) Tj T* " for line in lines)
        stream = f"BT /F1 10 Tf 12 TL 50 780 Td {shown}ET"
        kids.append(f"{len(objects) + 1} 0 R")
        page = f"<</Type/Page/Parent 2 0 R/Resources<</Font<</F1 3 0 R>>>>/Contents {len(objects) + 2} 0 R>>"
        objects += [page, f"<</Length {len(stream)}>>stream\n{stream}\nendstream"]
    objects[1] = f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(kids)}]/MediaBox[0 0 595 842]>>"
    text, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(text))
        text += f"{number} 0 obj\n{content}\nendobj\n"
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(text)}\n%%EOF\n"
    text += f"xref\n0 {size}\n0000000000 65535 f \n{rows}{end}"
    path.write_bytes(text.encode("latin-1"))
    return path


def test_text_is_the_whole_file_and_the_body_follows_the_front_matter(tmp_path: Path) -> None:
    document = read_one(tmp_path, "law/erisa-404.md", FRONT + BODY)
    assert (document.id, document.text, document.markdown) == ("law/erisa-404", FRONT + BODY, True)
    assert document.text[document.body :] == BODY
    assert document.sha256 == sha256((FRONT + BODY).encode()).hexdigest()
    assert (document.title, document.author) == ("The order: 401(k) plans", "Ann Lee, Bo Ray")
    assert (document.published, document.url) == ("2025-08-07", None)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_line_breaks_stay_as_they_are(tmp_path: Path, line_break: str) -> None:
    text = (FRONT + BODY).replace("\n", line_break)
    document = read_one(tmp_path, "a.md", text)
    assert document.text == text
    assert document.text[document.body :].startswith("# Heading")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfThe limit is \xe2\x82\xac5.", "The limit is €5."),
        ("The limit is €5.".encode("utf-16"), "The limit is €5."),
        ("The limit is €5.".encode("utf-32"), "The limit is €5."),
        (b"The caf\xe9 pays \x80 5 \x96 tax.", "The café pays € 5 – tax."),
        ("Пенсия".encode(), "Пенсия"),
        (b"Page one.\x0cPage two.\r\n", "Page one.\x0cPage two.\r\n"),
    ],
)
def test_decoding(tmp_path: Path, data: bytes, text: str) -> None:
    assert read_one(tmp_path, "a.txt", data).text == text


@pytest.mark.parametrize(
    ("content", "title", "author", "publisher"),
    [
        (
            "Author: Karen Z, Foresight News\nA capital battle begins.\nMore.",
            "A capital battle begins.",
            "Karen Z",
            "Foresight News",
        ),
        ("Author: Karen Z\r\nA battle.\r\n", "A battle.", "Karen Z", None),
        ("Some line.\n\n# The heading #\n", "The heading", None, None),
        ("x" * 121 + "\nA short line.\n", "A short line.", None, None),
        ("x" * 121, "notes", None, None),
    ],
)
def test_title_and_author_without_front_matter(
    tmp_path: Path, content: str, title: str, author: str | None, publisher: str | None
) -> None:
    document = read_one(tmp_path, "notes.txt", content)
    assert (document.title, document.author, document.publisher) == (title, author, publisher)
    assert document.body == 0


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("---\ntitle: a: b\n---\nText.", "line 2"),
        ('---\npublisher: A\ntitle: "open\n---\nText.', "line"),
        ("---\ntitle: A\ntitle: B\n---\nText.", "line 3: not valid YAML: the key 'title' stands here a second time"),
        ("---\ntitle: A\nText without an end.", "line 1: the front matter is not closed"),
        ("---\njust words\n---\nText.", "line 2"),
        ("---\n- a\n---\nText.", "should be lines of the form `key: value`"),
        ("---\n? [a]\n: b\n---\nText.", "a key must be one word"),
        ("---\ntitle: &x [*x]\n---\nText.", "line"),
        ("---\ntitle: \x01\n---\n" + "Text. " * 99, "line"),
        ("---\ntitle: A\n---\n \n", "empty: nothing stands after the front matter"),
    ],
)
def test_broken_front_matter_names_the_line(tmp_path: Path, front: str, said: str) -> None:
    assert said in fault(tmp_path, "a.md", front)


def test_front_matter_may_be_empty_and_rules_are_not_front_matter(tmp_path: Path) -> None:
    assert read_one(tmp_path, "a.md", "---\n---\nText.").body == 8
    assert read_one(tmp_path, "b.md", "----\nText.\n---\nMore.").body == 0


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.md", b"", "empty"),
        ("a.md", b" \r\n\t", "empty"),
        ("a.txt", b"\xef\xbb\xbf", "empty"),
        ("a.md", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "looks like a binary file"),
        ("a.txt", b"\x01\x02\x03\x04 text", "looks like a binary file"),
        ("a.txt", b"caf\xe9 \x81\x8d", "neither UTF-8 nor Western text"),
        ("a.txt", b"\xff\xfea\x00\x00\xd8", "utf-16"),
        ("a.xlsx", b"PK", "no reader for .xlsx; known: .md,"),
        ("a", b"text", "no reader for a file without suffix"),
        ("a.pdf", b"%PDF-1.4 nothing more", "not a readable PDF file"),
        ("a.docx", b"PK no archive", "not a readable Word (.docx) file"),
        ("a.html", b"<html><body><script>draw()</script></body></html>", "no text in it"),
        ("a.jsonl", b"\n\n", "empty"),
        ("a.jsonl", b"{\x00}", "binary"),
        ("x" * 205 + ".md", b"text", "longer than 200 characters"),
        ("a\tb.md", b"text", "cannot be printed"),
    ],
)
def test_faults_are_values_with_a_reason(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    assert said in fault(tmp_path, name, data)


def test_a_file_over_the_limit_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(50_000_001)
    [item] = read_file(path, tmp_path)
    assert isinstance(item, UnreadableDocument)
    assert "larger than the limit of 50 MB" in item.reason


def test_a_link_that_leads_nowhere_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to(tmp_path / "gone")
    [item] = read_file(tmp_path / "a.md", tmp_path)
    assert isinstance(item, UnreadableDocument)
    assert "cannot be opened" in item.reason


def test_suffixes_are_read_in_either_case(tmp_path: Path) -> None:
    assert set(SUFFIXES) == set(READERS)
    assert read_one(tmp_path, "A.TXT", "Text.").id == "A"


PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>Crypto in 401(k) plans | News</title>
<meta name="author" content="Karen Z"><meta property="article:published_time" content="2025-08-08T10:00:00Z">
<meta property="og:site_name" content="Foresight News"></head><body><nav><a href="/">Home page</a></nav>
<article><h1>Crypto in 401(k) plans</h1><p>A café in <b>Washington</b> says that $12.5 trillion is at stake.</p>
<h2>Limits by year</h2><table><tr><th>Year</th><th>Limit</th></tr><tr><td>2025</td><td>$23,500</td></tr></table>
<ul><li>The first item stands in a list.</li><li>The second holds <ul><li>a third item</li></ul></li></ul></article>
<footer>Copyright, all rights reserved</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_html_keeps_headings_tables_and_lists_and_drops_the_frame(tmp_path: Path, charset: str) -> None:
    document = read_one(tmp_path, "page.html", PAGE.format(charset=charset).encode(charset))
    assert document.text == (
        "# Crypto in 401(k) plans\n\nA café in Washington says that $12.5 trillion is at stake.\n\n"
        "## Limits by year\n\n| Year | Limit |\n| 2025 | $23,500 |\n\n"
        "- The first item stands in a list.\n- The second holds\n- a third item\n"
    )
    assert (document.title, document.author, document.publisher) == (
        "Crypto in 401(k) plans",
        "Karen Z",
        "Foresight News",
    )
    assert (document.published, document.markdown) == ("2025-08-08", True)


def test_html_believes_a_declared_charset_before_western(tmp_path: Path) -> None:
    page = '<html><head><meta charset="windows-1251"></head><body><p>Пенсионный план</p></body></html>'
    assert "Пенсионный план" in read_one(tmp_path, "page.htm", page.encode("cp1251")).text


LINES = [
    "The Department of Labor reviews its guidance on alternative assets in defined",
    "contribution plans under ERISA. The review covers the retire-",
    "ment savings of 90 million workers and the well-",
    "known rules on fees. It ends in 2026.",
    "Retirement limits",
    "The well-known limit for 2025 is $23,500.",
]


def test_pdf_joins_lines_and_mends_only_words_that_it_knows(tmp_path: Path) -> None:
    [document] = read_file(make_pdf(tmp_path / "a.pdf", [LINES]), tmp_path)
    assert isinstance(document, Document)
    assert document.text == (
        "The Department of Labor reviews its guidance on alternative assets in defined contribution plans under ERISA. "
        "The review covers the retirement savings of 90 million workers and the well-known rules on fees. "
        "It ends in 2026.\nRetirement limits\nThe well-known limit for 2025 is $23,500.\n"
    )
    assert not document.markdown


def test_pdf_drops_running_headers_footers_and_page_numbers(tmp_path: Path) -> None:
    pages = [["Policy Review 12", f"Body sentence {word} stands here.", "and", "more.", f"Page {n} of 4"]
             for n, word in enumerate(["one", "two", "three", "four"], start=1)]  # fmt: skip
    [document] = read_file(make_pdf(tmp_path / "a.pdf", pages), tmp_path)
    assert isinstance(document, Document)
    assert "Policy Review" not in document.text
    assert "Page" not in document.text
    assert all(f"Body sentence {word} stands here." in document.text for word in ("one", "two", "three", "four"))


def test_running_lines_need_most_of_the_pages() -> None:
    pages = [["Header", "a b"], ["Header", "c d"], ["Other", "e f"], ["Else", "g h"]]
    assert without_running_lines(pages) == pages
    assert list(paragraphs([])) == []


def test_pdf_without_text_is_a_scan(tmp_path: Path) -> None:
    [item] = read_file(make_pdf(tmp_path / "scan.pdf", [[]]), tmp_path)
    assert isinstance(item, UnreadableDocument)
    assert "a scan without text" in item.reason


def test_encrypted_pdf_is_named_so(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(make_pdf(tmp_path / "open.pdf", [LINES])))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "closed.pdf")
    [item] = read_file(tmp_path / "closed.pdf", tmp_path)
    assert isinstance(item, UnreadableDocument)
    assert "encrypted" in item.reason


def make_docx(path: Path) -> Path:
    import docx

    document = docx.Document()
    document.core_properties.title = "Plan rules"
    document.add_heading("Plan rules", 0)
    document.add_heading("Limits", 1)
    document.add_paragraph("The 2025 limit is ").add_run("$23,500").bold = True
    document.add_paragraph("One item of a list.", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(
        (cell for row in table.rows for cell in row.cells), ("Year", "Limit", "2025", "$23,500"), strict=True
    ):
        cell.text = words
    document.add_paragraph("The text after the table.")
    document.save(str(path))
    return path


def test_docx_keeps_the_order_of_paragraphs_and_tables(tmp_path: Path) -> None:
    [document] = read_file(make_docx(tmp_path / "rules.docx"), tmp_path)
    assert isinstance(document, Document)
    assert document.text.split("\n") == [
        "# Plan rules", "", "## Limits", "", "The 2025 limit is $23,500", "", "- One item of a list.", "",
        "| Year | Limit |", "| 2025 | $23,500 |", "", "The text after the table.", "",
    ]  # fmt: skip
    assert (document.title, document.author, document.markdown) == ("Plan rules", None, True)


def test_docx_takes_insertions_and_leaves_deletions(tmp_path: Path) -> None:
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    gone = "<w:del><w:r><w:delText>old </w:delText></w:r></w:del>"
    inner = f"{run.format('The ')}{gone}<w:ins>{run.format('new ')}</w:ins>{run.format('limit is 5%.')}"
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>"))
    document.save(str(tmp_path / "a.docx"))
    [item] = read_file(tmp_path / "a.docx", tmp_path)
    assert isinstance(item, Document)
    assert item.text == "The new limit is 5%.\n"


@pytest.mark.parametrize(
    ("module", "make"),
    [
        ("pypdf", lambda folder: make_pdf(folder / "a.pdf", [LINES])),
        ("docx", lambda folder: make_docx(folder / "a.docx")),
        ("trafilatura", lambda folder: put(folder, "a.html", PAGE)),
    ],
)
def test_an_absent_library_is_named_with_its_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, make: Callable[[Path], Path]
) -> None:
    path = make(tmp_path)
    monkeypatch.setitem(sys.modules, module, None)
    [item] = read_file(path, tmp_path)
    assert isinstance(item, UnreadableDocument)
    assert "pip install 'policy-desk[documents]'" in item.reason


def test_jsonl_reads_good_lines_around_bad_ones(tmp_path: Path) -> None:
    rows = [
        {
            "id": "a/1",
            "title": "A",
            "text": " The text.\r\nKept. ",
            "author": ["X", "Y"],
            "published": 2025,
            "url": None,
        },
        {"doc_id": 7, "text": "Seven."},
        {"id": "", "text": "x"},
        {"id": "tab\there", "text": "x"},
        {"text": "nameless"},
        {"id": "e", "text": "  "},
        {"id": "s", "text": "half \ud83d here"},
    ]
    lines = ["\ufeff" + json.dumps(rows[0]), "", "{broken", "[1]", *map(json.dumps, rows[1:])]
    data = "\n".join(lines).encode() + b'\n{"id": "z", "text": "\xff"}\n' + b"[" * 100_000
    items = list(read_file(put(tmp_path, "all.jsonl", data), tmp_path))
    read = {item.id: item for item in items if isinstance(item, Document)}
    faults = {int(item.path.rpartition(":")[2]): item.reason for item in items if isinstance(item, UnreadableDocument)}
    assert list(read) == ["a/1", "7", "s"]
    assert sorted(faults) == [3, 4, 6, 7, 8, 9, 11, 12]
    assert (read["a/1"].text, read["a/1"].author, read["a/1"].published) == (" The text.\r\nKept. ", "X, Y", "2025")
    assert (read["7"].title, read["s"].text) == ("Seven.", "half \ufffd here")


def test_jsonl_line_that_is_too_long_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.corpus.readers.jsonl.LONGEST_LINE", 40)
    long = json.dumps({"id": "long", "text": "x" * 100})
    items = list(read_file(put(tmp_path, "a.jsonl", long + '\n{"id": "b", "text": "B."}\n'), tmp_path))
    assert isinstance(items[0], UnreadableDocument)
    assert isinstance(items[1], Document)
    assert (items[0].path, items[1].id) == (f"{tmp_path / 'a.jsonl'}:1", "b")
