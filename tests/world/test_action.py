"""Actions: one declaration each, in the order of their numbers, and complete where a switch or an aim is asked for."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from sim.pack.country.switches import SWITCHES
from sim.world import rules
from sim.world.action import AT_FACTION, AT_NOBODY, AT_PATRON, Declared, in_order, number_of
from sim.world.rules.choose import AIMS, COUNT, TABLE
from sim.world.words import ACTIONS


def test_the_table_has_every_action_at_its_number() -> None:
    assert tuple(one.name for one in TABLE) == ACTIONS
    assert len(ACTIONS) == COUNT
    assert [number_of(name) for name in ACTIONS] == list(range(len(ACTIONS)))
    assert AIMS.tolist() == [one.aim for one in TABLE]
    assert {one.aim for one in TABLE} <= {AT_NOBODY, AT_FACTION, AT_PATRON}


def test_every_declaration_of_a_rule_file_is_in_the_table() -> None:
    files = [path.stem for path in Path(rules.__file__).parent.glob("*.py") if path.stem not in ("__init__", "choose")]
    found = [one for file in files for one in getattr(importlib.import_module(f"sim.world.rules.{file}"), "ACTIONS", ())]
    assert sorted(found, key=str) == sorted(TABLE, key=str)


def test_a_switch_of_an_action_is_one_that_packs_can_turn_off() -> None:
    assert [one.name for one in TABLE if one.switch and SWITCHES.get(one.switch) != ("on", "off")] == []


@pytest.mark.parametrize("wrong", [TABLE[:-1], (*TABLE, TABLE[0]), (*TABLE[:-1], Declared("dance"))])
def test_an_action_that_is_missing_twice_there_or_without_a_number_is_named(wrong: tuple[Declared, ...]) -> None:
    with pytest.raises(ValueError, match=r"listed in words\.ACTIONS: .*reform"):
        in_order(wrong)
