"""Functions and ranges that `arithmetic` measures, each with its oracle, its judge and what its time is compared with."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import mpmath
import numpy as np

from sim.pack import list_packs, load_pack, prior_of
from sim.world import arithmetic
from sim.world.priors import beta_known, gamma_known
from sim.world.quantiles import beta_quantile, gamma_quantile
from tests.bench import doubled

Draw = Callable[[np.random.Generator, int], tuple[Any, ...]]


def unit_of(exact: Any) -> Any:
    """The unit in the last place of an exact number."""
    _, exponent = mpmath.frexp(abs(exact))
    return mpmath.ldexp(1, max(int(exponent) - 53, -1074))


@dataclass(frozen=True)
class Case:
    """A function over one range.

    `compiled` makes a loop that writes errors; `exact_error` is mpmath's; `timed` makes two loops, ours and the other's.
    """

    name: str
    range: str
    draw: Draw
    compiled: Callable[[Any], Callable[..., None]]
    exact_error: Callable[..., float]
    timed: Callable[[], tuple[Callable[..., Any], Callable[..., Any]]]
    sample: int
    many: int


_exp, _log, _tanh, _erfc = doubled.exp, doubled.log, doubled.tanh, doubled.erfc
_beta, _gamma, _add = doubled.beta_below, doubled.gamma_below, doubled.add
ORACLES: dict[str, Any] = {
    "exp": doubled.compiled(lambda x, up: _exp(x, 0.0, up)), "log": doubled.compiled(lambda x, _up: _log(x, 0.0)),
    "tanh": doubled.compiled(lambda x, _up: _tanh(x)), "erfc": doubled.compiled(lambda x, up: _erfc(x, up)),
}  # fmt: skip
"""Value of x times 2^up, as a pair."""
LIBRARY: dict[str, Any] = {
    "exp": doubled.compiled(lambda x: math.exp(x)), "log": doubled.compiled(lambda x: math.log(x)),
    "tanh": doubled.compiled(lambda x: math.tanh(x)), "erfc": doubled.compiled(lambda x: math.erfc(x)),
}  # fmt: skip
SMALL, UP = 2.0**-800, 200


def uniform(low: float, high: float) -> Draw:
    """Arguments evenly over a range."""
    return lambda luck, count: (luck.uniform(low, high, count),)


def by_size(low: float, high: float) -> Draw:
    """Arguments of every size alike."""
    return lambda luck, count: (10.0 ** luck.uniform(low, high, count),)


def looped(function: Any) -> Callable[..., Any]:
    """A compiled loop of one function, which it inlines."""
    @doubled.compiled
    def loop(xs):  # type: ignore[no-untyped-def]
        total = 0.0
        for n in range(xs.shape[0]):
            total += function(xs[n])
        return total

    return loop  # type: ignore[no-any-return]


def elementary(name: str, label: str, draw: Draw) -> Case:
    """One of the four functions over one range."""
    ours, oracle, exact = getattr(arithmetic, name), ORACLES[name], getattr(mpmath, name)
    with_up = name in ("exp", "erfc")

    def compiled(unit: Any) -> Callable[..., None]:
        @doubled.compiled
        def errors(xs, found):  # type: ignore[no-untyped-def]
            for n in range(xs.shape[0]):
                got, up = ours(xs[n]), 0
                if with_up and abs(got) < SMALL:
                    got, up = math.ldexp(got, UP), UP
                high, low = oracle(xs[n], up)
                found[n] = ((got - high) - low) / unit(high, low)

        return errors  # type: ignore[no-any-return]

    def exact_error(x: float) -> float:
        value = exact(mpmath.mpf(x))
        return float((mpmath.mpf(float(ours(x))) - value) / unit_of(value))

    return Case(name, label, draw, compiled, exact_error, lambda: (looped(ours), looped(LIBRARY[name])), 25_000, 1_000_000)


@cache
def believed(kind: str) -> tuple[tuple[float, ...], ...]:
    """The numbers of all beta or dirichlet priors of the shipped packs."""
    found = set()
    for pack in list_packs():
        country = load_pack(pack)
        values = [*country.parameters.values(), *(value for faction in country.factions for value in faction.traits.values())]
        found |= {prior.numbers for prior in map(prior_of, values) if prior.kind == kind}
    return tuple(sorted(found))


def of_priors(kind: str, known: Callable[..., tuple[float, ...]], oracle: Callable[..., tuple[float, float]]) -> Draw:
    """Luck, evenly over the priors: what the quantile wants to know of each, what the oracle does, and the number of luck."""
    rows = np.array([(*known(*numbers), *oracle(*numbers)) for numbers in believed(kind)])

    def draw(luck: np.random.Generator, count: int) -> tuple[Any, ...]:
        u = (luck.integers(0, 2**52, count) + 0.5) * 2.0**-52
        return (*(np.ascontiguousarray(column) for column in rows[np.arange(count) % len(rows)].T), u)

    return draw


def log_beta_times(a: float, b: float) -> tuple[float, float]:
    """log(a B(a, b)) as a pair, by mpmath."""
    a, b = mpmath.mpf(a), mpmath.mpf(b)
    return doubled.pair(mpmath.log(a) + mpmath.loggamma(a) + mpmath.loggamma(b) - mpmath.loggamma(a + b))


def beta_case() -> Case:
    """Quantiles of the betas of the packs."""
    def compiled(unit: Any) -> Callable[..., None]:
        @doubled.compiled
        def errors(a, b, turn, s, sl, o, ol, e, el, f, fl, us, found):  # type: ignore[no-untyped-def]
            for n in range(us.shape[0]):
                u = us[n]
                x = beta_quantile(a[n], b[n], turn[n], s[n], sl[n], o[n], ol[n], u)
                if x < (a[n] + 1.0) / (a[n] + b[n] + 2.0):
                    share, low, pace = _beta(a[n], b[n], e[n], el[n], x, 0.0)
                    found[n] = ((share - u) + low) * x / pace / unit(x, 0.0)
                else:
                    y, yl = _add(1.0, 0.0, -x, 0.0)
                    above, abovel = _add(1.0, 0.0, -u, 0.0)
                    share, low, pace = _beta(b[n], a[n], f[n], fl[n], y, yl)
                    found[n] = ((above - share) + (abovel - low)) * y / pace / unit(x, 0.0)

        return errors  # type: ignore[no-any-return]

    def exact_error(*given: float) -> float:
        a, b, u = (mpmath.mpf(given[n]) for n in (0, 1, -1))
        x = mpmath.mpf(float(beta_quantile(*given[:7], given[-1])))
        density = x ** (a - 1) * (1 - x) ** (b - 1) / mpmath.beta(a, b)
        if u < 0.5:
            left = mpmath.betainc(a, b, 0, x, regularized=True) - u
        else:
            left = 1 - u - mpmath.betainc(b, a, 0, 1 - x, regularized=True)
        return float(left / density / unit_of(x))

    def timed() -> tuple[Callable[..., Any], Callable[..., Any]]:
        from scipy.special import betaincinv

        @doubled.compiled
        def ours(a, b, turn, s, sl, o, ol, _e, _el, _f, _fl, us):  # type: ignore[no-untyped-def]
            total = 0.0
            for n in range(us.shape[0]):
                total += beta_quantile(a[n], b[n], turn[n], s[n], sl[n], o[n], ol[n], us[n])
            return total

        return ours, lambda *given: betaincinv(given[0], given[1], given[-1])

    draw = of_priors("beta", beta_known, lambda a, b: (*log_beta_times(a, b), *log_beta_times(b, a)))  # type: ignore[arg-type]
    return Case("beta", f"{len(believed('beta'))} priors of packs", draw, compiled, exact_error, timed, 2_000, 20_000)


def gamma_case() -> Case:
    """Quantiles of the gammas behind the dirichlet priors of the packs."""
    def compiled(unit: Any) -> Callable[..., None]:
        @doubled.compiled
        def errors(a, turn, s, sl, e, el, us, found):  # type: ignore[no-untyped-def]
            for n in range(us.shape[0]):
                x = gamma_quantile(a[n], turn[n], s[n], sl[n], us[n])
                share, low, pace = _gamma(a[n], e[n], el[n], x)
                found[n] = ((share - us[n]) + low) * x / pace / unit(x, 0.0)

        return errors  # type: ignore[no-any-return]

    def exact_error(*given: float) -> float:
        a, u = mpmath.mpf(given[0]), mpmath.mpf(given[-1])
        x = mpmath.mpf(float(gamma_quantile(*given[:4], given[-1])))
        density = x ** (a - 1) * mpmath.exp(-x) / mpmath.gamma(a)
        if u < 0.5:
            left = mpmath.gammainc(a, 0, x, regularized=True) - u
        else:
            left = 1 - u - mpmath.gammainc(a, x, mpmath.inf, regularized=True)
        return float(left / density / unit_of(x))

    def timed() -> tuple[Callable[..., Any], Callable[..., Any]]:
        from scipy.special import gammaincinv

        @doubled.compiled
        def ours(a, turn, s, sl, _e, _el, us):  # type: ignore[no-untyped-def]
            total = 0.0
            for n in range(us.shape[0]):
                total += gamma_quantile(a[n], turn[n], s[n], sl[n], us[n])
            return total

        return ours, lambda *given: gammaincinv(given[0], given[-1])

    draw = of_priors("dirichlet", gamma_known, lambda a: doubled.pair(mpmath.loggamma(mpmath.mpf(a) + 1)))
    return Case("gamma", f"{len(believed('dirichlet'))} priors of packs", draw, compiled, exact_error, timed, 2_000, 20_000)


def cases() -> list[Case]:
    """All that is measured: what rules ask (gains, sums of terms, luck, shares, a normal's argument over sqrt(2)), and nearly all that they could."""
    return [
        elementary("exp", "-40 to 40", uniform(-40.0, 40.0)), elementary("exp", "-708 to 709.7", uniform(-708.0, 709.7)),
        elementary("log", "0 to 1", uniform(0.0, 1.0)), elementary("log", "0.9 to 1.1", uniform(0.9, 1.1)),
        elementary("log", "1e-300 to 1e300, by size", by_size(-300.0, 300.0)),
        elementary("tanh", "-1 to 1", uniform(-1.0, 1.0)), elementary("tanh", "-22 to 22", uniform(-22.0, 22.0)),
        elementary("erfc", "-6 to 6", uniform(-6.0, 6.0)), elementary("erfc", "-1 to 3", uniform(-1.0, 3.0)),
        elementary("erfc", "6 to 26.5", uniform(6.0, 26.5)), beta_case(), gamma_case(),
    ]  # fmt: skip
