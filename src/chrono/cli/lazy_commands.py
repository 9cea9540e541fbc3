"""Commands by name: a command's module is imported, and its options are made, when it is called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import typer
from typer.core import TyperGroup


def lazy(
    load: Callable[[str], typer.Typer], names: Sequence[str], otherwise: str = ""
) -> type[TyperGroup]:
    """A group of commands, whose apps are loaded by name when they are called.

    `otherwise` says what else a word may have been that is none of them.
    """

    class LazyGroup(TyperGroup):
        def list_commands(self, ctx: Any) -> list[str]:
            return list(names)

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            if cmd_name not in names:
                return None
            command = typer.main.get_command(load(cmd_name))
            command.name = cmd_name
            return command

        def resolve_command(self, ctx: Any, args: list[str]) -> Any:
            """As usual, with a proposal for a command that does not exist."""
            if args and not args[0].startswith("-") and args[0] not in names:
                from chrono.core.names import unknown_word

                ctx.fail(unknown_word(args[0], names, f"{ctx.command_path} command") + otherwise)
            return super().resolve_command(ctx, args)

    return LazyGroup
