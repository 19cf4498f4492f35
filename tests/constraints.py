"""The tested set of libraries: `python -m tests.constraints PYTHON... > .constraints.txt`, the interpreters being those of environments that passed.

`pip install -c .constraints.txt .` then gives exactly that set on each of these Pythons.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict

OURS = ("counterfaction", "pip", "setuptools", "wheel")
HEAD = """\
# Exactly the libraries that the tests ran with, on Linux, by Python {versions}.
# pip install -c .constraints.txt .          (made by python -m tests.constraints)
"""


def installed(python: str) -> tuple[str, dict[str, str]]:
    """Version of an interpreter, and name and version of all that is installed beside it."""
    code = "import sys; print('.'.join(map(str, sys.version_info[:3])))"
    version = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    listed = subprocess.run([python, "-m", "pip", "list", "--format=json"], capture_output=True, text=True, check=True).stdout
    return version, {one["name"].lower().replace("_", "-"): one["version"] for one in json.loads(listed)}


def lines(pythons: list[str]) -> list[str]:
    """The file, line by line: a version for all Pythons, or one for each where they differ."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    versions = []
    for python in pythons:
        version, packages = installed(python)
        versions.append(version)
        for name, its in packages.items():
            if name not in OURS:
                found[name][".".join(version.split(".")[:2])] = its
    out = HEAD.format(versions=", ".join(versions)).splitlines()
    for name, by_python in sorted(found.items()):
        if len(set(by_python.values())) == 1:
            out.append(f"{name}=={next(iter(by_python.values()))}")
        else:
            out += [f'{name}=={its} ; python_version == "{python}"' for python, its in by_python.items()]
    return out


if __name__ == "__main__":
    print("\n".join(lines(sys.argv[1:])))
