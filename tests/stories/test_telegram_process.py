"""`nhacviec run` as a whole process against the Bot API's double as its own process."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, make_url, text

from storage.database import migrate, open_engine, reading, transaction
from storage.people import account_at, add_code, office_of
from storage.rows import id_of
from storage.tables import AssignmentState, Role
from storage.tasks import assignment_by_number
from tests.doubles.commune import Commune
from tests.doubles.processes import Telegram, running, telegram, until

TOKEN = "123456:AAH-test_token_of_a_bot"
BOT = "telegram:123456"
LAN, MINH = 5005, 6006
CODES = {"Lan": "K7M2QP", "Minh": "H4T9WD"}


def furnish(engine: Engine) -> None:
    """A commune without quiet hours: Lan has three tasks due in ten days, Minh leads; both have a code."""
    now = datetime.now(UTC)
    due = (now + timedelta(days=10)).date().isoformat()
    with transaction(engine) as session:
        commune = Commune(session, review=False)
        office = office_of(session, commune.office_id)
        office.quiet_from = office.quiet_to = time(0)
        lan = commune.person("Nguyễn Thị Lan", post="Công chức Văn phòng - Thống kê", linked=False)
        minh = commune.person("Trần Văn Minh", Role.LEADER, post="Chủ tịch", linked=False)
        commune.work(12, "Báo cáo CCHC quý IV", due, to=lan, product="Báo cáo của UBND xã")
        commune.work(13, "Niêm yết công khai TTHC", due, to=lan, product="Ảnh niêm yết")
        commune.work(15, "Kế hoạch tuyên truyền CCHC", due, to=lan)
        for person, code in ((lan, CODES["Lan"]), (minh, CODES["Minh"])):
            add_code(session, person, code, expires_at=now + timedelta(hours=1))


@pytest.fixture
def api() -> Iterator[Telegram]:
    with telegram(TOKEN) as double:
        yield double


@pytest.fixture
def empty_postgres(postgres_url: str) -> Iterator[str]:
    """A PostgreSQL database without a table."""
    name, admin = f"run{uuid4().hex}", open_engine(postgres_url).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        yield make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


def settings(api: Telegram, database: str) -> dict[str, str]:
    return {
        "database_url": database,
        "telegram_tokens": TOKEN,
        "telegram_api_url": api.url,
        "tick_seconds": "0.3",
    }


@contextmanager
def office(folder: Path, api: Telegram) -> Iterator[tuple[Engine, dict[str, str]]]:
    """A furnished SQLite database in a folder of its own."""
    database = f"sqlite:///{folder / 'nhacviec.db'}"
    engine = open_engine(database)
    migrate(engine)
    furnish(engine)
    yield engine, settings(api, database)
    engine.dispose()


def state_of(engine: Engine, number: int) -> AssignmentState:
    with reading(engine) as session:
        account = account_at(session, BOT, str(LAN))
        assert account is not None
        row = assignment_by_number(session, account.office_id, number)
        assert row is not None
        return row.state


def link(api: Telegram, chat: int, name: str) -> None:
    """A deep link, the consent, the greeting."""
    assert "91/2025/QH15" in api.says(chat, f"/start {CODES[name]}")["text"]
    assert api.taps(chat, "Đồng ý")["text"].startswith(f"Chào đồng chí {name}.")


def test_an_official_links_lists_reports_with_a_file_and_a_photo_and_undoes(tmp_path: Path, api: Telegram) -> None:
    with office(tmp_path, api) as (engine, ours), running(tmp_path, **ours) as program:
        link(api, LAN, "Lan")
        assert "12. Báo cáo CCHC quý IV" in api.says(LAN, "việc của tôi")["text"]

        assert "Việc 12 cần minh chứng" in api.says(LAN, "xong 12")["text"]
        before = len(api.sent(LAN))
        api.attaches(LAN, b"%PDF-1.7", name="BC_quy_IV.pdf")
        assert "BC_quy_IV.pdf" in api.answer(LAN, before)["text"]
        assert state_of(engine, 12) == AssignmentState.DONE

        before = len(api.sent(LAN))
        api.attaches(LAN, b"\xff\xd8\xff", name="niem-yet.jpg", caption="xong 13")
        assert "việc 13" in api.answer(LAN, before)["text"]
        assert state_of(engine, 13) == AssignmentState.DONE

        assert "Đã hoàn tác" in api.taps(LAN, "Hoàn tác")["text"]
        assert state_of(engine, 13) == AssignmentState.OPEN
        assert program.stop() == 0
        assert TOKEN not in program.log
        assert "Traceback" not in program.log


def test_a_request_reaches_the_leader_and_the_decision_comes_back(tmp_path: Path, api: Telegram) -> None:
    with office(tmp_path, api) as (_, ours), running(tmp_path, **ours):
        link(api, LAN, "Lan")
        link(api, MINH, "Minh")
        told, heard = len(api.sent(MINH)), len(api.sent(LAN))
        until_day = (datetime.now(UTC) + timedelta(days=14)).strftime("%d/%m/%Y")
        api.says(LAN, f"gia hạn 15 đến {until_day} vì chờ số liệu")
        api.taps(LAN, "Gửi đề nghị")
        assert "đề nghị gia hạn việc 15" in api.answer(MINH, told)["text"]
        api.taps(MINH, "Duyệt đến")
        [*_, decision] = until(lambda: [one for one in api.sent(LAN)[heard + 2 :] if "duyệt" in one["text"]])
        assert "việc 15" in decision["text"]


def test_a_killed_program_goes_on_where_it_was(tmp_path: Path, api: Telegram) -> None:
    with office(tmp_path, api) as (engine, ours):
        with running(tmp_path, **ours) as program:
            link(api, LAN, "Lan")
            api.says(LAN, "xong 12")
            program.kill()
        before = len(api.sent(LAN))
        api.attaches(LAN, b"%PDF-1.7", name="BC_quy_IV.pdf")  # the answer to the question before the kill
        with running(tmp_path, **ours) as program:
            assert "việc 12" in api.answer(LAN, before)["text"]
            assert state_of(engine, 12) == AssignmentState.DONE
            assert len(api.sent(LAN)) == before + 1
            assert program.stop() == 0


def test_a_second_run_on_the_same_file_is_refused_in_one_sentence(tmp_path: Path, api: Telegram) -> None:
    with office(tmp_path, api) as (_, ours), running(tmp_path, **ours) as program:
        link(api, LAN, "Lan")
        with running(tmp_path, **ours) as second:
            assert second.process.wait(timeout=60) == 1
            [sentence] = second.log.strip().splitlines()
            assert "nhacviec run" in sentence
            assert str(tmp_path / "nhacviec.db") in sentence
        assert api.says(LAN, "việc của tôi")["text"]
        assert program.stop() == 0


def test_without_a_bot_it_says_what_to_set(tmp_path: Path) -> None:
    with running(tmp_path, data_dir=str(tmp_path)) as program:
        assert program.process.wait(timeout=60) == 1
        assert "NHACVIEC_TELEGRAM_TOKENS" in program.log
        assert len(program.log.strip().splitlines()) == 1


def test_with_a_token_that_telegram_refuses_it_ends(tmp_path: Path, api: Telegram) -> None:
    wrong = settings(api, f"sqlite:///{tmp_path / 'nhacviec.db'}") | {"telegram_tokens": "999:AAH-another_secret"}
    with running(tmp_path, **wrong) as program:
        assert program.process.wait(timeout=60) == 1
        assert "token refused" in program.log
        assert "another_secret" not in program.log
        assert "Traceback" not in program.log


def test_two_processes_on_one_postgresql_share_a_bot_and_either_may_die(
    tmp_path: Path, api: Telegram, empty_postgres: str
) -> None:
    ours = settings(api, empty_postgres)
    with running(tmp_path / "a", **ours) as one, running(tmp_path / "b", **ours) as other:
        until(lambda: "listening" in one.log + other.log)
        engine = open_engine(empty_postgres)
        furnish(engine)
        link(api, LAN, "Lan")
        assert "12. Báo cáo CCHC quý IV" in api.says(LAN, "việc của tôi")["text"]
        listener, heir = (one, other) if "listening" in one.log else (other, one)
        assert "listening" not in heir.log
        listener.kill()
        assert "Niêm yết" in api.says(LAN, "việc 13")["text"]
        assert heir.stop() == 0
        with reading(engine) as session:
            assert id_of(account_at(session, BOT, str(LAN)) or pytest.fail("nobody linked"))
        engine.dispose()
