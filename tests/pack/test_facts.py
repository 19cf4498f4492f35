"""record.toml: what it may say, in what order its facts stand, and that no world hangs on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.pack import Country, check_pack, explain, load_pack
from sim.pack.country.dates import month_text
from sim.pack.country.facts import PREDICATES, STRENGTHS

from .broken import copy_of_demo


def broken(tmp_path: Path, old: str, new: str) -> str:
    """What is said of a copy of the pack, all in one, after the first `old` was replaced."""
    pack = copy_of_demo(tmp_path)
    path = pack / "record.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return "\n".join(str(error) for error in check_pack(pack))


CASES = {
    "unknown key": ('at = "1949-06"', 'at = "1949-06"\nmonth = 1', ["record.toml:", "unknown key fact[1].month"]),
    "unknown predicate": ('predicate = "rules"', 'predicate = "ruls"', ["unknown predicate", "nearest: rules"]),
    "unknown group": ('group = "harbour"', 'group = "harbor"', ["unknown faction", "nearest: harbour"]),
    "no month": ('at = "1949-06"\n', "", ["fact with predicate rules", "found no at"]),
    "no group": ('group = "uplanders"\n', "", ["found no group"]),
    "a key of no use": ('at = "1949-06"', 'at = "1949-06"\nbelow = 0.1', ["fact with predicate rules", "found 'below'"]),
    "no bound": ("below = 0.1\n", "", ["bound of a fact with predicate committee_share", "found neither", "above or below"]),
    "two bounds": ("below = 0.1", "below = 0.1\nabove = 0.05", ["found both"]),
    "bound out of range": ("below = 0.1", "below = 10", ["below out of range", "0 to 1"]),
    "months turned round": ('from = "1952-01"', 'from = "1958-01"', ["to before from"]),
    "outside the horizon": ('until = "1989-12"', 'until = "2089-12"', ["outside the horizon"]),
    "judgement alone": ('source = "varenia_yearbook"', 'source = "judgement"', ["source of a fact", "found judgement", "a fact is on record"]),
    "unknown source": ('source = "varenia_yearbook"', 'source = "varenia_yearbok"', ["unknown source", "nearest: varenia_yearbook"]),
    "disputed by nobody": ('disputed_by = "an invented chronicler, who calls it a debate"\n', "", ["strength of a fact", "disputed by nobody"]),
    "firm and disputed": ('strength = "disputed"', 'strength = "firm"', ["strength of a fact", "only then"]),
    "unknown strength": ('strength = "firm"', 'strength = "certain"', ["firm, disputed"]),
    "one language": (', ko = "표결은 가결되지 않는다"', "", ["fact[4].statement", "en =", "ko ="]),
    "id given twice": ('id = "R2"', 'id = "R1"', ["fact given twice"]),
    "rate of a share": ('[[rate]]\npredicate = "purged"', '[[rate]]\npredicate = "committee_share"', ["rate of a share"]),
    "rate given twice": ('[[rate]]\npredicate = "purged"', '[[rate]]\npredicate = "vote_held"', ["rate given twice"]),
    "no exposure": ("exposure = 800", "exposure = 0", ["rate", "exposure above 0"]),
    "half a span": ('unit = "leader-years"', 'unit = "leader-years"\nfrom = "1950-01"', ["months of a rate", "both or neither"]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_can_not_be_meant_is_refused_in_one_sentence(tmp_path: Path, case: str) -> None:
    old, new, words = CASES[case]
    said = broken(tmp_path, old, new)
    assert [word for word in words if word not in said] == [], said
    assert "record.toml:" in said


def test_facts_stand_in_the_order_of_their_last_month(demo: Country) -> None:
    assert [(fact.last, fact.id) for fact in demo.facts] == sorted((fact.last, fact.id) for fact in demo.facts)
    assert [fact.id for fact in demo.facts] == ["R1", "R2", "R3", "R4", "R5", "R6"]


def test_no_world_hangs_on_the_facts_so_the_hash_stays(tmp_path: Path, demo: Country) -> None:
    pack = copy_of_demo(tmp_path)
    (pack / "record.toml").unlink()
    bare = load_pack(pack)
    assert (bare.facts, bare.rates) == ((), ())
    assert bare.hash == demo.hash


def test_a_fact_and_a_rate_say_where_they_come_from(demo: Country) -> None:
    (fact,) = explain(demo, "R3")
    assert (fact.kind, fact.value, fact.range, fact.confidence) == ("fact", "vote_held", "1956-03 to 1956-12", "disputed")
    assert fact.disputed_by
    assert [work.key for work in fact.sources] == ["velmar_letters"]
    (rate,) = explain(demo, "rate.vote_held")
    assert (rate.kind, rate.value, rate.judgement) == ("base rate", "0.0500 a year", True)
    assert explain(demo, "R4")[0].value == "vote_carried did not come"
    assert explain(demo, "R5")[0].value == "committee_share group=returnees below 0.1"


@pytest.fixture(scope="module")
def korea() -> Country:
    return load_pack("korea-1945")


def test_the_first_case_has_15_to_25_facts_with_sources(korea: Country) -> None:
    assert 15 <= len(korea.facts) <= 25
    for fact in korea.facts:
        assert set(fact.source.split("; ")) <= set(korea.sources)
        assert fact.strength in STRENGTHS
    assert [fact.id for fact in korea.facts] == sorted(fact.id for fact in korea.facts)
    assert month_text(korea.first_month + korea.facts[-1].last) == "1999-12"


def test_every_event_of_the_first_case_has_a_rate_of_other_countries(korea: Country) -> None:
    known = {rate.predicate for rate in korea.rates}
    asked = {fact.predicate for fact in korea.facts if not PREDICATES[fact.predicate].state}
    assert sorted(asked - known) == []
