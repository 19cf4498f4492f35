"""The rules as C: the whole month, translated from the text that Numba compiles, so that both can be compared world by world.

The rules keep to a small part of Python: scalars, records by reference, loops over ranges, calls of other rules. Each function becomes a static
function of one C file, records become structs of the same layout (asserted), and the types of variables are found as Numba finds them: from
what is assigned. Nothing is tuned by hand; the C compiler sees the same arithmetic in the same order.

What differs: an index below zero counts from the end in Numba's code and is tested for there; C does not. No rule has one.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tests.bench.c_function import Function
from tests.bench.c_types import ANNOTATED, KINDS, SCALARS, Type, constant, result_of

HEAD = """#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
typedef struct { char *data; int64_t shape[3]; } view;
static inline int64_t floor_div(int64_t a, int64_t b) { int64_t q = a / b; return (a % b != 0 && (a < 0) != (b < 0)) ? q - 1 : q; }
static inline int64_t floor_mod(int64_t a, int64_t b) { int64_t r = a % b; return (r != 0 && (r < 0) != (b < 0)) ? r + b : r; }
static inline int64_t as_i(double x) { int64_t bits; memcpy(&bits, &x, 8); return bits; }
static inline double as_d(int64_t bits) { double x; memcpy(&x, &bits, 8); return x; }
static inline double max_d(double a, double b) { return b > a ? b : a; }
static inline double min_d(double a, double b) { return b < a ? b : a; }
static inline int64_t max_i(int64_t a, int64_t b) { return b > a ? b : a; }
static inline int64_t min_i(int64_t a, int64_t b) { return b < a ? b : a; }
"""


class Structs:
    """Records as C structs, each written once, those inside others first."""

    def __init__(self) -> None:
        self.names: dict[Any, str] = {}
        self.text: list[str] = []

    def name(self, dtype: np.dtype[Any]) -> str:
        """The struct of a record."""
        found = next((name for known, name in self.names.items() if known == dtype), None)
        if found is not None:
            return found
        fields = dtype.fields
        assert fields is not None
        members, checks = [], []
        name = f"record_{len(self.names)}"
        self.names[dtype] = name
        for field in dtype.names or ():
            inner, offset = fields[field][:2]
            base, shape = inner.base, inner.shape
            kind = self.name(base) if base.fields else SCALARS[KINDS[base.str[1:]]]
            members.append(f"  {kind} f_{field}{''.join(f'[{n}]' for n in shape)};")
            checks.append(f'_Static_assert(offsetof({name}, f_{field}) == {offset}, "{field}");')
        checks.append(f'_Static_assert(sizeof({name}) == {dtype.itemsize}, "size");')
        self.text.append("\n".join(["typedef struct {", *members, f"}} {name};", *checks]))
        return name


class Unit:
    """One C file: functions by name and types of their arguments, those that are called before those that call."""

    def __init__(self) -> None:
        self.structs = Structs()
        self.functions: dict[Any, tuple[str, Type]] = {}
        self.text: list[str] = []
        self.tuples: dict[tuple[str, ...], str] = {}
        self.tables: dict[int, str] = {}

    def c_type(self, kind: Type) -> str:
        """How a type is written."""
        if kind is None:
            return "void"
        if isinstance(kind, str):
            return SCALARS[kind]
        if kind[0] == "rec":
            return f"{self.structs.name(kind[1])} *restrict"
        if kind[0] == "view":
            return "view"
        if kind[0] == "tup":
            if kind[1] not in self.tuples:
                name = self.tuples[kind[1]] = f"tuple_{len(self.tuples)}"
                self.structs.text.append(f"typedef struct {{ {' '.join(f'{SCALARS[k]} m{n};' for n, k in enumerate(kind[1]))} }} {name};")
            return self.tuples[kind[1]]
        return f"{self.element(kind[1])} *"

    def element(self, dtype: np.dtype[Any]) -> str:
        """How an element of an array is written."""
        return self.structs.name(dtype) if dtype.fields else SCALARS[KINDS[dtype.str[1:]]]

    def function(self, rule: Callable[..., Any], arguments: Sequence[Type]) -> tuple[str, Type]:
        """Name and result of a rule for arguments of some types; it is written where it has not been yet."""
        plain = getattr(rule, "py_func", rule)
        aliases = dict(zip(inspect.signature(plain).parameters, arguments, strict=True))
        for name, annotation in plain.__annotations__.items():
            if annotation in ANNOTATED and name in aliases:
                aliases[name] = ANNOTATED[annotation]
        key = plain.__module__, plain.__name__, tuple(map(str, aliases.values()))
        if key not in self.functions:
            name = f"{plain.__name__}_{len(self.functions)}"
            self.functions[key] = name, result_of(plain.__annotations__["return"])
            self.text.append(Function(self, plain, name, aliases, self.functions[key][1]).write())
        return self.functions[key]

    def table(self, name: str, table: np.ndarray[Any, Any]) -> str:
        """Name of a table of numbers; it is written where it has not been yet."""
        if id(table) not in self.tables:
            known = self.tables[id(table)] = f"{name.rpartition('.')[2]}_{len(self.tables)}"
            numbers = ", ".join(constant(number)[0] for number in table.ravel())
            size = "".join(f"[{n}]" for n in table.shape)
            self.structs.text.append(f"static const {self.element(table.dtype)} {known}{size} = {{{numbers}}};")
        return self.tables[id(table)]

    def source(self) -> str:
        """The file."""
        return "\n".join([HEAD, *self.structs.text, *self.text])


def source_of(block: Any) -> str:
    """C text of the whole life of a block of worlds, with one function to call: `run_worlds`."""
    from sim.world.month import run_block

    unit = Unit()
    views = [("view", array.dtype, array.ndim) for array in block]
    name, _ = unit.function(run_block, [*views, "i", "i"])
    given = ", ".join(f"char *a{n}, const int64_t *s{n}" for n in range(len(views)))
    passed = ", ".join(f"(view){{a{n}, {{{', '.join(f's{n}[{m}]' for m in range(kind[2]))}}}}}" for n, kind in enumerate(views))
    return unit.source() + f"\nvoid run_worlds({given}, int64_t start, int64_t stop) {{ {name}({passed}, start, stop); }}\n"
