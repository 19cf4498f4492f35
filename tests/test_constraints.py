"""The tested set lies within the bounds of the package, and has every library it asks for."""

from __future__ import annotations

import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PINNED = [Requirement(line) for line in (ROOT / ".constraints.txt").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def test_every_library_asked_for_is_pinned_within_its_bounds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [Requirement(text) for text in [*project["dependencies"], *(text for extra in project["optional-dependencies"].values() for text in extra)]]
    for one in asked:
        versions = [next(iter(pin.specifier)).version for pin in PINNED if pin.name == one.name.lower()]
        assert versions, f"{one.name} is in no line"
        assert all(one.specifier.contains(version) for version in versions), f"{one} and {versions}"
