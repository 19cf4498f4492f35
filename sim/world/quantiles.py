"""Quantiles of beta and gamma, the priors that no formula inverts: the same on every system, within 1 ulp of the exact ones.

Newton's method on the logarithm of a share finds a double nearly right (that logarithm bends one way only, so it cannot miss for good); one more
step in pairs of doubles sets it right. What depends on a prior alone comes from `gammas`.

    beta    I(x) = x^a (1 - x)^b / (a B(a, b)) * sum over n of (a + b)_n / (a + 1)_n x^n, for x to (a + 1) / (a + b + 2); beyond, that of 1 - x
    gamma   P(x) = x^a exp(-x) / Gamma(a + 1) * sum over n of x^n / (a + 1)_n, for x to a + 1; beyond
            1 - P(x) = a x^a exp(-x) / Gamma(a + 1) / (x + 1 - a - 1 (1 - a) / (x + 3 - a - 2 (2 - a) / (x + 5 - a - ...)))

Source: Abramowitz and Stegun 1964: 6.5.29, 6.5.31, 26.5.4; first guesses 26.4.17, 26.5.22. The fraction from its head as in Lentz 1976.
"""

from __future__ import annotations

import math

from sim.world import arithmetic, pairs
from sim.world.compiled import rule
from sim.world.luck import normal

ROUNDS = 200
"""Newton's method needs fewer than ten; this only bounds it."""
CLOSE = 1e-6
"""The last step of Newton's method in doubles, in relation to x and to the width of the belief; what is left is about its square."""
ENOUGH = 2.0**-45
"""What a series or fraction in doubles may leave out."""
PAIRED = 2.0**-30
"""Terms smaller than this, in relation to the sum, need no pair."""
LEAST = 2.0**-85
"""What a series in pairs may leave out."""
SMALL = 1e-280
"""Shares and quantiles below this are not set right in pairs."""
CRAMPED = 0.3
"""Where the cube root of a gamma over its mean is guessed smaller, the guess is bad."""


@rule
def beta_sum(a: float, b: float, x: float) -> float:
    """Sum over n of (a + b)_n / (a + 1)_n x^n."""
    term, total, n = 1.0, 1.0, 0.0
    while term > total * ENOUGH:
        term *= x * (a + b + n) / (a + 1.0 + n)
        total += term
        n += 1.0
    return total


@rule
def beta_sum_in_pairs(a: float, b: float, x: float) -> tuple[float, float]:
    """The same in pairs of doubles."""
    term, term_low, total, total_low, n = 1.0, 0.0, 1.0, 0.0, 0.0
    both, both_low = pairs.added(a, b)
    while term > total * PAIRED:
        top, top_low = pairs.added(both, n)
        bottom, bottom_low = pairs.added(a, n + 1.0)
        top, top_low = pairs.times(top, top_low + both_low, x, 0.0)
        top, top_low = pairs.over(top, top_low, bottom, bottom_low)
        term, term_low = pairs.times(term, term_low, top, top_low)
        total, total_low = pairs.plus(total, total_low, term, term_low)
        n += 1.0
    rest = 0.0
    while term > total * LEAST:
        term *= x * (a + b + n) / (a + 1.0 + n)
        rest += term
        n += 1.0
    return pairs.plus(total, total_low, rest, 0.0)


@rule
def beta_below(a: float, b: float, scale: float, x: float) -> tuple[float, float]:
    """Share of a beta below x, and its density times x; `scale` is log(a B(a, b))."""
    weight = arithmetic.exp(a * arithmetic.log(x) + b * arithmetic.log(1.0 - x) - scale)
    return weight * beta_sum(a, b, x), a * weight / (1.0 - x)


@rule
def beta_below_in_pairs(a: float, b: float, scale: float, scale_low: float, x: float) -> tuple[float, float]:
    """Share of a beta below x, as a pair."""
    one, one_low = pairs.log(x, 0.0)
    one, one_low = pairs.times(one, one_low, a, 0.0)
    beyond, beyond_low = pairs.added(1.0, -x)
    other, other_low = pairs.log(beyond, beyond_low)
    other, other_low = pairs.times(other, other_low, b, 0.0)
    one, one_low = pairs.plus(one, one_low, other, other_low)
    one, one_low = pairs.plus(one, one_low, -scale, -scale_low)
    weight, weight_low = pairs.exp(one, one_low)
    total, total_low = beta_sum_in_pairs(a, b, x)
    return pairs.times(weight, weight_low, total, total_low)


@rule
def beta_guess(a: float, b: float, scale: float, u: float) -> float:
    """A first guess: from the normal's quantile; or from the power of x that the share is far down."""
    if a < 1.0 or b < 1.0:
        return arithmetic.exp((arithmetic.log(u) + scale) / a)
    y = -normal(u)
    one, other = 1.0 / (2.0 * a - 1.0), 1.0 / (2.0 * b - 1.0)
    h, part = 2.0 / (one + other), (y * y - 3.0) / 6.0
    w = y * math.sqrt(max(0.0, h + part)) / h - (other - one) * (part + 5.0 / 6.0 - 2.0 / (3.0 * h))
    return a / (a + b * arithmetic.exp(min(600.0, 2.0 * w)))


@rule
def beta_part(a: float, b: float, scale: float, scale_low: float, u: float, u_low: float) -> tuple[float, float]:
    """Where a beta has the share u below, not much above its mean: a double, and what to add to it."""
    mean = (a + 1.0) / (a + b + 2.0)
    most = min(1.01 * mean, 0.5 * (1.0 + mean))
    x, aim = min(most, beta_guess(a, b, scale, u)), arithmetic.log(u)
    pace, step, close = 1.0, 1.0, CLOSE / math.sqrt(1.0 + a + b)
    for _ in range(ROUNDS):
        if x < SMALL or abs(step) < close:
            break
        share, pace = beta_below(a, b, scale, x)
        step = (aim - arithmetic.log(share)) * share / pace
        x = min(most, x * arithmetic.exp(step))
    if x < SMALL or u < SMALL:
        return x, 0.0
    share, share_low = beta_below_in_pairs(a, b, scale, scale_low, x)
    return x, x * ((u - share) + (u_low - share_low)) / pace


@rule
def beta_quantile(a: float, b: float, turn: float, scale: float, scale_low: float, other: float, other_low: float, u: float) -> float:
    """Quantile of beta(a, b) for 0 < u < 1: within 1 ulp for shapes of 0.01 to 1e6, where it is above 1e-280.

    `turn` is the share below (a + 1) / (a + b + 2); `scale` and `other` are log(a B(a, b)) and log(b B(a, b)).
    """
    if u < turn:
        x, more = beta_part(a, b, scale, scale_low, u, 0.0)
        return x + more
    above, above_low = pairs.added(1.0, -u)
    y, more = beta_part(b, a, other, other_low, above, above_low)
    x, low = pairs.added(1.0, -y)
    return x + (low - more)


@rule
def gamma_sum(a: float, x: float) -> float:
    """Sum over n of x^n / (a + 1)_n."""
    term, total, n = 1.0, 1.0, 1.0
    while term > total * ENOUGH:
        term *= x / (a + n)
        total += term
        n += 1.0
    return total


@rule
def gamma_sum_in_pairs(a: float, x: float) -> tuple[float, float]:
    """The same in pairs of doubles."""
    term, term_low, total, total_low, n = 1.0, 0.0, 1.0, 0.0, 1.0
    while term > total * PAIRED:
        bottom, bottom_low = pairs.added(a, n)
        top, top_low = pairs.over(x, 0.0, bottom, bottom_low)
        term, term_low = pairs.times(term, term_low, top, top_low)
        total, total_low = pairs.plus(total, total_low, term, term_low)
        n += 1.0
    rest = 0.0
    while term > total * LEAST:
        term *= x / (a + n)
        rest += term
        n += 1.0
    return pairs.plus(total, total_low, rest, 0.0)


@rule
def gamma_fraction(a: float, x: float) -> tuple[float, float]:
    """x + 1 - a - 1 (1 - a) / (x + 3 - a - ...), one over it, from its head; and how many terms that took."""
    b = x + 1.0 - a
    c, d, found, n = 1e300, 1.0 / b, 1.0 / b, 0.0
    change = 0.0
    while abs(change - 1.0) > ENOUGH:
        n += 1.0
        top = n * (a - n)
        b += 2.0
        d = 1.0 / (top * d + b)
        c = b + top / c
        change = c * d
        found *= change
    return found, n


@rule
def gamma_fraction_in_pairs(a: float, x: float, terms: float) -> tuple[float, float]:
    """The fraction in pairs of doubles, from its foot."""
    first, first_low = pairs.added(x, -a)
    found, found_low = pairs.plus(first, first_low, 2.0 * terms + 1.0, 0.0)
    n = terms
    while n > 0.0:
        top, top_low = pairs.added(a, -n)
        top, top_low = pairs.times(top, top_low, n, 0.0)
        top, top_low = pairs.over(top, top_low, found, found_low)
        found, found_low = pairs.plus(first, first_low, 2.0 * n - 1.0, 0.0)
        found, found_low = pairs.plus(found, found_low, top, top_low)
        n -= 1.0
    return found, found_low


@rule
def gamma_weight(a: float, scale: float, x: float) -> float:
    """x^a exp(-x) / Gamma(a + 1)."""
    return arithmetic.exp(a * arithmetic.log(x) - x - scale)


@rule
def gamma_weight_in_pairs(a: float, scale: float, scale_low: float, x: float) -> tuple[float, float]:
    """The same in pairs of doubles."""
    found, low = pairs.log(x, 0.0)
    found, low = pairs.times(found, low, a, 0.0)
    found, low = pairs.plus(found, low, -x, 0.0)
    found, low = pairs.plus(found, low, -scale, -scale_low)
    return pairs.exp(found, low)


@rule
def gamma_guess(a: float, scale: float, u: float, z: float) -> float:
    """A first guess: from the quantile z of the normal; or from the power of x that the share is far down."""
    root = 1.0 - 1.0 / (9.0 * a) + z / (3.0 * math.sqrt(a))
    if a < 1.0 or root < CRAMPED:
        return arithmetic.exp((arithmetic.log(u) + scale) / a)
    return a * root * root * root


@rule
def gamma_below(a: float, scale: float, scale_low: float, u: float) -> float:
    """Quantile not much above the mean."""
    x, aim = min(1.01 * (a + 1.0), gamma_guess(a, scale, u, normal(u))), arithmetic.log(u)
    weight, step, close = 1.0, 1.0, CLOSE / math.sqrt(1.0 + a)
    for _ in range(ROUNDS):
        if x < SMALL or abs(step) < close:
            break
        weight = gamma_weight(a, scale, x)
        share = weight * gamma_sum(a, x)
        step = (aim - arithmetic.log(share)) * share / (a * weight)
        x = min(1.01 * (a + 1.0), x * arithmetic.exp(step))
    if x < SMALL or u < SMALL:
        return x
    weight_high, weight_low = gamma_weight_in_pairs(a, scale, scale_low, x)
    total, total_low = gamma_sum_in_pairs(a, x)
    share, share_low = pairs.times(weight_high, weight_low, total, total_low)
    return x + x * ((u - share) - share_low) / (a * weight)


@rule
def gamma_above(a: float, scale: float, scale_low: float, u: float) -> float:
    """Quantile above the mean, by the share above it."""
    above, above_low = pairs.added(1.0, -u)
    x, aim = max(a + 1.0, gamma_guess(a, scale, u, -normal(above))), arithmetic.log(above)
    weight, step, terms, close = 1.0, x, 0.0, CLOSE / math.sqrt(1.0 + a)
    for _ in range(ROUNDS):
        if abs(step) < close * x:
            break
        weight = a * gamma_weight(a, scale, x)
        part, terms = gamma_fraction(a, x)
        step = (arithmetic.log(weight * part) - aim) * part * x
        x = max(0.99 * (a + 1.0), x + step)
    high, low = gamma_weight_in_pairs(a, scale, scale_low, x)
    high, low = pairs.times(high, low, a, 0.0)
    part, part_low = gamma_fraction_in_pairs(a, x, 3.0 * terms + 10.0)
    share, share_low = pairs.over(high, low, part, part_low)
    return x + x * ((share - above) + (share_low - above_low)) / weight


@rule
def gamma_quantile(a: float, turn: float, scale: float, scale_low: float, u: float) -> float:
    """Quantile of gamma(a) for 0 < u < 1: within 1 ulp for shapes of 0.01 to 1e6, where it is above 1e-280.

    `turn` is the share below a + 1; `scale` is log Gamma(a + 1).
    """
    if u < turn:
        return gamma_below(a, scale, scale_low, u)
    return gamma_above(a, scale, scale_low, u)
