"""What may be asked of a validation."""

from __future__ import annotations

from typing import Final

from sim.pack import Country, InputError, on_priors
from sim.pack.country.errors import Argument, listed, nearest_to, shown

VALUES: Final = ("fixed", "accepted", "prior")
"""Starting values for all worlds; or, drawn for every two, values that the record does not refute (of packs that ship sets of them), or priors."""


def check_values(country: Country, values: str) -> None:
    """Refuse values of another name, or that the pack has not.

    Raises:
        InputError: so.
    """
    place = Argument("values")
    if values not in VALUES:
        raise InputError(place, "unknown values", kind="unknown", found=shown(values), allowed=listed(VALUES), nearest=nearest_to(values, VALUES))
    if values == "accepted" and country.accepted is None:
        raise InputError(place, f"accepted sets of values in pack {country.id}", kind="missing", found="none", allowed="fixed or prior")


def with_values(country: Country, values: str) -> Country:
    """The country whose draws are those of the values asked for."""
    return on_priors(country) if values == "prior" else country


def check_asked(country: Country, values: str) -> None:
    """Refuse what can't be answered, before anything is run.

    Raises:
        InputError: other values; a pack without targets.
    """
    check_values(country, values)
    if not country.targets:
        raise InputError(None, f"targets of pack {country.id}", kind="missing", found="none", allowed="at least one row in targets.csv")
