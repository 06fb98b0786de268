"""A file of an answer is made after the transaction that answers it."""

from datetime import UTC, datetime
from io import BytesIO

from openpyxl import load_workbook
from sqlalchemy import Engine
from sqlmodel import Session

from bot.channels import Incoming
from bot.conversation import answer
from bot.making_files import with_files
from bot.reception import Reception
from scheduler.messages import File, FileToMake, Message
from storage.database import reading, transaction
from storage.people import add_office, office_named
from tests.doubles.office import Chat

TABLE = "xuất excel tháng này"
NOW = datetime(2026, 11, 20, 0, 42, tzinfo=UTC)


def replied(chat: Chat, who: str, words: str) -> Message:
    reception = Reception(chat.engine, answer, now=lambda: chat.now)
    said = reception.reply(Incoming("telegram:1", who, words), update_id=words)
    assert said is not None
    return said


def test_on_20_11_minh_gets_the_table_with_as_many_rows_as_the_words_say(chat: Chat) -> None:
    for number in range(1, 13):
        chat.task(number, f"Báo cáo {number}", "2026-11-27", owner=("lan", "tuan")[number % 2])
    said = replied(chat, "minh", TABLE)
    assert said.text == "Bảng tiến độ tháng này đến 07:42 thứ Sáu 20/11/2026: 12 việc."
    ((file,), to_make) = (said.files, said.to_make)
    sheet = load_workbook(BytesIO(file.content)).worksheets[0]
    assert [sheet.cell(8 + n, 2).value for n in range(2, 14)] == list(range(1, 13))
    assert to_make == ()


def test_the_answer_itself_needs_no_more_statements_for_more_rows(chat: Chat) -> None:
    def statements() -> int:
        before = chat.statements
        with transaction(chat.engine) as session:
            said = answer(session, Incoming("telegram:1", "minh", TABLE), now=chat.now)
        assert said is not None
        assert (len(said.to_make), said.files) == (1, ())
        return chat.statements - before

    chat.task(1, "Báo cáo", "2026-11-27")
    statements()  # the chat's first message leaves more to write down
    few = statements()
    for number in range(2, 40):
        chat.task(number, f"Kế hoạch {number}", "2026-11-27")
    assert statements() == few


def test_others_write_while_a_file_is_made(sqlite: Engine) -> None:
    def make(session: Session) -> bytes:
        with transaction(sqlite) as other:
            add_office(other, "UBND xã Tân Bình")
        assert office_named(session, "UBND xã Tân Bình") is not None
        return b"table"

    def say(session: Session, incoming: Incoming, *, now: datetime) -> Message:
        add_office(session, "UBND xã Quang Khải")
        return Message(incoming.text, to_make=(FileToMake("a.xlsx", "x/y", make),))

    said = Reception(sqlite, say, now=lambda: NOW).reply(Incoming("telegram:1", "lan", "bảng"), update_id="1")
    assert said == Message("bảng", files=(File("a.xlsx", "x/y", b"table"),))
    with reading(sqlite) as session:
        assert office_named(session, "UBND xã Quang Khải") is not None


def test_a_file_that_cannot_be_made_is_said_and_the_rest_is_sent(sqlite: Engine) -> None:
    def fails(session: Session) -> bytes:
        raise LookupError("a bug")

    to_make = (FileToMake("a.xlsx", "x/y", fails), FileToMake("b.xlsx", "x/y", lambda _: b"b"))
    said = with_files(sqlite, Message("Đã nhắc 2 người.\nBảng tiến độ: 9 việc.", to_make=to_make))
    assert said.text == (
        "Chưa tạo được tệp do lỗi máy chủ. Có thể yêu cầu lại tệp sau 5 phút.\nĐã nhắc 2 người.\nBảng tiến độ: 9 việc."
    )
    assert said.files == (File("b.xlsx", "x/y", b"b"),)
