"""What the adapter hears: people act on the strict double, and the bot answers there."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session
from structlog.testing import capture_logs

from bot.channels import Incoming
from bot.reception import Reception
from scheduler.lanes import Limits
from scheduler.messages import Message
from storage.database import reading, transaction
from storage.outbox import claim
from storage.people import account_at, accounts_of, add_office, add_person, link
from storage.tables import Role
from tests.doubles.processes import PATIENCE
from tests.doubles.telegram_adapter import BOT, LAN, NOW, TOKEN, Pauses, telegram
from tests.doubles.telegram_api import BotDouble, TelegramDouble

OUR_ERROR = "Chưa xử lý được tin nhắn này do lỗi máy chủ. Chưa có gì thay đổi. Có thể gửi lại sau 5 phút."
AWAY = OperationalError("INSERT", {}, Exception("the server closed the connection unexpectedly"))


@dataclass
class Desk:
    """Remembers what came in and says the same back."""

    heard: list[Incoming] = field(default_factory=list)
    answers: dict[str, Message | None] = field(default_factory=dict)
    away: int = 0  # times for which the database will be

    def __call__(self, session: Session, incoming: Incoming, *, now: datetime) -> Message | None:
        assert session.in_transaction()
        assert now == NOW
        self.heard.append(incoming)
        if incoming.text == "lỗi":
            raise LookupError("a bug")
        if self.away:
            self.away -= 1
            raise AWAY
        return self.answers.get(incoming.text, Message(f"Đã nhận: {incoming.text}"))


@asynccontextmanager
async def listening(
    api: TelegramDouble, engine: Engine, desk: Desk, *, pauses: Pauses | None = None, limits: Limits | None = None
) -> AsyncIterator[asyncio.Task[None]]:
    async with telegram(api, pauses=pauses, limits=limits) as channel:
        task = asyncio.create_task(channel.listen(Reception(engine, desk, now=lambda: NOW)))
        yield task
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def said(bot: BotDouble) -> list[str]:
    return [one.values.get("text") or one.values.get("caption", "") for one in bot.sent]


async def hear(api: TelegramDouble, engine: Engine, *, answers: int = 1) -> Desk:
    """Listen until so many messages were sent; who spoke and what was heard."""
    desk, bot = Desk(), api.bots[TOKEN]
    async with listening(api, engine, desk):
        await bot.until(lambda: len(bot.sent) >= answers)
    return desk


async def test_what_is_typed_is_answered(api: TelegramDouble, bot: BotDouble, sqlite: Engine) -> None:
    bot.webhook = True
    bot.say(LAN, "/start K7M2QP")
    bot.say(LAN, "xong 12")
    desk = await hear(api, sqlite, answers=2)
    assert desk.heard == [Incoming(BOT, str(LAN), "/start K7M2QP"), Incoming(BOT, str(LAN), "xong 12")]
    assert said(bot) == ["Đã nhận: /start K7M2QP", "Đã nhận: xong 12"]


async def test_a_tap_is_confirmed_and_comes_in_as_its_command(
    api: TelegramDouble, bot: BotDouble, sqlite: Engine
) -> None:
    query = bot.tap(LAN, "mark_done task=12")
    desk = await hear(api, sqlite)
    assert bot.answered == [query]
    assert desk.heard == [Incoming(BOT, str(LAN), "mark_done task=12", tapped=True)]


async def test_a_tap_that_waited_too_long_is_answered_all_the_same(
    api: TelegramDouble, bot: BotDouble, sqlite: Engine
) -> None:
    bot.fail("answerCallbackQuery", "refused", description="query is too old")
    bot.tap(LAN, "mark_done task=12")
    assert len((await hear(api, sqlite)).heard) == 1


async def test_a_document_and_a_photo_come_in_whole(api: TelegramDouble, bot: BotDouble, sqlite: Engine) -> None:
    bot.attach(LAN, b"%PDF-1", name="KH_tuyen_truyen.pdf", caption="xong 15")
    bot.attach(LAN, b"\xff\xd8", name="anh.jpg")
    document, photo = (await hear(api, sqlite, answers=2)).heard
    assert document.text == "xong 15"
    assert document.attachment is not None
    assert photo.attachment is not None
    assert (document.attachment.name, document.attachment.content) == ("KH_tuyen_truyen.pdf", b"%PDF-1")
    assert (document.attachment.media_type, document.attachment.photo) == ("application/pdf", False)
    assert (photo.attachment.content, photo.attachment.media_type) == (b"\xff\xd8", "image/jpeg")
    assert photo.attachment.photo


async def test_a_files_name_is_a_name_and_not_a_path(api: TelegramDouble, bot: BotDouble, sqlite: Engine) -> None:
    bot.attach(LAN, b"x", name="..\\..\\etc/passwd")
    [heard] = (await hear(api, sqlite)).heard
    assert heard.attachment is not None
    assert heard.attachment.name == "passwd"


async def test_a_file_of_more_than_20_mb_gets_a_calm_sentence(
    api: TelegramDouble, bot: BotDouble, sqlite: Engine
) -> None:
    bot.attach(LAN, b"x", name="video.pdf", size=20_000_001, caption="xong 12")
    desk = await hear(api, sqlite)
    assert desk.heard == []
    assert "20 MB" in said(bot)[0]
    assert "getFile" not in bot.calls


async def test_a_file_that_cannot_be_fetched_gets_a_calm_sentence(
    api: TelegramDouble, bot: BotDouble, sqlite: Engine
) -> None:
    bot.fail("getFile", "failing", times=9)
    bot.attach(LAN, b"x", name="a.pdf")
    desk = await hear(api, sqlite)
    assert desk.heard == []
    assert "chưa đến nơi" in said(bot)[0]
    assert bot.calls.count("getFile") == 3


async def test_a_voice_message_is_not_left_without_a_word(api: TelegramDouble, bot: BotDouble, sqlite: Engine) -> None:
    voice = {"file_id": "V", "file_unique_id": "UV", "duration": 3}
    bot.push(message=bot.message(LAN, voice=voice))
    assert (await hear(api, sqlite)).heard == []
    assert "chữ, ảnh và tệp" in said(bot)[0]


async def test_in_a_group_only_who_addresses_the_bot_is_told_to_write_in_private(
    api: TelegramDouble, bot: BotDouble, sqlite: Engine
) -> None:
    def entity(kind: str, length: int) -> list[dict[str, object]]:
        return [{"type": kind, "offset": 0, "length": length}]

    bot.say(-7, "ai trễ vậy mọi người")
    bot.say(-7, "@nhac_viec_bot ai trễ", entities=entity("mention", 14))
    bot.say(-7, "/help@another_bot", entities=entity("bot_command", 17))
    bot.say(-7, "/help@Nhac_Viec_Bot", entities=entity("bot_command", 19))
    bot.say(-7, "ok", reply_to_message=bot.message(-7, text="Thông báo") | {"from": bot.me})
    bot.say(-7, "đọc chưa", reply_to_message=bot.message(-7, text="Chiều họp nhé"))
    bot.say(LAN, "xong 12")
    desk = await hear(api, sqlite, answers=4)
    assert [incoming.address for incoming in desk.heard] == [str(LAN)]
    private = "Nội dung này chỉ trao đổi riêng. Đồng chí nhắn trực tiếp cho Nhắc Việc."
    assert sorted(said(bot)) == sorted([private, private, private, "Đã nhận: xong 12"])


async def test_another_bot_an_edit_and_an_unknown_update_say_nothing(
    api: TelegramDouble, bot: BotDouble, sqlite: Engine
) -> None:
    bot.push(message=bot.message(LAN, text="tôi là máy") | {"from": {"id": 9, "is_bot": True, "first_name": "B"}})
    bot.push(edited_message=bot.message(LAN, text="sửa"))
    bot.updates.append({"update_id": 900, "message": {"text": "not a message at all"}})
    bot.push()
    bot.say(LAN, "xong 12")
    bot.updates[-1]["update_id"] = 901
    desk = await hear(api, sqlite)
    assert [incoming.text for incoming in desk.heard] == ["xong 12"]


async def test_what_is_given_out_again_while_it_is_answered_is_read_once(
    api: TelegramDouble, bot: BotDouble, sqlite: Engine
) -> None:
    go_on = threading.Event()

    class Slow(Desk):
        def __call__(self, session: Session, incoming: Incoming, *, now: datetime) -> Message | None:
            assert go_on.wait(PATIENCE)
            return super().__call__(session, incoming, now=now)

    bot.say(LAN, "xong 12")
    bot.updates.append({"update_id": 900, "message": {"text": "not a message at all"}})
    with capture_logs() as logs:
        async with listening(api, sqlite, Slow()):
            await bot.until(lambda: bot.calls.count("getUpdates") >= 4)
            go_on.set()
            await bot.until(lambda: not bot.updates)
    assert said(bot) == ["Đã nhận: xong 12"]
    assert [log["update"] for log in logs if log["event"] == "update not readable"] == [900]


async def test_a_bug_of_ours_gets_one_calm_sentence_and_stops_nothing(
    api: TelegramDouble, bot: BotDouble, sqlite: Engine
) -> None:
    bot.say(LAN, "lỗi")
    bot.say(LAN, "xong 12")
    await hear(api, sqlite, answers=2)
    assert said(bot) == [
        OUR_ERROR,
        "Đã nhận: xong 12",
    ]


async def test_an_answer_waits_for_a_database_that_restarts(
    api: TelegramDouble, bot: BotDouble, sqlite: Engine
) -> None:
    desk, pauses = Desk(away=2), Pauses()
    bot.say(LAN, "xong 12")
    async with listening(api, sqlite, desk, pauses=pauses):
        await bot.until(lambda: bool(bot.sent))
    assert said(bot) == ["Đã nhận: xong 12"]
    assert pauses.seconds[:2] == [0.5, 1.5]


async def test_of_a_database_that_stays_away_the_person_hears(
    api: TelegramDouble, bot: BotDouble, sqlite: Engine
) -> None:
    desk = Desk(away=9)
    bot.say(LAN, "xong 12")
    async with listening(api, sqlite, desk, pauses=Pauses()):
        await bot.until(lambda: bool(bot.sent))
    assert said(bot) == [OUR_ERROR]
    assert len(desk.heard) == 4


async def test_what_the_database_kept_is_not_called_undone_because_its_end_was_not_heard_of(
    api: TelegramDouble, bot: BotDouble, sqlite: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(engine: Engine, message: Message) -> Message:
        raise AWAY

    monkeypatch.setattr("bot.reception.with_files", away)  # it comes after the transaction
    bot.say(LAN, "xong 12")
    desk = Desk()
    async with listening(api, sqlite, desk, pauses=Pauses()):
        await bot.until(lambda: bool(bot.sent))
    assert len(desk.heard) == 1
    assert said(bot) == [
        'Tin nhắn này đã được ghi nhận nhưng câu trả lời bị mất do lỗi máy chủ. Có thể nhắn "việc của tôi" để xem lại.'
    ]


async def test_nothing_to_say_and_nothing_is_sent(api: TelegramDouble, bot: BotDouble, sqlite: Engine) -> None:
    desk = Desk(answers={"cảm ơn": None})
    bot.say(LAN, "cảm ơn")
    bot.say(LAN, "xong 12")
    async with listening(api, sqlite, desk):
        await bot.until(lambda: bool(bot.sent))
    assert said(bot) == ["Đã nhận: xong 12"]


async def test_an_answered_update_that_comes_again_after_a_restart_is_not_answered_twice(
    api: TelegramDouble, bot: BotDouble, sqlite: Engine
) -> None:
    bot.say(LAN, "xong 12")
    again = list(bot.updates)
    await hear(api, sqlite)
    bot.updates = again  # the process died before it could acknowledge
    bot.say(LAN, "xong 15")
    desk = await hear(api, sqlite, answers=2)
    assert [incoming.text for incoming in desk.heard] == ["xong 15"]


async def test_who_blocks_the_bot_is_written_to_no_more_until_unblocking(
    api: TelegramDouble, bot: BotDouble, sqlite: Engine
) -> None:
    with transaction(sqlite) as session:
        office_id = add_office(session, "UBND xã Quang Khải").office_id
        lan = add_person(session, office_id, "Lan")
        hoa = add_person(session, office_id, "Hoa", roles=[Role.FOCAL])
        link(session, lan, bot=BOT, address=str(LAN), now=NOW)
        link(session, hoa, bot=BOT, address="6006", now=NOW)
    bot.block(LAN)
    await hear_nothing(api, bot, sqlite)
    with transaction(sqlite) as session:
        account = account_at(session, BOT, str(LAN))
        assert account is not None
        assert account.refused_why
        assert accounts_of(session, account.person_id) == []
        [told] = claim(session, BOT, now=NOW, worker="test", lease=timedelta(minutes=1), limit=9)
        assert (told.person_id, told.kind, told.payload) == (hoa.id, "channel_out", {"person": lan.id, "bot": BOT})
    bot.block(LAN, blocked=False)
    await hear_nothing(api, bot, sqlite)
    with reading(sqlite) as session:
        assert len(accounts_of(session, account.person_id)) == 1


async def hear_nothing(api: TelegramDouble, bot: BotDouble, engine: Engine) -> None:
    async with listening(api, engine, Desk()):
        await bot.until(lambda: not bot.updates)


# What can go wrong on the way in


@pytest.mark.parametrize("method", ["getMe", "getUpdates"])
async def test_a_refused_token_ends_this_bot_alone(
    api: TelegramDouble, bot: BotDouble, sqlite: Engine, caplog: pytest.LogCaptureFixture, method: str
) -> None:
    bot.fail(method, "unauthorized")
    async with listening(api, sqlite, Desk()) as task:
        await asyncio.wait_for(task, timeout=5)
    assert task.done()
    assert TOKEN not in caplog.text


async def test_another_poller_is_waited_for(api: TelegramDouble, bot: BotDouble, sqlite: Engine) -> None:
    pauses = Pauses()
    bot.say(LAN, "xong 12")
    async with telegram(api) as other, listening(api, sqlite, Desk(), pauses=pauses):
        await bot.until(lambda: len(bot.sent) == 1)
        await bot.until(lambda: not bot.updates)  # this one polls, for long
        rival = asyncio.create_task(other.listen(Reception(sqlite, Desk(), now=lambda: NOW)))
        await bot.until(lambda: bool(pauses.seconds))
        rival.cancel()
        await asyncio.gather(rival, return_exceptions=True)
    assert pauses.seconds[0] == 20.0


async def test_polling_recovers_from_whatever_happens(api: TelegramDouble, bot: BotDouble, sqlite: Engine) -> None:
    pauses = Pauses()
    for kind in ("failing", "not_ok", "flood", "forbidden", "garbled"):
        bot.fail("getUpdates", kind, seconds=9)
    for status in (200, 404, 429, 502):
        bot.fail("getUpdates", "page", status=status)
    bot.say(LAN, "xong 12")
    async with listening(api, sqlite, Desk(), pauses=pauses):
        await bot.until(lambda: bool(bot.sent))
    assert pauses.seconds == [1.0, 2.0, 9.0, 8.0, 16.0, 30.0, 30.0, 30.0, 30.0]


async def test_what_people_wrote_stays_out_of_the_log_where_it_cannot_be_read(
    api: TelegramDouble, bot: BotDouble, sqlite: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    bot.fail("getUpdates", "garbled")
    bot.say(LAN, "xong 12")
    await hear(api, sqlite)
    assert '{"ok"' not in caplog.text


async def test_a_reply_waits_for_the_flood_to_pass(api: TelegramDouble, bot: BotDouble, sqlite: Engine) -> None:
    pauses = Pauses()
    bot.fail("sendMessage", "flood", seconds=7)
    bot.say(LAN, "xong 12")
    async with listening(api, sqlite, Desk(), pauses=pauses):
        await bot.until(lambda: bool(bot.sent))
    assert pauses.seconds == [7.0]


async def test_a_reply_in_doubt_is_not_said_twice(api: TelegramDouble, bot: BotDouble, sqlite: Engine) -> None:
    bot.fail("sendMessage", "garbled")
    bot.say(LAN, "xong 12")
    bot.say(LAN, "xong 15")
    await hear(api, sqlite, answers=2)
    assert said(bot) == ["Đã nhận: xong 12", "Đã nhận: xong 15"]


async def test_a_reply_that_did_not_arrive_is_said_again(api: TelegramDouble, bot: BotDouble, sqlite: Engine) -> None:
    pauses = Pauses()
    bot.fail("sendMessage", "failing", status=502)
    bot.fail("sendMessage", "page", status=503)
    bot.say(LAN, "xong 12")
    async with listening(api, sqlite, Desk(), pauses=pauses):
        await bot.until(lambda: bool(bot.sent))
    assert pauses.seconds == [1.0, 5.0]


async def test_a_reply_takes_the_next_turn_of_its_lane(api: TelegramDouble, bot: BotDouble, sqlite: Engine) -> None:
    pauses = Pauses()
    bot.say(LAN, "xong 12")
    bot.tap(LAN, "mark_done task=12")
    async with listening(api, sqlite, Desk(), pauses=pauses, limits=Limits(per_second=0.1)):
        await bot.until(lambda: len(bot.sent) == 2)
    assert pauses.seconds == [10.0]
    assert len(bot.answered) == 1  # which is no message, and waits for no turn
