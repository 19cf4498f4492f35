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
from sim.world.luck import at, gumbel, uniform_option, whole
from sim.world.rules.alliance import ally_gain, denounce_gain
from sim.world.rules.campaign import campaign_gain
from sim.world.rules.challenge import challenge_gain
from sim.world.rules.purge import purge_gain
from sim.world.rules.reform import reform_gain
from sim.world.rules.routine import court_patron_gain, court_people_gain, govern_gain, lie_low_gain, organise_gain
from sim.world.rules.war import war_gain
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
def gain_of(tables, w, month, k, action, target):
    """Expected gain of an action for faction k, -inf where it isn't possible; notes its terms afresh."""
    forget(tables, w)
    if action == GOVERN:
        return govern_gain(tables, w, k)
    if action == LIE_LOW:
        return lie_low_gain(tables, w, k)
    if action == ORGANISE:
        return organise_gain(tables, w, k)
    if action == COURT_PEOPLE:
        return court_people_gain(tables, w, k)
    if action == COURT_PATRON:
        return court_patron_gain(tables, w, k, target)
    if action == ALLY:
        return ally_gain(tables, w, month, k, target)
    if action == DENOUNCE:
        return denounce_gain(tables, w, k, target)
    if action == CHALLENGE:
        return challenge_gain(tables, w, k)
    if action == PURGE:
        return purge_gain(tables, w, k, target)
    if action == WAR:
        return war_gain(tables, w, month, k)
    if action == CAMPAIGN:
        return campaign_gain(tables, w, k)
    return reform_gain(tables, w, k)


@rule
def has_faction_target(action):
    """Whether an action is aimed at another faction."""
    return action == ALLY or action == DENOUNCE or action == PURGE


@rule
def targets(tables, action):
    """How many targets an action can have."""
    if has_faction_target(action):
        return tables.order.shape[0]
    return 2 if action == COURT_PATRON else 1


@rule
def target_at(tables, action, place):
    """Target by its place: factions in the order of their uid, patrons first and second."""
    if has_faction_target(action):
        return tables.order[place]
    return place if action == COURT_PATRON else NOBODY


@rule
def option_key(tables, action, target):
    """Key of a target's luck: a faction's uid, 1 or 2 for a patron, 0 for none."""
    if has_faction_target(action):
        return tables.uid[target]
    return whole(target + 1)


@rule
def remember_choice(tables, w, month, k, total):
    """Keep the share and the largest terms of the action chosen."""
    faction = tables.factions[w, k]
    faction.gain = gain_of(tables, w, month, k, faction.action, faction.target)
    faction.probability = math.exp(faction.gain) / total if faction.gain > -np.inf else 0.0
    keep_terms(tables, w, faction)
    forget(tables, w)


@rule
def choose(tables, w, month, k):
    """Faction k chooses its action of the month."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    faction = tables.factions[w, k]
    faction.action = faction.target = NO_ACTION
    faction.probability, faction.luck, faction.gain = 0.0, math.nan, 0.0
    faction.term_0 = faction.term_1 = faction.term_2 = NOBODY
    if faction.alive == 0:
        return
    best, total = -np.inf, 0.0
    for action in range(GOVERN, REFORM + 1):
        address = at(nation.key, S_CHOICE + action, month)
        for place in range(targets(tables, action)):
            target = target_at(tables, action, place)
            gain = gain_of(tables, w, month, k, action, target)
            if gain < p.gain_floor:
                continue
            u = uniform_option(address, tables.uid[k], option_key(tables, action, target))
            total += math.exp(gain)
            if gain + gumbel(u) > best:
                best = gain + gumbel(u)
                faction.action, faction.target, faction.luck = action, target, u
    remember_choice(tables, w, month, k, total)


@rule
def options(tables, w, month, k, gains):
    """Write the gain of every action and target of faction k into `gains` (12 actions x targets), -inf where it isn't possible."""
    for action in range(GOVERN, REFORM + 1):
        for place in range(gains.shape[1]):
            gains[action, place] = -np.inf
        for place in range(targets(tables, action)):
            target = target_at(tables, action, place)
            gains[action, max(0, target)] = gain_of(tables, w, month, k, action, target)
    forget(tables, w)
