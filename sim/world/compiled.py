"""The decorator of every rule: compiled once with Numba, cached, free of the interpreter lock.

Numba's cache does not notice that a *called* function has changed, and it fails at import where it has no place to write. Both are mended
here, before Numba is imported: the cache lives in a folder of the user's own (a temporary one where that can't be written) named after the
text of the rules. `NUMBA_CACHE_DIR`, where the user has set it, is left alone.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])


@cache
def text_of_the_rules() -> str:
    """A short hash of every file whose code is compiled."""
    digest = hashlib.blake2b(digest_size=8)
    room = Path(__file__).parent
    for path in sorted([*room.rglob("*.py"), room.parent / "pack" / "vocabulary.py"]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def cache_folder() -> Path:
    """Where compiled rules are kept: per user and per text of the rules."""
    if os.name == "nt":
        home = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        home = os.path.expanduser("~/Library/Caches")
    else:
        home = os.environ.get("XDG_CACHE_HOME", "") or os.path.expanduser("~/.cache")
    version = f"{text_of_the_rules()}-py{sys.version_info[0]}{sys.version_info[1]}"
    places = [Path(home) / "counterfaction" / version] if home and os.path.isabs(home) else []
    user = getattr(os, "getuid", lambda: 0)()
    places.append(Path(tempfile.gettempdir()) / f"counterfaction-{user}" / version)
    for folder in places:
        if _writable(folder):
            return folder
    return Path(tempfile.mkdtemp(prefix="counterfaction-"))


if "NUMBA_CACHE_DIR" not in os.environ:
    os.environ["NUMBA_CACHE_DIR"] = str(cache_folder())

import numba  # noqa: E402  (its cache folder has to be known first)


def rule(function: F) -> F:
    """Compile a scalar rule. Division by zero gives what IEEE 754 says, as in the uncompiled code."""
    return cast(F, numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def is_compiled_before(door: str = "run_block") -> bool:
    """Whether an earlier run has left compiled rules in the cache: those behind one of the functions called from Python."""
    folder = Path(os.environ["NUMBA_CACHE_DIR"])
    return folder.is_dir() and next(folder.rglob(f"*.{door}-*.nbc"), None) is not None
