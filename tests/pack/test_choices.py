"""The form of an intervention, and the branches of a pack."""

from __future__ import annotations

import pytest

from sim.pack import load_pack
from sim.pack.build.choices import parse_do
from sim.pack.country.dates import parse_month


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ruler=yanan@1956-09:plenum", ("ruler", "yanan", "1956-09", "plenum")),
        ("war=won@1950-09", ("war", "won", "1950-09", None)),
        ("trait.soviet.support=0.45@1945-10", ("trait.soviet.support", "0.45", "1945-10", None)),
        ("trait.domestic.adventurism=rivals", ("trait.domestic.adventurism", "rivals", None, None)),
        ("swap=guerrilla,domestic:support,tie.ussr@1945-10", ("swap", "guerrilla,domestic:support,tie.ussr", "1945-10", None)),
        ("suppress=hungary_1956", ("suppress", "hungary_1956", None, None)),
        ("switch.patron_veto=off", ("switch.patron_veto", "off", None, None)),
        ("ruler=yan'an@1956-09:from-start", ("ruler", "yan'an", "1956-09", "from-start")),
    ],
)
def test_every_form_of_the_contract_is_taken_apart(text: str, parts: tuple[str, str, str | None, str | None]) -> None:
    do = parse_do(text)
    assert (do.what, do.value, do.month, do.route) == (parts[0], parts[1], parse_month(parts[2]) if parts[2] else None, parts[3])


@pytest.mark.parametrize(
    "text",
    ["", "ruler", "ruler=", "=x", "ruler=x@", "ruler=x@1956", "ruler=x@1956-13", "ruler=x@1956-09:", "a=b=c", "a=b c", "a=b@1956-09@1957-01"],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not "):
        parse_do(text)


def test_a_branch_comes_after_the_one_it_is_compared_with() -> None:
    seen = {"baseline"}
    for branch in load_pack("demo").branches:
        assert branch.reference in seen
        seen.add(branch.id)


def test_the_default_of_a_switch_is_its_first_option() -> None:
    for switch in load_pack("demo").switches:
        assert switch.options[0] == switch.default
        assert len(switch.options) >= 2
