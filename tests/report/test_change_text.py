"""One change of the asker's own: on the screen, in the report, and what is refused."""

from __future__ import annotations

import re

import pytest

from sim.counterfactual.compare import compare
from sim.counterfactual.pairs import WHAT_IF
from sim.counterfactual.possible import possible
from sim.pack import Country, InputError
from sim.report.change_text import change_answer
from sim.report.compare_text import SHOWN
from sim.report.html.content import content
from sim.report.html.write import page
from sim.report.terminal import cells_of

CHANGE = "ruler=harbour@1957-03:plenum"


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("changes", [[CHANGE], ["switch.patron_veto=off"], ["war=won", CHANGE], ["suppress=border_rising"]])
def test_it_fits_a_screen_and_tells_every_outcome(demo: Country, lang: str, changes: list[str]) -> None:
    lines = change_answer(compare(demo, 20, 2, what_if=changes), lang)
    assert len(lines) <= 40
    assert all(cells_of(line) <= 80 for line in lines[:-1])
    assert cells_of(lines[-1]) <= 100
    rows = [line for line in lines if re.search("[0-9] \u2192 ", line)]
    assert len(rows) in (len(possible(demo, SHOWN)), len(possible(demo, SHOWN)) + 1)


def test_a_change_that_is_a_branch_of_the_pack_has_the_branchs_answer(demo: Country) -> None:
    branch = next(branch for branch in demo.branches if branch.winner and branch.route == "plenum" and branch.reference == "baseline")
    mine = compare(demo, 30, 5, what_if=list(branch.do)).branch(WHAT_IF)
    packs = compare(demo, 30, 5, branches=[branch.id]).branch(branch.id)
    for key in ("winner", "route", "date", "outcomes", "price_bits", "applicable", "ruler_years", "parting", "aligned_until", "typical"):
        assert getattr(mine, key) == getattr(packs, key), key


def test_what_is_put_under_both_is_under_both(demo: Country) -> None:
    answer = compare(demo, 10, 2, ["switch.purge=off"], what_if=[CHANGE])
    for branch in answer.branches:
        assert branch.outcomes["rivals_purged"].share == 0.0


@pytest.mark.parametrize("changes", [[""], ["ruler=harbour@1957-03"], [CHANGE, "ruler=uplanders@1957-03:fiat"]])
def test_a_change_that_is_none_or_contradicts_itself_is_refused(demo: Country, changes: list[str]) -> None:
    with pytest.raises(InputError):
        compare(demo, 10, 2, what_if=changes)


def test_it_has_a_report_that_says_how_to_ask_again(demo: Country) -> None:
    told = content(compare(demo, 10, 2, what_if=[CHANGE]), "en")
    assert [section.id for section in told.sections] == [WHAT_IF]
    assert f"--what-if '{CHANGE}'" in told.commands[0]
    assert f"what_if=['{CHANGE}']" in told.python
    assert "</html>" in page(told)
