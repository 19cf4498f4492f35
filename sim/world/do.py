"""Interventions: `WHAT=VALUE[@DATE][:ROUTE]`, read, checked against the pack, and put in one canonical order and spelling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sim.pack import Country, InputError
from sim.pack.build.choices import CHANGE
from sim.pack.country.dates import month_text, parse_month
from sim.pack.country.errors import Kind, listed, nearest_to, shown
from sim.pack.country.vocabulary import ROUTES
from sim.world.bounds import changes_of
from sim.world.calendar import moves_something, war_of
from sim.world.state import OVERRIDES_MOST

KINDS: Final = ("ruler", "war", "trait.<faction>.<trait>", "swap", "suppress", "force", "remove", "keep", "switch.<name>")
ROUTE_NAMES: Final = {
    "vote": "plenum", "installed": "fiat", "after-death": "death", "from-start": "start", **{route: route for route in ROUTES},
}  # fmt: skip
INCUMBENT: Final = "incumbent"
"""In the place of a group: whoever is in office stays, under a new leader."""
LONGEST_CHANGE: Final = 200
"""Most characters of one intervention."""


@dataclass(frozen=True)
class Intervention:
    """One change. `month` counts from the first month of the horizon; `None` where a change has no date of its own."""

    kind: str
    text: str
    month: int | None = None
    faction: str = ""
    second: str = ""
    traits: tuple[str, ...] = ()
    value: float | None = None
    name: str = ""
    route: str = ""

    @property
    def slots(self) -> tuple[tuple[str, str, int | None], ...]:
        """What it touches: two interventions that touch the same in the same month contradict each other."""
        if self.kind == "ruler":
            return (("ruler", "", self.month),)
        if self.kind == "trait":
            return tuple(("trait", f"{self.faction}.{trait}", self.month) for trait in self.traits)
        if self.kind == "swap":
            return tuple(("trait", f"{who}.{trait}", self.month) for trait in self.traits for who in (self.faction, self.second))
        if self.kind in ("suppress", "force"):
            return (("event", self.name, None),)
        if self.kind in ("remove", "keep"):
            return (("person", self.name, None),)
        if self.kind == "war" or self.name == "war":
            return (("war", "", None),)
        return (("switch", self.name, None),)


Changes = tuple[Intervention, ...]
"""Interventions that go together, in canonical order."""
Asked = str | Iterable[str] | Changes
"""Changes as they may be given: the text of one, texts, or what was read before."""


def bad(text: str, problem: str, *, kind: Kind, found: str = "", allowed: str = "", nearest: str = "") -> InputError:
    """Error about one intervention."""
    return InputError(None, f"change {shown(text)}: {problem}", kind=kind, found=found, allowed=allowed, nearest=nearest)


def read_do(country: Country, asked: Asked, name: str = "do") -> Changes:
    """Read interventions: done once, where they come in. What is read travels on as one value, and is given back where it is read again.

    Args:
        name: of the argument they came in by.

    Raises:
        InputError: one is malformed, names what the pack has not, or contradicts another.
    """
    if isinstance(asked, tuple) and asked and all(isinstance(one, Intervention) for one in asked):
        return asked
    return together(country, [read_one(country, text) for text in changes_of(asked, name) if text.strip()])


def together(country: Country, *parts: Iterable[Intervention]) -> Changes:
    """Interventions put together, in the order of their canonical texts, without repetitions.

    Raises:
        InputError: they are too many, or one contradicts another.
    """
    found = {one.text: one for part in parts for one in part}
    _forget_undated_wars(found)
    changes = sum(max(1, len(one.traits)) for one in found.values())
    if changes > OVERRIDES_MOST:
        raise InputError(None, "too many changes", kind="range", found=str(changes), allowed=f"at most {OVERRIDES_MOST}, each trait counted")
    taken: dict[tuple[str, str, int | None], Intervention] = {}
    for one in (found[text] for text in sorted(found)):
        for slot in one.slots:
            if slot in taken:
                when = f" in {month_text(country.first_month + slot[2])}" if slot[2] is not None else ""
                raise bad(
                    one.text, f"changes the same as {taken[slot].text}{when}", kind="contradiction",
                    allowed="one change of the same thing in the same month"
                )
            taken[slot] = one
    return tuple(found[text] for text in sorted(found))


def _forget_undated_wars(found: dict[str, Intervention]) -> None:
    """An outcome of the dated war said with and without a month is one change."""
    wars = [one for one in found.values() if one.kind == "war"]
    for one in wars:
        if one.month is None and any(other.name == one.name and other.month is not None for other in wars):
            del found[one.text]


def read_one(country: Country, text: str) -> Intervention:
    """Read one intervention."""
    match = CHANGE.fullmatch(text.strip()) if len(text) <= LONGEST_CHANGE else None
    if match is None:
        example = f"ruler={country.factions[0].key}@{month_text(country.first_month)}:start"
        raise bad(text, "not of the form WHAT=VALUE[@DATE][:ROUTE]", kind="malformed", allowed=f"for example {example}")
    what, value = match["what"].strip().lower(), match["value"].strip()
    date, route = match["date"], match["route"]
    kind, _, rest = what.partition(".")
    readers = {
        "ruler": _ruler, "war": _war, "trait": _trait, "swap": _swap, "suppress": _event, "force": _event, "remove": _person, "keep": _person,
        "switch": _switch,
    }  # fmt: skip
    if kind not in readers or (rest != "") != (kind in ("trait", "switch")):
        raise bad(text, "unknown kind of change", kind="unknown", found=shown(what), allowed=", ".join(KINDS), nearest=nearest_to(what, readers))
    if route is not None and kind != "ruler":
        raise bad(text, "only a change of ruler has a route", kind="contradiction", found=shown(route), allowed="no route")
    return readers[kind](country, text, what, value, date, route)


def _month(country: Country, text: str, date: str | None) -> int | None:
    if date is None:
        return None
    first, last = country.first_month, country.first_month + country.months - 1
    allowed = f"a month from {month_text(first)} to {month_text(last)}"
    try:
        month = parse_month(date.strip())
    except (InputError, ValueError):
        raise bad(text, "not a month", kind="malformed", found=shown(date), allowed=allowed) from None
    if not first <= month <= last:
        raise bad(text, "month outside the horizon", kind="range", found=shown(date), allowed=allowed)
    return month - first


def _dated(country: Country, month: int | None) -> str:
    return "" if month is None else f"@{month_text(country.first_month + month)}"


def faction_key(country: Country, text: str, name: str) -> str:
    """Key of a faction given by key or alias."""
    try:
        return country.faction(name).key
    except KeyError:
        names = [alias for f in country.factions for alias in (f.key, *f.aliases)]
        keys = listed(f.key for f in country.factions)
        raise bad(text, "unknown faction", kind="unknown", found=shown(name), allowed=keys, nearest=nearest_to(name, names)) from None


def _ruler(country: Country, text: str, what: str, value: str, date: str | None, route: str | None) -> Intervention:
    inside = value.lower() == INCUMBENT
    who = INCUMBENT if inside else faction_key(country, text, value)
    month = _month(country, text, date)
    if month is None:
        raise bad(text, "a change of ruler needs a month", kind="missing", allowed=f"ruler={who}@YYYY-MM:ROUTE")
    name = ROUTE_NAMES.get((route or "").strip().lower())
    if name is None:
        raise bad(
            text, "a change of ruler needs a route", kind="missing",
            found=shown(route), allowed=", ".join(ROUTES), nearest=nearest_to(route, ROUTE_NAMES)
        )
    if (name == "start") and month != 0:
        raise bad(text, "the route start is for the first month only", kind="range", found=shown(date), allowed=month_text(country.first_month))
    if name == "start" and inside:
        raise bad(text, "nobody is in office before the start", kind="contradiction", found=shown(route), allowed="plenum, fiat, death")
    entry = None if inside else country.faction(who).entry
    if entry is not None and month < entry:
        raise bad(text, "the group does not exist yet", kind="range", found=shown(date), allowed=f"from {month_text(country.first_month + entry)} on")
    return Intervention("ruler", f"ruler={who}{_dated(country, month)}:{name}", month, faction=who, route=name)


def _war(country: Country, text: str, what: str, value: str, date: str | None, route: str | None) -> Intervention:
    variant = war_of(country, value)
    if variant is None:
        names = [w.key for w in country.wars]
        raise bad(
            text, "unknown outcome of the dated war", kind="unknown", found=shown(value), allowed=listed(names), nearest=nearest_to(value, names)
        )
    month = _month(country, text, date)
    last = variant.end if variant.end is not None else variant.start
    if month is not None and variant.key != "as_it_went" and not variant.start <= month <= last:
        months = f"{month_text(country.first_month + variant.start)} to {month_text(country.first_month + last)}"
        raise bad(text, "the pack has no such outcome in that month", kind="range", found=shown(date), allowed=months)
    return Intervention("war", f"war={variant.key}{_dated(country, month)}", month, name=variant.key)


def _known_trait(country: Country, text: str, name: str) -> str:
    names = country.trait_names
    if name not in names:
        raise bad(text, "unknown trait", kind="unknown", found=shown(name), allowed=", ".join(names), nearest=nearest_to(name, names))
    return name


def _trait(country: Country, text: str, what: str, value: str, date: str | None, route: str | None) -> Intervention:
    _, _, rest = what.partition(".")
    who, _, name = rest.partition(".")
    who, trait = faction_key(country, text, who), _known_trait(country, text, name)
    month = _month(country, text, date) or 0
    if trait == "reach" and month != 0:
        raise bad(text, "reach shapes the first month only", kind="range", found=shown(date), allowed=month_text(country.first_month))
    if value.lower() == "rivals":
        return Intervention("trait", f"trait.{who}.{trait}=rivals{_dated(country, month)}", month, faction=who, traits=(trait,))
    low, high = (-1.0, 1.0) if trait == "ideology" else (0.0, 1.0)
    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not low <= number <= high:
        raise bad(text, "not a value of the trait", kind="range", found=shown(value), allowed=f"a number from {low:g} to {high:g}, or rivals")
    return Intervention("trait", f"trait.{who}.{trait}={number:g}{_dated(country, month)}", month, faction=who, traits=(trait,), value=number)


def _swap(country: Country, text: str, what: str, value: str, date: str | None, route: str | None) -> Intervention:
    pair, colon, listing = value.partition(":")
    names = [name.strip() for name in pair.split(",")]
    if len(names) != 2 or not colon:
        raise bad(text, "not an exchange", kind="malformed", found=shown(value), allowed="swap=GROUP,GROUP:TRAIT,TRAIT@DATE")
    first, second = sorted(faction_key(country, text, name) for name in names)
    if first == second:
        raise bad(text, "an exchange needs two groups", kind="contradiction", found=shown(pair), allowed=listed(f.key for f in country.factions))
    traits = tuple(sorted({_known_trait(country, text, name.strip()) for name in listing.split(",")}))
    month = _month(country, text, date) or 0
    if "reach" in traits and month != 0:
        raise bad(text, "reach shapes the first month only", kind="range", found=shown(date), allowed=month_text(country.first_month))
    text = f"swap={first},{second}:{','.join(traits)}{_dated(country, month)}"
    return Intervention("swap", text, month, faction=first, second=second, traits=traits)


def _event(country: Country, text: str, what: str, value: str, date: str | None, route: str | None) -> Intervention:
    names = [event.key for event in country.outside]
    event = next((event for event in country.outside if event.key == value), None)
    if event is None:
        raise bad(text, "unknown outside event", kind="unknown", found=shown(value), allowed=listed(names), nearest=nearest_to(value, names))
    if not moves_something(country, event):
        movable = [event.key for event in country.outside if moves_something(country, event)]
        raise bad(text, "the event moves nothing in the model", kind="unknown", found=shown(value), allowed=listed(movable))
    month = _month(country, text, date)
    if what == "suppress" and month is not None:
        raise bad(text, "suppressing an event has no date", kind="contradiction", found=shown(date), allowed=f"suppress={value}")
    if what == "force" and month is None:
        raise bad(text, "an event that comes needs a month", kind="missing", allowed=f"force={value}@YYYY-MM")
    return Intervention(what, f"{what}={value}{_dated(country, month)}", month, name=value)


def _person(country: Country, text: str, what: str, value: str, date: str | None, route: str | None) -> Intervention:
    key = value.lower()
    keys = [cadre.key for cadre in country.cadres]
    cadre = next((cadre for cadre in country.cadres if cadre.key == key), None)
    if cadre is None:
        raise bad(
            text, "unknown person", kind="unknown",
            found=shown(value), allowed=f"a key of cadres.csv ({len(keys)} people)", nearest=nearest_to(key, keys)
        )
    month = _month(country, text, date)
    if what == "remove" and month is None:
        month = 0
    if what == "keep":
        if cadre.died is None:
            raise bad(text, "no death of this person is recorded", kind="unknown", found=shown(value), allowed="a person with a recorded death")
        if month is not None and month != cadre.died:
            raise bad(
                text, "the death is recorded in another month", kind="contradiction",
                found=shown(date), allowed=month_text(country.first_month + cadre.died)
            )
    return Intervention(what, f"{what}={key}{_dated(country, month)}", month, name=key)


def _switch(country: Country, text: str, what: str, value: str, date: str | None, route: str | None) -> Intervention:
    _, _, name = what.partition(".")
    names = [switch.key for switch in country.switches]
    switch = next((switch for switch in country.switches if switch.key == name), None)
    if switch is None:
        raise bad(text, "unknown switch", kind="unknown", found=shown(name), allowed=listed(names), nearest=nearest_to(name, names))
    if value not in switch.options:
        near = nearest_to(value, switch.options)
        raise bad(text, "not an option of the switch", kind="unknown", found=shown(value), allowed=", ".join(switch.options), nearest=near)
    if date is not None:
        raise bad(text, "a switch holds for the whole horizon", kind="contradiction", found=shown(date), allowed=f"switch.{name}={value}")
    return Intervention("switch", f"switch.{name}={value}", name=name, traits=(value,))


def options_of(country: Country, do: Sequence[Intervention]) -> dict[str, str]:
    """The option of every switch under the interventions."""
    chosen = {switch.key: switch.default for switch in country.switches}
    chosen.update({one.name: one.traits[0] for one in do if one.kind == "switch"})
    if country.wars:
        chosen.setdefault("war", "as_it_went")
        chosen.update([("war", one.name) for one in do if one.kind == "war"])
    return chosen
