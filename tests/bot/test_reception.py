"""Whoever delivers is called where an answer gave them something to say."""

from bot.channels import Incoming
from bot.conversation import answer
from bot.reception import Reception
from tests.doubles.office import Chat


def test_delivery_is_called_for_what_an_answer_tells_others_and_for_nothing_else(chat: Chat) -> None:
    calls: list[str] = []
    reception = Reception(chat.engine, answer, now=lambda: chat.now, answered=lambda: calls.append("answered"))
    chat.task(12, "Báo cáo cải cách hành chính", "2026-11-27")
    assert reception.reply(Incoming("telegram:1", "lan", "việc của tôi"), "1") is not None
    assert calls == []
    assert reception.reply(Incoming("telegram:1", "lan", "xin gia hạn việc 12 đến 30/11 vì chờ số liệu"), "2")
    assert reception.reply(Incoming("telegram:1", "lan", "đúng"), "3")
    assert calls == ["answered"]
