"""Names of people in sentences."""

from __future__ import annotations

import re

import pytest

from sim.agents.world import World
from sim.pack import Country
from sim.report.chronicle import event_text


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_no_sentence_has_brackets_inside_brackets(korea: Country, lang: str) -> None:
    world = World(korea, 3).run_to("1962-01")
    events = [event_text(korea, event, lang) for event in world.record["events"][: int(world.record["event_count"])]]
    assert any("(" in text for text in events)
    assert [text for text in events if re.search(r"\([^)]*\(", text)] == []
