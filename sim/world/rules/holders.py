"""One draw for the holder of every post: what a month asks of all of them.

Two plain loops, so that the second, over keys that lie side by side, compiles to vector instructions; the numbers are those of `uniform`, one by one.

    draws_i = u at the address of the decision, of the holder's person_i

Source: none, it is arithmetic. Leaves out: nothing; every holder in use has his own draw.
"""

from __future__ import annotations

from sim.world.compiled import rule
from sim.world.luck import Word, uniform
from sim.world.state import World


@rule
def draw_for_holders(world: World, address: Word) -> None:
    """Write the uniform of every holder at an address into `world.draws` (post,)."""
    keys, draws, posts = world.holder_keys, world.draws, world.posts_used
    for i in range(posts):
        keys[i] = world.posts[i].person
    for i in range(posts):
        draws[i] = uniform(address, keys[i])
