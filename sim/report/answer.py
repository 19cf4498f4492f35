"""`sim.compare` and `sim.Answer`: a comparison whose answer writes its own report.

An answer is worked out in a room that knows nothing of reports (`sim.counterfactual`). Here, a room above, it gets that one method more, so that
whoever writes Python finds everything on the answer itself, and no room looks up to another.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from sim.counterfactual import answer as plain
from sim.counterfactual import compare as compared

P = ParamSpec("P")


class Answer(plain.Answer):
    """The answer of a comparison, which can write itself as a page."""

    def report(self, path: str, lang: str = "en") -> None:
        """Write the answer as one HTML file that can be read, printed and sent.

        Raises:
            InputError: the file can't be written; what was there before stays.
        """
        from sim.report.html.write import write_report

        write_report(self, path, lang)


def _reporting(ask: Callable[P, plain.Answer]) -> Callable[P, Answer]:
    """The same function, whose answer can write its report."""

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> Answer:
        found = ask(*args, **kwargs)
        return Answer(**{field.name: getattr(found, field.name) for field in dataclasses.fields(found)})

    return asked


compare = _reporting(compared.compare)
