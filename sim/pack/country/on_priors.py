"""A country whose answers draw from what was believed before anything was fitted."""

from __future__ import annotations

import dataclasses

from sim.pack.country.canonical import content_hash
from sim.pack.country.country import Country


def on_priors(country: Country) -> Country:
    """The country without its accepted sets; the same where it has none. Its hash is another one.

    Example:
        >>> from sim.pack import load_pack
        >>> on_priors(load_pack("demo")).values
        'prior'
    """
    if country.accepted is None:
        return country
    changed = dataclasses.replace(country, accepted=None)
    return dataclasses.replace(changed, hash=content_hash(changed))
