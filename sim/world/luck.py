"""Luck with an address: the only random numbers of the program.

`uniform(at(world_key, stream, month), entity)` is a pure function of its address: a chain of 64-bit mixes (the finaliser of splitmix64,
Steele, Lea and Flood 2014), so no draw depends on how many others were made before it. World, stream and month are mixed first because
they stay the same over a loop of entities. Unsigned integers live in this file only.

Streams are listed in `words.STREAMS`. Keys of entities are 64-bit BLAKE2b hashes of stable names (a person, a faction's uid, a post), never
positions in a list. `SCHEME` changes when any of this does, and is stored with every result.
"""

from __future__ import annotations

import hashlib
import math
import os
from functools import lru_cache
from typing import TypeAlias

import numpy as np

from sim.world import arithmetic
from sim.world.compiled import rule

SCHEME = 1

Word: TypeAlias = np.uint64
"""A 64-bit word: a key, or part of an address."""

_INCREMENT = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_WORD = np.uint64(0xD1342543DE82EF95)
_S30, _S27, _S31, _S12 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(12)
_UNIT = 2.0**-52
_SPARE = 1.000001


def fresh_seed() -> int:
    """A seed for who has given none: the one number that no address gives. Whoever takes it says and keeps it."""
    return int.from_bytes(os.urandom(4), "little")


@lru_cache(maxsize=65536)  # names of values are asked for again with every draw
def key(*names: str | int) -> np.uint64:
    """64-bit key of a stable name, the same on every machine."""
    text = "\x1f".join(str(name) for name in names)
    return np.uint64(int.from_bytes(hashlib.blake2b(text.encode("utf-8"), digest_size=8).digest(), "little"))


@rule
def mix(x: Word) -> Word:
    """One round of the finaliser; a bijection of 64-bit words."""
    x = (x ^ (x >> _S30)) * _FIRST
    x = (x ^ (x >> _S27)) * _SECOND
    return x ^ (x >> _S31)


@rule
def at(world_key: Word, stream: int, month: int) -> Word:
    """The part of an address shared by all entities of one decision in one month."""
    x = mix(world_key + _INCREMENT)
    x = mix(x + np.uint64(stream) * _WORD)
    return mix(x + np.uint64(month) * _WORD)


@rule
def further(address: Word, entity: Word) -> Word:
    """An address one word longer."""
    return mix(address + entity * _WORD)


@rule
def unit(x: Word) -> float:
    """A word as a number strictly between 0 and 1 (52 bits, so that 1.0 cannot occur and logarithms stay finite)."""
    return (np.float64(x >> _S12) + 0.5) * _UNIT


@rule
def uniform(address: Word, entity: Word) -> float:
    """The uniform of one entity at an address."""
    return unit(further(address, entity))


@rule
def uniform_option(address: Word, entity: Word, option: Word) -> float:
    """The uniform of one option of one entity: adding an option leaves the others' numbers as they were."""
    return unit(further(further(address, entity), option))


@rule
def person_after(person: Word, month: int) -> Word:
    """Key of the person who follows another in a post, in a month."""
    return mix(mix(person + _INCREMENT) + np.uint64(month) * _WORD)


@rule
def whole(number: int) -> Word:
    """A small whole number as an entity or option."""
    return np.uint64(number)


@rule
def gumbel(u: float) -> float:
    """Standard Gumbel variate: the argmax of gains plus Gumbels is a softmax choice."""
    return -arithmetic.log(-arithmetic.log(u))


@rule
def may_come_first(u: float, weight: float, first: float) -> bool:
    """Whether -log(u) / weight may be below `first`: since -log(u) is at least 1 - u, most options need no logarithm.

    `_SPARE` is far more than the roundings of the logarithm and the quotients together, so nothing is left out that could come first.
    """
    return (1.0 - u) / weight < first * _SPARE


@rule
def logistic(u: float) -> float:
    """Standard logistic variate."""
    return arithmetic.log(u / (1.0 - u))


@rule
def normal_cdf(x: float) -> float:
    """Standard normal distribution function."""
    return 0.5 * arithmetic.erfc(-x * 0.7071067811865476)


@rule
def _tail(r: float) -> float:
    """Quantile of the normal in the tail, r = sqrt(-log(tail)); algorithm AS 241 (Wichura 1988)."""
    if r <= 5.0:
        r = r - 1.6
        top = ((((((7.7454501427834140764e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r
                  + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.76949722146069140550) * r
               + 4.63033784615654529590) * r + 1.42343711074968357734
        bottom = ((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r
                     + 1.48103976427480074590e-1) * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940) * r
                  + 2.05319162663775882187) * r + 1.0
    else:
        r = r - 5.0
        top = ((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r
                  + 2.65321895265761230930e-2) * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580) * r
               + 5.46378491116411436990) * r + 6.65790464350110377720
        bottom = ((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r + 1.84631831751005468180e-5) * r
                     + 7.86869131145613259100e-4) * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r
                  + 5.99832206555887937690e-1) * r + 1.0
    return top / bottom


@rule
def normal(u: float) -> float:
    """Quantile of the standard normal, to 1e-15 relative; algorithm AS 241 (Wichura 1988)."""
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        top = ((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r + 45921.953931549871457) * r
                 + 13731.693765509461125) * r + 1971.5909503065514427) * r + 133.14166789178437745) * r + 3.3871328727963666080
        bottom = ((((((5226.4952788528545610 * r + 28729.085735721942674) * r + 39307.895800092710610) * r + 21213.794301586595867) * r
                    + 5394.1960214247511077) * r + 687.18700749205790830) * r + 42.313330701600911252) * r + 1.0
        return q * top / bottom
    if q < 0.0:
        return -_tail(math.sqrt(-arithmetic.log(u)))
    return _tail(math.sqrt(-arithmetic.log(1.0 - u)))


@rule
def fold(digest: Word, first: Word, second: Word, third: Word) -> Word:
    """Add one fact to a digest; facts may come in any order."""
    x = mix(mix(mix(first + _INCREMENT) + second * _WORD) + third * _WORD)
    return digest + x


@rule
def fingerprint(person: Word, origin: Word) -> np.uint32:
    """32 bits that stand for one person of one group."""
    return np.uint32(mix(person + origin * _WORD) >> np.uint64(32))


@rule
def ahead(value: float, other: float, address: Word, entity: Word, other_entity: Word) -> bool:
    """Whether a value comes before another: the larger one, and the luckier of equals."""
    return value > other or (value == other and uniform(address, entity) < uniform(address, other_entity))
