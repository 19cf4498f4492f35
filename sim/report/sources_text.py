"""Where a value comes from, or what an outcome means, as text; in English, as the packs' files are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sim.pack import Entry
from sim.report.terminal import heading, width, wrap


def keys_text(keys: Mapping[str, Sequence[str]]) -> list[str]:
    """All keys that can be asked for, a paragraph a kind."""
    return [line for kind, names in keys.items() for line in wrap(", ".join(names), width(), f"{kind} ({len(names)}): ", "  ")]


def entries_text(entries: Iterable[Entry]) -> list[str]:
    """What a key stands for, one after the other."""
    return [line for n, entry in enumerate(entries) for line in ([""] if n else []) + _entry(entry)]


def _entry(entry: Entry) -> list[str]:
    lines = heading([f"{entry.key} ({entry.kind})"])
    facts = [
        ("what", entry.what), ("value", " ".join(part for part in (entry.value, entry.unit) if part)), ("range", entry.range), ("prior", entry.prior),
        ("basis", entry.basis), ("source", "; ".join(f"{work.title} [{work.key}, {work.read}]" for work in entry.sources)),
        ("judgement", "yes" if entry.judgement else ""), ("grade", entry.confidence), ("disputed by", entry.disputed_by),
        ("written in", str(entry.place)),
    ]  # fmt: skip
    for name, value in facts:
        if value:
            lines.extend(wrap(value, width(), f"  {name + ':':<12} ", " " * 15))
    return lines
