"""What an intervention changes, at the beginning of its month.

A ruler comes in by one of four routes. By a vote: those members who would vote for him bring their posts. Installed: nothing else changes
hands. By death: the incumbent is gone and he follows. At the start: he is the one endorsed. By vote or installed he leaves turmoil; all but the
start cut concentration, never below the new ruler's share of posts. A handover inside the group in office, by any route but the start, gives it
a new leader under the same shocks: the placebo beside which a change of group is read. Changes of traits in one month each see the traits as
they were before it.

    concentration = max(install_concentration * concentration, posts that back k, of all by weight);  tenure = 0
    turmoil       = max(turmoil, install_turmoil), by vote or installed
    by vote       members who would vote against R (`vote`, the mood of the month) back k
    a group that enters late takes each holder of its parent, leaders aside, with probability min(1, reach / max(reach, share of those posts))

Source: interventions as in Pearl 2009; that the route matters is argued in the design of the program. Leaves out: how it came about.
"""

from __future__ import annotations

from typing import Any

from sim.world.compiled import rule
from sim.world.ledger import forget, log_imposed, log_person
from sim.world.luck import at, further, uniform
from sim.world.rules.appointments import appoint, fill
from sim.world.rules.leaders import lead, outranks
from sim.world.rules.rulers import leader_leaves, take_office
from sim.world.rules.succession import succeed
from sim.world.rules.vote import gather, lean, share_against
from sim.world.state import Common, World
from sim.world.words import (
    DO_DEATH,
    DO_FIAT,
    DO_PLENUM,
    DO_REMOVE,
    DO_START,
    DO_SWAP,
    DO_TRAIT,
    DO_TRAIT_MEDIAN,
    EV_DEATH,
    EV_SUCCESSION,
    HOW_DEATH,
    HOW_FIAT,
    HOW_PLENUM,
    NO_ACTION,
    NOBODY,
    S_ENTRY,
    TR_ADVENTURISM,
    TR_CHARISMA,
    TR_DISCIPLINE,
    TR_FIRST_TIE,
    TR_IDEOLOGY,
    TR_OTHER_HALF,
    TR_REACH,
    TR_SUPPORT,
    TRAIT_COUNT,
)


@rule
def share_of_posts(world: World, common: Common, k: int) -> float:
    """Weighted share of posts that back faction k now."""
    mine, total = 0.0, 0.0
    for i in range(world.posts_used):
        post = world.posts[i]
        total += post.weight
        if post.backing == k:
            mine += post.weight
    return mine / total


@rule
def share_from(world: World, k: int) -> float:
    """Weighted share of posts whose holders come from faction k, its leader's aside."""
    mine, total = 0.0, 0.0
    for i in range(world.posts_used):
        post = world.posts[i]
        total += post.weight
        if post.origin == k and post.leads == NOBODY:
            mine += post.weight
    return mine / total


@rule
def found_again(world: World, common: Common, month: int, k: int) -> None:
    """A faction that had dissolved is a side again: who came from it belongs to it, and if nobody is left a new person leads it."""
    faction = world.factions[k]
    faction.alive = 1
    if faction.leader != NOBODY:
        return
    best = NOBODY
    for i in range(world.posts_used):
        post = world.posts[i]
        if post.came == k and post.origin == NOBODY:
            post.origin, post.patron = k, NOBODY
        if post.origin != NOBODY or post.leads != NOBODY:
            continue
        if best == NOBODY or outranks(world, common, i, best):
            best = i
    lead(world, common, month, k)
    if faction.leader == NOBODY and best != NOBODY:
        appoint(world, common, month, best, k)


@rule
def take_over(world: World, common: Common, month: int, k: int, how: int, turmoil: bool) -> None:
    """Set faction k in office, as an intervention does."""
    p = common.parameters
    old = world.ruler
    take_office(world, common, month, k, p.install_concentration)
    world.fell = 0  # the month's choices are still to come, and are the new ruler's
    found_again(world, common, month, k)
    world.concentration = max(world.concentration, share_of_posts(world, common, k))
    if turmoil:
        world.turmoil = max(world.turmoil, p.install_turmoil)
    log_imposed(world, common, month, EV_SUCCESSION, k, old, world.factions[k].leader, how)


@rule
def by_vote(world: World, common: Common, month: int, k: int) -> None:
    """Those committee members who would vote for faction k against the ruler, in this month's mood, back it."""
    if k == world.ruler:
        return
    for j in range(common.count):
        world.factions[j].action = NO_ACTION
    gather(world, common, k)
    forget(world)
    total = lean(world, common, month, k)
    share_against(world, world.mood, total)
    for i in range(world.posts_used):
        if world.posts[i].ballot == 1:
            world.posts[i].backing = k
    take_over(world, common, month, k, HOW_PLENUM, True)


@rule
def by_death(world: World, common: Common, month: int, k: int) -> None:
    """The incumbent's leader is gone and faction k follows; if it rules already, it has a new leader."""
    old = world.ruler
    log_imposed(world, common, month, EV_DEATH, old, NOBODY, world.factions[old].leader, HOW_DEATH)
    leader_leaves(world, common, month, old)
    take_over(world, common, month, k, HOW_DEATH, False)


@rule
def trait_of(world: World, common: Common, k: int, trait: int) -> float:
    """Trait by its number."""
    faction = world.factions[k]
    if trait == TR_SUPPORT:
        return faction.support_base
    if trait == TR_ADVENTURISM:
        return faction.adventurism
    if trait == TR_OTHER_HALF:
        return faction.other_half_base
    if trait == TR_REACH:
        return faction.reach
    if trait == TR_DISCIPLINE:
        return faction.discipline
    if trait == TR_CHARISMA:
        return faction.charisma
    if trait == TR_IDEOLOGY:
        return faction.ideology
    return world.ties[k, trait - TR_FIRST_TIE].given


@rule
def set_trait(world: World, common: Common, k: int, trait: int, value: float) -> None:
    """Set a trait by its number; the ruler's line follows his ideology at the next board."""
    faction = world.factions[k]
    if trait == TR_SUPPORT:
        faction.support_base = value
    elif trait == TR_ADVENTURISM:
        faction.adventurism = value
    elif trait == TR_OTHER_HALF:
        faction.other_half_base = value
    elif trait == TR_REACH:
        faction.reach = value
    elif trait == TR_DISCIPLINE:
        faction.discipline = value
    elif trait == TR_CHARISMA:
        faction.charisma = value
    elif trait == TR_IDEOLOGY:
        faction.ideology = value
    else:
        world.ties[k, trait - TR_FIRST_TIE].given = value


@rule
def rivals_median(world: World, common: Common, k: int, trait: int) -> float:
    """Median of a trait over the other factions."""
    others = common.groups - 1
    low = high = 0.0
    for j in range(common.groups):
        if j == k:
            continue
        value = trait_of(world, common, j, trait)
        below = 0
        for other in range(common.groups):
            if other != k and other != j:
                rival = trait_of(world, common, other, trait)
                if rival < value or (rival == value and common.uid[other] < common.uid[j]):
                    below += 1
        if below == (others - 1) // 2:
            low = value
        if below == others // 2:
            high = value
    return (low + high) / 2.0


@rule
def gone(world: World, common: Common, month: int, change: Any) -> None:
    """A person leaves; his post is filled as a vacancy, a leader's by his own faction, a ruler's place by succession."""
    log_person(world, common, month, change.person, change.name)
    for i in range(world.posts_used):
        post = world.posts[i]
        if post.person != change.person:
            continue
        led = post.leads
        if led == NOBODY:
            fill(world, common, month, i)
            continue
        leader_leaves(world, common, month, led)
        if led == world.ruler:
            succeed(world, common, month)
            world.fell = 0  # the month's choices are still to come, and are the new ruler's


@rule
def enter(world: World, common: Common, month: int, k: int) -> None:
    """A faction that enters late takes its reach out of its parent's posts."""
    faction = world.factions[k]
    share = min(1.0, faction.reach / max(faction.reach, share_from(world, faction.parent)))
    address = further(at(world.key, S_ENTRY, month), common.uid[k])  # groups that enter together have luck of their own
    for i in range(world.posts_used):
        post = world.posts[i]
        if post.origin == faction.parent and post.leads == NOBODY and uniform(address, post.person) < share:
            post.origin = post.came = post.backing = post.private = k
    lead(world, common, month, k)


@rule
def wanted_trait(world: World, common: Common, change: Any) -> None:
    """Write what one change makes of a trait into `scratch`: a number, the rivals' median, or the other's value."""
    if change.what == DO_TRAIT:
        world.factions[change.first].scratch = change.value
    elif change.what == DO_TRAIT_MEDIAN:
        world.factions[change.first].scratch = rivals_median(world, common, change.first, change.trait)
    elif change.what == DO_SWAP:
        world.factions[change.first].scratch = trait_of(world, common, change.second, change.trait)
        world.factions[change.second].scratch = trait_of(world, common, change.first, change.trait)


@rule
def change_trait(world: World, common: Common, month: int, trait: int) -> None:
    """All changes of one trait in a month; each sees the trait as it was before the month, so that their order says nothing."""
    for k in range(common.groups):
        world.factions[k].scratch = trait_of(world, common, k, trait)
    for n in range(common.override_count):
        if common.overrides[n].month == month and common.overrides[n].trait == trait:
            wanted_trait(world, common, common.overrides[n])
    for k in range(common.groups):
        set_trait(world, common, k, trait, world.factions[k].scratch)


@rule
def changes_traits(common: Common, month: int) -> bool:
    """Whether any trait changes in a month."""
    found = False
    for n in range(common.override_count):
        found = found or (common.overrides[n].month == month and common.overrides[n].trait != NOBODY)
    return found


@rule
def change_traits(world: World, common: Common, month: int) -> None:
    """All changes of traits in a month."""
    if changes_traits(common, month):
        for trait in range(TRAIT_COUNT):
            change_trait(world, common, month, trait)


@rule
def inside(world: World, common: Common, month: int, what: int) -> None:
    """The group in office stays there under a new leader, with the shocks of the route."""
    k = world.ruler
    if what == DO_DEATH:
        by_death(world, common, month, k)
    else:
        leader_leaves(world, common, month, k)
        take_over(world, common, month, k, HOW_PLENUM if what == DO_PLENUM else HOW_FIAT, True)


@rule
def change_ruler(world: World, common: Common, month: int, change: Any) -> None:
    """One change of ruler; where the faction rules already, only death changes anything."""
    if change.first == NOBODY and (change.what == DO_PLENUM or change.what == DO_FIAT or change.what == DO_DEATH):
        inside(world, common, month, change.what)
    elif change.what == DO_PLENUM:
        by_vote(world, common, month, change.first)
    elif change.what == DO_FIAT and change.first != world.ruler:
        take_over(world, common, month, change.first, HOW_FIAT, True)
    elif change.what == DO_DEATH:
        by_death(world, common, month, change.first)


@rule
def intervene(world: World, common: Common, month: int) -> None:
    """All interventions of the month, and factions that enter."""
    for r in range(common.count):
        k = common.order[r]
        if world.factions[k].entry == month:
            enter(world, common, month, k)
    if month > 0:  # in the first month they have already shaped the start
        change_traits(world, common, month)
    for n in range(common.override_count):
        change = common.overrides[n]
        if change.month == month and change.what == DO_REMOVE:
            gone(world, common, month, change)
    for n in range(common.override_count):
        if common.overrides[n].month == month:
            change_ruler(world, common, month, common.overrides[n])


@rule
def intervene_at_start(world: World, common: Common) -> int:
    """Traits that are changed in the first month shape the start; returns the faction endorsed by intervention, NOBODY if none."""
    endorsed = NOBODY
    change_traits(world, common, 0)
    for n in range(common.override_count):
        change = common.overrides[n]
        if change.month == 0 and change.what == DO_START:
            endorsed = change.first
    return endorsed
