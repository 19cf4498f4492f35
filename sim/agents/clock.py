"""What Mesa counts by itself: the ids of agents, the steps of a model, and from 3.5 on the event that a step is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.agents.world import World


class Count:
    """The numbers from 1 on; unlike those of `itertools` it can be pickled by every Python."""

    def __init__(self) -> None:
        self.last = 0

    def __next__(self) -> int:
        self.last += 1
        return self.last


class OwnIds:
    """In the place of `mesa.Agent._ids`, by which Mesa before 3.4.1 keeps every model for ever: the count stands on the model itself."""

    def __getitem__(self, model: Any) -> Count:
        found: Count = model.__dict__.setdefault("_agent_ids", Count())
        return found


def take_back(world: World) -> None:
    """Uncount the step under way, so that it can be taken again after it has failed.

    Mesa has counted the step and, from 3.4 on, the time before it calls the model. From 3.5 on a step is an event that renews itself once it
    is done: one that failed is not renewed, and without this every further `step` would do nothing, and say nothing.
    """
    model: Any = world
    model.steps -= 1
    schedule = getattr(model, "_default_schedule", None)
    if schedule is not None:
        schedule._schedule_next(model.time)
    if hasattr(model, "time"):
        model.time -= 1.0
