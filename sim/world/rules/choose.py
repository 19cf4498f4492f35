"""One action a month: quantal response over expected gains.

Every action a faction could take has an expected gain made of a few named terms. It takes the one with the largest gain plus Gumbel chance,
so that an action is chosen in proportion to exp(gain). All choose on the same board; nobody sees another's choice of the same month.

Source: quantal response (McKelvey and Palfrey 1995). Leaves out: plans over more than a month, guesses about the others' choices.
"""

from __future__ import annotations

import math

import numpy as np

from sim.world.compiled import rule
from sim.world.ledger import forget, keep_terms
from sim.world.luck import Word, at, may_come_first, uniform_option, whole
from sim.world.rules.alliance import ally_gain, denounce_gain
from sim.world.rules.campaign import campaign_gain
from sim.world.rules.challenge import challenge_gain
from sim.world.rules.purge import purge_gain
from sim.world.rules.reform import reform_gain
from sim.world.rules.routine import court_patron_gain, court_people_gain, govern_gain, lie_low_gain, organise_gain
from sim.world.rules.war import war_gain
from sim.world.state import Array, Common, World
from sim.world.words import (
    ALLY,
    CAMPAIGN,
    CHALLENGE,
    COURT_PATRON,
    COURT_PEOPLE,
    DENOUNCE,
    GOVERN,
    LIE_LOW,
    NO_ACTION,
    NOBODY,
    ORGANISE,
    PURGE,
    REFORM,
    S_CHOICE,
    WAR,
)


@rule
def gain_of(world: World, common: Common, month: int, k: int, action: int, target: int) -> float:
    """Expected gain of an action for faction k, -inf where it isn't possible; notes its terms afresh."""
    forget(world)
    if action == GOVERN:
        return govern_gain(world, common, k)
    if action == LIE_LOW:
        return lie_low_gain(world, common, k)
    if action == ORGANISE:
        return organise_gain(world, common, k)
    if action == COURT_PEOPLE:
        return court_people_gain(world, common, k)
    if action == COURT_PATRON:
        return court_patron_gain(world, common, k, target)
    if action == ALLY:
        return ally_gain(world, common, month, k, target)
    if action == DENOUNCE:
        return denounce_gain(world, common, k, target)
    if action == CHALLENGE:
        return challenge_gain(world, common, k)
    if action == PURGE:
        return purge_gain(world, common, k, target)
    if action == WAR:
        return war_gain(world, common, month, k)
    if action == CAMPAIGN:
        return campaign_gain(world, common, k)
    return reform_gain(world, common, k)


@rule
def has_faction_target(action: int) -> bool:
    """Whether an action is aimed at another faction."""
    return action == ALLY or action == DENOUNCE or action == PURGE


@rule
def targets(common: Common, action: int) -> int:
    """How many targets an action can have."""
    if has_faction_target(action):
        return common.count
    return 2 if action == COURT_PATRON else 1


@rule
def target_at(common: Common, action: int, place: int) -> int:
    """Target by its place: factions in the order of their uid, patrons first and second."""
    if has_faction_target(action):
        return common.order[place]
    return place if action == COURT_PATRON else NOBODY


@rule
def option_key(common: Common, action: int, target: int) -> Word:
    """Key of a target's luck: a faction's uid, 1 or 2 for a patron, 0 for none."""
    if has_faction_target(action):
        return common.uid[target]
    return whole(target + 1)


@rule
def address_choices(world: World, month: int) -> None:
    """The addresses of the month's choices, one an action, shared by all factions."""
    for action in range(GOVERN, REFORM + 1):
        world.choice_addresses[action] = at(world.key, S_CHOICE + action, month)


@rule
def remember_choice(world: World, common: Common, month: int, k: int, total: float) -> None:
    """Keep the share and the largest terms of the action chosen."""
    faction = world.factions[k]
    faction.gain = gain_of(world, common, month, k, faction.action, faction.target)
    faction.probability = math.exp(faction.gain) / total if faction.gain > -np.inf else 0.0
    keep_terms(world, faction)
    forget(world)


@rule
def choose(world: World, common: Common, month: int, k: int) -> None:
    """Faction k chooses its action of the month."""
    p = common.parameters
    faction = world.factions[k]
    faction.action = faction.target = NO_ACTION
    faction.probability, faction.luck, faction.gain = 0.0, math.nan, 0.0
    faction.term_0 = faction.term_1 = faction.term_2 = NOBODY
    if faction.alive == 0:
        return
    first, total = np.inf, 0.0
    for action in range(GOVERN, REFORM + 1):
        address = world.choice_addresses[action]
        for place in range(targets(common, action)):
            target = target_at(common, action, place)
            gain = gain_of(world, common, month, k, action, target)
            if gain < p.gain_floor:
                continue
            u = uniform_option(address, common.uid[k], option_key(common, action, target))
            weight = math.exp(gain)
            total += weight
            if may_come_first(u, weight, first):
                # gain + Gumbel(u) is largest where -log(u) / exp(gain) is smallest: one logarithm less
                lateness = -math.log(u) / weight
                if lateness < first:
                    first = lateness
                    faction.action, faction.target, faction.luck = action, target, u
    remember_choice(world, common, month, k, total)


@rule
def options(world: World, common: Common, month: int, k: int, gains: Array) -> None:
    """Write the gain of every action and target of faction k into `gains` (12 actions x targets), -inf where it isn't possible."""
    for action in range(GOVERN, REFORM + 1):
        for place in range(gains.shape[1]):
            gains[action, place] = -np.inf
        for place in range(targets(common, action)):
            target = target_at(common, action, place)
            gains[action, max(0, target)] = gain_of(world, common, month, k, action, target)
    forget(world)
