"""The first month: posts, people, leaders, the first ruler.

Posts are shared out by the method of Sainte-Lague on each faction's reach, rank by rank; equal quotients are ordered by luck. The seats of a
rank fall on its posts in an order drawn by luck. Named people of a faction sit in its weightiest seats in the order of their standing, the
rest by luck; people without a name fill what is left.

Source: Sainte-Lague 1910 (as in Balinski and Young 1982). Leaves out: who sat where in the record.
"""

from __future__ import annotations

import math

import numpy as np

from sim.world.compiled import rule
from sim.world.ledger import forget, log, log_imposed, note
from sim.world.luck import at, further, gumbel, uniform, whole
from sim.world.rules.interventions import intervene_at_start
from sim.world.rules.leaders import lead
from sim.world.words import (
    EV_ENDORSEMENT,
    HOW_COALITION,
    HOW_DRAWN,
    HOW_RECORD,
    HOW_START,
    NEVER,
    NOBODY,
    S_COMPETENCE,
    S_DEAL,
    S_ENDORSEMENT,
    S_SEATS,
    S_TIES,
    T_ADVENTURISM,
    T_CHARISMA,
    T_DISCIPLINE,
    T_OWN_SUPPORT,
    T_TIE,
)


@rule
def set_traits(tables, w):
    """Copy the traits of the world's draw to its factions."""
    traits = tables.traits[tables.nation[w].draw]
    for k in range(tables.order.shape[0]):
        faction = tables.factions[w, k]
        row = traits[k]
        faction.support_base, faction.adventurism, faction.other_half_base, faction.reach = row.support, row.adventurism, row.other_half_base, row.reach
        faction.discipline, faction.charisma, faction.ideology = row.discipline, row.charisma, row.ideology
        tables.ties[w, k, 0].given, tables.ties[w, k, 1].given = row.tie_0, row.tie_1
        tables.ties[w, k, 0].tie, tables.ties[w, k, 1].tie = row.tie_0, row.tie_1
        faction.entry, faction.parent = tables.entry[k, 0], tables.entry[k, 1]
        faction.support = faction.support_base
        faction.leader = NOBODY
        faction.action = faction.target = faction.term_0 = faction.term_1 = faction.term_2 = NOBODY
        for j in range(tables.order.shape[0]):
            tables.pairs[w, k, j].offered = NEVER


@rule
def empty_posts(tables, w, first, last):
    """Lay out posts first..last-1 without holders."""
    for i in range(first, last):
        post = tables.posts[w, i]
        post.key = tables.post_keys[i]
        post.organ = tables.layout[i].organ
        post.weight = tables.layout[i].weight
        post.ballot_weight = tables.layout[i].ballot_weight
        post.origin = post.backing = post.private = post.name = post.leads = post.ballot_round = NOBODY
        post.standing = tables.people.shape[0] + 1
        post.born = np.nan
        post.reviewed = NEVER


@rule
def next_award(tables, w):
    """Faction with the highest quotient weight / (2 seats + 1); `scratch` holds the weight, `rank` the seats. Equals by luck."""
    address = at(tables.nation[w].key_of_start, S_TIES, 0)
    best, highest = NOBODY, -1.0
    for k in range(tables.order.shape[0]):
        faction = tables.factions[w, k]
        quotient = faction.scratch / (2.0 * faction.rank + 1.0)
        tie = quotient == highest and best != NOBODY and uniform(address, tables.uid[k]) < uniform(address, tables.uid[best])
        if quotient > highest or tie:
            best, highest = k, quotient
    return best


@rule
def apportion(tables, w, first, last):
    """Share out posts first..last-1, rank by rank, in proportion to `scratch`; every holder is as yet a person without a name."""
    nation = tables.nation[w]
    address = at(nation.key_of_start, S_DEAL, 0)
    for i in range(first, last):
        tables.posts[w, i].scratch = uniform(address, tables.posts[w, i].key)
    for level in range(tables.layout[first:last].rank.max() + 1):
        for k in range(tables.order.shape[0]):
            tables.factions[w, k].rank = 0
        while True:
            post = NOBODY
            for i in range(first, last):
                free = tables.layout[i].rank == level and tables.posts[w, i].origin == NOBODY
                if free and (post == NOBODY or tables.posts[w, i].scratch < tables.posts[w, post].scratch):
                    post = i
            if post == NOBODY:
                break
            k = next_award(tables, w)
            tables.factions[w, k].rank += 1
            seat = tables.posts[w, post]
            seat.origin = seat.backing = seat.private = k
            seat.person = further(seat.key, whole(1))


@rule
def next_person(tables, w, k, after):
    """The person of faction k who comes next after row `after` in order of standing, then of luck; NOBODY if none."""
    address = at(tables.nation[w].key_of_start, S_SEATS, 0)
    best = NOBODY
    for n in range(tables.people.shape[0]):
        person = tables.people[n]
        if person.faction != k or person.seated == 0 or (after != NOBODY and not _before(tables, address, after, n)):
            continue
        if best == NOBODY or _before(tables, address, n, best):
            best = n
    return best


@rule
def _before(tables, address, n, m):
    first, second = tables.people[n], tables.people[m]
    if first.standing != second.standing:
        return first.standing < second.standing
    return uniform(address, first.key) < uniform(address, second.key)


@rule
def seat_people(tables, w, k):
    """Put the named people of faction k into its seats, weightiest first, equal seats by luck."""
    address = at(tables.nation[w].key_of_start, S_SEATS, 0)
    person = next_person(tables, w, k, NOBODY)
    while person != NOBODY:
        seat = NOBODY
        for i in range(tables.nation[w].posts):
            post = tables.posts[w, i]
            if post.origin != k or post.name != NOBODY:
                continue
            if seat == NOBODY or post.weight > tables.posts[w, seat].weight:
                seat = i
            elif post.weight == tables.posts[w, seat].weight and uniform(address, post.key) < uniform(address, tables.posts[w, seat].key):
                seat = i
        if seat == NOBODY:
            return
        post, who = tables.posts[w, seat], tables.people[person]
        post.person, post.name, post.standing, post.born = who.key, person, who.standing, who.born
        person = next_person(tables, w, k, person)


@rule
def first_competence(tables, w, first, last):
    """Competence of the holders of posts first..last-1."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    address = at(nation.key_of_start, S_COMPETENCE, 0)
    for i in range(first, last):
        u = uniform(address, tables.posts[w, i].person)
        tables.posts[w, i].competence = p.initial_competence + p.initial_competence_range * u


@rule
def endorse(tables, w):
    """The first ruler: as recorded, drawn by the stronger patron's preference, or the strongest by posts. Returns (faction, how, luck)."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    if tables.switches[0].endorsement == 0:
        return tables.counts[1], HOW_RECORD, math.nan
    if tables.switches[0].endorsement == 2:
        return strongest_by_posts(tables, w), HOW_COALITION, math.nan
    q = 0 if tables.calendar[0].presence_0 >= tables.calendar[0].presence_1 else 1
    address = at(nation.key_of_start, S_ENDORSEMENT, 0)
    best, chosen, luck = -np.inf, NOBODY, 0.0
    for r in range(tables.order.shape[0]):
        k = tables.order[r]
        faction = tables.factions[w, k]
        if faction.entry > 0:
            continue
        u = uniform(address, tables.uid[k])
        value = p.endorsement_tie * tables.ties[w, k, q].given + p.endorsement_charisma * faction.charisma
        value += p.endorsement_support * faction.support_base - p.endorsement_adventurism * faction.adventurism
        value += p.endorsement_discipline * faction.discipline + p.endorsement_luck * gumbel(u)
        if value > best:
            best, chosen, luck = value, k, u
    return chosen, HOW_DRAWN, luck


@rule
def strongest_by_posts(tables, w):
    """The faction with the largest weighted share of posts; equals by luck."""
    nation = tables.nation[w]
    address = at(nation.key_of_start, S_TIES, 0)
    best = NOBODY
    for k in range(tables.order.shape[0]):
        faction = tables.factions[w, k]
        faction.scratch = 0.0
        for i in range(nation.posts):
            if tables.posts[w, i].origin == k:
                faction.scratch += tables.posts[w, i].weight
        if best == NOBODY or faction.scratch > tables.factions[w, best].scratch:
            best = k
        elif faction.scratch == tables.factions[w, best].scratch and uniform(address, tables.uid[k]) < uniform(address, tables.uid[best]):
            best = k
    return best


@rule
def note_endorsement(tables, w, k):
    """Terms of an endorsement, for the ledger."""
    p = tables.parameters[tables.nation[w].draw]
    faction = tables.factions[w, k]
    q = 0 if tables.calendar[0].presence_0 >= tables.calendar[0].presence_1 else 1
    forget(tables, w)
    note(tables, w, T_TIE, p.endorsement_tie * tables.ties[w, k, q].given)
    note(tables, w, T_CHARISMA, p.endorsement_charisma * faction.charisma)
    note(tables, w, T_OWN_SUPPORT, p.endorsement_support * faction.support_base)
    note(tables, w, T_ADVENTURISM, -p.endorsement_adventurism * faction.adventurism)
    note(tables, w, T_DISCIPLINE, p.endorsement_discipline * faction.discipline)


@rule
def first_state(tables, w):
    """Quantities of the first month."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    nation.consumption = nation.aspiration = 1.0
    nation.mobilisation = p.initial_mobilisation
    nation.competence = p.competence_norm
    nation.last_uprising = NEVER
    nation.posts = tables.counts[0]
    nation.ruler = NOBODY


@rule
def found(tables, w):
    """Set up world w as it stands before the first month."""
    nation = tables.nation[w]
    nation.key = nation.key_of_start = tables.paths[w, 0].key
    set_traits(tables, w)
    imposed = intervene_at_start(tables, w)
    first_state(tables, w)
    empty_posts(tables, w, 0, nation.posts)
    for k in range(tables.order.shape[0]):
        faction = tables.factions[w, k]
        faction.scratch = faction.reach if faction.entry == NEVER else 0.0
    apportion(tables, w, 0, nation.posts)
    for k in range(tables.order.shape[0]):
        seat_people(tables, w, k)
    first_competence(tables, w, 0, nation.posts)
    for k in range(tables.order.shape[0]):
        lead(tables, w, 0, k)
    k, how, luck = endorse(tables, w)
    if imposed != NOBODY:
        k = imposed
    nation.ruler = k
    nation.ruler_line = tables.factions[w, k].ideology
    if imposed != NOBODY:
        log_imposed(tables, w, 0, EV_ENDORSEMENT, k, NOBODY, tables.factions[w, k].leader, HOW_START)
        return
    if how == HOW_RECORD:
        forget(tables, w)
    else:
        note_endorsement(tables, w, k)
    log(tables, w, 0, EV_ENDORSEMENT, k, NOBODY, NOBODY, tables.factions[w, k].leader, how, 1.0, luck, 0.0)


@rule
def second_half(tables, w, month):
    """The other half's posts come in, shared out by reach times base there; their holders have no names."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    first = nation.posts
    last = min(tables.posts.shape[1], first + int(p.second_half_posts))
    empty_posts(tables, w, first, last)
    for k in range(tables.order.shape[0]):
        faction = tables.factions[w, k]
        faction.scratch = faction.reach * faction.other_half_base
    apportion(tables, w, first, last)
    first_competence(tables, w, first, last)
    nation.posts = last
    for k in range(tables.order.shape[0]):
        if tables.factions[w, k].leader == NOBODY:
            lead(tables, w, month, k)
