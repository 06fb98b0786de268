"""Work is given, handed to another and taken back, said and answered (voice.md sample 54)."""

from datetime import date, time

import pytest
from sqlmodel import select

from scheduler.messages import Message
from storage.database import reading
from storage.people import add_person
from storage.tables import AssignmentState, MessageState, Office, OutboxMessage
from tests.doubles.office import Chat
from tests.doubles.rendering import render


def heard(chat: Chat, who: str) -> list[str]:
    """What somebody is told out of turn by now, in words; then it has been said."""
    said = []
    for row in chat.told(who):
        if row.state is MessageState.WAITING:
            with reading(chat.engine) as session:
                message = render(session, session.get_one(OutboxMessage, row.id), now=chat.now)
            if isinstance(message, Message):
                said.append(message.text)
            _settle(chat, row, MessageState.SENT if message else MessageState.DROPPED)
    return said


def _settle(chat: Chat, row: OutboxMessage, state: MessageState) -> None:
    chat.change(lambda session: setattr(session.get_one(OutboxMessage, row.id), "state", state))


def the_next_number(chat: Chat, number: int) -> None:
    chat.change(lambda session: setattr(session.get_one(Office, chat.office_id), "next_number", number))


@pytest.fixture
def office(chat: Chat) -> Chat:
    """Tuấn has task 34; the next number is 61."""
    chat.task(34, "Báo cáo theo dõi thi hành pháp luật", "2026-12-31", owner="tuan")
    the_next_number(chat, 61)
    return chat


def test_a_leader_gives_work_and_the_official_is_told(office: Chat) -> None:
    asked = office("minh", "giao anh Tuấn làm báo cáo CCHC quý IV hạn 10/12")
    assert asked.text == 'Giao Tuấn việc "Báo cáo CCHC quý IV", hạn thứ Năm 10/12, đúng không?'
    assert (asked.buttons, asked.hint) == (["Giao việc", "Sửa"], "Trả lời 1 để giao việc, 2 để sửa.")
    assert heard(office, "tuan") == []
    done = office("minh", "1")
    assert done.text == "Đã giao việc 61 cho Tuấn, hạn thứ Năm 10/12, còn 13 ngày làm việc. Tuấn đã được báo."
    assert done.buttons == ["↩️ Hoàn tác"]
    assert heard(office, "tuan") == [
        "Đồng chí Minh giao đồng chí việc 61, Báo cáo CCHC quý IV — thứ Năm 10/12, còn 13 ngày làm việc."
    ]
    row = office.row(61)
    assert (row.due, row.due_printed, row.post) == (date(2026, 12, 10), date(2026, 12, 10), "Địa chính")
    assert office.verbs(61) == ["assign"]
    assert office("tuan", "xong 61").says("Đã ghi nhận việc 61 hoàn thành")


def test_what_was_given_is_taken_back(office: Chat) -> None:
    office("minh", "giao anh Tuấn làm báo cáo CCHC quý IV hạn 10/12")
    office("minh", "ok")
    heard(office, "tuan")
    assert office("minh", "hoàn tác").text == "↩️ Đã hoàn tác. Việc 61 không còn được giao."
    assert office.state(61) is AssignmentState.WITHDRAWN
    assert heard(office, "tuan") == [
        "Đồng chí Minh đã rút lại việc 61, Báo cáo CCHC quý IV. Đồng chí không còn thực hiện việc này."
    ]
    assert office("tuan", "việc của tôi").says("61") is False
    assert office("tuan", "việc 61").text == "Không tìm thấy việc 61 trong các việc của đồng chí."
    assert office("minh", "giao Lan báo cáo CCHC quý IV hạn 10/12").says('Giao Lan việc "Báo cáo CCHC quý IV"')


def test_who_had_not_heard_yet_hears_nothing(office: Chat) -> None:
    office("minh", "giao anh Tuấn làm báo cáo CCHC quý IV hạn 10/12")
    office("minh", "ok")
    office("minh", "hoàn tác")
    assert heard(office, "tuan") == []


def test_what_was_handed_in_meanwhile_is_not_taken_back(office: Chat) -> None:
    office("minh", "giao anh Tuấn làm báo cáo CCHC quý IV hạn 10/12")
    office("minh", "ok")
    office("tuan", "xong 61")
    assert office("minh", "hoàn tác").text == "Việc 61 đã thay đổi từ khi được giao, nên không hoàn tác được."
    assert office.state(61) is AssignmentState.DONE


def test_each_missing_thing_is_asked_for_also_hours_later(office: Chat) -> None:
    assert office("minh", "giao việc").text == "Đồng chí giao việc gì?"
    assert office("minh", "lập danh sách dự họp").text == 'Giao việc "Lập danh sách dự họp" cho ai?'
    office.at("2026-11-20 15:00")
    asked = office("minh", "chị Lan")
    assert asked.text == 'Việc "Lập danh sách dự họp": hạn đến ngày nào?'
    assert asked.buttons == ["Thứ Hai 23/11", "Thứ Năm 26/11", "Thứ Hai 30/11"]
    assert office("minh", "16h ngày 26/11").text == (
        'Giao Lan việc "Lập danh sách dự họp", hạn 16:00 thứ Năm 26/11, đúng không?'
    )
    office("minh", "đúng rồi")
    assert (office.row(61).due, office.row(61).due_time) == (date(2026, 11, 26), time(16))
    assert heard(office, "lan") == [
        "Đồng chí Minh giao đồng chí việc 61, Lập danh sách dự họp — 16:00 thứ Năm 26/11, còn 3 ngày làm việc."
    ]


def test_a_part_of_the_reading_is_put_right(office: Chat) -> None:
    office("minh", "giao Lan rà soát hộ nghèo hạn 30/11")
    assert office.tap("minh", "Sửa").buttons == ["Người nhận", "Hạn", "Tên việc"]
    assert office.tap("minh", "Hạn").says("hạn đến ngày nào?")
    assert office("minh", "2").says("hạn thứ Năm 26/11, đúng không?")
    office("minh", "không")
    office("minh", "người nhận")
    assert office("minh", "Tuấn").text == 'Giao Tuấn việc "Rà soát hộ nghèo", hạn thứ Năm 26/11, đúng không?'
    office("minh", "thôi")
    assert office.told("tuan") == []


def test_a_day_that_is_past_is_asked_for_again(office: Chat) -> None:
    assert office("minh", "giao Lan rà soát hộ nghèo hạn 7h hôm nay").text == (
        'Hạn này đã qua. Việc "Rà soát hộ nghèo": hạn đến ngày nào?'
    )


def test_two_of_one_name_are_told_apart(office: Chat) -> None:
    office.join("lan2", "Phạm Thị Lan", posts=["Tài chính - Kế toán"])
    asked = office("minh", "giao Lan chuẩn bị hội trường chiều t2")
    assert asked.text == "Đồng chí chọn người nào?"
    assert asked.buttons == ["Nguyễn Thị Lan (Văn phòng - Thống kê)", "Phạm Thị Lan (Tài chính - Kế toán)"]
    assert office("minh", "2").text == (
        'Giao Phạm Thị Lan việc "Chuẩn bị hội trường", hạn 14:00 thứ Hai 23/11, đúng không?'
    )
    office("minh", "ok")
    assert (heard(office, "lan"), len(heard(office, "lan2"))) == ([], 1)
    assert office("minh", "giao chị Nguyễn Thị Lan kiểm tra âm thanh hạn 30/11").says("Giao Nguyễn Thị Lan việc")


def test_one_of_two_is_named_in_words_and_the_other_person_stays(office: Chat) -> None:
    office.join("lan2", "Phạm Thị Lan", posts=["Tài chính - Kế toán"])
    office("minh", "giao Lan và Tuấn chuẩn bị hội trường hạn 30/11")
    assert office("minh", "kế toán").says("Giao Phạm Thị Lan và Tuấn việc")
    assert office("minh", "ok").says("Đã giao việc 61 và 62 cho Phạm Thị Lan và Tuấn")
    assert {office.row(61).person_id, office.row(62).person_id} == {office.people["lan2"], office.people["tuan"]}
    office("minh", "hoàn tác")
    assert {office.state(61), office.state(62)} == {AssignmentState.WITHDRAWN}


def test_a_post_means_its_holder_and_one_that_several_hold_is_asked_for(office: Chat) -> None:
    assert office("minh", "phân công địa chính rà soát hộ nghèo hạn 30/11").says("Giao Tuấn việc")
    office.join("nga", "Đỗ Thị Nga", posts=["Địa chính"])
    asked = office("minh", "phân công địa chính rà soát hộ nghèo hạn 30/11")
    assert asked.buttons == ["Đỗ Thị Nga (Địa chính)", "Phạm Anh Tuấn (Địa chính)"]
    assert office("minh", "phân công tư pháp rà soát hộ tịch t6").says("Chưa có ai trong đơn vị giữ chức danh này.")


def test_nobody_of_that_name(office: Chat) -> None:
    assert office("minh", "giao anh Bình quét dọn hội trường mai").says('Không tìm thấy "Bình"')


def test_somebody_without_a_chat_is_to_be_told_in_person(office: Chat) -> None:
    office.change(lambda session: add_person(session, office.office_id, "Lê Văn Sơn", posts=["Chỉ huy trưởng"]))
    office("minh", "giao Sơn trực cơ quan hạn 30/11")
    assert office("minh", "ok").says("Sơn chưa liên kết tài khoản, đồng chí báo trực tiếp.")


@pytest.mark.parametrize("typed", ["giao anh Tuấn làm báo cáo", "chuyển việc 34 cho chị Hoa", "chuyển việc 99 cho Hoa"])
def test_an_official_is_told_who_gives_work(office: Chat, typed: str) -> None:
    assert office("lan", typed).text == (
        "Giao việc và chuyển việc do lãnh đạo quyết định. Đồng chí đề nghị với đồng chí Minh."
    )
    assert office.row(34).person_id == office.people["tuan"]


def test_another_commune_hears_nothing_of_ours(office: Chat) -> None:
    assert office("binh", "chuyển việc 34 cho Bình").text == "Giao việc và chuyển việc do lãnh đạo quyết định."


def test_a_task_is_handed_to_another_and_both_hear_of_it(office: Chat) -> None:
    asked = office("minh", "chuyển việc 34 cho chị Hoa")
    assert asked.text == "Chuyển việc 34, Báo cáo theo dõi thi hành pháp luật, từ Tuấn sang Hoa, đúng không?"
    assert office("minh", "1").text == (
        "Đã chuyển việc 34 cho Hoa, hạn thứ Năm 31/12, còn 28 ngày làm việc. Hoa và Tuấn đã được báo."
    )
    assert heard(office, "hoa") == [
        "Đồng chí Minh chuyển đồng chí việc 34, Báo cáo theo dõi thi hành pháp luật — thứ Năm 31/12, còn 28 ngày làm "
        "việc. Trước đây việc này do Tuấn thực hiện."
    ]
    assert heard(office, "tuan") == [
        "Đồng chí Minh chuyển việc 34, Báo cáo theo dõi thi hành pháp luật, sang Hoa. "
        "Đồng chí không còn thực hiện việc này."
    ]
    assert office("minh", "hoàn tác").text == (
        "↩️ Đã hoàn tác. Việc 34 trở lại do Tuấn thực hiện, hạn thứ Năm 31/12, còn 28 ngày làm việc."
    )
    assert heard(office, "hoa")[0].startswith("Đồng chí Minh đã rút lại việc 34")
    assert heard(office, "tuan")[0].startswith("Đồng chí Minh đã rút lại việc chuyển giao. Việc 34")
    assert office.verbs(34) == ["transfer", "take_back"]


def test_a_task_goes_over_with_another_day_and_comes_back_with_its_own(office: Chat) -> None:
    assert office("minh", "chuyển việc báo cáo thi hành pháp luật sang Lan hạn 15/12").text == (
        "Chuyển việc 34, Báo cáo theo dõi thi hành pháp luật, từ Tuấn sang Lan, hạn mới thứ Ba 15/12, đúng không?"
    )
    office("minh", "ok")
    assert (office.row(34).due, office.row(34).due_printed) == (date(2026, 12, 15), date(2026, 12, 31))
    office("minh", "hoàn tác")
    assert (office.row(34).due, office.row(34).person_id) == (date(2026, 12, 31), office.people["tuan"])


def test_from_one_to_another_in_words(office: Chat) -> None:
    assert office("minh", "chuyển việc 34 từ Tuấn sang chị Lan").says("từ Tuấn sang Lan, đúng không?")


def test_what_is_theirs_already_and_what_is_done(office: Chat) -> None:
    assert office("minh", "chuyển việc 34 cho Tuấn").text == ("Việc 34 đang do Tuấn thực hiện. Không có gì thay đổi.")
    office("tuan", "xong 34")
    assert office("minh", "chuyển việc 34 cho Lan").says("Việc 34 không còn dở dang")


def test_a_focal_point_says_who_does_what_nobody_does(office: Chat) -> None:
    assert office("hoa", "chuyển việc 34 cho Lan").says("do lãnh đạo quyết định")
    office.change(lambda s: setattr(s.get_one(type(office.row(34)), office.row(34).id), "person_id", None))
    assert office("hoa", "chuyển việc 34 cho Lan").says("Giao việc 34, Báo cáo theo dõi thi hành pháp luật, cho Lan")
    office("hoa", "ok")
    assert office.row(34).person_id == office.people["lan"]
    assert heard(office, "lan")[0].startswith("Đồng chí Hoa giao đồng chí việc 34")


def test_a_forged_undo_moves_nothing(office: Chat) -> None:
    for who in ("lan", "binh", "hoa", "minh"):
        office(who, "assign_task task=34 answer=undo", tapped=True)
        office(who, "assign_task task=34 role=ct date=2026-12-10,2026-12-11 time=08:00,09:00", tapped=True)
        office(who, "thôi")
    assert (office.row(34).person_id, office.verbs(34)) == (office.people["tuan"], [])


def test_a_leader_may_give_work_to_himself(office: Chat) -> None:
    office("minh", "giao Minh duyệt kế hoạch hạn 30/11")
    assert office("minh", "ok").text.startswith("Đã giao việc 61 cho Minh")
    assert office.told("minh") == []


def test_the_dialogue_is_the_same_on_postgresql(postgres_chat: Chat) -> None:
    postgres_chat.task(34, "Báo cáo", "2026-12-31", owner="tuan")
    the_next_number(postgres_chat, 61)
    for typed in ("giao Tuấn rà soát hộ nghèo hạn 30/11", "ok", "hoàn tác", "chuyển việc 34 cho Lan", "ok", "hoàn tác"):
        postgres_chat("minh", typed)
    assert postgres_chat.state(61) is AssignmentState.WITHDRAWN
    assert postgres_chat.row(34).person_id == postgres_chat.people["tuan"]
    with reading(postgres_chat.engine) as session:
        assert len(list(session.exec(select(OutboxMessage)))) == 6
