"""Which bot account serves whom: new people are spread over those of their units that have room."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from bot.actions.refusal import Refusal
from bot.channels.limits import limits_of
from scheduler.lanes import Limits
from storage.audit import Actor, record
from storage.bot_people import bot_called, has_chat_at, known_bots, linked_by_office, units_anywhere
from storage.people import offices, unit_of
from storage.rows import id_of
from storage.tables import BotAccount, Person, Unit

_GONE_AFTER = timedelta(minutes=10)  # served so long before the last one that was, a bot is out of use


class Fault(StrEnum):
    """Why a bot does not take somebody."""

    FULL = "full"
    OTHERS = "others"  # it belongs to a unit that is not theirs


def bots_in_use(session: Session) -> list[BotAccount]:
    """Those that were served when the program last ran, or run now."""
    known = known_bots(session)
    last = max((bot.seen_at for bot in known if bot.seen_at), default=None)
    return [bot for bot in known if last and bot.seen_at and bot.seen_at >= last - _GONE_AFTER]


def bot_for(session: Session, office_id: int, *, platform: str, limits: Limits) -> BotAccount | None:
    """The bot of a platform that takes the office's new people; None where none has room.

    Those of its own unit come first, then those of the nearest unit above, last everybody's. An office's people stay
    together while there is room, else the bot with the fewest people is next.
    """
    bots = [bot for bot in bots_in_use(session) if bot.bot.partition(":")[0] == platform]
    people, own = _people_at(session, bots, office_id)
    free = [bot for bot in bots if limits.people is None or people[bot.bot] < limits.people]
    for unit_id in [*reversed(_units_above(session, office_id)), None]:
        near = [bot for bot in free if bot.unit_id == unit_id]
        if near:
            return min(near, key=lambda bot: (-own[bot.bot], people[bot.bot], bot.bot))
    return None


def _people_at(session: Session, bots: Sequence[BotAccount], office_id: int) -> tuple[Counter[str], Counter[str]]:
    """By bot: how many people it speaks with, and how many of them are of this office."""
    people, own = Counter[str](), Counter[str]()
    for one in linked_by_office(session, [bot.bot for bot in bots]):
        people[one.bot] += one.people
        if one.office_id == office_id:
            own[one.bot] += one.people
    return people, own


def _units_above(session: Session, office_id: int) -> list[int]:
    """The ids of the units from the top of the tree down to the office's own."""
    return [int(part) for part in unit_of(session, office_id).path.split("/") if part]


def fault_of(session: Session, person: Person, bot: str) -> Fault | None:
    """Why this person can't be linked at this bot. Who has a chat there may always have another."""
    account = bot_called(session, bot)
    if account is None or has_chat_at(session, id_of(person), bot):
        return None
    if account.unit_id is not None and account.unit_id not in _units_above(session, person.office_id):
        return Fault.OTHERS
    room = limits_of(bot).people
    full = room is not None and sum(one.people for one in linked_by_office(session, [bot])) >= room
    return Fault.FULL if full else None


def assign(session: Session, bot: str, unit: Unit | None, *, now: datetime) -> BotAccount:
    """From now on the bot belongs to this unit and all below it; None: to everybody. Raises Refusal."""
    account = bot_called(session, bot)
    if account is None:
        raise Refusal("bots.unknown", bot=bot)
    before, account.unit_id = account.unit_id, id_of(unit) if unit else None
    session.add(account)
    for unit_id in {before, account.unit_id} if before != account.unit_id else ():
        if unit_id is not None:
            actor = Actor(unit_id, None, "cli", now)
            values = [{"bot": bot, "unit": one} for one in (before, account.unit_id)]
            record(session, actor, "assign_bot", kind="unit", row_id=unit_id, before=values[0], after=values[1])
    return account


def unit_anywhere(session: Session, name: str) -> Unit:
    """The unit of this name, of several the one that works with us. Raises Refusal."""
    found = units_anywhere(session, name)
    ours = {office.office_id for office in offices(session)}
    chosen = found if len(found) == 1 else [unit for unit in found if unit.id in ours]
    if len(chosen) != 1:
        raise Refusal("bots.several_units" if found else "bots.no_unit", name=name)
    return chosen[0]
