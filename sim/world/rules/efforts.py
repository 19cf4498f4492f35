"""What the month's actions leave behind: efforts, accusations, offers, pacts.

An effort stock remembers what a faction has been doing for about a year. An accusation fades, slower for those who stay in view. Two
standing offers make a pact.

    stock      += effort_memory * ([chosen this month] - stock): organising, courting of the people, of each patron, hiding; reform, by R's choice
    accused_k   = min(1, accused_decay * accused_k + denounce_weight * number of denouncers), accused_decay_low for who lies low
    pact_k,j    = both offers younger than pact_months, and both alive
    turmoil    *= turmoil_decay

Source: judgement. Leaves out: secret promises, broken ones beyond the cost of betrayal.
"""

from __future__ import annotations

from sim.world.compiled import rule
from sim.world.rules.alliance import ALLY, DENOUNCE
from sim.world.rules.reform import REFORM
from sim.world.rules.routine import COURT_PATRON, COURT_PEOPLE, LIE_LOW, ORGANISE
from sim.world.state import Common, World


@rule
def remember(world: World, common: Common, k: int) -> None:
    """Move faction k's effort stocks towards what it chose."""
    p = common.parameters
    faction = world.factions[k]
    speed = p.effort_memory
    faction.organising += speed * ((1.0 if faction.action == ORGANISE else 0.0) - faction.organising)
    faction.courting += speed * ((1.0 if faction.action == COURT_PEOPLE else 0.0) - faction.courting)
    faction.hiding += speed * ((1.0 if faction.action == LIE_LOW else 0.0) - faction.hiding)
    for q in range(2):
        tie = world.ties[k, q]
        tie.courting += speed * ((1.0 if faction.action == COURT_PATRON and faction.target == q else 0.0) - tie.courting)


@rule
def accuse(world: World, common: Common, k: int) -> None:
    """Let old accusations against faction k fade and add the month's denunciations."""
    p = common.parameters
    faction = world.factions[k]
    faction.accused *= p.accused_decay_low if faction.action == LIE_LOW else p.accused_decay
    denouncers = 0
    for j in range(common.count):
        other = world.factions[j]
        if other.action == DENOUNCE and other.target == k:
            denouncers += 1
    faction.accused = min(1.0, faction.accused + p.denounce_weight * denouncers)


@rule
def offer(world: World, common: Common, month: int, k: int) -> None:
    """Enter faction k's offer of alliance, if it made one."""
    faction = world.factions[k]
    if faction.action == ALLY:
        world.pairs[k, faction.target].offered = month


@rule
def pacts(world: World, common: Common, month: int) -> None:
    """A pact stands while both offers stand and both are sides."""
    p = common.parameters
    for k in range(common.count):
        for j in range(common.count):
            both = month - world.pairs[k, j].offered < p.pact_months and month - world.pairs[j, k].offered < p.pact_months
            living = world.factions[k].alive == 1 and world.factions[j].alive == 1
            world.pairs[k, j].pact = 1 if k != j and both and living else 0


@rule
def efforts(world: World, common: Common, month: int) -> None:
    """Apply the month's routine actions of all factions, and let turmoil fade."""
    p = common.parameters
    for k in range(common.count):
        remember(world, common, k)
        accuse(world, common, k)
        offer(world, common, month, k)
    pacts(world, common, month)
    reforming = 1.0 if world.factions[world.ruler].action == REFORM else 0.0
    world.reform += p.effort_memory * (reforming - world.reform)
    world.turmoil *= p.turmoil_decay
