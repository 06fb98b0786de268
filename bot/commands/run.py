"""nhacviec run: remind and answer on every channel that the settings name."""

import typer

from bot.app import Parts
from bot.commands.terminal import fail
from bot.conversation import answer
from bot.dialogue import told
from bot.rendering import render
from bot.run import CannotRun, run
from bot.settings import BadSettings, read_settings
from scheduler.planning import plan

app = typer.Typer(help="Remind and answer on Telegram, until Ctrl-C; see the README for the settings.")


@app.command()
def run_command() -> None:
    """Remind and answer on every channel that the settings name, until Ctrl-C."""
    try:
        run(read_settings(), Parts(answer=answer, render=render, plan=plan, said=told), say=typer.echo)
    except (BadSettings, CannotRun) as problem:
        raise fail(str(problem)) from None
