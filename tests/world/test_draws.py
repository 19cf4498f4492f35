"""DrawnValues of parameters and traits: each has its own luck and its own law."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from scipy import stats

from sim.pack import Country, on_priors
from sim.world.draws import draw_parameters, draw_traits, set_values, world_keys

MANY = list(range(1, 801))


def test_draw_zero_is_the_starting_values(korea: Country) -> None:
    row = draw_parameters(korea, 7, [0])[0]
    assert {name: float(row[name]) for name in row.dtype.names} == {name: value.start for name, value in korea.parameters.items()}
    traits = draw_traits(korea, 7, [0])[0]
    assert traits["charisma"].tolist() == [faction.traits["charisma"].start for faction in korea.factions]
    assert traits["tie_1"].tolist() == [faction.traits[f"tie.{korea.patrons[1].key}"].start for faction in korea.factions]


def test_a_draw_does_not_depend_on_which_others_are_drawn(korea: Country) -> None:
    for draw in (draw_parameters, draw_traits):
        many, few = draw(korea, 7, range(10)), draw(korea, 7, [8, 3])
        assert few[0].tobytes() == many[8].tobytes()
        assert few[1].tobytes() == many[3].tobytes()
        assert many[3].tobytes() != many[8].tobytes() != draw(korea, 8, [8])[0].tobytes()


@pytest.mark.parametrize("name", ["bandwagon", "purge_cost", "growth_ceiling"])
def test_a_triangular_parameter_follows_its_triangle(demo: Country, name: str) -> None:
    value = demo.parameters[name]
    found = draw_parameters(demo, 1, MANY)[name]
    if value.prior == "fixed":
        assert set(found.tolist()) == {value.start}
        return
    assert value.prior == "triangular"
    width = value.high - value.low
    assert stats.kstest(found, stats.triang((value.mode - value.low) / width, value.low, width).cdf).pvalue > 1e-4


def test_a_discrete_parameter_takes_its_values_as_often_as_the_pack_says(demo: Country) -> None:
    assert demo.parameters["coalition_threshold"].prior == "discrete(0.5:0.6, 0.6:0.25, 0.667:0.15)"
    found = draw_parameters(demo, 1, MANY)["coalition_threshold"]
    counts = [(found == value).sum() for value in (0.5, 0.6, 0.667)]
    assert sum(counts) == len(MANY)
    assert stats.chisquare(counts, np.array([0.6, 0.25, 0.15]) * len(MANY)).pvalue > 1e-4


def test_a_beta_trait_follows_its_beta(korea: Country) -> None:
    korea = on_priors(korea)
    table, tested = draw_traits(korea, 1, MANY), 0
    for k, faction in enumerate(korea.factions):
        for name in ("support", "discipline", "adventurism"):
            prior = faction.traits[name].prior
            if prior.startswith("beta("):
                a, b = (float(part) for part in prior[5:-1].split(","))
                assert stats.kstest(table[name][:, k], stats.beta(a, b).cdf).pvalue > 1e-4
                tested += 1
    assert tested > 3


def test_reach_is_a_share_and_follows_its_dirichlet(korea: Country) -> None:
    korea = on_priors(korea)
    found = draw_traits(korea, 1, MANY)["reach"]
    assert found.sum(axis=1) == pytest.approx(1.0)
    weights = [float(faction.traits["reach"].prior.removeprefix("dirichlet(").rstrip(")")) for faction in korea.factions]
    for k, weight in enumerate(weights):
        assert stats.kstest(found[:, k], stats.beta(weight, sum(weights) - weight).cdf).pvalue > 1e-4


def test_parameters_are_drawn_independently(demo: Country) -> None:
    table = draw_parameters(demo, 1, MANY)
    free = [name for name, value in demo.parameters.items() if value.prior == "triangular"][:12]
    matrix = np.corrcoef([stats.rankdata(table[name]) for name in free])
    assert np.abs(matrix[~np.eye(len(free), dtype=bool)]).max() < 4.5 / np.sqrt(len(MANY))


def test_adding_a_group_leaves_the_traits_of_all_others_as_they_were(demo: Country) -> None:
    fourth = dataclasses.replace(demo.factions[0], key="lowlanders", uid="lowlanders")
    plain = draw_traits(demo, 3, range(1, 30))
    other = draw_traits(dataclasses.replace(demo, factions=(fourth, *demo.factions)), 3, range(1, 30))
    for name in plain.dtype.names:
        if name != "reach":
            assert np.array_equal(plain[name], other[name][:, 1:])
    assert plain["reach"][:, 0] / plain["reach"][:, 1] == pytest.approx(other["reach"][:, 1] / other["reach"][:, 2])


def test_changing_one_prior_leaves_the_draws_of_all_others_as_they_were(demo: Country) -> None:
    narrow = dataclasses.replace(demo.parameters["bandwagon"], prior="uniform", start=1.0, low=0.9, high=1.1)
    other = draw_parameters(dataclasses.replace(demo, parameters={**demo.parameters, "bandwagon": narrow}), 3, range(1, 30))
    plain = draw_parameters(demo, 3, range(1, 30))
    assert [name for name in plain.dtype.names if (plain[name] != other[name]).any()] == ["bandwagon"]
    assert stats.spearmanr(plain["bandwagon"], other["bandwagon"]).statistic == pytest.approx(1.0)


def test_traits_follow_the_uid_and_not_the_key_or_the_place(demo: Country) -> None:
    renamed = dataclasses.replace(demo.factions[2], key="aaa")
    other = draw_traits(dataclasses.replace(demo, factions=(renamed, *demo.factions[:2])), 3, range(1, 10))
    assert np.array_equal(other[:, [1, 2, 0]], draw_traits(demo, 3, range(1, 10)))


def test_keys_of_worlds_do_not_depend_on_their_number() -> None:
    many = world_keys(5, range(1000))["key"][:, 0]
    assert len(set(many.tolist())) == 1000
    assert world_keys(5, [999, 4])["key"][:, 0].tolist() == [many[999], many[4]]
    assert not set(many.tolist()) & set(world_keys(6, range(1000))["key"][:, 0].tolist())


def test_values_that_are_set_stand_in_every_draw_and_move_nothing_else(demo: Country) -> None:
    parameters, traits = draw_parameters(demo, 7, range(5)), draw_traits(demo, 7, range(5))
    before, others = parameters.copy(), traits.copy()
    set_values(demo, parameters, traits, {"turnover": 0.01, "harbour.tie.tasmar": 0.5})
    harbour = demo.numbers["harbour"]
    assert set(parameters["turnover"]) == {0.01}
    assert set(traits["tie_1"][:, harbour]) == {0.5}
    parameters["turnover"], traits["tie_1"][:, harbour] = before["turnover"], others["tie_1"][:, harbour]
    assert parameters.tobytes() == before.tobytes()
    assert traits.tobytes() == others.tobytes()


def test_a_share_of_posts_that_is_set_stays_and_the_others_keep_their_proportion(demo: Country) -> None:
    parameters, traits = draw_parameters(demo, 7, range(5)), draw_traits(demo, 7, range(5))
    before = traits["reach"].copy()
    set_values(demo, parameters, traits, {"harbour.reach": 0.25})
    harbour, returnees, uplanders = (demo.numbers[key] for key in ("harbour", "returnees", "uplanders"))
    assert (traits["reach"][:, harbour] == 0.25).all()
    assert np.allclose(traits["reach"].sum(axis=1), 1.0)
    assert np.allclose(traits["reach"][:, returnees] / traits["reach"][:, uplanders], before[:, returnees] / before[:, uplanders])
