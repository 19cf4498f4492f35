"""What hangs on what: each variant changes one thing, is simulated on the same luck, and is told beside the model as it is."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

from sim.pack import Country, with_reading
from sim.pack.country.switches import SWITCHES
from sim.report.html.validation import scoreboard_page
from sim.report.validation_text import validation_text
from sim.runs.ensemble import ensemble
from sim.validation import knockouts as module
from sim.validation.knockouts import BY_CHOICE, IDLE, Variant, variants, with_knockouts, with_option, with_values
from sim.validation.scoreboard import Scoreboard
from sim.validation.validate import QUICK, validate
from sim.world.draws import draw_parameters
from sim.world.state import PARAMETERS_DTYPE


@pytest.fixture(scope="module")
def board(demo: Country) -> Scoreboard:
    """Three variants only: a mechanism, a value, a reading."""
    wanted = {"purge", "appeal", "kinder", "absorption"}
    monkey = pytest.MonkeyPatch()
    monkey.setattr(module, "variants", lambda country: [one for one in variants(country) if one.id in wanted])
    found = with_knockouts(validate(demo, quick=True, seed=4))
    monkey.undo()
    return found


def test_every_mechanism_choice_and_reading_has_a_variant(korea: Country) -> None:
    found = variants(korea)
    by_kind = {kind: [one.id for one in found if one.kind == kind] for kind in ("mechanism", "choice", "reading")}
    assert by_kind["mechanism"] == sorted([*IDLE, *(key for key in SWITCHES if key not in BY_CHOICE)])
    assert set(by_kind["choice"]) == {"prize", "majority"}
    assert by_kind["reading"] == [reading.key for reading in korea.readings]
    assert len({one.setting for one in found}) == len(found)


def test_a_variant_differs_in_one_thing(korea: Country) -> None:
    for one in variants(korea):
        changed = [field.name for field in dataclasses.fields(Country) if getattr(one.country, field.name) != getattr(korea, field.name)]
        if one.kind == "reading":
            assert one.country == with_reading(korea, one.id)
        else:
            assert changed in (["switches"], ["parameters"]), one.id


def test_values_are_held_whatever_is_drawn(korea: Country) -> None:
    drawn = draw_parameters(with_values(korea, {"purge_cover": 0.0}), 1, [1, 2, 3]).view(PARAMETERS_DTYPE)
    assert (drawn["purge_cover"] == 0.0).all()
    own = draw_parameters(korea, 1, [1, 2, 3]).view(PARAMETERS_DTYPE)
    assert all((drawn[name] == own[name]).all() for name in PARAMETERS_DTYPE.names or () if name != "purge_cover")


def test_a_reading_has_no_readings_of_its_own(demo: Country) -> None:
    assert [one.kind for one in variants(with_reading(demo, "kinder")) if one.kind == "reading"] == []


def test_moved_outcomes_are_those_of_the_two_ensembles(board: Scoreboard, demo: Country) -> None:
    assert board.knockouts is not None
    purge = next(one for one in board.knockouts if one.id == "purge")
    plain = ensemble(demo, QUICK.worlds, 4, fixed=True).outcomes["rivals_purged"]
    off = ensemble(demo, QUICK.worlds, 4, do="switch.purge=off", fixed=True).outcomes["rivals_purged"]
    assert not off.any()
    cell = purge.moved["rivals_purged"]
    assert (cell.share, cell.reference_share) == (0.0, pytest.approx(plain.mean(), abs=1e-6))
    assert with_option(demo, "purge", "off").switches != demo.switches


def test_targets_lost_are_met_by_the_model_and_missed_by_the_variant(board: Scoreboard, demo: Country) -> None:
    for one in board.knockouts or ():
        variant = next(other for other in variants(demo) if other.setting == one.setting)
        theirs = validate(variant.country, quick=True, seed=4)
        met = {score.target.id for score in board.targets if score.passes}
        others = {score.target.id for score in theirs.targets if score.passes}
        assert (set(one.lost), set(one.gained)) == (met - others, others - met), one.id


def test_json_text_and_page_say_the_same(board: Scoreboard) -> None:
    found = json.loads(json.dumps(board.as_dict()))["knockouts"]
    assert [one["id"] for one in found] == ["absorption", "appeal", "purge", "kinder"]
    assert "knockouts" not in dataclasses.replace(board, knockouts=None).as_dict()
    for lang in ("en", "ko"):
        lines, page = validation_text(board, lang), scoreboard_page(board, lang)
        for one in board.knockouts or ():
            assert any(one.id in line for line in lines)
            assert one.id in page
        assert "--knockouts" in page


def test_idle_values_are_values_of_the_model(korea: Country) -> None:
    assert all(set(values) <= set(korea.parameters) for values in IDLE.values())
    assert all(np.isfinite(value) for values in IDLE.values() for value in values.values())
    assert isinstance(variants(korea)[0], Variant)
