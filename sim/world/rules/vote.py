"""A vote of the committee on the ruler, cadre by cadre.

Each member leans by the two leaders' standing, the patrons' lines, fear, ideas, loyalty to his group and chance; the mood of the committee is one
draw for all. Who has no group votes as he backs. The ruler falls if the share against exceeds the majority needed. The ballot is private: origin
decides, not shown backing.

    k          = the challenger with the largest chance; other challengers and k's pact partners join
    leaning_i  = vote_popularity * (charisma_k * support_k - charisma_R * support_R)
               + vote_line * sum over q of presence_q * (|ruler_line - line_q| - |ideology_k - line_q|)
               - vote_content * content - fear_weight * (vote_fear_base + concentration)
               + ideology_weight * (|ruler_line - ideology_f| - |ideology_k - ideology_f|)
               + discipline_weight * discipline_f * (1 where f joined, else -1 where f = R or has a pact with R, else 0)
               + vote_luck * logistic_i;  of one without a group f is whom he backs, and client_weight his discipline
    share      = ballot_weight of members with leaning_i + mood_sd * normal > 0, of all
    R falls    where share > vote_majority: concentration *= fall_concentration, holders turn to k with probability fall_following,
                 turmoil = max(turmoil, fall_turmoil), accused_R = max(accused_R, fall_accused), R's leader leaves
    else         turmoil = max(turmoil, lost_turmoil), accused of who joined = max(accused, lost_accused), accused_k = 1; their seats
                 are decided a month later (`appeal`)

The probability in the ledger is taken over the mood, the members' own luck held. Under switch `challenge_rule` = contest R falls with probability
chance_k.

Source: a shock common to all voters and one of each, as in probabilistic voting (Lindbeck and Weibull 1987). As an alternative (switch
`challenge_rule`) the contest function of Hirshleifer 1989. Leaves out: the order of speakers, and that members follow one another (a cascade was
tried: it moved no target and no outcome), absences, arrest before the meeting.
"""

from __future__ import annotations

from sim.world.compiled import rule
from sim.world.ledger import forget, log, log_choice, note
from sim.world.luck import ahead, at, logistic, normal, uniform
from sim.world.rules.challenge import CHALLENGE
from sim.world.rules.occasion import mood_luck
from sim.world.rules.rulers import follow, leader_leaves, take_office
from sim.world.state import Common, World
from sim.world.words import (
    BISECTIONS,
    EV_CHALLENGE,
    EV_FALL,
    HOW_CONTEST,
    HOW_VOTE,
    NOBODY,
    S_CONTEST,
    S_TIES,
    S_VOTE,
    T_CONTENT,
    T_DISTANCE,
    T_FEAR,
    T_LOYALTY,
    T_MOOD,
    T_PATRON_LINE,
    T_POPULARITY,
)


@rule
def leading_challenger(world: World, common: Common) -> int:
    """The challenger with the best chance (equals by luck), NOBODY if none."""
    address = at(world.key_of_start, S_TIES, 0)
    best = NOBODY
    for k in range(common.count):
        if world.factions[k].action != CHALLENGE:
            continue
        chance = world.factions[k].chance
        if best == NOBODY or ahead(chance, world.factions[best].chance, address, common.uid[k], common.uid[best]):
            best = k
    return best


@rule
def gather(world: World, common: Common, leader: int) -> None:
    """Mark those who stand with the challenger: other challengers and his pact partners."""
    for k in range(common.count):
        faction = world.factions[k]
        with_him = k == leader or faction.action == CHALLENGE or world.pairs[leader, k].pact == 1
        faction.joined = 1 if with_him and faction.alive == 1 and k != world.ruler else 0
    world.factions[leader].joined = 1


@rule
def popularity_edge(world: World, common: Common, k: int) -> float:
    """How much better faction k's leader stands than the ruler with people at large."""
    challenger, ruler = world.factions[k], world.factions[world.ruler]
    p = common.parameters
    return p.vote_popularity * (challenger.charisma * challenger.support - ruler.charisma * ruler.support)


@rule
def line_edge(world: World, common: Common, k: int) -> float:
    """How much nearer faction k is to the patrons' lines than the ruler."""
    p = common.parameters
    total = 0.0
    for q in range(2):
        patron = world.patrons[q]
        ruler_away = abs(world.ruler_line - patron.line)
        total += patron.presence * (ruler_away - abs(world.factions[k].ideology - patron.line))
    return p.vote_line * total


@rule
def loyalty(world: World, common: Common, origin: int, backing: int) -> float:
    """Loyalty of a member of group `origin`, or of none: to its own challenge, or to the ruler it belongs to or is allied with."""
    p = common.parameters
    side = origin if origin != NOBODY else backing
    weight = p.discipline_weight * world.factions[side].discipline if origin != NOBODY else p.client_weight
    if world.factions[side].joined == 1:
        return weight
    if side == world.ruler or world.pairs[side, world.ruler].pact == 1:
        return -weight
    return 0.0


@rule
def ideas(world: World, common: Common, k: int, origin: int) -> float:
    """How much nearer the challenger is to a member's ideas than the ruler."""
    p = common.parameters
    own = world.factions[origin].ideology
    return p.ideology_weight * (abs(world.ruler_line - own) - abs(world.factions[k].ideology - own))


@rule
def lean(world: World, common: Common, month: int, k: int) -> float:
    """Each member's leaning against the ruler and for faction k, before the mood; notes the mean terms."""
    p = common.parameters
    address = at(world.key, S_VOTE, month)
    popular, line = popularity_edge(world, common, k), line_edge(world, common, k)
    pleased = p.vote_content * world.content
    fear = p.fear_weight * (p.vote_fear_base + world.concentration)
    mean_loyalty, mean_ideas, total = 0.0, 0.0, 0.0
    for i in range(world.posts_used):
        post = world.posts[i]
        if post.ballot_weight == 0.0:
            continue
        loyal = loyalty(world, common, post.origin, post.backing)
        idea = ideas(world, common, k, post.origin) if post.origin != NOBODY else 0.0
        chance = p.vote_luck * logistic(uniform(address, post.person))
        post.leaning = popular + line - pleased - fear + idea + loyal + chance
        mean_loyalty += post.ballot_weight * loyal
        mean_ideas += post.ballot_weight * idea
        total += post.ballot_weight
    note(world, T_POPULARITY, popular)
    note(world, T_PATRON_LINE, line)
    note(world, T_CONTENT, -pleased)
    note(world, T_FEAR, -fear)
    note(world, T_LOYALTY, mean_loyalty / total)
    note(world, T_DISTANCE, mean_ideas / total)
    return total


@rule
def share_against(world: World, mood: float, total: float) -> float:
    """Share of members against the ruler in a mood; writes each ballot."""
    against = 0.0
    for i in range(world.posts_used):
        post = world.posts[i]
        post.ballot = 1 if post.ballot_weight > 0.0 and post.leaning + mood > 0.0 else 0
        if post.ballot == 1:
            against += post.ballot_weight
    return against / total


@rule
def chance_over_mood(world: World, common: Common, total: float) -> float:
    """Chance that the ruler falls over all moods of the meeting, the members' own luck held."""
    p = common.parameters
    low, high = 0.0, 1.0
    for _ in range(BISECTIONS):
        middle = (low + high) / 2.0
        if share_against(world, p.mood_sd * normal(middle), total) > p.vote_majority:
            high = middle
        else:
            low = middle
    return 1.0 - high


@rule
def ruler_falls(world: World, common: Common, month: int, k: int) -> None:
    """Faction k takes over after the ruler was outvoted."""
    p = common.parameters
    old = world.ruler
    follow(world, common, month, k, p.fall_following)
    if k >= common.groups and world.factions[k].group == old:  # its own ruler: he goes before his group has another head
        leader_leaves(world, common, month, old)
    take_office(world, common, month, k, p.fall_concentration)
    world.turmoil = max(world.turmoil, p.fall_turmoil)
    world.factions[old].accused = max(world.factions[old].accused, p.fall_accused)
    if world.ruler != old:
        leader_leaves(world, common, month, old)


@rule
def challenge_fails(world: World, common: Common, month: int, k: int) -> None:
    """Those who challenged and lost stand accused."""
    p = common.parameters
    world.turmoil = max(world.turmoil, p.lost_turmoil)
    for j in range(common.count):
        if world.factions[j].joined == 1:
            world.factions[j].accused = max(world.factions[j].accused, p.lost_accused)
            world.factions[j].appeal = month
    world.factions[k].accused = 1.0


@rule
def hold_vote(world: World, common: Common, month: int, k: int) -> tuple[bool, float, float, float]:
    """The committee votes on the ruler. Returns (fell, probability, luck, share against)."""
    p = common.parameters
    total = lean(world, common, month, k)
    note(world, T_MOOD, world.mood)
    probability = chance_over_mood(world, common, total)
    share = share_against(world, world.mood, total)
    return share > p.vote_majority, probability, 1.0 - mood_luck(world, common, month), share


@rule
def settle(world: World, common: Common, month: int) -> None:
    """Settle the month's challenge, if there is one."""
    leader = leading_challenger(world, common)
    if leader == NOBODY:
        return
    old = world.ruler
    gather(world, common, leader)
    forget(world)
    how = HOW_VOTE
    if common.switches.contest == 1:
        how = HOW_CONTEST
        probability, share = world.factions[leader].chance, world.factions[leader].expected
        luck = uniform(at(world.key, S_CONTEST, month), common.uid[leader])
        fell = luck < probability
    else:
        fell, probability, luck, share = hold_vote(world, common, month, leader)
    if fell:
        log(world, common, month, EV_FALL, leader, old, NOBODY, world.factions[old].leader, how, probability, luck, share)
        log_choice(world, leader)
        ruler_falls(world, common, month, leader)
    else:
        log(world, common, month, EV_CHALLENGE, leader, old, NOBODY, world.factions[leader].leader, how, probability, luck, share)
        log_choice(world, leader)
        challenge_fails(world, common, month, leader)
