"""The sheet a chart is drawn on: its width, sizes of letters, heading, and the frame of SVG around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sim.locale import capital, say
from sim.pack import Country
from sim.pack.country.dates import month_name
from sim.report.charts.style import FAINT, INK, NO_GROUP, SANS, SERIF
from sim.report.charts.svg import NAMESPACE, Chart, element, escape, wrap

_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def text(words: str, x: float, y: float, size: float, *, anchor: str = "start", colour: str = INK, bold: bool = False) -> str:
    """One line of words; `y` is its base line."""
    return element(
        "text", escape(words), x=x, y=y, font_size=size, fill=colour, text_anchor=None if anchor == "start" else anchor,
        font_weight="600" if bold else None,
    )  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """A sheet of 1,000 units, or of 360 for narrow screens. One unit is one pixel where it is shown at that width.

    Raises:
        ValueError: `key` can't begin the name of an element.
    """

    country: Country
    lang: str
    key: str
    title: str
    wide: bool

    def __post_init__(self) -> None:
        if not _KEY.fullmatch(self.key):
            raise ValueError(f"key of a chart: found {self.key!r}; allowed: a letter, then letters, digits, '_' and '-'")

    @property
    def width(self) -> float:
        """Units across."""
        return 1000 if self.wide else 360

    @property
    def side(self) -> float:
        """Margin left and right."""
        return 12 if self.wide else 6

    @property
    def label(self) -> float:
        """Font size of names and words."""
        return 15 if self.wide else 13

    @property
    def small(self) -> float:
        """Font size of axes and notes."""
        return 13.5 if self.wide else 12

    def say(self, key: str, **values: object) -> str:
        """Words of the catalogue under `chart`."""
        return say(self.lang, f"chart.{key}", **values)

    def month(self, index: int) -> str:
        """A month of the horizon in words."""
        return month_name(self.country.first_month + index, self.lang)

    def name(self, k: int) -> str:
        """The name of group k as a label, or what people without a group are called."""
        if k == NO_GROUP:
            return capital(say(self.lang, "chronicle.no_group"))
        return capital(self.country.factions[k].name[self.lang])

    def phrase(self, k: int) -> str:
        """The name of group k as it stands in a sentence."""
        return self.country.factions[k].phrase[self.lang]

    @property
    def order(self) -> list[int]:
        """Places of the groups in the order in which they are shown."""
        return self.country.displayed

    def heading(self) -> tuple[list[str], float]:
        """The title in view, and where the room under it begins."""
        size = 21.0 if self.wide else 17.0
        lines = wrap(self.title, self.width - 2 * self.side, size * 1.04) if self.title.strip() else ()
        drawn = [
            element("text", escape(line), x=self.side, y=size * (1.1 + 1.25 * n), font_size=size, font_family=SERIF, fill=INK)
            for n, line in enumerate(lines)
        ]
        return drawn, size * (0.4 + 1.25 * len(lines)) + (10 if self.wide else 8)

    def chart(self, parts: Sequence[str], height: float, sentence: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Chart:
        """The chart of what was drawn."""
        named = f"{self.key}-title", f"{self.key}-desc"
        svg = element(
            "svg", element("title", escape(self.title), id=named[0]), element("desc", escape(sentence), id=named[1]), *parts,
            xmlns=NAMESPACE, viewBox=f"0 0 {self.width:.0f} {height:.0f}", width="100%", role="img", aria_labelledby=" ".join(named),
            lang=self.lang, font_family=SANS,
        )  # fmt: skip
        return Chart(svg, self.title, sentence, tuple(head), tuple(tuple(row) for row in rows), self.lang)

    def empty(self, head: Sequence[str] = ()) -> Chart:
        """A chart that says that there is nothing to show."""
        drawn, y = self.heading()
        words = self.say("nothing")
        lines = wrap(words, self.width - 2 * self.side, self.label)
        drawn += [text(line, self.side, y + self.label * (1 + 1.3 * n), self.label, colour=FAINT) for n, line in enumerate(lines)]
        return self.chart(drawn, y + self.label * (1 + 1.3 * len(lines)), words, head, ())
