"""Targets: what a pack may ask, and that the first case asks what was agreed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from sim.batch.check import check_path
from sim.pack import Country, InputError, check_pack, load_pack

from .broken import copy_of_demo

HEAD = "id,part,set,title,statement,measure,where,statistic,observed,low,high,source,confidence"
ROW = {
    "id": "D9", "part": "", "set": "calibration", "title": "A title", "statement": "a share", "measure": "rules", "where": "from=1950-01 group=harbour",
    "statistic": "", "observed": "yes", "low": "0.1", "high": "0.9", "source": "judgement", "confidence": "low",
}  # fmt: skip


def pack_with(folder: Path, *rows: dict[str, str]) -> Path:
    """The invented country with other targets; each row names what is not as in ROW."""
    pack = copy_of_demo(folder)
    lines = [",".join(f'"{value}"' for value in {**ROW, **row}.values()) for row in rows]
    (pack / "targets.csv").write_text("\n".join([HEAD, *lines]) + "\n", "utf-8")
    return pack


WRONG = {
    "unknown measure": ({"measure": "ruls"}, "unknown measure; found 'ruls'", "nearest: rules"),
    "missing key": ({"where": "group=harbour"}, "where of measure rules; found no from", "allowed: from=: first month"),
    "key of no use": ({"where": "from=1950-01 group=harbour span=3"}, "found 'span'", "allowed: from, group, do, values"),
    "key of no use to the statistic": ({"where": "from=1950-01 group=harbour level=0.5"}, "found 'level'", "allowed: from, group, do, values"),
    "key a statistic needs": ({"statistic": "draws_above"}, "where of measure rules, statistic draws_above; found no level", "level=: a number"),
    "the other side of a ratio": (
        {"measure": "wars_in_office", "where": "group=harbour", "statistic": "ratio"}, "statistic ratio; found no against", "against=: the change",
    ),
    "no key": ({"where": "from=1950-01 group=harbour prior"}, "where; found 'prior'", "KEY=VALUE"),
    "no value": ({"where": "from= group=harbour"}, "where; found 'from='", "KEY=VALUE"),
    "key twice": ({"where": "from=1950-01 from=1950-02 group=harbour"}, "where; found 'from'", "each key once"),
    "not a month": ({"where": "from=1950-13 group=harbour"}, "from; found '1950-13'", "YYYY-MM"),
    "month outside": ({"where": "from=2000-01 group=harbour"}, "from outside the horizon; found 2000-01", "1945-10 to 1999-12"),
    "months turned round": ({"measure": "votes", "where": "from=1950-02 until=1950-01"}, "until before from; found 1950-02 to 1950-01", "from <= until"),
    "unknown group": ({"where": "from=1950-01 group=harbor"}, "unknown faction; found 'harbor'", "nearest: harbour"),
    "group twice": ({"where": "from=1950-01 group=harbour+harbour"}, "group given twice", "each once"),
    "none where people have a group": ({"where": "from=1950-01 group=none"}, "unknown faction; found 'none'", "harbour, returnees, uplanders"),
    "unknown trait": ({"where": "from=1950-01 group=most:charm"}, "unknown trait; found 'charm'", "charisma"),
    "unknown patron": ({"where": "from=1950-01 group=least:tie.keldn"}, "unknown trait; found 'tie.keldn'", "nearest: tie.keldon"),
    "unknown kind of act": ({"measure": "rare_acts", "where": "kind=coup level=0.1"}, "unknown kind of an act; found 'coup'", "challenge"),
    "unknown values": ({"where": "from=1950-01 group=harbour values=posterior"}, "unknown values; found 'posterior'", "prior"),
    "not a number": ({"measure": "established", "where": "level=high"}, "level; found 'high'", "a number from 0 to 120"),
    "no number": ({"measure": "established", "where": "level=nan"}, "level; found 'nan'", "a number from 0 to 120"),
    "number too large": ({"measure": "established", "where": "level=121"}, "level; found '121'", "a number from 0 to 120"),
    "no whole number": ({"measure": "removals_late", "where": "span=1.5"}, "span; found '1.5'", "a whole number from 1 to 1200"),
    "no months": ({"measure": "removals_late", "where": "span=0"}, "span; found '0'", "a whole number from 1 to 1200"),
    "digits of another script": ({"measure": "removals_late", "where": "span=١٢"}, "span; found", "a whole number from 1 to 1200"),
    "unknown statistic": ({"statistic": "median"}, "statistic of measure rules; found 'median'", "mean, draws_above, draws_below"),
    "no bounds": ({"low": "", "high": ""}, "bounds of a target; found neither low nor high", "low, high or both"),
    "bounds turned round": ({"low": "0.9", "high": "0.1"}, "low above high; found 0.9 and 0.1", "low <= high"),
    "no change": ({"where": "from=1950-01 group=harbour do=ruler"}, "ruler", "WHAT=VALUE"),
    "unknown source": ({"source": "nobody"}, "unknown source; found 'nobody'", "judgement"),
    "no letter": ({"part": "a b"}, "part of a target; found 'a b'", "a letter"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_row_is_refused_in_one_sentence_with_its_line(tmp_path: Path, name: str) -> None:
    row, *words = WRONG[name]
    with pytest.raises(InputError) as caught:
        load_pack(pack_with(tmp_path, {"id": "D1", "title": "Another"}, row))
    assert str(caught.value).startswith("targets.csv:3: ")
    assert all(word in str(caught.value) for word in words), str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 600


def test_a_part_given_twice_and_rows_of_one_target_at_odds_are_refused(tmp_path: Path) -> None:
    found = [str(error) for error in check_pack(pack_with(tmp_path, {"part": "a"}, {"part": "a"}, {"part": "b", "title": "B title"}, {"part": ""}))]
    assert "targets.csv:3: part of a target given twice; found 'D9 a', also at targets.csv:2; allowed: each part of a target once" in found
    assert any(line.startswith("targets.csv:4: set or title of target D9; found 'calibration, B title'") for line in found)
    assert "targets.csv:5: part of target D9; allowed: a letter for each of several rows of one target" in found


@pytest.mark.parametrize(("side", "change"), [("do", "ruler=harbor@1950-01:plenum"), ("do", "switch.purge=off+switch.purge=on"), ("against", "suppress=nothing")])
def test_check_reads_the_changes_of_targets_as_those_of_branches(tmp_path: Path, side: str, change: str) -> None:
    where = {"do": "switch.reform=off", "against": "switch.reform=off", side: change}
    row = {"measure": "wars_in_office", "statistic": "ratio", "where": "group=harbour " + " ".join(f"{key}={value}" for key, value in where.items())}
    (found,) = check_path(str(pack_with(tmp_path, row))).problems
    assert str(found).startswith(f"targets.csv:2: target D9, {side}: ")


def test_targets_of_both_packs_are_sound() -> None:
    assert check_path("demo").problems == check_path("korea-1945").problems == []


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    pack = tmp_path / "korea-1945"
    pack.mkdir()
    from shutil import copytree, ignore_patterns

    from sim.pack import find_pack

    copytree(find_pack("korea-1945"), pack, dirs_exist_ok=True, ignore=ignore_patterns("results"))
    head, *rows = (pack / "targets.csv").read_text("utf-8").splitlines()
    random.Random(1).shuffle(rows)
    (pack / "targets.csv").write_text("\n".join([head, *rows]) + "\n", "utf-8")
    mine, other = load_pack("korea-1945"), load_pack(pack)
    assert mine.hash == other.hash
    assert [(one.id, [(part.key, part.where, part.statement) for part in one.parts]) for one in mine.targets] == [
        (one.id, [(part.key, part.where, part.statement) for part in one.parts]) for one in other.targets
    ]


def test_ids_stand_in_the_order_in_which_people_count(korea: Country) -> None:
    assert [target.id for target in korea.targets] == [f"C{n}" for n in range(1, 40)]


NONE = None
AGREED = {
    "C1": (0.28, 0.48), "C2": (0.60, 0.85), "C3": (0.75, NONE), "C4": (0.5, NONE), "C5": (0.4, NONE), "C6a": (0.3, 0.8), "C6b": (0.05, 0.35),
    "C7": (0.5, NONE), "C8": (0.20, 0.45), "C9": (0.75, NONE), "C10": (1958, 1968), "C11a": (0.23, 0.43), "C11b": (NONE, 0.06), "C12": (0.003, 0.03),
    "C13": (0.02, 0.25), "C14": (4, 8), "C15": (NONE, 0.006), "C16a": (0.25, 0.8), "C16b": (0.02, 0.30), "C17": (NONE, 0.30), "C18": (NONE, 0.40),
    "C19a": (0.05, 0.16), "C19b": (0.22, 0.40), "C19c": (0.25, 0.45), "C19d": (0.12, 0.24), "C20": (0.14, 0.28), "C21a": (0.10, 0.25),
    "C21b": (0.12, 0.30), "C21c": (0.08, 0.20), "C21d": (0.35, 0.60), "C22a": (0.35, 0.55), "C22b": (NONE, 0.08), "C22c": (NONE, 0.06),
    "C23a": (0.25, 0.75), "C23b": (NONE, 0.25), "C24a": (0.4, NONE), "C24b": (NONE, 0.3), "C25": (0.003, 0.05), "C26": (0.012, 0.11),
    "C27": (0.4, 3.1), "C28": (3, NONE), "C29": (0.15, NONE), "C30": (0.20, 0.45), "C31a": (2, 5), "C31b": (0.6, NONE), "C32a": (NONE, 0.10),
    "C32b": (NONE, 0.10), "C32c": (NONE, 0.60), "C32d": (NONE, 0.60), "C32e": (NONE, 0.005), "C33a": (0.02, 0.30), "C33b": (NONE, 0.5),
    "C34a": (0.05, NONE), "C34b": (0.05, NONE), "C35": (1.5, NONE), "C36": (0.8, NONE), "C37": (NONE, 2.5), "C38": (NONE, 0.3), "C39": (NONE, 0.6),
}  # fmt: skip
"""Tolerances as they were agreed before the model was held against them."""


def test_tolerances_of_the_first_case_are_those_agreed(korea: Country) -> None:
    assert {f"{target.id}{part.key}": (part.low, part.high) for target in korea.targets for part in target.parts} == AGREED
    assert {target.set for target in korea.targets} == {"calibration"}


MONTHS = {
    "C1": "from=1946-08", "C2": "from=1946-08 until=1948-03", "C3": "from=1946-08 until=1949-06", "C5": "level=0.03 span=36",
    "C6a": "from=1955-01 until=1958-12", "C7": "span=24", "C8": "from=1956-04 until=1961-09", "C9": "from=1961-09", "C10": "level=0.70",
    "C13": "until=1994-12", "C14": "from=1946-01 level=0.03 until=1969-12", "C16b": "from=1955-01 given=1946-08 until=1958-12",
    "C17": "from=1945-10 until=1991-12", "C18": "from=1954-01 until=1994-12", "C20": "from=1948-03 group=soviet", "C21d": "from=1956-04 group=domestic+none",
    "C23b": "from=1956-03 given=1956-03 until=1956-12", "C24a": "from=1956-03 span=6 until=1956-12", "C24b": "from=1945-10 until=1956-02",
    "C25": "span=180", "C26": "span=60", "C27": "level=0.03 span=240", "C28": "span=12", "C29": "from=1948-09 span=48 until=1962-09",
    "C30": "level=60 span=264", "C31b": "from=1970-01 level=2 until=1993-12", "C36": "from=1956-02", "C38": "from=1957-01 until=1960-12",
    "C39": "from=1957-01 until=1999-12",
}  # fmt: skip


@pytest.mark.parametrize("name", MONTHS)
def test_months_and_spans_of_the_first_case_are_those_agreed(korea: Country, name: str) -> None:
    parts = {f"{target.id}{part.key}": part for target in korea.targets for part in target.parts}
    assert " ".join(f"{key}={value}" for key, value in parts[name].where.items()) == MONTHS[name]


def test_high_and_low_readiness_are_the_ends_of_the_range_of_the_pack(korea: Country) -> None:
    (part,) = next(target for target in korea.targets if target.id == "C35").parts
    trait = korea.faction("domestic").traits["adventurism"]
    assert part.changes("do")[1] == f"trait.domestic.adventurism={trait.high:g}@1945-10"
    assert part.changes("against")[1] == f"trait.domestic.adventurism={trait.low:g}@1945-10"
