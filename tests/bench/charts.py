"""How long each chart takes at full size: `python -m tests.bench.charts`. Prints; never a verdict."""

from __future__ import annotations

from functools import partial

import sim
from tests.bench.bench import timed
from tests.report.charts.samples import FULL


def main() -> None:
    """Print the table: median milliseconds of each chart, wide and narrow, and what it weighs."""
    country = sim.load_pack("korea-1945")
    print(f"{country.months} months, {len(country.factions)} groups")
    for kind, make in FULL.items():
        found = []
        for wide in (True, False):
            task = partial(make, country, lang="en", key="a", title="A title", wide=wide)
            chart = task()
            found.append(f"{1000 * timed(task, 15):7.1f} ms {len(chart.svg) / 1024:6.1f} kB, figure {len(chart.figure()) / 1024:6.1f} kB")
        print(f"{kind:<9} wide {found[0]}   narrow {found[1]}")


if __name__ == "__main__":
    main()
