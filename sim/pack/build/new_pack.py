"""A pack to begin with: a small invented country that runs at once, every file with what belongs in it.

Its text lies in `sim/pack/skeleton`, six groups long, and is cut down to as many as are wanted. What every pack has to list in full and what changes
with the rules is taken from packs that come with the program: the switches from the one that explains them without a country, the parameters, with
their basis and the works behind it, from the one held against most targets, since these numbers are the same for all countries. So nothing here has
to be kept in step by hand.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from sim.files.plain import kind_of
from sim.files.write import write_file
from sim.pack.build.find import find_pack, list_packs
from sim.pack.build.installed import most_held_against
from sim.pack.build.load import load_pack
from sim.pack.build.people import FEWEST_FACTIONS, MOST_FACTIONS
from sim.pack.country.country import Country, Source, Switch
from sim.pack.country.errors import Argument, InputError, shown
from sim.pack.country.vocabulary import JUDGEMENT

ROOM: Final = Path(__file__).resolve().parents[1] / "skeleton"
SWITCHES_OF: Final = "demo"
NAME: Final = re.compile(r"[a-z][a-z0-9-]{1,40}")
NAME_FORM: Final = "2 to 41 small letters, digits and -, beginning with a letter, not the id of an installed pack"
_PARAMETERS: Final = "parameters.csv"
_SWITCHES: Final = "# @switches\n"


def new_pack(name: str, out: str | Path = ".", *, groups: int = 3, numbers: str | None = None) -> Path:
    """Lay down a new pack and return its folder. Nothing that exists is changed.

    Args:
        name: id of the pack, and name of its folder.
        out: the folder in which that of the pack is made.
        groups: how many groups, 2 to 6.
        numbers: the pack whose parameters are carried over; that held against most targets, if none is named.

    Raises:
        InputError: a name that no pack can have, something of that name in the folder, a folder that can't be written to, no such pack.
    """
    _check_name(name)
    if not FEWEST_FACTIONS <= groups <= MOST_FACTIONS:
        allowed = f"{FEWEST_FACTIONS} to {MOST_FACTIONS}"
        raise InputError(Argument("groups"), "number of groups", kind="range", found=str(groups), allowed=allowed)
    lender = load_pack(numbers) if numbers is not None else most_held_against()
    if lender is None:
        raise InputError(Argument("numbers"), "no pack to carry numbers over from", kind="missing", allowed="an installed pack, or a folder")
    files = dict(_files(name, groups, lender, find_pack(numbers or lender.id)))
    folder = Path(out) / name
    _make(folder)
    try:
        for place, text in files.items():
            (folder / place).parent.mkdir(exist_ok=True)
            write_file(folder / place, text.encode("utf-8"))
    except BaseException as error:  # Ctrl-C too leaves no half of a pack behind
        with contextlib.suppress(OSError):
            shutil.rmtree(folder)
        if isinstance(error, OSError):
            raise _unwritten(folder, error) from None
        raise
    return folder


def _check_name(name: str) -> None:
    if not NAME.fullmatch(name):
        raise InputError(None, "name of a pack", kind="malformed", found=shown(name), allowed=NAME_FORM)
    if name in list_packs():
        raise InputError(None, "name of a pack", kind="duplicate", found=shown(name), allowed=NAME_FORM)


def _make(folder: Path) -> None:
    """The new folder; `mkdir` refuses what exists, a link that leads nowhere too."""
    try:
        folder.mkdir()
    except FileExistsError:
        found = f"{kind_of(folder) or 'something'} at {shown(str(folder))}"
        raise InputError(None, "already there", kind="file", found=found, allowed="a name that is not taken") from None
    except (OSError, ValueError) as error:
        raise _unwritten(folder, error) from None


def _unwritten(folder: Path, error: OSError | ValueError) -> InputError:
    why = getattr(error, "strerror", None) or "not a path"
    allowed = "a folder that exists and may be written to"
    return InputError(Argument("out"), f"can't be written ({why})", kind="file", found=shown(str(folder)), allowed=allowed)


def _files(name: str, groups: int, lender: Country, lent: Path) -> Iterator[tuple[str, str]]:
    """Files of the new pack by their places in it."""
    keys = re.findall(r'^\[\[faction\]\]\nkey = "(\w+)"', _text("factions.toml"), re.MULTILINE)
    dropped = keys[groups:]
    for path in sorted(path for path in ROOM.rglob("*") if path.is_file()):
        place, text = path.relative_to(ROOM).as_posix(), path.read_text("utf-8").replace("NAME", name)
        if place == "pack.toml":
            own, _, said = text.partition(_SWITCHES)
            text = _without(own, dropped) + said + "".join(_switch(one) for one in load_pack(SWITCHES_OF).switches if one.key != "war")
        elif place == "factions.toml":
            text = _without(text, dropped)
        elif place == "cadres.csv":
            text = "".join(line for line in text.splitlines(keepends=True) if not any(f",{key}," in line for key in dropped))
        elif place == "sources.toml":
            text += "".join(_source(one) for one in _works(lender))
        elif place == "readme.txt":
            place, text = "README.md", text.replace("NUMBERS", f"`{lender.id}`")
        yield place, text
    yield _PARAMETERS, (lent / _PARAMETERS).read_text("utf-8")


def _text(place: str) -> str:
    return (ROOM / place).read_text("utf-8")


def _without(text: str, dropped: Iterable[str]) -> str:
    """A file of TOML without the tables of lists that are about one of these groups."""
    head, *tables = re.split(r"(?m)^(?=\[\[)", text)
    about = re.compile(rf'^(?:key|winner) = "(?:{"|".join(dropped) or "-"})"', re.MULTILINE)
    return head + "".join(table for table in tables if not about.search(table))


def _works(country: Country) -> list[Source]:
    """Works behind the parameters, in the order of the pack."""
    named = {key.strip() for value in country.parameters.values() for key in value.source.split(";")} - {JUDGEMENT}
    return [work for work in country.sources.values() if work.key in named]


def _source(work: Source) -> str:
    words = ("key", "title", "author", "year", "kind", "read", "url", "note")
    said = [f"{word} = {_quoted(getattr(work, word))}" for word in words if getattr(work, word)]
    return "\n".join(["", "[[source]]", *said, ""])


def _switch(switch: Switch) -> str:
    options = ", ".join(_quoted(option) for option in switch.options)
    meaning = ", ".join(f"{lang} = {_quoted(text)}" for lang, text in switch.meaning.items())
    return "\n".join(
        [
            "", "[[switch]]", f"key = {_quoted(switch.key)}", f"default = {_quoted(switch.default)}", f"options = [{options}]",
            f"meaning = {{ {meaning} }}", f"for_default = {_quoted(switch.for_default)}", f"for_other = {_quoted(switch.for_other)}",
            f"source = {_quoted(JUDGEMENT)}", "",
        ]
    )  # fmt: skip


def _quoted(text: str) -> str:
    """A text as TOML writes it: its basic strings have the escapes of JSON."""
    return json.dumps(text, ensure_ascii=False)
