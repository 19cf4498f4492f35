"""`sim.validate` and `sim.Scoreboard`: a scoreboard that writes its own page, as `sim.report.answer` has it for answers."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from sim.validation import scoreboard as plain
from sim.validation import validate as validated

P = ParamSpec("P")


class Scoreboard(plain.Scoreboard):
    """All targets of a pack with what the model gives, which can write itself as a page."""

    def report(self, path: str, lang: str = "en") -> None:
        """Write the scoreboard as one HTML file.

        Raises:
            InputError: the file can't be written; what was there before stays.
        """
        from sim.report.html.validation import write_scoreboard

        write_scoreboard(self, path, lang)


def _reporting(ask: Callable[P, plain.Scoreboard]) -> Callable[P, Scoreboard]:
    """The same function, whose scoreboard can write its page."""

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> Scoreboard:
        found = ask(*args, **kwargs)
        return Scoreboard(**{field.name: getattr(found, field.name) for field in dataclasses.fields(found)})

    return asked


validate = _reporting(validated.validate)
