"""Wings: a group that holds more than it needs divides, and its wings are sides like any other.

Where no rival is left, politics goes on inside: lieutenants gather followers of their own. A wing has its group's traits, chooses, challenges, and
is purged, under the same rules; patrons don't shield it against its own group, and it is less of an outsider to its ruler than a rival. A wing that
wins folds: its head leads the group. One that dissolves goes home.

    a group with post_share > wing_share divides [switch wings], where there is room, with probability
        wing_rate * (post_share - wing_share) / (1 - wing_share) a month;  its head: the weightiest of its people but its leader
    each other backer of the group, its leader aside, follows with probability wing_following: its people belong to the wing,
        others become its clients
    the wing has the group's traits, ties and support, nothing else of what it did
    it folds where it takes office, or dissolves as a group does: its people belong to the group, its backers back the group (or R), its room is free

Source: the size principle (Riker 1962); factions within ruling parties that have lost their rivals in Haber 2006. Leaves out: what the quarrel is
about.
"""

from __future__ import annotations

from sim.world.compiled import rule
from sim.world.luck import at, uniform
from sim.world.rules.leaders import lead, outranks
from sim.world.state import Common, World
from sim.world.words import CLOSED, NEVER, NOBODY, S_WING, S_WING_FOLLOWING


@rule
def leave_lead(world: World, k: int) -> None:
    """Faction k has no leader any more."""
    leader = world.factions[k].leader
    if leader != NOBODY:
        world.posts[leader].leads = NOBODY
    world.factions[k].leader = NOBODY


@rule
def free_room(world: World, common: Common) -> int:
    """A room in which no wing is, NOBODY if none."""
    for wing in range(common.groups, common.count):
        if world.factions[wing].group == NOBODY:
            return wing
    return NOBODY


@rule
def head_of_wing(world: World, common: Common, k: int) -> int:
    """The weightiest post whose holder belongs to faction k and backs it, its leader's aside; NOBODY if none."""
    best = NOBODY
    for i in range(world.posts_used):
        post = world.posts[i]
        if post.origin == k and post.backing == k and post.leads == NOBODY and (best == NOBODY or outranks(world, common, i, best)):
            best = i
    return best


@rule
def set_up(world: World, common: Common, wing: int, k: int, month: int) -> None:
    """Open a room for a wing of faction k: its traits, ties and support."""
    side, group = world.factions[wing], world.factions[k]
    side.group, side.entry, side.parent, side.alive = k, month, k, 1
    side.support_base, side.adventurism, side.other_half_base = group.support_base, group.adventurism, group.other_half_base
    side.discipline, side.charisma, side.ideology, side.support = group.discipline, group.charisma, group.ideology, group.support
    side.hope, side.accused, side.appeal = 0.0, 0.0, NEVER
    side.organising = side.courting = side.hiding = 0.0
    for q in range(2):
        world.ties[wing, q].given, world.ties[wing, q].courting = world.ties[k, q].given, 0.0
    for j in range(common.count):
        world.pairs[wing, j].offered = world.pairs[j, wing].offered = NEVER
        world.pairs[wing, j].pact = world.pairs[j, wing].pact = 0


@rule
def divide(world: World, common: Common, month: int, k: int, head: int, wing: int) -> None:
    """A wing of faction k gathers behind the holder of post `head`."""
    p = common.parameters
    set_up(world, common, wing, k, month)
    address = at(world.key, S_WING_FOLLOWING, month)
    for i in range(world.posts_used):
        post = world.posts[i]
        if i == head or (post.backing == k and post.leads == NOBODY and uniform(address, post.person) < p.wing_following):
            post.backing = post.private = wing
            if post.origin == k:
                post.origin = wing
            elif post.origin == NOBODY:
                post.patron = wing
    lead(world, common, month, wing)


@rule
def divides(world: World, common: Common, month: int, k: int) -> bool:
    """Whether faction k, with more posts than it needs, divides this month."""
    p = common.parameters
    excess = world.factions[k].post_share - p.wing_share
    if world.factions[k].alive == 0 or excess <= 0.0:
        return False
    return uniform(at(world.key, S_WING, month), common.uid[k]) < p.wing_rate * excess / (1.0 - p.wing_share)


@rule
def divide_all(world: World, common: Common, month: int) -> None:
    """Groups that divide this month, in the order of uid, while there is room."""
    for r in range(common.count):
        k = common.order[r]
        if k < common.groups and common.switches.wings == 1 and divides(world, common, month, k):
            head, wing = head_of_wing(world, common, k), free_room(world, common)
            if head != NOBODY and wing != NOBODY:
                divide(world, common, month, k, head, wing)


@rule
def hand_over(world: World, k: int, heir: int) -> None:
    """What the board counted for side k counts for whom its backers back now."""
    side, other = world.factions[k], world.factions[heir]
    other.post_share += side.post_share
    other.committee_share += side.committee_share
    other.forces_share += side.forces_share
    other.power += side.power
    side.post_share = side.committee_share = side.forces_share = side.power = 0.0


@rule
def rejoin(world: World, common: Common, wing: int) -> None:
    """The people of a wing belong to their group again; who backed it backs the group, or the ruler where the group is no side; its room is free."""
    side = world.factions[wing]
    k = side.group
    heir = k if world.factions[k].alive == 1 or k == world.ruler else world.ruler
    leave_lead(world, wing)
    for i in range(world.posts_used):
        post = world.posts[i]
        if post.origin == wing:
            post.origin = k if heir == k else NOBODY
        if post.patron == wing:
            post.patron = heir
        if post.backing == wing:
            post.backing = heir
        if post.private == wing:
            post.private = heir
    hand_over(world, wing, heir)
    side.group, side.entry, side.alive, side.appeal = NOBODY, CLOSED, 0, NEVER
    for j in range(common.count):
        world.pairs[wing, j].pact = world.pairs[j, wing].pact = 0


@rule
def fold(world: World, common: Common, month: int, wing: int) -> int:
    """A wing has won: its people belong to the group again, and its head leads it. Returns the group."""
    side = world.factions[wing]
    k, head = side.group, side.leader
    world.factions[k].alive = 1
    rejoin(world, common, wing)
    leave_lead(world, k)
    if head == NOBODY:
        lead(world, common, month, k)
    else:
        world.posts[head].leads = k
        world.factions[k].leader, world.factions[k].leader_born = head, world.posts[head].born
    return k
