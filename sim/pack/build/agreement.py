"""Whether the numbers of a value say the same as its prior, and which of them counts where.

A value has up to five numbers and the model reads them in two places: draws come from `prior`, and `--fixed` takes `start`. `low`, `mode` and
`high` are for the reader of the file wherever the prior has numbers of its own, so that an edit of one alone would change no answer. Such an
edit is no mistake (a range may be known better than the shape of a belief), but whoever made it is told: a warning, as long as the numbers
beside a prior do not describe it. How far off is too far is what careful authors of packs round to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Protocol

from sim.pack.country.country import Place
from sim.pack.country.errors import InputError
from sim.pack.country.priors import Prior, parse_prior
from sim.pack.text.findings import Findings

DRAWN: Final = "draws come from the prior"
COUNTS: Final = {
    "start": f"{DRAWN}, and start counts under --fixed alone",
    "mode": f"{DRAWN}, and mode counts nowhere",
    "low": f"{DRAWN}, and low counts only as the range of a batch's sample",
    "high": f"{DRAWN}, and high counts only as the range of a batch's sample",
}
"""What counts in place of a number that disagrees."""
ROUNDED: Final = 0.0075
"""How far a mode may lie from what it is said to be: two digits, rounded."""
OFF_CENTRE: Final = 0.1
"""The same for the middle of a uniform prior, as a part of its range."""
LEAST_TAIL: Final = 0.01
MOST_TAIL: Final = {"beta": 0.15, "dirichlet": 0.25}
"""How much of a belief may lie below low, and how much above high."""


class Numbers(Protocol):
    """A row or table that says a number."""

    @property
    def low(self) -> float | None: ...
    @property
    def mode(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def start(self) -> float: ...
    @property
    def prior(self) -> str: ...


def check_agreement(row: Numbers, prior: Prior, name: str, place: Place, findings: Findings) -> None:
    """Warn of each number of a row that its prior contradicts; a dirichlet prior is known only beside the others (`check_shares`)."""
    if prior.kind == "dirichlet":
        return
    shown = row.prior
    for which, number, allowed in _stray(row, prior):
        findings.warn(place, f"{name}: {which} disagrees with the prior", found=f"{number:g} beside {shown}", allowed=f"{allowed}: {COUNTS[which]}")


def check_shares(rows: Iterable[tuple[Numbers, str, Place]], findings: Findings) -> None:
    """The same for shares that are drawn together: of weights w1, w2, ... the first share follows beta(w1, w2 + ...)."""
    joint: list[tuple[Numbers, float, str, Place]] = []
    for row, name, place in rows:
        try:
            prior = parse_prior(row.prior, start=row.start, low=row.low, mode=row.mode, high=row.high)
        except InputError:  # noted where the row is read
            return
        if prior.kind == "dirichlet":
            joint.append((row, prior.numbers[0], name, place))
    total = sum(weight for _, weight, _, _ in joint)
    for row, weight, name, place in joint:
        if weight < total:
            for which, number, allowed in _of_belief(row, Prior("beta", (weight, total - weight)), MOST_TAIL["dirichlet"]):
                found = f"{number:g} beside {row.prior} of {total:g}"
                findings.warn(place, f"{name}: {which} disagrees with the prior", found=found, allowed=f"{allowed}: {COUNTS[which]}")


def _stray(row: Numbers, prior: Prior) -> Iterator[tuple[str, float, str]]:
    """Numbers that the prior contradicts: which, what it is, what would agree. A triangular prior takes all from the row."""
    if prior.kind == "uniform":
        low, high = prior.numbers
        if row.mode is not None and abs(row.mode - (low + high) / 2) > OFF_CENTRE * (high - low):
            yield "mode", row.mode, f"about {(low + high) / 2:g}, the middle"
    elif prior.kind == "discrete":
        likeliest = max(prior.probabilities)
        modes = [value for value, probability in zip(prior.numbers, prior.probabilities, strict=True) if probability == likeliest]
        for which, number, those in (("low", row.low, prior.numbers[:1]), ("mode", row.mode, modes), ("high", row.high, prior.numbers[-1:])):
            if number is not None and number not in those:
                yield which, number, " or ".join(f"{value:g}" for value in those)
        if row.start not in prior.numbers:
            yield "start", row.start, ", ".join(f"{value:g}" for value in prior.numbers)
    elif prior.kind == "beta":
        yield from _of_belief(row, prior, MOST_TAIL["beta"])


def _of_belief(row: Numbers, beta: Prior, tail: float) -> Iterator[tuple[str, float, str]]:
    """Numbers that a beta contradicts: its mean or its peak as mode, most of it between low and high, start between them."""
    a, b = beta.numbers
    centres = [a / (a + b), *([(a - 1) / (a + b - 2)] if a > 1 and b > 1 else [])]
    low, high = (_quantile(beta, u) for u in (LEAST_TAIL, tail)), (_quantile(beta, 1 - u) for u in (tail, LEAST_TAIL))
    if row.mode is not None and not min(centres) - ROUNDED <= row.mode <= max(centres) + ROUNDED:
        yield "mode", row.mode, f"about {_rounded(centres[0]):g}, the mean"
    for which, number, (least, most) in (("low", row.low, tuple(low)), ("high", row.high, tuple(high))):
        if number is not None and not least <= number <= most:
            yield which, number, f"{least:g} to {most:g}"
    if row.low is not None and row.high is not None and not row.low <= row.start <= row.high:
        yield "start", row.start, f"{row.low:g} to {row.high:g}"


def _quantile(beta: Prior, share: float) -> float:
    """To two digits, so that SciPy will do: what is drawn comes from `sim/world/priors.py`, the same to the last bit on every system."""
    from scipy.special import betaincinv

    a, b = beta.numbers
    return _rounded(float(betaincinv(a, b, share)))


def _rounded(number: float) -> float:
    return round(number, 2)
