"""The frame of a country, from pack.toml alone: its months, its patrons, the organs of the state and their posts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from sim.pack.country.country import Organ, Patron, PostScheme
from sim.pack.country.frozen import Frozen
from sim.pack.country.vocabulary import MOST_MONTHS, ORGANS
from sim.pack.text.findings import Findings, Horizon
from sim.pack.text.schema import PackFile
from sim.pack.text.tables import Checked

FEWEST_POSTS: Final = 50
MOST_POSTS: Final = 1600
MOST_PATRONS: Final = 2
_TOLERANCE: Final = 1e-9


@dataclass(frozen=True)
class Frame:
    """What every other table is checked against."""

    horizon: Horizon
    patrons: tuple[Patron, ...]
    organs: tuple[Organ, ...]
    posts: PostScheme


def build_frame(pack: Checked[PackFile], folder: str, findings: Findings) -> Frame:
    """The frame of the pack in the folder of that name."""
    _check_id(pack, folder, findings)
    _check_rival(pack, findings)
    return Frame(_horizon(pack, findings), _patrons(pack, findings), _organs(pack, findings), _post_scheme(pack, findings))


def _horizon(pack: Checked[PackFile], findings: Findings) -> Horizon:
    first, last = pack.table.horizon.from_, pack.table.horizon.to
    months = last - first + 1
    if not 1 <= months <= MOST_MONTHS:
        findings.refuse(
            pack.at("horizon", "to"), "length of the horizon", kind="range", found=f"{months} months", allowed=f"1 to {MOST_MONTHS} months"
        )
    return Horizon(first, max(1, months))


def _check_id(pack: Checked[PackFile], folder: str, findings: Findings) -> None:
    name = pack.table.id
    if not (2 <= len(name) <= 41 and name[0].isalpha() and "_" not in name):
        findings.refuse(
            pack.at("id"), "id", kind="malformed", found=repr(name), allowed="2 to 41 small letters, digits and -, beginning with a letter"
        )
    elif name != folder:
        findings.refuse(pack.at("id"), "id is not the name of the folder", kind="file", found=repr(name), allowed=repr(folder))


def _check_rival(pack: Checked[PackFile], findings: Findings) -> None:
    """A rival state has a name and an income to be compared with."""
    country = pack.table.country
    if country.rival_state and (country.rival is None or not pack.table.series.income_ratio):
        missing = "series.income_ratio" if country.rival is not None else "country.rival"
        findings.refuse(
            pack.at("country", "rival_state"), "rival state", kind="missing",
            found=f"rival_state = true without {missing}", allowed=f"{missing} given"
        )


def _patrons(pack: Checked[PackFile], findings: Findings) -> tuple[Patron, ...]:
    """Patrons, first and second by `order`, since the order of the tables says nothing."""
    tables = pack.table.patron
    findings.unique("patron", ((table.key, pack.at("patron", position)) for position, table in enumerate(tables)))
    if len(tables) > MOST_PATRONS:
        findings.refuse(pack.at("patron", len(tables) - 1), "number of patrons", kind="range", found=str(len(tables)), allowed=f"0 to {MOST_PATRONS}")
    orders = [1 if table.order is None and len(tables) == 1 else table.order for table in tables]
    if len(tables) <= MOST_PATRONS:
        for position, order in enumerate(orders):
            if order not in range(1, len(tables) + 1) or orders.count(order) > 1:
                found = "no order" if order is None else f"order {order}"
                allowed = "order = 1 for the first patron, order = 2 for the second"
                findings.refuse(
                    pack.at("patron", position, "order"), f"order of patron {tables[position].key}", kind="contradiction",
                    found=found, allowed=allowed
                )
    ranked = sorted(range(len(tables)), key=lambda position: (orders[position] or 0, tables[position].key))
    return tuple(
        Patron(one.key, one.name, one.seat, one.presence, one.line, pack.at("patron", i), one.about or Frozen())
        for i, one in ((i, tables[i]) for i in ranked)
    )


def _organs(pack: Checked[PackFile], findings: Findings) -> tuple[Organ, ...]:
    """The four organs in the order of the vocabulary."""
    tables = pack.table.apparatus
    findings.unique("organ", ((table.organ, pack.at("apparatus", position)) for position, table in enumerate(tables)))
    missing = [organ for organ in ORGANS if organ not in {table.organ for table in tables}]
    if missing:
        found = f"{', '.join(missing)} missing"
        findings.refuse(pack.at("apparatus"), "organs of the state", kind="unknown", found=found, allowed=f"exactly {', '.join(ORGANS)}")
    organs: list[Organ] = []
    for position, table in enumerate(tables):
        findings.between(pack.at("apparatus", position, "weight"), f"weight of {table.organ}", table.weight, 0.0, 1.0)
        source = findings.source(pack.at("apparatus", position, "source"), table.source)
        organs.append(Organ(table.organ, table.name, table.weight, source, table.confidence, pack.at("apparatus", position)))
    total = math.fsum(table.weight for table in tables)
    if not missing and abs(total - 1.0) > _TOLERANCE:
        findings.refuse(
            pack.at("apparatus", 0, "weight"), "weights of the organs", kind="range", found=f"a sum of {total:.12g}", allowed="weights that add to 1"
        )
    return tuple(sorted(organs, key=lambda organ: ORGANS.index(organ.key)))


def _post_scheme(pack: Checked[PackFile], findings: Findings) -> PostScheme:
    table = pack.table.posts
    findings.between(pack.at("posts", "total"), "total", table.total, FEWEST_POSTS, MOST_POSTS)
    findings.between(pack.at("posts", "top_every"), "top_every", table.top_every, 2, FEWEST_POSTS)
    findings.between(pack.at("posts", "committee_every"), "committee_every", table.committee_every, 2, FEWEST_POSTS)
    weights = (table.top_weight, table.committee_weight, table.other_weight)
    if not (weights[0] >= weights[1] >= weights[2] > 0.0):
        found = ", ".join(f"{weight:g}" for weight in weights)
        findings.refuse(pack.at("posts", "top_weight"), "weights of posts", kind="range", found=found, allowed="top >= committee >= other > 0")
    source = findings.source(pack.at("posts", "source"), table.source)
    scheme = {name: getattr(table, name) for name in ("total", "top_every", "committee_every", "top_weight", "committee_weight", "other_weight")}
    return PostScheme(**scheme, source=source, confidence=table.confidence, note=table.note, place=pack.at("posts"))
