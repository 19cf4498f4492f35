"""`sim.sensitivity` and `sim.Sensitivity`: what an answer hangs on, which can write its own page, as `sim.report.answer` has it for answers."""

from __future__ import annotations

from typing import Any

from sim.pack import Country
from sim.report.directions import REPORTED
from sim.report.reporting import reporting
from sim.validation.sensitivity import answer as plain
from sim.validation.sensitivity.analyse import analyse


class Sensitivity(plain.Sensitivity):
    """What an answer hangs on, which can write itself as a page."""

    def report(self, path: str, lang: str = "en") -> None:
        """Write it as one HTML file.

        Raises:
            InputError: the file can't be written; what was there before stays.
        """
        from sim.report.html.sensitivity import write_sensitivity

        write_sensitivity(self, path, lang)


_analysed = reporting(analyse, Sensitivity)


def sensitivity(country: Country, outcome: str, *args: Any, **kwargs: Any) -> Sensitivity:
    """What the share of an outcome hangs on; `sim.validation.sensitivity.analyse` says what may be asked. Responses are of all outcomes reported.

    Example:
        >>> import sim
        >>> found = sim.sensitivity(sim.load_pack("demo"), "uprising", points=16)
        >>> found.question.outcome
        'uprising'
    """
    from sim.counterfactual.possible import possible

    return _analysed(country, outcome, *args, **{"told": possible(country, REPORTED), **kwargs})


__all__ = ["Sensitivity", "sensitivity"]
