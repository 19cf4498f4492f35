"""Worlds are lived once, kept, and named by their tokens."""

from __future__ import annotations

import threading

import pytest

from sim.agents.world import World
from sim.counterfactual.compare import compare
from sim.dashboard.work import SERVER
from sim.dashboard.worlds import KEPT, SEED, USUAL, UnknownWorldError, Worlds, serve, served
from sim.pack import Country, InputError
from sim.world.token import make_token


def test_thirty_who_ask_at_once_get_one_world(demo: Country) -> None:
    worlds = Worlds(demo)
    token, jobs = worlds.name(4, ()), []
    threads = [threading.Thread(target=lambda: jobs.append(worlds.ask(token, SERVER))) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(job) for job in jobs}) == 1
    assert jobs[0].future.result(120).token == token


def test_a_token_made_elsewhere_opens_its_world(demo: Country) -> None:
    token = make_token(demo, 9, 2, 1, ("ruler=harbour@1950-01:plenum",))
    trajectory = Worlds(demo).ask(token, SERVER).future.result(120)
    assert (trajectory.seed, trajectory.do, trajectory.token) == (9, ("ruler=harbour@1950-01:plenum",), token)


def test_a_token_with_values_opens_the_world_that_has_them(demo: Country) -> None:
    token = make_token(demo, 9, 2, 1, (), {"turnover": 0.004})
    trajectory = Worlds(demo).ask(token, SERVER).future.result(120)
    assert trajectory.token == token
    again = World.from_token(token).run_to_end()
    assert trajectory.months.tobytes() == again.block.months[0][: len(trajectory.months)].tobytes()


@pytest.mark.parametrize("token", ["", "x", "AAAA", "é", "A" * 100_000, "../../etc"])
def test_a_damaged_token_opens_nothing(demo: Country, token: str) -> None:
    with pytest.raises(UnknownWorldError):
        Worlds(demo).ask(token, SERVER)


def test_a_token_of_another_country_opens_nothing(demo: Country, korea: Country) -> None:
    with pytest.raises(UnknownWorldError):
        Worlds(demo).ask(make_token(korea, 1, 0, 0, ()), SERVER)


def test_a_change_that_can_not_be_has_no_token(demo: Country) -> None:
    with pytest.raises(InputError, match="WHAT=VALUE"):
        Worlds(demo).name(1, ("nonsense",))


def test_the_first_world_is_the_typical_one_of_the_usual_answer_and_found_once(demo: Country) -> None:
    worlds = Worlds(demo)
    job = worlds.ask_first(SERVER)
    assert worlds.ask_first(SERVER) is job
    token = job.future.result(120)
    assert token == compare(demo, USUAL, SEED, branches=["baseline"]).branch("baseline").typical.token
    assert worlds.is_first(token)
    assert not worlds.is_first(worlds.name(1, ()))
    assert worlds.ask(token, SERVER).future.result(120).token == token


def test_a_warm_server_has_run_the_first_world(demo: Country) -> None:
    worlds = Worlds(demo)
    worlds.warm()
    token = worlds.ask_first(SERVER).future.result(120)
    assert worlds.ask(token, SERVER).future.result(120).do == ()


def test_a_world_that_failed_is_tried_again(demo: Country, monkeypatch: pytest.MonkeyPatch) -> None:
    import sim.runs.trajectory as trajectory

    worlds = Worlds(demo)
    token = worlds.name(4, ())
    with monkeypatch.context() as patch:
        patch.setattr(trajectory, "simulate", lambda *_: 1 / 0)
        assert isinstance(worlds.ask(token, SERVER).future.exception(120), ZeroDivisionError)
    assert worlds.ask(token, SERVER).future.result(120).token == token


def test_only_so_many_worlds_are_kept(demo: Country, monkeypatch: pytest.MonkeyPatch) -> None:
    worlds = Worlds(demo)
    monkeypatch.setattr(worlds, "_simulate", lambda *_: None)
    first = worlds.ask(worlds.name(0, ()), SERVER)
    for seed in range(1, KEPT + 1):
        worlds.ask(worlds.name(seed, ()), SERVER).future.result(10)
    assert worlds.ask(worlds.name(KEPT, ()), SERVER) is worlds.ask(worlds.name(KEPT, ()), SERVER)
    assert worlds.ask(worlds.name(0, ()), SERVER) is not first


def test_what_is_served_is_what_pages_ask(demo: Country) -> None:
    assert serve(demo) is served()
    assert served().country is demo
