"""`sim.validate` and `sim.Scoreboard`: a scoreboard that writes its own page, as `sim.report.answer` has it for answers."""

from __future__ import annotations

from sim.report.reporting import reporting
from sim.validation import scoreboard as plain
from sim.validation import validate as validated


class Scoreboard(plain.Scoreboard):
    """All targets of a pack with what the model gives, which can write itself as a page."""

    def report(self, path: str, lang: str = "en") -> None:
        """Write the scoreboard as one HTML file.

        Raises:
            InputError: the file can't be written; what was there before stays.
        """
        from sim.report.html.validation import write_scoreboard

        write_scoreboard(self, path, lang)


validate = reporting(validated.validate, Scoreboard)
