"""The structural switches the rules know: a pack lists each of them, with a default and who argues for it."""

from __future__ import annotations

from typing import Final

_ON_OFF = ("on", "off")

SWITCHES: Final[dict[str, tuple[str, ...]]] = {
    "endorsement": ("record", "drawn", "coalition"),
    "patron_veto": _ON_OFF,
    "bandwagon": _ON_OFF,
    "demonstration": _ON_OFF,
    "rival_example": _ON_OFF,
    "mass_example": _ON_OFF,
    "challenge_rule": ("vote", "contest"),
    "majority": ("drawn", "half", "three_fifths", "two_thirds"),
    "recorded_deaths": ("fork", "on", "off"),
    "war": ("as_it_went", "won", "lost", "none"),
    "purge": _ON_OFF,
    "challenge": _ON_OFF,
    "reversal": _ON_OFF,
    "campaign": _ON_OFF,
    "reform": _ON_OFF,
    "protest": _ON_OFF,
    "intervention": _ON_OFF,
    "absorption": _ON_OFF,
    "courting_people": _ON_OFF,
    "courting_patrons": _ON_OFF,
    "organising": _ON_OFF,
    "allying": _ON_OFF,
    "denouncing": _ON_OFF,
    "lying_low": _ON_OFF,
    "popular_support": _ON_OFF,
    "foreign_war": _ON_OFF,
    "deaths": _ON_OFF,
    "wings": _ON_OFF,
}
"""Options of each switch. `war` is listed only by a pack that has variants of a dated war, and has those as its options."""
