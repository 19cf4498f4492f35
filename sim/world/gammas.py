"""Logarithms of the gamma and beta functions of a prior's numbers, in decimal arithmetic: once a prior, the same on every system."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from math import comb

from sim.world.tables import exactly, pi

_SHIFTED = 40
"""Arguments are raised to this before Stirling's series is used: so 24 of its terms leave less than 1e-40."""
_TERMS = 24


@cache
def _stirling() -> tuple[Decimal, ...]:
    """B(2k) / (2k (2k - 1)), B the numbers of Bernoulli, from k = 1 on."""
    found = [Fraction(1)]
    for n in range(1, 2 * _TERMS + 1):
        found.append(-sum((comb(n + 1, k) * found[k] for k in range(n)), Fraction(0)) / (n + 1))
    parts = [found[2 * k] / (2 * k * (2 * k - 1)) for k in range(1, _TERMS + 1)]
    return tuple(Decimal(part.numerator) / part.denominator for part in parts)


def _log_gamma(x: Decimal) -> Decimal:
    product = Decimal(1)
    while x < _SHIFTED:
        product *= x
        x += 1
    total = (x - Decimal("0.5")) * x.ln() - x + (2 * pi()).ln() / 2 - product.ln()
    power = 1 / x
    for part in _stirling():
        total += part * power
        power /= x * x
    return total


def _pair(number: Decimal) -> tuple[float, float]:
    high = float(number)
    return high, float(number - Decimal(high))


def log_gamma_after(a: float) -> tuple[float, float]:
    """log Gamma(a + 1), as a pair of doubles, to 2^-100; Stirling's series (1730)."""
    with localcontext(exactly()):
        return _pair(_log_gamma(Decimal(a) + 1))


def log_beta_times(a: float, b: float) -> tuple[float, float]:
    """log(a B(a, b)), the same way."""
    with localcontext(exactly()):
        one, other = Decimal(a), Decimal(b)
        return _pair(_log_gamma(one + 1) + _log_gamma(other) - _log_gamma(one + other))
