"""What hangs on what: each mechanism taken out, each free choice and each reading taken the other way, and what that moves.

The model is run again on the same luck with one thing changed, its targets are scored anew, and the outcomes of the model left alone are paired,
world by world, with those of the model as it is. Two of the choices are free: no theory says how much an office is worth beside the danger of
losing it (the prize), nor which majority brings a ruler down.

Source: knock-outs as in any ablation study; robustness as the answer that survives rival assumptions (Levins 1966). Leaves out: several at once.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.counterfactual.estimate import PairCounts
from sim.counterfactual.shares import paired_share
from sim.pack import Country, with_reading
from sim.pack.country.country import Switch
from sim.pack.country.frozen import Frozen
from sim.runs.ensemble import ensemble
from sim.validation.scoreboard import Knockout, Scoreboard
from sim.validation.validate import FULL, QUICK, scores
from sim.world.draws import GROUP
from sim.world.outcome import OUTCOMES
from sim.world.state import Array

IDLE: Final[Mapping[str, Mapping[str, float]]] = {
    "appeal": {"appeal_scale": 0.0},
    "comrades": {"comrade_slope": 0.0},
    "deterrence": {"purge_cover": 0.0},
    "dissolution": {"dissolution_share": 0.0},
    "garrison": {"garrison": 0.0},
    "heirs_keep": {"heir_concentration_kept": 0.0},
    "hope": {"challenge_hope": 0.0},
    "lag": {"hope_speed": 1.0},
    "mood": {"mood_sd": 0.0},
    "mood_known": {"mood_known": 0.0},
    "occasions": {"occasion_rate": 1.0, "occasion_sharpness": 1.0},
    "street_memory": {"street_memory": 0.0},
    "unaligned": {"unaligned_share": 0.0, "comrade_slope": 1.0},
}
"""Mechanisms without a switch, and the values at which they do nothing. The last: everybody belongs to a group and appoints his own."""
PRIZE: Final = "challenge_stakes"
MAJORITY: Final = "majority"
BY_CHOICE: Final = ("endorsement", "recorded_deaths", "war", MAJORITY)
"""Switches that are no mechanisms: how the start, deaths and the dated war are taken, and the majority of a vote."""


@dataclass(frozen=True)
class Variant:
    """The model with one thing changed. `kind`: `mechanism`, `choice` or `reading`; `setting`: how it is written in the pack's terms."""

    id: str
    kind: str
    setting: str
    country: Country


def with_values(country: Country, values: Mapping[str, float]) -> Country:
    """The country with parameters held at values, whatever is drawn."""
    own = dict(country.parameters)
    for name, value in values.items():
        own[name] = dataclasses.replace(own[name], low=value, mode=value, high=value, start=value, prior="fixed")
    return dataclasses.replace(country, parameters=Frozen(own))


def with_option(country: Country, key: str, option: str) -> Country:
    """The country with another default of a switch."""
    found = [dataclasses.replace(switch, default=option) if switch.key == key else switch for switch in country.switches]
    return dataclasses.replace(country, switches=tuple(found))


def _other_options(country: Country, switch: Switch, kind: str) -> list[Variant]:
    """The country with each option of a switch but its default."""
    others = [option for option in switch.options if option != switch.default]
    return [Variant(switch.key, kind, f"switch.{switch.key}={option}", with_option(country, switch.key, option)) for option in others]


def variants(country: Country) -> list[Variant]:
    """Mechanisms by name, then the free choices, then the pack's readings."""
    found = [one for switch in country.switches if switch.key not in BY_CHOICE for one in _other_options(country, switch, "mechanism")]
    for name, values in IDLE.items():
        found.append(Variant(name, "mechanism", " ".join(f"{key}={value:g}" for key, value in values.items()), with_values(country, values)))
    found.sort(key=lambda one: one.id)
    prize = country.parameters[PRIZE]
    for value in dict.fromkeys((prize.low, prize.high)):
        if value is not None and value != prize.start:
            found.append(Variant("prize", "choice", f"{PRIZE}={value:g}", with_values(country, {PRIZE: value})))
    found += [one for switch in country.switches if switch.key == MAJORITY for one in _other_options(country, switch, "choice")]
    readings = () if country.reading else country.readings
    return [*found, *(Variant(one.key, "reading", f"--reading {one.key}", with_reading(country, one.key)) for one in readings)]


def _outcomes(country: Country, worlds: int, seed: int, fixed: bool, workers: int | None) -> dict[str, Array]:
    frame = ensemble(country, worlds, seed, workers=workers, fixed=fixed).outcomes
    return {outcome.name: frame[outcome.name].to_numpy(dtype=bool) for outcome in OUTCOMES}


def with_knockouts(board: Scoreboard, *, workers: int | None = None, progress: Callable[[int, int], None] | None = None) -> Scoreboard:
    """The scoreboard, and beside it that of every variant: same values, seed and number of worlds.

    Args:
        board: from `validate`.
        workers: threads; nothing depends on it.
        progress: told variants done and in all.

    Example:
        >>> import sim
        >>> from sim.validation.knockouts import with_knockouts
        >>> board = sim.validate(sim.load_pack("demo"), quick=True)
        >>> with_knockouts(board).knockouts                                             # doctest: +SKIP
    """
    country, seed, fixed = board.country, board.seed, board.values == "fixed"
    size = QUICK if board.worlds == QUICK.worlds else FULL
    groups = np.arange(size.worlds) // (1 if fixed else GROUP)
    own, met = _outcomes(country, size.worlds, seed, fixed, workers), {one.target.id for one in board.targets if one.passes}
    asked, found = variants(country), []
    for n, variant in enumerate(asked):
        other = _outcomes(variant.country, size.worlds, seed, fixed, workers)
        cells = {name: paired_share(PairCounts.of(other[name], own[name], groups)) for name in own}
        theirs = {one.target.id for one in scores(variant.country, not fixed, size, seed, workers, None) if one.passes}
        order = [one.target.id for one in board.targets]
        lost, gained = ([name for name in order if name in names] for names in (met - theirs, theirs - met))
        moved = {name: cell for name, cell in cells.items() if cell.way != "same"}
        found.append(Knockout(variant.id, variant.kind, variant.setting, tuple(lost), tuple(gained), moved))
        if progress is not None:
            progress(n + 1, len(asked))
    return dataclasses.replace(board, knockouts=tuple(found))
