"""`counterfaction check`: is a pack, a batch file or a folder of results sound?"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import click

from sim.cli.options import as_json, lang, print_json, show, tell, warn
from sim.files.json_text import SCHEMA
from sim.locale import say
from sim.pack import InputError, find_pack, load_pack
from sim.pack.build.check import examine
from sim.report.terminal import width, wrap


@dataclass(frozen=True)
class Checked:
    """What was found at a path: problems, and warnings of what can be read, but hardly be meant; `values`: it is a pack, with values to edit."""

    problems: list[InputError]
    warnings: list[InputError] = field(default_factory=list)
    values: bool = False


def problems(path: str) -> list[InputError]:
    """Everything wrong with a pack, a batch file (`.toml`) or a folder of results."""
    return examined(path).problems


def examined(path: str) -> Checked:
    """All that is found in a pack, a batch file (`.toml`) or a folder of results."""
    here = Path(path)
    if here.suffix == ".toml" and os.path.isfile(here):
        from sim.batch.plan.read import survey_batch

        return Checked(survey_batch(here)[1])
    if os.path.lexists(here / "manifest.json"):
        from sim.batch.tables.folder import check_folder

        return Checked(check_folder(here))
    wrong, warnings = examine(path)
    return Checked(wrong or _asked_for(path), warnings, values=True)


def _asked_for(path: str) -> list[InputError]:
    """Everything wrong with what a pack whose files are sound asks for: changes of its branches, targets and scenarios, then its batches."""
    from sim.batch.plan.read import FOLDER, survey_batch
    from sim.counterfactual.scenarios import problems_of
    from sim.world.do import read_do

    found: list[InputError] = []
    country = load_pack(path)
    asked = [(branch.place, f"branch {branch.id}", branch.do) for branch in country.branches]
    parts = [(target, part) for target in country.targets for part in target.parts]
    asked += [(part.place, f"target {target.id}{part.key}, {side}", part.changes(side)) for target, part in parts for side in ("do", "against")]
    for place, name, changes in asked:
        try:
            read_do(country, changes)
        except InputError as error:
            found.append(error.at(place, f"{name}: "))
    found += [error for scenario in country.scenarios for error in problems_of(country, scenario)]
    files = sorted((find_pack(path) / FOLDER).glob("*.toml"))
    return found + [error for file in files for error in survey_batch(file, country)[1]]


@click.command("check", short_help="Check packs, batch files and results for errors.")
@click.argument("paths", nargs=-1)
@lang
@as_json
def command(paths: tuple[str, ...], lang: str, as_json: bool) -> None:
    """Read every file of packs (ids or folders) and name what is wrong, by file and line.

    A warning stops nothing: numbers that a prior contradicts, and which of
    them counts. A batch file is checked by itself; in a folder of results
    every hash is verified.

    \b
    Example: counterfaction check demo
    """
    if not paths:
        raise InputError(
            None, "check: no pack named", kind="missing", allowed="one or more ids or folders of packs, batch files or folders of results"
        )
    found = {path: examined(path) for path in paths}
    if as_json:
        rows = [{"path": path, "problems": [*map(str, one.problems)], "warnings": [*map(str, one.warnings)]} for path, one in found.items()]
        print_json({"schema": SCHEMA, "command": "check", "checked": rows})
    else:
        _tell(found, lang)
    if any(one.problems for one in found.values()):
        raise click.exceptions.Exit(2)


def _tell(found: Mapping[str, Checked], lang: str) -> None:
    """Say what was found, and after sound packs which number of a value counts where."""
    for path, one in found.items():
        before = f"{path}: " if len(found) > 1 else ""
        for error in one.problems:
            tell(f"{before}{error}")
        for warning in one.warnings:
            warn(f"{before}{say(lang, 'check.warning', said=warning)}")
        if not one.problems:
            show([say(lang, "check.warned" if one.warnings else "check.sound", path=path, n=len(one.warnings))])
    if any(one.values and not one.problems for one in found.values()):
        show(["", *wrap(say(lang, "check.counts"), width())])


__all__ = ["Checked", "command", "examined", "problems"]
