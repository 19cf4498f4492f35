"""Connections that hold others: who asks nothing, asks without end, or does not read what is sent. They are cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

import h11

PATIENCE: Final = 10.0
"""Seconds for a whole request, and in which something of an answer must be taken."""
SHORT: Final = 1.0
"""The same, where connections are many."""
MOST: Final = 500
"""Connections at a time; a request over them is answered with 503."""
MANY: Final = MOST // 2
"""Connections, in all or of one machine, from which on patience is short."""


class Watch:
    """Looks at the connections about once a second, and cuts those in which nothing has moved for too long."""

    def __init__(self) -> None:
        self._stuck: dict[Any, tuple[object, float]] = {}

    def look(self, connections: Iterable[Any], now: float) -> None:
        """Look at all connections of a server."""
        before, self._stuck = self._stuck, {}
        all_of_them = list(connections)
        machines = Counter(_machine(one) for one in all_of_them)
        for one in all_of_them:
            state = _state(one)
            if state is None:
                continue
            last, since = before.get(one, (None, now))
            since = since if last == state else now
            patience = SHORT if len(all_of_them) > MANY or machines[_machine(one)] > MANY else PATIENCE
            if now - since >= patience:
                one.transport.abort()
            else:
                self._stuck[one] = (state, since)


def _machine(connection: Any) -> str:
    return str((connection.client or ("",))[0])


def _state(connection: Any) -> object:
    """What a connection waits for its other end to do; None where it waits for nothing."""
    transport, http = connection.transport, getattr(connection, "conn", None)
    if transport.is_closing():
        return "closing"
    waiting = transport.get_write_buffer_size()
    if not isinstance(http, h11.Connection):  # a socket: what is sent must be taken
        return "sending" if waiting else None
    if waiting:
        return "answering", waiting
    return ("asking", id(connection.cycle)) if http.their_state in (h11.IDLE, h11.SEND_BODY) else None
