"""Checklists and their ticks, on both databases."""

from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from storage.checklists import (
    NewItem,
    add_checklist,
    drop_checklist,
    follow_activities,
    items_of,
    kept_checklists,
    tick,
    ticks_of,
    titled_like,
    untick,
)
from storage.database import reading, transaction
from storage.people import add_office, add_person
from storage.rows import id_of
from storage.tables import Checklist, Task

NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)


def commune(session: Session) -> tuple[int, int]:
    """An office and somebody of it."""
    office = add_office(session, "UBND xã Quang Khải")
    return office.office_id, id_of(add_person(session, office.office_id, "Nguyễn Thị Lan"))


def prepared(session: Session, office_id: int, title: str = "Chuẩn bị kiểm tra") -> Checklist:
    row = Checklist(office_id=office_id, title=title, created_at=NOW)
    return add_checklist(session, row, [NewItem("Thẻ công chức", 1), NewItem("Máy tính", 2), NewItem("Ghi chú")])


def test_items_keep_their_order_and_a_tick_counts_once(engine: Engine) -> None:
    with transaction(engine) as session:
        office_id, lan = commune(session)
        first, second, note = items_of(session, id_of(prepared(session, office_id)))
        for _ in range(2):
            tick(session, first, person_id=lan, assignment_id=None, at=NOW)
        ids = [id_of(item) for item in (first, second, note)]
        assert list(ticks_of(session, ids, person_id=lan, assignment_id=None)) == [first.id]
        untick(session, ticks_of(session, ids, person_id=lan, assignment_id=None).values())
        assert ticks_of(session, ids, person_id=lan, assignment_id=None) == {}


def test_one_persons_tick_is_nobody_elses(engine: Engine) -> None:
    with transaction(engine) as session:
        office_id, lan = commune(session)
        minh = id_of(add_person(session, office_id, "Trần Văn Minh"))
        (first, *_) = items_of(session, id_of(prepared(session, office_id)))
        tick(session, first, person_id=lan, assignment_id=None, at=NOW)
        assert ticks_of(session, [id_of(first)], person_id=minh, assignment_id=None) == {}


def test_the_list_of_a_task_follows_its_activities(engine: Engine) -> None:
    with transaction(engine) as session:
        office_id, lan = commune(session)
        task = Task(office_id=office_id, title="Rà soát")
        session.add(task)
        session.flush()

        def followed(*activities: str) -> Checklist:
            made = Checklist(office_id=office_id, title="Rà soát", task_id=id_of(task), created_at=NOW)
            return follow_activities(session, made, activities)

        first = followed("Lập danh sách", "Báo cáo")
        report = items_of(session, id_of(first))[1]
        tick(session, report, person_id=lan, assignment_id=None, at=NOW)
        again = followed("Báo cáo", "Họp", "Lập danh sách")
        items = items_of(session, id_of(again))
        assert (again.id, [item.body for item in items]) == (first.id, ["Báo cáo", "Họp", "Lập danh sách"])
        assert [item.number for item in items] == [1, 2, 3]
        assert list(ticks_of(session, [id_of(one) for one in items], person_id=lan, assignment_id=None)) == [report.id]
        assert kept_checklists(session, office_id) == []
        drop_checklist(session, again)
    with reading(engine) as session:
        assert items_of(session, id_of(first)) == []


def test_a_checklist_is_found_by_number_and_by_words_of_its_title(engine: Engine) -> None:
    with transaction(engine) as session:
        office_id, _ = commune(session)
        other = add_office(session, "UBND xã Tân Bình").office_id
        first, second = prepared(session, office_id), prepared(session, office_id, "Quy trình")
        assert titled_like(session, office_id, "chuan bi") == [first]
        assert titled_like(session, office_id, str(second.id)) == [second]
        assert titled_like(session, other, "chuẩn bị kiểm tra") == []
