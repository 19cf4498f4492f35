"""Tokens: a short text that reopens exactly one world.

A token holds the pack (id and hash), the version of the rules, seed, number of the world, draw, whether it is one of accepted sets, interventions
and, where there are any, the number of the rival reading and the values put in the place of drawn ones. The interventions of a default branch are
held by the branch's number, others compressed; a value by the number of its key and its eight bytes.
"""

from __future__ import annotations

import base64
import binascii
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from sim.pack import Country, InputError, list_packs, load_pack, on_priors, with_reading
from sim.pack.country.errors import Kind, listed, shown
from sim.pack.country.frozen import Frozen
from sim.world.bounds import BOUNDS
from sim.world.compiled import text_of_the_rules
from sim.world.do import LONGEST_CHANGE, Changes, read_do
from sim.world.draws import checked_values, trait_fields
from sim.world.luck import SCHEME
from sim.world.state import OVERRIDES_MOST

_FORM = 1
_NOTHING, _BRANCH, _TEXTS, _WITH_A_READING, _WITH_VALUES, _ACCEPTED = 0, 1, 2, 4, 8, 16
_VALUE = 8
"""Bytes of a value."""
MOST_TEXT: Final = OVERRIDES_MOST * (LONGEST_CHANGE + 1)
"""Most bytes of a token's interventions, once they are no longer compressed."""
LONGEST: Final = 4 * MOST_TEXT
"""Most characters of a token: more than any needs."""


@dataclass(frozen=True)
class Reopened:
    """What a token holds."""

    country: Country
    seed: int
    world: int
    draw: int
    do: Changes
    values: Mapping[str, float] = Frozen()


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


class _Damaged(ValueError):
    """A token that holds no world; said to people by `read_token`."""


class _Body:
    """The bytes of a token, read from the front. Whatever is missing or does not fit is `_Damaged`."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, size: int) -> bytes:
        """The next bytes."""
        found = self._data[self._at : self._at + size]
        if len(found) < size:
            raise _Damaged
        self._at += size
        return found

    def byte(self) -> int:
        """The next byte."""
        return self.take(1)[0]

    def number(self, low: int, high: int) -> int:
        """The next whole number, between two bounds. Ten bytes say all that a machine counts."""
        value = 0
        for shift in range(0, 70, 7):
            byte = self.byte()
            value |= (byte & 127) << shift
            if byte < 128:
                if not low <= value <= high:
                    break
                return value
        raise _Damaged

    def rest(self) -> bytes:
        """All that is left."""
        return self.take(len(self._data) - self._at)


def _rules() -> bytes:
    return bytes([SCHEME]) + bytes.fromhex(text_of_the_rules())[:3]


def _keys(country: Country) -> list[str]:
    """Keys of all values that can be set, in the order a token counts them in."""
    return [*sorted(country.parameters), *sorted(trait_fields(country))]


def _written(country: Country, values: Mapping[str, float]) -> bytes:
    keys = _keys(country)
    return _number(len(values)) + b"".join(_number(keys.index(key)) + struct.pack("<d", values[key]) for key in sorted(values))


def _read_values(country: Country, body: _Body) -> dict[str, float]:
    """The values a token holds, each key once.

    Raises:
        InputError: a value that its key can't have.
    """
    keys, values = _keys(country), {}
    for _ in range(body.number(1, len(keys))):
        key = keys[body.number(0, len(keys) - 1)]
        if key in values:
            raise _Damaged
        values[key] = struct.unpack("<d", body.take(_VALUE))[0]
    return checked_values(country, values)


def _read_do(country: Country, form: int, body: _Body) -> Changes:
    """The interventions a token holds, read and checked as those of a command.

    Raises:
        InputError: an intervention the pack has not.
    """
    if form & _BRANCH:
        return read_do(country, country.branches[body.number(0, len(country.branches) - 1)].do)
    if not form & _TEXTS:
        return ()
    opened = zlib.decompressobj()
    try:  # a few bytes can stand for gigabytes: no more is made of them than the longest list of changes there is
        text = opened.decompress(body.rest(), MOST_TEXT).decode()
    except (zlib.error, UnicodeDecodeError):
        raise _Damaged from None
    if not opened.eof or opened.unused_data:
        raise _Damaged
    texts = tuple(text.split("\n"))
    found = read_do(country, texts)
    if texts != tuple(one.text for one in found):  # as `make_token` wrote them: one world, one token
        raise _Damaged
    return found


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
        form, rest = form | _WITH_A_READING, _number([one.key for one in country.readings].index(country.reading)) + rest
    tail = bytes([form | (_ACCEPTED if country.accepted else _NOTHING)]) + rest

    def token(seed: int, world: int, draw: int) -> str:
        body = head + _number(seed) + _number(world) + _number(draw) + tail
        return base64.urlsafe_b64encode(body + binascii.crc32(body).to_bytes(4, "big")).decode().rstrip("=")

    return token


def make_token(country: Country, seed: int, world: int, draw: int, do: tuple[str, ...], values: Mapping[str, float] | None = None) -> str:
    """The token of a world; `do` in canonical texts."""
    return token_maker(country, do, values)(seed, world, draw)


def read_token(token: str, country: Country | None = None) -> Reopened:
    """What a token holds. It opens a pack that comes with the program, by its id, or the country given, which is read nowhere again.

    Raises:
        InputError: the token is damaged, or of another pack, version of a pack, or version of the rules, or holds what its pack has not.
    """
    try:
        body = _Body(_checked_bytes(token))
        return _reopened(body, token, country)
    except _Damaged:
        raise _bad(token, "the token is damaged", "a token as this program printed it", "damaged") from None


def _bad(token: object, problem: str, allowed: str, kind: Kind = "mismatch") -> InputError:
    return InputError(None, problem, kind=kind, found=shown(token), allowed=allowed)


def _checked_bytes(token: object) -> bytes:
    """The bytes of a token without those that check them."""
    if not isinstance(token, str) or len(token) > LONGEST:
        raise _Damaged
    try:
        data = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise _Damaged from None
    body, check = data[:-4], int.from_bytes(data[-4:], "big")
    if binascii.crc32(body) != check:
        raise _Damaged
    return body


def _reopened(body: _Body, token: str, given: Country | None) -> Reopened:
    """The fields of a token, in their order."""
    if body.byte() != _FORM:
        raise _Damaged
    if body.take(4) != _rules():
        allowed = f"tokens of rules {text_of_the_rules()[:6]}"
        raise _bad(token, "the token was made by another version of the rules, whose worlds are others", allowed)
    fingerprint = body.take(4)
    country = _country_of(body.take(body.byte()), token, given)
    seed, world, draw = (body.number(*BOUNDS[name]) for name in ("seed", "world", "draw"))
    form = body.byte()
    if form & ~(_BRANCH | _TEXTS | _WITH_A_READING | _WITH_VALUES | _ACCEPTED) or form & (_BRANCH | _TEXTS) == _BRANCH | _TEXTS:
        raise _Damaged
    if not form & _ACCEPTED:
        country = on_priors(country)
    if form & _WITH_A_READING:
        reading = body.number(0, BOUNDS["world"][1])
        if not country.reading and reading < len(country.readings):  # if not, the hash tells that the pack is another one
            country = with_reading(country, country.readings[reading].key)
    if bytes.fromhex(country.hash)[:4] != fingerprint:
        problem = f"the token was made with another version of the pack {country.id}"
        raise _bad(token, problem, f"tokens of {country.id} {country.hash[:8]}")
    if form & _WITH_A_READING and not country.reading:
        raise _Damaged
    values = _read_values(country, body) if form & _WITH_VALUES else {}
    do = _read_do(country, form, body)
    if body.rest():
        raise _Damaged
    return Reopened(country, seed, world, draw, do, Frozen(values))


def _country_of(name: bytes, token: str, given: Country | None) -> Country:
    """The country a token names. Only an id that comes with the program is looked up: a name in a token never leads to a folder."""
    known = list_packs() if given is None else [given.id]
    text = name.decode(errors="replace")
    if text not in known:
        raise _bad(token, f"the token is of the pack {shown(text)}", f"tokens of {listed(known)}, or of the pack that is given with the token")
    return load_pack(text) if given is None else given
