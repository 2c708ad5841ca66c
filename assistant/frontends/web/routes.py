"""The addresses of the web front end. Each translates in, asks the desk, translates out."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask, Response, abort, current_app, render_template, request
from werkzeug.routing import BaseConverter

from assistant import __version__
from assistant.errors import BadRequest
from assistant.frontends.render import view
from assistant.frontends.web.desk import Desk, LazyDesk
from assistant.frontends.web.incoming import Asked, asked_in_form, asked_in_json, asked_in_link, quoted_span
from assistant.frontends.web.viewer import blocks
from assistant.types import Document

SHOWN_AGAIN = 5


class AnyPath(BaseConverter):
    """A document id: any text, slashes wherever they stand."""

    regex = ".+"
    part_isolating = False


def add_routes(app: Flask) -> None:
    """Binds the addresses to ``app``."""
    app.add_url_rule("/", "page", page)
    app.add_url_rule("/", "post", post, methods=["POST"])
    app.add_url_rule("/api/ask", "ask", ask, methods=["POST"])
    app.add_url_rule("/api/documents/<any_path:id>", "document", document)
    app.add_url_rule("/documents/<any_path:id>", "viewer", viewer)
    app.add_url_rule("/healthz", "healthz", healthz)


def page() -> str:
    """The empty page, or with ``?q=`` the answer to it: an answer can be shared as a link."""
    asked = asked_in_link(request.args)
    return _conversation(asked) if asked else render_template("chat.html", views=(), earlier=(), today=None)


def post() -> str:
    """The same page for a form post, with the conversation so far."""
    return _conversation(asked_in_form(request.form))


def _conversation(asked: Asked) -> str:
    """The last turns answered again, which gives the same bytes, so that no conversation is kept anywhere."""
    turns = (*asked.history, asked.question)
    shown = range(max(0, len(turns) - SHOWN_AGAIN), len(turns))
    desk = _desk()
    views = [view(desk.ask(turns[n], turns[:n], asked.today)) for n in shown]
    return render_template("chat.html", views=views, earlier=turns[: shown.start], today=asked.today)


def ask() -> Response:
    """``POST /api/ask``: the answer object, or the same as a piece of the page for a client that prefers HTML."""
    asked = asked_in_json(request.get_data())
    answer = _desk().ask(asked.question, asked.history, asked.today)
    best = request.accept_mimetypes.best_match(["application/json", "text/html"], "application/json")
    if best == "text/html":
        response = Response(render_template("exchange.html", view=view(answer)))
    else:
        response = _json(answer.to_dict())
    response.vary.add("Accept")
    return response


def document(id: str) -> Response:
    """``GET /api/documents/<id>``: the stored text that offsets count in, in Unicode code points."""
    names = ("id", "title", "publisher", "author", "published", "as_of", "url", "kind", "text", "sha256")
    found = _document(id)
    return _json({name: getattr(found, name) for name in names})


def viewer(id: str) -> str:
    """The document as a page, with the quote of ``?start=&end=`` marked at ``#quote``."""
    found, quote, warning = _document(id), None, None
    try:
        quote = quoted_span(found, request.args)
    except BadRequest as error:
        warning = str(error)
    return render_template("viewer.html", document=found, blocks=blocks(found, quote), quote=quote, warning=warning)


def healthz() -> Response:
    """200 when the desk is open, else 503; a desk not yet open begins to open."""
    lazy = _lazy()
    desk = lazy.ready()
    if desk is None:
        lazy.warm()
        return _json(
            {"status": "unavailable" if lazy.failure else "starting", "detail": lazy.failure, "version": __version__},
            503,
        )
    facts = desk.health()
    known = {name: facts.get(name) for name in ("corpus", "documents", "passages")}
    return _json({"status": "ready", **known, "version": __version__})


def _lazy() -> LazyDesk:
    lazy: LazyDesk = current_app.extensions["desk"]
    return lazy


def _desk() -> Desk:
    return _lazy().get()


def _document(id: str) -> Document:
    try:
        return _desk().document(id)
    except KeyError:
        abort(404, f"There is no document with the id {id!r}.")


def _json(value: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(value, ensure_ascii=False), status, content_type="application/json")
