"""Damaged and forged tokens, with the check that goes with them: each opens a world within all bounds or is refused in one sentence."""

from __future__ import annotations

import base64
import binascii
import random
import struct
import zlib
from pathlib import Path

from sim.pack import Country, InputError, list_packs, load_pack
from sim.world.bounds import BOUNDS
from sim.world.draws import checked_values, trait_fields
from sim.world.token import make_token, read_token

from .frame import command, refused

NAMES = (b"demo", b"", b"/", b"..", b"../../etc", b"/tmp", b"http://a.b/c", b"demo\0", b"\xff\xfe", b"DEMO", b"demo/", b"x" * 255)
TEXTS = (
    b"", b"\n" * 5000, b"ruler=harbour@1956-09:plenum", b"ruler=harbour@1956-09:plenum\nswitch.reform=off", b"trait.harbour.support=nan", b"\xff",
    b"suppress=none", b"x" * 100_000, b"a=b\n" * 10_000, b"switch.reform=off " * 20, "ruler=\u202e".encode(),
)  # fmt: skip
NUMBERS = (0, 1, 127, 128, 2**31, 2**32 - 1, 2**32, 10**9, 10**9 + 1, 2**63, 2**64, 2**69)
VALUES = (0.0, 1.0, -1.0, 1e300, -800.0, 5e-324, float("nan"), float("inf"), 0.5)


def varint(value: int) -> bytes:
    """A whole number as tokens hold it."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def sealed(body: bytes) -> str:
    """The token of these bytes."""
    return base64.urlsafe_b64encode(body + binascii.crc32(body).to_bytes(4, "big")).decode().rstrip("=")


def opened(token: str) -> bytes:
    """The bytes of a token, without the check."""
    return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))[:-4]


def prepare(_: Path) -> tuple[Country, tuple[str, ...]]:
    """A country, and sound tokens of all kinds."""
    country = load_pack("demo")
    do = ("ruler=harbour@1956-09:plenum",)
    sound = [make_token(country, 1, 0, 0, ()), make_token(country, 2**32 - 1, 5, 6, do), make_token(country, 3, 0, 0, ("switch.reform=off",))]
    return country, (*sound, make_token(load_pack("demo", "kinder"), 4, 1, 2, ()), make_token(country, 5, 0, 0, (), {"turnover": 0.01}))


def _flipped(luck: random.Random, token: str) -> str:
    body = bytearray(opened(token))
    for _ in range(luck.randrange(1, 4)):
        body[luck.randrange(len(body))] ^= 1 << luck.randrange(8)
    return sealed(bytes(body))


def _rebuilt(luck: random.Random, token: str) -> str:
    """The same fields, some of them hostile."""
    body = opened(token)
    head, name = body[:9], luck.choice(NAMES) if luck.random() < 0.3 else b"demo"
    numbers = b"".join(varint(luck.choice(NUMBERS) if luck.random() < 0.2 else luck.randrange(100)) for _ in range(3))
    form = luck.choice((0, 1, 2, 4, 8, 9, 10, 12, 3, 16, 255))
    rest = b""
    if form & 4:
        rest += varint(luck.choice((0, 0, 1, 2**40)))
    if form & 8:
        count = luck.choice((0, 1, 2, 5, 2**35))
        rest += varint(count) + b"".join(varint(luck.randrange(400)) + struct.pack("<d", luck.choice(VALUES)) for _ in range(min(count, 5)))
    if form & 1:
        rest += varint(luck.choice((0, 1, 3, 1000, 2**60)))
    if form & 2:
        packed = zlib.compress(luck.choice(TEXTS), 9)
        rest += packed[: luck.randrange(len(packed) + 1)] if luck.random() < 0.3 else packed + luck.choice((b"", b"", b"x"))
    if luck.random() < 0.05:
        rest = zlib.compress(bytes(50_000_000), 9)
    return sealed(head + bytes([len(name)]) + name + numbers + bytes([form]) + rest)


def _text(luck: random.Random, token: str) -> str:
    """Damage to the text itself."""
    place = luck.randrange(len(token))
    return luck.choice((token[:place], token[:place] + luck.choice("\u202e=/+ \n\x1bA-_가") + token[place + 1 :], token * 2, token[::-1], "A" * luck.randrange(300)))


def _refused(luck: random.Random, token: str, error: InputError) -> str:
    assert str(error).isprintable()
    assert len(str(error)) < 600
    if luck.random() < 0.1:
        refused(command("run", "--token", token))
    return error.problem.partition("'")[0][:60]


def attempt(luck: random.Random, made: tuple[Country, tuple[str, ...]]) -> str:
    """One token, read; a refused one by the command too."""
    country, sound = made
    token = luck.choice((_flipped, _rebuilt, _rebuilt, _text))(luck, luck.choice(sound))
    try:
        found = read_token(token, country if luck.random() < 0.8 else None)  # given: four times as many in the same time
    except InputError as error:
        return _refused(luck, token, error)
    assert found.country.id in list_packs()
    for name in ("seed", "world", "draw"):
        low, high = BOUNDS[name]
        assert low <= getattr(found, name) <= high, name
    checked_values(country, found.values)
    assert set(found.values) <= {*country.parameters, *trait_fields(country)}
    return "a world"
