"""Every kind of damage gives one `InputError` that a historian can act on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from sim.pack import InputError, check_pack, load_pack

from .broken import PACKS, break_pack, copy_of_demo, line_expected


@pytest.mark.parametrize("patch", PACKS, ids=[patch["name"] for patch in PACKS])
def test_damage_is_named_with_file_and_line(patch: dict[str, Any], tmp_path: Path) -> None:
    pack = copy_of_demo(tmp_path)
    break_pack(pack, patch)
    with pytest.raises(InputError) as caught:
        load_pack(pack)
    # `any`: one mistake leads to several messages, the wanted one among them.
    messages = [str(error) for error in check_pack(pack)] if patch.get("any") else [str(caught.value)]
    wanted = f"{patch['file']}:{line_expected(pack, patch)}: "
    fitting = [message for message in messages if message.startswith(wanted) and all(word in message for word in patch["words"])]
    assert fitting, f"wanted {wanted} {patch['words']}, got {messages}"
    assert "\n" not in fitting[0]
    assert "pydantic" not in fitting[0]
    assert len(fitting[0]) < 600


@pytest.mark.parametrize("patch", PACKS, ids=[patch["name"] for patch in PACKS])
def test_check_names_the_file_that_is_wrong(patch: dict[str, Any], tmp_path: Path) -> None:
    pack = copy_of_demo(tmp_path)
    break_pack(pack, patch)
    assert patch["file"] in {error.place.file for error in check_pack(pack) if error.place}


def test_the_table_holds_at_least_thirty_different_packs() -> None:
    assert len({patch["name"] for patch in PACKS}) == len(PACKS) >= 30


def test_check_reports_one_mistake_for_each_broken_file(tmp_path: Path) -> None:
    pack = copy_of_demo(tmp_path)
    for name in ("pack.toml", "factions.toml", "outside.toml", "sources.toml"):
        (pack / name).write_text("not toml at all", "utf-8")
    for name in ("cadres.csv", "posts.csv", "calendar.csv", "parameters.csv", "events.csv", "targets.csv"):
        (pack / name).write_text("what,is,this\n1,2,3\n", "utf-8")
    (pack / "readings" / "kinder.toml").write_text("key = 1\n", "utf-8")
    (pack / "record.toml").write_text("[[", "utf-8")
    files = [error.place.file for error in check_pack(pack) if error.place]
    assert set(files) == {
        "pack.toml",
        "factions.toml",
        "outside.toml",
        "sources.toml",
        "cadres.csv",
        "posts.csv",
        "calendar.csv",
        "parameters.csv",
        "events.csv",
        "targets.csv",
        "readings/kinder.toml",
        "record.toml",
    }


def test_check_reports_several_mistakes_of_one_pack(tmp_path: Path) -> None:
    pack = copy_of_demo(tmp_path)
    chosen = [patch for patch in PACKS if patch["name"] in ("unknown leader", "negative share", "unknown parameter", "gap in the calendar")]
    for patch in chosen:
        break_pack(pack, patch)
    found = {error.place.file for error in check_pack(pack) if error.place}
    assert found >= {"factions.toml", "pack.toml", "parameters.csv", "calendar.csv"}


def test_a_link_inside_the_pack_is_read(tmp_path: Path) -> None:
    pack = copy_of_demo(tmp_path)
    (pack / "targets.csv").rename(pack / "results.md")
    (pack / "targets.csv").symlink_to(pack / "results.md")
    assert check_pack(pack) == []


def test_a_link_in_a_circle_and_a_link_to_nowhere_are_refused(tmp_path: Path) -> None:
    pack = copy_of_demo(tmp_path)
    (pack / "a.md").symlink_to(pack / "b.md")
    (pack / "b.md").symlink_to(pack / "a.md")
    (pack / "c.md").symlink_to(pack / "nowhere.md")
    assert {str(error.place) for error in check_pack(pack)} == {"a.md:1", "b.md:1", "c.md:1"}


def test_a_folder_linked_out_of_the_pack_is_refused(tmp_path: Path) -> None:
    pack = copy_of_demo(tmp_path)
    (pack / "readings").rename(tmp_path / "elsewhere")
    (pack / "readings").symlink_to(tmp_path / "elsewhere")
    assert "a link out of the pack" in str(check_pack(pack)[0])


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:

    pack = copy_of_demo(tmp_path)
    os.mkfifo(pack / "notes.md")
    assert "a device or pipe where a file should be" in str(check_pack(pack)[0])


def test_a_byte_order_mark_is_accepted(tmp_path: Path) -> None:
    pack = copy_of_demo(tmp_path)
    for name in ("pack.toml", "cadres.csv"):
        (pack / name).write_bytes(b"\xef\xbb\xbf" + (pack / name).read_bytes())
    assert load_pack(pack).hash == load_pack("demo").hash


def test_line_ends_of_windows_change_nothing(tmp_path: Path) -> None:
    pack = copy_of_demo(tmp_path)
    for path in [*pack.glob("*.csv"), *pack.glob("*.toml")]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_pack(pack) == load_pack("demo")


@pytest.mark.parametrize("name", ["", "no-such-pack", "\0", "a/b\0c", "/dev/null", "x" * 5000, "../demo", "."])
def test_a_pack_that_is_none_is_bad_input(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError):
        load_pack(name)
    assert check_pack(name)


def test_ten_thousand_wrong_rows_are_described_in_seconds(tmp_path: Path) -> None:

    pack = copy_of_demo(tmp_path)
    for name in ("cadres.csv", "posts.csv", "calendar.csv", "parameters.csv", "events.csv", "targets.csv"):
        header, first, *_ = (pack / name).read_text("utf-8").splitlines()
        cells = first.split(",")
        rows = [",".join([f"unknown_{number}", *cells[1:]]) for number in range(9_999)]
        (pack / name).write_text("\n".join([header, *rows]) + "\n", "utf-8")
    problems = check_pack(pack)
    assert {"calendar.csv", "parameters.csv"} <= {error.place.file for error in problems if error.place}
