"""What a person hears while the database is in trouble: one calm sentence; afterwards the answer."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from bot.channels import Capabilities, Incoming
from bot.channels.exchange import answer
from bot.conversation import answer as say_back
from bot.reception import Reception
from scheduler.lanes import Limits, Pacer
from scheduler.messages import Message, Receipt
from tests.doubles.delivering_office import TELEGRAM, an_office
from tests.doubles.trouble import TROUBLES

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@dataclass
class Chat:
    """A channel that keeps what it says."""

    bot: str = TELEGRAM
    capabilities: Capabilities = field(
        default_factory=lambda: Capabilities("Telegram", buttons=True, files=True, max_text=4096)
    )
    limits: Limits = field(default_factory=Limits)
    pacer: Pacer = field(default_factory=lambda: Pacer(Limits()))
    said: list[str] = field(default_factory=list)

    async def send(self, _address: str, message: Message) -> Receipt:
        self.said.append(message.text)
        return Receipt("1")


async def _no_pause(_seconds: float) -> None:
    """Nobody waits in a test."""


# In a file on a full disk there may be room left for a short answer.
@pytest.mark.parametrize("name", sorted(TROUBLES.keys() - {"full disk"}))
async def test_an_answer_waits_for_the_database_in_one_sentence(request: pytest.FixtureRequest, name: str) -> None:
    database, kind = TROUBLES[name]
    engine: Engine = request.getfixturevalue(database)
    an_office(engine)
    chat, reception, trouble = Chat(), Reception(engine, say_back, now=lambda: NOW), kind(engine)
    trouble.begin()
    await answer(chat, reception, Incoming(TELEGRAM, "lan-t", "việc của tôi"), update_id="1", pause=_no_pause)
    trouble.end()
    await answer(chat, reception, Incoming(TELEGRAM, "lan-t", "việc của tôi"), update_id="2", pause=_no_pause)
    sentence = "Chưa xử lý được tin nhắn này do lỗi máy chủ. Chưa có gì thay đổi. Có thể gửi lại sau 5 phút."
    assert chat.said[0] == sentence
    assert len(chat.said) == 2
    assert "lỗi" not in chat.said[1]
