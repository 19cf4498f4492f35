"""From a folder of text to one frozen `Country`, or to the list of all that is wrong with it."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sim.pack.build.accepted import HOW, build_accepted
from sim.pack.build.choices import build_branches, build_junctures, build_switches
from sim.pack.build.facts import build_facts
from sim.pack.build.find import find_pack
from sim.pack.build.frame import Frame, build_frame
from sim.pack.build.numbers import build_parameters
from sim.pack.build.outside import build_outside, build_series, build_wars, check_parts, series_ranges
from sim.pack.build.people import Names, build_cadres, build_factions, build_tenures, check_leaders
from sim.pack.build.readings import Subjects, build_readings
from sim.pack.build.record import build_record, build_sources
from sim.pack.build.scenarios import build_scenarios
from sim.pack.build.targets import Surroundings, build_targets
from sim.pack.country.accepted import Accepted
from sim.pack.country.canonical import content_hash, fitted_hash
from sim.pack.country.country import (
    Branch,
    Cadre,
    Country,
    Faction,
    Juncture,
    OutsideEvent,
    Place,
    RecordEvent,
    Series,
    Switch,
    Tenure,
    WarVariant,
)
from sim.pack.country.errors import InputError
from sim.pack.country.frozen import Frozen
from sim.pack.country.with_reading import with_reading
from sim.pack.text.findings import Findings
from sim.pack.text.read import Files, read_files
from sim.pack.text.schema import PackFile
from sim.pack.text.tables import Checked, Tables, read_tables

_WORDS: Final = ("place", "rival", "assembly", "party", "capital")


@dataclass(frozen=True)
class _People:
    factions: tuple[Faction, ...] | None
    cadres: tuple[Cadre, ...]
    tenures: tuple[Tenure, ...]
    record: tuple[RecordEvent, ...]

    @property
    def by_key(self) -> Mapping[str, Faction] | None:
        return None if self.factions is None else {faction.key: faction for faction in self.factions}


@dataclass(frozen=True)
class _Surroundings:
    series: Frozen[str, Series]
    outside: tuple[OutsideEvent, ...] | None
    wars: tuple[WarVariant, ...]


@dataclass(frozen=True)
class _Choices:
    switches: tuple[Switch, ...]
    junctures: tuple[Juncture, ...]
    branches: tuple[Branch, ...]


def load_pack(pack: str | Path, reading: str | None = None) -> Country:
    """The country of that id or folder, read afresh; under a rival reading of its own, if one is named.

    `InputError` for the first thing that is wrong with it, and for a reading it does not have.

    >>> load_pack("demo").id
    'demo'
    """
    country, problems = survey(find_pack(pack))
    if problems or country is None:
        raise problems[0]
    given = os.fspath(pack)
    country = dataclasses.replace(country, given="" if given == country.id else given)
    return country if reading is None else with_reading(country, reading)


def survey(folder: Path) -> tuple[Country | None, list[InputError]]:
    """The country in the folder and no errors, or `None` and at least one error."""
    country, findings = read_folder(folder)
    return (None, findings.errors) if findings.errors else (country, [])


def read_folder(folder: Path) -> tuple[Country | None, Findings]:
    """What can be put together of the folder, and all that was found to be wrong or odd."""
    try:
        files = read_files(folder)
    except InputError as error:
        return None, Findings([error])
    findings = Findings(files.problems)
    tables = read_tables(files, findings)
    if tables.sources is not None:
        findings.sources = [source.key for source in tables.sources.table.source]
    return _assembled(files, tables, findings), findings


def _assembled(files: Files, tables: Tables, findings: Findings) -> Country | None:
    """Put the tables together; without pack.toml only what can be checked without it."""
    sources = build_sources(tables.sources, findings) if tables.sources else None
    parameters, symbols = build_parameters(tables.parameters, findings)
    pack = tables.pack
    if pack is None:
        return None
    frame = build_frame(pack, files.folder.name, findings)
    people = _people(pack, tables, frame, findings)
    surroundings = _surroundings(pack, tables, frame, findings)
    choices = _choices(pack, people, frame, findings)
    subjects = Subjects(
        factions=people.by_key,
        parameters=parameters if tables.parameters.whole else None,
        cadres={cadre.key: cadre for cadre in people.cadres} if tables.cadres.whole else None,
        switches={switch.key: switch for switch in choices.switches},
        series=surroundings.series if tables.calendar.whole else None,
        ranges=series_ranges(pack.table),
        horizon=frame.horizon,
    )
    around = Surroundings(people.by_key, tuple(patron.key for patron in frame.patrons), frame.horizon)
    targets = build_targets(tables.targets, around, findings)
    readings = build_readings(tables.readings, subjects, findings)
    scenarios = build_scenarios(tables.scenarios, people.by_key, frame.horizon, findings)
    accepted = build_accepted(files, tables.accepted, parameters, people.factions or (), findings)
    facts, rates = build_facts(tables.record, people.by_key, frame.horizon, findings)
    if sources is None or people.factions is None or surroundings.outside is None or findings.errors:
        return None
    country = Country(
        **_said_at_the_top(pack.table),
        hash="",
        first_month=frame.horizon.first,
        months=frame.horizon.months,
        patrons=frame.patrons,
        organs=frame.organs,
        post_scheme=frame.posts,
        **vars(choices),
        **vars(people),
        **vars(surroundings),
        parameters=parameters,
        symbols=symbols,
        targets=targets,
        sources=sources,
        readings=readings,
        scenarios=scenarios,
        facts=facts,
        rates=rates,
    )
    if accepted is not None:
        _check_fitted(country, accepted, findings)
    country = dataclasses.replace(country, accepted=accepted)
    return dataclasses.replace(country, hash=content_hash(country))


def _check_fitted(country: Country, accepted: Accepted, findings: Findings) -> None:
    """Warn where the pack has other numbers than it was fitted with."""
    now, then = fitted_hash(country), accepted.made["fitted"]
    if now != then:
        allowed = f"sets fitted to {now}: the fit has to be made anew"
        findings.warn(Place(HOW, 1), "the accepted sets were fitted to other numbers or targets than the pack has now", found=then, allowed=allowed)


def _said_at_the_top(table: PackFile) -> dict[str, Any]:
    """Fields of the country that stand in pack.toml as they are."""
    words = {word: getattr(table.country, word) for word in _WORDS}
    return {
        "id": table.id,
        "version": table.version,
        "title": table.title,
        "about": table.about,
        "content_note": table.content_note,
        "words": Frozen({word: text for word, text in words.items() if text is not None}),
        "rival_state": table.country.rival_state,
        "first_ruler": table.country.first_ruler,
        "parts": Frozen(sorted(table.series.model_dump().items())),
    }


def _people(pack: Checked[PackFile], tables: Tables, frame: Frame, findings: Findings) -> _People:
    names = Names(
        factions=[table.key for table in tables.factions.table.faction] if tables.factions else None,
        cadres={row.key for row, _ in tables.cadres} if tables.cadres.whole else None,
        patrons=tuple(patron.key for patron in frame.patrons),
    )
    people = _People(
        factions=build_factions(tables.factions, names, frame.horizon, findings) if tables.factions else None,
        cadres=build_cadres(tables.cadres, names, frame.horizon, findings),
        tenures=build_tenures(tables.posts, names, findings),
        record=build_record(tables.events, names, findings),
    )
    if people.factions is not None:
        check_leaders(people.factions, people.cadres, findings)
        _check_first_ruler(pack, people.factions, findings)
    return people


def _surroundings(pack: Checked[PackFile], tables: Tables, frame: Frame, findings: Findings) -> _Surroundings:
    ranges = series_ranges(pack.table)
    series = build_series(tables.calendar, ranges, frame.horizon, findings)
    if tables.calendar.whole:
        check_parts(pack, series, findings)
    outside = build_outside(tables.outside, ranges, frame.horizon, findings) if tables.outside else None
    return _Surroundings(series, outside, build_wars(pack, ranges, frame.horizon, findings))


def _choices(pack: Checked[PackFile], people: _People, frame: Frame, findings: Findings) -> _Choices:
    return _Choices(
        switches=build_switches(pack, findings),
        junctures=build_junctures(pack, frame.horizon, findings),
        branches=build_branches(pack, people.by_key, frame.horizon, findings),
    )


def _check_first_ruler(pack: Checked[PackFile], factions: tuple[Faction, ...], findings: Findings) -> None:
    """The first ruler's faction is there from the start."""
    present = [faction.key for faction in factions if faction.entry is None]
    findings.known(pack.at("country", "first_ruler"), "faction as first ruler", pack.table.country.first_ruler, present)
