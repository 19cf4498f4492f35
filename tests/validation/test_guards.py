"""Guards hold on packs of any number of groups, and each of them can fail."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from sim.locale import LANGUAGES
from sim.pack import Country
from sim.runs.ensemble import Ensemble, ensemble
from sim.validation import guards as room
from sim.validation.guards import Guard, by_agents, by_names, by_nothing, by_threads, guards
from sim.world.state import Block

SEED = 9


def many(country: Country, count: int) -> Country:
    """The country with so many groups: those it has, given again under other names."""
    made = [
        dataclasses.replace(country.factions[k % 3], key=f"group_{k}", uid=f"uid_{(k * 5) % 7}", aliases=(), entry=None, parent=None) for k in range(count)
    ]
    reach = [dataclasses.replace(one, traits={**one.traits, "reach": dataclasses.replace(one.traits["reach"], start=1 / count)}) for one in made]
    return dataclasses.replace(country, factions=tuple(reach), cadres=(), first_ruler="group_0")


@pytest.mark.parametrize("count", [2, 3, 5, 6])
def test_guards_hold_for_any_number_of_groups(demo: Country, count: int) -> None:
    found = guards(demo if count == 3 else many(demo, count), SEED)
    assert [(guard.id, guard.differs) for guard in found] == [("agents", ()), ("names", ()), ("threads", ()), ("nothing", ())]
    assert str(count) in found[1].evidence()


def test_guards_hold_for_the_first_case(korea: Country) -> None:
    assert all(guard.passes for guard in guards(korea, SEED))


@pytest.fixture(scope="module")
def alone(demo: Country) -> Block:
    return ensemble(demo, room.WORLDS, SEED, workers=1).block


def changed(block: Block, part: str, field: str, world: int = 7) -> Block:
    """The block with one number of one world moved by a little."""
    copy = block._replace(**{part: getattr(block, part).copy()})
    table = getattr(copy, part)[field]
    table[world].flat[3] = table[world].flat[3] + 1e-9 if table.dtype.kind == "f" else table[world].flat[3] + 1
    return copy


@pytest.mark.parametrize(("part", "field"), [("months", "turmoil"), ("rows", "support")])
def test_a_number_that_differs_by_a_little_is_found_and_named(demo: Country, alone: Block, part: str, field: str) -> None:
    longest = int((np.where(alone.worlds["ended"] != 0, alone.worlds["ended_month"], demo.months)).argmax())
    assert by_agents(demo, SEED, changed(alone, part, field, longest)).differs == (f"{part}.{field}",)
    assert by_names(demo, SEED, changed(alone, part, field)).differs == (f"{part}.{field}",)
    assert by_threads(demo, SEED, changed(alone, part, field)).differs == (part,)
    assert by_nothing(demo, SEED, changed(alone, part, field)).differs == (part,)


def test_a_ledger_that_differs_is_found(demo: Country, alone: Block) -> None:
    other = alone._replace(worlds=alone.worlds.copy())
    other.worlds["events"]["luck"][:, 0] = 0.123
    assert "events.luck" in by_agents(demo, SEED, other).differs
    assert "events.luck" in by_names(demo, SEED, other).differs
    assert by_threads(demo, SEED, other).differs == ("worlds",)


def test_a_rule_that_knows_a_place_fails_the_guard_of_names(demo: Country, monkeypatch: pytest.MonkeyPatch) -> None:
    def favoured(country: Country, *given: Any, **named: Any) -> Ensemble:
        """The group in the first place is a little more popular."""
        first, *rest = country.factions
        value = first.traits["support"]
        better = dataclasses.replace(first, traits={**first.traits, "support": dataclasses.replace(value, start=min(0.99, value.start + 0.05), prior="fixed")})
        return ensemble(dataclasses.replace(country, factions=(better, *rest)), *given, **named)

    monkeypatch.setattr(room, "ensemble", favoured)
    assert not by_names(demo, SEED, favoured(demo, room.WORLDS, SEED).block).passes


@pytest.mark.parametrize("lang", LANGUAGES)
def test_evidence_is_a_sentence_with_figures_and_says_what_differs(lang: str) -> None:
    guard = Guard("threads", ("months", "rows"), {"worlds": 60, "months": "651", "threads": 4, "bytes": "1,024"})
    assert not guard.passes
    for word in ("60", "651", "1,024", "months, rows"):
        assert word in guard.evidence(lang)
    assert guard.as_dict() == {"id": "threads", "pass": False, "evidence": guard.evidence("en")}
