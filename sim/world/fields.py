"""The fields of every record a world consists of: name, type, what it says, its range, which files write it (a test reads them off the code).

A month that holds a number outside the range of its field is refused (`sim.world.audit`); a field without a range is a whole number, a
constant, or may be NaN where nothing was drawn.
"""

from __future__ import annotations

from typing import Final

from sim.pack.country.switches import SWITCHES as OPTIONS

F8, I8, U8, U4 = "f8", "i8", "u8", "u4"

Range = tuple[float, float]
Field = tuple[str, str, str, Range | None, str]

SHARE: Final[Range] = (0.0, 1.0)
LINE: Final[Range] = (-1.0, 1.0)
FOUR: Final[Range] = (0.0, 4.0)
TWICE: Final[Range] = (0.0, 2.0)
"""Of two patrons together, or the way of a line from one end to the other."""
TWO_WAYS: Final[Range] = (-2.0, 2.0)
SEVERAL: Final[Range] = (0.0, 8.0)
"""A post may be filled anew several times in a month; each counts."""
RATIO: Final[Range] = (0.0, 1000.0)
"""Of the first month: a thousandfold within a horizon is no economy."""
GROWTH: Final[Range] = (-10.0, 10.0)
UTILITY: Final[Range] = (-1000.0, 1000.0)
MONTHS: Final[Range] = (0.0, 2400.0)

# name, type, what it says, range (None for none), who writes it
NATION: Final[tuple[Field, ...]] = (
    ("key", U8, "key of the world's luck in this month", None, "month, start"),
    ("key_of_start", U8, "key of the world's luck in the first month: ages and ties between equals", None, "start"),
    ("review_address", U8, "of the month's reviews", None, "month"),
    ("backing_address", U8, "of the month's backing", None, "month"),
    ("draw", I8, "row of the parameters this world uses", None, "build"),
    ("ruler", I8, "faction that holds the top post", None, "rulers, start"),
    ("tenure", I8, "months in office", None, "month, rulers, succession"),
    ("concentration", F8, "power accumulated by the ruler", SHARE, "board, interventions, month, rulers, succession"),
    ("ruler_line", F8, "line the ruler follows", LINE, "board, rulers, start"),
    ("consumption", F8, "first month = 1", RATIO, "economy, start"),
    ("aspiration", F8, "first month = 1", RATIO, "economy, start"),
    ("hardship", F8, "", SHARE, "economy"),
    ("growth", F8, "remembered growth, 1/month", GROWTH, "economy"),
    ("destroyed", F8, "share of capital destroyed", SHARE, "economy"),
    ("blame", F8, "blame for a war going badly", SHARE, "economy"),
    ("mobilisation", F8, "", SHARE, "economy, start"),
    ("alignment", F8, "-1 first patron .. +1 second", LINE, "economy"),
    ("competence", F8, "mean of post-holders, weighted", SHARE, "board, start"),
    ("dependence", F8, "on the stronger patron", SHARE, "economy"),
    ("goodwill", F8, "of both patrons", TWICE, "economy"),
    ("remembered", F8, "goodwill as it has been for some years", TWICE, "economy"),
    ("first_goodwill", F8, "of the first patron", SHARE, "economy"),
    ("second_goodwill", F8, "of the second patron", SHARE, "economy"),
    ("aid", F8, "patrons' aid as share of revenue", SHARE, "economy"),
    ("turmoil", F8, "at the top", SHARE, "efforts, interventions, patrons, protest, purge, vote"),
    ("reform", F8, "how far reform has gone", SHARE, "efforts, rulers"),
    ("drift", F8, "loss of control over an old apparatus", SHARE, "campaign, rulers"),
    ("repression", F8, "", SHARE, "board"),
    ("coup_risk", F8, "largest chance of a challenger", SHARE, "board"),
    ("content", F8, "patrons' contentment with the ruler", TWICE, "board"),
    ("moved", F8, "how far a patron has moved, and stands, away from the ruler", FOUR, "board"),
    ("coalition", I8, "bits of the ultimate ruling coalition", None, "coalition"),
    ("coalition_threshold", F8, "share of power for which it was found", SHARE, "coalition"),
    ("posts_weight", F8, "summed weight of posts", None, "start"),
    ("committee_weight", F8, "summed rank weight of committee posts", None, "start"),
    ("forces_weight", F8, "summed weight of army and security posts", None, "start"),
    ("party_weight", F8, "summed weight of party posts", None, "start"),
    ("party_control", F8, "ruler's share of party posts", SHARE, "board"),
    ("falsification", F8, "share whose backing hides another wish", SHARE, "backing"),
    ("conflict", F8, "between the patrons", SHARE, "outside"),
    ("street", F8, "occasions for protest, as they are still felt", UTILITY, "patrons, protest"),
    ("protest", F8, "share of the people in protest", SHARE, "actors, patrons, protest"),
    ("uprising_chance", F8, "chance of the month's uprising", SHARE, "protest"),
    ("protest_given", I8, "1 where the month's protest was decided outside the rules", None, "actors, protest"),
    ("posts_used", I8, "posts in use", None, "start"),
    ("pieces", I8, "pieces of the path of luck", None, "build"),
    ("digest", U8, "of what happened in the month", None, "choose, ledger, month"),
    ("party_turnover", F8, "weighted share of party posts refilled this month", SEVERAL, "appointments, month"),
    ("campaign_left", I8, "months of campaign still to run", None, "campaign, rulers"),
    ("campaign_age", I8, "months since the campaign began", None, "campaign"),
    ("last_uprising", I8, "month", None, "protest, start"),
    ("episode", I8, "1 while protest stays above the level of an uprising", None, "protest"),
    ("asked", I8, "1 + the month in which patrons were asked in this episode, 0 if they were not", None, "protest, unrest"),
    ("restless", I8, "months in a row in which an opening could be negotiated", None, "ending"),
    ("unified", I8, "1 once the other half has come in", None, "war"),
    ("occasion", I8, "1 in a month in which votes and purges can be called", None, "month"),
    ("mood", F8, "of the committee against the ruler", UTILITY, "month"),
    ("fell", I8, "1 in the month in which the ruler has fallen", None, "interventions, month, rulers"),
    ("ended", I8, "words.ENDINGS", None, "ending, war"),
    ("ended_month", I8, "month", None, "ending, war"),
    ("event_count", I8, "events in the ledger", None, "ledger"),
    ("lost_events", I8, "events beyond the ledger's room: 0 in a sound run", None, "ledger"),
    ("noted_count", I8, "terms noted for the decision under way", None, "actors, ledger"),
    ("number", I8, "number of the world among those of its seed", None, "ensemble"),
    ("unsound", I8, "1 + the month in which a number left its range, the last that is run: 0 in a sound run", None, "audit"),
)
FACTION: Final[tuple[Field, ...]] = (
    ("support_base", F8, "trait, 0-1: checked where it is read", None, "interventions, start, wings"),
    ("adventurism", F8, "trait, 0-1: checked where it is read", None, "interventions, start, wings"),
    ("other_half_base", F8, "trait, 0-1: checked where it is read", None, "interventions, start, wings"),
    ("reach", F8, "trait, 0-1: checked where it is read", None, "interventions, start"),
    ("discipline", F8, "trait, 0-1: checked where it is read", None, "interventions, start, wings"),
    ("charisma", F8, "trait, 0-1: checked where it is read", None, "interventions, start, wings"),
    ("ideology", F8, "trait, -1..1: checked where it is read", None, "interventions, start, wings"),
    ("group", I8, "group whose wing it is; a group itself", None, "start, wings"),
    ("entry", I8, "month in which it enters; NEVER: from the start; CLOSED: a room without a wing", None, "start, wings"),
    ("parent", I8, "faction it leaves then", None, "start, wings"),
    ("support", F8, "popular support", SHARE, "start, support, wings"),
    ("power", F8, "share, adds to 1", SHARE, "board, wings"),
    ("post_share", F8, "weighted share of posts backing it", SHARE, "board, wings"),
    ("committee_share", F8, "weighted share of committee posts backing it", SHARE, "board, wings"),
    ("forces_share", F8, "weighted share of army and security posts", SHARE, "board, wings"),
    ("organising", F8, "effort stock", SHARE, "efforts, wings"),
    ("courting", F8, "effort stock: the people", SHARE, "efforts, wings"),
    ("hiding", F8, "effort stock: lying low", SHARE, "efforts, wings"),
    ("accused", F8, "how accused it stands", SHARE, "efforts, vote, wings"),
    ("alive", I8, "1 while it is a side", None, "board, interventions, wings"),
    ("leader", I8, "post of its leader, NOBODY if none", None, "leaders, start, wings"),
    ("leader_born", F8, "month of birth", None, "leaders, wings"),
    ("expected", F8, "what a challenge could count on", SHARE, "board"),
    ("chance", F8, "chance of winning a vote as seen", SHARE, "board"),
    ("protection", F8, "by patrons", TWICE, "board"),
    ("shield", F8, "by patrons, against a purge", SHARE, "board"),
    ("answer", F8, "chance that patrons would help it in need", SHARE, "board"),
    ("hope", F8, "of that help, after a lag", SHARE, "board, wings"),
    ("appeal", I8, "month of the lost vote in which it stood against the ruler, NEVER if it was answered", None, "appeal, purge, start, vote, wings"),
    ("threat", F8, "to it", UTILITY, "board"),
    ("action", I8, "words.ACTIONS, NO_ACTION if it is no side", None, "actors, choose, entry, interventions, start"),
    ("target", I8, "faction or patron, NOBODY if none", None, "actors, choose, entry, start"),
    ("gain", F8, "expected gain of the action, utility", None, "choose"),
    ("probability", F8, "softmax share of the action", SHARE, "choose, entry"),
    ("luck", F8, "uniform behind it, NaN if a policy chose", None, "choose, entry"),
    ("term_0", I8, "words.TERMS, largest first, NOBODY if none", None, "choose, ledger, start"),
    ("term_1", I8, "", None, "choose, ledger, start"),
    ("term_2", I8, "", None, "choose, ledger, start"),
    ("value_0", F8, "utility", None, "ledger"),
    ("value_1", F8, "utility", None, "ledger"),
    ("value_2", F8, "utility", None, "ledger"),
    ("joined", I8, "1 if it stands with the challenger of the month", None, "vote"),
    ("rank", I8, "place in the order of power of the month", None, "coalition, start"),
    ("ranked_power", F8, "power when the coalition was last found", None, "coalition"),
    ("scratch", F8, "what a rule keeps for the moment", None, "interventions, start"),
)
TIE: Final[tuple[Field, ...]] = (
    ("given", F8, "trait tie.<patron>, 0-1: checked where it is read", None, "interventions, start, wings"),
    ("courting", F8, "effort stock", SHARE, "efforts, wings"),
    ("tie", F8, "given and courted", SHARE, "board, start"),
)
PAIR: Final[tuple[Field, ...]] = (
    ("offered", I8, "month of the last offer of alliance", None, "efforts, start, wings"),
    ("pact", I8, "1 while both offers stand", None, "efforts, wings"),
)
PATRON: Final[tuple[Field, ...]] = (
    ("presence", F8, "", SHARE, "outside"),
    ("line", F8, "", LINE, "outside"),
    ("shift", F8, "how far the line has moved lately", TWICE, "outside"),
    ("reaction", I8, "words.NO_REACTION, UNDID_PURGE, SENT_TROOPS or STOOD_BY", None, "purge, unrest"),
    ("reacted", I8, "month of that", None, "purge, unrest"),
    ("probability", F8, "of the last reaction", None, "purge, unrest"),
    ("luck", F8, "behind it", None, "purge, unrest"),
)
POST: Final[tuple[Field, ...]] = (
    ("key", U8, "key of the post", None, "start"),
    ("person", U8, "key of the holder", None, "appointments, start"),
    ("organ", I8, "words.PARTY, ARMY, SECURITY or STATE", None, "start"),
    ("weight", F8, "rank weight x organ weight", None, "start"),
    ("ballot_weight", F8, "rank weight on the committee, 0 below", None, "start"),
    ("origin", I8, "faction the holder belongs to, NOBODY if none", None, "appointments, board, interventions, start, wings"),
    ("came", I8, "faction the holder came from, NOBODY if none", None, "appointments, interventions, start"),
    ("patron", I8, "faction to which he owes the post, if he belongs to none; else NOBODY", None, "appointments, board, interventions, start, wings"),
    ("backing", I8, "faction the holder backs in public", None, "appointments, backing, board, interventions, rulers, start, wings"),
    ("private", I8, "faction the holder would back unseen", None, "appointments, backing, board, interventions, start, wings"),
    ("competence", F8, "0-1; audited by its mean", None, "appointments, start"),
    ("born", F8, "month of birth of a named holder, NaN if unknown", None, "appointments, leaders, start"),
    ("name", I8, "row of the country's cadres, NOBODY if generated", None, "appointments, start"),
    ("standing", I8, "order inside the faction at the start", None, "appointments, start"),
    ("leaning", F8, "in the last vote, before the mood", None, "vote"),
    ("ballot", I8, "1 against the ruler in the last vote", None, "vote"),
    ("leads", I8, "faction its holder leads, NOBODY if none", None, "appointments, leaders, start, wings"),
    ("reviewed", I8, "month of the last review", None, "backing, start"),
    ("review_luck", F8, "uniform behind the option chosen then", None, "backing"),
    ("review_share", F8, "softmax share of the option chosen then", None, "backing"),
    ("scratch", F8, "what a rule keeps for the moment", None, "start"),
)
CALENDAR: Final[tuple[Field, ...]] = (
    ("presence_0", F8, "", SHARE, "calendar"),
    ("presence_1", F8, "", SHARE, "calendar"),
    ("line_0", F8, "", LINE, "calendar"),
    ("line_1", F8, "", LINE, "calendar"),
    ("conflict", F8, "", SHARE, "calendar"),
    ("guarantee", F8, "", SHARE, "calendar"),
    ("income_ratio", F8, "rival / own; 0 without a rival", None, "calendar"),
    ("fallen", F8, "share of neighbour regimes fallen", SHARE, "calendar"),
    ("appetite", F8, "", SHARE, "calendar"),
    ("fortune", F8, "of the dated war", TWO_WAYS, "calendar"),
    ("destruction", F8, "share of capital a month", None, "calendar"),
    ("war_on", I8, "1 while the dated war lasts", None, "calendar"),
    ("war_open", I8, "1 where a ruler may choose war", None, "calendar"),
    ("inflow", I8, "1 in the month in which the other half comes in", None, "calendar"),
    ("absorbed", I8, "1 in the month in which the war ends the state", None, "calendar"),
)
SWITCHES: Final[tuple[Field, ...]] = (
    *((name, I8, "0 off, 1 on", None, "build") for name, options in OPTIONS.items() if options == ("on", "off")),
    ("contest", I8, "1 where a challenge is a draw and no vote", None, "build"),
    ("endorsement", I8, "words.AS_RECORDED, AS_DRAWN or BY_COALITION", None, "build"),
    ("rival_state", I8, "1 where the country has a rival state", None, "build"),
)
OVERRIDE: Final[tuple[Field, ...]] = (
    ("month", I8, "month in which it acts", None, "build"),
    ("what", I8, "words.DO_*", None, "build"),
    ("first", I8, "faction", None, "build"),
    ("second", I8, "faction, or trait", None, "build"),
    ("trait", I8, "trait", None, "build"),
    ("value", F8, "", None, "build"),
    ("person", U8, "key", None, "build"),
    ("name", I8, "row of the country's cadres, NOBODY if none", None, "build"),
)
COMING: Final[tuple[Field, ...]] = (
    ("month", I8, "month in which a named outside event comes, NEVER if it does not", None, "build"),
    ("imposed", I8, "1 if an intervention set the month", None, "build"),
)
DEATH: Final[tuple[Field, ...]] = (("month", I8, "month", None, "build"), ("person", U8, "key", None, "build"))
PERSON: Final[tuple[Field, ...]] = (
    ("key", U8, "key of the person", None, "build"),
    ("faction", I8, "faction", None, "build"),
    ("standing", I8, "order at the start; large if none is given", None, "build"),
    ("born", F8, "month of birth, NaN if unknown", None, "build"),
    ("seated", I8, "1 if he may sit at the start", None, "build"),
)
COMMON: Final[tuple[Field, ...]] = (
    ("count", I8, "sides: groups, then the rooms for wings", None, "build"),
    ("groups", I8, "groups", None, "build"),
    ("patrons", I8, "patrons", None, "build"),
    ("posts", I8, "posts at the start", None, "build"),
    ("first_ruler", I8, "faction that ruled first in the record", None, "build"),
    ("override_count", I8, "interventions", None, "build"),
    ("death_count", I8, "recorded deaths replayed", None, "build"),
    ("coming_count", I8, "named outside events", None, "build"),
    ("first_month", I8, "first month of the horizon, year * 12 + month - 1", None, "build"),
)
LAYOUT: Final[tuple[Field, ...]] = (
    ("key", U8, "key of the post", None, "build"),
    ("rank", I8, "0 top, 1 committee, 2 other", None, "build"),
    ("organ", I8, "words.PARTY, ARMY, SECURITY or STATE", None, "build"),
    ("weight", F8, "rank weight x organ weight", None, "build"),
    ("ballot_weight", F8, "rank weight on the committee, 0 below", None, "build"),
)
TRAITS: Final[tuple[Field, ...]] = (
    *((name, F8, "trait", None, "draws") for name in ("support", "adventurism", "other_half_base", "reach", "discipline", "charisma", "ideology")),
    ("tie_0", F8, "tie to the first patron", SHARE, "draws"),
    ("tie_1", F8, "tie to the second patron", SHARE, "draws"),
)
PATH: Final[tuple[Field, ...]] = (("month", I8, "from this month on", None, "draws"), ("key", U8, "key of the world's luck", None, "draws"))
LANE: Final[tuple[Field, ...]] = (
    ("competence", F8, "weight x competence", None, "board"),
    ("party_ruler", F8, "weight of party posts backing the ruler", None, "board"),
)
GROUP_LANE: Final[tuple[Field, ...]] = (
    ("posts", F8, "weight of posts backing a faction", None, "board"),
    ("committee", F8, "rank weight of committee posts backing it", None, "board"),
    ("forces", F8, "weight of army and security posts backing it", None, "board"),
)
TERM: Final[tuple[Field, ...]] = (("term", I8, "words.TERMS", None, "ledger"), ("value", F8, "", None, "ledger"))
EVENT: Final[tuple[Field, ...]] = (
    ("month", I8, "month", None, "ledger"),
    ("kind", I8, "words.KINDS", None, "ledger"),
    ("actor", I8, "faction, NOBODY if none", None, "ledger"),
    ("target", I8, "faction, NOBODY if none", None, "ledger"),
    ("patron", I8, "patron, NOBODY if none", None, "ledger"),
    ("person", U8, "key of the person most concerned, 0 if none", None, "ledger"),
    ("name", I8, "row of the country's cadres, NOBODY if generated or none", None, "ledger"),
    ("post", I8, "post, NOBODY if none", None, "ledger"),
    ("outside", I8, "row of the country's outside events, NOBODY if none", None, "ledger"),
    ("actor_wing", I8, "1 if its actor is a wing of that faction", None, "ledger"),
    ("target_wing", I8, "1 if its target is a wing of that faction", None, "ledger"),
    ("how", I8, "words.HOW", None, "ledger"),
    ("imposed", I8, "1 if an intervention made it", None, "ledger"),
    ("probability", F8, "", SHARE, "ledger"),
    ("luck", F8, "uniform behind it, NaN if none", None, "ledger"),
    ("choice", F8, "softmax share with which its actor chose it, NaN if nobody chose", None, "ledger"),
    ("reasons", I8, "of the terms listed for that choice, how many spoke for it; 0 if nobody chose", None, "ledger"),
    ("amount", F8, "share of all posts, or share in protest, or months", MONTHS, "ledger, purge"),
    ("term_0", I8, "", None, "ledger"),
    ("term_1", I8, "", None, "ledger"),
    ("term_2", I8, "", None, "ledger"),
    ("value_0", F8, "of the term", UTILITY, "ledger"),
    ("value_1", F8, "of the term", UTILITY, "ledger"),
    ("value_2", F8, "of the term", UTILITY, "ledger"),
)
MONTH: Final[tuple[Field, ...]] = (
    ("digest", U8, "of what happened in the month", None, "month"),
    ("ruler", I8, "faction; NOBODY before the world begins or after it has ended", None, "build, month"),
    ("concentration", F8, "", SHARE, "month"),
    ("hardship", F8, "", SHARE, "month"),
    ("protest", F8, "", SHARE, "month"),
    ("consumption", F8, "first month = 1", RATIO, "month"),
    ("aid", F8, "share of revenue", SHARE, "month"),
    ("first_goodwill", F8, "", SHARE, "month"),
    ("second_goodwill", F8, "", SHARE, "month"),
    ("dependence", F8, "", SHARE, "month"),
    ("alignment", F8, "", LINE, "month"),
    ("coup_risk", F8, "", SHARE, "month"),
    ("turmoil", F8, "", SHARE, "month"),
    ("mobilisation", F8, "", SHARE, "month"),
    ("falsification", F8, "", SHARE, "month"),
    ("coalition", I8, "number of groups in the ruling coalition", None, "month"),
    ("party_turnover", F8, "", SEVERAL, "month"),
    ("drift", F8, "", SHARE, "month"),
)
MONTH_FACTION: Final[tuple[Field, ...]] = (
    ("power", F8, "share", SHARE, "month"),
    ("support", F8, "", SHARE, "month"),
    ("post_share", F8, "share", SHARE, "month"),
    ("committee_share", F8, "share", SHARE, "month"),
    ("seats", F8, "share of committee seats, by rank, of people who come from it", SHARE, "month"),
    ("heads", F8, "share of committee members, by heads, who come from it", SHARE, "month"),
    ("leader_born", F8, "month of birth of its leader, NaN if it has none", None, "month"),
    ("action", I8, "words.ACTIONS", None, "build, month"),
    ("target", I8, "faction or patron", None, "build, month"),
)
