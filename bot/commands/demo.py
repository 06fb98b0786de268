"""nhacviec demo: an example commune, a chat page in the browser, and a clock to wind."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.app import Parts
from bot.commands.terminal import fail
from bot.conversation import answer
from bot.demo.start import Demo, DemoError, run_demo
from bot.dialogue import told_batch
from bot.logs import set_up_logs
from bot.rendering import render_batch
from scheduler.planning import plan

app = typer.Typer()


@app.command()
def demo(
    now: Annotated[
        datetime | None,
        typer.Option(help="Office time at which the clock starts to run.", formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d"]),
    ] = None,
    reset: Annotated[bool, typer.Option("--reset", help="Forget everything and start anew.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The next free one is used where it is taken.")] = 8080,
    data: Annotated[
        Path | None, typer.Option(help="The folder of its database.", show_default="~/.nhacviec/demo")
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")] = True,
) -> None:
    """Try it on this machine, with no account and no network: an example commune, a chat page, a clock to wind."""
    set_up_logs(level="warning")
    folder = data or Path.home() / ".nhacviec" / "demo"
    try:
        run_demo(
            Demo(folder, now=now, reset=reset, port=port, browser=browser),
            Parts(answer=answer, render=render_batch, plan=plan, said=told_batch),
            say=typer.echo,
        )
    except DemoError as error:
        raise fail(str(error)) from None
