"""What a chat is in the middle of survives in the database, and knows what was said out of turn."""

from bot.dialogue import Dialogue, load, save, told_batch
from bot.intents.model import Intent, Reading
from bot.replies.lines import button
from scheduler.ledger import Told
from scheduler.messages import Message
from storage.database import reading, transaction
from storage.dialogues import dialogue_at
from storage.people import account_at
from storage.tables import Account, OutboxMessage
from tests.doubles.office import Chat


def _tell(chat: Chat, who: str, message: Message) -> None:
    row = OutboxMessage(
        office_id=chat.office_id,
        person_id=chat.people[who],
        key=f"{who}:{message.text}",
        kind="morning",
        created_at=chat.now,
        not_before=chat.now,
    )
    with transaction(chat.engine) as session:
        account = account_at(session, "telegram:1", who)
        assert account is not None
        told_batch(session, [Told(row, account, message)], now=chat.now)


def test_it_comes_back_as_it_was_kept(chat: Chat) -> None:
    kept = Dialogue(
        menu=("help",), tasks=(12, 15), last=15, page=1, listing=Reading(Intent.LIST_TASKS, {"scope": "mine"})
    )
    kept.ask(Reading(Intent.REQUEST_EXTENSION, {"task": [12]}), "date")
    with transaction(chat.engine) as session:
        save(dialogue_at(session, "telegram:1", "lan", now=chat.now), kept, now=chat.now)
    with reading(chat.engine) as session:
        assert load(dialogue_at(session, "telegram:1", "lan", now=chat.now)) == kept


def test_a_number_answers_what_was_told_out_of_turn(chat: Chat) -> None:
    chat.task(27, "Rà soát hồ sơ đất đai", "2026-11-10", owner="tuan")
    chat("tuan", "gia hạn 27 đến 30/11 vì chờ đo đạc")
    chat("tuan", "1")
    approve = button("Duyệt đến 30/11", Intent.APPROVE_EXTENSION, task=27, date="2026-11-30")
    _tell(chat, "minh", Message("⏳ Tuấn đề nghị gia hạn việc 27", (approve,), "Trả lời 1 để duyệt.", menu=True))
    assert chat("minh", "1").says("Đã duyệt gia hạn việc 27 đến thứ Hai 30/11")


def test_the_one_task_that_was_reminded_of_is_the_one_that_is_meant(chat: Chat) -> None:
    chat.task(18, "Báo cáo kiểm soát TTHC", "2026-11-25")
    chat.task(21, "Tin, bài tháng 11", "2026-11-30")
    done = button("✅ Xong 21", Intent.MARK_DONE, task=21)
    later = button("⏳ Xin gia hạn", Intent.REQUEST_EXTENSION, task=21)
    _tell(chat, "lan", Message("Đồng chí có 1 việc cần chú ý.", (done, later)))
    assert chat("lan", "xong rồi").says("Đã ghi nhận việc 21")


def test_what_is_told_leaves_the_open_question_open(chat: Chat) -> None:
    chat.task(27, "Rà soát hồ sơ đất đai", "2026-11-10", owner="tuan")
    chat("tuan", "gia hạn 27 đến 30/11")
    _tell(chat, "tuan", Message("Thông báo", (button("Đã nhận", Intent.NOTICE_ACK, notice=1),), menu=True))
    assert chat("tuan", "chờ đo đạc").says('lý do "chờ đo đạc", đúng không?')
    _tell(chat, "tuan", Message("Đồng chí có 1 việc.", (button("✅ Xong 27", Intent.MARK_DONE, task=27),)))
    assert chat("tuan", "1").says("⏳ Đã gửi đồng chí Minh đề nghị gia hạn việc 27")


def test_many_chats_are_remembered_in_as_many_statements_as_two(chat: Chat) -> None:
    def statements(addresses: list[str]) -> int:
        told = [
            Told(
                OutboxMessage(office_id=chat.office_id, person_id=1, key=one, kind="morning"),
                Account(office_id=chat.office_id, person_id=1, bot="telegram:1", address=one),
                Message("…", (button("✅ Xong 21", Intent.MARK_DONE, task=21),)),
            )
            for one in addresses
        ]
        before = chat.statements
        with transaction(chat.engine) as session:
            told_batch(session, told, now=chat.now)
        return chat.statements - before

    few, many = ["a", "b"], [f"c{number}" for number in range(50)]
    assert statements(few) == statements(many)
    with reading(chat.engine) as session:
        assert load(dialogue_at(session, "telegram:1", "c49", now=chat.now)).offered == {"xong 21": "mark_done task=21"}


def test_of_two_messages_to_one_chat_the_last_one_holds(postgres_chat: Chat) -> None:
    account = Account(office_id=1, person_id=1, bot="telegram:1", address="lan")
    row = OutboxMessage(office_id=1, person_id=1, key="1", kind="morning")
    first = Message("…", (button("✅ Xong 21", Intent.MARK_DONE, task=21),), menu=True, tasks=(21, 22))
    last = Message("…", (button("📎 Gửi minh chứng", Intent.ATTACH_PROOF),))
    with transaction(postgres_chat.engine) as session:
        told_batch(session, [Told(row, account, first), Told(row, account, last)], now=postgres_chat.now)
    with reading(postgres_chat.engine) as session:
        kept = load(dialogue_at(session, "telegram:1", "lan", now=postgres_chat.now))
    assert (kept.menu, kept.offered) == ((), {"gui minh chung": "attach_proof"})
    assert kept.tasks == (21, 22)
