"""nhacviec run: remind and answer on every channel that the settings name."""

from typing import Annotated

import typer

from bot.app import Parts
from bot.commands.terminal import fail
from bot.conversation import answer
from bot.dialogue import told_batch
from bot.rendering import render_batch
from bot.run import CannotRun, run
from bot.service import Work
from bot.settings import BadSettings, read_settings
from scheduler.planning import plan

Only = Annotated[list[Work] | None, typer.Option(help="Do only this part; may be repeated. Without it, everything.")]
app = typer.Typer(help="Remind and answer on Telegram, until Ctrl-C; see the README for the settings.")


@app.command()
def run_command(only: Only = None) -> None:
    """Remind and answer on every channel that the settings name, until Ctrl-C."""
    parts = Parts(answer=answer, render=render_batch, plan=plan, said=told_batch)
    try:
        run(read_settings(), parts, say=typer.echo, works=only or tuple(Work))
    except (BadSettings, CannotRun) as problem:
        raise fail(str(problem)) from None
