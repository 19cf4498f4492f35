"""A country under a rival reading: what is replaced keeps its own origin, the rest stays as it is."""

from __future__ import annotations

import dataclasses
import pickle
import re
from pathlib import Path

import numpy as np
import pytest

from sim.pack import Country, InputError, check_pack, explain, list_packs, load_pack, with_reading
from sim.pack.country.vocabulary import PARAMETER_NAMES
from sim.world.build import compile_scenario

from .broken import copy_of_demo

SWITCHED = """
key = "drawn"
title = { en = "Drawn", ko = "추첨" }
author = "an invented critic"

[[change]]
switch = "endorsement"
option = "drawn"
basis = "an invented argument"
source = "velmar_letters"
"""


def test_a_replaced_value_keeps_its_own_source_and_place(demo: Country) -> None:
    found = with_reading(demo, "kinder").faction("harbour").traits["adventurism"]
    own = demo.faction("harbour").traits["adventurism"]
    assert (found.start, found.source, found.basis, str(found.place)) == (0.3, "velmar_letters", "letters of the group", "readings/kinder.toml:7")
    assert (found.meaning, found.unit) == (own.meaning, own.unit)
    assert own.start != 0.3


def test_a_parameter_and_a_cadre_are_replaced(demo: Country) -> None:
    under = with_reading(demo, "kinder")
    assert under.parameters["foreignness_cost"].start == 0.2
    assert under.parameters["foreignness_cost"].source == "judgement"
    moved = next(cadre for cadre in under.cadres if cadre.key == "dessa_milk")
    assert (moved.faction, moved.faction_alt, moved.source) == ("returnees", "uplanders", "velmar_letters; judgement")
    assert tuple(under.parameters) == PARAMETER_NAMES


def test_a_switch_gets_another_default_and_the_argument_for_it(tmp_path: Path) -> None:
    pack = copy_of_demo(tmp_path)
    (pack / "readings" / "drawn.toml").write_text(SWITCHED, "utf-8")
    country = load_pack(pack)
    own, found = (next(s for s in c.switches if s.key == "endorsement") for c in (country, with_reading(country, "drawn")))
    assert (found.default, found.options) == ("drawn", ("drawn", "record", "coalition"))
    assert (found.for_default, found.for_other, found.source) == ("an invented argument", own.for_default, "velmar_letters")


COURSE = """key = "other"
title = { en = "Another course", ko = "다른 경로" }
author = "an invented critic"

[[change]]
series = "keldon_line"
from = "1953-04"
value_from = 0.3
value_to = 0.1
basis = "an invented argument"
source = "velmar_letters"
"""


def test_a_stretch_of_the_calendar_takes_another_course(tmp_path: Path) -> None:
    pack = copy_of_demo(tmp_path)
    (pack / "readings" / "other.toml").write_text(COURSE, "utf-8")
    country = load_pack(pack)
    under = with_reading(country, "other")
    changed = [(one, now) for one, now in zip(country.series["keldon_line"].segments, under.series["keldon_line"].segments, strict=True) if one != now]
    ((own, found),) = changed
    assert (found.start, found.end, found.value_from, found.value_to, found.interpolation) == (own.start, own.end, 0.3, 0.1, "linear")
    assert (found.source, str(found.place)) == ("velmar_letters", "readings/other.toml:5")
    assert {key for key in country.series if country.series[key] != under.series[key]} == {"keldon_line"}
    lines = [compile_scenario(one).calendar["line_0"] for one in (country, under)]
    moved = np.flatnonzero(lines[0] != lines[1])
    assert moved.tolist() == list(range(own.start + 1, own.end + 1))


@pytest.mark.parametrize(("old", "new", "wanted"), [
    ('"1953-04"', '"1953-05"', r"readings/other.toml:5: stretch of keldon_line; found 1953-05; allowed: a month in which one begins: 1945-10, 1953-04"),
    ('"keldon_line"', '"keldon_lime"', r"unknown series; found 'keldon_lime'.*nearest: keldon_line"),
    ("value_to = 0.1", "value_to = 1.5", r"value of keldon_line out of range; found 1.5; allowed: -1 to 1"),
    ("value_to = 0.1\n", "", r"change of keldon_line; found value_to missing; allowed: from, value_from, value_to, source"),
    ("value_to = 0.1", "value_to = 0.1\nstart = 0.2", r"change of keldon_line; found start beside a series"),
    ('series = "keldon_line"', 'parameter = "purge_cost"', r"change of purge_cost; found a course; allowed: from, value_from, value_to of a series only"),
    ('"velmar_letters"', '"velmar_lettres"', r"velmar_lettres"),
])  # fmt: skip
def test_a_course_that_is_none_is_refused(tmp_path: Path, old: str, new: str, wanted: str) -> None:
    pack = copy_of_demo(tmp_path)
    assert old in COURSE
    (pack / "readings" / "other.toml").write_text(COURSE.replace(old, new), "utf-8")
    assert re.search(wanted, "\n".join(str(error) for error in check_pack(pack)))


def test_nothing_else_changes(demo: Country) -> None:
    under = with_reading(demo, "kinder")
    named = {"factions", "parameters", "cadres", "hash", "reading"}
    for field in dataclasses.fields(Country):
        assert (getattr(under, field.name) == getattr(demo, field.name)) is (field.name not in named), field.name


def test_the_identity_names_the_reading_and_the_hash_is_another(demo: Country) -> None:
    under = with_reading(demo, "kinder")
    assert under.identity == {"id": "demo", "version": demo.version, "hash": under.hash, "reading": "kinder"}
    assert "reading" not in demo.identity
    assert under.hash != demo.hash


def test_a_pack_loaded_under_a_reading_is_the_pack_read_under_it(demo: Country) -> None:
    assert load_pack("demo", "kinder") == load_pack("demo", reading="kinder") == with_reading(demo, "kinder")


def test_the_hash_covers_what_a_reading_says(demo: Country, tmp_path: Path) -> None:
    pack = copy_of_demo(tmp_path)
    path = pack / "readings" / "kinder.toml"
    path.write_text(path.read_text("utf-8").replace("letters of the group", "other letters"), "utf-8")
    assert load_pack(pack).hash != demo.hash


def test_an_unknown_reading_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"unknown reading; found 'kindr'; allowed: kinder; nearest: kinder"):
        load_pack("demo", "kindr")


def test_readings_do_not_add_up(demo: Country) -> None:
    with pytest.raises(InputError, match="reading: already under one"):
        with_reading(with_reading(demo, "kinder"), "kinder")


def test_sources_show_the_value_of_the_reading(demo: Country) -> None:
    entry = explain(with_reading(demo, "kinder"), "harbour.adventurism")[0]
    assert (entry.value, str(entry.place)) == ("0.3", "readings/kinder.toml:7")
    assert [source.key for source in entry.sources] == ["velmar_letters"]


def test_a_country_under_a_reading_survives_pickling(demo: Country) -> None:
    under = with_reading(demo, "kinder")
    assert pickle.loads(pickle.dumps(under)) == under


@pytest.mark.parametrize("pack", list_packs())
def test_every_reading_of_every_pack_can_be_read_under(pack: str) -> None:
    country = load_pack(pack)
    hashes = {with_reading(country, reading.key).hash for reading in country.readings}
    assert len(hashes | {country.hash}) == len(country.readings) + 1


def test_the_first_case_has_the_readings_that_are_disputed(korea: Country) -> None:
    wanted = {"article", "kapsan_domestic", "kapsan_apart", "first_committee", "first_endorsement", "party_size_1946"}
    assert wanted <= {reading.key for reading in korea.readings}
    for reading in korea.readings:
        assert all(change.source for change in reading.changes)
        assert reading.note, reading.key
