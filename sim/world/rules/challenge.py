"""Expected gain of a challenge to the ruler.

A challenge is worth the office, the same for all, times the chance to win it, less what one has times the danger of losing it. The danger is
greater under a concentrated ruler and smaller under a patron's protection. A patron that has moved away from the ruler gives hope, after a lag; so
does a committee in the mood for it. Whoever stands accused does not convene a meeting.

    challenge (not R, tenure > challenge_tenure; at an occasion, sharpened) =
        challenge_stakes * chance_k
      - challenge_stakes * (1 - chance_k) * power_k * (1 + concentration) * (1 - challenge_protection * min(1, protection_k))
      + challenge_hope * hope_k - challenge_content * content
      + mood_known * mood + challenge_hardship * hardship - challenge_accused * accused_k - challenge_cost

Source: an office of one size for all in Bueno de Mesquita et al. 2003; contested rule and the allies' threat in Svolik 2012; 1956 as described by
Person 2006. Leaves out: plots by the army.
"""

from __future__ import annotations

import numpy as np

from sim.world.action import Declared, number_of
from sim.world.compiled import rule
from sim.world.ledger import note
from sim.world.rules.occasion import at_occasion
from sim.world.state import Common, World
from sim.world.words import (
    T_ACCUSED,
    T_CHANCE_TO_WIN,
    T_CONTENT,
    T_DANGER,
    T_FIXED_COST,
    T_HARDSHIP,
    T_HOPE,
    T_MOOD,
)

CHALLENGE = number_of("challenge")
ACTIONS = (Declared("challenge", switch="challenge"),)


@rule
def challenge_gain(world: World, common: Common, k: int) -> float:
    """Ask for a vote against the ruler."""
    p = common.parameters
    if common.switches.challenge == 0 or k == world.ruler or world.tenure <= p.challenge_tenure or world.occasion == 0:
        return -np.inf
    faction = world.factions[k]
    cover = 1.0 - p.challenge_protection * min(1.0, faction.protection)
    danger = (1.0 - faction.chance) * faction.power * (1.0 + world.concentration) * cover
    gain = note(world, T_CHANCE_TO_WIN, p.challenge_stakes * faction.chance)
    gain += note(world, T_DANGER, -p.challenge_stakes * danger)
    gain += note(world, T_HOPE, p.challenge_hope * faction.hope)
    gain += note(world, T_CONTENT, -p.challenge_content * world.content)
    gain += note(world, T_MOOD, p.mood_known * world.mood)
    gain += note(world, T_HARDSHIP, p.challenge_hardship * world.hardship)
    gain += note(world, T_ACCUSED, -p.challenge_accused * faction.accused)
    return at_occasion(common, gain + note(world, T_FIXED_COST, -p.challenge_cost))
