"""Tokens: a short text that reopens exactly one world.

A token holds the pack (id and hash), the version of the rules, seed, number of the world, draw, interventions and, where there are any, the number of
the rival reading and the values put in the place of drawn ones. The interventions of a default branch are held by the branch's number, others
compressed; a value by the number of its key and its eight bytes.
"""

from __future__ import annotations

import base64
import binascii
import math
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sim.pack import Country, PackError, load_pack, read_under
from sim.pack.errors import shown
from sim.pack.frozen import Frozen
from sim.world.compiled import text_of_the_rules
from sim.world.draws import trait_fields
from sim.world.luck import SCHEME

_FORM = 1
_NOTHING, _BRANCH, _TEXTS, _UNDER_A_READING, _WITH_VALUES = 0, 1, 2, 4, 8
_VALUE = 8
"""Bytes of a value."""


@dataclass(frozen=True)
class Reopened:
    """What a token holds."""

    country: Country
    seed: int
    world: int
    draw: int
    do: tuple[str, ...]
    values: Mapping[str, float] = Frozen()


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def _read_number(data: bytes, at: int) -> tuple[int, int]:
    value, shift = 0, 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def _rules() -> bytes:
    return bytes([SCHEME]) + bytes.fromhex(text_of_the_rules())[:3]


def _keys(country: Country) -> list[str]:
    """Keys of all values that can be set, in the order a token counts them in."""
    return [*sorted(country.parameters), *sorted(trait_fields(country))]


def _written(country: Country, values: Mapping[str, float]) -> bytes:
    keys = _keys(country)
    return _number(len(values)) + b"".join(_number(keys.index(key)) + struct.pack("<d", values[key]) for key in sorted(values))


def _read_values(country: Country, data: bytes, at: int) -> tuple[dict[str, float], int]:
    keys, values = _keys(country), {}
    count, at = _read_number(data, at)
    for _ in range(count):
        number, at = _read_number(data, at)
        values[keys[number]] = struct.unpack("<d", data[at : at + _VALUE])[0]
        at += _VALUE
    if not all(math.isfinite(value) for value in values.values()):
        raise ValueError
    return values, at


def token_maker(country: Country, do: tuple[str, ...], values: Mapping[str, float] | None = None) -> Callable[[int, int, int], str]:
    """What makes the tokens of all worlds with these interventions (canonical texts) and values: of seed, number of the world and draw."""
    branches = [tuple(sorted(branch.do)) for branch in country.branches]
    wanted = tuple(sorted(do))
    name = country.id.encode()
    head = bytes([_FORM]) + _rules() + bytes.fromhex(country.hash)[:4] + bytes([len(name)]) + name
    form, rest = _NOTHING, b""
    if wanted in branches:
        form, rest = _BRANCH, _number(branches.index(wanted))
    elif wanted:
        form, rest = _TEXTS, zlib.compress("\n".join(wanted).encode(), 9)
    if values:
        form, rest = form | _WITH_VALUES, _written(country, values) + rest
    if country.reading:
        form, rest = form | _UNDER_A_READING, _number([one.key for one in country.readings].index(country.reading)) + rest
    tail = bytes([form]) + rest

    def token(seed: int, world: int, draw: int) -> str:
        body = head + _number(seed) + _number(world) + _number(draw) + tail
        return base64.urlsafe_b64encode(body + binascii.crc32(body).to_bytes(4, "big")).decode().rstrip("=")

    return token


def make_token(country: Country, seed: int, world: int, draw: int, do: tuple[str, ...], values: Mapping[str, float] | None = None) -> str:
    """The token of a world; `do` in canonical texts."""
    return token_maker(country, do, values)(seed, world, draw)


def read_token(token: str) -> Reopened:
    """What a token holds.

    Raises:
        PackError: the token is damaged, or of another pack, version of a pack, or version of the rules.
    """
    def bad(problem: str, allowed: str) -> PackError:
        return PackError(None, f"--token: {problem}", found=shown(token), allowed=allowed)

    try:
        data = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        body, check = data[:-4], int.from_bytes(data[-4:], "big")
        if len(body) < 12 or binascii.crc32(body) != check or body[0] != _FORM:
            raise ValueError
    except (ValueError, binascii.Error):
        raise bad("the token is damaged", "a token as this program printed it") from None
    if body[1:5] != _rules():
        raise bad("the token was made by another version of the rules, whose worlds are others", f"tokens of rules {text_of_the_rules()[:6]}")
    size = body[9]
    name, at = body[10 : 10 + size].decode(errors="replace"), 10 + size
    country = load_pack(name)
    seed, at = _read_number(body, at)
    world, at = _read_number(body, at)
    draw, at = _read_number(body, at)
    form, at = body[at], at + 1
    if form & _UNDER_A_READING:
        reading, at = _read_number(body, at)
        if reading < len(country.readings):  # if not, the hash tells that the pack is another one
            country = read_under(country, country.readings[reading].key)
    if bytes.fromhex(country.hash)[:4] != body[5:9]:
        raise bad(f"the token was made with another version of the pack {name}", f"tokens of {name} {country.hash[:8]}")
    values: dict[str, float] = {}
    do: tuple[str, ...] = ()
    if form & _WITH_VALUES:
        try:
            values, at = _read_values(country, body, at)
        except (ValueError, IndexError, struct.error):
            raise bad("the token is damaged", "a token as this program printed it") from None
    if form & _BRANCH:
        do = country.branches[_read_number(body, at)[0]].do
    elif form & _TEXTS:
        do = tuple(zlib.decompress(body[at:]).decode().split("\n"))
    return Reopened(country, seed, world, draw, tuple(sorted(do)), Frozen(values))
