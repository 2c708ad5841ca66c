"""One page over http(s), from public addresses only: each address is checked and then dialled itself, so neither a
redirect nor a name that resolves differently the second time leads into a private network."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urldefrag, urljoin, urlsplit

import httpcore2

from assistant.errors import CorpusError

LARGEST, SECONDS, REDIRECTS = 50_000_000, 60.0, 5
SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_NAT64 = IPv6Network("64:ff9b::/96")
_TIMEOUT = {"connect": 10.0, "read": 20.0, "write": 10.0, "pool": 10.0}
_HEADERS: Mapping[bytes | str, bytes | str] = {
    "User-Agent": "policy-desk/0.1",
    "Accept": "text/html, application/pdf, */*;q=0.5",
    "Accept-Encoding": "identity",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What came from ``url``, the address after redirects: a file of the format ``suffix``, text in UTF-8."""

    url: str
    suffix: str
    data: bytes


def is_public(address: str) -> bool:
    """Whether ``address`` is a public unicast one, the IPv4 address inside an IPv6 one included."""
    ip = ip_address(address)
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        inner = inner or (IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        ip = inner or ip
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


class PublicOnly(httpcore2.SyncBackend):
    """Connections to public addresses; CorpusError for a host that has any other."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to the first address of ``host``, all of which were checked."""
        try:
            found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError) as error:
            raise CorpusError(
                f"The host {host} is not known: {error}. Check the address and the connection."
            ) from error
        if not found or not all(map(is_public, found)):
            raise CorpusError(f"The host {host} is not on the public internet; save the page and add the file.")
        return super().connect_tcp(found[0], port, timeout, local_address, socket_options)

    def connect_unix_socket(self, *_: object, **__: object) -> httpcore2.NetworkStream:
        """Refused."""
        raise CorpusError("A page cannot be fetched from a socket of this computer.")


def fetch_page(url: str, backend: httpcore2.NetworkBackend | None = None) -> Page:
    """The page at ``url``, at most 50 MB within a minute and five redirects; CorpusError says what went wrong."""
    deadline, target = time.monotonic() + SECONDS, url
    with httpcore2.ConnectionPool(network_backend=backend or PublicOnly()) as pool:
        for _ in range(REDIRECTS + 1):
            answer = _get(pool, url := _web_address(url, target), deadline)
            if isinstance(answer, Page):
                return answer
            target = answer
    raise CorpusError(f"{url} redirects more than {REDIRECTS} times.")


def _web_address(base: str, target: str) -> str:
    """The whole address of ``target`` as a page at ``base`` names it, without a mark of place inside the page."""
    try:
        url = quote(urldefrag(urljoin(base, target)).url, safe="%/:=&?~+!$,;'@()*[]")
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and target.isprintable()
    except ValueError:
        sound = False
    if not sound:
        raise CorpusError(f"{target!r} is no web address; it should begin with https://.")
    return url


def _get(pool: httpcore2.ConnectionPool, url: str, deadline: float) -> Page | str:
    """The page, or the address that it redirects to."""
    try:
        with pool.stream("GET", url, headers=_HEADERS, extensions={"timeout": _TIMEOUT}) as response:
            headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            if response.status in (301, 302, 303, 307, 308) and "location" in headers:
                return headers["location"]
            if response.status != 200:
                raise CorpusError(f"{url} answers {response.status}; open it in a browser, save it and add the file.")
            return _page(url, headers, _body(url, response, deadline))
    except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError, ValueError) as error:
        raise CorpusError(f"{url} cannot be fetched: {error or type(error).__name__}.") from error


def _body(url: str, response: httpcore2.Response, deadline: float) -> bytes:
    data = bytearray()
    for chunk in response.iter_stream():
        data += chunk
        if len(data) > LARGEST or time.monotonic() > deadline:
            raise CorpusError(f"{url} is larger than {LARGEST // 1_000_000} MB or takes longer than {SECONDS:.0f} s.")
    return bytes(data)


def _page(url: str, headers: dict[str, str], data: bytes) -> Page:
    kind, _, rest = headers.get("content-type", "text/html").partition(";")
    suffix = SUFFIXES.get(kind.strip().lower())
    if suffix is None or headers.get("content-encoding", "identity") != "identity":
        shown = headers.get("content-encoding", kind.strip())
        raise CorpusError(f"{url} is {shown}; only pages, PDF, Word and text can be fetched.")
    _, _, charset = rest.lower().partition("charset=")
    return Page(url, suffix, _in_utf8(data, charset.strip(" \"'")) if kind.startswith("text/") else data)


def _in_utf8(data: bytes, charset: str) -> bytes:
    try:
        return data.decode(charset).encode() if charset not in ("", "utf-8", "utf8") else data
    except (LookupError, UnicodeError):
        return data
