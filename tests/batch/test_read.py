"""Batch files: what is wrong with one is said with file and line; what is right becomes a batch."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from sim.batch.plan.read import read_batch, survey_batch
from sim.pack import InputError, find_pack, load_pack
from tests.batch.conftest import Make

BROKEN = [
    ("", "some.toml:1: key missing: worlds", "worlds"),
    ("worlds = 10\nbranchs = []", "some.toml:3: unknown key branchs", "nearest: branch"),
    ("worlds = 0", "some.toml:2: worlds; found 0", "1 to 10,000,000"),
    ("worlds = 10\nbranches = 'all'", "some.toml:3: branches", '"default", or a list'),
    ("worlds = 10\nbranches = ['harbour-plenum-1956-9']", "some.toml:3: unknown branch", "nearest: harbour-plenum-1956-09"),
    ("worlds = 10\nscenarios = ['harbour-risin']", "some.toml:3: unknown scenario", "nearest: harbour-rising"),
    ("worlds = 10\ndo = ['ruler=harbor@1956-09:fiat']", "some.toml:3: ", "unknown faction"),
    ("worlds = 10\n[[branch]]\nid = 'a'\ndo = ['ruler=harbour@1956-09']", "some.toml:5: ", "needs a route"),
    ("worlds = 10\n[[branch]]\nid = 'a'\ndo = []", "some.toml:5: branch without do", "at least one change"),
    ("worlds = 10\n[[branch]]\nid = 'a'\ndo = ['war=lost']\nreference = 'b'", "some.toml:6: unknown reference", "baseline"),
    ("worlds = 10\n[[branch]]\nid = 'war-won'\ndo = ['war=lost']", "some.toml:4: id of a branch of the pack", "another id"),
    ("worlds = 10\n[[branch]]\nid = 'a'\ndo = ['war=lost']\nreference = 'b'\n[[branch]]\nid = 'b'\ndo = ['war=won']\nreference = 'a'", "in a ring", "a -> b -> a"),
    ("worlds = 10\n[[grid]]\nkey = 'turnoverr'\nvalues = [0.1]", "some.toml:4: unknown key", "nearest: turnover"),
    ("worlds = 10\n[[grid]]\nkey = 'harbour.support'\nvalues = [0.1, 1.5]", "some.toml:5: harbour.support out of range", "0 to 1"),
    ("worlds = 10\n[[grid]]\nkey = 'switch.purge'\nvalues = ['of']", "some.toml:5: switch.purge: not an option", "nearest: off"),
    ("worlds = 10\n[[grid]]\nkey = 'turnover'\nvalues = []", "some.toml:5: turnover: no values", "at least one"),
    ("worlds = 10\n[[grid]]\nkey = 'turnover'\nvalues = [0.01]\n[[grid]]\nkey = 'turnover'\nvalues = [0.02]", "key varied twice", "each key once"),
    ("worlds = 10\n[[grid]]\nkey = 'turnover'\nvalues = ['much']", "some.toml:5: turnover: not a number", "without quotation marks"),
    ("worlds = 10\n[[grid]]\nkey = 'second_half_posts'\nvalues = [50.5]", "not a whole number", "a whole number"),
    ("worlds = 10\n[sample]\nmethod = 'sobel'\ncount = 8\nover = ['turnover']", "some.toml:4: sample.method", "nearest: sobol"),
    ("worlds = 10\n[sample]\nmethod = 'sobol'\ncount = 100\nover = ['turnover']", "some.toml:5: count of a Sobol design", "64 or 128"),
    ("worlds = 10\n[sample]\nmethod = 'latin_hypercube'\ncount = 10", "key missing: sample.over", "keys to vary"),
    ("worlds = 10\n[sample]\nmethod = 'latin_hypercube'\ncount = 10\nover = ['switch.purge']", "some.toml:6: switch in a sample", "[[grid]]"),
    ("worlds = 10\n[sample]\nmethod = 'latin_hypercube'\ncount = 10\nover = [{key = 'turnover', low = 0.3, high = 0.2}]", "turnover: no range", "low < high"),
    ("worlds = 10\n[sample]\nmethod = 'csv'", "key missing: sample.file", "beside the batch file"),
    ("worlds = 10\n[sample]\nmethod = 'csv'\nfile = 'none.csv'", "none.csv", "cannot be read"),
    ("worlds = 10\n[sample]\nmethod = 'csv'\nfile = '../x.csv'", "some.toml:5: file of draws", "beside the batch file"),
    ("worlds = 10\npriors = 'none'", "some.toml:3: priors", "pack, prior, fixed"),
    ("worlds = 10\nseed = 1\nseeds = [2]", "some.toml:4: seed and seeds", "one of them"),
    ("worlds = 10\nseeds = [2, 2]", "some.toml:3: seed given twice", "each once"),
    ("worlds = 10\nseed = -1", "some.toml:3: seed out of range", "0 to"),
    ("worlds = 10\nuntil = '2050-01'", "some.toml:3: until outside the horizon", "1999-12"),
    ("worlds = 10\nuntil = '1950-01'", "some.toml:3: branch", "1956-09 or later"),
    ("worlds = 10\n[keep]\nmonths = 'all'", "some.toml:4: keep.months", "none, quantiles, thinned, whole"),
    ("worlds = 10\n[keep]\nevery = 0", "some.toml:4: every", "1 to"),
    ("worlds = 10\n[keep]\nevents = 'yes'", "some.toml:4: keep.events", "true or false"),
    ("worlds = 10\nbranches = ['war-won']\ndo = ['war=lost']", "some.toml:3: branch contradicts do", "war-won"),
    ("worlds = 10\n[[grid]]\nkey = 'harbour.reach'\nvalues = [1.0]", "reach leaves nothing", "less than 1"),
    ("worlds = 10\nreading = 'kindr'", "some.toml:3: unknown reading", "nearest: kinder"),
    ("worlds = 10\n[[", "not TOML", "TOML 1.0"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found", "allowed"), BROKEN, ids=[found for _, found, _ in BROKEN])
def test_what_is_wrong_with_a_batch_file_is_said_with_its_place(text: str, found: str, allowed: str, make: Make) -> None:
    with pytest.raises(InputError) as caught:
        make(text)
    message = str(caught.value)
    assert found in message
    assert allowed in message
    assert len(message.splitlines()) == 1


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("turnover\nmuch", "draws.csv:2: turnover"),
        ("turnovr\n0.01", "draws.csv:1: unknown key"),
        ("turnover,switch.purge\n0.01,perhaps", "draws.csv:2: switch.purge: not an option"),
        ("turnover,turnover\n0.01,0.02", "draws.csv:1: "),
        ("turnover\n0.01,0.02", "draws.csv:2: wrong number of cells"),
        ("harbour.support\n2", "draws.csv:2: harbour.support out of range"),
        ("turnover", "draws.csv:1: no rows"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_of_draws_is_said_with_its_place(rows: str, found: str, make: Make, tmp_path: Path) -> None:
    (tmp_path / "draws.csv").write_text(rows + "\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        make("worlds = 10\n[sample]\nmethod = 'csv'\nfile = 'draws.csv'")
    assert found in str(caught.value)


@pytest.mark.parametrize(("place", "found"), [(".", "a folder"), ("nowhere.toml", "nothing there"), (os.devnull, "something else than a file")])
def test_what_is_no_file_is_said(place: str, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=f"cannot be read; found {found}; allowed: a file of TOML"):
        read_batch(Path(place))


def test_a_pack_whose_name_no_path_can_have_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "long.toml"
    file.write_text(f'pack = "{"x" * 4000}"\nbranches = []\nworlds = 1\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"^long.toml:1: not a path; found 'xxx"):
        read_batch(file)


def test_a_number_too_large_is_told_its_bound(make: Make) -> None:
    with pytest.raises(InputError, match="worlds; found 100000000000; allowed: a whole number of at most 4,294,967,295"):
        make("worlds = 100000000000")


def test_draws_of_a_file_become_cells_in_their_order(make: Make, tmp_path: Path) -> None:
    (tmp_path / "draws.csv").write_text("turnover,switch.purge\n0.01,on\n0.02,off\n", encoding="utf-8")
    batch = make("worlds = 10\n[sample]\nmethod = 'csv'\nfile = 'draws.csv'")
    assert [dict(cell.values) for cell in batch.cells] == [{"turnover": 0.01}, {"turnover": 0.02}]
    assert [dict(cell.switches) for cell in batch.cells] == [{"switch.purge": "on"}, {"switch.purge": "off"}]


def test_without_branches_all_of_the_pack_are_lived_each_after_its_reference(make: Make) -> None:
    batch = make("worlds = 10")
    assert len(batch.arms) == len(load_pack("demo").branches) + 1
    seen: set[str | None] = {None}
    for name, reference in batch.arms:
        assert reference in seen
        seen.add(name)


def test_a_branch_brings_its_references(make: Make) -> None:
    assert make("worlds = 10\nbranches = ['harbour-plenum-1950-11']").arms[1:] == (("war-won", "baseline"), ("harbour-plenum-1950-11", "war-won"))


def test_own_branches_alone_leave_those_of_the_pack_out(make: Make) -> None:
    batch = make("worlds = 10\n[[branch]]\nid = 'b'\ndo = ['war=won', 'ruler=harbour@1957-01:fiat']\nreference = 'a'\n[[branch]]\nid = 'a'\ndo = ['war=won']")
    assert batch.arms == (("baseline", None), ("a", "baseline"), ("b", "a"))


def test_default_branches_that_contradict_what_is_put_under_all_are_left_out_by_name(make: Make) -> None:
    assert set(make("worlds = 10\ndo = ['war=lost']").left_out) == {"war-won", "harbour-plenum-1950-11"}


def test_comments_and_order_do_not_make_another_batch(make: Make) -> None:
    assert make("worlds = 10\nseed = 3").hash == make("# nothing\nseed = 3\nworlds = 10 # ten").hash
    assert make("worlds = 10\nseed = 3").hash != make("worlds = 10\nseed = 4").hash


def test_a_file_in_a_pack_needs_no_pack_and_follows_a_copy_under_another_id(tmp_path: Path) -> None:
    copy = tmp_path / "other"
    shutil.copytree(find_pack("demo"), copy)
    path = copy / "pack.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('id = "demo"', 'id = "other"', 1), encoding="utf-8")
    assert read_batch(copy / "batches" / "small.toml").country.id == "other"


def test_a_file_of_a_pack_that_names_another_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "some.toml"
    path.write_text('pack = "korea-1945"\nworlds = 10\n', encoding="utf-8")
    batch, problems = survey_batch(path, load_pack("demo"))
    assert batch is None
    assert str(problems[0]).startswith("batches/some.toml:1: another pack")


def test_the_hash_of_a_pack_does_not_depend_on_its_batches(tmp_path: Path) -> None:
    copy = tmp_path / "demo"
    shutil.copytree(find_pack("demo"), copy)
    shutil.rmtree(copy / "batches")
    assert load_pack(copy).hash == load_pack("demo").hash


@pytest.mark.parametrize("pack", ["demo", "korea-1945"])
def test_shipped_batches_are_sound(pack: str) -> None:
    files = sorted((find_pack(pack) / "batches").glob("*.toml"))
    assert files
    for file in files:
        assert survey_batch(file, load_pack(pack))[1] == []


def test_a_batch_of_more_parts_than_a_manifest_can_hold_is_refused_at_once(tmp_path: Path) -> None:
    seeds = ", ".join(map(str, range(1, 41)))
    (tmp_path / "some.toml").write_text(f'pack = "demo"\nbranches = []\nworlds = 10000000\nseeds = [{seeds}]\n', encoding="utf-8")
    batch, problems = survey_batch(tmp_path / "some.toml")
    assert batch is None
    assert "some.toml:3: too large a batch; found 2,000,000 parts of at most 200 pairs; allowed: at most 1,000,000 parts" in str(problems[0])
