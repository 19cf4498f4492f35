"""What a user can choose in a pack: switches, junctures, and the default branches of a comparison."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sim.pack.build.rings import rings
from sim.pack.country.country import Branch, Faction, Juncture, Place, Switch
from sim.pack.country.dates import MONTH_FORM, month_text, parse_month
from sim.pack.country.errors import InputError, listed
from sim.pack.country.switches import SWITCHES
from sim.pack.country.vocabulary import WARS
from sim.pack.text.findings import Findings, Horizon
from sim.pack.text.schema import BranchTable, PackFile
from sim.pack.text.tables import Checked

BASELINE: Final = "baseline"
DO_FORM: Final = "WHAT=VALUE[@YYYY-MM][:ROUTE]"
CHANGE: Final = re.compile(r"(?P<what>[^=]+)=(?P<value>[^@]+)(?:@(?P<date>[^:]*)(?::(?P<route>.*))?)?", re.DOTALL)
"""The parts of an intervention. A colon in the value, as in `swap=a,b:support`, is part of it."""


@dataclass(frozen=True)
class Do:
    """One intervention, taken apart but not yet understood. `month` is absolute."""

    what: str
    value: str
    month: int | None
    route: str | None


def parse_do(text: str) -> Do:
    """Take apart `WHAT=VALUE[@DATE][:ROUTE]`. `ValueError` for any other text.

    >>> parse_do("ruler=moderates@1956-09:plenum")
    Do(what='ruler', value='moderates', month=23480, route='plenum')
    """
    match = CHANGE.fullmatch(text)
    # A pack spells changes in one way: small letters, no blanks. People who type them need not.
    if match is None or not re.fullmatch(r"[a-z][a-z0-9_.]*=[^=\s]+", f"{match['what']}={match['value']}") or not _is_route(match["route"]):
        raise ValueError(f"not {DO_FORM}: {text!r}")
    return Do(match["what"], match["value"], None if match["date"] is None else parse_month(match["date"]), match["route"])


def _is_route(text: str | None) -> bool:
    return text is None or re.fullmatch(r"[a-z-]+", text) is not None


def build_switches(file: Checked[PackFile], findings: Findings) -> tuple[Switch, ...]:
    """Switches by key; the options with the default first."""
    tables = file.table.switch
    variants = [war.key for war in file.table.war]
    wanted = {key: options for key, options in SWITCHES.items() if key != "war" or variants}
    if variants:
        wanted["war"] = tuple(key for key in WARS if key in variants)
    findings.unique("switch", ((table.key, file.at("switch", position)) for position, table in enumerate(tables)))
    result: list[Switch] = []
    for position, table in enumerate(tables):
        place = file.at("switch", position)
        if not findings.known(file.at("switch", position, "key"), "switch", table.key, wanted):
            continue
        options = wanted[table.key]
        if sorted(table.options) != sorted(options):
            findings.refuse(
                file.at("switch", position, "options"), f"options of {table.key}", kind="unknown",
                found=listed(table.options), allowed=listed(options)
            )
        findings.known(file.at("switch", position, "default"), f"default of {table.key}", table.default, options)
        ordered = (table.default, *(option for option in options if option != table.default))
        source = findings.source(file.at("switch", position, "source"), table.source)
        result.append(Switch(table.key, table.default, ordered, table.meaning, table.for_default, table.for_other, source, place))
    missing = [key for key in wanted if key not in {table.key for table in tables}]
    if missing:
        findings.refuse(
            file.at("switch"), f"switch missing: {', '.join(missing)}", kind="missing", found=f"{len(tables)} switches", allowed=f"all {len(wanted)}"
        )
    return tuple(sorted(result, key=lambda switch: switch.key))


def build_junctures(file: Checked[PackFile], horizon: Horizon, findings: Findings) -> tuple[Juncture, ...]:
    """Junctures by date and key."""
    tables = file.table.juncture
    findings.unique("juncture", ((table.key, file.at("juncture", position)) for position, table in enumerate(tables)))
    result: list[Juncture] = []
    for position, table in enumerate(tables):
        date = horizon.inside(findings, file.at("juncture", position, "date"), "date", table.date)
        result.append(Juncture(table.key, date, table.title, table.why, file.at("juncture", position)))
    return tuple(sorted(result, key=lambda juncture: (juncture.date, juncture.key)))


def build_branches(file: Checked[PackFile], factions: Mapping[str, Faction] | None, horizon: Horizon, findings: Findings) -> tuple[Branch, ...]:
    """Branches: those compared with the baseline first, then those compared with them; each by date, route, winner, id."""
    tables = file.table.branch
    references = {table.id: table.reference for table in tables}
    findings.unique("branch", ((table.id, file.at("branch", position)) for position, table in enumerate(tables)))
    for position, table in enumerate(tables):
        _check_branch(file, position, factions, horizon, findings)
        findings.known(file.at("branch", position, "reference"), "branch as reference", table.reference, [BASELINE, *references])
    for ring in rings({key: [reference] for key, reference in references.items()}):
        place = file.at("branch", list(references).index(ring[0]), "reference")
        findings.refuse(place, "circular reference", kind="contradiction", found=" -> ".join(ring), allowed=f"references that end at {BASELINE}")
    _check_headlines(file, findings)
    branches = [
        Branch(
            id=table.id,
            winner=table.winner,
            route=table.route,
            date=None if table.date is None else horizon.index(table.date),
            do=tuple(sorted(table.do)),
            reference=table.reference,
            headline=table.headline,
            place=file.at("branch", position),
        )
        for position, table in enumerate(tables)
    ]
    return tuple(sorted(branches, key=lambda branch: _order(branch, references, horizon)))


def _order(branch: Branch, references: Mapping[str, str], horizon: Horizon) -> tuple[int, int, str, str, str]:
    depth, reference = 0, branch.reference
    while reference in references and depth < len(references):
        depth, reference = depth + 1, references[reference]
    return depth, horizon.months if branch.date is None else branch.date, branch.route or "", branch.winner or "", branch.id


def _check_headlines(file: Checked[PackFile], findings: Findings) -> None:
    """The first screen has one column a faction."""
    heads = [(position, table) for position, table in enumerate(file.table.branch) if table.headline]
    for position, table in heads:
        if table.winner is None:
            place = file.at("branch", position, "headline")
            findings.refuse(place, "headline without winner", kind="missing", found=table.id, allowed="headline only for a branch with a winner")
    findings.unique("headline of faction", ((table.winner or table.id, file.at("branch", position, "headline")) for position, table in heads))


def check_changes(texts: Sequence[str], where: Place, horizon: Horizon, findings: Findings) -> list[Do]:
    """Changes that a file asks for, taken apart: each once, in a form that can be read, within the horizon. Mistakes are noted."""
    found: list[Do] = []
    for text in texts:
        try:
            do = parse_do(text)
        except ValueError:
            findings.add(InputError(where, "do", kind="malformed", found=repr(text)[:60], allowed=f"{DO_FORM} with {MONTH_FORM}"))
            continue
        if do.month is not None:
            horizon.inside(findings, where, f"date of {do.what}", do.month)
        found.append(do)
    if len(set(texts)) < len(texts):
        findings.refuse(where, "do given twice", kind="duplicate", found=listed(texts), allowed="each once")
    return found


def _check_branch(file: Checked[PackFile], position: int, factions: Mapping[str, Faction] | None, horizon: Horizon, findings: Findings) -> None:
    """One branch by itself: its `do` can be taken apart, and says the same as winner, route and date."""
    table = file.table.branch[position]
    place = file.at("branch", position)
    if table.id == BASELINE:
        findings.refuse(place, "reserved branch id", kind="duplicate", found=repr(BASELINE), allowed="another id; the baseline is always there")
    if not table.do:
        findings.refuse(place, "branch without do", kind="missing", found="an empty list", allowed=f"at least one {DO_FORM}")
    if len({table.winner is None, table.route is None, table.date is None}) > 1:
        findings.refuse(place, "winner, route and date", kind="contradiction", found="only some of them", allowed="all three or none")
    if table.winner is not None:
        findings.known(file.at("branch", position, "winner"), "faction as winner", table.winner, factions)
    if table.date is not None:
        horizon.inside(findings, file.at("branch", position, "date"), "date", table.date)
    changes = check_changes(table.do, file.at("branch", position, "do"), horizon, findings)
    rulers = [do for do in changes if do.what == "ruler"]
    _check_ruler(file, position, rulers, factions, horizon, findings)


def _check_ruler(
    file: Checked[PackFile],
    position: int,
    rulers: list[Do],
    factions: Mapping[str, Faction] | None,
    horizon: Horizon,
    findings: Findings,
) -> None:
    table = file.table.branch[position]
    where = file.at("branch", position, "do")
    if bool(rulers) != (table.winner is not None) or len(rulers) > 1:
        found = f"{len(rulers)} ruler= in do, winner {table.winner or 'not given'}"
        findings.refuse(
            where, "do and winner disagree", kind="contradiction", found=found, allowed="one ruler= in do if there is a winner, else none"
        )
        return
    if not rulers:
        return
    ruler = rulers[0]
    winner = ruler.value if factions is None else next((key for key, one in factions.items() if ruler.value in (key, *one.aliases)), ruler.value)
    if (winner, ruler.month, ruler.route) != (table.winner, table.date, table.route):
        findings.refuse(where, "do and winner, route, date disagree", kind="contradiction", found=", ".join(table.do), allowed=_ruler_text(table))
    if ruler.route == "start" and ruler.month != horizon.first:
        findings.refuse(
            where, "route start later than the start", kind="contradiction",
            found=", ".join(table.do), allowed=f"start at {month_text(horizon.first)} only"
        )


def _ruler_text(table: BranchTable) -> str:
    date = "" if table.date is None else f"@{month_text(table.date)}"
    return f"ruler={table.winner}{date}:{table.route}"
