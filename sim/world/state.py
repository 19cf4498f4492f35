"""Everything a world consists of: one table of fields, and the arrays made from it.

Every array has the worlds as its leading axis (`tables.factions[w, k]`), so that one world that is watched and a thousand that are counted
run the same compiled code. A field is read and written by its name: `tables.nation[w].hardship`.

Axes: w world, k or j faction, q patron (0 first, 1 second), i post, month (0 = first month of the horizon).
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np

from sim.pack.vocabulary import PARAMETER_NAMES

F8, I8, U8, I1, U4, F4 = "f8", "i8", "u8", "i1", "u4", "f4"

# name, type, unit and range, who writes it
NATION: Final = (
    ("key", U8, "key of the world's luck in this month", "month"),
    ("key_of_start", U8, "key of the world's luck in the first month: ages and ties between equals", "start"),
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
    ("aid", F8, "patrons' aid as share of revenue", "economy"),
    ("turmoil", F8, "at the top, 0-1", "efforts, vote, purge, patrons"),
    ("reform", F8, "how far reform has gone, 0-1", "efforts, rulers"),
    ("drift", F8, "loss of control over an old apparatus, 0-1", "campaign"),
    ("repression", F8, "0-1", "board"),
    ("coup_risk", F8, "largest chance of a challenger, 0-1", "board"),
    ("content", F8, "patrons' contentment with the ruler", "board"),
    ("coalition", I8, "bits of the ultimate ruling coalition", "coalition"),
    ("party_control", F8, "ruler's share of party posts", "board"),
    ("falsification", F8, "share whose backing hides another wish, 0-1", "board"),
    ("conflict", F8, "between the patrons, 0-1", "outside"),
    ("protest", F8, "share of the people in protest, 0-1", "protest"),
    ("posts", I8, "posts in use", "start, war"),
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
    ("events", I8, "events in the ledger", "ledger"),
    ("lost_events", I8, "events beyond the ledger's room: 0 in a sound run", "ledger"),
    ("noted", I8, "terms noted for the decision under way", "ledger"),
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
)
DEATH: Final = (("month", I8, "month", "record"), ("person", U8, "key", "record"))
PERSON: Final = (
    ("key", U8, "key of the person", "pack"),
    ("faction", I8, "faction", "pack"),
    ("standing", I8, "order at the start; large if none is given", "pack"),
    ("born", F8, "month of birth, NaN if unknown", "pack"),
    ("seated", I8, "1 if he may sit at the start", "pack"),
)
LAYOUT: Final = (
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
    ("dependence", F8, "0-1", "record"),
    ("alignment", F8, "-1..1", "record"),
    ("coup_risk", F8, "0-1", "record"),
    ("turmoil", F8, "0-1", "record"),
    ("mobilisation", F8, "0-1", "record"),
    ("falsification", F8, "0-1", "record"),
    ("winning_set", I8, "", "record"),
    ("coalition", I8, "number of groups in the ruling coalition", "record"),
)
MONTH_FACTION: Final = (
    ("power", F8, "share", "record"),
    ("support", F8, "0-1", "record"),
    ("post_share", F8, "share", "record"),
    ("committee_share", F8, "share", "record"),
    ("action", I8, "words.ACTIONS", "record"),
    ("target", I8, "faction or patron", "record"),
)


def _record(fields: tuple[tuple[str, str, str, str], ...]) -> np.dtype[Any]:
    """Record whose scalars give their fields as attributes, compiled or not."""
    return np.dtype((np.record, [(name, kind) for name, kind, _, _ in fields]))


PARAMETERS_DTYPE: Final = np.dtype((np.record, [(name, F8) for name in PARAMETER_NAMES]))


class Tables(NamedTuple):
    """The arrays of a block of worlds: what changes, then what stays."""

    nation: np.ndarray  # (w,)            NATION
    factions: np.ndarray  # (w, k)         FACTION
    ties: np.ndarray  # (w, k, 2)          TIE
    pairs: np.ndarray  # (w, k, k)         PAIR
    patrons: np.ndarray  # (w, 2)          PATRON
    posts: np.ndarray  # (w, i)            POST
    events: np.ndarray  # (w, room)        EVENT
    months: np.ndarray  # (w, month)       MONTH
    month_factions: np.ndarray  # (w, month, k) MONTH_FACTION
    holders: np.ndarray  # (w, month or 1, i) fingerprint of each post's holder
    noted: np.ndarray  # (w, TERMS_NOTED)  TERM
    sums: np.ndarray  # (w, 2**k)          scratch of the coalition
    paths: np.ndarray  # (w, pieces)       PATH
    parameters: np.ndarray  # (draws,)     one float64 field a parameter
    traits: np.ndarray  # (draws, k)       TRAITS
    uid: np.ndarray  # (k,)                key of each faction's luck
    order: np.ndarray  # (k,)              factions in the order of their uid
    entry: np.ndarray  # (k, 2)            month of entry (NEVER) and parent
    people: np.ndarray  # (people,)        PERSON
    layout: np.ndarray  # (i,)             LAYOUT
    post_keys: np.ndarray  # (i,)
    calendar: np.ndarray  # (month,)       CALENDAR
    overrides: np.ndarray  # (n,)          OVERRIDE
    deaths: np.ndarray  # (n,)             DEATH
    switches: np.ndarray  # (1,)           SWITCHES
    counts: np.ndarray  # (3,)             posts at the start, first ruler as recorded, patrons


CHANGING: Final = Tables._fields[: Tables._fields.index("paths")]
"""The arrays that a month writes: copying their rows copies a world."""

DTYPES: Final = {
    "nation": _record(NATION),
    "factions": _record(FACTION),
    "ties": _record(TIE),
    "pairs": _record(PAIR),
    "patrons": _record(PATRON),
    "posts": _record(POST),
    "events": _record(EVENT),
    "months": _record(MONTH),
    "month_factions": _record(MONTH_FACTION),
    "holders": np.dtype(U4),
    "noted": _record(TERM),
    "sums": np.dtype(F8),
    "paths": _record(PATH),
    "parameters": PARAMETERS_DTYPE,
    "traits": _record(TRAITS),
    "layout": _record(LAYOUT),
    "people": _record(PERSON),
    "calendar": _record(CALENDAR),
    "overrides": _record(OVERRIDE),
    "deaths": _record(DEATH),
    "switches": _record(SWITCHES),
}

EVENT_ROOM: Final = 400
"""Events a world may have; a run in which one is lost is refused."""
