"""`counterfaction batch`: many worlds by one file, into a folder that survives being stopped."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.options import Whole, as_json, lang, prepare, print_json, show, tell
from sim.files.json_text import SCHEMA
from sim.locale import say
from sim.pack import Argument, InputError
from sim.world.bounds import BOUNDS


@click.command("batch", short_help="Many worlds by one file, into a folder.")
@click.argument("file")
@click.option("--out", required=True, metavar="DIR", help="Folder of the tables: new, empty, or of this very batch, which then goes on.")
@click.option("--workers", type=Whole(*BOUNDS["workers"]), help="Threads, or processes of Dask; the tables don't depend on it.")
@click.option("--executor", default="threads", show_default=True, type=click.Choice(["threads", "dask"]), help="What runs the parts.")
@click.option("--scheduler", metavar="ADDRESS", help="With dask: a scheduler that runs, HOST:PORT. Else a cluster of this machine is started.")
@click.option("--dry-run", is_flag=True, help="Say what it would take, and write nothing.")
@lang
@as_json
def command(file: str, out: str, workers: int | None, executor: str, scheduler: str | None, dry_run: bool, lang: str, as_json: bool) -> int:
    """Run the batch that FILE describes and write its tables to DIR. Interrupted? Run the same line again: what is finished is kept.

    \b
    Example: counterfaction batch scenarios/demo/batches/small.toml --out results
    """
    from sim.batch.plan.read import read_batch

    if out == "-":
        raise InputError(
            Argument("out"), "a folder, not standard output", kind="file", found="'-'", allowed="the name of a folder; one of this name is ./-"
        )
    batch = read_batch(file)
    if batch.left_out:
        tell(say(lang, "batch.left_out", names=", ".join(batch.left_out)))
    if scheduler is None:
        prepare(batch.country)
    if dry_run:
        from sim.batch.run.estimate import estimate
        from sim.report.batch_text import estimate_text

        expected = estimate(batch, workers)
        if as_json:
            identity, numbers = batch.country.identity, expected.as_dict()
            print_json({"schema": SCHEMA, "command": "batch", "pack": identity, "hash": batch.hash, "estimate": numbers})
        else:
            show(estimate_text(expected, lang))
        return 0
    from sim.batch.run.run import Interrupted, run_batch
    from sim.report.batch_text import done_text

    folder = Path(out)
    try:
        report = run_batch(batch, folder, workers, executor, tell, lang, scheduler)
    except Interrupted as stopped:
        tell(f"counterfaction: {say(lang, 'batch.interrupted', kept=stopped.kept, parts=stopped.parts, folder=out)}")
        return 130
    if as_json:
        print_json(report.as_dict(batch, folder))
    else:
        show(done_text(batch, folder, report, lang))
    return 0
