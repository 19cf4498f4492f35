"""References that lead back to where they began."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def rings(references: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """One list for each ring, from its first name back to it: `["a", "b", "a"]`. References to unknown names are passed over."""
    found: list[list[str]] = []
    done: set[str] = set()
    for root in sorted(references):
        # Depth first without recursion: a long chain in a file must not end in a RecursionError.
        path: list[str] = []
        stack: list[tuple[str, bool]] = [(root, False)]
        while stack:
            name, leaving = stack.pop()
            if leaving:
                path.pop()
                done.add(name)
                continue
            if name in path:
                found.append([*path[path.index(name) :], name])
                continue
            if name in done or name not in references:
                continue
            path.append(name)
            stack.append((name, True))
            stack += [(other, False) for other in sorted(references[name], reverse=True)]
    return found
