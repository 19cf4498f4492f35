"""Under whose rule things came, in sentences: shares of one hundred, few worlds as a count, nothing where a change names no group."""

from __future__ import annotations

import pytest

from sim.counterfactual.answer import Answer
from sim.counterfactual.compare import compare
from sim.locale import LANGUAGES
from sim.pack import Country
from sim.report.office_text import attributed_sentences, standing_sentence


@pytest.fixture(scope="module")
def answer(korea: Country) -> Answer:
    return compare(korea, 60, 2, branches=["yanan-plenum-1956-09", "war-won"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_winner_is_told_as_put_in_office_with_its_majority_apart(answer: Answer, lang: str) -> None:
    branch = answer.branch("yanan-plenum-1956-09")
    text = standing_sentence(branch, lang)
    assert text is not None
    assert branch.standing is not None
    for years in (branch.standing.with_majority, branch.standing.without_majority):
        assert years.n == 0 or str(years.n) in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_came_by_itself_is_counted_and_has_no_shares_of_few_worlds(answer: Answer, lang: str) -> None:
    branch = answer.branch("yanan-plenum-1956-09")
    found = dict(attributed_sentences(answer.country, branch, lang))
    n = branch.attributed["uprising"].by_itself.n
    assert 0 < n < 60
    assert (f" of {n})" if lang == "en" else f"({n}개 가운데 ") in found["itself"]
    assert "100" not in found["itself"]
    assert "100" in found["placebo"]
    assert set(found) == {"under", "itself", "placebo"}


def test_a_change_that_names_no_group_says_nothing_of_a_winner(answer: Answer) -> None:
    branch = answer.branch("war-won")
    assert standing_sentence(branch, "en") is None
    assert attributed_sentences(answer.country, branch, "en") == []
