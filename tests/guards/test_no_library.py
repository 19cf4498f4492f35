"""No world depends on the mathematical library of the machine: what the text of the program calls."""

from __future__ import annotations

import ast
import inspect
import math
import platform
import re
from pathlib import Path
from typing import Any

import llvmlite.binding
import numba
import pytest

import sim
from sim.world import arithmetic, compiled

ROOM = Path(sim.__file__).parent
FILES = sorted([*(ROOM / "world").rglob("*.py"), ROOM / "pack" / "country" / "priors.py"])
EXACT = {"sqrt", "isnan", "isfinite", "isinf", "nan", "inf", "floor", "ceil", "fabs", "fsum", "isqrt", "comb"}
"""What IEEE 754 or whole numbers define to the last bit."""
ROUNDED = {
    "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "logaddexp", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "arctan2", "sinh", "cosh",
    "tanh", "arcsinh", "arccosh", "arctanh", "power", "float_power", "cbrt", "hypot", "geomspace", "logspace", "special", "linalg", "random", "dot", "matmul",
}  # fmt: skip
"""What NumPy leaves to the machine, or has in several ways."""


def found_in(text: str) -> list[str]:
    """Calls and powers that a library rounds as it likes, with their lines."""
    tree, found = ast.parse(text), []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == "math" and node.attr not in EXACT:
                found.append(f"{node.lineno}: math.{node.attr}")
            if node.value.id in ("np", "numpy") and node.attr in ROUNDED:
                found.append(f"{node.lineno}: np.{node.attr}")
        if isinstance(node, ast.ImportFrom) and node.module in ("math", "cmath"):
            found += [f"{node.lineno}: math.{alias.name}" for alias in node.names if alias.name not in EXACT]
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            found += [f"{node.lineno}: {name}" for name in names if name.split(".")[0] in ("scipy", "cmath", "statistics", "mpmath")]
        if isinstance(node, ast.Name) and node.id == "pow":
            found.append(f"{node.lineno}: pow")
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and not _exact_power(node):
            found.append(f"{node.lineno}: {ast.unparse(node)}")
    return found


def _exact_power(node: ast.BinOp) -> bool:
    """A whole power of a small whole number: exact, or the same in decimal arithmetic and in fractions."""
    base, power = (part.operand if isinstance(part, ast.UnaryOp) else part for part in (node.left, node.right))
    whole_base = (isinstance(base, ast.Constant) and base.value in (1, 2, 10)) or ast.unparse(base) == "Decimal(10)"
    return whole_base and not (isinstance(power, ast.Constant) and not isinstance(power.value, int))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_is_left_to_the_mathematical_library(path: Path) -> None:
    assert found_in(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("line", [
    "math.exp(x)", "np.exp(x)", "x ** 0.5", "x ** y", "2 ** 0.5", "from math import log", "import scipy.special", "from scipy.special import betaincinv",
    "pow(x, 2)", "np.linalg.norm(x)", "math.pow(x, 2)",
])  # fmt: skip
def test_what_is_left_to_it_would_be_found(line: str) -> None:
    assert found_in(line)


def test_compiled_rules_may_not_be_contracted_or_reordered() -> None:
    """Numba's `fastmath` is off, and no rule is compiled by anything but `rule`."""
    assert "fastmath" not in inspect.getsource(compiled)
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ("njit", "jit", "vectorize", "guvectorize", "cfunc"):
                assert path.stem == "compiled", path


def machine_code(function: Any, **more: bool) -> str:
    """What Numba makes of a function of one or two numbers on this machine; compiled anew, for what comes from its cache can't be read."""
    plain = getattr(function, "py_func", function)
    made = numba.njit(error_model="numpy", nogil=True, **more)(plain)
    made(*[0.3] * len(inspect.signature(plain).parameters))
    return "\n".join(made.inspect_asm().values())


FUSED = re.compile(r"\bv?fn?m(add|sub|la|ls)\w*")
CALLED = re.compile(r"[\s$](exp|log|erfc|tanh|pow)(@plt)?,?\s", re.IGNORECASE)


@pytest.mark.parametrize("name", ["exp", "log", "tanh", "erfc"])
def test_machine_code_of_the_arithmetic_has_no_fused_instruction_and_no_call_of_the_library(name: str) -> None:
    text = machine_code(getattr(arithmetic, name))
    assert not FUSED.search(text)
    assert not CALLED.search(text)


def test_a_call_of_the_library_would_be_seen_in_machine_code() -> None:
    assert CALLED.search(machine_code(lambda x: math.exp(x) + 1.0))


@pytest.mark.skipif(platform.machine() not in ("x86_64", "aarch64"), reason="fused instructions are known by name on these only")
def test_a_fused_instruction_would_be_seen_where_the_machine_has_them() -> None:
    told = machine_code(lambda x, y: x * y + x, fastmath=True)
    features = {name for name, there in llvmlite.binding.get_host_cpu_features().items() if there}
    assert bool(FUSED.search(told)) == bool(features & {"fma", "neon", "fp-armv8"})
