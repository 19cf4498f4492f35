"""What is read of a request, and whether it may be answered at all: by whom it was sent, from what page, with what.

A server on this machine is within reach of every site its user visits: by a socket opened from a foreign page, by a picture or a script whose
address is ours, or by a foreign name that resolves to this machine. Only what is named here is read of a request, and nothing of it is passed on
as it came.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs

from sim.locale import LANGUAGES

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

NAMES: Final = ("127.0.0.1", "localhost")
"""Names of this machine to itself. To these a browser always says from what page it asks (`Sec-Fetch-Site`)."""
LONGEST_PATH: Final = 500
LONGEST_QUERY: Final = 4000
MOST_HEADERS: Final = 64
LARGEST_HEADERS: Final = 16_000
"""Characters of all headers."""
_ONCE: Final = ("host", "origin", "cookie", "content-length", "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest")
"""Headers that say who asks; one that comes twice says two things."""


class RefusedError(Exception):
    """A request that is not answered: the status, and the key of the sentence that says why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(status, why)
        self.status, self.why = status, why


@dataclass(frozen=True)
class Request:
    """A request that may be answered.

    Attributes:
        host: the name and port it was sent to, one of ours.
        origin: whether it says that a page of ours sent it; one that says otherwise is refused.
        navigation: whether a reader opens a page by it, be it from a link elsewhere.
        foreign: whether a page of another site sent it.
        unknown: whether nothing is known of the page that sent it, though a browser may have.
        cookie, seen: headers; `seen` is what the browser has of a file already.
        address: the machine that asks.
    """

    method: str
    path: str
    query: str
    host: str
    origin: bool
    navigation: bool
    foreign: bool
    unknown: bool
    cookie: str | None
    seen: str | None
    address: str

    @property
    def lang(self) -> str:
        """The language of the page that is asked for."""
        return language(self.query)


def language(query: str) -> str:
    """The language an address asks for."""
    asked = parse_qs(query).get("lang", [LANGUAGES[0]])[-1]
    return asked if asked in LANGUAGES else LANGUAGES[0]


def read_request(scope: Scope, port: int, names: Sequence[str] = NAMES) -> Request:
    """A request that is in order, and comes from a browser that shows a page of ours, or opens one.

    Raises:
        RefusedError: it comes from elsewhere, or is out of bounds.
    """
    headers = _headers(scope)
    hosts = {f"{name}:{port}": name for name in names}
    host, origin = headers.get("host", "").lower(), headers.get("origin")
    if host not in hosts or (origin is not None and origin.lower() not in {f"http://{one}" for one in hosts}):
        raise RefusedError(403, "page.refused_elsewhere")
    if scope["type"] == "websocket" and origin is None:
        raise RefusedError(403, "page.refused_elsewhere")
    path, query = str(scope["path"]), scope["query_string"].decode("latin-1")
    if len(path) > LONGEST_PATH or len(query) > LONGEST_QUERY:
        raise RefusedError(414, "page.refused_long")
    if headers.get("content-length", "0") != "0" or "transfer-encoding" in headers:
        raise RefusedError(413, "page.refused_body")
    site = headers.get("sec-fetch-site")
    return Request(
        str(scope.get("method", "GET")), path, query, host, origin is not None,
        navigation=(headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) == ("navigate", "document"),
        foreign=site not in (None, "same-origin", "none"), unknown=site is None and hosts[host] not in NAMES,
        cookie=headers.get("cookie"), seen=headers.get("if-none-match"), address=str((scope.get("client") or ("",))[0]),
    )  # fmt: skip


def _headers(scope: Scope) -> dict[str, str]:
    """The headers of a request by their names; the last one counts where a name comes twice."""
    pairs = [(key.decode("latin-1").lower(), value.decode("latin-1")) for key, value in scope["headers"]]
    if len(pairs) > MOST_HEADERS or sum(len(key) + len(value) for key, value in pairs) > LARGEST_HEADERS:
        raise RefusedError(431, "page.refused_long")
    names = [key for key, _ in pairs]
    if any(names.count(name) > 1 for name in _ONCE):
        raise RefusedError(400, "page.refused_twice")
    return dict(pairs)
