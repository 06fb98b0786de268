"""The commands. Thin: each reads its arguments and calls what does the work."""

import typer

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def root() -> None:
    """Nhắc Việc reads a plan, reminds each official of deadlines in the chat, and takes the answer there."""


def main() -> None:
    app()
