"""The rules' own `exp`, `log`, `tanh`, `erfc`: against 50 digits of mpmath, at the edges, and the same bits however they are run."""

from __future__ import annotations

import ctypes
import math
import os
import struct
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
import pytest

from sim.world import arithmetic, quantiles, tables
from sim.world.priors import beta_known, gamma_known
from tests.bench.arithmetic import measured
from tests.bench.arithmetic_cases import Case, cases, unit_of
from tests.bench.kernel import PLAIN, compiler
from tests.bench.to_c import Unit

COUNT = 1500
KNOWN = cases()
NAMES = ("exp", "log", "tanh", "erfc")
EDGES = [0.0, -0.0, 5e-324, -5e-324, 2.0**-1022, 1e-300, -1e-300, 1e-9, 0.25, -0.25, 0.5, -0.5, 1.0, 1.03125, 0.96875, -1.0, 6.0, -6.0, 22.0, 26.6,
         27.1, 27.24, 27.26, 700.0, 709.7, 709.79, 710.0, -700.0, -708.0, -740.0, -745.1, -745.2, -746.0, 1e300, -1e300, math.inf, -math.inf, math.nan]  # fmt: skip


def same(one: float, other: float) -> bool:
    """Whether two numbers are one, to the sign of zero; NaN is one."""
    return struct.pack("d", one) == struct.pack("d", other) or (math.isnan(one) and math.isnan(other))


def error(name: str, x: float) -> float:
    """Units in the last place."""
    exact = getattr(mpmath, name)(mpmath.mpf(x))
    return abs(float((mpmath.mpf(float(getattr(arithmetic, name)(x))) - exact) / unit_of(exact)))


@pytest.mark.parametrize("case", KNOWN[:-2], ids=lambda case: f"{case.name} {case.range}")
def test_within_one_unit_of_fifty_digits(case: Case) -> None:
    given = case.draw(np.random.default_rng(3), COUNT)
    assert max(abs(case.exact_error(float(x))) for x in given[0]) < 0.85


@pytest.mark.parametrize("case", KNOWN[-2:], ids=lambda case: case.name)
def test_quantiles_are_within_one_unit_of_fifty_digits(case: Case) -> None:
    given = case.draw(np.random.default_rng(3), 300)
    assert max(abs(case.exact_error(*map(float, row))) for row in zip(*given, strict=True)) < 0.6


@pytest.mark.parametrize("numbers", [(0.01, 0.02), (0.1, 5.0), (5.0, 0.1), (0.5, 0.5), (1.0, 1.0), (50.0, 70.0), (1000.0, 3000.5)], ids=str)
@pytest.mark.parametrize("u", [2.0**-53, 1e-9, 0.1, 0.5, 0.9, 1 - 1e-9, 1 - 2.0**-53])
def test_quantiles_of_other_beliefs_and_far_out_are_within_one_unit(numbers: tuple[float, float], u: float) -> None:
    beta, gamma = KNOWN[-2:]
    known = beta_known(*numbers)
    x = quantiles.beta_quantile(*known, u)
    if 1e-280 < x < 1.0:
        assert abs(beta.exact_error(*known, u)) < 1.0
    for a in numbers:
        if quantiles.gamma_quantile(*gamma_known(a), u) > 1e-280:
            assert abs(gamma.exact_error(*gamma_known(a), u)) < 1.0


def test_the_command_finds_what_is_wrong() -> None:
    """The oracle and mpmath agree, and a function that is off is seen to be."""
    case = next(case for case in KNOWN if case.name == "tanh")
    found = measured(case, 20_000, sample=500)
    assert found.largest < 0.85
    assert found.apart < 1e-6
    assert found.judged >= 500
    other = next(case for case in KNOWN if case.name == "erfc")
    wrong = Case("erfc", "", other.draw, case.compiled, case.exact_error, case.timed, 10, 10)
    assert measured(wrong, 1000).largest < 0.85  # tanh over the range of erfc
    crossed = Case("x", "", case.draw, other.compiled, case.exact_error, case.timed, 10, 10)
    assert measured(crossed, 1000).apart > 0.1


@pytest.mark.parametrize(("name", "x", "value"), [
    ("exp", 0.0, 1.0), ("exp", -0.0, 1.0), ("exp", math.inf, math.inf), ("exp", -math.inf, 0.0), ("exp", 710.0, math.inf), ("exp", -746.0, 0.0),
    ("exp", math.nan, math.nan), ("exp", -745.13, 5e-324), ("log", 1.0, 0.0), ("log", 0.0, -math.inf), ("log", -0.0, -math.inf), ("log", -1.0, math.nan),
    ("log", -5e-324, math.nan), ("log", math.inf, math.inf), ("log", -math.inf, math.nan), ("log", math.nan, math.nan), ("log", 5e-324, math.log(5e-324)),
    ("tanh", 0.0, 0.0), ("tanh", -0.0, -0.0), ("tanh", 5e-324, 5e-324), ("tanh", 22.5, 1.0), ("tanh", -22.5, -1.0), ("tanh", math.inf, 1.0),
    ("tanh", -math.inf, -1.0), ("tanh", math.nan, math.nan), ("erfc", 0.0, 1.0), ("erfc", 28.0, 0.0), ("erfc", -7.0, 2.0), ("erfc", math.inf, 0.0),
    ("erfc", -math.inf, 2.0), ("erfc", math.nan, math.nan), ("erfc", 27.226, 5e-324),
])  # fmt: skip
def test_edges_are_defined(name: str, x: float, value: float) -> None:
    assert same(getattr(arithmetic, name)(x), value)


@pytest.mark.parametrize("name", NAMES)
def test_near_every_change_of_method_too(name: str) -> None:
    """Where one method ends and another begins, and where results are subnormal."""
    ends = {
        "exp": [-745.0, -744.0, -720.0, -708.4, -690.0, 709.0, 709.78, 2e-9, -1e-17], "log": [0.96875, 1.03125, 1.0, 0.6875, 1.375, 2.0**-1022, 1e-310, 5e-324],
        "tanh": [0.25, 21.9, 22.0, 1e-9, 1e-300, 0.2707], "erfc": [-6.0, -0.5, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 25.0, 26.4, 26.54, 26.55, 27.2, 1e-20],
    }[name]  # fmt: skip
    for end in ends:
        x = np.nextafter(end, -np.inf)
        for _ in range(3):
            if name != "log" or x > 0.0:
                assert error(name, float(x)) < 0.85, x
            x = np.nextafter(x, np.inf)


def arguments() -> list[float]:
    """Edges, and some of every range."""
    found = list(EDGES)
    for case in KNOWN[:-2]:
        found += map(float, case.draw(np.random.default_rng(11), 100)[0])
    return found


def given_to_quantiles() -> list[list[tuple[float, ...]]]:
    """What the quantiles of the packs' priors are given, for some luck."""
    beta, gamma = (zip(*case.draw(np.random.default_rng(11), 60), strict=True) for case in KNOWN[-2:])
    return [[(*map(float, row[:7]), float(row[-1])) for row in beta], [(*map(float, row[:4]), float(row[-1])) for row in gamma]]


def results() -> str:
    """Bits of all results."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # NumPy's scalars tell of infinities
        found = [float(getattr(arithmetic, name)(x)) for name in NAMES for x in arguments()]
        for function, rows in zip((quantiles.beta_quantile, quantiles.gamma_quantile), given_to_quantiles(), strict=True):
            found += [float(function(*row)) for row in rows]
    return " ".join("nan" if math.isnan(one) else one.hex() for one in found)


def test_uncompiled_they_give_the_same_bits() -> None:
    """In another process, with plain Python."""
    command = [sys.executable, "-W", "ignore", "-c", "from tests.world.test_arithmetic import results; print(results())"]
    root = str(Path(__file__).parents[2])
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])}
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, cwd=root).stdout.split()
    assert told == results().split()


def in_c(folder: Path, *flags: str) -> tuple[Path, list[str]]:
    """The functions translated to C and compiled to an object: the file, and the names of what they export."""
    unit, doors = Unit(), []
    for function, count in [(getattr(arithmetic, name), 1) for name in NAMES] + [(quantiles.beta_quantile, 8), (quantiles.gamma_quantile, 5)]:
        name, _ = unit.function(function, ["d"] * count)
        given = ", ".join(f"double x{n}" for n in range(count))
        doors.append(f"double door_{len(doors)}({given}) {{ return {name}({', '.join(f'x{n}' for n in range(count))}); }}")
    source = folder / "functions.c"
    source.write_text("\n".join([unit.source(), *doors]), encoding="utf-8")
    target = folder / ("functions.so" if "-shared" in flags else "functions.o")
    subprocess.run([str(compiler()), *PLAIN, *flags, "-fPIC", "-o", str(target), str(source)], check=True, capture_output=True)
    return target, [f"door_{n}" for n in range(len(doors))]


@pytest.mark.skipif(compiler() is None, reason="no C compiler")
@pytest.mark.parametrize("more", [(), ("-march=native",)], ids=str)
def test_translated_to_c_they_give_the_same_bits(tmp_path: Path, more: tuple[str, ...]) -> None:
    """With fused instructions in reach too: contraction is off."""
    library, doors = in_c(tmp_path, "-shared", "-lm", *more)
    opened = ctypes.CDLL(str(library))
    functions: list[Callable[..., Any]] = [getattr(opened, door) for door in doors]
    for function in functions:
        function.restype = ctypes.c_double
    found = [functions[n](ctypes.c_double(x)) for n in range(len(NAMES)) for x in arguments()]
    for function, rows in zip(functions[len(NAMES) :], given_to_quantiles(), strict=True):
        found += [function(*map(ctypes.c_double, row)) for row in rows]
    assert ["nan" if math.isnan(one) else one.hex() for one in found] == results().split()


@pytest.mark.skipif(compiler() is None, reason="no C compiler")
def test_translated_to_c_they_need_no_mathematical_library(tmp_path: Path) -> None:
    """The square root stays: IEEE 754 rounds it correctly, and processors have it."""
    found, _ = in_c(tmp_path, "-c", "-fno-math-errno")
    told = subprocess.run(["nm", "-u", str(found)], capture_output=True, text=True, check=True).stdout
    needed = {line.split()[-1] for line in told.splitlines()}
    assert needed <= {"_GLOBAL_OFFSET_TABLE_", "__stack_chk_fail"}, needed


def test_tables_are_what_their_names_say() -> None:
    """Each number is the double nearest to what mpmath says; and where two are a number and its rest, so is their sum."""
    for i in range(tables.PARTS):
        exact = mpmath.mpf(2) ** (mpmath.mpf(i) / tables.PARTS)
        assert float(exact) == tables.POWERS[i]
        assert float(exact / mpmath.mpf(tables.POWERS[i]) - 1) == pytest.approx(tables.POWERS_REST[i], rel=1e-12, abs=1e-40)
        c = mpmath.mpf(tables.MIDDLES[i])
        assert float(1 / c) == tables.INVERSES[i]
        assert tables.LOGS[i] * 2.0**42 == round(tables.LOGS[i] * 2.0**42)
        assert float(mpmath.log(c) - tables.LOGS[i]) == pytest.approx(tables.LOGS_REST[i], rel=1e-12)
    for row in range(0, len(tables.ERFC), 5):
        octave, part = divmod(row, tables.ERFC_PARTS)
        c = mpmath.mpf(tables.ERFC_FIRST) * 2**octave * (1 + mpmath.mpf(2 * part + 1) / (2 * tables.ERFC_PARTS))
        head = mpmath.mpf(tables.ERFC[row, 0])
        terms = [one / head for one in mpmath.taylor(lambda x: mpmath.erfc(x) * mpmath.exp(x * x), c, 3)]
        assert [float(terms[0] - 1), *map(float, terms[1:])] == pytest.approx(tables.ERFC[row, 1:5], rel=1e-9)
    assert float(tables.pi()) == math.pi
