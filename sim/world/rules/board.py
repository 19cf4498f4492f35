"""The board: what everybody sees when the month's choices are made.

Power is the share of posts that back a faction, multiplied by patrons and by its leader. From it follow the ruling coalition, what a challenger
could count on, the ruler's risk of being outvoted, the patrons' protection, and how threatened each faction is.

    tie_k,q      = min(1, given_k,q + tie_effort * courting_k,q)
    alive_k      = entered, and (post_share_k > dissolution_share or k = R); a side that falls to that share dissolves: its people belong to no
                   group any more, and who backed it backs R
    power_k      ~ alive_k * post_share_k * (1 + patron_multiplier * sum over q of tie_k,q * presence_q) * (1 + power_charisma * charisma_k);
                   they add to 1
    concentration += concentration_speed * (post_share_R - concentration)
    repression   = (repression_concentration * concentration + repression_forces * forces_share_R) * (1 - repression_reform * reform)
    ruler_line   = ideology_R + reform_line * reform * (line_q - ideology_R), q the patron with the larger presence_q * tie_R,q, or the first
    content      = sum over q of presence_q * tie_R,q * max(0, 1 - content_distance * |ruler_line - line_q|)
    protection_k = sum over q of presence_q * tie_k,q;  shield_k = min(1, protection_k), 0 for R's own group and its wings
    moved        = max over q of presence_q * shift_q * |ruler_line - line_q|: how far a patron has moved away from the ruler
    answer_k     = reversal_scale * appetite * (1 - conflict) * shield_k * min(1, answer_slope * moved), 0 with switch reversal or patron_veto off
    hope_k      += hope_speed * (answer_k - hope_k)
    expected_k   = power_k + sum over living j but R of power_j [pact of k and j] + bystanders * power_j [no pact of j with k or R]
    chance_k     = sigma(winning_steepness * (expected_k - coalition_threshold));  coup_risk = max over k of chance_k
    threat_k     = (1 - shield_k) * (threat_outside [R in the coalition, k not] + threat_ruler * power_R)

expected, chance and threat are 0 for R and for who is no side. The answer is what patrons would do for a side in need; it serves the hope of who
would challenge, the undoing of a purge, and the appeal of who has lost.

Source: coalition as in Acemoglu, Egorov and Sonin 2008; contested and established rule as in Svolik 2012 (concentration follows the share of
posts); the contest of power as in Hirshleifer 1989. Leaves out: secrecy; both sides read the same board.
"""

from __future__ import annotations

from sim.world import arithmetic
from sim.world.compiled import rule
from sim.world.rules.coalition import belongs, coalition
from sim.world.rules.wings import hand_over, leave_lead, rejoin
from sim.world.state import LANES, Common, World
from sim.world.words import ARMY, NOBODY, PARTY, SECURITY


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
    """A faction with few posts is no side any more, unless it rules: it dissolves, and does not come back except by intervention."""
    p = common.parameters
    for r in range(common.count):  # in the order of uid: whose shares are added first must not depend on the pack's order
        k = common.order[r]
        faction = world.factions[k]
        lives = faction.entry <= month and faction.group != NOBODY and (faction.post_share > p.dissolution_share or k == world.ruler)
        if faction.alive == 1 and not lives:
            dissolve(world, common, k)
        faction.alive = 1 if lives else 0


@rule
def dissolve(world: World, common: Common, k: int) -> None:
    """The people of faction k belong to no group any more, those of a wing to its group again, and who backed it backs the ruler."""
    if k >= common.groups:
        rejoin(world, common, k)
        return
    leave_lead(world, k)
    for i in range(world.posts_used):
        post = world.posts[i]
        if post.origin == k:
            post.origin = post.patron = NOBODY
        if post.backing == k:
            post.backing = world.ruler
        if post.private == k:
            post.private = world.ruler
    hand_over(world, k, world.ruler)


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
def moved(world: World) -> float:
    """How far a patron that is present has lately moved, and stands, away from the ruler."""
    first, second = world.patrons[0], world.patrons[1]
    one = first.presence * first.shift * abs(world.ruler_line - first.line)
    other = second.presence * second.shift * abs(world.ruler_line - second.line)
    return max(one, other)


@rule
def answer(world: World, common: Common, month: int, shield: float) -> float:
    """Chance that patrons, jointly, help a side that they shield so far."""
    p = common.parameters
    if common.switches.reversal == 0 or common.switches.patron_veto == 0:
        return 0.0
    willing = p.reversal_scale * common.calendar[month].appetite * (1.0 - world.conflict)
    return willing * shield * min(1.0, p.answer_slope * world.moved)


@rule
def prospects(world: World, common: Common, month: int, k: int, moves: int) -> None:
    """Protection, chances, hopes and threat of faction k."""
    p = common.parameters
    faction = world.factions[k]
    faction.protection = world.patrons[0].presence * world.ties[k, 0].tie + world.patrons[1].presence * world.ties[k, 1].tie
    # a patron does not shield one part of its client against another
    faction.shield = 0.0 if faction.group == world.ruler else min(1.0, faction.protection)
    faction.answer = answer(world, common, month, faction.shield)
    if moves == 1:
        faction.hope += p.hope_speed * (faction.answer - faction.hope)
    faction.expected = faction.chance = faction.threat = 0.0
    if k == world.ruler or faction.alive == 0:
        return
    faction.expected = expected_support(world, common, k)
    faction.chance = sigmoid(p.winning_steepness * (faction.expected - p.coalition_threshold))
    outside = belongs(world, common, world.ruler) * (1 - belongs(world, common, k))
    faction.threat = (1.0 - faction.shield) * (p.threat_outside * outside + p.threat_ruler * world.factions[world.ruler].power)


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
    world.moved = moved(world)
    world.coup_risk = 0.0
    for k in range(common.count):
        prospects(world, common, month, k, moves)
        world.coup_risk = max(world.coup_risk, world.factions[k].chance)
