"""Expected gains of the routine actions: governing or lying low, organising, courting the people, courting a patron.

Lying low is worth more the more one is threatened; organising the less power one has; courting the people the less they approve and the
better one's leader speaks; courting a patron the nearer he is, and the more one needs him.

    govern (R)         = govern_share * lie_low_gain
    lie low (not R)    = lie_low_gain * threat_k
    organise           = organise_gain * (1 - power_k)
    court the people   = court_people_gain * (1 - support_k) * (charisma_base + charisma_k)
    court patron q     = court_patron_gain * presence_q * (court_tie_base + given_k,q) * (court_threat_base + threat_k)
                       * (1 - court_line * |line_k - line_q|)

Source: judgement. Leaves out: learning from what worked.
"""

from __future__ import annotations

import numpy as np

from sim.world.action import AT_PATRON, Declared, number_of
from sim.world.compiled import rule
from sim.world.ledger import note
from sim.world.rules.backing import line_of
from sim.world.state import Common, World
from sim.world.words import T_PATRON_PRESENCE, T_ROOM, T_THREAT, T_UNPOPULARITY

GOVERN, LIE_LOW, ORGANISE = number_of("govern"), number_of("lie_low"), number_of("organise")
COURT_PEOPLE, COURT_PATRON = number_of("court_people"), number_of("court_patron")
ACTIONS = (
    Declared("govern"),
    Declared("lie_low", switch="lying_low"),
    Declared("organise", switch="organising"),
    Declared("court_people", switch="courting_people"),
    Declared("court_patron", AT_PATRON, switch="courting_patrons"),
)


@rule
def govern_gain(world: World, common: Common, k: int) -> float:
    """The ruler goes on as before."""
    if k != world.ruler:
        return -np.inf
    p = common.parameters
    return note(world, T_ROOM, p.govern_share * p.lie_low_gain)


@rule
def lie_low_gain(world: World, common: Common, k: int) -> float:
    """Give no offence."""
    if k == world.ruler or common.switches.lying_low == 0:
        return -np.inf
    return note(world, T_THREAT, common.parameters.lie_low_gain * world.factions[k].threat)


@rule
def organise_gain(world: World, common: Common, k: int) -> float:
    """Place one's own people."""
    if common.switches.organising == 0:
        return -np.inf
    return note(world, T_ROOM, common.parameters.organise_gain * (1.0 - world.factions[k].power))


@rule
def court_people_gain(world: World, common: Common, k: int) -> float:
    """Seek popular support."""
    if common.switches.courting_people == 0:
        return -np.inf
    p = common.parameters
    faction = world.factions[k]
    return note(world, T_UNPOPULARITY, p.court_people_gain * (1.0 - faction.support) * (p.charisma_base + faction.charisma))


@rule
def court_patron_gain(world: World, common: Common, k: int, q: int) -> float:
    """Seek patron q's favour."""
    patron = world.patrons[q]
    if common.switches.courting_patrons == 0 or q >= common.patrons:
        return -np.inf
    p = common.parameters
    ease = (p.court_tie_base + world.ties[k, q].given) * (p.court_threat_base + world.factions[k].threat)
    near = 1.0 - p.court_line * abs(line_of(world, common, k) - patron.line)
    return note(world, T_PATRON_PRESENCE, p.court_patron_gain * patron.presence * ease * near)
