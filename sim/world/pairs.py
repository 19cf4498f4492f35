"""Numbers as the sum of two doubles, a large one and what its rounding left: some 80 binary digits of `exp` and `log`, 100 of sums and products.

Source: Dekker 1971 (products), Knuth 1969 (sums). Like all of `arithmetic`, nothing here is contracted or left to a library.
"""

from __future__ import annotations

from sim.world import arithmetic
from sim.world.arithmetic import LAST, ONE_BITS, SEVEN, SHIFT, SHIFT_BITS, bits_of, of_bits, parted
from sim.world.compiled import rule
from sim.world.tables import POWERS, POWERS_REST, STEP, STEP_REST, STEPS_A_UNIT

_C3, _C4, _C5, _C6, _C7, _C8 = 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040, 1 / 40320


@rule
def added(a: float, b: float) -> tuple[float, float]:
    """a + b, exactly."""
    total = a + b
    of_b = total - a
    return total, (a - (total - of_b)) + (b - of_b)


@rule
def multiplied(a: float, b: float) -> tuple[float, float]:
    """a b, to the last of 106 digits."""
    total = a * b
    one, other = parted(a), parted(b)
    a_rest, b_rest = a - one, b - other
    return total, ((one * other - total) + one * b_rest + a_rest * other) + a_rest * b_rest


@rule
def settled(high: float, low: float) -> tuple[float, float]:
    """A pair whose second is but the rounding of their sum; |high| >= |low|."""
    total = high + low
    return total, low - (total - high)


@rule
def plus(a: float, a_low: float, b: float, b_low: float) -> tuple[float, float]:
    """The sum of two pairs."""
    high, low = added(a, b)
    return settled(high, low + (a_low + b_low))


@rule
def times(a: float, a_low: float, b: float, b_low: float) -> tuple[float, float]:
    """The product of two pairs."""
    high, low = multiplied(a, b)
    return settled(high, low + (a * b_low + a_low * b))


@rule
def over(a: float, a_low: float, b: float, b_low: float) -> tuple[float, float]:
    """The quotient of two pairs."""
    found = a / b
    high, low = multiplied(found, b)
    return settled(found, ((a - high) - low + a_low - found * b_low) / b)


@rule
def exp(x: float, x_low: float) -> tuple[float, float]:
    """Exponential function of a pair, to 2^-78 in relation to it; |x| < 700."""
    shifted = x * STEPS_A_UNIT + SHIFT
    k = bits_of(shifted) - SHIFT_BITS
    steps = shifted - SHIFT
    i = k & LAST
    taken, taken_low = multiplied(steps, STEP_REST)
    r, r_low = added(x - steps * STEP, -taken)
    r_low += x_low - taken_low
    square, square_low = multiplied(r, r)
    late = r * square * (_C3 + r * _C4 + square * (_C5 + r * _C6 + square * (_C7 + r * _C8)))
    high, low = added(r, 0.5 * square)
    more, more_low = added(high, late)
    more_low += low + r_low + 0.5 * square_low + r * r_low
    power = POWERS[i]
    high, low = times(power, power * POWERS_REST[i], more, more_low)
    high, low = plus(power, power * POWERS_REST[i], high, low)
    scale = of_bits(((k - i) << SEVEN) + ONE_BITS)
    return high * scale, low * scale


@rule
def log(x: float, x_low: float) -> tuple[float, float]:
    """Natural logarithm of a pair, to 2^-78 in absolute terms; 1e-300 < x < 1e300. One step of Newton's from `arithmetic.log`."""
    first = arithmetic.log(x)
    back, back_low = exp(-first, 0.0)
    product, product_low = times(x, x_low, back, back_low)
    left = (product - 1.0) + product_low
    return added(first, left - 0.5 * left * left)
