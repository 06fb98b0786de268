"""nhacviec bot: the bot accounts, whom each of them serves, and how its month stands."""

from typing import Annotated

import typer

from bot.actions.bots import assign, unit_anywhere
from bot.channels.limits import limits_of
from bot.commands.terminal import changing, database, fail, utc_now
from bot.replies.bots import line
from locales import text
from scheduler.calendar import Calendar
from storage.bot_people import known_bots, linked_by_office
from storage.bots import sent_in_month
from storage.recipients import names_of_units

app = typer.Typer(help="Bot accounts: whom each of them serves, and how its month stands.", no_args_is_help=True)


@app.command("list")
def list_() -> None:
    """List the bots: name, unit, people and room for them, this month's messages, when it was last served."""
    with changing(database()) as session:
        bots, now = known_bots(session), utc_now()
        if not bots:
            typer.echo(text("bots.none"))
        names = names_of_units(session, {bot.unit_id for bot in bots if bot.unit_id})
        linked = linked_by_office(session, [bot.bot for bot in bots])
        for bot in bots:
            told = line(
                bot,
                limits_of(bot.bot),
                unit=names[bot.unit_id] if bot.unit_id else text("bots.everybodys"),
                people=sum(one.people for one in linked if one.bot == bot.bot),
                sent=sent_in_month(session, bot.bot, now=now),
                now=now,
                zone=Calendar().zone,
            )
            typer.echo(told)


@app.command("assign")
def assign_(
    bot: Annotated[str, typer.Argument(help="As `bot list` shows it, e.g. telegram:123.")],
    unit: Annotated[str | None, typer.Option(help="It serves this unit and all below it.")] = None,
    everybody: Annotated[bool, typer.Option("--everybody", help="It serves everybody.")] = False,
) -> None:
    """Say whom a bot serves: new people are spread over the bots of their unit that have room."""
    if (unit is None) is not everybody:
        raise fail(text("bots.unit_or_everybody"))
    with changing(database()) as session:
        chosen = unit_anywhere(session, unit) if unit else None
        assign(session, bot, chosen, now=utc_now())
        typer.echo(text("bots.assigned", bot=bot, unit=chosen.name if chosen else text("bots.everybodys")))
