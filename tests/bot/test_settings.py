from pathlib import Path

import pytest

from bot.settings import BadSettings, Settings, read_settings

TOKEN = "123456:AAH-secret_secret_secret_secret_secre"


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"NHACVIEC_{name.upper()}", raising=False)


def test_with_nothing_set_the_data_is_in_the_home_folder() -> None:
    settings = read_settings()
    assert settings.database_file == Path.home() / ".nhacviec" / "nhacviec.db"
    assert settings.telegram_tokens == ()
    assert settings.telegram_api_url == "https://api.telegram.org"


def test_several_tokens_stand_in_one_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NHACVIEC_TELEGRAM_TOKENS", f" {TOKEN}, 77777:BBB-secret ,")
    tokens = [token.get_secret_value() for token in read_settings().telegram_tokens]
    assert tokens == [TOKEN, "77777:BBB-secret"]


def test_postgresql_has_no_file_and_its_password_is_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NHACVIEC_DATABASE_URL", "postgresql://nv:hush@db.xa.example/nv")
    settings = read_settings()
    assert settings.database_file is None
    assert settings.secrets == ("hush",)
    assert "hush" not in repr(settings)


def test_a_file_named_env_is_read_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("NHACVIEC_TICK_SECONDS=5\nOTHER=1\n", encoding="utf-8")
    assert read_settings().tick_seconds == 5


def test_every_fault_is_one_line_and_repeats_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "TELEGRAM_TOKENS": "hush-token",
        "DATABASE_URL": "mysql://nv:hush@db/nv",
        "TELEGRAM_API_URL": "hush.example",
        "TICK_SECONDS": "hush",
        "LOG_LEVEL": "hush",
        "LOG_JSON": "hush",
        "STATUS_HOST": "hush/hush",
        "STATUS_PORT": "70000",
        "HEARTBEAT_URL": "hush.example/ping",
        "KEEP_SENT_DAYS": "0",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(f"NHACVIEC_{name}", value)
    with pytest.raises(BadSettings) as caught:
        read_settings()
    assert sorted(fault.split()[0] for fault in caught.value.faults) == sorted(f"NHACVIEC_{name}" for name in wrong)
    assert "hush" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_the_same_bot_twice_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NHACVIEC_TELEGRAM_TOKENS", f"{TOKEN},123456:other")
    with pytest.raises(BadSettings, match="NHACVIEC_TELEGRAM_TOKENS"):
        read_settings()


def test_a_misspelt_name_is_a_fault_and_a_foreign_one_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NHACVIEC_REQUIRE_BROWSER", "1")
    read_settings()
    monkeypatch.setenv("NHACVIEC_TELEGRAM_TOKEN", TOKEN)
    with pytest.raises(BadSettings, match="NHACVIEC_TELEGRAM_TOKENS") as caught:
        read_settings()
    assert TOKEN not in str(caught.value)


def test_the_heartbeats_address_is_a_secret_whole_and_in_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NHACVIEC_HEARTBEAT_URL", "https://hc.example/ping/hush?token=quiet")
    settings = read_settings()
    assert settings.secrets == ("https://hc.example/ping/hush?token=quiet", "ping/hush", "token=quiet")
    assert "hush" not in repr(settings)


def test_a_status_port_left_empty_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NHACVIEC_STATUS_PORT", "")
    settings = read_settings()
    assert (settings.status_port, settings.status_host, settings.keep_sent_days) == (0, "127.0.0.1", 180)
