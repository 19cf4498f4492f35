"""What a design can vary: parameters, traits and switches of a pack, by their keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sim.pack import Country, InputError, Place
from sim.pack.country.country import Value
from sim.pack.country.errors import listed, nearest_to, shown
from sim.pack.country.units import bounds_of, trait_bounds
from sim.world.draws import WHOLE, trait_fields

SWITCH: Final = "switch."


@dataclass(frozen=True)
class Key:
    """One thing that can be varied.

    Attributes:
        name: `parameter`, `faction.trait` or `switch.name`, in the pack's own spelling.
        value: what the pack says of a number; `None` for a switch.
        natural: lowest and highest number it can be; `None` for any.
        options: of a switch.
    """

    name: str
    value: Value | None
    natural: tuple[float, float] | None = None
    options: tuple[str, ...] = ()

    @property
    def is_switch(self) -> bool:
        """Whether it takes words instead of numbers."""
        return self.value is None

    @property
    def is_whole(self) -> bool:
        """Whether it counts things."""
        return self.name in WHOLE

    def checked(self, value: float | str, place: Place) -> float | str:
        """The value, if the key can have it.

        Raises:
            InputError: it can't.
        """
        if self.is_switch:
            if value not in self.options:
                near = nearest_to(value, self.options)
                raise InputError(
                    place, f"{self.name}: not an option", kind="unknown", found=shown(value), allowed=", ".join(self.options), nearest=near
                )
            return value
        if isinstance(value, str):
            raise InputError(place, f"{self.name}: not a number", kind="malformed", found=shown(value), allowed="a number, without quotation marks")
        if self.natural is not None and not self.natural[0] <= value <= self.natural[1]:
            raise InputError(
                place, f"{self.name} out of range", kind="range", found=f"{value:g}", allowed=f"{self.natural[0]:g} to {self.natural[1]:g}"
            )
        if self.is_whole and value != round(value):
            raise InputError(place, f"{self.name}: not a whole number", kind="malformed", found=f"{value:g}", allowed="a whole number")
        return value + 0.0


def find_key(country: Country, text: str, place: Place) -> Key:
    """The key of that name; factions also go by their aliases.

    Raises:
        InputError: the pack has none, with the nearest.
    """
    name = text.strip().lower()
    if name.startswith(SWITCH):
        switch = next((one for one in country.switches if SWITCH + one.key == name), None)
        if switch is not None:
            return Key(name, None, options=switch.options)
    elif name in country.parameters:
        value = country.parameters[name]
        return Key(name, value, bounds_of(name))
    else:
        trait = _trait(country, name)
        if trait is not None:
            return trait
    every = [*country.parameters, *trait_fields(country), *(SWITCH + one.key for one in country.switches)]
    near = nearest_to(name, every)
    allowed = f"a parameter, FACTION.TRAIT of {listed(f.key for f in country.factions)}, or switch.NAME"
    raise InputError(place, "unknown key", kind="unknown", found=shown(text), allowed=allowed, nearest=near)


def _trait(country: Country, name: str) -> Key | None:
    who, _, what = name.partition(".")
    faction = next((one for one in country.factions if who in (one.key, *one.aliases)), None)
    if faction is None or what not in faction.traits:
        return None
    return Key(f"{faction.key}.{what}", faction.traits[what], trait_bounds(what))
