"""The web front end: a chat page that works without JavaScript, a source viewer, and the JSON interface."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Flask, Response

from assistant import __version__, open_assistant
from assistant.frontends import render
from assistant.frontends.web.desk import Desk, LazyDesk
from assistant.frontends.web.incoming import carried
from assistant.frontends.web.problems import register_problems
from assistant.frontends.web.routes import AnyPath, add_routes

EXAMPLES = (
    "What does Executive Order 14330 say about digital assets?",
    "Did the Biden administration rescind the 2020 letter?",
    "How big are 401(k) plans?",
    "How much can I put in my 401(k) in 2026 at 61?",
)
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def create_app(
    assistant: Desk | None = None,
    *,
    opener: Callable[[], Desk] = open_assistant,
    examples: Sequence[str] = EXAMPLES,
) -> Flask:
    """The WSGI application over ``assistant``.

    Without one, ``opener`` is called at the first question, document or health check, not here: importing
    ``app.py`` costs nothing, and a desk that cannot be opened is reported to whoever asks, and tried again.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    app.extensions["desk"] = LazyDesk(assistant, opener)
    app.jinja_env.globals.update(version=__version__, examples=tuple(examples), carried=carried)
    app.jinja_env.filters.update(_filters())
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.merge_slashes = False
    app.url_map.converters["any_path"] = AnyPath
    app.after_request(_secure)
    add_routes(app)
    register_problems(app)
    return app


def _filters() -> dict[str, Callable[..., object]]:
    names = ("amount", "byline", "day_words", "origin_words", "slot_words", "web_address")
    return {name: getattr(render, name) for name in names}


def _secure(response: Response) -> Response:
    response.headers.extend(_HEADERS)
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
