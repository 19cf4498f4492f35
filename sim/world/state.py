"""Everything a world consists of: one table of fields, and the arrays made from it.

One world is one record; a thousand worlds are an array of them, so that one world that is watched and a thousand that are counted run the
same compiled code. A field is read and written by its name: `world.hardship`, `world.factions[k].support`. Rules get a world and the
`common` record of its draw (parameters, switches, calendar), both by reference. Rooms inside a record have fixed sizes; `common.count` and
`world.posts_used` say how much of them is in use.

Indexes: w world, k or j faction, q patron (0 first, 1 second), i post, month (0 = first month of the horizon).
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from sim.pack.vocabulary import MOST_DEATHS, MOST_MONTHS, MOST_OUTSIDE, PARAMETER_NAMES
from sim.world.words import ACTIONS, TERMS_NOTED

World: TypeAlias = Any
"""A record of `world_dtype`: numpy gives its fields as attributes, which a type checker can't see."""
Common: TypeAlias = Any
"""A record of `common_dtype`."""
Array: TypeAlias = npt.NDArray[Any]

F8, I8, U8, U4 = "f8", "i8", "u8", "u4"

# name, type, unit and range, who writes it
NATION: Final = (
    ("key", U8, "key of the world's luck in this month", "month"),
    ("key_of_start", U8, "key of the world's luck in the first month: ages and ties between equals", "start"),
    ("review_address", U8, "of the month's reviews", "month"),
    ("backing_address", U8, "of the month's backing", "month"),
    ("draw", I8, "row of the parameters this world uses", "ensemble"),
    ("ruler", I8, "faction that holds the top post", "rulers"),
    ("tenure", I8, "months in office", "month"),
    ("concentration", F8, "power accumulated by the ruler, 0-1", "board, rulers"),
    ("ruler_line", F8, "line the ruler follows, -1..1", "board, rulers"),
    ("consumption", F8, "1 = first month", "economy"),
    ("aspiration", F8, "1 = first month", "economy"),
    ("hardship", F8, "0-1", "economy"),
    ("growth", F8, "remembered growth, 1/month", "economy"),
    ("destroyed", F8, "share of capital destroyed, 0-1", "economy"),
    ("blame", F8, "blame for a war going badly, 0-1", "economy"),
    ("mobilisation", F8, "0-1", "economy"),
    ("alignment", F8, "-1 first patron .. +1 second", "economy"),
    ("competence", F8, "mean of post-holders, weighted, 0-1", "board"),
    ("dependence", F8, "on the stronger patron, 0-1", "economy"),
    ("goodwill", F8, "of both patrons", "economy"),
    ("first_goodwill", F8, "of the first patron", "economy"),
    ("second_goodwill", F8, "of the second patron", "economy"),
    ("aid", F8, "patrons' aid as share of revenue", "economy"),
    ("turmoil", F8, "at the top, 0-1", "efforts, vote, purge, patrons"),
    ("reform", F8, "how far reform has gone, 0-1", "efforts, rulers"),
    ("drift", F8, "loss of control over an old apparatus, 0-1", "campaign"),
    ("repression", F8, "0-1", "board"),
    ("coup_risk", F8, "largest chance of a challenger, 0-1", "board"),
    ("content", F8, "patrons' contentment with the ruler", "board"),
    ("coalition", I8, "bits of the ultimate ruling coalition", "coalition"),
    ("party_weight", F8, "summed weight of party posts", "board"),
    ("party_control", F8, "ruler's share of party posts", "board"),
    ("falsification", F8, "share whose backing hides another wish, 0-1", "board"),
    ("conflict", F8, "between the patrons, 0-1", "outside"),
    ("protest", F8, "share of the people in protest, 0-1", "protest"),
    ("uprising_chance", F8, "chance of the month's uprising, 0-1", "protest"),
    ("posts_used", I8, "posts in use", "start, war"),
    ("pieces", I8, "pieces of the path of luck", "ensemble"),
    ("digest", U8, "of what happened in the month", "ledger"),
    ("party_turnover", F8, "weighted share of party posts refilled this month, 0-1", "appointments"),
    ("campaign_left", I8, "months of campaign still to run", "campaign, rulers"),
    ("campaign_age", I8, "months since the campaign began", "campaign"),
    ("last_uprising", I8, "month", "protest"),
    ("episode", I8, "1 while protest stays above the level of an uprising", "protest"),
    ("asked", I8, "1 once patrons were asked in this episode", "patrons"),
    ("restless", I8, "months in a row in which an opening could be negotiated", "ending"),
    ("unified", I8, "1 once the other half has come in", "war"),
    ("fell", I8, "1 in the month in which the ruler has fallen", "rulers"),
    ("ended", I8, "words.ENDINGS", "ending, war"),
    ("ended_month", I8, "month", "ending, war"),
    ("event_count", I8, "events in the ledger", "ledger"),
    ("lost_events", I8, "events beyond the ledger's room: 0 in a sound run", "ledger"),
    ("noted_count", I8, "terms noted for the decision under way", "ledger"),
)
FACTION: Final = (
    ("support_base", F8, "trait, 0-1", "start, interventions"),
    ("adventurism", F8, "trait, 0-1", "start, interventions"),
    ("other_half_base", F8, "trait, 0-1", "start, interventions"),
    ("reach", F8, "trait, 0-1", "start, interventions"),
    ("discipline", F8, "trait, 0-1", "start, interventions"),
    ("charisma", F8, "trait, 0-1", "start, interventions"),
    ("ideology", F8, "trait, -1..1", "start, interventions"),
    ("entry", I8, "month in which it enters; NEVER: from the start", "start"),
    ("parent", I8, "faction it leaves then", "start"),
    ("support", F8, "popular support, 0-1", "support"),
    ("power", F8, "share, adds to 1", "board"),
    ("post_share", F8, "weighted share of posts backing it", "board"),
    ("committee_share", F8, "weighted share of committee posts backing it", "board"),
    ("forces_share", F8, "weighted share of army and security posts", "board"),
    ("organising", F8, "effort stock, 0-1", "efforts"),
    ("courting", F8, "effort stock: the people, 0-1", "efforts"),
    ("hiding", F8, "effort stock: lying low, 0-1", "efforts"),
    ("accused", F8, "how accused it stands, 0-1", "efforts, vote"),
    ("alive", I8, "1 while it is a side", "board"),
    ("leader", I8, "post of its leader, NOBODY if none", "leaders"),
    ("leader_born", F8, "month of birth", "leaders"),
    ("expected", F8, "what a challenge could count on", "board"),
    ("chance", F8, "chance of winning a vote as seen, 0-1", "board"),
    ("protection", F8, "by patrons", "board"),
    ("undone", F8, "chance that a purge of it is undone, 0-1", "board"),
    ("encouragement", F8, "by a patron that moved", "board"),
    ("threat", F8, "to it", "board"),
    ("action", I8, "words.ACTIONS, NO_ACTION if it is no side", "choose"),
    ("target", I8, "faction or patron, NOBODY if none", "choose"),
    ("gain", F8, "expected gain of the action, utility", "choose"),
    ("probability", F8, "softmax share of the action, 0-1", "choose"),
    ("luck", F8, "uniform behind it, NaN if a policy chose", "choose"),
    ("term_0", I8, "words.TERMS, largest first, NOBODY if none", "choose"),
    ("term_1", I8, "", "choose"),
    ("term_2", I8, "", "choose"),
    ("value_0", F8, "utility", "choose"),
    ("value_1", F8, "utility", "choose"),
    ("value_2", F8, "utility", "choose"),
    ("joined", I8, "1 if it stands with the challenger of the month", "vote"),
    ("rank", I8, "place in the order of power of the month", "coalition"),
    ("ranked_power", F8, "power when the coalition was last found", "coalition"),
    ("scratch", F8, "", "several"),
)
TIE: Final = (
    ("given", F8, "trait tie.<patron>, 0-1", "start, interventions"),
    ("courting", F8, "effort stock, 0-1", "efforts"),
    ("tie", F8, "given and courted, 0-1", "board"),
)
PAIR: Final = (
    ("offered", I8, "month of the last offer of alliance", "efforts"),
    ("pact", I8, "1 while both offers stand", "efforts"),
)
PATRON: Final = (
    ("presence", F8, "0-1", "outside"),
    ("line", F8, "-1..1", "outside"),
    ("shift", F8, "how far the line has moved lately", "outside"),
    ("reaction", I8, "0 none, 1 undid a purge, 2 sent troops, 3 stood by", "patrons"),
    ("reacted", I8, "month of that", "patrons"),
    ("probability", F8, "of the last reaction", "patrons"),
    ("luck", F8, "behind it", "patrons"),
)
POST: Final = (
    ("key", U8, "key of the post", "start"),
    ("person", U8, "key of the holder", "appointments"),
    ("organ", I8, "0 party, 1 army, 2 security, 3 state", "start"),
    ("weight", F8, "rank weight x organ weight", "start"),
    ("ballot_weight", F8, "rank weight on the committee, 0 below", "start"),
    ("origin", I8, "faction the holder comes from", "appointments"),
    ("backing", I8, "faction the holder backs in public", "backing"),
    ("private", I8, "faction the holder would back unseen", "backing"),
    ("competence", F8, "0-1", "appointments"),
    ("born", F8, "month of birth of a named holder, NaN if unknown", "start"),
    ("name", I8, "row of the country's cadres, NOBODY if generated", "start"),
    ("standing", I8, "order inside the faction at the start", "start"),
    ("leaning", F8, "in the last vote, before the mood", "vote"),
    ("ballot", I8, "1 against the ruler in the last vote", "vote"),
    ("ballot_round", I8, "round in which he joined, NOBODY if he did not", "vote"),
    ("leads", I8, "faction its holder leads, NOBODY if none", "leaders"),
    ("reviewed", I8, "month of the last review", "backing"),
    ("review_luck", F8, "uniform behind the option chosen then", "backing"),
    ("review_share", F8, "softmax share of the option chosen then", "backing"),
    ("scratch", F8, "", "start"),
)
CALENDAR: Final = (
    ("presence_0", F8, "0-1", "calendar"),
    ("presence_1", F8, "0-1", "calendar"),
    ("line_0", F8, "-1..1", "calendar"),
    ("line_1", F8, "-1..1", "calendar"),
    ("conflict", F8, "0-1", "calendar"),
    ("guarantee", F8, "0-1", "calendar"),
    ("income_ratio", F8, "rival / own; 0 without a rival", "calendar"),
    ("fallen", F8, "share of neighbour regimes fallen, 0-1", "calendar"),
    ("appetite", F8, "0-1", "calendar"),
    ("fortune", F8, "of the dated war, -1..1", "calendar"),
    ("destruction", F8, "share of capital a month", "calendar"),
    ("war_on", I8, "1 while the dated war lasts", "calendar"),
    ("war_open", I8, "1 where a ruler may choose war", "calendar"),
    ("inflow", I8, "1 in the month in which the other half comes in", "calendar"),
    ("absorbed", I8, "1 in the month in which the war ends the state", "calendar"),
)
SWITCHES: Final = tuple(
    (name, I8, "0 off, 1 on", "switch")
    for name in (
        "patron_veto", "bandwagon", "demonstration", "rival_example", "mass_example", "contest", "purge", "challenge", "reversal", "campaign",
        "reform", "protest", "intervention", "absorption", "courting_people", "courting_patrons", "organising", "allying", "denouncing",
        "lying_low", "popular_support", "foreign_war", "deaths", "rival_state", "endorsement",
    )
)  # fmt: skip
OVERRIDE: Final = (
    ("month", I8, "month in which it acts", "interventions"),
    ("what", I8, "words.DO_*", "interventions"),
    ("first", I8, "faction", "interventions"),
    ("second", I8, "faction, or trait", "interventions"),
    ("trait", I8, "trait", "interventions"),
    ("value", F8, "", "interventions"),
    ("person", U8, "key", "interventions"),
    ("name", I8, "row of the country's cadres, NOBODY if none", "interventions"),
)
COMING: Final = (
    ("month", I8, "month in which a named outside event comes, NEVER if it does not", "build"),
    ("imposed", I8, "1 if an intervention set the month", "build"),
)
DEATH: Final = (("month", I8, "month", "record"), ("person", U8, "key", "record"))
PERSON: Final = (
    ("key", U8, "key of the person", "pack"),
    ("faction", I8, "faction", "pack"),
    ("standing", I8, "order at the start; large if none is given", "pack"),
    ("born", F8, "month of birth, NaN if unknown", "pack"),
    ("seated", I8, "1 if he may sit at the start", "pack"),
)
COMMON: Final = (
    ("count", I8, "factions", "build"),
    ("patrons", I8, "patrons", "build"),
    ("posts", I8, "posts at the start", "build"),
    ("first_ruler", I8, "faction that ruled first in the record", "build"),
    ("override_count", I8, "interventions", "build"),
    ("death_count", I8, "recorded deaths replayed", "build"),
    ("coming_count", I8, "named outside events", "build"),
)
LAYOUT: Final = (
    ("key", U8, "key of the post", "build"),
    ("rank", I8, "0 top, 1 committee, 2 other", "pack"),
    ("organ", I8, "0 party, 1 army, 2 security, 3 state", "pack"),
    ("weight", F8, "rank weight x organ weight", "pack"),
    ("ballot_weight", F8, "rank weight on the committee, 0 below", "pack"),
)
TRAITS: Final = (
    *((name, F8, "trait", "ensemble") for name in ("support", "adventurism", "other_half_base", "reach", "discipline", "charisma", "ideology")),
    ("tie_0", F8, "tie to the first patron, 0-1", "ensemble"),
    ("tie_1", F8, "tie to the second patron, 0-1", "ensemble"),
)
PATH: Final = (("month", I8, "from this month on", "ensemble"), ("key", U8, "key of the world's luck", "ensemble"))
TERM: Final = (("term", I8, "words.TERMS", "ledger"), ("value", F8, "", "ledger"))
EVENT: Final = (
    ("month", I8, "month", "ledger"),
    ("kind", I8, "words.KINDS", "ledger"),
    ("actor", I8, "faction, NOBODY if none", "ledger"),
    ("target", I8, "faction, NOBODY if none", "ledger"),
    ("patron", I8, "patron, NOBODY if none", "ledger"),
    ("person", U8, "key of the person most concerned, 0 if none", "ledger"),
    ("name", I8, "row of the country's cadres, NOBODY if generated or none", "ledger"),
    ("post", I8, "post, NOBODY if none", "ledger"),
    ("outside", I8, "row of the country's outside events, NOBODY if none", "ledger"),
    ("how", I8, "words.HOW", "ledger"),
    ("imposed", I8, "1 if an intervention made it", "ledger"),
    ("probability", F8, "0-1", "ledger"),
    ("luck", F8, "uniform behind it, NaN if none", "ledger"),
    ("amount", F8, "share of all posts, or share in protest, or months", "ledger"),
    ("term_0", I8, "", "ledger"),
    ("term_1", I8, "", "ledger"),
    ("term_2", I8, "", "ledger"),
    ("value_0", F8, "", "ledger"),
    ("value_1", F8, "", "ledger"),
    ("value_2", F8, "", "ledger"),
)
MONTH: Final = (
    ("digest", U8, "of what happened in the month", "record"),
    ("ruler", I8, "faction; NOBODY before the world begins or after it has ended", "record"),
    ("concentration", F8, "0-1", "record"),
    ("hardship", F8, "0-1", "record"),
    ("protest", F8, "0-1", "record"),
    ("consumption", F8, "1 = first month", "record"),
    ("aid", F8, "share of revenue", "record"),
    ("first_goodwill", F8, "", "record"),
    ("second_goodwill", F8, "", "record"),
    ("dependence", F8, "0-1", "record"),
    ("alignment", F8, "-1..1", "record"),
    ("coup_risk", F8, "0-1", "record"),
    ("turmoil", F8, "0-1", "record"),
    ("mobilisation", F8, "0-1", "record"),
    ("falsification", F8, "0-1", "record"),
    ("winning_set", I8, "", "record"),
    ("coalition", I8, "number of groups in the ruling coalition", "record"),
    ("party_turnover", F8, "0-1", "record"),
    ("drift", F8, "0-1", "record"),
)
MONTH_FACTION: Final = (
    ("power", F8, "share", "record"),
    ("support", F8, "0-1", "record"),
    ("post_share", F8, "share", "record"),
    ("committee_share", F8, "share", "record"),
    ("seats", F8, "share of committee seats, by rank, of people who come from it", "record"),
    ("action", I8, "words.ACTIONS", "record"),
    ("target", I8, "faction or patron", "record"),
)


def _aligned(fields: list[Any]) -> np.dtype[Any]:
    """An aligned record whose scalars give their fields as attributes, compiled or not."""
    return np.dtype((np.record, np.dtype(fields, align=True)))


def _record(fields: tuple[tuple[str, str, str, str], ...]) -> np.dtype[Any]:
    """The record of a table of fields."""
    return _aligned([(name, kind) for name, kind, _, _ in fields])


PARAMETERS_DTYPE: Final = _aligned([(name, F8) for name in PARAMETER_NAMES])

FACTIONS_MOST: Final = 6
PATRONS: Final = 2
PIECES_MOST: Final = 32
EVENT_ROOM: Final = 400
"""Events a world may have; a run in which one is lost is refused."""
OVERRIDES_MOST: Final = 64
POST_ROOMS: Final = (350, 1750)
"""Room for posts: compiled code depends on it, so there are only two sizes."""
SECOND_HALF_ROOM: Final = 150
"""Most posts that can come in with the other half of a country."""


def post_room(posts: int) -> int:
    """The smallest room that holds so many posts and another half."""
    return next(room for room in POST_ROOMS if posts + SECOND_HALF_ROOM <= room)


@cache  # one object: Numba compares an equal one field by field at every call
def world_dtype(room: int) -> np.dtype[Any]:
    """One world: a record of everything the month changes. Copying the record copies the world."""
    nested: list[Any] = [
        ("factions", _record(FACTION), (FACTIONS_MOST,)),
        ("ties", _record(TIE), (FACTIONS_MOST, PATRONS)),
        ("pairs", _record(PAIR), (FACTIONS_MOST, FACTIONS_MOST)),
        ("patrons", _record(PATRON), (PATRONS,)),
        ("paths", _record(PATH), (PIECES_MOST,)),
        ("noted", _record(TERM), (TERMS_NOTED,)),
        ("sums", F8, (1 << FACTIONS_MOST,)),
        ("choice_addresses", U8, (len(ACTIONS),)),
        ("events", _record(EVENT), (EVENT_ROOM,)),
        ("posts", _record(POST), (room,)),
    ]
    return _aligned([(name, kind) for name, kind, _, _ in NATION] + nested)


@cache
def common_dtype(room: int) -> np.dtype[Any]:
    """What a country, a scenario and a draw of parameters and traits give to all their worlds: a record the month only reads."""
    nested: list[Any] = [
        ("parameters", PARAMETERS_DTYPE),
        ("switches", _record(SWITCHES)),
        ("traits", _record(TRAITS), (FACTIONS_MOST,)),
        ("uid", U8, (FACTIONS_MOST,)),
        ("order", I8, (FACTIONS_MOST,)),
        ("entry", I8, (FACTIONS_MOST, 2)),
        ("overrides", _record(OVERRIDE), (OVERRIDES_MOST,)),
        ("deaths", _record(DEATH), (MOST_DEATHS,)),
        ("comings", _record(COMING), (MOST_OUTSIDE,)),
        ("layout", _record(LAYOUT), (room,)),
        ("calendar", _record(CALENDAR), (MOST_MONTHS,)),
    ]
    return _aligned([(name, kind) for name, kind, _, _ in COMMON] + nested)


class Block(NamedTuple):
    """A block of worlds and what they share."""

    worlds: np.ndarray[Any, Any]  # (w,) world_dtype
    commons: np.ndarray[Any, Any]  # (draw,) common_dtype
    people: np.ndarray[Any, Any]  # (n,) PERSON
    months: np.ndarray[Any, Any]  # (w, month) MONTH
    rows: np.ndarray[Any, Any]  # (w, month, k) MONTH_FACTION
    holders: np.ndarray[Any, Any]  # (w, month or 1, i) fingerprint of who holds each post


class Tables(NamedTuple):
    """What the worlds of a block live through; as in `Block`."""

    worlds: np.ndarray[Any, Any]
    months: np.ndarray[Any, Any]
    rows: np.ndarray[Any, Any]
    holders: np.ndarray[Any, Any]


MONTH_DTYPE: Final = _record(MONTH)
ROW_DTYPE: Final = _record(MONTH_FACTION)
HOLDER_DTYPE: Final = np.dtype(U4)
PERSON_DTYPE: Final = _record(PERSON)
LAYOUT_DTYPE: Final = _record(LAYOUT)
CALENDAR_DTYPE: Final = _record(CALENDAR)
OVERRIDE_DTYPE: Final = _record(OVERRIDE)
COMING_DTYPE: Final = _record(COMING)
DEATH_DTYPE: Final = _record(DEATH)
SWITCHES_DTYPE: Final = _record(SWITCHES)
TRAITS_DTYPE: Final = _record(TRAITS)
PATH_DTYPE: Final = _record(PATH)
