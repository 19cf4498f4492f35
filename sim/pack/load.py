"""From a folder of text to one frozen `Country`, or to the list of all that is wrong with it."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path
from typing import Final

from sim.pack.canonical import content_hash
from sim.pack.choices import build_branches, build_junctures, build_switches
from sim.pack.country import Country, Faction, Organ, Patron, PostScheme
from sim.pack.errors import PackError
from sim.pack.find import find_pack
from sim.pack.findings import Findings, Horizon
from sim.pack.frozen import Frozen
from sim.pack.numbers import build_parameters
from sim.pack.outside import build_outside, build_series, build_wars, check_parts, series_ranges
from sim.pack.people import Names, build_cadres, build_factions, build_tenures, check_leaders
from sim.pack.read import read_files
from sim.pack.readings import Subjects, check_readings
from sim.pack.record import build_record, build_sources, build_targets
from sim.pack.schema import PackFile
from sim.pack.tables import Checked, Tables, read_tables
from sim.pack.vocabulary import ORGANS

FEWEST_POSTS: Final = 50
MOST_POSTS: Final = 1600
MOST_MONTHS: Final = 1200
MOST_PATRONS: Final = 2
_WORDS: Final = ("place", "rival", "assembly", "party", "capital")
_TOLERANCE: Final = 1e-9


def load_pack(pack: str | Path) -> Country:
    """The country of that id or folder, read afresh. `PackError` for the first thing that is wrong with it.

    >>> load_pack("demo").id
    'demo'
    """
    country, problems = survey(find_pack(pack))
    if problems or country is None:
        raise problems[0]
    return country


def survey(folder: Path) -> tuple[Country | None, list[PackError]]:
    """The country in the folder and no errors, or `None` and at least one error."""
    try:
        files = read_files(folder)
    except PackError as error:
        return None, [error]
    findings = Findings(files.problems)
    tables = read_tables(files, findings)
    if tables.sources is not None:
        findings.sources = [source.key for source in tables.sources.table.source]
    country = _assembled(tables, files.folder.name, findings)
    return (None, findings.errors) if findings.errors else (country, [])


def _assembled(tables: Tables, folder: str, findings: Findings) -> Country | None:
    """Put the tables together; without pack.toml or factions.toml only what can be checked without them."""
    pack = tables.pack
    sources = build_sources(tables.sources, findings) if tables.sources else None
    parameters, symbols = build_parameters(tables.parameters, findings)
    targets = build_targets(tables.targets, findings)
    if pack is None:
        return None
    horizon = _horizon(pack, findings)
    _check_id(pack, folder, findings)
    patrons = _patrons(pack, findings)
    names = Names(
        factions=[table.key for table in tables.factions.table.faction] if tables.factions else None,
        cadres={row.key for row, _ in tables.cadres} if tables.cadres.whole else None,
        patrons=tuple(patron.key for patron in patrons),
    )
    factions = build_factions(tables.factions, names, horizon, findings) if tables.factions else None
    cadres = build_cadres(tables.cadres, names, horizon, findings)
    tenures = build_tenures(tables.posts, names, findings)
    record = build_record(tables.events, names, findings)
    ranges = series_ranges(pack.table)
    series = build_series(tables.calendar, ranges, horizon, findings)
    if tables.calendar.whole:
        check_parts(pack, series, findings)
    outside = build_outside(tables.outside, ranges, horizon, findings) if tables.outside else None
    wars = build_wars(pack, ranges, horizon, findings)
    switches = build_switches(pack, findings)
    by_key = None if factions is None else {faction.key: faction for faction in factions}
    branches = build_branches(pack, by_key, horizon, findings)
    junctures = build_junctures(pack, horizon, findings)
    organs, scheme = _organs(pack, findings), _post_scheme(pack, findings)
    readings = check_readings(tables.readings, Subjects(by_key, parameters if tables.parameters.whole else None, names.cadres), findings)
    if factions is not None:
        check_leaders(factions, cadres, findings)
        _check_first_ruler(pack, factions, findings)
    if factions is None or outside is None or sources is None or findings.errors:
        return None
    table = pack.table
    country = Country(
        id=table.id,
        version=table.version,
        hash="",
        title=table.title,
        about=table.about,
        content_note=table.content_note,
        first_month=horizon.first,
        months=horizon.months,
        words=Frozen({word: getattr(table.country, word) for word in _WORDS if getattr(table.country, word) is not None}),
        rival_state=table.country.rival_state,
        first_ruler=table.country.first_ruler,
        parts=Frozen(sorted(table.series.model_dump().items())),
        patrons=patrons,
        organs=organs,
        post_scheme=scheme,
        switches=switches,
        wars=wars,
        junctures=junctures,
        branches=branches,
        factions=factions,
        cadres=cadres,
        tenures=tenures,
        series=series,
        outside=outside,
        parameters=parameters,
        symbols=symbols,
        record=record,
        targets=targets,
        sources=sources,
        readings=readings,
    )
    return dataclasses.replace(country, hash=content_hash(country))


def _horizon(pack: Checked[PackFile], findings: Findings) -> Horizon:
    first, last = pack.table.horizon.from_, pack.table.horizon.to
    months = last - first + 1
    if not 1 <= months <= MOST_MONTHS:
        findings.refuse(pack.at("horizon", "to"), "length of the horizon", found=f"{months} months", allowed=f"1 to {MOST_MONTHS} months")
    return Horizon(first, max(1, months))


def _check_id(pack: Checked[PackFile], folder: str, findings: Findings) -> None:
    name = pack.table.id
    if not (2 <= len(name) <= 41 and name[0].isalpha() and "_" not in name):
        findings.refuse(pack.at("id"), "id", found=repr(name), allowed="2 to 41 small letters, digits and -, beginning with a letter")
    elif name != folder:
        findings.refuse(pack.at("id"), "id is not the name of the folder", found=repr(name), allowed=repr(folder))
    country = pack.table.country
    if country.rival_state and (country.rival is None or not pack.table.series.income_ratio):
        missing = "series.income_ratio" if country.rival is not None else "country.rival"
        findings.refuse(pack.at("country", "rival_state"), "rival state", found=f"rival_state = true without {missing}", allowed=f"{missing} given")


def _patrons(pack: Checked[PackFile], findings: Findings) -> tuple[Patron, ...]:
    """Patrons, first and second by `order`, since the order of the tables says nothing."""
    tables = pack.table.patron
    findings.unique("patron", ((table.key, pack.at("patron", position)) for position, table in enumerate(tables)))
    if len(tables) > MOST_PATRONS:
        findings.refuse(pack.at("patron", len(tables) - 1), "number of patrons", found=str(len(tables)), allowed=f"0 to {MOST_PATRONS}")
    orders = [1 if table.order is None and len(tables) == 1 else table.order for table in tables]
    if len(tables) <= MOST_PATRONS:
        for position, order in enumerate(orders):
            if order not in range(1, len(tables) + 1) or orders.count(order) > 1:
                found = "no order" if order is None else f"order {order}"
                allowed = "order = 1 for the first patron, order = 2 for the second"
                findings.refuse(pack.at("patron", position, "order"), f"order of patron {tables[position].key}", found=found, allowed=allowed)
    ranked = sorted(range(len(tables)), key=lambda position: (orders[position] or 0, tables[position].key))
    return tuple(Patron(tables[i].key, tables[i].name, tables[i].seat, tables[i].presence, tables[i].line, pack.at("patron", i)) for i in ranked)


def _organs(pack: Checked[PackFile], findings: Findings) -> tuple[Organ, ...]:
    """The four organs in the order of the vocabulary."""
    tables = pack.table.apparatus
    findings.unique("organ", ((table.organ, pack.at("apparatus", position)) for position, table in enumerate(tables)))
    missing = [organ for organ in ORGANS if organ not in {table.organ for table in tables}]
    if missing:
        found = f"{', '.join(missing)} missing"
        findings.refuse(pack.at("apparatus"), "organs of the state", found=found, allowed=f"exactly {', '.join(ORGANS)}")
    total = math.fsum(table.weight for table in tables)
    if not missing and abs(total - 1.0) > _TOLERANCE:
        findings.refuse(pack.at("apparatus", 0, "weight"), "weights of the organs", found=f"a sum of {total:.12g}", allowed="weights that add to 1")
    organs: list[Organ] = []
    for position, table in enumerate(tables):
        findings.between(pack.at("apparatus", position, "weight"), f"weight of {table.organ}", table.weight, 0.0, 1.0)
        source = findings.source(pack.at("apparatus", position, "source"), table.source)
        organs.append(Organ(table.organ, table.name, table.weight, source, table.confidence, pack.at("apparatus", position)))
    return tuple(sorted(organs, key=lambda organ: ORGANS.index(organ.key)))


def _post_scheme(pack: Checked[PackFile], findings: Findings) -> PostScheme:
    table = pack.table.posts
    findings.between(pack.at("posts", "total"), "total", table.total, FEWEST_POSTS, MOST_POSTS)
    findings.between(pack.at("posts", "top_every"), "top_every", table.top_every, 2, FEWEST_POSTS)
    findings.between(pack.at("posts", "committee_every"), "committee_every", table.committee_every, 2, FEWEST_POSTS)
    weights = (table.top_weight, table.committee_weight, table.other_weight)
    if not (weights[0] >= weights[1] >= weights[2] > 0.0):
        found = ", ".join(f"{weight:g}" for weight in weights)
        findings.refuse(pack.at("posts", "top_weight"), "weights of posts", found=found, allowed="top >= committee >= other > 0")
    source = findings.source(pack.at("posts", "source"), table.source)
    scheme = {name: getattr(table, name) for name in ("total", "top_every", "committee_every", "top_weight", "committee_weight", "other_weight")}
    return PostScheme(**scheme, source=source, confidence=table.confidence, note=table.note, place=pack.at("posts"))


def _check_first_ruler(pack: Checked[PackFile], factions: tuple[Faction, ...], findings: Findings) -> None:
    """The first ruler's faction is there from the start."""
    present = [faction.key for faction in factions if faction.entry is None]
    findings.known(pack.at("country", "first_ruler"), "faction as first ruler", pack.table.country.first_ruler, present)
