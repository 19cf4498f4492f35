"""Whether the fit is true, in sentences: ranks of known values, numbers that targets tell, targets that the others tell."""

from __future__ import annotations

from sim.locale import say
from sim.validation.ranks import Ranks, Recovered

MOST = 8
EVEN = 0.05
"""Chance below which ranks count as uneven."""


def ranks_sentences(found: Ranks, lang: str) -> list[str]:
    """What pseudo-records say, in the order in which one asks."""
    tenths = " ".join(f"{100 * one / max(1, sum(found.bins)):.0f}" for one in found.bins)
    verdict = say(lang, "ranks.even" if found.flat >= EVEN else "ranks.uneven", chance=f"{found.flat:.2f}")
    texts = [say(lang, "ranks.bins", records=found.records, sets=found.sets, tenths=tenths, verdict=verdict)]
    known = found.known
    if known:
        texts.append(say(lang, "ranks.known", count=len(known), all=len(found.numbers), names=_names(known[:MOST])))
    else:
        texts.append(say(lang, "ranks.none_known", all=len(found.numbers)))
    order = sorted(found.targets, key=lambda one: -one.explained)
    free = [one for one in order if one.explained < 0.1]
    texts.append(say(lang, "ranks.targets", names=_names(order[:MOST]), free=len(free), all=len(order)))
    return texts


def _names(those: list[Recovered] | tuple[Recovered, ...]) -> str:
    return ", ".join(f"{one.key} {100 * one.explained:.0f}" for one in those)
