"""Where compiled rules are kept: nowhere that others could put code, and somewhere wherever something can be written."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sim.world import compiled

SIM = Path(compiled.__file__).resolve().parents[1]
NOBODY = 65534
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
ONE_RULE = "from sim.world import compiled, luck; import os, numpy as np; print(luck.mix(np.uint64(1)), os.environ.get('NUMBA_CACHE_DIR'))"
MIXED = "6238072747940578789"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A home and a temporary folder of one's own."""
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    home.mkdir(), temporary.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    return home, temporary


def parent(folder: Path | None) -> Path:
    assert folder is not None
    return folder.parent


def test_rules_are_kept_in_the_users_cache_by_their_text(places: tuple[Path, Path]) -> None:
    folder = compiled.cache_folder()
    assert parent(folder) == places[0] / ".cache" / "counterfaction"
    assert folder is not None
    assert folder.name.startswith(compiled.text_of_the_rules())
    assert folder.stat().st_mode & 0o777 == 0o700
    assert compiled.cache_folder() == folder


def test_a_cache_folder_that_is_a_file_sends_them_to_the_temporary_one(places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    (places[0] / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(places[0] / "file"))
    assert parent(compiled.cache_folder()) == places[1] / f"counterfaction-{os.geteuid()}"


def test_a_relative_cache_folder_is_passed_over(places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")
    assert parent(compiled.cache_folder()) == places[1] / f"counterfaction-{os.geteuid()}"


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702])
@pytest.mark.parametrize("level", [0, 1])
def test_a_folder_that_others_may_write_to_is_passed_over(places: tuple[Path, Path], mode: int, level: int) -> None:
    folder = compiled.cache_folder()
    assert folder is not None
    (folder, folder.parent)[level].chmod(mode)
    assert parent(compiled.cache_folder()) == places[1] / f"counterfaction-{os.geteuid()}"


def test_somebody_elses_folders_are_passed_over_for_a_new_one(places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    me = os.geteuid()
    (places[1] / f"counterfaction-{me + 1}").mkdir(mode=0o700)
    assert compiled.cache_folder() is not None  # made by me
    monkeypatch.setattr(os, "geteuid", lambda: me + 1)
    folder = compiled.cache_folder()
    assert parent(folder) == places[1]
    assert folder not in (places[1] / f"counterfaction-{me + 1}", places[1] / f"counterfaction-{me}")


def test_a_link_to_ones_own_folder_is_followed_and_a_dangling_one_is_not(places: tuple[Path, Path]) -> None:
    (places[0] / ".cache").mkdir()
    link, elsewhere = places[0] / ".cache" / "counterfaction", places[0] / "elsewhere"
    link.symlink_to(elsewhere)
    assert parent(compiled.cache_folder()) == places[1] / f"counterfaction-{os.geteuid()}"
    elsewhere.mkdir(mode=0o700)
    assert parent(compiled.cache_folder()) == link


def test_a_user_without_a_home_has_them_in_the_temporary_folder(places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOME")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)  # as for a number without an entry among the users
    assert parent(compiled.cache_folder()) == places[1] / f"counterfaction-{os.geteuid()}"


def test_where_nothing_can_be_written_nothing_is_kept(places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    (places[0] / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(places[0] / "file"))

    def none() -> str:
        raise FileNotFoundError

    monkeypatch.setattr(tempfile, "gettempdir", none)
    assert compiled.cache_folder() is None


# The same with whole processes, in an installation that its user cannot write to.


@pytest.fixture
def installed() -> Iterator[Path]:
    """A copy of the package, and beside it folders `home` and `temporary`, all readable and none writable but `temporary`."""
    place = Path(tempfile.mkdtemp(dir="/tmp"))
    shutil.copytree(SIM, place / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("home", "temporary"):
        (place / name).mkdir()
    for path in [place, *place.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    (place / "temporary").chmod(0o1777)
    yield place
    for path in [place, *place.rglob("*")]:
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(place)


def environment(place: Path, **more: str | None) -> dict[str, str]:
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(place / "home"), "TMPDIR": str(place / "temporary")}
    return {name: value for name, value in {**given, **more}.items() if value is not None}


def obey_permissions() -> None:
    """Give up what lets root write anywhere (PR_CAPBSET_DROP of CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER)."""
    for capability in (1, 2, 3):
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)


def start(place: Path, **more: str | None) -> subprocess.Popen[str]:
    """A process that compiles one rule, for whom permissions hold."""
    if ROOT and sys.platform != "linux":
        pytest.skip("root writes anywhere")
    command, obey = [sys.executable, "-W", "ignore", "-c", ONE_RULE], obey_permissions if ROOT else None
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment(place, **more), cwd=place, stdout=pipe, stderr=pipe, text=True, preexec_fn=obey)


def told(process: subprocess.Popen[str]) -> Path | None:
    """Where a process that has compiled keeps its rules."""
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    number, folder = out.split()
    assert number == MIXED
    return None if folder == "None" else Path(folder)


def kept(folder: Path | None) -> list[Path]:
    assert folder is not None
    return list(folder.rglob("*.nbc"))


@pytest.mark.parametrize("home", ["home", "none/home"], ids=["read-only", "missing"])
def test_a_read_only_installation_keeps_its_rules_in_the_temporary_folder(installed: Path, home: str) -> None:
    folder = told(start(installed, HOME=str(installed / home)))
    assert folder is not None
    assert folder.is_relative_to(installed / "temporary")
    before = {path: path.stat().st_mtime_ns for path in kept(folder)}
    assert before
    assert told(start(installed, HOME=str(installed / home))) == folder
    assert {path: path.stat().st_mtime_ns for path in kept(folder)} == before  # read, not made again


def test_without_any_place_of_its_own_it_still_compiles(installed: Path) -> None:
    (installed / "temporary").chmod(0o555)
    told(start(installed))


def test_two_that_compile_at_once_do_not_disturb_each_other(installed: Path) -> None:
    both = [start(installed) for _ in range(2)]
    first, second = (told(process) for process in both)
    assert first == second
    assert told(start(installed)) == first


@pytest.mark.skipif(not ROOT, reason="only root can give a folder to another user")
def test_rules_that_another_user_has_put_in_place_are_not_run(installed: Path) -> None:
    folder = told(start(installed))
    assert folder is not None
    planted = kept(folder)
    for path in [folder.parent, *folder.parent.rglob("*")]:
        os.chown(path, NOBODY, NOBODY)
        if path.is_dir():
            path.chmod(0o755)
    for path in planted:
        path.write_bytes(b"not what Numba wrote")
    elsewhere = told(start(installed))
    assert elsewhere is not None
    assert not elsewhere.is_relative_to(folder.parent)
    assert not elsewhere.exists()  # it was for one process


# What lies in the cache may have been cut off by a kill, a full disk, or changed on the way.


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) * 2 // 3] ^= 1
    path.write_bytes(data)


def _foreign(path: Path) -> None:
    path.write_bytes(b"[1, 2, 3]" * 100)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("ending", ["nbi", "nbc"])
@pytest.mark.parametrize("damage", [_empty, _cut_off, _flipped, _foreign, Path.unlink])
def test_a_damaged_file_of_the_cache_is_made_anew(installed: Path, damage: Callable[[Path], None], ending: str) -> None:
    folder = told(start(installed))
    assert folder is not None
    whole = {path: path.stat().st_size for path in folder.rglob(f"*.{ending}")}
    assert whole
    for path in whole:
        damage(path)
    assert told(start(installed)) == folder
    assert {path: path.stat().st_size for path in folder.rglob(f"*.{ending}")} == whole
    before = {path: path.stat().st_mtime_ns for path in whole}
    assert told(start(installed)) == folder
    assert {path: path.stat().st_mtime_ns for path in whole} == before  # read again, not made again


@pytest.mark.parametrize("ending", ["nbi", "nbc"])
def test_a_cache_that_cannot_be_written_over_costs_the_compilation_only(installed: Path, ending: str) -> None:
    folder = told(start(installed))
    assert folder is not None
    for path in list(folder.rglob(f"*.{ending}")):
        _folder(path)
    assert told(start(installed)) == folder
