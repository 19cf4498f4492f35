"""Occasions: months in which a plenum meets, and votes and purges can be called.

Grave acts are not monthly lotteries. They need a meeting, and who calls one has prepared it: the choice is sharper than a month's routine. An act
that is as good as any other comes as often as without occasions.

    a month brings an occasion with probability occasion_rate, the same for all
    the mood of the committee rests on one draw for mood_months months
    gain at an occasion = occasion_sharpness * gain - ln occasion_rate;  at other times the act is not open

Source: plenums of the record; grave acts wait for a meeting in Svolik 2012 and Person 2006. Leaves out: who calls the plenum, and its agenda.
"""

from __future__ import annotations

from sim.world.arithmetic import log
from sim.world.compiled import rule
from sim.world.luck import at, uniform, whole
from sim.world.state import Common, World
from sim.world.words import S_MEETING, S_OCCASION


@rule
def meets(world: World, common: Common, month: int) -> int:
    """1 where the month brings an occasion."""
    return 1 if uniform(at(world.key, S_OCCASION, month), whole(0)) < common.parameters.occasion_rate else 0


@rule
def mood_luck(world: World, common: Common, month: int) -> float:
    """The uniform behind the mood of the committee, which lasts for some months."""
    span = int(common.parameters.mood_months)
    return uniform(at(world.key, S_MEETING, month - month % span), whole(0))


@rule
def at_occasion(common: Common, gain: float) -> float:
    """Gain of a grave act for which there is an occasion."""
    p = common.parameters
    return p.occasion_sharpness * gain - log(p.occasion_rate)
