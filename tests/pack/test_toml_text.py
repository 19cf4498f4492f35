"""Lines of TOML keys."""

from __future__ import annotations

import pytest

from sim.pack import InputError
from sim.pack.text.toml_text import parse_toml

TEXT = '''# a comment with [brackets] and "quotes
id = "x"   # trailing [comment
many = """
[not.a.table]
key = "inside"
"quotes" \\""" still inside
"""
raw = \'\'\'
[[neither]]
it's\'\'\'
list = [
  "a]", # ]
  { b = 1 },
]
dotted.key = 1

[[war]]
key = "first"

[[war.phase]]
from = 1
[[war.phase]]
from = 2
[war.end]
at = 3

[[war]]
key = "second"
  [[war.phase]]
  from = 4

[faction.traits."tie.one"]
low = 0
[ after . all ]
  last = { in = "line", x = [1, 2] }
'''

EXPECTED = {
    ("id",): 2,
    ("many",): 3,
    ("raw",): 8,
    ("list",): 11,
    ("dotted", "key"): 15,
    ("war", 0): 17,
    ("war", 0, "key"): 18,
    ("war", 0, "phase", 0): 20,
    ("war", 0, "phase", 0, "from"): 21,
    ("war", 0, "phase", 1, "from"): 23,
    ("war", 0, "end", "at"): 25,
    ("war", 1, "key"): 28,
    ("war", 1, "phase", 0, "from"): 30,
    ("faction", "traits", "tie.one", "low"): 33,
    ("after", "all", "last"): 35,
}


@pytest.mark.parametrize("path", EXPECTED)
def test_every_key_is_found_on_its_line(path: tuple[str | int, ...]) -> None:
    assert parse_toml("x.toml", TEXT).at(*path).line == EXPECTED[path]


def test_the_sample_has_what_the_lines_claim() -> None:
    lines = TEXT.split("\n")
    for path, line in EXPECTED.items():
        name = next(part for part in reversed(path) if isinstance(part, str))
        assert name in lines[line - 1]


def test_a_key_without_a_line_stands_where_the_thing_around_it_stands() -> None:
    file = parse_toml("x.toml", TEXT)
    assert file.at("after", "all", "last", "x", 1).line == 35
    assert file.at("war", 0, "missing").line == 17
    assert file.at("nowhere").line == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [("a = 1\nb = \n", 2), ("a = 1\na = 2\n", 2), ("x = " + "[" * 30_000, 1), ("a = 1\n[b", 2), ("n = " + "9" * 5000, 1), ('a = "x\ny"\n', 1)],
)
def test_what_is_not_toml_is_named_with_its_line(text: str, line: int) -> None:
    with pytest.raises(InputError, match="not TOML") as caught:
        parse_toml("x.toml", text)
    assert caught.value.place is not None
    assert caught.value.place.line == line
