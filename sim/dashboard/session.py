"""The session of a browser: a cookie that only this server can have made. What a browser sends otherwise is no session."""

from __future__ import annotations

import hashlib
import hmac
import os
from http.cookies import CookieError, SimpleCookie


class Sessions:
    """The sessions of one server."""

    def __init__(self, port: int) -> None:
        self.name = f"counterfaction-{port}"  # cookies don't know ports: another server of this machine has its own
        self._key = os.urandom(32)

    def new(self) -> str:
        """A session that nobody had before."""
        token = os.urandom(16).hex()
        return f"{token}.{self._mark(token)}"

    def read(self, cookie: str | None) -> str | None:
        """The session in a header of cookies; None where it holds none that this server has made."""
        try:
            found = SimpleCookie(cookie or "").get(self.name)
        except CookieError:
            return None
        token, _, mark = (found.value if found is not None else "").partition(".")
        if not token.isascii() or not mark.isascii() or not hmac.compare_digest(mark, self._mark(token)):
            return None
        return f"{token}.{mark}"

    def cookie(self, session: str) -> bytes:
        """What a browser is told to keep: out of reach of scripts, sent along by no foreign page."""
        return f"{self.name}={session}; Path=/; HttpOnly; SameSite=Lax".encode("ascii")

    def _mark(self, token: str) -> str:
        return hmac.new(self._key, token.encode("ascii"), hashlib.sha256).hexdigest()[:32]
