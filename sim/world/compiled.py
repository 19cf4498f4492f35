"""The decorator of every rule: compiled once with Numba, cached, free of the interpreter lock.

Numba's cache does not notice that a *called* function has changed, and it fails at import where it has no place to write. Both are mended
here, before Numba is imported: the cache lives in a folder of the user's own (a temporary one where that can't be written) named after the
text of the rules. What lies there is run, so a folder that others own or may write to is passed over. Where there is no place at all, the rules
are compiled anew each time. `NUMBA_CACHE_DIR`, where the user has set it, is left alone.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from sim.pack.country import switches, vocabulary

F = TypeVar("F", bound=Callable[..., Any])


@cache
def text_of_the_rules() -> str:
    """A short hash of every file whose code is compiled."""
    digest = hashlib.blake2b(digest_size=8)
    room = Path(__file__).parent
    for path in sorted([*room.rglob("*.py"), Path(switches.__file__), Path(vocabulary.__file__)]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def _ours(folder: Path) -> bool:
    """Whether a folder is this user's, and a link to it too, and nobody else may write to it."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if os.name == "nt":  # permissions are inherited there from the user's own folder
        return True
    link, found = folder.lstat(), folder.stat()
    return link.st_uid == found.st_uid == os.geteuid() and not found.st_mode & _OTHERS_WRITE


def _usable(folder: Path) -> bool:
    """Whether compiled rules may be kept in a folder of a version, in a folder of this program."""
    try:
        folder.parent.parent.mkdir(parents=True, exist_ok=True)
        if not (_ours(folder.parent) and _ours(folder)):
            return False
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _temporary() -> str | None:
    try:
        return tempfile.gettempdir()
    except OSError:
        return None


def cache_folder() -> Path | None:
    """Where compiled rules are kept: per user and per text of the rules. `None` where nothing can be written."""
    if os.name == "nt":
        home = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        home = os.path.expanduser("~/Library/Caches")
    else:
        home = os.environ.get("XDG_CACHE_HOME", "") or os.path.expanduser("~/.cache")
    version = f"{text_of_the_rules()}-py{sys.version_info[0]}{sys.version_info[1]}"
    places = [Path(home) / "counterfaction" / version] if home and os.path.isabs(home) else []
    temporary = _temporary()
    if temporary is not None:
        user = getattr(os, "geteuid", lambda: 0)()
        places.append(Path(temporary) / f"counterfaction-{user}" / version)
    for folder in places:
        if _usable(folder):
            return folder
    if temporary is None:
        return None
    last = tempfile.mkdtemp(prefix="counterfaction-")  # the folder of that name in a shared place is somebody else's
    atexit.register(shutil.rmtree, last, ignore_errors=True)
    return Path(last)


if "NUMBA_CACHE_DIR" not in os.environ and (_folder := cache_folder()) is not None:
    os.environ["NUMBA_CACHE_DIR"] = str(_folder)
_CACHED = "NUMBA_CACHE_DIR" in os.environ

import numba  # noqa: E402  (its cache folder has to be known first)
from numba.core import types  # noqa: E402

from sim.world.cache import RulesCache  # noqa: E402

if _CACHED:
    cast(Any, numba.config).CACHE_DIR = os.environ["NUMBA_CACHE_DIR"]  # where somebody has imported Numba before


def rule(function: F) -> F:
    """Compile a scalar rule. Division by zero gives what IEEE 754 says, as in the uncompiled code."""
    compiled: Any = cast(Any, numba.njit)(nogil=True, error_model="numpy", no_cfunc_wrapper=True)(function)  # nobody calls a rule from C
    if compiled is function:  # with NUMBA_DISABLE_JIT
        return function
    if _CACHED:
        compiled._cache = RulesCache(function)
    template = compiled.get_call_template
    # Numba would compile `board(world, common, 0, 1)` beside `board(world, common, month, 1)`, with all that they call.
    compiled.get_call_template = lambda args, kws: template(
        [types.unliteral(one) for one in args], {name: types.unliteral(one) for name, one in kws.items()}
    )
    return cast(F, compiled)


def is_compiled_before(door: str = "run_block") -> bool:
    """Whether an earlier run has left compiled rules in the cache: those behind one of the functions called from Python."""
    if not _CACHED:
        return False
    folder = Path(os.environ["NUMBA_CACHE_DIR"])
    return folder.is_dir() and next(folder.rglob(f"*.{door}-*.nbc"), None) is not None
