"""The four kinds of agents: factions, cadres, patrons, the population.

An agent holds no numbers of its own: it is a face of the world's record, calls the compiled rules for its decisions, and can be subclassed.
`World.step` asks it to decide; whatever an overridden method returns is carried out instead of what the rule would have chosen.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar

import mesa
import numpy as np

from sim.agents.clock import OwnIds
from sim.agents.policy import Action, View, as_action
from sim.agents.why import why_cadre, why_faction, why_patron, why_population
from sim.pack.country.country import Cadre as Person
from sim.pack.country.dates import month_text
from sim.pack.country.errors import listed
from sim.pack.country.vocabulary import NO_GROUP
from sim.world import entry
from sim.world.state import SIDES_MOST
from sim.world.words import ACTIONS, NEVER, NOBODY

if TYPE_CHECKING:
    from sim.agents.world import World


class Actor(mesa.Agent):  # type: ignore[misc]
    """An agent of a watched world."""

    model: World
    _ids: ClassVar = OwnIds()

    @property
    def name(self) -> str:
        """What it is called in the pack; empty where there is only one of its kind."""
        return ""

    def why(self, lang: str = "en") -> str:
        """In a sentence: the last decision, its largest terms, its luck."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"<{' '.join(filter(None, (type(self).__name__, self.name)))}>"


class Faction(Actor):
    """A group that competes for posts, people and patrons; it chooses one action a month."""

    def __init__(self, model: World, index: int) -> None:
        super().__init__(model)
        self.index = index
        groups = model.country.factions
        self.key = groups[index].key if index < len(groups) else f"wing_{index - len(groups) + 1}"

    @property
    def name(self) -> str:
        """Its key."""
        return self.key

    @property
    def state(self) -> Any:
        """Its record (state.FACTION)."""
        return self.model.record["factions"][self.index]

    @property
    def power(self) -> float:
        """Share of power, 0-1."""
        return float(self.state["power"])

    @property
    def support(self) -> float:
        """Popular support, 0-1."""
        return float(self.state["support"])

    @property
    def rules(self) -> bool:
        """Whether it holds the top post."""
        return int(self.model.record["ruler"]) == self.index

    @property
    def leader(self) -> str | None:
        """Name of its leader, None for a person without a name."""
        post = int(self.state["leader"])
        person = None if post == NOBODY else self.model.person_in(post)
        return person.name if person else None

    @property
    def action(self) -> Action | None:
        """The action chosen last; None for a group that is no side any more."""
        code, target = int(self.state["action"]), int(self.state["target"])
        if code == NOBODY:
            return None
        return Action(ACTIONS[code], self.model.target_key(code, target))

    def choose(self) -> Action | str | tuple[str, str] | None:
        """Choose the action of the month: the policy given for this faction, else the rule (`rules/choose.py`). Override at will."""
        policy = self.model.policies.get(self.key)
        if policy is not None:
            return policy.decide(self.view())
        entry.choose_action(*self.model.door, self.model.month, self.index)
        return self.action

    def decide(self) -> None:
        """Carry out what `choose` says."""
        if not self.state["alive"]:
            entry.choose_action(*self.model.door, self.model.month, self.index)  # writes that there is no choice
            return
        self.state["action"] = self.state["target"] = NOBODY
        chosen = self.choose()
        if chosen is not None and as_action(chosen) != self.action:
            self.take(as_action(chosen))

    def take(self, action: Action) -> None:
        """Take an action whatever the rule would have chosen.

        Raises:
            ValueError: the action is unknown, or not open to the faction this month.
        """
        gains = self.gains()
        if action not in gains:
            open_to_it = listed(str(one) for one in sorted(gains, key=str))
            raise ValueError(f"{self.key} can't choose {action} in {month_text(self.model.absolute_month)}; open to it: {open_to_it}")
        code = ACTIONS.index(action.name)
        entry.take_action(*self.model.door, self.model.month, self.index, code, self.model.target_index(code, action.target))

    def gains(self) -> dict[Action, float]:
        """Expected gain of every action open this month."""
        table = np.empty((len(ACTIONS), SIDES_MOST))
        entry.gains(*self.model.door, self.model.month, self.index, table)
        found = {}
        for code, name in enumerate(ACTIONS):
            for place, gain in enumerate(table[code]):
                if math.isfinite(gain):
                    found[Action(name, self.model.target_key(code, place))] = float(gain)
        return found

    def view(self) -> View:
        """What it sees now."""
        world = self.model
        record = world.record
        sides = [side for side in world.sides if side in world.factions or side.state["alive"]]
        keys = [side.key for side in sides]
        rows = record["factions"][[side.index for side in sides]]
        return View(
            month=month_text(world.absolute_month), me=self.key, ruler=keys[int(record["ruler"])],
            power=dict(zip(keys, rows["power"].tolist(), strict=True)), support=dict(zip(keys, rows["support"].tolist(), strict=True)),
            posts=dict(zip(keys, rows["post_share"].tolist(), strict=True)),
            presence={patron.key: float(record["patrons"]["presence"][q]) for q, patron in enumerate(world.country.patrons)},
            hardship=float(record["hardship"]), protest=float(record["protest"]), gains=self.gains(),
        )  # fmt: skip

    def why(self, lang: str = "en") -> str:
        """Why it took its last action."""
        return why_faction(self, lang)


class Wing(Faction):
    """A room for a wing of a group: a side like any other while a wing is in it (`rules/wings.py`)."""


class Cadre(Actor):
    """The holder of a post; now and then reconsiders whom to back, and votes."""

    def __init__(self, model: World, post: int) -> None:
        super().__init__(model)
        self.post = post

    @property
    def name(self) -> str:
        """Number of the post, and the person who holds it where he has a name."""
        person = self.person
        return f"{self.post} {person.name}" if person else str(self.post)

    @property
    def state(self) -> Any:
        """The record of the post (state.POST)."""
        return self.model.record["posts"][self.post]

    @property
    def person(self) -> Person | None:
        """The named person who holds the post, None for one without a name."""
        return self.model.person_in(self.post)

    @property
    def origin(self) -> str:
        """Key of the side he belongs to, a group or a wing; `none` if to none."""
        return self._side("origin")

    @property
    def came(self) -> str:
        """Key of the group he came from, `none` if from none."""
        return self._side("came")

    def _side(self, field: str) -> str:
        number = int(self.state[field])
        return NO_GROUP if number == NOBODY else str(self.model.sides[number].key)

    @property
    def backing(self) -> str:
        """Key of the side he backs in public, a group or a wing."""
        return self._side("backing")

    def back(self) -> str | None:
        """Reconsider, or not (`rules/backing.py`); returns the key of the faction backed from now on. Override at will."""
        entry.back(*self.model.door, self.model.month, self.post)
        return None

    def review(self) -> None:
        """Carry out what `back` says."""
        wanted = self.back()
        if wanted is not None:
            self.model.record["posts"]["backing"][self.post] = self.model.side_index(wanted)

    @property
    def ever_reviewed(self) -> bool:
        """Whether he has reconsidered since he holds the post."""
        return int(self.state["reviewed"]) > NEVER

    def why(self, lang: str = "en") -> str:
        """Why he backs whom he backs."""
        return why_cadre(self, lang)


class Patron(Actor):
    """An outside power that undoes purges, sends troops, or stands by."""

    def __init__(self, model: World, index: int) -> None:
        super().__init__(model)
        self.index = index
        self.key = model.country.patrons[index].key

    @property
    def name(self) -> str:
        """Its key."""
        return self.key

    @property
    def state(self) -> Any:
        """Its record (state.PATRON)."""
        return self.model.record["patrons"][self.index]

    def react(self) -> bool:
        """Asked about a crisis: send troops? (`rules/patrons.py`) Override at will."""
        comes, probability, luck = entry.troops(*self.model.door, self.model.month, self.index)
        self.model.drawn = (float(probability), float(luck))
        return bool(comes)

    def undo_purge(self, target: Faction) -> bool:
        """Asked about a purge: undo it? Patrons decide this together (`rules/purge.py`). Override at will."""
        undone, probability, luck = entry.undone(*self.model.door, self.model.month, target.index)
        self.model.drawn = (float(probability), float(luck))
        return bool(undone)

    def answer_appeal(self, side: Faction) -> bool:
        """Asked to give seats back to a side that lost a vote: do it? Patrons decide this together (`rules/appeal.py`). Override at will."""
        answered, probability, luck = entry.answer(*self.model.door, self.model.month, side.index)
        self.model.drawn = (float(probability), float(luck))
        return bool(answered)

    def why(self, lang: str = "en") -> str:
        """Why it did what it did last."""
        return why_patron(self, lang)


class Population(Actor):
    """The people: a crowd of thresholds."""

    def protest(self) -> float | None:
        """Share of the people out this month (`rules/protest.py`). Override at will: the share returned, 0-1, is the one that counts."""
        return float(entry.find_protest(*self.model.door, self.model.month))

    def rise(self) -> None:
        """Carry out what `protest` says."""
        record = self.model.record
        record["protest_given"], record["noted_count"] = 1, 0  # until the rule is asked
        share = self.protest()
        if share is None:
            return
        given = min(1.0, max(0.0, float(share)))
        if given != record["protest"]:  # what the rule found is neither the chance of it nor a reason for it
            record["protest_given"], record["noted_count"] = 1, 0
        record["protest"] = given

    def why(self, lang: str = "en") -> str:
        """Why so many, or so few, are out."""
        return why_population(self, lang)
