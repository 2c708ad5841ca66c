"""Adding documents to a corpus: files, folders and web pages, each proved readable before it is stored."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from filecmp import cmp
from functools import partial
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from assistant.corpus.files import documents_folder, is_document_name, list_files
from assistant.corpus.readers import read_file
from assistant.errors import CorpusError, MissingExtra, UnreadableDocument
from assistant.patterns import lazy_pattern
from assistant.types import Document

if TYPE_CHECKING:
    from assistant.corpus.fetch import Page

Fetch = Callable[[str], "Page"]
Report = Callable[[UnreadableDocument], None]

_FRONT_MATTER = ("title", "publisher", "author", "published", "as_of", "url", "kind")
_UNSAFE = lazy_pattern(r"[^a-z0-9]+")


def add_files(paths: Iterable[Path], corpus_dir: Path, *, report: Report | None = None) -> list[Path]:
    """Copies files, and folders with what is below them, into ``documents/added/``; the new files, in order.

    A file that is there with the same bytes is passed over; one with other bytes is a CorpusError, and then nothing
    at all is copied. A named file that cannot be read raises; one inside a folder goes to ``report``.
    """
    added = documents_folder(corpus_dir) / "added"
    copies: dict[Path, Path] = {}
    for source, target in _planned(paths, added, report or _pass_over):
        _check_free(source, target, copies)
        if not target.exists():
            copies[target] = source
    for target, source in copies.items():
        _store(target, partial(shutil.copyfile, source))
    return list(copies)


def _planned(paths: Iterable[Path], added: Path, report: Report) -> Iterator[tuple[Path, Path]]:
    """Each readable file with the place that it goes to."""
    for given in paths:
        path = given.resolve()
        if path.is_dir():
            for file in list_files(path):
                if fault := _fault(file.path):
                    report(fault)
                else:
                    yield file.path, added / path.name / file.path.relative_to(path)
        elif not path.exists():
            raise CorpusError(f"There is no file or folder {given}.")
        elif fault := _fault(path):
            raise fault
        else:
            yield path, added / path.name


def _pass_over(fault: UnreadableDocument) -> None:
    del fault


def _fault(path: Path) -> UnreadableDocument | None:
    """Why nothing can be read from ``path``, or None as soon as one document was."""
    if not is_document_name(path.name):
        return UnreadableDocument(path, "a README or a hidden file is not taken for a document; rename it")
    first: UnreadableDocument | None = None
    for item in read_file(path, path.parent):
        if isinstance(item, Document):
            return None
        first = first or item
    return first or UnreadableDocument(path, "empty")


def _check_free(source: Path, target: Path, copies: Mapping[Path, Path]) -> None:
    """CorpusError when another text has, or is about to get, the place or the id of ``target``."""
    planned = (place for place in copies if place.with_suffix("") == target.with_suffix(""))
    stored = (path for path in target.parent.glob("*") if path.with_suffix("") == target.with_suffix(""))
    for other in (*planned, *stored):
        taken = copies.get(other, other)
        if other != target or not cmp(source, taken, shallow=False):
            raise CorpusError(f"{source} would become {target}, but {taken} has that name already. Rename one of them.")


def _store(target: Path, write: Callable[[Path], object]) -> None:
    """Writes ``target`` by way of a hidden file beside it, so that it is never there by half."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        write(unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def add_url(
    url: str,
    corpus_dir: Path,
    *,
    known: Mapping[str, str] | None = None,
    today: date | None = None,
    fetch: Fetch | None = None,
) -> Path:
    """Fetches a page and stores its text in ``documents/added/`` as Markdown that names address and day of fetching.

    The same address again replaces the file. ``known`` (front matter keys) goes before what the page says of itself;
    its ``id`` names the file. CorpusError when the page cannot be fetched or read, MissingExtra without the library.
    """
    known = known or {}
    page = (fetch or _fetcher())(url)
    document = _read_page(page)
    details = {
        **{key: value for key in _FRONT_MATTER if (value := getattr(document, key))},
        **known,
        "as_of": (today or date.today()).isoformat(),
        "url": page.url,
    }
    target = documents_folder(corpus_dir) / "added" / f"{_file_name(url, known.get('id'))}.md"
    text = _front_matter(details) + _as_markdown(document)
    _store(target, lambda path: path.write_bytes(text.encode()))
    return target


def _fetcher() -> Fetch:
    if find_spec("httpcore2") is None:
        raise MissingExtra("httpcore2", "fetch", "Fetching a page")
    from assistant.corpus.fetch import fetch_page

    return fetch_page


def _read_page(page: Page) -> Document:
    with TemporaryDirectory() as folder:
        path = Path(folder, f"page{page.suffix}")
        path.write_bytes(page.data)
        item = next(read_file(path, path.parent))
    if isinstance(item, UnreadableDocument):
        raise UnreadableDocument(page.url, item.reason)
    return item


def _file_name(url: str, name: str | None) -> str:
    """A short name with a mark of the whole address, so that two addresses never share a file."""
    slug = _UNSAFE.sub("-", (name or url.partition("://")[2]).lower()).strip("-")[:60].strip("-")
    return slug if name else f"{slug}-{sha256(url.encode()).hexdigest()[:8]}"


def _front_matter(details: Mapping[str, str]) -> str:
    lines = [f"{key}: {json.dumps(details[key], ensure_ascii=False)}" for key in _FRONT_MATTER if details.get(key)]
    return "\n".join(["---", *lines, "---", "", ""])


def _as_markdown(document: Document) -> str:
    """The body with every paragraph apart, as Markdown needs it."""
    body = document.text[document.body :]
    return body if document.markdown else "\n\n".join(line for line in body.splitlines() if line.strip()) + "\n"
