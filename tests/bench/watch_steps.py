"""How long a step of Watch takes, from the click to the frame that shows it. Not a test: `python -m tests.bench.watch_steps ADDRESS`.

ADDRESS is that of a running `counterfaction dashboard`.
"""

from __future__ import annotations

import shutil
import statistics
import sys

from playwright.sync_api import Page, sync_playwright

STEP = """async (name) => {
  const when = document.querySelector(".when strong"), before = when.textContent;
  const button = [...document.querySelectorAll(".controls button")].find((one) => one.title === name);
  const begun = performance.now();
  button.click();
  while (when.textContent === before && performance.now() - begun < 5000) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now() - begun;
}"""


def times(page: Page, name: str, count: int) -> str:
    """Median and longest of some steps, in milliseconds."""
    found = [float(page.evaluate(STEP, name)) for _ in range(count)]
    return f"{name}: median {statistics.median(found):.0f} ms, longest {max(found):.0f} ms of {count}"


def main(address: str) -> None:
    """Measure at both sizes and print."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for width, height in ((1280, 720), (375, 812)):
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(f"{address.rstrip('/')}/watch")
            page.wait_for_selector(".panel.actions svg")
            shown = page.evaluate("performance.now()")
            page.wait_for_timeout(1000)
            print(f"{width} x {height}: first chart {shown:.0f} ms; {times(page, 'One month on', 40)}; {times(page, 'One year on', 20)}")


if __name__ == "__main__":
    main(sys.argv[1])
