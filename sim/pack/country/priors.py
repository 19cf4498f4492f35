"""Prior beliefs about a number, as a pack writes them. What is drawn from them stands in `sim/world/priors.py`.

`beta(a, b)`, `uniform(low, high)`, `triangular(low, mode, high)`, `discrete(value:probability, ...)`, `dirichlet(weight)`, `fixed`;
`uniform` and `triangular` alone take the bounds from the row they stand in.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from sim.pack.country.country import Place, Value
from sim.pack.country.errors import InputError, nearest_to, shown

ALLOWED: Final = (
    "beta(a, b), uniform, uniform(low, high), triangular, triangular(low, mode, high), discrete(value:probability, ...), dirichlet(weight), fixed"
)
NAMES: Final = ("beta", "uniform", "triangular", "discrete", "dirichlet", "fixed")
_FORM = re.compile(r"([a-z_]+)\s*(?:\(([^()]*)\))?")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_LARGEST_SHAPE = 1e6
_TOLERANCE = 1e-9


@dataclass(frozen=True)
class Prior:
    """A distribution of one number. `numbers`: its arguments; for `discrete` the values; for `fixed` the value itself."""

    kind: str
    numbers: tuple[float, ...]
    probabilities: tuple[float, ...] = ()

    @property
    def bounds(self) -> tuple[float, float]:
        """Lowest and highest value that can come out; for `dirichlet` of the share it ends as."""
        if self.kind in ("beta", "dirichlet"):
            return 0.0, 1.0
        return min(self.numbers), max(self.numbers)


def parse_prior(
    text: str, *, start: float, low: float | None = None, mode: float | None = None, high: float | None = None, place: Place | None = None
) -> Prior:
    """The distribution written as `text` in a row with these numbers. `InputError` at `place` when they do not fit together."""
    match = _FORM.fullmatch(text.strip())
    if not match or match[1] not in NAMES:
        raise InputError(
            place, "unknown prior", kind="unknown", found=shown(text), allowed=ALLOWED, nearest=nearest_to(text.partition("(")[0], NAMES)
        )
    kind, inside = match[1], match[2]
    _check_order(low, mode, high, place)
    if kind == "discrete":
        prior = _discrete(text, inside, place)
    elif kind == "fixed":
        prior = _fixed(text, inside, start, (low, mode, high), place)
    elif kind in ("uniform", "triangular"):
        prior = _bounded(kind, text, inside, (low, mode, high), place)
    else:
        numbers = _numbers(text, inside, 2 if kind == "beta" else 1, place)
        if not all(0.0 < number <= _LARGEST_SHAPE for number in numbers):
            raise InputError(place, f"{kind} out of range", kind="range", found=shown(text), allowed=f"numbers above 0, at most {_LARGEST_SHAPE:g}")
        prior = Prior(kind, numbers)
    if kind not in ("beta", "dirichlet"):  # beside these the bounds only guide the eye
        _check_start(start, low, high, place)
    lowest, highest = prior.bounds
    if not lowest <= start <= highest:
        raise InputError(place, "start outside the prior", kind="range", found=f"{start:g} with {shown(text)}", allowed=f"{lowest:g} to {highest:g}")
    return prior


def prior_of(value: Value) -> Prior:
    """The distribution of a value of a loaded country."""
    return parse_prior(value.prior, start=value.start, low=value.low, mode=value.mode, high=value.high, place=value.place)


def _check_order(low: float | None, mode: float | None, high: float | None, place: Place | None) -> None:
    given = [number for number in (low, mode, high) if number is not None]
    if given != sorted(given):
        found = ", ".join(f"{number:g}" for number in given)
        raise InputError(place, "low, mode and high out of order", kind="contradiction", found=found, allowed="low <= mode <= high")


def _check_start(start: float, low: float | None, high: float | None, place: Place | None) -> None:
    if (low is not None and start < low) or (high is not None and start > high):
        bounds = f"{'' if low is None else f'{low:g}'} to {'' if high is None else f'{high:g}'}"
        raise InputError(place, "start outside low to high", kind="range", found=f"{start:g}", allowed=bounds)


def _numbers(text: str, inside: str | None, count: int, place: Place | None) -> tuple[float, ...]:
    parts = [part.strip() for part in (inside or "").split(",")]
    if len(parts) != count or not all(_NUMBER.fullmatch(part) for part in parts):
        raise InputError(place, f"prior needs {count} number{'s' * (count > 1)} in brackets", kind="malformed", found=shown(text), allowed=ALLOWED)
    return tuple(_finite(part, text, place) for part in parts)


def _finite(part: str, text: str, place: Place | None) -> float:
    number = float(part)
    if not math.isfinite(number):
        raise InputError(place, "number too large in a prior", kind="range", found=shown(text), allowed="finite numbers")
    return number


def _bounded(kind: str, text: str, inside: str | None, row: tuple[float | None, float | None, float | None], place: Place | None) -> Prior:
    """`uniform` or `triangular`, by its own numbers or by those of the row; the two must not contradict each other."""
    names = ("low", "mode", "high") if kind == "triangular" else ("low", "high")
    by_name = dict(zip(("low", "mode", "high"), row, strict=True))
    numbers: list[float] = []
    written = _numbers(text, inside, len(names), place) if inside is not None else None
    for position, name in enumerate(names):
        beside = by_name[name]
        number = beside if written is None else written[position]
        if number is None:
            raise InputError(
                place, f"{kind} prior without {name}", kind="missing", found=shown(text), allowed=f"{name} in the row, or {kind}({', '.join(names)})"
            )
        if beside is not None and number != beside:
            raise InputError(
                place, f"prior and {name} disagree", kind="contradiction", found=f"{shown(text)} beside {name} {beside:g}", allowed="the same number"
            )
        numbers.append(number)
    if numbers != sorted(numbers):
        raise InputError(place, "prior out of order", kind="contradiction", found=shown(text), allowed=" <= ".join(names))
    return Prior(kind, tuple(numbers))


def _fixed(text: str, inside: str | None, start: float, row: tuple[float | None, ...], place: Place | None) -> Prior:
    if inside is not None:
        raise InputError(place, "fixed takes no numbers", kind="malformed", found=shown(text), allowed="fixed")
    for number in row:
        if number is not None and number != start:
            raise InputError(
                place, "a fixed value with a range", kind="contradiction",
                found=f"{number:g} beside start {start:g}", allowed="low, mode and high left out"
            )
    return Prior("fixed", (start,))


def _discrete(text: str, inside: str | None, place: Place | None) -> Prior:
    pairs: dict[float, float] = {}
    for part in (inside or "").split(","):
        value, colon, probability = (piece.strip() for piece in part.partition(":"))
        if not colon or not _NUMBER.fullmatch(value) or not _NUMBER.fullmatch(probability):
            raise InputError(
                place, "discrete needs pairs value:probability", kind="malformed", found=shown(text), allowed="discrete(0.5:0.6, 0.667:0.4)"
            )
        number = _finite(value, text, place)
        if number in pairs:
            raise InputError(place, "value given twice in a discrete prior", kind="duplicate", found=shown(value), allowed="each value once")
        pairs[number] = _finite(probability, text, place)
    if any(probability <= 0.0 for probability in pairs.values()):
        raise InputError(place, "probability not above 0", kind="range", found=shown(text), allowed="probabilities above 0 that add to 1")
    total = math.fsum(pairs.values())
    if abs(total - 1.0) > _TOLERANCE:
        raise InputError(place, "probabilities do not add to 1", kind="range", found=f"{total:.12g} in {shown(text)}", allowed="1")
    values = tuple(sorted(pairs))
    return Prior("discrete", values, tuple(pairs[value] for value in values))
