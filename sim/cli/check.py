"""`counterfaction check`: is a pack sound?"""

from __future__ import annotations

import sys

import click

from sim.cli.options import as_json, print_json, show
from sim.pack import PackError, check_pack, load_pack


def problems(path: str) -> list[PackError]:
    """Everything wrong with a pack: its files, then the changes its branches and scenarios ask for."""
    found = check_pack(path)
    if found:
        return found
    from sim.counterfactual.scenarios import problems_of
    from sim.world.do import read_do

    country = load_pack(path)
    for branch in country.branches:
        try:
            read_do(country, branch.do)
        except PackError as error:
            found.append(PackError(branch.place, f"branch {branch.id}: {error}"))
    return found + [error for scenario in country.scenarios for error in problems_of(country, scenario)]


@click.command("check", short_help="Check packs for errors.")
@click.argument("paths", nargs=-1)
@as_json
def command(paths: tuple[str, ...], as_json: bool) -> None:
    """Read every file of packs (ids or folders) and name what is wrong, by file and line.

    \b
    Example: counterfaction check demo
    """
    if not paths:
        raise PackError(None, "check: no pack named", allowed="one or more ids or folders of packs")
    rows, wrong = [], 0
    for path in paths:
        found = problems(path)
        wrong += len(found)
        rows.append({"path": path, "problems": [str(error) for error in found]})
        if not as_json:
            for error in found:
                print(f"{path}: {error}" if len(paths) > 1 else str(error), file=sys.stderr)
            if not found:
                show([f"{path}: no problem found"])
    if as_json:
        print_json({"schema": 1, "command": "check", "checked": rows})
    if wrong:
        raise click.exceptions.Exit(2)


__all__ = ["command", "problems"]
