from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from storage.database import transaction
from storage.message_log import message_by_id, messages_for, messages_in, settle_by_hand
from storage.outbox import history
from storage.people import add_office, add_person
from storage.rows import id_of
from storage.tables import MessageState, OutboxMessage, Person

NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
OVER = (MessageState.SENT, MessageState.DROPPED)


def put(person: Person, key: str, state: MessageState, *, hours: int = 0, lane: str = "telegram:1") -> OutboxMessage:
    at = NOW + timedelta(hours=hours)
    row = OutboxMessage(office_id=person.office_id, person_id=id_of(person), key=key, kind="notice", created_at=NOW)
    row.not_before, row.state, row.lane, row.attempts = at, state, lane, 3
    return row


def test_one_is_found_in_its_office_only(engine: Engine) -> None:
    with transaction(engine) as session:
        ours, theirs = (add_office(session, name).office_id for name in ("UBND xã Quang Khải", "UBND xã Tân Bình"))
        row = put(add_person(session, ours, "Lan"), "a", MessageState.SENT)
        session.add(row)
        session.flush()
        assert message_by_id(session, id_of(row)) is row
        assert message_by_id(session, id_of(row), office_id=ours) is row
        assert message_by_id(session, id_of(row), office_id=theirs) is None
        assert message_by_id(session, 999) is None


def test_lists_are_newest_first_and_what_waits_by_its_hour(engine: Engine) -> None:
    with transaction(engine) as session:
        lan = add_person(session, add_office(session, "UBND xã Quang Khải").office_id, "Lan")
        binh = add_person(session, add_office(session, "UBND xã Tân Bình").office_id, "Bình")
        session.add_all(
            [
                put(lan, "late", MessageState.WAITING, hours=5),
                put(lan, "early", MessageState.WAITING, hours=1, lane="zalo:2"),
                put(lan, "sent", MessageState.SENT),
                put(binh, "doubt", MessageState.DOUBTFUL),
            ]
        )

        def keys(rows: list[OutboxMessage]) -> list[str]:
            return [row.key for row in rows]

        session.flush()
        assert keys(messages_in(session, limit=9))[0] == "doubt"
        assert keys(messages_in(session, limit=9, state=MessageState.WAITING)) == ["early", "late"]
        assert keys(messages_in(session, limit=9, state=MessageState.WAITING, lane="zalo:2")) == ["early"]
        assert keys(messages_in(session, limit=9, state=MessageState.DOUBTFUL)) == ["doubt"]
        assert keys(messages_in(session, limit=9, office_id=lan.office_id, state=MessageState.DOUBTFUL)) == []
        assert keys(messages_for(session, id_of(lan), limit=2)) == ["sent", "early"]


def test_what_is_in_doubt_waits_again_and_says_so(engine: Engine) -> None:
    with transaction(engine) as session:
        row = put(add_person(session, add_office(session, "UBND xã").office_id, "Lan"), "a", MessageState.DOUBTFUL)
        session.add(row)
        session.flush()
        id_, later = id_of(row), NOW + timedelta(hours=1)
        settled = settle_by_hand(session, id_, MessageState.WAITING, unless=OVER, now=later, lane="zalo:2")
        assert settled is not None
        assert (settled.state, settled.again, settled.attempts) == (MessageState.WAITING, True, 0)
        assert (settled.lane, settled.not_before) == ("zalo:2", later)
        assert [(step.state, step.detail) for step in history(session, id_)] == [(MessageState.WAITING, "by hand")]


def test_what_is_over_stays_over(engine: Engine) -> None:
    with transaction(engine) as session:
        row = put(add_person(session, add_office(session, "UBND xã").office_id, "Lan"), "a", MessageState.SENT)
        session.add(row)
        session.flush()
        assert settle_by_hand(session, id_of(row), MessageState.DROPPED, unless=OVER, now=NOW) is None
        assert history(session, id_of(row)) == []
        assert row.state is MessageState.SENT
