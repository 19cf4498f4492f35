"""From a batch file to a batch, or to the list of all that is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sim.batch.plan.cells import build_cells
from sim.batch.plan.description import Batch, Keep, OwnBranch
from sim.batch.plan.design import Cell
from sim.batch.plan.keys import SWITCH
from sim.batch.plan.plans import contradicting, switch_texts, trees_of
from sim.batch.plan.shape import BatchTable
from sim.counterfactual.pairs import BASELINE
from sim.pack import Argument, Country, InputError, Place, load_pack, on_priors
from sim.pack.build.rings import rings
from sim.pack.country.dates import month_text
from sim.pack.country.errors import shown, unknown_name
from sim.pack.text.edge import from_toml
from sim.pack.text.findings import Findings
from sim.pack.text.read import read_text
from sim.pack.text.tables import Checked
from sim.pack.text.toml_text import parse_toml
from sim.world.bounds import BOUNDS
from sim.world.do import Changes, read_do

MOST_PARTS: Final = 1_000_000
"""Twice a billion worlds: each part is a line of the manifest and five files."""
FOLDER: Final = "batches"
"""Folder of a pack with its batch files."""


def read_batch(path: str | Path) -> Batch:
    """The batch of a file.

    Raises:
        InputError: the first thing that is wrong with it.
    """
    batch, problems = survey_batch(Path(path))
    if batch is None:
        raise problems[0]
    return batch


def _what(path: Path) -> str:
    """What is there in the place of a file."""
    if os.path.isdir(path):
        return "a folder"
    return "something else than a file" if os.path.exists(path) else "nothing there"


def survey_batch(path: Path, country: Country | None = None) -> tuple[Batch | None, list[InputError]]:
    """The batch of a file and no errors, or `None` and what is wrong with it. `country`: the pack in whose folder the file lies."""
    try:
        name = path.name if country is None else f"{FOLDER}/{path.name}"
        if not os.path.isfile(path):  # of `Path` it fails for a name that is too long
            place = Place(shown(str(path)).strip("'"), 1)
            raise InputError(place, "cannot be read", kind="file", found=_what(path), allowed="a file of TOML; sim/batch/README.md has its form")
        text = read_text(os.path.realpath(path.parent), path.name)
        file = parse_toml(name, text)
        table, errors = from_toml(BatchTable, file)
        if table is None:
            return None, errors
        checked = Checked(table, file)
        known = _country(checked, path, country)
    except InputError as error:
        return None, [error]
    findings = Findings()
    try:
        batch = _built(checked, text, path, known, findings)
    except InputError as error:
        findings.add(error)
        batch = None
    return (None, findings.errors) if findings.errors else (batch, [])


def _country(file: Checked[BatchTable], path: Path, country: Country | None) -> Country:
    """The pack a batch is about: the one it names, or the one in whose folder it lies."""
    wanted, reading = file.table.pack, file.table.reading
    here = path.resolve().parent.parent
    try:
        if country is not None:
            if wanted is not None and wanted != country.id:
                raise InputError(
                    None, "another pack", kind="mismatch", found=shown(wanted), allowed=f"{country.id}, or no key pack in a file of a pack"
                )
            return country if reading is None else load_pack(here, reading)
        if wanted is not None:
            beside = path.parent / wanted
            return load_pack(beside if os.path.isfile(beside / "pack.toml") else wanted, reading)
        if path.resolve().parent.name == FOLDER and os.path.isfile(here / "pack.toml"):
            return load_pack(here, reading)
    except InputError as error:
        if isinstance(error.place, Place):
            raise
        raise error.at(file.at(error.place.name if isinstance(error.place, Argument) else "pack")) from None
    raise InputError(
        file.at("pack"), "key missing: pack", kind="missing",
        found="no 'pack'", allowed=f"the id or folder of a pack; none is needed in its {FOLDER}/"
    )


def _built(file: Checked[BatchTable], text: str, path: Path, country: Country, findings: Findings) -> Batch:
    table = file.table
    if table.priors == "prior":
        country = on_priors(country)
    do = _changes(file, country, table.do, "do")
    own = _own(file, country, findings)
    wanted = _branches(file, country, own, findings)
    scenarios = _scenarios(file, country, findings)
    seeds = _seeds(file, findings)
    last = _until(file, country, findings)
    cells, varied = build_cells(file, path, country, findings)
    least, most = BOUNDS["worlds"]
    if not least <= table.worlds <= most:
        findings.refuse(file.at("worlds"), "worlds", kind="range", found=str(table.worlds), allowed=f"{least} to {most:,}")
    if not 1 <= table.keep.every <= country.months:
        findings.refuse(file.at("keep", "every"), "every", kind="range", found=str(table.keep.every), allowed=f"1 to {country.months} months")
    if findings.errors:
        raise findings.errors.pop()
    default = table.branches is None
    left_out, arms = _arms(file, country, do, wanted, own, scenarios, last, cells, varied, default)
    keep = Keep(table.keep.months, table.keep.every, table.keep.events)
    batch = Batch(
        country, path.name, text, tuple(name for name in wanted if name not in left_out), tuple(left_out), own, scenarios, do, cells,
        table.priors == "fixed", table.worlds, seeds, last, keep, varied, arms,
    )  # fmt: skip
    if len(batch.parts) > MOST_PARTS:
        found = f"{len(batch.parts):,} parts of at most {batch.part_size} pairs"
        raise InputError(
            file.at("worlds"), "too large a batch", kind="range", found=found, allowed=f"at most {MOST_PARTS:,} parts, or several batches"
        )
    return batch


def _changes(file: Checked[BatchTable], country: Country, texts: Sequence[str], *at: str | int) -> tuple[str, ...]:
    """Interventions in canonical texts."""
    try:
        return tuple(one.text for one in read_do(country, texts))
    except InputError as error:
        raise error.at(file.at(*at)) from None


def _own(file: Checked[BatchTable], country: Country, findings: Findings) -> tuple[OwnBranch, ...]:
    """The branches of its own, each after its reference."""
    tables = file.table.branch
    findings.unique("branch", ((one.id, file.at("branch", n, "id")) for n, one in enumerate(tables)))
    names = {one.id for one in tables}
    known = {BASELINE, *names, *(branch.id for branch in country.branches)}
    found: dict[str, OwnBranch] = {}
    for n, one in enumerate(tables):
        if one.id == BASELINE or one.id in {branch.id for branch in country.branches}:
            findings.refuse(file.at("branch", n, "id"), "id of a branch of the pack", kind="duplicate", found=shown(one.id), allowed="another id")
        if not one.do:
            findings.refuse(file.at("branch", n, "do"), "branch without do", kind="missing", found="an empty list", allowed="at least one change")
        findings.known(file.at("branch", n, "reference"), "reference", one.reference, sorted(known))
        found[one.id] = OwnBranch(one.id, _changes(file, country, one.do, "branch", n, "do"), one.reference, file.at("branch", n))
    for ring in rings({one.id: [one.reference] for one in found.values()}):
        place, allowed = found[ring[0]].place, "a reference that leads to baseline"
        findings.refuse(place, "branches refer to each other in a ring", kind="contradiction", found=" -> ".join(ring), allowed=allowed)
        return ()
    ordered: dict[str, OwnBranch] = {}
    while waiting := [one for one in found.values() if one.id not in ordered]:
        ordered.update({one.id: one for one in waiting if one.reference not in found or one.reference in ordered})
    return tuple(ordered.values())


def _branches(file: Checked[BatchTable], country: Country, own: Sequence[OwnBranch], findings: Findings) -> tuple[str, ...]:
    """Ids of the pack's branches, in the pack's order, with all their references."""
    table, by_id = file.table, {branch.id: branch for branch in country.branches}
    says = "branches" in table.model_fields_set
    if table.branches is not None:
        wanted = list(table.branches)
    elif says or not (table.branch or table.scenarios):
        wanted = list(by_id)
    else:
        wanted = []
    for name in wanted:
        findings.known(file.at("branches"), "branch", name, [BASELINE, *by_id])
    if len(set(wanted)) < len(wanted):
        findings.refuse(file.at("branches"), "branch given twice", kind="duplicate", found=", ".join(wanted), allowed="each once")
    needed: set[str] = set()
    for name in [*wanted, *(one.reference for one in own)]:
        while name in by_id and name not in needed:
            needed.add(name)
            name = by_id[name].reference
    return tuple(name for name in by_id if name in needed)


def _scenarios(file: Checked[BatchTable], country: Country, findings: Findings) -> tuple[str, ...]:
    names = [scenario.id for scenario in country.scenarios]
    for n, name in enumerate(file.table.scenarios):
        if name not in names:
            findings.add(unknown_name(file.at("scenarios"), "scenario", name, names))
        if name in file.table.scenarios[:n]:
            findings.refuse(file.at("scenarios"), "scenario given twice", kind="duplicate", found=shown(name), allowed="each once")
    return tuple(sorted(set(file.table.scenarios)))


def _seeds(file: Checked[BatchTable], findings: Findings) -> tuple[int, ...]:
    table = file.table
    if table.seed is not None and table.seeds:
        findings.refuse(file.at("seeds"), "seed and seeds", kind="contradiction", found="both", allowed="one of them")
    if "seeds" in table.model_fields_set and not table.seeds:
        findings.refuse(file.at("seeds"), "no seeds", kind="missing", found="an empty list", allowed="at least one")
    seeds = table.seeds or [1 if table.seed is None else table.seed]
    where = file.at("seeds" if table.seeds else "seed")
    for seed in seeds:
        findings.between(where, "seed", seed, *BOUNDS["seed"])
    if len(set(seeds)) < len(seeds):
        findings.refuse(where, "seed given twice", kind="duplicate", found=", ".join(map(str, seeds)), allowed="each once")
    return tuple(seeds)


def _until(file: Checked[BatchTable], country: Country, findings: Findings) -> int | None:
    """Index of the last month that is simulated; `None` for all of them."""
    if file.table.until is None:
        return None
    last = file.table.until - country.first_month
    if not 0 <= last < country.months:
        first, end = month_text(country.first_month), month_text(country.first_month + country.months - 1)
        findings.refuse(file.at("until"), "until outside the horizon", kind="range", found=month_text(file.table.until), allowed=f"{first} to {end}")
    return None if last == country.months - 1 else last


def _arms(
    file: Checked[BatchTable], country: Country, do: tuple[str, ...], wanted: tuple[str, ...], own: tuple[OwnBranch, ...],
    scenarios: tuple[str, ...], last: int | None, cells: tuple[Cell, ...], varied: tuple[str, ...], default: bool,
) -> tuple[list[str], tuple[tuple[str, str | None], ...]]:  # fmt: skip
    """Branches that are left out, and the arms of the rest: the same ones in every cell. What can't be simulated is refused before anything is."""
    combinations = sorted({switch_texts(cell) for cell in cells})
    changes: list[Changes] = []
    for texts in combinations:
        try:
            changes.append(read_do(country, [*do, *texts]))
        except InputError as error:
            place = file.at("grid" if any(name.startswith(SWITCH) for name in varied) else "do")
            raise error.at(place) from None
    left_out = sorted({name for in_all in changes for name in contradicting(country, in_all, wanted)})
    if left_out and not default:
        raise InputError(
            file.at("branches"), "branch contradicts do or a switch of the design", kind="contradiction",
            found=", ".join(left_out), allowed="the others"
        )
    possible = [name for name in wanted if name not in left_out]
    arms: tuple[tuple[str, str | None], ...] = ()
    for in_all in changes:
        try:
            found = trees_of(country, in_all, possible, own, scenarios, last)
        except InputError as error:
            if isinstance(error.place, Place):
                raise
            raise error.at(file.at(error.place.name if isinstance(error.place, Argument) else "scenarios")) from None
        arms = tuple((plan.id, plan.reference) for tree in found for plan in tree)
    return left_out, arms
