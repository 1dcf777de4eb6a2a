"""The command `esep`: the door for people. Its commands are modules of `commands`, imported when they are called."""

from __future__ import annotations

from importlib import import_module

import click

from generator import __version__

COMMANDS = ("build", "check", "due", "explain", "freshness", "publish", "releases", "rollback")


class _Commands(click.Group):
    """A group that imports a command when it is called, so that no command waits for the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, for the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command, absent when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"generator.commands.{cmd_name}"), cmd_name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="esep")
def main() -> None:
    """Publish when the police report to residents, what was said, and what became of every complaint."""
