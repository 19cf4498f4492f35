"""The value that a number of luck draws from a prior: its quantile, in arithmetic that is the same on every system."""

from __future__ import annotations

from functools import lru_cache
from math import inf, sqrt

from sim.pack.country.priors import Prior
from sim.world.gammas import log_beta_times, log_gamma_after
from sim.world.quantiles import beta_below, beta_quantile, gamma_quantile, gamma_sum, gamma_weight


def quantile(prior: Prior, u: float) -> float:
    """The value below which the share `u` (0 to 1) of the belief lies; of beta and dirichlet within 1 ulp.

    For `dirichlet` this is a quantile of a gamma with that weight; the caller divides by the sum over the factions.
    """
    if not 0.0 <= u <= 1.0:
        raise ValueError(f"a share between 0 and 1 is needed, not {u!r}")
    if prior.kind == "fixed":
        return prior.numbers[0]
    if prior.kind == "uniform":
        low, high = prior.numbers
        return low + u * (high - low)
    if prior.kind == "triangular":
        return _triangular(u, *prior.numbers)
    if prior.kind == "discrete":
        return _step(prior, u)
    if prior.kind == "beta":
        return float(beta_quantile(*beta_known(*prior.numbers), u)) if 0.0 < u < 1.0 else u
    if 0.0 < u < 1.0:
        return float(gamma_quantile(*gamma_known(*prior.numbers), u))
    return inf if u else 0.0


@lru_cache(maxsize=4096)
def beta_known(a: float, b: float) -> tuple[float, float, float, float, float, float, float]:
    """What `beta_quantile` wants to know of a beta."""
    scale, other = log_beta_times(a, b), log_beta_times(b, a)
    turn, _ = beta_below(a, b, scale[0], (a + 1.0) / (a + b + 2.0))
    return a, b, float(turn), *scale, *other


@lru_cache(maxsize=4096)
def gamma_known(a: float) -> tuple[float, float, float, float]:
    """What `gamma_quantile` wants to know of a gamma."""
    scale = log_gamma_after(a)
    return a, float(gamma_weight(a, scale[0], a + 1.0) * gamma_sum(a, a + 1.0)), *scale


def _triangular(u: float, low: float, mode: float, high: float) -> float:
    if high == low:
        return low
    turn = (mode - low) / (high - low)
    if u < turn:
        return low + sqrt(u * (high - low) * (mode - low))
    return high - sqrt((1.0 - u) * (high - low) * (high - mode))


def _step(prior: Prior, u: float) -> float:
    total = 0.0
    for value, probability in zip(prior.numbers, prior.probabilities, strict=True):
        total += probability
        if u < total:
            return value
    return prior.numbers[-1]
