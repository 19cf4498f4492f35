"""`counterfaction check`: is a pack, a batch file or a folder of results sound?"""

from __future__ import annotations

from collections.abc import Sequence

import click

from sim.batch.check import Checked, check_path
from sim.cli.options import as_json, lang, print_json, show, tell, warn
from sim.files.json_text import SCHEMA
from sim.pack import InputError
from sim.report.check_text import counts_text, problem_texts, sound_texts, warning_texts


@click.command("check", short_help="Check packs, batch files and results for errors.")
@click.argument("paths", nargs=-1)
@lang
@as_json
def command(paths: tuple[str, ...], lang: str, as_json: bool) -> None:
    """Read every file of packs (ids or folders) and name what is wrong, by file and line.

    A warning stops nothing: numbers that a prior contradicts, and which of
    them counts. A batch file is checked by itself; in a folder of results
    every hash is verified.

    \b
    Example: counterfaction check demo
    """
    if not paths:
        raise InputError(
            None, "check: no pack named", kind="missing", allowed="one or more ids or folders of packs, batch files or folders of results"
        )
    checked = [check_path(path) for path in dict.fromkeys(paths)]
    if as_json:
        print_json({"schema": SCHEMA, "command": "check", "checked": [one.as_dict() for one in checked]})
    else:
        _print(checked, lang)
    if any(one.problems for one in checked):
        raise click.exceptions.Exit(2)


def _print(checked: Sequence[Checked], lang: str) -> None:
    """Print what is wrong to standard error, what is sound to standard output."""
    several = len(checked) > 1
    for one in checked:
        for text in problem_texts(one, several):
            tell(text)
        for text in warning_texts(one, several, lang):
            warn(text)
        if sound := sound_texts(one, lang):
            show(sound)
    if counts := counts_text(checked, lang):
        show(counts)
