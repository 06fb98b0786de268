"""Who speaks, and that nobody sees another's: what is not theirs and what does not exist sound the same."""

import pytest

from bot import access
from bot.actions.refusal import Refusal
from bot.channels import Incoming
from storage.database import reading
from storage.people import add_person, link
from storage.rows import id_of
from storage.tables import Grant, Role
from tests.doubles.office import Chat

NOT_FOUND = "Không tìm thấy việc 12 trong các việc của đồng chí."


def _who(chat: Chat, name: str) -> access.Speaker:
    with reading(chat.engine) as session:
        who = access.speaker(session, Incoming("telegram:1", name, ""), now=chat.now)
    assert who is not None
    return who


@pytest.fixture
def full(chat: Chat) -> Chat:
    chat.task(12, "Báo cáo CCHC quý III", "2026-11-17", products=["báo cáo"])
    chat.policy(review=True)
    chat("lan", "xong 12 https://xa.gov.vn/bc")
    chat.task(27, "Rà soát hồ sơ đất đai", "2026-11-10", owner="tuan")
    chat("tuan", "gia hạn 27 đến 30/11 vì chờ đo đạc")
    chat("tuan", "1")
    return chat


@pytest.mark.parametrize(
    "typed",
    [
        "việc 12",
        "12",
        "xong 12",
        "xong 12 https://xa.gov.vn/x",
        "minh chứng 12: https://xa.gov.vn/x",
        "việc 12 đã có minh chứng gì",
        "việc 12 chưa xong",
        "gia hạn 12 đến 30/11 vì bận",
        "nhắc lại việc 12 lúc 15h",
        "đã nhận việc 12",
    ],
)
def test_binh_sees_nothing_of_another_commune(full: Chat, typed: str) -> None:
    before = full.verbs(12)
    said = full("binh", typed)
    assert said.text == NOT_FOUND
    assert said.buttons == ["Xem việc của tôi"]
    assert full.verbs(12) == before


@pytest.mark.parametrize(
    "forged",
    [
        "show_task task=12",
        "mark_done task=12",
        "undo_done task=12",
        "attach_proof task=12",
        "list_proof task=12",
        "request_extension task=12 date=2026-11-30",
        "snooze task=12 minutes=30",
        "acknowledge task=12",
    ],
)
def test_nor_by_a_forged_button(full: Chat, forged: str) -> None:
    assert full("binh", forged, tapped=True).text == NOT_FOUND


def test_nor_as_a_leader_of_another_commune(full: Chat) -> None:
    def grant(session) -> None:  # type: ignore[no-untyped-def]
        person_id = full.people["binh"]
        office = full.other_office_id
        session.add(Grant(office_id=office, person_id=person_id, role=Role.LEADER, unit_id=office))

    full.change(grant)
    for order in ("accept_task task=12", "return_task task=12", "nudge task=12", "approve_extension task=27"):
        assert full("binh", order, tapped=True).says("Không tìm thấy việc")
    assert full("binh", "undo_done extension=1", tapped=True).says("Quyết định này đã thay đổi")
    assert full("binh", "việc nào quá hạn").text == "Không có việc nào quá hạn."
    assert full.row(27).due.isoformat() == "2026-11-10"


def test_a_colleague_is_told_the_same_as_of_what_does_not_exist(full: Chat) -> None:
    assert full("tuan", "việc 12").text == NOT_FOUND
    assert full("tuan", "việc 99").text == NOT_FOUND.replace("12", "99")


def test_leaders_and_the_focal_point_see_their_office(full: Chat) -> None:
    with reading(full.engine) as session:
        for name in ("minh", "hoa", "lan"):
            assert access.assignment(session, _who(full, name), 12).number == 12
        for name in ("tuan", "binh"):
            with pytest.raises(Refusal):
                access.assignment(session, _who(full, name), 12)
            assert access.assignments(session, _who(full, name), [1]) == []


def test_a_role_in_another_office_is_no_role_here(full: Chat) -> None:
    def grant(session) -> None:  # type: ignore[no-untyped-def]
        other = full.other_office_id
        session.add(Grant(office_id=other, person_id=full.people["tuan"], role=Role.LEADER, unit_id=other))

    full.change(grant)
    assert not _who(full, "tuan").leads
    assert full("tuan", "duyệt 27").says("Gia hạn do lãnh đạo duyệt.")


def test_a_speaker_knows_their_roles_and_channel(full: Chat) -> None:
    minh, hoa, lan = (_who(full, name) for name in ("minh", "hoa", "lan"))
    assert (minh.role, hoa.role, lan.role) == ("leader", "focal", "official")
    assert (minh.leads, hoa.leads, hoa.oversees, lan.oversees) == (True, False, True, False)
    assert lan.actor(full.now).channel == "telegram"


def test_an_ended_account_is_a_stranger(full: Chat) -> None:
    def other_chat(session) -> None:  # type: ignore[no-untyped-def]
        person = add_person(session, full.office_id, "Hồ Thị Nga")
        link(session, person, bot="zalo:1", address="nga", now=full.now)
        full.people["nga"] = id_of(person)

    full.change(other_chat)
    with reading(full.engine) as session:
        assert access.speaker(session, Incoming("telegram:1", "nga", ""), now=full.now) is None
        assert access.speaker(session, Incoming("zalo:1", "nga", ""), now=full.now) is not None
