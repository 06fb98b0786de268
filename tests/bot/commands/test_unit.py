"""Units at the terminal: a province's plan in, its agencies known, each one's person given the work."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import Session, select
from typer.testing import CliRunner, Result

from bot.cli import app
from storage.database import open_engine, reading
from storage.people import people_by_id
from storage.tables import Assignment

Call = Callable[..., Result]
PLAN = Path(__file__).parents[2] / "data" / "plans" / "soc-trang-2030.docx"
IMPORT = ("plan", "import", PLAN, "--year", "2022", "--span", "2022-2030", "--yes", "--past", "overdue")


@pytest.fixture
def nhacviec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """A province with three people and no unit yet."""
    monkeypatch.setenv("NHACVIEC_DATA_DIR", str(tmp_path))

    def call(*words: object) -> Result:
        return CliRunner().invoke(app, [str(word) for word in words])

    call("office", "add", "UBND tỉnh Sóc Trăng")
    for name in ("Nguyễn Thị Lan", "Lê Thị Hoa", "Trần Văn Minh"):
        call("people", "add", name)
    return call


def work(folder: Path) -> dict[str, set[str]]:
    """The names of those who have open work, by post."""

    def found(session: Session) -> dict[str, set[str]]:
        rows = list(session.exec(select(Assignment)))
        people = people_by_id(session, (row.person_id for row in rows if row.person_id))
        named: dict[str, set[str]] = {}
        for row in rows:
            named.setdefault(row.post, set()).add(people[row.person_id].name if row.person_id else "")
        return named

    with reading(open_engine(f"sqlite:///{folder / 'nhacviec.db'}")) as session:
        return found(session)


def test_the_tree_is_shown_with_who_answers_for_what(nhacviec: Call) -> None:
    nhacviec("unit", "add", "Sở Nội vụ", "--short", "SNV")
    assert nhacviec("unit", "add", "Phòng Cải cách hành chính", "--under", "SNV").exit_code == 0
    nhacviec("unit", "person", "Sở Nội vụ", "Lan")
    done = nhacviec("unit", "person", "SNV", "Hoa", "--field", "cải cách thể chế")
    assert done.stdout == (
        "Từ nay Lê Thị Hoa nhận việc của Sở Nội vụ, lĩnh vực cải cách thể chế. Đã chuyển 0 việc chưa hoàn thành.\n"
    )
    assert nhacviec("unit", "list").stdout.splitlines() == [
        "UBND tỉnh Sóc Trăng",
        "  Sở Nội vụ\tNguyễn Thị Lan; cải cách thể chế: Lê Thị Hoa",
        "    Phòng Cải cách hành chính\tchưa có người",
    ]
    again = nhacviec("unit", "add", "sở nội vụ")
    assert (again.exit_code, again.stderr) == (1, 'Đã có đơn vị "sở nội vụ".\n')
    assert "nhacviec unit list" in nhacviec("unit", "person", "Sở Y tế", "Lan").stderr


def test_a_plan_of_agencies_gives_each_its_work_and_the_next_plan_too(nhacviec: Call, tmp_path: Path) -> None:
    shown = nhacviec("unit", "plan", PLAN).stdout.splitlines()
    assert "Sở Nội vụ\t13\tchưa có" in shown
    assert "Văn phòng Ủy ban Nhân dân tỉnh\t5\tchưa có" in shown
    assert not any(line.startswith("UBND các") for line in shown)
    nhacviec("unit", "plan", PLAN, "--add")
    nhacviec("unit", "person", "Sở Nội vụ", "Lan")
    nhacviec("unit", "person", "Sở Tư pháp", "Hoa")
    nhacviec("unit", "person", "Văn phòng Ủy ban Nhân dân tỉnh", "Minh")
    assert nhacviec(*IMPORT).exit_code == 0
    given = work(tmp_path)
    assert (given["Sở Nội vụ"], given["Sở Tư pháp"]) == ({"Nguyễn Thị Lan"}, {"Lê Thị Hoa"})
    assert given["Văn phòng Ủy ban Nhân dân tỉnh"] == {"Trần Văn Minh"}
    assert given["Sở Tài chính"] == {""}
    done = nhacviec("unit", "person", "Sở Tài chính", "Minh")
    assert "Đã chuyển 0 việc" not in done.stdout
    assert work(tmp_path)["Sở Tài chính"] == {"Trần Văn Minh"}


def test_a_field_of_a_unit_goes_to_its_own_person(nhacviec: Call, tmp_path: Path) -> None:
    nhacviec("unit", "plan", PLAN, "--add")
    nhacviec("unit", "person", "Sở Nội vụ", "Lan")
    nhacviec(*IMPORT)
    before = work(tmp_path)["Sở Nội vụ"]
    done = nhacviec("unit", "person", "Sở Nội vụ", "Hoa", "--field", "kiểm tra, giám sát")
    assert (before, "Đã chuyển 0 việc" in done.stdout) == ({"Nguyễn Thị Lan"}, False)
    assert work(tmp_path)["Sở Nội vụ"] == {"Nguyễn Thị Lan", "Lê Thị Hoa"}
