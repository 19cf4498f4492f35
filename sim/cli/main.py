"""The `counterfaction` command: one file a command, and what is common to all: exit codes, messages, interruption."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from importlib import import_module

import click

from sim.pack.errors import PackError, nearest_to, shown
from sim.pack.unseen import visible

_COMMANDS = {
    "packs": "packs", "check": "check", "run": "run", "compare": "compare", "scenarios": "scenarios", "sources": "sources",
    "batch": "batch", "query": "query", "summary": "summary", "dashboard": "dashboard",
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
        found: click.Command = import_module(f"sim.cli.{_COMMANDS[cmd_name]}").command
        return found

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command asked for; an unknown one is named with the nearest."""
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            near = nearest_to(args[0], _COMMANDS)
            raise PackError(None, "unknown command", found=shown(args[0]), allowed=", ".join(_COMMANDS), nearest=near)
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="counterfaction", prog_name="counterfaction")
def counterfaction() -> None:
    """A counterfactual simulation of who rules a one-party state, and what follows.

    \b
    Examples:
      counterfaction compare demo
      counterfaction run demo --seed 4 --why
    """


def _log(error: BaseException) -> str:
    """Write a traceback where the user finds it."""
    with tempfile.NamedTemporaryFile("w", prefix="counterfaction-", suffix=".log", delete=False, encoding="utf-8") as log:
        traceback.print_exception(error, file=log)
        return log.name


def run(arguments: list[str] | None = None) -> int:
    """Run a command line and return its exit code: 0 done, 2 bad input, 130 interrupted, 1 a bug."""
    try:
        code = counterfaction.main(args=arguments, prog_name="counterfaction", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except PackError as error:
        print(f"counterfaction: {error}", file=sys.stderr)
        return 2
    except click.ClickException as error:
        message = " ".join(error.format_message().split())
        print(f"counterfaction: {visible(message)}", file=sys.stderr)
        return 2
    except (KeyboardInterrupt, click.Abort):
        print("counterfaction: interrupted; nothing was written", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        print(f"counterfaction: something is wrong in the program itself; the details are in {_log(error)}", file=sys.stderr)
        return 1


def main() -> None:
    """Entry point of the console command."""
    code = run()
    sys.stdout.flush()
    if code == 130:
        os._exit(code)  # threads of an interrupted run are not waited for
    sys.exit(code)
