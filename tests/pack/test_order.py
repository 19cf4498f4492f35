"""What is said does not depend on the hash seed of Python, which orders sets anew in every process."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from sim.pack.country.errors import listed, unknown_name

from .broken import ROOT

SCRIPT = """
import pathlib, tempfile
from sim.cli.main import run
from sim.pack import check_pack
from tests.pack.broken import PACKS, break_pack, copy_of_demo

for patch in PACKS:
    with tempfile.TemporaryDirectory() as folder:
        pack = copy_of_demo(pathlib.Path(folder))
        break_pack(pack, patch)
        for error in check_pack(pack):
            print(patch["name"], str(error).replace(folder, ""))
for words in (["packs"], ["sources", "demo"], ["sources", "demo", "none"], ["scenarios", "demo"], ["run", "demo", "--do", "keep=none"], ["compare", "none"]):
    run(words)
    run([*words, "--json"])
"""


def said(seed: int) -> tuple[str, str]:
    environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, env=environment, cwd=ROOT, check=True, timeout=300)
    return done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


def test_every_message_about_a_broken_pack_is_the_same_under_another_hash_seed() -> None:
    first, second = said(1), said(2)
    assert first == second
    assert len(first[0].splitlines()) > 200
    assert "allowed" in first[1]


@pytest.mark.parametrize("kind", [set, frozenset])
def test_a_set_is_listed_in_one_order(kind: type) -> None:
    names = [f"name_{n}" for n in range(9)]
    assert listed(kind(names)) == ", ".join(names)
    assert unknown_name(None, "name", "x", kind(names)).allowed == ", ".join(names)
    assert listed(reversed(names)) == ", ".join(reversed(names))
