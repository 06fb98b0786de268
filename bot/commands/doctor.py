"""nhacviec doctor: looks at everything the program needs, and says in a line each what to do."""

import json
from collections.abc import Iterator
from typing import Annotated

import httpx
import typer

from bot.channels.connecting import authorities
from bot.commands.terminal import utc_now
from bot.doctor import examine
from bot.doctor.findings import Finding, fault
from bot.settings import BadSettings, read_settings
from locales import text

app = typer.Typer(help="Look at settings, tokens, database, calendar, clock and disk; say what to do.")

_PATIENCE = 15.0  # seconds for one answer


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object, for programs.")] = False,
) -> None:
    """Look at all that the program needs; ends with exit code 1 where something is wrong."""
    found = []
    for finding in _findings():
        found.append(finding)
        if not as_json:
            typer.echo(finding.line())
    faults = [finding for finding in found if not finding.ok]
    if as_json:
        told = {"ok": not faults, "checks": [finding.as_json() for finding in found]}
        typer.echo(json.dumps(told, ensure_ascii=False))
    elif faults:
        typer.echo(text("doctor.faults", count=len(faults)))
    else:
        typer.echo(text("doctor.well"))
    if faults:
        raise typer.Exit(1)


def _findings() -> Iterator[Finding]:
    try:
        settings = read_settings()
    except BadSettings as bad:
        yield from (fault("settings", sentence, text("doctor.setting_todo")) for sentence in bad.faults)
        return
    with httpx.Client(timeout=_PATIENCE, verify=authorities()) as client:
        yield from examine(settings, client=client, now=utc_now)
