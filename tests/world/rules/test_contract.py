"""What every file of the rules must keep to, whatever it is about; a new one is looked at without a word being changed here.

Its docstring says the idea, the equations under the names of the code, where it comes from and what it leaves out. What its functions return
is in bounds and the same whatever number a group has; after each line of the month the world is sound. That no rule names a case and none holds
a number of its own is in `tests/guards/test_sources_of_the_program.py`, that whole worlds are label-free in `tests/guards/test_reordering.py`.
"""

from __future__ import annotations

import ast
import importlib
import itertools
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.pack import load_pack
from sim.pack.country.switches import SWITCHES
from sim.pack.country.vocabulary import PARAMETER_NAMES
from sim.world import fields, month, rules
from sim.world.audit import audit, audited
from sim.world.state import PATRONS, ROW_DTYPE
from sim.world.words import ACTIONS, TRAIT_COUNT

from ..builders import begun, one, reordered

ROOM = Path(rules.__file__).parent
FILES = sorted(path for path in ROOM.glob("*.py") if path.stem != "__init__")
PACKS = {name: load_pack(name) for name in ("demo", "korea-1945")}
FIELDS = {row[0] for name, table in vars(fields).items() if name.isupper() and isinstance(table, tuple) and isinstance(table[0], tuple) for row in table}
SUBSCRIPT = re.compile(r"_([kjqRfi12](,[kjqR12])?)$")


def parameters_read(tree: ast.Module) -> set[str]:
    """Names of the parameters that a file reads, as `p.NAME` or `common.parameters.NAME`."""
    found = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("p", "common.parameters")}
    return found & set(PARAMETER_NAMES)


def switches_read(tree: ast.Module) -> set[str]:
    """Names of the switches that a file reads."""
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("switches", "common.switches")} & set(SWITCHES)


def named(switch: str, tree: ast.Module, doc: str) -> bool:
    """Whether a switch is that of an action which the file declares, or stands in its docstring."""
    declared = {keyword.value.value for node in ast.walk(tree) if isinstance(node, ast.Call) for keyword in node.keywords
                if keyword.arg == "switch" and isinstance(keyword.value, ast.Constant)}  # fmt: skip
    return switch in declared or re.search(rf"switch [^.;:\]]*\b{switch}\b", doc) is not None


def names_in(equations: str) -> set[str]:
    """Names of several words in equations, without the letters of groups, patrons and posts: what can only be a name of the code."""
    words = {SUBSCRIPT.sub("", word) for word in re.findall(r"[A-Za-z]\w*(?:_[A-Za-z0-9]+(?:,[A-Za-z0-9])?)", equations)}
    return {word for word in words if "_" in word}


def faults_of(text: str) -> list[str]:
    """What a rule file lacks of what it has to say."""
    tree = ast.parse(text)
    doc = ast.get_docstring(tree, clean=False) or ""
    equations = "\n".join(line for line in doc.splitlines() if line.startswith("    "))
    title, idea, *_ = [*doc.split("\n\n"), ""]
    found = []
    if not title.endswith(".") or idea.startswith(("    ", "Source:")) or len(idea.split()) < 5:
        found.append("no idea in plain words, after a title")
    if not re.search(r"[=~<>]|probability|->", equations):
        found.append("no equation, indented by four")
    found += [f"nothing after `{head}`" for head in ("Source:", "Leaves out:") if not re.search(rf"^(.*\s)?{head}\s+\w", doc, re.MULTILINE)]
    read = parameters_read(tree)
    found += [f"parameter not in an equation: {name}" for name in sorted(read) if not re.search(rf"\b{name}\b", equations)]
    found += [f"switch neither declared by an action nor in the docstring: {name}" for name in sorted(switches_read(tree)) if not named(name, tree, doc)]
    functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    known = {*read, *FIELDS, *SWITCHES, *functions}
    return found + [f"name in an equation that the file does not know: {name}" for name in sorted(names_in(equations) - known)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_rule_says_its_idea_its_equations_its_source_and_what_it_leaves_out(path: Path) -> None:
    assert faults_of(path.read_text("utf-8")) == []


WHOLE = '''"""A thing.

It does this, for that reason.

    gain = turnover * power_k

Source: judgement. Leaves out: much.
"""
def thing(p, world):
    return p.turnover
'''


def test_the_sample_of_a_rule_keeps_to_the_contract() -> None:
    assert faults_of(WHOLE) == []


@pytest.mark.parametrize(("old", "new", "said"), [
    ("It does this, for that reason.\n\n", "", "no idea"), ("    gain = turnover * power_k\n", "", "no equation"), ("Source: judgement. ", "", "`Source:`"),
    ("Leaves out: much.", "", "`Leaves out:`"), ("Leaves out: much.", "Leaves out:", "`Leaves out:`"), ("return p.turnover", "return p.turnover + p.ally_gain", "ally_gain"),
    ("power_k", "power_k + turn_over_k", "turn_over"), ("return p.turnover", "return p.turnover * common.switches.reform", "switch"),
])  # fmt: skip
def test_a_rule_that_leaves_a_part_out_fails(old: str, new: str, said: str) -> None:
    assert old in WHOLE
    assert any(said in fault for fault in faults_of(WHOLE.replace(old, new)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_rule_has_a_test_of_its_name(path: Path) -> None:
    assert (Path(__file__).parent / f"test_{path.name}").is_file()


@st.composite
def histories(draw: st.DrawFn) -> tuple[str, int, dict[str, Any]]:
    """A country, how many months are run, and with which luck, values and change."""
    name = draw(st.sampled_from(sorted(PACKS)))
    groups = st.sampled_from([faction.key for faction in PACKS[name].factions])
    changes = st.one_of(
        st.just([]), st.builds(lambda k, how: [f"ruler={k}@1950-03:{how}"], groups, st.sampled_from(["plenum", "fiat", "death"])),
        st.sampled_from([["war=won"], ["war=none"], ["switch.mass_example=on"], ["switch.challenge_rule=contest"]]),
    )  # fmt: skip
    how = {"seed": draw(st.integers(0, 10**6)), "draw": draw(st.integers(0, 60)), "do": draw(changes)}
    return name, draw(st.integers(1, PACKS[name].months)), how


def lines_of_the_month() -> list[tuple[Callable[..., None], list[str]]]:
    """The functions that `month.step` calls, in order, with the names of what they are handed."""
    tree = ast.parse(Path(month.__file__).read_text("utf-8"))
    step = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "step")
    calls = [node.value for node in step.body if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)]
    return [(getattr(month, ast.unparse(call.func)), [ast.unparse(argument) for argument in call.args]) for call in calls]


def test_the_lines_of_the_month_are_all_of_it() -> None:
    block = begun(PACKS["demo"], seed=4)
    whole = begun(PACKS["demo"], seed=4)
    month.begin(block.worlds[0], block.commons[0], block.people)
    month.begin(whole.worlds[0], whole.commons[0], whole.people)
    for now in range(60):
        month.step(whole.worlds[0], whole.commons[0], now)
        for line, names in lines_of_the_month():
            line(*({"world": block.worlds[0], "common": block.commons[0], "month": now}.get(name, 1) for name in names))
    assert block.worlds.tobytes() == whole.worlds.tobytes()


@settings(max_examples=80)
@given(history=histories())
def test_the_world_is_sound_after_every_line_of_the_month(history: tuple[str, int, dict[str, Any]]) -> None:
    name, months, how = history
    world, common = one(PACKS[name], months, **how)
    if world.ended != 0 or months == PACKS[name].months:
        return
    rows = np.zeros((months + 1, common.groups), ROW_DTYPE)
    for line, names in lines_of_the_month():
        line(*({"world": world, "common": common, "month": months}.get(name, 1) for name in names))
        audit(world, common, rows, months)
        wrong = [one for one in audited(world, rows, months, int(common.count)) if not one[2][0] - 1e-9 <= one[1] <= one[2][1] + 1e-9]
        assert (int(world.unsound), wrong) == (0, []), line.__name__


GROUPS = ("k", "j", "origin", "backing", "patron")
"""What stands for a group among the arguments of a rule."""


def arguments(world: Any, common: Any, now: int) -> dict[str, list[Any]]:
    """What a rule may be asked about in a world, by the name of its argument. A new kind of argument is added here."""
    groups = list(range(int(common.count)))
    return {
        "common": [common], "month": [now], **dict.fromkeys(GROUPS, groups), "q": list(range(PATRONS)), "i": [0, 1, 7, int(world.posts_used) - 1],
        "p": [common.parameters], "action": list(range(len(ACTIONS))), "target": [0, 1], "trait": list(range(TRAIT_COUNT)),
        "shield": [0.0, 0.7], "gain": [-9.0, 0.5], "crowd": [0.2], "rest": [-1.0, 0.5], "x": [-30.0, 0.0, 5.0], "drive": [-1.0, 0.5, 2.0], "fear": [0.0, 1.5], "u": [0.01, 0.99], "mood": [-2.0, 0.0, 3.0], "total": [float(world.committee_weight)],
    }  # fmt: skip


def returning_numbers() -> list[Any]:
    """Every function of a rule that returns a number, or a decision with its chance and luck: its name, it, its arguments, what it returns."""
    found = []
    for path in FILES:
        module = importlib.import_module(f"sim.world.rules.{path.stem}")
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and ast.unparse(node.returns or ast.Constant(None)).startswith(("float", "tuple[bool")):
                names = [argument.arg for argument in node.args.args]
                found.append(pytest.param(getattr(module, node.name), names, ast.get_docstring(node) or "", id=f"{path.stem}.{node.name}"))
    return found


def answers(rule: Any, names: list[str], world: Any, common: Any, now: int) -> dict[tuple[Any, ...], Any]:
    """What a rule says of everything it may be asked about, each time of the same world."""
    kinds = arguments(world, common, now)
    found = {}
    for values in itertools.product(*(kinds[name] for name in names if name != "world")):
        rest = iter(values)
        asked = tuple(value for name, value in zip((n for n in names if n != "world"), values, strict=True) if name not in ("common", "p"))
        found[asked] = rule(*(world.copy() if name == "world" else next(rest) for name in names))
    return found


@pytest.mark.parametrize(("rule", "names", "doc"), returning_numbers())
@settings(max_examples=12)
@given(history=histories(), data=st.data())
def test_what_a_rule_returns_is_in_bounds_and_the_same_whatever_number_a_group_has(
    rule: Any, names: list[str], doc: str, history: tuple[str, int, dict[str, Any]], data: st.DataObject
) -> None:  # fmt: skip
    """A share, chance or probability, by the first words of its docstring, lies in 0-1; a gain may be -inf; all else is finite."""
    name, months, how = history
    world, common = one(PACKS[name], months, **how)
    found = answers(rule, names, world, common, months - 1)
    share = re.match(r"(\w+ )?(share|chance|probability)\b", doc, re.IGNORECASE)
    for asked, answer in found.items():
        for number in answer[1:] if isinstance(answer, tuple) else [answer]:
            low, high = (0.0, 1.0) if share or isinstance(answer, tuple) else (-math.inf, math.inf)
            assert low <= number <= high, (asked, answer)  # not NaN
            assert number < math.inf, (asked, answer)
            assert number > -math.inf or "gain" in rule.__name__, (asked, answer)
    new = data.draw(st.permutations(range(int(common.groups))))
    other, shared = one(reordered(PACKS[name], new), months, **how)
    new = [*new, *range(int(common.groups), int(common.count))]  # rooms for wings have no other place
    theirs = answers(rule, names, other, shared, months - 1)
    kinds = [one for one in names if one not in ("world", "common", "p")]
    if "target" not in names:  # a patron or a group: the gains themselves are asked
        for asked, answer in found.items():
            moved = tuple(new[value] if kind in GROUPS else value for kind, value in zip(kinds, asked, strict=True))
            assert theirs[moved] == answer or answer != answer, asked
