"""Hostile questions to a folder of results: every kind of statement, nesting, size, memory, and texts that would steer a terminal."""

from __future__ import annotations

import json
import random
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sim.batch.tables.columns import TABLES

from .frame import Said, command, refused
from .results import TEXT

GATE: Final = 150
MOST_MEGABYTES: Final = 4500
"""What a question may take: `MOST_MEMORY` of the program, and a little."""
STATEMENTS: Final = (
    "update extensions", "checkpoint", "vacuum", "analyze", "call pragma_version()", "use memory", "prepare a as select 1", "execute a", "deallocate a",
    "comment on table worlds is 'x'", "detach memory", "attach ':memory:' as b", "begin", "commit", "rollback", "set threads = 8", "reset threads",
    "pragma memory_limit='1TB'", "copy worlds to '{out}'", "export database '{out}'", "import database '{out}'", "install json", "load json",
    "create table t(i int)", "create view v as select 1", "create macro m() as 1", "create sequence s", "create type t as enum ('a')", "alter table worlds add column x int",
    "drop table worlds", "insert into worlds select * from worlds", "delete from worlds", "update worlds set seed = 1", "truncate worlds", "explain select 1",
    "explain analyze select 1", "explain drop table worlds", "explain copy worlds to '{out}'", "describe worlds", "show tables", "show all tables",
    "summarize worlds", "pivot worlds on branch using count(*)", "unpivot draws on columns(*)", "merge into worlds using draws on true when matched then delete",
    "create secret s (type s3)", "drop secret s", "from read_text('/etc/hostname')", "from glob('/*')", "from sniff_csv('{out}')",
    "select * from duckdb_settings()", "select getenv('PATH')", "select current_setting('home_directory')", "select 1; select 2", "", ";", "--", "/*",
    "from query('drop table worlds')", "from query_table('worlds')", "select getvariable('x')", "set variable x = 1", "select pg_sleep(0.05)", "select uuid()",
    "select nextval('s')", "values (1), (2)", "table worlds", "from worlds positional join draws", "select 'x' collate de", "select columns('.*') from worlds",
)  # fmt: skip
DEEP: Final = ("({})", "[{}]", "not {}", "-{}", "{} + 1", "case when true then {} end", "(select {})", "{{'a': {}}}", "abs({})", "cast({} as varchar)")
TEXTS: Final = (
    "'\x1b[31mred'", "'\u202eright'", "'\x9b1m'", "'a\nb'", "'\t\r'", "'\0'", "chr(27) || '[2J'", "chr(8238)", "repeat('x', 100000)", "repeat('\uac00', 30000)",
    "'\u200b'", "encode('x')", "'\U0010ffff'", "repeat(chr(10), 5000)", "list_transform(range(5000), x -> x)", "1e308::double * 10", "'nan'::float",
    "9999999999999999999999999999999999999::hugeint", "date '290000-01-01'", "interval '999 years'", "time '24:00:00'", "timestamp 'infinity'",
    "null", "'{\"a\": 1}'", "map {'a': [1]}", "{'x': {'y': 1}}", "bit '0101'", "'-0'::double", "1::decimal(38, 30)", "array_value(1, 2)",
)  # fmt: skip
HUGE: Final = (
    "select repeat('x', 3000000000)", "select repeat('x', 1000000) from range(5000)", "select list(range) from range(10000000000)",
    "select count(*) from (select distinct repeat('x', 100000) || range from range(1000000))", "select range from range(1000000)",
    "select string_agg(repeat('x', 1000000), '') from range(100000)", "select range(3000000000)", "select * from range(3000) a, range(3000) b order by 1 - b.range limit 5",
    "select " + ", ".join(f"{n} as c{n}" for n in range(3000)), "select " + ", ".join(["1 as c"] * 3000), "select 1 as " + "c" * 50_000, "select '" + "x" * 90_000 + "'",
    "select '" + "x" * 200_000 + "'",
)  # fmt: skip
NOISE: Final = ("select", "from", "worlds", "(", ")", "'", '"', ";", "*", ",", "--", "/*", "::int", "1", "where", "$1", "?", "\0", "\ud800", "\x1b", "한국", "group by all", "\\")


@dataclass(frozen=True)
class Made:
    """A folder of results, and where nothing may be written."""

    folder: Path
    out: Path


def prepare(folder: Path) -> Made:
    """A small batch."""
    (folder / "some.toml").write_text(TEXT, encoding="utf-8")
    assert command("batch", folder / "some.toml", "--out", folder / "whole").code == 0
    return Made(folder / "whole", folder / "out")


def _question(luck: random.Random, made: Made) -> tuple[str, str]:
    # A huge one takes as long as fifty others, and there are few of them: in ten thousand each comes eight times.
    kind = "huge" if luck.random() < 0.01 else luck.choice(["statement", "deep", "text", "noise"])
    if kind == "statement":
        return kind, luck.choice(STATEMENTS).replace("{out}", str(made.out))
    if kind == "deep":
        sql, form = "1", luck.choice(DEEP)
        for _ in range(luck.choice([10, 100, 199, 250, 1000, 3000])):
            sql = form.format(sql)
            if len(sql) > 60_000:
                break
        return kind, f"select {sql}"
    if kind == "text":
        name = luck.choice(["x", "\x1b[31m", "\u202e", "a\nb", "x" * 300, ""])
        quoted = f'"{name}"' if name else '"y"'
        return kind, f"select {luck.choice(TEXTS)} as {quoted}, {luck.choice(TEXTS)} from {luck.choice([*TABLES, 'range(3)'])} limit {luck.randrange(100)}"
    if kind == "huge":
        return kind, luck.choice(HUGE)
    return kind, " ".join(luck.choice(NOISE) for _ in range(luck.randrange(1, 12)))


def attempt(luck: random.Random, made: Made) -> str:
    """One question, answered in one of three forms."""
    kind, sql = _question(luck, made)
    form = luck.choice([[], [], ["--json"], ["--csv"]]) if kind != "huge" else []
    said = command("query", made.folder, sql, *form)
    assert not made.out.exists(), "a file was written"
    if said.code != 0:
        if not (form and said.code == 2):  # what is printed as it comes may break off
            refused(said)
        return f"{kind}: refused"
    _shown(said, form)
    return f"{kind}: answered"


def _shown(said: Said, form: list[str]) -> None:
    """Text and JSON hold no letter that a terminal acts on; CSV to a file holds what the answer holds."""
    text = said.out.decode("utf-8")
    if form == ["--csv"]:
        return
    steering = {letter for letter in text if letter != "\n" and unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp")}
    assert not steering, repr(steering)
    if form == ["--json"]:
        json.loads(text)
    else:
        assert len(text) < 30_000, f"{len(text)} letters"
