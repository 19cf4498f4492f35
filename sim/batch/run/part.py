"""One part of a batch as its four tables: a pure function of the batch and the part's number, the same wherever it runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.batch.plan.description import Batch, Part
from sim.batch.plan.keys import SWITCH
from sim.batch.plan.plans import switch_texts, trees
from sim.batch.run.simulate import Piece, simulate_part
from sim.batch.run.stored import month_words, quantiles
from sim.batch.tables.columns import CHANGED, MEASURES, QUANTILES, REFERENCE, Coded, chunk, columns_of, joined, same, varied_parameters
from sim.counterfactual.pairs import Plan
from sim.counterfactual.scenarios import ASKED
from sim.runs.ensemble import DrawnValues
from sim.world.draws import draw_of, trait_fields
from sim.world.outcome import OUTCOMES, RULER_YEARS
from sim.world.state import Array
from sim.world.token import token_maker
from sim.world.words import ENDINGS

if TYPE_CHECKING:
    import pyarrow as pa


def part_tables(batch: Batch, number: int) -> dict[str, pa.Table]:
    """The tables of one part, by name."""
    part = batch.parts[number]
    pieces = simulate_part(batch, part)
    columns = columns_of(batch)
    found: dict[str, list[pa.Table]] = {name: [] for name in columns}
    row = part.row
    for tree in trees(batch, switch_texts(batch.cells[part.cell])):
        by_id = {plan.id: plan for plan in tree}
        for plan in tree:
            for arm in (REFERENCE,) if plan.reference is None else (REFERENCE, CHANGED):
                held = plan if plan.reference is None or arm == CHANGED else by_id[plan.reference]
                table = _worlds(batch, part, pieces, plan, held, arm)
                table["row"] = np.arange(row, row + len(part))
                row += len(part)
                found["worlds"].append(chunk(columns["worlds"], table, len(part)))
            for name, values, count in _stored_rows(batch, part, pieces, plan):
                found[name].append(chunk(columns[name], values, count))
    values, count = _draws(batch, part)
    found["draws"].append(chunk(columns["draws"], values, count))
    return {name: joined(columns[name], chunks) for name, chunks in found.items()}


def _first(part: Part, branch: str, arm: str, count: int) -> dict[str, Any]:
    """Columns that say where rows belong."""
    return {
        "part": same(part.id, count), "cell": np.full(count, part.cell), "branch": same(branch, count), "arm": same(arm, count),
        "seed": np.full(count, part.seed),
    }  # fmt: skip


def _worlds(batch: Batch, part: Part, pieces: Sequence[Piece], plan: Plan, held: Plan, arm: str) -> dict[str, Any]:
    """Rows of the table `worlds` of one arm of a branch; `held` is the plan whose worlds these are."""
    worlds = range(part.first, part.stop)
    token = token_maker(batch.country, tuple(held.scenario.texts), batch.cells[part.cell].values)
    draws = [draw_of(world, batch.fixed) for world in worlds]
    table = _first(part, plan.id, arm, len(part))
    table.update(world=np.arange(part.first, part.stop), draw=np.array(draws))
    table["token"] = [token(part.seed, world, draw) for world, draw in zip(worlds, draws, strict=True)]
    table["error"] = [_error(piece, plan, held) for piece in pieces for _ in piece.worlds]
    sound = [piece for piece in pieces if plan.id in piece.pairs and held.id in piece.pairs]
    where = np.array([world - part.first for piece in sound for world in piece.worlds], dtype=np.int64)
    for name, values in _said(batch, sound, plan, held, arm).items():
        table[name] = _spread(values, where, len(part))
    return table


def _error(piece: Piece, plan: Plan, held: Plan) -> str | None:
    """The error of a world; a world whose pair failed can't be counted either, and says so."""
    if held.id in piece.errors:
        return piece.errors[held.id]
    return f"the other world of the pair failed: {piece.errors[plan.id]}" if plan.id in piece.errors else None


def _spread(values: Any, where: Array, count: int) -> Any:
    """Values of the sound worlds in their rows; the others have none."""
    if isinstance(values, Coded):
        codes = np.full(count, -1, dtype=np.int32)
        codes[where] = values.codes
        return Coded(codes, values.words)
    if len(where) == count:
        return values
    found: list[bool | None] = [None] * count
    for place, value in zip(where, values, strict=True):
        found[place] = bool(value)
    return found


def _said(batch: Batch, sound: Sequence[Piece], plan: Plan, held: Plan, arm: str) -> dict[str, Any]:
    """What the sound worlds of one arm have to say: booleans and coded words."""
    if not sound:
        return {}
    pairs, of_held = [piece.pairs[plan.id] for piece in sound], [piece.pairs[held.id] for piece in sound]
    counted = [one.outcomes if held is plan else one.reference for one in pairs]
    keys, months = [faction.key for faction in batch.country.factions], month_words(batch)
    ended = np.concatenate([piece.stored[held.id].ended for piece in sound])
    ended_month = np.concatenate([piece.stored[held.id].ended_month for piece in sound])
    names = [outcome.name for outcome in OUTCOMES]
    table: dict[str, Any] = {name: np.concatenate([one[name] for one in counted]) for name in names}
    if ASKED in counted[0]:
        table["asked"] = np.concatenate([one[ASKED] for one in counted])
    table["ended"] = Coded(ended, ENDINGS)
    table["ended_month"] = Coded(np.where(ended != 0, ended_month, -1), months)
    simulated = batch.country.first_month + batch.months_simulated
    for year in (year for year in RULER_YEARS if (year + 1) * 12 <= simulated):  # who rules after the last month nobody knows
        table[f"ruler_{year}"] = Coded(np.concatenate([one.rulers[f"ruler_{year}"] for one in of_held]), keys)
    if arm == CHANGED:
        for name in ("dropped", "applicable", "by_itself"):
            table[name] = np.concatenate([getattr(one, name) for one in pairs])
        divergence = np.concatenate([one.divergence for one in pairs])
        table["divergence"] = Coded(np.where(divergence < len(months), divergence, -1), months)
        table["aligned_until"] = Coded(np.concatenate([one.aligned for one in pairs]), months)
    return table


def _stored_rows(batch: Batch, part: Part, pieces: Sequence[Piece], plan: Plan) -> list[tuple[str, dict[str, Any], int]]:
    """Rows of the tables `months` and `events` of one branch: table, columns and how many. Worlds that are shared stand once."""
    arm = REFERENCE if plan.reference is None else CHANGED
    found: list[tuple[str, dict[str, Any], int]] = []
    sound = [piece for piece in pieces if plan.id in piece.stored]
    for piece in sound:
        for name in ("months", "events"):
            rows = getattr(piece.stored[plan.id], name)
            if rows is not None:
                count = len(rows["w"])
                found.append((name, {**rows, **_first(part, plan.id, arm, count), "world": rows["w"] + piece.worlds[0]}, count))
    paths = [path for path in (piece.stored[plan.id].path for piece in sound) if path is not None]
    if paths:
        values, count = _quantiles(batch, np.concatenate(paths))
        found.append(("months", {**values, **_first(part, plan.id, arm, count)}, count))
    return found


def _quantiles(batch: Batch, path: Array) -> tuple[dict[str, Any], int]:
    """Quantiles over a part's worlds, in the order of month, faction and measure; months in which none is left are passed over."""
    found, worlds = quantiles(path)
    keys = [faction.key for faction in batch.country.factions]
    m, k, measure = np.nonzero(worlds > 0)
    table: dict[str, Any] = {f"q{q}": found[m, k, measure, n] for n, q in enumerate(QUANTILES)}
    table["month"] = Coded(m * batch.keep.every, month_words(batch))
    table.update(faction=Coded(k, keys), measure=Coded(measure, MEASURES), worlds=worlds[m, k, measure])
    return table, len(m)


def _draws(batch: Batch, part: Part) -> tuple[dict[str, Any], int]:
    """Rows of the table `draws`."""
    cell = batch.cells[part.cell]
    draws = DrawnValues.of(batch.country, part.seed, range(part.first, part.stop), batch.fixed, cell.values)
    count = len(draws.numbers)
    table: dict[str, Any] = {"part": same(part.id, count), "cell": np.full(count, part.cell), "seed": np.full(count, part.seed)}
    table["draw"] = np.array(draws.numbers)
    table.update({name: draws.parameters[name] for name in varied_parameters(batch)})
    table.update({name: draws.traits[field][:, k] for name, (k, field) in trait_fields(batch.country).items()})
    table.update({name: same(cell.switches[name], count) for name in batch.varied if name.startswith(SWITCH)})
    return table, count
