"""Numbers that stand for words in the tables: actions, kinds of events, endings, terms, streams of luck.

Rules import the constants; everything that is shown to people reads the tuples.
"""

from __future__ import annotations

from typing import Final, cast

import numpy as np

from sim.pack.country.vocabulary import ORGANS


def number(value: int) -> int:
    """A whole number of the machine: a plain constant would make Numba compile every called rule anew for each value."""
    return cast(int, np.int64(value))


def numbers(count: int) -> list[int]:
    """So many numbers from 0 on."""
    return [number(n) for n in range(count)]


ACTIONS: Final = (
    "govern", "lie_low", "organise", "court_people", "court_patron", "ally", "denounce", "challenge", "purge", "war", "campaign", "reform",
)  # fmt: skip
"""Actions by number; a new one comes last. What else there is to say of one stands at the top of its rule file (`sim.world.action`)."""
NO_ACTION: Final = number(-1)
NOBODY: Final = number(-1)
NEVER: Final = number(-100_000)
"""A month so long ago that it never counts."""
CLOSED: Final = number(1_000_000)
"""Entry of a room that no wing uses."""

KINDS: Final = (
    "endorsement", "purge", "reversal", "challenge", "fall", "war", "campaign", "uprising", "intervention", "breakdown", "opening",
    "absorption", "death", "succession", "outside",
)  # fmt: skip
(EV_ENDORSEMENT, EV_PURGE, EV_REVERSAL, EV_CHALLENGE, EV_FALL, EV_WAR, EV_CAMPAIGN, EV_UPRISING, EV_INTERVENTION, EV_BREAKDOWN, EV_OPENING,
 EV_ABSORPTION, EV_DEATH, EV_SUCCESSION, EV_OUTSIDE) = numbers(len(KINDS))

ENDINGS: Final = ("", "second_war", "opening", "absorbed")
NOT_ENDED, ENDED_WAR, ENDED_OPENING, ENDED_ABSORBED = numbers(len(ENDINGS))

HOW: Final = ("", "vote", "contest", "patrons", "heir", "successor", "plenum", "fiat", "death", "start", "record", "drawn", "coalition", "war_won",
 "removed", "member", "came", "appeal", "expelled")
"""How a ruler came in, or an event came about."""
(HOW_NONE, HOW_VOTE, HOW_CONTEST, HOW_PATRONS, HOW_HEIR, HOW_SUCCESSOR, HOW_PLENUM, HOW_FIAT, HOW_DEATH, HOW_START, HOW_RECORD, HOW_DRAWN,
 HOW_COALITION, HOW_WAR_WON, HOW_REMOVED, HOW_MEMBER, HOW_CAME, HOW_APPEAL, HOW_EXPELLED) = numbers(len(HOW))

TERMS: Final = (
    "fixed_cost", "threat", "room_to_grow", "unpopularity", "patron_presence", "ally_power", "same_coalition", "distance", "recent_offer",
    "target_power", "target_protection", "pact", "chance_to_win", "danger_of_losing", "hope", "patron_content",
    "hardship", "accused", "lost_war", "outsider", "coup_risk", "shield", "turmoil", "hides", "prize", "losses", "defeat", "veto",
    "diversion", "gap", "line", "example", "control", "patron_line", "mood", "popularity", "fear", "loyalty", "shock", "repression",
    "street", "demonstration", "tie", "alignment", "threshold", "income_gap", "backing", "age", "own_power", "charisma", "own_support",
    "adventurism", "discipline", "reform",
)  # fmt: skip
(T_FIXED_COST, T_THREAT, T_ROOM, T_UNPOPULARITY, T_PATRON_PRESENCE, T_ALLY_POWER, T_SAME_COALITION, T_DISTANCE, T_RECENT_OFFER,
 T_TARGET_POWER, T_TARGET_PROTECTION, T_PACT, T_CHANCE_TO_WIN, T_DANGER, T_HOPE, T_CONTENT,
 T_HARDSHIP, T_ACCUSED, T_LOST_WAR, T_OUTSIDER, T_COUP_RISK, T_SHIELD, T_TURMOIL, T_HIDES, T_PRIZE, T_LOSSES, T_DEFEAT, T_VETO,
 T_DIVERSION, T_GAP, T_LINE, T_EXAMPLE, T_CONTROL, T_PATRON_LINE, T_MOOD, T_POPULARITY, T_FEAR, T_LOYALTY, T_SHOCK, T_REPRESSION,
 T_STREET, T_DEMONSTRATION, T_TIE, T_ALIGNMENT, T_THRESHOLD, T_INCOME_GAP, T_BACKING, T_AGE, T_OWN_POWER, T_CHARISMA, T_OWN_SUPPORT,
 T_ADVENTURISM, T_DISCIPLINE, T_REFORM) = numbers(len(TERMS))

TERMS_NOTED: Final = 16
"""Most terms one decision may have."""
TERMS_KEPT: Final = 3
"""Largest terms an event keeps."""

STREAMS: Final = {
    1: "which post a seat falls on at the start",
    2: "ties between equals",
    3: "which of a faction's people sits where",
    4: "competence of the first post-holders",
    5: "endorsement of the first ruler",
    6: "age of a leader of unknown birth",
    7: "growth of the month",
    8: "want of the month",
    9: "occasion for protest in the month",
    10: "exceptional opportunity for war",
    11: "mood of a meeting",
    12: "whether a cadre reconsiders",
    13: "whom a cadre backs",
    14: "a voter's own leaning",
    15: "who goes over to a new ruler",
    16: "whether patrons undo a purge",
    17: "who is removed in a purge",
    18: "competence of an appointee",
    19: "whether a post falls vacant",
    20: "whether the ruler fills it",
    21: "which group fills it",
    22: "length of a campaign",
    23: "which party posts a wave of a campaign takes",
    24: "whom the streets like",
    25: "whether a patron sends troops",
    26: "whether the regime breaks down",
    27: "whether a breakdown ends in absorption",
    28: "death of a leader",
    29: "outcome of a contest without a vote",
    30: "who follows a new group out of its parent",
    31: "a drawn parameter",
    32: "a drawn trait",
    33: "whether patrons answer an appeal",
    34: "whether a ruler's appointee is of his own group",
    35: "whether a month brings a plenum",
    36: "whether a group divides",
    37: "who follows a wing",
    38: "a drawn set of accepted values",
    100: "choice of an action (100 + its number)",
}
(S_DEAL, S_TIES, S_SEATS, S_COMPETENCE, S_ENDORSEMENT, S_AGE, S_GROWTH, S_WANT, S_STREET, S_GAMBLE, S_MEETING, S_REVIEW, S_BACKING, S_VOTE,
 S_FOLLOWING, S_REVERSAL, S_PURGE, S_APPOINTEE, S_VACANCY, S_RULER_FILLS, S_FILLED_BY, S_CAMPAIGN_LENGTH, S_CAMPAIGN_WAVE, S_STREETS_LIKE,
 S_TROOPS, S_BREAKDOWN, S_ABSORPTION, S_DEATH, S_CONTEST, S_ENTRY, S_PARAMETER, S_TRAIT, S_APPEAL, S_COMRADE, S_OCCASION, S_WING,
         S_WING_FOLLOWING, S_SET) = numbers(len(STREAMS))[1:]
S_CHOICE: Final = number(100)

DO_PLENUM, DO_FIAT, DO_DEATH, DO_START, DO_TRAIT, DO_TRAIT_MEDIAN, DO_SWAP, DO_REMOVE = numbers(8)
"""Kinds of interventions that the month consults (`rules/interventions.py`)."""

BISECTIONS: Final = 40
"""Halvings in the search for the mood at which a vote turns: a precision, not a parameter."""

TRAIT_COUNT: Final = 9
(TR_SUPPORT, TR_ADVENTURISM, TR_OTHER_HALF, TR_REACH, TR_DISCIPLINE, TR_CHARISMA, TR_IDEOLOGY, TR_FIRST_TIE, TR_SECOND_TIE) = numbers(TRAIT_COUNT)
"""Traits by number, in the order of `pack.vocabulary.TRAITS`, then the ties to the first and the second patron."""

UNRANKED: Final = number(1_000_000)
"""Standing of people for whom the pack gives none, and of all who come later."""
RANKS: Final = 3
"""Ranks of posts: top, committee, other."""
PARTY, ARMY, SECURITY, STATE = numbers(len(ORGANS))
"""Organs to which posts belong, in the order of `pack.vocabulary.ORGANS`."""

AS_RECORDED, AS_DRAWN, BY_COALITION = numbers(3)
"""Options of the switch `endorsement`: how the first ruler is found."""

NO_REACTION, UNDID_PURGE, SENT_TROOPS, STOOD_BY = numbers(4)
"""What a patron last did."""
