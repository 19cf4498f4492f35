"""Branches of an answer made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.counterfactual.answer import AskedShare, BranchAnswer
from sim.counterfactual.shares import PairedShare, Share


def paired(share: float | None, reference: float | None, error: float = 0.05) -> PairedShare:
    """An outcome's share with the change and without, whose difference has an interval of `error` to either side."""
    difference = None if share is None or reference is None else share - reference
    low, high = (-1.0, 1.0) if difference is None else (difference - error, difference + error)
    return PairedShare(share, 0.0, 1.0, None, None, reference, 0.0, 1.0, None, None, difference, low, high, None, None, None)


def asked(share: float | None, reference: float | None, draws: Sequence[Sequence[int]]) -> AskedShare:
    """What a sentence asks as a whole."""
    one = paired(share, reference)
    rows: Any = tuple(tuple(row) for row in draws)
    return AskedShare(**one.as_dict(), draws=rows)  # type: ignore[arg-type]


def branch(name: str = "a", outcomes: Mapping[str, Share] | None = None, **more: Any) -> BranchAnswer:
    """A branch with what is given, held against the model left alone."""
    fields: dict[str, Any] = {
        "winner": None, "route": None, "date": None, "do": (), "token": "", "typical": None, "rulers": {}, "reference": "baseline", "applicable": 1.0,
    }  # fmt: skip
    return BranchAnswer(id=name, outcomes=outcomes or {}, **{**fields, **more})
