"""The `counterfaction` command: one file a command, and what is common to all: exit codes, messages, interruption."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import traceback
from importlib import import_module

import click

from sim.cli.means import check_memory, for_want_of, spare_memory
from sim.cli.streams import CutOff, Unwritten, guard_streams
from sim.pack.country.errors import InputError, as_line, nearest_to, shown

_COMMANDS = {
    "packs": "packs", "check": "check", "run": "run", "compare": "compare", "validate": "validate", "record": "record", "fit": "fit",
    "scenarios": "scenarios", "sources": "sources", "sensitivity": "sensitivity", "diff": "diff", "new-pack": "new_pack", "batch": "batch",
    "query": "query", "summary": "summary", "dashboard": "dashboard",
}  # fmt: skip


class Commands(click.Group):
    """Commands, each imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names, in the order in which one meets them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        if cmd_name not in _COMMANDS:
            return None
        check_memory()
        found: click.Command = import_module(f"sim.cli.{_COMMANDS[cmd_name]}").command
        return found

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command asked for; an unknown one is named with the nearest."""
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            near = nearest_to(args[0], _COMMANDS)
            raise InputError(None, "unknown command", kind="unknown", found=shown(args[0]), allowed=", ".join(_COMMANDS), nearest=near)
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="counterfaction", prog_name="counterfaction")
@click.pass_context
def counterfaction(context: click.Context) -> None:
    """A counterfactual simulation of who rules a one-party state, and what follows.

    \b
    Examples:
      counterfaction compare demo
      counterfaction run demo --seed 4 --why
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def _log(error: BaseException) -> str:
    """Write a traceback where the user finds it, and say where; also where there is no room for it."""
    try:
        with tempfile.NamedTemporaryFile(prefix="counterfaction-", suffix=".log", delete=False) as log:
            log.write("".join(traceback.format_exception(error)).encode("utf-8", "backslashreplace"))
        return f"the details are in {log.name}"
    except OSError as full:
        last = traceback.extract_tb(error.__traceback__)[-1:]
        place = f" at {last[0].filename}:{last[0].lineno}" if last else ""
        return f"{type(error).__name__}{place}; the details could not be written ({full.strerror or 'no temporary folder'})"


def run(arguments: list[str] | None = None) -> int:
    """Run a command line and return its exit code: 0 done, 2 bad input or no means, 130 interrupted, 1 a bug.

    Whoever reads the output may stop reading: then the command ends quietly with 0, as after `| head`.
    """
    try:
        code = counterfaction.main(args=arguments, prog_name="counterfaction", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except BaseException as error:
        code, sentence = _end(error)
        if sentence:
            print(f"counterfaction: {sentence}", file=sys.stderr)
        return code


def _end(error: BaseException) -> tuple[int, str]:
    """Exit code and sentence of what a command has raised: the one place where exceptions become either."""
    match error:
        case InputError():
            return 2, error.sentence(options=True)
        case click.ClickException():
            return 2, as_line(" ".join(error.format_message().split()))
        case KeyboardInterrupt() | click.Abort():
            return 130, "interrupted; nothing was written"
        case CutOff() | BrokenPipeError():
            return 0, ""
        case Unwritten():
            return 2, f"standard output: can't be written ({error}); allowed: a place that has room and is open"
        case SystemExit():  # of click, where it writes itself and nobody reads it
            return (0, "") if error.code in (0, 1, None) else (2, str(error.code))
    if sentence := for_want_of(error):
        return 2, as_line(sentence)
    return 1, f"something is wrong in the program itself; {_log(error)}"


def main() -> None:
    """Entry point of the console command."""
    guard_streams()
    spare_memory()
    code = run()
    with contextlib.suppress(Unwritten):
        sys.stdout.flush()
    sys.stderr.flush()
    if code == 130:
        os._exit(code)  # threads of an interrupted run are not waited for
    sys.exit(code)
