"""Random damage never gives anything but a country or a `PackError`. More cases: `FUZZ_CASES=5000`."""

from __future__ import annotations

import os

from .fuzz import run


def test_damaged_packs_give_a_country_or_an_error_of_the_pack() -> None:
    cases = int(os.environ.get("FUZZ_CASES", "300"))
    seen = run(cases, seed=1)
    assert sum(seen.values()) == cases
    # Not all damage is refused (a changed note), and not all by the same check.
    assert 0 < seen["country"] < cases
    assert len(seen) > 20
