"""What `import sim` offers, in any order, in a process of its own: no room of the program may take the name of a function."""

from __future__ import annotations

import subprocess
import sys

import sim

SCRIPT = """
import sim
country = sim.load_pack("demo")
answer = sim.compare(country, worlds=10, seed=5)
worlds = sim.ensemble(country, worlds=10, seed=5)
world = sim.World(country, seed=4).run_to("1945-12")
print(len(answer.branches) > 1, len(worlds.outcomes), world.month_name)
"""


def test_the_functions_of_the_readme_work_one_after_the_other() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.split() == ["True", "10", "1945-12"]


def test_no_public_name_is_a_module() -> None:
    kinds = {name: type(getattr(sim, name)).__name__ for name in sim.__all__}
    assert "module" not in kinds.values()
