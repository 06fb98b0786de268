"""What is kept of a person: shown, given as a file, erased after yes (voice.md sample 51)."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlmodel import Session, select

from scheduler.messages import Message
from storage.audit import history_of
from storage.database import reading
from storage.people import link
from storage.rows import id_of
from storage.tables import (
    Account,
    AccountState,
    Assignment,
    AuditEntry,
    ChatLine,
    Dialogue,
    LinkCode,
    MessageState,
    OutboxMessage,
    Person,
    Proof,
)
from tests.doubles.office import Chat
from tests.doubles.rendering import render


def set_person(chat: Chat, who: str, **values: str) -> None:
    def change(session: Session) -> None:
        person = session.get_one(Person, chat.people[who])
        for name, value in values.items():
            setattr(person, name, value)

    chat.change(change)


def add_message(chat: Chat, who: str, said: str | None) -> None:
    """Something the bot said out of turn; None: it still waits."""
    row = OutboxMessage(
        office_id=chat.office_id,
        person_id=chat.people[who],
        key=f"m:{who}:{said}",
        kind="morning",
        created_at=chat.now,
        not_before=chat.now,
        state=MessageState.SENT if said else MessageState.WAITING,
        bot="telegram:1",
        address=who,
        platform_id="7",
        said=said,
    )
    chat.change(lambda session: session.add(row))


@pytest.fixture
def lan(chat: Chat) -> Chat:
    """Lan with a phone, a birth date, two tasks, a proof, three messages."""
    chat.task(34, "Báo cáo theo dõi thi hành pháp luật", "2026-12-31")
    chat.task(35, "Báo cáo năm CCHC", "2026-12-10", products=["báo cáo"])
    set_person(chat, "lan", phone="0900123123", born="1980-02-03")
    chat("lan", "xong 35 https://xa.example/45")
    for said in ("Chào đồng chí Lan.", "Việc 34", None):
        add_message(chat, "lan", said)
    return chat


def test_what_is_kept_is_counted_and_the_phone_is_masked(lan: Chat) -> None:
    shown = lan("lan", "dữ liệu của tôi")
    assert shown.text == (
        "Dữ liệu về đồng chí: họ tên, chức danh, đơn vị, số điện thoại 0900 … 123, ngày sinh; "
        "1 tài khoản Telegram, liên kết ngày 20/11/2026; 2 việc được giao, 1 lần nộp, 1 minh chứng; 2 tin nhắn; "
        "đồng ý lúc 07:42 ngày 20/11/2026."
    )
    assert (shown.buttons, shown.hint) == (["Tải về", "Xóa dữ liệu"], "Trả lời 1 để tải về, 2 để xóa dữ liệu.")


@pytest.mark.parametrize("who", ["minh", "hoa", "tuan", "binh"])
def test_everybody_sees_their_own_alone(lan: Chat, who: str) -> None:
    shown = lan(who, "dữ liệu của tôi")
    assert shown.says("0 việc được giao")
    assert not shown.says("0900")


def test_a_copy_comes_as_an_excel_file(lan: Chat) -> None:
    lan("lan", "gia hạn 34 đến 5/1/2027 vì chờ số liệu")
    lan("lan", "ok")
    lan("lan", "dữ liệu của tôi")
    given = lan("lan", "1")
    assert given.message is not None
    (file,) = given.message.files
    assert file.name == "du-lieu-nguyen-thi-lan.xlsx"
    book = load_workbook(BytesIO(file.content))
    assert book.sheetnames == ["Hồ sơ", "Việc được giao", "Minh chứng", "Đề nghị gia hạn", "Tin nhắn"]
    values = {name: list(book[name].iter_rows(values_only=True)) for name in book.sheetnames}
    assert ("Số điện thoại", "0900123123") in values["Hồ sơ"]
    assert [row[0] for row in values["Việc được giao"][1:]] == [35, 34]
    assert values["Minh chứng"][1][0] == "https://xa.example/45"
    assert (values["Đề nghị gia hạn"][1][0], values["Đề nghị gia hạn"][1][2]) == (34, "chờ số liệu")
    assert [row[2] for row in values["Tin nhắn"][1:]] == ["Chào đồng chí Lan.", "Việc 34"]
    with reading(lan.engine) as session:
        assert [one.verb for one in history_of(session, "person", lan.people["lan"])] == ["export_data"]


def test_no_erases_nothing(lan: Chat) -> None:
    assert lan("lan", "xóa dữ liệu của tôi").text == (
        "Đồng chí muốn xóa tài khoản liên kết, số điện thoại, ngày sinh và 2 tin nhắn, không khôi phục được, "
        "đúng không?"
    )
    lan("lan", "không")
    assert lan.person("lan").phone == "0900123123"
    assert lan("lan", "việc của tôi").says("34.")


def test_yes_erases_what_may_be_and_keeps_the_work(lan: Chat) -> None:
    lan.code("lan", "K7M2PQ")
    lan("lan", "xóa dữ liệu của tôi")
    done = lan.tap("lan", "Xóa dữ liệu")
    assert done.text == (
        "Đã xóa tài khoản liên kết, số điện thoại, ngày sinh và 2 tin nhắn. Tên đồng chí trong các việc được giao và "
        "trong nhật ký vẫn được giữ, theo quy định về lưu trữ. Từ nay đồng chí không nhận lời nhắc tại đây."
    )
    person = lan.person("lan")
    assert (person.name, person.phone, person.born) == ("Nguyễn Thị Lan", None, None)
    with reading(lan.engine) as session:
        (account,) = session.exec(select(Account).where(Account.person_id == person.id))
        assert (account.state, "lan" in account.address, account.consented_at) == (AccountState.ENDED, False, None)
        messages = session.exec(select(OutboxMessage).where(OutboxMessage.person_id == person.id)).all()
        assert {(row.said, row.address, row.platform_id) for row in messages} == {(None, None, None)}
        assert MessageState.WAITING not in {row.state for row in messages}
        assert session.exec(select(LinkCode).where(LinkCode.person_id == person.id)).all() == []
        assert len(session.exec(select(Assignment).where(Assignment.person_id == person.id)).all()) == 2
        assert len(session.exec(select(Proof).where(Proof.person_id == person.id)).all()) == 1
        entry = session.exec(select(AuditEntry).where(AuditEntry.verb == "erase_data")).one()
        assert entry.after == {"accounts": 1, "messages": 2, "phone": True, "born": True}
        assert "0900123123" not in str([vars(one) for one in session.exec(select(AuditEntry))])
    assert lan("lan", "việc của tôi").text.startswith("Đây là Nhắc Việc")


def test_the_focal_point_is_told(lan: Chat) -> None:
    lan("lan", "xóa dữ liệu của tôi")
    lan("lan", "ok")
    (row,) = lan.told("hoa")
    with reading(lan.engine) as session:
        message = render(session, session.get_one(OutboxMessage, row.id), now=lan.now)
    assert isinstance(message, Message)
    assert message.text == (
        "Nguyễn Thị Lan đã xóa dữ liệu cá nhân và tài khoản liên kết, nên không nhận được lời nhắc và thông báo. "
        "Việc được giao không thay đổi. Khi cần liên kết lại, đồng chí cấp mã mới."
    )
    assert (lan.told("minh"), lan.told("binh")) == ([], [])


def test_of_a_focal_point_who_erases_a_leader_is_told(lan: Chat) -> None:
    lan("hoa", "xóa dữ liệu của tôi")
    lan("hoa", "ok")
    assert (lan.kinds_told("hoa"), lan.kinds_told("minh")) == ([], ["data_erased"])


def test_somebody_who_erased_can_be_linked_again(lan: Chat) -> None:
    lan("lan", "xóa dữ liệu của tôi")
    lan("lan", "ok")
    lan.code("lan", "H4T9WD")
    assert lan("lan", "H4T9WD").says("Đồng chí có đồng ý không?")
    assert lan("lan", "1").says("Chào đồng chí Lan.")


def test_the_lines_of_the_web_chat_go_and_those_of_others_stay(lan: Chat) -> None:
    def web(session: Session) -> None:
        for who in ("lan", "minh"):
            link(session, session.get_one(Person, lan.people[who]), bot="web", address=f"{who}-web", now=lan.now)
            session.add(
                ChatLine(office_id=lan.office_id, address=f"{who}-web", at=lan.now, author="person", body="xong 34")
            )

    lan.change(web)
    assert lan("lan", "dữ liệu của tôi").says("3 tin nhắn")
    lan("lan", "xóa dữ liệu của tôi")
    lan("lan", "ok")
    with reading(lan.engine) as session:
        assert [line.address for line in session.exec(select(ChatLine))] == ["minh-web"]


def test_what_a_chat_was_in_the_middle_of_is_forgotten(lan: Chat) -> None:
    lan("lan", "gia hạn 34 đến 5/1/2027 vì chờ số liệu")
    lan("lan", "xóa dữ liệu của tôi")
    lan("lan", "ok")
    with reading(lan.engine) as session:
        row = session.exec(select(Dialogue).where(Dialogue.address == "lan")).one()
        assert "số liệu" not in str(row.state)
        assert (row.state["tasks"], row.state["question"]) == ([], None)


def test_it_is_the_same_on_postgresql(postgres_chat: Chat) -> None:
    set_person(postgres_chat, "lan", phone="0900123123")
    add_message(postgres_chat, "lan", "Chào đồng chí Lan.")
    add_message(postgres_chat, "lan", None)
    assert postgres_chat("lan", "dữ liệu của tôi").says("1 tin nhắn")
    assert postgres_chat("lan", "1").message is not None
    postgres_chat("lan", "xóa dữ liệu của tôi")
    postgres_chat("lan", "ok")
    with reading(postgres_chat.engine) as session:
        person = session.get_one(Person, postgres_chat.people["lan"])
        assert (person.phone, id_of(person)) == (None, postgres_chat.people["lan"])
    assert postgres_chat.kinds_told("hoa") == ["data_erased"]
