from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from storage.database import transaction
from storage.received import first_time, forget, forget_before

NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


def seen(engine: Engine, update_id: str, *, bot: str = "telegram:1", now: datetime = NOW) -> bool:
    with transaction(engine) as session:
        return not first_time(session, bot=bot, update_id=update_id, now=now)


def test_an_update_is_taken_in_once_for_each_bot(engine: Engine) -> None:
    assert not seen(engine, "7")
    assert seen(engine, "7")
    assert not seen(engine, "7", bot="telegram:2")


def test_an_update_whose_answer_failed_is_taken_in_again(engine: Engine) -> None:
    try:
        with transaction(engine) as session:
            assert first_time(session, bot="telegram:1", update_id="7", now=NOW)
            raise LookupError("no answer")
    except LookupError:
        assert not seen(engine, "7")


def test_what_the_platform_will_not_deliver_again_is_forgotten(engine: Engine) -> None:
    for update_id in ("7", "8", "9"):
        seen(engine, update_id)
    with transaction(engine) as session:
        forget(session, bot="telegram:1", update_ids=["7", "8"])
    assert not seen(engine, "7")
    assert seen(engine, "9")


def test_notes_older_than_the_platform_keeps_updates_are_forgotten(engine: Engine) -> None:
    seen(engine, "7")
    seen(engine, "8", now=NOW + timedelta(days=2))
    with transaction(engine) as session:
        forget_before(session, NOW + timedelta(days=1))
    assert not seen(engine, "7")
    assert seen(engine, "8")
