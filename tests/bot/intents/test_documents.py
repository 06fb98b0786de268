from datetime import date

import pytest

from bot.intents import Hearing, Intent, read
from bot.intents.documents import DocumentRef, find_document

TODAY = date(2026, 11, 20)
REF = "45/BC-UBND"


@pytest.mark.parametrize(
    ("text", "number", "day"),
    [
        ("số 45/BC-UBND ngày 08/3/2026", REF, date(2026, 3, 8)),
        ("so 45/bc-ubnd ngay 20/11", REF, date(2026, 11, 20)),
        ("45/bc-ubnd", REF, None),
        ("45/BC-UBND ngày 21/11", REF, date(2025, 11, 21)),
        ("45/BC-UBND ngày 5 tháng 3 năm 2026", REF, date(2026, 3, 5)),
        ("đã gửi công văn số 45/BC-UBND, ngày 1/2/26 ạ", REF, date(2026, 2, 1)),
        ("12/2026/QĐ-UBND", "12/2026/QĐ-UBND", None),
        ("46/KH", "46/KH", None),
        ("45 / BC-UBND", REF, None),
        ("số 45", "45", None),
        ("công văn số 45", "45", None),
        ("45/BC-UBND ngày 30/2", REF, None),
    ],
)
def test_a_document_is_found(text: str, number: str, day: date | None) -> None:
    assert find_document(text, TODAY) == DocumentRef(number, day)


@pytest.mark.parametrize(
    "text", ["việc số 12", "xong việc 12", "25/11", "mục số 3", "2/4 mục", "15/p", "", "số liệu 45"]
)
def test_other_numbers_are_no_document(text: str) -> None:
    assert find_document(text, TODAY) is None


def test_a_document_alone_is_proof() -> None:
    reading = read("số 45/BC-UBND ngày 08/3/2026", Hearing(TODAY))
    assert (reading.intent, reading.slots) == (Intent.ATTACH_PROOF, {})


def test_a_document_is_neither_task_nor_date() -> None:
    reading = read("xong 12 so 45/BC-UBND ngay 20/11", Hearing(TODAY))
    assert (reading.intent, reading.slots) == (Intent.MARK_DONE, {"task": 12})
