"""The web front end under gunicorn: one process, thirty-two threads, a socket bound before anything is loaded."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from assistant import open_assistant
from assistant.errors import BadSetting
from assistant.frontends.web import create_app
from assistant.frontends.web.desk import Desk


def serve(
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    opener: Callable[[], Desk] = open_assistant,
    threads: int = 32,
) -> None:
    """Serves the desk that ``opener`` opens until it is stopped. Port 0 takes a free one; the address is printed.

    Raises BadSetting when the address cannot be listened on.
    """
    listener = listen(host, port)
    app = create_app(opener=opener)
    print(f"Policy Desk is at {address(listener)} (Ctrl+C stops it)", flush=True)
    _Server(app, listener, threads).run()


def listen(host: str, port: int) -> socket.socket:
    """A bound socket. Bound here and not by the server, which would try a taken port five times over."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=256)
    except UnicodeError as error:
        raise BadSetting("host", host, "an address of this machine") from error
    except OSError as error:
        raise _refused(host, port, error) from error


def _refused(host: str, port: int, error: OSError) -> BadSetting:
    if error.errno == errno.EADDRINUSE:
        return BadSetting(
            "port", str(port), f"a free one: something else listens on {host}:{port}. Try --port {port + 1}"
        )
    if error.errno == errno.EACCES:
        return BadSetting("port", str(port), "one that this user may open, 1024 or above")
    return BadSetting("host", host, f"an address of this machine ({error.strerror or error})")


def address(listener: socket.socket) -> str:
    """The address for a browser. A socket that listens everywhere is reached on this machine as localhost."""
    host, port = listener.getsockname()[:2]
    if host in {"0.0.0.0", "::"}:
        host = "localhost"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn without its command line, its configuration files and its control socket."""

    def __init__(self, app: Flask, listener: socket.socket, threads: int) -> None:
        self.app, self.listener, self.threads = app, listener, threads
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options().items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.app

    def _warm(self, _worker: object) -> None:
        """In the serving process and not before the fork, which open files and threads do not survive."""
        self.app.extensions["desk"].warm()

    def _options(self) -> dict[str, Any]:
        return {
            "bind": f"fd://{self.listener.fileno()}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": self.threads,
            "preload_app": True,
            "post_worker_init": self._warm,
            "control_socket_disable": True,
            "limit_request_line": 8190,
            "timeout": 120,
            "loglevel": "warning",
        }
