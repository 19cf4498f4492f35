"""The first page of an installation, in a real browser: `python -m tests.harness.first_page COUNTERFACTION [PACK]`.

The command is that of the installation that is tried, of whatever Python; the browser is driven from this one. Prints the page's heading; exit
code 1 where the page shows none within a minute, a request fails, or a script does.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium_path() -> str | None:
    """Where Chromium is, `None` where there is none on the PATH."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def heading_of(address: str) -> tuple[str, list[str]]:
    """The heading of a page once it is there, and what went wrong in it."""
    problems: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        page = browser.new_page()
        page.on("pageerror", lambda error: problems.append(f"error in the page: {error}"))
        page.on("response", lambda answer: problems.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
        page.goto(address)
        page.wait_for_selector("h1", timeout=60_000)
        found = page.inner_text("h1")
        browser.close()
    return found, problems


def main() -> int:
    """Start, look, stop."""
    command, pack = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "korea-1945"
    with tempfile.TemporaryDirectory() as elsewhere:
        server = subprocess.Popen([command, "dashboard", pack, "--port", "0"], stdout=subprocess.PIPE, text=True, cwd=elsewhere)
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            assert "http://127.0.0.1:" in line, line
            found, problems = heading_of(line[line.index("http://") :].split("/ ")[0])
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(60)
    print(f"first page: {found!r}", *problems, sep="\n  ")
    return 1 if problems or not found.strip() else 0


if __name__ == "__main__":
    sys.exit(main())
