"""What ODD.md says of the model, against data and code: counts, names, deaths on record, and the figures of what the model gets wrong."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sim.pack import Country, load_pack, on_priors
from sim.pack.country.dates import month_text
from sim.pack.country.vocabulary import TRAITS
from sim.pack.text.csv_text import parse_csv
from sim.pack.text.fields import JUDGEMENT
from sim.runs.ensemble import ensemble
from sim.runs.frames import events_frame
from sim.world import state
from sim.world.build import compile_scenario, person_key
from sim.world.do import read_do
from sim.world.draws import GROUP
from sim.world.outcome import ASKED_ONLY, OUTCOMES
from sim.world.words import ACTIONS, KINDS, TERMS_KEPT

ROOT = Path(__file__).resolve().parents[2]
PACK = ROOT / "scenarios" / "korea-1945"
ODD = (PACK / "ODD.md").read_text("utf-8")
RULES = sorted((ROOT / "sim/world/rules").glob("*.py"))
WORDS = {"three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "twos": 2}


def said(pattern: str) -> tuple[float, ...]:
    """The numbers that the one sentence of that form gives."""
    found = re.findall(pattern, ODD)
    assert len(found) == 1, (pattern, found)
    numbers = found[0] if isinstance(found[0], tuple) else (found[0],)
    return tuple(float(WORDS.get(text, text)) for text in numbers)


def rows(name: str) -> list[dict[str, str]]:
    text = (PACK / name).read_text("utf-8")
    return [row.cells for row in parse_csv(name, text, text.splitlines()[0].split(","))[0]]


def section(head: str) -> str:
    """What stands under a heading."""
    return ODD.split(f"\n{head}", 1)[1].split("\n## ", 1)[0]


def test_counts_of_the_input_are_those_of_the_files() -> None:
    assert said(r"`cadres.csv` \| (\d+) people") == (len(rows("cadres.csv")),)
    series = {row["series"] for row in rows("calendar.csv") if row["use"] == "model"}
    assert said(r"`calendar.csv` \| (\w+) series marked") == (len(series),)
    assert said(r"`outside.toml` \| (\w+) named") == (len(tomllib.loads((PACK / "outside.toml").read_text("utf-8"))["event"]),)
    parameters = rows("parameters.csv")
    frozen = sum(row["status"] == "frozen" for row in parameters)
    assert said(r"(\d+) values: (\d+) with a range and prior, (\d+) held fixed") == (len(parameters), len(parameters) - frozen, frozen)
    judged = sum(row["status"] == "frozen" and row["source"] == JUDGEMENT for row in parameters)
    assert said(r"(\d+) of (\d+) numbers are held fixed, (\d+) of them on judgement alone") == (frozen, len(parameters), judged)
    assert said(r"`readings/` \| (\d+) rival readings") == (len(list((PACK / "readings").glob("*.toml"))),)
    assert said(r"`scenarios/` \| (\d+) sentences") == (len(list((PACK / "scenarios").glob("*.toml"))),)


def test_counts_of_the_model_are_those_of_the_pack_and_the_code(korea: Country) -> None:
    assert said(r"\((\d+) months\)") == (korea.months,)
    assert said(r"\| faction \| (\d)") == (len(korea.factions),)
    assert said(r"the (\w+) groups, (\w+) traits each") == (len(korea.factions), len(korea.factions[0].traits))
    assert said(r"\| patron \| (\d)") == (len(korea.patrons),)
    scheme = korea.post_scheme
    top = -(-scheme.total // scheme.top_every)
    committee = -(-scheme.total // scheme.committee_every) - top
    assert said(r"\| cadre \| (\d+) posts") == (scheme.total,)
    assert said(r"the rest weigh 1; (\d+) \+ (\d+) \+ (\d+)\.") == (top, committee, scheme.total - top - committee)
    half = korea.parameters["second_half_posts"]
    assert said(r"is a parameter \((\d+) to (\d+), centre (\d+)\)") == (half.low, half.high, half.mode)
    assert said(r"among up to (\w+) actions") == (len(ACTIONS),)
    assert said(r"and the (\w+)\nlargest terms") == (TERMS_KEPT,)
    assert said(r"Worlds come in (\w+) that share one draw") == (GROUP,)


def test_every_parameter_is_explained_and_every_name_is_one_of_the_code(korea: Country) -> None:
    equations = "".join(ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "" for path in RULES)
    words = set(re.findall(r"[a-z]\w+", ODD + equations))
    assert sorted(row["key"] for row in rows("parameters.csv") if row["key"] not in words) == []
    record = state.world_dtype(state.post_room(korea.post_scheme.total)).fields or {}
    known = {*words_of_record(record.values()), *(row["key"] for row in rows("parameters.csv")), *TRAITS, *ACTIONS}
    known |= {switch.key for switch in korea.switches} | {one.name for one in (*OUTCOMES, *ASKED_ONLY)}
    for name in re.findall(r"^\| ((?:`\w+`(?: \([^)]*\))?(?:, )?)+)", section("### 2. Entities"), re.MULTILINE):
        assert set(re.findall(r"`([a-z_]+)`", name)) <= known, name


def words_of_record(fields: object) -> set[str]:
    """Names of all fields of a record, also of those inside others."""
    found: set[str] = set()
    for kind, *_ in fields:  # type: ignore[attr-defined]
        if kind.base.fields:
            found |= set(kind.base.names) | words_of_record(kind.base.fields.values())
    return found | set(state.world_dtype(8).names or ())


def test_every_file_of_the_rules_is_named_and_every_named_file_is_there() -> None:
    files = {path.name for path in RULES} - {"__init__.py"}
    helpers = {"holders.py"}
    named = set(re.findall(r"`(\w+\.py)`", ODD))
    assert named - files <= {path.name for path in (ROOT / "sim").rglob("*.py")} | {path.name for path in (ROOT / "tests").rglob("*.py")}
    assert files - named <= helpers


def test_equations_stand_with_the_code_and_not_a_second_time() -> None:
    submodels = ODD.split("\n### 6. Submodels", 1)[1].split("\n## ", 1)[0]
    assert "`sim/world/rules/`" in submodels
    assert re.findall(r"```|`[^`\n]*=[^`\n]*[*+] [^`\n]*`|sigma\(|Phi\(", submodels) == []


def test_outcomes_of_the_table_are_those_of_the_code() -> None:
    table = re.findall(r"^\| (`[^|]*`) \|", section("### Outcomes"), re.MULTILINE)
    named = [name for cell in table for name in re.findall(r"`(\w+)`", cell)]
    assert sorted(named) == sorted(one.name for one in (*OUTCOMES, *ASKED_ONLY))


def test_readings_of_the_table_are_those_of_the_pack(korea: Country) -> None:
    table = re.findall(r"^\| (`[^|]*`) \|", section("## Rival readings"), re.MULTILINE)
    assert sorted(name for cell in table for name in re.findall(r"`(\w+)`", cell)) == sorted(reading.key for reading in korea.readings)


@cache
def replayed(option: str = "") -> dict[str, str]:
    """Who dies on record in every world, and in which month."""
    country = load_pack("korea-1945")
    keys = {person_key(cadre.key): cadre.key for cadre in country.cadres}
    deaths = compile_scenario(country, read_do(country, [option] if option else [])).deaths
    return {keys[row["person"]]: month_text(country.first_month + int(row["month"])) for row in deaths}


def test_deaths_on_record_are_those_that_are_replayed() -> None:
    listed = dict(re.findall(r"`(\w+)` (19\d\d-\d\d)", section("## Readings: where")))
    assert listed == replayed()
    assert said(r"With the defaults (\w+) people die on record") == (len(listed),)
    assert replayed("switch.recorded_deaths=off") == {}


def test_what_notes_say_of_replaying_is_what_happens(korea: Country) -> None:
    notes = {cadre.key: cadre.note for cadre in korea.cadres if "replay" in cadre.note}
    assert notes
    for key, note in notes.items():
        never, on_date = "never replayed" in note or "none is replayed" in note, "is replayed on its date" in note
        assert never != on_date, note
        assert (key in replayed("switch.recorded_deaths=on")) == on_date, note


def test_a_suicide_whose_cause_is_disputed_is_replayed_and_can_be_cancelled() -> None:
    assert "ho_ka_i" in replayed()
    assert replayed("keep=ho_ka_i@1953-07") == {key: month for key, month in replayed().items() if key != "ho_ka_i"}


@pytest.mark.parametrize("fixed", [True, False])
def test_figures_of_what_the_model_gets_wrong_are_those_of_its_worlds(korea: Country, fixed: bool) -> None:
    """Within what another seed would give; who changes a rule measures them again."""
    worlds, column = 200, 0 if fixed else 1
    found = ensemble(on_priors(korea), worlds, 5, fixed=fixed)
    events, outcomes = events_frame(korea, found.block, 0), found.outcomes
    number = {kind: int((events.kind == kind).sum()) / worlds for kind in KINDS}
    large = int(((events.kind == "purge") & (events.amount >= 0.03)).sum()) / worlds
    assert np.mean(outcomes.second_war) == pytest.approx(said(r"second war: it comes in (\.\d+) / (\.\d+)")[column], abs=0.08)
    assert np.mean(outcomes.absorbed) == pytest.approx(said(r"Absorption hardly comes\.\*\* It comes in (\.\d+) / (\.\d+)")[column], abs=0.02)
    assert np.mean(outcomes.aid_lost) == pytest.approx(said(r"`aid_lost` holds in (\.\d+) / (\.\d+)")[column], abs=0.08)
    assert number["purge"] == pytest.approx(said(r"Some ([\d.]+) / ([\d.]+) purges")[column], rel=0.15)
    assert large == pytest.approx(said(r"of which ([\d.]+) / ([\d.]+) take")[column], rel=0.15)
    assert number["reversal"] == pytest.approx(said(r"seats given back ([\d.]+) / ([\d.]+) times a world")[column], rel=0.2)
