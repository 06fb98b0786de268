"""A roster sent in a chat: kept until its sender says yes or drops it, then let go."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlmodel import Session

from bot.access import Speaker
from bot.actions.refusal import Refusal
from bot.actions.rosters import Changes, changes_of, keep_roster
from bot.channels import Attachment
from scheduler.rosters.comparing import everybody
from scheduler.rosters.files import read_roster_bytes
from scheduler.rosters.model import Roster
from storage.roster_drafts import keep_draft, let_go, roster_held
from storage.rows import id_of
from storage.tables import Role, RosterDraft

_KEPT_READ = 4  # files whose reading is kept in memory between two answers


@dataclass(frozen=True)
class Draft:
    row: RosterDraft
    roster: Roster

    @property
    def id(self) -> int:
        return id_of(self.row)

    @property
    def file(self) -> Attachment:
        return Attachment(self.row.name, self.row.media_type, self.row.content)


@lru_cache(maxsize=_KEPT_READ)
def _read(name: str, content: bytes, today: date) -> Roster:
    return read_roster_bytes(name, content, today=today)


def may_import(who: Speaker) -> bool:
    """A roster decides who works here: that is for focal points and administrators."""
    return bool(who.roles & {Role.FOCAL, Role.ADMIN})


def read_attachment(sent: Attachment, *, today: date) -> Roster:
    """The people in a file. Raises PlanFileError."""
    return _read(sent.name, sent.content, today)


def start(session: Session, who: Speaker, sent: Attachment, *, now: datetime) -> Draft:
    """Keep the file until something is decided. Raises PlanFileError."""
    roster = read_attachment(sent, today=who.calendar.today(now))
    return Draft(_kept(session, who, sent, now=now), roster)


def keep_for_later(session: Session, who: Speaker, sent: Attachment, *, now: datetime) -> int:
    """Keep a file of which it is not known yet whether it is taken as a roster; gives the draft's id."""
    return id_of(_kept(session, who, sent, now=now))


def _kept(session: Session, who: Speaker, sent: Attachment, *, now: datetime) -> RosterDraft:
    return keep_draft(session, who.person, name=sent.name, media_type=sent.media_type, content=sent.content, now=now)


def draft_of(session: Session, who: Speaker, draft_id: int, *, today: date) -> Draft:
    """Somebody's own roster that waits. Raises Refusal."""
    row = roster_held(session, who.office_id, who.id, draft_id)
    if row is None:
        raise Refusal("rosters.no_draft")
    return Draft(row, _read(row.name, row.content, today))


def changes(session: Session, who: Speaker, draft: Draft, *, complete: bool, today: date) -> Changes:
    """What saving would change; with `complete`, who is not in the file has left, but never who asks."""
    people = everybody([draft.roster])
    return changes_of(session, who.office_id, people, complete=complete, today=today, staying=who.id)


def save(session: Session, who: Speaker, draft: Draft, *, complete: bool, now: datetime) -> Changes:
    """Keep what the roster says, all of it, and let its file go."""
    people = everybody([draft.roster])
    let_go(session, draft.row)
    return keep_roster(session, people, source=draft.row.name, complete=complete, actor=who.actor(now))


def drop(session: Session, draft: Draft) -> None:
    let_go(session, draft.row)
