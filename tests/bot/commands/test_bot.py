from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from storage.bot_people import remember_name
from storage.bots import count_sent, seen
from storage.database import open_engine, transaction

Call = Callable[..., Result]


@pytest.fixture
def nhacviec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setenv("NHACVIEC_DATA_DIR", str(tmp_path))

    def call(*words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    call("office", "add", "UBND xã Quang Khải")
    call("people", "add", "Nguyễn Thị Lan")
    return call


@pytest.fixture
def bots(nhacviec: Call, tmp_path: Path) -> Call:
    """The same after a first run with two bots."""
    engine, now = open_engine(f"sqlite:///{tmp_path / 'nhacviec.db'}"), datetime.now(UTC)
    with transaction(engine) as session:
        seen(session, ["telegram:123", "zalo:1"], now=now)
        remember_name(session, "telegram:123", "qk_nhacviec_bot")
        count_sent(session, ["zalo:1"] * 1_234, now=now)
    engine.dispose()
    return nhacviec


def test_before_the_first_run_there_is_no_bot_and_a_code_names_none(nhacviec: Call) -> None:
    assert nhacviec("bot", "list").stdout.startswith("Chưa có tài khoản bot nào.")
    assert len(nhacviec("people", "link", "Lan").stdout.splitlines()) == 1


def test_each_bot_with_its_unit_people_and_month(bots: Call) -> None:
    telegram, zalo = (line.split("\t") for line in bots("bot", "list").stdout.splitlines())
    assert telegram[:5] == ["telegram:123", "@qk_nhacviec_bot", "mọi đơn vị", "0 người", "không giới hạn tin"]
    assert zalo[:4] == ["zalo:1", "-", "mọi đơn vị", "0/50 người"]
    assert zalo[4].endswith(": 1.234/3.000 tin")
    assert zalo[5].startswith("chạy lần cuối ")


def test_a_code_says_where_to_type_it_on_each_platform(bots: Call) -> None:
    head, telegram, zalo = bots("people", "link", "Lan").stdout.splitlines()
    code = head.partition(": ")[2][:6]
    assert telegram == (
        f"Trên Telegram: mở https://t.me/qk_nhacviec_bot?start={code} rồi bấm Bắt đầu, "
        "hoặc nhắn mã cho @qk_nhacviec_bot."
    )
    assert zalo == "Trên Zalo: nhắn mã cho zalo:1."


def test_a_bot_is_given_to_a_unit_and_back_to_everybody(bots: Call) -> None:
    bots("office", "add", "UBND xã Tân Bình")
    assert bots("bot", "assign", "zalo:1", "--unit", "ubnd xa tan binh").stdout == "zalo:1 phục vụ UBND xã Tân Bình.\n"
    assert "\tUBND xã Tân Bình\t" in bots("bot", "list").stdout
    told = bots("people", "link", "Lan", "--office", "UBND xã Quang Khải").stdout
    assert told.endswith("Trên Zalo: không còn chỗ cho người mới của đơn vị này.\n")
    assert bots("bot", "assign", "zalo:1", "--everybody").stdout == "zalo:1 phục vụ mọi đơn vị.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["zalo:1"], "Cần một trong hai"),
        (["zalo:1", "--unit", "X", "--everybody"], "Cần một trong hai"),
        (["zalo:1", "--unit", "UBND xã Không Có"], "Không có đơn vị nào tên là"),
        (["zalo:7", "--everybody"], "Không có tài khoản bot zalo:7."),
    ],
)
def test_what_can_not_be_assigned_is_said(bots: Call, words: list[str], said: str) -> None:
    result = bots("bot", "assign", *words)
    assert (result.exit_code, result.stderr.startswith(said)) == (1, True)
