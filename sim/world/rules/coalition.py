"""The ultimate ruling coalition.

Phi(N) is the weakest coalition that is winning (more than a share alpha of all power) and self-enforcing: no winning part of it would in turn
stand alone. It is found from small sets to large ones. With alpha = 1/2 two members of unequal power never stand together, and three do
unless one of them holds more than half.

    S wins in N      where power of S > coalition_threshold * power of N
    N stands         where no part S of N, smaller than N, wins in N and stands
    coalition        = the weakest set that wins among all groups with power and stands; all of them where no smaller one does

Source: Acemoglu, Egorov and Sonin 2008, Review of Economic Studies 75. Leaves out: their extensive form, ideology, trust.
"""

from __future__ import annotations

from sim.world.compiled import rule
from sim.world.luck import at, uniform
from sim.world.state import Common, World
from sim.world.words import S_TIES


@rule
def rank_by_power(world: World, common: Common) -> None:
    """Give each faction that has power its place in the order of power, weakest first; equals are ordered by luck."""
    address = at(world.key_of_start, S_TIES, 0)
    count = common.count
    for k in range(count):
        place = 0
        mine = world.factions[k].power
        for j in range(count):
            other = world.factions[j].power
            if (other > 0.0 and other < mine) or (j != k and other == mine and uniform(address, common.uid[j]) < uniform(address, common.uid[k])):
                place += 1
        world.factions[k].rank = place


@rule
def subset_sums(world: World, common: Common) -> None:
    """Power of every set of factions; bit b stands for the faction of rank b, so the order of adding is the order of power."""
    count = 0
    sums = world.sums
    sums[0] = 0.0
    for k in range(common.count):
        if world.factions[k].power > 0.0:
            sums[1 << world.factions[k].rank] = world.factions[k].power
            count += 1
    for members in range(1, 1 << count):
        lowest = members & -members
        if members != lowest:
            sums[members] = sums[members - lowest] + sums[lowest]


@rule
def self_enforcing(world: World, common: Common, members: int, alpha: float) -> bool:
    """Whether no winning proper subset of `members` is itself self-enforcing. Subsets already settled are marked by a negative sum."""
    sums = world.sums
    part = (members - 1) & members
    while part > 0:
        if sums[part] > 0.0 and sums[part] > alpha * abs(sums[members]):
            return False
        part = (part - 1) & members
    return True


@rule
def ruling_coalition(world: World, common: Common, alpha: float) -> int:
    """Bits, by rank, of the ultimate ruling coalition of all factions with power."""
    count = common.count
    sums = world.sums
    everybody = 0
    for k in range(count):
        if world.factions[k].power > 0.0:
            everybody |= 1 << world.factions[k].rank
    found = everybody
    for members in range(1, everybody + 1):
        if members & ~everybody:
            continue
        if not self_enforcing(world, common, members, alpha):
            sums[members] = -sums[members]
        elif members != everybody and sums[members] > alpha * abs(sums[everybody]) and (found == everybody or sums[members] < sums[found]):
            found = members
    return found


@rule
def stands(world: World, common: Common) -> bool:
    """Whether the threshold and every power are, to the last bit, what they were when the coalition was last found: then it is the same one."""
    threshold = common.parameters.coalition_threshold
    same = world.coalition != 0 and world.coalition_threshold == threshold
    world.coalition_threshold = threshold
    for k in range(common.count):
        faction = world.factions[k]
        same = same and faction.power == faction.ranked_power
        faction.ranked_power = faction.power
    return same


@rule
def coalition(world: World, common: Common) -> None:
    """The coalition of the month, found anew if power has changed."""
    if not stands(world, common):
        find_coalition(world, common)


@rule
def find_coalition(world: World, common: Common) -> None:
    """Find the coalition of the month and mark its members (bit k for faction k)."""
    rank_by_power(world, common)
    subset_sums(world, common)
    found = ruling_coalition(world, common, common.parameters.coalition_threshold)
    world.coalition = 0
    for k in range(common.count):
        if world.factions[k].power > 0.0 and found & (1 << world.factions[k].rank):
            world.coalition |= 1 << k


@rule
def belongs(world: World, common: Common, k: int) -> int:
    """Whether faction k belongs to the ruling coalition of the month."""
    return (world.coalition >> k) & 1
