"""What a leader asks and is answered, on a real database (voice.md, sample 21, days 4, 5 and 11)."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine

from storage.database import transaction
from storage.rows import id_of
from storage.tables import Extension, Person, Role
from tests.doubles.commune import Commune, at, say, tap, waiting

NOW = at("2026-11-20", "16:20")


OTHER_UNIT = "Không tìm thấy đơn vị này trong phạm vi của đồng chí."


@pytest.fixture
def commune(sqlite: Engine) -> Iterator[Commune]:
    with transaction(sqlite) as session:
        made = Commune(session)
        minh = made.person("Trần Văn Minh", Role.LEADER, post="Chủ tịch")
        made.person("Lê Thị Hoa", Role.FOCAL)
        lan, tuan = made.person("Nguyễn Thị Lan"), made.person("Phạm Anh Tuấn", post="Công chức Địa chính")
        dung, nga, hanh = made.person("Vũ Văn Dũng"), made.person("Lê Thị Nga"), made.person("Trần Thị Hạnh")
        made.work(27, "Rà soát hồ sơ đất đai", "2026-11-10", to=tuan)
        made.work(12, "Báo cáo CCHC quý III", "2026-11-17", to=lan)
        made.work(41, "Báo cáo giải ngân", "2026-11-18", to=dung)
        made.work(42, "Báo cáo thu chi", "2026-11-18", to=dung)
        made.work(44, "Báo cáo tuyên truyền", "2026-11-19", to=nga)
        made.work(18, "Báo cáo kiểm soát TTHC", "2026-11-25", to=lan)
        made.done(29, "Báo cáo tự kiểm tra", "2026-11-30", to=hanh, on=at("2026-11-18", "15:00"))
        made.done(15, "Kế hoạch tuyên truyền", "2026-11-20", to=lan, on=at("2026-11-20", "09:10"), hour="16:00")
        made.done(9, "Báo cáo quý", "2026-11-05", to=lan, on=at("2026-11-09"), accepted_at=at("2026-11-10"))
        assert minh.id
        yield made


@pytest.fixture
def minh(commune: Commune) -> Person:
    return commune.people["Minh"]


def labels(message) -> list[str]:  # type: ignore[no-untyped-def]
    return [button.label for button in message.buttons]


def test_who_is_late(commune: Commune, minh: Person) -> None:
    message = say(commune, minh, "ai trễ", NOW)
    assert message.text == (
        "Có 4 người có việc quá hạn, tổng cộng 5 việc:\n"
        "Tuấn — 1 việc, lâu nhất 8 ngày làm việc\n"
        "Lan — 1 việc, 3 ngày\n"
        "Dũng — 2 việc, 2 ngày\n"
        "Nga — 1 việc, 1 ngày"
    )
    assert labels(message) == ["Xem 5 việc", "Đôn đốc 4 người", "Tải Excel"]
    assert message.hint == "Trả lời 1 để xem 5 việc, 2 để đôn đốc cả 4 người, 3 để tải Excel."


def test_the_four_counts_of_the_year(commune: Commune, minh: Person) -> None:
    message = say(commune, minh, "tình hình thế nào rồi", NOW)
    assert message.text == (
        "Tình hình năm 2026 — UBND xã Quang Khải\n"
        "✅ Đã hoàn thành 3 việc (33,3%): đúng hạn 2, trễ hạn 1, trong đó 2 chờ xác nhận\n"
        "⏳ Chưa hoàn thành 6 việc: trong hạn 1, quá hạn 5"
    )


def test_the_words_of_the_plan_leave_nothing_out_and_other_words_choose(commune: Commune, minh: Person) -> None:
    assert "quá hạn 5" in say(commune, minh, "tình hình thực hiện KH CCHC của xã thế nào rồi", NOW).text
    assert say(commune, minh, "bao nhieu viec qua han", NOW).text == "Có 5 việc quá hạn."


def test_urging_everybody_who_is_late_from_the_list(commune: Commune, minh: Person) -> None:
    asked = tap(commune, minh, say(commune, minh, "ai trễ", NOW), "Đôn đốc 4 người", NOW)
    assert asked.text.endswith("đúng không?")
    say(commune, minh, "ok", NOW)
    assert set(waiting(commune, "nudge")) == {"Tuấn", "Lan", "Dũng", "Nga"}


def test_by_person_and_then_one_person(commune: Commune, minh: Person) -> None:
    digest = say(commune, minh, "tình hình thế nào rồi", NOW)
    people = tap(commune, minh, digest, "Xem theo người", NOW)
    assert people.text.startswith("Theo người, năm 2026:\nDũng — 2 việc: hoàn thành 0, trong hạn 0, quá hạn 2\n")
    one = tap(commune, minh, people, "Xem Dũng", NOW)
    assert one.text == (
        "Dũng có 2 việc quá hạn:\n"
        "🔴 41. Báo cáo giải ngân — hạn 18/11, quá 2 ngày làm việc\n"
        "🔴 42. Báo cáo thu chi — hạn 18/11, quá 2 ngày làm việc\n"
        "Chưa có phản hồi kể từ ngày đến hạn."
    )
    assert labels(one) == ["Đôn đốc Dũng", "Việc khác của Dũng"]


def test_what_waits_for_a_decision(commune: Commune, minh: Person) -> None:
    tuan = commune.people["Tuấn"]
    work = commune.work(46, "Đo đạc", "2026-11-27", to=tuan)
    commune.session.add(
        Extension(
            office_id=commune.office_id,
            assignment_id=id_of(work),
            person_id=id_of(tuan),
            asked_at=NOW,
            until=date(2026, 11, 30),
            reason="chờ số liệu",
            due_before=work.due,
        )
    )
    commune.session.flush()
    digest = say(commune, minh, "việc nào chờ tôi xác nhận", NOW)
    assert digest.text == (
        "Có 1 đề nghị gia hạn chờ đồng chí quyết định:\n"
        "46. Đo đạc — Tuấn xin đến thứ Hai 30/11\n"
        "Có 2 việc chờ đồng chí xác nhận:\n"
        "29. Báo cáo tự kiểm tra — Hạnh nộp thứ Tư 18/11, đã chờ 2 ngày làm việc\n"
        "15. Kế hoạch tuyên truyền — Lan nộp lúc 09:10 hôm nay, đúng hạn"
    )
    card = tap(commune, minh, digest, "Xem 46", NOW)
    assert card.text.startswith("⏳ Tuấn (Địa chính) đề nghị gia hạn việc 46, Đo đạc\n")
    tap(commune, minh, card, "Duyệt đến 30/11", NOW)
    assert work.due == date(2026, 11, 30)


def test_the_excel_table_holds_the_rows_and_the_four_counts(commune: Commune, minh: Person) -> None:
    message = say(commune, minh, "xuất excel tình hình tháng này cho tôi", NOW)
    assert message.text == "Bảng tiến độ tháng này đến 16:20 thứ Sáu 20/11/2026: 9 việc."
    (file,) = message.files
    sheet = load_workbook(BytesIO(file.content)).active
    assert sheet is not None
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert values[0][0] == "BẢNG TIẾN ĐỘ THỰC HIỆN NHIỆM VỤ"
    assert [(row[0], row[4]) for row in values[2:7]] == [
        ("Đã hoàn thành đúng hạn", 2),
        ("Đã hoàn thành trễ hạn", 1),
        ("Chưa hoàn thành, trong hạn", 1),
        ("Chưa hoàn thành, quá hạn", 5),
        ("Tổng số", 9),
    ]
    late = next(row for row in values if row[1] == 9)
    assert late[11] == "Đã hoàn thành trễ hạn 2 ngày làm việc"


@pytest.mark.parametrize("words", ["ai trễ", "tình hình của xã thế nào", "xuất excel tình hình tháng này"])
def test_an_official_is_told_who_follows_the_offices_figures(commune: Commune, words: str) -> None:
    message = say(commune, commune.people["Lan"], words, NOW)
    assert message.text == (
        "Số liệu của đơn vị do lãnh đạo và đầu mối theo dõi. Đồng chí có thể hỏi đồng chí Hoa, hoặc xem việc của mình."
    )


def test_an_official_hears_figures_of_their_own(commune: Commune) -> None:
    assert say(commune, commune.people["Lan"], "em còn mấy việc chưa xong", NOW).text == (
        "Đồng chí có 2 việc chưa hoàn thành:\n🔴 12. Báo cáo CCHC quý III — hạn 17/11, quá 3 ngày làm việc\n"
        "🟡 18. Báo cáo kiểm soát TTHC — thứ Tư 25/11, còn 2 ngày làm việc"
    )


def test_a_person_of_another_commune_is_not_found(commune: Commune, minh: Person) -> None:
    other = Commune(commune.session, "UBND xã Tân Bình")
    binh = other.person("Lê Văn Bình", Role.LEADER)
    people = tap(commune, minh, say(commune, minh, "tình hình thế nào rồi", NOW), "Xem theo người", NOW)
    assert "Bình" not in people.text
    assert tap(other, binh, people, "Xem Dũng", NOW).text == "Không tìm thấy người này trong phạm vi của đồng chí."


@pytest.mark.parametrize("asked", ["ai trễ bên tân bình", "ai trễ ở xã Tân Bình", "tình hình xã Tân Bình"])
def test_another_unit_is_not_found(commune: Commune, asked: str) -> None:
    said = say(commune, commune.people["Lan"], asked, NOW)
    assert said.text == OTHER_UNIT
    assert [button.label for button in said.buttons] == ["Xem việc của tôi"]


def test_a_colleagues_figures_are_for_those_who_oversee(commune: Commune) -> None:
    said = say(commune, commune.people["Lan"], "anh Dũng trễ mấy việc", NOW)
    assert said.text.startswith("Số liệu của đơn vị do lãnh đạo và đầu mối theo dõi.")


def test_the_name_of_ones_own_office_is_no_persons(commune: Commune) -> None:
    minh = commune.people["Minh"]
    assert say(commune, minh, "ai trễ ở xã Quang Khải", NOW).text == say(commune, minh, "ai trễ", NOW).text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("mấy việc quá hạn", "Không có việc nào quá hạn."),
        ("mấy việc chưa xong", "Không còn việc nào chưa hoàn thành."),
        ("mấy việc đã xong", "Chưa có việc nào hoàn thành."),
    ],
)
def test_none_is_said_in_words(sqlite: Engine, asked: str, said: str) -> None:
    with transaction(sqlite) as session:
        empty = Commune(session)
        assert say(empty, empty.person("Trần Văn Minh", Role.LEADER), asked, NOW).text == said
