"""One month of a world as what a page shows of it: sentences, numbers, the chronicle so far. Plain data, no markup."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sim.agents.why import chance_text, choice_text, terms_of, terms_text
from sim.locale import capital, say
from sim.pack.country.dates import month_name
from sim.report.chronicle import event_dict, event_text, recorded_why
from sim.runs.trajectory import Trajectory, Vote
from sim.world.action import AT_FACTION, AT_PATRON
from sim.world.do import read_do
from sim.world.rules.choose import AIMS
from sim.world.words import ACTIONS, ENDINGS, NO_ACTION, NOBODY

_CHOSEN = ("purge", "campaign", "war", "endorsement")
"""Kinds of events that are a choice among all actions open, by their softmax share."""


@dataclass(frozen=True)
class Doing:
    """What a group does in a month: in a sentence and as numbers (`action` None: it is no side any more)."""

    group: int
    sentence: str
    why: str
    action: str | None
    target: int | None
    patron: int | None


@dataclass(frozen=True)
class Standing:
    """Where a group stands at the end of a month; shares 0-1, `backers` a number of post-holders, `favour` one number a patron."""

    group: int
    alive: bool
    rules: bool
    offices: float
    backers: int
    support: float
    power: float
    favour: tuple[float, ...]


@dataclass(frozen=True)
class Happening:
    """A line of the chronicle, with its why: the rule, the chance that month, what was drawn, what would have turned it, and the largest reasons
    with their sizes; `votes` is the number of ballots where it was a vote, `given` whether it is no doing of the model but of its calendar,
    `recorded` where the record tells of it, if it is taken from there."""

    number: int
    month: int
    when: str
    text: str
    rule: str
    imposed: bool
    chance: float
    drawn: float | None
    turn: str
    reasons: tuple[tuple[str, float], ...]
    votes: int
    given: bool
    recorded: str = ""


@dataclass(frozen=True)
class Month:
    """Everything about one month of a world; `last` if there is none after it, `ended` how it ended, empty where it reached the horizon."""

    month: int
    when: str
    doings: tuple[Doing, ...]
    standings: tuple[Standing, ...]
    posts: int
    last: bool
    ended: str


def month_of(trajectory: Trajectory, month: int, lang: str) -> Month:
    """A month of a world, in a language."""
    country, order = trajectory.country, trajectory.country.displayed
    last = month == trajectory.length - 1
    return Month(
        month, month_name(country.first_month + month, lang), tuple(_doing(trajectory, month, k, lang) for k in order),
        tuple(_standing(trajectory, month, k) for k in order), int(trajectory.backers[month].sum()), last, ENDINGS[trajectory.ended] if last else "",
    )  # fmt: skip


def opening(trajectory: Trajectory) -> int:
    """The month in which a world is opened where none is asked for: that of the change of ruler, or of the first change that has a month."""
    changes = read_do(trajectory.country, trajectory.do)
    rulers = [one.month for one in changes if one.kind == "ruler" and one.month is not None]
    months = rulers or [one.month for one in changes if one.month is not None]
    return min([*months, trajectory.length - 1]) if months else 0


def _doing(trajectory: Trajectory, month: int, k: int, lang: str) -> Doing:
    country, choice = trajectory.country, trajectory.choices[month, k]
    who, code, object_ = country.factions[k].phrase[lang], int(choice["action"]), int(choice["target"])
    if code == NO_ACTION:
        return Doing(k, capital(say(lang, "watch.doing_none", who=who)), "", None, None, None)
    group = object_ if AIMS[code] == AT_FACTION and object_ != NOBODY else None
    patron = object_ if AIMS[code] == AT_PATRON and object_ != NOBODY else None
    target = ""
    if group is not None:
        target = country.factions[group].phrase[lang]
    elif patron is not None:
        target = country.patrons[patron].name[lang]
    sentence = capital(say(lang, "watch.doing", who=who, action=say(lang, f"action.{ACTIONS[code]}", target=target)))
    drawn = choice_text(lang, float(choice["probability"]), float(choice["luck"]))
    reasons = terms_text(lang, terms_of(choice)) or say(lang, "why.no_terms")
    return Doing(k, sentence, f"{reasons}; {drawn}", ACTIONS[code], group, patron)


def _standing(trajectory: Trajectory, month: int, k: int) -> Standing:
    row = trajectory.rows[month, k]
    return Standing(
        k, int(trajectory.choices[month, k]["action"]) != NO_ACTION, int(trajectory.months[month]["ruler"]) == k, float(trajectory.offices[month, k]),
        int(trajectory.backers[month, k]), float(row["support"]), float(row["power"]), tuple(float(one) for one in trajectory.favour[month, k]),
    )  # fmt: skip


def chronicle(trajectory: Trajectory, lang: str) -> tuple[Happening, ...]:
    """The whole ledger, in the order of what happened."""
    return tuple(_happening(trajectory, number, event, lang) for number, event in enumerate(trajectory.events))


def _happening(trajectory: Trajectory, number: int, event: Any, lang: str) -> Happening:
    country, plain = trajectory.country, event_dict(trajectory.country, event)
    reasons = tuple((say(lang, f"term.{name}"), value) for name, value in terms_of(event))
    luck = float(event["luck"])
    return Happening(
        number, int(event["month"]), month_name(country.first_month + int(event["month"]), lang), event_text(country, event, lang),
        say(lang, f"watch.rule.{plain['rule']}"), bool(event["imposed"]), float(event["probability"]), None if math.isnan(luck) else luck,
        _turn("appeal" if plain["rule"] == "appeal" else plain["kind"], float(event["probability"]), luck, lang),
        reasons, len(trajectory.votes.get(number, ())),
        int(event["outside"]) != NOBODY, recorded_why(country, event, lang),
    )  # fmt: skip


def _turn(kind: str, chance: float, luck: float, lang: str) -> str:
    """What would have turned it: a decision drawn against a chance falls where less than the chance is drawn (`luck < probability` in the rules)."""
    if math.isnan(luck):
        return ""
    key = "choice" if kind in _CHOSEN else "lost" if kind == "challenge" else "came"
    return say(lang, f"watch.turn_{key}", chance=chance_text(lang, chance))


def so_far(happenings: Sequence[Happening], month: int) -> list[Happening]:
    """The chronicle up to and with a month, newest first."""
    return [one for one in reversed(happenings) if one.month <= month]


def neighbours(happenings: Sequence[Happening], month: int) -> tuple[int | None, int | None]:
    """Months of the nearest event before and after a month."""
    before = [one.month for one in happenings if one.month < month]
    after = [one.month for one in happenings if one.month > month]
    return (max(before) if before else None), (min(after) if after else None)


def holder(vote: Vote, lang: str) -> str:
    """Who cast a ballot: his name, or, for people without one, the office."""
    if vote.person is not None:
        return vote.person.hangul if lang == "ko" and vote.person.hangul else vote.person.name
    organ = ("party", "army", "security", "state")[vote.organ]
    return say(lang, f"watch.holder.{organ}_{'top' if vote.rank == 0 else 'committee'}")
