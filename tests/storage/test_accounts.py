from datetime import UTC, datetime

from sqlalchemy import Engine

from storage.accounts import move, refuse, take_back
from storage.audit import history_of
from storage.database import reading, transaction
from storage.people import account_at, accounts_of, add_office, add_person, link
from storage.rows import id_of

NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


def a_linked_chat(engine: Engine) -> tuple[int, int]:
    with transaction(engine) as session:
        lan = add_person(session, add_office(session, "UBND xã Quang Khải").office_id, "Lan")
        return id_of(lan), id_of(link(session, lan, bot="telegram:1", address="5", now=NOW))


def test_a_chat_that_refuses_is_used_no_more_until_it_takes_messages_again(engine: Engine) -> None:
    lan, account = a_linked_chat(engine)
    with transaction(engine) as session:
        assert refuse(session, bot="telegram:1", address="5", why="bot was blocked by the user", now=NOW)
        assert refuse(session, bot="telegram:1", address="5", why="again", now=NOW) is None
        assert accounts_of(session, lan) == []
    with transaction(engine) as session:
        assert take_back(session, bot="telegram:1", address="5", now=NOW)
        assert take_back(session, bot="telegram:1", address="5", now=NOW) is None
    with reading(engine) as session:
        assert [a.refused_why for a in accounts_of(session, lan)] == [""]
        verbs = [(entry.verb, entry.channel) for entry in history_of(session, "account", account)]
        assert verbs == [("channel_refused", "telegram"), ("channel_restored", "telegram")]


def test_a_chat_that_moves_keeps_its_person(engine: Engine) -> None:
    _, account = a_linked_chat(engine)
    with transaction(engine) as session:
        move(session, bot="telegram:1", old="5", new="-100123", now=NOW)
    with reading(engine) as session:
        assert account_at(session, "telegram:1", "5") is None
        moved = account_at(session, "telegram:1", "-100123")
        assert moved is not None
        assert moved.id == account
        assert [entry.after for entry in history_of(session, "account", account)] == [{"address": "-100123"}]


def test_a_stranger_who_blocks_changes_nothing(engine: Engine) -> None:
    with transaction(engine) as session:
        assert refuse(session, bot="telegram:1", address="9", why="blocked", now=NOW) is None
        move(session, bot="telegram:1", old="9", new="10", now=NOW)
    with reading(engine) as session:
        assert account_at(session, "telegram:1", "10") is None
