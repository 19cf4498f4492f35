"""The month, in the order in which things happen; and the life of a world, month by month.

All decide on the same board, then all changes are applied. The Mesa world (`sim.agents`) calls the same functions agent by agent.
"""

from __future__ import annotations

from sim.world.compiled import rule
from sim.world.ledger import add_action_to_digest
from sim.world.luck import fingerprint, whole
from sim.world.rules.appointments import vacancies
from sim.world.rules.backing import back, falsification
from sim.world.rules.board import board
from sim.world.rules.campaign import campaign
from sim.world.rules.choose import choose
from sim.world.rules.economy import economy
from sim.world.rules.efforts import efforts
from sim.world.rules.interventions import intervene
from sim.world.rules.outside import look_outside
from sim.world.rules.purge import patrons_undo, purge, purge_chosen
from sim.world.rules.start import found
from sim.world.rules.succession import deaths
from sim.world.rules.support import support
from sim.world.rules.unrest import unrest
from sim.world.rules.vote import settle
from sim.world.rules.war import war


@rule
def open_month(tables, w, month):
    """Begin a month: its luck, the world outside."""
    nation = tables.nation[w]
    for piece in range(tables.paths.shape[1]):
        if tables.paths[w, piece].month <= month:
            nation.key = tables.paths[w, piece].key
    nation.fell = 0
    look_outside(tables, w, month)
    tables.months[w, month].digest = whole(0)


@rule
def begin(tables, w):
    """The world before its first month, with the board on which the first month's economy, support and backing stand."""
    tables.months[w, 0].digest = whole(0)
    look_outside(tables, w, 0)
    found(tables, w)
    board(tables, w, 0, 0)
    nation = tables.nation[w]
    nation.concentration = tables.factions[w, nation.ruler].post_share


@rule
def support_all(tables, w):
    """Popular support of every faction."""
    for k in range(tables.order.shape[0]):
        support(tables, w, k)


@rule
def back_all(tables, w, month):
    """Every cadre reconsiders, or not."""
    for i in range(tables.nation[w].posts):
        back(tables, w, month, i)


@rule
def choose_all(tables, w, month):
    """Every faction chooses one action."""
    for k in range(tables.order.shape[0]):
        choose(tables, w, month, k)


@rule
def keep_choices(tables, w, month):
    """Enter the month's actions in the record."""
    for k in range(tables.order.shape[0]):
        faction, row = tables.factions[w, k], tables.month_factions[w, month, k]
        row.action, row.target = faction.action, faction.target
        add_action_to_digest(tables, w, month, k)


@rule
def purge_month(tables, w, month):
    """The purge of the month, if the ruler chose one and the patrons let it stand."""
    if not purge_chosen(tables, w):
        return
    undone, luck = patrons_undo(tables, w, month, tables.factions[w, tables.nation[w].ruler].target)
    purge(tables, w, month, undone, luck)


@rule
def close_month(tables, w, month):
    """Enter the month in the record."""
    nation = tables.nation[w]
    falsification(tables, w)
    now = tables.months[w, month]
    now.ruler, now.concentration, now.hardship, now.protest = nation.ruler, nation.concentration, nation.hardship, nation.protest
    now.consumption, now.aid, now.dependence, now.alignment = nation.consumption, nation.aid, nation.dependence, nation.alignment
    now.coup_risk, now.turmoil, now.mobilisation = nation.coup_risk, nation.turmoil, nation.mobilisation
    now.falsification = nation.falsification
    now.coalition = 0
    for k in range(tables.order.shape[0]):
        faction, row = tables.factions[w, k], tables.month_factions[w, month, k]
        row.power, row.support, row.post_share, row.committee_share = faction.power, faction.support, faction.post_share, faction.committee_share
        now.coalition += (nation.coalition >> k) & 1
    if tables.holders.shape[1] > 1:
        for i in range(nation.posts):
            post = tables.posts[w, i]
            tables.holders[w, month, i] = fingerprint(post.person, tables.uid[post.origin])
    nation.tenure += 1


@rule
def step(tables, w, month):
    """One month of one world."""
    open_month(tables, w, month)
    intervene(tables, w, month)
    economy(tables, w, month)
    support_all(tables, w)
    back_all(tables, w, month)
    board(tables, w, month, 1)
    choose_all(tables, w, month)
    keep_choices(tables, w, month)
    efforts(tables, w, month)
    settle(tables, w, month)
    purge_month(tables, w, month)
    vacancies(tables, w, month)
    campaign(tables, w, month)
    war(tables, w, month)
    unrest(tables, w, month)
    deaths(tables, w, month)
    close_month(tables, w, month)


@rule
def run_block(tables, first, last, start, stop):
    """Run worlds first..last-1 from month `start` up to, but not including, month `stop`; month 0 begins them."""
    for w in range(first, last):
        if start == 0:
            begin(tables, w)
        for month in range(start, stop):
            if tables.nation[w].ended != 0:
                break
            step(tables, w, month)
