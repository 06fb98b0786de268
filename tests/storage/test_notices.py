from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from storage.database import reading, transaction
from storage.notices import (
    add_notice,
    latest_notice,
    new_notice,
    notice_by_id,
    outbox_key,
    recipients_of,
    refused_among,
    refusing_bots,
    unacknowledged,
)
from storage.outbox import NewMessage, put
from storage.people import accounts_of, add_office, add_person, link
from storage.rows import id_of
from storage.tables import AccountState, MessageState, NoticeState, OutboxMessage

NOW = datetime(2026, 11, 20, 6, 40, tzinfo=UTC)


def test_a_notice_waits_for_each_recipient_until_acknowledged_or_closed(engine: Engine) -> None:
    with transaction(engine) as session:
        office = add_office(session, "UBND xã").office_id
        hoa, lan, son = (add_person(session, office, name) for name in ("Hoa", "Lan", "Sơn"))
        first, second = (
            add_notice(
                session,
                new_notice(office, id_of(hoa), body, audience={"unit": office}, now=NOW + timedelta(minutes=at)),
                {id_of(lan): True, id_of(son): False},
            )
            for at, body in enumerate(("Họp", "Nộp báo cáo"))
        )
    with transaction(engine) as session:
        assert [notice.body for notice, _ in unacknowledged(session, id_of(lan))] == ["Nộp báo cáo", "Họp"]
        assert latest_notice(session, office) == second
        assert notice_by_id(session, office + 1, id_of(first)) is None
        mine = next(row for row in recipients_of(session, id_of(first)) if row.person_id == lan.id)
        mine.acknowledged_at = NOW
        closed = session.merge(second)
        closed.state = NoticeState.CLOSED
    with reading(engine) as session:
        assert unacknowledged(session, id_of(lan)) == []
        assert [notice.body for notice, _ in unacknowledged(session, id_of(son))] == ["Họp"]


def test_who_could_not_be_brought_a_notice_and_whose_chat_refuses(engine: Engine) -> None:
    with transaction(engine) as session:
        office = add_office(session, "UBND xã").office_id
        lan, van = add_person(session, office, "Lan"), add_person(session, office, "Vân")
        for person in (lan, van):
            link(session, person, bot="telegram:1", address=str(person.id), now=NOW)
        notice = add_notice(session, new_notice(office, id_of(lan), "Họp", audience={}, now=NOW), {})
        keys = {outbox_key(id_of(notice), id_of(person)): id_of(person) for person in (lan, van)}
        put(session, [NewMessage(office, one, key, "notice", {}, NOW, NOW) for key, one in keys.items()])
        accounts_of(session, id_of(van))[0].state = AccountState.REFUSED
    with transaction(engine) as session:
        row = session.get_one(OutboxMessage, 2)
        row.state = MessageState.REFUSED
    with reading(engine) as session:
        people = [id_of(lan), id_of(van)]
        assert refused_among(session, id_of(notice), people) == {row.person_id}
        assert refusing_bots(session, people) == {id_of(van): "telegram:1"}
