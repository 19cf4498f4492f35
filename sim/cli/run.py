"""`counterfaction run`: one world, its chronicle."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import click

from sim.cli.options import Whole, as_json, do, lang, prepare, print_json, reading, say_idle, seed, show
from sim.files.json_text import SCHEMA
from sim.locale import say
from sim.pack import Argument, Country, InputError, list_packs, load_pack
from sim.pack.country.dates import month_name, month_text
from sim.world.bounds import BOUNDS, month_of

if TYPE_CHECKING:
    from sim.agents.world import World
    from sim.world.token import Reopened


_STATES = ("dynasty", "personalist", "satellite", "collective", "bloc_rule")


def _asked(pack: str | None, token: str | None, seed: int, world: int, draw: int, do: tuple[str, ...], reading: str | None) -> Reopened:
    """The world asked for, by a token or by its parts; what is wrong with either is found before anything is compiled."""
    from sim.world.do import read_do
    from sim.world.token import Reopened, read_token

    if token is not None:
        return read_token(token, None if pack is None else load_pack(pack))
    country = load_pack(pack or "", reading)
    return Reopened(country, seed, world, draw, read_do(country, do))


def _until(country: Country, text: str | None) -> int:
    """Months to live."""
    return country.months if text is None else month_of(country, text, "until") + 1


def _flags(world: World) -> tuple[str, list[str]]:
    """The state at the end, and what else happened."""
    from sim.world.outcome import Runs, classify
    from sim.world.words import ENDINGS

    lived = world.block._replace(months=world.block.months[:, : world.month], rows=world.block.rows[:, : world.month])
    found = [name for name, holds in classify(Runs(lived, 0, world.country.first_month)).items() if bool(holds[0])]
    ended = ENDINGS[int(world.record["ended"])]
    if not world.over:  # states are those of a horizon that was reached
        return ended, [name for name in found if name not in _STATES and not name.startswith("standing")]
    state = next((name for name in _STATES if name in found), "")
    outcome = ended or state
    return outcome, [name for name in found if name != outcome]


def _months(world: World) -> list[dict[str, Any]]:
    country, rows = world.country, []
    from sim.world.words import ACTIONS, NO_ACTION

    names = [faction.key for faction in country.factions]
    for index in range(world.month):
        now, cells = world.block.months[0, index], world.block.rows[0, index]
        acting = [k for k in range(len(names)) if int(cells["action"][k]) != NO_ACTION]
        rows.append({
            "month": month_text(country.first_month + index), "ruler": names[int(now["ruler"])],
            "power": {name: float(cells["power"][k]) for k, name in enumerate(names)},
            "support": {name: float(cells["support"][k]) for k, name in enumerate(names)},
            "actions": {names[k]: ACTIONS[int(cells["action"][k])] for k in acting},
            "targets": {names[k]: world.target_key(int(cells["action"][k]), int(cells["target"][k])) for k in acting},
            "concentration": float(now["concentration"]), "hardship": float(now["hardship"]), "protest": float(now["protest"]),
        })  # fmt: skip
    return rows


def _as_dict(world: World) -> dict[str, Any]:
    from sim.report.chronicle import event_dict

    outcome, flags = _flags(world)
    return {
        "schema": SCHEMA, "command": "run", "pack": world.country.identity, "seed": world.seed, "world": world.world_number, "draw": world.draw,
        "token": world.token, "do": world.do, "months": _months(world),
        "events": [event_dict(world.country, event) for event in world.events], "outcome": outcome, "flags": flags,
    }  # fmt: skip


def _chronicle(world: World, lang: str, why: bool, pack: str | None) -> list[str]:
    from sim.report.chronicle import lines
    from sim.report.naming import title_of
    from sim.report.terminal import command_lines, fit, heading, width, wrap
    from sim.world.words import ENDINGS

    country, room = world.country, width()
    out = wrap(say(lang, "chronicle.title", title=title_of(country, lang), seed=world.seed), room)
    out = heading(out)
    out.append(say(lang, "chronicle.simulated"))
    texts = world.do
    out += wrap(say(lang, "chronicle.changed", do=", ".join(texts)) if texts else say(lang, "chronicle.left_alone"), room)
    out.append("")
    for line in lines(country, world.events, lang):
        out.extend(wrap(line.text, room, fit(line.month, 17), " " * 17))
        if why:
            out.extend(wrap(line.why, room, " " * 19 + "- ", " " * 21))
    out.append("")
    ended = ENDINGS[int(world.record["ended"])]
    last = month_name(country.first_month + world.month - 1, lang)
    if ended:
        out.append(say(lang, "chronicle.ended", month=last, how=say(lang, f"ending.{ended}")))
    else:
        out.append(say(lang, "chronicle.reached", month=last))
    outcome, flags = _flags(world)
    held = [say(lang, f"outcome.{name}") for name in [outcome, *flags] if name and not name.startswith("standing") and name != ended]
    if held:
        out.extend(wrap(say(lang, "chronicle.held", flags=", ".join(held)), room))
    own = "" if pack is None or pack in list_packs() else f"{shlex.quote(pack)} "  # a token alone never leads to a folder
    following = f"counterfaction run {own}--token {world.token}{'' if why else ' --why'}"
    return [*out, *command_lines(say(lang, "chronicle.next", command=following), room)]


@click.command("run", short_help="One world: its chronicle.")
@click.argument("pack", required=False)
@seed
@do
@reading
@click.option("--draw", default=0, show_default=True, type=Whole(*BOUNDS["draw"]), help="0: starting values; N: the N-th draw of values and traits.")
@click.option("--world", default=0, show_default=True, type=Whole(*BOUNDS["world"]), help="Number of the world among those of the seed.")
@click.option("--until", metavar="DATE", help="Last month to simulate, YYYY-MM.")
@click.option("--token", metavar="T", help="Reopen exactly the world that a token names.")
@click.option("--why", is_flag=True, help="Under each line, why it came about.")
@lang
@as_json
def command(
    pack: str | None, seed: int, do: tuple[str, ...], reading: str | None, draw: int, world: int, until: str | None, token: str | None, why: bool,
    lang: str, as_json: bool,
) -> None:  # fmt: skip
    """Run one world of PACK, month by month, and tell what happened.

    \b
    Examples:
      counterfaction run demo --seed 4 --why
      counterfaction run demo --do 'ruler=harbour@1956-09:plenum'
    """
    if pack is None and token is None:
        raise InputError(
            None, "run: one thing to run is needed", kind="missing", allowed="a pack, or --token T, with its pack where that is a folder of your own"
        )
    if token is not None and reading is not None:
        raise InputError(
            Argument("reading"), "a token holds its reading already", kind="duplicate", found=repr(reading), allowed="--token without --reading"
        )
    asked = _asked(pack, token, seed, world, draw, do, reading)
    months = _until(asked.country, until)
    say_idle(asked.country, asked.do)
    prepare("board_month")
    from sim.agents.world import World

    lived = World.reopen(asked)
    while lived.month < months and not lived.over:
        lived.step()
    if as_json:
        print_json(_as_dict(lived))
    else:
        show(_chronicle(lived, lang, why, pack))
