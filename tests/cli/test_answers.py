"""What the commands print: JSON as agreed, one screen of text, the same bytes for the same question."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sim.cli.main import run
from sim.counterfactual.definitions import definition
from sim.pack import load_pack
from sim.world.outcome import OUTCOMES

ROOT = Path(__file__).parents[2]


def answer(capfd: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(list(arguments)) == 0
    return capfd.readouterr().out


@pytest.fixture(scope="module")
def country():  # type: ignore[no-untyped-def]
    return load_pack("demo")


def test_compare_json_has_the_agreed_shape(capfd: pytest.CaptureFixture[str]) -> None:
    found = json.loads(answer(capfd, "compare", "demo", "--worlds", "20", "--json"))
    assert found["schema"] == 2
    assert found["command"] == "compare"
    assert found["horizon"] == ["1945-10", "1999-12"]
    baseline, *rest = found["branches"]
    assert baseline["id"] == "baseline"
    assert baseline["winner"] is None
    for branch in rest:
        assert {"id", "winner", "route", "date", "do", "token", "applicable", "reference", "dropped"} <= set(branch)
        assert {"price_bits", "outcomes", "rulers", "ruler_years", "first_divergence", "aligned_until"} <= set(branch)
        for cell in branch["outcomes"].values():
            if cell["share"] is not None:
                assert cell["low"] <= cell["share"] <= cell["high"]
                assert cell["difference"] == pytest.approx(cell["share"] - cell["reference_share"], abs=2e-6)
    assert all(len(branch["token"]) <= 60 for branch in found["branches"])


def test_compare_json_is_the_same_on_any_number_of_workers(capfd: pytest.CaptureFixture[str]) -> None:
    one = answer(capfd, "compare", "demo", "--worlds", "40", "--json", "--workers", "1")
    assert one == answer(capfd, "compare", "demo", "--worlds", "40", "--json", "--workers", "3")


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("pack", ["demo", "korea-1945"])
def test_compare_fits_one_screen(capfd: pytest.CaptureFixture[str], pack: str, lang: str) -> None:
    from sim.report.terminal import cells_of

    lines = answer(capfd, "compare", pack, "--worlds", "20", "--lang", lang).splitlines()
    assert len(lines) <= 40
    assert max(cells_of(line) for line in lines) <= 100
    assert "counterfaction" in lines[-1]


def test_run_json_has_a_row_a_month_and_texts_in_both_languages(capfd: pytest.CaptureFixture[str]) -> None:
    found = json.loads(answer(capfd, "run", "demo", "--seed", "4", "--until", "1950-12", "--json"))
    assert len(found["months"]) == 63
    assert all(abs(sum(month["power"].values()) - 1) < 1e-9 for month in found["months"])
    for event in found["events"]:
        assert {"en", "ko"} <= set(event["text"])
        assert 0 <= event["probability"] <= 1
        assert not re.search(r"[{}]", event["text"]["en"])


def test_a_token_reopens_the_same_world(capfd: pytest.CaptureFixture[str]) -> None:
    first = answer(capfd, "run", "demo", "--seed", "7", "--do", "suppress=" + _movable(), "--json")
    token = json.loads(first)["token"]
    assert first == answer(capfd, "run", "--token", token, "--json")


def test_the_token_of_a_branch_is_its_first_world(capfd: pytest.CaptureFixture[str]) -> None:
    found = json.loads(answer(capfd, "compare", "demo", "--worlds", "10", "--seed", "3", "--json"))
    branch = found["branches"][-1]
    world = json.loads(answer(capfd, "run", "--token", branch["token"], "--json"))
    assert world["do"] == sorted(branch["do"])
    assert world["draw"] == 1


def test_nothing_asked_for_is_bit_identical_to_nothing_given(capfd: pytest.CaptureFixture[str]) -> None:
    assert answer(capfd, "run", "demo", "--json") == answer(capfd, "run", "demo", "--do", "", "--json")


@pytest.mark.parametrize("name", [outcome.name for outcome in OUTCOMES])
def test_every_outcome_has_its_definition_a_step_away(capfd: pytest.CaptureFixture[str], name: str) -> None:
    entry = next(one for one in json.loads(answer(capfd, "sources", "demo", name, "--json"))["entries"] if one["kind"] == "outcome")
    assert entry["what"] == definition(name, "en")
    file, _, line = entry["place"].partition(":")
    assert "lambda" in (text := (ROOT / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]) or "def " in text


def test_sources_follow_a_value_to_its_line(capfd: pytest.CaptureFixture[str]) -> None:
    text = answer(capfd, "sources", "korea-1945", "yanan.support")
    assert "factions.toml:" in text
    assert "judgement" in text


def test_run_tells_what_is_simulated_and_why(capfd: pytest.CaptureFixture[str]) -> None:
    text = answer(capfd, "run", "korea-1945", "--seed", "6", "--why", "--until", "1960-12")
    assert "Simulated" in text
    assert "chance" in text
    assert max(len(line) for line in text.splitlines()) <= 100


def test_a_token_reopens_the_world_of_a_reading(capfd: pytest.CaptureFixture[str]) -> None:
    first = answer(capfd, "run", "demo", "--reading", "kinder", "--seed", "7", "--draw", "2", "--json")
    found = json.loads(first)
    assert found["pack"]["reading"] == "kinder"
    assert len(found["token"]) <= 60
    assert first == answer(capfd, "run", "--token", found["token"], "--json")
    assert json.loads(answer(capfd, "run", "demo", "--seed", "7", "--draw", "2", "--json"))["months"] != found["months"]


def test_the_tokens_of_branches_under_a_reading_stay_short(capfd: pytest.CaptureFixture[str]) -> None:
    found = json.loads(answer(capfd, "compare", "korea-1945", "--reading", "article", "--worlds", "1", "--json"))
    assert found["pack"]["reading"] == "article"
    assert all(len(branch["token"]) <= 60 for branch in found["branches"])


def test_without_a_reading_none_is_named(capfd: pytest.CaptureFixture[str]) -> None:
    assert set(json.loads(answer(capfd, "sources", "demo", "--json"))["pack"]) == {"id", "version", "hash"}


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("reading", ["article", "first_committee_seats"])
def test_compare_fits_one_screen_under_a_reading(capfd: pytest.CaptureFixture[str], reading: str, lang: str) -> None:
    from sim.report.terminal import cells_of

    lines = answer(capfd, "compare", "korea-1945", "--worlds", "100", "--reading", reading, "--lang", lang).splitlines()
    assert len(lines) <= 40
    assert max(cells_of(line) for line in lines) <= 100
    assert f"--reading {reading}" in lines[-1]


def test_scenarios_are_listed_with_what_each_asks(capfd: pytest.CaptureFixture[str]) -> None:
    found = json.loads(answer(capfd, "scenarios", "korea-1945", "--json"))
    assert (found["schema"], found["command"], found["pack"]["id"]) == (2, "scenarios", "korea-1945")
    assert len(found["scenarios"]) >= 10
    for row in found["scenarios"]:
        assert {"id", "sentence", "modal", "do", "outcomes", "claim", "lacks"} <= set(row)
        assert row["do"] or len(row["arms"]) > 1
    text = answer(capfd, "scenarios", "demo")
    assert "harbour-rising" in text
    assert max(len(line) for line in text.splitlines()) <= 100


def test_a_scenario_is_answered_the_same_on_any_number_of_workers(capfd: pytest.CaptureFixture[str]) -> None:
    asked = ("compare", "demo", "--scenario", "harbour-rising", "--worlds", "40", "--json", "--workers")
    one = answer(capfd, *asked, "1")
    assert one == answer(capfd, *asked, "3")
    found = json.loads(one)
    assert found["scenario"]["modal"] == "could"
    assert found["verdict"]["verdict"] == "leans_against"
    assert found["verdict"]["arms"][0]["id"] == "death"


def test_a_scenario_is_answered_in_words_and_in_whole(capfd: pytest.CaptureFixture[str]) -> None:
    text = answer(capfd, "compare", "demo", "--scenario", "harbour-rising", "--worlds", "20")
    assert "The answer:" in text
    assert max(len(line) for line in text.splitlines()) <= 100
    every = answer(capfd, "compare", "demo", "--scenario", "harbour-rising", "--worlds", "20", "--all")
    assert "vote  ruler=harbour@1956-09:plenum" in every


def _movable() -> str:
    from sim.world.calendar import moves_something

    country = load_pack("demo")
    return next(event.key for event in country.outside if moves_something(country, event))


def test_without_a_command_the_help_is_printed_as_it_should_look(capfd: pytest.CaptureFixture[str]) -> None:
    assert answer(capfd) == answer(capfd, "--help")
