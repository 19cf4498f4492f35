"""A pack to begin with is sound at once, whatever the format has become; nothing is overwritten, and nothing half made is left."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sim
from sim.files.write import write_file
from sim.pack import InputError, check_pack, load_pack
from sim.pack.build import new_pack as room
from sim.pack.build.new_pack import new_pack
from sim.pack.country.switches import SWITCHES
from sim.pack.text.columns import CadreRow, CalendarRow, EventRow, ParameterRow, PostRow, TargetRow, columns_of

ROWS = {"cadres": CadreRow, "calendar": CalendarRow, "events": EventRow, "parameters": ParameterRow, "posts": PostRow, "targets": TargetRow}


@pytest.mark.parametrize("groups", [2, 3, 4, 5, 6])
def test_a_new_pack_is_sound_and_without_a_warning(tmp_path: Path, groups: int) -> None:
    from sim.pack.build.load import read_folder

    folder = new_pack("my-country", tmp_path, groups=groups)
    assert [str(one) for one in check_pack(folder)] == []
    country, findings = read_folder(folder)
    assert country is not None
    assert findings.warnings == []
    assert (len(country.factions), country.id) == (groups, "my-country")
    assert {one.key for one in country.switches} == set(SWITCHES) - {"war"}
    assert {branch.winner for branch in country.branches if branch.headline} <= {faction.key for faction in country.factions}


def test_its_parameters_are_those_of_another_pack_with_their_basis_and_works(tmp_path: Path) -> None:
    new, old = load_pack(new_pack("by-default", tmp_path)), load_pack("korea-1945")
    for key, value in old.parameters.items():
        assert (new.parameters[key].start, new.parameters[key].prior, new.parameters[key].basis) == (value.start, value.prior, value.basis)
    demo = load_pack(new_pack("as-demo", tmp_path, numbers="demo"))
    assert demo.parameters["turnover"].basis == load_pack("demo").parameters["turnover"].basis


@pytest.mark.parametrize("groups", [2, 3])
def test_its_comparison_works_at_once(tmp_path: Path, groups: int) -> None:
    answer = sim.compare(load_pack(new_pack("my-country", tmp_path, groups=groups)), worlds=10, seed=1)
    assert len(answer.branches) == groups + 2
    home = answer.branch("home-plenum-1956-09")
    assert home.applicable
    assert home.outcomes["uprising"].share is not None


def test_its_readme_explains_every_column(tmp_path: Path) -> None:
    text = (new_pack("my-country", tmp_path) / "README.md").read_text("utf-8")
    for name, row in ROWS.items():
        said = re.search(rf"^`{name}\.csv`: .*?(?:\n\n|\Z)", text, re.MULTILINE | re.DOTALL)
        assert said is not None, name
        assert {column for column in columns_of(row) if f"`{column}`" not in said[0]} == set(), name
    assert "NAME" not in text


@pytest.mark.parametrize("name", ["", "x", "Name", "a_b", "1a", "a b", "../a", "a" * 42, "demo", "korea-1945", "ä-land", "a\n"])
def test_a_name_that_no_pack_can_have_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="name of a pack"):
        new_pack(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("what", ["folder", "file", "link"])
def test_what_exists_is_left_as_it_is(tmp_path: Path, what: str) -> None:
    place = tmp_path / "mine"
    if what == "folder":
        place.mkdir()
        (place / "pack.toml").write_text("mine", "utf-8")
    elif what == "file":
        place.write_text("mine", "utf-8")
    else:
        place.symlink_to(tmp_path / "nowhere")
    with pytest.raises(InputError, match=r"^already there; found .*; allowed: a name that is not taken$"):
        new_pack("mine", tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*")) == (["mine", "pack.toml"] if what == "folder" else ["mine"])


def test_a_folder_that_is_not_there_or_a_disk_that_is_full_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match=r"^out: can't be written \(No such file or directory\); found "):
        new_pack("mine", tmp_path / "nowhere")
    written: list[Path] = []

    def full(path: Path, data: bytes) -> None:
        if len(written) == 4:
            raise OSError(28, "No space left on device")
        written.append(path)
        write_file(path, data)

    monkeypatch.setattr(room, "write_file", full)
    with pytest.raises(InputError, match=r"^out: can't be written \(No space left on device\); found "):
        new_pack("mine", tmp_path)
    assert list(tmp_path.iterdir()) == []
