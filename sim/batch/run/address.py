"""What has to be right before a batch goes to a cluster: Dask is there, and the address is one."""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import Final

from sim.pack import Argument, InputError
from sim.pack.country.errors import shown

ADDRESS: Final = re.compile(r"(?:(?:tcp|tls|ws|wss)://)?(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.%]+\]):(\d{1,5})")


def check_dask(workers: int | None, scheduler: str | None) -> None:
    """Refuse what can't work, before anything is written.

    Raises:
        InputError: Dask is not installed, the address is none, or both a scheduler and a number of workers are given.
    """
    if find_spec("dask") is None or find_spec("distributed") is None:
        allowed = "pip install 'counterfaction[cluster]', or threads as executor"
        raise InputError(Argument("executor"), "Dask is not installed", kind="resources", found="dask", allowed=allowed)
    if scheduler is None:
        return
    match = ADDRESS.fullmatch(scheduler)
    if match is None or not 0 < int(match[1]) < 2**16:
        allowed = "HOST:PORT, tcp://HOST:PORT or tls://HOST:PORT, as the scheduler says it when it starts"
        raise InputError(Argument("scheduler"), "not an address", kind="malformed", found=shown(scheduler), allowed=allowed)
    if workers is not None:
        allowed = "one of the two: the workers of a scheduler are those that have joined it"
        raise InputError(Argument("workers"), "not with a scheduler", kind="contradiction", found=str(workers), allowed=allowed)
