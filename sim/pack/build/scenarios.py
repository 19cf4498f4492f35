"""Scenario files: sentences that are put to the model, each with its modal word, its changes and its outcomes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from sim.pack.build.choices import BASELINE, check_changes
from sim.pack.country.country import Faction, Place
from sim.pack.country.dates import month_text
from sim.pack.country.errors import listed, nearest_to, shown
from sim.pack.country.modal import MODALS, OUTCOME_NAMES, TOGETHER
from sim.pack.country.questions import Arm, ScenarioFile
from sim.pack.text.findings import Findings, Horizon
from sim.pack.text.scenario_shape import ScenarioTable
from sim.pack.text.tables import Checked

REFERENCE: Final = "reference"
CHANGED: Final = "changed"
"""Ids of the worlds held against, and of the only arm of a scenario without `[[arm]]`."""
_RULER = re.compile(r"ruler_([0-9]{4}):(.+)")

Factions = Mapping[str, Faction] | None


def build_scenarios(
    files: Mapping[str, Checked[ScenarioTable]], factions: Factions, horizon: Horizon, findings: Findings
) -> tuple[ScenarioFile, ...]:  # fmt: skip
    """All scenarios by id. Mistakes in them are noted."""
    found = [_scenario(name, file, factions, horizon, findings) for name, file in sorted(files.items())]
    return tuple(sorted(found, key=lambda scenario: scenario.id))


def ruler_asked(outcome: str) -> tuple[int, str] | None:
    """Year and group of `ruler_YEAR:GROUP`; `None` for any other outcome.

    >>> ruler_asked("ruler_1956:harbour")
    (1956, 'harbour')
    """
    match = _RULER.fullmatch(outcome)
    return (int(match[1]), match[2]) if match else None


def _scenario(name: str, file: Checked[ScenarioTable], factions: Factions, horizon: Horizon, findings: Findings) -> ScenarioFile:
    table = file.table
    stem = name.removeprefix("scenarios/").removesuffix(".toml")
    if table.id != stem:
        findings.refuse(file.at("id"), "id of a scenario", kind="malformed", found=repr(table.id), allowed=f"the name of its file, {stem!r}")
    first, last = _window(file, horizon, findings)
    _check_outcomes(file, factions, horizon, last, findings)
    check_changes(table.reference, file.at("reference"), horizon, findings)
    return ScenarioFile(
        id=table.id, title=table.title, claims=table.claim, sentence=table.sentence, modal=table.modal, outcomes=tuple(sorted(table.outcomes)),
        together=table.together or "", compares=table.compares, first=first, last=last, reference=tuple(sorted(table.reference)),
        arms=_arms(file, horizon, findings), lacks=table.lacks, place=Place(name, 1),
    )  # fmt: skip


def _window(file: Checked[ScenarioTable], horizon: Horizon, findings: Findings) -> tuple[int | None, int | None]:
    table = file.table
    first = None if table.from_ is None else horizon.inside(findings, file.at("from"), "from", table.from_)
    last = None if table.until is None else horizon.inside(findings, file.at("until"), "until", table.until)
    if table.from_ is not None and table.until is not None and table.until < table.from_:
        found = f"{month_text(table.from_)} to {month_text(table.until)}"
        findings.refuse(file.at("until"), "until before from", kind="contradiction", found=found, allowed="from <= until")
    return first, last


def _arms(file: Checked[ScenarioTable], horizon: Horizon, findings: Findings) -> tuple[Arm, ...]:
    """The arms by id; the changes of a scenario without arms are its only one."""
    table = file.table
    if bool(table.do) == bool(table.arm):
        found = "both" if table.do else "neither"
        findings.refuse(
            file.at("do" if table.do else "id"), "changes of a scenario", kind="missing", found=found, allowed="do = [...], or one or more [[arm]]"
        )
    if table.do:
        check_changes(table.do, file.at("do"), horizon, findings)
        return (Arm(CHANGED, None, tuple(sorted(table.do)), file.at("do")),)
    findings.unique("arm", ((arm.id, file.at("arm", position)) for position, arm in enumerate(table.arm)))
    for position, arm in enumerate(table.arm):
        if arm.id in (BASELINE, REFERENCE):
            findings.refuse(file.at("arm", position, "id"), "reserved id of an arm", kind="duplicate", found=repr(arm.id), allowed="another id")
        if not arm.do:
            findings.refuse(file.at("arm", position, "do"), "arm without do", kind="missing", found="an empty list", allowed="at least one change")
        check_changes(arm.do, file.at("arm", position, "do"), horizon, findings)
    return tuple(
        sorted((Arm(arm.id, arm.label, tuple(sorted(arm.do)), file.at("arm", n)) for n, arm in enumerate(table.arm)), key=lambda arm: arm.id)
    )


def _check_outcomes(file: Checked[ScenarioTable], factions: Factions, horizon: Horizon, last: int | None, findings: Findings) -> None:
    table, place = file.table, file.at("outcomes")
    for name in table.outcomes:
        _check_outcome(name, place, factions, horizon, last, findings)
    if len(set(table.outcomes)) < len(table.outcomes):
        findings.refuse(place, "outcome given twice", kind="duplicate", found=listed(table.outcomes), allowed="each outcome once")
    if (len(table.outcomes) > 1) != (table.together is not None):
        found = f"{len(table.outcomes)} outcomes, together {table.together or 'not given'}"
        allowed = f"together = one of {', '.join(TOGETHER)} for several outcomes, and only then"
        findings.refuse(place, "outcomes and together disagree", kind="contradiction", found=found, allowed=allowed)
    if table.compares and MODALS[table.modal].asks != "level":
        levels = [word for word, modal in MODALS.items() if modal.asks == "level"]
        findings.refuse(
            file.at("compares"), f"compares with {table.modal}", kind="contradiction",
            found="compares = true", allowed=f"only with {', '.join(levels)}"
        )


def _check_outcome(name: str, place: Place, factions: Factions, horizon: Horizon, last: int | None, findings: Findings) -> None:
    asked = ruler_asked(name)
    if asked is None:
        if name not in OUTCOME_NAMES:
            allowed = f"{', '.join(OUTCOME_NAMES)}, or ruler_YEAR:GROUP"
            findings.refuse(place, "unknown outcome", kind="unknown", found=shown(name), allowed=allowed, nearest=nearest_to(name, OUTCOME_NAMES))
        return
    year, faction = asked
    findings.known(place, "faction", faction, factions)
    month = horizon.index(year * 12 + 11)
    until = horizon.months - 1 if last is None else min(last, horizon.months - 1)
    if not 0 <= month <= until:
        allowed = f"a year whose December lies between {month_text(horizon.first)} and {month_text(horizon.first + until)}"
        findings.refuse(place, "year of a ruler", kind="range", found=str(year), allowed=allowed)

