"""The pages' server, saying of each computation that it begins: `python -m tests.bench.load_server PACK`. Used by the load benchmark."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import Any

from sim.counterfactual import compare as counterfactual
from sim.dashboard.server import run
from sim.pack import load_pack


def _say(*_: object) -> None:
    """How many tabs something is kept for."""
    from solara.server.kernel_context import contexts

    print(f"tabs {len(contexts)}", flush=True)


def main(pack: str) -> None:
    """Serve until Ctrl-C."""
    compute = counterfactual.compare

    def noted(*arguments: Any, **more: Any) -> Any:
        print("computed", flush=True)
        return compute(*arguments, **more)

    counterfactual.compare = noted
    signal.signal(signal.SIGUSR1, _say)
    with contextlib.suppress(KeyboardInterrupt):
        run(load_pack(pack), 0, lambda address: print(address, flush=True))
    os._exit(0)  # as the command does: threads are not waited for


if __name__ == "__main__":
    main(sys.argv[1])
