"""Items to tick, said and answered (voice.md sample 40, day 8)."""

import pytest
from sqlmodel import Session, select

from bot.actions.checklists import attach, keep
from bot.actions.refusal import Refusal
from scheduler.checklists.model import Item, Listed
from storage.audit import Actor
from storage.checklists import kept_checklists
from storage.events import events_of
from storage.tables import Assignment, ChecklistTick, Task
from tests.doubles.office import Chat

ITEMS = [
    "Đăng nhập được Cổng Dịch vụ công quốc gia;",
    "Bản quét văn bằng, chứng chỉ trong USB;",
    "Máy tính có công cụ ký số;",
    "Thẻ công chức.",
]


def activities(chat: Chat, number: int, printed: list[str]) -> None:
    """What the plan prints for this task."""

    def print_(session: Session) -> None:
        row = session.exec(select(Assignment).where(Assignment.number == number)).one()
        task = session.get_one(Task, row.task_id)
        task.activities = printed
        session.add(task)

    chat.change(print_)


def bring(chat: Chat, listed: Listed, *, task: int = 0, event: bool = False) -> None:
    """The focal point brings a checklist in, for a task or for the first event."""

    def add(session: Session) -> None:
        actor = Actor(chat.office_id, None, "cli", chat.now)
        row = session.exec(select(Assignment).where(Assignment.number == task)).first()
        to = session.get_one(Task, row.task_id) if row else None
        of = events_of(session, chat.office_id)[0] if event else None
        attach(session, keep(session, listed, actor=actor), task=to, event=of, actor=actor)

    chat.change(add)


def ticks(chat: Chat) -> list[ChecklistTick]:
    found: list[ChecklistTick] = []
    chat.change(lambda session: found.extend(session.exec(select(ChecklistTick))))
    return found


@pytest.fixture
def prepares(chat: Chat) -> Chat:
    """Lan has task 51 with four items; Tuấn task 27 with none."""
    chat.task(51, "Chuẩn bị kiểm tra năng lực", "2026-12-04")
    chat.task(27, "Rà soát hồ sơ đất đai", "2026-11-30", owner="tuan")
    activities(chat, 51, ITEMS)
    return chat.at("2026-11-25 10:16")


def test_the_items_of_a_task_are_its_plans_activities(prepares: Chat) -> None:
    shown = prepares("lan", "danh mục việc 51")
    assert shown.text == (
        "Việc 51, Chuẩn bị kiểm tra năng lực: đã xong 0/4 mục, hạn thứ Sáu 04/12, còn 7 ngày làm việc.\n"
        "☐ 1. Đăng nhập được Cổng Dịch vụ công quốc gia\n"
        "☐ 2. Bản quét văn bằng, chứng chỉ trong USB\n"
        "☐ 3. Máy tính có công cụ ký số\n"
        "☐ 4. Thẻ công chức"
    )
    assert shown.buttons == ["☑ Mục 1", "☑ Mục 2", "☑ Mục 3", "☑ Mục 4"]
    assert shown.hint == 'Trả lời "mục 1 xong" hoặc "mục 2 xong".'


def test_items_are_ticked_by_number_from_the_end_and_in_words(prepares: Chat) -> None:
    prepares("lan", "còn phải chuẩn bị gì")
    assert prepares("lan", "muc 1 2 xong").text.startswith("☑ Đã đánh dấu mục 1 và 2. Còn mục 3 và 4.")
    assert prepares("lan", "mục cuối xong").text == (
        '☑ Đã đánh dấu mục 4. Còn mục 3. Nếu nhầm, đồng chí nhắn "bỏ mục 4".'
    )
    last = prepares("lan", "máy tính ký số xong rồi, tích giúp em")
    assert last.text == "☑ Đã đánh dấu mục 3. Đã xong cả 4 mục."
    assert (last.buttons, last.hint) == (["✅ Xong 51", "↩️ Hoàn tác"], 'Trả lời "xong 51".')
    assert prepares.tap("lan", "Xong 51").says("Đã ghi nhận việc 51 hoàn thành")


def test_a_tick_is_taken_off_by_its_words_and_by_undo(prepares: Chat) -> None:
    prepares("lan", "tích mục 3 việc 51")
    assert prepares("lan", "bỏ mục 3").text == "☐ Đã bỏ đánh dấu mục 3. Đã xong 0/4 mục."
    prepares("lan", "mục 1 2 xong")
    assert prepares("lan", "hoàn tác").text == "☐ Đã bỏ đánh dấu mục 1 và 2. Đã xong 0/4 mục."
    prepares("lan", "hoàn tác")
    assert ticks(prepares) == []


def test_a_tick_is_written_down_and_said_again_changes_nothing(prepares: Chat) -> None:
    prepares("lan", "tích mục 2 việc 51")
    assert prepares("lan", "mục 2 xong").text == "Mục 2 đã được đánh dấu từ trước. Đã xong 1/4 mục."
    (tick,) = ticks(prepares)
    (entry,) = prepares.history("checklist_item", tick.item_id)
    assert (entry.verb, entry.actor_id, (entry.after or {})["number"]) == ("tick", prepares.people["lan"], 2)
    assert tick.assignment_id == prepares.row(51).id


def test_the_item_is_asked_for_and_its_own_number_answers(prepares: Chat) -> None:
    prepares("lan", "tích mục 1 việc 51")
    asked = prepares("lan", "tích giúp em")
    assert asked.text.splitlines()[1:] == [
        "2. Bản quét văn bằng, chứng chỉ trong USB",
        "3. Máy tính có công cụ ký số",
        "4. Thẻ công chức",
        "Đồng chí đánh dấu mục nào?",
    ]
    prepares.at("2026-11-26 08:00")
    assert prepares("lan", "3").text.startswith("☑ Đã đánh dấu mục 3.")
    prepares("lan", "tích giúp em")
    assert prepares("lan", "thẻ công chức").text.startswith("☑ Đã đánh dấu mục 4.")


def test_an_item_that_is_not_there(prepares: Chat) -> None:
    prepares("lan", "danh mục việc 51")
    assert prepares("lan", "mục 9 xong").text == ("Không có mục 9 trong danh mục này. Các mục có số: 1, 2, 3, 4.")
    assert prepares("lan", "phần mua nước uống xong rồi, tích giúp em").says("Chưa tìm thấy mục")


def test_all_of_them_at_once(prepares: Chat) -> None:
    prepares("lan", "danh mục việc 51")
    assert prepares("lan", "tích xong hết các mục").text == "☑ Đã đánh dấu mục 1, 2, 3 và 4. Đã xong cả 4 mục."


def test_a_task_without_items_says_so(prepares: Chat) -> None:
    assert prepares("tuan", "danh mục việc 27").text == (
        "Việc 27 chưa có danh mục. Đầu mối có thể gắn danh mục cho việc này."
    )
    assert prepares("tuan", "checklist").text == "Đồng chí chưa có danh mục nào cần chuẩn bị."


@pytest.mark.parametrize("typed", ["danh mục việc 51", "tích mục 3 việc 51"])
@pytest.mark.parametrize("who", ["tuan", "binh"])
def test_anothers_list_is_not_found(prepares: Chat, who: str, typed: str) -> None:
    assert prepares(who, typed).text == "Không tìm thấy việc 51 trong các việc của đồng chí."
    assert prepares(who, typed).text == prepares(who, typed.replace("51", "99")).text.replace("99", "51")


@pytest.mark.parametrize("who", ["minh", "hoa"])
def test_who_oversees_sees_the_list_and_ticks_nothing(prepares: Chat, who: str) -> None:
    shown = prepares(who, "danh mục việc 51")
    assert (shown.says("đã xong 0/4 mục"), shown.buttons) == (True, [])
    assert prepares(who, "mục 3 xong").says("Việc 51 do người khác thực hiện.")
    assert ticks(prepares) == []


def test_a_long_list_shows_what_is_left_five_at_a_time(chat: Chat) -> None:
    chat.task(27, "Rà soát hồ sơ đất đai", "2026-11-30", owner="tuan")
    activities(chat, 27, [f"Rà soát tờ bản đồ {at}" for at in range(1, 9)])
    chat("tuan", "tích mục 1 việc 27")
    shown = chat("tuan", "danh mục việc 27")
    assert shown.text.splitlines()[1] == "☐ 2. Rà soát tờ bản đồ 2"
    assert (len(shown.text.splitlines()), shown.text.splitlines()[-1]) == (7, "Còn 2 mục nữa.")
    assert chat("tuan", "xem thêm").text.splitlines()[1:] == ["☐ 7. Rà soát tờ bản đồ 7", "☐ 8. Rà soát tờ bản đồ 8"]


def test_an_amended_plan_keeps_the_ticks_of_what_stays(prepares: Chat) -> None:
    prepares("lan", "tích mục 2, 4 việc 51")
    activities(prepares, 51, ["Bản quét văn bằng, chứng chỉ trong USB", "Sổ chứng thực", *ITEMS[2:]])
    shown = prepares("lan", "danh mục việc 51")
    assert shown.text.splitlines()[1:] == [
        "☑ 1. Bản quét văn bằng, chứng chỉ trong USB",
        "☐ 2. Sổ chứng thực",
        "☐ 3. Máy tính có công cụ ký số",
        "☑ 4. Thẻ công chức",
    ]


def test_several_lists_ask_which_and_a_number_answers_later(prepares: Chat) -> None:
    prepares.task(52, "Tổng kết thi đua", "2026-12-20")
    activities(prepares, 52, ["Lập danh sách", "Viết báo cáo"])
    asked = prepares("lan", "mục 2 xong")
    assert asked.says("Đồng chí xem danh mục nào?")
    assert asked.buttons == ["Việc 51", "Việc 52"]
    prepares.at("2026-11-26 09:00")
    assert prepares("lan", "52").text.startswith("☑ Đã đánh dấu mục 2. Còn mục 1.")


def test_items_for_a_post_are_shown_to_its_holders(chat: Chat) -> None:
    chat("hoa", "lịch kiểm tra năng lực ngày 15/12")
    chat("hoa", "ok")
    items = (
        Item("-", "Tạo tài khoản"),
        Item("-", "Chữ ký số cá nhân", who=("Chủ tịch, các Phó Chủ tịch UBND cấp xã",)),
    )
    bring(chat, Listed("Chuẩn bị", items), event=True)
    assert chat("lan", "còn phải chuẩn bị gì").text == (
        "Chuẩn bị kiểm tra năng lực: đã xong 0/1 mục.\n☐ 1. Tạo tài khoản"
    )
    assert chat("minh", "checklist").says("☐ 2. Chữ ký số cá nhân")
    assert chat("lan", "mục 2 xong").says("Không có mục 2")
    chat("minh", "mục 1 xong")
    assert chat("lan", "checklist").says("đã xong 0/1 mục")
    assert chat("binh", "checklist").text == "Đồng chí chưa có danh mục nào cần chuẩn bị."


def test_a_checklist_attached_to_a_task_takes_the_place_of_its_activities(prepares: Chat) -> None:
    prepares("lan", "tích mục 1 việc 51")
    bring(prepares, Listed("Chuẩn bị", (Item("1", "Thẻ công chức"),)), task=51)
    assert prepares("lan", "danh mục việc 51").says("đã xong 0/1 mục")
    with pytest.raises(Refusal):
        bring(prepares, Listed("Khác", (Item("1", "Thẻ"),)), task=51)


def test_only_what_was_brought_in_is_among_the_kept(prepares: Chat) -> None:
    prepares("lan", "danh mục việc 51")
    found: list[object] = []
    prepares.change(lambda session: found.extend(kept_checklists(session, prepares.office_id)))
    assert found == []


def test_the_dialogue_is_the_same_on_postgresql(postgres_chat: Chat) -> None:
    postgres_chat.task(51, "Chuẩn bị kiểm tra năng lực", "2026-12-04")
    activities(postgres_chat, 51, ITEMS)
    postgres_chat("lan", "danh mục việc 51")
    assert postgres_chat("lan", "mục 1 2 3 xong").says("Còn mục 4.")
    activities(postgres_chat, 51, [*ITEMS[1:], ITEMS[0]])
    assert postgres_chat("lan", "danh mục việc 51").text.splitlines()[1:] == [
        "☑ 1. Bản quét văn bằng, chứng chỉ trong USB",
        "☑ 2. Máy tính có công cụ ký số",
        "☐ 3. Thẻ công chức",
        "☑ 4. Đăng nhập được Cổng Dịch vụ công quốc gia",
    ]
    assert postgres_chat("lan", "hoàn tác").says("☐ Đã bỏ đánh dấu")


@pytest.mark.parametrize(
    "forged",
    [
        "checklist_show checklist=1,2",
        "checklist_show task=51 page=-3",
        "checklist_show page=1,2",
        "checklist_tick item=0",
    ],
)
def test_a_forged_button_is_answered_calmly(prepares: Chat, forged: str) -> None:
    assert prepares("lan", forged, tapped=True).text
    assert ticks(prepares) == []
