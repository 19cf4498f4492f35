"""The board: what everybody sees when the month's choices are made.

Power is the share of posts that back a faction, multiplied by patrons and by its leader. From it follow the ruling coalition, what a
challenger could count on, the ruler's risk of being outvoted, the patrons' protection, and how threatened each faction is.

    tie_k,q      = min(1, given_k,q + tie_effort * courting_k,q)
    alive_k      = entered, and (post_share_k > dead_share or k = R)
    power_k      ~ alive_k * post_share_k * (1 + patron_multiplier * sum over q of tie_k,q * presence_q) * (1 + power_charisma * charisma_k);
                   they add to 1
    concentration += concentration_speed * (post_share_R - concentration)
    repression   = (repression_concentration * concentration + repression_forces * forces_share_R) * (1 - repression_reform * reform)
    ruler_line   = ideology_R + reform_line * reform * (line_q - ideology_R), q the patron with the larger presence_q * tie_R,q, or the first
    content      = sum over q of presence_q * tie_R,q * max(0, 1 - content_distance * |ruler_line - line_q|)
    protection_k = sum over q of presence_q * tie_k,q;  cover_k = min(1, protection_k)
    undone_k     = reversal_scale * appetite * (1 - conflict) * cover_k, 0 with switch reversal or patron_veto off
    expected_k   = power_k + sum over living j but R of power_j [pact of k and j] + bystanders * power_j [no pact of j with k or R]
    chance_k     = sigma(winning_steepness * (expected_k - coalition_threshold));  coup_risk = max over k of chance_k
    encouragement_k = max over q of presence_q * tie_k,q * max(0, |ruler_line - line_q| - |ideology_k - line_q|)
                    * (encouragement_base + encouragement_shift * shift_q)
    threat_k     = (1 - cover_k) * (threat_outside [R in the coalition, k not] + threat_ruler * power_R)

expected, chance, encouragement and threat are 0 for R and for who is no side.

Source: coalition as in Acemoglu, Egorov and Sonin 2008; contested and established rule as in Svolik 2012 (concentration follows the share of
posts); the contest of power as in Hirshleifer 1989. Leaves out: secrecy; both sides read the same board.
"""

from __future__ import annotations

from sim.world import arithmetic
from sim.world.compiled import rule
from sim.world.rules.coalition import belongs, coalition
from sim.world.state import LANES, Common, World
from sim.world.words import ARMY, PARTY, SECURITY


@rule
def sigmoid(x: float) -> float:
    """Logistic function."""
    return 1.0 / (1.0 + arithmetic.exp(-x))


@rule
def sum_posts(world: World, common: Common) -> None:
    """Add every post to one of LANES running sums: of the faction it backs, of competence, of the ruler's party posts."""
    for n in range(LANES):
        world.lanes[n].competence = world.lanes[n].party_ruler = 0.0
        for k in range(common.count):
            group_lane = world.group_lanes[n, k]
            group_lane.posts = group_lane.committee = group_lane.forces = 0.0
    for i in range(world.posts_used):
        post = world.posts[i]
        n = i & (LANES - 1)
        lane, group_lane = world.lanes[n], world.group_lanes[n, post.backing]
        group_lane.posts += post.weight
        group_lane.committee += post.ballot_weight
        lane.competence += post.weight * post.competence
        if post.organ == PARTY:
            if post.backing == world.ruler:
                lane.party_ruler += post.weight
        elif post.organ == ARMY or post.organ == SECURITY:
            group_lane.forces += post.weight


@rule
def count_posts(world: World, common: Common) -> None:
    """Shares of posts, committee posts, and army and security posts that back each faction; the ruler's hold on the party; competence."""
    sum_posts(world, common)
    competence, party_ruler = 0.0, 0.0
    for n in range(LANES):
        competence += world.lanes[n].competence
        party_ruler += world.lanes[n].party_ruler
    world.competence = competence / world.posts_weight
    world.party_control = party_ruler / world.party_weight
    for k in range(common.count):
        posts, committee, forces = 0.0, 0.0, 0.0
        for n in range(LANES):
            group_lane = world.group_lanes[n, k]
            posts += group_lane.posts
            committee += group_lane.committee
            forces += group_lane.forces
        faction = world.factions[k]
        faction.post_share = posts / world.posts_weight
        faction.committee_share = committee / world.committee_weight
        faction.forces_share = forces / world.forces_weight


@rule
def courted_ties(world: World, common: Common) -> None:
    """Ties as given and as courted."""
    p = common.parameters
    for k in range(common.count):
        for q in range(2):
            tie = world.ties[k, q]
            tie.tie = min(1.0, tie.given + p.tie_effort * tie.courting)


@rule
def who_is_a_side(world: World, common: Common, month: int) -> None:
    """A faction without posts is no side any more, unless it rules; it does not come back except by posts or by intervention."""
    p = common.parameters
    for k in range(common.count):
        faction = world.factions[k]
        entered = faction.entry <= month
        faction.alive = 1 if entered and (faction.post_share > p.dead_share or k == world.ruler) else 0


@rule
def power(world: World, common: Common) -> None:
    """Shares of power of the living factions, added in the order of their uid."""
    p = common.parameters
    first, second = world.patrons[0].presence, world.patrons[1].presence
    total = 0.0
    for r in range(common.count):
        k = common.order[r]
        faction = world.factions[k]
        backed = 1.0 + p.patron_multiplier * (world.ties[k, 0].tie * first + world.ties[k, 1].tie * second)
        faction.power = faction.alive * faction.post_share * backed * (1.0 + p.power_charisma * faction.charisma)
        total += faction.power
    for k in range(common.count):
        world.factions[k].power /= total


@rule
def ruler_in_force(world: World, common: Common, moves: int) -> None:
    """Concentration (if it moves this month), repression, and the line that reform has brought nearer to the nearer patron's."""
    p = common.parameters
    ruler = world.factions[world.ruler]
    if moves == 1:
        world.concentration += p.concentration_speed * (ruler.post_share - world.concentration)
    hold = p.repression_concentration * world.concentration + p.repression_forces * ruler.forces_share
    world.repression = hold * (1.0 - p.repression_reform * world.reform)
    first = world.patrons[0].presence * world.ties[world.ruler, 0].tie
    second = world.patrons[1].presence * world.ties[world.ruler, 1].tie
    nearer = world.patrons[0].line if first >= second else world.patrons[1].line
    world.ruler_line = ruler.ideology + p.reform_line * world.reform * (nearer - ruler.ideology)


@rule
def expected_support(world: World, common: Common, k: int) -> float:
    """Power on which a challenge by faction k could count: its own, its partners', and part of the uncommitted."""
    p = common.parameters
    total = 0.0
    for r in range(common.count):
        j = common.order[r]
        if j == world.ruler or world.factions[j].alive == 0:
            continue
        if j == k or world.pairs[k, j].pact == 1:
            total += world.factions[j].power
        elif world.pairs[j, world.ruler].pact == 0:
            total += p.bystanders * world.factions[j].power
    return total


@rule
def content(world: World, common: Common) -> float:
    """How pleased the patrons are with the ruler."""
    p = common.parameters
    total = 0.0
    for q in range(2):
        patron = world.patrons[q]
        near = max(0.0, 1.0 - p.content_distance * abs(world.ruler_line - patron.line))
        total += patron.presence * world.ties[world.ruler, q].tie * near
    return total


@rule
def encouragement(world: World, common: Common, k: int) -> float:
    """Hope that a patron, nearer to faction k than to the ruler and lately moved, gives it."""
    p = common.parameters
    best = 0.0
    for q in range(2):
        patron = world.patrons[q]
        nearer = max(0.0, abs(world.ruler_line - patron.line) - abs(world.factions[k].ideology - patron.line))
        hope = patron.presence * world.ties[k, q].tie * nearer * (p.encouragement_base + p.encouragement_shift * patron.shift)
        best = max(best, hope)
    return best


@rule
def prospects(world: World, common: Common, month: int, k: int) -> None:
    """Protection, chances, hopes and threat of faction k."""
    p = common.parameters
    faction = world.factions[k]
    faction.protection = world.patrons[0].presence * world.ties[k, 0].tie + world.patrons[1].presence * world.ties[k, 1].tie
    cover = min(1.0, faction.protection)
    faction.undone = 0.0
    if common.switches.reversal == 1 and common.switches.patron_veto == 1:
        faction.undone = p.reversal_scale * common.calendar[month].appetite * (1.0 - world.conflict) * cover
    faction.expected = faction.chance = faction.encouragement = faction.threat = 0.0
    if k == world.ruler or faction.alive == 0:
        return
    faction.expected = expected_support(world, common, k)
    faction.chance = sigmoid(p.winning_steepness * (faction.expected - p.coalition_threshold))
    faction.encouragement = encouragement(world, common, k)
    outside = belongs(world, common, world.ruler) * (1 - belongs(world, common, k))
    faction.threat = (1.0 - cover) * (p.threat_outside * outside + p.threat_ruler * world.factions[world.ruler].power)


@rule
def board(world: World, common: Common, month: int, moves: int) -> None:
    """Compute the board; with `moves` 0 concentration stays (the board before the first month)."""
    count_posts(world, common)
    courted_ties(world, common)
    who_is_a_side(world, common, month)
    power(world, common)
    coalition(world, common)
    ruler_in_force(world, common, moves)
    world.content = content(world, common)
    world.coup_risk = 0.0
    for k in range(common.count):
        prospects(world, common, month, k)
        world.coup_risk = max(world.coup_risk, world.factions[k].chance)
