"""What those who look after a bot hear of its month, as of the moment of sending."""

from sqlalchemy import Engine

from bot.rendering import render_batch
from scheduler.messages import Message
from scheduler.rationing import warn
from storage.bot_people import remember_name
from storage.bots import count_sent
from storage.database import transaction
from storage.message_log import message_by_id
from storage.people import link
from storage.tables import Role
from tests.doubles.commune import Commune, at

NOW = at("2026-12-16", "10:00")


def said(engine: Engine, *, sent: int) -> list[str]:
    """Everything that the warning says to anybody, after so many messages."""
    with transaction(engine) as session:
        commune = Commune(session)
        people = [
            commune.person("Lê Thị Hoa", Role.FOCAL, linked=False),
            commune.person("Trần Văn Minh", Role.LEADER, linked=False),
        ]
        for person in people:
            link(session, person, bot="zalo:1", address=f"z{person.id}", now=NOW)
        Commune(session, name="UBND xã Tân Bình").person("Ngô Văn Tám", Role.FOCAL)
        remember_name(session, "zalo:1", "")
        count_sent(session, ["zalo:1"] * sent, now=NOW)
        told = warn(session, "zalo:1", 3_000, now=NOW)
        assert warn(session, "zalo:1", 3_000, now=NOW) == 0, "said once a month"
        count_sent(session, ["zalo:1"] * 3, now=NOW)
        rows = [row for row in (message_by_id(session, n) for n in range(1, told + 1)) if row]
        assert {row.person_id for row in rows} <= {people[0].id}
        return [one.text for one in render_batch(session, rows, now=NOW) if isinstance(one, Message)]


def test_below_eighty_percent_nothing_is_said(engine: Engine) -> None:
    assert said(engine, sent=2_399) == []


def test_the_warning_says_what_was_sent_and_what_follows(engine: Engine) -> None:
    assert said(engine, sent=2_400) == [
        "Nhắc Việc trên Zalo (zalo:1) đã gửi 2.403 trong 3.000 tin của tháng 12.\n"
        "Khi không đủ cho mọi ngày, lời nhắc buổi sáng được gộp, mỗi người vài ngày một lần. "
        "Trả lời, việc đến hạn và lời nhắc có giờ vẫn được gửi như thường."
    ]


def test_when_only_what_cannot_wait_is_said_they_are_told_that_too(engine: Engine) -> None:
    _, reserved = said(engine, sent=2_850)
    assert reserved == (
        "Nhắc Việc trên Zalo (zalo:1) còn 147 tin của tháng 12, dành cho trả lời, đôn đốc và lời nhắc có giờ.\n"
        "Thông báo và lời nhắc buổi sáng chưa gửi được giữ đến ngày làm việc đầu tháng sau. "
        "Việc gấp cần báo qua kênh khác."
    )
