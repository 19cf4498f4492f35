"""The board: what everybody sees when the month's choices are made.

Power is the share of posts that back a faction, multiplied by patrons and by its leader. From it follow the ruling coalition, what a
challenger could count on, the ruler's risk of being outvoted, the patrons' protection, and how threatened each faction is.

Source: coalition as in Acemoglu, Egorov and Sonin 2008; contested and established rule as in Svolik 2012 (concentration follows the share of
posts); the contest of power as in Hirshleifer 1989. Leaves out: secrecy; both sides read the same board.
"""

from __future__ import annotations

import math

from sim.world.compiled import rule
from sim.world.rules.coalition import belongs, coalition


@rule
def sigmoid(x):
    """Logistic function."""
    return 1.0 / (1.0 + math.exp(-x))


@rule
def count_posts(tables, w):
    """Shares of posts, committee posts, and army and security posts that back each faction; the ruler's hold on the party; competence."""
    nation = tables.nation[w]
    for k in range(tables.order.shape[0]):
        faction = tables.factions[w, k]
        faction.post_share = faction.committee_share = faction.forces_share = 0.0
    total, committee, forces, party, party_ruler, competence = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for i in range(nation.posts):
        post = tables.posts[w, i]
        faction = tables.factions[w, post.backing]
        faction.post_share += post.weight
        faction.committee_share += post.ballot_weight
        total += post.weight
        committee += post.ballot_weight
        competence += post.weight * post.competence
        if post.organ == 0:
            party += post.weight
            if post.backing == nation.ruler:
                party_ruler += post.weight
        elif post.organ <= 2:
            forces += post.weight
            faction.forces_share += post.weight
    for k in range(tables.order.shape[0]):
        faction = tables.factions[w, k]
        faction.post_share /= total
        faction.committee_share /= committee
        faction.forces_share /= forces
    nation.party_control = party_ruler / party
    nation.competence = competence / total


@rule
def courted_ties(tables, w):
    """Ties as given and as courted."""
    p = tables.parameters[tables.nation[w].draw]
    for k in range(tables.order.shape[0]):
        for q in range(2):
            tie = tables.ties[w, k, q]
            tie.tie = min(1.0, tie.given + p.tie_effort * tie.courting)


@rule
def who_is_a_side(tables, w, month):
    """A faction without posts is no side any more, unless it rules; it does not come back except by posts or by intervention."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    for k in range(tables.order.shape[0]):
        faction = tables.factions[w, k]
        entered = faction.entry <= month
        faction.alive = 1 if entered and (faction.post_share > p.dead_share or k == nation.ruler) else 0


@rule
def power(tables, w):
    """Shares of power of the living factions, added in the order of their uid."""
    p = tables.parameters[tables.nation[w].draw]
    first, second = tables.patrons[w, 0].presence, tables.patrons[w, 1].presence
    total = 0.0
    for r in range(tables.order.shape[0]):
        k = tables.order[r]
        faction = tables.factions[w, k]
        backed = 1.0 + p.patron_multiplier * (tables.ties[w, k, 0].tie * first + tables.ties[w, k, 1].tie * second)
        faction.power = faction.alive * faction.post_share * backed * (1.0 + p.power_charisma * faction.charisma)
        total += faction.power
    for k in range(tables.order.shape[0]):
        tables.factions[w, k].power /= total


@rule
def ruler_in_force(tables, w, moves):
    """Concentration (if it moves this month), repression, and the line that reform has brought nearer to the nearer patron's."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    ruler = tables.factions[w, nation.ruler]
    if moves == 1:
        nation.concentration += p.concentration_speed * (ruler.post_share - nation.concentration)
    hold = p.repression_concentration * nation.concentration + p.repression_forces * ruler.forces_share
    nation.repression = hold * (1.0 - p.repression_reform * nation.reform)
    first = tables.patrons[w, 0].presence * tables.ties[w, nation.ruler, 0].tie
    second = tables.patrons[w, 1].presence * tables.ties[w, nation.ruler, 1].tie
    nearer = tables.patrons[w, 0].line if first >= second else tables.patrons[w, 1].line
    nation.ruler_line = ruler.ideology + p.reform_line * nation.reform * (nearer - ruler.ideology)


@rule
def expected_support(tables, w, k):
    """Power on which a challenge by faction k could count: its own, its partners', and part of the uncommitted."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    total = 0.0
    for r in range(tables.order.shape[0]):
        j = tables.order[r]
        if j == nation.ruler or tables.factions[w, j].alive == 0:
            continue
        if j == k or tables.pairs[w, k, j].pact == 1:
            total += tables.factions[w, j].power
        elif tables.pairs[w, j, nation.ruler].pact == 0:
            total += p.bystanders * tables.factions[w, j].power
    return total


@rule
def content(tables, w):
    """How pleased the patrons are with the ruler."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    total = 0.0
    for q in range(2):
        patron = tables.patrons[w, q]
        near = max(0.0, 1.0 - p.content_distance * abs(nation.ruler_line - patron.line))
        total += patron.presence * tables.ties[w, nation.ruler, q].tie * near
    return total


@rule
def encouragement(tables, w, k):
    """Hope that a patron, nearer to faction k than to the ruler and lately moved, gives it."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    best = 0.0
    for q in range(2):
        patron = tables.patrons[w, q]
        nearer = max(0.0, abs(nation.ruler_line - patron.line) - abs(tables.factions[w, k].ideology - patron.line))
        hope = patron.presence * tables.ties[w, k, q].tie * nearer * (p.encouragement_base + p.encouragement_shift * patron.shift)
        best = max(best, hope)
    return best


@rule
def prospects(tables, w, month, k):
    """Protection, chances, hopes and threat of faction k."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    faction = tables.factions[w, k]
    faction.protection = tables.patrons[w, 0].presence * tables.ties[w, k, 0].tie + tables.patrons[w, 1].presence * tables.ties[w, k, 1].tie
    cover = min(1.0, faction.protection)
    faction.undone = 0.0
    if tables.switches[0].reversal == 1 and tables.switches[0].patron_veto == 1:
        faction.undone = p.reversal_scale * tables.calendar[month].appetite * (1.0 - nation.conflict) * cover
    faction.expected = faction.chance = faction.encouragement = faction.threat = 0.0
    if k == nation.ruler or faction.alive == 0:
        return
    faction.expected = expected_support(tables, w, k)
    faction.chance = sigmoid(p.winning_steepness * (faction.expected - p.coalition_threshold))
    faction.encouragement = encouragement(tables, w, k)
    outside = belongs(tables, w, nation.ruler) * (1 - belongs(tables, w, k))
    faction.threat = (1.0 - cover) * (p.threat_outside * outside + p.threat_ruler * tables.factions[w, nation.ruler].power)


@rule
def board(tables, w, month, moves):
    """Compute the board; with `moves` 0 concentration stays (the board before the first month)."""
    nation = tables.nation[w]
    count_posts(tables, w)
    courted_ties(tables, w)
    who_is_a_side(tables, w, month)
    power(tables, w)
    coalition(tables, w)
    ruler_in_force(tables, w, moves)
    nation.content = content(tables, w)
    nation.coup_risk = 0.0
    for k in range(tables.order.shape[0]):
        prospects(tables, w, month, k)
        nation.coup_risk = max(nation.coup_risk, tables.factions[w, k].chance)
