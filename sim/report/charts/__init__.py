"""Charts as SVG text: pure functions from data to a `Chart`."""
