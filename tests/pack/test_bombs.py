"""Small files that would take long: each is refused, or read, in a moment and in one sentence."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.pack import InputError, check_pack
from sim.pack.text.toml_text import LONGEST_LINE, MOST_PARTS, parse_toml
from sim.report.terminal import cells_of, fit, wrap

from .broken import copy_of_demo

DEEP = ".".join(["a"] * 3000)
REFUSED = {
    "a dotted key of 30,000 parts": (".".join(["a"] * 30_000) + " = 1\n", 1, "line too long"), "a dotted key": (f"{DEEP} = 1\n", 1, "too many parts"),
    "a dotted key in quotes": ('"a".' * 3000 + "a = 1\n", 1, "too many parts"), "a dotted key with blanks": ("a . " * 3000 + "a = 1\n", 1, "too many parts"),
    "a dotted header": (f"x = 1\n[{DEEP}]\n", 2, "too many parts"), "a dotted key in a table in a list": (f"x = [\n{{ {DEEP} = 1 }}]\n", 2, "too many parts"),
    "a dotted key behind a text": (f'x = """\n"" \\" \'\'\'\n""""\n{DEEP} = 1\n', 4, "too many parts"),
    "lists in lists": ("x = " + "[" * 30_000 + "\n", 1, "nested too deeply"), "tables in tables": ("x = " + "{a=" * 5000 + "\n", 1, "nested too deeply"),
    "arrays of tables in arrays": ("".join(f"[[a{'.a' * n}]]\n" for n in range(300)), MOST_PARTS + 1, "too many parts"),
    "a whole number of a book": ("x = " + "1" * 30_000 + "\n", 1, "not TOML: a number too long"), "texts that never close": ("x = \n" + "\"'\n" * 9000, 1, "not TOML"),
    "quotation marks": (("x = " + '"' * 30_001 + "\n") * 100, 1, "not TOML"), "one long word a line": (("a" * 39_000 + "\n") * 100, 1, "not TOML"),
}  # fmt: skip
READ = {
    "keys of one table": "x = {" + ", ".join(f"k{n} = 1" for n in range(3000)) + "}\n", "dots in a text": f'x = "{DEEP}"\n', "dots in a comment": f"# {DEEP}\n",
    "dots in a long text": f"x = '''\n{DEEP}\n'a'.'''\n", "a key of eight parts": ".".join(["a"] * MOST_PARTS) + " = 1\n",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _in_a_moment() -> object:
    start = time.process_time()
    yield
    assert time.process_time() - start < 5.0


@pytest.mark.parametrize("kind", REFUSED)
def test_a_bomb_of_toml_is_refused_at_its_line(kind: str) -> None:
    text, line, problem = REFUSED[kind]
    with pytest.raises(InputError) as caught:
        parse_toml("x.toml", text)
    assert str(caught.value).startswith(f"x.toml:{line}: ")
    assert problem in caught.value.problem
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("kind", READ)
def test_what_only_looks_like_a_bomb_is_read(kind: str) -> None:
    assert len(READ[kind]) <= LONGEST_LINE
    parse_toml("x.toml", READ[kind])


def _name(text: str) -> str:
    return text.replace('name = { en = "', 'name = { en = "' + "n" * 3900, 1)


PACKS: dict[str, tuple[str, Callable[[str], str], str]] = {
    "a name of 3,900 letters": ("factions.toml", _name, "text of at most 80 characters"),
    "nine thousand unknown keys": ("pack.toml", lambda text: "".join(f"k{n} = 1\n" for n in range(9000)) + text, "unknown key k0"),
    "four thousand unknown traits": ("factions.toml", lambda text: text + "".join(f"[faction.traits.t{n}]\nstart=1\n" for n in range(3000)), "key missing"),
    "a header of 400,000 columns": ("cadres.csv", lambda _: ",".join(f"c{n}" for n in range(400_000)) + "\n1\n", "unknown column"),
    "a cell of three million letters": ("cadres.csv", lambda text: text + "x" * 3_000_000 + "\n", "not CSV"),
    "a prior of 3,900 letters": ("parameters.csv", lambda text: text.replace("triangular", "a" * 3900, 1), "unknown prior"),
}


@pytest.mark.parametrize("kind", PACKS)
def test_a_bomb_in_a_pack_is_refused(kind: str, tmp_path: Path) -> None:
    file, change, words = PACKS[kind]
    pack = copy_of_demo(tmp_path)
    (pack / file).write_text(change((pack / file).read_text("utf-8")), "utf-8")
    said = [str(error) for error in check_pack(pack)]
    assert 1 <= len(said) <= 200
    assert words in said[0]
    assert len(said[0]) < 600


def test_long_texts_are_fitted_and_wrapped_in_a_moment() -> None:
    assert fit("가" * 1_000_000, 5) == "가가 "
    lines = wrap("가" * 10_000 + " end", 100, "first ", "  ")
    assert lines[-1].endswith("end")
    assert max(cells_of(line) for line in lines) <= 100
