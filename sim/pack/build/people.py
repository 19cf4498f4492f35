"""Factions, their people, and who held which post."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sim.pack.build.agreement import check_shares
from sim.pack.build.numbers import build_trait
from sim.pack.country.country import Cadre, Faction, Place, Tenure, Value
from sim.pack.country.dates import date_bounds, date_month, date_year, parse_date
from sim.pack.country.frozen import Frozen
from sim.pack.country.vocabulary import MOST_DEATHS, trait_names
from sim.pack.text.columns import CadreRow, PostRow
from sim.pack.text.findings import Findings, Horizon
from sim.pack.text.schema import FactionsFile, FactionTable, ValueTable
from sim.pack.text.tables import Checked, Rows

FEWEST_FACTIONS = 2
MOST_FACTIONS = 6
OTHER = "other"
RESERVED = (OTHER, "all", "baseline", "rivals", "none", "incumbent")
RANKS = (1, 3, 10)
_MOST_STANDING = 10_000


@dataclass(frozen=True)
class Names:
    """Keys that other tables refer to; `None` for those of a file that could not be read whole."""

    factions: Collection[str] | None
    cadres: Collection[str] | None
    patrons: tuple[str, ...]


def build_factions(file: Checked[FactionsFile], names: Names, horizon: Horizon, findings: Findings) -> tuple[Faction, ...]:
    """Factions in the order of their keys."""
    tables = file.table.faction
    if not FEWEST_FACTIONS <= len(tables) <= MOST_FACTIONS:
        allowed = f"{FEWEST_FACTIONS} to {MOST_FACTIONS}"
        findings.refuse(file.at("faction", max(0, len(tables) - 1)), "number of factions", kind="range", found=str(len(tables)), allowed=allowed)
    places = [file.at("faction", position) for position in range(len(tables))]
    findings.unique("faction", zip((table.key for table in tables), places, strict=True))
    findings.unique("uid", ((table.uid or table.key, place) for table, place in zip(tables, places, strict=True)))
    findings.unique("display", ((str(table.display), place) for table, place in zip(tables, places, strict=True)))
    _check_aliases(file, findings)
    _check_parents(file, horizon, findings)
    _check_reach(file, findings)
    return tuple(sorted((_faction(file, position, names, horizon, findings) for position in range(len(tables))), key=lambda faction: faction.key))


def _faction(file: Checked[FactionsFile], position: int, names: Names, horizon: Horizon, findings: Findings) -> Faction:
    table = file.table.faction[position]
    if table.key in RESERVED:
        place = file.at("faction", position, "key")
        findings.refuse(place, "reserved word as faction key", kind="duplicate", found=repr(table.key), allowed=f"none of {', '.join(RESERVED)}")
    findings.between(file.at("faction", position, "display"), "display", table.display, 1, 99)
    findings.known(file.at("faction", position, "leader"), "cadre as leader", table.leader, names.cadres)
    return Faction(
        key=table.key,
        uid=table.uid or table.key,
        display=table.display,
        name=table.name,
        short=table.short,
        phrase=table.phrase or table.name,
        aliases=tuple(sorted(alias.lower() for alias in table.aliases)),
        leader=table.leader,
        entry=None if table.from_ is None else horizon.index(table.from_),
        parent=table.parent,
        disputed=table.disputed,
        traits=_traits(file, position, table, names, findings),
        place=file.at("faction", position),
        about=table.about or Frozen(),
    )


def _traits(file: Checked[FactionsFile], position: int, table: FactionTable, names: Names, findings: Findings) -> Frozen[str, Value]:
    wanted = trait_names(names.patrons)
    traits: dict[str, Value] = {}
    for name, row in sorted(table.traits.items()):
        place = file.at("faction", position, "traits", name)
        if findings.known(place, "trait", name, wanted):
            traits[name] = build_trait(row, name, place, findings)
            _check_range_given(row, name, place, findings)
    missing = [name for name in wanted if name not in table.traits]
    if missing:
        place = file.at("faction", position)
        found = f"{len(traits)} traits of {table.key}"
        findings.refuse(place, f"trait missing: {', '.join(missing)}", kind="missing", found=found, allowed=f"all of {', '.join(wanted)}")
    return Frozen({name: traits[name] for name in wanted if name in traits})


def _check_range_given(row: ValueTable, name: str, place: Place, findings: Findings) -> None:
    if row.prior != "fixed" and (row.low is None or row.high is None):
        findings.refuse(
            place, f"{name}: range missing", kind="missing", found="no low or no high", allowed="low and high, left out only for a fixed value"
        )


def _check_aliases(file: Checked[FactionsFile], findings: Findings) -> None:
    """An alias that could mean two factions is refused."""
    owners: dict[str, str] = {table.key: table.key for table in file.table.faction}
    for position, table in enumerate(file.table.faction):
        for alias in table.aliases:
            word = alias.lower()
            if any(letter in word for letter in "=@:,; ") or word in RESERVED:
                place = file.at("faction", position, "aliases")
                findings.refuse(
                    place, "alias", kind="malformed", found=repr(alias), allowed="a word without blanks and = @ : , ; that is not reserved"
                )
            if owners.setdefault(word, table.key) != table.key or table.aliases.count(alias) > 1:
                findings.refuse(
                    file.at("faction", position, "aliases"), "alias given twice", kind="duplicate", found=repr(alias), allowed="each alias once"
                )


def _check_parents(file: Checked[FactionsFile], horizon: Horizon, findings: Findings) -> None:
    """A later faction names the month it enters and a parent that is there by then."""
    entries = {table.key: -1 if table.from_ is None else horizon.index(table.from_) for table in file.table.faction}
    for position, table in enumerate(file.table.faction):
        place = file.at("faction", position, "from" if table.from_ is not None else "parent")
        if (table.from_ is None) != (table.parent is None):
            findings.refuse(place, "from and parent", kind="missing", found=f"only one of them for {table.key}", allowed="both or neither")
        if table.from_ is None or table.parent is None:
            continue
        if horizon.inside(findings, place, "from", table.from_) == 0:
            allowed = "a later month, or neither from nor parent"
            findings.refuse(
                place, "from in the first month", kind="contradiction", found="a later faction that is there from the start", allowed=allowed
            )
        place = file.at("faction", position, "parent")
        if findings.known(place, "faction as parent", table.parent, entries) and entries[table.parent] >= entries[table.key]:
            findings.refuse(
                place, "parent not there yet, or circular", kind="missing", found=repr(table.parent), allowed="a faction that enters earlier"
            )
    if sum(entry < 0 for entry in entries.values()) < FEWEST_FACTIONS:
        findings.refuse(file.at("faction"), "factions from the start", kind="range", found="fewer than two", allowed="at least two without from")


def _check_reach(file: Checked[FactionsFile], findings: Findings) -> None:
    """A dirichlet prior is joint: all factions of the start have one, or none has."""
    priors = {
        position: table.traits["reach"].prior.startswith("dirichlet")
        for position, table in enumerate(file.table.faction)
        if "reach" in table.traits and table.from_ is None
    }
    if len(set(priors.values())) > 1:
        position = next(position for position, joint in priors.items() if not joint)
        found = repr(file.table.faction[position].traits["reach"].prior)
        place = file.at("faction", position, "traits", "reach")
        findings.refuse(place, "reach priors mixed", kind="contradiction", found=found, allowed="dirichlet for all factions of the start or for none")
    rows = [(position, file.table.faction[position].traits["reach"]) for position in priors]
    check_shares([(row, "reach", file.at("faction", position, "traits", "reach")) for position, row in rows], findings)


def build_cadres(rows: Rows[CadreRow], names: Names, horizon: Horizon, findings: Findings) -> tuple[Cadre, ...]:
    """People in the order of their keys."""
    findings.unique("cadre", ((row.key, place) for row, place in rows))
    cadres = [(_cadre(row, place, names, horizon, findings), place) for row, place in rows]
    dead = [place for cadre, place in cadres if cadre.died is not None and 0 <= cadre.died < horizon.months]
    if len(dead) > MOST_DEATHS:
        findings.refuse(dead[MOST_DEATHS], "dated deaths within the horizon", kind="range", found=str(len(dead)), allowed=f"at most {MOST_DEATHS}")
    return tuple(sorted((cadre for cadre, _ in cadres), key=lambda cadre: cadre.key))


def _cadre(row: CadreRow, place: Place, names: Names, horizon: Horizon, findings: Findings) -> Cadre:
    if row.faction != OTHER:
        findings.known(place, "faction", row.faction, None if names.factions is None else [*names.factions, OTHER])
    if row.standing is not None:
        findings.between(place, "standing", row.standing, 1, _MOST_STANDING)
    _check_life(row, place, findings)
    if row.shown_from and not row.shown_as:
        findings.refuse(
            place, f"{row.key}: shown_from without shown_as", kind="missing", found=row.shown_from, allowed="both, shown_as alone, or neither"
        )
    # A death known only to lie after a date, or between two, cannot be replayed on a date.
    dated = row.died is not None and row.died_precision not in ("after", "range", "unknown")
    return Cadre(
        key=row.key,
        name=row.name,
        hangul=row.hangul,
        faction=row.faction,
        subgroup=row.subgroup,
        standing=row.standing,
        born=None if row.born is None else date_year(row.born),
        died=horizon.index(date_month(row.died)) if dated and row.died else None,
        death_kind=row.death_kind,
        fate=row.fate,
        fate_date=row.fate_date or "",
        faction_alt=row.faction_alt,
        source=findings.source(place, row.source),
        confidence=row.confidence,
        note=row.note,
        place=place,
        shown_as=row.shown_as,
        shown_from=row.shown_from or "",
    )


def _check_life(row: CadreRow, place: Place, findings: Findings) -> None:
    """Birth before death, bounds around the birth, and a precision that fits the date."""
    if row.born and row.died and date_bounds(row.born)[0] > date_bounds(row.died)[1]:
        findings.refuse(
            place, f"{row.key}: died before birth", kind="contradiction", found=f"born {row.born}, died {row.died}", allowed="born before died"
        )
    lowest = date_bounds(row.born_low)[0] if row.born_low else ""
    highest = date_bounds(row.born_high)[1] if row.born_high else "9999"
    first, last = date_bounds(row.born) if row.born else (lowest, highest)
    if not lowest <= first <= last <= highest:
        found = f"{row.born_low or ''}, {row.born or ''}, {row.born_high or ''}"
        findings.refuse(place, f"{row.key}: birth outside its bounds", kind="range", found=found, allowed="born_low <= born <= born_high")
    check_precision(place, "died", row.died, row.died_precision, findings)


def check_precision(place: Place, what: str, date: str | None, precision: str, findings: Findings) -> None:
    """A date said to be known to the day has a day, and so on."""
    if date is None or precision not in ("day", "month", "year"):
        return
    parts = sum(part is not None for part in parse_date(date))
    said = {"year": 1, "month": 2, "day": 3}[precision]
    if parts != said:
        found = f"{date} with precision {precision}"
        allowed = "YYYY for year, YYYY-MM for month, YYYY-MM-DD for day"
        findings.refuse(place, f"{what}: date and precision disagree", kind="contradiction", found=found, allowed=allowed)


def check_leaders(factions: tuple[Faction, ...], cadres: tuple[Cadre, ...], findings: Findings) -> None:
    """A leader belongs to the faction and is alive when it enters."""
    by_key = {cadre.key: cadre for cadre in cadres}
    for faction in factions:
        leader = by_key.get(faction.leader)
        if leader is None:
            continue
        if leader.faction != faction.key:
            allowed = f"one of the cadres of {faction.key}"
            findings.refuse(
                faction.place, "leader of another faction", kind="contradiction",
                found=f"{leader.key} of {leader.faction}, at {leader.place}", allowed=allowed
            )
        if leader.died is not None and leader.died <= (faction.entry or 0):
            findings.refuse(
                faction.place, "leader dead at the start", kind="contradiction",
                found=f"{leader.key}, at {leader.place}", allowed="someone alive when the faction enters"
            )


def build_tenures(rows: Rows[PostRow], names: Names, findings: Findings) -> tuple[Tenure, ...]:
    """Tenures by post, date and holder."""
    findings.unique("tenure", ((f"{row.post_key} {row.holder or row.holder_name} {row.from_}", place) for row, place in rows))
    tenures = [_tenure(row, place, names, findings) for row, place in rows]
    return tuple(sorted(tenures, key=lambda tenure: (tenure.post, tenure.start, tenure.holder, tenure.holder_name)))


def _tenure(row: PostRow, place: Place, names: Names, findings: Findings) -> Tenure:
    if row.rank not in RANKS:
        findings.refuse(place, "rank", kind="range", found=str(row.rank), allowed=", ".join(map(str, RANKS)))
    findings.between(place, "seats", row.seats, 1, 500)
    if row.holder_kind == "cadre":
        findings.known(place, "cadre as holder", row.holder or "", names.cadres)
    if row.faction and row.faction != OTHER:
        findings.known(place, "faction", row.faction, None if names.factions is None else [*names.factions, OTHER])
    if row.to and date_bounds(row.from_)[0] > date_bounds(row.to)[1]:
        findings.refuse(place, "to before from", kind="contradiction", found=f"{row.from_} to {row.to}", allowed="from <= to")
    return Tenure(
        post=row.post_key,
        title=Frozen({"en": row.post_en, "ko": row.post_ko}),
        organ=row.organ,
        rank=row.rank,
        seats=row.seats,
        holder=row.holder or "",
        holder_name=row.holder_name,
        faction=row.faction or "",
        start=row.from_,
        end=row.to or "",
        source=findings.source(place, row.source),
        confidence=row.confidence,
        note=row.note,
        place=place,
    )
