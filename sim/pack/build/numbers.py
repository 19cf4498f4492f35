"""Numbers that enter the model: traits of factions and parameters, each with its range, prior and origin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

from sim.pack.build.agreement import Numbers, check_agreement
from sim.pack.country.country import Place, Value
from sim.pack.country.errors import InputError, shown
from sim.pack.country.frozen import Frozen
from sim.pack.country.priors import parse_prior
from sim.pack.country.units import UNIT_OF, Range, bounds_of, too_much, trait_bounds
from sim.pack.country.vocabulary import PARAMETER_NAMES
from sim.pack.text.columns import ParameterRow
from sim.pack.text.findings import Findings
from sim.pack.text.tables import Rows

TRAIT_MEANINGS: Final[dict[str, str]] = {
    "support": "popular base in the first month: share that approves of the faction without any record",
    "adventurism": "private weight of its leader on the gains of war against its costs",
    "other_half_base": "share of the faction's network that lives in the other half of the country",
    "tie": "tie to a patron: 1 is citizenship or party membership and a direct channel",
    "reach": "share of posts, weighted by organ, held in the first months",
    "discipline": "readiness to follow the faction's own leader",
    "charisma": "standing of the leader with the people",
    "ideology": "line from -1, technocratic, to 1, mass mobilisation",
}


class Sourced(Numbers, Protocol):
    """A row or table that says a number and where it comes from. All fields as in `Value`."""

    @property
    def basis(self) -> str: ...
    @property
    def source(self) -> tuple[str, ...]: ...
    @property
    def confidence(self) -> str: ...
    @property
    def disputed_by(self) -> str: ...


def build_value(row: Sourced, name: str, unit: str, meaning: str, natural: Range, place: Place, findings: Findings) -> Value:
    """The value of a row, with its numbers checked against each other and against what is natural for it."""
    low, mode, high = row.low, row.mode, row.high
    _check_natural([number for number in (low, mode, high, row.start) if number is not None], name, natural, place, findings)
    try:
        prior = parse_prior(row.prior, start=row.start, low=low, mode=mode, high=high, place=place)
        if prior.kind == "dirichlet" and name != "reach":
            findings.refuse(place, f"{name}: a dirichlet prior", kind="contradiction", found=row.prior, allowed="dirichlet for the trait reach only")
        check_agreement(row, prior, name, place, findings)
        _check_natural([bound for bound in prior.bounds if bound not in (low, high, row.start)], f"{name}: prior", natural, place, findings)
    except InputError as error:
        findings.add(error.at(place, f"{name}: "))
    source = findings.source(place, row.source)
    start = row.start
    return Value(
        start=start,
        low=start if low is None else low,
        mode=start if mode is None else mode,
        high=start if high is None else high,
        prior=row.prior,
        unit=unit,
        meaning=meaning,
        basis=row.basis,
        source=source,
        confidence=row.confidence,
        disputed_by=row.disputed_by,
        place=place,
    )


def _check_natural(numbers: list[float], name: str, natural: Range, place: Place, findings: Findings) -> None:
    """Note the first number outside what is natural."""
    outside = [number for number in numbers if not natural[0] <= number <= natural[1]]
    if outside:
        findings.refuse(place, f"{name} out of range", kind="range", found=f"{outside[0]:g}", allowed=f"{natural[0]:g} to {natural[1]:g}")


def build_trait(row: Sourced, name: str, place: Place, findings: Findings) -> Value:
    """The value of a trait of that name."""
    unit = "-1..1" if name == "ideology" else "0-1"
    return build_value(row, name, unit, TRAIT_MEANINGS[name.partition(".")[0]], trait_bounds(name), place, findings)


def build_parameters(rows: Rows[ParameterRow], findings: Findings) -> tuple[Frozen[str, Value], Frozen[str, str]]:
    """All parameters by key, in the order of the vocabulary, and the symbols of the model paper."""
    findings.unique("parameter", ((row.key, place) for row, place in rows))
    findings.unique("symbol", ((row.symbol, place) for row, place in rows if row.symbol))
    values: dict[str, Value] = {}
    symbols: dict[str, str] = {}
    for row, place in rows:
        if not findings.known(place, "parameter", row.key, PARAMETER_NAMES):
            continue
        _check_status(row, place, findings)
        if row.unit != UNIT_OF[row.key]:
            findings.refuse(place, f"unit of {row.key}", kind="unknown", found=shown(row.unit), allowed=UNIT_OF[row.key])
        values[row.key] = build_value(row, row.key, row.unit, row.meaning, bounds_of(row.key), place, findings)
        if row.symbol:
            symbols[row.symbol] = row.key
    check_sums(values, values, findings)
    missing = [name for name in PARAMETER_NAMES if name not in values]
    if rows.whole and missing:
        place = Place("parameters.csv", 1)
        findings.refuse(
            place, f"parameter missing: {', '.join(missing[:8])}", kind="missing", found=f"{len(missing)} missing", allowed="all the rules use"
        )
    return Frozen({name: values[name] for name in PARAMETER_NAMES if name in values}), Frozen(sorted(symbols.items()))


def check_sums(changed: Mapping[str, Value], values: Mapping[str, Value], findings: Findings) -> None:
    """Note a pair of parameters that together can exceed 1, at the place of one that is changed."""
    found = too_much({name: _highest(value) for name, value in {**values, **changed}.items()}, changed)
    if found is not None:
        pair, total = found
        place = next(changed[name].place for name in pair if name in changed)
        findings.refuse(
            place, f"{' and '.join(pair)} can exceed 1 together", kind="contradiction",
            found=f"{total:g}", allowed="highest values that add to at most 1"
        )


def _highest(value: Value) -> float:
    """The highest a value can be drawn; beside a beta its range only guides the eye."""
    return 1.0 if value.prior.startswith("beta") else max(value.start, value.high)


def _check_status(row: ParameterRow, place: Place, findings: Findings) -> None:
    fixed = row.prior == "fixed"
    if fixed != (row.status == "frozen"):
        found = f"{row.status} with {row.prior}"
        findings.refuse(
            place, f"{row.key}: status and prior disagree", kind="contradiction", found=found, allowed="frozen with fixed, prior otherwise"
        )
    if not fixed and (row.low is None or row.high is None):
        findings.refuse(
            place, f"{row.key}: range missing", kind="missing", found="a blank low or high", allowed="numbers, blank only for a frozen parameter"
        )
