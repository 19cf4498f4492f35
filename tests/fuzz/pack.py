"""Damage at random to the files of a pack: the outcome is a country or a `InputError`."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sim.pack import Country, InputError, check_pack, load_pack
from tests.pack.broken import copy_of_demo

TOKENS = (
    b"nan", b"inf", b"-inf", b"1e999", b"-1", b"0", b"99999999999999999999999", b"9" * 5000, b"\0", b"\xff\xfe", b"\xed\xa0\x80", b'"""', b"'''",
    b'"', b"'", b"[", b"[" * 3000, b"]", b"{", b"}", b"[[pack]]", b"[faction]", b"[[war.phase]]", b"=", b",", b";", b"\r", b"\n", b"\\", b"\\u0000",
    b"\x1b[31m", b"true", b"[]", b"{}", b"1945-10", b"1945-10-01", b"other", b"judgement", b"all", b"baseline", b"beta(1,1)", b"dirichlet(1)",
    b"fixed", b"\xe2\x80\xae", b"\xea\xb9\x80", b"# ", b" " * 2000, b"a.b.c = 1\n", b"key = 1\n", b"from = 1\n",
    b"a." * 3000 + b"a = 1\n", b"[" + b"a." * 3000 + b"a]\n", b"n" * 3900, b"[" * 30_000, b"{a=" * 3000, b"x" * 50_000, b"1e300", b"-800",
    b"x = {" + b", ".join(b"k%d = 1" % n for n in range(3000)) + b"}\n", b"".join(b"k%d = 1\n" % n for n in range(9000)),
    b"\xe2\x80\x8d", b"\xe2\x80\xa8", b"\xc2\x9b31m", b"\\u202e", b"\'\'\'" * 3000,
)  # fmt: skip

Damage = Callable[[random.Random, bytes, bytes], bytes]


def _cut(luck: random.Random, data: bytes, _: bytes) -> bytes:
    return data[: luck.randrange(len(data))]


def _cut_out(luck: random.Random, data: bytes, _: bytes) -> bytes:
    start = luck.randrange(len(data))
    return data[:start] + data[start + luck.randrange(1, 200) :]


def _flip(luck: random.Random, data: bytes, _: bytes) -> bytes:
    changed = bytearray(data)
    for _number in range(luck.randrange(1, 4)):
        changed[luck.randrange(len(changed))] ^= 1 << luck.randrange(8)
    return bytes(changed)


def _splice(luck: random.Random, data: bytes, other: bytes) -> bytes:
    lines, strangers = data.split(b"\n"), other.split(b"\n")
    position = luck.randrange(len(lines))
    lines[position : position + luck.randrange(2)] = strangers[luck.randrange(len(strangers)) :][: luck.randrange(1, 6)]
    return b"\n".join(lines)


def _swap(luck: random.Random, data: bytes, _: bytes) -> bytes:
    lines = data.split(b"\n")
    one, two = luck.randrange(len(lines)), luck.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return b"\n".join(lines)


def _drop(luck: random.Random, data: bytes, _: bytes) -> bytes:
    lines = data.split(b"\n")
    del lines[luck.randrange(len(lines))]
    return b"\n".join(lines)


def _insert(luck: random.Random, data: bytes, _: bytes) -> bytes:
    position = luck.randrange(len(data) + 1)
    return data[:position] + luck.choice(TOKENS) + data[position:]


def _replace_value(luck: random.Random, data: bytes, _: bytes) -> bytes:
    """A token in the place of a whole value or cell, which gets further than noise does."""
    lines = data.split(b"\n")
    position = luck.randrange(len(lines))
    key, sign, value = lines[position].partition(b" = ")
    token = luck.choice(TOKENS)
    if sign:
        lines[position] = key + sign + (token if luck.random() < 0.5 else b'"' + token + b'"' if value else token)
    else:
        cells = lines[position].split(b",")
        cells[luck.randrange(len(cells))] = token
        lines[position] = b",".join(cells)
    return b"\n".join(lines)


DAMAGES: tuple[Damage, ...] = (_cut, _cut_out, _flip, _splice, _swap, _drop, _insert, _replace_value, _replace_value)


def outcome(pack: Path) -> str:
    """`country`, or the problem of the error; anything else that is raised goes through."""
    try:
        country = load_pack(pack)
    except InputError as error:
        message = str(error)
        assert message, "an error says something"
        assert message.isprintable(), "a message is one printable line"
        assert check_pack(pack), "check and load agree"
        return error.problem
    assert isinstance(country, Country)
    return "country"


@dataclass(frozen=True)
class Made:
    """A pack, and what its files hold when they are whole."""

    pack: Path
    contents: dict[Path, bytes]


def prepare(folder: Path) -> Made:
    """A copy of a pack."""
    pack = copy_of_demo(folder)
    return Made(pack, {path: path.read_bytes() for path in sorted(pack.rglob("*")) if path.is_file()})


def attempt(luck: random.Random, made: Made) -> str:
    """One file damaged, and the pack loaded."""
    files = list(made.contents)
    path, damage = luck.choice(files), luck.choice(DAMAGES)
    path.write_bytes(damage(luck, made.contents[path], made.contents[luck.choice(files)]))
    try:
        return outcome(made.pack)
    finally:
        path.write_bytes(made.contents[path])
