"""From text to a country."""

from __future__ import annotations

import ast
import csv
import io
import pickle
import tomllib
from pathlib import Path

import pytest

from sim.pack import Country, check_pack, list_packs, load_pack, without_places
from sim.pack.country.dates import parse_month
from sim.pack.country.frozen import Frozen
from sim.pack.country.vocabulary import ORGANS, PARAMETER_NAMES, WARS

from .broken import DEMO, ROOT, copy_of_demo
from .reversed_pack import turn_round


@pytest.fixture(scope="module")
def country() -> Country:
    return load_pack("demo")


@pytest.mark.parametrize("pack", list_packs())
def test_every_pack_that_comes_with_the_program_is_sound(pack: str) -> None:
    assert [str(error) for error in check_pack(pack)] == []


def test_the_horizon_counts_months(country: Country) -> None:
    assert country.first_month == parse_month("1945-10")
    assert country.first_month + country.months - 1 == parse_month("1999-12")


def test_values_are_those_of_the_files(country: Country) -> None:
    factions = tomllib.loads((DEMO / "factions.toml").read_text("utf-8"))["faction"]
    for table in factions:
        faction = country.faction(table["key"])
        assert {name: value.start for name, value in faction.traits.items()} == {name: row["start"] for name, row in table["traits"].items()}
    with (DEMO / "parameters.csv").open(encoding="utf-8", newline="") as stream:
        starts = {row["key"]: float(row["start"]) for row in csv.DictReader(stream)}
    assert {key: value.start for key, value in country.parameters.items()} == starts
    assert tuple(country.parameters) == PARAMETER_NAMES


def test_a_fixed_value_has_its_start_as_its_range(country: Country) -> None:
    value = country.parameters["want_sd"]
    assert value.low == value.mode == value.high == value.start == 0.05


def test_months_are_counted_from_the_first(country: Country) -> None:
    dates = {cadre.key: cadre.died for cadre in country.cadres}
    first = parse_month("1945-10")
    assert dates["tomin_adrel"] == parse_month("1984-05") - first
    assert dates["umber_lys"] == parse_month("1949-07") - first
    assert country.series["keldon_presence"].segments[-1].end == parse_month("2005-12") - first
    assert [war.start for war in country.wars] == [parse_month("1950-05") - first] * 4


def test_a_death_without_a_date_cannot_be_replayed(country: Country) -> None:
    dates = {cadre.key: cadre.died for cadre in country.cadres}
    assert dates["hale_onvar"] is None
    assert dates["tarn_velik"] is None


def test_a_birth_has_a_fraction_only_when_its_month_is_known(country: Country) -> None:
    born = {cadre.key: cadre.born for cadre in country.cadres}
    assert born["besk_orvan"] == 1905.0
    assert born["ferrin_sola"] == 1900.5
    assert born["joren_fael"] is None


def test_everything_is_in_its_own_order(country: Country) -> None:
    assert [faction.key for faction in country.factions] == ["harbour", "returnees", "uplanders"]
    assert [cadre.key for cadre in country.cadres] == sorted(cadre.key for cadre in country.cadres)
    assert [organ.key for organ in country.organs] == list(ORGANS)
    assert [patron.key for patron in country.patrons] == ["keldon", "tasmar"]
    assert [war.key for war in country.wars] == list(WARS)
    assert list(country.sources) == sorted(country.sources)


def test_turning_every_list_round_changes_nothing_but_places(country: Country, tmp_path: Path) -> None:
    pack = copy_of_demo(tmp_path)
    turn_round(pack)
    turned = load_pack(pack)
    assert turned != country
    assert without_places(turned) == without_places(country)
    assert turned.hash == country.hash


def test_the_turned_pack_really_is_turned(tmp_path: Path) -> None:
    pack = copy_of_demo(tmp_path)
    turn_round(pack)
    for name, kind in (("pack.toml", "branch"), ("pack.toml", "patron"), ("factions.toml", "faction"), ("outside.toml", "event")):
        before, after = (tomllib.loads((folder / name).read_text("utf-8"))[kind] for folder in (DEMO, pack))
        assert len(before) == len(after) > 1
        assert before[0] != after[0]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("factions.toml", "start = 0.36", "start = 0.37"),
        ("parameters.csv", "0.02637", "0.02638"),
        ("pack.toml", "Velmar", "Velmor"),
        ("calendar.csv", "volunteers come", "volunteers came"),
        ("cadres.csv", "uplanders,mountain,2", "uplanders,mountain,5"),
        ("cadres.csv", ",left,1956-03,", ",left,1956-04,"),
        ("sources.toml", "nobody", "somebody"),
    ],
)
def test_any_change_of_content_changes_the_hash(country: Country, tmp_path: Path, file: str, old: str, new: str) -> None:
    pack = copy_of_demo(tmp_path)
    text = (pack / file).read_text("utf-8")
    assert old in text
    (pack / file).write_text(text.replace(old, new, 1), "utf-8")
    assert load_pack(pack).hash != country.hash


def test_comments_and_blanks_change_no_hash(country: Country, tmp_path: Path) -> None:
    pack = copy_of_demo(tmp_path)
    (pack / "factions.toml").write_text("# more\n\n" + (pack / "factions.toml").read_text("utf-8"), "utf-8")
    changed = load_pack(pack)
    assert changed.hash == country.hash
    assert changed.factions[0].place.line == country.factions[0].place.line + 2


def test_a_country_survives_pickling(country: Country) -> None:
    again = pickle.loads(pickle.dumps(country))
    assert again == country
    assert hash(again) == hash(country)
    assert again.hash == country.hash


def test_no_mapping_of_a_country_can_be_changed(country: Country) -> None:
    mappings = (country.title, country.words, country.parts, country.series, country.parameters, country.symbols, country.sources)
    assert all(isinstance(mapping, Frozen) for mapping in (*mappings, country.factions[0].traits, country.factions[0].name))


def test_a_country_without_patrons_rival_or_war_can_be_written(tmp_path: Path) -> None:
    pack = copy_of_demo(tmp_path)
    text = (pack / "pack.toml").read_text("utf-8").replace("rival_state = true", "rival_state = false")
    text = text.replace('income_ratio = "rival_income_ratio"', 'income_ratio = ""').replace('rival = { en = "the Coast", ko = "해안 정부" }\n', "")
    head, _, rest = text.partition("[[patron]]")
    text = head + "[[apparatus]]" + rest.partition("[[apparatus]]")[2]
    head, _, rest = text.partition("[[war]]")
    text = head + "[[juncture]]" + rest.partition("[[juncture]]")[2]
    switch = text.index('[[switch]]\nkey = "war"')
    text = text[:switch] + text[text.index("[[switch]]", switch + 5) :]
    won = text.index('[[branch]]\nid = "war-won"')
    text = text[:won] + text[text.index("[[branch]]", won + 5) :]
    text = text.replace('reference = "war-won"', 'reference = "baseline"')
    (pack / "pack.toml").write_text(text, "utf-8")
    factions = (pack / "factions.toml").read_text("utf-8").split("\n[")
    (pack / "factions.toml").write_text("\n[".join(part for part in factions if not part.startswith('faction.traits."tie')), "utf-8")
    rows = (pack / "calendar.csv").read_text("utf-8").splitlines()
    kept = [row for row in rows if not row.startswith(("keldon_presence", "keldon_line", "tasmar", "rival_income"))]
    (pack / "calendar.csv").write_text("\n".join(kept) + "\n", "utf-8")
    outside = (pack / "outside.toml").read_text("utf-8").split("\n[[")
    gone = tuple(f'event.change]]\nseries = "{series}' for series in ("keldon", "tasmar"))
    (pack / "outside.toml").write_text("\n[[".join(part for part in outside if not part.startswith(gone)), "utf-8")
    bare = load_pack(pack)
    assert (bare.patrons, bare.wars, bare.rival_state) == ((), (), False)
    assert set(bare.factions[0].traits) == {"support", "adventurism", "other_half_base", "reach", "discipline", "charisma", "ideology"}


def test_a_later_faction_enters_out_of_its_parent(tmp_path: Path) -> None:
    pack = copy_of_demo(tmp_path)
    text = (pack / "factions.toml").read_text("utf-8")
    later = text.replace('leader = "quill_maro"', 'leader = "quill_maro"\nfrom = "1948-01"\nparent = "harbour"')
    (pack / "factions.toml").write_text(later, "utf-8")
    faction = load_pack(pack).faction("returnees")
    assert (faction.entry, faction.parent) == (27, "harbour")
    (pack / "factions.toml").write_text(later.replace('parent = "harbour"', 'parent = "returnees"'), "utf-8")
    assert "parent not there yet, or circular" in str(check_pack(pack)[0])
    (pack / "factions.toml").write_text(later.replace('parent = "harbour"\n', ""), "utf-8")
    assert "allowed: both or neither" in str(check_pack(pack)[0])


def test_the_demo_pack_names_nothing_real() -> None:
    text = "".join(path.read_text("utf-8") for path in DEMO.rglob("*") if path.is_file()).lower()
    for word in ("korea", "soviet", "china", "chinese", "ussr", "prc", "kim ", "pyongyang", "moscow", "stalin", "hungar", "poland"):
        assert word not in text


def test_the_pack_code_makes_no_random_numbers_and_names_no_case() -> None:
    for path in (ROOT / "sim" / "pack").glob("*.py"):
        text = path.read_text("utf-8")
        names = {alias.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import) for alias in node.names}
        names |= {str(node.module) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)}
        assert not {name for name in names if name.split(".")[0] in ("random", "numpy", "secrets")}, path
        assert "numpy.random" not in text


def test_loading_twice_gives_equal_countries_and_keeps_nothing(country: Country) -> None:
    again = load_pack("demo")
    assert again == country
    assert again is not country


def test_a_pack_may_do_without_the_columns_for_display(country: Country, tmp_path: Path) -> None:
    pack = copy_of_demo(tmp_path)
    rows = list(csv.DictReader(io.StringIO((pack / "cadres.csv").read_text("utf-8"))))
    kept = [name for name in rows[0] if name not in ("shown_as", "shown_from")]
    text = io.StringIO()
    writer = csv.DictWriter(text, kept, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    (pack / "cadres.csv").write_text(text.getvalue(), "utf-8")
    plain = load_pack(pack)
    assert any(cadre.shown_as for cadre in country.cadres)
    assert not any(cadre.shown_as or cadre.shown_from for cadre in plain.cadres)
    assert [cadre.key for cadre in plain.cadres] == [cadre.key for cadre in country.cadres]
