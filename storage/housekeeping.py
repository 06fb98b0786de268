"""What has had its time: found without a lock, removed a few hundred at a time.

What stays for ever: people, work, its results, the audit log, the web chat's lines, and of the outbox whatever a later
message depends on. SQLite gives the number of a table's last row anew once that row is gone, so that the last row of
a table whose numbers stand in buttons and logs is never removed.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from itertools import takewhile
from typing import Any

import sqlalchemy
from sqlalchemy import and_, delete, exists, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col, func, select

from storage.tables import (
    Account,
    ChatLine,
    Dialogue,
    LinkCode,
    MessageEvent,
    MessageState,
    OutboxMessage,
    OutboxSummary,
    PlanDraft,
    Proof,
    RosterDraft,
    StoredFile,
)

# Nothing can be said twice without their rows: their keys name a day that is past, a moment, or a row that is made
# together with the message (the request, the submission).
REMOVED_KINDS = (
    "morning",
    "clock",
    "snooze",
    "nudge",
    "notice_chase",
    "extension_asked",
    "returned",
    "submitted_again",
    "channel_out",
    "assigned",
    "event_moved",
    "handed_over",
    "data_erased",
    "budget_low",
)
# Kept: "imported" and "amended" may be planned again under the same key, and what was decided or given is taken back
# only for somebody who had heard of it (storage.outbox.last_said).
KEPT_KINDS = (
    "imported",
    "amended",
    "extension_decided",
    "extension_reopened",
    "accepted",
    "accept_undone",
    "given",
    "transferred",
    "taken_over",
    "given_back",
    "yours_again",
)
# Of a notice the rows that say who did not get it belong to its list of recipients, for ever.
_NOTICE = "notice"
_OVER = (MessageState.SENT, MessageState.DROPPED, MessageState.REFUSED, MessageState.DOUBTFUL)
_REACHED = (MessageState.SENT, MessageState.DROPPED)
_COUNTED_BY = ("office_id", "day", "lane", "kind", "state")


def finished_messages(session: Session, *, before: datetime, after: int, limit: int) -> list[int]:
    """The ids, above `after` and lowest first, of messages that were over before that moment and may go.

    Ids grow with time: the walk along the primary key ends at the first message that is younger.
    """
    state, kind = col(OutboxMessage.state), col(OutboxMessage.kind)
    may_go = or_(
        and_(kind.in_(REMOVED_KINDS), state.in_(_OVER)),
        and_(kind == _NOTICE, state.in_(_REACHED)),
    )
    query = select(col(OutboxMessage.id), col(OutboxMessage.created_at), col(OutboxMessage.sent_at))
    query = query.where(col(OutboxMessage.id) > after, _not_the_last(OutboxMessage), may_go)
    rows = session.exec(query.order_by(col(OutboxMessage.id)).limit(limit)).all()
    old = takewhile(lambda row: row[1] < before, rows)
    return [id_ for id_, created, sent in old if id_ is not None and (sent or created) < before]


def remove_messages(session: Session, ids: Collection[int]) -> int:
    """Count these messages in the summary and remove them with their histories; how many they were."""
    connection = session.connection()
    connection.execute(delete(MessageEvent).where(col(MessageEvent.message_id).in_(ids)))
    gone = delete(OutboxMessage).where(col(OutboxMessage.id).in_(ids))
    row = OutboxMessage
    columns = [col(c) for c in (row.office_id, row.created_at, row.sent_at, row.lane, row.bot, row.kind, row.state)]
    removed: list[Any] = list(connection.execute(gone.returning(*columns)))
    _summarise(session, [_place(*one) for one in removed])
    return len(removed)


def _place(
    office_id: int,
    created: datetime,
    sent: datetime | None,
    lane: str,
    bot: str | None,
    kind: str,
    state: MessageState,
) -> tuple[int, date, str, str, str]:
    return office_id, (sent or created).date(), bot or lane, kind, state.value


def _summarise(session: Session, places: Sequence[tuple[int, date, str, str, str]]) -> None:
    if not places:
        return
    rows = [
        {**dict(zip(_COUNTED_BY, place, strict=True)), "messages": places.count(place)} for place in sorted(set(places))
    ]
    insert: Any = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    new = insert(OutboxSummary)
    more = {"messages": col(OutboxSummary.messages) + new.excluded.messages}
    session.connection().execute(new.on_conflict_do_update(index_elements=list(_COUNTED_BY), set_=more), rows)


def removed_messages(session: Session, office_id: int) -> int:
    """How many messages of an office were counted in the summary and removed."""
    query = select(func.coalesce(func.sum(OutboxSummary.messages), 0)).where(OutboxSummary.office_id == office_id)
    return session.exec(query).one()


def old_codes(session: Session, *, before: datetime, after: int, limit: int) -> list[int]:
    """Codes that were used, or ran out, before that moment."""
    over = func.coalesce(LinkCode.used_at, LinkCode.expires_at) < before
    return _ids(session, LinkCode, over, after=after, limit=limit)


def remove_codes(session: Session, ids: Collection[int]) -> int:
    return _remove(session, LinkCode, ids)


def abandoned_rosters(session: Session, *, before: datetime, after: int, limit: int) -> list[int]:
    undecided = and_(col(RosterDraft.content) != b"", col(RosterDraft.created_at) < before)
    return _ids(session, RosterDraft, undecided, after=after, limit=limit)


def empty_rosters(session: Session, ids: Collection[int]) -> int:
    """As when their persons let them go: the file is not kept, the row is."""
    emptied = update(RosterDraft).where(col(RosterDraft.id).in_(ids)).values(content=b"")
    return _count(session, emptied)


def abandoned_plans(session: Session, *, before: datetime, after: int, limit: int) -> list[int]:
    unsaved = and_(col(PlanDraft.plan_id).is_(None), col(PlanDraft.created_at) < before, _not_the_last(PlanDraft))
    return _ids(session, PlanDraft, unsaved, after=after, limit=limit)


def remove_plans(session: Session, ids: Collection[int]) -> int:
    """With the files that nothing else holds."""
    files = session.exec(select(PlanDraft.file_id).where(col(PlanDraft.id).in_(ids))).all()
    removed = _remove(session, PlanDraft, ids)
    held = [exists().where(holder == col(StoredFile.id)) for holder in _FILE_HOLDERS]
    free = col(StoredFile.id).in_(set(files)), _not_the_last(StoredFile), ~or_(*held)
    session.connection().execute(delete(StoredFile).where(*free))
    return removed


_FILE_HOLDERS = (col(PlanDraft.file_id), col(Proof.file_id), col(ChatLine.file_id))


def silent_dialogues(session: Session, *, before: datetime, after: int, limit: int) -> list[int]:
    return _ids(session, Dialogue, col(Dialogue.updated_at) < before, after=after, limit=limit)


def forget_dialogues(session: Session, ids: Collection[int]) -> int:
    """What these chats were in the middle of. Of a linked chat the count of its questions stays: a button of years ago
    must not answer the question that is open by then."""
    linked = exists().where(col(Account.bot) == col(Dialogue.bot), col(Account.address) == col(Dialogue.address))
    gone = _count(session, delete(Dialogue).where(col(Dialogue.id).in_(ids), ~linked))
    rest = session.exec(select(Dialogue).where(col(Dialogue.id).in_(ids)).with_for_update()).all()
    for row in rest:
        asked = {name: row.state[name] for name in ("questions",) if name in row.state}
        gone += row.state != asked
        row.state = asked
    session.flush()
    return gone


def _not_the_last(table: type[SQLModel]) -> Any:
    all_rows = SQLModel.metadata.tables[str(table.__tablename__)].alias("all_rows")
    return _id(table) < sqlalchemy.select(func.max(all_rows.c.id)).scalar_subquery()


def _ids(session: Session, table: type[SQLModel], condition: Any, *, after: int, limit: int) -> list[int]:
    key = _id(table)
    query = sqlalchemy.select(key).where(key > after, condition).order_by(key).limit(limit)
    return list(session.execute(query).scalars())


def _remove(session: Session, table: type[SQLModel], ids: Collection[int]) -> int:
    return _count(session, delete(table).where(_id(table).in_(ids)))


def _count(session: Session, statement: Any) -> int:
    return int(session.connection().execute(statement).rowcount)


def _id(table: type[SQLModel]) -> Any:
    return SQLModel.metadata.tables[str(table.__tablename__)].c.id
