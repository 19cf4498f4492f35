"""The cells of a batch from the tables of its file: grids, samples, and draws in a file beside it."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

from sim.batch.plan.design import MOST_CELLS, MOST_SOBOL, Cell, Range, cells_of, factorial, sobol, spread_over, stratified
from sim.batch.plan.keys import Key, find_key
from sim.batch.plan.shape import BatchTable, OverTable, SampleTable
from sim.pack import Country, InputError
from sim.pack.country.country import Place
from sim.pack.country.errors import shown
from sim.pack.text.csv_text import parse_csv
from sim.pack.text.fields import Refused, cell_number
from sim.pack.text.findings import Findings
from sim.pack.text.read import read_text
from sim.pack.text.tables import Checked
from sim.world.draws import check_reach

Points = list[dict[str, float | str]]


def build_cells(file: Checked[BatchTable], path: Path, country: Country, findings: Findings) -> tuple[tuple[Cell, ...], tuple[str, ...]]:
    """All cells, and the keys they vary: numbers first, then switches. Without a design there is one cell that varies nothing.

    Raises:
        InputError: a key or a value is none the pack can have; more is noted in `findings`.
    """
    grids = _grids(file, country, findings)
    points, sampled = _sample(file, path, country, findings)
    keys = [*(key for key, _ in grids), *sampled]
    for n, key in enumerate(keys):
        if key.name in [other.name for other in keys[:n]]:
            place = file.at("grid", n) if n < len(grids) else file.at("sample")
            findings.refuse(place, "key varied twice", kind="duplicate", found=shown(key.name), allowed="each key once")
    count = len(points)
    for _, values in grids:
        count *= len(values)
    if count > MOST_CELLS:
        findings.refuse(file.at("grid" if grids else "sample"), "too many cells", kind="range", found=f"{count:,}", allowed=f"at most {MOST_CELLS:,}")
    if findings.errors:
        raise findings.errors.pop()
    cells = cells_of(factorial(grids), points)
    place = file.at("grid" if grids else "sample")
    for cell in cells:
        check_reach(country, cell.values, place)
    numbers = sorted(key.name for key in keys if not key.is_switch)
    return cells, (*numbers, *sorted(key.name for key in keys if key.is_switch))


def _grids(file: Checked[BatchTable], country: Country, findings: Findings) -> list[tuple[Key, list[float | str]]]:
    found = []
    for n, grid in enumerate(file.table.grid):
        key = find_key(country, grid.key, file.at("grid", n, "key"))
        place = file.at("grid", n, "values")
        values = [key.checked(value, place) for value in grid.values]
        if not values:
            findings.refuse(place, f"{key.name}: no values", kind="missing", found="an empty list", allowed="at least one")
        if len(set(values)) < len(values):
            findings.refuse(place, f"{key.name}: value given twice", kind="duplicate", found=shown(grid.values), allowed="each once")
        found.append((key, values))
    return found


def _sample(file: Checked[BatchTable], path: Path, country: Country, findings: Findings) -> tuple[Points, list[Key]]:
    """Points of the sample; one that varies nothing where there is no sample."""
    sample = file.table.sample
    if sample is None:
        return [{}], []
    _check_sample(file, sample)
    if sample.method == "csv":
        return _from_csv(path.parent, sample.file or "", country, file.at("sample", "file"))
    place = file.at("sample", "over")
    ranges = [_range(find_key(country, one.key, place), one, place) for one in sample.over]
    count, names = sample.count or 0, [key.name for key, _, _ in ranges]
    if len(set(names)) < len(names):
        findings.refuse(place, "key varied twice", kind="duplicate", found=shown(names), allowed="each key once")
        return [{}], []
    seed = file.table.seeds[0] if file.table.seeds else 1 if file.table.seed is None else file.table.seed
    shares = sobol(count, len(names)) if sample.method == "sobol" else stratified(count, names, seed)
    return spread_over(ranges, shares), [key for key, _, _ in ranges]


def _check_sample(file: Checked[BatchTable], sample: SampleTable) -> None:
    """The keys that go with the method, and no others."""
    place = file.at("sample")
    if sample.method == "csv":
        if sample.file is None:
            raise InputError(
                place, "key missing: sample.file", kind="missing", found="no 'file'", allowed="the name of a CSV file beside the batch file"
            )
        if sample.over or sample.count is not None:
            raise InputError(
                place, "sample from a file", kind="contradiction", found="over or count", allowed="method and file: a column a key, a row a point"
            )
        return
    if sample.file is not None:
        raise InputError(
            file.at("sample", "file"), f"file with {sample.method}", kind="contradiction",
            found=shown(sample.file), allowed='only with method = "csv"'
        )
    if not sample.over:
        raise InputError(place, "key missing: sample.over", kind="missing", found="no keys", allowed="a list of keys to vary")
    if sample.count is None or not 1 <= sample.count <= MOST_CELLS:
        raise InputError(file.at("sample", "count"), "count of points", kind="range", found=shown(sample.count), allowed=f"1 to {MOST_CELLS:,}")
    if sample.method == "sobol":
        if sample.count & (sample.count - 1):
            near = 1 << (sample.count.bit_length() - 1)
            allowed = f"a power of two, as {near} or {2 * near}: other counts leave the sequence unbalanced"
            raise InputError(file.at("sample", "count"), "count of a Sobol design", kind="range", found=str(sample.count), allowed=allowed)
        if len(sample.over) > MOST_SOBOL:
            place, allowed = file.at("sample", "over"), f"at most {MOST_SOBOL}"
            raise InputError(place, "too many keys of a Sobol design", kind="range", found=str(len(sample.over)), allowed=allowed)


def _range(key: Key, one: OverTable, place: Place) -> Range:
    """The range of a key: the file's, else the pack's."""
    if key.value is None:
        allowed = "parameters and FACTION.TRAIT; a switch goes into a [[grid]] or a file"
        raise InputError(place, "switch in a sample", kind="contradiction", found=shown(key.name), allowed=allowed)
    low = key.value.low if one.low is None else one.low
    high = key.value.high if one.high is None else one.high
    for bound in (low, high):
        key.checked(bound if not key.is_whole else float(round(bound)), place)
    if not low < high:
        allowed = "low < high; a fixed value has none in the pack: give low and high"
        raise InputError(place, f"{key.name}: no range", kind="range", found=f"{low:g} to {high:g}", allowed=allowed)
    return key, low, high


def _from_csv(folder: Path, name: str, country: Country, place: Place) -> tuple[Points, list[Key]]:
    """Points from a file: its header has the keys, each row is a point."""
    if os.path.basename(name) != name:
        raise InputError(place, "file of draws", kind="malformed", found=shown(name), allowed="the name of a file beside the batch file")
    text = read_text(os.path.realpath(folder), name)
    header = next(csv.reader(io.StringIO(text, newline="")), [])
    keys = [find_key(country, column, Place(name, 1)) for column in header]
    if len({key.name for key in keys}) < len(keys):
        raise InputError(Place(name, 1), "key varied twice", kind="duplicate", found=shown(header), allowed="each key once")
    rows, problems = parse_csv(name, text, [column.strip() for column in header])
    if problems:
        raise problems[0]
    points: Points = []
    for row in rows:
        cells = [row.cells[column.strip()] for column in header]
        points.append({key.name: key.checked(_cell(text, key, row.place), row.place) for key, text in zip(keys, cells, strict=True)})
        check_reach(country, {name: value for name, value in points[-1].items() if isinstance(value, float)}, row.place)
    return points, keys


def _cell(text: str, key: Key, place: Place) -> float | str:
    if key.is_switch:
        return text
    try:
        return cell_number(text)
    except Refused as error:
        raise InputError(place, key.name, kind="malformed", found=shown(text), allowed=error.allowed) from None
