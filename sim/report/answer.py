"""`sim.compare` and `sim.Answer`: a comparison whose answer writes its own report.

An answer is worked out in a room that knows nothing of reports (`sim.counterfactual`). Here, a room above, it gets that one method more, so that
whoever writes Python finds everything on the answer itself, and no room looks up to another.
"""

from __future__ import annotations

from sim.counterfactual import answer as plain
from sim.counterfactual import compare as compared
from sim.report.reporting import reporting


class Answer(plain.Answer):
    """The answer of a comparison, which can write itself as a page."""

    def report(self, path: str, lang: str = "en") -> None:
        """Write the answer as one HTML file that can be read, printed and sent.

        Raises:
            InputError: the file can't be written; what was there before stays.
        """
        from sim.report.html.write import write_report

        write_report(self, path, lang)


compare = reporting(compared.compare, Answer)
