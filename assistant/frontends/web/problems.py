"""What goes wrong, in words: problem+json (RFC 9457) under /api, a readable page elsewhere."""

from __future__ import annotations

import json
import logging

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from assistant.errors import BadRequest, PolicyDeskError

_log = logging.getLogger(__name__)
_WORDS = {
    404: "There is nothing at this address.",
    405: "This address does not take that method.",
    413: "That is too much text for one question: the limit is 64 KB, earlier questions included.",
    500: "Something went wrong on our side. The question was not answered; trying again may help.",
}


def register_problems(app: Flask) -> None:
    """Every error of ``app`` gets a status, a title and a sentence that says what to do."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(BadRequest, _bad_request)
    app.register_error_handler(PolicyDeskError, _unavailable)
    app.register_error_handler(Exception, _unexpected)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    said_here = error.description if error.description != type(error).description else None
    answer = problem(status, error.name, said_here or _WORDS.get(status) or error.description or error.name)
    answer.headers.extend((name, value) for name, value in error.get_headers() if name != "Content-Type")
    return answer


def _bad_request(error: BadRequest) -> Response:
    return problem(400, "Bad Request", str(error))


def _unavailable(error: PolicyDeskError) -> Response:
    _log.error("%s", error)
    return problem(503, "Service Unavailable", str(error))


def _unexpected(error: Exception) -> Response:
    _log.exception("%s %s", request.method, request.path, exc_info=error)
    return problem(500, "Internal Server Error", _WORDS[500])


def problem(status: int, title: str, detail: str) -> Response:
    """The error as whoever asked can read it."""
    if not request.path.startswith("/api/"):
        return Response(render_template("problem.html", status=status, title=title, detail=detail), status)
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": request.path}
    return Response(json.dumps(body, ensure_ascii=False), status, content_type="application/problem+json")
