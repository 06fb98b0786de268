"""Which bot takes whom: at the invitation, and when a code is typed."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from bot.actions.bots import assign, bot_for, unit_anywhere
from bot.actions.refusal import Refusal
from scheduler.lanes import Limits
from storage.audit import history_of
from storage.bot_people import remember_name
from storage.bots import seen
from storage.database import transaction
from storage.people import account_at, add_code, add_office, add_person, add_unit, link, unit_of
from storage.rows import id_of
from storage.tables import BotAccount
from tests.doubles.commune import at
from tests.doubles.office import Chat

NOW = at("2026-11-20")
ROOM = Limits(people=3)


def some_bots(session: Session, *names: str, now: datetime = NOW) -> None:
    seen(session, names, now=now)
    for name in names:
        remember_name(session, name, f"nhac_{name.partition(':')[2]}_bot")


def fill(session: Session, office_id: int, bot: str, people: int) -> None:
    for n in range(people):
        person = add_person(session, office_id, f"Người {n}")
        link(session, person, bot=bot, address=f"{bot}-{office_id}-{n}", now=NOW)


def chosen(session: Session, office_id: int, limits: Limits = ROOM) -> str | None:
    bot = bot_for(session, office_id, platform="zalo", limits=limits)
    return bot.bot if bot else None


def test_new_people_go_to_the_bot_with_the_fewest(engine: Engine) -> None:
    with transaction(engine) as session:
        ours, theirs = (add_office(session, name).office_id for name in ("Xã A", "Xã B"))
        assert chosen(session, ours) is None
        some_bots(session, "zalo:1", "zalo:2", "telegram:3")
        fill(session, theirs, "zalo:1", 1)
        assert chosen(session, ours) == "zalo:2"


def test_an_offices_people_stay_together_while_there_is_room(engine: Engine) -> None:
    with transaction(engine) as session:
        ours = add_office(session, "Xã A").office_id
        some_bots(session, "zalo:1", "zalo:2")
        fill(session, ours, "zalo:1", 2)
        assert chosen(session, ours) == "zalo:1"
        fill(session, add_office(session, "Xã B").office_id, "zalo:1", 1)
        assert chosen(session, ours) == "zalo:2"
        assert chosen(session, ours, Limits()) == "zalo:1"


def test_a_units_own_bot_comes_before_one_above_and_that_before_everybodys(engine: Engine) -> None:
    with transaction(engine) as session:
        province = add_unit(session, "Tỉnh")
        ours = add_office(session, "Xã A", parent=province).office_id
        theirs = add_office(session, "Xã B", parent=province).office_id
        far = add_office(session, "Xã C").office_id
        some_bots(session, "zalo:1", "zalo:2", "zalo:3")
        assign(session, "zalo:1", unit_of(session, ours), now=NOW)
        assign(session, "zalo:2", province, now=NOW)
        assert [chosen(session, one) for one in (ours, theirs, far)] == ["zalo:1", "zalo:2", "zalo:3"]
        fill(session, ours, "zalo:1", 3)
        assert chosen(session, ours) == "zalo:2"


def test_a_bot_that_is_no_longer_served_takes_nobody(engine: Engine) -> None:
    with transaction(engine) as session:
        ours = add_office(session, "Xã A").office_id
        some_bots(session, "zalo:1", now=NOW - timedelta(days=1))
        assert chosen(session, ours) == "zalo:1"  # the program is off: it was served when it last ran
        some_bots(session, "zalo:2")
        assert chosen(session, ours) == "zalo:2"


def test_to_whom_a_bot_belongs_is_in_the_audit_log(engine: Engine) -> None:
    with transaction(engine) as session:
        ours, theirs = (unit_of(session, add_office(session, name).office_id) for name in ("Xã A", "Xã B"))
        some_bots(session, "zalo:1")
        for unit in (ours, theirs, theirs, None):
            assign(session, "zalo:1", unit, now=NOW)
        found = [
            [(entry.verb, (entry.before or {})["unit"], (entry.after or {})["unit"]) for entry in entries]
            for entries in (history_of(session, "unit", id_of(unit)) for unit in (ours, theirs))
        ]
        a, b = id_of(ours), id_of(theirs)
        assert found == [
            [("assign_bot", None, a), ("assign_bot", a, b)],
            [("assign_bot", a, b), ("assign_bot", b, None)],
        ]
        with pytest.raises(Refusal):
            assign(session, "zalo:9", ours, now=NOW)


def test_a_name_means_the_office_where_a_part_of_another_is_called_so_too(engine: Engine) -> None:
    with transaction(engine) as session:
        office = unit_of(session, add_office(session, "UBND xã Tân Bình").office_id)
        add_unit(session, "UBND xã Tân Bình", parent=add_unit(session, "Tỉnh"))
        assert unit_anywhere(session, "ubnd xa tan binh").id == office.id
        with pytest.raises(Refusal):
            unit_anywhere(session, "UBND xã Không Có")


def test_a_full_bot_names_the_one_with_room_and_the_code_stays_good(chat: Chat) -> None:
    def set_up(session: Session) -> None:
        some_bots(session, "zalo:1", "zalo:2")
        fill(session, chat.other_office_id, "zalo:1", 50)

    chat.change(set_up)
    chat.code("lan", "K7M2QP")
    assert chat.on("zalo:1", "moi", "K7M2QP").text == (
        "Tài khoản Nhắc Việc này đã đủ người. Anh/chị gửi mã tại @nhac_2_bot; mã vẫn dùng được."
    )
    assert chat.on("zalo:2", "moi", "K7M2QP").says("Đồng chí có đồng ý")
    assert chat.on("zalo:2", "moi", "1").says("Đã liên kết")


def test_a_bot_that_fills_up_before_the_consent_links_nobody_more(chat: Chat) -> None:
    chat.change(lambda session: some_bots(session, "zalo:1"))
    chat.code("lan", "K7M2QP")
    chat.on("zalo:1", "moi", "K7M2QP")
    chat.change(lambda session: fill(session, chat.other_office_id, "zalo:1", 50))
    assert chat.on("zalo:1", "moi", "1").text == (
        "Tài khoản Nhắc Việc này đã đủ người. Anh/chị báo đầu mối của đơn vị; mã vẫn dùng được."
    )
    with transaction(chat.engine) as session:
        assert account_at(session, "zalo:1", "moi") is None


def test_another_units_bot_sends_to_the_right_one_with_a_link(chat: Chat) -> None:
    def set_up(session: Session) -> None:
        some_bots(session, "telegram:1", "telegram:2")
        assign(session, "telegram:1", unit_of(session, chat.other_office_id), now=chat.now)
        person = add_person(session, chat.office_id, "Vũ Văn Mới")
        add_code(session, person, "K7M2QP", expires_at=chat.now + timedelta(hours=1))

    chat.change(set_up)
    assert chat("moi", "K7M2QP").text == (
        "Tài khoản Nhắc Việc này dành cho đơn vị khác. Anh/chị gửi mã tại @nhac_2_bot "
        "(https://t.me/nhac_2_bot?start=K7M2QP); mã vẫn dùng được."
    )
    chat.change(lambda session: assign(session, "telegram:2", unit_of(session, chat.other_office_id), now=chat.now))
    assert chat("moi", "K7M2QP").text == (
        "Tài khoản Nhắc Việc này dành cho đơn vị khác. Anh/chị hỏi đầu mối của đơn vị nơi gửi mã; mã vẫn dùng được."
    )


def test_who_has_a_chat_at_a_bot_may_have_another_there(chat: Chat) -> None:
    def set_up(session: Session) -> None:
        some_bots(session, "telegram:1")
        assign(session, "telegram:1", unit_of(session, chat.other_office_id), now=chat.now)

    chat.change(set_up)
    chat.code("lan", "K7M2QP")
    assert chat("lan-moi", "K7M2QP").says("Đồng chí có đồng ý không?")


def test_what_a_bot_is_called_is_remembered_and_its_unit_stays(engine: Engine) -> None:
    with transaction(engine) as session:
        remember_name(session, "telegram:1", "cu_bot")
        session.get_one(BotAccount, "telegram:1").unit_id = add_office(session, "Xã A").office_id
        session.flush()
        remember_name(session, "telegram:1", "moi_bot")
        session.expire_all()
        bot = session.get_one(BotAccount, "telegram:1")
        assert (bot.username, bot.unit_id is None) == ("moi_bot", False)
