"""One rule as a C function: statement by statement, expression by expression, with the type of each."""

from __future__ import annotations

import ast
import inspect
import math
import textwrap
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.bench.c_types import COMPARED, KINDS, PLAIN, SCALARS, Type, constant, unified

if TYPE_CHECKING:
    from tests.bench.to_c import Unit


class Function:
    """One rule as a C function."""

    def __init__(self, unit: Unit, rule: Callable[..., Any], name: str, parameters: dict[str, Type], result: Type) -> None:
        self.unit, self.rule, self.name, self.parameters, self.result = unit, rule, name, parameters, result
        self.globals = rule.__globals__
        tree = ast.parse(textwrap.dedent(inspect.getsource(rule))).body[0]
        assert isinstance(tree, ast.FunctionDef)
        self.body = tree.body
        self.types: dict[str, Type] = dict(parameters)
        self.lines: list[str] = []
        self.count = 0

    def write(self) -> str:
        """The text of the function, once the types of its variables no longer change."""
        while True:
            before = dict(self.types)
            self.lines, self.count = [], 0
            self.block(self.body, 1)
            if before == self.types:
                break
        given = ", ".join(f"{self.unit.c_type(kind)} v_{name}" for name, kind in self.parameters.items())
        own = [f"  {self.unit.c_type(kind)} v_{name};" for name, kind in self.types.items() if name not in self.parameters]
        own = [line.replace("*restrict ", "*") for line in own]
        return "\n".join([f"static {self.unit.c_type(self.result)} {self.name}({given}) {{", *own, *self.lines, "}"])

    def put(self, line: str, depth: int) -> None:
        self.lines.append("  " * depth + line)

    def block(self, statements: Sequence[ast.stmt], depth: int) -> None:
        for statement in statements:
            getattr(self, f"on_{type(statement).__name__}")(statement, depth)

    def on_Expr(self, node: ast.Expr, depth: int) -> None:
        if not isinstance(node.value, ast.Constant):
            self.put(f"{self.expression(node.value)[0]};", depth)

    def on_Return(self, node: ast.Return, depth: int) -> None:
        if node.value is None:
            self.put("return;", depth)
        elif isinstance(node.value, ast.Tuple):
            parts = ", ".join(self.expression(part)[0] for part in node.value.elts)
            self.put(f"return ({self.unit.c_type(self.result)}){{{parts}}};", depth)
        else:
            self.put(f"return {self.expression(node.value)[0]};", depth)

    def on_If(self, node: ast.If, depth: int) -> None:
        self.put(f"if ({self.expression(node.test)[0]}) {{", depth)
        self.block(node.body, depth + 1)
        if node.orelse:
            self.put("} else {", depth)
            self.block(node.orelse, depth + 1)
        self.put("}", depth)

    def on_While(self, node: ast.While, depth: int) -> None:
        self.put(f"while ({self.expression(node.test)[0]}) {{", depth)
        self.block(node.body, depth + 1)
        self.put("}", depth)

    def on_For(self, node: ast.For, depth: int) -> None:
        assert isinstance(node.iter, ast.Call)
        assert isinstance(node.target, ast.Name)
        bounds = [self.expression(argument)[0] for argument in node.iter.args]
        first, stop, step = {1: ["0", *bounds, "1"], 2: [*bounds, "1"], 3: bounds}[len(bounds)]
        self.declare(node.target.id, "i")
        self.count += 1
        n = f"n{self.count}"
        compare = ">" if step.strip("()").startswith("-") else "<"
        self.put(f"for (int64_t {n} = {first}, {n}_stop = {stop}; {n} {compare} {n}_stop; {n} += {step}) {{", depth)
        self.put(f"v_{node.target.id} = {n};", depth + 1)
        self.block(node.body, depth + 1)
        self.put("}", depth)

    def on_Break(self, _: ast.Break, depth: int) -> None:
        self.put("break;", depth)

    def on_Continue(self, _: ast.Continue, depth: int) -> None:
        self.put("continue;", depth)

    def on_AugAssign(self, node: ast.AugAssign, depth: int) -> None:
        target = ast.parse(ast.unparse(node.target), mode="eval").body
        self.assign(node.target, self.expression(ast.BinOp(target, node.op, node.value)), depth)

    def on_Assign(self, node: ast.Assign, depth: int) -> None:
        first = node.targets[0]
        if isinstance(first, ast.Tuple) and isinstance(node.value, ast.Tuple):
            found = [self.expression(part) for part in node.value.elts]
            kept = [self.keep(one, depth) for one in found]
            for target, one in zip(first.elts, kept, strict=True):
                self.assign(target, one, depth)
        elif isinstance(first, ast.Tuple):
            code, kind = self.keep(self.expression(node.value), depth)
            for n, target in enumerate(first.elts):
                self.assign(target, (f"{code}.m{n}", kind[1][n]), depth)
        else:
            found_one = self.expression(node.value)
            if len(node.targets) > 1:
                found_one = self.keep(found_one, depth)
            for target in node.targets:
                self.assign(target, found_one, depth)

    def keep(self, found: tuple[str, Type], depth: int) -> tuple[str, Type]:
        """A value under a name of its own, so that it is found once."""
        self.count += 1
        self.put(f"{self.unit.c_type(found[1]).replace('restrict', '')} t{self.count} = {found[0]};", depth)
        return f"t{self.count}", found[1]

    def declare(self, name: str, kind: Type) -> None:
        self.types[name] = kind if name not in self.types else unified(self.types[name], kind)

    def assign(self, target: ast.expr, found: tuple[str, Type], depth: int) -> None:
        code, kind = found
        if isinstance(target, ast.Name):
            self.declare(target.id, kind)
            self.put(f"v_{target.id} = {code};", depth)
        else:
            self.put(f"{self.expression(target)[0]} = {code};", depth)

    def expression(self, node: ast.expr) -> tuple[str, Type]:
        """C text and type of an expression."""
        found: tuple[str, Type] = getattr(self, f"of_{type(node).__name__}")(node)
        return found

    def of_Constant(self, node: ast.Constant) -> tuple[str, Type]:
        return constant(node.value)

    def of_Name(self, node: ast.Name) -> tuple[str, Type]:
        if node.id in self.types:
            return f"v_{node.id}", self.types[node.id]
        return constant(self.globals[node.id])

    def of_Attribute(self, node: ast.Attribute) -> tuple[str, Type]:
        if isinstance(node.value, ast.Name) and node.value.id in ("np", "math"):
            return constant(getattr(math, node.attr))
        if isinstance(module := self.globals.get(ast.unparse(node.value)), ModuleType):
            return constant(getattr(module, node.attr))
        if node.attr == "shape":
            raise TypeError("a shape is only subscripted")
        base, kind = self.expression(node.value)
        assert kind[0] == "rec", (self.name, ast.unparse(node), kind)
        inner = kind[1].fields[node.attr][0]
        code = f"{base}->f_{node.attr}"
        if inner.shape:
            return code, ("fix", inner.base, inner.shape)
        return (f"(&{code})", ("rec", inner)) if inner.fields else (code, KINDS[inner.str[1:]])

    def of_Subscript(self, node: ast.Subscript) -> tuple[str, Type]:
        places = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if isinstance(node.value, ast.Attribute) and node.value.attr == "shape":
            base, kind = self.expression(node.value.value)
            place = ast.literal_eval(node.slice)
            return (f"{base}.shape[{place}]", "i") if kind[0] == "view" else (str(kind[2][place]), "i")
        if isinstance(table := self.globals.get(ast.unparse(node.value)), np.ndarray):  # a table, as Numba has it: a constant
            index = "".join(f"[{self.expression(place)[0]}]" for place in places)
            return self.unit.table(ast.unparse(node.value), table) + index, KINDS[table.dtype.str[1:]]
        base, kind = self.expression(node.value)
        index = [self.expression(place)[0] for place in places]
        dtype = kind[1]
        if kind[0] == "fix":
            assert len(index) == len(kind[2]), ast.unparse(node)
            code = base + "".join(f"[{place}]" for place in index)
        else:
            left = kind[2] - len(index)
            flat = index[0]
            for n, place in enumerate(index[1:], 1):
                flat = f"({flat}) * {base}.shape[{n}] + {place}"
            size = "".join(f" * {base}.shape[{n}]" for n in range(len(index), kind[2]))
            if left:
                shape = ", ".join(f"{base}.shape[{n}]" for n in range(len(index), kind[2]))
                return f"(view){{{base}.data + (({flat}){size}) * {dtype.itemsize}, {{{shape}}}}}", ("view", dtype, left)
            code = f"(({self.unit.element(dtype)} *){base}.data)[{flat}]"
        return (f"(&{code})", ("rec", dtype)) if dtype.fields else (code, KINDS[dtype.str[1:]])

    def of_BinOp(self, node: ast.BinOp) -> tuple[str, Type]:
        (left, one), (right, other) = self.expression(node.left), self.expression(node.right)
        if isinstance(node.op, ast.Div):
            return f"((double)({left}) / (double)({right}))", "d"
        if isinstance(node.op, (ast.FloorDiv, ast.Mod)):
            return f"floor_{'div' if isinstance(node.op, ast.FloorDiv) else 'mod'}({left}, {right})", "i"
        kind = unified("i" if one == "b" else one, "i" if other == "b" else other)
        if isinstance(node.op, ast.LShift) and kind == "i":  # of a number below 0 undefined in C
            return f"((int64_t)((uint64_t)({left}) << ({right})))", "i"
        return f"({left} {PLAIN[type(node.op)]} {right})", kind

    def of_UnaryOp(self, node: ast.UnaryOp) -> tuple[str, Type]:
        code, kind = self.expression(node.operand)
        sign = {ast.USub: "-", ast.Not: "!", ast.Invert: "~"}[type(node.op)]
        return f"({sign}{code})", "b" if sign == "!" else kind

    def of_BoolOp(self, node: ast.BoolOp) -> tuple[str, Type]:
        sign = " && " if isinstance(node.op, ast.And) else " || "
        return "(" + sign.join(self.expression(value)[0] for value in node.values) + ")", "b"

    def of_Compare(self, node: ast.Compare) -> tuple[str, Type]:
        sides = [self.expression(side)[0] for side in (node.left, *node.comparators)]
        signs = [COMPARED[type(op)] for op in node.ops]
        return "(" + " && ".join(f"{a} {sign} {b}" for a, sign, b in zip(sides[:-1], signs, sides[1:], strict=True)) + ")", "b"

    def of_IfExp(self, node: ast.IfExp) -> tuple[str, Type]:
        test = self.expression(node.test)[0]
        (yes, one), (no, other) = self.expression(node.body), self.expression(node.orelse)
        return f"({test} ? {yes} : {no})", unified(one, other)

    def of_Call(self, node: ast.Call) -> tuple[str, Type]:
        name = ast.unparse(node.func)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "view":  # the same bits, read otherwise
            to = {"np.int64": "i", "np.float64": "d"}[ast.unparse(node.args[0])]
            return f"as_{to}({self.expression(node.func.value)[0]})", to
        arguments = [self.expression(argument) for argument in node.args]
        codes, kinds = [code for code, _ in arguments], [kind for _, kind in arguments]
        if name.startswith("math."):
            return (f"({codes[0]} != {codes[0]})", "b") if name == "math.isnan" else (f"{name[5:]}({', '.join(codes)})", "d")
        if name in ("np.uint64", "np.uint32", "np.int64", "np.float64", "int"):
            to = {"np.uint64": "u", "np.uint32": "u4", "np.int64": "i", "np.float64": "d", "int": "i"}[name]
            return f"(({SCALARS[to]})({codes[0]}))", to
        if name == "abs":
            return (f"fabs({codes[0]})", "d") if kinds[0] == "d" else (f"llabs({codes[0]})", "i")
        if name in ("max", "min"):
            kind = "d" if "d" in kinds else "i"
            code = codes[0]
            for other in codes[1:]:
                code = f"{name}_{kind}({code}, {other})"
            return code, kind
        module, _, rule = name.rpartition(".")
        called, result = self.unit.function(getattr(self.globals[module], rule) if module else self.globals[rule], kinds)
        return f"{called}({', '.join(codes)})", result
