"""Plans that address units: one assignment for each, to the person who answers for it."""

from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import Engine
from sqlmodel import Session, select

from bot.actions.assigning import matched
from bot.actions.plans import ImportChoices, import_plan
from bot.actions.posts import choose_holder
from bot.actions.units import choose_answering, new_unit, unit_called
from scheduler.messages import Message
from scheduler.plans.model import Context, Occurrence, Place, PlanDocument, PlanTask, Schedule
from storage.audit import Actor
from storage.database import reading, transaction
from storage.people import add_office, add_person, add_unit, link, unit_of
from storage.rows import id_of
from storage.tables import Assignment, Grant, OutboxMessage, Person, Role, Unit
from tests.doubles.rendering import render

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def plan(*posts: str, title: str = "Kế hoạch năm 2026") -> PlanDocument:
    task = PlanTask(
        section="I",
        section_title="",
        no="1",
        part="",
        task="Báo cáo kết quả thực hiện",
        activities=(),
        products=("Báo cáo",),
        assignees=posts,
        coordinators=(),
        deadline_text="",
        place=Place(row=1),
        schedule=Schedule(occurrences=(Occurrence(date(2026, 12, 31)),)),
    )
    return PlanDocument(
        source="kh.xlsx",
        sha256=title,
        title=title,
        number=None,
        issued=None,
        issuer=None,
        context=Context(2026, (2026, 2026)),
        tasks=(task,),
    )


def worker(session: Session, office_id: int, unit: Unit, name: str, *, focal: bool = False) -> int:
    person: Person = add_person(session, office_id, name)
    person.unit_id = id_of(unit)
    if focal:
        session.add(Grant(office_id=office_id, person_id=id_of(person), role=Role.FOCAL, unit_id=id_of(unit)))
    session.flush()
    return id_of(person)


def province(session: Session) -> tuple[Actor, dict[str, int]]:
    """A province with two communes and a ward: two people in the first, one in the second, nobody in the ward."""
    office_id = add_office(session, "UBND tỉnh Hải Dương").office_id
    top = unit_of(session, office_id)
    units = [
        add_unit(session, name, parent=top)
        for name in ("UBND xã Quang Khải", "UBND xã Tân Bình", "UBND phường Hải Tân")
    ]
    people = {
        "lan": worker(session, office_id, units[0], "Nguyễn Thị Lan"),
        "hoa": worker(session, office_id, units[0], "Lê Thị Hoa", focal=True),
        "binh": worker(session, office_id, units[1], "Vũ Thanh Bình"),
    }
    return Actor(office_id, None, "cli", NOW), people


def given(session: Session) -> list[tuple[str, int | None]]:
    rows = sorted(session.exec(select(Assignment)), key=lambda one: one.number)
    return [(one.post, one.person_id) for one in rows]


def test_each_unit_that_a_plan_addresses_gets_its_own_assignment(engine: Engine) -> None:
    with transaction(engine) as session:
        actor, people = province(session)
        done = import_plan(session, plan("UBND các xã, phường"), actor=actor)
    assert (done.assignments, done.unmatched) == (3, 1)
    with reading(engine) as session:
        assert given(session) == [
            ("UBND xã Quang Khải", people["hoa"]),
            ("UBND xã Tân Bình", people["binh"]),
            ("UBND phường Hải Tân", None),
        ]


def test_who_was_chosen_for_a_unit_answers_for_it_in_the_next_plan(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        actor, people = province(session)
        import_plan(session, plan("UBND các xã"), actor=actor)
        choose_holder(session, "UBND xã Quang Khải", people["lan"], actor=actor)
        import_plan(session, plan("UBND xã Quang Khải", title="Kế hoạch khác năm 2026"), actor=actor)
        assert given(session) == [
            ("UBND xã Quang Khải", people["lan"]),
            ("UBND xã Tân Bình", people["binh"]),
            ("UBND xã Quang Khải", people["lan"]),
        ]


def test_one_person_chosen_for_all_units_together_is_given_one_thing(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        actor, people = province(session)
        choose_holder(session, "UBND các xã", people["lan"], actor=actor)
        import_plan(session, plan("UBND các xã"), actor=actor)
        assert given(session) == [("UBND các xã", people["lan"])]


def test_units_of_another_office_are_not_addressed(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        province(session)
        other = Actor(add_office(session, "UBND tỉnh Hưng Yên").office_id, None, "cli", NOW)
        import_plan(session, plan("UBND các xã"), actor=other)
        assert given(session) == [("UBND các xã", None)]


def test_a_person_printed_in_place_of_a_post_is_that_person(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        office_id = add_office(session, "UBND xã Quang Khải").office_id
        lan = id_of(add_person(session, office_id, "Nguyễn Thị Lan", posts=["Văn phòng - Thống kê"]))
        names = ("Trần Công An", "Phạm Anh Tuấn", "Lê Văn Tuấn")
        an, *_ = [id_of(add_person(session, office_id, name)) for name in names]
        printed = ["Lan", "đ/c Lan", "chị Lan", "Nguyễn Thị Lan", "Tuấn", "Công an", "đ/c An"]
        found = matched(session, office_id, printed, today=NOW.date())
    assert [found[post].person_id for post in printed] == [lan, lan, lan, lan, None, None, an]


def test_one_person_who_answers_for_two_units_has_one_thing_for_each(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        actor, people = province(session)
        for name in ("UBND xã Quang Khải", "UBND xã Tân Bình"):
            unit = unit_called(session, actor.office_id, name)
            choose_answering(session, unit, people["lan"], field="", actor=actor)
        import_plan(session, plan("UBND các xã"), actor=actor)
        assert given(session) == [("UBND xã Quang Khải", people["lan"]), ("UBND xã Tân Bình", people["lan"])]


def test_a_units_person_for_the_field_gets_what_is_about_it(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        actor, people = province(session)
        unit = unit_called(session, actor.office_id, "ubnd xã quang khải")
        choose_answering(session, unit, people["lan"], field="kết quả thực hiện", actor=actor)
        import_plan(session, plan("UBND các xã"), actor=actor)
        assert given(session) == [("UBND xã Quang Khải", people["lan"]), ("UBND xã Tân Bình", people["binh"])]


def test_a_unit_is_surer_than_a_post_that_looks_like_it(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        office_id = add_office(session, "UBND tỉnh Hải Dương").office_id
        actor = Actor(office_id, None, "cli", NOW)
        add_person(session, office_id, "Lê Thị Hoa", posts=["Chuyên viên Sở Nội vụ"])
        tuan = id_of(add_person(session, office_id, "Phạm Anh Tuấn"))
        unit = new_unit(session, "Sở Nội vụ", under=unit_of(session, office_id), actor=actor)
        choose_answering(session, unit, tuan, field="", actor=actor)
        import_plan(session, plan("Sở Nội vụ"), actor=actor)
        assert given(session) == [("Sở Nội vụ", tuan)]


def test_a_unit_is_found_by_its_short_name_and_however_its_committee_is_written(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        office_id = add_office(session, "UBND tỉnh Hải Dương").office_id
        actor, top = Actor(office_id, None, "cli", NOW), unit_of(session, office_id)
        new_unit(session, "Sở Kế hoạch và Đầu tư", short_name="Sở KHĐT", under=top, actor=actor)
        new_unit(session, "Văn phòng UBND tỉnh", under=top, actor=actor)
        found = matched(session, office_id, ["Sở KHĐT", "Văn phòng Ủy ban nhân dân tỉnh"], today=NOW.date())
        units = [[name for name, _ in match.units] for match in found.values()]
    assert units == [["Sở Kế hoạch và Đầu tư"], ["Văn phòng UBND tỉnh"]]


def test_who_helps_is_told_what_came_in_and_is_given_nothing(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        actor, people = province(session)
        for at, person_id in enumerate(people.values()):
            link(session, session.get_one(Person, person_id), bot="web", address=str(at), now=NOW)
        document = plan("UBND xã Quang Khải")
        task = replace(document.tasks[0], coordinators=("UBND xã Tân Bình", "UBND xã Quang Khải"))
        import_plan(session, replace(document, tasks=(task,)), actor=actor, choices=ImportChoices(tell=True))
        rows = {row.person_id: row for row in session.exec(select(OutboxMessage))}
        assert set(rows) == {people["hoa"], people["binh"]}
        said = render(session, rows[people["binh"]], now=NOW)
        assert isinstance(said, Message)
        assert said.text == (
            "Kế hoạch năm 2026 đã được đưa vào Nhắc Việc.\n"
            "Đồng chí phối hợp 1 việc, không cần báo xong:\n"
            "1. Báo cáo kết quả thực hiện — thứ Năm 31/12, còn 28 ngày làm việc"
        )
        assert given(session) == [("UBND xã Quang Khải", people["hoa"])]
