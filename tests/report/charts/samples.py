"""Countries of two to six groups with any names, and a chart of each kind on made-up numbers."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

import numpy as np

from sim.pack import Country
from sim.report.charts.actions import Board, Doing, actions
from sim.report.charts.against import Dot, Panel, against
from sim.report.charts.bars import Bar, Row, bars
from sim.report.charts.fans import fans
from sim.report.charts.offices import offices
from sim.report.charts.outcomes import Cell, Pair, outcomes
from sim.report.charts.responses import Course, responses
from sim.report.charts.svg import Chart
from sim.report.charts.vote import Ballot, vote

SVG = "{http://www.w3.org/2000/svg}"
NAN = float("nan")
HOSTILE = "<script>alert('x')</script> & \"quoted\" \x00\x1b\u202e"
LONG = "the most excellent and very long-winded association of friends of the harbour, the hills and the plain between them " * 3
UNBROKEN = "W" * 200


def country_of(country: Country, count: int, name: str | None = None) -> Country:
    """The country with `count` groups; with a name, all groups, patrons and short names are called that."""
    factions = []
    for k in range(count):
        model = country.factions[k % len(country.factions)]
        words: dict[str, Any] = {} if name is None else {field: dict.fromkeys(("en", "ko"), name) for field in ("name", "short", "phrase")}
        factions.append(dataclasses.replace(model, key=f"group{k}", display=k + 1, **words))
    patrons = country.patrons
    if name is not None:
        patrons = tuple(dataclasses.replace(patron, name=dict.fromkeys(("en", "ko"), name)) for patron in patrons)
    return dataclasses.replace(country, factions=tuple(factions), patrons=patrons)


def shares_of(country: Country, months: int | None = None) -> np.ndarray[Any, Any]:
    """(months, factions) shares that add to 0.9, one group ever stronger."""
    count, months = len(country.factions), months or country.months
    weights = np.ones((months, count))
    weights[:, 0] += np.linspace(0, 6, months)
    return 0.9 * weights / weights.sum(axis=1, keepdims=True)


def quantiles_of(country: Country, months: int | None = None) -> np.ndarray[Any, Any]:
    """(factions, 5, months) quantiles around those shares."""
    middle = shares_of(country, months).T
    return np.stack([middle * scale for scale in (0.5, 0.8, 1.0, 1.05, 1.1)], axis=1)


def board_of(country: Country) -> Board:
    """A month in which every kind of arrow there is room for is drawn."""
    count = len(country.factions)
    doing = [Doing(0, "denounce", 1), Doing(1, "ally", 0), Doing(2, "court_people"), Doing(3, "challenge"), Doing(4, "court_patron", None, 1), Doing(5, "govern")]
    power = np.linspace(1, 2, count)
    return Board(0, power / power.sum(), np.full(count, 0.4), np.full((count, len(country.patrons)), 0.3), tuple(doing[:count]))


def ballots_of(country: Country, count: int = 60, label: str = "a member") -> tuple[Ballot, ...]:
    """Ballots of all groups; every third is against."""
    groups = len(country.factions)
    return tuple(Ballot(label, n % groups, 1.0 if n % 7 else 3.0, n % 3 == 0) for n in range(count))


def pairs_of(label: str = "an uprising", words: str = "about 1 in 11 → about 1 in 3") -> tuple[Pair, ...]:
    """Outcomes with both arms, one arm, and unknown parts."""
    first, second = Cell(0.09, 0.06, 0.13, 0.02, 0.2), Cell(0.31, 0.25, 0.38, 0.1, 0.5)
    return (
        Pair(label, words, first, second), Pair(label, words, first, None), Pair(label, words, None, Cell(0.5, NAN, NAN, NAN, NAN)),
        Pair(label, words, Cell(1.0, 0.97, 1.0, 1.0, 1.0), Cell(0.0, 0.0, 0.03, 0.0, 0.0)), Pair(label, words, None, None),
    )  # fmt: skip


Make = Callable[..., Chart]
"""A chart of a country; takes `lang`, `key`, `title`, `wide`."""
FULL: dict[str, Make] = {
    "offices": lambda country, **given: offices(country, shares_of(country), mark=131, **given),
    "outcomes": lambda country, **given: outcomes(country, pairs_of(), winner=1, **given),
    "fans": lambda country, **given: fans(country, quantiles_of(country), mark=131, sentence="Power.", **given),
    "actions": lambda country, **given: actions(country, board_of(country), **given),
    "vote": lambda country, **given: vote(country, ballots_of(country), needed=0.5, **given),
    "against": lambda country, **given: against(country, panels_of(country), outcome="an uprising", value="what goes with an uprising", **given),
    "choices": lambda country, **given: against(country, choices_of(country), outcome="an uprising", value="the switch majority", choices=CHOICES, **given),
    "bars": lambda country, **given: bars(country, rows_of(country), **BARS, noise=(0.1, "no more than an uprising"), **given),
    "responses": lambda country, **given: responses(country, courses_of(country), **given),
}
UNKNOWN: dict[str, Make] = {
    "offices": lambda country, **given: offices(country, np.full((24, len(country.factions)), NAN), **given),
    "outcomes": lambda country, **given: outcomes(country, [Pair("an uprising", "?", Cell(NAN, NAN, NAN, NAN, NAN), None)], **given),
    "fans": lambda country, **given: fans(country, np.full((len(country.factions), 5, 24), NAN), sentence="Power.", **given),
    "actions": lambda country, **given: actions(country, blank_board(country), **given),
    "vote": lambda country, **given: vote(country, [Ballot("a member", 0, NAN, True)], needed=0.5, **given),
    "against": lambda country, **given: against(country, [Panel("left alone", None, True, ())], outcome="an uprising", value="what goes with an uprising", **given),
    "choices": lambda country, **given: against(country, [Panel("left alone", None, True, ())], outcome="an uprising", value="the switch majority", choices=CHOICES, **given),
    "bars": lambda country, **given: bars(country, [Row("an uprising", None, None)], **BARS, **given),
    "responses": lambda country, **given: responses(country, [], **given),
}
EMPTY: dict[str, Make] = {
    "offices": lambda country, **given: offices(country, [], **given),
    "outcomes": lambda country, **given: outcomes(country, [], **given),
    "fans": lambda country, **given: fans(country, [], sentence="Power.", **given),
    "actions": lambda country, **given: actions(country, dataclasses.replace(blank_board(country), doing=()), **given),
    "vote": lambda country, **given: vote(country, [], needed=0.5, **given),
    "against": lambda country, **given: against(country, [], outcome="an uprising", value="what goes with an uprising", **given),
    "choices": lambda country, **given: against(country, [], outcome="an uprising", value="the switch majority", choices=CHOICES, **given),
    "bars": lambda country, **given: bars(country, [], **BARS, **given),
    "responses": lambda country, **given: responses(country, [], **given),
}


BARS = {"names": ("an uprising, old", "an uprising, new"), "head": ("an uprising", "of an uprising", "after an uprising"), "sentence": "Most goes with an uprising."}


def rows_of(country: Country) -> list[Row]:
    """A head, a row for each group with both bars, one with one bar, and the ends."""
    full = [Row(f"an uprising of {one.name['en']}", Bar(0.2), Bar(0.3, 0.1, 0.6), ("20%", "30%")) for one in country.factions]
    return [Row("By an uprising", None, None), *full, Row("an uprising less", Bar(0.0), None, ("0%", "–")), Row("an uprising more", Bar(1.0, 1.0, 1.0), Bar(1.0, 0.9, 1.0), ("100%", "100%"))]


def courses_of(country: Country) -> list[Course]:
    """Two traits of every group, and one that only the first has."""
    rise = (0.1, 0.15, 0.2, 0.3, 0.4)
    many = [Course(k, trait, rise, rise, rise, rise) for trait in ("an uprising 1", "an uprising 2") for k in range(len(country.factions))]
    return [*many, Course(0, "an uprising", rise, rise, (0.0,) * 5, (0.9,) * 5)]


CHOICES = ("drawn", "half", "three_fifths", "two_thirds")


def choices_of(country: Country) -> list[Panel]:
    """Left alone, and one branch for each group, at each choice that was lived."""
    dots = tuple(Dot(float(n), 0.1 + 0.08 * n, 0.02, 200) for n in range(4))
    names = [f"an uprising under {k}" for k in range(len(country.factions))]
    return [Panel("an uprising, left alone", None, True, dots), *(Panel(name, k, False, dots[k % 3 :]) for k, name in enumerate(names))]


def panels_of(country: Country) -> list[Panel]:
    """Left alone, and one branch for each group: the share falls as the value grows."""
    dots = tuple(Dot(0.1 + 0.05 * n, 0.4 - 0.06 * n, 0.02, 200) for n in range(6))
    names = [f"an uprising under {k}" for k in range(len(country.factions))]
    return [Panel("an uprising, left alone", None, True, dots), *(Panel(name, k, False, dots[: k + 1]) for k, name in enumerate(names))]


def blank_board(country: Country) -> Board:
    """A board of which no number is known."""
    count = len(country.factions)
    return Board(0, np.full(count, NAN), np.full(count, NAN), np.full((count, len(country.patrons)), NAN), (Doing(0, "govern"),))


def parsed(chart: Chart) -> ElementTree.Element:
    """The picture, read by a strict parser."""
    return ElementTree.fromstring(chart.svg)


def texts(root: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """All words in view."""
    return root.iter(f"{SVG}text")


def words_of(root: ElementTree.Element) -> list[str]:
    """The words in view, as text."""
    return ["".join(found.itertext()) for found in texts(root)]


def share(cell: str) -> float:
    """The number of a table's percentage."""
    return float(cell.removesuffix("%")) / 100
