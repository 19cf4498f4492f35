"""What an installation brings: types for whoever imports `sim`, packs, and no README of a room, whose links lead into the repository."""

from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError, files
from pathlib import PurePosixPath

import pytest

from .readmes import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
WHEEL = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]


def test_the_wheel_takes_the_marker_of_types_and_nothing_excludes_it() -> None:
    assert (ROOT / "sim" / "py.typed").read_bytes() == b""
    assert WHEEL["packages"] == ["sim"]
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()
    patterns = [pattern.strip("/") for pattern in (*WHEEL["exclude"], *ignored)]
    assert not [pattern for pattern in patterns if PurePosixPath("sim/py.typed").match(pattern)]
    assert "Typing :: Typed" in PROJECT["project"]["classifiers"]


def test_an_installation_has_the_marker_of_types_and_the_packs() -> None:
    try:
        found = {file.as_posix() for file in files("counterfaction") or ()}
    except PackageNotFoundError:
        pytest.skip("it is not installed")
    if "sim/__init__.py" not in found:
        pytest.skip("it is installed as a link to this folder")
    assert {"sim/py.typed", "sim/_packs/demo/pack.toml"} <= found
    assert not [file for file in found if file.startswith("sim/") and file.endswith("README.md") and "_packs" not in file]
