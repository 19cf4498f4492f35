"""The month, in the order in which things happen; and a world, month by month.

All decide on the same board, then all changes are applied. The Mesa world (`sim.agents`) calls the same functions agent by agent.
"""

from __future__ import annotations

import numpy as np

from sim.world.audit import audit
from sim.world.compiled import rule
from sim.world.luck import at, fingerprint, normal, whole
from sim.world.rules.appeal import all_appeals
from sim.world.rules.appointments import vacancies
from sim.world.rules.backing import falsification, reconsider, review_chance
from sim.world.rules.board import board
from sim.world.rules.campaign import campaign
from sim.world.rules.choose import add_action_to_digest, address_choices, choose
from sim.world.rules.economy import economy
from sim.world.rules.efforts import efforts
from sim.world.rules.holders import draw_for_holders
from sim.world.rules.interventions import intervene
from sim.world.rules.occasion import meets, mood_luck
from sim.world.rules.outside import look_outside, outside_events
from sim.world.rules.purge import patrons_undo, purge, purge_chosen
from sim.world.rules.start import initialise
from sim.world.rules.succession import deaths
from sim.world.rules.support import support
from sim.world.rules.unrest import unrest
from sim.world.rules.vote import settle
from sim.world.rules.war import war
from sim.world.rules.wings import divide_all
from sim.world.state import Array, Common, World
from sim.world.words import NOBODY, NOT_ENDED, S_BACKING, S_REVIEW


@rule
def open_month(world: World, common: Common, month: int) -> None:
    """Begin a month: its luck, the world outside."""
    for piece in range(world.pieces):
        if world.paths[piece].month <= month:
            world.key = world.paths[piece].key
    world.review_address = at(world.key, S_REVIEW, month)
    world.backing_address = at(world.key, S_BACKING, month)
    address_choices(world, month)
    world.fell = 0
    world.occasion = meets(world, common, month)
    world.mood = common.parameters.mood_sd * normal(mood_luck(world, common, month))
    world.party_turnover = 0.0
    look_outside(world, common, month)
    outside_events(world, common, month)
    world.digest = whole(0)


@rule
def begin(world: World, common: Common, people: Array) -> None:
    """The world before its first month, with the board on which the first month's economy, support and backing stand."""
    look_outside(world, common, 0)
    initialise(world, common, people)
    board(world, common, 0, 0)
    world.concentration = world.factions[world.ruler].post_share


@rule
def support_all(world: World, common: Common) -> None:
    """Popular support of every faction."""
    for k in range(common.count):
        support(world, common, k)


@rule
def back_all(world: World, common: Common, month: int) -> None:
    """Every cadre reconsiders, or not: `back` for each, with what is the same for all found once."""
    draw_for_holders(world, world.review_address)
    chance = review_chance(world, common)
    for i in range(world.posts_used):
        if world.draws[i] < chance:
            reconsider(world, common, month, i)


@rule
def choose_all(world: World, common: Common, month: int) -> None:
    """Every faction chooses one action."""
    for k in range(common.count):
        choose(world, common, month, k)


@rule
def keep_choices(world: World, common: Common) -> None:
    """The month's actions are part of what happened."""
    for k in range(common.count):
        add_action_to_digest(world, common, k)


@rule
def purge_month(world: World, common: Common, month: int) -> None:
    """The purge of the month, if the ruler chose one and the patrons let it stand."""
    if not purge_chosen(world):
        return
    undone, probability, luck = patrons_undo(world, common, month, world.factions[world.ruler].target)
    purge(world, common, month, undone, probability, luck)


@rule
def close_month(world: World, common: Common) -> None:
    """End the month: one more in office."""
    falsification(world)
    world.tenure += 1


@rule
def enter_seats(world: World, common: Common, rows: Array, month: int) -> None:
    """Share of the committee, by rank and by heads, held by people of each group, whomever they back."""
    heads = 0.0
    for k in range(common.groups):
        rows[month, k].seats = rows[month, k].heads = 0.0
    for i in range(world.posts_used):
        post = world.posts[i]
        if post.ballot_weight > 0.0:
            heads += 1.0
            if post.came != NOBODY:
                rows[month, post.came].seats += post.ballot_weight
                rows[month, post.came].heads += 1.0
    for k in range(common.groups):
        rows[month, k].seats /= world.committee_weight
        rows[month, k].heads /= heads


@rule
def enter_month(world: World, common: Common, months: Array, rows: Array, holders: Array, month: int) -> None:
    """Write the month, audited, into the monthly table: `months` (month,), `rows` (month, k), `holders` (month or 1, i)."""
    now = months[month]
    now.digest = world.digest
    now.ruler, now.concentration, now.hardship, now.protest = world.ruler, world.concentration, world.hardship, world.protest
    now.consumption, now.aid, now.dependence, now.alignment = world.consumption, world.aid, world.dependence, world.alignment
    now.first_goodwill, now.second_goodwill = world.first_goodwill, world.second_goodwill
    now.coup_risk, now.turmoil, now.mobilisation = world.coup_risk, world.turmoil, world.mobilisation
    now.falsification, now.party_turnover, now.drift = world.falsification, world.party_turnover, world.drift
    now.coalition = 0
    for k in range(common.groups):
        faction, row = world.factions[k], rows[month, k]
        row.power, row.support, row.post_share, row.committee_share = faction.power, faction.support, faction.post_share, faction.committee_share
        in_coalition = (world.coalition >> k) & 1
        for wing in range(common.groups, common.count):  # a group's share has those of its wings in it
            side = world.factions[wing]
            if side.alive == 1 and side.group == k:
                row.power += side.power
                row.post_share += side.post_share
                row.committee_share += side.committee_share
                in_coalition |= (world.coalition >> wing) & 1
        now.coalition += in_coalition
        row.action, row.target = faction.action, faction.target
        if faction.target >= common.groups:  # a wing counts with its group
            row.target = world.factions[faction.target].group
        row.leader_born = faction.leader_born if faction.leader != NOBODY else np.nan
    enter_seats(world, common, rows, month)
    audit(world, common, rows, month)
    if holders.shape[0] > 1:
        for i in range(common.posts):
            post = world.posts[i]
            holders[month, i] = fingerprint(post.person, common.uid[post.came] if post.came != NOBODY else whole(0))


@rule
def step(world: World, common: Common, month: int) -> None:
    """One month of one world."""
    open_month(world, common, month)
    intervene(world, common, month)
    economy(world, common, month)
    support_all(world, common)
    back_all(world, common, month)
    board(world, common, month, 1)
    choose_all(world, common, month)
    keep_choices(world, common)
    efforts(world, common, month)
    settle(world, common, month)
    purge_month(world, common, month)
    all_appeals(world, common, month)
    vacancies(world, common, month)
    divide_all(world, common, month)
    campaign(world, common, month)
    war(world, common, month)
    unrest(world, common, month)
    deaths(world, common, month)
    close_month(world, common)


@rule
def run_block(worlds: Array, commons: Array, people: Array, months: Array, rows: Array, holders: Array, start: int, stop: int) -> None:
    """Run a block of worlds from month `start` up to, but not including, month `stop`; month 0 begins them.

    `worlds` (w,) and `commons` (draw,) are records of state.WORLD and state.COMMON; `people` (n,) of state.PERSON; `months` (w, month),
    `rows` (w, month, k) and `holders` (w, month or 1, i) receive the monthly table.
    """
    for w in range(worlds.shape[0]):
        world = worlds[w]
        common = commons[world.draw]
        own, own_rows, own_holders = months[w], rows[w], holders[w]
        if start == 0:
            begin(world, common, people)
        for month in range(start, stop):
            if world.ended != NOT_ENDED or world.unsound != 0:
                break
            step(world, common, month)
            enter_month(world, common, own, own_rows, own_holders, month)
