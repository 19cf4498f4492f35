"""Growth, aid, hardship, mobilisation, alignment.

Extensive growth meets a ceiling, destroyed capital is rebuilt, patrons' goods help, mobilisation costs. People measure hardship against what they
have become used to (aspirations follow consumption, more slowly down than up) and, where the border leaks, against the rival state. Patrons help a
ruler whose line is near theirs and who has not turned to the other one.

    estranged_1, estranged_2 = max(0, alignment), max(0, -alignment)
    goodwill_q   = presence_q * max(0, 1 - conflict * estranged_q - aid_line_cost * |ruler_line - line_q|);  goodwill = goodwill_1 + goodwill_2
    dependence   = max over q of goodwill_q / (dependence_floor + goodwill)
    given        = goodwill * (aid_normal + aid_reconstruction * destroyed);  aid = given / (given + consumption)
    blame       += blame_gain * -fortune * (1 - blame) where fortune < 0, else blame *= blame_decay
    destroyed    = min(1, destruction_decay * destroyed + destruction)
    now          = growth_scale * trend_growth * (1 - consumption / growth_ceiling) + rebuilding_growth * destroyed [destruction = 0]
                 + growth_from_competence * (competence - competence_norm)
                 + growth_patron_scale * growth_from_patrons * (goodwill - growth_patron_norm)
                 - withdrawal_cost * max(0, remembered - goodwill) - growth_cost_of_mobilisation * mobilisation
                 - campaign_growth_cost [a campaign is on]
                 + growth_shock_scale * growth_shock_sd * normal - destruction_growth_cost * destruction
    remembered  += goodwill_memory * (goodwill - remembered), from the first month's goodwill
    consumption  = max(consumption_floor, consumption * (1 + now));  growth += growth_memory * (now - growth)
    aspiration  += aspiration_speed * (consumption - aspiration), times aspiration_fall where it falls
    aspiration  += rival_example_gain * max(0, income_ratio - 1) * (rival_example_closed + rival_example_open [presence_1 < border_presence])
                   under switch rival_example
    hardship     = clip(1 - consumption / aspiration + want_sd * normal)
    mobilisation += mobilisation_speed * (mobilisation_base + mobilisation_adventurism * adventurism_R - mobilisation)
    pull         = clip(tie_R,2 - tie_R,1 + alignment_line * (|ruler_line - line_1| - |ruler_line - line_2|), -1, 1)
    alignment   += alignment_speed * (pull * (alignment_base + alignment_free * (1 - concentration)) - alignment)

Source: growth with a ceiling after the Solow tradition; habit formation as in Duesenberry 1949; loyalty before competence in Egorov and Sonin 2011.
Leaves out: sectors, prices, famine, trade.
"""

from __future__ import annotations

from sim.world.compiled import rule
from sim.world.luck import at, normal, uniform, whole
from sim.world.state import Common, World
from sim.world.words import S_GROWTH, S_WANT


@rule
def goodwill(world: World, common: Common, q: int) -> float:
    """What patron q would give: presence, less for a quarrel with the other patron and for distance of lines."""
    patron = world.patrons[q]
    p = common.parameters
    estranged = max(0.0, world.alignment) if q == 0 else max(0.0, -world.alignment)
    quarrel = world.conflict * estranged
    return patron.presence * max(0.0, 1.0 - quarrel - p.aid_line_cost * abs(world.ruler_line - patron.line))


@rule
def aid(world: World, common: Common, month: int) -> None:
    """Patrons' goodwill, how it is remembered, aid as a share of revenue, dependence on the stronger patron."""
    p = common.parameters
    first, second = goodwill(world, common, 0), goodwill(world, common, 1)
    world.goodwill, world.first_goodwill, world.second_goodwill = first + second, first, second
    world.dependence = max(first, second) / (p.dependence_floor + first + second)
    if month == 0:
        world.remembered = world.goodwill
    world.remembered += p.goodwill_memory * (world.goodwill - world.remembered)
    given = world.goodwill * (p.aid_normal + p.aid_reconstruction * world.destroyed)
    world.aid = given / (given + world.consumption)


@rule
def grow(world: World, common: Common, month: int) -> None:
    """Destroyed capital, growth and consumption of the month."""
    p = common.parameters
    now = common.calendar[month]
    world.destroyed = min(1.0, p.destruction_decay * world.destroyed + now.destruction)
    shock = normal(uniform(at(world.key, S_GROWTH, month), whole(0)))
    growth = p.growth_scale * p.trend_growth * (1.0 - world.consumption / p.growth_ceiling)
    if now.destruction == 0.0:
        growth += p.rebuilding_growth * world.destroyed
    growth += p.growth_from_competence * (world.competence - p.competence_norm)
    growth += p.growth_patron_scale * p.growth_from_patrons * (world.goodwill - p.growth_patron_norm)
    growth -= p.withdrawal_cost * max(0.0, world.remembered - world.goodwill)
    growth -= p.growth_cost_of_mobilisation * world.mobilisation
    if world.campaign_left > 0:
        growth -= p.campaign_growth_cost
    growth += p.growth_shock_scale * p.growth_shock_sd * shock - p.destruction_growth_cost * now.destruction
    world.consumption = max(p.consumption_floor, world.consumption * (1.0 + growth))
    world.growth += p.growth_memory * (growth - world.growth)


@rule
def want(world: World, common: Common, month: int) -> None:
    """Aspirations and hardship of the month."""
    p = common.parameters
    gap = world.consumption - world.aspiration
    world.aspiration += p.aspiration_speed * (gap if gap > 0.0 else p.aspiration_fall * gap)
    if common.switches.rival_example == 1:
        leak = p.rival_example_closed
        if world.patrons[0].presence < p.border_presence:
            leak += p.rival_example_open
        world.aspiration += p.rival_example_gain * max(0.0, common.calendar[month].income_ratio - 1.0) * leak
    chance = normal(uniform(at(world.key, S_WANT, month), whole(0)))
    world.hardship = min(1.0, max(0.0, 1.0 - world.consumption / world.aspiration + p.want_sd * chance))


@rule
def align(world: World, common: Common) -> None:
    """Alignment drifts to the patron whose friend the ruler is and whose line he shares; a contested ruler follows faster."""
    p = common.parameters
    r = world.ruler
    ties = world.ties[r, 1].tie - world.ties[r, 0].tie
    lines = abs(world.ruler_line - world.patrons[0].line) - abs(world.ruler_line - world.patrons[1].line)
    pull = min(1.0, max(-1.0, ties + p.alignment_line * lines))
    world.alignment += p.alignment_speed * (pull * (p.alignment_base + p.alignment_free * (1.0 - world.concentration)) - world.alignment)


@rule
def economy(world: World, common: Common, month: int) -> None:
    """The month's economy, in this order."""
    p = common.parameters
    now = common.calendar[month]
    aid(world, common, month)
    if now.fortune < 0.0:
        world.blame += p.blame_gain * -now.fortune * (1.0 - world.blame)
    else:
        world.blame *= p.blame_decay
    grow(world, common, month)
    want(world, common, month)
    world.mobilisation += p.mobilisation_speed * (
        p.mobilisation_base + p.mobilisation_adventurism * world.factions[world.ruler].adventurism - world.mobilisation
    )
    align(world, common)
