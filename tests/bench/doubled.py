"""An oracle by pairs of doubles, compiled: some 95 binary digits, ten thousand times as fast as arbitrary precision.

It shares nothing with `sim/world/arithmetic.py` and `quantiles.py`: long series of small arguments and squaring, no tables, constants from mpmath. How
far it can be trusted is measured where it is used: against 50 digits of mpmath.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import mpmath
import numba
import numpy as np

compiled: Callable[[Any], Any] = numba.njit(error_model="numpy", nogil=True)
mpmath.mp.dps = 50


def pair(number: Any) -> tuple[float, float]:
    """A number of mpmath as a pair."""
    high = float(number)
    return high, float(number - mpmath.mpf(high))


LOG2 = pair(mpmath.log(2))
ROOT_OF_PI = pair(mpmath.sqrt(mpmath.pi))
FACTORIALS = np.array([pair(1 / mpmath.factorial(n)) for n in range(13)])
FRACTION = 160
"""Terms of the continued fraction of erfc: at 3 they give 46 digits."""


@compiled
def add(a, al, b, bl):
    total = a + b
    part = total - a
    low = (a - (total - part)) + (b - part) + al + bl
    high = total + low
    return high, low - (high - total)


@compiled
def product(a, b):
    total = a * b
    c = 134217729.0 * a
    one = c - (c - a)
    c = 134217729.0 * b
    other = c - (c - b)
    return total, ((one * other - total) + one * (b - other) + (a - one) * other) + (a - one) * (b - other)


@compiled
def mul(a, al, b, bl):
    total, low = product(a, b)
    low += a * bl + al * b
    high = total + low
    return high, low - (high - total)


@compiled
def div(a, al, b, bl):
    found = a / b
    high, low = product(found, b)
    rest = ((a - high) - low + al - found * bl) / b
    total = found + rest
    return total, rest - (total - found)


@compiled
def exp_less_1(x, xl):
    """exp(x) - 1 for |x| < 0.4: its series at x / 256, then (1 + p)^2 - 1 = 2 p + p^2 eight times."""
    x, xl = x / 256.0, xl / 256.0
    p, pl = FACTORIALS[11, 0], FACTORIALS[11, 1]
    for n in range(10, 0, -1):
        p, pl = mul(p, pl, x, xl)
        p, pl = add(p, pl, FACTORIALS[n, 0], FACTORIALS[n, 1])
    p, pl = mul(p, pl, x, xl)
    for _ in range(8):
        s, sl = mul(p, pl, p, pl)
        p, pl = add(2.0 * p, 2.0 * pl, s, sl)
    return p, pl


@compiled
def exp(x, xl, up=0):
    """Exponential function, times 2^up, so that a small one keeps its second part."""
    k = math.floor(x / LOG2[0] + 0.5)
    a, al = mul(LOG2[0], LOG2[1], -k, 0.0)
    x, xl = add(x, xl, a, al)
    p, pl = exp_less_1(x, xl)
    p, pl = add(1.0, 0.0, p, pl)
    return math.ldexp(p, int(k) + up), math.ldexp(pl, int(k) + up)


@compiled
def log(x, xl):
    """One step of Newton's from what the machine says."""
    first = math.log(x)
    e, el = exp(-first, 0.0)
    m, ml = mul(x, xl, e, el)
    d = (m - 1.0) + ml
    return add(first, 0.0, d - d * d * (0.5 - d / 3.0), 0.0)


@compiled
def tanh(x):
    if abs(x) < 0.15:
        p, pl = exp_less_1(2.0 * x, 0.0)
        q, ql = add(p, pl, 2.0, 0.0)
        return div(p, pl, q, ql)
    e, el = exp(2.0 * x, 0.0)
    p, pl = add(e, el, -1.0, 0.0)
    q, ql = add(e, el, 1.0, 0.0)
    return div(p, pl, q, ql)


@compiled
def erfc(x, up=0):
    """By the series of erf without signs below 3, by the continued fraction, times 2^up, beyond."""
    size = abs(x)
    s, sl = product(size, size)
    e, el = exp(-s, -sl, up)
    e, el = div(e, el, ROOT_OF_PI[0], ROOT_OF_PI[1])
    if size < 3.0:
        term, terml, total, totall, n = size, 0.0, size, 0.0, 1.0
        while term > 1e-34 * total:
            term, terml = mul(term, terml, 2.0 * s, 2.0 * sl)
            term, terml = div(term, terml, 2.0 * n + 1.0, 0.0)
            total, totall = add(total, totall, term, terml)
            n += 1.0
        total, totall = mul(total, totall, 2.0 * e, 2.0 * el)
        return add(1.0, 0.0, -total if x > 0.0 else total, -totall if x > 0.0 else totall)
    f, fl = size, 0.0
    for n in range(FRACTION, 0, -1):
        f, fl = div(0.5 * n, 0.0, f, fl)
        f, fl = add(size, 0.0, f, fl)
    e, el = div(e, el, f, fl)
    return (e, el) if x > 0.0 else add(2.0, 0.0, -e, -el)


@compiled
def beta_below(a, b, scale, scalel, x, xl):
    """Share of a beta below x, and its density times x; `scale` is log(a B(a, b))."""
    one, onel = log(x, xl)
    one, onel = mul(one, onel, a, 0.0)
    y, yl = add(1.0, 0.0, -x, -xl)
    other, otherl = log(y, yl)
    other, otherl = mul(other, otherl, b, 0.0)
    one, onel = add(one, onel, other, otherl)
    one, onel = add(one, onel, -scale, -scalel)
    w, wl = exp(one, onel)
    term, terml, total, totall, n = 1.0, 0.0, 1.0, 0.0, 0.0
    both, bothl = add(a, 0.0, b, 0.0)
    while term > 1e-31 * total:
        top, topl = add(both, bothl, n, 0.0)
        bottom, bottoml = add(a, 0.0, n + 1.0, 0.0)
        term, terml = mul(term, terml, x, xl)
        term, terml = mul(term, terml, top, topl)
        term, terml = div(term, terml, bottom, bottoml)
        total, totall = add(total, totall, term, terml)
        n += 1.0
    pace = a * w / y
    w, wl = mul(w, wl, total, totall)
    return w, wl, pace


@compiled
def gamma_below(a, scale, scalel, x):
    """Share of a gamma below x, and its density times x; `scale` is log Gamma(a + 1)."""
    one, onel = log(x, 0.0)
    one, onel = mul(one, onel, a, 0.0)
    one, onel = add(one, onel, -x, 0.0)
    one, onel = add(one, onel, -scale, -scalel)
    w, wl = exp(one, onel)
    term, terml, total, totall, n = 1.0, 0.0, 1.0, 0.0, 1.0
    while term > 1e-31 * total:
        bottom, bottoml = add(a, 0.0, n, 0.0)
        term, terml = mul(term, terml, x, 0.0)
        term, terml = div(term, terml, bottom, bottoml)
        total, totall = add(total, totall, term, terml)
        n += 1.0
    pace = a * w
    w, wl = mul(w, wl, total, totall)
    return w, wl, pace
