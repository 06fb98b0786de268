"""The words of a button, typed, are the button."""

import pytest

from bot.dialogue import told_batch
from bot.intents.model import Intent
from bot.replies.lines import button
from scheduler.ledger import Told
from scheduler.messages import Message
from storage.database import transaction
from storage.people import account_at
from storage.tables import OutboxMessage
from tests.doubles.office import Chat


def _told(chat: Chat, who: str, message: Message) -> None:
    row = OutboxMessage(
        office_id=chat.office_id,
        person_id=chat.people[who],
        key=message.text,
        kind="morning",
        created_at=chat.now,
        not_before=chat.now,
    )
    with transaction(chat.engine) as session:
        account = account_at(session, "telegram:1", who)
        assert account is not None
        told_batch(session, [Told(row, account, message)], now=chat.now)


def test_the_words_of_a_button_are_the_button(chat: Chat) -> None:
    chat.task(27, "Rà soát hồ sơ đất đai", "2026-11-10", owner="tuan")
    chat("tuan", "gia hạn 27 đến 30/11 vì chờ đo đạc")
    assert chat("tuan", "gui de nghi").says("⏳ Đã gửi đồng chí Minh đề nghị gia hạn việc 27")


def test_so_are_those_of_a_message_told_out_of_turn(chat: Chat) -> None:
    chat.task(27, "Rà soát hồ sơ đất đai", "2026-11-10", owner="tuan")
    chat("tuan", "gia hạn 27 đến 30/11 vì chờ đo đạc")
    chat("tuan", "1")
    reject = button("Không duyệt", Intent.REJECT_EXTENSION, task=27)
    _told(chat, "minh", Message("⏳ Tuấn đề nghị gia hạn việc 27", (reject,), menu=True))
    assert chat("minh", "không duyệt").says("không duyệt gia hạn việc 27")


def test_an_answer_keeps_its_words_while_something_else_is_told(chat: Chat) -> None:
    chat.task(27, "Rà soát hồ sơ đất đai", "2026-11-10", owner="tuan")
    chat("tuan", "gia hạn 27 đến 30/11 vì chờ đo đạc")
    _told(chat, "tuan", Message("Thông báo", (button("Đã nhận", Intent.NOTICE_ACK, notice=1),), menu=True))
    assert chat("tuan", "Gửi đề nghị").says("⏳ Đã gửi đồng chí Minh")


def test_what_was_offered_stays_offered_after_an_answer_that_is_none(chat: Chat) -> None:
    chat.task(27, "Rà soát hồ sơ đất đai", "2026-11-10", owner="tuan")
    for answer in ("1", "gửi đề nghị"):
        chat("tuan", "gia hạn 27 đến 30/11 vì chờ đo đạc")
        assert chat("tuan", "mưa quá trời").says("Chưa rõ câu trả lời.")
        assert chat("tuan", answer).says("⏳ Đã gửi đồng chí Minh")
        chat("tuan", "hoàn tác")


def test_the_words_of_an_old_button_are_only_words(chat: Chat) -> None:
    chat.task(27, "Rà soát hồ sơ đất đai", "2026-11-10", owner="tuan")
    chat("tuan", "gia hạn 27 đến 30/11 vì chờ đo đạc")
    chat("tuan", "trợ giúp")
    chat("tuan", "gửi đề nghị")
    assert chat.told("minh") == []


def test_a_leader_asks_for_the_digest_and_what_waits_at_any_time(chat: Chat) -> None:
    chat.task(12, "Báo cáo CCHC quý III", "2026-11-17")
    digest = chat("minh", "bản tin")
    assert digest.says("Bản tin thứ Sáu 20/11/2026 — UBND xã Quang Khải")
    assert chat("minh", "việc chờ quyết định").text == "Không có việc chờ đồng chí quyết định."
    assert chat("minh", "Xem theo người").says("Lan")


def test_who_leads_nobody_has_their_own_figures_for_a_digest(chat: Chat) -> None:
    chat.task(12, "Báo cáo CCHC quý III", "2026-11-17")
    assert chat("lan", "bản tin").text == chat("lan", "tình hình của tôi").text


@pytest.mark.parametrize(
    "forged", ["choose", "choose value=51", "choose value=broadcast_start", "choose value=nothing"]
)
def test_a_choice_that_was_not_offered_is_answered_as_an_old_button(chat: Chat, forged: str) -> None:
    chat.task(12, "Báo cáo CCHC quý IV", "2026-11-27")
    asked = chat("lan", "để việc 12 tới thứ 6 nha")
    assert len(asked.buttons) > 1
    stale = chat("lan", forged, tapped=True).text
    assert stale == chat("lan", "", tapped=True).text
