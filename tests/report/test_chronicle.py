"""Every event that happened is told with a why that a reader can believe."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from sim.agents.why import LEAST, chance_text, choice_text, luck_text
from sim.agents.world import World
from sim.cli.main import run as command
from sim.locale import LANGUAGES
from sim.pack import load_pack
from sim.report.chronicle import event_why, recorded_why
from sim.runs.trajectory import simulate
from sim.world.words import EV_DEATH, KINDS

IMPOSSIBLE = re.compile(r"(?<![\d.])(0\.00|1\.00)(?!\d)")
"""Of what happened, a chance of none; of what was drawn, all."""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_chance_and_no_draw_is_rounded_to_none_or_all(lang: str) -> None:
    for number in [*np.geomspace(1e-12, 0.5, 400), *(1 - np.geomspace(1e-12, 0.5, 400))]:
        text = chance_text(lang, float(number))
        assert not IMPOSSIBLE.search(text), (number, text)
        assert text not in ("0", "1"), number
        if LEAST <= number <= 1 - LEAST:
            assert float(text) == pytest.approx(number, abs=0.005)
            assert 0.0 < float(text) < 1.0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_choice_hardly_to_be_expected_is_told_as_the_exception_it_is(lang: str) -> None:
    assert choice_text(lang, 0.003, 0.9996) != choice_text(lang, 0.3, 0.9996).replace("0.30", "0.003")
    assert choice_text(lang, 0.5, math.nan) == luck_text(lang, 0.5, math.nan)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_recorded_death_is_on_record_and_says_where(lang: str) -> None:
    country = load_pack("demo")
    found = 0
    for seed in range(1, 6):
        for event in simulate(World(country, seed=seed)).events:
            why, recorded = event_why(country, event, lang), recorded_why(country, event, lang)
            assert not IMPOSSIBLE.search(why), (KINDS[int(event["kind"])], why)
            if int(event["kind"]) == EV_DEATH and math.isnan(float(event["luck"])) and not int(event["imposed"]):
                cadre = country.cadres[int(event["name"])]
                assert why == recorded
                titles = [country.sources[key].title for key in cadre.source.split("; ") if key in country.sources]
                assert all(title in why for title in titles)
                assert ("on record" if lang == "en" else "기록에 있는") in why
                found += 1
    assert found


def test_the_why_of_run_shows_no_chance_of_none(capfd: pytest.CaptureFixture[str]) -> None:
    for seed in ("1", "3"):
        assert command(["run", "demo", "--seed", seed, "--why"]) == 0
        out = capfd.readouterr().out
        assert "chance" in out
        assert not IMPOSSIBLE.search(out)
