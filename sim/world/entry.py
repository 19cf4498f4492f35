"""Doors to the rules for callers outside compiled code: a block's arrays and the number of a world instead of records.

A record handed over from Python costs twenty microseconds a call, an array and a number half of one.
"""

from __future__ import annotations

import math

from sim.world import month as months
from sim.world.compiled import rule
from sim.world.rules import (
    appeal,
    backing,
    campaign,
    choose,
    economy,
    efforts,
    ending,
    interventions,
    patrons,
    protest,
    purge,
    succession,
    support,
    unrest,
    vote,
    war,
)
from sim.world.rules.appointments import vacancies
from sim.world.rules.board import board
from sim.world.rules.wings import divide_all
from sim.world.state import Array
from sim.world.words import NOBODY

_begin, _open, _close, _enter = months.begin, months.open_month, months.close_month, months.enter_month
_keep, _settle, _purge, _war, _deaths = months.keep_choices, vote.settle, purge.purge, war.war, succession.deaths
_economy, _efforts, _campaign, _intervene = economy.economy, efforts.efforts, campaign.campaign, interventions.intervene
_appeals, _answer, _decide_appeal = appeal.appeals, appeal.patrons_answer, appeal.decide_appeal
_support, _back, _choose, _options = support.support, backing.back, choose.choose, choose.options
_remember, _purge_chosen, _undo = choose.remember_choice, purge.purge_chosen, purge.patrons_undo
_find, _enter_protest, _negotiate = protest.find_protest, protest.enter_protest, ending.negotiate
_goes_on = unrest.goes_on
_asked, _troops, _carry_out = unrest.asked_now, patrons.sends_troops, unrest.carry_out


@rule
def begin(worlds: Array, commons: Array, people: Array, w: int) -> None:
    """The world before its first month."""
    _begin(worlds[w], commons[worlds[w].draw], people)


@rule
def open_month(worlds: Array, commons: Array, w: int, month: int) -> None:
    """Luck and outside world of the month, then interventions."""
    _open(worlds[w], commons[worlds[w].draw], month)
    _intervene(worlds[w], commons[worlds[w].draw], month)


@rule
def economy_month(worlds: Array, commons: Array, w: int, month: int) -> None:
    """The month's economy."""
    _economy(worlds[w], commons[worlds[w].draw], month)


@rule
def support_of(worlds: Array, commons: Array, w: int, k: int) -> None:
    """Popular support of faction k."""
    _support(worlds[w], commons[worlds[w].draw], k)


@rule
def back(worlds: Array, commons: Array, w: int, month: int, i: int) -> None:
    """The month of the holder of post i."""
    _back(worlds[w], commons[worlds[w].draw], month, i)


@rule
def board_month(worlds: Array, commons: Array, w: int, month: int) -> None:
    """The month's board."""
    board(worlds[w], commons[worlds[w].draw], month, 1)


@rule
def choose_action(worlds: Array, commons: Array, w: int, month: int, k: int) -> None:
    """Faction k chooses."""
    _choose(worlds[w], commons[worlds[w].draw], month, k)


@rule
def gains(worlds: Array, commons: Array, w: int, month: int, k: int, table: Array) -> None:
    """Gains of faction k's options, into `table` (12, targets)."""
    _options(worlds[w], commons[worlds[w].draw], month, k, table)


@rule
def take_action(worlds: Array, commons: Array, w: int, month: int, k: int, action: int, target: int) -> None:
    """A choice made outside the rules: entered with its gain and terms, without probability or luck."""
    faction = worlds[w].factions[k]
    faction.action, faction.target = action, target
    _remember(worlds[w], commons[worlds[w].draw], month, k, 1.0)
    faction.probability, faction.luck = 1.0, math.nan


@rule
def apply_choices(worlds: Array, commons: Array, w: int, month: int) -> None:
    """Efforts, offers, accusations; then the vote of the month, if there is one."""
    world, common = worlds[w], commons[worlds[w].draw]
    _keep(world, common)
    _efforts(world, common, month)
    _settle(world, common, month)


@rule
def appeals(worlds: Array, w: int, month: int, k: int) -> bool:
    """Whether it is decided this month what becomes of faction k, which lost a vote a month ago."""
    return _appeals(worlds[w], month, k)


@rule
def answer(worlds: Array, commons: Array, w: int, month: int, k: int) -> tuple[bool, float, float]:
    """Whether the patrons give faction k its seats back, the chance, the luck."""
    return _answer(worlds[w], commons[worlds[w].draw], month, k)


@rule
def decide_appeal(worlds: Array, commons: Array, w: int, month: int, k: int, answered: bool, probability: float, luck: float) -> None:
    """Seats given back, or expulsion."""
    _decide_appeal(worlds[w], commons[worlds[w].draw], month, k, answered, probability, luck)


@rule
def purge_under_way(worlds: Array, w: int) -> int:
    """Target of the purge that the ruler, still in office, chose; -1 if none."""
    world = worlds[w]
    return world.factions[world.ruler].target if _purge_chosen(world) else NOBODY


@rule
def undone(worlds: Array, commons: Array, w: int, month: int, j: int) -> tuple[bool, float, float]:
    """Whether the patrons undo a purge of faction j, the chance, the luck."""
    return _undo(worlds[w], commons[worlds[w].draw], month, j)


@rule
def carry_out_purge(worlds: Array, commons: Array, w: int, month: int, reversed_: bool, probability: float, luck: float) -> None:
    """The purge, or its reversal."""
    _purge(worlds[w], commons[worlds[w].draw], month, reversed_, probability, luck)


@rule
def apparatus(worlds: Array, commons: Array, w: int, month: int) -> None:
    """Vacancies, groups that divide, campaign, war."""
    world, common = worlds[w], commons[worlds[w].draw]
    vacancies(world, common, month)
    divide_all(world, common, month)
    _campaign(world, common, month)
    _war(world, common, month)


@rule
def find_protest(worlds: Array, commons: Array, w: int, month: int) -> float:
    """Share of the people in protest this month."""
    _find(worlds[w], commons[worlds[w].draw], month)
    return worlds[w].protest


@rule
def enter_protest(worlds: Array, commons: Array, w: int, month: int) -> int:
    """Enter the month's protest; returns the patron who is asked about a crisis, NOBODY if none."""
    world, common = worlds[w], commons[worlds[w].draw]
    _enter_protest(world, common, month)
    return _asked(world, common)


@rule
def troops(worlds: Array, commons: Array, w: int, month: int, q: int) -> tuple[bool, float, float]:
    """Whether patron q sends troops, the chance, the luck."""
    return _troops(worlds[w], commons[worlds[w].draw], month, q)


@rule
def carry_out(worlds: Array, commons: Array, w: int, month: int, q: int, comes: bool, probability: float, luck: float) -> None:
    """Carry out what patron q decided about a crisis."""
    _carry_out(worlds[w], commons[worlds[w].draw], month, q, comes, probability, luck)


@rule
def close(worlds: Array, commons: Array, months_: Array, rows: Array, holders: Array, w: int, month: int) -> None:
    """An opening by negotiation, deaths, and the month's record."""
    world, common = worlds[w], commons[worlds[w].draw]
    _goes_on(world, common, month)
    _negotiate(world, common, month)
    _deaths(world, common, month)
    _close(world, common)
    _enter(world, common, months_[w], rows[w], holders[w], month)
