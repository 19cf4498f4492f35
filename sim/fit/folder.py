"""The folder of a fit: what it was asked, its rounds, and at the end the two files for the pack."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from sim.files.json_text import json_text
from sim.files.plain import is_folder, kind_of, read_bytes
from sim.files.write import write_file
from sim.pack import Argument, Country, InputError, on_priors
from sim.pack.build.accepted import HOW
from sim.pack.country.canonical import fitted_hash
from sim.pack.country.errors import shown
from sim.pack.text.accepted_table import FILE, AcceptedTable, written
from sim.world.compiled import text_of_the_rules

ASKED: Final = "fit.json"
_MOST: Final = 1_000_000


def described(country: Country, draws: int, seed: int, quick: bool) -> dict[str, Any]:
    """What a fit is asked, and what it rests on."""
    return {
        "pack": on_priors(country).id, "version": country.version, "fitted": fitted_hash(country), "rules": text_of_the_rules()[:12],
        "draws": draws, "seed": seed, "quick": quick,
    }  # fmt: skip


def open_fit(folder: Path, asked: dict[str, Any]) -> float:
    """Make the folder, or find that it is of this very fit; seconds spent so far.

    Raises:
        InputError: another fit or something else is there.
        OSError: it can't be read or written.
    """
    if not is_folder(folder):
        folder.mkdir(parents=True)
    path = folder / ASKED
    if kind_of(path) is None:
        strangers = [one.name for one in folder.iterdir() if one.name != "lock"]
        if strangers:
            raise InputError(
                Argument("out"), "a folder with something else in it", kind="file", found=shown(sorted(strangers)[0]), allowed="a new or empty one"
            )
        write_file(path, json_text({**asked, "seconds": 0.0}).encode("utf-8"))
        return 0.0
    held = _read(path)
    for name, value in asked.items():
        if held.get(name) != value:
            raise InputError(
                Argument("out"), f"a folder of another fit ({name})", kind="mismatch", found=shown(str(held.get(name))), allowed=shown(str(value))
            )
    seconds = held.get("seconds")
    return float(seconds) if isinstance(seconds, int | float) and seconds >= 0 else 0.0


def note_seconds(folder: Path, asked: dict[str, Any], seconds: float) -> None:
    """Write how long it has taken so far."""
    write_file(folder / ASKED, json_text({**asked, "seconds": round(seconds, 1)}).encode("utf-8"))


def _read(path: Path) -> dict[str, Any]:
    try:
        held = json.loads(read_bytes(path, _MOST))
    except (ValueError, RecursionError):
        held = None
    if not isinstance(held, dict):
        raise InputError(Argument("out"), f"{ASKED} is damaged", kind="damaged", found="no JSON of a fit", allowed="another folder")
    return held


def write_accepted(folder: Path, table: AcceptedTable, how: dict[str, Any]) -> tuple[Path, Path]:
    """Write the accepted sets and how they were made."""
    files = folder / FILE, folder / HOW
    write_file(files[0], written(table))
    write_file(files[1], "".join(f"{name} = {_toml(value)}\n" for name, value in how.items()).encode("utf-8"))
    return files


def _toml(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)  # texts, numbers and lists of texts are written alike
