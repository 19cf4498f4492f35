"""Every README holds: its examples run, its links lead somewhere, and the first one fits on a few screens."""

from __future__ import annotations

import re
import shlex
import shutil
import tomllib
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from sim.cli.main import _COMMANDS
from sim.files.json_text import SCHEMA
from sim.pack import load_pack
from sim.pack.build.check import check_pack
from sim.pack.country.modal import MODALS
from sim.pack.country.vocabulary import TRAITS
from sim.pack.text import read
from sim.world.do import read_do

from .fuzz.frame import command
from .readmes import FIRST, READMES, ROOT, SCALE, Block, anchors, blocks, first_command, links, prose, shown_answer, with_answer

CASE = ROOT / "scenarios" / "korea-1945"
LASTING = ("dashboard", "--executor dask", "counterfaction fit")
"""Lines that go on until somebody ends them, or start other processes: their options are read, and other tests run them."""


def name(path: Path) -> str:
    """A README by its place."""
    return str(path.relative_to(ROOT))


@pytest.fixture(scope="module")
def scenarios(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packs, where examples may write beside them; the small batch is smaller still."""
    folder = tmp_path_factory.mktemp("readme")
    for pack in ("demo", "korea-1945"):
        shutil.copytree(ROOT / "scenarios" / pack, folder / "scenarios" / pack, ignore=shutil.ignore_patterns("results"))
    small = folder / "scenarios" / "demo" / "batches" / "small.toml"
    small.write_text(small.read_text("utf-8").replace("worlds = 20", "worlds = 4").replace("seeds = [1, 2]", "seeds = [1]"), "utf-8")
    return folder


def arguments(line: str) -> list[str]:
    """A line as the shell would read it; comparisons and the record with a few worlds."""
    found = shlex.split(line, comments=True)[1:]
    return [*found, "--worlds", "10"] if found[0] in ("compare", "record") and "--worlds" not in found else found


def run_line(line: str) -> None:
    """A line of a shell, if it calls the program: it has to end as promised."""
    if not line.startswith("counterfaction "):
        return
    if any(word in line for word in LASTING):
        first, *rest = arguments(line)
        import_module(f"sim.cli.{first}").command.make_context(first, rest)
        return
    done = command(*arguments(line))
    assert done.code == 0, f"{line}: {done.err}"


def check_toml(block: Block, folder: Path) -> None:
    """A file of TOML: one of a pack says which by its first line, any other is a batch."""
    from sim.batch.plan.read import read_batch

    named = re.match(r"# ((?:(?:readings|scenarios)/[\w-]+|record)\.toml)\n", block.text)
    if named:
        pack = folder / "scenarios" / "demo"
        (pack / named[1]).write_text(block.text, "utf-8")
        assert [str(problem) for problem in check_pack(pack)] == []
    else:
        (folder / "batch.toml").write_text(block.text, "utf-8")
        assert read_batch(str(folder / "batch.toml")).worlds > 0


@pytest.mark.parametrize("path", [path for path in READMES if blocks(path)], ids=name)
def test_every_example_runs_in_the_order_of_its_readme(path: Path, scenarios: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(scenarios)
    names: dict[str, object] = {"__name__": "readme"}
    for block in blocks(path):
        if block.kind == "bash":
            for line in block.text.splitlines():
                run_line(line)
        elif block.kind == "python":
            exec(compile("\n" * (block.line - 1) + block.text, str(path), "exec"), names)
        elif block.kind == "toml":
            check_toml(block, scenarios)


def test_the_first_readme_shows_what_its_first_line_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    done = command(*first_command())
    assert done.out.decode("utf-8") == shown_answer(), "the README's answer is old: python -m tests.results"


def test_another_answer_is_put_in_the_place_of_the_one_that_is_shown() -> None:
    text = with_answer("Another answer.\n")
    assert "```text\nAnother answer.\n```" in text
    assert text.replace("Another answer.\n", shown_answer()) == FIRST.read_text("utf-8")


@pytest.mark.parametrize("path", [*READMES, SCALE], ids=name)
def test_every_link_leads_somewhere(path: Path) -> None:
    for target in links(path):
        file, _, anchor = target.partition("#")
        place = (path.parent / file).resolve() if file else path
        assert place.is_relative_to(ROOT), f"{target} leads out of the repository"
        assert place.exists(), f"{target} leads nowhere"
        assert not anchor or anchor in anchors(place), f"{target}: no such heading"


@pytest.mark.parametrize("path", [*READMES, SCALE], ids=name)
def test_every_command_that_is_named_exists(path: Path) -> None:
    text = path.read_text("utf-8")
    for found in re.findall(r"(?:^|`)counterfaction ([a-z][\w-]*)", text, re.MULTILINE):
        assert found in _COMMANDS
    for found in re.findall(r"python3? -m (tests[\w.]*)", text):
        assert find_spec(found) is not None, found


@pytest.mark.parametrize(("path", "pack"), [(ROOT / "sim/cli/README.md", "demo"), (CASE / "README.md", "korea-1945")], ids=["demo", "korea-1945"])
def test_every_change_that_is_shown_can_be_made(path: Path, pack: str) -> None:
    shown = [text for cells in re.findall(r"^\| (`[^|]*`) \|", prose(path), re.MULTILINE) for text in re.findall(r"`(\w[\w.]*=[^`]+)`", cells)]
    assert len(shown) >= 10
    for text in shown:
        assert len(read_do(load_pack(pack), [text])) == 1


def said(path: str) -> str:
    """A README of the repository."""
    return (ROOT / path).read_text("utf-8")


def test_limits_of_the_pages_are_those_of_the_program() -> None:
    from sim.dashboard import connection, questions, request, sockets, work, worlds

    text = said("sim/dashboard/README.md")
    assert f"| {sockets.MOST}, {sockets.MOST_OF_ADDRESS}, {sockets.MOST_OF_SESSION} |" in text
    assert f"| {connection.MOST}; {connection.PATIENCE:.0f}, or {connection.SHORT:.0f} where" in text
    assert f"| {work.MOST}, {work.MOST_OF_ONE}; " in text
    assert f"| {worlds.KEPT}, {questions.KEPT}, {questions.REPORTS}; " in text
    assert "{:,}, {:,} or {:,} |".format(*questions.WORLDS) in text
    assert f"{request.MOST_HEADERS} headers, {request.LARGEST_HEADERS:,} characters of them, queries of {request.LONGEST_QUERY:,}." in text


def test_form_of_the_json_and_exit_codes_are_those_of_the_program() -> None:
    text = said("sim/cli/README.md")
    assert f"`schema` (now {SCHEMA})" in text
    assert [int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)] == [0, 1, 2, 130]


def test_every_modal_word_stands_in_the_table_with_its_bar() -> None:
    rows = [row for row in said("sim/counterfactual/README.md").splitlines() if row.startswith("| `")]
    for word, modal in MODALS.items():
        row = next(row for row in rows if f"`{word}`" in row)
        assert modal.asks == "necessity" or f"{modal.bar:.2f}"[1:] in row


def test_bounds_and_files_of_packs_are_those_of_the_program() -> None:
    text = said("sim/pack/README.md")
    assert f"{read.MOST_ROWS:,} rows and {read.MOST_BYTES // 2**20} MB" in text
    for file in (*read.REQUIRED, *(f"{folder}/" for folder in ("readings", "scenarios", "batches", "results"))):
        assert f"`{file}`" in text
    for trait in TRAITS:
        assert f"`{trait}`" in text


def test_the_month_of_the_readme_is_that_of_the_code() -> None:
    listed = re.findall(r"\(rules/(\w+)\.py\)", said("sim/world/README.md"))
    rules = {path.stem for path in (ROOT / "sim" / "world" / "rules").glob("*.py")}
    assert set(listed) <= rules
    assert rules - set(listed) <= {"__init__", "holders", "leaders", "rulers", "start", "unrest"}  # called by others, or before the first month


def test_layers_of_the_readme_are_those_that_the_linter_holds() -> None:
    project = tomllib.loads(said("pyproject.toml"))
    layers = [layer.removeprefix("sim.") for layer in project["tool"]["importlinter"]["contracts"][0]["layers"]]
    assert [target.removesuffix("/README.md") for target in links(ROOT / "sim" / "README.md")][: len(layers)] == layers


def test_words_that_the_code_is_said_to_use_still_are_there() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "sim").rglob("*.py"))
    terms = said("sim/README.md").partition("## Terms")[2]
    rows = [row.split("|")[1:4] for row in terms.splitlines() if row.startswith("| ")]
    assert len(rows) > 30
    for term, _, other in rows:
        for word in re.findall(r"`([\w.]+)`", other):
            assert re.search(rf"\b{word.rpartition('.')[2]}\b", code), f"{term.strip()}: nothing is called {word} any more"


def test_every_room_has_a_readme_that_the_map_of_rooms_leads_to() -> None:
    rooms = {path.parent.name for path in (ROOT / "sim").glob("*/__init__.py")}
    assert rooms == {path.parent.name for path in (ROOT / "sim").glob("*/README.md")}
    assert {target.removesuffix("/README.md") for target in links(ROOT / "sim" / "README.md")} >= rooms


def test_the_first_readme_fits_on_a_few_screens() -> None:
    text = FIRST.read_text("utf-8")
    assert len(text.split()) <= 1650
    assert len(text.splitlines()) <= 165


def test_readmes_of_rooms_are_short() -> None:
    long = {name(path): len(path.read_text("utf-8").splitlines()) for path in READMES if path != FIRST}
    assert {path: lines for path, lines in long.items() if lines > 120} == {}
