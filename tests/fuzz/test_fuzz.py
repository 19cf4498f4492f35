"""A few hundred attempts of every kind of fuzz; `python -m tests.fuzz KIND --times 10000` tries more."""

from __future__ import annotations

import sys
from importlib import import_module

import pytest

from .frame import GATE, fuzz, kinds


@pytest.mark.skipif(sys.platform == "win32", reason="bounds on time and memory need a Unix")
@pytest.mark.parametrize("kind", kinds())
def test_hostile_input_is_answered_or_refused_in_one_sentence(kind: str) -> None:
    seen = fuzz(kind, getattr(import_module(f"tests.fuzz.{kind}"), "GATE", GATE))
    assert not seen.failed
    # Not all is refused, and not all passes: an attempt that always ends alike tries nothing.
    assert len(seen.ends) > 1
