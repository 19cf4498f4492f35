"""Every shortcut of the rules against the plain way, bit for bit; and no memory is asked for inside a month."""

from __future__ import annotations

import math
from typing import Any

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba.core.runtime import _nrt_python, rtsys

from sim.pack import Country
from sim.runs.ensemble import DrawnValues, begin_block, ensemble
from sim.world.luck import at, may_come_first, uniform, uniform_option, whole
from sim.world.month import back_all, enter_seats, open_month, run_block
from sim.world.rules.alliance import ALLY, DENOUNCE
from sim.world.rules.appointments import fill, vacancies
from sim.world.rules.backing import back
from sim.world.rules.board import count_posts
from sim.world.rules.choose import choose, options
from sim.world.rules.coalition import coalition, find_coalition
from sim.world.rules.leaders import is_safe
from sim.world.rules.purge import PURGE
from sim.world.rules.routine import COURT_PATRON
from sim.world.state import LANES, Block
from sim.world.words import ACTIONS, NOBODY, S_CHOICE, S_VACANCY

from .builders import begun, differences, lived, one

MONTHS = (0, 1, 7, 60, 110, 200, 400)


@pytest.fixture(params=range(6))
def living(korea: Country, request: pytest.FixtureRequest) -> list[tuple[Any, Any, int]]:
    """A world in several months of its life: it, what it shares, and the month that comes next, opened."""
    found = []
    for month in MONTHS[1:]:
        world, common = one(korea, month, seed=20 + request.param, draw=request.param)
        if world.ended == 0:
            open_month(world, common, month)
            found.append((world, common, month))
    return found


def plain_choice(world: Any, common: Any, month: int, k: int) -> tuple[int, int, float, float]:
    """The choice with every address found where it is used and a logarithm for every option: action, target, luck, share."""
    p = common.parameters
    gains = np.empty((len(ACTIONS), 6))
    options(world, common, month, k, gains)
    first, total, chosen = math.inf, 0.0, (NOBODY, NOBODY, math.nan)
    for action in range(len(ACTIONS)):
        aimed = action in (ALLY, DENOUNCE, PURGE)
        targets = list(common.order[: common.count]) if aimed else [0, 1] if action == COURT_PATRON else [NOBODY]
        for target in targets:
            gain = gains[action, max(0, target)]
            if gain < p.gain_floor:
                continue
            option = common.uid[target] if aimed else whole(int(target) + 1)
            u = uniform_option(np.uint64(at(world.key, S_CHOICE + action, month)), common.uid[k], np.uint64(option))
            total += math.exp(gain)
            if -math.log(u) / math.exp(gain) < first:
                first, chosen = -math.log(u) / math.exp(gain), (action, int(target), u)
    share = math.exp(gains[chosen[0], max(0, chosen[1])]) / total
    return (*chosen, share)


def test_a_choice_is_that_of_all_options_with_a_logarithm_each(living: list[tuple[Any, Any, int]]) -> None:
    seen = 0
    for world, common, month in living:
        for k in range(common.count):
            choose(world, common, month, k)
            faction = world.factions[k]
            if faction.alive:
                *chosen, probability = plain_choice(world, common, month, k)
                assert [faction.action, faction.target, faction.luck] == chosen
                assert faction.probability == pytest.approx(probability, rel=1e-14)  # the library's exponential may round the other way
                seen += 1
    assert seen > 0


UNIFORMS = st.integers(0, 2**52 - 1).map(lambda n: (n + 0.5) * 2.0**-52) | st.integers(1, 2000).map(lambda n: 1.0 - (n - 0.5) * 2.0**-52)


@given(u=UNIFORMS, gain=st.floats(-30.0, 30.0), above=st.integers(1, 3))
def test_no_option_is_passed_over_that_would_come_first_by_the_last_bit(u: float, gain: float, above: int) -> None:
    lateness = -math.log(u) / math.exp(gain)
    first = lateness
    for _ in range(above):
        first = math.nextafter(first, math.inf)
    assert may_come_first(u, math.exp(gain), first)
    assert may_come_first(u, math.exp(gain), math.inf)


def test_an_option_that_comes_much_later_is_passed_over() -> None:
    assert not may_come_first(0.5, 1.0, 0.4)


def test_the_coalition_of_unchanged_power_is_the_one_found_anew(korea: Country) -> None:
    kept = 0
    for seed in (5, 6, 7, 8):
        kept += unchanged(begun(korea, worlds=1, seed=seed), 400)
    assert kept > 0


def unchanged(block: Any, months: int) -> int:
    """Months in which power stays as it was, all of whose coalitions are those found anew."""
    world, common, kept = block.worlds[0], block.commons[0], 0
    for month in range(months):
        before = [float(world.factions[k].power) for k in range(common.count)]
        run_block(*block, month, month + 1)
        if any(world.factions[k].power != world.factions[k].ranked_power for k in range(common.count)):
            continue  # a wing has folded since
        anew = block.worlds.copy()[0]
        find_coalition(anew, common)
        assert anew.coalition == world.coalition
        assert [anew.factions[k].rank for k in range(common.count)] == [world.factions[k].rank for k in range(common.count)]
        kept += before == [float(world.factions[k].power) for k in range(common.count)]
    return kept


def test_a_change_of_power_by_the_last_bit_has_the_coalition_found_anew(demo: Country) -> None:
    world, common = one(demo, 10)
    coalition(world, common)
    world.coalition = 1 << 20  # nobody's
    coalition(world, common)
    assert world.coalition == 1 << 20
    world.factions[1].power = np.nextafter(world.factions[1].power, 1.0)
    coalition(world, common)
    assert world.coalition < 1 << common.count


def test_another_threshold_has_the_coalition_found_anew(demo: Country) -> None:
    world, common = one(demo, 10)
    coalition(world, common)
    other = common.copy()
    other.parameters.coalition_threshold = 0.99
    coalition(world, other)
    everybody = (1 << common.groups) - 1  # no wing is there yet
    assert world.coalition == everybody
    other.parameters.coalition_threshold = 0.34
    coalition(world, other)
    assert world.coalition < everybody


def test_reviews_of_all_are_those_of_one_after_another(living: list[tuple[Any, Any, int]]) -> None:
    moved = 0
    for world, common, month in living:
        for turmoil in (0.0, 0.9):
            world.turmoil = turmoil
            before, plain = world.copy(), world.copy()
            back_all(world, common, month)
            for i in range(plain.posts_used):
                back(plain, common, month, i)
            assert differences(world, plain) == []
            moved += bool(differences(world, before))
    assert moved > 0


def test_turnover_is_that_of_all_posts_asked_for_safety_first(living: list[tuple[Any, Any, int]]) -> None:
    moved = 0
    for world, common, month in living:
        before, plain = world.copy(), world.copy()
        vacancies(world, common, month)
        for i in range(plain.posts_used):
            if not is_safe(plain, i) and uniform(np.uint64(at(plain.key, S_VACANCY, month)), plain.posts[i].person) < common.parameters.turnover:
                fill(plain, common, month, i)
        assert differences(world, plain) == []
        moved += bool(differences(world, before))
    assert moved > 0


def plain_sum(numbers: list[float]) -> float:
    """One number after the other; `sum` makes up for rounding from Python 3.12 on, which the rules don't."""
    total = 0.0
    for number in numbers:
        total += number
    return total


def in_lanes(numbers: list[float]) -> float:
    """A sum as the board makes it: every fourth number after the one before it, then the four sums."""
    total = 0.0
    for n in range(LANES):
        lane = 0.0
        for number in numbers[n::LANES]:
            lane += number
        total += lane
    return total


def test_shares_of_the_board_are_those_of_a_plain_sum_over_each_lane(living: list[tuple[Any, Any, int]]) -> None:
    for world, common, _ in living:
        count_posts(world, common)
        posts = world["posts"][: world.posts_used]
        armed, party = np.isin(posts["organ"], (1, 2)), posts["organ"] == 0
        for k in range(common.count):
            backs, faction = posts["backing"] == k, world.factions[k]
            for weights, share in ((posts["weight"], "post_share"), (posts["ballot_weight"], "committee_share"), (posts["weight"] * armed, "forces_share")):
                total = plain_sum(weights.tolist())
                assert faction[share] == in_lanes((weights * backs).tolist()) / total
        hers = posts["weight"] * (party & (posts["backing"] == world.ruler))
        assert world.party_control == in_lanes(hers.tolist()) / plain_sum((posts["weight"] * party).tolist())
        assert world.competence == in_lanes((posts["weight"] * posts["competence"]).tolist()) / plain_sum(posts["weight"].tolist())


def test_shares_of_seats_are_those_of_all_posts_added_one_after_another(living: list[tuple[Any, Any, int]]) -> None:
    for world, common, _ in living:
        rows = np.zeros((1, common.groups), [("seats", "f8"), ("heads", "f8")]).view(np.recarray)
        enter_seats(world, common, rows, 0)
        posts = world["posts"][: world.posts_used]
        held, heads, total = [0.0] * common.groups, [0] * common.groups, 0.0
        for post in posts:
            total += post["ballot_weight"]
            if post["came"] != NOBODY:
                held[post["came"]] += post["ballot_weight"]
                heads[post["came"]] += post["ballot_weight"] > 0
        assert rows["seats"][0].tolist() == [share / total for share in held]
        assert rows["heads"][0].tolist() == [count / (posts["ballot_weight"] > 0).sum() for count in heads]


def test_worlds_lived_in_one_set_of_arrays_are_those_of_blocks_of_their_own(demo: Country) -> None:
    whole = ensemble(demo, 45, 3, workers=2)
    for part in (range(0, 20), range(20, 40), range(40, 45)):
        own = begin_block(whole.scenario, 3, part, DrawnValues.of(demo, 3, part, False), fixed=False)
        run_block(*own, 0, demo.months)
        for name in ("worlds", "months", "rows"):
            assert getattr(whole.block, name)[part.start : part.stop].tobytes() == getattr(own, name).tobytes()


@numba.njit
def asking(months: int) -> float:
    """Asks for memory in every month: what the rules don't."""
    total = 0.0
    for month in range(months):
        total += np.full(month + 1, 0.5).sum()
    return total


@pytest.fixture
def memory() -> Any:
    """Pieces of memory that compiled code has asked for so far."""
    before = _nrt_python.memsys_stats_enabled()
    _nrt_python.memsys_enable_stats()
    yield lambda: rtsys.get_allocation_stats().alloc
    if not before:
        _nrt_python.memsys_disable_stats()


def asked(memory: Any, block: Block, stop: int) -> int:
    """Pieces of memory asked for by months 0..stop-1 of a block."""
    before = memory()
    run_block(*block, 0, stop)
    return int(memory() - before)


def test_no_memory_is_asked_for_inside_a_month(korea: Country, memory: Any) -> None:
    do = ["war=won", "ruler=yanan@1956-09:plenum"]  # a vote, and posts that come in
    lived(korea, do, until=1)
    few, many = (asked(memory, begun(korea, do, worlds=count), stop) for count, stop in ((1, 1), (20, korea.months)))
    assert many == few  # what it takes to be called
    asking(1)
    before = memory()
    asking(100)
    assert memory() - before >= 100
