"""How things show themselves in a notebook: a small table, its texts escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def html_table(title: str, rows: Iterable[tuple[str, object]]) -> str:
    """A table of two columns under a title, as HTML."""
    cells = "".join(f"<tr><th scope='row' style='text-align:left'>{escape(name)}</th><td>{escape(str(value))}</td></tr>" for name, value in rows)
    return f"<table><caption>{escape(title)}</caption><tbody>{cells}</tbody></table>"
