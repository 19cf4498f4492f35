"""The Mesa face of a world: one that is watched, month by month, agent by agent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import mesa
import numpy as np

from sim.agents.actors import Cadre, Faction, Patron, Population, Wing
from sim.agents.clock import take_back
from sim.agents.policy import Policy
from sim.pack import Country
from sim.pack.country.country import Cadre as Person
from sim.pack.country.dates import month_text, parse_month
from sim.pack.country.errors import Argument, InputError, shown, unknown_name
from sim.world import entry
from sim.world.action import AT_FACTION, AT_PATRON
from sim.world.audit import refuse_unsound
from sim.world.bounds import whole
from sim.world.build import compile_scenario, make_block, make_commons
from sim.world.do import Asked, read_do
from sim.world.draws import draw_of, draw_parameters, draw_traits, set_values, world_keys
from sim.world.luck import fresh_seed
from sim.world.rules.choose import AIMS
from sim.world.state import WINGS
from sim.world.token import Reopened, make_token, read_token
from sim.world.words import NOBODY


class World(mesa.Model):  # type: ignore[misc]
    """One world of a country, as a `mesa.Model`; a step is a month.

    Args:
        country: from `sim.load_pack`.
        seed: which luck; the same seed gives the same events, bit for bit, as row `world` of an ensemble. `None`: a fresh one, which `world.seed`
            and the column `seed` of the monthly table keep.
        do: interventions, `WHAT=VALUE[@DATE][:ROUTE]`.
        policies: for a faction's key, an object with `decide(view)` that chooses in its place.
        draw: 0 for the starting values of parameters and traits, n for the n-th draw of this seed; None: the one that `compare` gives the world.
        world: number of the world among those of the seed.
        values: values put in the place of what is drawn: `parameter` or `faction.trait` -> number.
        agents: classes to use instead of `Faction`, `Wing`, `Cadre`, `Patron`, `Population`, by these names.

    Raises:
        InputError: a number out of bounds, an unknown name, a change that can't be read.

    Example:
        >>> import sim
        >>> world = sim.World(sim.load_pack("demo"), seed=4)
        >>> world.run_to("1946-03").month_name
        '1946-03'
    """

    def __init__(
        self,
        country: Country,
        seed: int | None = None,
        do: Asked = (),
        policies: Mapping[str, Policy] | None = None,
        *,
        draw: int | None = None,
        world: int = 0,
        values: Mapping[str, float] | None = None,
        agents: Mapping[str, type[Any]] | None = None,
    ) -> None:
        super().__init__(rng=0)  # Mesa's own generator: nothing in the model draws from it
        seed = fresh_seed() if seed is None else whole("seed", seed)
        self.country, self.seed, self.world_number = country, seed, whole("world", world)
        self.draw = draw = draw_of(self.world_number, fixed=False) if draw is None else whole("draw", draw)
        self.compiled = compile_scenario(country, read_do(country, do))  # `scenario` is Mesa's own name for something else
        self.policies = {self._faction_key(name): policy for name, policy in (policies or {}).items()}
        parameters, traits = draw_parameters(country, seed, [draw]), draw_traits(country, seed, [draw])
        self.values = dict(values or {})
        set_values(country, parameters, traits, self.values)
        commons = make_commons(self.compiled, parameters, traits)
        self.block = make_block(self.compiled, world_keys(seed, [world]), np.zeros(1, np.int64), commons)
        self.block.worlds["number"] = world
        self.month = 0
        self.drawn = (float("nan"), float("nan"))
        self.votes: dict[int, list[dict[str, Any]]] = {}
        self.door = (self.block.worlds, self.block.commons, 0)
        entry.begin(self.block.worlds, self.block.commons, self.block.people, 0)
        self._people_the_world(dict(agents or {}))
        self.datacollector = mesa.DataCollector(model_reporters=_reporters(self))

    @classmethod
    def from_token(cls, token: str, country: Country | None = None) -> World:
        """The world that a token names, of a pack that comes with the program or of the country given; `InputError` if it is damaged or foreign."""
        return cls.reopen(read_token(token, country))

    @classmethod
    def reopen(cls, reopened: Reopened) -> World:
        """The world that a token, once read, names."""
        return cls(reopened.country, reopened.seed, reopened.do, draw=reopened.draw, world=reopened.world, values=dict(reopened.values))

    def __repr__(self) -> str:
        done = f"over after {month_text(self.absolute_month - 1)}" if self.over else f"at {self.month_name}"
        return f"<{type(self).__name__} {self.country.id}, seed {self.seed}, {done}>"

    @property
    def do(self) -> list[str]:
        """The interventions as canonical texts."""
        return self.compiled.texts

    @property
    def token(self) -> str:
        """The text that reopens this world (policies and subclasses are not part of it)."""
        return make_token(self.country, self.seed, self.world_number, self.draw, tuple(self.do), self.values)

    def _people_the_world(self, classes: dict[str, type[Any]]) -> None:
        self._cadre = classes.pop("Cadre", Cadre)
        kinds: dict[str, Any] = {"Faction": Faction, "Wing": Wing, "Patron": Patron, "Population": Population}
        unknown = set(classes) - set(kinds)
        if unknown:
            raise unknown_name(None, "kind of agent", min(unknown), ["Cadre", *kinds])
        kinds.update(classes)
        groups = len(self.country.factions)
        self.factions = [kinds["Faction"](self, k) for k in range(groups)]
        self.wings = [kinds["Wing"](self, k) for k in range(groups, groups + WINGS)]
        self.patrons = [kinds["Patron"](self, q) for q in range(len(self.country.patrons))]
        self.population = kinds["Population"](self)
        self.cadres: list[Cadre] = []
        self._seat_cadres()

    def _seat_cadres(self) -> None:
        """One cadre a post; more once another half of the country has come in."""
        for post in range(len(self.cadres), int(self.record["posts_used"])):
            self.cadres.append(self._cadre(self, post))

    def _dismiss(self, seated: int) -> None:
        """Take back cadres that a month which failed has seated, and what it noted beside the record."""
        for cadre in self.cadres[seated:]:
            cadre.remove()
        del self.cadres[seated:]
        self.votes = {number: ballots for number, ballots in self.votes.items() if number < int(self.record["event_count"])}

    @property
    def sides(self) -> list[Any]:
        """All that can act as one: groups, then the rooms for wings."""
        return [*self.factions, *self.wings]

    @property
    def record(self) -> Any:
        """The world's record (state.NATION and the rooms within)."""
        return self.block.worlds[0]

    @property
    def absolute_month(self) -> int:
        """The month to come, as year * 12 + month - 1."""
        return self.country.first_month + self.month

    @property
    def month_name(self) -> str:
        """The month to come, `YYYY-MM`."""
        return month_text(self.absolute_month)

    @property
    def over(self) -> bool:
        """Whether the world has ended or reached its horizon."""
        return bool(self.record["ended"]) or self.month >= self.country.months

    def step(self) -> None:
        """One month, in the order in which things happen. All choose on the same board before anything is applied.

        What an agent or a policy raises goes through; the world then stands where it stood before the month.
        """
        if self.over:
            self.running = False
            return
        record, drawn, seated = self.record.copy(), self.drawn, len(self.cadres)
        try:
            self._month()
        except BaseException:
            self.block.worlds[0], self.drawn = record, drawn
            self._dismiss(seated)
            take_back(self)
            raise
        self.running = not self.over

    def _month(self) -> None:
        month, of_type = self.month, self.agents_by_type
        entry.open_month(*self.door, month)
        entry.economy_month(*self.door, month)
        for side in self.sides:
            entry.support_of(*self.door, side.index)
        for kind in self._kinds(Cadre):
            of_type[kind].do("review")
        entry.board_month(*self.door, month)
        for kind in self._kinds(Faction):
            of_type[kind].do("decide")
        self._settle_choices(month)
        self._settle_purge(month)
        self._settle_appeals(month)
        entry.apparatus(*self.door, month)
        if not self.record["ended"]:
            self._settle_unrest(month)
        entry.close(*self.door[:2], self.block.months, self.block.rows, self.block.holders, 0, month)
        refuse_unsound(self.block)
        self._seat_cadres()
        self.datacollector.collect(self)
        self.month += 1

    def _kinds(self, base: type[Any]) -> list[type[Any]]:
        return [kind for kind in self.agent_types if issubclass(kind, base)]

    def _settle_choices(self, month: int) -> None:
        before = int(self.record["event_count"])
        entry.apply_choices(*self.door, month)
        if int(self.record["event_count"]) > before:
            self.votes[before] = self._ballots()

    def _settle_appeals(self, month: int) -> None:
        for k in self.block.commons[0]["order"][: len(self.sides)]:
            if not entry.appeals(self.block.worlds, 0, month, k):
                continue
            self.drawn = (1.0, float("nan"))
            answers = [patron.answer_appeal(self.sides[k]) for patron in self.patrons]
            entry.decide_appeal(*self.door, month, k, any(answers), *self.drawn)

    def _settle_purge(self, month: int) -> None:
        target = int(entry.purge_under_way(self.block.worlds, 0))
        if target == NOBODY:
            return
        asked = self.sides[target]
        self.drawn = (1.0, float("nan"))  # until the rule says otherwise
        answers = [patron.undo_purge(asked) for patron in self.patrons]
        entry.carry_out_purge(*self.door, month, any(answers), *self.drawn)

    def _settle_unrest(self, month: int) -> None:
        self.population.rise()
        asked = int(entry.enter_protest(*self.door, month))
        if asked == NOBODY:
            return
        self.drawn = (1.0, float("nan"))
        if asked < len(self.patrons):
            comes = self.patrons[asked].react()
        else:
            comes, *drawn = entry.troops(*self.door, month, asked)
            self.drawn = (float(drawn[0]), float(drawn[1]))
        entry.carry_out(*self.door, month, asked, bool(comes), *self.drawn)

    def _ballots(self) -> list[dict[str, Any]]:
        """The last vote, cadre by cadre: post, name, origin, leaning before the mood, ballot."""
        rows = []
        for cadre in self.cadres:
            state = cadre.state
            if float(state["ballot_weight"]) > 0.0:
                person = cadre.person
                rows.append({
                    "post": cadre.post, "person": person.name if person else None, "faction": cadre.came, "leaning": float(state["leaning"]),
                    "against": bool(state["ballot"]), "weight": float(state["ballot_weight"]),
                })  # fmt: skip
        return rows

    def run_to(self, date: str) -> World:
        """Run up to, but not including, the month `date` (`YYYY-MM`), or to the end of the world.

        Raises:
            InputError: not a month.
        """
        try:
            month = parse_month(date) - self.country.first_month
        except (TypeError, ValueError):
            raise InputError(Argument("date"), "not a month", kind="malformed", found=shown(date), allowed="YYYY-MM") from None
        while self.month < min(month, self.country.months) and not self.over:
            self.step()
        return self

    def run_to_end(self) -> World:
        """Run to the horizon, or to the end of the world."""
        while not self.over:
            self.step()
        return self

    def person_in(self, post: int) -> Person | None:
        """The named person who holds a post."""
        row = int(self.record["posts"]["name"][post])
        return None if row == NOBODY else self.country.cadres[row]

    def _faction_key(self, name: str) -> str:
        try:
            return self.country.faction(name).key
        except KeyError:
            raise unknown_name(None, "faction in policies", name, self.country.numbers) from None

    def faction_index(self, name: str) -> int:
        """Number of a faction given by key or alias."""
        return self.country.numbers[self.country.faction(name).key]

    def side_index(self, name: str) -> int:
        """Number of a side: of a group by key or alias, of a wing by its key."""
        return next((int(wing.index) for wing in self.wings if wing.key == name), None) or self.faction_index(name)

    def target_key(self, action: int, target: int) -> str | None:
        """Key of an action's object."""
        if target == NOBODY:
            return None
        if AIMS[action] == AT_PATRON:
            return self.country.patrons[target].key if target < len(self.country.patrons) else None
        return self.sides[target].key if AIMS[action] == AT_FACTION else None

    def target_index(self, action: int, target: str | None) -> int:
        """Number of an action's object."""
        if target is None:
            return int(NOBODY)
        if AIMS[action] == AT_PATRON:
            return next(q for q, patron in enumerate(self.country.patrons) if patron.key == target)
        return self.side_index(target)

    @property
    def events(self) -> Any:
        """The ledger so far: an array of records (state.EVENT)."""
        return self.record["events"][: int(self.record["event_count"])]

    def table(self) -> Any:
        """The monthly table so far as a pandas frame, one row a month."""
        return self.datacollector.get_model_vars_dataframe()


def _of_faction(field: str, k: int, world: World) -> float:
    return float(world.record["factions"][field][k])


def _number(field: str, world: World) -> float:
    return float(world.record[field])


def _action_of(k: int, world: World) -> str:
    return str(world.factions[k].action or "")


def _ruler(world: World) -> str:
    return world.country.factions[int(world.record["ruler"])].key


def _attribute(name: str, world: World) -> Any:
    return getattr(world, name)


def _reporters(world: World) -> dict[str, list[Any]]:
    """What Mesa's collector keeps of each month, as functions with their arguments: the one form that every Mesa takes and that can be pickled."""
    asked: dict[str, tuple[Callable[..., Any], tuple[Any, ...]]] = {
        "month": (_attribute, ("month_name",)),
        "seed": (_attribute, ("seed",)),
        "ruler": (_ruler, ()),
        **{name: (_number, (name,)) for name in ("concentration", "hardship", "protest", "aid", "alignment", "falsification")},
    }
    for k, faction in enumerate(world.country.factions):
        asked[f"power.{faction.key}"] = (_of_faction, ("power", k))
        asked[f"support.{faction.key}"] = (_of_faction, ("support", k))
        asked[f"action.{faction.key}"] = (_action_of, (k,))
    return {name: [function, [*given, world]] for name, (function, given) in asked.items()}
