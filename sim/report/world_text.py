"""One world that was run: its chronicle as lines for a terminal, and all of it as plain data."""

from __future__ import annotations

import shlex
from typing import Any, Final

from sim.agents.world import World
from sim.files.json_text import SCHEMA
from sim.locale import say
from sim.pack.country.dates import month_name, month_text
from sim.report.chronicle import event_dict, lines
from sim.report.naming import title_of
from sim.report.terminal import command_lines, fit, heading, width, wrap
from sim.world.outcome import Runs, classify
from sim.world.words import ACTIONS, ENDINGS, NO_ACTION

_STATES: Final = ("dynasty", "personalist", "satellite", "collective", "bloc_rule")


def world_text(world: World, lang: str, why: bool) -> list[str]:
    """What happened in a world, month by month, with `why` under each line; then how it ended, and how to open it again."""
    country, room = world.country, width()
    out = heading(wrap(say(lang, "chronicle.title", title=title_of(country, lang), seed=world.seed), room))
    out.append(say(lang, "chronicle.simulated"))
    changed = say(lang, "chronicle.changed", do=", ".join(world.do)) if world.do else say(lang, "chronicle.left_alone")
    out += [*wrap(changed, room), ""]
    for line in lines(country, world.events, lang):
        out.extend(wrap(line.text, room, fit(line.month, 17), " " * 17))
        if why:
            out.extend(wrap(line.why, room, " " * 19 + "- ", " " * 21))
    out += ["", *_end(world, lang)]
    own = f"{shlex.quote(country.given)} " if country.given else ""  # a token alone never leads to a folder
    again = f"counterfaction run {own}--token {world.token}{'' if why else ' --why'}"
    return [*out, *command_lines(say(lang, "chronicle.next", command=again), room)]


def _end(world: World, lang: str) -> list[str]:
    """Where the world stopped, and what else holds of it."""
    ended = ENDINGS[int(world.record["ended"])]
    last = month_name(world.country.first_month + world.month - 1, lang)
    out = [say(lang, "chronicle.ended", month=last, how=say(lang, f"ending.{ended}")) if ended else say(lang, "chronicle.reached", month=last)]
    outcome, flags = _outcomes(world)
    held = [say(lang, f"outcome.{name}") for name in [outcome, *flags] if name and not name.startswith("standing") and name != ended]
    return [*out, *wrap(say(lang, "chronicle.held", flags=", ".join(held)), width())] if held else out


def world_dict(world: World) -> dict[str, Any]:
    """A world as plain data (schema 2)."""
    country = world.country
    outcome, flags = _outcomes(world)
    return {
        "schema": SCHEMA, "command": "run", "pack": country.identity, "seed": world.seed, "world": world.world_number, "draw": world.draw,
        "token": world.token, "do": world.do, "months": [_month(world, index) for index in range(world.month)],
        "events": [event_dict(country, event) for event in world.events], "outcome": outcome, "flags": flags,
    }  # fmt: skip


def _month(world: World, index: int) -> dict[str, Any]:
    country = world.country
    names = [faction.key for faction in country.factions]
    now, rows = world.block.months[0, index], world.block.rows[0, index]
    acting = [k for k in range(len(names)) if int(rows["action"][k]) != NO_ACTION]
    return {
        "month": month_text(country.first_month + index), "ruler": names[int(now["ruler"])],
        "power": {name: float(rows["power"][k]) for k, name in enumerate(names)},
        "support": {name: float(rows["support"][k]) for k, name in enumerate(names)},
        "actions": {names[k]: ACTIONS[int(rows["action"][k])] for k in acting},
        "targets": {names[k]: world.target_key(int(rows["action"][k]), int(rows["target"][k])) for k in acting},
        "concentration": float(now["concentration"]), "hardship": float(now["hardship"]), "protest": float(now["protest"]),
    }  # fmt: skip


def _outcomes(world: World) -> tuple[str, list[str]]:
    """The state at the end, and what else happened."""
    simulated = world.block._replace(months=world.block.months[:, : world.month], rows=world.block.rows[:, : world.month])
    holding = [name for name, holds in classify(Runs(simulated, 0, world.country.first_month)).items() if bool(holds[0])]
    ended = ENDINGS[int(world.record["ended"])]
    if not world.over:  # states are those of a horizon that was reached
        return ended, [name for name in holding if name not in _STATES and not name.startswith("standing")]
    outcome = ended or next((name for name in _STATES if name in holding), "")
    return outcome, [name for name in holding if name != outcome]
