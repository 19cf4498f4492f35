"""What is wrong with a pack, gathered while it is read, so that one run can name many mistakes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from sim.pack.country.country import Place
from sim.pack.country.dates import month_text
from sim.pack.country.errors import InputError, Kind, shown, unknown_name
from sim.pack.country.vocabulary import JUDGEMENT

_MOST_STRANGERS = 100


class Findings:
    """A list of errors, and one of warnings (which stop nothing), with the checks that many tables need.

    Where a check needs names from a file that could not be read, those names are `None` and the check passes.
    """

    def __init__(self, errors: Iterable[InputError] = ()) -> None:
        self.errors: list[InputError] = list(errors)
        self.warnings: list[InputError] = []
        self.sources: Collection[str] | None = None
        self._strangers: Counter[str] = Counter()

    def add(self, error: InputError) -> None:
        """Note an error made elsewhere."""
        self.errors.append(error)

    def refuse(self, place: Place, problem: str, *, kind: Kind, found: str = "", allowed: str = "", nearest: str = "") -> None:
        """Note one mistake."""
        self.errors.append(InputError(place, problem, kind=kind, found=found, allowed=allowed, nearest=nearest))

    def warn(self, place: Place, problem: str, *, found: str, allowed: str) -> None:
        """Note what can be read, but hardly be meant."""
        self.warnings.append(InputError(place, problem, kind="contradiction", found=found, allowed=allowed))

    def known(self, place: Place, what: str, name: str, names: Collection[str] | None) -> bool:
        """Whether `name` is one of `names`; if not, a mistake is noted."""
        if names is None or name in names:
            return True
        self._unknown(place, what, name, names)
        return False

    def _unknown(self, place: Place, what: str, name: str, names: Collection[str]) -> None:
        # Looking for the nearest name is slow; a file with thousands of unknown ones is told about the first of them.
        self._strangers[place.file] += 1
        if self._strangers[place.file] <= _MOST_STRANGERS:
            self.errors.append(unknown_name(place, what, name, names))

    def unique(self, what: str, names: Iterable[tuple[str, Place]]) -> None:
        """Note every name that was given before, at its later place, with the earlier one."""
        seen: dict[str, Place] = {}
        for name, place in names:
            if name in seen:
                self.refuse(place, f"{what} given twice", kind="duplicate", found=f"{shown(name)}, also at {seen[name]}", allowed=f"each {what} once")
            seen.setdefault(name, place)

    def between(self, place: Place, what: str, number: float, low: float, high: float) -> None:
        """Note a number outside `low` to `high`."""
        if not low <= number <= high:
            self.refuse(place, f"{what} out of range", kind="range", found=f"{number:g}", allowed=f"{low:g} to {high:g}")

    def source(self, place: Place, keys: Iterable[str]) -> str:
        """The source of a value as text, `a; b; judgement`; keys that sources.toml does not have are noted."""
        every = list(keys)
        for key in every:
            if key != JUDGEMENT and self.sources is not None and key not in self.sources:
                self._unknown(place, "source", key, [*self.sources, JUDGEMENT])
        return "; ".join(every)


class Horizon:
    """The months a pack is about: `first` absolute, `months` many. Indexes count from 0 at `first`."""

    def __init__(self, first: int, months: int) -> None:
        self.first = first
        self.months = months

    def __str__(self) -> str:
        return f"{month_text(self.first)} to {month_text(self.first + self.months - 1)}"

    def index(self, absolute: int) -> int:
        """Index of an absolute month; negative before the horizon."""
        return absolute - self.first

    def inside(self, findings: Findings, place: Place, what: str, absolute: int) -> int:
        """Index of a month that has to lie in the horizon; if it does not, a mistake is noted."""
        index = self.index(absolute)
        if not 0 <= index < self.months:
            findings.refuse(place, f"{what} outside the horizon", kind="range", found=month_text(absolute), allowed=str(self))
        return index

    def stretch(self, findings: Findings, place: Place, start: int, end: int, *, within: bool) -> tuple[int, int]:
        """Indexes of a first and last month, in order and, if asked, inside the horizon; mistakes are noted."""
        if end < start:
            findings.refuse(place, "to before from", kind="contradiction", found=f"{month_text(start)} to {month_text(end)}", allowed="from <= to")
        if within:
            self.inside(findings, place, "from", start)
            self.inside(findings, place, "to", end)
        return self.index(start), self.index(end)
