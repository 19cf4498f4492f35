"""Is a pack with all that it asks for, a batch file or a folder of results sound?"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.pack import InputError, find_pack, load_pack
from sim.pack.build.check import examine


@dataclass(frozen=True)
class Checked:
    """What is wrong at a path: problems, and warnings of what can be read, but hardly be meant; `values`: it is a pack, with values to edit."""

    path: str
    problems: list[InputError]
    warnings: list[InputError] = field(default_factory=list)
    values: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data."""
        return {"path": self.path, "problems": [*map(str, self.problems)], "warnings": [*map(str, self.warnings)]}


def check_path(path: str) -> Checked:
    """Everything wrong with a pack, a batch file (`.toml`) or a folder of results."""
    here = Path(path)
    if here.suffix == ".toml" and os.path.isfile(here):
        from sim.batch.plan.read import survey_batch

        return Checked(path, survey_batch(here)[1])
    if os.path.lexists(here / "manifest.json"):
        from sim.batch.tables.folder import check_folder

        return Checked(path, check_folder(here))
    problems, warnings = examine(path)
    return Checked(path, problems or _asked_for(path), warnings, values=True)


def _asked_for(path: str) -> list[InputError]:
    """Everything wrong with what a pack whose files are sound asks for: changes of its branches, targets and scenarios, then its batches."""
    from sim.batch.plan.read import FOLDER, survey_batch
    from sim.counterfactual.scenarios import problems_of
    from sim.world.do import read_do

    problems: list[InputError] = []
    country = load_pack(path)
    asked = [(branch.place, f"branch {branch.id}", branch.do) for branch in country.branches]
    parts = [(target, part) for target in country.targets for part in target.parts]
    asked += [(part.place, f"target {target.id}{part.key}, {side}", part.changes(side)) for target, part in parts for side in ("do", "against")]
    for place, name, changes in asked:
        try:
            read_do(country, changes)
        except InputError as error:
            problems.append(error.at(place, f"{name}: "))
    problems += [error for scenario in country.scenarios for error in problems_of(country, scenario)]
    files = sorted((find_pack(path) / FOLDER).glob("*.toml"))
    return problems + [error for file in files for error in survey_batch(file, country)[1]]
