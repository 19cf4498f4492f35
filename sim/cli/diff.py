"""`counterfaction diff`: which answers moved between two packs, two results, two versions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from sim.cli.options import Meter, Whole, as_json, lang, prepare, print_json, seed, show, tell
from sim.cli.report import STDOUT, check_report, print_page, report
from sim.files.json_text import SCHEMA, Malformed, plain_data
from sim.files.plain import DIRECTORY, FILE, kind_of, read_bytes
from sim.locale import say
from sim.pack import Country, InputError, load_pack
from sim.pack.country.errors import shown
from sim.world.bounds import BOUNDS

if TYPE_CHECKING:
    from sim.counterfactual.diff import Side

MOST: Final = 256 * 2**20
"""Bytes of a file of answers."""
ALLOWED: Final = "a pack, a folder of results, or a file of compare --json, summary --json or results/answers"


@click.command("diff", short_help="Which answers moved between two versions.")
@click.argument("old")
@click.argument("new")
@click.option("--worlds", default=200, show_default=True, type=Whole(*BOUNDS["pairs"]), help="Pairs of worlds a branch, where a pack is given.")
@seed
@click.option("--branch", multiple=True, metavar="ID", help="Only these branches of packs; may be given several times.")
@click.option("--all", "everything", is_flag=True, help="Everything that moved, and every number that changed.")
@report
@click.option("--workers", type=Whole(*BOUNDS["workers"]), help="Threads; the answer doesn't depend on it.")
@lang
@as_json
def command(
    old: str, new: str, worlds: int, seed: int, branch: tuple[str, ...], everything: bool, report: str | None, workers: int | None, lang: str,
    as_json: bool,
) -> None:  # fmt: skip
    """Put two sets of answers beside each other: packs (which are compared first, with the same seed), folders of results, or files that
    `compare --json` has written. Told is what moved beyond simulation error, and, of two packs, which numbers are others.

    \b
    Examples:
      counterfaction diff demo ./my-demo
      counterfaction diff old.json new.json --json
    """
    check_report(report, as_json)
    from sim.counterfactual.diff import diff, numbers_between

    sides, countries = [], []
    for text in (old, new):
        country = _country(text)
        countries.append(country)
        sides.append(_read(text) if country is None else country)
    told = [_asked(one, text, worlds, seed, branch, workers, lang) if isinstance(one, Country) else one
            for one, text in zip(sides, (old, new), strict=True)]  # fmt: skip
    first, second = countries
    found = diff(told[0], told[1], numbers_between(first, second) if first is not None and second is not None else None)
    if not found.cells:
        raise InputError(None, "nothing to compare", kind="mismatch", found=f"no branch in both {shown(old)} and {shown(new)}", allowed=ALLOWED)
    _print(found, lang, report, everything, as_json)


def _print(found: Any, lang: str, report: str | None, everything: bool, as_json: bool) -> None:
    from sim.report.diff_text import diff_text

    if report is not None:
        from sim.report.html.diff import diff_page, write_diff

        if report == STDOUT:
            print_page(diff_page(found, lang))
            return
        tell(say(lang, "report.written", path=write_diff(found, report, lang)))
    if as_json:
        print_json(found.as_dict())
    else:
        show(diff_text(found, lang, everything=everything))


def _kind(text: str) -> str | None:
    try:
        return kind_of(text)
    except OSError:
        return None


def _country(text: str) -> Country | None:
    """The pack that is meant; `None` where a file or a folder of results is."""
    kind = _kind(text)
    if kind == FILE or (kind == DIRECTORY and _kind(str(Path(text) / "manifest.json")) == FILE):
        return None
    return load_pack(text)


def _read(text: str) -> Side:
    """Answers that were stored."""
    from sim.counterfactual.diff import side_of
    from sim.report.shipped_shares import shipped_side

    if _kind(text) == DIRECTORY:
        from sim.batch.tables.results import open_results
        from sim.batch.tables.summary import summarise

        results = open_results(text)
        pack = results.manifest["pack"]
        country = load_pack(pack["id"], pack.get("reading"))  # whatever its version: only what its branches change is asked of it
        return side_of(text, summarise(results, country).as_dict())
    try:
        data = plain_data(read_bytes(text, MOST))
        if not isinstance(data, dict) or "schema" not in data:
            raise Malformed("no answers")
        if data["schema"] != SCHEMA:
            raise InputError(None, f"{text}: a file of another schema", kind="mismatch", found=shown(data["schema"]), allowed=str(SCHEMA))
        return shipped_side(text, data) if "answers" in data else side_of(text, data)
    except (Malformed, OSError) as error:
        said = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(None, f"{text}: not a file of answers", kind="malformed", found=str(said), allowed=ALLOWED) from None


def _asked(country: Country, text: str, worlds: int, seed: int, branch: tuple[str, ...], workers: int | None, lang: str) -> Side:
    """The answers of a pack, worked out now."""
    prepare(country)
    from sim.counterfactual.compare import compare
    from sim.counterfactual.diff import side_of

    with Meter(lang) as meter:
        answer = compare(country, worlds, seed, workers=workers, branches=branch or None, progress=meter)
    return side_of(text, answer.as_dict())
