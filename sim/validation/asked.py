"""What may be asked of a validation."""

from __future__ import annotations

from typing import Final

from sim.pack import Country, InputError
from sim.pack.country.errors import Argument, listed, nearest_to, shown

VALUES: Final = ("fixed", "prior")
"""Starting values for all worlds, or plausible values drawn."""
ACCEPTED: Final = "accepted"
"""Values that the record does not refute: of packs that ship sets of them, and none does yet."""


def check_values(country: Country, values: str) -> None:
    """Refuse values of another name, or that the pack has not.

    Raises:
        InputError: so.
    """
    place = Argument("values")
    if values == ACCEPTED:
        raise InputError(place, f"accepted sets of values in pack {country.id}", kind="missing", found="none", allowed=" or ".join(VALUES))
    if values not in VALUES:
        raise InputError(place, "unknown values", kind="unknown", found=shown(values), allowed=listed(VALUES), nearest=nearest_to(values, VALUES))


def check_asked(country: Country, values: str) -> None:
    """Refuse what can't be answered, before anything is run.

    Raises:
        InputError: other values; a pack without targets.
    """
    check_values(country, values)
    if not country.targets:
        raise InputError(None, f"targets of pack {country.id}", kind="missing", found="none", allowed="at least one row in targets.csv")
