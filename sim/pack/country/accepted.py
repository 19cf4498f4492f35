"""Accepted sets of values: those that the record does not refute, as a fit found them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, eq=False)
class Accepted:
    """Sets of values, one a row; answers draw from them.

    Attributes:
        keys: what the columns are: `parameter` or `uid.trait`, in the order of their names. A group is named by its uid, so that sets stay good when
            it is renamed; `Country.accepted_keys` names it by its key.
        values: (sets, keys) read-only.
        restart: (sets,) which of the fit's restarts each comes from, from 1 on.
        made: how they were made (`accepted.toml`), as plain data.
    """

    keys: tuple[str, ...]
    values: npt.NDArray[np.float64]
    restart: npt.NDArray[np.int64]
    made: Mapping[str, Any]

    def __len__(self) -> int:
        """How many sets."""
        return len(self.values)

    def __repr__(self) -> str:
        """One line: the whole is many thousand numbers."""
        return f"Accepted({len(self):,} sets of {len(self.keys)} values, {self.digest})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Accepted) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits over keys and values; not over how they were made."""
        text = ",".join(self.keys).encode() + np.ascontiguousarray(self.values, "<f8").tobytes()
        return hashlib.blake2b(text, digest_size=8).hexdigest()

    def without(self, keys: Collection[str]) -> Accepted:
        """The same sets without the values of these keys (groups by uid)."""
        kept = [n for n, key in enumerate(self.keys) if key not in keys]
        values = np.ascontiguousarray(self.values[:, kept])
        values.setflags(write=False)
        return Accepted(tuple(self.keys[n] for n in kept), values, self.restart, self.made)


def with_names(keys: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """Keys in which groups have other names: `one.trait` becomes `names["one"].trait`; a parameter, and a group without another name, stays."""
    parts = [key.partition(".") for key in keys]
    return tuple(names.get(head, head) + dot + tail if dot else head for head, dot, tail in parts)
