"""What Solara reads from the environment when it is imported: everything from this machine, nothing reported to anybody.

Call `prepare` before the first import of Solara.
"""

from __future__ import annotations

import os
from typing import Final

SETTINGS: Final = {
    "SOLARA_MODE": "production",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_THEME_VARIANT": "light",
    "SOLARA_THEME_TITLE": "Counterfaction",
    "SOLARA_THEME_LOADER": "quiet",             # templates/loader-quiet.html
    "SOLARA_THEME_FORCE_REFRESH": "True",       # a page whose server was restarted reopens itself: its state is in the address
    "SOLARA_ASSETS_PROXY": "True",              # scripts and styles come from the package `solara-assets`
    "SOLARA_ASSETS_CDN": "http://127.0.0.1:9/",  # nobody is asked for what that package has not
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
    "SOLARA_SERVER_HTTP_GZIP": "False",         # the document is rewritten on its way, and nothing travels far
    "SOLARA_KERNEL_CULL_TIMEOUT": "30s",        # a lost connection is back after 14 s; what comes later opens anew from its address
    "SOLARA_ROOT_PATH": "",                     # no request says where the pages lie
}  # fmt: skip


def prepare() -> None:
    """Put the settings into the environment, over whatever was there."""
    os.environ.update(SETTINGS)
    os.environ.pop("SOLARA_APP", None)
