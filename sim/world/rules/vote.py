"""A vote of the committee on the ruler, cadre by cadre.

Each member leans by the two leaders' standing, the patrons' lines, fear, ideas, loyalty to his group and chance; the mood of the meeting is
one draw for all. Then members follow one another: those who lean against the ruler vote, others join as the share against grows, to the
lowest fixed point. The ruler falls if the share against exceeds the majority needed. The ballot is private: origin decides, not shown backing.

Source: thresholds (Granovetter 1978); cascades under falsified preferences (Kuran 1991). As an alternative (switch `challenge_rule`) the
contest function of Hirshleifer 1989. Leaves out: the order of speakers, absences, arrest before the meeting.
"""

from __future__ import annotations

from sim.world.compiled import rule
from sim.world.ledger import forget, log, note
from sim.world.luck import at, logistic, normal, uniform, whole
from sim.world.rules.rulers import follow, leader_leaves, take_office
from sim.world.words import (
    BISECTIONS,
    CHALLENGE,
    EV_CHALLENGE,
    EV_FALL,
    HOW_CONTEST,
    HOW_VOTE,
    NOBODY,
    S_CONTEST,
    S_MEETING,
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
def leading_challenger(tables, w):
    """The challenger with the best chance (equals by luck), NOBODY if none."""
    address = at(tables.nation[w].key_of_start, S_TIES, 0)
    best = NOBODY
    for k in range(tables.order.shape[0]):
        if tables.factions[w, k].action != CHALLENGE:
            continue
        chance = tables.factions[w, k].chance
        if best == NOBODY or chance > tables.factions[w, best].chance:
            best = k
        elif chance == tables.factions[w, best].chance and uniform(address, tables.uid[k]) < uniform(address, tables.uid[best]):
            best = k
    return best


@rule
def gather(tables, w, leader):
    """Mark those who stand with the challenger: other challengers and his pact partners."""
    nation = tables.nation[w]
    for k in range(tables.order.shape[0]):
        faction = tables.factions[w, k]
        with_him = k == leader or faction.action == CHALLENGE or tables.pairs[w, leader, k].pact == 1
        faction.joined = 1 if with_him and faction.alive == 1 and k != nation.ruler else 0
    tables.factions[w, leader].joined = 1


@rule
def popularity_edge(tables, w, k):
    """How much better faction k's leader stands than the ruler with people at large."""
    challenger, ruler = tables.factions[w, k], tables.factions[w, tables.nation[w].ruler]
    p = tables.parameters[tables.nation[w].draw]
    return p.vote_popularity * (challenger.charisma * challenger.support - ruler.charisma * ruler.support)


@rule
def line_edge(tables, w, k):
    """How much nearer faction k is to the patrons' lines than the ruler."""
    p = tables.parameters[tables.nation[w].draw]
    total = 0.0
    for q in range(2):
        patron = tables.patrons[w, q]
        ruler_away = abs(tables.nation[w].ruler_line - patron.line)
        total += patron.presence * (ruler_away - abs(tables.factions[w, k].ideology - patron.line))
    return p.vote_line * total


@rule
def loyalty(tables, w, origin):
    """Loyalty of a member of group `origin`: to its own challenge, or to the ruler it belongs to or is allied with."""
    nation = tables.nation[w]
    weight = tables.parameters[nation.draw].discipline_weight * tables.factions[w, origin].discipline
    if tables.factions[w, origin].joined == 1:
        return weight
    if origin == nation.ruler or tables.pairs[w, origin, nation.ruler].pact == 1:
        return -weight
    return 0.0


@rule
def ideas(tables, w, k, origin):
    """How much nearer the challenger is to a member's ideas than the ruler."""
    p = tables.parameters[tables.nation[w].draw]
    own = tables.factions[w, origin].ideology
    return p.ideology_weight * (abs(tables.nation[w].ruler_line - own) - abs(tables.factions[w, k].ideology - own))


@rule
def lean(tables, w, month, k):
    """Each member's leaning against the ruler and for faction k, before the mood; notes the mean terms."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    address = at(nation.key, S_VOTE, month)
    popular, line = popularity_edge(tables, w, k), line_edge(tables, w, k)
    pleased = p.vote_content * nation.content
    fear = p.fear_weight * (p.vote_fear_base + nation.concentration)
    mean_loyalty, mean_ideas, total = 0.0, 0.0, 0.0
    for i in range(nation.posts):
        post = tables.posts[w, i]
        if post.ballot_weight == 0.0:
            continue
        loyal, idea = loyalty(tables, w, post.origin), ideas(tables, w, k, post.origin)
        chance = p.vote_luck * logistic(uniform(address, post.person))
        post.leaning = popular + line - pleased - fear + idea + loyal + chance
        mean_loyalty += post.ballot_weight * loyal
        mean_ideas += post.ballot_weight * idea
        total += post.ballot_weight
    note(tables, w, T_POPULARITY, popular)
    note(tables, w, T_PATRON_LINE, line)
    note(tables, w, T_CONTENT, -pleased)
    note(tables, w, T_FEAR, -fear)
    note(tables, w, T_LOYALTY, mean_loyalty / total)
    note(tables, w, T_DISTANCE, mean_ideas / total)
    return total


@rule
def share_against(tables, w, mood, total):
    """Share against the ruler at the lowest fixed point of members who follow one another; writes each ballot."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    share = 0.0
    for i in range(nation.posts):
        tables.posts[w, i].ballot, tables.posts[w, i].ballot_round = 0, NOBODY
    for turn in range(int(p.vote_rounds)):
        against = 0.0
        for i in range(nation.posts):
            post = tables.posts[w, i]
            if post.ballot_weight > 0.0 and post.leaning + mood + p.vote_cascade * share > 0.0:
                against += post.ballot_weight
                if post.ballot == 0:
                    post.ballot, post.ballot_round = 1, turn
        if against / total <= share:
            break
        share = against / total
    return share


@rule
def chance_over_mood(tables, w, total):
    """Chance that the ruler falls over all moods of the meeting, the members' own luck held."""
    p = tables.parameters[tables.nation[w].draw]
    low, high = 0.0, 1.0
    for _ in range(BISECTIONS):
        middle = (low + high) / 2.0
        if share_against(tables, w, p.mood_sd * normal(middle), total) > p.coalition_threshold:
            high = middle
        else:
            low = middle
    return 1.0 - high


@rule
def ruler_falls(tables, w, month, k):
    """Faction k takes over after the ruler was outvoted."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    old = nation.ruler
    follow(tables, w, month, k, p.fall_following)
    take_office(tables, w, k, p.fall_concentration)
    nation.turmoil = max(nation.turmoil, p.fall_turmoil)
    tables.factions[w, old].accused = max(tables.factions[w, old].accused, p.fall_accused)
    leader_leaves(tables, w, month, old)


@rule
def challenge_fails(tables, w, k):
    """Those who challenged and lost stand accused."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    nation.turmoil = max(nation.turmoil, p.lost_turmoil)
    for j in range(tables.order.shape[0]):
        if tables.factions[w, j].joined == 1:
            tables.factions[w, j].accused = max(tables.factions[w, j].accused, p.lost_accused)
    tables.factions[w, k].accused = 1.0


@rule
def hold_vote(tables, w, month, k):
    """The committee votes on the ruler. Returns (fell, probability, luck, share against)."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    u = uniform(at(nation.key, S_MEETING, month), whole(0))
    mood = p.mood_sd * normal(u)
    total = lean(tables, w, month, k)
    note(tables, w, T_MOOD, mood)
    probability = chance_over_mood(tables, w, total)
    share = share_against(tables, w, mood, total)
    return share > p.coalition_threshold, probability, 1.0 - u, share


@rule
def settle(tables, w, month):
    """Settle the month's challenge, if there is one."""
    leader = leading_challenger(tables, w)
    if leader == NOBODY:
        return
    nation = tables.nation[w]
    old = nation.ruler
    gather(tables, w, leader)
    forget(tables, w)
    how = HOW_VOTE
    if tables.switches[0].contest == 1:
        how = HOW_CONTEST
        probability, share = tables.factions[w, leader].chance, tables.factions[w, leader].expected
        luck = uniform(at(nation.key, S_CONTEST, month), tables.uid[leader])
        fell = luck < probability
    else:
        fell, probability, luck, share = hold_vote(tables, w, month, leader)
    if fell:
        log(tables, w, month, EV_FALL, leader, old, NOBODY, tables.factions[w, old].leader, how, probability, luck, share)
        ruler_falls(tables, w, month, leader)
    else:
        log(tables, w, month, EV_CHALLENGE, leader, old, NOBODY, tables.factions[w, leader].leader, how, probability, luck, share)
        challenge_fails(tables, w, leader)
