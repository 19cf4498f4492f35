"""Packs by id and by path."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.pack import InputError, find_pack, list_packs, load_pack
from sim.pack.build import find

from .broken import DEMO, copy_of_demo


def test_an_id_is_found_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_pack("demo").resolve() == DEMO
    assert "demo" in list_packs()


def test_a_path_works_wherever_an_id_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = copy_of_demo(tmp_path)
    monkeypatch.chdir(tmp_path)
    for way in (pack, str(pack), "demo", "./demo", "demo/"):
        assert find_pack(way).resolve() == pack
    monkeypatch.chdir(pack)
    assert load_pack(Path(".")).id == "demo"


def test_an_unknown_id_names_the_packs_and_the_nearest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as caught:
        find_pack("demoo")
    assert caught.value.nearest == "demo"
    assert "demo" in caught.value.allowed
    assert caught.value.place is None


def test_a_folder_of_the_same_name_without_a_pack_does_not_hide_the_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "demo").mkdir()
    monkeypatch.chdir(tmp_path)
    assert find_pack("demo").resolve() == DEMO


def test_without_a_checkout_the_installed_copy_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "sim"
    (package / "_packs").mkdir(parents=True)
    copy_of_demo(package / "_packs")
    monkeypatch.setattr(find, "_PACKAGE", package)
    assert find_pack("demo") == package / "_packs" / "demo"
    assert list_packs() == ["demo"]
