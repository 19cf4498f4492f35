"""The first month: posts, people, leaders, the first ruler.

Posts are shared out by the method of Sainte-Lague on each faction's reach, rank by rank, and a share of them to people without a group; equal
quotients are ordered by luck. The seats of a rank fall on its posts in an order drawn by luck. Named people of a faction sit in its weightiest
seats in the order of their standing, the rest by luck; people without a name fill what is left.

    next seat of a rank = argmax over k of (1 - unaligned_share) * reach_k / (2 * seats it has + 1), nobody's with unaligned_share for reach
    competence_i = initial_competence + initial_competence_range * u
    support = support_base;  backing = private = origin;  consumption = aspiration = 1;  mobilisation = initial_mobilisation
    competence of the country = competence_norm
    first ruler, under switch endorsement = drawn: argmax over k of endorsement_tie * given_k,q + endorsement_charisma * charisma_k
        + endorsement_support * support_base_k - endorsement_adventurism * adventurism_k + endorsement_discipline * discipline_k
        + endorsement_luck * Gumbel_k,
        q the patron with the larger presence; as recorded or with the most posts under its other options
    a won dated war: second_half_posts posts more, shared out by reach_k * other_half_base_k

Source: Sainte-Lague 1910 (as in Balinski and Young 1982). Leaves out: who sat where in the record.
"""

from __future__ import annotations

import math

import numpy as np

from sim.world.compiled import rule
from sim.world.ledger import forget, log, log_imposed, note
from sim.world.luck import Word, ahead, at, further, gumbel, uniform, whole
from sim.world.rules.interventions import intervene_at_start
from sim.world.rules.leaders import lead
from sim.world.state import Array, Common, World
from sim.world.words import (
    ARMY,
    AS_RECORDED,
    BY_COALITION,
    CLOSED,
    EV_ENDORSEMENT,
    HOW_COALITION,
    HOW_DRAWN,
    HOW_RECORD,
    HOW_START,
    NEVER,
    NOBODY,
    PARTY,
    RANKS,
    S_COMPETENCE,
    S_DEAL,
    S_ENDORSEMENT,
    S_SEATS,
    S_TIES,
    SECURITY,
    T_ADVENTURISM,
    T_CHARISMA,
    T_DISCIPLINE,
    T_OWN_SUPPORT,
    T_TIE,
    UNRANKED,
)


@rule
def set_traits(world: World, common: Common) -> None:
    """Copy the traits of the world's draw to its factions."""
    traits = common.traits
    for k in range(common.count):
        faction = world.factions[k]
        if k < common.groups:
            row = traits[k]
            faction.support_base, faction.adventurism = row.support, row.adventurism
            faction.other_half_base, faction.reach = row.other_half_base, row.reach
            faction.discipline, faction.charisma, faction.ideology = row.discipline, row.charisma, row.ideology
            world.ties[k, 0].given, world.ties[k, 1].given = row.tie_0, row.tie_1
            world.ties[k, 0].tie, world.ties[k, 1].tie = row.tie_0, row.tie_1
            faction.entry, faction.parent = common.entry[k, 0], common.entry[k, 1]
            faction.support = faction.support_base
        faction.leader = NOBODY
        faction.appeal = NEVER
        faction.action = faction.target = faction.term_0 = faction.term_1 = faction.term_2 = NOBODY
        for j in range(common.count):
            world.pairs[k, j].offered = NEVER
        faction.group = k
        if k >= common.groups:  # a room in which no wing is yet
            faction.group, faction.parent, faction.entry = NOBODY, NOBODY, CLOSED


@rule
def empty_posts(world: World, common: Common, first: int, last: int) -> None:
    """Lay out posts first..last-1 without holders."""
    for i in range(first, last):
        post = world.posts[i]
        post.key = common.layout[i].key
        post.organ = common.layout[i].organ
        post.weight = common.layout[i].weight
        post.ballot_weight = common.layout[i].ballot_weight
        post.origin = post.came = post.patron = post.backing = post.private = post.name = post.leads = NOBODY
        post.person = whole(0)
        post.standing = UNRANKED
        post.born = np.nan
        post.reviewed = NEVER


@rule
def next_award(world: World, common: Common, unaligned: float, seated: int) -> int:
    """Faction with the highest quotient weight / (2 seats + 1); `scratch` holds the weight, `rank` the seats. Equals by luck.

    NOBODY where the quotient of people without a group (their weight, and their seats so far) is higher than that of all.
    """
    address = at(world.key_of_start, S_TIES, 0)
    best, highest = NOBODY, -1.0
    for k in range(common.groups):
        faction = world.factions[k]
        quotient = faction.scratch / (2.0 * faction.rank + 1.0)
        if best == NOBODY or ahead(quotient, highest, address, common.uid[k], common.uid[best]):
            best, highest = k, quotient
    return NOBODY if unaligned / (2.0 * seated + 1.0) > highest else best


@rule
def apportion(world: World, common: Common, first: int, last: int, unaligned: float) -> None:
    """Share out posts first..last-1, rank by rank, in proportion to `scratch`; every holder is as yet a person without a name.

    People without a group get theirs in proportion to `unaligned`.
    """
    address = at(world.key_of_start, S_DEAL, 0)
    for i in range(first, last):
        world.posts[i].scratch = uniform(address, world.posts[i].key)
    for level in range(RANKS):
        for k in range(common.groups):
            world.factions[k].rank = 0
        seated = 0
        while True:
            post = NOBODY
            for i in range(first, last):
                free = common.layout[i].rank == level and world.posts[i].person == whole(0)
                if free and (post == NOBODY or world.posts[i].scratch < world.posts[post].scratch):
                    post = i
            if post == NOBODY:
                break
            k = next_award(world, common, unaligned, seated)
            if k == NOBODY:
                seated += 1
            else:
                world.factions[k].rank += 1
            seat = world.posts[post]
            seat.origin = seat.came = seat.backing = seat.private = k
            seat.person = further(seat.key, whole(1))


@rule
def next_person(world: World, people: Array, k: int, after: int) -> int:
    """The person of faction k who comes next after row `after` in order of standing, then of luck; NOBODY if none."""
    address = at(world.key_of_start, S_SEATS, 0)
    best = NOBODY
    for n in range(people.shape[0]):
        person = people[n]
        if person.faction != k or person.seated == 0 or (after != NOBODY and not _before(people, address, after, n)):
            continue
        if best == NOBODY or _before(people, address, n, best):
            best = n
    return best


@rule
def _before(people: Array, address: Word, n: int, m: int) -> bool:
    first, second = people[n], people[m]
    if first.standing != second.standing:
        return first.standing < second.standing
    return uniform(address, first.key) < uniform(address, second.key)


@rule
def seat_people(world: World, people: Array, k: int) -> None:
    """Put the named people of faction k into its seats, weightiest first, equal seats by luck."""
    address = at(world.key_of_start, S_SEATS, 0)
    person = next_person(world, people, k, NOBODY)
    while person != NOBODY:
        seat = NOBODY
        for i in range(world.posts_used):
            post = world.posts[i]
            if post.origin != k or post.name != NOBODY:
                continue
            if seat == NOBODY or ahead(post.weight, world.posts[seat].weight, address, post.key, world.posts[seat].key):
                seat = i
        if seat == NOBODY:
            return
        post, who = world.posts[seat], people[person]
        post.person, post.name, post.standing, post.born = who.key, person, who.standing, who.born
        person = next_person(world, people, k, person)


@rule
def first_competence(world: World, common: Common, first: int, last: int) -> None:
    """Competence of the holders of posts first..last-1."""
    p = common.parameters
    address = at(world.key_of_start, S_COMPETENCE, 0)
    for i in range(first, last):
        u = uniform(address, world.posts[i].person)
        world.posts[i].competence = p.initial_competence + p.initial_competence_range * u


@rule
def endorse(world: World, common: Common) -> tuple[int, int, float]:
    """The first ruler: as recorded, drawn by the stronger patron's preference, or the strongest by posts. Returns (faction, how, luck)."""
    p = common.parameters
    if common.switches.endorsement == AS_RECORDED:
        return common.first_ruler, HOW_RECORD, math.nan
    if common.switches.endorsement == BY_COALITION:
        return strongest_by_posts(world, common), HOW_COALITION, math.nan
    q = 0 if common.calendar[0].presence_0 >= common.calendar[0].presence_1 else 1
    address = at(world.key_of_start, S_ENDORSEMENT, 0)
    best, chosen, luck = -np.inf, NOBODY, 0.0
    for r in range(common.count):
        k = common.order[r]
        faction = world.factions[k]
        if k >= common.groups or faction.entry > 0:
            continue
        u = uniform(address, common.uid[k])
        value = p.endorsement_tie * world.ties[k, q].given + p.endorsement_charisma * faction.charisma
        value += p.endorsement_support * faction.support_base - p.endorsement_adventurism * faction.adventurism
        value += p.endorsement_discipline * faction.discipline + p.endorsement_luck * gumbel(u)
        if value > best:
            best, chosen, luck = value, k, u
    return chosen, HOW_DRAWN, luck


@rule
def strongest_by_posts(world: World, common: Common) -> int:
    """The faction with the largest weighted share of posts; equals by luck."""
    address = at(world.key_of_start, S_TIES, 0)
    best = NOBODY
    for k in range(common.groups):
        faction = world.factions[k]
        faction.scratch = 0.0
        for i in range(world.posts_used):
            if world.posts[i].origin == k:
                faction.scratch += world.posts[i].weight
        if best == NOBODY or ahead(faction.scratch, world.factions[best].scratch, address, common.uid[k], common.uid[best]):
            best = k
    return best


@rule
def note_endorsement(world: World, common: Common, k: int) -> None:
    """Terms of an endorsement, for the ledger."""
    p = common.parameters
    faction = world.factions[k]
    q = 0 if common.calendar[0].presence_0 >= common.calendar[0].presence_1 else 1
    forget(world)
    note(world, T_TIE, p.endorsement_tie * world.ties[k, q].given)
    note(world, T_CHARISMA, p.endorsement_charisma * faction.charisma)
    note(world, T_OWN_SUPPORT, p.endorsement_support * faction.support_base)
    note(world, T_ADVENTURISM, -p.endorsement_adventurism * faction.adventurism)
    note(world, T_DISCIPLINE, p.endorsement_discipline * faction.discipline)


@rule
def first_state(world: World, common: Common) -> None:
    """Quantities of the first month."""
    p = common.parameters
    world.consumption = world.aspiration = 1.0
    world.mobilisation = p.initial_mobilisation
    world.competence = p.competence_norm
    world.last_uprising = NEVER
    world.posts_used = common.posts
    world.ruler = NOBODY


@rule
def weigh_posts(world: World) -> None:
    """Summed weights of the posts in use: shares are shares of them."""
    world.posts_weight = world.committee_weight = world.forces_weight = world.party_weight = 0.0
    for i in range(world.posts_used):
        post = world.posts[i]
        world.posts_weight += post.weight
        world.committee_weight += post.ballot_weight
        if post.organ == PARTY:
            world.party_weight += post.weight
        elif post.organ == ARMY or post.organ == SECURITY:
            world.forces_weight += post.weight


@rule
def back_ruler(world: World) -> None:
    """Who has no group backs the first ruler, without owing him his post."""
    for i in range(world.posts_used):
        post = world.posts[i]
        if post.origin == NOBODY:
            post.backing = post.private = world.ruler


@rule
def initialise(world: World, common: Common, people: Array) -> None:
    """Set up world w as it stands before the first month."""
    world.key = world.key_of_start = world.paths[0].key
    set_traits(world, common)
    imposed = intervene_at_start(world, common)
    first_state(world, common)
    empty_posts(world, common, 0, world.posts_used)
    weigh_posts(world)
    unaligned = common.parameters.unaligned_share
    for k in range(common.groups):
        faction = world.factions[k]
        faction.scratch = (1.0 - unaligned) * faction.reach if faction.entry == NEVER else 0.0
    apportion(world, common, 0, world.posts_used, unaligned)
    for k in range(common.groups):
        seat_people(world, people, k)
    first_competence(world, common, 0, world.posts_used)
    for k in range(common.groups):
        lead(world, common, 0, k)
    k, how, luck = endorse(world, common)
    if imposed != NOBODY:
        k = imposed
    world.ruler = k
    back_ruler(world)
    world.ruler_line = world.factions[k].ideology
    if imposed != NOBODY:
        log_imposed(world, common, 0, EV_ENDORSEMENT, k, NOBODY, world.factions[k].leader, HOW_START)
        return
    if how == HOW_RECORD:
        forget(world)
    else:
        note_endorsement(world, common, k)
    log(world, common, 0, EV_ENDORSEMENT, k, NOBODY, NOBODY, world.factions[k].leader, how, 1.0, luck, 0.0)


@rule
def second_half(world: World, common: Common, month: int) -> None:
    """The other half's posts come in, shared out by reach times base there; their holders have no names."""
    p = common.parameters
    first = world.posts_used
    last = min(world.posts.shape[0], first + int(p.second_half_posts))
    empty_posts(world, common, first, last)
    for k in range(common.groups):
        faction = world.factions[k]
        faction.scratch = faction.reach * faction.other_half_base
    apportion(world, common, first, last, 0.0)
    first_competence(world, common, first, last)
    world.posts_used = last
    weigh_posts(world)
    for k in range(common.groups):
        if world.factions[k].leader == NOBODY:
            lead(world, common, month, k)
