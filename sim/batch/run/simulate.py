"""Simulating the worlds of a part. A block in which something fails is simulated again world by world, so that one world's fault stays its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.batch.plan.description import Batch, Part
from sim.batch.plan.plans import Trees, switch_texts, trees
from sim.batch.run.stored import Stored, store
from sim.counterfactual.pairs import PairBlock, Plan, Runner
from sim.runs.ensemble import BLOCK
from sim.world.state import Block


@dataclass
class Piece:
    """Some worlds, simulated: by branch what the pairs say and what is kept; or, for a single world, the error."""

    worlds: range
    pairs: dict[str, PairBlock] = field(default_factory=dict)
    stored: dict[str, Stored] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def simulate_part(batch: Batch, part: Part) -> list[Piece]:
    """All worlds of a part through all branches, in the order of their numbers."""
    found = trees(batch, switch_texts(batch.cells[part.cell]))
    pieces: list[Piece] = []
    for first in range(part.first, part.stop, BLOCK):
        worlds = range(first, min(first + BLOCK, part.stop))
        try:
            piece = Piece(worlds)
            for tree in found:
                _simulate(batch, part, tree, piece)
            pieces.append(piece)
        except Exception:  # whatever it is, it is some world's: which one is found out by simulating them one by one
            pieces += [_alone(batch, part, found, world) for world in worlds]
    return pieces


def _simulate(batch: Batch, part: Part, tree: Sequence[Plan], piece: Piece) -> None:
    """Live one tree of branches."""
    def seen(plan: Plan, block: Block) -> None:
        piece.stored[plan.id] = store(batch, block)

    values = batch.cells[part.cell].values
    runner = Runner(batch.country, tree, part.seed, piece.worlds, batch.fixed, values=values, last=batch.last, seen=seen)
    piece.pairs.update(runner.run())


def _alone(batch: Batch, part: Part, trees: Trees, world: int) -> Piece:
    """One world, branch by branch where its branches together fail."""
    piece = Piece(range(world, world + 1))
    for tree in trees:
        try:
            _simulate(batch, part, tree, piece)
        except Exception:
            for plan in tree:
                _one(batch, part, tree, plan, piece)
    return piece


def _one(batch: Batch, part: Part, tree: Sequence[Plan], plan: Plan, piece: Piece) -> None:
    """One branch of one world, with the references it forks from."""
    by_id, chain = {one.id: one for one in tree}, [plan]
    while chain[0].reference is not None:
        chain.insert(0, by_id[chain[0].reference])
    alone = Piece(piece.worlds)
    try:
        _simulate(batch, part, chain, alone)
    except Exception as error:
        piece.pairs.pop(plan.id, None)
        piece.stored.pop(plan.id, None)
        piece.errors[plan.id] = f"{type(error).__name__}: {error}"
    else:
        piece.pairs[plan.id], piece.stored[plan.id] = alone.pairs[plan.id], alone.stored[plan.id]
