"""One draw for every holder: the numbers of `uniform`, and only those of posts in use."""

from __future__ import annotations

import numpy as np

from sim.pack import Country
from sim.world.luck import key, uniform
from sim.world.rules.holders import draw_for_holders

from ..builders import one


def test_every_holder_has_the_draw_of_his_own_address(korea: Country) -> None:
    world, _ = one(korea, 7, seed=3)
    address = key("some", "decision")
    world["draws"] = -1.0
    draw_for_holders(world, address)
    used = int(world.posts_used)
    assert world["draws"][:used].tolist() == [uniform(address, np.uint64(person)) for person in world["posts"]["person"][:used]]
    assert (world["draws"][used:] == -1.0).all()


def test_a_draw_follows_the_person_not_the_post(korea: Country) -> None:
    world, _ = one(korea, 7, seed=3)
    address, people = key("some", "decision"), world["posts"]["person"][:200].copy()
    draw_for_holders(world, address)
    before = world["draws"][:200].copy()
    world["posts"]["person"][:200] = people[::-1]
    draw_for_holders(world, address)
    assert (world["draws"][:200] == before[::-1]).all()
