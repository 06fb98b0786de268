"""What chats are in the middle of, kept for many at once."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from storage.database import transaction
from storage.dialogues import Chat, State, change_states, dialogue_at
from tests.doubles.statements import most_passed, statements

NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
LAN, MINH = ("telegram:1", "lan"), ("zalo:1", "minh")


def state_of(engine: Engine, chat: Chat) -> State:
    with transaction(engine) as session:
        return dialogue_at(session, *chat, now=NOW).state


def counted(chat: Chat, state: State) -> State:
    return {**state, chat[1]: state.get(chat[1], 0) + 1}


def test_new_chats_and_known_ones_are_changed_together(engine: Engine) -> None:
    with transaction(engine) as session:
        change_states(session, [LAN], counted, now=NOW)
    with transaction(engine) as session:
        change_states(session, [LAN, MINH], counted, now=NOW)
        change_states(session, [], counted, now=NOW)
    assert (state_of(engine, LAN), state_of(engine, MINH)) == ({"lan": 2}, {"minh": 1})


def test_a_chat_at_another_bot_is_another_chat(engine: Engine) -> None:
    for chat in (LAN, MINH):
        with transaction(engine) as session:
            dialogue_at(session, chat[0], "lan", now=NOW)
            dialogue_at(session, chat[0], "minh", now=NOW)
    with transaction(engine) as session:
        change_states(session, [LAN, MINH], counted, now=NOW)
    assert state_of(engine, ("telegram:1", "minh")) == state_of(engine, ("zalo:1", "lan")) == {}


def test_a_chat_that_speaks_in_the_meantime_keeps_its_question(postgres: Engine) -> None:
    def asked_meanwhile(chat: Chat, state: State) -> State:
        if not state:
            with transaction(postgres) as other:
                dialogue_at(other, *chat, now=NOW).state = {"question": "which one?"}
        return counted(chat, state)

    with transaction(postgres) as session:
        change_states(session, [LAN], asked_meanwhile, now=NOW)
    assert state_of(postgres, LAN) == {"question": "which one?", "lan": 1}


def test_a_few_chats_are_found_without_passing_the_others(postgres: Engine) -> None:
    chats = [("telegram:1", str(number)) for number in range(2_000)]
    with transaction(postgres) as session:
        change_states(session, chats, counted, now=NOW)
    with statements(postgres) as heard, transaction(postgres) as session:
        change_states(session, chats[:3], counted, now=NOW)
        session.rollback()
    assert len(heard) == 2
    assert max(most_passed(postgres, heard)) < 500
