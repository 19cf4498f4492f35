"""Accepted sets of a pack: the table and how it was made, held against the numbers that the pack has."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.pack.country.accepted import Accepted
from sim.pack.country.country import Faction, Place, Value
from sim.pack.country.errors import InputError
from sim.pack.country.frozen import Frozen
from sim.pack.country.units import value_bounds
from sim.pack.text.accepted_table import FILE, AcceptedTable, read_accepted
from sim.pack.text.findings import Findings
from sim.pack.text.read import Files
from sim.pack.text.schema import AcceptedFile
from sim.pack.text.tables import Checked

HOW = "accepted.toml"
_TOLERANCE = 1e-9


def build_accepted(
    files: Files, how: Checked[AcceptedFile] | None, parameters: Mapping[str, Value], factions: tuple[Faction, ...], findings: Findings
) -> Accepted | None:  # fmt: skip
    """The accepted sets, or none where the pack has none or something is wrong with them."""
    both = {name: name in files.blobs or name in files.texts for name in (FILE, HOW)}
    if not any(both.values()):
        return None
    for name, there in both.items():
        if not there:
            findings.refuse(Place(name, 1), "file missing", kind="missing", found="no such file", allowed=f"{FILE} and {HOW}, or neither")
    if FILE not in files.blobs or how is None:
        return None
    try:
        table = read_accepted(files.blobs[FILE])
    except InputError as error:
        findings.add(error)
        return None
    known = {**parameters, **{f"{faction.uid}.{name}": value for faction in factions for name, value in faction.traits.items()}}
    before = len(findings.errors)
    _check_keys(table, known, findings)
    _check_values(table, factions, findings)
    if how.table.sets != len(table.values):
        allowed = f"{len(table.values)}"
        findings.refuse(how.at("sets"), "sets disagrees with the table", kind="contradiction", found=f"{how.table.sets}", allowed=allowed)
    if len(findings.errors) > before:
        return None
    return Accepted(table.keys, table.values, table.restart, Frozen(how.table.model_dump()))


def _check_keys(table: AcceptedTable, known: Mapping[str, Value], findings: Findings) -> None:
    place = Place(FILE, 1)
    for key in table.keys:
        findings.known(place, "value", key, list(known))
    missing = [key for key, value in known.items() if value.prior != "fixed" and key not in table.keys]
    if missing:
        found = f"no column for {', '.join(missing[:3])}{' and others' if len(missing) > 3 else ''}"
        findings.warn(place, "values that are in no accepted set", found=found, allowed="they are drawn from their priors until the fit is made anew")


def _check_values(table: AcceptedTable, factions: tuple[Faction, ...], findings: Findings) -> None:
    place = Place(FILE, 1)
    for n, key in enumerate(table.keys):
        try:
            low, high = value_bounds(key)
        except KeyError:  # said by _check_keys
            continue
        lowest, highest = float(table.values[:, n].min()), float(table.values[:, n].max())
        if not low <= lowest or not highest <= high:
            findings.refuse(place, f"{key} out of range", kind="range", found=f"{lowest:g} to {highest:g}", allowed=f"{low:g} to {high:g}")
    shares = [f"{faction.uid}.reach" for faction in factions if faction.entry is None]
    there = [table.keys.index(key) for key in shares if key in table.keys]
    if there and len(there) < len(shares):
        found = f"{len(there)} of {len(shares)}"
        findings.refuse(place, "shares of posts of some groups only", kind="contradiction", found=found, allowed="all, or none")
    elif there and not np.allclose(table.values[:, there].sum(axis=1), 1.0, rtol=0.0, atol=_TOLERANCE):
        findings.refuse(place, "reach of all groups does not add to 1", kind="range", found="another sum in some row", allowed="1 in each row")
