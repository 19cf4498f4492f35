"""What the month's actions leave behind: efforts, accusations, offers, pacts.

An effort stock remembers what a faction has been doing for about a year. An accusation fades, slower for those who stay in view. Two
standing offers make a pact.

Source: judgement. Leaves out: secret promises, broken ones beyond the cost of betrayal.
"""

from __future__ import annotations

from sim.world.compiled import rule
from sim.world.words import ALLY, COURT_PATRON, COURT_PEOPLE, DENOUNCE, LIE_LOW, ORGANISE, REFORM


@rule
def remember(tables, w, k):
    """Move faction k's effort stocks towards what it chose."""
    p = tables.parameters[tables.nation[w].draw]
    faction = tables.factions[w, k]
    speed = p.effort_memory
    faction.organising += speed * ((1.0 if faction.action == ORGANISE else 0.0) - faction.organising)
    faction.courting += speed * ((1.0 if faction.action == COURT_PEOPLE else 0.0) - faction.courting)
    faction.hiding += speed * ((1.0 if faction.action == LIE_LOW else 0.0) - faction.hiding)
    for q in range(2):
        tie = tables.ties[w, k, q]
        tie.courting += speed * ((1.0 if faction.action == COURT_PATRON and faction.target == q else 0.0) - tie.courting)


@rule
def accuse(tables, w, k):
    """Let old accusations against faction k fade and add the month's denunciations."""
    p = tables.parameters[tables.nation[w].draw]
    faction = tables.factions[w, k]
    faction.accused *= p.accused_decay_low if faction.action == LIE_LOW else p.accused_decay
    denouncers = 0
    for j in range(tables.order.shape[0]):
        other = tables.factions[w, j]
        if other.action == DENOUNCE and other.target == k:
            denouncers += 1
    faction.accused = min(1.0, faction.accused + p.denounce_weight * denouncers)


@rule
def offer(tables, w, month, k):
    """Enter faction k's offer of alliance, if it made one."""
    faction = tables.factions[w, k]
    if faction.action == ALLY:
        tables.pairs[w, k, faction.target].offered = month


@rule
def pacts(tables, w, month):
    """A pact stands while both offers stand and both are sides."""
    p = tables.parameters[tables.nation[w].draw]
    for k in range(tables.order.shape[0]):
        for j in range(tables.order.shape[0]):
            both = month - tables.pairs[w, k, j].offered < p.pact_months and month - tables.pairs[w, j, k].offered < p.pact_months
            living = tables.factions[w, k].alive == 1 and tables.factions[w, j].alive == 1
            tables.pairs[w, k, j].pact = 1 if k != j and both and living else 0


@rule
def efforts(tables, w, month):
    """Apply the month's routine actions of all factions, and let turmoil fade."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    for k in range(tables.order.shape[0]):
        remember(tables, w, k)
        accuse(tables, w, k)
        offer(tables, w, month, k)
    pacts(tables, w, month)
    reforming = 1.0 if tables.factions[w, nation.ruler].action == REFORM else 0.0
    nation.reform += p.effort_memory * (reforming - nation.reform)
    nation.turmoil *= p.turmoil_decay
