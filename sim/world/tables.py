"""Tables of `arithmetic`, made at import from their definitions.

All of them come from decimal arithmetic of 60 digits, whose sums, products, exponentials and logarithms are correctly rounded by its specification
(Cowlishaw 2009) and so are the same on every system, or from fractions. No number here is copied from anywhere, and none can be misprinted.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from fractions import Fraction
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Words = npt.NDArray[np.int64]

DIGITS: Final = 60
PARTS: Final = 128
"""In so many parts a power of 2 is cut."""
LOWEST: Final = 0.6875
"""Logarithms are looked up for numbers from here to twice this."""
ERFC_FIRST: Final = 0.25
ERFC_PARTS: Final = 16
"""In so many parts each octave of the complementary error function is cut, from `ERFC_FIRST` on."""
ERFC_OCTAVES: Final = 7
ERFC_TERMS: Final = 13


def exactly() -> Context:
    """The context of all tables, whatever the context of the program is."""
    return Context(DIGITS, ROUND_HALF_EVEN, -999_999, 999_999, 1, 0, [], [InvalidOperation, DivisionByZero, Overflow])


def rounded(number: Decimal, step: int) -> float:
    """A number rounded to a multiple of 2^-step."""
    return int((number * 2**step).to_integral_value()) / 2**step


def parts_of_2() -> tuple[Numbers, Numbers]:
    """2^(i/128), and what its rounding leaves, in relation to it."""
    exact = [(Decimal(2).ln() * i / PARTS).exp() for i in range(PARTS)]
    heads = [float(one) for one in exact]
    return np.array(heads), np.array([float(one / Decimal(head) - 1) for one, head in zip(exact, heads, strict=True)])


def logarithms() -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Middles c of 128 parts of [LOWEST, 2 LOWEST), 1/c, and log c as a multiple of 2^-42 and the rest."""
    first = np.float64(LOWEST).view(np.int64)
    middles = [float(np.int64(first + (2 * i + 1) * 2**44).view(np.float64)) for i in range(PARTS)]
    exact = [Decimal(c).ln() for c in middles]
    heads = [rounded(one, 42) for one in exact]
    rests = [float(one - Decimal(head)) for one, head in zip(exact, heads, strict=True)]
    return np.array(middles), np.array([float(1 / Decimal(c)) for c in middles]), np.array(heads), np.array(rests)


@cache
def pi() -> Decimal:
    """By Machin's formula of 1706."""
    unit = 10 ** (DIGITS + 10)

    def arctan(n: int) -> int:
        total, term, k = 0, unit // n, 0
        while term:
            total += (-1) ** k * term // (2 * k + 1)
            term, k = term // (n * n), k + 1
        return total

    return Decimal(16 * arctan(5) - 4 * arctan(239)) / unit


def scaled_erfc(x: Decimal) -> Decimal:
    """erfc(x) exp(x^2): by the series of erf below 2, by the continued fraction of Laplace (1805) from there on."""
    if x < 2:
        term, total, n = x, x, 1
        while term > Decimal(10) ** -DIGITS:
            term *= 2 * x * x / (2 * n + 1)
            total, n = total + term, n + 1
        return (x * x).exp() - 2 * total / pi().sqrt()
    found = x
    for n in range(60 + int(1200 / (x * x)), 0, -1):
        found = x + Decimal(n) / 2 / found
    return 1 / (found * pi().sqrt())


def erfc_rows() -> Numbers:
    """For each part: g(c) = erfc(c) exp(c^2) at its middle c, to at most 27 digits; then g(c + d) / g(c) - 1 as a series in d.

    The series follows from g' = 2 x g - 2 / sqrt(pi).
    """
    rows = []
    slope = 2 / pi().sqrt()
    for n in range(ERFC_PARTS * ERFC_OCTAVES):
        octave, part = divmod(n, ERFC_PARTS)
        c = Decimal(ERFC_FIRST) * 2**octave * (1 + Decimal(2 * part + 1) / (2 * ERFC_PARTS))
        terms = [scaled_erfc(c)]
        terms.append(2 * c * terms[0] - slope)
        for k in range(2, ERFC_TERMS):
            terms.append(2 * (c * terms[k - 1] + terms[k - 2]) / k)
        head = rounded(terms[0], 25 + octave)
        rows.append([head, *(float(term / Decimal(head) - (k == 0)) for k, term in enumerate(terms))])
    return np.array(rows)


def erf_series() -> list[float]:
    """The series of erf(x) - x in odd powers: that of erf is 2 / sqrt(pi) (-1)^n / (n! (2n + 1))."""
    found, factor = [], 2 / pi().sqrt()
    for n in range(12):
        found.append(float(factor / (2 * n + 1) - (n == 0)))
        factor /= -(n + 1)
    return found


def tanh_series() -> list[float]:
    """The series of tanh in odd powers, from the third on, by tanh' = 1 - tanh^2."""
    found: list[Fraction] = [Fraction(1)]
    for n in range(1, 11):
        found.append(-sum((found[i] * found[n - 1 - i] for i in range(n)), Fraction(0)) / (2 * n + 1))
    return [float(one) for one in found[1:]]


with localcontext(exactly()):
    POWERS, POWERS_REST = parts_of_2()
    POWER_BITS: Final[Words] = POWERS.view(np.int64)
    MIDDLES, INVERSES, LOGS, LOGS_REST = logarithms()
    ERFC: Final[Numbers] = erfc_rows()
    ERF: Final = tuple(erf_series())
    TANH: Final = tuple(tanh_series())
    STEPS_A_UNIT: Final = float(PARTS / Decimal(2).ln())
    STEP: Final = rounded(Decimal(2).ln() / PARTS, 43)
    STEP_REST: Final = float(Decimal(2).ln() / PARTS - Decimal(STEP))
    LOG2: Final = rounded(Decimal(2).ln(), 42)
    LOG2_REST: Final = float(Decimal(2).ln() - Decimal(LOG2))
