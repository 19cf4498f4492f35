"""What moved between two sets of answers: beyond the errors of both, the largest first, whatever the sides are called."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from sim.cli.main import run
from sim.counterfactual.compare import compare
from sim.counterfactual.diff import Cell, diff, moved, numbers_between, side_of
from sim.counterfactual.estimate import wilson
from sim.files.json_text import Malformed
from sim.pack import Country
from sim.report.diff_text import diff_text
from sim.report.html.diff import diff_page
from sim.report.results import answered, headline_changes
from sim.report.shipped_shares import shipped_side
from sim.report.terminal import cells_of


def cell(came: int, n: int) -> Cell:
    found = wilson(came, n)
    return Cell(found.value, found.low, found.high)


def side(name: str, shares: dict[str, dict[str, tuple[int, int]]]) -> object:
    branches = [
        {"id": branch, "do": [] if branch == "baseline" else [f"ruler={branch}"], "outcomes": {
            outcome: dataclasses.asdict(cell(*counts)) for outcome, counts in outcomes.items()}}
        for branch, outcomes in shares.items()
    ]  # fmt: skip
    return side_of(name, {"branches": branches, "pack": {"id": "demo"}})


def test_equal_truths_move_in_at_most_one_of_twenty() -> None:
    rng = np.random.default_rng(2)
    found = [moved("b", "o", cell(int(rng.binomial(200, p)), 200), cell(int(rng.binomial(200, p)), 200)).beyond_error for p in rng.random(4000)]
    assert 0.03 < np.mean(found) < 0.06


def test_different_truths_move() -> None:
    one = moved("b", "o", cell(60, 200), cell(100, 200))
    assert one.beyond_error
    assert one.difference == pytest.approx(0.2)
    assert one.low < one.difference < one.high
    assert not moved("b", "o", cell(60, 200), cell(66, 200)).beyond_error


def test_branches_are_matched_by_what_is_changed_and_sorted_by_size() -> None:
    old = side("old", {"baseline": {"uprising": (10, 200)}, "a": {"uprising": (20, 200), "opening": (100, 200)}, "gone": {"uprising": (1, 200)}})
    new = side("new", {"baseline": {"uprising": (12, 200)}, "a": {"uprising": (80, 200), "opening": (101, 200)}, "fresh": {"uprising": (1, 200)}})
    found = diff(old, new)  # type: ignore[arg-type]
    assert [(one.branch, one.outcome, one.beyond_error) for one in found.cells][:1] == [("a", "uprising", True)]
    assert len(found.cells) == 3
    assert (found.only_old, found.only_new) == (("gone",), ("fresh",))
    first = found.as_dict()["moved"][0]
    assert (first["branch"], first["outcome"], first["old"], first["new"], first["beyond_error"]) == ("a", "uprising", 0.1, 0.4, True)
    for lang in ("en", "ko"):
        assert max(cells_of(line) for line in diff_text(found, lang)) <= 80
        assert 'role="img"' in diff_page(found, lang)


def test_numbers_that_differ_are_told(demo: Country) -> None:
    other = dict(demo.parameters)
    other["war_cost"] = dataclasses.replace(other["war_cost"], start=9.0)
    del other["mood_sd"]
    found = numbers_between(demo, dataclasses.replace(demo, parameters=other))
    assert [one.key for one in found.changed] == ["war_cost"]
    assert (found.added, found.removed) == ((), ("mood_sd",))
    assert found.changed[0].as_dict()["new"]["start"] == 9.0


def test_shipped_answers_are_read_to_the_digit_they_print(demo: Country) -> None:
    changes = headline_changes(demo)[0]
    answer = compare(demo, 20, 2, what_if=changes)
    file = {"schema": 2, "pack": demo.identity, "answers": [{"changes": list(changes), **answered(answer, "ko")}]}
    read, own = shipped_side("shipped", file), side_of("own", answer.as_dict())
    branch = tuple(sorted(changes))
    assert len(read.cells[branch]) >= 8
    for outcome, cell in read.cells[branch].items():
        assert cell.share == pytest.approx(own.cells[branch][outcome].share, abs=0.0006)
        assert cell.low == pytest.approx(own.cells[branch][outcome].low, abs=0.0006)
        assert cell.high == pytest.approx(own.cells[branch][outcome].high, abs=0.0006)
    with pytest.raises(Malformed):
        shipped_side("other", {"answers": [{"changes": []}]})


def test_files_and_packs_are_compared_by_the_command(demo: Country, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "old.json"
    file.write_text(compare(demo, 4, 1, branches="no-rising").to_json(), "utf-8")
    capfd.readouterr()
    assert run(["diff", str(file), str(file), "--json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert found["command"] == "diff"
    assert not any(one["beyond_error"] for one in found["moved"])
    assert all(one["old"] == one["new"] for one in found["moved"])
    assert run(["diff", "demo", "demo", "--worlds", "4", "--branch", "no-rising", "--json"]) == 0
    packs = json.loads(capfd.readouterr().out)
    assert (packs["numbers"], {one["branch"] for one in packs["moved"]}) == ([], {"baseline", "no-rising"})


@pytest.mark.parametrize(
    ("text", "words"),
    [('{"schema": 1, "branches": []}', "another schema"), ("[]", "not a file of answers"), ('{"schema": 2, "branches": [{}]}', "not a file of answers"),
     ('{"schema": 2, "branches": []}', "nothing to compare")],
)  # fmt: skip
def test_other_files_are_refused_in_a_sentence(text: str, words: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file.json"
    file.write_text(text, "utf-8")
    assert run(["diff", str(file), str(file)]) == 2
    assert words in capfd.readouterr().err
