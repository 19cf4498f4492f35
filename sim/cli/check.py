"""`counterfaction check`: is a pack, a batch file or a folder of results sound?"""

from __future__ import annotations

import os
from pathlib import Path

import click

from sim.cli.options import as_json, print_json, show, tell
from sim.pack import InputError, check_pack, find_pack, load_pack


def problems(path: str) -> list[InputError]:
    """Everything wrong with a pack, a batch file (`.toml`) or a folder of results."""
    here = Path(path)
    if here.suffix == ".toml" and os.path.isfile(here):
        from sim.batch.read import survey_batch

        return survey_batch(here)[1]
    if os.path.lexists(here / "manifest.json"):
        from sim.batch.folder import check_folder

        return check_folder(here)
    return _of_a_pack(path)


def _of_a_pack(path: str) -> list[InputError]:
    """Everything wrong with a pack: its files, then the changes its branches and scenarios ask for, then its batches."""
    found = check_pack(path)
    if found:
        return found
    from sim.batch.read import FOLDER, survey_batch
    from sim.counterfactual.scenarios import problems_of
    from sim.world.do import read_do

    country = load_pack(path)
    for branch in country.branches:
        try:
            read_do(country, branch.do)
        except InputError as error:
            found.append(error.at(branch.place, f"branch {branch.id}: "))
    found += [error for scenario in country.scenarios for error in problems_of(country, scenario)]
    files = sorted((find_pack(path) / FOLDER).glob("*.toml"))
    return found + [error for file in files for error in survey_batch(file, country)[1]]


@click.command("check", short_help="Check packs, batch files and results for errors.")
@click.argument("paths", nargs=-1)
@as_json
def command(paths: tuple[str, ...], as_json: bool) -> None:
    """Read every file of packs (ids or folders) and name what is wrong, by file and line.

    A batch file is checked by itself; in a folder of results every hash is verified.

    \b
    Example: counterfaction check demo
    """
    if not paths:
        raise InputError(
            None, "check: no pack named", kind="missing", allowed="one or more ids or folders of packs, batch files or folders of results"
        )
    rows, wrong = [], 0
    for path in paths:
        found = problems(path)
        wrong += len(found)
        rows.append({"path": path, "problems": [str(error) for error in found]})
        if not as_json:
            for error in found:
                tell(f"{path}: {error}" if len(paths) > 1 else str(error))
            if not found:
                show([f"{path}: no problem found"])
    if as_json:
        print_json({"schema": 1, "command": "check", "checked": rows})
    if wrong:
        raise click.exceptions.Exit(2)


__all__ = ["command", "problems"]
