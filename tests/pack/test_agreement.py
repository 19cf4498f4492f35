"""An edit of a number in a pack does something, is refused, or is told: nobody edits a value in vain and does not hear of it."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.cli.main import run as command
from sim.pack import Country, InputError, list_packs, load_pack
from sim.pack.build.check import examine
from sim.pack.build.load import read_folder
from sim.pack.country.priors import prior_of
from sim.world.draws import draw_parameters, draw_traits

COLUMNS = ("low", "mode", "high", "start")
DRAWS = [0, 1, 2]
"""The starting values of `--fixed`, and what `compare` draws."""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the example pack to edit."""
    shutil.copytree(Path(__file__).parents[2] / "scenarios" / "demo", tmp_path / "demo")
    return tmp_path / "demo"


def read_by_the_model(country: Country) -> tuple[bytes, bytes]:
    """All that any world reads of parameters and traits."""
    return draw_parameters(country, 1, DRAWS).tobytes(), draw_traits(country, 1, DRAWS).tobytes()


def parameter_edits(text: str) -> Iterator[tuple[str, str]]:
    """The file with one number of one parameter changed by three quarters, and what was changed."""
    head, *rows = list(csv.reader(io.StringIO(text)))
    kinds: dict[str, list[int]] = {}
    for n, row in enumerate(rows):
        kinds.setdefault(row[head.index("prior")], []).append(n)
    for n in [n for alike in kinds.values() for n in alike[::6]]:  # a sixth of those whose prior is written alike
        row = rows[n]
        for name in COLUMNS:
            place = head.index(name)
            for factor in (0.25, 1.75):
                if row[place] and float(row[place]):
                    out = io.StringIO()
                    changed = [*row[:place], f"{float(row[place]) * factor:.6g}", *row[place + 1 :]]
                    csv.writer(out, lineterminator="\n").writerows([head, *rows[:n], changed, *rows[n + 1 :]])
                    yield f"{row[0]}.{name} x {factor}", out.getvalue()


def trait_edits(text: str) -> Iterator[tuple[str, str]]:
    """The same of one trait."""
    for match in re.finditer(r"^(low|mode|high|start) = (-?[0-9.]+)$", text, re.MULTILINE):
        for factor in (0.25, 1.75):
            if float(match[2]):
                yield f"line {text[: match.start()].count(chr(10)) + 1}: {match[0]} x {factor}", (
                    f"{text[: match.start()]}{match[1]} = {float(match[2]) * factor:.6g}{text[match.end() :]}"
                )


@pytest.mark.parametrize(("file", "edits"), [("parameters.csv", parameter_edits), ("factions.toml", trait_edits)], ids=["parameters", "traits"])
def test_every_number_that_is_changed_by_three_quarters_reaches_the_worlds_or_is_told(file: str, edits: object, pack: Path) -> None:
    before, text = read_by_the_model(load_pack(pack)), (pack / file).read_text(encoding="utf-8")
    told = reached = 0
    for what, edited in edits(text):  # type: ignore[operator]
        (pack / file).write_text(edited, encoding="utf-8")
        country, findings = read_folder(pack)
        if findings.errors or findings.warnings:
            assert all(error.place is not None and error.place.file == file for error in [*findings.errors, *findings.warnings]), what
            told += 1
        else:
            assert country is not None
            assert read_by_the_model(country) != before, f"{what}: nothing changed, and nobody was told"
            reached += 1
    assert told > 10
    assert reached > 10


@pytest.mark.parametrize("name", sorted(list_packs()))
def test_packs_that_come_with_the_program_have_no_warnings(name: str) -> None:
    assert examine(name) == ([], [])


@pytest.mark.parametrize(("old", "new", "said"), [
    ("mode = 0.35", "mode = 0.5", "support: mode disagrees with the prior; found 0.5 beside beta(4.2, 7.8); allowed: about 0.35, the mean: "
     "draws come from the prior, and mode counts nowhere"),
    ("high = 0.6\nstart = 0.33", "high = 0.9\nstart = 0.33", "high counts only as the range of a batch's sample"),
    ("start = 0.33", "start = 0.7", "support: start disagrees with the prior; found 0.7 beside beta(4.2, 7.8); allowed: 0.15 to 0.6: "
     "draws come from the prior, and start counts under --fixed alone"),
    ("mode = 0.37", "mode = 0.45", "reach: mode disagrees with the prior; found 0.45 beside dirichlet(14.8) of 40; allowed: about 0.37, the mean"),
])  # fmt: skip
def test_a_warning_says_where_what_was_found_what_would_agree_and_what_counts(
    old: str, new: str, said: str, pack: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    text = (pack / "factions.toml").read_text(encoding="utf-8")
    assert old in text
    (pack / "factions.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    assert command(["check", str(pack)]) == 0, "a warning stops nothing"
    out, err = capfd.readouterr()
    assert re.match(r"warning: factions\.toml:\d+: ", err)
    assert said in err
    assert len(err.splitlines()) == 1
    assert "warnings: 1" in out


def test_check_says_of_a_sound_pack_which_number_counts_where(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert command(["check", "demo"]) == 0
    out = capfd.readouterr().out
    assert "counts under --fixed" in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 80


def test_what_is_said_to_count_is_what_counts() -> None:
    """Of a value whose prior has numbers of its own, a world reads the prior; `--fixed` reads the start; nothing reads the others."""
    country = load_pack("demo")
    for value in [*country.parameters.values(), *(value for faction in country.factions for value in faction.traits.values())]:
        prior = prior_of(value)
        if prior.kind in ("triangular", "uniform"):
            assert {value.low, value.high} <= set(prior.numbers)
        elif prior.kind == "fixed":
            assert prior.numbers == (value.start,)


def test_a_pack_that_cannot_be_read_has_no_warnings(tmp_path: Path) -> None:
    wrong, warnings = examine(tmp_path / "nowhere")
    assert isinstance(wrong[0], InputError)
    assert warnings == []
