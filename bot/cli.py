"""The commands. Each is a file of bot/commands with a Typer `app`, loaded only when it is called: `nhacviec deadline`
must not wait for the chat platforms' libraries.

To add a command, add its file and its line here.
"""

import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

COMMANDS = {
    "demo": "bot.commands.demo",
    "run": "bot.commands.run",
    "plan": "bot.commands.plan",
    "people": "bot.commands.people",
    "posts": "bot.commands.posts",
    "office": "bot.commands.office",
    "unit": "bot.commands.unit",
    "event": "bot.commands.event",
    "condition": "bot.commands.condition",
    "checklist": "bot.commands.checklist",
    "deadline": "bot.commands.deadline",
    "understand": "bot.commands.understand",
    "backup": "bot.commands.backup",
    "restore": "bot.commands.restore",
    "outbox": "bot.commands.outbox",
    "bot": "bot.commands.bot",
    "doctor": "bot.commands.doctor",
}


class _Lazy(TyperGroup):
    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = typer.main.get_command(import_module(COMMANDS[cmd_name]).app)
        command.name = cmd_name
        return command


app = typer.Typer(cls=_Lazy, no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def root() -> None:
    """Nhắc Việc reads a plan, reminds each official of deadlines in the chat, and takes the answer there."""


def main() -> None:
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # A Windows console or pipe may have another encoding; Vietnamese and JSON lines are UTF-8 everywhere.
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    app()
