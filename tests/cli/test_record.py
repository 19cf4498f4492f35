"""`counterfaction record`: one document of JSON, or text; and one sentence for what can't be asked."""

from __future__ import annotations

import json
import re

import pytest

from sim.cli.main import run
from sim.locale import LANGUAGES

KEYS = {"id", "statement", "month", "strength", "source", "share", "bits", "bits_given_before"}


def test_json_has_the_facts_and_their_sum(capfd: pytest.CaptureFixture[str]) -> None:
    texts = []
    for workers in ("1", "3"):
        assert run(["record", "demo", "--worlds", "40", "--seed", "2", "--json", "--workers", workers]) == 0
        texts.append(capfd.readouterr().out)
    found = json.loads(texts[0])
    assert texts[0] == texts[1]
    assert (found["schema"], found["command"], found["pack"]["id"], found["worlds"], found["seed"], found["values"]) == (2, "record", "demo", 40, 2, "fixed")
    assert all(set(one) >= KEYS for one in found["facts"])
    assert round(sum(one["bits_given_before"] for one in found["facts"]), 4) == found["total_bits"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_text_names_every_fact(capfd: pytest.CaptureFixture[str], lang: str) -> None:
    assert run(["record", "demo", "--worlds", "20", "--lang", lang]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert [line.split()[0].rstrip("*") for line in lines if re.match(r"R\d\*? +\d{4}-", line)] == ["R1", "R2", "R3", "R4", "R5", "R6"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["demo", "--values", "accepted"], "--values: accepted sets of values in pack demo; found none"),
        (["demo", "--values", "prier"], "--values: unknown values; found 'prier'"),
        (["demo", "--worlds", "0"], "--worlds: not a number that fits"),
        (["demoo"], "nearest: demo"),
    ],
)
def test_what_can_not_be_asked_is_one_sentence(capfd: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    assert run(["record", *arguments]) == 2
    said = capfd.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert words in said.err


def test_a_fact_can_be_asked_for_its_source(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["sources", "demo", "R3", "--json"]) == 0
    (entry,) = json.loads(capfd.readouterr().out)["entries"]
    assert (entry["kind"], [one["key"] for one in entry["sources"]]) == ("fact", ["velmar_letters"])


def test_validate_shows_the_model_beside_simple_guesses(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "demo", "--quick", "--json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert [one["name"] for one in found["nulls"]] == ["base_rates", "persistence", "coalition", "random"]
    assert found["model"]["unit"] == "bits"
    assert all(one["log_score"] < 0 for one in (*found["nulls"], found["model"]))
