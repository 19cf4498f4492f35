"""Types and numbers of the rules as C has them."""

from __future__ import annotations

import ast
import math
from typing import Any

import numpy as np

Type = Any
"""'i' int64, 'd' double, 'b' yes or no, 'u' uint64, 'u4' uint32; ('rec', dtype) a record by reference; ('fix', dtype, shape) an array inside
one; ('view', dtype, dimensions) an array from outside; ('tup', types)."""
SCALARS = {"i": "int64_t", "d": "double", "b": "int64_t", "u": "uint64_t", "u4": "uint32_t"}
KINDS = {"f8": "d", "i8": "i", "u8": "u", "u4": "u4"}
ANNOTATED = {"int": "i", "float": "d", "bool": "b", "Word": "u", "np.uint32": "u4", "np.uint64": "u", "None": None}
COMPARED = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
PLAIN = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^", ast.LShift: "<<", ast.RShift: ">>"}


def result_of(annotation: str) -> Type:
    """Type of a result."""
    if annotation.startswith("tuple["):
        return "tup", tuple(ANNOTATED[part.strip()] for part in annotation[6:-1].split(","))
    return ANNOTATED[annotation]


def unified(one: Type, other: Type) -> Type:
    """The type that holds both."""
    if one == other:
        return one
    pair = {str(one), str(other)}
    if pair <= {"i", "b", "d"}:
        return "d" if "d" in pair else "i"
    if pair <= {"u", "u4"}:
        return "u"
    raise TypeError(f"{one} and {other}")


def constant(value: Any) -> tuple[str, Type]:
    """A number as C has it, to the last bit."""
    if isinstance(value, (bool, np.bool_)):
        return str(int(value)), "b"
    if isinstance(value, np.unsignedinteger):
        return f"UINT64_C({int(value)})", "u"
    if isinstance(value, (int, np.integer)):
        return f"INT64_C({int(value)})" if value >= 0 else f"(-INT64_C({-int(value)}))", "i"
    number = float(value)
    if math.isnan(number):
        return "NAN", "d"
    if math.isinf(number):
        return "INFINITY" if number > 0 else "(-INFINITY)", "d"
    return f"({number.hex()})" if number < 0 else number.hex(), "d"
