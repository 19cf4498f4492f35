"""How a result that is worked out in a room below gets the one method more that writes its page, so that no room looks up to another."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def reporting(ask: Callable[P, Any], kind: Callable[..., R]) -> Callable[P, R]:
    """The same function, whose result is of `kind`: a dataclass with the fields of what `ask` gives, that can write its report."""

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        found = ask(*args, **kwargs)
        return kind(**{field.name: getattr(found, field.name) for field in dataclasses.fields(found)})

    return asked
