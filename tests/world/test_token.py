"""Tokens: what they hold comes back, and nothing else does."""

from __future__ import annotations

import base64
import binascii
import dataclasses
import functools
import struct
import tracemalloc
import zlib
from pathlib import Path

import pytest

from sim.cli.main import run
from sim.pack import Country, InputError, load_pack, with_reading
from sim.world.bounds import BOUNDS
from sim.world.do import read_do
from sim.world.token import make_token, read_token

from ..pack.broken import copy_of_demo


def texts(country: Country, do: list[str]) -> tuple[str, ...]:
    return tuple(one.text for one in read_do(country, do))


@pytest.mark.parametrize("do", [[], ["ruler=harbour@1956-09:plenum"], ["suppress=border_rising", "trait.harbour.support=0.4@1947-01"]])
@pytest.mark.parametrize("reading", [None, "kinder"])
def test_a_token_gives_back_all_it_was_made_of(do: list[str], reading: str | None) -> None:
    country = load_pack("demo", reading)
    found = read_token(make_token(country, 77, 1234, 56, texts(country, do)))
    assert (found.seed, found.world, found.draw, tuple(one.text for one in found.do)) == (77, 1234, 56, texts(country, do))
    assert found.country == country
    assert found.country.reading == (reading or "")


def test_the_tokens_of_default_branches_are_short(korea: Country) -> None:
    for branch in korea.branches:
        assert len(make_token(korea, 2**32 - 1, 10**6, 10**5, texts(korea, list(branch.do)))) <= 60


def test_without_a_reading_a_token_is_no_longer_than_before(demo: Country) -> None:
    under = with_reading(demo, "kinder")
    assert len(make_token(demo, 1, 0, 0, ())) <= len(make_token(under, 1, 0, 0, ()))


def test_a_reading_makes_another_token(demo: Country) -> None:
    assert make_token(demo, 1, 0, 0, ()) != make_token(with_reading(demo, "kinder"), 1, 0, 0, ())


def test_a_token_of_another_version_of_a_reading_is_refused(demo: Country) -> None:
    other = dataclasses.replace(with_reading(demo, "kinder"), hash="0" * 16)
    with pytest.raises(InputError, match="another version of the pack demo"):
        read_token(make_token(other, 1, 0, 0, ()))


def test_a_token_of_a_reading_that_is_gone_is_refused(demo: Country) -> None:
    more = tuple(dataclasses.replace(demo.readings[0], key=key) for key in ("a", "b", "kinder"))
    other = dataclasses.replace(demo, readings=more, reading="kinder", hash="0" * 16)
    with pytest.raises(InputError, match="another version of the pack demo"):
        read_token(make_token(other, 1, 0, 0, ()))


@pytest.mark.parametrize("do", [[], ["ruler=harbour@1956-09:plenum"], ["suppress=border_rising"]])
@pytest.mark.parametrize("reading", [None, "kinder"])
def test_a_token_gives_back_values_to_the_last_bit(do: list[str], reading: str | None) -> None:
    country = load_pack("demo", reading)
    values = {"turnover": 0.1 + 0.2, "harbour.support": 1 / 3, "returnees.tie.keldon": 5e-324, "uplanders.ideology": -0.25}
    found = read_token(make_token(country, 77, 1234, 56, texts(country, do), values))
    assert dict(found.values) == values
    assert (found.seed, found.world, found.draw, tuple(one.text for one in found.do)) == (77, 1234, 56, texts(country, do))


def test_a_token_without_values_is_what_it_was(demo: Country) -> None:
    assert make_token(demo, 1, 0, 0, (), {}) == make_token(demo, 1, 0, 0, ())
    assert make_token(demo, 1, 0, 0, (), {"turnover": 0.01}) != make_token(demo, 1, 0, 0, ())


def sealed(body: bytes) -> str:
    """A token with these bytes, and the check that goes with them."""
    return base64.urlsafe_b64encode(body + binascii.crc32(body).to_bytes(4, "big")).decode().rstrip("=")


def parts(country: Country) -> tuple[bytes, bytes]:
    """What stands before and after the pack's name in the token of world 0 of seed 1, draw 0."""
    token = make_token(country, 1, 0, 0, ())
    body = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))[:-4]
    size = body[9]
    return body[:9], body[10 + size :]


@functools.cache
def forged() -> dict[str, str]:
    """Tokens with a right check that hold what no token holds."""
    country = load_pack("demo")
    head, tail = parts(country)
    name = bytes([len(country.id)]) + country.id.encode()
    begin, numbers, huge = head + name, tail[:-1], b"\xff" * 60 + b"\x01"
    nan, many = struct.pack("<d", float("nan")), struct.pack("<d", 1e300)
    return {
        "nothing": sealed(b""), "a form of its own": sealed(b"\x07" + (begin + tail)[1:]), "cut in the pack": sealed(head + name[:3]),
        "cut in the numbers": sealed(begin + tail[:1]), "more behind": sealed(begin + tail + b"x"), "an endless seed": sealed(begin + huge + tail[1:]),
        "a seed too large": sealed(begin + b"\x80\x80\x80\x80\x10\x00\x00\x00"), "a world too large": sealed(begin + b"\x01\xff\xff\xff\xff\x7f\x00\x00"),
        "a branch too large": sealed(begin + numbers + b"\x01\x7f"), "an endless branch": sealed(begin + numbers + b"\x01" + huge),
        "unknown bits": sealed(begin + numbers + b"\x80"), "a branch and texts": sealed(begin + numbers + b"\x03\x00"),
        "texts that are not compressed": sealed(begin + numbers + b"\x02ruler"), "no texts": sealed(begin + numbers + b"\x02"),
        "texts that are no text": sealed(begin + numbers + b"\x02" + zlib.compress(b"\xff\xfe")),
        "texts cut short": sealed(begin + numbers + b"\x02" + zlib.compress(b"suppress=border_rising")[:-3]),
        "an unknown change": sealed(begin + numbers + b"\x02" + zlib.compress(b"suppress=nothing")),
        "a change spelled otherwise": sealed(begin + numbers + b"\x02" + zlib.compress(b" suppress=border_rising")),
        "a bomb": sealed(begin + numbers + b"\x02" + zlib.compress(b"a" * 20_000_000, 9)), "no values": sealed(begin + numbers + b"\x08\x00"),
        "endless values": sealed(begin + numbers + b"\x08" + huge), "values cut short": sealed(begin + numbers + b"\x08\x01\x00abc"),
        "a value that is no number": sealed(begin + numbers + b"\x08\x01\x00" + nan), "a value out of bounds": sealed(begin + numbers + b"\x08\x01\x00" + many),
        "a value without a key": sealed(begin + numbers + b"\x08\x01\xff\x7f" + many), "a reading too large": sealed(begin + numbers + b"\x04\xff\x7f"),
        "another pack": sealed(head + b"\x05nopack"[:6] + tail), "a path": sealed(head + b"\x06../x/y" + tail), "a folder": sealed(head + b"\x04/tmp" + tail),
        "an address": sealed(head + b"\x0ehttp://x.y/z/w" + tail), "no name": sealed(head + b"\x00" + tail), "a name that is no text": sealed(head + b"\x02\xff\xff" + tail),
        "not of these letters": "\u0661" * 40, "too long": "A" * 10_000_000,
    }  # fmt: skip


@pytest.mark.parametrize("kind", list(forged()))
def test_a_forged_token_is_refused_in_one_sentence(kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    token = forged()[kind]
    tracemalloc.start()
    with pytest.raises(InputError):
        read_token(token)
    assert tracemalloc.get_traced_memory()[1] < 15_000_000 + 4 * len(token), "a short text does not become a long one"
    tracemalloc.stop()
    if len(token) < 100_000:  # a command line has room for it
        assert run(["run", "--token", token]) == 2
        out, err = capfd.readouterr()
        assert (out, len(err.splitlines())) == ("", 1)


@pytest.mark.parametrize("token", [None, 5, b"x", ["x"]])
def test_a_token_that_is_no_text_is_damaged(token: object) -> None:
    with pytest.raises(InputError, match="the token is damaged"):
        read_token(token)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["seed", "world", "draw"])
def test_a_token_goes_as_far_as_the_bounds(name: str, demo: Country) -> None:
    numbers = {"seed": 1, "world": 0, "draw": 0}
    assert getattr(read_token(make_token(demo, **{**numbers, name: BOUNDS[name][1]}, do=())), name) == BOUNDS[name][1]
    with pytest.raises(InputError, match="the token is damaged"):
        read_token(make_token(demo, **{**numbers, name: BOUNDS[name][1] + 1}, do=()))


def test_a_token_leads_to_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even to one that lies where the program is called and is named as the token says; with its pack it opens."""
    pack = copy_of_demo(tmp_path).rename(tmp_path / "isle")
    (pack / "pack.toml").write_text((pack / "pack.toml").read_text("utf-8").replace('id = "demo"', 'id = "isle"', 1), "utf-8")
    country = load_pack(pack)
    token = make_token(country, 1, 0, 0, ())
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="the token is of the pack 'isle'"):
        read_token(token)
    assert read_token(token, country).country is country
    assert run(["run", "isle", "--token", token, "--until", "1945-10"]) == 0
    assert run(["run", "demo", "--token", token]) == 2
