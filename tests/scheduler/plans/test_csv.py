import time
import unicodedata

import pytest

from scheduler.plans.files import read_plan, read_plan_bytes
from scheduler.plans.model import PlanDocument
from scheduler.plans.refusals import PlanFileError
from tests.scheduler.plans.test_real_plans import PLANS

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258")
TONES = "\u0300\u0301\u0303\u0309\u0323"
ROWS = (
    ("KẾ HOẠCH CÔNG TÁC NĂM 2026", "", "", ""),
    ("TT", "Nhiệm vụ", "Người thực hiện", "Thời hạn"),
    ("I", "LĨNH VỰC NỘI VỤ", "", ""),
    ("1", 'Lập danh sách, "rà soát"\nhồ sơ; gửi huyện', "Công chức Văn phòng", "Tháng 3/2026"),
    ("2", "Báo cáo | tổng hợp", "Công chức Tư pháp", "Quý II/2026"),
)


def written(delimiter: str, rows: tuple[tuple[str, ...], ...] = ROWS) -> str:
    quoted = (delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    return "\r\n".join(quoted) + "\r\n"


def encoded(text: str, encoding: str) -> bytes:
    if encoding != "cp1258":
        return text.encode(encoding)
    # The code page has no letter with two marks: Windows writes the tone behind its letter.
    return b"".join(map(_in_code_page, text))


def _in_code_page(letter: str) -> bytes:
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        marks = unicodedata.normalize("NFD", letter)
        tone = next(mark for mark in marks if mark in TONES)
        return unicodedata.normalize("NFC", marks.replace(tone, "")).encode("cp1258") + tone.encode("cp1258")


def told(document: PlanDocument) -> list[tuple[str, str, str, tuple[str, ...], str]]:
    return [(t.section, t.no, t.task, t.assignees, t.deadline_text) for t in document.tasks]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_sheet_is_read_in_every_encoding_with_every_delimiter(encoding: str, delimiter: str) -> None:
    document = read_plan_bytes("kế hoạch.csv", encoded(written(delimiter), encoding))
    assert told(document) == [
        ("I", "1", 'Lập danh sách, "rà soát" hồ sơ; gửi huyện', ("Công chức Văn phòng",), "Tháng 3/2026"),
        ("I", "2", "Báo cáo | tổng hợp", ("Công chức Tư pháp",), "Quý II/2026"),
    ]
    assert document.title == "KẾ HOẠCH CÔNG TÁC NĂM 2026"


def test_a_row_is_counted_as_excel_counts_it() -> None:
    document = read_plan_bytes("x.csv", written(";").encode())
    assert [task.place.as_json() for task in document.tasks] == [{"row": 4}, {"row": 5}]


def test_the_delimiter_that_excel_names_is_no_row() -> None:
    document = read_plan_bytes("x.csv", ("sep=;\r\n" + written(";")).encode())
    assert document.tasks[0].place.row == 4


def test_quotes_are_needed_only_where_a_cell_holds_the_delimiter() -> None:
    text = "TT;Nhiệm vụ;Thời hạn\n1;Rà soát hồ sơ, sổ sách;15/3/2026\n2;Báo cáo năm;\n"
    tasks = read_plan_bytes("x.csv", text.encode()).tasks
    assert [task.task for task in tasks] == ["Rà soát hồ sơ, sổ sách", "Báo cáo năm"]


@pytest.mark.parametrize(
    ("shown", "start", "due"),
    [
        ("Dec-23", "2023-12-01", "2023-12-31"),
        ("Thg12-23", "2023-12-01", "2023-12-31"),
        ("05-Dec-23", None, "2023-12-05"),
        ("08/2023", "2023-08-01", "2023-08-31"),
    ],
)
def test_a_date_cell_means_what_excel_shortened(shown: str, start: str | None, due: str) -> None:
    (task,) = read_plan_bytes("x.csv", f"TT,Nhiệm vụ,Thời hạn\n1,Báo cáo,{shown}\n".encode()).tasks
    (occurrence,) = task.schedule.occurrences
    assert (occurrence.as_json()["start"], occurrence.due.isoformat()) == (start, due)


def test_the_sheet_and_its_csv_say_the_same() -> None:
    for name, span in (("quang-khai-2023", None), ("soc-trang-2030", (2022, 2030))):
        sheet, text = (read_plan(PLANS / f"{name}.{kind}", span=span) for kind in ("xlsx", "csv"))
        assert [(t.section, t.no, t.task, t.assignees, t.schedule.occurrences) for t in sheet.tasks] == [
            (t.section, t.no, t.task, t.assignees, t.schedule.occurrences) for t in text.tasks
        ]


@pytest.mark.parametrize(
    ("key", "content"),
    [
        ("files.no_plan", "Họ tên;Năm sinh;Chức vụ\nNguyễn Văn A;1980;Văn phòng\n".encode()),
        ("files.too_large", ("TT,Nhiệm vụ,Thời hạn\n" + "1,Báo cáo,Tháng 3\n" * 100_000).encode()),
        ("files.too_large", b" " * (9 * 1024 * 1024)),
        ("files.empty", b"\xef\xbb\xbf \r\n\r\n"),
        ("files.unknown", bytes(range(256)) * 40),
        ("files.no_plan", b'TT,"' + b"x" * 400_000),
    ],
)
def test_a_text_that_is_no_plan_gets_one_sentence(key: str, content: bytes) -> None:
    with pytest.raises(PlanFileError) as refused:
        read_plan_bytes("x.csv", content)
    assert refused.value.key == key


def test_a_sheet_of_many_columns_with_dates_under_people_is_read_in_time() -> None:
    heads = ["TT", "Nhiệm vụ", "Người thực hiện", "Thời hạn", *["Phối hợp"] * 40]
    lines = [";".join([str(n), *(f"tháng {c % 12 + 1} {n}" for c in range(43))]) for n in range(1, 801)]
    began = time.process_time()
    assert len(read_plan_bytes("x.csv", "\n".join([";".join(heads), *lines]).encode()).tasks) == 800
    assert time.process_time() - began < 10  # a busy machine


def test_titles_above_a_table_need_no_delimiters() -> None:
    text = (
        "UBND XÃ QUANG KHẢI\nBAN CHỈ ĐẠO\nKẾ HOẠCH NĂM 2026\nPhụ lục phân công\n(Kèm theo Kế hoạch)\n"
        "TT;Nhiệm vụ;Người thực hiện;Thời hạn\n1;Rà soát hộ nghèo;Lan;Tháng 3/2026\n"
    )
    assert [task.task for task in read_plan_bytes("x.csv", text.encode()).tasks] == ["Rà soát hộ nghèo"]
