"""`exp`, `log`, `tanh` and `erfc` in the rules' own small Python: the same bits on every system.

The mathematical library of a system rounds these as it likes, and its next version may round otherwise, so that a world lived with it is another
world elsewhere. Here each is additions, multiplications and divisions of doubles, which IEEE 754 defines to the last bit, comparisons, whole
numbers and tables (`tables`). Nothing is contracted: a product and a sum are two roundings, with or without a fused instruction in the processor.

All are within 1 ulp (a unit in the last place) of the exact value; `python -m tests.bench.arithmetic` counts how far, over ten million arguments
each. The method of `exp` and `log` (look up the nearest of 128, then a short series of what is left) is Tang's (1989, 1990); powers of 2 made of bits
and the order of sums are as in Nagy's (2018). `erfc` looks up erfc(x) exp(x^2), which Cody (1969) approximates, and keeps the square exactly
(Dekker 1971).
"""

from __future__ import annotations

import numpy as np

from sim.world.compiled import rule
from sim.world.tables import (
    ERF,
    ERFC,
    ERFC_FIRST,
    INVERSES,
    LOG2,
    LOG2_REST,
    LOGS,
    LOGS_REST,
    LOWEST,
    MIDDLES,
    PARTS,
    POWER_BITS,
    POWERS_REST,
    STEP,
    STEP_REST,
    STEPS_A_UNIT,
    TANH,
)

_E0, _E1, _E2, _E3, _E4, _E5, _E6, _E7, _E8, _E9, _E10, _E11 = ERF
_T1, _T2, _T3, _T4, _T5, _T6, _T7, _T8, _T9, _T10 = TANH
SHIFT = 1.5 * 2.0**52
"""Added to a number and taken off again, it leaves the nearest whole one."""
LAST = PARTS - 1
MANTISSA = 52
"""Digits of a number after its point."""
SEVEN = MANTISSA - 7
"""Digits after the first seven of those."""


def _bits(x: float) -> int:
    return int(np.float64(x).view(np.int64))


SHIFT_BITS, ONE_BITS = _bits(SHIFT), _bits(1.0)
_LEAST_BITS, _INFINITE_BITS = _bits(2.0**-1022), _bits(np.inf)
_LOWEST_BITS, _FIRST_BITS = _bits(LOWEST), _bits(ERFC_FIRST)
_ROW = MANTISSA - 4
"""Digits after the first four, which with the exponent number the rows of `ERFC`."""
_HALF_A_ROW = 2 ** (_ROW - 1)
_UPPER_HALF = -(2**27)
_THIRD, _FIFTH, _SIXTH, _SEVENTH, _NINTH, _TENTH, _ELEVENTH, _TWELFTH = 1 / 3, 1 / 5, 1 / 6, 1 / 7, 1 / 9, 1 / 10, 1 / 11, 1 / 12
_24TH, _120TH = 1 / 24, 1 / 120
_SPLIT, _UP, _DOWN, _TINY = 2.0**27, 2.0**52, 2.0**-128, 2.0**-30


@rule
def bits_of(x: float) -> int:
    """The 64 bits of a number, as a whole number."""
    return int(np.float64(x).view(np.int64))


@rule
def of_bits(bits: int) -> float:
    """The number that has these bits."""
    return np.int64(bits).view(np.float64)


@rule
def _rest_of_exp(r: float) -> float:
    """exp(r) - 1 for |r| <= log(2) / 256."""
    square = r * r
    return r + square * (0.5 + r * _SIXTH) + square * square * (_24TH + r * _120TH)


@rule
def _far_exp(x: float) -> float:
    """`exp` where it, or what it is put together of, is none of the normal numbers."""
    if x != x:
        return x
    if x > 709.8:
        return np.inf
    if x < -745.2:
        return 0.0
    shifted = x * STEPS_A_UNIT + SHIFT
    k = bits_of(shifted) - SHIFT_BITS
    steps = shifted - SHIFT
    i = k & LAST
    more = POWERS_REST[i] + _rest_of_exp(x - steps * STEP - steps * STEP_REST)
    half = k // (2 * PARTS)  # of the power of 2, which as a whole may be too large or too small for a number
    power = of_bits(POWER_BITS[i] + (((k - i) // PARTS - half) << MANTISSA))
    return (power + power * more) * of_bits(ONE_BITS + (half << MANTISSA))


@rule
def exp(x: float) -> float:
    """Exponential function: within 0.52 ulp (0.5123 seen); within 0.8 where the result is subnormal. 0 below -745.14, infinite above 709.79."""
    if not -690.0 < x < 709.0:
        return _far_exp(x)
    shifted = x * STEPS_A_UNIT + SHIFT
    k = bits_of(shifted) - SHIFT_BITS
    steps = shifted - SHIFT
    i = k & LAST
    more = POWERS_REST[i] + _rest_of_exp(x - steps * STEP - steps * STEP_REST)
    power = of_bits(POWER_BITS[i] + ((k - i) << SEVEN))
    return power + power * more


@rule
def _far_log(x: float) -> float:
    """`log` of what is no normal number above 0."""
    if x == 0.0:
        return -np.inf
    if x > 0.0 and x < np.inf:
        return log_of_bits(bits_of(x * _UP) - (52 << MANTISSA))
    return x if x > 0.0 else np.nan


@rule
def log_of_bits(bits: int) -> float:
    """Logarithm of a number by its bits, which for a subnormal one may go on below 0; not near 1."""
    over = bits - _LOWEST_BITS
    i = (over >> SEVEN) & LAST
    k = over >> MANTISSA
    r = (of_bits(bits - (k << MANTISSA)) - MIDDLES[i]) * INVERSES[i]
    square = r * r
    large = k * LOG2 + LOGS[i]
    high = large + r
    low = large - high + r + (k * LOG2_REST + LOGS_REST[i])
    return low + square * -0.5 + r * square * (_THIRD + r * -0.25 + square * (_FIFTH + r * -_SIXTH + square * _SEVENTH)) + high


@rule
def _log_near_1(r: float) -> float:
    """log(1 + r) for |r| <= 1/32: its own series, the square kept exactly."""
    square = r * r
    many = r * _SPLIT
    upper = r + many - many
    half = upper * upper * 0.5
    high = r - half
    low = r - high - half - 0.5 * (r - upper) * (upper + r)
    early = _THIRD + r * -0.25 + square * (_FIFTH + r * -_SIXTH)
    late = _SEVENTH + r * -0.125 + square * (_NINTH + r * -_TENTH + square * (_ELEVENTH + r * -_TWELFTH))
    return r * square * (early + square * square * late) + low + high


@rule
def log(x: float) -> float:
    """Natural logarithm: within 0.8 ulp (0.5600 seen). -infinity at 0, NaN below."""
    r = x - 1.0
    if -0.03125 < r < 0.03125:
        return _log_near_1(r)
    bits = bits_of(x)
    if bits < _LEAST_BITS or bits >= _INFINITE_BITS:
        return _far_log(x)
    return log_of_bits(bits)


@rule
def parted(x: float) -> float:
    """The upper 26 digits of a number, so that products of two such are exact."""
    return of_bits(bits_of(x) & _UPPER_HALF)


@rule
def _small_tanh(x: float) -> float:
    """tanh for |x| <= 1/4: its series."""
    if abs(x) < _TINY:
        return x
    s = x * x
    q = s * s
    low = (_T1 + s * _T2) + q * (_T3 + s * _T4)
    high = (_T5 + s * _T6) + q * (_T7 + s * _T8) + q * q * (_T9 + s * _T10)
    return x + x * (s * (low + q * q * high))


@rule
def tanh(x: float) -> float:
    """Hyperbolic tangent: within 0.9 ulp (0.5840 seen). 1 from 22 on.

    (e - 1) / (e + 1), e = exp(2 |x|): what the sums and the quotient leave is found and added.
    """
    size = abs(x)
    if size < 0.25:
        return _small_tanh(x)
    if not size < 22.0:
        return x if x != x else (1.0 if x > 0.0 else -1.0)
    shifted = 2.0 * size * STEPS_A_UNIT + SHIFT
    k = bits_of(shifted) - SHIFT_BITS
    steps = shifted - SHIFT
    i = k & LAST
    power = of_bits(POWER_BITS[i] + ((k - i) << SEVEN))
    more = power * (POWERS_REST[i] + _rest_of_exp(2.0 * size - steps * STEP - steps * STEP_REST))
    less, plus = power - 1.0, power + 1.0
    top, bottom = less + more, plus + more
    top_rest, bottom_rest = (power - less - 1.0) + (less - top + more), (power - plus + 1.0) + (plus - bottom + more)
    found = top / bottom
    one, other = parted(found), parted(bottom)
    left = top - one * other - one * (bottom - other) - (found - one) * bottom
    found += (left + top_rest - found * bottom_rest) / bottom
    return found if x > 0.0 else -found


@rule
def _small_erfc(x: float) -> float:
    """erfc for |x| <= 1/2: 1 less the series of erf, x itself kept apart."""
    s = x * x
    q = s * s
    low = (_E1 + s * _E2) + q * (_E3 + s * _E4)
    high = (_E5 + s * _E6) + q * (_E7 + s * _E8) + q * q * ((_E9 + s * _E10) + q * _E11)
    return 1.0 - (x + (x * _E0 + x * (s * (low + q * q * high))))


@rule
def _large_erfc(x: float) -> float:
    """erfc(x) for 1/4 <= x < 27.3: exp(-x^2) by the table of `exp`, times erfc(x) exp(x^2) by its own."""
    bits = bits_of(x)
    row = (bits - _FIRST_BITS) >> _ROW
    d = x - of_bits(_FIRST_BITS + (row << _ROW) + _HALF_A_ROW)
    s = d * d
    q = s * s
    late = (ERFC[row, 6] + d * ERFC[row, 7]) + s * (ERFC[row, 8] + d * ERFC[row, 9]) + q * (ERFC[row, 10] + d * ERFC[row, 11] + s * ERFC[row, 12])
    more = d * ERFC[row, 2] + (ERFC[row, 1] + s * (ERFC[row, 3] + d * ERFC[row, 4] + s * (ERFC[row, 5] + d * late)))
    upper = of_bits(bits & _UPPER_HALF)
    squared = upper * upper
    shifted = SHIFT - squared * STEPS_A_UNIT
    k = bits_of(shifted) - SHIFT_BITS
    steps = shifted - SHIFT
    r = -squared - steps * STEP - steps * STEP_REST - (x - upper) * (x + upper)
    i = k & LAST
    rest = POWERS_REST[i] + _rest_of_exp(r)
    above = 0 if x < 25.0 else 128  # powers of 2 that are taken off at the end
    power = of_bits(POWER_BITS[i] + ((k - i) << SEVEN) + (above << MANTISSA))
    upper = of_bits(bits_of(power) & _UPPER_HALF)
    product = upper * ERFC[row, 0]
    left = (power - upper) * ERFC[row, 0]
    found = product + (left + (product + left) * (more + rest + more * rest))
    return found if above == 0 else found * _DOWN


@rule
def erfc(x: float) -> float:
    """Complementary error function: within 0.85 ulp (0.7963 seen). 0 above 27.23, 2 below -5.87."""
    if x < 0.25:
        if x > -0.5:
            return _small_erfc(x)
        return 2.0 - _large_erfc(-x) if x > -6.0 else 2.0
    if x < 27.25:
        return _large_erfc(x)
    return 0.0 if x == x else x
