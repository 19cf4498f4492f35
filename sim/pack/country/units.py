"""Units of the numbers that enter the model, and what a number in each can be.

One table says what a unit means and its natural bounds, one which unit each parameter has, one where a rule needs narrower bounds than its unit,
one which parameters together must not exceed 1. A number outside is refused wherever it comes from: a pack, a reading, a batch, a token, Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

Range = tuple[float, float]
SHARE_RANGE: Final[Range] = (0.0, 1.0)
IDEOLOGY_RANGE: Final[Range] = (-1.0, 1.0)


class Unit(NamedTuple):
    """What a number in a unit says, and the lowest and highest it can be."""

    meaning: str
    low: float
    high: float


UNITS: Final[dict[str, Unit]] = {
    "share": Unit("part of a whole", *SHARE_RANGE),
    "share of stake": Unit("part of what is at stake", *SHARE_RANGE),
    "prob": Unit("chance", *SHARE_RANGE),
    "0-1": Unit("degree, from none to full", *SHARE_RANGE),
    "-1..1": Unit("line, from technocratic to mass mobilisation", *IDEOLOGY_RANGE),
    # What moves in a month is a part of what is left to move, or of what is there: never more than all of it.
    "1/month": Unit("rate a month", 0.0, 1.0),
    "1/year": Unit("rate a year", 0.0, 1.0),
    "months": Unit("months", 0.0, 1200.0),
    "years": Unit("years", 0.0, 120.0),
    "posts": Unit("posts", 0.0, 150.0),
    # Consumption of the first month is 1, and a hundredfold is as good as no ceiling.
    "C units": Unit("consumption of the first month", 0.0, 100.0),
    "C units/month": Unit("consumption of the first month, a month", 0.0, 1.0),
    "ratio": Unit("income of the rival state by one's own", 0.0, 1000.0),
    # An occasion of ten standard deviations never comes.
    "sd": Unit("standard deviations", 0.0, 10.0),
    # Two options that differ by 20 are chosen with odds of 1 to 500 million: one more changes nothing. Sums of a dozen still have an exponential.
    "utility per chance": Unit("logarithm of odds per unit of a chance", 0.0, 40.0),
    "utility": Unit("logarithm of odds", -20.0, 20.0),
    # Weights and slopes of quantities of order 1. A slope of 20 is a step; a weight turned round would be another rule, so its sign is the rule's.
    "-": Unit("weight or slope", 0.0, 20.0),
}

_BY_UNIT: Final[dict[str, str]] = {
    "1/month": """
        trend_growth growth_from_competence growth_from_patrons growth_cost_of_mobilisation aspiration_speed destruction_decay blame_gain
        blame_decay rebuilding_growth campaign_growth_cost growth_memory mobilisation_speed alignment_speed support_speed review_rate
        turnover concentration_speed drift_speed effort_memory accused_decay accused_decay_low turmoil_decay death_hazard hope_speed wing_rate
        protest_speed street_memory withdrawal_cost goodwill_memory
    """,
    "1/year": "death_age",
    "months": """
        propaganda_months growth_popularity_scale ally_repeat_months challenge_tenure campaign_months campaign_months_range campaign_step
        line_shift_months pact_months demonstration_months uprising_gap opening_months heir_tenure mood_months
    """,
    "years": "leader_age_mean leader_age_sd death_age_norm",
    "share": """
        rival_example_closed rival_example_open mobilisation_base mobilisation_adventurism alignment_base alignment_free propaganda_gain
        foreignness_cost courting_gain growth_popularity reform_popularity ruler_appoints coalition_threshold challenge_protection
        purge_share purge_shield aspiration_fall mobilisable heir_concentration_kept wing_share wing_following wing_outsider unaligned_share
        vote_majority occasion_rate dissolution_share intervention_concentration intervention_following mobilisation_norm war_constraint
        war_boldness campaign_refill drift_limit initial_mobilisation repression_reform reform_line bystanders fall_concentration
        fall_following unpopularity_norm uprising_level crisis_level breakdown_level opening_protest heir_concentration
        succession_concentration install_concentration
    """,
    "share of stake": "war_losses",
    "prob": "reversal_scale",
    "0-1": """
        competence_norm border_presence charisma_base tie_effort appointee_base appointee_range reversal_turmoil purge_turmoil_added
        intervention_turmoil uprising_turmoil initial_competence initial_competence_range turmoil_level denounce_weight fall_turmoil
        fall_accused lost_turmoil lost_accused turmoil_norm garrison_norm opening_reform opening_concentration install_turmoil
    """,
    "posts": "second_half_posts",
    "C units": "aid_normal aid_reconstruction growth_ceiling consumption_floor",
    "C units/month": "rival_example_gain",
    "ratio": "income_norm absorption_income_least appeal_scale occasion_sharpness mood_known",
    "sd": "war_gamble_norm street_norm",
    "utility per chance": "challenge_hope challenge_content",
    "utility": """
        bandwagon discipline_weight client_weight ideology_weight fear_weight incumbency_pull lie_low_gain organise_gain court_people_gain
        court_patron_gain ally_gain denounce_gain gain_floor ally_repeat challenge_accused purge_low challenge_cost challenge_stakes
        challenge_hardship mood_sd purge_cost purge_incentive purge_accused
        purge_blame purge_outsider purge_coup_risk purge_cover purge_betrayal purge_turmoil war_cost war_stakes campaign_cost
        campaign_gap campaign_control_risk campaign_example campaign_ideology campaign_coup_risk reform_cost reform_hardship
        reform_patron_line endorsement_tie endorsement_charisma endorsement_support endorsement_adventurism endorsement_discipline
        endorsement_luck backing_charisma backing_luck backing_organising vote_popularity vote_line vote_content vote_luck
    """,
    "-": """
        growth_shock_sd aid_line_cost dependence_floor growth_scale growth_patron_scale growth_patron_norm growth_shock_scale
        destruction_growth_cost want_sd alignment_line hardship_cost cumulative_advantage comrade_slope loyalty_discount organising_gain
        patron_multiplier
        winning_steepness govern_share court_tie_base court_threat_base court_line ally_coalition ally_distance ally_cost
        denounce_protection denounce_pact denounce_cost answer_slope intervention_threshold intervention_tie intervention_alignment
        intervention_slope protest_threshold repression_weight demonstration_weight war_veto military_mobilisation military_income
        war_win_slope war_protection war_guarantee war_gamble war_adventurism war_other_half war_defeat war_dependence war_diversion
        campaign_line_scale campaign_ruler_pull reform_norm absorption_threshold review_turmoil power_charisma repression_concentration
        repression_forces content_distance threat_outside threat_ruler vote_fear_base
        protest_hardship protest_unpopularity street_gain protest_turmoil protest_war protest_reform protest_cascade garrison
        threshold_spread breakdown_presence breakdown_slope breakdown_repression repression_norm absorption_slope absorption_income
        absorption_backing absorption_first absorption_second succession_charisma
    """,
}
UNIT_OF: Final[dict[str, str]] = {name: unit for unit, names in _BY_UNIT.items() for name in names.split()}
"""Unit of each parameter, by its key."""


def _each(names: str, low: float, high: float) -> dict[str, Range]:
    return dict.fromkeys(names.split(), (low, high))


_NARROWER: Final[dict[str, Range]] = {
    # A tenth a month is a threefold a year; faster, and consumption leaves its range within the horizon.
    **_each("trend_growth growth_from_competence growth_from_patrons growth_cost_of_mobilisation", 0.0, 0.1),
    **_each("rebuilding_growth campaign_growth_cost growth_shock_sd", 0.0, 0.1),
    **_each("growth_scale growth_patron_scale growth_shock_scale", 0.0, 10.0),
    # Divisors.
    "growth_ceiling": (0.1, 100.0),
    "consumption_floor": (0.01, 1.0),  # not above the first month's
    "dependence_floor": (0.01, 20.0),
    "threshold_spread": (0.01, 20.0),
    "campaign_line_scale": (0.1, 20.0),
    "backing_luck": (0.25, 20.0),  # smaller, and the exponential of a backing in its units overflows
    **_each("propaganda_months campaign_step", 1.0, 1200.0),
    "blame_gain": (0.0, 0.5),  # a war's fortune goes down to -2: the two together move blame by all that is left
    "death_hazard": (0.0, 0.1),
    "rival_example_gain": (0.0, 0.01),  # times an income ratio of up to a thousand
    "withdrawal_cost": (0.0, 0.1),
    "mobilisable": (0.01, 1.0),
    "dissolution_share": (0.0, 0.1),  # six groups: one of them holds more, so somebody is always a side
    "occasion_rate": (0.01, 1.0),
    "mood_months": (1.0, 1200.0),
    "wing_share": (0.3, 1.0),
    "occasion_sharpness": (0.1, 5.0),
    "unaligned_share": (0.0, 0.9),
    "loyalty_discount": SHARE_RANGE,
    **_each("repression_concentration repression_forces", *SHARE_RANGE),
    # What one can always do is worth something: else nobody would do anything.
    **_each("lie_low_gain organise_gain court_people_gain court_patron_gain ally_gain denounce_gain", 0.0, 20.0),
    "gain_floor": (-20.0, 0.0),
    # Scales of luck, and stakes: turned round they would be other rules, as weights are.
    **_each("endorsement_luck vote_luck mood_sd challenge_stakes war_stakes", 0.0, 20.0),
    # Weights inside a utility that multiply each other: the sum of all terms stays below the largest exponent of a number.
    **_each("court_tie_base court_threat_base", *SHARE_RANGE),
    **_each("threat_outside threat_ruler war_diversion", 0.0, 5.0),
    **_each("war_adventurism war_other_half", 0.0, 10.0),
}

AT_MOST_ONE: Final[tuple[tuple[str, str], ...]] = (
    ("mobilisation_base", "mobilisation_adventurism"),
    ("alignment_base", "alignment_free"),
    ("repression_concentration", "repression_forces"),
    ("initial_competence", "initial_competence_range"),
    ("appointee_base", "appointee_range"),
)
"""Parameters whose sum is the highest value of a quantity that goes from 0 to 1."""


def bounds_of(parameter: str) -> Range:
    """Lowest and highest value of a parameter: its own bounds where the rule needs them, else those of its unit."""
    unit = UNITS[UNIT_OF[parameter]]
    return _NARROWER.get(parameter, (unit.low, unit.high))


def trait_bounds(trait: str) -> Range:
    """Lowest and highest value of a trait."""
    return IDEOLOGY_RANGE if trait == "ideology" else SHARE_RANGE


def value_bounds(key: str) -> Range:
    """Lowest and highest value of a number by its key: `parameter`, or a group's name, a point, and a trait."""
    _, dot, trait = key.partition(".")
    return trait_bounds(trait) if dot else bounds_of(key)


def too_much(highest: Mapping[str, float], names: Iterable[str]) -> tuple[tuple[str, str], float] | None:
    """The first pair with one of these names whose highest values add to more than 1, with their sum."""
    concerned = set(names)
    for pair in AT_MOST_ONE:
        total = sum(highest.get(name, 0.0) for name in pair)
        if concerned & set(pair) and total > 1.0 + 1e-9:  # 0.3 and 0.7 add to 1 but for rounding
            return pair, total
    return None
