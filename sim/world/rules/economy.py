"""Growth, aid, hardship, mobilisation, alignment.

Extensive growth meets a ceiling, destroyed capital is rebuilt, patrons' goods help, mobilisation costs. People measure hardship against
what they have become used to (aspirations follow consumption) and, where the border leaks, against the rival state. Patrons help a ruler
whose line is near theirs and who has not turned to the other one.

Source: growth with a ceiling after the Solow tradition; habit formation as in Duesenberry 1949; loyalty before competence in
Egorov and Sonin 2011. Leaves out: sectors, prices, famine, trade.
"""

from __future__ import annotations

from sim.world.compiled import rule
from sim.world.luck import at, normal, uniform, whole
from sim.world.words import S_GROWTH, S_WANT


@rule
def goodwill(tables, w, q):
    """What patron q would give: presence, less for a quarrel with the other patron and for distance of lines."""
    nation = tables.nation[w]
    patron = tables.patrons[w, q]
    p = tables.parameters[nation.draw]
    estranged = max(0.0, nation.alignment) if q == 0 else max(0.0, -nation.alignment)
    quarrel = nation.conflict * estranged
    return patron.presence * max(0.0, 1.0 - quarrel - p.aid_line_cost * abs(nation.ruler_line - patron.line))


@rule
def aid(tables, w):
    """Patrons' goodwill, aid as a share of revenue, dependence on the stronger patron."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    first, second = goodwill(tables, w, 0), goodwill(tables, w, 1)
    nation.goodwill = first + second
    nation.dependence = max(first, second) / (p.dependence_floor + first + second)
    given = nation.goodwill * (p.aid_normal + p.aid_reconstruction * nation.destroyed)
    nation.aid = given / (given + nation.consumption)


@rule
def grow(tables, w, month):
    """Destroyed capital, growth and consumption of the month."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    now = tables.calendar[month]
    nation.destroyed = min(1.0, p.destruction_decay * nation.destroyed + now.destruction)
    shock = normal(uniform(at(nation.key, S_GROWTH, month), whole(0)))
    growth = p.growth_scale * p.trend_growth * (1.0 - nation.consumption / p.growth_ceiling)
    if now.destruction == 0.0:
        growth += p.rebuilding_growth * nation.destroyed
    growth += p.growth_from_competence * (nation.competence - p.competence_norm)
    growth += p.growth_patron_scale * p.growth_from_patrons * (nation.goodwill - p.growth_patron_norm)
    growth -= p.growth_cost_of_mobilisation * nation.mobilisation
    if nation.campaign_left > 0:
        growth -= p.campaign_growth_cost
    growth += p.growth_shock_scale * p.growth_shock_sd * shock - p.destruction_growth_cost * now.destruction
    nation.consumption = max(p.consumption_floor, nation.consumption * (1.0 + growth))
    nation.growth += p.growth_memory * (growth - nation.growth)


@rule
def want(tables, w, month):
    """Aspirations and hardship of the month."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    nation.aspiration += p.aspiration_speed * (nation.consumption - nation.aspiration)
    if tables.switches[0].rival_example == 1:
        leak = p.rival_example_closed
        if tables.patrons[w, 0].presence < p.border_presence:
            leak += p.rival_example_open
        nation.aspiration += p.rival_example_gain * max(0.0, tables.calendar[month].income_ratio - 1.0) * leak
    chance = normal(uniform(at(nation.key, S_WANT, month), whole(0)))
    nation.hardship = min(1.0, max(0.0, 1.0 - nation.consumption / nation.aspiration + p.want_sd * chance))


@rule
def align(tables, w):
    """Alignment drifts to the patron whose friend the ruler is and whose line he shares; a contested ruler follows faster."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    r = nation.ruler
    ties = tables.ties[w, r, 1].tie - tables.ties[w, r, 0].tie
    lines = abs(nation.ruler_line - tables.patrons[w, 0].line) - abs(nation.ruler_line - tables.patrons[w, 1].line)
    pull = min(1.0, max(-1.0, ties + p.alignment_line * lines))
    nation.alignment += p.alignment_speed * (pull * (p.alignment_base + p.alignment_free * (1.0 - nation.concentration)) - nation.alignment)


@rule
def economy(tables, w, month):
    """The month's economy, in this order."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    now = tables.calendar[month]
    aid(tables, w)
    if now.fortune < 0.0:
        nation.blame += p.blame_gain * -now.fortune * (1.0 - nation.blame)
    else:
        nation.blame *= p.blame_decay
    grow(tables, w, month)
    want(tables, w, month)
    nation.mobilisation += p.mobilisation_speed * (
        p.mobilisation_base + p.mobilisation_adventurism * tables.factions[w, nation.ruler].adventurism - nation.mobilisation
    )
    align(tables, w)
