"""Where a value comes from."""

from __future__ import annotations

import csv
import tomllib

import pytest

from sim.pack import Country, InputError, explain, listing, load_pack

from .broken import DEMO


@pytest.fixture(scope="module")
def country() -> Country:
    return load_pack("demo")


def keys_of_csv(name: str, column: str) -> set[str]:
    with (DEMO / name).open(encoding="utf-8", newline="") as stream:
        return {row[column] for row in csv.DictReader(stream)} - {""}


def all_keys() -> set[str]:
    """Every key in the files of the demo pack, read without the loader."""
    pack, factions = tomllib.loads((DEMO / "pack.toml").read_text("utf-8")), tomllib.loads((DEMO / "factions.toml").read_text("utf-8"))
    keys = {table["key"] for kind in ("patron", "switch", "war", "juncture") for table in pack[kind]}
    keys |= {table["id"] for table in pack["branch"]} | {table["organ"] for table in pack["apparatus"]}
    keys |= {table["key"] for table in factions["faction"]}
    keys |= {f"{table['key']}.{trait}" for table in factions["faction"] for trait in table["traits"]}
    for name, kind in (("outside.toml", "event"), ("sources.toml", "source")):
        keys |= {table["key"] for table in tomllib.loads((DEMO / name).read_text("utf-8"))[kind]}
    keys |= keys_of_csv("cadres.csv", "key") | keys_of_csv("posts.csv", "post_key") | keys_of_csv("calendar.csv", "series")
    keys |= keys_of_csv("parameters.csv", "key") | keys_of_csv("parameters.csv", "symbol")
    return keys | keys_of_csv("events.csv", "id") | keys_of_csv("targets.csv", "id")


@pytest.mark.parametrize("key", sorted(all_keys()))
def test_every_key_of_the_pack_is_explained_with_its_place(country: Country, key: str) -> None:
    for entry in explain(country, key):
        line = (DEMO / entry.place.file).read_text("utf-8").split("\n")[entry.place.line - 1]
        assert entry.what
        assert line.startswith("[[") or entry.key.split(".", 1)[-1] in line


def test_a_value_shows_its_range_basis_sources_and_grade(country: Country) -> None:
    (entry,) = explain(country, "harbour.reach")
    assert (entry.value, entry.range, entry.prior) == ("0.36", "0.27 to 0.47", "dirichlet(14.8)")
    assert entry.basis == "first appointments of the invented record"
    assert [source.title for source in entry.sources] == ["Yearbook of Varenia (an invented source for an invented country)"]
    assert entry.judgement
    assert entry.grade == "low; recall: varenia_yearbook; judgement"


def test_a_symbol_and_an_alias_lead_to_the_same_entry(country: Country) -> None:
    assert explain(country, "g0") == explain(country, "trend_growth")
    assert explain(country, "dockers") == explain(country, "harbour")
    assert explain(country, "Dockers.tie.keldon") == explain(country, "harbour.tie.keldon")


def test_a_key_of_several_rows_gives_all_of_them(country: Country) -> None:
    assert [entry.value for entry in explain(country, "premier")] == ["Quill Maro", "Evo Hartal"]
    assert len(explain(country, "keldon_presence")) == 5


def test_who_disputes_a_cadres_group_is_told(country: Country) -> None:
    assert explain(country, "dessa_milk")[0].disputed_by == "also counted with returnees"


def test_an_unknown_key_names_the_nearest(country: Country) -> None:
    with pytest.raises(InputError) as caught:
        explain(country, "harbour.charism")
    assert caught.value.nearest == "harbour.charisma"


def test_the_listing_holds_every_key_once(country: Country) -> None:
    kinds = listing(country)
    assert len(kinds["parameter"]) == 265
    assert len(kinds["trait"]) == 27
    assert {key for keys in kinds.values() for key in keys} >= all_keys() - set(country.symbols)
