"""The examination against real servers on this machine."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.doctor.surroundings import calendar
from storage.bots import seen
from storage.database import transaction
from storage.people import add_office, add_person
from storage.rows import id_of
from storage.tables import OutboxMessage

TOKEN, OTHER = "123456:AAH-hush_hush_hush_hush_hush_hush", "777777:BBB-hush_hush_hush_hush_hush_hush"
Answer = tuple[int, str, timedelta]  # status, body, how far the server's clock is off
Call = Callable[..., Result]
ME = '{"ok":true,"result":{"id":123456,"is_bot":true,"username":"nhac_viec_bot"}}'


@contextmanager
def server(answers: Callable[[str], Answer]) -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine: its address, and the paths it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, body, off = answers(self.path)
            self.send_response_only(status)
            self.send_header("Date", format_datetime(datetime.now(UTC) + off, usegmt=True))
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as found:
        threading.Thread(target=found.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{found.server_address[1]}", asked
        found.shutdown()


def telegram(path: str) -> Answer:
    known = path == f"/bot{TOKEN}/getMe"
    return (200, ME, timedelta(0)) if known else (401, '{"ok":false,"error_code":401}', timedelta(0))


@pytest.fixture
def doctor(sqlite: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Call]:
    """An office whose bot is known to a stand-in of Telegram."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with transaction(sqlite) as session:
        add_office(session, "UBND xã Quang Khải")
    with server(telegram) as (url, _):

        def call(*words: str, **settings: str) -> Result:
            ours = {"data_dir": str(tmp_path), "telegram_tokens": TOKEN, "telegram_api_url": url} | settings
            for name, value in ours.items():
                monkeypatch.setenv(f"NHACVIEC_{name.upper()}", value)
            result = CliRunner().invoke(app, ["doctor", *words])
            assert "hush" not in result.output
            return result

        yield call


def faults(result: Result) -> list[str]:
    return [line for line in result.stdout.splitlines() if line.startswith("✘")]


def test_all_is_well(doctor: Call) -> None:
    result = doctor()
    assert result.exit_code == 0, result.stdout
    assert faults(result) == []
    assert "✔ Bot telegram:123456: @nhac_viec_bot hoạt động.\n" in result.stdout
    assert "✔ Đồng hồ: đúng, " in result.stdout
    assert result.stdout.endswith("Mọi mục đều tốt.\n")


def test_every_line_is_also_json(doctor: Call) -> None:
    result = doctor("--json", telegram_tokens="")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["ok"]) == (1, False)
    assert [check["name"] for check in told["checks"] if not check["ok"]] == ["bots"]
    assert all(check["todo"] for check in told["checks"] if not check["ok"])


def test_a_token_that_is_refused_is_named_by_its_number(doctor: Call) -> None:
    result = doctor(telegram_tokens=f"{TOKEN},{OTHER}")
    assert result.exit_code == 1
    [line] = faults(result)
    assert line.startswith("✘ Bot telegram:777777: Telegram không nhận mã này. Lấy lại mã ở @BotFather")


def test_no_way_to_the_platform(doctor: Call) -> None:
    [line] = faults(doctor(telegram_api_url="http://127.0.0.1:1"))
    assert line.startswith("✘ Mạng: không nối được http://127.0.0.1:1 (ConnectError).")


def test_something_else_than_the_platform_answers(doctor: Call) -> None:
    with server(lambda _: (200, "<html>Đăng nhập wifi</html>", timedelta(0))) as (url, _):
        [line] = faults(doctor(telegram_api_url=url))
    assert line.startswith("✘ Bot telegram:123456: máy chủ trả lời lỗi 200.")


@pytest.mark.parametrize(("minutes", "said"), [(5, "máy chạy chậm"), (-2, "máy chạy nhanh"), (0.5, ""), (-0.5, "")])
def test_a_clock_that_is_more_than_a_minute_off_is_a_fault(doctor: Call, minutes: float, said: str) -> None:
    with server(lambda _: (200, ME, timedelta(minutes=minutes))) as (url, _):
        found = faults(doctor(telegram_api_url=url))
    assert bool(found) is bool(said)
    assert said in "".join(found)


def test_a_setting_that_cannot_be_used_ends_the_examination(doctor: Call) -> None:
    result = doctor(log_json="hush")
    assert result.stdout == (
        "✘ NHACVIEC_LOG_JSON cần là true hoặc false. "
        'Sửa trong tệp .env hoặc biến môi trường rồi chạy lại "nhacviec doctor".\n'
        "Có 1 mục cần xử lý.\n"
    )


def test_a_database_that_is_not_there_is_not_made(doctor: Call, tmp_path: Path) -> None:
    [line] = faults(doctor(data_dir=str(tmp_path / "elsewhere")))
    assert line.startswith("✘ Cơ sở dữ liệu: chưa có tệp ")
    assert not (tmp_path / "elsewhere").exists()


def test_a_server_that_is_away_is_named_without_its_password(doctor: Call) -> None:
    [line] = faults(doctor(database_url="postgresql://nv:hush@127.0.0.1:1/nv"))
    assert line.startswith("✘ Cơ sở dữ liệu: không dùng được (")
    assert line.endswith("Kiểm tra PostgreSQL đang chạy và NHACVIEC_DATABASE_URL đúng máy, tên và mật khẩu.")


def test_postgresql_says_its_version_and_for_how_many_processes_it_has_room(doctor: Call, postgres: Engine) -> None:
    with transaction(postgres) as session:
        add_office(session, "UBND xã Quang Khải")
    result = doctor(database_url=postgres.url.render_as_string(hide_password=False))
    assert "✔ Cơ sở dữ liệu: PostgreSQL 1" in result.stdout
    assert result.exit_code == 0


def test_a_damaged_file_is_found(doctor: Call, tmp_path: Path, sqlite: Engine) -> None:
    sqlite.dispose()
    path = tmp_path / "nhacviec.db"
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 5] = b"\x55" * 8192
    path.write_bytes(content)
    assert any("Cơ sở dữ liệu" in line for line in faults(doctor()))


def test_another_version_of_the_tables(doctor: Call, sqlite: Engine) -> None:
    with sqlite.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    [line] = faults(doctor())
    assert line.startswith("✘ Cơ sở dữ liệu: không cùng phiên bản với chương trình này. Cài phiên bản mới nhất")


def test_a_program_that_stands_still_and_messages_that_wait(doctor: Call, sqlite: Engine) -> None:
    long_ago = datetime.now(UTC) - timedelta(hours=3)
    with transaction(sqlite) as session:
        seen(session, ["telegram:123456"], now=long_ago)
        lan = add_person(session, add_office(session, "UBND xã Tân Bình").office_id, "Lan")
        for number, lane in enumerate(["telegram:123456", "telegram:9"]):
            row = OutboxMessage(
                office_id=lan.office_id, person_id=id_of(lan), key=str(number), kind="morning", lane=lane
            )
            row.created_at = row.not_before = long_ago
            session.add(row)
    stands, waits, unserved = faults(doctor())
    assert stands.startswith("✘ Nhắc Việc: không chạy từ ")
    assert 'Chạy "nhacviec run"' in stands
    assert waits.startswith("✘ Hộp thư đi: 1 tin của bot telegram:123456 chờ gửi từ ")
    assert "nhacviec outbox list --state waiting --lane telegram:123456" in waits
    assert "Thêm lại mã của bot telegram:9" in unserved


def test_a_program_that_runs(doctor: Call, sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        seen(session, ["telegram:123456"], now=datetime.now(UTC) - timedelta(minutes=1))
    result = doctor()
    assert result.exit_code == 0
    assert "✔ Nhắc Việc: đang chạy, dấu hiệu gần nhất lúc " in result.stdout


def test_the_heartbeats_host_is_reached_and_its_address_is_not_called(doctor: Call) -> None:
    with server(lambda _: (404, "", timedelta(0))) as (url, asked):
        result = doctor(heartbeat_url=f"{url}/ping/hush")
        assert asked == ["/"]
    assert result.exit_code == 0
    assert f"✔ Tín hiệu hoạt động: nối được {url}.\n" in result.stdout
    [line] = faults(doctor(heartbeat_url="http://127.0.0.1:1/ping/hush"))
    assert line.startswith("✘ Mạng: không nối được http://127.0.0.1:1 (ConnectError).")


def test_the_page_of_a_running_program_is_read(doctor: Call) -> None:
    def page(told: str) -> Callable[[str], Answer]:
        return lambda path: (200 if path == "/healthz" else 404, told, timedelta(0))

    with server(page('{"ok":true,"checks":{"database":{"ok":true,"why":""}}}')) as (url, _):
        assert "trả lời, mọi mục đều tốt" in doctor(status_port=url.rpartition(":")[2]).stdout
    with server(page('{"ok":false,"checks":{"planning":{"ok":false,"why":"last 900 s ago"}}}')) as (url, _):
        [line] = faults(doctor(status_port=url.rpartition(":")[2]))
        assert "chương trình báo planning: last 900 s ago" in line
    with server(page("nginx")) as (url, _):
        [line] = faults(doctor(status_port=url.rpartition(":")[2]))
        assert "đang do chương trình khác dùng" in line


def test_a_free_port_is_well(doctor: Call) -> None:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    result = doctor(status_port=str(port))
    assert result.exit_code == 0
    assert f"cổng {port} còn trống" in result.stdout


def test_days_off_that_nobody_decided_yet() -> None:
    [this] = calendar(datetime(2026, 11, 20, tzinfo=UTC))
    [next_] = calendar(datetime(2027, 1, 4, tzinfo=UTC))
    assert this.line() == "✔ Lịch nghỉ: năm 2026 đã theo quyết định, năm 2027 còn là dự kiến."
    assert next_.line().startswith("✘ Lịch nghỉ: ngày nghỉ năm 2027 mới là dự kiến. Cập nhật Nhắc Việc")
