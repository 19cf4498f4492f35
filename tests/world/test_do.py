"""Interventions: how they are read, what is refused and in which words."""

from __future__ import annotations

import pytest

from sim.pack import Country, InputError
from sim.world.build import idle
from sim.world.do import options_of, read_do
from sim.world.state import OVERRIDES_MOST


@pytest.mark.parametrize(("text", "canonical"), [
    ("ruler=harbour@1956-09:plenum", "ruler=harbour@1956-09:plenum"),
    (" Ruler = Harbour @ 1956-09 : vote ", "ruler=harbour@1956-09:plenum"),
    ("ruler=harbour@1956-09:installed", "ruler=harbour@1956-09:fiat"),
    ("ruler=harbour@1956-09:after-death", "ruler=harbour@1956-09:death"),
    ("ruler=harbour@1945-10:from-start", "ruler=harbour@1945-10:start"),
    ("war=won", "war=won"),
    ("war=won@1950-09", "war=won@1950-09"),
    ("trait.harbour.charisma=0.50", "trait.harbour.charisma=0.5@1945-10"),
    ("trait.harbour.tie.keldon=rivals@1950-01", "trait.harbour.tie.keldon=rivals@1950-01"),
    ("trait.harbour.ideology=-1", "trait.harbour.ideology=-1@1945-10"),
    ("swap=uplanders,harbour:support,charisma@1950-01", "swap=harbour,uplanders:charisma,support@1950-01"),
    ("suppress=border_rising", "suppress=border_rising"),
    ("force=border_rising@1960-01", "force=border_rising@1960-01"),
    ("remove=tomin_adrel", "remove=tomin_adrel@1945-10"),
    ("keep=cale_dorn", "keep=cale_dorn"),
    ("switch.purge=off", "switch.purge=off"),
])  # fmt: skip
def test_every_kind_is_read_and_spelled_in_one_way(demo: Country, text: str, canonical: str) -> None:
    (one,) = read_do(demo, [text])
    assert one.text == canonical
    assert read_do(demo, [one.text]) == (one,)


def test_order_and_repetition_do_not_matter(demo: Country) -> None:
    texts = ["war=won", "switch.purge=off", "ruler=harbour@1956-09:plenum"]
    assert read_do(demo, texts) == read_do(demo, [*reversed(texts), "war=won", "", "ruler=HARBOUR@1956-09:vote"])


WRONG = {
    "ruler=harbor@1956-09:plenum": ("unknown faction", "nearest: harbour"),
    "ruler=harbour@1956-09": ("needs a route", "plenum"),
    "ruler=harbour@1956-09:": ("needs a route", "plenum"),
    "ruler=harbour@1956-09:plenun": ("needs a route", "nearest: plenum"),
    "ruler=harbour": ("needs a month", "YYYY-MM"),
    "ruler=harbour@1956-13:plenum": ("not a month", "1945-10 to 1999-12"),
    "ruler=harbour@September:plenum": ("not a month", "1945-10 to 1999-12"),
    "ruler=harbour@1945-09:plenum": ("outside the horizon", "1945-10 to 1999-12"),
    "ruler=harbour@2000-01:plenum": ("outside the horizon", "1945-10 to 1999-12"),
    "ruler=harbour@1946-01:start": ("first month only", "1945-10"),
    "rular=harbour@1956-09:plenum": ("unknown kind", "nearest: ruler"),
    "ruler.x=harbour@1956-09:plenum": ("unknown kind", "switch.<name>"),
    "trait=0.5": ("unknown kind", "trait.<faction>.<trait>"),
    "war=wun": ("unknown outcome", "nearest: won"),
    "war=won@1960-01": ("no such outcome in that month", "1950-05 to 1950-09"),
    "war=won:plenum": ("", ""),
    "trait.harbour.charsma=0.5": ("unknown trait", "nearest: charisma"),
    "trait.harbour.charisma=1.5": ("not a value", "0 to 1"),
    "trait.harbour.charisma=nan": ("not a value", "0 to 1"),
    "trait.harbour.ideology=-1.01": ("not a value", "-1 to 1"),
    "trait.harbour.charisma=much": ("not a value", "rivals"),
    "trait.harbour.reach=0.5@1950-01": ("first month only", "1945-10"),
    "swap=harbour:charisma": ("not an exchange", "GROUP,GROUP"),
    "swap=harbour,harbour:charisma": ("two groups", "uplanders"),
    "swap=harbour,uplanders:reach@1950-01": ("first month only", "1945-10"),
    "swap=harbour,uplanders:charm": ("unknown trait", "charisma"),
    "suppress=border_risin": ("unknown outside event", "nearest: border_rising"),
    "suppress=envoy_visits": ("moves nothing", "border_rising"),
    "suppress=border_rising@1950-01": ("has no date", "suppress=border_rising"),
    "force=border_rising": ("needs a month", "force=border_rising@YYYY-MM"),
    "remove=tomin_adral": ("unknown person", "nearest: tomin_adrel"),
    "keep=besk": ("unknown person", "cadres.csv"),
    "keep=ilse_brann": ("no death", "recorded death"),
    "keep=cale_dorn@1951-01": ("another month", "1950-09"),
    "switch.purg=off": ("unknown switch", "nearest: purge"),
    "switch.purge=of": ("not an option", "nearest: off"),
    "switch.purge=off@1950-01": ("whole horizon", "switch.purge=off"),
    "switch.purge=off@1950-01:plenum": ("has a route", "no route"),
    "nonsense": ("not of the form", "WHAT=VALUE"),
    "=": ("not of the form", "WHAT=VALUE"),
    "ruler=" + "x" * 300: ("not of the form", "WHAT=VALUE"),
    "ruler=a\nb@1956-09:plenum": ("unknown faction", "harbour"),
}


@pytest.mark.parametrize("text", list(WRONG), ids=lambda text: text[:40])
def test_what_is_wrong_is_refused_in_one_line_that_says_what_is_allowed(demo: Country, text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_do(demo, [text])
    line = str(caught.value)
    assert "\n" not in line
    assert len(line) < 600
    for part in WRONG[text]:
        assert part in line


CONTRADICTORY = [
    ["ruler=harbour@1956-09:plenum", "ruler=uplanders@1956-09:plenum"],
    ["ruler=harbour@1956-09:plenum", "ruler=harbour@1956-09:death"],
    ["war=won", "war=lost"],
    ["war=won", "switch.war=none"],
    ["switch.majority=half", "switch.majority=two_thirds"],
    ["trait.harbour.charisma=0.1", "trait.harbour.charisma=0.2"],
    ["trait.harbour.charisma=0.1@1950-01", "swap=harbour,uplanders:charisma@1950-01"],
    ["swap=harbour,uplanders:charisma", "swap=harbour,returnees:charisma"],
    ["suppress=border_rising", "force=border_rising@1960-01"],
    ["remove=cale_dorn", "keep=cale_dorn"],
]


@pytest.mark.parametrize("texts", CONTRADICTORY, ids=lambda texts: " ".join(texts))
def test_contradictions_are_refused_whatever_their_order(demo: Country, texts: list[str]) -> None:
    lines = set()
    for order in (texts, texts[::-1]):
        with pytest.raises(InputError) as caught:
            read_do(demo, order)
        lines.add(str(caught.value))
    assert len(lines) == 1
    assert "\n" not in lines.pop()


@pytest.mark.parametrize("texts", [
    ["ruler=harbour@1956-09:plenum", "ruler=uplanders@1956-10:plenum"],
    ["trait.harbour.charisma=0.1@1950-01", "trait.harbour.charisma=0.9@1955-01"],
    ["trait.harbour.charisma=0.1", "trait.harbour.support=0.2", "trait.uplanders.charisma=0.2"],
])  # fmt: skip
def test_changes_of_different_things_or_months_go_together(demo: Country, texts: list[str]) -> None:
    assert len(read_do(demo, texts)) == len(texts)


def test_an_outcome_of_the_war_said_twice_is_one_change(demo: Country) -> None:
    dated = read_do(demo, ["war=won@1950-09"])
    assert read_do(demo, ["war=won", "war=won@1950-09"]) == dated
    assert read_do(demo, ["war=won"]) != dated


def test_more_changes_than_a_world_has_room_for_are_refused(demo: Country) -> None:
    texts = [f"trait.harbour.charisma=0.5@19{year}-{month:02}" for year in range(50, 56) for month in range(1, 13)]
    assert len(read_do(demo, texts[:OVERRIDES_MOST])) == OVERRIDES_MOST
    with pytest.raises(InputError, match=f"too many changes.*{OVERRIDES_MOST + 1}.*at most {OVERRIDES_MOST}"):
        read_do(demo, texts[: OVERRIDES_MOST + 1])


def test_keeping_somebody_from_a_death_that_is_not_replayed_is_idle(korea: Country) -> None:
    kept = {cadre.key: cadre for cadre in korea.cadres if cadre.died is not None and cadre.died >= 0}
    violent = next(key for key, cadre in kept.items() if cadre.fate == "executed_or_suicide")
    natural = next(key for key, cadre in kept.items() if cadre.death_kind == "natural" and (cadre.died or 0) < 130)
    assert idle(korea, read_do(korea, ["keep=ho_ka_i@1953-07"])) == []
    assert idle(korea, read_do(korea, [f"keep={violent}", f"keep={natural}"]))[0].startswith(f"keep={violent}")
    assert len(idle(korea, read_do(korea, [f"keep={violent}", f"keep={natural}"]))) == 1


def test_options_are_the_defaults_and_what_was_switched(demo: Country) -> None:
    plain, changed = options_of(demo, ()), options_of(demo, read_do(demo, ["switch.purge=off", "war=won"]))
    assert plain == {switch.key: switch.default for switch in demo.switches}
    assert {key for key in plain if plain[key] != changed[key]} == {"purge", "war"}
    assert (changed["purge"], changed["war"]) == ("off", "won")
