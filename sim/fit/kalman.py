"""A step of ensemble Kalman inversion: all sets move towards the record at once, along what they themselves show of how numbers go with targets.

It finds its way in a hundred dimensions with some hundred sets, where blind steps would not, and leaves alone what no target sees. It is
a search, not an estimate: what it finds is spread by `sim.fit.moves` and tried on fresh worlds. After Iglesias, Law and Stuart 2013; damped as the
multiple data assimilation of Emerick and Reynolds 2013; correlations that chance alone would give are tapered off (Luo and Bhakta 2020).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.fit.free import Matrix

CHANCE: Final = 1.0
"""Standard errors of a correlation below which it counts nothing."""
SURE: Final = 2.5
"""Standard errors from which it counts in full."""


def kalman_step(z: Matrix, seen: Matrix, aimed: Matrix, damping: float, noise: Matrix | None = None) -> Matrix:
    """The sets after one step.

    Args:
        z: (sets, numbers) in which the prior is standard normal.
        seen: (sets, outputs) what each set gave; NaN where nothing was counted, which then says nothing.
        aimed: (sets, outputs) what it should have given, in units of what counts as close.
        damping: how many steps share the whole way: the variance of what is close is as many times larger in each.
        noise: (sets, outputs) standard normal numbers by which the aims are shaken, so that the sets keep their spread; none: they contract.
    """
    count = len(z)
    mean = np.where(np.isnan(seen).all(axis=0), 0.0, np.nanmean(np.where(np.isnan(seen).all(axis=0), 0.0, seen), axis=0))
    there = ~np.isnan(seen)
    seen, aimed = np.where(there, seen, mean), np.where(there, aimed, mean)
    about_z, about = z - z.mean(axis=0), seen - seen.mean(axis=0)
    cross, own = about_z.T @ about / (count - 1), about.T @ about / (count - 1)
    sizes = np.maximum(about_z.std(axis=0), 1e-12)[:, None] * np.maximum(about.std(axis=0), 1e-12)[None, :]
    taper = np.clip((np.abs(cross / sizes) * np.sqrt(count) - CHANCE) / (SURE - CHANCE), 0.0, 1.0)
    gain = (cross * taper) @ np.linalg.inv(own + damping * np.eye(own.shape[0]))
    shaken = 0.0 if noise is None else np.sqrt(damping) * noise
    found: Matrix = z + (aimed + shaken - seen) @ gain.T
    return found
