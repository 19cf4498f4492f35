"""What each predicate finds in a world made by hand, and what it does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.pack import Country
from sim.pack.country.facts import PREDICATES
from sim.validation.facts.predicates import FIND, matches
from sim.world.words import (
    ENDED_OPENING,
    EV_ABSORPTION,
    EV_CAMPAIGN,
    EV_CHALLENGE,
    EV_FALL,
    EV_INTERVENTION,
    EV_OPENING,
    EV_PURGE,
    EV_REVERSAL,
    EV_SUCCESSION,
    EV_UPRISING,
    EV_WAR,
    HOW_HEIR,
    HOW_SUCCESSOR,
)

from ..builders import Made
from .builders import fact

ROOT = Path(__file__).parents[3]


def found(made: Made, *given: Any, **told: Any) -> bool:
    return bool(matches(made.them, fact(*given, **told))[0])


def test_every_predicate_is_looked_for_and_the_readme_says_what_it_is_told() -> None:
    assert list(FIND) == list(PREDICATES)
    text = (ROOT / "sim/validation/facts/README.md").read_text("utf-8")
    rows = [line.split("|") for line in text.splitlines() if line.startswith("| `")]
    for name, predicate in PREDICATES.items():
        cells = [row[3] for row in rows if f"`{name}`" in row[1]]
        told = [cell for cell in cells if all(f"`{key}`" in cell for key in predicate.keys)]
        assert told, name


EVENTS = {
    "vote_carried": (EV_FALL, {}), "handover": (EV_SUCCESSION, {"how": HOW_SUCCESSOR}), "heir": (EV_SUCCESSION, {"how": HOW_HEIR}),
    "patron_reversal": (EV_REVERSAL, {}), "troops": (EV_INTERVENTION, {}), "second_war": (EV_WAR, {}), "uprising": (EV_UPRISING, {}),
    "campaign": (EV_CAMPAIGN, {}), "opening": (EV_OPENING, {}), "absorbed": (EV_ABSORPTION, {}), "vote_held": (EV_CHALLENGE, {}),
    "purged": (EV_PURGE, {"amount": 0.05}),
}  # fmt: skip


@pytest.mark.parametrize("predicate", EVENTS)
def test_an_event_counts_in_its_months_alone_and_only_if_nobody_forced_it(demo: Country, predicate: str) -> None:
    kind, told = EVENTS[predicate]
    made = Made(demo, 2)
    group = {"group": demo.factions[made.other].key} if PREDICATES[predicate].group else {}
    made.happened(50, kind, made.first, made.other, **told)
    made.happened(50, kind, made.first, made.other, world=1, imposed=1, **told)
    assert found(made, predicate, 40, 50, **group)
    assert found(made, predicate, 50, 60, **group)
    assert not found(made, predicate, 51, 60, **group)
    assert not found(made, predicate, 40, 49, **group)
    assert found(made, predicate, 40, 49, came=False, **group)
    assert not matches(made.them, fact(predicate, 40, 60, **group))[1]


def test_every_event_predicate_is_tried() -> None:
    assert set(EVENTS) == {name for name, predicate in PREDICATES.items() if not predicate.state}


def test_a_carried_vote_is_a_vote_held_and_a_handover(demo: Country) -> None:
    made = Made(demo)
    made.happened(50, EV_FALL, made.other, made.first)
    assert found(made, "vote_held", 40, 60)
    assert found(made, "handover", 40, 60)
    assert not found(made, "heir", 40, 60)


def test_troops_that_leave_the_ruler_in_office_are_no_handover(demo: Country) -> None:
    made = Made(demo)
    made.happened(50, EV_INTERVENTION, made.first, made.first)
    assert not found(made, "handover", 40, 60)


def test_a_purge_is_of_a_group_and_of_a_size(demo: Country) -> None:
    made = Made(demo)
    victim, ruler = demo.factions[made.other].key, demo.factions[made.first].key
    made.happened(50, EV_PURGE, made.first, made.other, amount=0.05)
    assert found(made, "purged", 40, 60, group=victim, level=0.05)
    assert not found(made, "purged", 40, 60, group=victim, level=0.06)
    assert not found(made, "purged", 40, 60, group=ruler)
    assert found(made, "purged", 40, 60, group=f"{ruler}+{victim}")


def test_who_rules_at_the_end_of_a_month_and_nobody_after_the_end(demo: Country) -> None:
    made = Made(demo)
    first, other = (demo.factions[k].key for k in (made.first, made.other))
    made.rules(made.other, 60)
    made.ends(100, how=ENDED_OPENING)
    assert found(made, "rules", 59, group=first)
    assert found(made, "rules", 60, group=other)
    assert found(made, "rules", 60, group=f"{first}+{other}")
    assert found(made, "rules", 60, group=first, came=False)
    assert not found(made, "rules", 101, group=other)
    assert not found(made, "rules", 101, group=first, came=False)
    assert found(made, "uprising", 90, 200, came=False)


def test_shares_lie_beyond_their_bound(demo: Country) -> None:
    made = Made(demo)
    made.rows["heads"][0, 50] = [0.2, 0.3, 0.4]
    made.rows["power"][0, 50] = [0.2, 0.3, 0.4]
    group = demo.factions[1].key
    assert found(made, "committee_share", 50, group=group, edge="above", bound=0.29)
    assert not found(made, "committee_share", 50, group=group, edge="below", bound=0.29)
    assert found(made, "committee_share", 50, group=f"{group}+{demo.factions[0].key}", edge="above", bound=0.49)
    assert found(made, "largest_power", 50, edge="below", bound=0.41)
    assert not found(made, "largest_power", 50, edge="below", bound=0.39)
    made.ends(49)
    assert not found(made, "largest_power", 50, edge="below", bound=0.41)
