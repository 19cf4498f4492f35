"""Which numbers are worth a closer look: elementary effects (Morris 1991) and first-order effects from points of any kind, beside inert dummies.

A trajectory of Morris changes one number at a time; with what it moves on the way, mu is the mean and mu* the mean size of a number's steps. It finds
what acts in some settings and not in others, but each step compares two points alone. First-order indices from given points (RBD-FAST, Tarantola and
others 2006, without bias as in Tissot and Prieur 2012) use all points for every number and so see weak effects better, where they go one way on the
whole. A number is kept when either sets it apart from dummies. The dummy of a trajectory is another luck: it shows what a reshuffle of luck moves.

Sources: Morris 1991; Campolongo and others 2007 (mu*); SALib (Herman and Usher 2017) makes the trajectories and both kinds of figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim.batch.plan.design import stratified
from sim.validation.sensitivity.inputs import HIGHEST, LOWEST
from sim.world.state import Array

DUMMIES: Final = 8
"""Inert numbers in each trajectory."""
INERT_COLUMNS: Final = 40
"""Inert numbers beside the points."""
LEVELS: Final = 4
HARMONICS: Final = 6
"""Of the first-order index: what is more jagged than that in a number counts as noise."""
FLOOR: Final = 0.95
"""Share of inert numbers that stay below the noise floor."""


def _problem(count: int) -> dict[str, Any]:
    return {"num_vars": count, "names": [f"x{n}" for n in range(count)], "bounds": [[0.0, 1.0]] * count}


@dataclass(frozen=True)
class Trajectories:
    """Trajectories of Morris.

    Attributes:
        design: (points, inputs + DUMMIES) levels, 0 to 1.
        shares: (points, inputs) of them, inside the range of what is believed.
        lucks: (points, worlds) one luck a trajectory, another from each step of a dummy on.
    """

    design: Array
    shares: Array
    lucks: Array


def trajectories(inputs: int, count: int, worlds: int, first_world: int, seed: int) -> Trajectories:
    """So many trajectories over so many inputs; worlds are numbered from `first_world` on."""
    from SALib.sample.morris import sample

    design = sample(_problem(inputs + DUMMIES), count, num_levels=LEVELS, seed=seed)
    steps = inputs + DUMMIES + 1
    dummies = design[:, inputs:].reshape(count, steps, DUMMIES)
    moved = (dummies != dummies[:, :1]).sum(axis=2).ravel()
    luck = np.repeat(np.arange(count), steps) * (DUMMIES + 1) + moved
    lucks = first_world + luck[:, None] * worlds + np.arange(worlds)
    return Trajectories(design, LOWEST + (HIGHEST - LOWEST) * design[:, :inputs], lucks)


@dataclass(frozen=True)
class Steps:
    """Elementary effects: (inputs,) mean, mean size, standard deviation; and the floors of both means, from the dummies."""

    mu: Array
    mu_star: Array
    sigma: Array
    mu_floor: float
    mu_star_floor: float


def elementary(paths: Trajectories, outcome: Array, seed: int) -> Steps:
    """Elementary effects of (points,) outcomes. A step is that over the whole range of a number."""
    from SALib.analyze.morris import analyze

    count = paths.design.shape[1]
    found = analyze(_problem(count), paths.design, outcome, num_levels=LEVELS, num_resamples=2, seed=seed)
    mu, mu_star, sigma = (np.asarray(found[name], dtype=float) for name in ("mu", "mu_star", "sigma"))
    inert = slice(count - DUMMIES, count)
    own = slice(0, count - DUMMIES)
    return Steps(mu[own], mu_star[own], sigma[own], float(np.abs(mu[inert]).max()), float(mu_star[inert].max()))


@dataclass(frozen=True)
class FirstOrder:
    """(inputs,) share of the variance of the points' outcomes that goes with each number alone; `floor`: what an inert one may show."""

    share: Array
    floor: float


def first_order(shares: Array, outcome: Array, seed: int) -> FirstOrder:
    """First-order indices from (points, inputs) shares and (points,) outcomes."""
    from SALib.analyze.rbd_fast import analyze

    if np.ptp(outcome) == 0.0:
        return FirstOrder(np.zeros(shares.shape[1]), 0.0)
    inert = stratified(len(shares), [f"inert {n}" for n in range(INERT_COLUMNS)], seed)
    design = np.concatenate([shares, inert], axis=1)
    found = analyze(_problem(design.shape[1]), design, outcome, M=HARMONICS, num_resamples=2, seed=seed)
    share = np.asarray(found["S1"], dtype=float)
    return FirstOrder(share[: shares.shape[1]], max(0.0, float(np.quantile(share[shares.shape[1] :], FLOOR))))


def kept(steps: Steps, alone: FirstOrder, most: int) -> list[int]:
    """Places of the numbers that either screening sets apart from dummies, at most so many, those most apart first.

    A first-order index has to pass twice its floor: among a hundred and more numbers a few inert ones pass it once.
    """
    apart = np.maximum.reduce([
        np.abs(steps.mu) / max(steps.mu_floor, 1e-12), steps.mu_star / max(steps.mu_star_floor, 1e-12),
        alone.share / max(2.0 * alone.floor, 1e-12),
    ])  # fmt: skip
    order = np.argsort(-apart, kind="stable")
    return [int(n) for n in order[:most] if apart[n] > 1.0]
