"""What a check says of packs, batch files and folders of results."""

from __future__ import annotations

from collections.abc import Sequence

from sim.batch.check import Checked
from sim.locale import say
from sim.report.terminal import width, wrap


def problem_texts(one: Checked, several: bool) -> list[str]:
    """A sentence for each problem; where `several` paths are checked, each says of which."""
    return [_of(one, str(error), several) for error in one.problems]


def warning_texts(one: Checked, several: bool, lang: str) -> list[str]:
    """A sentence for each warning."""
    return [_of(one, say(lang, "check.warning", said=warning), several) for warning in one.warnings]


def sound_texts(one: Checked, lang: str) -> list[str]:
    """That there is no problem, where there is none."""
    return [] if one.problems else [say(lang, "check.warned" if one.warnings else "check.sound", path=one.path, n=len(one.warnings))]


def counts_text(checked: Sequence[Checked], lang: str) -> list[str]:
    """After a sound pack, which number of a value counts where."""
    return ["", *wrap(say(lang, "check.counts"), width())] if any(one.values and not one.problems for one in checked) else []


def _of(one: Checked, text: str, several: bool) -> str:
    return f"{one.path}: {text}" if several else text
