"""What is served, taken from Solara once when the server starts: its documents, its files, its socket.

Solara answers no request over HTTP itself. It keeps what the headers of the first one say and writes it into every later page, and its way to
the files of its packages asks the network for one that is missing, and deletes a folder whose address is asked for.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol, cast

from sim.dashboard.request import App


class Kernel(Protocol):
    """What Solara keeps for a tab of a browser."""

    session_id: str
    page_status: Mapping[str, object]

    def page_close(self, page_id: str) -> object:
        """The tab is closed."""


@dataclass(frozen=True)
class Site:
    """What is served.

    Attributes:
        socket: the application that carries sockets; of other requests it sees none.
        documents: the document of each page, by its path, as Solara makes it where nobody has asked for anything.
        files: each file that is served, by its path.
        kernels: what is kept for open tabs, by their ids.
    """

    socket: App
    documents: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)
    kernels: Mapping[str, Kernel] = field(default_factory=dict)


def site() -> Site:
    """Our pages within Solara. `environment.prepare` comes first."""
    warnings.filterwarnings("ignore", module="solara")  # its advice is for those who deploy it elsewhere
    from solara.server import app as scripts
    from solara.server import kernel_context
    from solara.server.starlette import app

    if "__default__" not in scripts.apps:
        scripts.apps["__default__"] = scripts.AppScript("sim.dashboard.app")
    scripts.ensure_apps_initialized()
    return Site(cast(App, app), _documents(), _files(), kernel_context.contexts)


def _documents() -> dict[str, str]:
    from solara.server.server import read_root

    from sim.dashboard.app import PAGES

    return {f"/{path}": str(read_root(f"/{path}")) for path, _, _ in PAGES}


_TEXTS: Final = (".css", ".js", ".svg", ".png")


def _files() -> dict[str, Path]:
    """Files that documents and scripts ask for; of two at one address the first counts, as for Solara."""
    from solara.server import server, settings

    extensions, _ = server.get_nbextensions()
    roots = [
        *(("/static/assets", Path(folder)) for folder in server.asset_directories()),
        ("/_solara/cdn", Path(settings.assets.proxy_cache_dir)),
        *(
            (f"/jupyter/nbextensions/{name.partition('/')[0]}", Path(folder) / name.partition("/")[0])
            for name in extensions for folder in server.nbextensions_directories
        ),
    ]  # fmt: skip
    found = {f"/static/{file.name}": file for file in server.solara_static.iterdir() if file.suffix in _TEXTS}
    for at, root in roots:
        for file in sorted(root.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                found.setdefault(f"{at}/{file.relative_to(root).as_posix()}", file)
    return found
