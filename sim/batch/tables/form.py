"""The form of what a folder of results says about itself: its manifest, and the record of each part. Both may have been changed by anybody."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, StringConstraints

from sim.world.bounds import BOUNDS

Id = Annotated[str, StringConstraints(pattern=r"^[0-9]{5,12}$")]
"""Of a part: it becomes the name of a file."""
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
Sha = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
PackId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,79}$")]
"""It is looked up: a path would open a folder of whoever wrote the manifest."""
Line = Annotated[str, StringConstraints(max_length=1000)]
Count = Annotated[int, Field(ge=0, le=10**15)]
Month = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
Columns = Annotated[dict[Line, Literal["string", "int64", "double", "bool"]], Field(min_length=1)]


class Form(BaseModel):
    """These keys and no others, every value of the type that it has in the file."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Pack(Form):
    """Which pack."""

    id: PackId
    version: Line
    hash: Line
    reading: Line = ""


class Format(Form):
    """What wrote the tables."""

    parquet: Literal["zstd"]
    pyarrow: Line


class Own(Form):
    """A branch of the batch's own."""

    id: Line
    do: list[Line]
    reference: Line


class Cell(Form):
    """A cell of the design."""

    values: dict[Line, FiniteFloat]
    switches: dict[Line, Line]


class Keep(Form):
    """What is written besides the outcomes."""

    months: Literal["none", "quantiles", "thinned", "whole"]
    every: Annotated[int, Field(ge=1, le=10**6)]
    events: bool


class Asked(Form):
    """All that the worlds follow from, besides the pack and the rules."""

    branches: list[Line]
    own: list[Own]
    scenarios: list[Line]
    do: list[Line]
    left_out: list[Line]
    cells: Annotated[list[Cell], Field(min_length=1)]
    priors: Literal["fixed", "prior", "accepted"]
    worlds: Annotated[int, Field(ge=1, le=10**9)]
    seeds: Annotated[list[Annotated[int, Field(ge=BOUNDS["seed"][0], le=BOUNDS["seed"][1])]], Field(min_length=1)]
    until: Month | None
    keep: Keep


class Arm(Form):
    """A branch, and what it is compared with."""

    id: Line
    reference: Line | None


class Part(Form):
    """What a part holds."""

    id: Id
    branch: None
    cell: Count
    seed: Count
    worlds: Annotated[list[Count], Field(min_length=2, max_length=2)]
    row: Count


class Tables(Form):
    """Columns of each table."""

    worlds: Columns
    months: Columns
    events: Columns
    draws: Columns


class Manifest(Form):
    """`manifest.json`."""

    form: Literal[2] = Field(alias="schema")
    file: Line
    text: str
    hash: Hash
    pack: Pack
    rules: Line
    noise: Count
    format: Format
    batch: Asked
    varied: list[Line]
    branches: Annotated[list[Arm], Field(min_length=1)]
    columns: Tables
    parts: list[Part]
    sha256: Sha


class Written(Form):
    """One file of a part."""

    name: Line
    rows: Count
    sha256: Sha


class Files(Form):
    """Files of a part, by table."""

    worlds: Written
    months: Written
    events: Written
    draws: Written


class Record(Form):
    """`parts/ID.json`: a part is done."""

    part: Id
    batch: Line
    files: Files


def contradiction(manifest: dict[str, Any]) -> str:
    """What in a manifest of the right form doesn't fit together; empty where all does."""
    names = [arm["id"] for arm in manifest["branches"]]
    parts, cells, draws = manifest["parts"], len(manifest["batch"]["cells"]), manifest["columns"]["draws"]
    if len(set(names)) < len(names) or len({part["id"] for part in parts}) < len(parts):
        return "a branch or a part stands twice"
    if any(arm["reference"] is not None and arm["reference"] not in names for arm in manifest["branches"]):
        return "a branch is compared with one that is not there"
    if any(part["cell"] >= cells or part["seed"] not in manifest["batch"]["seeds"] for part in parts):
        return "a part has a cell or seed that is not there"
    if any(key not in draws for key in manifest["varied"]):
        return "a key that varies has no column"
    return ""
