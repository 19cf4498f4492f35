"""One action a month: quantal response over expected gains.

Every action a faction could take has an expected gain made of a few named terms. It takes the one with the largest gain plus Gumbel chance,
so that an action is chosen in proportion to exp(gain). All choose on the same board; nobody sees another's choice of the same month.

    chosen      = argmax of gain + Gumbel over actions and targets with gain >= gain_floor
    probability = exp(gain) / sum over those of exp(gain)

Source: quantal response (McKelvey and Palfrey 1995). Leaves out: plans over more than a month, guesses about the others' choices.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from sim.world import arithmetic
from sim.world.action import AT_FACTION, AT_PATRON, in_order
from sim.world.compiled import rule
from sim.world.ledger import forget, keep_terms
from sim.world.luck import Word, at, fold, may_come_first, uniform_option, whole
from sim.world.rules import alliance, campaign, challenge, purge, reform, routine, war
from sim.world.state import Array, Common, World
from sim.world.words import ACTIONS, NO_ACTION, NOBODY, S_CHOICE, number

TABLE: Final = in_order(routine.ACTIONS, alliance.ACTIONS, challenge.ACTIONS, purge.ACTIONS, war.ACTIONS, campaign.ACTIONS, reform.ACTIONS)
"""Every action by its number, as its rule file declares it."""
AIMS: Final = np.array([one.aim for one in TABLE])
COUNT: Final = number(len(ACTIONS))


@rule
def gain_of(world: World, common: Common, month: int, k: int, action: int, target: int) -> float:
    """Expected gain of an action for faction k, -inf where it isn't possible; notes its terms afresh."""
    forget(world)
    if action == routine.GOVERN:
        return routine.govern_gain(world, common, k)
    if action == routine.LIE_LOW:
        return routine.lie_low_gain(world, common, k)
    if action == routine.ORGANISE:
        return routine.organise_gain(world, common, k)
    if action == routine.COURT_PEOPLE:
        return routine.court_people_gain(world, common, k)
    if action == routine.COURT_PATRON:
        return routine.court_patron_gain(world, common, k, target)
    if action == alliance.ALLY:
        return alliance.ally_gain(world, common, month, k, target)
    if action == alliance.DENOUNCE:
        return alliance.denounce_gain(world, common, k, target)
    if action == challenge.CHALLENGE:
        return challenge.challenge_gain(world, common, k)
    if action == purge.PURGE:
        return purge.purge_gain(world, common, k, target)
    if action == war.WAR:
        return war.war_gain(world, common, month, k)
    if action == campaign.CAMPAIGN:
        return campaign.campaign_gain(world, common, k)
    if action == reform.REFORM:
        return reform.reform_gain(world, common, k)
    return -np.inf


@rule
def targets(common: Common, action: int) -> int:
    """How many targets an action can have."""
    if AIMS[action] == AT_FACTION:
        return common.count
    return 2 if AIMS[action] == AT_PATRON else 1


@rule
def target_at(common: Common, action: int, place: int) -> int:
    """Target by its place: factions in the order of their uid, patrons first and second."""
    if AIMS[action] == AT_FACTION:
        return common.order[place]
    return place if AIMS[action] == AT_PATRON else NOBODY


@rule
def option_key(common: Common, action: int, target: int) -> Word:
    """Key of a target's luck: a faction's uid, 1 or 2 for a patron, 0 for none."""
    if AIMS[action] == AT_FACTION:
        return common.uid[target]
    return whole(target + 1)


@rule
def address_choices(world: World, month: int) -> None:
    """The addresses of the month's choices, one an action, shared by all factions."""
    for action in range(COUNT):
        world.choice_addresses[action] = at(world.key, S_CHOICE + action, month)


@rule
def add_action_to_digest(world: World, common: Common, k: int) -> None:
    """An action is part of what happened in the month, as an event is."""
    faction = world.factions[k]
    target = whole(0) if faction.target == NOBODY else option_key(common, faction.action, faction.target)
    world.digest = fold(world.digest, common.uid[k], whole(faction.action + 1), target)


@rule
def remember_choice(world: World, common: Common, month: int, k: int, total: float) -> None:
    """Keep the share and the largest terms of the action chosen."""
    faction = world.factions[k]
    faction.gain = gain_of(world, common, month, k, faction.action, faction.target)
    faction.probability = arithmetic.exp(faction.gain) / total if faction.gain > -np.inf else 0.0
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
    for action in range(COUNT):
        address = world.choice_addresses[action]
        for place in range(targets(common, action)):
            target = target_at(common, action, place)
            gain = gain_of(world, common, month, k, action, target)
            if gain < p.gain_floor:
                continue
            u = uniform_option(address, common.uid[k], option_key(common, action, target))
            weight = arithmetic.exp(gain)
            total += weight
            if may_come_first(u, weight, first):
                # gain + Gumbel(u) is largest where -log(u) / exp(gain) is smallest: one logarithm less
                lateness = -arithmetic.log(u) / weight
                if lateness < first:
                    first = lateness
                    faction.action, faction.target, faction.luck = action, target, u
    remember_choice(world, common, month, k, total)


@rule
def options(world: World, common: Common, month: int, k: int, gains: Array) -> None:
    """Write the gain of every action and target of faction k into `gains` (actions x targets), -inf where it isn't possible."""
    for action in range(COUNT):
        for place in range(gains.shape[1]):
            gains[action, place] = -np.inf
        for place in range(targets(common, action)):
            target = target_at(common, action, place)
            gains[action, max(0, target)] = gain_of(world, common, month, k, action, target)
    forget(world)
