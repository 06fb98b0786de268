"""What the adapter says, against the strict double: the double checks all that leaves."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import httpx
import pytest

from bot.channels.telegram import TelegramChannel
from scheduler.lanes import Limits
from scheduler.messages import Button, Doubtful, File, Held, Message, Refused, TryLater, Unacceptable
from tests.doubles.telegram_adapter import BOT, LAN, TOKEN, Pauses, Stand, telegram
from tests.doubles.telegram_api import BotDouble, TelegramDouble

PNG = File("bieu-do.png", "image/png", b"\x89PNG")
XLSX = File("báo cáo.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK")


async def sent(api: TelegramDouble, message: Message, *, address: int = LAN) -> str:
    async with telegram(api) as channel:
        return (await channel.send(str(address), message)).platform_id


async def test_words_and_buttons_leave_as_plain_text(api: TelegramDouble, bot: BotDouble) -> None:
    buttons = (Button("✅ Xong 12", "mark_done task=12"), Button("⏳ Xin gia hạn", "request_extension task=12"))
    receipt = await sent(api, Message("Việc 12 <b> & *x*", buttons, hint='Trả lời "xong 12".'))
    [one] = bot.sent
    assert receipt == str(one.message_id)
    assert one.method == "sendMessage"
    assert one.values == {
        "chat_id": LAN,
        "text": "Việc 12 <b> & *x*",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {
            "inline_keyboard": [
                [
                    {"text": "✅ Xong 12", "callback_data": "mark_done task=12"},
                    {"text": "⏳ Xin gia hạn", "callback_data": "request_extension task=12"},
                ]
            ]
        },
    }


async def test_a_long_text_leaves_in_pieces_with_the_buttons_under_the_last(
    api: TelegramDouble, bot: BotDouble
) -> None:
    text = "\n".join(f"{n}. Báo cáo kiểm soát TTHC — thứ Tư 25/11" for n in range(150))
    await sent(api, Message(text, (Button("Xem thêm", "show_more"),)))
    assert "\n".join(one.values["text"] for one in bot.sent) == text
    assert ["reply_markup" in one.values for one in bot.sent] == [False, True]


async def test_a_chart_carries_the_words_as_its_caption(api: TelegramDouble, bot: BotDouble) -> None:
    await sent(api, Message("Bản tin thứ Sáu 20/11/2026", (Button("Xem theo người", "person_report"),), files=(PNG,)))
    [one] = bot.sent
    assert one.method == "sendPhoto"
    assert one.values["caption"] == "Bản tin thứ Sáu 20/11/2026"
    assert one.values["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "person_report"
    assert one.uploads == {"photo": PNG.content}


async def test_words_too_long_for_a_caption_come_before_the_file(api: TelegramDouble, bot: BotDouble) -> None:
    await sent(api, Message("ạ" * 1025, (Button("Xem thêm", "show_more"),), files=(XLSX,)))
    assert [one.method for one in bot.sent] == ["sendMessage", "sendDocument"]
    assert bot.sent[1].names == {"document": "báo cáo.xlsx"}
    assert "caption" not in bot.sent[1].values


async def test_several_files_follow_the_words(api: TelegramDouble, bot: BotDouble) -> None:
    await sent(api, Message("Minh chứng việc 12", files=(PNG, XLSX)))
    assert [one.method for one in bot.sent] == ["sendMessage", "sendPhoto", "sendDocument"]


async def test_a_picture_that_telegram_cannot_show_leaves_as_a_document(api: TelegramDouble, bot: BotDouble) -> None:
    bot.fail("sendPhoto", "refused", description="PHOTO_INVALID_DIMENSIONS")
    await sent(api, Message("Bản tin", files=(PNG,)))
    assert [one.method for one in bot.sent] == ["sendDocument"]


# What can go wrong on the way out


@pytest.mark.parametrize(
    "why", ["bot was blocked by the user", "user is deactivated", "bot can't initiate conversation with a user"]
)
async def test_forbidden_means_refused(api: TelegramDouble, bot: BotDouble, why: str) -> None:
    bot.fail("sendMessage", "forbidden", description=why)
    with pytest.raises(Refused, match=why):
        await sent(api, Message("Chào"))


async def test_an_unknown_chat_means_refused(api: TelegramDouble) -> None:
    with pytest.raises(Refused, match="not found"):
        await sent(api, Message("Chào"), address=404)


async def test_a_message_that_telegram_does_not_take_is_not_the_chats_fault(api: TelegramDouble) -> None:
    with pytest.raises(Unacceptable, match="callback_data"):
        await sent(api, Message("Chào", (Button("Xong", "x" * 65),)))


async def test_a_flood_holds_the_bot_for_as_long_as_it_says(api: TelegramDouble, bot: BotDouble) -> None:
    bot.fail("sendMessage", "flood", seconds=17)
    bot.fail("sendMessage", "flood")
    bot.fail("sendMessage", "page", status=429)
    for waiting in (17, 30, 30):  # the others name no time
        async with telegram(api) as channel:
            with pytest.raises(Held) as caught:
                await channel.send(str(LAN), Message("Chào"))
            assert caught.value.after == timedelta(seconds=waiting)
            assert channel.pacer.held == waiting


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_failure_that_telegram_admits_means_that_nothing_arrived(
    api: TelegramDouble, bot: BotDouble, status: int
) -> None:
    bot.fail("sendMessage", "failing", status=status)
    with pytest.raises(TryLater) as caught:
        await sent(api, Message("Chào"))
    assert not isinstance(caught.value, Held)
    assert bot.sent == []


@pytest.mark.parametrize("status", [302, 401, 403, 404, 407, 500, 502, 503, 511])
async def test_a_page_between_us_and_telegram_refuses_nobody(api: TelegramDouble, bot: BotDouble, status: int) -> None:
    bot.fail("sendMessage", "page", status=status)
    with pytest.raises(TryLater) as caught:
        await sent(api, Message("Chào"))
    assert not isinstance(caught.value, Held)


async def test_a_gateway_that_waited_in_vain_leaves_a_doubt(api: TelegramDouble, bot: BotDouble) -> None:
    bot.fail("sendMessage", "page", status=504)
    with pytest.raises(Doubtful):
        await sent(api, Message("Chào"))


async def test_a_file_too_large_for_the_way_is_not_carried_again(api: TelegramDouble, bot: BotDouble) -> None:
    bot.fail("sendDocument", "page", status=413)
    with pytest.raises(Unacceptable):
        await sent(api, Message("Bản tin", files=(XLSX,)))


async def test_a_success_that_cannot_be_read_leaves_a_doubt(api: TelegramDouble, bot: BotDouble) -> None:
    bot.fail("sendMessage", "garbled")
    with pytest.raises(Doubtful):
        await sent(api, Message("Chào"))
    assert len(bot.sent) == 1


async def test_not_ok_with_status_200_is_the_failure_that_it_says(api: TelegramDouble, bot: BotDouble) -> None:
    bot.fail("sendMessage", "not_ok", description="chat not found")
    with pytest.raises(Refused):
        await sent(api, Message("Chào"))


async def test_a_chat_that_moved_is_followed_and_remembered(api: TelegramDouble, bot: BotDouble) -> None:
    moves: list[tuple[str, str, str]] = []
    bot.chats[-1001] = "open"
    bot.fail("sendMessage", "migrated", chat=-7, migrate_to=-1001)
    bot.chats[-7] = "open"
    async with telegram(api, on_moved=lambda *move: moves.append(move)) as channel:
        await channel.send("-7", Message("Thông báo"))
        await channel.send("-7", Message("Thông báo nữa"))
    assert [one.values["chat_id"] for one in bot.sent] == [-1001, -1001]
    assert moves == [(BOT, "-7", "-1001")]


async def test_a_revoked_token_is_nobodys_refusal(api: TelegramDouble, bot: BotDouble) -> None:
    bot.fail("sendMessage", "unauthorized")
    with pytest.raises(Held) as caught:
        await sent(api, Message("Chào"))
    assert caught.value.after == timedelta(minutes=10)


async def test_a_part_that_fails_later_is_tried_again_and_the_first_is_not(api: TelegramDouble, bot: BotDouble) -> None:
    pauses = Pauses()
    bot.fail("sendDocument", "flood", seconds=3)
    async with telegram(api, pauses=pauses) as channel:
        await channel.send(str(LAN), Message("Minh chứng", files=(XLSX, XLSX)))
    assert [one.method for one in bot.sent] == ["sendMessage", "sendDocument", "sendDocument"]
    assert pauses.seconds == [3.0]  # and whatever else the bot has to say waits, too


async def test_what_follows_the_first_call_takes_its_turns(api: TelegramDouble, bot: BotDouble) -> None:
    pauses = Pauses()
    async with telegram(api, pauses=pauses, limits=Limits(per_second=0.5)) as channel:
        await channel.pacer.slot(str(LAN))
        await channel.send(str(LAN), Message("Minh chứng", files=(XLSX, XLSX)))
    assert len(bot.sent) == 3
    assert pauses.seconds == [2.0, 2.0]


def test_telegrams_own_limits_are_the_pace() -> None:
    channel = TelegramChannel(TOKEN, api_url="http://telegram.test")
    assert channel.limits == channel.pacer.limits == Limits(30, chat_gap=1.0, group_gap=3.0, at_once=100)


@contextmanager
def failing(error: Exception, *, limits: Limits | None = None) -> Iterator[tuple[TelegramChannel, Pauses]]:
    def transport(request: httpx.Request) -> httpx.Response:
        raise error

    pauses, stand = Pauses(), Stand(httpx.MockTransport(transport))
    url, limits = "http://telegram.test", limits or Limits()
    yield (
        TelegramChannel(TOKEN, api_url=url, transport=lambda _: stand, limits=limits, clock=pauses.clock, pause=pauses),
        pauses,
    )


@pytest.mark.parametrize("error", [httpx.ConnectError("refused"), httpx.PoolTimeout("full"), httpx.ConnectTimeout("")])
async def test_what_cannot_have_left_is_tried_later(error: Exception) -> None:
    with failing(error) as (channel, _), pytest.raises(TryLater):
        await channel.send(str(LAN), Message("Chào"))


async def test_what_cannot_have_left_takes_nobodys_turn() -> None:
    with failing(httpx.ConnectError("refused"), limits=Limits(per_second=2)) as (channel, pauses):
        for _ in range(4):
            await channel.pacer.slot(str(LAN))
            with pytest.raises(TryLater):
                await channel.send(str(LAN), Message("Chào"))
    assert pauses.seconds == [0.5, 0.5, 0.5]


@pytest.mark.parametrize("error", [httpx.ReadTimeout("slow"), httpx.ReadError("cut"), httpx.RemoteProtocolError("")])
async def test_what_may_have_left_is_in_doubt(error: Exception) -> None:
    with failing(error) as (channel, _), pytest.raises(Doubtful):
        await channel.send(str(LAN), Message("Chào"))


async def test_a_page_that_is_not_the_api_is_in_doubt() -> None:
    portal = Stand(httpx.MockTransport(lambda _: httpx.Response(200, html="<h1>Đăng nhập mạng</h1>")))
    channel = TelegramChannel(TOKEN, api_url="http://telegram.test", transport=lambda _: portal)
    with pytest.raises(Doubtful):
        await channel.send(str(LAN), Message("Chào"))
