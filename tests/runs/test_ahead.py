"""Compiling from both ends: the second process makes what the first one would, and nothing beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from numba import from_dtype

from sim.pack import load_pack
from sim.runs import ahead
from sim.runs.ensemble import ensemble
from sim.world import month
from sim.world.state import POST_ROOMS, common_dtype, post_room, world_dtype


def kept(rule: Any) -> list[Any]:
    """Signatures for which the cache has this rule compiled."""
    return [key[0] for key in rule._cache._cache_file._load_index()]


def test_a_month_from_its_end() -> None:
    names = ahead.rules_from_the_end()
    assert names[:3] == ["close_month", "deaths", "unrest"]
    assert names[-1] == "open_month"
    assert all(getattr(month, name).py_func.__code__.co_varnames[:2] == ("world", "common") for name in names)


def test_what_is_compiled_ahead_is_what_a_block_calls() -> None:
    country = load_pack("demo")
    ensemble(country, 2, 1)
    room = post_room(country.post_scheme.total)
    ahead.compile_from_the_end(room)
    world, rooms = from_dtype(world_dtype(room)), {(from_dtype(world_dtype(one)), from_dtype(common_dtype(one))) for one in POST_ROOMS}
    for name in ahead.rules_from_the_end():
        rule = getattr(month, name)
        assert world in {signature[0] for signature in rule.signatures}
        if "NUMBA_CACHE_DIR" in os.environ:
            assert {signature[:2] for signature in kept(rule)} <= rooms
            assert len(kept(rule)) <= len(rooms), f"{name} is compiled twice for one kind of world"


def test_no_second_process_for_one_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "processors", lambda: 1)
    assert ahead.start_ahead(load_pack("demo")) is None


def test_the_second_process_ends_by_itself_where_all_is_compiled() -> None:
    room = str(post_room(load_pack("demo").post_scheme.total))
    done = subprocess.run([sys.executable, "-P", "-m", "sim.runs.ahead", room], capture_output=True, timeout=300)
    assert (done.returncode, done.stdout) == (0, b"")
